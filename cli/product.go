package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/packs"
	"yichuang/people"
	"yichuang/policy"
)

// product is the law, the places, the calendars and the matters, read and ready.
// It is never changed: new law is a new product.
type product struct {
	office.Program
	engine  *determination.Engine
	matters casefile.Matters
	papers  casefile.Papers
	offices []people.Office // that a data folder brings along
}

// lawFlags say which packs and parameters to use.
type lawFlags struct{ policies, parameters string }

func (l *lawFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&l.policies, "policies", "", "folder of policy packs that add to or replace the built-in ones, or a data folder with\npolicies/ places/ calendars/ parameters/ matters/ papers/ offices/ for a new city")
	flags.StringVar(&l.parameters, "parameters", "", "file of dated parameters (YAML or JSON list) that add to those loaded")
}

// read builds the product from what is built in and what the flags name. It
// fails with every problem of every pack at once; a bad pack is never half used.
func (l *lawFlags) read() (*product, error) {
	p := &product{}
	var err error
	if p.Places, err = readPlaces(l.policies); err != nil {
		return nil, err
	}
	if p.Calendars, err = readCalendars(l.policies); err != nil {
		return nil, err
	}
	if p.matters, err = readMatters(l.policies); err != nil {
		return nil, err
	}
	if p.papers, err = readPapers(l.policies); err != nil {
		return nil, err
	}
	if p.offices, err = readOffices(l.policies); err != nil {
		return nil, err
	}
	if p.Language, err = policy.NewLanguage(facts.Default()); err != nil {
		return nil, err
	}
	var problems policy.Problems
	if p.Base, problems = readPacks(p.Language, l.policies); len(problems) > 0 {
		return nil, problems
	}
	if p.Texts, err = readTexts(p.Base, l.policies); err != nil {
		return nil, err
	}
	set, err := policy.NewSet(p.Language, p.Base)
	if err != nil {
		return nil, err
	}
	if p.Values, err = l.readParameters(set, p.Places); err != nil {
		return nil, err
	}
	p.engine = determination.New(set, p.Places, policy.NewParameters(p.Values))
	return p, nil
}

// readPacks reads the built-in packs and those of folders, which replace earlier
// ones of the same id. A folder may be one pack, hold several, or be a data folder.
func readPacks(language *policy.Language, dirs ...string) ([]*policy.Pack, policy.Problems) {
	builtin, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		return nil, policy.Problems{{File: "packs", Text: err.Error()}}
	}
	read, problems := language.ReadAll(builtin)
	for _, dir := range dirs {
		if dir == "" {
			continue
		}
		own, more := readFolder(language, dir)
		problems = append(problems, more...)
		read = replacePacks(read, own)
	}
	return read, problems
}

func readFolder(language *policy.Language, dir string) ([]*policy.Pack, policy.Problems) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, policy.Problems{{File: dir, Text: "no folder of policy packs"}}
	}
	tree, root := packTree(dir)
	if root != "." {
		pack, problems := language.Read(tree, root)
		if pack == nil {
			return nil, problems
		}
		return []*policy.Pack{pack}, problems
	}
	read, problems := language.ReadAll(tree)
	if len(read) == 0 && len(problems) == 0 {
		problems = policy.Problems{{File: dir, Text: noPackThere}}
	}
	return read, problems
}

const noPackThere = "no pack there (want <id>/pack.yaml, or a data folder with policies/<id>/pack.yaml)"

// holdsPack reports whether the folder is a pack or has some.
func holdsPack(dir string) bool {
	tree, root := packTree(dir)
	if root != "." {
		return true
	}
	found, err := fs.Glob(tree, "*/pack.yaml")
	return err == nil && len(found) > 0
}

// packTree is where the packs of a folder lie; root is the one pack that the
// folder is, or ".".
func packTree(dir string) (tree fs.FS, root string) {
	if _, err := os.Stat(filepath.Join(dir, "pack.yaml")); err == nil {
		clean := filepath.Clean(dir)
		return os.DirFS(filepath.Dir(clean)), filepath.Base(clean)
	}
	if isDataFolder(dir) {
		return os.DirFS(filepath.Join(dir, "policies")), "."
	}
	return os.DirFS(dir), "."
}

// readTexts keeps the files of the packs, so that cases can name them for ever.
func readTexts(read []*policy.Pack, dir string) (map[string]policy.Files, error) {
	builtin, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		return nil, err
	}
	texts := map[string]policy.Files{}
	for _, p := range read {
		tree := builtin
		if dir != "" {
			own, root := packTree(dir)
			if _, err := fs.Stat(own, path.Join(p.ID, "pack.yaml")); err == nil && (root == "." || root == p.ID) {
				tree = own
			}
		}
		if texts[p.Hash], err = policy.FilesIn(tree, p.ID); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func replacePacks(packs, by []*policy.Pack) []*policy.Pack {
	own := map[string]bool{}
	for _, p := range by {
		own[p.ID] = true
	}
	out := by
	for _, p := range packs {
		if !own[p.ID] {
			out = append(out, p)
		}
	}
	policy.SortPacks(out)
	return out
}

// readParameters reads the parameters of the program, of the data folder and of
// the flag's file. The file may only name parameters that a pack declares and places that are known: a slip of
// the pen would otherwise change nothing, silently.
func (l *lawFlags) readParameters(set *policy.Set, places *facts.Places) ([]policy.ParameterValue, error) {
	documents, err := dataFiles("parameters", l.policies)
	if err != nil {
		return nil, err
	}
	var values []policy.ParameterValue
	for _, d := range documents {
		more, err := policy.ReadParameters(d.name, d.text)
		if err != nil {
			return nil, err
		}
		values = append(values, more...)
	}
	if l.parameters != "" {
		data, err := os.ReadFile(l.parameters)
		if err != nil {
			return nil, fault.At("--parameters", "%v", pathless(err))
		}
		more, err := policy.ReadParameters(l.parameters, data)
		if err != nil {
			return nil, err
		}
		for i, v := range more {
			if _, ok := places.Lookup(v.Place); !ok {
				return nil, fault.At(fmt.Sprintf("%s: [%d].place", l.parameters, i), "unknown place %q", v.Place)
			}
			if !declares(set, v.ID) {
				return nil, fault.At(fmt.Sprintf("%s: [%d].id", l.parameters, i), "no policy pack knows a parameter %q", v.ID)
			}
		}
		values = append(values, more...)
	}
	return values, nil
}

func declares(set *policy.Set, id string) bool {
	for _, p := range set.Packs {
		if slices.ContainsFunc(p.Parameters, func(d policy.ParameterDef) bool { return d.ID == id }) {
			return true
		}
	}
	return false
}

// pathless drops the operation and the path that the message names already.
func pathless(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return fmt.Errorf("%s: %w", p.Path, p.Err)
	}
	return err
}
