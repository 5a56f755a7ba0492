package web

import (
	"crypto/rand"
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// casePage is one case, for the applicant's side and for authorities: where it
// stands and who has it now, what the reader can do, papers, result, timeline.
type casePage struct {
	Shell
	Number, Person, Employer, Matter, Where string
	Again                                   bool   // corrections were asked before
	Base                                    string // "/case/" or "/officer/"
	State, Due                              Tag
	Problem                                 string      // why the last act was not done
	Typed                                   []typedLine // what was typed for it
	Next                                    string      // who has the case now, and until when
	Seen                                    int
	Key                                     string
	Staff, Draft                            bool

	Errands   []Row        // for what people come to an office
	Own       []detailLine // answers to the matter's own questions
	Moved     *movedBlock  // how the law moved under a draft
	Stand     *standBlock  // what stands against a draft, and what is open instead
	Follow    *followBlock // papers that may follow once the applicant has signed
	Tasks     []taskLine
	Papers    []paperLine
	Consents  []consentLine
	Request   []requestLine
	RequestBy string
	Compare   []compareLine
	Verdict   Tag
	Sentence  string
	Term      string
	Timeline  []stepLine
	Lanes     []laneBlock // the agencies' steps side by side
	Letters   []letterLine
	Tracks    []trackBlock
	Missing   []string
	Can       map[string]bool // acts that the reader's role and the case's state allow
}

// caseRow is a row of the case page together with the page, for its forms.
type caseRow struct {
	Page *casePage
	Row  any
}

type taskLine struct {
	Name, Href string // Href is "" where the reader has no page for it
	State      Tag
	Note       string
}

// compareLine is a condition: what the computer found, and the officer's finding.
type compareLine struct {
	ID, Name string
	Verdict  determination.Verdict // computed
	Computed Tag
	Found    Tag
	Notes    []string
	Chips    []Chip
}

// laneBlock is an agency's part of the timeline.
type laneBlock struct {
	Name  string
	Steps []stepLine
}

type stepLine struct {
	Track             casefile.TrackID
	Name, Since, Done string
	Due               []string // the limits that run on it, law and promise
	State             Tag
	Clauses           []Chip
}

// trackBlock is an agency's part: its draft or decision and what may be done.
type trackBlock struct {
	ID, Name, Office             string
	Draft, Decision              *decisionLine
	MayDraft, MaySign, Concludes bool
	Outcomes                     []Choice
	From, Until                  string
	Results                      []Input      // what the office fills in with its decision
	Detail                       []detailLine // what it filled in
	Forwarded                    *forwardedLine
}

// forwardedLine is the result of a case that another authority decides.
type forwardedLine struct {
	State Tag
	Note  string
	May   bool // the reader may record it
}

type decisionLine struct{ Outcome, Reason, Until, By string }

func (s *Server) showCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	if s.ofRequest(w, r, c) {
		return nil
	}
	if who.Role.Staff() && c.Status != casefile.StatusDraft { // an authority reads the case file
		http.Redirect(w, r, "/officer/"+string(c.Number), http.StatusSeeOther)
		return nil
	}
	page, err := s.casePage(w, r, who, c)
	if err != nil {
		return err
	}
	return s.render(w, http.StatusOK, page.Lang, "case_show", page)
}

