package policy_test

import (
	"os"
	"strconv"
	"testing"

	"yichuang/civil"
	"yichuang/policy"
)

// TestOrigin: every figure of every condition of the shipped packs is found in its
// file by where it was written, so that a page can offer it in its place.
func TestOrigin(t *testing.T) {
	language := language(t)
	for _, id := range []string{"cn-2017", "cn-370000-2023", "cn-650100-2024"} {
		files, err := policy.FilesIn(os.DirFS("../packs/policies"), id)
		if err != nil {
			t.Fatal(err)
		}
		pack, problems := language.ReadFiles(id, files)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		fields := map[policy.Origin]policy.Field{}
		for _, f := range files.Fields() {
			if f.Origin.Line > 0 {
				fields[f.Origin] = f
			}
		}
		met := map[policy.Origin]bool{}
		for _, c := range pack.Clauses {
			for _, r := range c.Rules {
				for _, e := range []*policy.Expr{r.When, r.Points.Of, r.Limit.Of, r.Limit.Test, r.Term.Until} {
					e.Walk(func(e *policy.Expr) {
						if e.Op != policy.OpConst || e.Type != policy.NumType && e.Type != policy.DateType {
							return
						}
						f, ok := fields[e.Origin]
						number, _ := strconv.ParseFloat(f.Value, 64)
						same := number == e.Num || number == -e.Num
						if e.Type == policy.DateType {
							same = f.Value == civil.Date(e.Num).String()
						}
						if !ok || !same {
							t.Errorf("%s %s: the figure %v is written at %+v, where the file has %q", id, c.ID, e.Num, e.Origin, f.Value)
						}
						met[e.Origin] = true
					})
				}
			}
		}
		for origin, f := range fields {
			if !met[origin] {
				t.Errorf("%s: the figure %s of %s stands in no rule", id, f.Value, f.ID())
			}
		}
	}
}
