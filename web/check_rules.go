package web

import (
	"net/http"
	"strconv"

	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/supervision"
)

// showCheckRules shows the operator's figures for checks at a place, each with where
// it comes from, and the draws that were made with them.
func (s *Server) showCheckRules(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !who.Role.Can(people.Watch) {
		return errNotWatching
	}
	place := ownPlaceAsked(r, who)
	page := recordPage{Shell: s.shell(w, r, "page.rules-of-checks.title")}
	p := page.Printer()
	page.Crumbs = watchCrumbs(p, Link{p.T("page.promises.title"), "/watch/promises"})
	page.Heading = page.Title
	page.Lead = []string{p.T("page.rules-of-checks.lead", "place", s.placeName(p, facts.PlaceCode(place)))}
	_, sets, err := s.Window.Rules(r.Context(), place)
	if err != nil {
		return err
	}
	rules := s.rulesTable(p, sets)
	draws, err := s.drawsTable(r, p, who, place)
	if err != nil {
		return err
	}
	page.Parts = []recordPart{
		{Title: p.T("page.rules-of-checks.figures"), Table: &rules, Text: []string{p.T("page.rules-of-checks.how")}},
		{Title: p.T("page.rules-of-checks.draws"), Table: &draws, Text: []string{p.T("page.rules-of-checks.again")}},
	}
	return s.showRecord(w, page)
}

func (s *Server) rulesTable(p *locale.Printer, sets []office.RuleSet) Table {
	t := Table{Caption: p.T("page.rules-of-checks.figures"), Columns: columns(p, "page.rules-of-checks.column.", "name", "value", "source")}
	t.Columns[1].Figure = true
	for _, x := range sets {
		source := p.T("page.rules-of-checks.built-in")
		if x.Source != "" {
			source = p.T("page.rules-of-checks.set", "source", x.Source, "place", s.placeName(p, facts.PlaceCode(x.Place)), "from", x.From)
		}
		t.Rows = append(t.Rows, []Cell{{Text: p.T("page.rules-of-checks.rule." + x.Name)}, count(p, x.Value), {Text: source}})
	}
	return t
}

func (s *Server) drawsTable(r *http.Request, p *locale.Printer, who people.Who, place people.PlaceCode) (Table, error) {
	t := Table{Caption: p.T("page.rules-of-checks.draws"), Columns: columns(p, "page.rules-of-checks.draw.", "made", "period", "seed", "candidates", "risk", "sample"), Empty: p.T("page.rules-of-checks.no-draws")}
	draws, acts, err := s.Window.Draws(r.Context(), who, place)
	if err != nil {
		return t, err
	}
	for i, d := range draws {
		t.Rows = append(t.Rows, []Cell{
			{Text: moment(p, acts[i].At)}, {Text: d.From.String() + " – " + d.Until.String(), Number: true}, {Text: strconv.FormatUint(d.Seed, 10), Number: true},
			count(p, d.Candidates), count(p, d.Risky), count(p, d.Sampled),
		})
	}
	return t, nil
}

// setRule lets an operator set one figure from a day on.
func (s *Server) setRule(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !who.Role.Can(people.Operate) && !who.Role.Can(people.Administer) {
		return errNotWatching
	}
	if err := parsed(r); err != nil {
		return err
	}
	page := formPage{Shell: s.shell(w, r, "page.set-rule.title")}
	p := page.Printer()
	page.Lead = []string{p.T("page.set-rule.lead")}
	place := people.PlaceCode(plainText(r.FormValue("place")))
	if place == "" {
		place = people.Nation
	}
	_, sets, err := s.Window.Rules(r.Context(), place)
	if err != nil {
		return err
	}
	field := Input{ID: "name", Type: "radios", Label: p.T("page.set-rule.name")}
	for _, x := range sets {
		field.Choices = append(field.Choices, Choice{Value: x.Name, Label: p.T("page.set-rule.now", "name", p.T("page.rules-of-checks.rule."+x.Name), "value", x.Value)})
	}
	page.Fields = filled(r, []Input{
		field,
		{ID: "value", Type: "text", Label: p.T("page.set-rule.value"), Mode: "numeric"},
		{ID: "place", Type: "text", Label: p.T("page.set-rule.place"), Hint: p.T("page.set-rule.place.hint")},
		{ID: "from", Type: "date", Label: p.T("page.set-rule.from")},
		{ID: "source", Type: "text", Label: p.T("page.set-rule.source"), Hint: p.T("page.set-rule.source.hint")},
	}, map[string][]string{"place": {string(place)}, "from": {s.today().String()}, "name": {supervision.RuleNames[0]}})
	page.Button = p.T("page.set-rule.button")
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		x := office.SettingRule{Supervising: in, Place: place, Name: r.PostFormValue("name"), Source: plainText(r.PostFormValue("source"))}
		var err error
		if x.Value, err = strconv.Atoi(plainText(r.PostFormValue("value"))); err != nil {
			return "", fault.New(fault.Invalid, "fault.supervision.number").WithPath("value").WithCause(err)
		}
		if x.From, err = dayOf(r, "from"); err != nil {
			return "", err
		}
		return "/admin/supervision?place=" + string(place), s.Window.SetRule(r.Context(), x)
	})
}
