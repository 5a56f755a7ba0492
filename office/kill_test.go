package office

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/permit"
	"yichuang/store"
	"yichuang/store/storetest"
)

// killedVariable makes a process of this test one that does a step and is killed:
// "<step>\n<database>\n<folder>".
const killedVariable = "YICHUANG_TEST_KILLED_STEP"

// killedStep is what one process does to Anna's case before it is killed.
type killedStep struct {
	name string
	do   func(w *world, c casefile.Case) casefile.Case
}

// killedSteps lead from nothing to two permits, an act or a few each.
var killedSteps = []killedStep{
	{"open", func(w *world, _ casefile.Case) casefile.Case { w.people(); return w.opened("work-permit-first") }},
	{"send", func(w *world, c casefile.Case) casefile.Case {
		return w.done(w.Submit(w.t.Context(), w.write(hr, c), "declaration", ""))
	}},
	{"settle", func(w *world, c casefile.Case) casefile.Case { return w.settle(c) }},
	{"experts review", func(w *world, c casefile.Case) casefile.Case {
		return w.done(w.PassJointReview(w.t.Context(), w.write(officer, c), ""))
	}},
	{"police review", func(w *world, c casefile.Case) casefile.Case {
		return w.done(w.PassJointReview(w.t.Context(), w.write(cop, c), ""))
	}},
	{"grant both", func(w *world, c casefile.Case) casefile.Case { return w.decided(c, "") }},
}

func (w *world) done(c casefile.Case, err error) casefile.Case {
	w.t.Helper()
	must(w.t, err)
	return c
}

// only is the one case that there is.
func (w *world) only() casefile.Case {
	w.t.Helper()
	rows, _, err := w.Cases(w.t.Context(), hr, store.CaseFilter{})
	must(w.t, err)
	if len(rows) != 1 {
		w.t.Fatalf("there are %d cases, want 1", len(rows))
	}
	return w.done(rows[0].Folded())
}

// TestKill_betweenSteps: a process per step carries Anna's case from draft to two
// permits. Each says what it has done and is killed while it goes on writing.
// What was acknowledged is there for the next, nothing is half done, and the
// record verifies. On both databases.
func TestKill_betweenSteps(t *testing.T) {
	if task := os.Getenv(killedVariable); task != "" {
		doAndWaitForDeath(t, strings.Split(task, "\n"))
		return
	}
	t.Parallel()
	for name, source := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return t.TempDir() },
		"postgres": storetest.Postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, folder := source(t), t.TempDir()
			keys, err := store.NewKeys()
			must(t, err)
			must(t, keys.Create(filepath.Join(folder, "keys.json")))
			for i, s := range killedSteps {
				version := doAndKill(t, strconv.Itoa(i)+"\n"+database+"\n"+folder)
				w := worldIn(t, database, keys, filepath.Join(folder, "papers"))
				if c := w.only(); c.Version < version {
					t.Fatalf("after %s: the case is at version %d, %d was acknowledged", s.name, c.Version, version)
				}
				if wrong, err := w.DB.VerifyFolds(t.Context()); err != nil || len(wrong) > 0 {
					t.Fatalf("after %s: cases %v do not fold to their rows, %v", s.name, wrong, err)
				}
				must(t, w.DB.Close())
			}
			w := worldIn(t, database, keys, filepath.Join(folder, "papers"))
			for _, kind := range []permit.Kind{permit.Work, permit.WorkResidence} {
				if p := w.permitOf(kind); p.Status != permit.Active {
					t.Errorf("the permit of kind %s is %s", kind, p.Status)
				}
			}
			public, err := keys.AuditKey()
			must(t, err)
			if report, err := w.DB.VerifyAudit(t.Context(), public); err != nil || report.Broken != nil {
				t.Errorf("the record does not verify: %+v, %v", report.Broken, err)
			}
		})
	}
}

// doAndKill runs a step in a process of its own, kills it in the middle of what
// follows, and returns the version of the case that it acknowledged.
func doAndKill(t *testing.T, task string) (version int) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKill_betweenSteps$")
	child.Env = append(os.Environ(), killedVariable+"="+task)
	output, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	defer child.Wait() // it was killed: its status says so
	var said []string
	for lines := bufio.NewScanner(output); lines.Scan(); {
		said = append(said, lines.Text())
		if _, err := fmt.Sscanf(lines.Text(), "done %d", &version); err == nil {
			time.Sleep(time.Duration(version%7) * time.Millisecond)
			must(t, child.Process.Kill())
			return version
		}
	}
	t.Fatalf("the process ended without a word: %s", strings.Join(said, "\n"))
	return 0
}

// doAndWaitForDeath does the step, says so, and goes on writing until it is killed.
func doAndWaitForDeath(t *testing.T, task []string) {
	keys, err := store.ReadKeys(filepath.Join(task[2], "keys.json"))
	must(t, err)
	number, err := strconv.Atoi(task[0])
	must(t, err)
	w := worldIn(t, task[1], keys, filepath.Join(task[2], "papers"))
	w.keys = 1000 * number
	var c casefile.Case
	if number > 0 {
		c = w.only()
	}
	c = killedSteps[number].do(w, c)
	fmt.Printf("done %d\n", c.Version)
	for deadline := time.After(20 * time.Second); ; {
		select {
		case <-deadline:
			t.Fatal("nobody killed this process")
		default:
			c = w.done(w.Message(t.Context(), w.write(hr, c), casefile.Messaged{To: "office", Text: "still here"}))
		}
	}
}
