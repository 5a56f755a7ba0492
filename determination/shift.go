package determination

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/policy"
)

// Step is one difference between two determinations of the same facts: which key
// of the contract, of which entry, and both sides; "" where a side has none.
type Step struct {
	Key string // "class", "points", "limits" …
	ID  string // of the entry, or ""
	Old string
	New string
}

// Shift is how a person stands under other law. Better and Worse may both hold:
// one thing has become easier and another harder.
type Shift struct {
	Better, Worse bool
	Verdict       Verdict // under the new law
	Class         string
	Steps         []Step
}

// note adds a step where the sides differ; gain says which way it went.
func (s *Shift) note(key, id, old, now string, gain int) {
	if old == now {
		return
	}
	s.Steps = append(s.Steps, Step{key, id, old, now})
	s.Better = s.Better || gain > 0
	s.Worse = s.Worse || gain < 0
}

var (
	verdictOrder   = []string{string(Met), string(Officer), string(Unknown), string(NotMet)}
	classOrder     = []string{"A", "B", "C", "", "none"}
	statusOrder    = []string{"waived", "met", "discretion", "unknown", "not-met"}
	treatmentOrder = []string{"exempt", "deferrable", "commitment", "required"}
)

// gained is positive where now stands before old in an order from good to bad.
func gained(order []string, old, now string) int {
	return cmp.Compare(slices.Index(order, old), slices.Index(order, now))
}

// Compare says what changed for a person from one determination to another.
func Compare(old, now *Determination) Shift {
	s := Shift{Verdict: now.Verdict, Class: now.Class}
	s.note("verdict", "", string(old.Verdict), string(now.Verdict), gained(verdictOrder, string(old.Verdict), string(now.Verdict)))
	s.note("class", "", old.Class, now.Class, gained(classOrder, old.Class, now.Class))
	s.note("points", "", pointsText(old.Points), pointsText(now.Points), cmp.Compare(now.Points.Min, old.Points.Min))
	s.term(old.Term, now.Term)
	compareLists(&s, "grounds", old.Grounds, now.Grounds, func(g Ground) (string, string) { return g.ID, g.Class }, nil)
	compareLists(&s, "limits", old.Limits, now.Limits, func(l Limit) (string, string) { return l.ID, strings.TrimSpace(l.Status + " " + l.Min + l.Max) },
		func(a, b Limit) int { return gained(statusOrder, a.Status, b.Status) })
	compareLists(&s, "routes", old.Routes, now.Routes, func(e Entry) (string, string) { return e.ID, "open" }, nil)
	compareLists(&s, "materials", old.Materials, now.Materials, func(m Material) (string, string) { return m.ID, m.Treatment },
		func(a, b Material) int { return gained(treatmentOrder, a.Treatment, b.Treatment) })
	compareLists(&s, "deadlines", old.Deadlines, now.Deadlines, func(d Deadline) (string, string) {
		id := d.ID
		if d.Statutory {
			id += " statutory"
		}
		return id, strconv.Itoa(d.Amount) + " " + d.Unit
	}, func(a, b Deadline) int { return cmp.Compare(a.Amount, b.Amount) })
	compareLists(&s, "entitlements", old.Entitlements, now.Entitlements, func(e Entitlement) (string, string) { return e.ID, "open" + details(e.Detail) }, nil)
	compareLists(&s, "duties", old.Duties, now.Duties, func(e Entry) (string, string) { return e.ID, "open" }, func(Entry, Entry) int { return 0 })
	return s
}

func details(list []Detail) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString(" " + d.Name + " " + strconv.FormatFloat(d.Value, 'f', -1, 64))
	}
	return b.String()
}

func pointsText(p Points) string {
	if p.Total != nil {
		return strconv.Itoa(*p.Total)
	}
	return strconv.Itoa(p.Min) + "–" + strconv.Itoa(p.Max)
}

