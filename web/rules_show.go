package web

import (
	"crypto/rand"
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/policy"
)

// rulesShowPage is one pack at the desk.
type rulesShowPage struct {
	Shell
	Pack      deskPack
	Line      []Row
	Chart     spanChart
	Clauses   Table
	Cases     Table
	Editions  Table
	Drafts    []deskTask
	MayRenew  bool
	BeginForm []Hidden
}

func (s *Server) showRules(w http.ResponseWriter, r *http.Request, who people.Who) error {
	st, err := s.Window.PolicyStanding(r.Context(), who, r.PathValue("pack"))
	if err != nil {
		return err
	}
	drafts, err := s.Window.Drafts(r.Context(), who)
	if err != nil {
		return err
	}
	page := rulesShowPage{Shell: s.shell(w, r, "page.rules.title")}
	p := page.Printer()
	page.Pack = s.deskPack(p, st, page.On)
	page.Title, page.Crumbs = page.Pack.Title, s.deskCrumbs(p)
	page.Line, page.Chart = textLine(p, st.Line, page.On), s.deskChart(p, []office.PolicyStanding{st}, page.On)
	page.Clauses, page.Cases, page.Editions = s.clauseTable(p, st), s.concernedTable(p, st), editionTable(p, st)
	page.MayRenew = st.May && st.Pack.LastDay() != nil
	page.BeginForm = []Hidden{{"key", rand.Text()}}
	for _, d := range drafts {
		if task, open := s.draftTask(p, d, who); open && d.Pack == st.Pack.ID {
			task.Link.Text = p.T("rules.draft.of", "name", s.Window.AccountName(r.Context(), d.Author), "date", civil.DateOf(d.Created))
			page.Drafts = append(page.Drafts, task)
		}
	}
	return s.render(w, http.StatusOK, page.Lang, "rules_show", page)
}

func (s *Server) deskCrumbs(p *locale.Printer) []Link {
	return []Link{{p.T("page.rules.title"), "/rules"}}
}

// textLine says when which text speaks, in words beside the bar.
func textLine(p *locale.Printer, line []office.TextSpan, on civil.Date) []Row {
	rows := make([]Row, len(line))
	for i, span := range line {
		rows[i] = Row{Name: period(p, span.Period)}
		switch {
		case span.Hash == "":
			rows[i].Name = p.T("rules.line.days", "from", *span.From, "until", *span.Until)
			rows[i].Tag = Tag{"warn", "warning", p.T("rules.line.gap")}
		case span.New:
			rows[i].Tag = Tag{"info", "", p.T("rules.line.new")}
		case span.Until != nil && *span.Until < on:
			rows[i].Tag = Tag{"", "", p.T("policy.status.ended")}
		case span.From != nil && *span.From > on:
			rows[i].Tag = Tag{"info", "clock", p.T("policy.status.not-yet")}
		default:
			rows[i].Tag = Tag{"ok", "check", p.T("policy.status.in-force")}
		}
		if span.Hash != "" {
			rows[i].Notes = []string{p.T("rules.line.hash", "hash", span.Hash[:12])}
		}
	}
	return rows
}

func period(p *locale.Printer, days policy.Period) string { return span(p, days.From, days.Until) }

func (s *Server) clauseTable(p *locale.Printer, st office.PolicyStanding) Table {
	t := Table{Caption: p.T("rules.clauses.caption", "n", len(st.Pack.Clauses)), Columns: columns(p, "rules.clauses.", "clause", "title", "rules", "scenarios", "state")}
	t.Columns[2].Figure, t.Columns[3].Figure = true, true
	for _, c := range st.Pack.Clauses {
		scenarios, red := 0, 0
		for _, scenario := range st.Pack.Scenarios {
			if office.ClauseOf(scenario.File) == c.ID {
				scenarios++
				if slices.Contains(st.Red, scenario.File) {
					red++
				}
			}
		}
		state := Tag{"ok", "check", p.T("rules.scenarios.hold")}
		switch {
		case red > 0:
			state = Tag{"bad", "cross", p.T("rules.scenarios.red", "n", red)}
		case scenarios == 0:
			state = Tag{"", "", p.T("rules.scenarios.none")}
		}
		t.Rows = append(t.Rows, []Cell{
			{Text: c.ID, Href: "/policy/" + c.Ref(), Number: true}, {Text: wording(p, c.Title)},
			{Text: p.Number(float64(len(c.Rules)))}, {Text: p.Number(float64(scenarios))}, {Tag: state},
		})
	}
	return t
}

func (s *Server) concernedTable(p *locale.Printer, st office.PolicyStanding) Table {
	t := Table{Caption: p.T("rules.cases.caption"), Columns: columns(p, "rules.cases.", "number", "matter", "place", "state", "due"), Empty: p.T("rules.cases.empty")}
	for _, c := range st.Concerned.Cases {
		due := ""
		if c.Due != nil {
			due = c.Due.String()
		}
		t.Rows = append(t.Rows, []Cell{
			{Text: string(c.Number), Number: true}, {Text: p.Pick(c.Matter.ZH, c.Matter.EN)}, {Text: s.placeName(p, facts.PlaceCode(c.Place))},
			{Text: p.T(caseState(c.Status))}, {Text: due, Number: true},
		})
	}
	return t
}

// caseState is the text of a case's stored status.
func caseState(status casefile.Status) string { return "rules.case." + string(status) }

func editionTable(p *locale.Printer, st office.PolicyStanding) Table {
	t := Table{Caption: p.T("rules.editions.caption"), Columns: columns(p, "rules.editions.", "from", "note", "author", "publisher", "on"), Empty: p.T("rules.editions.empty")}
	for _, e := range st.Editions {
		t.Rows = append(t.Rows, []Cell{
			{Text: e.From.String(), Number: true}, {Text: e.Note, Note: e.Hash[:12]}, {Text: e.Author}, {Text: e.Publisher}, {Text: e.On.String(), Number: true},
		})
	}
	return t
}
