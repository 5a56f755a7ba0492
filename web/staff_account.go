package web

import (
	"net/http"

	"yichuang/fault"
	"yichuang/people"
)

// accountActs are what an administrator does to an account as a whole. Each is
// asked before it is done: the page says what follows.
var accountActs = map[string]func(*Server, http.ResponseWriter, *http.Request, people.Who, people.PartyID) (done bool, err error){
	"invite": func(s *Server, w http.ResponseWriter, r *http.Request, who people.Who, id people.PartyID) (bool, error) {
		m, err := s.Window.StaffMember(r.Context(), who, id)
		if err != nil {
			return false, err
		}
		code, err := s.Window.Invite(r.Context(), who, id)
		if err != nil {
			return false, err
		}
		return true, s.showCodeOf(w, r, id, m.Name, m.Login, code)
	},
	"factor": func(s *Server, _ http.ResponseWriter, r *http.Request, who people.Who, id people.PartyID) (bool, error) {
		return false, s.Window.ResetFactor(r.Context(), who, id)
	},
	"close": func(s *Server, _ http.ResponseWriter, r *http.Request, who people.Who, id people.PartyID) (bool, error) {
		return false, s.Window.Disable(r.Context(), who, id, true)
	},
	"open": func(s *Server, _ http.ResponseWriter, r *http.Request, who people.Who, id people.PartyID) (bool, error) {
		return false, s.Window.Disable(r.Context(), who, id, false)
	},
}

// askAccountAct says what an act on an account does, before it is done.
func (s *Server) askAccountAct(w http.ResponseWriter, r *http.Request, who people.Who) error {
	m, err := s.Window.StaffMember(r.Context(), who, people.PartyID(r.PathValue("account")))
	if err != nil {
		return err
	}
	act := r.PathValue("act")
	if accountActs[act] == nil {
		return fault.New(fault.NotFound, "fault.no-page")
	}
	base := "/admin/officers/" + string(m.ID)
	page := formPage{Shell: s.shell(w, r, "page.staff."+act+".title", "name", m.Name), Action: base + "/" + act}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p, Link{p.T("page.staff.title"), "/admin/officers"}, Link{m.Name, base})
	page.Lead = []string{p.T("page.staff." + act + ".text")}
	page.Button = p.T("page.staff." + act + ".go")
	page.After = []Link{{p.T("page.staff.back"), base}}
	return s.showForm(w, page, nil)
}

func (s *Server) actOnAccount(w http.ResponseWriter, r *http.Request, who people.Who) error {
	act, ok := accountActs[r.PathValue("act")]
	if !ok {
		return fault.New(fault.NotFound, "fault.no-page")
	}
	id := people.PartyID(r.PathValue("account"))
	if done, err := act(s, w, r, who, id); done || err != nil {
		return err
	}
	http.Redirect(w, r, "/admin/officers/"+string(id), http.StatusSeeOther)
	return nil
}
