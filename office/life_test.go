package office

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// living walks cases of one person through a life with permits.
type living struct {
	*world
	hr people.Who
}

// settle sees every paper and accepts.
func (w *world) settle(c casefile.Case) casefile.Case {
	w.t.Helper()
	var seen []casefile.PaperJudged
	for _, s := range c.Unsettled() {
		seen = append(seen, casefile.PaperJudged{Slot: s, State: casefile.Seen})
	}
	who := clerk
	if c.Tracks[0].Office == police.ID {
		who = cop
	}
	var err error
	if len(seen) > 0 {
		c, err = w.JudgeAll(w.t.Context(), w.write(who, c), seen)
		must(w.t, err)
	}
	c, err = w.Accept(w.t.Context(), w.write(who, c))
	must(w.t, err)
	return c
}

// decided grants every track as the determination allows, by two persons each.
func (w *world) decided(c casefile.Case, until string) casefile.Case {
	w.t.Helper()
	for _, t := range c.Tracks {
		drafter, signer := officer, approver
		if t.Office == police.ID {
			drafter, signer = cop, cop2
		}
		d := casefile.Decision{Track: t.ID, Outcome: casefile.Granted, Reason: "as the papers show"}
		if c.Determination != nil {
			d.Class = c.Determination.Class
			if term := c.Determination.Term; term != nil && t.Termed {
				given := *term
				if until != "" {
					given.Until = civil.MustParseDate(until)
				}
				d.Term = &given
			}
		}
		after, err := w.Draft(w.t.Context(), w.write(drafter, c), d)
		must(w.t, err)
		if c, err = w.Approve(w.t.Context(), w.write(signer, after), t.ID); err != nil {
			w.t.Fatal(err)
		}
	}
	return c
}

// run opens a case, answers, hands everything in and sends it.
func (l living) run(id casefile.MatterID, further string, change func(*Opening)) casefile.Case {
	l.t.Helper()
	o := Opening{Who: l.hr, Key: "life-" + string(id) + l.now.Format("0102"), Matter: id, Place: "650100", Employer: l.hr.Party, Foreigner: "anna"}
	if change != nil {
		change(&o)
	}
	c := l.openedOn(o, further)
	c, err := l.Submit(l.t.Context(), l.write(o.Who, c), "declaration", "")
	must(l.t, err)
	return c
}

// permitOf is the person's permit of a kind as it stands.
func (w *world) permitOf(kind permit.Kind) permit.Permit {
	w.t.Helper()
	rows, _, err := w.Permits(w.t.Context(), officer, store.PermitFilter{Holder: "anna", Kinds: []string{string(kind)}})
	must(w.t, err)
	if len(rows) != 1 {
		w.t.Fatalf("got %d permits of kind %s, want one", len(rows), kind)
	}
	_, p, err := readPermit(w.t.Context(), &w.DB.Reader, rows[0].ID)
	must(w.t, err)
	return p
}

