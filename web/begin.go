package web

import (
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/permit"
)

// showBegin is where a case of one matter begins: where, for which employer,
// about which permit or person. Pages lead here with what they know filled in.
func (s *Server) showBegin(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page, err := s.beginPage(w, r, who)
	if err != nil {
		return err
	}
	return s.showForm(w, page, nil)
}

// begun opens the draft and leads to its questions.
func (s *Server) begun(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.form").WithCause(err)
	}
	page, err := s.beginPage(w, r, who)
	if err != nil {
		return err
	}
	c, err := s.openCase(r, who)
	if err != nil {
		return s.showForm(w, page, err)
	}
	http.Redirect(w, r, "/case/"+string(c.Number)+"/answers", http.StatusSeeOther)
	return nil
}

func (s *Server) openCase(r *http.Request, who people.Who) (casefile.Case, error) {
	matter, err := s.beginMatter(r, who)
	if err != nil {
		return casefile.Case{}, err
	}
	o := office.Opening{
		Who: who, Key: r.PostFormValue("key"), Matter: matter.ID, Place: people.PlaceCode(r.PostFormValue("place")),
		Employer: people.PartyID(r.PostFormValue("employer")), Foreigner: people.PartyID(r.PostFormValue("person")), PermitRow: r.PostFormValue("permit"),
	}
	if who.Role == people.Agency {
		o.Agent = who.Party
	} else if o.Employer == "" {
		o.Employer = who.Party
	}
	if o.PermitRow != "" {
		held, err := s.Window.PermitHeld(r.Context(), who, o.PermitRow)
		if err != nil {
			return casefile.Case{}, err
		}
		if o.Place = held.Place; !rests(matter) {
			o.Foreigner = held.Holder
		}
	} else if o.Serves = people.PartyID(r.PostFormValue("serves")); needsPermit(matter) && (!rests(matter) || o.Serves == "") {
		return casefile.Case{}, fault.New(fault.Invalid, "fault.case.permit-missing").WithPath("permit")
	}
	if o.Foreigner == "" && asksPerson(matter) {
		o.New = newPerson(r)
	}
	return s.Window.Open(r.Context(), o)
}

// beginMatter is the matter that the address names, if the reader may start it.
func (s *Server) beginMatter(r *http.Request, who people.Who) (casefile.Matter, error) {
	m, ok := s.Window.Matters.Find(casefile.MatterID(r.PathValue("matter")))
	if !ok {
		return m, fault.New(fault.NotFound, "fault.matter.not-found", "matter", r.PathValue("matter"))
	}
	if !slices.Contains(m.Roles, who.Role) { // a guide leads here whoever reads it
		return m, fault.New(fault.Forbidden, "fault.case.matter-role")
	}
	return m, nil
}

// rests: the permit named is another person's, on which the new one rests.
func rests(m casefile.Matter) bool { return m.Permit != nil && m.Permit.Rests }

func needsPermit(m casefile.Matter) bool {
	return m.Permit != nil && (m.Permit.Needs || m.Permit.Rests)
}

// asksPerson: the case is about somebody who is not known from a permit.
func asksPerson(m casefile.Matter) bool {
	about := slices.ContainsFunc(m.Fields, func(path string) bool { return len(path) > 10 && path[:10] == "applicant." })
	return about && (!needsPermit(m) || rests(m))
}

func (s *Server) beginPage(w http.ResponseWriter, r *http.Request, who people.Who) (formPage, error) {
	m, err := s.beginMatter(r, who)
	if err != nil {
		return formPage{}, err
	}
	page := formPage{Shell: s.shell(w, r, "page.begin.title"), Action: r.URL.Path}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}}
	page.Heading, page.Lead = pick(p, m.Title), []string{pick(p, m.Summary)}
	page.Chips = s.chips(p, s.today(), m.Clauses...)
	known := map[string][]string{}
	for _, name := range []string{"place", "employer", "person", "permit"} {
		if v := r.FormValue(name); v != "" {
			known[name] = []string{v}
		}
	}
	page.After = append(page.After, Link{p.T("guide.title.of", "matter", page.Heading), guideAt(m, facts.Place{Code: facts.PlaceCode(r.FormValue("place"))})})
	fields, err := s.beginFields(r, p, who, m)
	if err != nil {
		return formPage{}, err
	}
	page.Fields = filled(r, fields, known)
	page.Hidden = []Hidden{{"key", keyOf(r)}}
	page.Button = p.T("page.begin.button")
	return page, nil
}

func (s *Server) beginFields(r *http.Request, p *locale.Printer, who people.Who, m casefile.Matter) ([]Input, error) {
	fields, err := s.employerInput(r, p, who)
	if err != nil {
		return nil, err
	}
	if needsPermit(m) {
		f, err := s.permitInput(r, p, who, m)
		if err != nil {
			return nil, err
		}
		fields = append(fields, f)
		if rests(m) && r.FormValue("permit") == "" { // the permit says whom and where
			more, err := s.residentInputs(r, p, who, m)
			if err != nil {
				return nil, err
			}
			fields = append(fields, more...)
		}
	} else {
		fields = append(fields, s.placeInput(p, m))
	}
	if !asksPerson(m) {
		return fields, nil
	}
	more, err := s.personInputs(r, p, who, rests(m))
	return append(fields, more...), err
}

// employerInput lets an agency choose for which employer it acts; others act for
// their own.
func (s *Server) employerInput(r *http.Request, p *locale.Printer, who people.Who) ([]Input, error) {
	if who.Role != people.Agency {
		return nil, nil
	}
	choices, err := s.employerChoices(r, who)
	return []Input{{ID: "employer", Type: "select", Label: p.T("page.begin.employer"), Choices: choices}}, err
}