func (s *Shift) term(old, now *Term) {
	text := func(t *Term) (string, civil.Date) {
		if t == nil {
			return "", 0
		}
		return t.Until.String(), t.Until
	}
	a, from := text(old)
	b, until := text(now)
	s.note("term", "", a, b, cmp.Compare(until, from))
}

// compareLists notes entries that came, went or changed. One that came is a
// gain unless better says otherwise; papers and duties are none.
func compareLists[T any](s *Shift, key string, old, now []T, read func(T) (id, text string), better func(a, b T) int) {
	find := func(list []T, id string) (T, string, bool) {
		for _, e := range list {
			if own, text := read(e); own == id {
				return e, text, true
			}
		}
		var none T
		return none, "", false
	}
	for _, e := range old {
		id, before := read(e)
		other, after, kept := find(now, id)
		switch {
		case kept && before != after && better != nil:
			s.note(key, id, before, after, better(e, other))
		case kept:
			s.note(key, id, before, after, 0)
		case key == "materials":
			s.note(key, id, before, "", 1)
		case key == "duties":
			s.note(key, id, before, "", 0)
		default:
			s.note(key, id, before, "", -1)
		}
	}
	for _, e := range now {
		id, after := read(e)
		if _, _, there := find(old, id); there {
			continue
		}
		gain := map[string]int{"materials": -1, "duties": 0}
		if g, special := gain[key]; special {
			s.note(key, id, "", after, g)
		} else {
			s.note(key, id, "", after, 1)
		}
	}
}

// Trial is a scenario that another set of packs answers otherwise.
type Trial struct {
	Scenario *policy.Scenario
	Shift
	Edge     bool      // under the new packs the points stand exactly on a threshold
	Failures []Failure // of its expectation under the new packs
	Failed   bool      // it fails under the old packs too
	Err      error     // it cannot be run under the new packs
}

// Try runs every scenario of both engines and returns those whose answer or
// expectation changes.
func Try(before, after *Engine) []Trial {
	own := map[string]*policy.Scenario{}
	for _, s := range before.scenarios() {
		own[s.File] = s
	}
	var out []Trial
	for _, s := range after.scenarios() {
		t := Trial{Scenario: s}
		if t.Failures, t.Err = after.RunScenario(s); t.Err == nil {
			t.Shift, t.Edge = before.shift(after, s)
		}
		if was := own[s.File]; was != nil {
			failures, err := before.RunScenario(was)
			t.Failed = err != nil || len(failures) > 0
		}
		if len(t.Steps) > 0 || len(t.Failures) > 0 || t.Err != nil {
			out = append(out, t)
		}
	}
	return out
}

// shift compares what two engines say of a scenario's facts.
func (e *Engine) shift(after *Engine, s *policy.Scenario) (Shift, bool) {
	before, f, err := e.forScenario(s)
	if err != nil {
		return Shift{}, false // a scenario that only the new packs can run
	}
	then, g, err := after.forScenario(s)
	if err != nil {
		return Shift{}, false
	}
	return before.Shift(f, then, g)
}

// Shift compares what two engines say of a person's facts, each in its own
// vocabulary, and whether the person then stands on the edge.
func (e *Engine) Shift(f *facts.Facts, after *Engine, g *facts.Facts) (Shift, bool) {
	old, err := e.Determine(f)
	if err != nil {
		return Shift{}, false
	}
	now, err := after.Determine(g)
	if err != nil {
		return Shift{}, false
	}
	s := Compare(old, now)
	return s, len(s.Steps) > 0 && after.AtEdge(g)
}

// AtEdge reports whether the facts' points stand exactly on a figure that a rule
// asks for: one point less and the answer turns.
func (e *Engine) AtEdge(f *facts.Facts) bool {
	w, err := e.begin(f)
	if err != nil {
		return false
	}
	w.outcome.reset()
	w.run(&w.outcome)
	defer w.end()
	for _, pack := range w.Packs {
		for _, t := range w.Plan.Thresholds(pack) {
			if t.Total && slices.Contains(t.Gap(&w.Context), 0) {
				return true
			}
		}
	}
	return false
}