// TestLife is a working life in Urumqi: first permit, extension, change of data,
// re-issue, change of employer with what the city exempts, cancellation. One
// permit goes through all of it, its residence permit with it.
func TestLife(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		l := living{w, hr}
		w.decided(w.settle(l.run("work-permit-first", "{}", nil)), "2026-07-15")
		first := w.permitOf(permit.Work)

		w.now = at("2026-06-01")
		extension := l.run("work-permit-extension", `{"job.contract_until":"2031-12-31"}`, nil)
		if extension.Permit != first.Number || !extension.InTime {
			t.Fatalf("the extension is about %q, in time %t; want the permit held, filed 44 days before", extension.Permit, extension.InTime)
		}
		w.decided(w.settle(extension), "2030-06-30")
		work, residence := w.permitOf(permit.Work), w.permitOf(permit.WorkResidence)
		if work.Term.Until.String() != "2030-06-30" || len(work.Versions) != 2 || residence.Term.Until.String() != "2030-06-30" || len(residence.Versions) != 2 {
			t.Errorf("after the extension: work until %s (%d versions), residence until %s (%d); want both 2030-06-30 in a second version",
				work.Term.Until, len(work.Versions), residence.Term.Until, len(residence.Versions))
		}
		for _, step := range []struct {
			matter  casefile.MatterID
			letter  casefile.LetterKind
			further string
		}{{"work-permit-change", casefile.ChangeLetter, `{"job.post":"head of research"}`}, {"work-permit-reissue", casefile.ReissueLetter, "{}"}} {
			c := w.decided(w.settle(l.run(step.matter, step.further, nil)), "")
			if got := w.kindsOf(c); got[len(got)-1] != step.letter {
				t.Errorf("%s ends with the letter %v, want %s", step.matter, got, step.letter)
			}
		}
		if got := w.permitOf(permit.Work); len(got.Versions) != 4 || got.Post != "head of research" {
			t.Errorf("got %d versions, post %q", len(got.Versions), got.Post)
		}

		next := living{w, people.Who{Account: "hr-other", Role: people.EmployerHR, Party: "other-firm"}}
		if _, err := w.Open(t.Context(), Opening{Who: next.hr, Key: "wrong", Matter: "work-permit-change-employer", Place: "650100", Employer: "other-firm", Foreigner: "anna", PermitNumber: "W-650100-99000001"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a number that is not the person's: %v", err)
		}
		moved := next.run("work-permit-change-employer", `{"previous_permit.class":"A","previous_permit.issued_in":"650100","previous_permit.occupation":"researcher","previous_permit.post":"engineer",
			"previous_permit.valid":true,"previous_permit.record_found":true,"applicant.left_china_since_last_job":false,"applicant.residence_permit":"work","applicant.postdoc":"none","applicant.degree.level":"doctor"}`,
			func(o *Opening) { o.PermitNumber = strings.ToLower(string(first.Number)) })
		if slot, _ := moved.Slot("degree-certificate"); slot.Treatment != casefile.Exempt || !strings.HasSuffix(slot.Clause, "/U10") {
			t.Errorf("the degree certificate is %s by %s, want exempt by the city's clause", slot.Treatment, slot.Clause)
		}
		w.decided(w.settle(moved), "")
		if got := w.permitOf(permit.Work); got.Employer != "other-firm" || got.Number != first.Number {
			t.Errorf("after the change: employer %s, number %s; want the same permit with the new employer", got.Employer, got.Number)
		}
		if own, _, err := w.Permits(t.Context(), hr, store.PermitFilter{Kinds: []string{string(permit.Work)}}); err != nil || len(own) != 0 {
			t.Errorf("the former employer still lists %d permits, %v", len(own), err)
		}

		c := w.decided(w.settle(next.run("work-permit-cancel", `{"previous_permit.contract_terminated":true}`, nil)), "")
		if got := w.permitOf(permit.Work); got.Status != permit.Cancelled || got.EndedOn == nil {
			t.Errorf("after the cancellation the permit is %s", got.Status)
		}
		if got := w.kindsOf(c); !slices.Contains(got, casefile.CancellationLetter) {
			t.Errorf("got letters %v, want the cancellation", got)
		}
		wrong, err := w.DB.VerifyFolds(t.Context())
		if err != nil || len(wrong) > 0 {
			t.Errorf("cases %v do not fold to their rows, %v", wrong, err)
		}
	})
}

