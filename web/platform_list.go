package web

import (
	"cmp"
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// forPlatforms is the matter that approved platforms start in their own name.
func forPlatforms(m casefile.Matter) bool {
	return len(m.Roles) == 1 && m.Roles[0] == people.Incubator
}

// listPlatforms is the public register of approved platforms; the department
// that keeps it adds and ends approvals.
func (s *Server) listPlatforms(w http.ResponseWriter, r *http.Request) error {
	platforms, err := s.Window.Platforms(r.Context())
	if err != nil {
		return err
	}
	page := tablePage{Shell: s.shell(w, r, "page.platforms.title")}
	p := page.Printer()
	who, _ := reader(r)
	keeps := keepsPlatforms(who)
	page.Lead = []string{p.T("page.platforms.lead")}
	page.Table = Table{Caption: p.T("page.platforms.caption"), Empty: p.T("page.platforms.empty"), Columns: columns(p, "page.platforms.", "name", "place", "zone", "from", "until", "state")}
	for _, platform := range platforms {
		state := Cell{Tag: activeTag(p, platform.ApprovedOn(s.today()))}
		if keeps && state.Tag.Tone == "ok" && slices.ContainsFunc(who.Places, func(at people.PlaceCode) bool { return at.Holds(platform.Place) }) {
			state.Text, state.Href = p.T("page.platforms.end"), "/platforms/"+string(platform.ID)+"/end"
		}
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: p.Pick(platform.Name, cmp.Or(platform.NameEN, platform.Name)), Note: platform.Decision}, {Text: s.placeName(p, facts.PlaceCode(platform.Place))},
			{Text: s.zoneName(p, platform.Zone)}, {Text: p.Date(platform.ApprovedFrom)}, {Text: s.untilText(p, platform.ApprovedUntil)}, state,
		})
	}
	page.Table.link(r, pageOf(r), int64(len(platforms)))
	if keeps {
		page.Action = &Link{p.T("page.platforms.add"), "/platforms/new"}
	}
	if m, ok := s.matterFor("", forPlatforms); ok {
		page.Chips = s.chips(p, s.today(), m.Clauses...)
	}
	return s.showTable(w, r, page)
}

// zoneName is what people call a zone.
func (s *Server) zoneName(p *locale.Printer, id string) string {
	if zone, ok := s.Places.Zone(facts.ZoneID(id)); ok {
		return p.Pick(zone.Name.ZH, zone.Name.EN)
	}
	return id
}

// newPlatform asks for an approval.
func (s *Server) newPlatform(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !keepsPlatforms(who) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	return s.showForm(w, s.platformPage(w, r, who), nil)
}

func (s *Server) platformPage(w http.ResponseWriter, r *http.Request, who people.Who) formPage {
	page := formPage{Shell: s.shell(w, r, "page.platform.new.title"), Action: "/platforms/new"}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.platforms.title"), "/platforms"}}
	page.Lead, page.Button = []string{p.T("page.platform.new.lead")}, p.T("page.platform.new.button")
	place := Input{ID: "place", Type: "select", Label: p.T("page.begin.place")}
	for _, code := range who.Places {
		place.Choices = append(place.Choices, Choice{Value: string(code), Label: s.placeName(p, facts.PlaceCode(code))})
	}
	zone := Input{ID: "zone", Type: "select", Label: p.T("page.platforms.zone")}
	for _, z := range s.Places.Zones() {
		if slices.ContainsFunc(who.Places, func(code people.PlaceCode) bool { return s.Places.ZoneIn(z.ID, facts.PlaceCode(code)) }) {
			zone.Choices = append(zone.Choices, Choice{Value: string(z.ID), Label: p.Pick(z.Name.ZH, z.Name.EN)})
		}
	}
	page.Fields = filled(r, []Input{
		{ID: "name", Type: "text", Label: p.T("page.platform.new.name")}, {ID: "name_en", Type: "text", Label: p.T("page.platform.new.name_en")},
		{ID: "code", Type: "text", Label: p.T("page.consent.ask.code"), Complete: "off"}, place, zone,
		{ID: "decision", Type: "text", Label: p.T("page.platform.new.decision"), Hint: p.T("page.platform.new.decision.hint")},
		{ID: "from", Type: "date", Label: p.T("page.platform.new.from")}, {ID: "until", Type: "date", Label: p.T("page.platform.new.until"), Hint: p.T("page.platform.new.until.hint")},
		{ID: "handler", Type: "text", Label: p.T("page.platform.new.handler")}, {ID: "login", Type: "email", Label: p.T("page.platform.new.login"), Complete: "off"},
		{ID: "language", Type: "radios", Label: p.T("page.welcome.language"), Choices: languageChoices()},
	}, map[string][]string{"language": {string(locale.Chinese)}})
	return page
}

