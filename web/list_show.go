package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/lists"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// listKinds is /admin/lists: the lists that the reader keeps, and how fresh they
// are.
func (s *Server) listKinds(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.lists.title")}
	p := page.Printer()
	page.Lead = []string{p.T("page.lists.lead")}
	page.Table = Table{Caption: p.T("page.lists.caption"), Columns: columns(p, "page.lists.", "list", "place", "rows", "kept", "source"), Empty: p.T("page.lists.empty")}
	kept, err := s.Window.KeptLists(r.Context(), who)
	if err != nil {
		return err
	}
	for _, kind := range s.Window.Lists {
		place := s.listPlace(r, who, kind)
		if s.Window.MayKeep(r.Context(), who, kind, place) != nil {
			continue
		}
		found := false
		for _, k := range kept {
			if k.Kind.ID == kind.ID {
				found = true
				page.Table.Rows = append(page.Table.Rows, s.keptRow(r, p, k))
			}
		}
		if !found {
			page.Table.Rows = append(page.Table.Rows, s.keptRow(r, p, office.KeptList{Kind: kind, Place: place}))
		}
	}
	return s.showTable(w, r, page)
}

func (s *Server) keptRow(r *http.Request, p *locale.Printer, k office.KeptList) []Cell {
	row := []Cell{
		{Text: pick(p, k.Kind.Title), Href: listAddress(k.Kind.ID, k.Place, "")},
		{Text: s.placeName(p, facts.PlaceCode(k.Place))}, {Text: p.Number(float64(len(k.Rows)))},
		{Tag: Tag{"warn", "warning", p.T("page.lists.never")}}, {},
	}
	if k.Edition > 0 {
		row[3] = Cell{Text: p.Date(civil.DateOf(k.At)), Note: s.handlerName(r, k.By)}
		row[4] = Cell{Text: k.Source}
	}
	return row
}

// handlerName is what people call an account; its id where it has gone.
func (s *Server) handlerName(r *http.Request, id people.PartyID) string {
	if name, err := s.Window.Handler(r.Context(), id); err == nil && name != "" {
		return name
	}
	return string(id)
}

func listAddress(kind lists.ID, place people.PlaceCode, action string) string {
	return "/admin/lists/" + string(kind) + action + "?" + url.Values{"place": {string(place)}}.Encode()
}

// listPlace is the place whose list a request is about: the one that it names,
// else the reader's own or chosen one, else the nation.
func (s *Server) listPlace(r *http.Request, who people.Who, kind lists.Kind) people.PlaceCode {
	if place := people.PlaceCode(r.FormValue("place")); place != "" {
		return place
	}
	if len(who.Places) > 0 {
		return who.Places[0]
	}
	if at, ok := s.place(s.readAnswers(r)); ok && len(kind.Clauses) > 0 {
		return people.PlaceCode(at.Code)
	}
	return people.Nation
}

// listAsked is the list that a request of somebody who may keep it is about.
func (s *Server) listAsked(r *http.Request, who people.Who) (office.KeptList, error) {
	kind, err := s.Window.ListKind(lists.ID(r.PathValue("list")))
	if err != nil {
		return office.KeptList{}, err
	}
	place := s.listPlace(r, who, kind)
	if err := s.Window.MayKeep(r.Context(), who, kind, place); err != nil {
		return office.KeptList{}, err
	}
	kept, err := s.Window.List(r.Context(), kind.ID, place)
	if err != nil || kept.Place == place {
		return kept, err
	}
	return office.KeptList{Kind: kind, Place: place}, nil // another place's list answers there so far
}

