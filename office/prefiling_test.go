package office

import (
	"encoding/json"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/policy"
)

// TestPrefiling_isKnown is U11: before it the papers are asked, after it they are
// exempt by the clause, and nobody can claim it without a filing.
func TestPrefiling_isKnown(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		open := func(key string) casefile.Case {
			c, err := w.Open(ctx, Opening{Who: hr, Key: key, Matter: "work-residence-permit", Place: "650100", Employer: "firm", Foreigner: "anna"})
			must(t, err)
			return c
		}
		c := open("before")
		if s, _ := c.Slot("employer-qualification"); s.Treatment != casefile.Required {
			t.Fatalf("got %+v, want the paper asked", s)
		}
		if _, err := w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{"employer.prefiled": []byte("true")}); !fault.Is(err, fault.Conflict) {
			t.Errorf("claimed without a filing: %v, want a conflict", err)
		}
		f, err := w.Open(ctx, Opening{Who: hr, Key: "file", Matter: "employer-prefiling", Place: "650100", Employer: "firm"})
		must(t, err)
		f = w.papers(f)
		f = w.acceptedBy(f, hr, cop)
		_, err = w.Conclude(ctx, w.write(cop, f), casefile.Decision{Track: "filing", Outcome: casefile.Complete})
		must(t, err)
		for _, c := range []casefile.Case{open("after"), must2(w.Refresh(ctx, w.write(hr, c)))(t)} {
			for _, id := range []casefile.SlotID{"employer-qualification", "legal-person-document"} {
				if s, _ := c.Slot(id); s.Treatment != casefile.Exempt || s.Clause != "cn-650100-2024/U11" {
					t.Errorf("%s: got %s by %s, want exempt by U11", id, s.Treatment, s.Clause)
				}
			}
			if k, _ := c.KnownAs("employer.prefiled"); k.Ref != string(f.Number) || string(k.Value) != "true" {
				t.Errorf("known as %+v, want true from the filing", k)
			}
		}
		records, err := w.Records(ctx, otherHR, casefile.Prefiling, "firm")
		if err != nil || len(records) > 0 {
			t.Errorf("another firm reads %v, %v", records, err)
		}
	})
}

// TestPrefiling_validity: the operator's months say how long a pre-filing holds.
func TestPrefiling_validity(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		law := w.Law()
		law.Engine = determination.New(law.Engine.Policies, law.Places, policy.NewParameters([]policy.ParameterValue{
			{ID: "prefiling-months", Place: "650100", Value: 1, ValidFrom: civil.MustParseDate("2025-06-01")},
		}))
		w.Window.Law = func() Law { return law }
		f, err := w.Open(ctx, Opening{Who: hr, Key: "file", Matter: "employer-prefiling", Place: "650100", Employer: "firm"})
		must(t, err)
		f = w.papers(f)
		f = w.acceptedBy(f, hr, cop)
		_, err = w.Conclude(ctx, w.write(cop, f), casefile.Decision{Track: "filing", Outcome: casefile.Complete})
		must(t, err)
		for day, want := range map[string]string{"2026-05-26": "true", "2026-05-27": "false"} {
			w.now = at(day)
			c, err := w.Open(ctx, Opening{Who: hr, Key: day, Matter: "work-residence-permit", Place: "650100", Employer: "firm", Foreigner: "anna"})
			must(t, err)
			if k, _ := c.KnownAs("employer.prefiled"); string(k.Value) != want {
				t.Errorf("on %s: got %s, want %s", day, k.Value, want)
			}
		}
	})
}
