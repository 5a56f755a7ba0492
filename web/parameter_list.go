package web

import (
	"cmp"
	"net/http"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// showParameters is /admin/parameters: the dated numbers, with their history.
func (s *Server) showParameters(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.parameters.title")}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p)
	page.Lead = []string{p.T("page.parameters.lead")}
	page.Action = &Link{p.T("page.parameters.set"), "/admin/parameters/set"}
	all, err := s.Window.Parameters(r.Context(), who)
	if err != nil {
		return err
	}
	page.Filter = []Input{{ID: "id", Type: "select", Label: p.T("page.parameters.which"), Choices: s.parameterChoices(p, p.T("page.parameters.every"))}}
	page.Filter[0].chosen([]string{r.FormValue("id")})
	var rows []office.ParameterRow
	for _, row := range all {
		if id := r.FormValue("id"); id == "" || id == row.ID {
			rows = append(rows, row)
		}
	}
	at := pageOf(r)
	page.Table = Table{Caption: p.T("page.parameters.caption", "n", len(rows)), Empty: p.T("page.parameters.empty"),
		Columns: columns(p, "page.parameters.", "name", "place", "value", "from", "state", "source", "by")}
	page.Table.Columns[2].Figure = true
	page.Table.link(r, at, int64(len(rows)))
	for _, row := range part(rows, at) {
		page.Table.Rows = append(page.Table.Rows, s.parameterRow(p, row))
	}
	return s.showTable(w, r, page)
}

func (s *Server) parameterRow(p *locale.Printer, row office.ParameterRow) []Cell {
	tones := map[office.ParameterState]Tag{office.ParameterAnswers: {"ok", "check", ""}, office.ParameterLater: {"info", "clock", ""}, office.ParameterReplaced: {}}
	state := tones[row.State]
	state.Text = p.T("parameter.state." + string(row.State))
	by := Cell{Text: p.T("page.parameters.shipped")}
	if !row.AddedAt.IsZero() {
		by = Cell{Text: loaderText(p, row.AddedBy), Note: row.AddedAt.In(civil.Beijing).Format("2006-01-02 15:04")}
	}
	return []Cell{
		{Text: cmp.Or(p.Pick(row.Def.Title.ZH, row.Def.Title.EN), row.ID)}, {Text: s.placeName(p, facts.PlaceCode(row.Place))},
		{Text: p.Number(row.Value), Note: unitText(p, row.Def.Unit)}, {Text: row.ValidFrom.String(), Number: true},
		{Tag: state}, {Text: row.Source, Note: row.Series}, by,
	}
}

// unitText is the unit of a number; one that the catalogues do not know stands
// as the data write it.
func unitText(p *locale.Printer, unit string) string {
	if key := "parameter.unit." + unit; p.Has(key) {
		return p.T(key)
	}
	return unit
}

// parameterChoices are the numbers that can be loaded, after a choice of none.
func (s *Server) parameterChoices(p *locale.Printer, none string) []Choice {
	choices := []Choice{{Value: "", Label: none}}
	for _, def := range s.Window.ParameterDefs() {
		choices = append(choices, Choice{Value: def.ID, Label: p.Pick(def.Title.ZH, def.Title.EN)})
	}
	return choices
}

func (s *Server) showSetParameter(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.setParameterPage(w, r, who, nil)
}

// setParameterPage asks for one value with its source.
func (s *Server) setParameterPage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	if !who.Role.Can(people.Operate) && !who.Role.Can(people.Administer) {
		_, err := s.Window.Parameters(r.Context(), who) // says why not
		return err
	}
	page := formPage{Shell: s.shell(w, r, "page.parameter.title"), Action: "/admin/parameters/set"}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p, Link{p.T("page.parameters.title"), "/admin/parameters"})
	page.Lead = []string{p.T("page.parameter.lead")}
	page.Fields = filled(r, []Input{
		{ID: "id", Type: "select", Label: p.T("page.parameters.which"), Choices: s.parameterChoices(p, p.T("page.parameter.choose"))},
		{ID: "place", Type: "text", Label: p.T("page.parameters.place"), Hint: p.T("page.parameter.place.hint")},
		{ID: "value", Type: "text", Label: p.T("page.parameters.value"), Hint: p.T("page.parameter.value.hint"), Mode: "decimal"},
		{ID: "from", Type: "date", Label: p.T("page.parameters.from"), Hint: p.T("page.parameter.from.hint")},
		{ID: "series", Type: "text", Label: p.T("page.parameter.series"), Hint: p.T("page.parameter.series.hint")},
		{ID: "source", Type: "text", Label: p.T("page.parameters.source"), Hint: p.T("page.parameter.source.hint")},
	}, map[string][]string{"id": {r.FormValue("id")}, "place": {r.FormValue("place")}})
	page.Button = p.T("page.parameter.go")
	return s.showForm(w, page, err)
}

func (s *Server) setParameter(w http.ResponseWriter, r *http.Request, who people.Who) error {
	setting := office.Setting{ID: r.PostFormValue("id"), Series: r.PostFormValue("series"), Source: r.PostFormValue("source")}
	var err error
	if setting.Place, err = s.readPlace(r.PostFormValue("place"), "place"); err == nil {
		setting.Value, err = readNumber(r, "value")
	}
	if err == nil {
		setting.ValidFrom, err = neededDay(r, "from")
	}
	if err == nil {
		_, err = s.Window.SetParameters(r.Context(), who, setting)
	}
	if err != nil {
		return s.setParameterPage(w, r, who, err)
	}
	http.Redirect(w, r, "/admin/parameters?id="+setting.ID, http.StatusSeeOther)
	return nil
}
