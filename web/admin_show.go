package web

import (
	"net/http"
	"slices"

	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// adminPage is the administrator's overview: what is missing, then where to go.
type adminPage struct {
	Shell
	Findings []string
	Doors    []adminDoor
}

// adminDoor is a page of the administration with what it is for.
type adminDoor struct{ Text, Lead, Href string }

// beyondMenu are pages of the administration that the menu has no room for.
var beyondMenu = map[people.Role][]menuEntry{people.Administrator: {{"slots", "/admin/slots"}}}

func (s *Server) showAdmin(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := adminPage{Shell: s.shell(w, r, "page.admin.title")}
	p := page.Printer()
	findings, err := s.Window.Lacks(r.Context(), who)
	if err != nil {
		return err
	}
	for _, f := range findings {
		page.Findings = append(page.Findings, s.lackText(p, f))
	}
	for _, e := range slices.Concat(menus[who.Role][1:], beyondMenu[who.Role]) { // the first entry is this page
		page.Doors = append(page.Doors, adminDoor{p.T("menu." + e.key), hintText(p, "page.admin."+e.key+".lead"), e.href})
	}
	return s.render(w, http.StatusOK, page.Lang, "admin_show", page)
}

// lackText says what is missing in the reader's language.
func (s *Server) lackText(p *locale.Printer, f office.Lack) string {
	args := make([]any, len(f.Args))
	for i, arg := range f.Args {
		switch arg := arg.(type) {
		case people.Words:
			args[i] = p.Pick(arg.ZH, arg.EN)
		case people.OfficeKind:
			args[i] = p.T("office.kind." + string(arg))
		case []people.PlaceCode:
			args[i] = s.placeNames(p, arg)
		default:
			args[i] = arg
		}
	}
	return p.T("lack."+f.Key, args...)
}
