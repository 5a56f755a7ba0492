package web

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strconv"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/people"
)

// requestPage is one request for a service, for both sides: what was asked, what
// was written to and fro, what was done, and what the reader can do now.
type requestPage struct {
	Shell
	Number, Matter, Person, Employer, Where string
	State, Due                              Tag
	Next                                    string
	Problem                                 string
	ProblemAt                               string // the field that the problem is at
	Typed                                   []typedLine
	Seen                                    int
	Key                                     string
	Staff                                   bool
	Case                                    string // address of the case's own page
	Details                                 []detailLine
	Gives                                   []detailLine // what the determination gives the person
	Papers                                  []paperLine
	Talk                                    []talkLine
	Asked                                   []requestLine // what the desk wants to know, open
	AskedBy                                 string
	Again                                   bool
	Assigned                                string
	Decision                                *decisionLine
	Detail                                  []detailLine
	Held                                    string // result that can be handed back
	Track                                   string
	Outcomes                                []Choice
	Reason                                  string // as typed
	NoReason                                bool   // the fault is that none was given
	Results                                 []Input
	Nothing                                 string // why no row is offered
	Letters                                 []letterLine
	Stars                                   []Choice
	Rated                                   string
	Can                                     map[string]bool
}

// ofRequest leads a request to its own page, once it is sent.
func (s *Server) ofRequest(w http.ResponseWriter, r *http.Request, c casefile.Case) bool {
	if _, asked := s.Window.Service(c.Matter); !asked || c.Status == casefile.StatusDraft {
		return false
	}
	http.Redirect(w, r, "/requests/"+string(c.Number), http.StatusSeeOther)
	return true
}

func (s *Server) showRequest(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	if _, asked := s.Window.Service(c.Matter); !asked || c.Status == casefile.StatusDraft {
		http.Redirect(w, r, map[bool]string{true: "/officer/", false: "/case/"}[who.Role.Staff()]+string(c.Number), http.StatusSeeOther)
		return nil
	}
	page, err := s.requestPage(w, r, who, c)
	if err != nil {
		return err
	}
	return s.render(w, http.StatusOK, page.Lang, "request_show", page)
}

func (s *Server) requestPage(w http.ResponseWriter, r *http.Request, who people.Who, c casefile.Case) (*requestPage, error) {
	page := &requestPage{Shell: s.shell(w, r, "page.request.title", "number", string(c.Number)), Number: string(c.Number), Seen: c.Version, Key: rand.Text(),
		Staff: who.Role.Staff(), Again: len(c.Requests) > 0, Track: string(c.Tracks[0].ID)}
	p := page.Printer()
	page.Case = map[bool]string{true: "/officer/", false: "/case/"}[page.Staff] + page.Number
	page.State, page.Due, page.Next = labelTag(p, c.Label()), s.caseDue(p, c), s.next(p, c, page.Staff)
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.requests.title"), "/requests"}}
	page.Matter, page.Where = s.matterTitle(p, c.Matter), s.placeName(p, facts.PlaceCode(c.Place))
	var err error
	if page.Person, err = s.partyName(r, c.Foreigner); err != nil {
		return nil, err
	}
	if page.Employer, err = s.partyName(r, c.Employer); err != nil {
		return nil, err
	}
	m, err := s.matterIn(r, c)
	if err != nil {
		return nil, err
	}
	page.Can = s.requestCan(who, c)
	page.Details = append(s.toldFacts(p, m, c), detailLines(p, m.Questions, c.Own)...)
	s.given(p, page, c, m)
	s.requestPapers(p, page, c)
	s.requestAsked(p, page, c)
	if err := s.requestOutcome(r, p, page, c, m); err != nil {
		return nil, err
	}
	if page.Letters, err = s.letterLines(r, p, who, page.Case[:len(page.Case)-len(page.Number)], c.Number); err != nil {
		return nil, err
	}
	page.Talk, err = s.talk(r, p, who, c)
	return page, err
}

