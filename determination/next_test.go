package determination_test

import (
	"fmt"
	"testing"

	"yichuang/determination"
	"yichuang/facts"
)

// TestNextQuestion_endsAndNeverRepeats declines everything: each question comes
// once, the count never grows, and the end comes.
func TestNextQuestion_endsAndNeverRepeats(t *testing.T) {
	e := engine(t)
	for _, place := range []string{"650100", "370200", "110000"} {
		f := parsed(t, fmt.Sprintf(`{"on":"2026-04-27","place":%q}`, place))
		var declined []string
		seen := map[string]bool{}
		for {
			path, remaining, err := e.NextQuestion(f, declined)
			if err != nil {
				t.Fatal(err)
			}
			if path == "" {
				if remaining != 0 {
					t.Errorf("%s: %d questions remain and none is named", place, remaining)
				}
				break
			}
			if seen[path] {
				t.Fatalf("%s: %s is asked twice", place, path)
			}
			seen[path] = true
			declined = append(declined, path)
		}
		if len(seen) < 10 {
			t.Errorf("%s: only %d questions about a person of whom nothing is known", place, len(seen))
		}
	}
}

// TestNextQuestion_asksWhatMatters: answers change what is asked next, and
// nothing is asked that cannot change the result.
func TestNextQuestion_asksWhatMatters(t *testing.T) {
	e := engine(t)
	f := parsed(t, `{"on":"2026-04-27","place":"370200","applicant":{"degree":{"level":"none"}}}`)
	var declined []string
	for {
		path, _, err := e.NextQuestion(f, declined)
		if err != nil {
			t.Fatal(err)
		}
		if path == "" {
			return
		}
		if path == "applicant.degree.awarded_on" || path == "applicant.degree.average_score" {
			t.Errorf("a person without a degree is asked for %s", path)
		}
		declined = append(declined, path)
	}
}

// TestNextQuestion_settledClass: once the class is settled, only what changes the
// way to apply or the papers is asked.
func TestNextQuestion_settledClass(t *testing.T) {
	e := engine(t)
	f := parsed(t, `{"on":"2026-04-27","place":"370200","applicant":{"birth_date":"1985-01-01","claims":["talent-plan"]}}`)
	d, err := e.Determine(f)
	if err != nil {
		t.Fatal(err)
	}
	if d.Class != "A" || d.Verdict != determination.Met {
		t.Fatalf("class %q, %s; the test needs a settled A", d.Class, d.Verdict)
	}
	path, _, err := e.NextQuestion(f, nil)
	if err != nil {
		t.Fatal(err)
	}
	if path == "job.annual_salary" || path == "applicant.hsk" {
		t.Errorf("%s is asked, which only changes points", path)
	}
}

func parsed(t testing.TB, text string) *facts.Facts {
	t.Helper()
	f := facts.Default().New()
	if err := facts.Default().Parse([]byte(text), f); err != nil {
		t.Fatal(err)
	}
	return f
}
