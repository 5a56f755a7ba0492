package web

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// fixPage is the one notice of corrections with everything that mends it.
type fixPage struct {
	Shell
	Number, Person string
	Problem        string // why the last step was not done
	By             string // until when, and what then
	Due            Tag
	Items          []fixItem
	Open           string // why something stays open, as typed
	Errors         []FieldError
	MayAnswer      bool
	Answers        string // who answers, where the reader does not
	Seen           int
	Key            string
}

// fixItem is one fault: what, where, how it is mended, and by what.
type fixItem struct {
	Index      int
	Slot, What string
	Page       string // "page 2, upper right"
	Anchor     string // of the first item about a paper
	Picture    string // the page with the spot marked
	Alt        string
	Fault, Fix string
	Chips      []Chip
	State      Tag
	Files      []fileLine
	Given      string // that a file came since it was asked for
	Upload     bool
	Field      *answerField
	Done       bool
}

// showFix is /case/{number}/fix; without an open notice it leads to the case.
func (s *Server) showFix(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.renderFix(w, r, who, nil, nil)
}

func (s *Server) renderFix(w http.ResponseWriter, r *http.Request, who people.Who, failed error, problems map[string]string) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	request := c.OpenRequest()
	if request == nil {
		if failed != nil {
			return s.caseProblem(w, r, who, failed)
		}
		http.Redirect(w, r, "/case/"+string(c.Number), http.StatusSeeOther)
		return nil
	}
	page := fixPage{Shell: s.shell(w, r, "page.case.fix.title", "number", string(c.Number)), Number: string(c.Number), Seen: c.Version, Key: rand.Text(), Open: r.PostFormValue("reason")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {page.Number, "/case/" + page.Number}}
	if page.Person, err = s.partyName(r, c.Foreigner); err != nil {
		return err
	}
	page.By, page.Due = p.T("page.case.fix.by", "date", request.Due), s.daysTag(p, request.Due)
	page.MayAnswer = who.May(people.Answer, c.Subject(""), s.Now()) == nil
	if !page.MayAnswer {
		employer, err := s.partyName(r, c.Employer)
		if err != nil {
			return err
		}
		page.Answers = p.T("page.case.fix.answers", "employer", employer)
	}
	mayUpload := who.May(people.Upload, c.Subject(""), s.Now()) == nil && c.Status.Allows(people.Upload)
	for i, item := range request.Items {
		line, err := s.fixItem(r, p, c, *request, i, mayUpload)
		if err != nil {
			return err
		}
		if line.Field != nil && problems[item.Field] != "" {
			line.Field.Error = problems[item.Field]
			page.Errors = append(page.Errors, FieldError{line.Field.target(), line.Field.Label + p.T("list.colon") + problems[item.Field]})
		}
		page.Items = append(page.Items, line)
	}
	status := http.StatusOK
	switch {
	case len(page.Errors) > 0:
		page.Wrong, status = true, http.StatusUnprocessableEntity
	case failed != nil:
		page.Wrong, page.Problem, status = true, s.problemText(r, p, failed), statuses[fault.CodeOf(failed)]
		if fault.Is(failed, fault.Invalid) && faultPath(failed) == "open" {
			page.Problem, page.Errors = "", []FieldError{{"fix-why", page.Problem}}
		}
	}
	return s.render(w, status, page.Lang, "case_fix", page)
}

// faultPath is the path that a fault names, or "".
func faultPath(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Path
	}
	return ""
}

// daysTag says how many days are left until a day of the applicant's side.
func (s *Server) daysTag(p *locale.Printer, due civil.Date) Tag {
	switch left := int(due - s.today()); {
	case left < 0:
		return Tag{"bad", "warning", p.T("days.late", "n", -left)}
	case left == 0:
		return Tag{"warn", "clock", p.T("due.today")}
	case left <= 2:
		return Tag{"warn", "clock", p.T("days.left", "n", left)}
	default:
		return Tag{"info", "clock", p.T("days.left", "n", left)}
	}
}

