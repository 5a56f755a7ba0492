package web

import (
	"net/http"
	"net/url"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// applyPage is where a case begins: what, where, for whom.
type applyPage struct {
	Shell
	Key    string
	Places Chooser
	Errors []FieldError
	Error  string // beside the matters
	Groups []matterGroup
	Fields []Input
	Chosen bool // a place is chosen: the matters offered there are shown
}

// matterGroup is matters under a heading, as the guides group them.
type matterGroup struct {
	Name    string
	Matters []matterChoice
}

type matterChoice struct {
	ID, Title, Summary string
	Chosen             bool
}

func (s *Server) showApply(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.applyForm(w, r, who, nil)
}

// applyForm answers with the page; err is what was wrong with what was sent, all
// of which it keeps.
func (s *Server) applyForm(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	page := applyPage{Shell: s.shell(w, r, "page.apply.title"), Key: keyOf(r)}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}}
	place, failed := s.applyPlace(r, who)
	if failed != nil {
		return failed
	}
	page.Places = s.chooser(p, "place", "place", string(place))
	if _, ok := s.Places.Lookup(place); ok {
		page.Chosen = true
		offered, err := s.Window.Offered(who, people.PlaceCode(place))
		if err != nil {
			return err
		}
		page.Groups = s.groupMatters(p, offered, r.PostFormValue("matter"))
		if page.Fields, err = s.applyFields(r, p, who); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if page.Errors, err = mark(p, page.Fields, err); err != nil {
		return err
	}
	if r.Method == http.MethodPost && r.PostFormValue("matter") == "" && len(page.Groups) > 0 {
		page.Error = p.T("page.apply.matter.missing")
		page.Errors = append([]FieldError{{"m-" + page.Groups[0].Matters[0].ID, page.Error}}, page.Errors...)
	}
	if len(page.Errors) > 0 {
		page.Wrong, status = true, http.StatusUnprocessableEntity
	}
	return s.render(w, status, page.Lang, "apply_new", page)
}

// applyPlace is the place that the request names; to an employer who named none yet
// its own city is offered.
func (s *Server) applyPlace(r *http.Request, who people.Who) (facts.PlaceCode, error) {
	named := facts.PlaceCode(r.FormValue("place"))
	if r.Form.Has("place") || who.Role != people.EmployerHR {
		return named, nil
	}
	own, err := s.Window.PartyPlace(r.Context(), who)
	if err != nil {
		return "", err
	}
	city, _ := s.cityOf(own)
	return city.Code, nil
}

// groupMatters groups matters as the guides do.
func (s *Server) groupMatters(p *locale.Printer, matters casefile.Matters, chosen string) (groups []matterGroup) {
	for _, g := range matterGroups {
		group := matterGroup{Name: p.T("guide.group." + g.id)}
		for _, m := range s.inOrder(matters) {
			if groupOf(m) == g.id {
				group.Matters = append(group.Matters, matterChoice{string(m.ID), pick(p, m.Title), pick(p, m.Summary), string(m.ID) == chosen})
			}
		}
		if len(group.Matters) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// applyFields ask for whom: the employer, where the reader may act for several, the
// person, and the permit that the case may be about.
func (s *Server) applyFields(r *http.Request, p *locale.Printer, who people.Who) ([]Input, error) {
	fields, err := s.employerInput(r, p, who)
	if err != nil {
		return nil, err
	}
	people, err := s.personInputs(r, p, who, false)
	if err != nil {
		return nil, err
	}
	fields = append(fields, people...)
	return filled(r, append(fields, Input{ID: "permit", Type: "text", Label: p.T("page.apply.permit"), Hint: p.T("page.apply.permit.hint"), Complete: "off"}), nil), nil
}

// beginCase opens the draft and leads to its task list.
func (s *Server) beginCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.form").WithCause(err)
	}
	matter := casefile.MatterID(r.PostFormValue("matter"))
	if matter == "" {
		return s.applyForm(w, r, who, nil)
	}
	if m, ok := s.Window.Matters.Find(matter); ok && needsPermit(m) {
		http.Redirect(w, r, beginAt(m, url.Values{"person": {r.PostFormValue("person")}}), http.StatusSeeOther) // which permit it is about
		return nil
	}
	opening := office.Opening{
		Who: who, Key: r.PostFormValue("key"), Matter: matter, Place: people.PlaceCode(r.PostFormValue("place")), Employer: who.Party,
		Foreigner: people.PartyID(r.PostFormValue("person")), PermitNumber: plainText(r.PostFormValue("permit")),
	}
	if who.Role == people.Agency {
		opening.Agent, opening.Employer = who.Party, people.PartyID(r.PostFormValue("employer"))
	}
	if opening.Foreigner == "" {
		opening.New = newPerson(r)
	}
	c, err := s.Window.Open(r.Context(), opening)
	if err != nil {
		return s.applyForm(w, r, who, err)
	}
	http.Redirect(w, r, "/case/"+string(c.Number)+"/answers", http.StatusSeeOther)
	return nil
}
