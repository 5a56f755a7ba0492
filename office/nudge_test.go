package office

import (
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// mandated is a registered agency with the employer's mandate, and accounts of the
// employer and the foreigner that can be told.
func (w *world) mandated() (agent people.Who, mandate people.Mandate) {
	w.t.Helper()
	ctx := w.t.Context()
	w.Say = speaks(w.t)
	r := goodRegistration()
	r.Agency = true
	code, err := w.Register(ctx, r)
	must(w.t, err)
	s, err := w.Take(ctx, code, goodPassword)
	must(w.t, err)
	must(w.t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
		for id, roles := range map[people.PartyID][]people.Role{"hr-wang": {people.EmployerHR}, "anna-account": {people.Applicant}} {
			party := people.PartyID("firm")
			if roles[0] == people.Applicant {
				party = "anna"
			}
			if _, err := addAccount(ctx, tx, hr, Newcomer{ID: id, Party: party, Name: string(id), Login: string(id) + "@example.org", Roles: roles}); err != nil {
				return err
			}
		}
		return nil
	}))
	mandate, err = w.Grant(ctx, hr, Granting{AgentCode: r.CreditCode, Acts: people.MandateActs, From: civil.DateOf(w.now)})
	must(w.t, err)
	agent, err = w.Who(ctx, s.Account, "agency")
	must(w.t, err)
	return agent, mandate
}

// corrected is a case that was sent and has corrections open.
func (w *world) corrected() casefile.Case {
	w.t.Helper()
	c, err := w.AskCorrection(w.t.Context(), w.write(clerk, w.sent()), casefile.CorrectionRequested{Due: civil.MustParseDate("2026-05-20"), Items: []casefile.CorrectionItem{
		{Slot: "passport", Fault: "the photo page is cut", Fix: "scan the whole page"}, {Slot: "contract", Fault: "no seal", Fix: "seal it"},
	}})
	must(w.t, err)
	return c
}

// TestRemindClients: one act reminds several, each in its language; it sends once
// however often it is sent, once a day, and says what was not needed.
func TestRemindClients(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		agent, _ := w.mandated()
		w.Catalog = casefile.Papers{"passport": {Own: true}}
		c := w.corrected()
		must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
			for _, id := range []string{"bo", "cy"} {
				if err := tx.AddParty(ctx, &store.Party{ID: id, Kind: "person", Name: "EXAMPLE " + id, Body: []byte("{}")}); err != nil {
					return err
				}
			}
			return tx.AddPermit(ctx, &store.PermitRow{ID: "p1", Code: "c1", Kind: "work", Number: "W-1", Holder: "anna", Employer: "firm", Place: "650100",
				Class: "A", Status: "active", ValidFrom: civil.DateOf(w.now) - 300, ValidUntil: civil.DateOf(w.now) + 30, State: []byte("{}")})
		}))
		draft, err := w.Open(ctx, Opening{Who: hr, Key: "open-2", Matter: "work-permit-first", Place: "650100", Employer: hr.Party, Foreigner: "bo"})
		must(t, err)
		whole := w.openedOn(Opening{Who: hr, Key: "open-3", Matter: "work-permit-first", Place: "650100", Employer: hr.Party, Foreigner: "cy"}, "{}")
		in := Reminding{Cases: []casefile.CaseNumber{c.Number, draft.Number, whole.Number, c.Number}, Permits: []string{"p1"}, Key: "k1"}
		told := func() int { return len(w.toldTo("hr-wang")) + len(w.toldTo("anna-account")) }
		before := told()
		seen, err := w.Reminders(ctx, agent, in)
		if err != nil || told() != before {
			t.Fatalf("looking at it told %d, %v", told()-before, err)
		}
		sent, err := w.RemindClients(ctx, agent, in)
		must(t, err)
		if outcomes(sent) != outcomes(seen) || told() != before+5 || strings.Count(outcomes(sent), Reminded) != 3 || strings.Count(outcomes(sent), NotNeeded) != 1 {
			t.Errorf("got %s after %s was shown, %d messages; want 2 of the case, 2 of the permit, 1 of the draft, none of the whole one", outcomes(sent), outcomes(seen), told()-before)
		}
		at := slices.IndexFunc(sent, func(n Nudge) bool { return n.Case == c.Number })
		if n := sent[at]; n.Open != "correction" || len(n.What) != 2 || len(n.Own) != 1 || len(n.Told) != 2 {
			t.Errorf("got %+v", n)
		}
		if subjects := strings.Join(w.toldTo("hr-wang"), ";"); !strings.Contains(subjects, string(c.Number)+"：提醒补正") {
			t.Errorf("the employer was told %s", subjects)
		}
		if subjects := strings.Join(w.toldTo("anna-account"), ";"); !strings.Contains(subjects, "reminder, your papers are asked for") || !strings.Contains(subjects, "it ends on") {
			t.Errorf("Anna was told %s", subjects)
		}
		for _, again := range []string{"k1", "k2"} {
			in.Key = again
			if _, err := w.RemindClients(ctx, agent, in); err != nil || told() != before+5 {
				t.Errorf("again with %s: %d messages, %v", again, told()-before, err)
			}
		}
		if got, err := w.Reminders(ctx, agent, in); err != nil || !strings.Contains(outcomes(got), AlreadyToday) || strings.Contains(outcomes(got), Reminded) {
			t.Errorf("the same day: %s, %v", outcomes(got), err)
		}
		w.now = w.now.AddDate(0, 0, 1)
		in.Key = "k3"
		if _, err := w.RemindClients(ctx, agent, in); err != nil || told() != before+10 {
			t.Errorf("the next day: %d messages, %v", told()-before, err)
		}
		entries, err := recorded(ctx, &w.DB.Reader, partyChain(agent.Party))
		if err != nil || entries[len(entries)-1].Kind != "party.reminded" || !strings.Contains(string(entries[len(entries)-1].Body), string(c.Number)) {
			t.Errorf("recorded %+v, %v", entries, err)
		}
	})
}

