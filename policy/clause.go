package policy

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"yichuang/facts"
)

// clause reads one clause file.
func (r *reader) clause(m *mapping) *Clause {
	c := &Clause{Pack: r.result, ID: m.need("clause"), File: m.file}
	m.plain("clause", c.ID)
	c.ref = c.Pack.ID + "/" + c.ID
	if want := strings.TrimSuffix(path.Base(m.file), ".yaml"); c.ID != want {
		m.at(m.node, "clause %s stands in the file of %s", c.ID, want)
	}
	c.Cite, c.Title, c.Summary = m.needText("cite"), m.needText("title"), m.needText("summary")
	c.Note, c.Reason = m.text("note"), m.text("reason")
	c.Confidence = m.str("confidence")
	c.Kinds = m.strs("kinds")
	for _, k := range c.Kinds {
		if !slices.Contains(clauseKinds, k) {
			m.at(m.values["kinds"], "kind %s is none of %s%s", k, strings.Join(clauseKinds, ", "), didYouMean(k, clauseKinds))
		}
	}
	defines := maps.Clone(r.defines)
	r.define(m, defines)
	common := r.code(m, "when", BoolType, scope{pack: r.result, defines: defines})
	for _, s := range m.subs("rules") {
		c.Rules = append(c.Rules, r.rules(c, s, common, defines)...)
	}
	if len(c.Rules) == 0 && c.Reason.Zh == "" {
		m.at(m.node, "clause %s has neither rules nor a reason why it has none", c.ID)
	}
	m.done()
	return c
}

var clauseKinds = []string{"rule", "procedure", "mode", "service", "programme"}

// code compiles the expression under a key and reports its faults in the file.
func (r *reader) code(m *mapping, key string, want Type, s scope) *Expr {
	c, ok := m.code(key)
	if !ok {
		return nil
	}
	return r.compileAt(m, c, want, s)
}

func (r *reader) compileAt(m *mapping, c code, want Type, s scope) *Expr {
	s.at = Origin{File: strings.TrimPrefix(m.file, r.dir+"/"), Line: c.nodeLine, Col: c.nodeCol}
	e, faults := r.compile(c.text, want, s)
	for _, f := range faults {
		line, col := c.place(f.line, f.col)
		if f.format != "" {
			m.problem(line, col, f.format, f.args...)
			continue
		}
		m.problem(line, col, "%s", f.text)
	}
	return e
}

// define reads named conditions into defines; each may use those before it.
func (r *reader) define(m *mapping, defines map[string]*Expr) {
	d := m.sub("define")
	if d == nil {
		return
	}
	for _, name := range slices.Clone(d.keys) {
		s := scope{pack: r.result, defines: defines}
		if _, plain := scalar(d.values[name]); plain {
			defines[name] = r.code(d, name, BoolType, s)
		} else if run := d.sub(name); run != nil {
			d.known = append(d.known, name)
			defines[name] = r.run(run, s)
		}
	}
	d.done()
}

// run reads {run: list, length: n, by: key, each: condition}.
func (r *reader) run(m *mapping, s scope) *Expr {
	defer m.done()
	list, ok := r.vocabulary.Lookup(m.need("run"))
	length, by := m.int("length"), m.need("by")
	if !ok || list.Type != facts.List || length < 1 {
		m.at(m.node, "want run: a list of the vocabulary, and a length of at least 1")
		return nil
	}
	key := itemField(list, by)
	if key.Op != OpItem || key.Type != NumType {
		m.at(m.values["by"], "by: %s is no number of %s", by, list.Path)
	}
	s.item = list
	each := r.code(m, "each", BoolType, s)
	if each == nil {
		m.missing("each")
	}
	source := &Expr{Op: OpFact, Type: ListType, Field: list}
	return &Expr{Op: OpRun, Type: BoolType, Args: []*Expr{source, key, each}, Run: length}
}

// rules reads one entry under rules: one rule per id it names.
func (r *reader) rules(c *Clause, m *mapping, common *Expr, defines map[string]*Expr) []*Rule {
	line, _ := position(m.node)
	head, ids := r.key(m)
	if head == "" {
		return nil
	}
	base := Rule{Clause: c, Name: m.str("id"), Kind: ruleKinds[head], Line: line,
		Replaces: m.strs("replaces"), Authority: m.word("authority", authorities...)}
	s := scope{pack: r.result, defines: defines, stratum: base.Kind}
	own := r.code(m, "when", BoolType, s)
	base.When = and(common, own)
	r.body(head, m, &base, s)
	m.done()
	var out []*Rule
	for _, id := range ids {
		rule := base
		rule.ID = id
		out = append(out, &rule)
	}
	return out
}

// ruleKinds are the keys that say what a rule sets.
var ruleKinds = map[string]Kind{
	"points": Points, "ground": Ground, "limit": Limit, "waive": Limit, "discretion": Limit, "silence": Limit,
	"service": Service, "route": Route, "term": Term, "material": Material, "deadline": Deadline,
	"entitlement": Entitlement, "duty": Duty,
}

// authorities are the bodies to which a clause leaves a decision.
var authorities = []string{"foreign-expert-department", "exit-entry", "education", "housing", "talent-department", "national-immigration"}

func (r *reader) key(m *mapping) (head string, ids []string) {
	for _, k := range m.keys {
		if _, ok := ruleKinds[k]; ok {
			if head != "" {
				m.at(m.nodes[k], "a rule sets one thing: %s or %s", head, k)
			}
			head = k
		}
	}
	if head == "" {
		m.at(m.node, "the rule sets nothing (want one of %s)", strings.Join(slices.Sorted(maps.Keys(ruleKinds)), ", "))
		return "", nil
	}
	if ids = m.strs(head); len(ids) == 0 {
		m.at(m.values[head], "%s: want an id or a list of ids", head)
	}
	for _, id := range ids {
		m.plain(head, id)
	}
	return head, ids
}