// showList is one list for those who keep it: its rows, and who holds those that
// are given away.
func (s *Server) showList(w http.ResponseWriter, r *http.Request, who people.Who) error {
	kept, err := s.listAsked(r, who)
	if err != nil {
		return err
	}
	if asksCSV(r) {
		return sendList(w, kept)
	}
	page := tablePage{Shell: s.shell(w, r, "page.list.title")}
	p := page.Printer()
	page.Title = pick(p, kept.Kind.Title)
	page.Heading = p.T("page.list.heading", "list", page.Title, "place", s.placeName(p, facts.PlaceCode(kept.Place)))
	page.Crumbs = listCrumbs(p)
	page.Lead = []string{pick(p, kept.Kind.Summary), s.listStands(r, p, kept)}
	page.Action = &Link{p.T("page.list.add"), listAddress(kept.Kind.ID, kept.Place, "/row")}
	page.Filter = []Input{{ID: "q", Type: "search", Label: p.T("page.list.search"), Value: r.FormValue("q")}}
	page.Filter = append(page.Filter, Input{ID: "place", Type: "text", Label: p.T("page.list.place"), Value: string(kept.Place), Hint: p.T("page.list.place.hint")})
	if err := s.listTable(r, p, who, kept, &page); err != nil {
		return err
	}
	page.After = []Link{
		{p.T("page.list.import"), listAddress(kept.Kind.ID, kept.Place, "/import")},
		{p.T("page.list.history"), listAddress(kept.Kind.ID, kept.Place, "/history")},
	}
	return s.showTable(w, r, page)
}

// listStands says since when the list stands, and where it is from.
func (s *Server) listStands(r *http.Request, p *locale.Printer, kept office.KeptList) string {
	if kept.Edition == 0 {
		return p.T("page.list.none")
	}
	return p.T("page.list.kept", "edition", kept.Edition, "date", civil.DateOf(kept.At), "name", s.handlerName(r, kept.By), "source", kept.Source)
}

func listCrumbs(p *locale.Printer, more ...Link) []Link {
	return append([]Link{{p.T("crumb.home"), "/"}, {p.T("page.lists.title"), "/admin/lists"}}, more...)
}

func (s *Server) listTable(r *http.Request, p *locale.Printer, who people.Who, kept office.KeptList, page *tablePage) error {
	at := pageOf(r)
	text := r.FormValue("q")
	stock := map[string]office.StockRow{}
	if s.givenAway(kept.Kind.ID) {
		_, rows, err := s.Window.Stock(r.Context(), who, kept.Kind.ID, kept.Place)
		if err != nil {
			return err
		}
		for _, row := range rows {
			stock[row.Row.ID] = row
		}
	}
	t := &page.Table
	t.Columns, t.Empty = listColumns(p, kept.Kind), p.T("page.list.empty")
	if s.givenAway(kept.Kind.ID) {
		t.Columns = append(t.Columns[:1], append([]Column{{Name: p.T("page.list.holder")}}, t.Columns[1:]...)...)
	}
	n := 0
	for _, row := range kept.Rows {
		if !row.Holds(text) {
			continue
		}
		if n++; n <= at.Offset || n > at.Offset+at.Limit {
			continue
		}
		cells := s.rowCells(p, kept.Kind, row)
		cells[0].Href = listAddress(kept.Kind.ID, kept.Place, "/row") + "&id=" + url.QueryEscape(row.ID)
		if held, given := stock[row.ID]; given {
			cells = append(cells[:1], append([]Cell{holderCell(p, held)}, cells[1:]...)...)
		}
		t.Rows = append(t.Rows, cells)
	}
	t.Caption = p.T("page.list.caption", "n", n)
	t.link(r, at, int64(n))
	return nil
}

// holderCell says who holds an entry of a stock.
func holderCell(p *locale.Printer, row office.StockRow) Cell {
	switch {
	case row.Holder != "":
		return Cell{Text: row.Holder, Href: "/requests/" + row.Holder, Number: true, Tag: Tag{"info", "person", p.T("page.list.held")}, Note: p.T("page.list.since", "date", row.From)}
	case row.Until != nil:
		return Cell{Tag: Tag{"ok", "check", p.T("page.list.free")}, Note: p.T("page.list.until", "date", *row.Until)}
	}
	return Cell{Tag: Tag{"ok", "check", p.T("page.list.free")}}
}

