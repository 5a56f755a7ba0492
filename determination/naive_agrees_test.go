package determination_test

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"yichuang/determination"
)

// Every property is tried on so many random persons; on few with -short.
const fewPersons = 5_000

var manyPersons = 100_000

// eachPerson calls try for random persons on all cores: each core draws its own,
// from its own seed, so that a failure comes again. A few failures end it.
func eachPerson(t *testing.T, seed uint64, try func(e *determination.Engine, draw *drawer) (wrong string)) {
	t.Helper()
	count := manyPersons
	if testing.Short() {
		count = fewPersons
	}
	const shards = 8
	engines := []*determination.Engine{engine(t), withWages(t)}
	var failures atomic.Int32
	var wg sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for shard := range shards {
		draw := &drawer{People: people(t, seed+uint64(shard)), random: rand.New(rand.NewPCG(seed, uint64(shard)))}
		wg.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			for i := range count / shards {
				if wrong := try(engines[i%2], draw); wrong != "" && failures.Add(1) <= 5 {
					t.Errorf("seed %d, person %d: %s", seed+uint64(shard), i, wrong)
				}
			}
		})
	}
	wg.Wait()
}

// TestNaiveEngineAgrees holds the planned engine against the naive one, with
// and without average wages, on persons of whom all, most or little is known.
func TestNaiveEngineAgrees(t *testing.T) {
	eachPerson(t, 1, func(e *determination.Engine, draw *drawer) string {
		f := draw.Person([]float64{1, 0.98, 0.9, 0.7, 0.3, 0.05}[draw.random.IntN(6)])
		d, err := e.Determine(f)
		if err != nil {
			return err.Error() + "\n" + string(f.AppendCanonical(nil))
		}
		got, want := outlineOf(d), newNaive(e, f).determine()
		if slices.Equal(got, want) {
			return ""
		}
		return "the engines differ:" + difference(got, want) + "\n" + string(f.AppendCanonical(nil))
	})
}