// TestLife_deemedGrant: an extension that nobody decides shouts before the permit
// ends, and is granted by law on its last day, with a letter of nobody's hand.
func TestLife_deemedGrant(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		l := living{w, hr}
		w.decided(w.settle(l.run("work-permit-first", "{}", nil)), "2026-07-15")
		w.now = at("2026-06-01")
		c := w.settle(l.run("work-permit-extension", `{"job.contract_until":"2031-12-31"}`, nil))
		warned := func() bool {
			work, _, err := w.Worklist(t.Context(), officer, store.CaseFilter{Text: string(c.Number)})
			must(t, err)
			return slices.ContainsFunc(work[0].Warnings, func(x casefile.Warning) bool { return x.Kind == casefile.WarnDeemedGrant })
		}
		if w.now = at("2026-06-29"); warned() {
			t.Error("the worklist shouts more than fourteen days before the end")
		}
		if w.now = at("2026-07-03"); !warned() {
			t.Error("the worklist does not shout twelve days before the end")
		}
		w.now = at("2026-07-16")
		_, err := w.Pass(t.Context())
		must(t, err)
		if got := w.permitOf(permit.Work); got.Term.Until <= civil.MustParseDate("2026-07-15") || got.Versions[1].Change != permit.DeemedExtended {
			t.Errorf("the permit ends %s by %s; want it extended by law", got.Term.Until, got.Versions[len(got.Versions)-1].Change)
		}
		if l := w.lastLetter(hr, c); l.Kind != casefile.DeemedGrantedLetter {
			t.Errorf("got the letter %s", l.Kind)
		}
	})
}

// TestLife_otherMatters: mutual recognition, the residence permit alone and the
// confirmation letter end with what they promise.
func TestLife_otherMatters(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		l := living{w, hr}
		recognised := l.run("mutual-recognition", `{"previous_permit.class":"A","previous_permit.issued_in":"653100","previous_permit.contract_terminated":true,"previous_permit.occupation":"researcher",
			"previous_permit.post":"engineer","applicant.left_china_since_last_job":false,"applicant.residence_permit":"work","applicant.work_residence_cancelled_on":"none","applicant.postdoc":"none"}`, nil)
		if recognised.Determination.Class != "A" {
			t.Errorf("recognised as class %q, want A", recognised.Determination.Class)
		}
		if slot, ok := recognised.Slot("degree-certificate"); ok && (slot.Treatment != casefile.Exempt || !strings.HasSuffix(slot.Clause, "/U4")) {
			t.Errorf("the degree certificate is %s by %s, want exempt by the clause on recognition", slot.Treatment, slot.Clause)
		}
		w.decided(w.settle(recognised), "")
		if got := w.permitOf(permit.Work); got.Class != "A" || got.Status != permit.Active {
			t.Errorf("got %s of class %s", got.Status, got.Class)
		}
		letter := w.decided(w.settle(l.run("confirmation-letter", "{}", nil)), "")
		if got := w.kindsOf(letter); got[len(got)-1] != casefile.ConfirmationLetter {
			t.Errorf("got letters %v, want the confirmation", got)
		}
	})
}

// TestLife_residenceAlone: the police accept, review and decide by two of their
// own, without a permit track.
func TestLife_residenceAlone(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		l := living{w, hr}
		c := w.decided(w.settle(l.run("work-residence-permit", `{"applicant.residence_permit":"none"}`, nil)), "")
		if got := w.permitOf(permit.WorkResidence); got.Status != permit.Active || c.Status != casefile.StatusDecided {
			t.Errorf("got %s, case %s", got.Status, c.Status)
		}
	})
}

