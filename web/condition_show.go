package web

import (
	"net/http"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// conditionPage is the trace of one condition: every rule behind it with what it
// read and what it did, and the form for the officer's own finding.
type conditionPage struct {
	Shell
	Number, Back, Key string
	Seen              int
	Line              conditionLine
	Rules             []tracedRule
	Points            *pointsTable // of a ground that rests on points
	Version           []Pair
	MayFind           bool
	Reasons           []Choice
	Problem           string // what stood in the way of a finding
	Errors            []FieldError
	Found, Typed      string // as chosen and written
}

// tracedRule is one rule of the trace.
type tracedRule struct {
	Role    Tag
	Chips   []Chip
	Inputs  []Pair
	Numbers []string
	Text    string // short hash of the pack's text
}

// showCondition opens a row of the compare table. That it was opened is kept for
// the session: only opened rows can be agreed with at once.
func (s *Server) showCondition(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	return s.conditionPage(w, r, who, c, r.PathValue("condition"), nil)
}

func (s *Server) conditionPage(w http.ResponseWriter, r *http.Request, who people.Who, c casefile.Case, id string, problem error) error {
	file, err := s.filePage(w, r, who, c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(file.Conditions, func(l conditionLine) bool { return l.ID == id })
	if i < 0 {
		return fault.New(fault.NotFound, "fault.no-page")
	}
	if opened := s.opened(r, c.Number); !slices.Contains(opened, id) {
		s.sessions.Put(r.Context(), openedKey(c.Number), append(opened, id))
	}
	page := conditionPage{Shell: s.shell(w, r, "page.condition.title", "name", file.Conditions[i].Name), Number: file.Number, Back: file.Back,
		Seen: file.Seen, Key: file.Key, Line: file.Conditions[i], MayFind: file.Can["find"]}
	p := page.Printer()
	page.Crumbs = append(file.Crumbs, Link{page.Number, page.Back})
	page.Reasons = findingReasons(p)
	status := http.StatusOK
	if problem != nil {
		status = statuses[fault.CodeOf(problem)]
		page.Wrong, page.Problem = true, s.problemText(r, p, problem)
		page.Found, page.Typed = r.PostFormValue("found"), r.PostFormValue("reason")
		field := "why"
		if page.Found == "" {
			field = "found-met"
		}
		page.Errors = []FieldError{{field, page.Problem}}
		for i := range page.Reasons {
			page.Reasons[i].Chosen = page.Reasons[i].Value == r.PostFormValue("usual")
		}
	}
	d, err := s.Window.Determine(c)
	if err != nil {
		return err
	}
	known, err := s.Window.Facts(c, c.LawDay(s.today()))
	if err != nil {
		return err
	}
	kind, name, _ := strings.Cut(id, ":")
	for _, rule := range s.Window.Law().Engine.Trace(d, kind, name) {
		page.Rules = append(page.Rules, s.tracedLine(p, d, known, name, rule))
	}
	if byPoints(name) {
		page.Points = s.pointsTable(p, d, known)
	}
	page.Version = receipt(p, d)
	return s.render(w, status, page.Lang, "condition_show", page)
}

// ruleRoles are the words for what a rule did.
var ruleRoles = map[determination.Role]Tag{
	determination.Decided: {"ok", "check", "rule.decided"}, determination.Agrees: {"info", "check", "rule.agrees"},
	determination.Overruled: {"", "", "rule.replaced"}, determination.Silent: {"", "", "rule.silent"},
}

func (s *Server) tracedLine(p *locale.Printer, d *determination.Determination, f *facts.Facts, id string, rule determination.Traced) tracedRule {
	line := tracedRule{Role: say(p, ruleRoles[rule.Role]), Chips: s.chips(p, d.On, rule.Clause), Text: rule.Hash[:min(12, len(rule.Hash))]}
	for _, path := range rule.Facts {
		field, ok := s.Vocabulary.Lookup(path)
		if !ok || slices.Contains(askedByMatter, path) {
			continue
		}
		value := p.T("verdict.unknown")
		if field.Type == facts.List || f.Get(field.Slot).State != facts.Unknown {
			value = s.answer(p, f, field)
		}
		line.Inputs = append(line.Inputs, Pair{wording(p, field.Label), value})
	}
	if bounds := s.bounds(p, id, rule.Min, rule.Max); bounds != "" {
		line.Numbers = append(line.Numbers, bounds)
	}
	for _, parameter := range rule.Parameters {
		line.Numbers = append(line.Numbers, s.parameterText(p, d, parameter))
	}
	return line
}

// parameterText is a dated number that a rule read, as it was used.
func (s *Server) parameterText(p *locale.Printer, d *determination.Determination, id string) string {
	for _, use := range d.Parameters {
		if use.ID == id && use.Value != nil {
			return p.T("rule.parameter", "name", s.parameterName(p, id), "value", p.Number(*use.Value), "date", *use.ValidFrom)
		}
	}
	return p.T("rule.parameter.missing", "name", s.parameterName(p, id))
}

// findingReasonKeys are the usual reasons for a finding; words of one's own can be
// added to each.
var findingReasonKeys = []string{"papers-prove", "papers-fail", "register", "expert", "experience", "other"}

func findingReasons(p *locale.Printer) []Choice {
	var out []Choice
	for _, key := range findingReasonKeys {
		out = append(out, Choice{Value: key, Label: p.T("finding-reason." + key)})
	}
	return out
}

// usualReason is the text of a usual reason, or words that are none of them.
func usualReason(p *locale.Printer, given string) string {
	if slices.Contains(findingReasonKeys, given) {
		return p.T("finding-reason." + given)
	}
	return plainText(given)
}
