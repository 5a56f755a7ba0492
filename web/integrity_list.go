package web

import (
	"cmp"
	"net/http"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/supervision"
)

// fileLists are the views of an integrity file.
var fileLists = []string{"entries", "sanctions", "revocations"}

// listIntegrity is /integrity: the supervised see their own file, watchers those
// of their places.
func (s *Server) listIntegrity(w http.ResponseWriter, r *http.Request, who people.Who) error {
	watching := who.Role.Can(people.Watch)
	title := "page.integrity.own"
	if watching {
		title = "page.integrity.title"
	}
	page := tablePage{Shell: s.shell(w, r, title)}
	p := page.Printer()
	page.Crumbs = watchCrumbs(p)
	list := cmp.Or(r.FormValue("list"), "entries")
	for _, l := range fileLists {
		page.Tabs = append(page.Tabs, Tab{Text: p.T("page.integrity.list." + l), Href: "/integrity?list=" + l, Current: l == list})
	}
	page.Lead = []string{p.T("page.integrity.lead.own")}
	if watching {
		page.Lead = []string{p.T("page.integrity.lead")}
		page.Keep = []Hidden{{"list", list}}
		page.Filter = []Input{{ID: "q", Type: "search", Label: p.T("page.integrity.search"), Value: r.FormValue("q")}}
		if who.Role.Can(people.Sanction) {
			page.Action = &Link{p.T("page.integrity.new"), "/integrity/new"}
		}
	}
	fill := map[string]func(*http.Request, people.Who, *tablePage) error{"sanctions": s.sanctionTable, "revocations": s.revocationTable}[list]
	if fill == nil {
		fill = s.entryTable
	}
	if err := fill(r, who, &page); err != nil {
		return err
	}
	return s.showTable(w, r, page)
}

// listFalse is /watch/false: the list of false commitments that count today.
func (s *Server) listFalse(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.false.title")}
	p := page.Printer()
	page.Crumbs = watchCrumbs(p, Link{p.T("page.promises.title"), "/watch/promises"})
	page.Lead = []string{p.T("page.false.lead", "date", s.today())}
	page.Filter = []Input{{ID: "q", Type: "search", Label: p.T("page.integrity.search"), Value: r.FormValue("q")}}
	if err := s.entriesInto(r, who, &page, office.FileFilter{Kind: string(supervision.FalseCommitment), On: today(s)}); err != nil {
		return err
	}
	page.Table.Empty = p.T("page.false.empty")
	if !who.Role.Can(people.Watch) {
		return errNotWatching
	}
	return s.showTable(w, r, page)
}

func today(s *Server) *civil.Date { on := s.today(); return &on }

func (s *Server) entryTable(r *http.Request, who people.Who, page *tablePage) error {
	return s.entriesInto(r, who, page, office.FileFilter{})
}

func (s *Server) entriesInto(r *http.Request, who people.Who, page *tablePage, f office.FileFilter) error {
	p, at := page.Printer(), pageOf(r)
	f.Text, f.Limit, f.Offset = r.FormValue("q"), at.Limit, at.Offset
	entries, total, err := s.Window.Entries(r.Context(), who, f)
	if err != nil {
		return err
	}
	page.Table = Table{
		Caption: p.T("page.integrity.caption", "n", int(total)), Empty: p.T("page.integrity.empty"),
		Columns: columns(p, "page.integrity.column.", "cause", "party", "place", "made", "until", "state"),
	}
	if page.Action == nil && len(page.Filter) == 0 {
		page.Table.Empty = p.T("page.integrity.empty.own")
	}
	page.Table.link(r, at, total)
	for _, e := range entries {
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: p.T("page.integrity.cause." + string(e.Cause)), Href: "/integrity/" + string(e.ID)}, {Text: e.Name, Note: p.T("page.integrity.of." + string(e.Of))},
			{Text: s.placeName(p, facts.PlaceCode(e.Place))}, {Text: civil.DateOf(e.At).String(), Number: true}, {Text: e.Until.String(), Number: true}, {Tag: s.entryStanding(p, e.Entry)},
		})
	}
	return nil
}

// entryStanding is entryTag on this day.
func (s *Server) entryStanding(p *locale.Printer, e supervision.Entry) Tag {
	if e.Struck == nil && e.Repaired == nil && !e.Active(s.today()) {
		return Tag{"", "", p.T("page.integrity.state.ended")}
	}
	return entryTag(p, e)
}

// entryTag says how an entry stands.
func entryTag(p *locale.Printer, e supervision.Entry) Tag {
	switch n := len(e.Contests); {
	case e.Struck != nil:
		return Tag{"", "", p.T("page.integrity.state.struck")}
	case e.Repaired != nil:
		return Tag{"ok", "check", p.T("page.integrity.state.repaired")}
	case n > 0 && e.Contests[n-1].Ruling == nil:
		return Tag{"warn", "clock", p.T("page.integrity.state.contested")}
	}
	return Tag{"bad", "", p.T("page.integrity.state.active")}
}