func (s *Server) casePage(w http.ResponseWriter, r *http.Request, who people.Who, c casefile.Case) (*casePage, error) {
	page := &casePage{Shell: s.shell(w, r, "page.case.title", "number", string(c.Number)), Number: string(c.Number), Base: "/case/",
		State: labelTag(locale.For(languageOf(w, r)), c.Label()), Seen: c.Version, Key: rand.Text(), Staff: who.Role.Staff(), Draft: c.Status == casefile.StatusDraft,
		Again: len(c.Requests) > 0}
	p := page.Printer()
	if page.Staff && !page.Draft { // a draft at the counter is filled in where applicants do
		page.Base = "/officer/"
	}
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), map[bool]string{false: "/my", true: "/officer"}[page.Staff]}}
	page.Matter, page.Where = s.matterTitle(p, c.Matter), s.placeName(p, facts.PlaceCode(c.Place))
	var err error
	if page.Person, err = s.partyName(r, c.Foreigner); err != nil {
		return nil, err
	}
	if page.Employer, err = s.partyName(r, c.Employer); err != nil {
		return nil, err
	}
	page.Can = s.can(who, c)
	matter, err := s.matterIn(r, c)
	if err != nil && !fault.Is(err, fault.NotFound) { // a matter that is offered no more shows what it can
		return nil, err
	}
	page.Own = detailLines(p, matter.Questions, c.Own)
	d, err := s.Window.Determine(c)
	if err != nil {
		return nil, err
	}
	s.result(p, page, c, d)
	if err := s.explainWay(p, page, c, d); err != nil {
		return nil, err
	}
	page.Papers = s.paperLines(p, page, c)
	if page.Draft {
		unchecked, err := s.Window.Unchecked(r.Context(), who, c)
		if err != nil {
			return nil, err
		}
		page.Tasks = s.tasks(p, page, who, c, unchecked)
		if page.Moved, err = s.lawMoved(r, who, p, c, d); err != nil {
			return nil, err
		}
		if page.Stand, err = s.stand(r, p, who, c, d); err != nil {
			return nil, err
		}
	}
	s.requestLines(p, page, c)
	if page.Consents, err = s.consentLines(r, p, page, who, c); err != nil {
		return nil, err
	}
	page.Timeline, page.Lanes = lanes(p, s.timeline(p, c))
	page.Due = s.caseDue(p, c)
	if page.Letters, err = s.letterLines(r, p, who, page.Base, c.Number); err != nil {
		return nil, err
	}
	if page.Errands, err = s.errandNotes(r, p, who, c); err != nil {
		return nil, err
	}
	if page.Follow, err = s.follow(r, p, page, c); err != nil {
		return nil, err
	}
	page.Next = s.next(p, c, page.Staff)
	if page.Draft && !page.Can["submit"] && page.Employer != "" { // who reads it is not who sends it
		page.Next = p.T("page.case.still.draft.reading", "employer", page.Employer)
	}
	if c.Status == casefile.StatusLapsed && c.Exit != nil {
		for _, key := range []string{"message." + c.Exit.Cause + "-lapsed.text", "message.lapsed-" + c.Exit.Cause + ".text"} {
			if p.Has(key) {
				page.Next = p.T(key)
			}
		}
	}
	if c.Ended != nil {
		page.Next = p.T("page.case.ended", "date", c.Ended.On, "cause", p.T("ending."+c.Ended.Cause))
		if p.Has("page.case.ended." + c.Ended.Cause) {
			page.Next = p.T("page.case.ended."+c.Ended.Cause, "date", c.Ended.On)
		}
	}
	for _, t := range c.Tracks {
		block := s.trackBlock(p, who, c, t)
		if plan, ok := matter.Track(t.ID); ok {
			block.Results = filled(r, ownInputs(p, block.ID+".", plan.Results), nil)
			if t.Decision != nil {
				if block.Detail, err = s.resultLines(r, p, c, plan, *t.Decision); err != nil {
					return nil, err
				}
			}
		}
		page.Tracks = append(page.Tracks, block)
	}
	return page, nil
}

// result is the determination beside the officer's findings.
func (s *Server) result(p *locale.Printer, page *casePage, c casefile.Case, d *determination.Determination) {
	page.Verdict, page.Sentence = s.caseSentence(p, c, d)
	page.Term = s.termText(p, d)
	if d.Service != "" && d.Service != determination.PlainService {
		page.Compare = append(page.Compare, s.compareLine(p, c, "service:"+d.Service, s.name(p, "service", d.Service), d.Verdict, s.chips(p, d.On, s.citing(d, "service", d.Service)...)))
	}
	for _, g := range d.Grounds {
		page.Compare = append(page.Compare, s.compareLine(p, c, "ground:"+g.ID, s.name(p, "ground", g.ID), determination.Met, s.entryChips(p, d, g.Entry)))
	}
	for _, l := range d.Limits {
		line := s.compareLine(p, c, "limit:"+l.ID, s.name(p, "limit", l.ID), limitVerdicts[l.Status], s.entryChips(p, d, l.Entry))
		line.Computed = say(p, limitStatuses[l.Status])
		line.Notes = append(line.Notes, s.limitNotes(p, l)...)
		page.Compare = append(page.Compare, line)
	}
	if line, ok := s.wayLine(p, c, d); ok {
		page.Compare = append(page.Compare, line)
	}
}