// requestCan are the acts that the reader's role and the request's state allow.
func (s *Server) requestCan(who people.Who, c casefile.Case) map[string]bool {
	t := c.Tracks[0]
	may := func(act people.Act) bool {
		return c.Status.Allows(act) && who.May(act, c.Subject(t.ID), s.Now()) == nil
	}
	open := t.Decision == nil
	waits := c.OpenRequest() != nil
	held := t.Decision != nil && t.Decision.Detail != nil
	return map[string]bool{
		"accept": may(people.Accept), "judge": may(people.Judge) && open, "upload": may(people.Upload) && open && !who.Role.Staff(),
		"take": may(people.Assign) && open && t.Assigned == "", "give-back": may(people.Assign) && open && t.Assigned == who.Account,
		"ask": may(people.Correct) && open && !waits, "reply": may(people.Answer) && waits, "message": may(people.Message),
		"conclude": may(people.Conclude) && open && t.Begun != nil, "hand-back": may(people.HandBack) && held,
		"close": may(people.Close), "withdraw": may(people.Withdraw) && open, "rate": may(people.Rate) && c.Rating == nil && !who.Role.Staff(),
	}
}

// toldFacts are the facts that were answered, with where they are known from.
func (s *Server) toldFacts(p *locale.Printer, m casefile.Matter, c casefile.Case) []detailLine {
	var out []detailLine
	for _, path := range m.Fields {
		field, ok := s.Vocabulary.Lookup(path)
		raw, answered := c.Answers[path]
		if !ok || !answered {
			continue
		}
		text := s.rawText(p, field, raw)
		if known, ok := c.KnownAs(path); ok && known.Firm {
			text = p.T("page.request.known", "text", text)
		}
		out = append(out, detailLine{wording(p, field.Label), text})
	}
	return out
}

// given is what the determination gives the person that bears on the request.
func (s *Server) given(p *locale.Printer, page *requestPage, c casefile.Case, m casefile.Matter) {
	var ids []string
	for _, d := range m.Demands {
		ids = append(ids, d.Entitlement)
	}
	for _, t := range m.Tracks {
		for _, q := range t.Results {
			if q.Take != nil {
				ids = append(ids, q.Take.Entitlement)
			}
		}
	}
	found, err := s.Window.Determine(c)
	if err != nil {
		return // the answers do not make facts any more: nothing is known
	}
	for _, e := range found.Entitlements {
		if !slices.Contains(ids, e.ID) {
			continue
		}
		line := detailLine{Name: s.name(p, "entitlement", e.ID), Text: p.T("answer.yes")}
		for _, d := range e.Detail {
			line.Text = p.T("entitlement.detail."+d.Name, "n", strconv.FormatFloat(d.Value, 'f', -1, 64))
		}
		page.Gives = append(page.Gives, line)
	}
}

func (s *Server) requestPapers(p *locale.Printer, page *requestPage, c casefile.Case) {
	for _, slot := range c.Slots {
		line := paperLine{ID: string(slot.ID), Name: s.name(p, "material", string(slot.ID)), State: Tag{slotTones[slot.State], "", p.T("slot." + string(slot.State))}, Settled: slot.Settled()}
		if slot.Fault != "" {
			line.Notes = []string{slot.Fault}
		}
		for _, f := range slot.Files {
			line.Files = append(line.Files, fileLine{f.Name, page.Case + "/paper/" + f.Hash})
		}
		line.Upload = page.Can["upload"] && !slot.Settled()
		line.Judge = page.Can["judge"] && !slot.Settled()
		page.Papers = append(page.Papers, line)
	}
}

func (s *Server) requestAsked(p *locale.Printer, page *requestPage, c casefile.Case) {
	request := c.OpenRequest()
	if request == nil {
		return
	}
	page.AskedBy = p.T("page.case.request.due", "date", request.Due)
	for i, item := range request.Items {
		page.Asked = append(page.Asked, requestLine{Index: i, What: item.Fault, Fix: item.Fix})
	}
}

// faultAt are the fields of the page's other forms, by the act and what a fault
// names.
var faultAt = map[string]string{
	"conclude/reason": "reason", "conclude/outcome": "outcome", "message/text": "text", "ask/text": "ask-text", "ask/due": "ask-due", "ask/again": "again",
	"reply/text": "reply-text", "rate/stars": "stars-5",
}
