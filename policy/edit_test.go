package policy

import (
	"io/fs"
	"strings"
	"testing"

	"yichuang/packs"
)

// shippedFiles are the files of a pack that ships.
func shippedFiles(t *testing.T, id string) Files {
	t.Helper()
	tree, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		t.Fatal(err)
	}
	files, err := FilesIn(tree, id)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestFiles_Edit sets every field of every shipped pack to another value, one at
// a time: what is read afterwards is that value, and nothing else has changed.
func TestFiles_Edit(t *testing.T) {
	kinds := map[FieldKind]int{}
	for _, id := range []string{"cn-2017", "cn-370000-2023", "cn-650100-2024"} {
		for name, text := range shippedFiles(t, id) {
			file := Files{name: text}
			fields := file.Fields()
			for i, f := range fields {
				kinds[f.Kind]++
				value := map[FieldKind]string{NumberField: "7", DateField: "2031-02-03", TextField: `Say: "a # b", {c} 文字`}[f.Kind]
				if f.Kind == OptionField {
					value = f.Options[len(f.Options)-1]
				}
				got, problems := file.Edit(map[string]string{f.ID(): value})
				if len(problems) > 0 {
					t.Errorf("%s %s = %q (was %q, %s): %v", id, f.ID(), value, f.Value, f.Context, problems)
					continue
				}
				after := got.Fields()
				if len(after) != len(fields) || after[i].Value != value {
					t.Fatalf("%s %s: %d fields afterwards, want %d with %q", id, f.ID(), len(after), len(fields), value)
				}
				for j := range fields {
					if j != i && after[j].Value != fields[j].Value {
						t.Fatalf("%s: editing %s changed %s from %q to %q", id, f.ID(), fields[j].ID(), fields[j].Value, after[j].Value)
					}
				}
			}
		}
	}
	if kinds[NumberField] < 100 || kinds[DateField] < 3 || kinds[TextField] < 300 || kinds[OptionField] < 10 {
		t.Errorf("found %v; want figures, days, texts and readings", kinds)
	}
}

// TestFiles_Edit_keepsTheRest: an edit leaves comments and layout alone, and what
// does not fit is refused with its place.
func TestFiles_Edit_keepsTheRest(t *testing.T) {
	files := shippedFiles(t, "cn-370000-2023")
	got, problems := files.Edit(map[string]string{"clauses/S4.yaml:rules[0].value": "5", "clauses/S4.yaml:define.investor#0": "2000000", "pack.yaml:until": "2027-09-30"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := strings.NewReplacer("value: 10\n", "value: 5\n", ">= 1000000.0", ">= 2000000.0").Replace(files["clauses/S4.yaml"])
	if got["clauses/S4.yaml"] != want {
		t.Errorf("got\n%s\nwant\n%s", got["clauses/S4.yaml"], want)
	}
	if changes := files.Changes(got); len(changes) != 2 || files.With(changes)["pack.yaml"] != got["pack.yaml"] {
		t.Errorf("got changes in %d files, want 2", len(changes))
	}
	for id, value := range map[string]string{"clauses/S4.yaml:rules[0].value": "five", "pack.yaml:until": "2027-02-30", "clauses/S4.yaml:title.en": " "} {
		if _, problems := files.Edit(map[string]string{id: value}); len(problems) != 1 || problems[0].Line == 0 {
			t.Errorf("%s = %q: got %v, want one problem with its line", id, value, problems)
		}
	}
}
