package web

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/lists"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/permit"
)

// programmesPage are the published calls: those that are open first.
type programmesPage struct {
	Shell
	Where   string
	Chooser Chooser
	Chosen  bool
	Open    bool // the measures are in force at the place
	Stands  string
	Held    string // which class of permit the reader holds
	Calls   []callLine
	Matter  string // id of the matter that registers interest
	At      string
	Key     string
	May     bool   // the reader may register interest
	Through string // how a foreigner registers interest
	Lead    string
}

// callLine is one call.
type callLine struct {
	ID, Name, Level, Days, Classes, Conditions, Source string
	State                                              Tag
	Fits                                               Tag // whether the reader's permit is of a class that it is open to
	Register                                           bool
	Employers                                          *Input
	People                                             Input
	Interests                                          string // address of who has registered, for the talent office
	Interested                                         int
}

// showProgrammes is /programmes.
func (s *Server) showProgrammes(w http.ResponseWriter, r *http.Request) error {
	page := programmesPage{Shell: s.shell(w, r, "page.programmes.title"), Key: rand.Text()}
	p := page.Printer()
	at, chosen := s.placeAsked(r)
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.services.title"), "/services?place=" + string(at.Code)}}
	page.Chosen, page.At, page.Chooser = chosen, string(at.Code), s.chooser(p, "place", "place", string(at.Code))
	m, q, found := s.callMatter()
	if chosen && found {
		page.Where, page.Matter = p.Pick(at.Name.ZH, at.Name.EN), string(m.ID)
		if err := s.calls(r, p, m, q, at, &page); err != nil {
			return err
		}
	}
	return s.render(w, http.StatusOK, page.Lang, "programme_list", page)
}

// callMatter is the matter that registers interest in a call, and the question
// that names the call.
func (s *Server) callMatter() (casefile.Matter, casefile.Question, bool) {
	name := s.callList()
	for _, m := range s.Window.Matters {
		for _, q := range m.Questions {
			if name != "" && q.List == name {
				return m, q, true
			}
		}
	}
	return casefile.Matter{}, casefile.Question{}, false
}

func (s *Server) calls(r *http.Request, p *locale.Printer, m casefile.Matter, q casefile.Question, at facts.Place, page *programmesPage) error {
	state, open := s.standingTag(p, m, people.PlaceCode(at.Code))
	page.Open = open
	if !open {
		page.Stands, page.Lead = state.Text, pick(p, m.Otherwise)
	}
	kept, err := s.Window.List(r.Context(), lists.ID(q.List), people.PlaceCode(at.Code))
	if err != nil {
		return err
	}
	who, signed := reader(r)
	var employers, holders []Choice
	class := ""
	if signed {
		page.May = open && slices.Contains(m.Roles, who.Role)
		if who.Role == people.Applicant {
			page.Through = p.T("page.programmes.through")
			if class, err = s.heldClass(r, who); err != nil {
				return err
			}
			page.Held = p.T("page.programmes.held."+map[bool]string{true: "yes", false: "no"}[class != ""], "class", class)
		}
		if page.May {
			if employers, err = s.employerChoices(r, who); err != nil {
				return err
			}
			if holders, err = s.peopleChoices(r, who); err != nil {
				return err
			}
			page.May = len(employers) > 0 && len(holders) > 0
		}
	}
	interested, err := s.interests(r, who, signed, m, q)
	if err != nil {
		return err
	}
	for _, row := range ordered(kept, s.today()) {
		line := s.callLine(p, kept.Kind, row)
		line.Register = page.May && kept.Kind.Phase(row, s.today()) == lists.Open
		line.People = Input{ID: "foreigner-" + row.ID, Type: "select", Label: p.T("page.apply.person"), Choices: holders}
		if who.Role == people.Agency {
			line.Employers = &Input{ID: "employer-" + row.ID, Type: "select", Label: p.T("page.apply.employer"), Choices: employers} // others act for one, their own
		}
		if class != "" && open && kept.Kind.Phase(row, s.today()) != lists.Closed {
			line.Fits = Tag{"", "", p.T("page.programmes.fits.no", "class", class)}
			if row.Has(classesOf(q), class) {
				line.Fits = Tag{"ok", "check", p.T("page.programmes.fits", "class", class)}
			}
		}
		if interested != nil {
			line.Interested, line.Interests = len(interested[row.ID]), "/programmes/"+row.ID+"?place="+string(at.Code)
		}
		page.Calls = append(page.Calls, line)
	}
	return nil
}

// classesOf is the column of a call that the class of the permit has to match.
func classesOf(q casefile.Question) string {
	for column := range q.Match {
		return column
	}
	return ""
}

// heldClass is the class of the work permit that the reader holds now, or "".
func (s *Server) heldClass(r *http.Request, who people.Who) (string, error) {
	held, _, err := s.Window.Permits(r.Context(), who, office.PermitFilter{Kinds: []string{string(permit.Work)}})
	if err != nil {
		return "", err
	}
	for _, row := range held {
		if row.Status == string(permit.Active) && row.ValidFrom <= s.today() && s.today() <= row.ValidUntil {
			return row.Class, nil
		}
	}
	return "", nil
}

