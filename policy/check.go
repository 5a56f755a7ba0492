package policy

import (
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/facts"
)

// Check finds what is wrong with packs that each can be read: replaces that lead
// nowhere or in a circle, rules that contradict each other with nobody replacing
// the other, rules that can never be met, ids without a name, facts that nothing
// reads. Conflicts come with a witness: facts under which both rules hold.
func (s *Set) Check(places *facts.Places) Problems {
	var c checker
	c.set, c.places = s, places
	for _, pack := range s.Packs {
		for _, clause := range pack.Clauses {
			for _, r := range clause.Rules {
				c.replaces(r)
				c.named(r)
			}
		}
		c.lies(pack)
		c.fires(pack)
		c.readings(pack)
	}
	c.conflicts()
	c.factsRead()
	c.problems.Sort()
	return slices.CompactFunc(c.problems, func(a, b Problem) bool { return a.String() == b.String() })
}

type checker struct {
	set      *Set
	places   *facts.Places
	problems Problems
}

func (c *checker) at(r *Rule, format string, args ...any) {
	c.problems = append(c.problems, problemAt(r.Clause.File, r.Line, 1, format, args...))
}

// lies: a pack speaks where there is something. A code that is no place would
// silently hold for nobody.
func (c *checker) lies(p *Pack) {
	for _, code := range p.Scope {
		if _, ok := c.places.Lookup(code); !ok && code != facts.Nation {
			c.problems = append(c.problems, problemAt(p.ID+"/pack.yaml", 0, 0, "scope: %s is no place", code))
		}
	}
}

// replaces: every name leads to a rule on the same key, and never back to itself.
func (c *checker) replaces(r *Rule) {
	for _, ref := range r.Replaces {
		named, sameKey := false, false
		for o := range c.rules() {
			if o.Answers(ref) {
				named = true
				sameKey = sameKey || c.coversKey(r, o)
			}
		}
		switch {
		case !named:
			c.at(r, "replaces %s, which is no clause or rule%s", ref, didYouMean(ref, c.refs()))
		case !sameKey:
			c.at(r, "replaces %s, which sets nothing on %s %s", ref, r.Kind, r.ID)
		}
	}
	if c.reaches(r, r, map[*Rule]bool{}) {
		c.at(r, "replaces itself in a circle")
	}
}

// coversKey reports whether o is on the key of r or of a rule written in one
// entry with it.
func (c *checker) coversKey(r, o *Rule) bool {
	if r.SameKey(o) {
		return true
	}
	for _, sibling := range r.Clause.Rules {
		if sibling.Line == r.Line && sibling.SameKey(o) {
			return true
		}
	}
	return false
}

func (c *checker) reaches(from, to *Rule, seen map[*Rule]bool) bool {
	if seen[from] {
		return false
	}
	seen[from] = true
	for o := range c.rules() {
		if o != from && from.SameKey(o) && slices.ContainsFunc(from.Replaces, o.Answers) {
			if o == to || c.reaches(o, to, seen) {
				return true
			}
		}
	}
	return false
}

func (c *checker) rules() func(func(*Rule) bool) {
	return func(yield func(*Rule) bool) {
		for _, p := range c.set.Packs {
			for _, clause := range p.Clauses {
				for _, r := range clause.Rules {
					if !yield(r) {
						return
					}
				}
			}
		}
	}
}

func (c *checker) refs() []string {
	var out []string
	for r := range c.rules() {
		out = append(out, r.Ref())
	}
	return out
}

// named: people must be able to read every id in both languages.
func (c *checker) named(r *Rule) {
	if _, ok := c.set.Name(string(r.Kind), r.ID); !ok {
		c.at(r, "%s %s has no name (add it to names.yaml in zh and en)", r.Kind, r.ID)
	}
	for _, f := range r.Material.Form {
		if _, ok := c.set.Name("form", f); !ok {
			c.at(r, "form %s has no name (add it to names.yaml in zh and en)", f)
		}
	}
}

// readings: every reading is read by a rule or gives the pack's last day.
func (c *checker) readings(p *Pack) {
	for _, reading := range p.Readings {
		used := slices.ContainsFunc(p.Clauses, func(clause *Clause) bool {
			return slices.ContainsFunc(clause.Rules, func(r *Rule) bool { return readsReading(r, reading.ID) })
		})
		if !used && !p.readsItself(reading) {
			c.problems = append(c.problems, problemAt(p.ID+"/pack.yaml", 0, 0, "reading %s is read by no rule", reading.ID))
		}
	}
}

