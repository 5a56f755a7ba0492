package web

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
)

// yearsAsked is how many complete years the page asks about, the newest first.
const yearsAsked = 5

// residenceService is the service of the contract that the page is about.
const residenceService = "permanent-residence"

// workYear is a year as the list fact "years" holds it.
type workYear struct {
	Year   int      `json:"year"`
	Worked bool     `json:"worked"`
	InCity bool     `json:"in_city"`
	Months *float64 `json:"months_resident,omitempty"`
	Wage   *float64 `json:"wage,omitempty"`
	Tax    *float64 `json:"tax,omitempty"`
}

// plenty is a year that meets any condition, to ask about one thing at a time.
func plenty(year int) workYear {
	months, much := 12.0, 9e9
	return workYear{Year: year, Worked: true, InCity: true, Months: &months, Wage: &much, Tax: &much}
}

// residenceAsk is what somebody told of the years and of the family.
type residenceAsk struct {
	place    facts.PlaceCode
	years    []workYear // the oldest first
	spouse   bool
	children []civil.Date
}

// checkResidence asks about the years of work year by year and says which of them
// count towards permanent residence, which not and why, and when it could be
// asked for. Nothing is kept.
func (s *Server) checkResidence(w http.ResponseWriter, r *http.Request) error {
	page := s.residencePage(w, r)
	if r.Method != http.MethodPost {
		return s.showForm(w, page, nil)
	}
	ask, problems := s.readResidence(r)
	for _, problem := range problems { // all of them at once
		told, err := mark(page.Printer(), page.Fields, problem)
		if err != nil {
			return err
		}
		page.Errors = append(page.Errors, told...)
	}
	if len(problems) > 0 {
		return s.showForm(w, page, nil)
	}
	return s.showForm(w, page, s.tellResidence(&page, ask))
}

func (s *Server) residencePage(w http.ResponseWriter, r *http.Request) formPage {
	page := formPage{Shell: s.shell(w, r, "page.residence.title"), Action: "/check/residence"}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	page.Lead, page.Button = []string{p.T("page.residence.lead"), p.T("page.residence.kept")}, p.T("page.residence.button")
	places := s.chooser(p, "place", "place", "")
	place := Input{ID: "place", Type: "place", Label: p.T("page.begin.place"), Places: &places}
	known := map[string][]string{}
	if at, ok := s.place(s.readAnswers(r)); ok {
		known["place"] = []string{string(at.Code)}
	} else if m, ok := s.residenceMatter(); ok && len(m.Places) > 0 {
		known["place"] = []string{string(m.Places[0])}
	}
	fields := []Input{place}
	for _, year := range s.askedYears() {
		id := strconv.Itoa(year)
		fields = append(fields, Input{ID: "y-" + id, Type: "heading", Label: id},
			Input{ID: "did-" + id, Type: "checks", Label: p.T("page.residence.did", "year", id), Choices: []Choice{
				{Value: "worked", Label: p.T("page.residence.worked")}, {Value: "city", Label: p.T("page.residence.city")},
			}},
			Input{ID: "months-" + id, Type: "text", Mode: "decimal", Label: p.T("page.residence.months", "year", id)},
			Input{ID: "wage-" + id, Type: "text", Mode: "numeric", Label: p.T("page.residence.wage", "year", id), Unit: p.T("unit.fact.CNY")},
			Input{ID: "tax-" + id, Type: "text", Mode: "numeric", Label: p.T("page.residence.tax", "year", id), Unit: p.T("unit.fact.CNY")})
	}
	fields = append(fields, Input{ID: "family", Type: "heading", Label: p.T("page.residence.family")},
		Input{ID: "spouse", Type: "checks", Label: p.T("page.residence.spouse"), Choices: []Choice{{Value: "yes", Label: p.T("page.residence.spouse.yes")}}})
	for i := 1; i <= 3; i++ {
		fields = append(fields, Input{ID: "child-" + strconv.Itoa(i), Type: "date", Label: p.T("page.residence.child", "n", i)})
	}
	page.Fields = filled(r, fields, known)
	if m, ok := s.residenceMatter(); ok {
		page.Chips = s.chips(p, s.today(), m.Clauses...)
	}
	return page
}

