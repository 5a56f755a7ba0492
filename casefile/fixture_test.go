package casefile

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
)

// calendar is the national calendar that ships with the program.
func calendar(t testing.TB) *civil.Calendar {
	t.Helper()
	document, err := os.ReadFile("../packs/calendars/cn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	almanac, err := civil.ReadAlmanac(document)
	if err != nil {
		t.Fatal(err)
	}
	set, err := civil.NewCalendars(almanac)
	if err != nil {
		t.Fatal(err)
	}
	cal, ok := set.Calendar("cn")
	if !ok {
		t.Fatal("no calendar cn")
	}
	return cal
}

// matters are those that ship with the program.
func matters(t testing.TB) Matters {
	t.Helper()
	names, err := filepath.Glob("../packs/matters/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("got matters %v, %v", names, err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	all, err := ReadMatters(files)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func matter(t testing.TB, id MatterID) Matter {
	t.Helper()
	m, ok := matters(t).Find(id)
	if !ok {
		t.Fatalf("no matter %s", id)
	}
	return m
}

func day(s string) civil.Date { return civil.MustParseDate(s) }

// at is nine in the morning of the day in Beijing.
func at(s string) time.Time { return day(s).Time().Add(9 * time.Hour) }

func dayPtr(s string) *civil.Date { d := day(s); return &d }

func words(s string) people.Words { return people.Words{ZH: s, EN: s} }

// The two offices of every story, serving Urumqi.
var (
	experts = people.Office{
		ID: "urumqi-experts", Kind: people.ForeignExperts, Places: []people.PlaceCode{"650100", "xpcc-12"}, Letters: "WL",
		Remedies: map[string]people.Words{"permit/refused": words("review or court")},
	}
	police = people.Office{
		ID: "urumqi-exit-entry", Kind: people.ExitEntry, Places: []people.PlaceCode{"650100", "xpcc-12"}, Letters: "WL",
		Remedies: map[string]people.Words{"residence/refused": words("final"), "filing/returned": words("review")},
	}
	housingDesk = people.Office{ID: "urumqi-housing", Kind: people.Housing, Places: []people.PlaceCode{"650100"}, Letters: "WL"}
	offices     = []people.Office{experts, police, housingDesk}
)

func staff(account people.PartyID, role people.Role, office people.Office) people.Who {
	return people.Who{Account: account, Role: role, Office: office.ID, Places: office.Places}
}

// The people of every story.
var (
	hr        = people.Who{Account: "hr-wang", Role: people.EmployerHR, Party: "employer"}
	foreigner = people.Who{Account: "anna", Role: people.Applicant, Party: "anna"}
	clerk     = staff("clerk-li", people.Clerk, experts)
	officer   = staff("officer-zhang", people.OfficerRole, experts)
	approver  = staff("approver-zhao", people.Approver, experts)
	cop       = staff("police-ma", people.Police, police)
	cop2      = staff("police-han", people.Police, police)
	partner   = staff("partner-sun", people.Partner, housingDesk)
)

// story runs acts on one case and checks, after each, what must always hold.
type story struct {
	t      testing.TB
	matter Matter
	events []Event
	now    time.Time
	stops  []Stop
	Case
}

// open begins a story: a draft of the matter in Urumqi on the day.
func open(t testing.TB, id MatterID, on string, change func(*Opening)) *story {
	t.Helper()
	s := &story{t: t, matter: matter(t, id), now: at(on)}
	number, err := NewCaseNumber("WL", 2026, 4172)
	if err != nil {
		t.Fatal(err)
	}
	o := Opening{Number: number, Matter: s.matter, Place: "650100", Employer: "employer", Foreigner: "anna", Offices: offices}
	if change != nil {
		change(&o)
	}
	s.must(Open(s.by(hr), o))
	return s
}

func (s *story) by(who people.Who) By { return By{Who: who, At: s.now, Stops: s.stops} }

func (s *story) on(date string) *story { s.now = at(date); return s }

// must folds the events of an act that has to succeed.
func (s *story) must(events []Event, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("act in status %q: %v", s.Status, err)
	}
	for _, e := range events {
		before := s.Case
		kept, _ := json.Marshal(before)
		next, err := Fold(s.Case, e)
		if err != nil {
			s.t.Fatal(err)
		}
		if after, _ := json.Marshal(before); string(after) != string(kept) {
			s.t.Fatalf("folding %s changed the state before it", e.Kind())
		}
		s.checkTransition(before, next, e)
		s.Case = next
	}
	s.events = append(s.events, events...)
	s.checkRow()
}

// checkTransition holds every change of status against the table.
func (s *story) checkTransition(before, next Case, e Event) {
	s.t.Helper()
	if before.Version == 0 || before.Status == next.Status {
		return
	}
	for _, row := range Transitions {
		if row.From == before.Status && slices.Contains(row.To, next.Status) && (row.Act == ByLaw) == (e.Actor == people.System) {
			return
		}
	}
	s.t.Errorf("%s led from %s to %s, which is not in the table", e.Kind(), before.Status, next.Status)
}

// checkRow folds the whole history, through its JSON form, and compares.
func (s *story) checkRow() {
	s.t.Helper()
	wire, err := json.Marshal(s.events)
	if err != nil {
		s.t.Fatal(err)
	}
	var read []Event
	if err := json.Unmarshal(wire, &read); err != nil {
		s.t.Fatal(err)
	}
	again, err := FoldAll(read)
	if err != nil {
		s.t.Fatal(err)
	}
	got, _ := json.Marshal(again)
	want, _ := json.Marshal(s.Case)
	if string(got) != string(want) {
		s.t.Fatalf("folding the events again gives\n%s\nwant\n%s", got, want)
	}
}

// refused fails unless the act was refused with the message key.
func (s *story) refused(key string, events []Event, err error) {
	s.t.Helper()
	f, ok := err.(*fault.Error)
	if !ok || (key != "" && f.Key != key) {
		s.t.Errorf("got %d events and %v; want a fault %s", len(events), err, key)
	}
}

// pass folds what happens by law, until nothing more does.
func (s *story) pass(cal *civil.Calendar) {
	s.t.Helper()
	for range 5 {
		events := s.Pass(s.now, cal)
		if len(events) == 0 {
			return
		}
		s.must(events, nil)
	}
	s.t.Fatal("law does not come to rest")
}

// plan is a determination's effect: two papers, the law's and the promised limits.
func (s *story) plan(slots ...Slot) Determined {
	if slots == nil {
		slots = []Slot{{ID: "passport", Treatment: Required, Key: true, State: Empty}, {ID: "degree-certificate", Treatment: Exempt, State: Empty}}
	}
	on := civil.DateOf(s.now)
	term := permit.Term{From: on, Until: on.AddYears(5), Binding: permit.PolicyCap, Caps: []permit.Cap{{Binding: permit.PolicyCap, Until: on.AddYears(5)}}}
	return Determined{
		Snapshot: Snapshot{On: on, Hash: "d1", Verdict: "met", Class: "A", Term: &term},
		Slots:    slots,
		Limits: []Limit{
			{Track: "permit", Step: StepAcceptance, Amount: 5, Unit: InWorkingDays, From: AtSubmission, Statutory: true, Clause: "cn-2017/LIC-32"},
			{Track: "permit", Step: "work-permit", Amount: 20, Unit: InWorkingDays, From: AtAcceptance, Statutory: true, Clause: "cn-2017/LIC-42"},
			{Track: "permit", Step: "work-permit", Amount: 5, Unit: InWorkingDays, From: AtJointReview, Clause: "cn-650100-2024/U12"},
			{Track: "permit", Step: StepDelivery, Amount: 10, Unit: InWorkingDays, From: AtGrant, Statutory: true, Clause: "cn-2017/LIC-44"},
			{Track: "residence", Step: "residence-permit", Amount: 15, Unit: InDays, From: AtReceipt, Statutory: true, Clause: "cn-2017/EEL-30"},
			{Track: "residence", Step: "residence-permit", Amount: 10, Unit: InWorkingDays, From: AtJointReview, Clause: "cn-650100-2024/U12"},
		},
	}
}

// send answers what is required, supplies what is missing and submits.
func (s *story) send(d Determined) *story {
	s.t.Helper()
	set := map[string]json.RawMessage{}
	for _, path := range s.matter.Required {
		set[path] = json.RawMessage(`"answered"`)
	}
	for _, q := range s.matter.Questions {
		if q.Required {
			set[q.Path()] = json.RawMessage(`"answered"`)
		}
	}
	if len(set) > 0 {
		s.must(s.Save(s.by(hr), set))
	}
	if d.Snapshot.Hash != "" {
		s.must(s.Determine(s.by(hr), d))
	}
	for _, slot := range s.Slots {
		if slot.Treatment == Required && slot.State == Empty {
			s.must(s.Supply(s.by(hr), slot.ID, file(string(slot.ID))))
		}
	}
	s.must(s.Submit(s.by(hr), Submission{Matter: s.matter, Determined: d, Declared: "declaration"}))
	return s
}

// accept judges every supplied paper and accepts.
func (s *story) accept(who people.Who) *story {
	s.t.Helper()
	for _, slot := range s.Slots {
		if slot.State == Supplied {
			s.must(s.Judge(s.by(who), PaperJudged{Slot: slot.ID, State: Seen}))
		}
	}
	s.must(s.Accept(s.by(who)))
	return s
}

func file(hash string) File {
	return File{Hash: hash, Name: hash + ".pdf", Type: "application/pdf", Size: 1000}
}

func ref(number int) Reference {
	return Reference{Office: experts.ID, Year: 2026, Number: number}
}

func grant(track TrackID, from, until string) Decision {
	caps := []permit.Cap{{Binding: permit.PolicyCap, Until: day(until)}}
	return Decision{Track: track, Outcome: Granted, Term: &permit.Term{From: day(from), Until: day(until), Caps: caps}}
}

// decide drafts and signs a decision on the permit track.
func (s *story) decide(d Decision) *story {
	s.t.Helper()
	s.must(s.Draft(s.by(officer), d, experts))
	s.must(s.Approve(s.by(approver), d.Track, "P-1"))
	return s
}

func wantDue(t testing.TB, c Case, cal *civil.Calendar, id ClockID, want string) {
	t.Helper()
	i := slices.IndexFunc(c.Clocks, func(k Clock) bool { return k.Limit.ID() == id })
	if i < 0 {
		t.Errorf("clock %s has not started; want it due %s", id, want)
		return
	}
	if due, ok := c.Clocks[i].Due(cal); !ok || due != day(want) {
		t.Errorf("clock %s: got due %s (known %t), want %s", id, due, ok, want)
	}
}

func mustRead(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
