package supervision

import "testing"

// TestRules: every named figure is set and read, in its range only.
func TestRules(t *testing.T) {
	r := DefaultRules
	for i, name := range RuleNames {
		var err error
		if r, err = r.With(name, i+1); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := r.With(name, -1); err == nil {
			t.Errorf("%s: -1 was taken", name)
		}
	}
	if want := (Rules{Share: 1, Threshold: 2, Risk: Risk{Entry: 3, FirstTime: 4, Agent: 5}, Days: 6, Months: 7}); r != want || r.Get("supervision-days") != 6 {
		t.Errorf("got %+v, want %+v", r, want)
	}
	if _, err := r.With("age", 1); err == nil {
		t.Error("an unknown figure was taken")
	}
}

// TestCheck_assign: a supervisor or an integrity officer says who checks.
func TestCheck_assign(t *testing.T) {
	picked := Picked{Candidate: Candidate{Case: "QD26-004172-R", Commitment: "k1", Employer: "employer"}}
	c, err := OpenCheck(by(integrity, "2026-05-01"), "370200", "c1", picked, day("2026-06-01"))
	if err != nil || c.Assigned != "" {
		t.Fatalf("got %+v, %v", c, err)
	}
	if _, err := c.Assign(by(integrity, "2026-05-01"), far); err == nil {
		t.Error("assigned to an officer from elsewhere")
	}
	if _, err := c.Assign(by(officer, "2026-05-01"), integrity2); err == nil {
		t.Error("an officer assigned a check")
	}
	if c, err = c.Assign(by(integrity, "2026-05-01"), integrity2); err != nil || c.Assigned != "integrity-qi" {
		t.Errorf("got %q, %v", c.Assigned, err)
	}
}
