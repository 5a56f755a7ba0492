package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"yichuang/people"
	"yichuang/permit"
)

// Matters are all matters that the window offers, by id.
type Matters []Matter

// ReadMatters reads matter files: name to content, one matter a file, the name
// being the id. It reports every problem of every file at once, by name.
func ReadMatters(files map[string][]byte) (Matters, error) {
	matters := make(Matters, 0, len(files))
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		m, err := ReadMatter(files[name])
		if err == nil && string(m.ID)+".yaml" != name {
			err = fmt.Errorf("id is %s (name the file %s.yaml)", m.ID, m.ID)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("read matter %s: %w", name, err))
			continue
		}
		matters = append(matters, m)
	}
	return matters, errors.Join(problems...)
}

// ReadMatter reads one matter strictly: unknown keys are errors.
func ReadMatter(document []byte) (Matter, error) {
	var m Matter
	decoder := yaml.NewDecoder(bytes.NewReader(document), yaml.Strict())
	if err := decoder.Decode(&m); err != nil {
		return Matter{}, err
	}
	return m, m.Validate()
}

// Find returns the matter of the id; ok is false when it is not offered.
func (ms Matters) Find(id MatterID) (m Matter, ok bool) {
	i := slices.IndexFunc(ms, func(m Matter) bool { return m.ID == id })
	if i < 0 {
		return Matter{}, false
	}
	return ms[i], true
}

// At lists the matters that are offered at the place.
func (ms Matters) At(place people.PlaceCode) Matters {
	return slices.DeleteFunc(slices.Clone(ms), func(m Matter) bool { return !m.OfferedAt(place) })
}

// Validate reports everything that is wrong with the matter. Whether its facts
// and clauses exist is checked against the vocabulary and the packs elsewhere.
func (m Matter) Validate() error {
	var p problems
	p.unless(m.ID != "" && strings.Trim(string(m.ID), "abcdefghijklmnopqrstuvwxyz0123456789-") == "", "id %q is not lower case with hyphens", m.ID)
	p.unless(outcomes[m.Kind] != nil, "kind %q is none (permit, filing or request)", m.Kind)
	p.words("title", m.Title)
	p.words("summary", m.Summary)
	p.unless(len(m.Roles) > 0, "nobody may start it (name roles)")
	for _, r := range m.Roles {
		p.unless(!r.Staff() && slices.Contains(people.Roles, r), "role %q cannot start a matter", r)
		p.unless(r != people.Applicant || m.Kind == ForRequest, "role %q can start a request only", r)
	}
	p.unless(len(m.Tracks) > 0, "it has no track")
	for i, t := range m.Tracks {
		m.checkTrack(&p, i, t)
	}
	checkQuestions(&p, "question", m.Questions)
	m.checkServices(&p)
	m.checkPapers(&p)
	m.checkLimits(&p)
	m.checkPermit(&p)
	m.checkGuide(&p)
	return errors.Join(p...)
}

func (m Matter) checkTrack(p *problems, i int, t TrackPlan) {
	p.unless(t.ID != "" && slices.IndexFunc(m.Tracks, func(o TrackPlan) bool { return o.ID == t.ID }) == i, "track %d: id %q is empty or given twice", i, t.ID)
	p.unless(slices.Contains(people.OfficeKinds, t.Office), "track %s: office kind %q is none of %v", t.ID, t.Office, people.OfficeKinds)
	p.unless(t.Role == people.OfficerRole || t.Role == people.Police || t.Role == people.Partner, "track %s: role %q does not review", t.ID, t.Role)
	if t.After != "" {
		before := slices.IndexFunc(m.Tracks, func(o TrackPlan) bool { return o.ID == t.After })
		p.unless(before >= 0 && before < i, "track %s: after %q names no earlier track", t.ID, t.After)
	}
	for _, o := range t.Outcomes {
		p.unless(slices.Contains(outcomes[m.Kind], o), "track %s: a %s cannot end %q", t.ID, m.Kind, o)
	}
	p.unless(t.Permit == "" || m.Kind == ForPermit, "track %s: a %s grants no permit", t.ID, m.Kind)
	p.unless(!t.Termed || t.Permit != "", "track %s: a term without a permit", t.ID)
	checkQuestions(p, "track "+string(t.ID)+": result", t.Results)
}

