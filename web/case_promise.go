package web

import (
	"crypto/rand"
	"net/http"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// promisePage is the commitment that stands for one paper: what is promised, what
// follows, and the name that signs it.
type promisePage struct {
	Shell
	Number, Slot, Paper string
	Content             []toldLine // the answers that the paper would prove
	Chips               []Chip
	Today               string
	Name                string // as typed
	Errors              []FieldError
	Signed              string // by whom and when, where it is signed already
	MaySign             bool
	Signs               string // who signs, where the reader does not
	Seen                int
	Key                 string
}

func (s *Server) showPromise(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.renderPromise(w, r, who, casefile.SlotID(r.PathValue("slot")), nil)
}

func (s *Server) renderPromise(w http.ResponseWriter, r *http.Request, who people.Who, id casefile.SlotID, failed error) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	slot, ok := c.Slot(id)
	if !ok || slot.Treatment != casefile.ByCommitment {
		return fault.New(fault.NotFound, "fault.no-page")
	}
	page := promisePage{Shell: s.shell(w, r, "page.case.promise.title", "number", string(c.Number)), Number: string(c.Number), Slot: string(id), Seen: c.Version, Key: rand.Text()}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {page.Number, "/case/" + page.Number}}
	page.Paper, page.Chips = s.name(p, "material", string(id)), s.chips(p, s.today(), slot.Clause)
	page.Today, page.Name = p.Date(s.today()), r.PostFormValue("name")
	f, err := s.answered(c)
	if err != nil {
		return err
	}
	for i := range s.Vocabulary.Fields() {
		field := &s.Vocabulary.Fields()[i]
		if _, answered := c.Answers[field.Path]; answered && field.Document == string(id) {
			page.Content = append(page.Content, toldLine{Name: wording(p, field.Label), Value: s.fullAnswer(p, f, field)})
		}
	}
	for _, k := range c.Commitments {
		if k.ID == slot.Committed {
			page.Signed = p.T("page.case.promise.signed", "name", k.Name, "date", civil.DateOf(k.At))
		}
	}
	page.MaySign = c.Status.Allows(people.Sign) && who.May(people.Sign, c.Subject(""), s.Now()) == nil
	if !page.MaySign {
		page.Signs = p.T("page.case.promise.signs")
	}
	status := http.StatusOK
	if failed != nil {
		page.Wrong, page.Errors, status = true, []FieldError{{"name", s.problemText(r, p, failed)}}, statuses[fault.CodeOf(failed)]
	}
	return s.render(w, status, page.Lang, "case_promise", page)
}

// signPromise signs a commitment in place of a paper: the name as typed.
func (s *Server) signPromise(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	slot := casefile.SlotID(r.PostFormValue("slot"))
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	kept, _ := c.Slot(slot)
	_, err = s.Window.Sign(r.Context(), in, casefile.Commitment{
		ID: nextPromise(c, slot), Slot: slot, Name: plainText(r.PostFormValue("name")), Text: "promise-1", Signer: who.Account, At: s.Now(), Clause: kept.Clause,
	})
	if code := fault.CodeOf(err); err != nil && (code == fault.Invalid || code == fault.Conflict) {
		return s.renderPromise(w, r, who, slot, err)
	}
	if err != nil {
		return err
	}
	return s.backToCase(w, r, in)
}

// nextPromise names a commitment: a paper can be given in its place, and a new
// one be signed when that is taken back.
func nextPromise(c casefile.Case, slot casefile.SlotID) string {
	id := "promise-" + string(slot)
	for _, k := range c.Commitments {
		if k.ID == id {
			id += "-" + rand.Text()[:6]
		}
	}
	return id
}
