package web

import (
	"net/http"
	"net/url"
	"slices"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

func (s *Server) showRemind(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.remindPage(w, r, who, nil)
}

// remindPage is /agency/remind: what is open with the agency's employers, or one
// of them, to choose from; what has something open is chosen already.
func (s *Server) remindPage(w http.ResponseWriter, r *http.Request, who people.Who, failed error) error {
	page := formPage{Shell: s.shell(w, r, "page.nudge.title")}
	p, at := page.Printer(), pageOf(r)
	page.Crumbs = []Link{{p.T("page.agency.title"), "/agency"}}
	employers, err := s.clientChoices(r, p, who)
	if err != nil {
		return err
	}
	page.Filter = []Input{{ID: "employer", Type: "select", Label: p.T("page.agency-cases.employer"), Choices: employers}}
	page.Filter[0].chosen([]string{r.FormValue("employer")})
	fields, more, err := s.remindFields(r, p, who, at)
	if err != nil {
		return err
	}
	known := map[string][]string{}
	for _, f := range fields[:2] {
		for _, c := range f.Choices {
			known[f.ID] = append(known[f.ID], c.Value)
		}
	}
	page.Pager.link(r, at, more)
	page.Pager.CSV = ""
	if known["cases"] == nil && known["permits"] == nil {
		page.Lead, page.After = []string{p.T("page.nudge.empty")}, []Link{{p.T("page.nudge.employers"), "/agency"}}
		if r.FormValue("employer") != "" || at.page > 1 || page.Pager.After != "" {
			page.Lead = []string{p.T("page.nudge.empty.here")}
		}
		return s.showForm(w, page, failed)
	}
	fields = slices.DeleteFunc(fields, func(f Input) bool { return len(f.Choices) == 0 })
	page.Lead, page.Action, page.Button = []string{p.T("page.nudge.lead")}, remindAddress(r), p.T("page.nudge.go")
	page.Fields = filled(r, fields, known)
	return s.showForm(w, page, failed)
}

// remindFields are the choices of a page: cases with something open, permits that
// end soon, and the other open cases; and how many there are to page through.
func (s *Server) remindFields(r *http.Request, p *locale.Printer, who people.Who, at paging) ([]Input, int64, error) {
	employer := r.FormValue("employer")
	cases, total, err := s.Window.ClientCases(r.Context(), who, office.CaseFilter{OpenOnly: true, Principal: employer, Limit: at.Limit, Offset: at.Offset})
	if err != nil {
		return nil, 0, err
	}
	permits, ending, err := s.Window.ClientPermits(r.Context(), who, office.PermitFilter{Employer: employer, Limit: at.Limit, Offset: at.Offset})
	if err != nil {
		return nil, 0, err
	}
	fields := []Input{
		{ID: "cases", Type: "checks", Label: p.T("page.nudge.cases")},
		{ID: "permits", Type: "checks", Label: p.T("page.nudge.permits")},
		{ID: "others", Type: "checks", Label: p.T("page.nudge.others"), Hint: p.T("page.nudge.others.hint")},
	}
	for _, n := range permits {
		if err := s.addNudge(r, p, &fields[1], n, n.Permit); err != nil {
			return nil, 0, err
		}
	}
	for _, c := range cases {
		field := &fields[0]
		if c.Nudge.Open == "" {
			field = &fields[2]
		}
		if err := s.addNudge(r, p, field, c.Nudge, string(c.Nudge.Case)); err != nil {
			return nil, 0, err
		}
	}
	return fields, max(total, ending), nil
}

// remindAddress is the page of the choice that a request is about, so that nobody
// who comes back begins at the front again.
func remindAddress(r *http.Request) string {
	query := url.Values{}
	for _, name := range []string{"employer", "page"} {
		if value := r.FormValue(name); value != "" {
			query.Set(name, value)
		}
	}
	return (&url.URL{Path: "/agency/remind", RawQuery: query.Encode()}).String()
}

func (s *Server) addNudge(r *http.Request, p *locale.Printer, field *Input, n office.Nudge, value string) error {
	person, employer, err := s.nudgeNames(r, n)
	if err != nil {
		return err
	}
	open := nudgeText(p, n)
	if open == "" {
		open = p.T("nudge.outcome.nothing")
	}
	field.Choices = append(field.Choices, Choice{Value: value, Label: p.T("nudge.line", "number", n.Number, "person", person, "employer", employer, "open", open)})
	return nil
}

func (s *Server) nudgeNames(r *http.Request, n office.Nudge) (person, employer string, err error) {
	if person, err = s.partyName(r, n.Foreigner); err == nil {
		employer, err = s.partyName(r, n.Employer)
	}
	return person, employer, err
}

// remind shows the reminders that were chosen, and sends them once that is
// confirmed. Sent again, the form answers with what it sent.
func (s *Server) remind(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in := office.Reminding{Permits: allOf(r, "permits"), Key: keyOf(r)}
	for _, number := range slices.Concat(allOf(r, "cases"), allOf(r, "others")) {
		in.Cases = append(in.Cases, casefile.CaseNumber(number))
	}
	sure := r.PostFormValue("sure") == "yes"
	look := s.Window.Reminders
	if sure {
		look = s.Window.RemindClients
	}
	all, err := look(r.Context(), who, in)
	if fault.Is(err, fault.Invalid) {
		return s.remindPage(w, r, who, err)
	}
	if err != nil {
		return err
	}
	page := formPage{Shell: s.shell(w, r, "page.nudge.check.title")}
	p := page.Printer()
	if sure {
		page.Shell = s.shell(w, r, "page.nudge.done.title")
	}
	page.Crumbs = []Link{{p.T("page.agency.title"), "/agency"}, {p.T("page.nudge.title"), remindAddress(r)}}
	page.After = []Link{{p.T("page.nudge.employers"), "/agency"}}
	n := countOutcome(all, office.Reminded)
	page.Lead = []string{countsText(p, all, sure)}
	if page.Table, err = s.nudgeTable(r, p, all, sure); err != nil {
		return err
	}
	switch {
	case sure:
	case n == 0:
		page.Lead = append(page.Lead, p.T("page.nudge.check.none"))
	default:
		page.Lead = append(page.Lead, p.T("page.nudge.check.lead"))
		page.Action, page.Button = remindAddress(r), p.T("page.nudge.check.go", "n", n)
		page.Hidden = []Hidden{{"key", in.Key}, {"sure", "yes"}}
		for _, number := range in.Cases {
			page.Hidden = append(page.Hidden, Hidden{"cases", string(number)})
		}
		for _, id := range in.Permits {
			page.Hidden = append(page.Hidden, Hidden{"permits", id})
		}
	}
	if !sure {
		page.After = append([]Link{{p.T("page.nudge.back"), remindAddress(r)}}, page.After...)
	}
	return s.showForm(w, page, nil)
}

func countOutcome(all []office.Nudge, outcome string) (n int) {
	for _, one := range all {
		if one.Outcome == outcome {
			n++
		}
	}
	return n
}

// nudgeOutcomes are the outcomes in the order in which they are counted.
var nudgeOutcomes = []string{office.Reminded, office.NotNeeded, office.AlreadyToday, office.NobodyThere}

// countsText says how many reminders there are, and why the others are none.
func countsText(p *locale.Printer, all []office.Nudge, sent bool) string {
	var counts []string
	for _, outcome := range nudgeOutcomes {
		n := countOutcome(all, outcome)
		if n == 0 {
			continue
		}
		if outcome == office.Reminded && !sent {
			counts = append(counts, p.T("nudge.count.would", "n", n))
		} else {
			counts = append(counts, p.T("nudge.count."+outcome, "n", n))
		}
	}
	return p.T("nudge.counts", "counts", p.List(counts))
}

// nudgeTags are the outcomes as a table marks them.
var nudgeTags = map[string]Tag{
	office.Reminded: {"ok", "check", ""}, office.NotNeeded: {}, office.AlreadyToday: {"info", "clock", ""}, office.NobodyThere: {"warn", "warning", ""},
}

// nudgeTable is a row for each case and permit: what is open, who is told, and
// what becomes of it.
func (s *Server) nudgeTable(r *http.Request, p *locale.Printer, all []office.Nudge, sent bool) (*Table, error) {
	t := &Table{Caption: p.T("page.nudge.caption"), Columns: columns(p, "page.nudge.", "number", "person", "open", "who", "outcome")}
	for _, n := range all {
		person, employer, err := s.nudgeNames(r, n)
		if err != nil {
			return nil, err
		}
		var told []string
		for _, party := range n.Told {
			name, err := s.partyName(r, party)
			if err != nil {
				return nil, err
			}
			told = append(told, name)
		}
		tag := nudgeTags[n.Outcome]
		tag.Text = p.T("nudge.outcome." + n.Outcome)
		if n.Outcome == office.Reminded && !sent {
			tag = Tag{"info", "clock", p.T("page.nudge.would")}
		}
		t.Rows = append(t.Rows, []Cell{
			{Text: n.Number, Href: nudgeHref(n), Number: true}, {Text: person, Note: employer}, {Text: nudgeText(p, n)}, {Text: p.List(told)}, {Tag: tag},
		})
	}
	return t, nil
}
