package supervision

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

func day(s string) civil.Date { return civil.MustParseDate(s) }

var places = []people.PlaceCode{"370000"}

// The people of every test.
var (
	integrity  = people.Who{Account: "integrity-lu", Role: people.IntegrityOfficer, Office: "sd", Places: places}
	integrity2 = people.Who{Account: "integrity-qi", Role: people.IntegrityOfficer, Office: "sd", Places: places}
	far        = people.Who{Account: "integrity-far", Role: people.IntegrityOfficer, Office: "xj", Places: []people.PlaceCode{"650100"}}
	officer    = people.Who{Account: "officer", Role: people.OfficerRole, Office: "sd", Places: places}
	employer   = people.Who{Account: "hr", Role: people.EmployerHR, Party: "employer"}
	rival      = people.Who{Account: "hr2", Role: people.EmployerHR, Party: "rival"}
)

func by(w people.Who, on string) By {
	return By{Who: w, At: day(on).Time().Add(9 * time.Hour)}
}

func goodEntry(t testing.TB) Entry {
	t.Helper()
	e, err := Record(by(integrity, "2026-04-27"), Entry{
		ID: "e1", Of: OfEmployer, Party: "employer", Cause: FalseCommitment, Reason: "no such work", Evidence: []string{"hash"},
		Clause: "cn-370000-2023/S6", Place: "370200", Until: day("2027-04-26"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func sanction() Sanction {
	return Sanction{
		ID: "s1", Entry: "e1", Of: OfEmployer, Party: "employer", Places: places, Reason: "false commitment", Evidence: []string{"hash"},
		Clause: "cn-370000-2023/S6", From: day("2026-04-27"), Until: day("2026-10-26"),
	}
}

func goodSanction(t testing.TB) Sanction {
	t.Helper()
	s, err := Impose(by(integrity, "2026-04-27"), sanction(), goodEntry(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestInvariant10_entryHasReasonEvidenceAndEnd, a decision maker in the own
// jurisdiction, and is nobody's about himself.
func TestInvariant10_entryHasReasonEvidenceAndEnd(t *testing.T) {
	good := goodEntry(t)
	if good.By != "integrity-lu" {
		t.Errorf("got decision maker %q", good.By)
	}
	for name, change := range map[string]func(*Entry){
		"no reason":     func(e *Entry) { e.Reason = "" },
		"no clause":     func(e *Entry) { e.Clause = "" },
		"no evidence":   func(e *Entry) { e.Evidence = nil },
		"no end":        func(e *Entry) { e.Until = 0 },
		"ends today":    func(e *Entry) { e.Until = day("2026-04-27") },
		"no party":      func(e *Entry) { e.Party = "" },
		"unknown cause": func(e *Entry) { e.Cause = "dislike" },
		"unknown side":  func(e *Entry) { e.Of = "neighbour" },
	} {
		bad := good
		change(&bad)
		if _, err := Record(by(integrity, "2026-04-27"), bad); err == nil {
			t.Errorf("%s: recorded", name)
		}
	}
	for name, w := range map[string]people.Who{"elsewhere": far, "officer": officer, "the employer": employer} {
		if _, err := Record(by(w, "2026-04-27"), good); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: got %v, want forbidden", name, err)
		}
	}
	self := good
	self.Party = "integrity-lu"
	if _, err := Record(by(integrity, "2026-04-27"), self); err == nil {
		t.Error("recorded about oneself")
	}
	for on, want := range map[string]bool{"2026-04-26": false, "2026-04-27": true, "2027-04-26": true, "2027-04-27": false} {
		if got := good.Active(day(on)); got != want {
			t.Errorf("%s: got active %t, want %t", on, got, want)
		}
	}
}

// TestInvariant10_sanctionRestsOnAnEntry of the same party, and ends with it.
func TestInvariant10_sanctionRestsOnAnEntry(t *testing.T) {
	entry := goodEntry(t)
	struck := entry
	struck.Struck = &Ruling{}
	for name, c := range map[string]struct {
		change func(*Sanction)
		rest   Entry
	}{
		"other entry":        {func(s *Sanction) { s.Entry = "e2" }, entry},
		"other party":        {func(s *Sanction) { s.Party = "rival" }, entry},
		"other capacity":     {func(s *Sanction) { s.Of = OfAgency }, entry},
		"struck entry":       {func(*Sanction) {}, struck},
		"no reason":          {func(s *Sanction) { s.Reason = "" }, entry},
		"no evidence":        {func(s *Sanction) { s.Evidence = nil }, entry},
		"nowhere":            {func(s *Sanction) { s.Places = nil }, entry},
		"elsewhere":          {func(s *Sanction) { s.Places = []people.PlaceCode{"650100"} }, entry},
		"begins yesterday":   {func(s *Sanction) { s.From = day("2026-04-26") }, entry},
		"ends first":         {func(s *Sanction) { s.Until = day("2026-04-26") }, entry},
		"outlives the entry": {func(s *Sanction) { s.Until = day("2027-04-27") }, entry},
	} {
		s := sanction()
		c.change(&s)
		if _, err := Impose(by(integrity, "2026-04-27"), s, c.rest); err == nil {
			t.Errorf("%s: imposed", name)
		}
	}
	goodSanction(t)
}

// TestInvariant10_sanctionStopsNewAndPendingInItsScope, on both its days, and
// never relief.
func TestInvariant10_sanctionStopsNewAndPendingInItsScope(t *testing.T) {
	agency := sanction()
	agency.Of, agency.Party = OfAgency, "agency"
	narrow := sanction()
	narrow.Services = []string{"work-permit"}
	base := Handling{Employer: "employer", Agent: "agency", Foreigner: "kim", Service: "work-permit", Place: "370200"}
	with := func(f func(*Handling)) Handling { h := base; f(&h); return h }
	for _, c := range []struct {
		name string
		s    Sanction
		h    Handling
		on   string
		want bool
	}{
		{"first day", sanction(), base, "2026-04-27", true},
		{"last day", sanction(), base, "2026-10-26", true},
		{"the day before", sanction(), base, "2026-04-26", false},
		{"the day after", sanction(), base, "2026-10-27", false},
		{"relief", sanction(), with(func(h *Handling) { h.Relief = true }), "2026-04-27", false},
		{"another employer", sanction(), with(func(h *Handling) { h.Employer = "rival" }), "2026-04-27", false},
		{"the employer as agency", sanction(), with(func(h *Handling) { h.Employer, h.Agent = "rival", "employer" }), "2026-04-27", false},
		{"another province", sanction(), with(func(h *Handling) { h.Place = "650100" }), "2026-04-27", false},
		{"the agency", agency, base, "2026-04-27", true},
		{"without the agency", agency, with(func(h *Handling) { h.Agent = "" }), "2026-04-27", false},
		{"service in scope", narrow, base, "2026-04-27", true},
		{"service out of scope", narrow, with(func(h *Handling) { h.Service = "housing" }), "2026-04-27", false},
	} {
		stops := Stops([]Sanction{c.s}, c.h, day(c.on))
		if got := len(stops) == 1; got != c.want {
			t.Errorf("%s: got stopped %t, want %t", c.name, got, c.want)
		}
	}
	pending := casefile.Case{Employer: "employer", Service: "work-permit", Place: "370200"}
	stops := Stops([]Sanction{sanction()}, HandlingOf(pending), day("2026-05-01"))
	if len(stops) != 1 || stops[0].Sanction != "s1" || stops[0].Until != day("2026-10-26") || stops[0].Reason == "" {
		t.Errorf("a pending case: got %+v; want the sanction with end and reason", stops)
	}
	pending.Relief = true
	if stops := Stops([]Sanction{sanction()}, HandlingOf(pending), day("2026-05-01")); stops != nil {
		t.Errorf("a pending cancellation: got %+v", stops)
	}
}

// TestInvariant10_contestAndRepair: only the party contests, another person
// rules, and what falls takes its sanction along.
func TestInvariant10_contestAndRepair(t *testing.T) {
	e := goodEntry(t)
	if _, err := e.Contest(by(rival, "2026-05-01"), "not me", nil); !fault.Is(err, fault.NotFound) {
		t.Errorf("a rival contests: %v", err)
	}
	if _, err := e.Contest(by(employer, "2026-05-01"), "", nil); err == nil {
		t.Error("contested without a reason")
	}
	if _, err := e.Rule(by(integrity2, "2026-05-02"), false, "right"); !fault.Is(err, fault.Conflict) {
		t.Errorf("ruled without a contest: %v", err)
	}
	contested, err := e.Contest(by(employer, "2026-05-01"), "the letter exists", []string{"h2"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := contested.Contest(by(employer, "2026-05-01"), "again", nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("contested twice: %v", err)
	}
	if _, err := contested.Rule(by(integrity, "2026-05-02"), true, "stands"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("ruled on one's own entry: %v", err)
	}
	upheld, err := contested.Rule(by(integrity2, "2026-05-02"), true, "the letter is forged")
	if err != nil || !upheld.Active(day("2026-05-03")) || upheld.Contests[0].Ruling == nil {
		t.Errorf("upheld: got %+v, %v", upheld, err)
	}
	struck, err := contested.Rule(by(integrity2, "2026-05-02"), false, "the letter exists")
	if err != nil || struck.Active(day("2026-05-03")) || e.Contests != nil || contested.Contests[0].Ruling != nil {
		t.Errorf("struck: got active %t, %v; want it struck and the entry before unchanged", struck.Active(day("2026-05-03")), err)
	}
	if _, err := struck.Contest(by(employer, "2026-05-03"), "more", nil); err == nil {
		t.Error("contested a struck entry")
	}

	s := goodSanction(t)
	if _, fell := s.Fall(upheld, by(integrity2, "2026-05-02")); fell {
		t.Error("a sanction fell though its entry stands")
	}
	lifted, fell := s.Fall(struck, by(integrity2, "2026-05-02"))
	if !fell || lifted.Active(day("2026-05-02")) || lifted.EndsOn() != day("2026-05-02") {
		t.Errorf("got fell %t, ends %s; want it lifted with its entry", fell, lifted.EndsOn())
	}
	repaired, err := e.Repair(by(integrity, "2026-06-01"), "back pay was paid", []string{"h3"})
	if err != nil || repaired.Active(day("2026-06-01")) {
		t.Errorf("repaired: got active, %v", err)
	}
	if _, fell := s.Fall(repaired, by(integrity, "2026-06-01")); !fell {
		t.Error("a sanction stands though its entry is repaired")
	}
	if _, err := repaired.Repair(by(integrity, "2026-06-02"), "again", nil); err == nil {
		t.Error("repaired twice")
	}
}

// TestSanction_contest: a sanction is contested and lifted by itself too.
func TestSanction_contest(t *testing.T) {
	s := goodSanction(t)
	contested, err := s.Contest(by(employer, "2026-05-01"), "too long", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := contested.Rule(by(far, "2026-05-02"), false, "x"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("ruled from elsewhere: %v", err)
	}
	lifted, err := contested.Rule(by(integrity2, "2026-05-02"), false, "out of proportion")
	if err != nil || lifted.Active(day("2026-05-02")) || s.EndsOn() != day("2026-10-26") {
		t.Errorf("got %+v, %v; want it lifted", lifted, err)
	}
	if _, err := lifted.Contest(by(employer, "2026-05-03"), "more", nil); err == nil {
		t.Error("contested a lifted sanction")
	}
}

// TestVisible: the supervised see their own file, and nobody else's.
func TestVisible(t *testing.T) {
	supervisor := people.Who{Account: "chen", Role: people.Supervisor, Places: places}
	for _, c := range []struct {
		name  string
		w     people.Who
		place people.PlaceCode
		want  bool
	}{
		{"the party", employer, "370200", true},
		{"the party, wherever the entry was made", employer, "650100", true},
		{"a rival", rival, "370200", false},
		{"integrity officer", integrity, "370200", true},
		{"supervisor", supervisor, "370200", true},
		{"integrity officer elsewhere", far, "370200", false},
		{"permit officer", officer, "370200", false},
		{"nobody", people.Who{}, "370200", false},
		{"the party, disabled", people.Who{Account: "hr", Role: people.EmployerHR, Party: "employer", Disabled: true}, "370200", false},
	} {
		if got := Visible(c.w, "employer", c.place); got != c.want {
			t.Errorf("%s: got %t, want %t", c.name, got, c.want)
		}
	}
	if Visible(people.Who{Role: people.EmployerHR}, "", "370200") {
		t.Error("an account without a party sees files without one")
	}
}

func TestFalseCommitments(t *testing.T) {
	other := goodEntry(t)
	other.ID, other.Cause = "e2", NotCancelled
	list := FalseCommitments([]Entry{other, goodEntry(t)}, day("2026-05-01"))
	if len(list) != 1 || list[0].ID != "e1" {
		t.Errorf("got %v, want e1 alone", list)
	}
	if list := FalseCommitments([]Entry{goodEntry(t)}, day("2027-04-27")); len(list) != 0 {
		t.Errorf("got %v after its end", list)
	}
}

// TestDraw is repeatable, takes every risky one, and the share of the rest.
func TestDraw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "candidates")
		share := rapid.IntRange(0, 100).Draw(t, "share")
		seed := rapid.Uint64().Draw(t, "seed")
		candidates := make([]Candidate, n)
		risky := map[string]bool{}
		for i := range candidates {
			candidates[i] = Candidate{Case: string(rune('A'+i%26)) + string(rune('a'+i/26)), Commitment: "k", Employer: "e"}
			risky[candidates[i].Case] = rapid.IntRange(0, 4).Draw(t, "risk") == 0
		}
		score := func(c Candidate) int {
			if risky[c.Case] {
				return 10
			}
			return 0
		}
		first := Draw(seed, share, 10, candidates, score)
		slices.Reverse(candidates)
		if again := Draw(seed, share, 10, candidates, score); !reflect.DeepEqual(first, again) {
			t.Fatalf("the draw depends on the order: %v, %v", first, again)
		}
		sampled, rest := 0, 0
		seen := map[string]bool{}
		for _, p := range first {
			if seen[p.Case] {
				t.Fatalf("%s was drawn twice", p.Case)
			}
			seen[p.Case] = true
			if (p.Method == ByRisk) != risky[p.Case] {
				t.Fatalf("%s came by %s", p.Case, p.Method)
			}
			if p.Method == BySample {
				sampled++
			}
		}
		for _, c := range candidates {
			if !risky[c.Case] {
				rest++
			} else if !seen[c.Case] {
				t.Fatalf("risky %s was not picked", c.Case)
			}
		}
		if want := (rest*share + 99) / 100; sampled != want {
			t.Fatalf("got %d of %d sampled at %d %%, want %d", sampled, rest, share, want)
		}
	})
}

func TestDraw_seedsDiffer(t *testing.T) {
	candidates := make([]Candidate, 40)
	for i := range candidates {
		candidates[i].Case = string(rune('a' + i))
	}
	none := func(Candidate) int { return 0 }
	if reflect.DeepEqual(Draw(1, 20, 1, candidates, none), Draw(2, 20, 1, candidates, none)) {
		t.Error("two seeds give the same draw")
	}
}

func TestRisk_Score(t *testing.T) {
	risk := Risk{Entry: 5, FirstTime: 2, Agent: 1}
	c := Candidate{Employer: "employer", Foreigner: "kim"}
	entries := []Entry{goodEntry(t)}
	for _, x := range []struct {
		name  string
		c     Candidate
		cases map[people.PartyID]int
		on    string
		want  int
	}{
		{"entry and first case", c, nil, "2026-05-01", 7},
		{"entry", c, map[people.PartyID]int{"employer": 3}, "2026-05-01", 5},
		{"entry ended", c, map[people.PartyID]int{"employer": 3}, "2027-05-01", 0},
		{"agency", Candidate{Employer: "rival", Agent: "agency"}, map[people.PartyID]int{"rival": 1}, "2026-05-01", 1},
	} {
		if got := risk.Score(x.c, entries, x.cases, day(x.on)); got != x.want {
			t.Errorf("%s: got %d, want %d", x.name, got, x.want)
		}
	}
}

// TestCheck: interviews are kept, and a broken commitment needs evidence.
func TestCheck(t *testing.T) {
	picked := Picked{Candidate: Candidate{Case: "QD26-004172-R", Commitment: "k1", Employer: "employer"}, Method: BySample, Draw: "seed 1"}
	if _, err := OpenCheck(by(officer, "2026-05-01"), "370200", "c1", picked, day("2026-06-01")); err == nil {
		t.Error("an officer opened a check")
	}
	c, err := OpenCheck(by(integrity, "2026-05-01"), "370200", "c1", picked, day("2026-06-01"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Interview(by(integrity, "2026-05-04"), Interview{With: "employer"}); err == nil {
		t.Error("an interview without notes")
	}
	c, err = c.Interview(by(integrity, "2026-05-04"), Interview{With: "employer", Notes: "nobody came"})
	if err != nil || c.Interviews[0].By != "integrity-lu" || c.Interviews[0].Came {
		t.Errorf("got %+v, %v", c.Interviews, err)
	}
	for name, try := range map[string]func() error{
		"no evidence": func() error { _, err := c.Finish(by(integrity, "2026-05-05"), Broken, "forged", nil); return err },
		"no reason":   func() error { _, err := c.Finish(by(integrity, "2026-05-05"), Broken, "", []string{"h"}); return err },
		"open":        func() error { _, err := c.Finish(by(integrity, "2026-05-05"), Unfinished, "x", nil); return err },
		"elsewhere":   func() error { _, err := c.Finish(by(far, "2026-05-05"), Kept, "", nil); return err },
	} {
		if try() == nil {
			t.Errorf("%s: finished", name)
		}
	}
	done, err := c.Finish(by(integrity, "2026-05-05"), Broken, "forged", []string{"h"})
	if err != nil || done.Result != Broken || done.ClosedAt == nil {
		t.Fatalf("got %+v, %v", done, err)
	}
	if _, err := done.Finish(by(integrity, "2026-05-06"), Kept, "", nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("finished twice: %v", err)
	}
}

// TestRevocation_hearsTheParty before it decides, by another person.
func TestRevocation_hearsTheParty(t *testing.T) {
	entry := goodEntry(t)
	proposal := Revocation{ID: "r1", Case: "QD26-004172-R", Permit: "P-1", Entry: "e1", Clause: "cn-370000-2023/S6", Reason: "false commitment", Evidence: []string{"h"}, HearBy: day("2026-05-20")}
	mild := entry
	mild.Cause = NoCooperation
	for name, try := range map[string]func() error{
		"mild cause": func() error { _, err := Propose(by(integrity, "2026-05-06"), "370200", proposal, mild); return err },
		"no time": func() error {
			p := proposal
			p.HearBy = day("2026-05-06")
			_, err := Propose(by(integrity, "2026-05-06"), "370200", p, entry)
			return err
		},
		"no reason": func() error {
			p := proposal
			p.Reason = ""
			_, err := Propose(by(integrity, "2026-05-06"), "370200", p, entry)
			return err
		},
		"elsewhere": func() error { _, err := Propose(by(far, "2026-05-06"), "370200", proposal, entry); return err },
	} {
		if try() == nil {
			t.Errorf("%s: proposed", name)
		}
	}
	r, err := Propose(by(integrity, "2026-05-06"), "370200", proposal, entry)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Decide(by(integrity2, "2026-05-20"), true); !fault.Is(err, fault.Conflict) {
		t.Errorf("decided unheard on the last day: %v", err)
	}
	if got, err := r.Decide(by(integrity2, "2026-05-21"), true); err != nil || got.Outcome != RevokedDecision {
		t.Errorf("after the last day: got %q, %v", got.Outcome, err)
	}
	if _, err := r.Hear(by(rival, "2026-05-07"), "me too", false); err == nil {
		t.Error("a rival was heard")
	}
	if _, err := r.Hear(by(integrity, "2026-05-07"), "", true); err == nil {
		t.Error("an officer waived the hearing")
	}
	heard, err := r.Hear(by(employer, "2026-05-07"), "the work was real", false)
	if err != nil || heard.Heard.By != "hr" {
		t.Fatalf("got %+v, %v", heard.Heard, err)
	}
	if _, err := heard.Decide(by(integrity, "2026-05-08"), true); !fault.Is(err, fault.Forbidden) {
		t.Errorf("decided by the proposer: %v", err)
	}
	done, err := heard.Decide(by(integrity2, "2026-05-08"), false)
	if err != nil || done.Outcome != Dropped || done.DecidedBy != "integrity-qi" {
		t.Errorf("got %+v, %v; want dropped", done, err)
	}
	if _, err := done.Decide(by(integrity2, "2026-05-09"), true); !fault.Is(err, fault.Conflict) {
		t.Errorf("decided twice: %v", err)
	}
	if waived, err := r.Hear(by(employer, "2026-05-07"), "", true); err != nil || !waived.HearingOver(day("2026-05-07")) {
		t.Errorf("waived: %v", err)
	}
}