// givenAway reports whether rows of the list are given to requests.
func (s *Server) givenAway(id lists.ID) bool {
	for _, m := range s.Window.Matters {
		for _, t := range m.Tracks {
			for _, q := range t.Results {
				if q.Type == casefile.AskRow && q.List == string(id) && q.Take != nil {
					return true
				}
			}
		}
	}
	return false
}

func listColumns(p *locale.Printer, k lists.Kind) []Column {
	out := make([]Column, len(k.Fields))
	for i, f := range k.Fields {
		out[i] = Column{Name: pick(p, f.Title), Figure: f.Type == lists.Amount || f.Type == lists.Number}
	}
	return out
}

// rowCells are a row as a list shows it.
func (s *Server) rowCells(p *locale.Printer, k lists.Kind, row lists.Row) []Cell {
	out := make([]Cell, len(k.Fields))
	for i, f := range k.Fields {
		out[i].Text = fieldText(p, k, row, f)
		if f.ID == k.Closes || f.ID == k.Opens {
			out[i].Number = true
		}
	}
	return out
}

// fieldText is what a row says in a field, in the reader's language.
func fieldText(p *locale.Printer, k lists.Kind, row lists.Row, f lists.Field) string {
	text := row.Cells[f.ID]
	switch f.Type {
	case lists.Yes:
		if text == "yes" {
			return p.T("answer.yes")
		}
		return ""
	case lists.Amount:
		if yuan, err := strconv.ParseFloat(text, 64); err == nil {
			return p.Number(yuan)
		}
	case lists.Choices, lists.Choice, lists.Words:
		var said []string
		for _, words := range k.Says(row, f.ID) {
			said = append(said, pick(p, words))
		}
		return p.List(said)
	}
	return text
}

// sendList answers with the list as a file that can be read again.
func sendList(w http.ResponseWriter, kept office.KeptList) error {
	var file bytes.Buffer
	if err := kept.Kind.CSV(&file, kept.Rows); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+string(kept.Kind.ID)+"-"+string(kept.Place)+`.csv"`)
	_, err := file.WriteTo(w)
	return err
}

// showPublicList is /lists/{list}: a list that everybody may read.
func (s *Server) showPublicList(w http.ResponseWriter, r *http.Request) error {
	kind, err := s.Window.ListKind(lists.ID(r.PathValue("list")))
	if err != nil {
		return err
	}
	if !kind.Public {
		return fault.New(fault.NotFound, "fault.list.not-found")
	}
	place := people.Nation
	if at, ok := s.placeAsked(r); ok {
		place = people.PlaceCode(at.Code)
	}
	kept, err := s.Window.List(r.Context(), kind.ID, place)
	if err != nil {
		return err
	}
	if asksCSV(r) {
		return sendList(w, kept)
	}
	page := tablePage{Shell: s.shell(w, r, "page.list.title")}
	p := page.Printer()
	page.Title = pick(p, kind.Title)
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.services.title"), "/services"}}
	page.Lead = []string{pick(p, kind.Summary)}
	if kept.Edition > 0 {
		page.Lead = append(page.Lead, p.T("page.list.stands", "place", s.placeName(p, facts.PlaceCode(kept.Place)), "date", civil.DateOf(kept.At), "source", kept.Source))
	}
	page.Filter = []Input{{ID: "q", Type: "search", Label: p.T("page.list.search"), Value: r.FormValue("q"), Hint: p.T("page.list.search.hint")}}
	at := pageOf(r)
	page.Table = Table{Columns: listColumns(p, kind), Empty: p.T("page.list.nothing")}
	n := 0
	for _, row := range kept.Rows {
		if !row.Holds(r.FormValue("q")) {
			continue
		}
		if n++; n > at.Offset && n <= at.Offset+at.Limit {
			page.Table.Rows = append(page.Table.Rows, s.rowCells(p, kind, row))
		}
	}
	page.Table.Caption = p.T("page.list.caption", "n", n)
	page.Table.link(r, at, int64(n))
	return s.showTable(w, r, page)
}
