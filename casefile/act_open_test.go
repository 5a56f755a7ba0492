package casefile

import (
	"testing"

	"yichuang/people"
)

// TestOpen_refuses a foreign permit, a place without the matter or an office, a
// role that may not start it, and a number that is none.
func TestOpen_refuses(t *testing.T) {
	number, err := NewCaseNumber("WL", 2026, 1)
	if err != nil {
		t.Fatal(err)
	}
	good := Opening{Number: number, Matter: matter(t, "mutual-recognition"), Place: "650100", Employer: "employer", Foreigner: "anna", Offices: offices}
	as := func(w people.Who) By { return By{Who: w, At: at("2026-04-20")} }
	if _, err := Open(as(hr), good); err != nil {
		t.Fatal(err)
	}
	held := heldPermit(t)
	for name, c := range map[string]struct {
		who    people.Who
		change func(*Opening)
		key    string
	}{
		"another's permit":      {hr, func(o *Opening) { o.Permit, o.Foreigner = &held, "kim" }, "fault.permit.not-found"},
		"permit missing":        {hr, func(o *Opening) { o.Matter = matter(t, "work-permit-cancel") }, "fault.case.permit-missing"},
		"elsewhere":             {hr, func(o *Opening) { o.Place, o.Offices = "370200", elsewhere() }, "fault.case.not-offered"},
		"no office":             {hr, func(o *Opening) { o.Offices = offices[:1] }, "fault.case.no-office"},
		"office of other place": {hr, func(o *Opening) { o.Offices = elsewhere() }, "fault.case.no-office"},
		"another's employer":    {hr, func(o *Opening) { o.Employer = "rival" }, "fault.case.not-found"},
		"the foreigner":         {foreigner, func(*Opening) {}, "fault.people.employer-applies"},
		"incubator":             {people.Who{Account: "i", Role: people.Incubator, Party: "employer"}, func(*Opening) {}, "fault.case.matter-role"},
		"no number":             {hr, func(o *Opening) { o.Number = "WL26-000001-A" }, ""},
	} {
		o := good
		c.change(&o)
		events, err := Open(as(c.who), o)
		s := &story{t: t}
		if err == nil {
			t.Errorf("%s: opened with %d events", name, len(events))
			continue
		}
		s.refused(c.key, events, err)
	}
	if events, err := Open(as(clerk), good); err != nil || events[0].Role != people.Clerk {
		t.Errorf("the clerk opens at the counter: %v", err)
	}
	beside := good
	beside.Permit = &held
	events, err := Open(as(hr), beside)
	if err != nil || events[0].Body.(Opened).Alters {
		t.Errorf("a first permit beside a held one: got %+v, %v; want it named, not altered", events, err)
	}
}

// elsewhere are the offices, serving Shandong only.
func elsewhere() []people.Office {
	far := make([]people.Office, len(offices))
	for i, o := range offices {
		o.Places = []people.PlaceCode{"370000"}
		far[i] = o
	}
	return far
}
