package web

import (
	"net/http"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// filePage is the case file of an authority: the case page's parts and what only
// those who handle the case see and do. Left are tabs, right is what to decide.
type filePage struct {
	*casePage
	Class, Owner string
	Back         string // page that its forms lead back to
	Tabs         []Tab
	Tab          string
	Identity     []Pair
	Reveal       bool   // the passport number can be looked at
	Revealed     string // the number, shown this once

	Conditions []conditionLine
	MayAgree   bool         // some row may be agreed with at once
	Facts      []factLine   // of the form, where conditions are another office's
	TermChips  []Chip       // by which clauses the longest term ends
	Unasked    []detailLine // what else the office sees of the form
	History    []pastLine
	Messages   []messageLine
	Others     []caseLine
	Permits    []Row
	Panel      []trackPanel
	Reviews    []Row // parts of the joint review
	MayReview  bool
	Follow     *followBox
	Hand       bool // letters wait to be handed over
	Undeliver  []undelivered
	Decided    bool   // nothing is left but to hand over
	Result     string // of another office, where this one builds on it

	Alerts       []string      // what must not be overlooked
	Open         []string      // who else has the file open, since when
	Listings     []string      // what lists say of a name that the case gives
	ClauseGroups []ChoiceGroup // of a filing or a request that is concluded
	Comfort      []comfort     // density and keys
}

// trackPanel is what the reader can do on one agency's track now.
type trackPanel struct {
	trackBlock
	Take, GiveBack bool
	Colleagues     []Choice
	Letters        []Link // decisions and notices that can be written
	Resume         bool
	Clocks         []string
}

// followBox says which papers may follow.
type followBox struct {
	Papers  []string
	Due     string
	Note    string
	Stopped bool // a sanction is in force
	Chips   []Chip
	Href    string // where it is granted, once everything is there
}

// undelivered is a letter that waits to be delivered.
type undelivered struct{ Title, Office, Ref string }

// fileTabs are the views of a case file.
var fileTabs = []string{"compare", "papers", "history", "messages", "others"}

func (s *Server) showFile(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	if s.ofRequest(w, r, c) {
		return nil
	}
	if c.Status == casefile.StatusDraft { // what the window fills in at the counter
		http.Redirect(w, r, "/case/"+string(c.Number), http.StatusSeeOther)
		return nil
	}
	page, err := s.filePage(w, r, who, c)
	if err != nil {
		return err
	}
	return s.render(w, http.StatusOK, page.Lang, "file_show", page)
}

func (s *Server) filePage(w http.ResponseWriter, r *http.Request, who people.Who, c casefile.Case) (*filePage, error) {
	base, err := s.casePage(w, r, who, c)
	if err != nil {
		return nil, err
	}
	base.Base = "/officer/"
	page := &filePage{casePage: base, Back: base.Base + base.Number, Tab: fileTabs[0]}
	p := page.Printer()
	if tab := r.FormValue("tab"); slices.Contains(fileTabs, tab) {
		page.Tab = tab
	}
	for _, tab := range fileTabs {
		page.Tabs = append(page.Tabs, Tab{Text: p.T("page.file.tab." + tab), Href: page.Back + "?tab=" + tab, Current: tab == page.Tab})
	}
	if c.Determination != nil && c.Determination.Class != "" && c.Determination.Class != noClass {
		page.Class = p.T("class.short." + c.Determination.Class)
	}
	for _, fill := range []func(*http.Request, *locale.Printer, people.Who, casefile.Case, *filePage) error{
		s.fileIdentity, s.fileCompare, s.fileHistory, s.fileMessages, s.fileOthers, s.filePanel, s.fileReviews, s.fileFollow, s.fileAlerts, s.fileOpen,
	} {
		if err := fill(r, p, who, c, page); err != nil {
			return nil, err
		}
	}
	return page, nil
}

// fileIdentity says who the case is about; the passport is masked.
func (s *Server) fileIdentity(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *filePage) error {
	id, err := s.Window.Identity(r.Context(), who, c.Number)
	if err != nil {
		return err
	}
	for _, row := range []Pair{
		{"page.file.name", strings.TrimSpace(id.Name + " " + id.ChineseName)}, {"page.file.nationality", p.Country(id.Nationality)},
		{"page.file.born", id.BirthDate}, {"page.file.passport", id.Passport},
	} {
		if row.Note != "" {
			page.Identity = append(page.Identity, Pair{p.T(row.Name), row.Note})
		}
	}
	page.Reveal = id.Passport != "" && c.Status.Allows(people.Reveal) && who.May(people.Reveal, c.Subject(""), s.Now()) == nil
	return nil
}

// accountName is who an account is, or the party that acted without one.
func (s *Server) accountName(r *http.Request, id people.PartyID) (string, error) {
	name, err := s.Window.Handler(r.Context(), id)
	if err == nil && name == string(id) { // no account: it acted for itself
		return s.partyName(r, id)
	}
	return name, err
}

// fileOthers are the person's other cases and permits that the reader may see.
func (s *Server) fileOthers(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *filePage) error {
	if page.Tab != "others" || c.Foreigner == "" {
		return nil
	}
	rows, _, err := s.Window.Cases(r.Context(), who, office.CaseFilter{Foreigner: string(c.Foreigner), Order: office.ByChange})
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(row office.CaseRow) bool { return row.Number == string(c.Number) })
	if page.Others, err = s.caseLines(r, p, rows, page.Base); err != nil {
		return err
	}
	held, _, err := s.Window.Permits(r.Context(), who, office.PermitFilter{Holder: string(c.Foreigner)})
	if err != nil {
		return err
	}
	for _, row := range held {
		page.Permits = append(page.Permits, Row{Name: row.Number, Notes: []string{
			p.T("permit.kind." + row.Kind), p.T("term.given", "from", row.ValidFrom, "until", row.ValidUntil),
		}})
	}
	return nil
}