// employerChoices are the employers that the reader may act for.
func (s *Server) employerChoices(r *http.Request, who people.Who) (choices []Choice, err error) {
	for _, id := range who.Scope(s.Now()).Principals {
		name, err := s.Window.PartyName(r.Context(), id)
		if err != nil {
			return nil, err
		}
		choices = append(choices, Choice{Value: string(id), Label: name})
	}
	return choices, nil
}

// peopleChoices are the foreigners whom the reader's cases and permits are about.
func (s *Server) peopleChoices(r *http.Request, who people.Who) (choices []Choice, err error) {
	known, err := s.Window.Foreigners(r.Context(), who)
	for _, party := range known {
		choices = append(choices, Choice{Value: string(party.ID), Label: party.Name})
	}
	return choices, err
}

// placeInput lists the cities where the matter is offered.
func (s *Server) placeInput(p *locale.Printer, m casefile.Matter) Input {
	f := Input{ID: "place", Type: "select", Label: p.T("page.begin.place")}
	for place := range s.Places.All() {
		city := place.City == place.Code || place.City == "" && len(place.Scopes) > 0 && place.Province != place.Code
		if city && !place.Retired && m.OfferedAt(people.PlaceCode(place.Code)) {
			f.Choices = append(f.Choices, Choice{Value: string(place.Code), Label: p.Pick(place.Name.ZH, place.Name.EN)})
		}
	}
	return f
}

// permitInput lists the work permits in force of the employers handled for, at
// the places where the matter is offered.
func (s *Server) permitInput(r *http.Request, p *locale.Printer, who people.Who, m casefile.Matter) (Input, error) {
	f := Input{ID: "permit", Type: "select", Label: p.T("page.begin.permit"), Choices: []Choice{{Value: "", Label: p.T("page.begin.choose")}}}
	if rests(m) {
		f.Label, f.Hint = p.T("page.begin.talent"), p.T("page.begin.talent.hint")
	}
	var held []office.Held
	for _, kind := range []permit.Kind{permit.Work, permit.DomesticWork, permit.Startup} {
		if !m.Permit.About(kind) {
			continue
		}
		some, err := s.Window.PermitsHeld(r.Context(), who, kind)
		if err != nil {
			return f, err
		}
		held = append(held, some...)
	}
	for _, h := range held {
		if h.InForce(s.today()) && m.OfferedAt(h.Place) {
			f.Choices = append(f.Choices, Choice{Value: h.Row, Label: p.T("page.begin.permit.line", "name", h.Name, "number", string(h.Number), "until", p.Date(h.Term.Until))})
		}
	}
	return f, nil
}

// residentInputs ask for the person served who has permanent residence and so no
// work permit: what the register cannot say is asked on the form.
func (s *Server) residentInputs(r *http.Request, p *locale.Printer, who people.Who, m casefile.Matter) ([]Input, error) {
	known, err := s.peopleChoices(r, who)
	if err != nil {
		return nil, err
	}
	f := Input{ID: "serves", Type: "select", Label: p.T("page.begin.resident"), Hint: p.T("page.begin.resident.hint")}
	f.Choices = append([]Choice{{Value: "", Label: p.T("page.begin.choose")}}, known...)
	return []Input{f, s.placeInput(p, m)}, nil
}

// personInputs ask whom the case is about: somebody known, or a new person.
func (s *Server) personInputs(r *http.Request, p *locale.Printer, who people.Who, worker bool) ([]Input, error) {
	known, err := s.peopleChoices(r, who)
	if err != nil {
		return nil, err
	}
	f := Input{ID: "person", Type: "select", Label: p.T("page.begin.person")}
	f.Choices = append([]Choice{{Value: "", Label: p.T("page.begin.person.new")}}, known...)
	if worker {
		f.Label = p.T("page.begin.worker")
	}
	return []Input{
		f, {ID: "new-person", Type: "heading", Label: p.T("page.begin.person.heading")},
		{ID: "name", Type: "text", Label: p.T("page.begin.name"), Complete: "off"},
		{ID: "passport", Type: "text", Label: p.T("page.begin.passport"), Complete: "off"},
		{ID: "birth_date", Type: "date", Label: p.T("page.begin.birth")},
		s.nationalityInput(p),
	}, nil
}

// nationalityInput is the closed list of the vocabulary, by name in the language.
func (s *Server) nationalityInput(p *locale.Printer) Input {
	f := Input{ID: "nationality", Type: "select", Label: p.T("page.begin.nationality"), Choices: []Choice{{Value: "", Label: p.T("page.begin.choose")}}}
	if field, ok := s.Vocabulary.Lookup("applicant.nationality"); ok {
		f.Choices = append(f.Choices, countries(p, field, "")...)
	}
	return f
}

// newPerson is the person that was typed; the act that needs them registers them.
func newPerson(r *http.Request) *office.NewForeigner {
	return &office.NewForeigner{
		Name: plainText(r.PostFormValue("name")), Passport: plainText(r.PostFormValue("passport")), BirthDate: r.PostFormValue("birth_date"), Nationality: r.PostFormValue("nationality"),
	}
}

// actsForEmployer: filings are the employer's, handled by itself or its agency.
func actsForEmployer(who people.Who) bool {
	return who.Role == people.EmployerHR || who.Role == people.Agency
}

// matterFor finds the matter that is offered at a place by what it does.
func (s *Server) matterFor(place facts.PlaceCode, does func(casefile.Matter) bool) (casefile.Matter, bool) {
	for _, m := range s.Window.Matters {
		if does(m) && (place == "" || m.OfferedAt(people.PlaceCode(place))) {
			return m, true
		}
	}
	return casefile.Matter{}, false
}
