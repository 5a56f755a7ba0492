package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPermitsImport: every wrong line is named and nothing is imported; with
// --partial the right lines are; the same file again changes nothing.
func TestPermitsImport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if status, _, complaint := operate("init", "--data", dir); status != exitDone {
		t.Fatal(complaint)
	}
	code := creditCode(t, "91370200MA00000B1")
	head := "\ufeffnumber,holder,passport,birth_date,nationality,employer_code,employer_name,place,class,valid_from,valid_until,post\n"
	good := "P-1,EXAMPLE Ivan,DEMO1,1980-02-01,RUS," + code + ",青岛样例有限公司,370200,B,2025-05-01,2026-06-30,engineer\n" +
		"P-2,EXAMPLE Olga,DEMO2,1985-03-04,RUS," + code + ",,370200,A,2025-01-01,2027-12-31,\"researcher, senior\"\n"
	bad := "P-3,EXAMPLE Li,DEMO3,1990-02-30,KOR," + code + ",,370200,B,2025-01-01,2027-12-31,\n" +
		"P-4,EXAMPLE Mo,DEMO1,1981-02-01,KOR," + code + ",,370200,B,2025-01-01,2027-12-31,\n" +
		"P-5,EXAMPLE Mo,DEMO5,1981-02-01,KOR," + code + ",,370200,B,2027-01-01,2026-12-31,\n" +
		"P-6,EXAMPLE Mo,DEMO5,1981-02-01,KOR,12345,,370200,B,2025-01-01,2026-12-31,\n"
	file := func(text string) string {
		path := filepath.Join(t.TempDir(), "permits.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	mixed := file(head + good + bad)
	status, out, complaint := operate("permits", "import", mixed, "--data", dir)
	if status != exitBadInput || out != "" {
		t.Fatalf("got %d, %q, %q; want nothing imported", status, out, complaint)
	}
	for _, want := range []string{
		":4: birth_date: 1990-02-30 is no date", ":5: birth_date: a person with this passport", ":6: valid_until: 2026-12-31 lies before 2027-01-01",
		":7: employer_code: \"12345\" is no unified social credit code", "4 of 6 lines are wrong; nothing was imported",
	} {
		if !strings.Contains(complaint, want) {
			t.Errorf("no word of %q in\n%s", want, complaint)
		}
	}
	if status, out, complaint := operate("permits", "import", file(head+good), "--data", dir, "--source", "former system"); status != exitDone || out != "2 imported, 0 unchanged, 0 wrong\n" {
		t.Fatalf("got %d, %q, %q", status, out, complaint)
	}
	if status, out, _ := operate("permits", "import", mixed, "--data", dir, "--partial"); status != exitFailures || out != "0 imported, 2 unchanged, 4 wrong\n" {
		t.Errorf("again, in part: %d, %q", status, out)
	}
	changed := strings.Replace(good, "2026-06-30", "2029-06-30", 1)
	if status, _, complaint := operate("permits", "import", file(head+changed), "--data", dir); status != exitBadInput || !strings.Contains(complaint, "is here already and runs from 2025-05-01 to 2026-06-30") {
		t.Errorf("another end: %d, %q", status, complaint)
	}
	for want, text := range map[string]string{"no column": "number,colour\nP-1,red\n", "stands twice": "number,number\nP-1,P-2\n", "name the columns": ""} {
		if status, _, complaint := operate("permits", "import", file(text), "--data", dir); status != exitBadInput || !strings.Contains(complaint, want) {
			t.Errorf("%s: %d, %q", want, status, complaint)
		}
	}
	if status, out, _ := operate("audit", "verify", "--data", dir); status != exitDone || !strings.Contains(out, "unbroken") {
		t.Errorf("audit: %d, %q", status, out)
	}
}
