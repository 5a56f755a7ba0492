package determination

import (
	"slices"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/policy"
)

// Advice is a smallest set of changes, each within a person's or an employer's
// honest reach, that gives a better result. It is true by re-evaluation: the
// engine has determined the changed facts.
type Advice struct {
	Changes []Change
	Verdict Verdict
	Class   string
	Points  Points
	Clauses []string    // that make the difference
	Opens   *civil.Date // first day on which it works, where it has to wait
	Closes  *civil.Date // last day on which it works; nil: no end in sight
}

// Change is one fact to be changed, with both values as facts.ParseValue reads
// them; From is "" while the fact is unknown.
type Change struct{ Path, From, To string }

// advice looks at most two changes deep and returns at most this many sets.
const mostAdvice = 6

// Advise proposes changes where the result fails or falls short of a better
// class. It only touches facts that the vocabulary marks actionable, and never a
// claim: what a person could claim, nobody but the person knows.
func (e *Engine) Advise(f *facts.Facts) ([]Advice, error) {
	base, err := e.Determine(f)
	if err != nil {
		return nil, err
	}
	if base.Verdict == Met && (base.Class == "A" || base.Class == "none") {
		return nil, nil
	}
	a := &adviser{engine: e, base: base, facts: f}
	moves := a.moves()
	for _, m := range moves {
		a.try(m)
	}
	for i, m := range moves {
		for _, n := range moves[i+1:] {
			if m.Path != n.Path {
				a.try(m, n)
			}
		}
	}
	slices.SortStableFunc(a.found, func(x, y Advice) int {
		if c := rank(y.Verdict, y.Class) - rank(x.Verdict, x.Class); c != 0 {
			return c
		}
		return len(x.Changes) - len(y.Changes)
	})
	return a.found[:min(len(a.found), mostAdvice)], nil
}

// rank orders results: what the verdict allows first, then the class.
func rank(v Verdict, class string) int {
	r := map[Verdict]int{NotMet: 0, Unknown: 10, Officer: 20, Met: 30}[v]
	return r + map[string]int{"C": 1, "B": 2, "A": 3}[class]
}

// AppendAdvice appends the JSON list of advice.
func AppendAdvice(b []byte, list []Advice) []byte {
	return appendList(b, list, func(b []byte, a Advice) []byte {
		b = appendList(append(b, `{"changes":`...), a.Changes, func(b []byte, c Change) []byte {
			b = appendString(append(b, `{"path":`...), c.Path)
			b = appendWord(append(b, `,"from":`...), c.From)
			return append(appendString(append(b, `,"to":`...), c.To), '}')
		})
		b = appendString(append(b, `,"verdict":`...), string(a.Verdict))
		b = appendWord(append(b, `,"class":`...), a.Class)
		b = a.Points.append(append(b, `,"points":`...))
		b = appendStrings(append(b, `,"clauses":`...), a.Clauses)
		b = appendDate(append(b, `,"opens":`...), a.Opens)
		return append(appendDate(append(b, `,"closes":`...), a.Closes), '}')
	})
}

// Answer determines facts and advises.
func (e *Engine) Answer(f *facts.Facts) (*Determination, []Advice, error) {
	d, err := e.Determine(f)
	if err != nil {
		return nil, nil, err
	}
	advice, err := e.Advise(f)
	return d, advice, err
}

// AppendAnswer appends the determination's JSON with the advice as one more key
// after its own: what assess and the API answer.
func (d *Determination) AppendAnswer(b []byte, advice []Advice) []byte {
	b = d.AppendJSON(b)
	b = append(b[:len(b)-1], `,"advice":`...) // the object goes on where the determination closed it
	return append(AppendAdvice(b, advice), '}')
}

// Lapsed is what a pack that is not in force on the day would have given on its
// last day, or will give on its first.
type Lapsed struct {
	Pack *policy.Pack
	On   civil.Date
	Then *Determination
}

// Lapsed determines the same facts on the nearest day of every pack that speaks
// at the place and is not in force.
func (e *Engine) Lapsed(f *facts.Facts, d *Determination) ([]Lapsed, error) {
	on, _ := e.Policies.Vocabulary().Lookup("on")
	var out []Lapsed
	for _, ref := range d.Policies {
		pack, _ := e.Policies.On(ref.ID, d.On)
		day := ref.Until
		if ref.From != nil && d.On < *ref.From {
			day = ref.From
		}
		if ref.InForce || day == nil {
			continue
		}
		then := f.Clone()
		then.Set(on.Slot, facts.Value{State: facts.Known, N: int64(*day)})
		other, err := e.Determine(then)
		if err != nil {
			return nil, err
		}
		out = append(out, Lapsed{pack, *day, other})
	}
	return out, nil
}