func (s *Server) residenceMatter() (casefile.Matter, bool) {
	if s.Window == nil {
		return casefile.Matter{}, false
	}
	return s.matterFor("", func(m casefile.Matter) bool { return m.Service == residenceService })
}

// askedYears are the last complete years, the newest first.
func (s *Server) askedYears() []int {
	year, _, _ := s.today().Civil()
	years := make([]int, yearsAsked)
	for i := range years {
		years[i] = year - 1 - i
	}
	return years
}

// readResidence reads the form. The problems are all that is wrong with it.
func (s *Server) readResidence(r *http.Request) (ask residenceAsk, problems []error) {
	ask.place = facts.PlaceCode(r.PostFormValue("place"))
	if _, ok := s.Places.Lookup(ask.place); !ok {
		problems = append(problems, fault.New(fault.Invalid, "fault.needed").WithPath("place"))
	}
	for _, year := range s.askedYears() {
		id := strconv.Itoa(year)
		y := workYear{Year: year, Worked: slices.Contains(r.PostForm["did-"+id], "worked"), InCity: slices.Contains(r.PostForm["did-"+id], "city")}
		for _, part := range []struct {
			field string
			into  **float64
		}{{"months-", &y.Months}, {"wage-", &y.Wage}, {"tax-", &y.Tax}} {
			field, into := part.field, part.into
			text := strings.ReplaceAll(narrow(strings.TrimSpace(r.PostFormValue(field+id))), ",", "")
			if text == "" {
				continue
			}
			n, err := strconv.ParseFloat(text, 64)
			if err != nil || math.IsNaN(n) || n < 0 || field == "months-" && n > 12 || n > 1e10 {
				problems = append(problems, fault.New(fault.Invalid, "fault.residence.number").WithPath(field+id))
				continue
			}
			*into = &n
		}
		ask.years = append([]workYear{y}, ask.years...)
	}
	ask.spouse = r.PostFormValue("spouse") == "yes"
	for i := 1; i <= 3; i++ {
		text := r.PostFormValue("child-" + strconv.Itoa(i))
		if text == "" {
			continue
		}
		born, err := civil.ParseDate(text)
		switch {
		case err != nil:
			problems = append(problems, fault.New(fault.Invalid, "fault.form.date").WithPath("child-"+strconv.Itoa(i)).WithCause(err))
		case born > s.today():
			problems = append(problems, fault.New(fault.Invalid, "fault.residence.born").WithPath("child-"+strconv.Itoa(i)))
		default:
			ask.children = append(ask.children, born)
		}
	}
	return ask, problems
}

// judge asks the law about the years on a day.
func (s *Server) judge(ask residenceAsk, on civil.Date, years []workYear) (*determination.Determination, error) {
	children := make([]map[string]civil.Date, len(ask.children))
	for i, born := range ask.children {
		children[i] = map[string]civil.Date{"birth_date": born}
	}
	text, err := json.Marshal(map[string]any{
		"on": on, "place": ask.place, "service": residenceService, "years": years,
		"applicant": map[string]any{"spouse_foreign": ask.spouse, "children": children},
	})
	if err != nil {
		return nil, err
	}
	f := s.Vocabulary.New()
	if err := s.Vocabulary.Parse(text, f); err != nil {
		return nil, err
	}
	return s.Engine.Determine(f)
}

// tellResidence puts the answer before the form.
func (s *Server) tellResidence(page *formPage, ask residenceAsk) error {
	p := page.Printer()
	d, err := s.judge(ask, s.today(), ask.years)
	if err != nil {
		return err
	}
	verdict, sentence, _ := s.sentence(p, d)
	if d.Verdict == determination.Unknown { // what is missing of each year stands in its row
		sentence = p.T("page.residence.unknown")
	}
	page.State, page.Lead = verdict, []string{sentence, p.T("page.residence.decides")}
	first, sure, found, err := s.firstDate(ask)
	if err != nil {
		return err
	}
	date := p.T("page.residence.never")
	switch {
	case found && sure:
		date = p.Date(first)
	case found:
		date = p.T("page.residence.first.open", "date", first)
	}
	page.Details = append(page.Details, detailLine{p.T("page.residence.first"), date})
	page.Details = append(page.Details, s.familyLines(p, ask)...)
	table := &Table{Caption: p.T("page.residence.years"), Columns: columns(p, "page.residence.column.", "year", "counts", "why")}
	for _, year := range ask.years {
		row, err := s.yearRow(p, ask, year)
		if err != nil {
			return err
		}
		table.Rows = append(table.Rows, row)
	}
	page.Table = table
	return nil
}