func outcomes(all []Nudge) string {
	var out []string
	for _, n := range all {
		out = append(out, n.Outcome)
	}
	return strings.Join(out, ",")
}

// TestRemindClients_rights: nobody reminds of what lies outside a living mandate,
// not even beside what lies within, and nothing is sent then.
func TestRemindClients_rights(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		agent, mandate := w.mandated()
		c := w.corrected()
		other, err := w.Open(ctx, Opening{Who: otherHR, Key: "other", Matter: "work-permit-first", Place: "650100", Employer: otherHR.Party, Foreigner: "anna"})
		must(t, err)
		refused := func(name string, who people.Who, code fault.Code, cases ...casefile.CaseNumber) {
			t.Helper()
			in := Reminding{Cases: cases, Key: "refused-" + name}
			if _, err := w.RemindClients(ctx, who, in); !fault.Is(err, code) {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := w.Reminders(ctx, who, in); !fault.Is(err, code) {
				t.Errorf("%s, looked at: %v", name, err)
			}
		}
		refused("a foreign case beside an own one", agent, fault.NotFound, c.Number, other.Number)
		refused("nothing", agent, fault.Invalid)
		refused("the employer itself", hr, fault.Forbidden, c.Number)
		refused("an officer", clerk, fault.Forbidden, c.Number)
		if _, err := w.RemindClients(ctx, agent, Reminding{Permits: []string{"none"}, Key: "p"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a permit that is none: %v", err)
		}
		sent := Reminding{Cases: []casefile.CaseNumber{c.Number}, Key: "sent"}
		_, err = w.RemindClients(ctx, agent, sent)
		must(t, err)
		must(t, w.Revoke(ctx, hr, mandate.ID))
		refused("after the mandate", agent, fault.NotFound, c.Number)
		if _, err := w.RemindClients(ctx, agent, sent); !fault.Is(err, fault.NotFound) {
			t.Errorf("the batch of a dead mandate is read again: %v", err)
		}
		told := slices.DeleteFunc(w.toldTo("hr-wang"), func(s string) bool { return !strings.Contains(s, "提醒") })
		if len(told) != 1 {
			t.Errorf("the employer was told %q, want one reminder", told)
		}
	})
}
