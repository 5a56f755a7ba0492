package web

import (
	"crypto/rand"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// consentLine is a consent that a case needs, as its applicants and officers see it.
type consentLine struct {
	Name, Party, Note string
	State             Tag
	Answer            string // address at which the reader's own party answers, or ""
	Ask               string // address at which the party is named, or ""
}

// consentLines lists the consents of the case with what the reader can do.
func (s *Server) consentLines(r *http.Request, p *locale.Printer, page *casePage, who people.Who, c casefile.Case) ([]consentLine, error) {
	matter, _ := s.Window.Matters.Find(c.Matter)
	var out []consentLine
	for _, k := range c.Consents {
		line := consentLine{Name: p.T("consent." + k.Of), State: consentTag(p, k), Note: consentNote(p, k)}
		var err error
		if line.Party, err = s.partyName(r, k.Party); err != nil {
			return nil, err
		}
		at := "/case/" + string(c.Number) + "/consent/" + k.Of
		if page.Draft && k.GivenAt == nil {
			if k.Party != "" && k.Party == who.Party && who.Role.Can(people.Consent) {
				line.Answer = at
			}
			if page.Can["edit"] && !slices.ContainsFunc(matter.Consents, func(plan casefile.ConsentPlan) bool { return plan.Of == k.Of && plan.Principal }) {
				line.Ask = at + "/ask"
			}
		}
		out = append(out, line)
	}
	return out, nil
}

func consentTag(p *locale.Printer, k casefile.Consent) Tag {
	switch {
	case k.GivenAt != nil:
		return Tag{"ok", "check", p.T("consent.state.given")}
	case k.RefusedAt != nil:
		return Tag{"bad", "cross", p.T("consent.state.refused")}
	case k.Party == "":
		return Tag{"", "", p.T("consent.state.unnamed")}
	}
	return Tag{"warn", "clock", p.T("consent.state.asked")}
}

func consentNote(p *locale.Printer, k casefile.Consent) string {
	switch {
	case k.GivenAt != nil && k.Name != "":
		return p.T("consent.note.given", "name", k.Name, "date", p.Date(civil.DateOf(*k.GivenAt)))
	case k.RefusedAt != nil:
		return p.T("consent.note.refused", "name", k.Name, "date", p.Date(civil.DateOf(*k.RefusedAt)), "reason", k.Reason)
	}
	return ""
}

// askConsent shows the form that names the party whose consent is asked.
func (s *Server) askConsent(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	return s.showForm(w, s.askConsentPage(w, r, c), nil)
}

func (s *Server) askConsentPage(w http.ResponseWriter, r *http.Request, c casefile.Case) formPage {
	of := r.PathValue("of")
	page := formPage{Shell: s.shell(w, r, "page.consent.ask.title", "number", string(c.Number)), Action: r.URL.Path}
	p := page.Printer()
	page.Crumbs = s.caseCrumbs(p, c.Number)
	page.Heading = p.T("consent." + of)
	page.Lead = []string{p.T("page.consent.ask.lead")}
	page.Fields = filled(r, []Input{
		{ID: "who", Type: "radios", Label: p.T("page.consent.ask.who"), Choices: []Choice{
			{Value: "ours", Label: p.T("page.consent.ask.ours")}, {Value: "other", Label: p.T("page.consent.ask.other")},
		}},
		{ID: "name", Type: "text", Label: p.T("page.consent.ask.name"), Complete: "off"},
		{ID: "code", Type: "text", Label: p.T("page.consent.ask.code"), Hint: p.T("page.consent.ask.code.hint"), Complete: "off"},
		{ID: "email", Type: "email", Label: p.T("page.consent.ask.email"), Hint: p.T("page.consent.ask.email.hint"), Complete: "off"},
	}, map[string][]string{"who": {"other"}})
	page.Hidden = []Hidden{{"seen", r.PostFormValue("seen")}, {"key", r.PostFormValue("key")}}
	if r.Method == http.MethodGet {
		page.Hidden = []Hidden{{"seen", strconv.Itoa(c.Version)}, {"key", rand.Text()}}
	}
	page.Button = p.T("page.consent.ask.button")
	return page
}

// nameConsenter names the party and shows its link, once.
func (s *Server) nameConsenter(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	asking := office.Asking{
		Of: r.PathValue("of"), Ours: r.PostFormValue("who") == "ours", Name: plainText(r.PostFormValue("name")), Code: r.PostFormValue("code"),
		Email: r.PostFormValue("email"),
	}
	c, link, err := s.Window.AskConsent(r.Context(), in, asking)
	if err != nil {
		c, missing := s.caseOf(r, who)
		if missing != nil {
			return missing
		}
		return s.showForm(w, s.askConsentPage(w, r, c), err)
	}
	if asking.Ours || link == "" {
		http.Redirect(w, r, "/case/"+string(c.Number)+"#consents", http.StatusSeeOther)
		return nil
	}
	page := formPage{Shell: s.shell(w, r, "page.consent.link.title")}
	p := page.Printer()
	page.Crumbs = s.caseCrumbs(p, c.Number)
	page.Lead = []string{p.T("page.consent.link.lead")}
	page.Details = []detailLine{{p.T("page.consent.link.address"), s.absolute(r, link)}, {p.T("page.consent.link.until"), p.T("page.consent.link.days")}}
	page.After = []Link{{p.T("page.consent.back"), "/case/" + string(c.Number)}}
	return s.showForm(w, page, nil)
}

// showConsent shows what the holder of a link is asked; it needs no account.
func (s *Server) showConsent(w http.ResponseWriter, r *http.Request) error {
	asked, err := s.Window.ConsentByLink(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	return s.showForm(w, s.consentPage(w, r, asked, true), nil)
}

// answerConsent takes the answer of the holder of a link.
func (s *Server) answerConsent(w http.ResponseWriter, r *http.Request) error {
	asked, err := s.Window.ConsentByLink(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	if r.PostFormValue("answer") == "" {
		return s.showForm(w, s.consentPage(w, r, asked, true), errChoose)
	}
	if _, err := s.Window.AnswerByLink(r.Context(), r.PathValue("code"), answeringOf(r)); err != nil {
		return s.showForm(w, s.consentPage(w, r, asked, true), err)
	}
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
	return nil
}

// showOwnConsent shows a consent to an account of the party that is asked.
func (s *Server) showOwnConsent(w http.ResponseWriter, r *http.Request, who people.Who) error {
	asked, err := s.ownConsent(r, who)
	if err != nil {
		return err
	}
	return s.showForm(w, s.consentPage(w, r, asked, false), nil)
}

func (s *Server) ownConsent(r *http.Request, who people.Who) (office.Asked, error) {
	number, err := caseNumber(r)
	if err != nil {
		return office.Asked{}, err
	}
	return s.Window.ConsentOf(r.Context(), who, number, r.PathValue("of"))
}

// answerOwnConsent takes the answer of an account of the party that is asked.
func (s *Server) answerOwnConsent(w http.ResponseWriter, r *http.Request, who people.Who) error {
	asked, err := s.ownConsent(r, who)
	if err != nil {
		return err
	}
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	if r.PostFormValue("answer") == "" {
		return s.showForm(w, s.consentPage(w, r, asked, false), errChoose)
	}
	if _, err := s.Window.AnswerConsent(r.Context(), in, asked.Of, answeringOf(r)); err != nil {
		return s.showForm(w, s.consentPage(w, r, asked, false), err)
	}
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
	return nil
}

func answeringOf(r *http.Request) office.Answering {
	return office.Answering{
		Agree: r.PostFormValue("answer") == "agree", Reason: plainText(r.PostFormValue("reason")), Name: plainText(r.PostFormValue("name")), Code: r.PostFormValue("code"),
	}
}

// consentPage says who asks, for whom and for what, and takes the answer. byLink
// asks for the party's code in proof.
func (s *Server) consentPage(w http.ResponseWriter, r *http.Request, a office.Asked, byLink bool) formPage {
	page := formPage{Shell: s.shell(w, r, "page.consent.title")}
	p := page.Printer()
	page.Heading = p.T("page.consent.heading", "party", a.PartyName)
	if !byLink {
		page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.consents.title"), "/consents"}}
	}
	page.State = consentTag(p, a.State)
	matter, _ := s.Window.Matters.Find(a.Matter)
	page.Lead = []string{p.T("page.consent.lead." + a.Of)}
	page.Details = []detailLine{
		{p.T("page.consent.number"), string(a.Number)}, {p.T("page.consent.matter"), pick(p, matter.Title)}, {p.T("page.consent.employer"), a.Employer},
		{p.T("page.consent.person"), a.Foreigner}, {p.T("page.consent.place"), s.placeName(p, facts.PlaceCode(a.Place))}, {p.T("page.consent.as"), p.T("consent.party." + a.Of)},
	}
	page.Details = append(page.Details, s.coveredLines(p, a.Covers)...)
	if note := consentNote(p, a.State); note != "" {
		page.Details = append(page.Details, detailLine{p.T("page.consent.answer"), note})
	}
	page.Chips = s.chips(p, s.today(), matter.Clauses...)
	if !a.Open {
		return page
	}
	page.Action, page.Button = r.URL.Path, p.T("page.consent.button")
	page.Fields = []Input{
		{ID: "answer", Type: "radios", Label: p.T("page.consent.question"), Choices: []Choice{
			{Value: "agree", Label: p.T("page.consent.agree")}, {Value: "refuse", Label: p.T("page.consent.refuse")},
		}},
		{ID: "reason", Type: "textarea", Rows: 2, Label: p.T("page.consent.reason"), Hint: p.T("page.consent.reason.hint")},
		{ID: "name", Type: "text", Label: p.T("page.consent.name"), Complete: "name"},
	}
	if byLink {
		page.Fields = append(page.Fields, Input{ID: "code", Type: "text", Label: p.T("page.consent.code"), Hint: p.T("page.consent.code.hint"), Complete: "off"})
	} else {
		page.Hidden = []Hidden{{"seen", strconv.Itoa(a.Version)}, {"key", rand.Text()}}
	}
	page.Fields = filled(r, page.Fields, nil)
	return page
}

// coveredLines print the answers that a consent covers.
func (s *Server) coveredLines(p *locale.Printer, covers map[string]json.RawMessage) []detailLine {
	var out []detailLine
	for _, path := range slices.Sorted(maps.Keys(covers)) {
		if field, ok := s.Vocabulary.Lookup(path); ok {
			out = append(out, detailLine{wording(p, field.Label), s.rawText(p, field, covers[path])})
		}
	}
	return out
}

// listConsents lists the consents that were asked of the reader's party.
func (s *Server) listConsents(w http.ResponseWriter, r *http.Request, who people.Who) error {
	asked, err := s.Window.ConsentsAsked(r.Context(), who)
	if err != nil {
		return err
	}
	page := tablePage{Shell: s.shell(w, r, "page.consents.title")}
	p := page.Printer()
	page.Lead = []string{p.T("page.consents.lead")}
	page.Table = Table{Caption: p.T("page.consents.caption"), Empty: p.T("page.consents.empty"), Columns: columns(p, "page.consents.", "number", "employer", "person", "as", "state")}
	for _, a := range asked {
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: string(a.Number), Href: "/case/" + string(a.Number) + "/consent/" + a.Of, Number: true},
			{Text: a.Employer}, {Text: a.Foreigner}, {Text: p.T("consent.party." + a.Of)}, {Tag: consentTag(p, a.State)},
		})
	}
	page.Table.link(r, pageOf(r), int64(len(asked)))
	return s.showTable(w, r, page)
}
