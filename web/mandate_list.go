package web

import (
	"net/http"
	"slices"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// showMandates is /org/mandates: who may act for the employer, dead mandates
// included, as proof of what was done under them.
func (s *Server) showMandates(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.mandates.title")}
	p := page.Printer()
	page.Crumbs = orgCrumbs(p)
	page.Lead = []string{p.T("page.mandates.lead")}
	page.Action = &Link{p.T("page.mandates.give"), "/org/mandates/new"}
	given, err := s.ownMandates(r, who)
	if err != nil {
		return err
	}
	at := pageOf(r)
	page.Table = Table{Caption: p.T("page.mandates.caption", "n", len(given)), Empty: p.T("page.mandates.empty"),
		Columns: columns(p, "page.mandates.", "agency", "days", "state", "acts", "end")}
	page.Table.link(r, at, int64(len(given)))
	for _, m := range part(given, at) {
		end := Cell{}
		if m.RevokedAt == nil && (m.Until == nil || *m.Until >= s.today()) {
			end = Cell{Text: p.T("page.mandates.revoke"), Href: "/org/mandates/" + string(m.ID) + "/revoke"}
		}
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: m.AgentName}, {Text: daysText(p, m.From, m.Until)}, {Tag: s.mandateTag(p, m.Mandate)}, {Text: actsText(p, m.Acts)}, end,
		})
	}
	return s.showTable(w, r, page)
}

// ownMandates are the mandates that the person's employer gave, the newest first.
func (s *Server) ownMandates(r *http.Request, who people.Who) ([]office.Given, error) {
	if who.Role != people.EmployerHR {
		return nil, fault.New(fault.Forbidden, "fault.people.role")
	}
	given, err := s.Window.Mandates(r.Context(), who)
	slices.Reverse(given)
	return given, err
}

// mandateTag is how a mandate stands today, in a word.
func (s *Server) mandateTag(p *locale.Printer, m people.Mandate) Tag {
	switch today := s.today(); {
	case m.RevokedAt != nil:
		return Tag{"", "cross", p.T("mandate.state.revoked")}
	case m.Until != nil && *m.Until < today:
		return Tag{"", "cross", p.T("mandate.state.ended")}
	case m.From > today:
		return Tag{"info", "clock", p.T("mandate.state.later")}
	}
	return Tag{"ok", "check", p.T("mandate.state.alive")}
}

func actsText(p *locale.Printer, acts []people.Act) string {
	names := make([]string, len(acts))
	for i, act := range acts {
		names[i] = p.T("mandate.act." + string(act))
	}
	return p.List(names)
}

func (s *Server) showGiveMandate(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.giveMandatePage(w, r, who, nil)
}

// giveMandatePage asks whom the employer lets act, for what and until when.
func (s *Server) giveMandatePage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	if _, missing := s.ownMandates(r, who); missing != nil {
		return missing
	}
	page := formPage{Shell: s.shell(w, r, "page.mandate.title"), Action: "/org/mandates/new"}
	p := page.Printer()
	page.Crumbs = orgCrumbs(p, Link{p.T("page.mandates.title"), "/org/mandates"})
	page.Lead = []string{p.T("page.mandate.lead")}
	acts := Input{ID: "acts", Type: "checks", Label: p.T("page.mandate.acts"), Hint: p.T("page.mandate.acts.hint")}
	var every []string
	for _, act := range people.MandateActs {
		acts.Choices = append(acts.Choices, Choice{Value: string(act), Label: p.T("mandate.act." + string(act))})
		every = append(every, string(act))
	}
	page.Fields = filled(r, []Input{
		{ID: "agent", Type: "text", Label: p.T("page.mandate.agent"), Hint: p.T("page.mandate.agent.hint")},
		{ID: "from", Type: "date", Label: p.T("page.mandate.from")},
		{ID: "until", Type: "date", Label: p.T("page.mandate.until"), Hint: p.T("page.mandate.until.hint")},
		acts,
	}, map[string][]string{"from": {s.today().String()}, "acts": every})
	page.Button = p.T("page.mandate.go")
	return s.showForm(w, page, err)
}

func (s *Server) giveMandate(w http.ResponseWriter, r *http.Request, who people.Who) error {
	g := office.Granting{AgentCode: r.PostFormValue("agent")}
	for _, act := range allOf(r, "acts") {
		g.Acts = append(g.Acts, people.Act(act))
	}
	var err error
	if g.From, err = neededDay(r, "from"); err == nil {
		g.Until, err = optionalDay(r, "until")
	}
	if err == nil {
		_, err = s.Window.Grant(r.Context(), who, g)
	}
	if err != nil {
		return s.giveMandatePage(w, r, who, err)
	}
	http.Redirect(w, r, "/org/mandates", http.StatusSeeOther)
	return nil
}

// askRevoke says what follows before a mandate is revoked.
func (s *Server) askRevoke(w http.ResponseWriter, r *http.Request, who people.Who) error {
	given, err := s.ownMandates(r, who)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(given, func(m office.Given) bool { return string(m.ID) == r.PathValue("mandate") })
	if i < 0 {
		return fault.New(fault.NotFound, "fault.not-found")
	}
	page := formPage{Shell: s.shell(w, r, "page.revoke.title", "name", given[i].AgentName), Action: "/org/mandates/" + string(given[i].ID) + "/revoke"}
	p := page.Printer()
	page.Crumbs = orgCrumbs(p, Link{p.T("page.mandates.title"), "/org/mandates"})
	page.Lead = []string{p.T("page.revoke.lead")}
	page.Button = p.T("page.mandates.revoke")
	page.After = []Link{{p.T("page.staff.back"), "/org/mandates"}}
	return s.showForm(w, page, nil)
}

func (s *Server) revokeMandate(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := s.Window.Revoke(r.Context(), who, people.MandateID(r.PathValue("mandate"))); err != nil {
		return err
	}
	http.Redirect(w, r, "/org/mandates", http.StatusSeeOther)
	return nil
}
