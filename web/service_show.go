package web

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/lists"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// servicePage is one service at a place: what it is, who answers by when, what
// will be asked, and the way to ask.
type servicePage struct {
	Shell
	ID, Heading, Summary string
	Where                string
	State                Tag
	Open                 bool
	Otherwise            string
	Chips                []Chip
	Facts                []detailLine // who may ask, by when, the desk
	Asked, Papers        []string     // what the form asks, which papers
	Lists                []Link
	Why                  string // why the reader cannot ask here
	SignIn               string // address, where the reader is not signed in
	Action, Key, At      string
	Errors               []FieldError
	Fields               []Input // of the form with which the reader asks
	MayAsk               bool
}

// showService is /services/{kind}.
func (s *Server) showService(w http.ResponseWriter, r *http.Request) error {
	return s.renderService(w, r, nil)
}

func (s *Server) serviceOf(r *http.Request) (casefile.Matter, facts.Place, error) {
	m, ok := s.Window.Service(casefile.MatterID(r.PathValue("kind")))
	if !ok {
		return m, facts.Place{}, fault.New(fault.NotFound, "fault.matter.not-found", "matter", r.PathValue("kind"))
	}
	at, _ := s.placeAsked(r)
	return m, at, nil
}

func (s *Server) renderService(w http.ResponseWriter, r *http.Request, problem error) error {
	m, at, err := s.serviceOf(r)
	if err != nil {
		return err
	}
	page := servicePage{Shell: s.shell(w, r, "page.services.title"), ID: string(m.ID), Key: rand.Text(), At: string(at.Code)}
	p := page.Printer()
	page.Title, page.Heading, page.Summary = pick(p, m.Title), pick(p, m.Title), pick(p, m.Summary)
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.services.title"), "/services?place=" + page.At}}
	page.Where, page.Otherwise = p.Pick(at.Name.ZH, at.Name.EN), pick(p, m.Otherwise)
	page.State, page.Open = s.standingTag(p, m, people.PlaceCode(at.Code))
	page.Chips = s.chips(p, s.today(), m.Clauses...)
	if err := s.serviceFacts(r, p, m, at, &page); err != nil {
		return err
	}
	if page.Open {
		if err := s.askForm(r, p, m, &page); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if problem != nil {
		errs, unknown := mark(p, page.Fields, problem)
		if unknown != nil {
			return unknown
		}
		page.Errors, page.Wrong, status = errs, true, http.StatusUnprocessableEntity
	}
	return s.render(w, status, page.Lang, "service_show", page)
}

// serviceFacts are what to know before asking.
func (s *Server) serviceFacts(r *http.Request, p *locale.Printer, m casefile.Matter, at facts.Place, page *servicePage) error {
	if page.Open {
		page.Facts = append(page.Facts, detailLine{p.T("page.service.who"), askers(p, m)})
		if days := answerDays(m); days > 0 {
			page.Facts = append(page.Facts, detailLine{p.T("page.service.when"), p.T("page.service.within", "n", days)})
		}
		desk, found, err := s.Window.Desk(r.Context(), m, people.PlaceCode(at.Code))
		if err != nil {
			return err
		}
		if found {
			page.Facts = append(page.Facts, deskLines(p, desk)...)
		}
	}
	for _, path := range m.Fields {
		page.Asked = append(page.Asked, s.label(p, path))
	}
	for _, q := range m.Questions {
		if q.Ages == nil {
			page.Asked = append(page.Asked, pick(p, q.Title))
		}
		page.link(p, s, q, at)
	}
	for _, t := range m.Tracks {
		for _, q := range t.Results {
			page.link(p, s, q, at)
		}
	}
	for _, slot := range m.Slots {
		page.Papers = append(page.Papers, pick(p, slot.Title))
	}
	return nil
}

// link leads to the public list that a question chooses from.
func (page *servicePage) link(p *locale.Printer, s *Server, q casefile.Question, at facts.Place) {
	kind, ok := s.Window.Lists.Find(lists.ID(q.List))
	if !ok || !kind.Public {
		return
	}
	to := Link{pick(p, kind.Title), "/lists/" + q.List + "?place=" + string(at.Code)}
	if q.List == s.callList() {
		to.Href = "/programmes?place=" + string(at.Code)
	}
	if !slices.Contains(page.Lists, to) {
		page.Lists = append(page.Lists, to)
	}
}

// deskLines are where the desk is and when it is open.
func deskLines(p *locale.Printer, desk people.Office) []detailLine {
	lines := []detailLine{
		{p.T("page.service.desk"), pick(p, desk.Name)}, {p.T("page.service.address"), pick(p, desk.Address)},
		{p.T("page.service.phone"), desk.Phone}, {p.T("page.service.hours"), pick(p, desk.Hours)},
	}
	return slices.DeleteFunc(lines, func(l detailLine) bool { return l.Text == "" })
}

// askForm is the form with which the reader asks, or why there is none.
func (s *Server) askForm(r *http.Request, p *locale.Printer, m casefile.Matter, page *servicePage) error {
	who, signed := reader(r)
	switch {
	case !signed:
		page.SignIn = "/signin?" + url.Values{"next": {r.URL.RequestURI()}}.Encode()
		return nil
	case who.Role != people.Clerk && !slices.Contains(m.Roles, who.Role):
		page.Why = p.T("page.service.not-yours", "who", askers(p, m))
		return nil
	}
	page.MayAsk, page.Action = true, "/services/"+page.ID
	if who.Role == people.Applicant {
		return nil
	}
	employers, err := s.employerChoices(r, who)
	if err != nil {
		return err
	}
	holders, err := s.peopleChoices(r, who)
	if err != nil {
		return err
	}
	if len(employers) == 0 || len(holders) == 0 {
		page.MayAsk, page.Why = false, p.T("page.service.nobody")
		return nil
	}
	page.Fields = []Input{{ID: "foreigner", Type: "select", Label: p.T("page.apply.person"), Choices: holders}}
	if who.Role == people.Agency { // others act for one employer, their own
		page.Fields = append([]Input{{ID: "employer", Type: "select", Label: p.T("page.apply.employer"), Choices: employers}}, page.Fields...)
	}
	page.Fields = filled(r, page.Fields, nil)
	return nil
}

// open is a page that everybody may read and that knows who reads it: somebody
// signed in keeps the menu and can act.
func (s *Server) open(h handler) handler {
	return s.windowed(func(w http.ResponseWriter, r *http.Request) error {
		r, err := s.withReader(r)
		if err != nil {
			return err
		}
		return h(w, r)
	})
}

// withReader is the request with the post of whoever is signed in; of a stranger,
// and of somebody whose post has ended, it stays as it is.
func (s *Server) withReader(r *http.Request) (*http.Request, error) {
	v, ok := s.visit(r)
	if _, known := postOf(r); known || !ok || v.Post == "" {
		return r, nil
	}
	post, err := s.Window.Post(r.Context(), v.Account, v.Post)
	switch {
	case fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound):
		return r, nil
	case err != nil:
		return r, err
	}
	s.seen(r, v)
	return withPost(r, post), nil
}

