package casefile

import (
	"testing"

	"yichuang/people"
)

// TestLetters are never edited: a number is used once, a wrong letter is
// superseded by one of its kind, each goes out once.
func TestLetters(t *testing.T) {
	s := accepted(t)
	letter := Letter{Ref: ref(1), Kind: AcceptanceLetter, Hash: "h1"}
	s.must(s.Issue(s.by(officer), s.matter, letter))
	again := func(change func(*Letter)) error {
		l := letter
		l.Ref = ref(2)
		change(&l)
		_, err := s.Issue(s.by(officer), s.matter, l)
		return err
	}
	for name, change := range map[string]func(*Letter){
		"same number":             func(l *Letter) { l.Ref = ref(1) },
		"no number":               func(l *Letter) { l.Ref.Number = 0 },
		"no document":             func(l *Letter) { l.Hash = "" },
		"not of this matter":      func(l *Letter) { l.Kind = FilingLetter },
		"supersedes nothing":      func(l *Letter) { r := ref(7); l.Supersedes = &r },
		"supersedes another kind": func(l *Letter) { r := ref(1); l.Kind, l.Supersedes = ReceiptLetter, &r },
	} {
		if again(change) == nil {
			t.Errorf("%s: issued", name)
		}
	}
	first := ref(1)
	s.must(s.Issue(s.by(officer), s.matter, Letter{Ref: ref(2), Kind: AcceptanceLetter, Hash: "h2", Supersedes: &first}))
	if again(func(l *Letter) { l.Ref, l.Supersedes = ref(3), &first }) == nil {
		t.Error("a superseded letter was superseded again")
	}
	if valid := s.ValidLetters(); len(valid) != 1 || valid[0].Ref != ref(2) || len(s.Letters) != 2 {
		t.Errorf("got valid %+v of %d; want the second of two", valid, len(s.Letters))
	}
	s.must(s.Deliver(s.by(clerk), ref(2), Delivery{How: "counter", To: "hr"}))
	events, err := s.Deliver(s.by(clerk), ref(2), Delivery{How: "post", To: "hr"})
	s.refused("fault.case.delivered", events, err)
	events, err = s.Deliver(s.by(clerk), ref(9), Delivery{How: "post", To: "hr"})
	s.refused("fault.case.no-letter", events, err)
	lawful, err := s.IssueByLaw(s.by(officer), s.matter, Letter{Ref: ref(3), Kind: DeemedAcceptLetter, Hash: "h3"})
	if err != nil || lawful[0].Actor != people.System {
		t.Errorf("got %v, %v; want a letter in nobody's name", lawful, err)
	}
}

// TestContact: appointments, messages, ratings and reveals.
func TestContact(t *testing.T) {
	s := accepted(t)
	ahead := Appointment{Purpose: "originals", Office: experts.ID, At: at("2026-04-22"), State: "booked"}
	past := ahead
	past.At = at("2026-04-19")
	if _, err := s.Book(s.by(hr), past); err == nil {
		t.Error("booked in the past")
	}
	s.must(s.Book(s.by(hr), ahead))
	moved := ahead
	moved.ID, moved.State, moved.At = 1, "changed", at("2026-04-23")
	s.must(s.Book(s.by(foreigner), moved))
	kept := moved
	kept.State = "kept"
	events, err := s.Book(s.by(hr), kept)
	s.refused("fault.people.role", events, err)
	s.must(s.Book(s.by(clerk), kept))
	if len(s.Appointments) != 1 || s.Appointments[0].State != "kept" {
		t.Errorf("got %+v; want one, kept", s.Appointments)
	}
	unknown := kept
	unknown.ID = 9
	events, err = s.Book(s.by(clerk), unknown)
	s.refused("fault.case.no-appointment", events, err)

	s.must(s.Message(s.by(officer), Messaged{To: "applicant", Text: "please come"}))
	events, err = s.Message(s.by(officer), Messaged{To: "press", Text: "x"})
	s.refused("", events, err)
	events, err = s.Report(s.by(foreigner), Reported{})
	s.refused("", events, err)
	s.must(s.Reveal(s.by(officer), Revealed{What: "passport-number", Of: "anna"}))
	events, err = s.Rate(s.by(hr), Rated{Stars: 5})
	s.refused("fault.case.status", events, err)
	s.must(s.Withdraw(s.by(hr), ""))
	events, err = s.Rate(s.by(hr), Rated{Stars: 6})
	s.refused("", events, err)
	s.must(s.Rate(s.by(hr), Rated{Stars: 5}))
	events, err = s.Rate(s.by(foreigner), Rated{Stars: 1})
	s.refused("fault.case.rated", events, err)
}

// TestEmit_neverRunsBackwards: an instant before the last change is moved up.
func TestEmit_neverRunsBackwards(t *testing.T) {
	s := accepted(t)
	late := s.ChangedAt
	s.on("2026-04-19").must(s.Assign(s.by(officer), "permit", "zhang"))
	if got := s.events[len(s.events)-1].At; got.Before(late) {
		t.Errorf("got %s after %s", got, late)
	}
	if s.Label() != LabelReviewing {
		t.Errorf("got label %s, want reviewing", s.Label())
	}
	events, err := s.Assign(s.by(officer), "tea", "zhang")
	s.refused("", events, err)
}
