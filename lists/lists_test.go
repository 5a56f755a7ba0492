package lists

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yichuang/civil"
	"yichuang/fault"
)

// shipped are the kinds that ship with the program.
func shipped(t testing.TB) Kinds {
	t.Helper()
	names, err := filepath.Glob("../packs/lists/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("got lists %v, %v", names, err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	kinds, err := Read(files)
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

func kind(t testing.TB, id ID) Kind {
	t.Helper()
	k, ok := shipped(t).Find(id)
	if !ok {
		t.Fatalf("no list %s", id)
	}
	return k
}

// TestKinds_citeClausesThatExist in the packs.
func TestKinds_citeClausesThatExist(t *testing.T) {
	for _, k := range shipped(t) {
		for _, ref := range k.Clauses {
			pack, clause, _ := strings.Cut(ref, "/")
			if _, err := os.Stat(filepath.Join("../packs/policies", pack, "clauses", clause+".yaml")); err != nil {
				t.Errorf("list %s cites %s, which is no clause", k.ID, ref)
			}
		}
	}
}

func goodFlat() map[string]string {
	return map[string]string{"name.zh": "示范苑1-201", "name.en": "Demo Court 1-201", "district.zh": "天山区", "district.en": "Tianshan",
		"size": "64.5", "market-rent": "3,200", "premium": "yes"}
}

// TestKind_Check names the column of every fault and keeps nothing that is empty.
func TestKind_Check(t *testing.T) {
	flats, calls, hospitals := kind(t, "housing-stock"), kind(t, "programme-calls"), kind(t, "hospitals")
	cells, err := flats.Check(goodFlat())
	if err != nil || cells["market-rent"] != "3200" || len(cells) != len(goodFlat()) {
		t.Fatalf("got %v, %v", cells, err)
	}
	for name, c := range map[string]struct {
		of           Kind
		column, text string
		key          string
	}{
		"no name":       {flats, "name.en", "", "fault.needed"},
		"words as rent": {flats, "market-rent", "cheap", "fault.form.amount"},
		"below nothing": {flats, "size", "-3", "fault.list.number"},
		"not a number":  {flats, "size", "NaN", "fault.list.number"},
		"no yes":        {flats, "premium", "perhaps", "fault.form.choice"},
		"no column":     {flats, "colour", "red", "fault.list.column"},
		"too long":      {flats, "address.zh", strings.Repeat("长", longest+1), "fault.form.long"},
		"no day":        {calls, "opens", "2026-02-30", "fault.form.date"},
		"no language":   {hospitals, "languages", "en,xx", "fault.form.choice"},
	} {
		row := map[string]string{}
		if c.of.ID == flats.ID {
			row = goodFlat()
		}
		row[c.column] = c.text
		if c.of.ID != flats.ID { // the cell alone
			i := slices.IndexFunc(c.of.Columns(), func(col Column) bool { return col.Name == c.column })
			_, err = c.of.Columns()[i].read(c.text)
		} else {
			_, err = c.of.Check(row)
		}
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.key || f.Path != c.column {
			t.Errorf("%s: got %v; want %s at %s", name, err, c.key, c.column)
		}
	}
	got, err := hospitals.Columns()[2].read("ru, en")
	if err != nil || got != "en,ru" {
		t.Errorf("got choices %q, %v; want them in the field's order", got, err)
	}
}

// TestKind_Phase includes the first and the last day.
func TestKind_Phase(t *testing.T) {
	calls := kind(t, "programme-calls")
	row := Row{Cells: map[string]string{"opens": "2026-04-01", "closes": "2026-05-15"}}
	for day, want := range map[string]Phase{"2026-03-31": Coming, "2026-04-01": Open, "2026-05-15": Open, "2026-05-16": Closed} {
		if got := calls.Phase(row, civil.MustParseDate(day)); got != want {
			t.Errorf("%s: got %s, want %s", day, got, want)
		}
	}
	row.Cells["closes"] = "2026-03-31"
	if calls.checkDays(row.Cells) == nil {
		t.Error("a call that closes before it opens was taken")
	}
	if got := kind(t, "schools").Phase(Row{}, civil.MustParseDate("2026-01-01")); got != Open {
		t.Errorf("a row without days is %s", got)
	}
}

// TestCSV_roundTrip reads what it wrote, whatever a cell holds.
func TestCSV_roundTrip(t *testing.T) {
	flats := kind(t, "housing-stock")
	odd := goodFlat()
	odd["address.en"], odd["address.zh"] = `=1+1, "Road"`, "'-路\n号"
	rows := Rows{{ID: "7", Cells: goodFlat()}, {ID: "b-2", Cells: odd}}
	rows, err := flats.Checked(rows)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := flats.CSV(&file, rows); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(file.String(), `'=1+1`) {
		t.Errorf("a spreadsheet would compute a cell:\n%s", file.String())
	}
	again, wrong := flats.ReadCSV(append([]byte(mark), file.Bytes()...))
	if len(wrong) > 0 || !slices.EqualFunc(rows, again, func(a, b Row) bool { return a.ID == b.ID && maps.Equal(a.Cells, b.Cells) }) {
		t.Errorf("got %v, %v\nwant %v", again, wrong, rows)
	}
}

// TestReadCSV_namesEveryLine that is wrong and takes none.
func TestReadCSV_namesEveryLine(t *testing.T) {
	schools := kind(t, "schools")
	const head = "id,name.zh,name.en,stages,district.zh,district.en\n"
	rows, wrong := schools.ReadCSV([]byte(head + "1,一小,First,primary,区,District\n1,二小,Second,primary,区,District\n,三小,,primary,区,District\n,四小,Fourth,college,区,District\nshort\n"))
	if rows != nil || len(wrong) != 4 {
		t.Fatalf("got %v, %v; want four wrong lines and no row", rows, wrong)
	}
	for i, want := range []struct {
		line      int
		key, path string
	}{{3, "fault.list.twice", "id"}, {4, "fault.needed", "name.en"}, {5, "fault.form.choice", "stages"}, {6, "fault.list.csv", "file"}} {
		if w := wrong[i]; w.Line != want.line || w.Fault.Key != want.key || w.Fault.Path != want.path {
			t.Errorf("got line %d %s at %s; want %+v", w.Line, w.Fault.Key, w.Fault.Path, want)
		}
	}
	rows, wrong = schools.ReadCSV([]byte(head + ",一小,First,primary,区,D\n8,二小,Second,junior,区,D\n,三小,Third,primary,区,D\n"))
	if len(wrong) > 0 || rows[0].ID != "9" || rows[2].ID != "10" {
		t.Errorf("got %v, %v; want new rows to follow the highest id", rows, wrong)
	}
	for name, file := range map[string]string{"no head": "", "a head that lacks a column": "id,name.zh\n"} {
		if _, wrong := schools.ReadCSV([]byte(file)); len(wrong) != 1 {
			t.Errorf("%s: got %v", name, wrong)
		}
	}
}

func TestRows(t *testing.T) {
	rows := Rows{{ID: "1", Cells: map[string]string{"a": "x"}}, {ID: "2"}}
	more, id := rows.With(Row{Cells: map[string]string{"a": "y"}})
	if id != "3" || len(more) != 3 || len(rows) != 2 {
		t.Errorf("got %s, %v, %v", id, more, rows)
	}
	changed, _ := more.With(Row{ID: "1", Cells: map[string]string{"a": "z"}})
	d := Difference(rows, changed.Without("2"))
	if !slices.Equal(d.Added, []string{"3"}) || !slices.Equal(d.Changed, []string{"1"}) || !slices.Equal(d.Removed, []string{"2"}) {
		t.Errorf("got %+v", d)
	}
	if !Difference(rows, rows).Empty() {
		t.Error("a list differs from itself")
	}
	if row := (Row{Cells: map[string]string{"name.en": "Demo Hospital", "languages": "en,ru"}}); !row.Holds("demo RU") || row.Holds("demo kk") || !row.Has("languages", "ru") || row.Has("languages", "") {
		t.Error("searching a row")
	}
}

// TestRead_namesEveryFault of a kind at once.
func TestRead_namesEveryFault(t *testing.T) {
	const broken = `
id: Broken
title: {zh: 题}
summary: {zh: 要, en: summary}
office: bakery
opens: name
fields:
  - {id: name, type: choice, title: {zh: 名, en: Name}}
  - {id: id, type: text, title: {zh: 名, en: Name}}
  - {id: name, type: poem, title: {zh: 名, en: Name}, choices: [{id: "a b", title: {zh: 甲}}]}
`
	_, err := Read(map[string][]byte{"broken.yaml": []byte(broken)})
	if err == nil {
		t.Fatal("read a broken kind")
	}
	for _, want := range []string{`id "Broken"`, "title needs", `kind "bakery"`, "first field", `field "id"`, "name is given twice", `type "poem"`, `choice "a b"`, "opens and closes"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the report does not name %s:\n%v", want, err)
		}
	}
	if _, err := Read(map[string][]byte{"other.yaml": []byte("id: schools\nflavour: sweet\n")}); err == nil {
		t.Error("an unknown key was read")
	}
}

func FuzzReadCSV(f *testing.F) {
	schools := kind(f, "schools")
	f.Add([]byte("id,name.zh,name.en,stages,district.zh,district.en\n1,一小,First,primary,区,District\n"))
	f.Fuzz(func(t *testing.T, document []byte) {
		rows, wrong := schools.ReadCSV(document)
		if len(wrong) > 0 {
			return
		}
		if _, err := schools.Checked(rows); err != nil {
			t.Errorf("%q gave rows that are none: %v", document, err)
		}
	})
}
