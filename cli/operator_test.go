package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/store/storetest"
)

// TestOperator_whileServing loads a calendar year and a wage into an installation
// that serves, from one server on SQLite and from two on PostgreSQL: the pages of
// each follow within seconds, and the record stays whole.
func TestOperator_whileServing(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { whileServing(t, "", 1) })
	t.Run("postgres", func(t *testing.T) { whileServing(t, storetest.Postgres(t), 2) })
}

func whileServing(t *testing.T, database string, servers int) {
	dir := filepath.Join(t.TempDir(), "data")
	operate := func(args ...string) (status int, stdout, stderr string) {
		return operate(append(args, "--data", dir, "--database", database)...)
	}
	if status, _, complaint := operate("init"); status != exitDone {
		t.Fatal(complaint)
	}
	var urls []string
	for range servers {
		url, stop := started(t, serveFlags{data: dataFlags{data: dir, database: database}, plainHTTP: true})
		urls = append(urls, url)
		defer func() {
			if err := stop(); err != nil {
				t.Error(err)
			}
		}()
	}
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
	if status, out, complaint := operate("calendar", "import", file); status != exitBadInput || out != "" || !strings.Contains(complaint, "given twice") {
		t.Errorf("a year given twice: %d, %q, %q", status, out, complaint)
	}
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded := fmt.Sprintf("cn %d loaded", year+1)
	if status, out, complaint := operate("calendar", "import", file, "--by", "wu"); status != exitDone || !strings.Contains(out, loaded) {
		t.Fatalf("%d, %q, %q", status, out, complaint)
	}
	if _, out, _ := operate("calendar", "import", file); !strings.Contains(out, fmt.Sprintf("cn %d unchanged", year)) {
		t.Errorf("twice: %q", out)
	}
	wage := []string{"parameters", "set", "average-wage", "--place", "370200", "--value", "100000", "--valid-from", "2026-06-01", "--source", "test"}
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
	for _, url := range urls {
		follows(t, url)
	}
	if status, out, complaint := operate("audit", "verify"); status != exitDone || !strings.Contains(out, "unbroken") {
		t.Errorf("%d, %q, %q", status, out, complaint)
	}
	if _, out, _ := operate("parameters", "list"); !strings.Contains(out, "average-wage  370200  2026-06-01  100000  later  test") {
		t.Errorf("parameters list: %q", out)
	}
	if _, out, _ := operate("calendar", "list"); !strings.Contains(out, "Test notice") {
		t.Errorf("calendar list: %q", out)
	}
}

// follows waits for the home page to tell the day off that was loaded.
func follows(t *testing.T, url string) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if _, body := fetch(t, url+"/?lang=en"); strings.Contains(body, "Day of the test") {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s does not follow the calendar within ten seconds", url)
		}
	}
}