// approvePlatform enters the approval and shows the handler's invitation, once.
func (s *Server) approvePlatform(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := s.platformPage(w, r, who)
	n := office.NewPlatform{
		Platform: office.Platform{
			Name: plainText(r.PostFormValue("name")), NameEN: plainText(r.PostFormValue("name_en")), Code: r.PostFormValue("code"),
			Place: people.PlaceCode(r.PostFormValue("place")), Zone: r.PostFormValue("zone"), Decision: plainText(r.PostFormValue("decision")),
		},
		Handler: plainText(r.PostFormValue("handler")), Login: plainText(r.PostFormValue("login")), Language: r.PostFormValue("language"),
	}
	err := readDays(r, map[string]*civil.Date{"from": &n.ApprovedFrom})
	if err == nil && r.PostFormValue("until") != "" {
		var until civil.Date
		err = readDays(r, map[string]*civil.Date{"until": &until})
		n.ApprovedUntil = &until
	}
	if err != nil {
		return s.showForm(w, page, err)
	}
	code, err := s.Window.ApprovePlatform(r.Context(), who, n)
	if err != nil {
		return s.showForm(w, page, err)
	}
	done := formPage{Shell: s.shell(w, r, "page.platform.done.title")}
	p := done.Printer()
	done.Lead = []string{p.T("page.platform.done.lead")}
	done.Details = []detailLine{{p.T("page.platform.done.code"), s.absolute(r, "/invitation/"+code)}}
	done.After = []Link{{p.T("page.platforms.title"), "/platforms"}}
	return s.showForm(w, done, nil)
}

// readDays reads dates of a form.
func readDays(r *http.Request, into map[string]*civil.Date) error {
	for field, day := range into {
		var err error
		if *day, err = civil.ParseDate(r.PostFormValue(field)); err != nil {
			return fault.New(fault.Invalid, "fault.form.date").WithPath(field).WithCause(err)
		}
	}
	return nil
}

// askEndApproval asks for the last day of an approval, and why.
func (s *Server) askEndApproval(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !keepsPlatforms(who) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	page, err := s.endApprovalPage(w, r)
	if err != nil {
		return err
	}
	return s.showForm(w, page, nil)
}

// keepsPlatforms: who enters and ends approvals of platforms.
func keepsPlatforms(who people.Who) bool {
	return who.Role == people.OfficerRole || who.Role == people.Approver
}

// endApprovalPage names the platform whose approval ends.
func (s *Server) endApprovalPage(w http.ResponseWriter, r *http.Request) (formPage, error) {
	page := formPage{Shell: s.shell(w, r, "page.platform.end.title"), Action: r.URL.Path, Harm: true}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.platforms.title"), "/platforms"}}
	page.Lead, page.Button = []string{p.T("page.platform.end.lead")}, p.T("page.platform.end.button")
	platforms, err := s.Window.Platforms(r.Context())
	if err != nil {
		return page, err
	}
	i := slices.IndexFunc(platforms, func(f office.Platform) bool { return string(f.ID) == r.PathValue("id") })
	if i < 0 {
		return page, fault.New(fault.NotFound, "fault.not-found")
	}
	page.Details = []detailLine{
		{p.T("page.platforms.name"), p.Pick(platforms[i].Name, cmp.Or(platforms[i].NameEN, platforms[i].Name))}, {p.T("page.platforms.zone"), s.zoneName(p, platforms[i].Zone)},
		{p.T("page.platforms.from"), p.Date(platforms[i].ApprovedFrom)}, {p.T("page.platforms.until"), s.untilText(p, platforms[i].ApprovedUntil)},
	}
	page.Fields = filled(r, []Input{
		{ID: "until", Type: "date", Label: p.T("page.platform.end.until")}, {ID: "reason", Type: "textarea", Label: p.T("page.case.reason")},
	}, map[string][]string{"until": {s.today().String()}})
	return page, nil
}

func (s *Server) endApproval(w http.ResponseWriter, r *http.Request, who people.Who) error {
	var last civil.Date
	err := readDays(r, map[string]*civil.Date{"until": &last})
	if err == nil {
		err = s.Window.EndApproval(r.Context(), who, people.PartyID(r.PathValue("id")), last, plainText(r.PostFormValue("reason")))
	}
	if err != nil {
		page, missing := s.endApprovalPage(w, r)
		if missing != nil {
			return missing
		}
		return s.showForm(w, page, err)
	}
	http.Redirect(w, r, "/platforms", http.StatusSeeOther)
	return nil
}