func (m Matter) checkPapers(p *problems) {
	treatments := []Treatment{Required, Exempt, ByCommitment, Deferrable, SharedByState, Optional}
	for i, s := range m.Slots {
		p.unless(slices.IndexFunc(m.Slots, func(o SlotPlan) bool { return o.ID == s.ID }) == i, "slot %q is given twice", s.ID)
		p.unless(slices.Contains(treatments, s.Treatment), "slot %s: treatment %q is none of %v", s.ID, s.Treatment, treatments)
		p.words("slot "+string(s.ID), s.Title)
	}
	for _, path := range m.Required {
		p.unless(slices.Contains(m.Fields, path), "required fact %s is not among the fields", path)
	}
	p.unless(len(m.Letters) > 0, "it has no letters")
	for _, l := range m.Letters {
		p.unless(slices.Contains(LetterKinds, l), "letter %q is none of %v", l, LetterKinds)
	}
	for kind, clause := range m.Basis {
		p.unless(slices.Contains(m.Letters, kind) && clause != "", "basis: %s is none of its letters, or has no clause", kind)
	}
	for i, k := range m.Consents {
		p.unless(k.Of == "main-employer" || k.Of == "second-employer", "consent of %q is not known", k.Of)
		p.unless(slices.IndexFunc(m.Consents, func(o ConsentPlan) bool { return o.Of == k.Of }) == i, "consent of %q is given twice", k.Of)
		for _, path := range k.Covers {
			p.unless(slices.Contains(m.Fields, path), "consent of %s: %s is not among the fields", k.Of, path)
		}
	}
}

func (m Matter) checkLimits(p *problems) {
	units := []Unit{InWorkingDays, InDays, InMonths}
	moments := []Moment{AtSubmission, AtAcceptance, AtJointReview, AtReceipt, AtGrant, AtDecision}
	for _, l := range m.Limits {
		_, known := m.Track(l.Track)
		p.unless(known, "limit %s: it has no track %q", l.Step, l.Track)
		p.unless(l.Step != "" && l.Amount > 0, "limit %q of %d: name the step and an amount above 0", l.Step, l.Amount)
		p.unless(slices.Contains(units, l.Unit), "limit %s: unit %q is none of %v", l.Step, l.Unit, units)
		p.unless(slices.Contains(moments, l.From), "limit %s: from %q is none of %v", l.Step, l.From, moments)
		p.unless(!l.Statutory || l.Clause != "", "limit %s: a statutory limit needs its clause", l.Step)
	}
}

func (m Matter) checkPermit(p *problems) {
	if m.Deemed != nil {
		p.unless(m.Deemed.DaysBefore >= 0 && m.Deemed.Clause != "", "deemed: give days_before and the clause")
		p.unless(m.Permit != nil && m.Permit.Change == permit.ExtendedTerm, "deemed: only an extension can be deemed granted")
	}
	if m.Filing != nil {
		p.unless(m.Kind == ForFiling && slices.Contains(Recordings, m.Filing.Records), "filing: a filing records one of %v, not %q", Recordings, m.Filing.Records)
	}
	if m.Permit == nil {
		return
	}
	for _, k := range m.Permit.Caps {
		p.unless(k.Binding != "" && slices.Contains(m.Fields, k.Fact), "permit: cap %q by %q, which is none of the fields", k.Binding, k.Fact)
	}
	for _, fact := range []string{m.Permit.After, m.Permit.From, m.Permit.Days} {
		p.unless(fact == "" || slices.Contains(m.Fields, fact), "permit: %q, by which its term is counted, is none of the fields", fact)
	}
	p.unless(!m.Permit.Rests || m.Permit.Change == permit.Granted, "permit: only a new permit rests on another person's")
	changes := []permit.Change{
		"", permit.Granted, permit.ExtendedTerm, permit.EmployerChanged, permit.DataChanged, permit.Reissued, permit.WasCancelled,
	}
	p.unless(slices.Contains(changes, m.Permit.Change), "permit: change %q is none of %v", m.Permit.Change, changes[1:])
}

// problems gathers what is wrong.
type problems []error

func (p *problems) unless(ok bool, format string, args ...any) {
	if !ok {
		*p = append(*p, fmt.Errorf(format, args...))
	}
}

func (p *problems) words(of string, w people.Words) {
	p.unless(w.ZH != "" && w.EN != "", "%s needs zh and en", of)
}
