package policy

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// Scenario is one question with the answer that the law gives, kept beside the
// clause that it proves.
type Scenario struct {
	File       string
	Clause     string   // the part of the name before the first "-" that is a clause of the pack
	Title      string   // what a reader should learn
	Facts      []byte   // JSON
	Expect     []byte   // JSON: only what matters
	Absent     []string // paths that must not be in the answer
	Parameters []byte   // YAML list, or nil
	Boundary   []string // thresholds it stands on, see docs/policy-language.md
	Trace      string
}

func readScenarios(fsys fs.FS, dir string, problems *Problems) []*Scenario {
	files, err := fs.Glob(fsys, path.Join(dir, "scenarios", "*.txtar"))
	if err != nil {
		*problems = append(*problems, Problem{File: dir, Text: err.Error()})
	}
	slices.SortFunc(files, NaturalCompare)
	var out []*Scenario
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err == nil {
			var s *Scenario
			if s, err = ParseScenario(file, data); err == nil {
				out = append(out, s)
			}
		}
		if err != nil {
			*problems = append(*problems, Problem{File: file, Text: pathless(err).Error()})
		}
	}
	return out
}

// ParseScenario reads one txtar file.
func ParseScenario(file string, data []byte) (*Scenario, error) {
	archive := txtar.Parse(data)
	s := &Scenario{File: file, Title: strings.TrimSpace(string(archive.Comment))}
	for _, f := range archive.Files {
		switch f.Name {
		case "facts.json":
			s.Facts = f.Data
		case "expect.json":
			s.Expect = f.Data
		case "absent":
			s.Absent = lines(f.Data)
		case "parameters.yaml":
			s.Parameters = f.Data
		case "boundary":
			s.Boundary = lines(f.Data)
		case "trace.txt":
			s.Trace = string(f.Data)
		default:
			return nil, errors.New("unknown part " + f.Name + " (want facts.json, expect.json, absent, parameters.yaml, boundary or trace.txt)")
		}
	}
	if s.Title == "" || s.Facts == nil || s.Expect == nil {
		return nil, errors.New("want a title, facts.json and expect.json")
	}
	return s, nil
}

func lines(data []byte) []string {
	var out []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
