package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
	"yichuang/permit"
)

// longestUpload is the most a form with a file may hold: the file's own limit
// and a little for the rest.
const longestUpload = office.MaxUpload + 1<<20

// caseAct is what one button of the case page does.
type caseAct func(s *Server, r *http.Request, in office.Write) error

// caseActs are the buttons of the case page by the last part of their address.
var caseActs = map[string]caseAct{
	"follow":   (*Server).signFollow,
	"withdraw": (*Server).withdrawCase,
}

func last[T any](_ T, err error) error { return err }

// actOnCase does what the button says and shows the case again.
func (s *Server) actOnCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if r.PathValue("act") == "paper" {
		return s.supplyPaper(w, r, who)
	}
	do, ok := caseActs[r.PathValue("act")]
	if !ok {
		return notFound(w, r)
	}
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	if err := do(s, r, in); err != nil {
		return s.caseProblem(w, r, who, err)
	}
	return s.backToCase(w, r, in)
}

// backToCase leads to the case as it is now, at the paper or the condition that
// the act was about.
func (s *Server) backToCase(w http.ResponseWriter, r *http.Request, in office.Write) error {
	base, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/") // where the form was
	at := "/" + base + "/" + string(in.Number)
	if r.URL.Query().Get("back") == "fix" {
		at += "/fix"
	}
	if slot := r.PostFormValue("slot"); slot != "" {
		at += "#at-" + slot
	} else if condition := r.PostFormValue("condition"); condition != "" {
		at += "#at-" + condition
	}
	http.Redirect(w, r, at, http.StatusSeeOther)
	return nil
}

func (s *Server) withdrawCase(r *http.Request, in office.Write) error {
	return last(s.Window.Withdraw(r.Context(), in, plainText(r.PostFormValue("reason"))))
}

func (s *Server) judgePaper(r *http.Request, in office.Write) error {
	if r.PostFormValue("state") == string(casefile.NotGood) && plainText(r.PostFormValue("reason")) == "" {
		return fault.New(fault.Invalid, "fault.form.flaw").WithPath("reason")
	}
	return last(s.Window.Judge(r.Context(), in, casefile.PaperJudged{
		Slot: casefile.SlotID(r.PostFormValue("slot")), State: casefile.SlotState(r.PostFormValue("state")), Fault: plainText(r.PostFormValue("reason")),
	}))
}

// askCorrection sends everything that is wrong in one notice: one row for every
// paper that has a fault written beside it.
func (s *Server) askCorrection(r *http.Request, in office.Write) error {
	due, err := civil.ParseDate(r.PostFormValue("due"))
	if err != nil {
		return fault.New(fault.Invalid, "fault.form.date").WithPath("due").WithCause(err)
	}
	request := casefile.CorrectionRequested{Due: due, Again: plainText(r.PostFormValue("again"))}
	if request.Items, err = s.markedItems(r, in); err != nil {
		return err
	}
	for name, values := range r.PostForm {
		slot, isFault := strings.CutPrefix(name, "fault.")
		if !isFault || plainText(values[0]) == "" {
			continue
		}
		request.Items = append(request.Items, casefile.CorrectionItem{
			Slot: casefile.SlotID(slot), Fault: plainText(values[0]), Fix: plainText(r.PostFormValue("fix." + slot)),
		})
	}
	if len(request.Items) == 0 {
		return fault.New(fault.Invalid, "fault.form.correction").WithPath("items")
	}
	slices.SortStableFunc(request.Items, func(a, b casefile.CorrectionItem) int {
		return cmp.Or(strings.Compare(string(a.Slot), string(b.Slot)), cmp.Compare(a.Page, b.Page))
	})
	return last(s.Window.AskCorrection(r.Context(), in, request))
}

func (s *Server) notAccept(r *http.Request, in office.Write) error {
	return last(s.Window.NotAccept(r.Context(), in, casefile.NotAccepted{Reason: plainText(r.PostFormValue("reason")), Clause: r.PostFormValue("clause")}))
}

