package determination_test

import (
	"slices"
	"strings"
	"testing"

	"yichuang/determination"
)

// TestWay: a way to apply is met, unknown, the officer's to decide or not met, with
// the clause that says so.
func TestWay(t *testing.T) {
	engine := engine(t)
	for _, c := range []struct {
		name, file, without string
		want                determination.Verdict
		clause              string
	}{
		{name: "opened", file: "cn-370000-2023/scenarios/S3.1-family-citizen.txtar", want: determination.Met, clause: "cn-370000-2023/S3.1"},
		{name: "officer", file: "cn-370000-2023/scenarios/S3.1-one-year-not.txtar", want: determination.Officer, clause: "cn-370000-2023/S3.1"},
		{name: "unknown", file: "cn-370000-2023/scenarios/S3.1-one-year-not.txtar", without: `"zone": "none", `, want: determination.Unknown},
		{name: "closed", file: "cn-2017/scenarios/D5-ordinary-employer.txtar", want: determination.NotMet},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := scenarioFacts(t, engine, c.file)
			if c.without != "" && !strings.Contains(text, c.without) {
				t.Fatalf("%s has no %q", c.file, c.without)
			}
			d, err := engine.Determine(parsed(t, strings.Replace(text, c.without, "", 1)))
			if err != nil {
				t.Fatal(err)
			}
			got, entry := d.Way("in-country")
			if got != c.want || entry.Clause != c.clause {
				t.Errorf("got %s by %q, want %s by %q", got, entry.Clause, c.want, c.clause)
			}
			if waits := slices.Contains(d.WayNeeds("in-country"), "zone"); waits != (c.want == determination.Unknown) {
				t.Errorf("it waits for the zone: %v", waits)
			}
		})
	}
}

// TestWay_whichCase: of ten rules of one clause the trace names the one that held.
func TestWay_whichCase(t *testing.T) {
	engine := engine(t)
	for file, fact := range map[string]string{"S3.1-group": "employer.intra_group_transfer", "S3.1-zone": "zone", "S3.1-one-year": "applicant.good_credit"} {
		d, err := engine.Determine(parsed(t, scenarioFacts(t, engine, "cn-370000-2023/scenarios/"+file+".txtar")))
		if err != nil {
			t.Fatal(err)
		}
		var decided []determination.Traced
		for _, r := range engine.Trace(d, "route", "in-country") {
			if r.Role == determination.Decided {
				decided = append(decided, r)
			}
		}
		if len(decided) != 1 || !slices.Contains(decided[0].Facts, fact) {
			t.Errorf("%s: got %+v, want the one rule that reads %s", file, decided, fact)
		}
	}
}

// TestDeadline_elsewhere: a limit that holds by the national rule names the local
// clause that sets a time for other applications; never where it could still hold.
func TestDeadline_elsewhere(t *testing.T) {
	engine := engine(t)
	for _, c := range []struct{ file, without, want string }{
		{"S3.4-change", "", "cn-370000-2023/S3.4"},
		{"S3.4-class-b", "", ""},
		{"S3.4-class-b", `"experience_years": 5, `, ""},
	} {
		text := scenarioFacts(t, engine, "cn-370000-2023/scenarios/"+c.file+".txtar")
		if c.without != "" && !strings.Contains(text, c.without) {
			t.Fatalf("%s has no %q", c.file, c.without)
		}
		d, err := engine.Determine(parsed(t, strings.Replace(text, c.without, "", 1)))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range d.Deadlines {
			if l.ID == "work-permit" && !l.Statutory && l.Elsewhere != c.want {
				t.Errorf("%s without %q: got %q, want %q", c.file, c.without, l.Elsewhere, c.want)
			}
		}
	}
}
