package packs

import (
	"io/fs"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"
)

func TestFS_holdsDataOnly(t *testing.T) {
	for _, folder := range []string{"calendars", "places", "parameters"} {
		if _, err := fs.ReadDir(FS, folder); err != nil {
			t.Errorf("folder is not embedded: %v", err)
		}
	}
	sources, err := fs.Glob(FS, "*.go")
	if err != nil || len(sources) > 0 {
		t.Errorf("got embedded sources %v, %v; want none", sources, err)
	}
}

func TestFiles(t *testing.T) {
	tree := fstest.MapFS{
		"calendars/cn.yaml":     {Data: []byte("nation")},
		"calendars/readme.md":   {Data: []byte("words")},
		"calendars/old/cn.yaml": {Data: []byte("elsewhere")},
	}
	files, err := Files(tree, "calendars", "*.yaml")
	if names := slices.Collect(maps.Keys(files)); err != nil || !slices.Equal(names, []string{"cn.yaml"}) || string(files["cn.yaml"]) != "nation" {
		t.Errorf("got %q, %v; want cn.yaml alone", files, err)
	}
	if files, err := Files(tree, "nowhere", "*.yaml"); err != nil || len(files) != 0 {
		t.Errorf("missing folder: got %v, %v; want nothing", files, err)
	}
}

// TestParameters_averageWage: no figure of the series that the rules name was
// found, so none ships; the worked examples stand apart and multiply as written.
func TestParameters_averageWage(t *testing.T) {
	type wage struct {
		ID, Place, Series, Source, Confidence string
		ValidFrom                             string `yaml:"valid_from"`
		Value                                 int
	}
	read := func(name string) (wages []wage) {
		document, err := FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.UnmarshalWithOptions(document, &wages, yaml.Strict()); err != nil {
			t.Fatal(err)
		}
		return wages
	}
	if active := read("parameters/average-wage.yaml"); len(active) != 0 {
		t.Errorf("got %v; want no active value", active)
	}
	sixTimes := map[string]int{"370100": 775_332, "370200": 773_646, "370600": 650_766}
	for _, w := range read("parameters/examples/average-wage.yaml") {
		if w.Value*6 != sixTimes[w.Place] || w.Confidence != "example" {
			t.Errorf("%+v; want a base of %d", w, sixTimes[w.Place])
		}
		delete(sixTimes, w.Place)
	}
	if len(sixTimes) > 0 {
		t.Errorf("no example for %v", sixTimes)
	}
}
