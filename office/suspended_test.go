package office

import (
	"errors"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
	"yichuang/supervision"
)

// agency registers an agency that the firm gave authority; the answer is its handler.
func (w *world) agency() people.Who {
	w.t.Helper()
	ctx := w.t.Context()
	r := goodRegistration()
	r.Agency = true
	code, err := w.Register(ctx, r)
	must(w.t, err)
	s, err := w.Take(ctx, code, goodPassword)
	must(w.t, err)
	_, err = w.Grant(ctx, hr, Granting{AgentCode: r.CreditCode, Acts: people.MandateActs, From: civil.DateOf(w.now)})
	must(w.t, err)
	who, err := w.Who(ctx, s.Account, "agency")
	must(w.t, err)
	must(w.t, w.Verify(ctx, clerk, who.Party, people.Verified, ""))
	return who
}

// TestSanction_agency: an agency's suspension stops what it handles, new and
// pending, and says to whom what; cancelling and correcting through it go on, the
// employer it acts for is free, and after the last day so is the agency.
func TestSanction_agency(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		w.granted()
		agent := w.agency()
		rows, _, err := w.Permits(ctx, officer, store.PermitFilter{Holder: "anna", Kinds: []string{string(permit.Work)}})
		must(t, err)
		must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
			for _, id := range []string{"boris", "clara"} {
				if err := tx.AddParty(ctx, &store.Party{ID: id, Kind: "person", Name: "EXAMPLE " + id, Body: []byte("{}")}); err != nil {
					return err
				}
			}
			return nil
		}))
		through := func(key, foreigner string) Opening {
			return Opening{Who: agent, Key: key, Matter: "work-permit-first", Place: "650100", Employer: "firm", Agent: agent.Party, Foreigner: people.PartyID(foreigner)}
		}
		pending := w.openedOn(through("pending", "boris"), "{}")
		pending, err = w.Submit(ctx, w.write(agent, pending), "declaration", "")
		must(t, err)
		from, until := civil.DateOf(w.now), civil.MustParseDate("2026-05-20")
		sanction := w.suspended(pending, supervision.OfAgency, from, until)
		heldBy := func(want string) {
			t.Helper()
			c, err := w.Case(ctx, agent, pending.Number)
			if err != nil || c.Held != want {
				t.Errorf("got held by %q, %v; want %q", c.Held, err, want)
			}
		}
		heldBy(string(sanction))

		_, err = w.Open(ctx, through("new", "clara"))
		if f := (*fault.Error)(nil); !errors.As(err, &f) || f.Key != "fault.case.sanctioned.own" || argOf(f, "until") != until || argOf(f, "reason") != "illegal work" {
			t.Errorf("a new case through the agency: %v, want it refused with its reason and last day", err)
		}
		other := people.Who{Account: "agent-other", Role: people.Agency, Party: "other-agency"}
		if _, _, err := w.Sanction(ctx, other, string(sanction)); !fault.Is(err, fault.NotFound) {
			t.Errorf("another agency reads the suspension: %v", err)
		}
		for _, matter := range []casefile.MatterID{"work-permit-cancel", "work-permit-change"} {
			relief := through(string(matter), "anna")
			relief.Matter, relief.PermitRow = matter, rows[0].ID
			c, err := w.Open(ctx, relief)
			if err != nil {
				t.Errorf("%s through the suspended agency: %v", matter, err)
				continue
			}
			_, err = w.Withdraw(ctx, w.write(agent, c), "only a trial")
			must(t, err)
		}
		own := through("own", "clara")
		own.Who, own.Agent = hr, ""
		if _, err := w.Open(ctx, own); err != nil {
			t.Errorf("the employer itself: %v", err)
		}

		w.now = at("2026-05-20")
		_, err = w.Pass(ctx)
		must(t, err)
		heldBy(string(sanction))
		w.now = at("2026-05-21")
		_, err = w.Pass(ctx)
		must(t, err)
		heldBy("")
		if _, err := w.Open(ctx, through("again", "clara")); fault.Is(err, fault.Forbidden) {
			t.Errorf("after the last day: %v", err)
		}
	})
}

// argOf is what a fault says under a name.
func argOf(f *fault.Error, name string) any {
	for i := 0; i+1 < len(f.Args); i += 2 {
		if f.Args[i] == name {
			return f.Args[i+1]
		}
	}
	return nil
}
