package packs

import (
	"io/fs"
	"maps"
	"slices"
	"testing"
	"testing/fstest"
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
