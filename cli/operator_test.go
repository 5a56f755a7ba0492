package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yichuang/civil"
)

// TestOperator_whileServing loads a calendar year and a wage into an installation
// that serves: the pages follow within seconds, and the record stays whole.
func TestOperator_whileServing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if status, _, complaint := operate("init", "--data", dir); status != exitDone {
		t.Fatal(complaint)
	}
	url, stop := started(t, serveFlags{data: dataFlags{data: dir}, plainHTTP: true})
	day := civil.DateOf(time.Now()) + 7
	for day.Weekday() != time.Monday {
		day++
	}
	year, _, _ := day.Civil()
	file := filepath.Join(t.TempDir(), "cn.yaml")
	document := "calendar: cn\nyears:\n"
	document += fmt.Sprintf("  - {year: %d, source: {title: Test notice}, holidays: [{name: {zh: 试, en: Day of the test}, from: %s, until: %s}]}\n", year, day, day)
	document += fmt.Sprintf("  - {year: %d, source: {title: Test notice}}\n", year+1)
	if err := os.WriteFile(file, []byte(document+fmt.Sprintf("  - {year: %d, source: {title: x}}\n", year)), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out, complaint := operate("calendar", "import", file, "--data", dir); status != exitBadInput || out != "" || !strings.Contains(complaint, "given twice") {
		t.Errorf("a year given twice: %d, %q, %q", status, out, complaint)
	}
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded := fmt.Sprintf("cn %d loaded", year+1)
	if status, out, complaint := operate("calendar", "import", file, "--data", dir, "--by", "wu"); status != exitDone || !strings.Contains(out, loaded) {
		t.Fatalf("%d, %q, %q", status, out, complaint)
	}
	if _, out, _ := operate("calendar", "import", file, "--data", dir); !strings.Contains(out, fmt.Sprintf("cn %d unchanged", year)) {
		t.Errorf("twice: %q", out)
	}
	wage := []string{"parameters", "set", "average-wage", "--place", "370200", "--value", "100000", "--valid-from", "2026-06-01", "--source", "test", "--data", dir}
	if status, out, complaint := operate(wage...); status != exitDone || !strings.Contains(out, "1 loaded") {
		t.Fatalf("%d, %q, %q", status, out, complaint)
	}
	for _, c := range []struct{ flag, value, want string }{
		{"--place", "999999", "is no place"}, {"--value", "a lot", "is no number"}, {"--valid-from", "June", "--valid-from"}, {"--source", "", "--source"},
	} {
		if status, _, complaint := operate(append(wage, c.flag, c.value)...); status != exitBadInput || !strings.Contains(complaint, c.want) {
			t.Errorf("%s %q: %d, %q", c.flag, c.value, status, complaint)
		}
	}
	deadline := time.Now().Add(15 * time.Second)
	for {
		_, body := fetch(t, url+"/?lang=en")
		if strings.Contains(body, "Day of the test") {
			break // the home page tells the next closing
		}
		if time.Now().After(deadline) {
			t.Fatal("the server does not follow the calendar within 15 seconds")
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if status, out, complaint := operate("audit", "verify", "--data", dir); status != exitDone || !strings.Contains(out, "unbroken") {
		t.Errorf("%d, %q, %q", status, out, complaint)
	}
	if _, out, _ := operate("parameters", "list", "--data", dir); !strings.Contains(out, "average-wage  370200  2026-06-01  100000  later  test") {
		t.Errorf("parameters list: %q", out)
	}
	if _, out, _ := operate("calendar", "list", "--data", dir); !strings.Contains(out, "Test notice") {
		t.Errorf("calendar list: %q", out)
	}
}