// body reads the fields of the rule's kind.
func (r *reader) body(head string, m *mapping, rule *Rule, s scope) {
	switch rule.Kind {
	case Points:
		r.points(m, rule, s)
	case Ground:
		rule.Class = m.word("class", "A", "B", "C")
		if rule.Class == "" {
			m.missing("class")
		}
	case Limit:
		r.limit(head, m, rule, s)
	case Route:
		rule.Route = RouteRule{Otherwise: m.bool("otherwise"), Alone: m.bool("alone")}
	case Term:
		rule.Term = TermRule{Months: m.int("months"), Until: r.code(m, "until", DateType, s)}
		if (rule.Term.Months > 0) == (rule.Term.Until != nil) {
			m.at(m.node, "a term wants months or until, one of them")
		}
	case Material:
		rule.Material = MaterialRule{
			Treatment: m.word("treatment", "required", "commitment", "deferrable", "exempt"),
			Form:      m.strs("form"), Key: m.bool("key"),
		}
	case Deadline:
		r.deadline(m, rule)
	case Entitlement:
		if d := m.sub("detail"); d != nil {
			for _, name := range slices.Clone(d.keys) {
				rule.Detail = append(rule.Detail, DetailValue{name, d.number(name)})
			}
		}
	case Duty:
		rule.Text = m.text("text")
	}
}

func (r *reader) points(m *mapping, rule *Rule, s scope) {
	rule.Points = PointsRule{Value: m.int("value"), Of: r.code(m, "of", NumType, s), Cap: m.int("cap"), RestsOn: m.str("rests_on")}
	if n, ok := m.get("bands"); ok {
		for _, e := range m.elements("bands", n) {
			pair := m.elements("bands", e)
			if len(pair) != 2 {
				m.at(e, "want [from, points]")
				continue
			}
			from, points := m.plainNumber(pair[0]), m.plainNumber(pair[1])
			rule.Points.Bands = append(rule.Points.Bands, Band{from, int(points)})
		}
		if !slices.IsSortedFunc(rule.Points.Bands, func(a, b Band) int { return cmp.Compare(a.From, b.From) }) {
			m.at(n, "bands: want them in rising order")
		}
	}
	if (rule.Points.Of != nil) != (len(rule.Points.Bands) > 0) || (rule.Points.Of == nil) == !m.has("value") {
		m.at(m.node, "points want a value, or of and bands")
	}
}

func (r *reader) limit(head string, m *mapping, rule *Rule, s scope) {
	switch head {
	case "waive":
		rule.Limit.Effect = Waive
	case "discretion":
		rule.Limit.Effect = Discretion
	case "silence":
		rule.Limit.Effect = Silence
	case "limit":
		l := LimitRule{Min: m.str("min"), Max: m.str("max"), Firm: m.bool("firm")}
		if m.has("test") {
			l.Test = r.code(m, "test", BoolType, s)
		} else {
			l.Of = r.measured(m, s)
		}
		if (l.Test == nil) == (l.Of == nil) || (l.Of != nil && l.Min == "" && l.Max == "") {
			m.at(m.node, "a limit wants of with min or max, or a test")
		}
		for _, v := range []string{l.Min, l.Max} {
			if _, ok := parseNumber(v); v != "" && !ok && !isWordOf(l.Of, v) {
				m.at(m.node, "%s is neither a number nor a word of what is measured", v)
			}
		}
		rule.Limit = l
	}
}

// measured is a number, or a fact from an ordered list of words.
func (r *reader) measured(m *mapping, s scope) *Expr {
	c, ok := m.code("of")
	if !ok {
		return nil
	}
	if f, isFact := r.vocabulary.Lookup(strings.TrimSpace(c.text)); isFact && f.Ordered {
		return &Expr{Op: OpFact, Type: WordType, Field: f}
	}
	return r.compileAt(m, c, NumType, s)
}

func isWordOf(of *Expr, word string) bool {
	return of != nil && of.Field != nil && slices.Contains(of.Field.Words, word)
}

// figure is a limit's Min or Max as a number: itself, or the place of the word.
func figure(r *Rule, s string) (float64, bool) {
	if s == "" {
		return 0, false
	}
	if isWordOf(r.Limit.Of, s) {
		return float64(slices.Index(r.Limit.Of.Field.Words, s)), true
	}
	f, ok := parseNumber(s)
	if !ok {
		panic(fmt.Sprintf("policy: limit %q passed the check", s)) // reader.limit refuses it
	}
	return f, true
}

func (r *reader) deadline(m *mapping, rule *Rule) {
	rule.Deadline = DeadlineRule{
		Track:     m.word("track", "permit", "residence", "delivery", "applicant"),
		Amount:    m.int("amount"),
		Unit:      m.word("unit", "working-days", "days", "months"),
		From:      m.word("from", "submission", "acceptance", "joint-review", "receipt", "grant", "expiry", "entry", "change", "stay-end"),
		Direction: m.word("direction", "after", "before"),
		Statutory: m.bool("statutory"),
	}
	if rule.Deadline.Direction == "" {
		rule.Deadline.Direction = "after"
	}
	if rule.Deadline.Amount <= 0 || rule.Deadline.Unit == "" || rule.Deadline.From == "" || rule.Deadline.Track == "" {
		m.at(m.node, "a deadline wants track, amount, unit and from")
	}
}