// reader is who reads an open page; signed is false for a stranger.
func reader(r *http.Request) (who people.Who, signed bool) {
	post, signed := postOf(r)
	return post.Who, signed
}

// askService opens the request and leads to its form.
func (s *Server) askService(w http.ResponseWriter, r *http.Request, who people.Who) error {
	m, at, err := s.serviceOf(r)
	if err != nil {
		return err
	}
	if r.PostFormValue("key") == "" {
		return fault.New(fault.Invalid, "fault.form")
	}
	opening := office.Opening{
		Who: who, Key: r.PostFormValue("key"), Matter: m.ID, Place: people.PlaceCode(at.Code),
		Employer: people.PartyID(r.PostFormValue("employer")), Foreigner: people.PartyID(r.PostFormValue("foreigner")),
	}
	switch who.Role {
	case people.Applicant:
		opening.Employer, opening.Foreigner = "", who.Party
	case people.Agency:
		opening.Agent = who.Party
	case people.EmployerHR:
		opening.Employer = who.Party
	}
	c, err := s.Window.Open(r.Context(), opening)
	if err != nil {
		return err
	}
	if err := s.preset(r, who, m, c); err != nil {
		return err
	}
	http.Redirect(w, r, "/case/"+string(c.Number)+"/answers", http.StatusSeeOther)
	return nil
}

// preset keeps an answer that the page from which the request was made gives
// already, such as the call.
func (s *Server) preset(r *http.Request, who people.Who, m casefile.Matter, c casefile.Case) error {
	for _, q := range m.Questions {
		text := r.PostFormValue("set." + q.ID)
		if text == "" || q.Type != casefile.AskRow || c.Status != casefile.StatusDraft || c.Own(q) != "" {
			continue
		}
		value, err := q.Read(plainText(text))
		if err != nil {
			return err
		}
		set, err := ownAnswer(q, value)
		if err != nil {
			return err
		}
		in := office.Write{Who: who, Number: c.Number, Seen: c.Version, Key: r.PostFormValue("key") + "-" + q.ID, Asked: asked(r)}
		if c, err = s.Window.Save(r.Context(), in, set); err != nil {
			return err
		}
	}
	return nil
}