func (s *Server) fixItem(r *http.Request, p *locale.Printer, c casefile.Case, request casefile.CorrectionRequest, i int, mayUpload bool) (fixItem, error) {
	item := request.Items[i]
	line := fixItem{Index: i, What: s.label(p, item.Field), Fault: item.Fault, Fix: item.Fix, Chips: s.chips(p, s.today(), item.Clause)}
	s.fixSpot(p, c, item, &line)
	line.Done = slices.Contains(r.PostForm["done"], strconv.Itoa(i))
	if item.Slot == "" {
		field, ok := s.Vocabulary.Lookup(item.Field)
		if !ok {
			return line, nil
		}
		known, err := s.answered(c)
		if err != nil {
			return line, err
		}
		typed := r.PostForm
		if r.Method != http.MethodPost {
			typed = nil
		}
		f := s.answerField(p, field, known, typed, 0)
		line.Field = &f
		return line, nil
	}
	if slices.IndexFunc(request.Items, func(o casefile.CorrectionItem) bool { return o.Slot == item.Slot }) == i {
		line.Anchor = "at-" + string(item.Slot)
	}
	line.Slot, line.What = string(item.Slot), s.name(p, "material", string(item.Slot))
	slot, _ := c.Slot(item.Slot)
	line.State = s.slotTag(p, slot)
	for _, f := range slot.Files {
		line.Files = append(line.Files, fileLine{f.Name, "/case/" + string(c.Number) + "/paper/" + f.Hash})
	}
	if n := len(slot.Files); n > item.Had && slot.State == casefile.Supplied {
		line.Given = p.T("page.case.fix.given", "file", slot.Files[n-1].Name)
		line.Done = line.Done || r.Method != http.MethodPost
	}
	line.Upload = mayUpload && slot.State != casefile.Good && slot.State != casefile.Seen
	return line, nil
}

// fixSpot says on which page the fault is and where, and shows it.
func (s *Server) fixSpot(p *locale.Printer, c casefile.Case, item casefile.CorrectionItem, line *fixItem) {
	switch {
	case item.Page > 0 && item.Spot != nil:
		line.Page = p.T("page.case.fix.spot", "n", item.Page, "area", p.T("spot."+item.Spot.Area()))
		line.Alt = p.T("page.case.fix.picture", "n", item.Page, "area", p.T("spot."+item.Spot.Area()))
		v := office.View{Page: item.Page, Zoom: zooms[0], Spot: &office.Point{X: item.Spot.X, Y: item.Spot.Y}}
		line.Picture = "/case/" + string(c.Number) + paperPath(true, item.Slot, item.Spot.File) + "/page.png" + viewQuery(v)
	case item.Page > 0:
		line.Page = p.T("page.case.fix.page", "n", item.Page)
	}
}

// answerRequest answers the one notice: what was mended, what was answered anew,
// and why the rest stays.
func (s *Server) answerRequest(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	answer := casefile.CorrectionAnswered{Open: plainText(r.PostFormValue("reason"))}
	for _, v := range r.PostForm["done"] {
		if i, err := strconv.Atoi(v); err == nil {
			answer.Done = append(answer.Done, i)
		}
	}
	set, problems := map[string]json.RawMessage{}, map[string]string{}
	if request := c.OpenRequest(); request != nil {
		p := locale.For(languageOf(w, r))
		for _, item := range request.Items {
			field, ok := s.Vocabulary.Lookup(item.Field)
			if _, sent := r.PostForm[item.Field]; !ok || !sent {
				continue
			}
			value, problem := s.readField(p, field, r.PostForm)
			if problem != "" {
				problems[item.Field] = problem
			} else if value != nil {
				set[item.Field] = value
			}
		}
	}
	if len(problems) > 0 {
		return s.renderFix(w, r, who, nil, problems)
	}
	if _, err := s.Window.AnswerCorrection(r.Context(), in, answer, set); err != nil {
		if code := fault.CodeOf(err); code != fault.Invalid && code != fault.Conflict {
			return err
		}
		return s.renderFix(w, r, who, err, nil)
	}
	return s.backToCase(w, r, in)
}
