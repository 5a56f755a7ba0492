package determination_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/facts/factstest"
	"yichuang/policy"
)

func determine(t testing.TB, e *determination.Engine, f *facts.Facts) *determination.Determination {
	t.Helper()
	d, err := e.Determine(f)
	if err != nil {
		t.Fatalf("%v\n%s", err, f.AppendCanonical(nil))
	}
	return d
}

// drawer draws persons and other random things of a test.
type drawer struct {
	*factstest.People
	random *rand.Rand
}

// filled tries one more fact on random persons: what was said before and after.
func filled(t *testing.T, seed uint64, check func(before *determination.Determination, field *facts.Field, after *determination.Determination) string) {
	t.Helper()
	eachPerson(t, seed, func(e *determination.Engine, draw *drawer) string {
		f := draw.Person([]float64{0.97, 0.9, 0.7, 0.4, 0.1}[draw.random.IntN(5)])
		before, err := e.Determine(f)
		if err != nil {
			return err.Error()
		}
		field := draw.unknown(f)
		if field == nil || !draw.Fill(f, field) {
			return ""
		}
		after, err := e.Determine(f)
		if err != nil {
			return err.Error()
		}
		if wrong := check(before, field, after); wrong != "" {
			return "filling in " + field.Path + ": " + wrong + "\nafter: " + string(f.AppendCanonical(nil))
		}
		return ""
	})
}

// unknown picks an unknown fact, or nil. The service asked stays as it is meant:
// another service is another question.
func (d *drawer) unknown(f *facts.Facts) *facts.Field {
	fields := facts.Default().Fields()
	for range 40 {
		field := &fields[d.random.IntN(len(fields))]
		if f.Get(field.Slot).State == facts.Unknown && field.Default == "" {
			return field
		}
	}
	return nil
}

// TestFillingInKeepsWhatIsSettled: one more fact never turns a settled result
// round and never leaves points.min..max.
func TestFillingInKeepsWhatIsSettled(t *testing.T) {
	filled(t, 10, func(before *determination.Determination, _ *facts.Field, after *determination.Determination) string {
		var wrong []string
		if before.Class != "" && after.Class != before.Class {
			wrong = append(wrong, "class "+before.Class+" became "+after.Class)
		}
		if before.Verdict != determination.Unknown && after.Verdict != before.Verdict {
			wrong = append(wrong, "verdict "+string(before.Verdict)+" became "+string(after.Verdict))
		}
		if before.Eligible != nil && (after.Eligible == nil || *after.Eligible != *before.Eligible) {
			wrong = append(wrong, "eligible changed")
		}
		if after.Points.Min < before.Points.Min || after.Points.Max > before.Points.Max {
			wrong = append(wrong, "points left their range")
		}
		for _, g := range before.Grounds {
			superseded := g.ID == "points" && after.Points.Max >= 85 // the contract: not beside points-85
			if !superseded && !slices.ContainsFunc(after.Grounds, func(o determination.Ground) bool { return o.ID == g.ID }) {
				wrong = append(wrong, "ground "+g.ID+" is lost")
			}
		}
		return strings.Join(wrong, ", ")
	})
}

// TestUnknownIsHonest: filling in a fact that is not listed as unknown changes
// none of class, verdict, points, routes, term, papers and deadlines.
func TestUnknownIsHonest(t *testing.T) {
	onFile := factsOnFile(engine(t).Policies)
	filled(t, 20, func(before *determination.Determination, field *facts.Field, after *determination.Determination) string {
		if slices.Contains(before.Unknown, field.Path) || onFile[field.Path] {
			return ""
		}
		return difference(decisive(before), decisive(after))
	})
}

// factsOnFile are the facts of which the law itself asks whether they are on
// file, or that are an officer's matter while they are not: their absence is an
// answer, not a gap.
func factsOnFile(set *policy.Set) map[string]bool {
	out := map[string]bool{}
	for _, p := range set.Packs {
		for _, c := range p.Clauses {
			for _, r := range c.Rules {
				r.When.Walk(func(e *policy.Expr) {
					if e.Op == policy.OpKnown && e.Field != nil {
						out[e.Field.Path] = true
					}
					if e.Op == policy.OpOfficerIfUnknown {
						for _, path := range e.Facts() {
							out[path] = true
						}
					}
				})
			}
		}
	}
	return out
}

// decisive is the part of the outline that a listed fact may change.
func decisive(d *determination.Determination) outline {
	return slices.DeleteFunc(outlineOf(d), func(line string) bool {
		kind, _, _ := strings.Cut(line, " ")
		return kind == "ground" || kind == "limit" || kind == "entitlement" || kind == "duty"
	})
}

// TestSameBytes: the same facts give the same bytes, from a value, from the
// batch's way and from many goroutines at once; the receipt's hashes are those of
// its facts and of the rest.
func TestSameBytes(t *testing.T) {
	e, draw := withWages(t), people(t, 30)
	var wg sync.WaitGroup
	earlier := map[*determination.Determination][]byte{}
	for range 300 {
		f := draw.Person(0.6)
		d := determine(t, e, f)
		want := d.AppendJSON(nil)
		earlier[d] = want
		for range 4 {
			wg.Go(func() {
				got, err := e.AppendJSON(nil, f)
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("got %s %v, want %s", got, err, want)
				}
			})
		}
	}
	wg.Wait()
	for d, want := range earlier { // a determination is a value: what came later left it alone
		if got := d.AppendJSON(nil); !bytes.Equal(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestReceipt: the receipt holds for exactly these facts and this result.
func TestReceipt(t *testing.T) {
	e, draw := engine(t), people(t, 31)
	for range 200 {
		f := draw.Person(0.6)
		d := determine(t, e, f)
		body, _, found := bytes.Cut(d.AppendJSON(nil), []byte(`,"receipt":`))
		if !found || d.Receipt.Determination != sum(body) {
			t.Fatalf("determination hash is %s, want %s of the JSON before the receipt", d.Receipt.Determination, sum(body))
		}
		if want := sum(f.AppendCanonical(nil)); d.Receipt.Facts != want {
			t.Fatalf("facts hash is %s, want %s", d.Receipt.Facts, want)
		}
		again := e.Policies.Vocabulary().New()
		if err := e.Policies.Vocabulary().Parse(f.AppendCanonical(nil), again); err != nil {
			t.Fatal(err)
		}
		if r := determine(t, e, again).Receipt; r.Determination != d.Receipt.Determination || r.Facts != d.Receipt.Facts {
			t.Fatalf("run again from its facts the receipt is %v, want %v", r, d.Receipt)
		}
	}
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