// ordered are the calls: open ones by their last day, coming ones by their
// first, closed ones last.
func ordered(kept office.KeptList, on civil.Date) []lists.Row {
	rank := map[lists.Phase]int{lists.Open: 0, lists.Coming: 1, lists.Closed: 2}
	rows := slices.Clone([]lists.Row(kept.Rows))
	slices.SortStableFunc(rows, func(a, b lists.Row) int {
		x, y := kept.Kind.Phase(a, on), kept.Kind.Phase(b, on)
		switch {
		case x != y:
			return rank[x] - rank[y]
		case x == lists.Coming:
			return strings.Compare(a.Cells[kept.Kind.Opens], b.Cells[kept.Kind.Opens])
		case x == lists.Closed:
			return strings.Compare(b.Cells[kept.Kind.Closes], a.Cells[kept.Kind.Closes])
		}
		return strings.Compare(a.Cells[kept.Kind.Closes], b.Cells[kept.Kind.Closes])
	})
	return rows
}

func (s *Server) callLine(p *locale.Printer, k lists.Kind, row lists.Row) callLine {
	says := func(id string) string {
		f, _ := k.Field(id)
		return fieldText(p, k, row, f)
	}
	day := func(id string) civil.Date {
		on, err := civil.ParseDate(row.Cells[id])
		if err != nil {
			return 0
		}
		return on
	}
	line := callLine{ID: row.ID, Name: pick(p, k.Name(row)), Level: says("level"), Classes: says("classes"), Conditions: says("conditions"), Source: says("notice"),
		Days: p.T("page.programmes.days", "from", day(k.Opens), "until", day(k.Closes))}
	switch k.Phase(row, s.today()) {
	case lists.Open:
		line.State = Tag{"ok", "check", p.T("page.programmes.open", "date", day(k.Closes))}
	case lists.Coming:
		line.State = Tag{"info", "clock", p.T("page.programmes.coming", "date", day(k.Opens))}
	default:
		line.State = Tag{"", "", p.T("page.programmes.over", "date", day(k.Closes))}
	}
	return line
}

// interests are the requests that name each call, to the office that answers
// them; nil for everybody else.
func (s *Server) interests(r *http.Request, who people.Who, signed bool, m casefile.Matter, q casefile.Question) (map[string][]office.CaseRow, error) {
	if !signed || !who.Role.Staff() {
		return nil, nil
	}
	rows, _, err := s.Window.Cases(r.Context(), who, office.CaseFilter{Matters: []string{string(m.ID)}, Order: office.ByChange, Limit: rowsPerFile})
	if err != nil || len(rows) == 0 && who.Role != people.Partner {
		return nil, err
	}
	out := map[string][]office.CaseRow{}
	for _, row := range rows {
		c, err := row.Folded()
		if err != nil {
			return nil, err
		}
		out[c.Own(q)] = append(out[c.Own(q)], row)
	}
	return out, nil
}

// registerInterest opens the request for the call that the form names.
func (s *Server) registerInterest(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	m, q, found := s.callMatter()
	if !found {
		return notFound(w, r)
	}
	call := r.PathValue("call")
	r.SetPathValue("kind", string(m.ID))
	for _, name := range []string{"employer", "foreigner"} {
		r.PostForm.Set(name, r.PostFormValue(name+"-"+call))
		r.Form.Set(name, r.PostFormValue(name))
	}
	r.PostForm.Set("set."+q.ID, call)
	r.Form.Set("set."+q.ID, call)
	return s.askService(w, r, who)
}

// listInterests is who has registered interest in a call, for the talent office.
func (s *Server) listInterests(w http.ResponseWriter, r *http.Request, who people.Who) error {
	m, q, found := s.callMatter()
	if !found {
		return notFound(w, r)
	}
	interested, err := s.interests(r, who, true, m, q)
	if err != nil {
		return err
	}
	if interested == nil {
		return notFound(w, r)
	}
	at, _ := s.placeAsked(r)
	kind, row, err := s.Window.ListRow(r.Context(), lists.ID(q.List), people.PlaceCode(at.Code), r.PathValue("call"))
	if err != nil {
		return err
	}
	page := tablePage{Shell: s.shell(w, r, "page.interests.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.programmes.title"), "/programmes?place=" + string(at.Code)}}
	page.Heading = p.T("page.interests.heading", "call", pick(p, kind.Name(row)))
	line := s.callLine(p, kind, row)
	page.Lead = []string{line.Days + " " + line.State.Text}
	page.Table = Table{Columns: columns(p, "page.interests.", "number", "person", "employer", "class", "field", "state"), Empty: p.T("page.interests.empty")}
	for _, row := range interested[r.PathValue("call")] {
		cells, err := s.interestRow(r, p, m, row)
		if err != nil {
			return err
		}
		page.Table.Rows = append(page.Table.Rows, cells)
	}
	page.Table.Caption = p.T("page.interests.caption", "n", len(page.Table.Rows))
	page.Table.CSV = hrefWith(r.URL, "format", "csv")
	return s.showTable(w, r, page)
}

func (s *Server) interestRow(r *http.Request, p *locale.Printer, m casefile.Matter, row office.CaseRow) ([]Cell, error) {
	c, err := row.Folded()
	if err != nil {
		return nil, err
	}
	person, err := s.partyName(r, c.Foreigner)
	if err != nil {
		return nil, err
	}
	employer, err := s.partyName(r, c.Employer)
	if err != nil {
		return nil, err
	}
	class, topic := "", ""
	if err := json.Unmarshal(c.Answers["previous_permit.class"], &class); err != nil {
		class = "" // not answered
	}
	for _, q := range m.Questions {
		if q.Type == casefile.AskText && topic == "" {
			topic = c.Own(q)
		}
	}
	return []Cell{{Text: row.Number, Href: "/requests/" + row.Number, Number: true}, {Text: person}, {Text: employer}, {Text: class}, {Text: topic}, {Tag: labelTag(p, c.Label())}}, nil
}