// yearRow says of one year whether it counts and what is missing: each thing is
// asked of the law by itself, beside years that lack nothing.
func (s *Server) yearRow(p *locale.Printer, ask residenceAsk, y workYear) ([]Cell, error) {
	alone := func(tried workYear) (determination.Verdict, error) {
		years := []workYear{plenty(y.Year - 3), plenty(y.Year - 2), plenty(y.Year - 1), tried}
		d, err := s.judge(ask, s.today(), years)
		if err != nil {
			return "", err
		}
		return d.Verdict, nil
	}
	var why, open []string
	given := map[string]bool{"worked": true, "city": true, "months": y.Months != nil, "wage": y.Wage != nil, "tax": y.Tax != nil}
	uncompared := false // given, and no average to hold it against
	for _, part := range []struct {
		key  string
		take func(*workYear)
	}{
		{"worked", func(t *workYear) { t.Worked = y.Worked }}, {"city", func(t *workYear) { t.InCity = y.InCity }},
		{"months", func(t *workYear) { t.Months = y.Months }}, {"wage", func(t *workYear) { t.Wage = y.Wage }}, {"tax", func(t *workYear) { t.Tax = y.Tax }},
	} {
		tried := plenty(y.Year)
		part.take(&tried)
		verdict, err := alone(tried)
		if err != nil {
			return nil, err
		}
		switch {
		case verdict == determination.NotMet:
			why = append(why, p.T("page.residence.fails."+part.key))
		case verdict == determination.Unknown && !given[part.key]:
			open = append(open, p.T("page.residence.open."+part.key))
		case verdict == determination.Unknown && (part.key == "wage" || part.key == "tax"):
			uncompared = true
		}
	}
	if uncompared {
		open = append(open, p.T("page.residence.open.average"))
	}
	counts := say(p, verdicts[determination.Met])
	switch {
	case len(why) > 0:
		counts = say(p, verdicts[determination.NotMet])
	case len(open) > 0:
		counts = say(p, verdicts[determination.Unknown])
	}
	return []Cell{{Text: strconv.Itoa(y.Year), Number: true}, {Tag: counts}, {Text: p.List(append(why, open...))}}, nil
}

// firstDate is the first day on which the condition could be met, if every year
// from this one on counts: today, or the first of January of a later year. It is
// sure where nothing is unknown.
func (s *Server) firstDate(ask residenceAsk) (day civil.Date, sure, found bool, err error) {
	thisYear, _, _ := s.today().Civil()
	years := slices.Clone(ask.years)
	on := s.today()
	for ahead := range yearsAsked {
		d, err := s.judge(ask, on, years)
		if err != nil {
			return 0, false, false, err
		}
		if d.Verdict != determination.NotMet {
			return on, d.Verdict != determination.Unknown, true, nil
		}
		years = append(years, plenty(thisYear+ahead))
		on = civil.MustParseDate(strconv.Itoa(thisYear+ahead+1) + "-01-01")
	}
	return 0, false, false, nil
}

// familyLines say who of the family may join.
func (s *Server) familyLines(p *locale.Printer, ask residenceAsk) []detailLine {
	var out []detailLine
	if ask.spouse {
		out = append(out, detailLine{p.T("page.residence.spouse"), p.T("page.residence.joins")})
	}
	for i, born := range ask.children {
		text := p.T("page.residence.joins")
		if born.AddYears(adult) <= s.today() {
			text = p.T("page.residence.grown")
		}
		out = append(out, detailLine{p.T("page.residence.child", "n", i+1), text})
	}
	return out
}

// adult is from which birthday on somebody is no minor (Civil Code art. 17).
const adult = 18
