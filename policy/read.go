package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/facts"
)

// Read reads the pack in the folder dir of fsys. Every problem found is returned
// at once; a pack with problems is nil, so that none is ever half in force.
func (l *Language) Read(fsys fs.FS, dir string) (*Pack, Problems) {
	var problems Problems
	r := &reader{Language: l, problems: &problems, defines: map[string]*Expr{}}
	pack := r.pack(fsys, dir)
	problems.Sort()
	if len(problems) > 0 {
		return nil, problems
	}
	return pack, nil
}

// ReadAll reads every folder of fsys that has a pack.yaml, in level order.
func (l *Language) ReadAll(fsys fs.FS) ([]*Pack, Problems) {
	var packs []*Pack
	var problems Problems
	dirs, err := fs.Glob(fsys, "*/pack.yaml")
	if err != nil {
		return nil, Problems{{File: ".", Text: err.Error()}}
	}
	for _, file := range dirs {
		pack, ps := l.Read(fsys, path.Dir(file))
		problems = append(problems, ps...)
		if pack != nil {
			packs = append(packs, pack)
		}
	}
	SortPacks(packs)
	return packs, problems
}

type reader struct {
	*Language
	problems *Problems
	result   *Pack
	defines  map[string]*Expr // of the pack
	dir      string           // the pack's folder
}

func (r *reader) fail(file, format string, args ...any) {
	*r.problems = append(*r.problems, problemAt(file, 0, 0, format, args...))
}

func (r *reader) pack(fsys fs.FS, dir string) *Pack {
	data, err := fs.ReadFile(fsys, path.Join(dir, "pack.yaml"))
	if err != nil {
		r.fail(path.Join(dir, "pack.yaml"), "%v", pathless(err))
		return nil
	}
	m := parseMapping(path.Join(dir, "pack.yaml"), data, r.problems)
	if m == nil {
		return nil
	}
	r.result, r.dir = &Pack{}, dir
	r.head(m)
	if id := path.Base(dir); r.result.ID != id && dir != "." {
		m.at(m.node, "id %s differs from the folder's name %s", r.result.ID, id)
	}
	r.names(fsys, dir)
	r.clauses(fsys, dir)
	r.result.Scenarios = readScenarios(fsys, dir, r.problems)
	if r.result.Hash, err = hashOf(fsys, dir); err != nil {
		r.fail(dir, "%v", pathless(err))
	}
	return r.result
}

func pathless(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// head reads pack.yaml.
func (r *reader) head(m *mapping) {
	p := r.result
	p.ID = m.need("id")
	m.plain("id", p.ID)
	p.Title, p.Short = m.needText("title"), m.needText("short")
	switch m.word("level", "nation", "province", "city") {
	case "province":
		p.Level = Province
	case "city":
		p.Level = City
	}
	for _, s := range m.strs("scope") {
		p.Scope = append(p.Scope, facts.PlaceCode(s))
	}
	if len(p.Scope) == 0 {
		m.missing("scope")
	}
	p.Source, p.Assumption = m.text("source"), m.text("assumption")
	p.From = m.date("from")
	for _, s := range m.subs("readings") {
		p.Readings = append(p.Readings, readReading(s))
	}
	for _, s := range m.subs("parameters") {
		p.Parameters = append(p.Parameters, ParameterDef{ID: s.need("id"), Unit: s.str("unit"), Title: s.needText("title")})
		s.done()
	}
	r.until(m)
	if p.From != nil && p.Until != nil && *p.Until < *p.From {
		m.at(m.values["until"], "until lies before from")
	}
	r.renewed(m)
	r.define(m, r.defines)
	m.done()
}

// renewed reads the periods for which the instrument was renewed. Each begins
// after the one before has ended.
func (r *reader) renewed(m *mapping) {
	p := r.result
	for _, s := range m.subs("renewed") {
		next := Period{From: s.date("from"), Until: s.date("until")}
		s.text("source")
		last := p.LastDay()
		switch {
		case next.From == nil:
			s.missing("from")
		case last == nil || *next.From <= *last:
			s.at(s.node, "a renewal begins after the last day before it")
		case next.Until != nil && *next.Until < *next.From:
			s.at(s.values["until"], "until lies before from")
		}
		p.Renewed = append(p.Renewed, next)
		s.done()
	}
}

// until is a date, or {reading: id} whose options are dates.
func (r *reader) until(m *mapping) {
	if _, plain := scalar(m.values["until"]); plain || !m.has("until") {
		r.result.Until = m.date("until")
		return
	}
	s := m.sub("until")
	if s == nil {
		return
	}
	id := s.need("reading")
	reading, ok := r.result.Reading(id)
	if !ok {
		s.at(s.node, "no reading %s", id)
		return
	}
	day, err := civil.ParseDate(reading.Default)
	if err != nil {
		s.at(s.node, "reading %s: %v", id, err)
		return
	}
	r.result.Until = &day
	s.done()
}

func readReading(m *mapping) Reading {
	out := Reading{ID: m.need("id"), Question: m.needText("question"), Default: m.need("default"), Source: m.text("source"), Casework: m.bool("casework")}
	m.plain("id", out.ID)
	if options := m.sub("options"); options != nil {
		for _, id := range slices.Clone(options.keys) {
			options.plain("option", id)
			out.Options = append(out.Options, Option{id, options.text(id)})
		}
	}
	if !slices.ContainsFunc(out.Options, func(o Option) bool { return o.ID == out.Default }) {
		m.at(m.node, "reading %s: default %q is none of its options", out.ID, out.Default)
	}
	m.done()
	return out
}

// names reads names.yaml: what people call the ids that rules set.
func (r *reader) names(fsys fs.FS, dir string) {
	file := path.Join(dir, "names.yaml")
	data, err := fs.ReadFile(fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		r.fail(file, "%v", pathless(err))
		return
	}
	m := parseMapping(file, data, r.problems)
	if m == nil {
		return
	}
	for _, kind := range m.keys {
		ids := m.sub(kind)
		if ids == nil {
			continue
		}
		for _, id := range slices.Clone(ids.keys) {
			r.result.Names = append(r.result.Names, Name{kind, id, ids.text(id)})
		}
	}
	m.done()
}

func (r *reader) clauses(fsys fs.FS, dir string) {
	files, err := fs.Glob(fsys, path.Join(dir, "clauses", "*.yaml"))
	if err != nil {
		r.fail(dir, "%v", err)
	}
	slices.SortFunc(files, func(a, b string) int { return NaturalCompare(path.Base(a), path.Base(b)) })
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			r.fail(file, "%v", pathless(err))
			continue
		}
		if m := parseMapping(file, data, r.problems); m != nil {
			r.result.Clauses = append(r.result.Clauses, r.clause(m))
		}
	}
	if len(files) == 0 {
		r.fail(dir, "pack has no clauses (want clauses/<id>.yaml)")
	}
}

// hashOf is the SHA-256 over names and contents of every file of the pack, in
// order, so that a receipt names the exact text.
func hashOf(fsys fs.FS, dir string) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(fsys, dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s %d\n", strings.TrimPrefix(file, dir), len(data))
		h.Write(data)
		return nil
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

// NaturalCompare orders U2 before U10: runs of digits compare as numbers.
func NaturalCompare(a, b string) int {
	for a != "" && b != "" {
		na, nb := leadingDigits(a), leadingDigits(b)
		if na > 0 && nb > 0 {
			da, db := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if len(da) != len(db) {
				return len(da) - len(db)
			}
			if c := strings.Compare(da, db); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
