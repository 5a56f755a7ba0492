package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/packs"
	"yichuang/policy"
)

// product is the law, the places and the calendars, read and ready.
type product struct {
	places    *facts.Places
	calendars *civil.Calendars
	engine    *determination.Engine
}

// lawFlags say which packs and parameters to use.
type lawFlags struct{ policies, parameters string }

func (l *lawFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&l.policies, "policies", "", "folder of policy packs that add to or replace the built-in ones")
	flags.StringVar(&l.parameters, "parameters", "", "file of dated parameters (YAML or JSON list) that add to those loaded")
}

// read builds the product from what is built in and what the flags name. It
// fails with every problem of every pack at once; a bad pack is never half used.
func (l *lawFlags) read() (*product, error) {
	places, err := readPlaces(packs.FS)
	if err != nil {
		return nil, err
	}
	calendars, err := readCalendars(packs.FS)
	if err != nil {
		return nil, err
	}
	language, err := policy.NewLanguage(facts.Default())
	if err != nil {
		return nil, err
	}
	read, problems := readPacks(language, l.policies)
	if len(problems) > 0 {
		return nil, problems
	}
	set, err := policy.NewSet(language, read)
	if err != nil {
		return nil, err
	}
	parameters, err := l.readParameters(set, places)
	if err != nil {
		return nil, err
	}
	return &product{places, calendars, determination.New(set, places, parameters)}, nil
}

// readPacks reads the built-in packs and those of a folder, which replace
// built-in ones of the same id. The folder may be one pack or hold several.
func readPacks(language *policy.Language, dir string) ([]*policy.Pack, policy.Problems) {
	builtin, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		return nil, policy.Problems{{File: "packs", Text: err.Error()}}
	}
	read, problems := language.ReadAll(builtin)
	if dir == "" {
		return read, problems
	}
	own, more := readFolder(language, dir)
	problems = append(problems, more...)
	return replacePacks(read, own), problems
}

func readFolder(language *policy.Language, dir string) ([]*policy.Pack, policy.Problems) {
	if _, err := os.Stat(filepath.Join(dir, "pack.yaml")); err == nil {
		pack, problems := language.Read(os.DirFS(filepath.Dir(filepath.Clean(dir))), filepath.Base(filepath.Clean(dir)))
		if pack == nil {
			return nil, problems
		}
		return []*policy.Pack{pack}, problems
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, policy.Problems{{File: dir, Text: "no folder of policy packs"}}
	}
	read, problems := language.ReadAll(os.DirFS(dir))
	if len(read) == 0 && len(problems) == 0 {
		problems = policy.Problems{{File: dir, Text: "no pack there (want <id>/pack.yaml)"}}
	}
	return read, problems
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

// readParameters reads the built-in parameters and the flag's file. The file may
// only name parameters that a pack declares and places that are known: a slip of
// the pen would otherwise change nothing, silently.
func (l *lawFlags) readParameters(set *policy.Set, places *facts.Places) (*policy.Parameters, error) {
	files, err := packs.Files(packs.FS, "parameters", "*.yaml")
	if err != nil {
		return nil, err
	}
	var values []policy.ParameterValue
	for name, data := range files {
		more, err := policy.ReadParameters("parameters/"+name, data)
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
	return policy.NewParameters(values), nil
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
