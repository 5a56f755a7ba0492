package web

import (
	"net/http"

	"yichuang/facts"
	"yichuang/office"
	"yichuang/people"
)

// registrationViews are the tabs of the list.
var registrationViews = []people.Verification{people.Unverified, people.Rejected, people.Verified}

// showRegistrations is /desk/registrations: organisations of the officer's places
// whose registration is to be checked, and those that were.
func (s *Server) showRegistrations(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.registrations.title")}
	p := page.Printer()
	page.Lead = []string{p.T("page.registrations.lead")}
	view := people.Unverified
	for _, state := range registrationViews {
		if r.FormValue("state") == string(state) {
			view = state
		}
	}
	for _, state := range registrationViews {
		page.Tabs = append(page.Tabs, Tab{p.T("registration.state." + string(state)), "/desk/registrations?state=" + string(state), state == view})
	}
	all, err := s.Window.Registrations(r.Context(), who, view)
	if err != nil {
		return err
	}
	at := pageOf(r)
	page.Table = Table{Caption: p.T("page.registrations.caption", "n", len(all)), Empty: p.T("page.registrations.empty"),
		Columns: columns(p, "page.registrations.", "name", "kind", "code", "place", "state")}
	page.Table.link(r, at, int64(len(all)))
	for _, o := range part(all, at) {
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: o.Name, Href: "/registrations/" + string(o.ID)}, {Text: p.T(partyKind(o))}, {Text: o.Code, Number: true},
			{Text: s.placeName(p, facts.PlaceCode(o.Place))}, {Tag: verificationTag(p, o.Status), Note: o.Note},
		})
	}
	return s.showTable(w, r, page)
}

func partyKind(o office.Registered) string {
	if o.Agency {
		return "page.registrations.agency"
	}
	return "page.registrations.employer"
}

func (s *Server) showRegistration(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.registrationPage(w, r, who, nil)
}

// registrationPage shows what an organisation says of itself and asks whether it
// is right.
func (s *Server) registrationPage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	o, missing := s.Window.Registration(r.Context(), who, people.PartyID(r.PathValue("party")))
	if missing != nil {
		return missing
	}
	page := formPage{Shell: s.shell(w, r, "page.registration.title"), Action: "/registrations/" + string(o.ID)}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("page.registrations.title"), "/desk/registrations"}}
	page.Heading = o.Name
	page.Summary = append([]orgRow{
		{p.T("page.registrations.kind"), p.T(partyKind(o.Registered))}, {p.T("page.registrations.state"), p.T("registration.state." + string(o.Status))},
	}, s.orgRows(p, o)...)
	if o.Claims != "" {
		name, err := s.partyName(r, o.Claims)
		if err != nil {
			return err
		}
		page.Lead = []string{p.T("page.registration.claims", "name", name)}
	}
	page.Fields = filled(r, []Input{
		{ID: "found", Type: "radios", Label: p.T("page.registration.found"), Choices: []Choice{
			{Value: string(people.Verified), Label: p.T("page.registration.right")}, {Value: string(people.Rejected), Label: p.T("page.registration.wrong")}}},
		{ID: "note", Type: "textarea", Label: p.T("page.registration.note"), Hint: p.T("page.registration.note.hint")},
	}, map[string][]string{"note": {o.Note}})
	page.Button = p.T("page.registration.go")
	return s.showForm(w, page, err)
}

func (s *Server) verifyRegistration(w http.ResponseWriter, r *http.Request, who people.Who) error {
	party := people.PartyID(r.PathValue("party"))
	if err := s.Window.Verify(r.Context(), who, party, people.Verification(r.PostFormValue("found")), r.PostFormValue("note")); err != nil {
		return s.registrationPage(w, r, who, err)
	}
	http.Redirect(w, r, "/desk/registrations", http.StatusSeeOther)
	return nil
}
