package supervision

import (
	"testing"
	"time"

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
// jurisdiction, and is nobody's about himself. Of S6: what every entry has to have.
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

// TestRecordDecided: who signs the decision makes the entry that the law ties to
// it, at the own places and for its case only.
func TestRecordDecided(t *testing.T) {
	approver := people.Who{Account: "approver", Role: people.Approver, Office: "sd", Places: places}
	e := Entry{
		ID: "e1", Of: OfEmployer, Party: "employer", Cause: TaxProofMissing, Reason: "half of the pay", Evidence: []string{"QD26-1"},
		Clause: "cn-370000-2023/S3.2", Case: "QD26-1", Place: "370200", Until: day("2027-04-26"),
	}
	got, err := RecordDecided(by(approver, "2026-04-27"), e)
	if err != nil || got.By != "approver" || !got.Active(day("2026-04-27")) {
		t.Fatalf("got %+v, %v", got, err)
	}
	for name, who := range map[string]people.Who{"an officer": officer, "from elsewhere": {Account: "x", Role: people.Approver, Places: far.Places}} {
		if _, err := RecordDecided(by(who, "2026-04-27"), e); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v, want forbidden", name, err)
		}
	}
	e.Case = ""
	if _, err := RecordDecided(by(approver, "2026-04-27"), e); err == nil {
		t.Error("an entry without its case was made")
	}
}
