package web

import (
	"net/http"

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

// adminDoors are the pages below /admin in the order in which an installation is
// set up; those that begin with an act an operator may do are shown to operators.
var adminDoors = []struct {
	key, href string
	operator  bool
}{
	{"offices", "/admin/offices", false},
	{"staff", "/admin/officers", false},
	{"slots", "/admin/slots", false},
	{"parameters", "/admin/parameters", true},
	{"calendars", "/admin/calendars", true},
	{"outbox", "/admin/outbox", false},
	{"audit", "/admin/audit", true},
}

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
	for _, d := range adminDoors {
		if d.operator || who.Role.Can(people.Administer) {
			page.Doors = append(page.Doors, adminDoor{p.T("page.admin." + d.key), p.T("page.admin." + d.key + ".lead"), d.href})
		}
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