// TestLife_nationalRulesAlone: a place without a local policy has its own offices,
// the law's limits and no promise, and a decision with its own remedy.
func TestLife_nationalRulesAlone(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		here := []people.PlaceCode{"510100"}
		cdExperts, cdPolice := experts, police
		cdExperts.ID, cdExperts.Places, cdExperts.Letters = "cd-experts", here, "CD"
		cdPolice.ID, cdPolice.Places, cdPolice.Letters = "cd-exit-entry", here, "CD"
		must(t, w.DB.Do(t.Context(), w.now, func(tx *store.Tx) error {
			for _, o := range []people.Office{cdExperts, cdPolice} {
				body, err := json.Marshal(o)
				if err != nil {
					return err
				}
				if err := tx.AddOffice(t.Context(), &store.Office{ID: string(o.ID), Kind: string(o.Kind), Body: body}); err != nil {
					return err
				}
			}
			return nil
		}))
		in := func(who people.Who, office people.Office) people.Who {
			who.Office, who.Places = office.ID, here
			return who
		}
		l := living{w, hr}
		c := l.run("work-permit-first", "{}", func(o *Opening) { o.Place = "510100" })
		if !strings.HasPrefix(string(c.Number), "CD26-") {
			t.Errorf("got the number %s, want one of the place's own letters", c.Number)
		}
		for _, limit := range c.Limits {
			if pack, _, _ := strings.Cut(limit.Clause, "/"); pack != "cn-2017" {
				t.Errorf("limit %s rests on %q, want the national rules alone", limit.ID(), limit.Clause)
			}
		}
		var seen []casefile.PaperJudged
		for _, s := range c.Unsettled() {
			seen = append(seen, casefile.PaperJudged{Slot: s, State: casefile.Seen})
		}
		c, err := w.JudgeAll(t.Context(), w.write(in(clerk, cdExperts), c), seen)
		must(t, err)
		if _, err := w.Case(t.Context(), clerk, c.Number); !fault.Is(err, fault.NotFound) {
			t.Errorf("another city's clerk reads the case: %v", err)
		}
		c, err = w.Accept(t.Context(), w.write(in(clerk, cdExperts), c))
		must(t, err)
		c, err = w.Draft(t.Context(), w.write(in(officer, cdExperts), c), casefile.Decision{
			Track: "permit", Outcome: casefile.Refused, Reason: "the papers do not prove it", Facts: "three years are proved", Clauses: []casefile.Citation{{Clause: "cn-2017/B1"}},
		})
		must(t, err)
		c, err = w.Approve(t.Context(), w.write(in(approver, cdExperts), c), "permit")
		must(t, err)
		last := w.lastLetter(hr, c)
		if text := spoken(last.EN); last.Kind != casefile.RefusalLetter || !strings.Contains(text, "review or court") || !strings.Contains(text, "three years are proved") {
			t.Errorf("the refusal says: %s", text)
		}
	})
}

// TestLife_zoneEnterFirst is U14: in the zone the person who entered on a contract
// gets both permits in one case; outside it the clause opens no such way, and
// nothing is sent.
func TestLife_zoneEnterFirst(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		l := living{w, hr}
		opened := func(c casefile.Case) bool {
			d, err := w.Determine(c)
			must(t, err)
			for _, r := range d.Routes {
				if r.ID == "enter-first" && strings.HasSuffix(r.Clause, "/U14") {
					return true
				}
			}
			return false
		}
		inside := l.run("work-permit-enter-first", `{"zone":["xj-ftz-urumqi"],"applicant.visa":"M"}`, nil)
		if !opened(inside) {
			t.Error("in the zone: want the way of U14")
		}
		w.decided(w.settle(inside), "")
		for _, kind := range []permit.Kind{permit.Work, permit.WorkResidence} {
			if got := w.permitOf(kind); got.Status != permit.Active {
				t.Errorf("%s is %s", kind, got.Status)
			}
		}
		refused := func(c casefile.Case, why string) {
			_, err := w.Submit(t.Context(), w.write(hr, c), "declaration", "")
			if f := (*fault.Error)(nil); !errors.As(err, &f) || f.Key != why {
				t.Errorf("got %v, want %s", err, why)
			}
		}
		opening := Opening{Who: hr, Key: "outside", Matter: "work-permit-enter-first", Place: "650100", Employer: "firm", Foreigner: "anna"}
		outside := w.openedOn(opening, `{"zone":"none"}`)
		if opened(outside) {
			t.Error("outside the zone: want no way of U14")
		}
		refused(outside, "fault.case.way-closed")
		if kept, err := w.Case(t.Context(), hr, outside.Number); err != nil || kept.Status != casefile.StatusDraft || kept.Version != outside.Version {
			t.Errorf("after the refusal: %s, version %d, %v; want the draft of version %d", kept.Status, kept.Version, err, outside.Version)
		}
		opening.Key = "somewhere"
		refused(w.openedOn(opening, `{"zone":null}`), "fault.case.way-unsettled")
	})
}