// readsItself: the reading's option is the pack's last day, or the window's own
// conduct depends on it (marked by a duty of the casework).
func (p *Pack) readsItself(r Reading) bool {
	return p.Until != nil && p.Until.String() == r.Default || r.Casework
}

func readsReading(r *Rule, id string) bool {
	found := false
	for _, e := range r.exprs() {
		e.Walk(func(e *Expr) { found = found || e.Op == OpReading && e.Str == id })
	}
	return found
}

// factsRead: every fact of the vocabulary is read by a rule, or is there for
// the forms, the term or the casework, as the vocabulary itself says.
func (c *checker) factsRead() {
	read := map[string]bool{}
	for r := range c.rules() {
		for _, e := range r.exprs() {
			for _, path := range e.Facts() {
				read[path] = true
			}
		}
	}
	for _, f := range c.set.Vocabulary().Fields() {
		if !read[f.Path] && f.ReadBy == "" {
			c.problems = append(c.problems, problemAt("vocabulary.yaml", 0, 0, "fact %s is read by no rule (say read_by if the product itself reads it)", f.Path))
		}
	}
}

// fires: every rule can be met by somebody somewhere on some day in force.
func (c *checker) fires(p *Pack) {
	for _, clause := range p.Clauses {
		for _, r := range clause.Rules {
			if r.When != nil && !c.canFire(p, r) {
				c.at(r, "%s %s can never be met: no facts make its condition true", r.Kind, r.ID)
			}
		}
	}
}

// canFire tries the rule under every option of the readings that it reads.
func (c *checker) canFire(p *Pack, r *Rule) bool {
	if c.firesUnder(p, r, nil) {
		return true
	}
	for _, reading := range p.Readings {
		for _, o := range reading.Options {
			if readsReading(r, reading.ID) && c.firesUnder(p, r, map[string]string{reading.ID: o.ID}) {
				return true
			}
		}
	}
	return false
}

func (c *checker) firesUnder(p *Pack, r *Rule, options map[string]string) bool {
	exhausted := false
	for _, at := range c.worlds(p) {
		s := newSearch(at.plan, c.places, at.place, at.on)
		s.build = builder{plan: at.plan, pack: p, options: options}
		if s.satisfy(r.When, true, func() bool { return true }) {
			return true
		}
		exhausted = exhausted || s.budget < 0
	}
	return exhausted // an unfinished search proves nothing
}

// world is a place and a day on which packs are in force together.
type world struct {
	plan  *Plan
	place facts.Place
	on    civil.Date
}

// worlds are the days and places in which a pack's rules are tried.
func (c *checker) worlds(p *Pack) []world {
	var out []world
	for _, code := range c.samplePlaces(p) {
		place, ok := c.places.Lookup(code)
		if !ok {
			continue
		}
		for _, on := range sampleDays(p) {
			out = append(out, world{c.set.Plan(place, on), place, on})
		}
	}
	return out
}

func (c *checker) samplePlaces(p *Pack) []facts.PlaceCode {
	var out []facts.PlaceCode
	for _, scope := range p.Scope {
		if scope == facts.Nation {
			for _, other := range c.set.Packs {
				if other != p {
					out = append(out, c.samplePlaces(other)...)
				}
			}
			return append(out, "110105", "210100", "650400", "530100")
		}
		out = append(out, scope)
		for place := range c.places.All() {
			if place.In(scope) && place.City == place.Code {
				out = append(out, place.Code)
			}
		}
	}
	return out
}

func sampleDays(p *Pack) []civil.Date {
	var out []civil.Date
	for _, period := range p.Periods() {
		if period.From != nil {
			out = append(out, *period.From)
		}
		if period.Until != nil {
			out = append(out, *period.Until)
		}
	}
	if len(out) < 2 {
		out = append(out, civil.NewDate(2026, 3, 2))
	}
	return out
}

// Witness prints facts as a person would write them.
func (s *search) String() string {
	text := string(s.ctx.Facts.AppendCanonical(nil))
	var more []string
	if s.outcomes[OpGround] && s.ctx.Ground >= 0 {
		more = append(more, "ground "+s.plan.Grounds[s.ctx.Ground].ID)
	}
	return strings.Join(append([]string{text}, more...), ", ")
}