// listSanctions is /watch/sanctions.
func (s *Server) listSanctions(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !who.Role.Can(people.Watch) {
		return errNotWatching
	}
	page := tablePage{Shell: s.shell(w, r, "page.sanctions.title")}
	p := page.Printer()
	page.Crumbs = watchCrumbs(p, Link{p.T("page.integrity.title"), "/integrity"})
	page.Lead = []string{p.T("page.sanctions.lead")}
	page.Filter = []Input{{ID: "q", Type: "search", Label: p.T("page.integrity.search"), Value: r.FormValue("q")}}
	page.Tabs = []Tab{
		{Text: p.T("page.sanctions.now"), Href: "/watch/sanctions", Current: r.FormValue("list") != "all"},
		{Text: p.T("page.sanctions.all"), Href: "/watch/sanctions?list=all", Current: r.FormValue("list") == "all"},
	}
	f := office.FileFilter{}
	if r.FormValue("list") != "all" {
		f.On = today(s)
	}
	if err := s.sanctionsInto(r, who, &page, f); err != nil {
		return err
	}
	return s.showTable(w, r, page)
}

func (s *Server) sanctionTable(r *http.Request, who people.Who, page *tablePage) error {
	return s.sanctionsInto(r, who, page, office.FileFilter{})
}

func (s *Server) sanctionsInto(r *http.Request, who people.Who, page *tablePage, f office.FileFilter) error {
	p, at := page.Printer(), pageOf(r)
	f.Text, f.Limit, f.Offset = r.FormValue("q"), at.Limit, at.Offset
	sanctions, total, err := s.Window.Sanctions(r.Context(), who, f)
	if err != nil {
		return err
	}
	page.Table = Table{
		Caption: p.T("page.sanctions.caption", "n", int(total)), Empty: p.T("page.sanctions.empty"),
		Columns: columns(p, "page.sanctions.column.", "party", "scope", "from", "until", "state"),
	}
	page.Table.link(r, at, total)
	for _, x := range sanctions {
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: x.Name, Href: "/sanction/" + string(x.ID), Note: p.T("page.integrity.of." + string(x.Of))}, {Text: s.scopeText(p, x.Sanction)},
			{Text: x.From.String(), Number: true}, {Text: x.Until.String(), Number: true}, {Tag: s.sanctionTag(p, x.Sanction)},
		})
	}
	return nil
}

// sanctionTag says how a sanction stands today.
func (s *Server) sanctionTag(p *locale.Printer, x supervision.Sanction) Tag {
	switch n := len(x.Contests); {
	case x.Lifted != nil:
		return Tag{"ok", "check", p.T("page.sanctions.state.lifted")}
	case x.Until < s.today():
		return Tag{"", "", p.T("page.sanctions.state.ended")}
	case x.From > s.today():
		return Tag{"info", "clock", p.T("page.sanctions.state.later")}
	case n > 0 && x.Contests[n-1].Ruling == nil:
		return Tag{"warn", "clock", p.T("page.sanctions.state.contested")}
	}
	return Tag{"pause", "pause", p.T("page.sanctions.state.active")}
}

// scopeText says which business the sanction stops, and where.
func (s *Server) scopeText(p *locale.Printer, x supervision.Sanction) string {
	places := make([]string, len(x.Places))
	for i, place := range x.Places {
		places[i] = s.placeName(p, facts.PlaceCode(place))
	}
	if len(x.Services) == 0 {
		return p.T("page.sanctions.scope.all", "places", p.List(places))
	}
	services := make([]string, len(x.Services))
	for i, service := range x.Services {
		services[i] = s.wordOf(p, "service", service)
	}
	return p.T("page.sanctions.scope.some", "services", p.List(services), "places", p.List(places))
}

func (s *Server) revocationTable(r *http.Request, who people.Who, page *tablePage) error {
	p, at := page.Printer(), pageOf(r)
	list, err := s.Window.Revocations(r.Context(), who, office.FileFilter{Text: r.FormValue("q"), Limit: at.Limit, Offset: at.Offset})
	if err != nil {
		return err
	}
	page.Table = Table{
		Caption: p.T("page.revocations.caption"), Empty: p.T("page.revocations.empty"),
		Columns: columns(p, "page.revocations.column.", "permit", "party", "hear-by", "state"),
	}
	page.Table.link(r, at, int64(at.Offset+len(list)))
	for _, x := range list {
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: x.Number, Href: "/revocation/" + string(x.ID), Number: true}, {Text: x.Name}, {Text: x.HearBy.String(), Number: true}, {Tag: s.revocationTag(p, x.Revocation)},
		})
	}
	return nil
}

// revocationTag says how a revocation stands today.
func (s *Server) revocationTag(p *locale.Printer, x supervision.Revocation) Tag {
	switch {
	case x.Outcome == supervision.RevokedDecision:
		return Tag{"bad", "cross", p.T("page.revocations.state.revoked")}
	case x.Outcome == supervision.Dropped:
		return Tag{"", "", p.T("page.revocations.state.dropped")}
	case x.HearingOver(s.today()):
		return Tag{"info", "clock", p.T("page.revocations.state.deciding")}
	}
	return Tag{"warn", "clock", p.T("page.revocations.state.hearing")}
}