// fileReviews says which agencies passed their part of the joint review.
func (s *Server) fileReviews(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *filePage) error {
	if !c.AwaitsReview() && len(c.Reviews) == 0 || c.Moments[casefile.AtAcceptance] == 0 {
		return nil
	}
	for _, review := range c.Reviews {
		name, err := s.accountName(r, review.By)
		if err != nil {
			return err
		}
		row := Row{Name: s.officeName(r, p, review.Office), Tag: Tag{"ok", "check", p.T("page.file.review.passed")}}
		row.Notes = compact([]string{p.Date(review.On), name, review.Note})
		page.Reviews = append(page.Reviews, row)
	}
	waiting := c.ReviewsWaiting()
	for _, id := range waiting {
		page.Reviews = append(page.Reviews, Row{Name: s.officeName(r, p, id), Tag: Tag{"", "clock", p.T("page.file.review.waiting")}})
	}
	page.MayReview = slices.Contains(waiting, who.Office) && page.Can["review"]
	return nil
}

// officeName is what people call an office.
func (s *Server) officeName(r *http.Request, p *locale.Printer, id people.OfficeID) string {
	name, err := s.Window.OfficeName(r.Context(), id)
	if err != nil {
		return string(id)
	}
	return p.Pick(name.ZH, name.EN)
}

// fileFollow says which papers may follow, and what is still missing for it.
func (s *Server) fileFollow(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *filePage) error {
	if c.Status != casefile.StatusSubmitted || who.May(people.Tolerate, c.Subject(""), s.Now()) != nil {
		return nil
	}
	may, err := s.Window.MayFollow(r.Context(), c)
	if err != nil || !may.Open() {
		return err
	}
	box := &followBox{Chips: s.chips(p, s.today(), may.Clause), Href: page.Base + page.Number + "/letter/" + string(casefile.ToleranceLetter)}
	for _, slot := range may.Slots {
		box.Papers = append(box.Papers, s.name(p, "material", string(slot)))
	}
	switch {
	case may.Stopped != nil:
		box.Stopped, box.Href = true, ""
		box.Note = p.T("page.file.follow.stopped", "until", may.Stopped.Until)
	case may.Days == 0:
		box.Note, box.Href = p.T("fault.case.no-tolerance-days"), ""
	case !may.Signed:
		box.Note, box.Href = p.T("page.file.follow.unsigned"), ""
	default:
		box.Due = p.T("page.file.follow.due", "date", may.Due, "n", may.Days)
	}
	page.Follow = box
	return nil
}

// shouted are the warnings that stand on the case file itself.
var shouted = []casefile.WarningKind{casefile.WarnLate, casefile.WarnDeemedGrant, casefile.WarnSilence, casefile.WarnSecond, casefile.WarnTolerance, casefile.WarnReport}

// fileAlerts say what must not be overlooked, and offer the reader's own comfort.
func (s *Server) fileAlerts(r *http.Request, p *locale.Printer, _ people.Who, c casefile.Case, page *filePage) error {
	if cal, ok := s.calendarOf(c); ok {
		for _, w := range c.Warnings(cal, s.Now()) {
			if !slices.Contains(shouted, w.Kind) {
				continue
			}
			text := p.T("flag." + string(w.Kind))
			switch {
			case w.Kind == casefile.WarnLate:
				text = s.lateText(p, c, w)
			case w.Due != nil:
				text = p.T("page.file.alert", "what", text, "date", *w.Due)
			}
			page.Alerts = append(page.Alerts, text)
		}
	}
	if c.Held != "" {
		page.Alerts = append(page.Alerts, p.T("fault.case.held"))
	}
	for _, panel := range page.Panel {
		if panel.Concludes && page.ClauseGroups == nil {
			page.ClauseGroups = s.clauseGroups(p, c)
		}
	}
	page.Comfort = comforts(r, p, page.Shell)
	return nil
}

// lateText names the limit that has passed: of which step, of several tracks on which, and whether
// the law or the office set it.
func (s *Server) lateText(p *locale.Printer, c casefile.Case, late casefile.Warning) string {
	text := p.T("flag." + string(late.Kind))
	for _, k := range c.Clocks {
		if k.Limit.ID() != late.Clock || late.Due == nil {
			continue
		}
		what := s.name(p, "deadline", k.Limit.Step)
		if len(c.Tracks) > 1 {
			what = p.T("compare.pair", "what", trackName(p, string(k.Limit.Track)), "value", what)
		}
		key := "page.file.alert.late.promise"
		if k.Limit.Statutory {
			key = "page.file.alert.late.law"
		}
		text = p.T(key, "what", what, "date", *late.Due)
	}
	return text
}

// comfort is a setting of the reader's own with what it can be.
type comfort struct {
	Name     string
	Switches []Switch
}

// comforts are the density and the keys.
func comforts(r *http.Request, p *locale.Printer, shell Shell) []comfort {
	of := func(name string, values []string, second bool) comfort {
		c := comfort{Name: p.T("comfort." + name)}
		for i, value := range values {
			c.Switches = append(c.Switches, Switch{Text: p.T("comfort." + name + "." + value), Href: hrefWith(r.URL, name, value), Current: second == (i == 1)})
		}
		return c
	}
	return []comfort{of("density", densities, shell.Compact), of("keys", keySettings, shell.KeysOff)}
}

// placeOf is the case's place as facts name it.
func placeOf(c casefile.Case) facts.PlaceCode { return facts.PlaceCode(c.Place) }
