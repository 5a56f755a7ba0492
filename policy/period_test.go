package policy

import (
	"io/fs"
	"testing"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/packs"
)

func on(s string) *civil.Date { d := civil.MustParseDate(s); return &d }

// TestTimeline: from its day on an edition speaks in place of every older one;
// days before it stay with the text that spoke then, and a renewal leaves its gap.
func TestTimeline(t *testing.T) {
	base := &Pack{ID: "city", From: on("2024-06-18"), Until: on("2026-06-17"), Hash: "first"}
	amended := &Pack{ID: "city", From: on("2024-06-18"), Until: on("2026-06-17"), Hash: "amended"}
	renewed := &Pack{ID: "city", From: on("2024-06-18"), Until: on("2026-06-17"), Hash: "renewed",
		Renewed: []Period{{on("2026-11-25"), on("2028-11-24")}}}
	other := &Pack{ID: "nation", Hash: "nation"}
	line := Timeline([]*Pack{base, other}, []Edition{{amended, *on("2026-05-01")}, {renewed, *on("2026-11-25")}})
	set, err := NewSet(newLanguage(t), line)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day, text string
		inForce   bool
	}{
		{"2024-06-17", "first", false}, {"2024-06-18", "first", true}, {"2026-04-30", "first", true},
		{"2026-05-01", "amended", true}, {"2026-06-17", "amended", true}, {"2026-06-18", "amended", false},
		{"2026-11-24", "amended", false}, {"2026-11-25", "renewed", true}, {"2028-11-24", "renewed", true}, {"2028-11-25", "renewed", false},
	} {
		pack, ok := set.On("city", *on(c.day))
		if !ok || pack.Hash != c.text || pack.InForce(*on(c.day)) != c.inForce {
			t.Errorf("%s: got %s, in force %t; want %s, %t", c.day, pack.Hash, pack.InForce(*on(c.day)), c.text, c.inForce)
		}
		if n := len(set.PacksOn(*on(c.day))); n != 2 {
			t.Errorf("%s: %d packs speak, want 2", c.day, n)
		}
	}
	if _, err := NewSet(newLanguage(t), []*Pack{base, amended}); err == nil {
		t.Error("two texts of one pack on the same days are a set")
	}
}

func newLanguage(t *testing.T) *Language {
	t.Helper()
	l, err := NewLanguage(facts.Default())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestReadFiles: a pack kept as texts reads as its folder does, hash and all.
func TestReadFiles(t *testing.T) {
	language := newLanguage(t)
	tree, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		t.Fatal(err)
	}
	shipped, problems := language.ReadAll(tree)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, pack := range shipped {
		files, err := FilesIn(tree, pack.ID)
		if err != nil {
			t.Fatal(err)
		}
		read, problems := language.ReadFiles(pack.ID, files)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if read.Hash != pack.Hash || len(read.Scenarios) != len(pack.Scenarios) || read.Scenarios[0].File != pack.Scenarios[0].File {
			t.Errorf("%s: hash %s and %s differ", pack.ID, read.Hash, pack.Hash)
		}
	}
}