// decisionOf reads the decision panel.
func (s *Server) decisionOf(r *http.Request, in office.Write) (casefile.Decision, error) {
	d := casefile.Decision{
		Track: casefile.TrackID(r.PostFormValue("track")), Outcome: casefile.Outcome(r.PostFormValue("outcome")), Reason: plainText(r.PostFormValue("reason")),
	}
	for _, ref := range strings.Fields(r.PostFormValue("clauses")) {
		d.Clauses = append(d.Clauses, casefile.Citation{Clause: ref})
	}
	c, err := s.Window.Case(r.Context(), in.Who, in.Number)
	if err != nil {
		return d, err
	}
	if matter, ok := s.Window.Matters.Find(c.Matter); ok {
		plan, _ := matter.Track(d.Track)
		d.Detail = resultsOf(r, plan)
	}
	if d.Outcome != casefile.Granted {
		return d, nil
	}
	if c.Determination != nil {
		d.Class = c.Determination.Class
	}
	track, _ := c.Track(d.Track)
	if !track.Termed {
		return d, nil
	}
	d.Term, err = termOf(r, c.Longest(d.Track))
	return d, err
}

// termOf is the term given: never past the caps of the longest that can be.
func termOf(r *http.Request, longest *permit.Term) (*permit.Term, error) {
	if longest == nil {
		return nil, fault.New(fault.Conflict, "fault.case.no-term")
	}
	from, errFrom := civil.ParseDate(r.PostFormValue("from"))
	until, errUntil := civil.ParseDate(r.PostFormValue("until"))
	if errFrom != nil || errUntil != nil {
		return nil, fault.New(fault.Invalid, "fault.form.date").WithPath("until")
	}
	term, err := permit.NewTerm(from, until, longest.Caps)
	return &term, err
}

func (s *Server) concludeTrack(r *http.Request, in office.Write) error {
	d, err := s.decisionOf(r, in)
	if err != nil {
		return err
	}
	return last(s.Window.Conclude(r.Context(), in, d))
}

func (s *Server) sendBack(r *http.Request, in office.Write) error {
	return last(s.Window.SendBack(r.Context(), in, casefile.DecisionSentBack{
		Track: casefile.TrackID(r.PostFormValue("track")), Reason: plainText(r.PostFormValue("reason")),
	}))
}

// supplyPaper takes an upload. What is not good enough is kept and said kindly
// on the page from which it was sent.
func (s *Server) supplyPaper(w http.ResponseWriter, r *http.Request, who people.Who) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestUpload)
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		return s.uploadProblem(w, r, who, fault.New(fault.Invalid, "fault.file.too-large", "limit", office.MaxUpload>>20).WithCause(err))
	}
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	upload, header, err := r.FormFile("paper")
	if err != nil {
		return s.uploadProblem(w, r, who, fault.New(fault.Invalid, "fault.file.empty").WithPath("paper").WithCause(err))
	}
	defer upload.Close()
	if _, _, err := s.Window.Supply(r.Context(), in, casefile.SlotID(r.PostFormValue("slot")), plainText(header.Filename), upload); err != nil {
		return s.uploadProblem(w, r, who, err)
	}
	return s.backToCase(w, r, in)
}

func (s *Server) uploadProblem(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	if code := fault.CodeOf(err); r.URL.Query().Get("back") == "fix" && (code == fault.Invalid || code == fault.Conflict) {
		return s.renderFix(w, r, who, err, nil)
	}
	return s.caseProblem(w, r, who, err)
}

// showPaper sends an uploaded file to those who may read its case, as a download
// that the browser neither runs nor sniffs.
func (s *Server) showPaper(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	a, content, err := s.Window.Upload(r.Context(), who, c.Number, "", r.PathValue("file"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", a.MediaType)
	w.Header().Set("Content-Disposition", "attachment")
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = w.Write(content)
	return err
}

// approveCase signs a draft decision: the act for which the person has just
// proved who it is.
func (s *Server) approveCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	if _, err := s.Window.Approve(r.Context(), in, casefile.TrackID(r.PostFormValue("track"))); err != nil {
		return s.caseProblem(w, r, who, err)
	}
	return s.backToCase(w, r, in)
}
