package supervision

import (
	"testing"

	"yichuang/fault"
)

// TestInvariant10_contestAndRepair: only the party contests, another person
// rules, and what falls takes its sanction along. Of S6: contest and correction.
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
