package policy_test

import (
	"io/fs"
	"testing"

	"yichuang/facts"
	"yichuang/packs"
	"yichuang/policy"
)

// TestShippedPacks reads the packs that ship with the program.
func TestShippedPacks(t *testing.T) {
	language, err := policy.NewLanguage(facts.Default())
	if err != nil {
		t.Fatal(err)
	}
	dir, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		t.Fatal(err)
	}
	read, problems := language.ReadAll(dir)
	if len(problems) > 0 {
		t.Error(problems.Error())
	}
	if len(read) == 0 {
		t.Error("no pack was read")
	}
}
