package web

import (
	"crypto/rand"
	"net/http"
	"net/url"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// applyPage is where a case begins: what, where, for whom.
type applyPage struct {
	Shell
	Key       string
	Places    Chooser
	Groups    []matterGroup
	People    []Choice
	Employers []Choice
	Chosen    bool // a place is chosen: the matters offered there are shown
}

// matterGroup is matters under a heading, as the guides group them.
type matterGroup struct {
	Name    string
	Matters []matterChoice
}

type matterChoice struct{ ID, Title, Summary string }

func (s *Server) showApply(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := applyPage{Shell: s.shell(w, r, "page.apply.title"), Key: rand.Text()}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}}
	place := facts.PlaceCode(r.FormValue("place"))
	page.Places = s.chooser(p, "place", "place", string(place))
	if _, ok := s.Places.Lookup(place); ok {
		page.Chosen = true
		offered, err := s.Window.Offered(who, people.PlaceCode(place))
		if err != nil {
			return err
		}
		page.Groups = s.groupMatters(p, offered)
		if err := s.applyParties(r, who, &page); err != nil {
			return err
		}
	}
	return s.render(w, http.StatusOK, page.Lang, "apply_new", page)
}

// groupMatters groups matters as the guides do.
func (s *Server) groupMatters(p *locale.Printer, matters casefile.Matters) (groups []matterGroup) {
	for _, g := range matterGroups {
		group := matterGroup{Name: p.T("guide.group." + g.id)}
		for _, m := range s.inOrder(matters) {
			if groupOf(m) == g.id {
				group.Matters = append(group.Matters, matterChoice{string(m.ID), pick(p, m.Title), pick(p, m.Summary)})
			}
		}
		if len(group.Matters) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// applyParties are the employers that the reader may act for, and their people.
func (s *Server) applyParties(r *http.Request, who people.Who, page *applyPage) error {
	for _, id := range who.Scope(s.Now()).Principals {
		name, err := s.Window.PartyName(r.Context(), id)
		if err != nil {
			return err
		}
		page.Employers = append(page.Employers, Choice{Value: string(id), Label: name})
	}
	known, err := s.Window.Foreigners(r.Context(), who)
	if err != nil {
		return err
	}
	for _, party := range known {
		page.People = append(page.People, Choice{Value: string(party.ID), Label: party.Name})
	}
	return nil
}

// beginCase opens the draft and leads to its task list.
func (s *Server) beginCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	if m, ok := s.Window.Matters.Find(casefile.MatterID(r.PostFormValue("matter"))); ok && needsPermit(m) {
		http.Redirect(w, r, beginAt(m, url.Values{"person": {r.PostFormValue("foreigner")}}), http.StatusSeeOther) // which permit it is about
		return nil
	}
	foreigner := people.PartyID(r.PostFormValue("foreigner"))
	if foreigner == "" {
		id, err := s.Window.RegisterForeigner(r.Context(), who, r.PostFormValue("key"), office.NewForeigner{
			Name: plainText(r.PostFormValue("name")), Passport: plainText(r.PostFormValue("passport")), BirthDate: r.PostFormValue("birth_date"),
			Nationality: r.PostFormValue("nationality"),
		})
		if err != nil {
			return err
		}
		foreigner = id
	}
	opening := office.Opening{
		Who: who, Key: r.PostFormValue("key"), Matter: casefile.MatterID(r.PostFormValue("matter")), Place: people.PlaceCode(r.PostFormValue("place")),
		Employer: people.PartyID(r.PostFormValue("employer")), Foreigner: foreigner,
		PermitNumber: plainText(r.PostFormValue("permit")),
	}
	if who.Role == people.Agency {
		opening.Agent = who.Party
	}
	c, err := s.Window.Open(r.Context(), opening)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/case/"+string(c.Number)+"/answers", http.StatusSeeOther)
	return nil
}
