package permit

import (
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

func day(s string) civil.Date { return civil.MustParseDate(s) }

func by(on string) By {
	return By{Case: "WL26-000001-A", Who: "zhao", At: day(on).Time().Add(9 * time.Hour), Reason: "as decided"}
}

func caps(until ...string) []Cap {
	bindings := []Binding{PolicyCap, "contract", "passport"}
	list := make([]Cap, len(until))
	for i, u := range until {
		list[i] = Cap{Binding: bindings[i], Until: day(u)}
	}
	return list
}

func good(t testing.TB) Permit {
	t.Helper()
	p, err := Issue(Permit{
		Number: "P-1", Kind: Work, Holder: "anna", Employer: "employer", Place: "650100", Class: "A",
		Term: Term{From: day("2026-05-01"), Until: day("2028-04-30"), Caps: caps("2031-04-30", "2028-04-30")},
	}, Granted, by("2026-04-29"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestInvariant8_endWithinEveryCap: on every cap, not a day past it, and the
// one that binds is recorded.
func TestInvariant8_endWithinEveryCap(t *testing.T) {
	for _, c := range []struct {
		name, from, until string
		caps              []Cap
		binding           Binding
	}{
		{"on the policy's cap", "2026-05-01", "2031-04-30", caps("2031-04-30"), PolicyCap},
		{"on the passport's", "2026-05-01", "2029-08-01", caps("2031-04-30", "2030-01-01", "2029-08-01"), "passport"},
		{"officer gave less", "2026-05-01", "2029-07-31", caps("2031-04-30", "2030-01-01", "2029-08-01"), ByOfficer},
		{"two caps on one day", "2026-05-01", "2030-01-01", caps("2030-01-01", "2030-01-01"), PolicyCap},
		{"one day", "2026-05-01", "2026-05-01", caps("2026-05-01"), PolicyCap},
		{"past the passport's", "2026-05-01", "2029-08-02", caps("2031-04-30", "2030-01-01", "2029-08-01"), ""},
		{"ends before it starts", "2026-05-01", "2026-04-30", caps("2031-04-30"), ""},
		{"no cap", "2026-05-01", "2026-05-02", nil, ""},
	} {
		term, err := NewTerm(day(c.from), day(c.until), c.caps)
		if (err == nil) != (c.binding != "") || term.Binding != c.binding {
			t.Errorf("%s: got %s, %v; want binding %q", c.name, term, err, c.binding)
		}
	}
	if _, err := good(t).Extend(Term{From: day("2028-05-01"), Until: day("2031-05-01"), Caps: caps("2031-04-30")}, false, by("2028-03-01")); err == nil {
		t.Error("extended past the cap")
	}
}

// TestInvariant8_oneOpenAlteringCase.
func TestInvariant8_oneOpenAlteringCase(t *testing.T) {
	p, err := good(t).Claim("case-1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Claim("case-1"); err != nil {
		t.Errorf("claiming again: %v", err)
	}
	if _, err := p.Claim("case-2"); !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v, want a conflict", err)
	}
	if p = p.Release("case-2"); p.AlteredBy != "case-1" {
		t.Error("another case released the permit")
	}
	if _, err := p.Release("case-1").Claim("case-2"); err != nil {
		t.Errorf("after release: %v", err)
	}
}

// TestPermit_changesAreVersions: nothing is edited in place, every version says
// which case made it, and the permit before stays as it was.
func TestPermit_changesAreVersions(t *testing.T) {
	first := good(t)
	longer, err := first.Extend(Term{From: day("2028-05-01"), Until: day("2031-04-30"), Caps: caps("2033-04-30", "2031-04-30")}, false, by("2028-03-01"))
	if err != nil {
		t.Fatal(err)
	}
	moved, err := longer.ChangeEmployer("next", "engineer", "head", Term{From: day("2029-01-01"), Until: day("2030-12-31"), Caps: caps("2033-12-31", "2030-12-31")}, by("2028-12-20"))
	if err != nil {
		t.Fatal(err)
	}
	amended, err := moved.Amend(DataChanged, "director", by("2029-02-01"))
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Versions) != 1 || first.Term.Until != day("2028-04-30") || first.Employer != "employer" {
		t.Errorf("the first permit changed: %+v", first)
	}
	want := []Change{Granted, ExtendedTerm, EmployerChanged, DataChanged}
	for i, v := range amended.Versions {
		if v.Change != want[i] || v.Case == "" || v.By == "" {
			t.Errorf("version %d: got %+v, want %s with its case", i, v, want[i])
		}
	}
	if amended.Post != "director" || amended.Employer != "next" || amended.Term.Until != day("2030-12-31") || amended.Versions[0].Employer != "employer" {
		t.Errorf("got %+v", amended)
	}
	if longer.Term.From != day("2026-05-01") || longer.Term.Binding != "contract" {
		t.Errorf("got term %s; want from the first day, bound by the contract", longer.Term)
	}
	if _, err := first.Extend(Term{From: day("2026-05-01"), Until: day("2028-04-30"), Caps: caps("2031-04-30")}, true, by("2028-03-01")); err == nil {
		t.Error("an extension that extends nothing was made")
	}
	if _, err := first.Amend(WasRevoked, "", by("2026-06-01")); err == nil {
		t.Error("revoked by an amendment")
	}
}

// TestPermit_status over its life, with both days of the term included.
func TestPermit_status(t *testing.T) {
	p := good(t)
	for on, want := range map[string]Status{"2026-04-30": Active, "2026-05-01": Active, "2028-04-30": Active, "2028-05-01": Expired} {
		if got := p.StatusOn(day(on)); got != want {
			t.Errorf("%s: got %s, want %s", on, got, want)
		}
	}
	for on, want := range map[string]bool{"2026-04-30": false, "2026-05-01": true, "2028-04-30": true, "2028-05-01": false} {
		if got := p.InForce(day(on)); got != want {
			t.Errorf("%s: got in force %t, want %t", on, got, want)
		}
	}
	held, err := p.Suspend(by("2026-06-01"))
	if err != nil || held.InForce(day("2026-06-02")) {
		t.Errorf("suspended: got in force, %v", err)
	}
	if _, err := held.Suspend(by("2026-06-02")); err == nil {
		t.Error("suspended twice")
	}
	if _, err := held.Amend(Reissued, "", by("2026-06-02")); err == nil {
		t.Error("a suspended permit was re-issued")
	}
	back, err := held.Restore(by("2026-07-01"))
	if err != nil || !back.InForce(day("2026-07-01")) {
		t.Errorf("restored: %v", err)
	}
	if _, err := back.Restore(by("2026-07-02")); err == nil {
		t.Error("restored twice")
	}
	gone, err := held.Cancel(by("2026-08-01"))
	if err != nil || gone.Status != Cancelled || *gone.EndedOn != day("2026-08-01") || gone.StatusOn(day("2030-01-01")) != Cancelled {
		t.Errorf("cancelled: got %s, %v", gone.Status, err)
	}
	if _, err := gone.Cancel(by("2026-08-02")); err == nil {
		t.Error("cancelled twice")
	}
	taken, err := gone.Revoke(by("2026-09-01"))
	if err != nil || taken.Status != Revoked {
		t.Errorf("revoked after cancellation: got %s, %v", taken.Status, err)
	}
	if _, err := taken.ChangeEmployer("next", "", "", Term{From: day("2026-10-01"), Until: day("2027-01-01"), Caps: caps("2027-01-01")}, by("2026-10-01")); err == nil {
		t.Error("a revoked permit moved to another employer")
	}
	again, err := gone.ChangeEmployer("next", "", "", Term{From: day("2026-10-01"), Until: day("2027-01-01"), Caps: caps("2027-01-01")}, by("2026-10-01"))
	if err != nil || !again.InForce(day("2026-10-01")) || again.Number != "P-1" || again.EndedOn != nil {
		t.Errorf("after cancellation by the former employer: got %s, %v; want active under the same number", again.Status, err)
	}
}

// TestPermit_engagementsLapse with the permit: cancelled, moved, or expired.
func TestPermit_engagementsLapse(t *testing.T) {
	p := good(t)
	if _, err := p.Engage(Engagement{Case: "f1", Kind: "work", Place: "650100", From: day("2026-04-30")}); err == nil {
		t.Error("engaged before the permit begins")
	}
	p, err := p.Engage(Engagement{Case: "f1", Kind: "work", Place: "650100", From: day("2026-06-01")})
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]int{"2026-05-31": 0, "2026-06-01": 1, "2028-04-30": 1, "2028-05-01": 0} {
		if got := p.EngagementsOn(day(on)); len(got) != want {
			t.Errorf("%s: got %d engagements, want %d", on, len(got), want)
		}
	}
	gone, err := p.Cancel(by("2026-08-01"))
	if err != nil || gone.Engagements[0].EndedOn == nil || len(gone.EngagementsOn(day("2026-08-01"))) != 0 {
		t.Errorf("cancelled: got %+v, %v; want the engagement lapsed", gone.Engagements, err)
	}
	if p.Engagements[0].EndedOn != nil {
		t.Error("cancelling changed the permit before it")
	}
	moved, err := p.ChangeEmployer("next", "", "", Term{From: day("2026-09-01"), Until: day("2027-01-01"), Caps: caps("2027-01-01")}, by("2026-08-20"))
	if err != nil || len(moved.EngagementsOn(day("2026-09-02"))) != 0 {
		t.Errorf("moved: got %+v, %v; want the engagement lapsed", moved.Engagements, err)
	}
}

// TestDomestic: one per talent, never past the talent's term, ends with it.
func TestDomestic(t *testing.T) {
	talent := good(t)
	limit := CapByTalent(talent, "cn-370000-2023/S1.5")
	if _, err := NewTerm(day("2026-06-01"), day("2028-05-01"), []Cap{limit}); err == nil {
		t.Error("the worker's term passes the talent's")
	}
	worker, err := Issue(Permit{
		Number: "P-2", Kind: DomesticWork, Holder: "maria", Employer: "employer", Place: "370200", Serves: "anna", DependsOn: talent.Number,
		Term: Term{From: day("2026-06-01"), Until: day("2028-04-30"), Caps: []Cap{limit}},
	}, Granted, by("2026-05-20"))
	if err != nil || worker.Term.Binding != TalentPermit {
		t.Fatalf("got %s, %v; want the talent's end", worker.Term, err)
	}
	on := day("2026-07-01")
	if err := CheckDomestic("anna", &talent, nil, on); err != nil {
		t.Errorf("the first: %v", err)
	}
	if err := CheckDomestic("anna", &talent, []Permit{worker}, on); !fault.Is(err, fault.Conflict) {
		t.Errorf("the second: got %v, want a refusal", err)
	}
	if _, followed, err := worker.Follow(talent, by("2026-08-01")); followed || err != nil {
		t.Errorf("the talent's permit stands: got followed %t, %v", followed, err)
	}
	gone, err := talent.Cancel(by("2026-08-01"))
	if err != nil {
		t.Fatal(err)
	}
	ended, followed, err := worker.Follow(gone, by("2026-08-01"))
	if err != nil || !followed || ended.Status != Cancelled {
		t.Errorf("got %s, followed %t, %v; want cancelled with the talent's", ended.Status, followed, err)
	}
	if _, again, _ := ended.Follow(gone, by("2026-08-02")); again {
		t.Error("ended twice")
	}
	if err := CheckDomestic("anna", &gone, nil, on); err == nil {
		t.Error("a worker for a talent whose permit is cancelled")
	}
	if err := CheckDomestic("anna", &talent, []Permit{ended}, on); err != nil {
		t.Errorf("after the first ended: %v", err)
	}
	if err := CheckDomestic("anna", nil, []Permit{worker}, on); err == nil {
		t.Error("a second worker for a permanent resident")
	}
}

func TestIssue_incomplete(t *testing.T) {
	whole := good(t)
	for name, change := range map[string]func(*Permit){
		"no number": func(p *Permit) { p.Number = "" },
		"no kind":   func(p *Permit) { p.Kind = "" },
		"no holder": func(p *Permit) { p.Holder = people.PartyID("") },
		"no place":  func(p *Permit) { p.Place = "" },
		"no caps":   func(p *Permit) { p.Term.Caps = nil },
	} {
		p := whole
		change(&p)
		if _, err := Issue(p, Imported, by("2026-04-29")); err == nil {
			t.Errorf("%s: issued", name)
		}
	}
}
