package determination_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"yichuang/determination"
)

// persons is how many random persons a property is tried on.
func persons(t *testing.T) int {
	t.Helper()
	if testing.Short() {
		return 5_000
	}
	return 100_000
}

// TestNaiveEngineAgrees holds the planned engine against the naive one, with
// and without average wages, on persons of whom all, most or little is known.
func TestNaiveEngineAgrees(t *testing.T) {
	engines := []*determination.Engine{engine(t), withWages(t)}
	draw := people(t, 1)
	random := rand.New(rand.NewPCG(2, 0))
	failures := 0
	for i := range persons(t) {
		f := draw.Person([]float64{1, 0.98, 0.9, 0.7, 0.3, 0.05}[random.IntN(6)])
		e := engines[i%len(engines)]
		d, err := e.Determine(f)
		if err != nil {
			t.Fatalf("person %d: %v\n%s", i, err, f.AppendCanonical(nil))
		}
		got, want := outlineOf(d), newNaive(e, f).determine()
		if slices.Equal(got, want) {
			continue
		}
		t.Errorf("person %d: the engines differ:%s\n%s", i, difference(got, want), f.AppendCanonical(nil))
		if failures++; failures == 5 {
			t.Fatal("and so on")
		}
	}
}
