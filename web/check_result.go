package web

import (
	"net/http"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
)

// resultPage is a determination as a person reads it: the sentence first, then
// what decides, each with its clause, then what follows and what it rests on.
type resultPage struct {
	Shell
	Meta     []string // place, filing date, policies in force
	Verdict  Tag
	Sentence string
	Explain  []string
	Warnings []warning

	Open           bool          // class or verdict wait for an answer
	Unknown        []unknownLine // those that most waits for
	MoreUnknown    []unknownLine
	Grounds        []Row
	Limits         []Row
	Discretion     []Row
	Points         *pointsTable
	Advice         []Row
	Routes         []Row
	Exempt         bool // no work permit is needed: the stay is what matters
	Term           *termBox
	Deadlines      []Row
	Papers         []Row
	PapersSentence string
	Entitlements   []Row
	Duties         []Row
	Lapsed         []lapsedBox
	Readings       []Row
	Parameters     []Row
	Receipt        []Pair
	Told           []toldLine
}

// warning is a note above the details.
type warning struct {
	Tone, Text string
	Href       string // of the section that says more, or ""
}

// unknownLine is a missing answer with what it could still decide.
type unknownLine struct{ Name, Note, Href string }

// toldLine is an answer that was given, with the way to change it.
type toldLine struct{ Name, Value, Href string }

// Pair is a name with one technical value.
type Pair struct{ Name, Note string }

// termBox is how long the permit may run.
type termBox struct {
	Sentence, Binding, Open string
	Chips                   []Chip
}

// lapsedBox is what a policy that is not in force on the day would have given.
type lapsedBox struct {
	ID, Heading, Dates string
	Lines              []string
	Note               string
}

func (s *Server) showResult(w http.ResponseWriter, r *http.Request) error {
	a := s.readAnswers(r)
	if _, ok := s.place(a); !ok {
		http.Redirect(w, r, "/check", http.StatusSeeOther)
		return nil
	}
	page, err := s.resultPage(s.shell(w, r, "page.result.title"), a)
	if err != nil {
		return err
	}
	return s.render(w, http.StatusOK, page.Lang, "check_result", page)
}

func (s *Server) resultPage(shell Shell, a answers) (resultPage, error) {
	p := shell.Printer()
	f := s.asked(a)
	d, err := s.Engine.Determine(f)
	if err != nil {
		return resultPage{}, err
	}
	shell.On = d.On
	page := resultPage{Shell: shell, Meta: s.meta(p, d), Told: s.told(p, a)}
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.check.title"), "/check"}}
	page.Verdict, page.Sentence, page.Explain = s.sentence(p, d)
	page.Warnings = s.warnings(p, d)
	page.Open = d.Class == "" || d.Verdict == determination.Unknown
	page.Unknown, page.MoreUnknown = s.unknown(p, d)
	page.decides(s, p, d, f)
	page.follows(s, p, d, f)
	if page.Advice, err = s.adviceRows(p, d, f); err != nil {
		return page, err
	}
	if page.Lapsed, err = s.lapsed(p, d, f); err != nil {
		return page, err
	}
	page.Readings, page.Parameters, page.Receipt = s.readingsUsed(p, d), s.parametersUsed(p, d), receipt(p, d)
	return page, nil
}

// meta says for which place, day and policies a result was computed.
func (s *Server) meta(p *locale.Printer, d *determination.Determination) []string {
	var live []string
	for _, ref := range d.Policies {
		if pack, err := s.findPack(ref.ID); err == nil && ref.InForce {
			live = append(live, wording(p, pack.Title))
		}
	}
	return []string{
		p.T("page.result.meta.place", "place", s.placeName(p, facts.PlaceCode(d.Place))),
		p.T("page.result.meta.on", "date", d.On),
		p.T("page.result.meta.policies", "policies", p.List(live)),
	}
}

// told lists the answers in the order of the vocabulary.
func (s *Server) told(p *locale.Printer, a answers) []toldLine {
	var lines []toldLine
	place, _ := s.place(a)
	for i := range s.Vocabulary.Fields() {
		field := &s.Vocabulary.Fields()[i]
		line := toldLine{Name: wording(p, field.Label), Href: "/check?ask=" + field.Path}
		switch {
		case field.Path == "place":
			line.Value = p.Pick(place.Name.ZH, place.Name.EN)
		case field.Path == "on":
			line.Value = p.Date(s.on(a))
		case a.known.Get(i).State == facts.Unknown:
			continue
		default:
			line.Value = s.answer(p, a.known, field)
		}
		lines = append(lines, line)
	}
	for _, path := range a.declined {
		lines = append(lines, toldLine{Name: s.label(p, path), Value: p.T("page.check.unknown"), Href: "/check?ask=" + path})
	}
	return lines
}

// answer prints a known fact.
func (s *Server) answer(p *locale.Printer, f *facts.Facts, field *facts.Field) string {
	if field.Type == facts.List {
		return p.T("answer.items", "n", len(f.Items(field.Slot)))
	}
	return s.valueText(p, field, f.Get(field.Slot))
}

// valueText prints a known value that is no list.
func (s *Server) valueText(p *locale.Printer, field *facts.Field, value facts.Value) string {
	if value.State == facts.None {
		return p.T("page.check.none.date")
	}
	switch field.Type {
	case facts.Bool:
		if value.N != 0 {
			return p.T("answer.yes")
		}
		return p.T("answer.no")
	case facts.Int, facts.Number:
		return measure(p, field, value.F)
	case facts.Date:
		return p.Date(civil.Date(value.N))
	case facts.Enum:
		return wordLabel(p, field, int(value.N))
	case facts.Set:
		return setText(p, field, value.N)
	case facts.Code:
		return s.placeName(p, facts.PlaceCode(value.S))
	}
	if len(field.Words) > 0 {
		return p.Country(value.S)
	}
	return value.S
}

// measure prints a number with its unit; sums as money.
func measure(p *locale.Printer, field *facts.Field, n float64) string {
	switch field.Unit {
	case "":
		return p.Number(n)
	case "CNY", "CNY/year", "CNY/month":
		return p.T(unitKey("answer.money", field), "sum", p.Money(n))
	}
	return p.T(unitKey("answer.unit", field), "n", n)
}

func setText(p *locale.Printer, field *facts.Field, mask int64) string {
	if mask == 0 {
		return p.T("page.check.none.set")
	}
	var labels []string
	for i := range field.Words {
		if mask&(1<<i) != 0 {
			labels = append(labels, wordLabel(p, field, i))
		}
	}
	return p.List(labels)
}
