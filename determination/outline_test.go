package determination_test

import (
	"fmt"
	"slices"
	"testing"

	"yichuang/policy"
)

// TestEngine_Outline: what a guide says about everybody at a place and on a day,
// with the classes for which a rule can hold.
func TestEngine_Outline(t *testing.T) {
	engine := engine(t)
	for _, c := range []struct {
		name, facts, ground string
		want, not           []string // "kind id amount or treatment classes holds"
	}{
		{
			"Urumqi in force", `{"on":"2026-04-27","place":"650100","service":"work-permit"}`, "",
			[]string{
				"deadline work-permit cn-650100-2024/U12 [A] false", "deadline work-permit cn-2017/TIME [B C] false", "deadline work-permit cn-2017/LIC-42 [] true",
				"material passport cn-2017/M07 [] true", "material degree-certificate cn-2017/M03 [] false", "material no-criminal-record cn-2017/M04 [A] false",
				"ground young-talent cn-2017/A5 [] false", "term policy-cap cn-2017/TERM [B] false",
			},
			[]string{"deadline work-permit cn-370000-2023/S3.4 [A] false"},
		},
		{
			"Shandong in force", `{"on":"2026-04-27","place":"370200","service":"work-permit"}`, "",
			[]string{"deadline work-permit cn-370000-2023/S3.4 [A] false", "deadline work-permit cn-370000-2023/S3.4 [B C] false"},
			[]string{"deadline work-permit cn-2017/TIME [] true"},
		},
		{
			"Shandong lapsed", `{"on":"2026-11-25","place":"370200","service":"work-permit"}`, "",
			[]string{"deadline work-permit cn-2017/TIME [] true"},
			[]string{"deadline work-permit cn-370000-2023/S3.4 [A] false"},
		},
		{
			"a graduate", `{"on":"2026-11-25","place":"370200","service":"work-permit"}`, "graduate",
			[]string{"material degree-certificate cn-2017/M03 [] true"},
			[]string{"material experience-proof cn-2017/M02 [] true", "material no-criminal-record cn-2017/M04 [A] false"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules, err := engine.Outline(parsed(t, c.facts), c.ground)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rules {
				got = append(got, fmt.Sprint(string(r.Kind), " ", r.ID, " ", r.Clause.Ref(), " ", r.Classes, " ", r.Holds))
				if r.Kind == policy.Ground && r.Classes != nil {
					t.Errorf("ground %s hangs on classes %v", r.ID, r.Classes)
				}
			}
			for _, want := range c.want {
				if !slices.Contains(got, want) {
					t.Errorf("lacks %q in\n%v", want, got)
				}
			}
			for _, not := range c.not {
				if slices.Contains(got, not) {
					t.Errorf("has %q", not)
				}
			}
		})
	}
}