// caseSentence is the result of a case in the words of its matter: whoever cancels a
// permit is not told about the conditions for one. The class is said where the
// permit that is asked for has one.
func (s *Server) caseSentence(p *locale.Printer, c casefile.Case, d *determination.Determination) (Tag, string) {
	key := "result.case." + string(d.Verdict)
	if classed(c) && d.Service == determination.PlainService && d.Class != "" && d.Class != noClass {
		key += ".class"
	}
	name := string(c.Matter)
	if matter, ok := s.Window.Matters.Find(c.Matter); ok {
		name = p.Pick(matter.Title.ZH, matter.Title.EN)
	}
	return say(p, verdicts[d.Verdict]), p.T(key, "matter", name, "class", s.className(p, d.Class), "n", len(d.Unknown))
}

// classed reports whether the matter leads to a permit with a term of its own, for
// which class and limits count; changing, re-issuing and cancelling one does not.
func classed(c casefile.Case) bool {
	return slices.ContainsFunc(c.Tracks, func(t casefile.Track) bool { return t.Termed })
}

// limitVerdicts are the verdicts that the states of one limit amount to.
var limitVerdicts = map[string]determination.Verdict{
	"met": determination.Met, "waived": determination.Met, "not-met": determination.NotMet,
	"discretion": determination.Officer, "unknown": determination.Unknown,
}

func (s *Server) compareLine(p *locale.Printer, c casefile.Case, id, name string, computed determination.Verdict, chips []Chip) compareLine {
	line := compareLine{ID: id, Name: name, Verdict: computed, Computed: say(p, verdicts[computed]), Chips: chips}
	for _, f := range c.Findings {
		if f.Condition == id {
			line.Found = say(p, verdicts[determination.Verdict(f.Found)])
			if f.Reason != "" {
				line.Notes = append(line.Notes, f.Reason)
			}
		}
	}
	return line
}

// next says who has the case now, until when, and what the reader has to do.
func (s *Server) next(p *locale.Printer, c casefile.Case, staff bool) string {
	cal, ok := s.calendarOf(c)
	if !ok {
		return ""
	}
	due, running := nextDue(c, cal)
	switch {
	case c.Held != "" && !staff: // the file says it as an alert
		return p.T("page.case.still.held")
	case running && staff:
		return p.T("page.case.next.staff", "date", due)
	case running:
		return p.T("page.case.next."+string(c.Label()), "date", due)
	}
	if p.Has("page.case.still." + string(c.Label())) {
		return p.T("page.case.still." + string(c.Label()))
	}
	return ""
}

// caseDue is the chip of the date that binds an office next.
func (s *Server) caseDue(p *locale.Printer, c casefile.Case) Tag {
	if cal, ok := s.calendarOf(c); ok {
		if due, running := nextDue(c, cal); running {
			return s.dueTag(p, facts.PlaceCode(c.Place), due)
		}
	}
	return Tag{}
}

func nextDue(c casefile.Case, cal *civil.Calendar) (civil.Date, bool) {
	_, due, running := c.NextDue(cal, "")
	return due, running && slices.Contains([]casefile.Label{casefile.LabelSubmitted, casefile.LabelAccepted, casefile.LabelReviewing, casefile.LabelApproving, casefile.LabelReceived}, c.Label())
}

func (s *Server) calendarOf(c casefile.Case) (*civil.Calendar, bool) {
	at, ok := s.Places.Lookup(facts.PlaceCode(c.Place))
	if !ok {
		return nil, false
	}
	return at.Keeps(s.calendars())
}
