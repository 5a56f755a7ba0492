package web

import (
	"net/http"
	"strconv"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/permit"
)

// permitKinds are the kinds in the order of the filter.
var permitKinds = []permit.Kind{
	permit.Work, permit.WorkResidence, permit.DomesticWork, permit.Startup, permit.StartupResidence, permit.Internship,
	permit.InternshipVisa, permit.RStay, permit.Confirmation,
}

// listPermits is /permits: what was granted, the one that ends first in front.
// Employers see those of their own staff, persons their own.
func (s *Server) listPermits(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.permits.title")}
	p := page.Printer()
	page.Lead = []string{p.T("page.permits.lead")}
	kinds := []Choice{{Label: p.T("page.officer.any")}}
	for _, k := range permitKinds {
		kinds = append(kinds, Choice{Value: string(k), Label: p.T("permit.kind." + string(k))})
	}
	ends := []Choice{{Label: p.T("page.officer.any")}}
	for _, days := range []string{"30", "60", "90"} {
		ends = append(ends, Choice{Value: days, Label: p.T("page.permits.within", "n", days)})
	}
	page.Filter = []Input{
		{ID: "q", Type: "search", Label: p.T("page.permits.search"), Value: r.FormValue("q")},
		{ID: "kind", Type: "select", Label: p.T("page.permits.kind"), Choices: kinds},
		{ID: "ends", Type: "select", Label: p.T("page.permits.ends"), Choices: ends},
	}
	for i := range page.Filter {
		page.Filter[i].chosen([]string{r.FormValue(page.Filter[i].ID)})
	}
	at := pageOf(r)
	f := office.PermitFilter{Text: r.FormValue("q"), Limit: at.Limit, Offset: at.Offset}
	if kind := r.FormValue("kind"); kind != "" {
		f.Kinds = []string{kind}
	}
	if days, err := strconv.Atoi(r.FormValue("ends")); err == nil {
		from, until := s.today(), s.today().AddDays(civil.Days(days))
		f.EndsFrom, f.EndsUntil, f.Statuses = &from, &until, []string{string(permit.Active)}
	}
	rows, total, err := s.Window.Permits(r.Context(), who, f)
	if err != nil {
		return err
	}
	if page.Table, err = s.permitTable(r, p, rows); err != nil {
		return err
	}
	page.Table.Caption, page.Table.Empty = p.T("page.permits.caption", "n", total), p.T("page.permits.empty")
	if r.FormValue("q")+r.FormValue("kind")+r.FormValue("ends") == "" {
		page.Table.Empty = p.T("page.permits.none")
	}
	page.Table.link(r, at, total)
	return s.showTable(w, r, page)
}

func (s *Server) permitTable(r *http.Request, p *locale.Printer, rows []office.PermitRow) (Table, error) {
	t := Table{Columns: columns(p, "page.permits.", "until", "number", "kind", "holder", "employer", "class", "place", "status")}
	t.Columns[0].Sorted = "ascending"
	for _, row := range rows {
		holder, err := s.partyName(r, people.PartyID(row.Holder))
		if err != nil {
			return t, err
		}
		employer, err := s.partyName(r, people.PartyID(row.Employer))
		if err != nil {
			return t, err
		}
		class := ""
		if row.Class != "" {
			class = p.T("class.short." + row.Class)
		}
		until := Cell{Text: row.ValidUntil.String(), Number: true}
		status := permit.Permit{Status: permit.Status(row.Status), Term: permit.Term{Until: row.ValidUntil}}.StatusOn(s.today())
		if left := int(row.ValidUntil - s.today()); status == permit.Active && left <= endsSoon {
			until.Tag = Tag{"warn", "clock", p.T("page.permits.left", "n", left)}
		}
		t.Rows = append(t.Rows, []Cell{
			until, {Text: row.Number, Href: permitHref(row), Number: true}, {Text: p.T("permit.kind." + row.Kind)}, {Text: holder}, {Text: employer},
			{Text: class}, {Text: s.placeName(p, facts.PlaceCode(row.Place))}, {Tag: standingTag(p, status)},
		})
	}
	return t, nil
}

// permitHref is the address of a permit's page.
func permitHref(row office.PermitRow) string { return "/permits/" + row.Number }

// standingTag is how a permit stands, in a word.
func standingTag(p *locale.Printer, status permit.Status) Tag {
	tag := standings[status]
	tag.Text = p.T("permit.status." + string(status))
	return tag
}
