package web

import (
	"net/http"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// fileActs are the buttons of the case file by the last part of their address.
var fileActs = map[string]caseAct{
	"judge-all": (*Server).judgeAll,
	"assign":    (*Server).assignTrack,
	"resume": func(s *Server, r *http.Request, in office.Write) error {
		return last(s.Window.Resume(r.Context(), in, casefile.TrackID(r.PostFormValue("track"))))
	},
	"message":   (*Server).messageApplicant,
	"deliver":   (*Server).deliverLetter,
	"hand-over": (*Server).handOver,
	"find":      (*Server).findReasoned,
	"judge":     (*Server).judgePaper,
	"correct":   (*Server).askCorrection,
	"accept":    func(s *Server, r *http.Request, in office.Write) error { return last(s.Window.Accept(r.Context(), in)) },
	"review": func(s *Server, r *http.Request, in office.Write) error {
		return last(s.Window.PassJointReview(r.Context(), in, plainText(r.PostFormValue("reason"))))
	},
	"not-accept": (*Server).notAccept,
	"conclude":   (*Server).concludeTrack,
	"result": func(s *Server, r *http.Request, in office.Write) error {
		return last(s.Window.RecordResult(r.Context(), in, casefile.ResultRecorded{
			Track: casefile.TrackID(r.PostFormValue("track")), Result: r.PostFormValue("result"), Note: plainText(r.PostFormValue("reason")),
		}))
	},
	"send-back": (*Server).sendBack,
	"close":     func(s *Server, r *http.Request, in office.Write) error { return last(s.Window.Close(r.Context(), in)) },
}

// actOnFile does what the button of a case file says and shows the page again
// from which it was pressed.
func (s *Server) actOnFile(w http.ResponseWriter, r *http.Request, who people.Who) error {
	act := r.PathValue("act")
	switch act {
	case "paper":
		return s.supplyPaper(w, r, who)
	case "agree":
		return s.agreeRows(w, r, who)
	case "reveal":
		return s.reveal(w, r, who)
	}
	do, ok := fileActs[act]
	if !ok {
		return notFound(w, r)
	}
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	if err := do(s, r, in); err != nil {
		return s.fileProblem(w, r, who, err)
	}
	return s.backToFile(w, r, in)
}

// backToFile leads to the page that the form names, at the paper or condition
// that the act was about.
func (s *Server) backToFile(w http.ResponseWriter, r *http.Request, in office.Write) error {
	at := ownPath(r.PostFormValue("back"), "/officer/"+string(in.Number))
	if slot := r.PostFormValue("slot"); slot != "" {
		at += "#at-" + slot
	} else if condition := r.PostFormValue("condition"); condition != "" {
		at += "#at-" + condition
	}
	http.Redirect(w, r, at, http.StatusSeeOther)
	return nil
}

// fileProblem shows the page from which the act came, with what stood in its way
// and what was typed.
func (s *Server) fileProblem(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	code := fault.CodeOf(err)
	if code != fault.Invalid && code != fault.Conflict && code != fault.Unavailable {
		return err
	}
	c, missing := s.caseOf(r, who)
	if missing != nil {
		return missing
	}
	switch back := r.PostFormValue("back"); {
	case strings.HasPrefix(back, "/desk/"):
		return s.intakePage(w, r, who, c, err)
	case strings.HasPrefix(back, "/approve/"):
		return s.approvePage(w, r, who, c, err)
	}
	if condition := r.PostFormValue("at"); condition != "" && r.PathValue("act") == "find" {
		return s.conditionPage(w, r, who, c, condition, err)
	}
	page, failed := s.filePage(w, r, who, c)
	if failed != nil {
		return failed
	}
	p := page.Printer()
	page.Wrong, page.Problem, page.Typed = true, s.problemText(r, p, err), s.typed(r, p)
	return s.render(w, statuses[code], page.Lang, "file_show", page)
}

// judgeAll records the ticks of one form: the originals that were seen, and what
// is not good enough.
func (s *Server) judgeAll(r *http.Request, in office.Write) error {
	var all []casefile.PaperJudged
	for _, slot := range r.PostForm["original"] {
		all = append(all, casefile.PaperJudged{Slot: casefile.SlotID(slot), State: casefile.Seen})
	}
	for _, slot := range r.PostForm["online"] {
		all = append(all, casefile.PaperJudged{Slot: casefile.SlotID(slot), State: casefile.Good})
	}
	for name, values := range r.PostForm {
		slot, is := strings.CutPrefix(name, "fault.")
		text := plainText(first(values))
		if !is || text == "" || slices.ContainsFunc(all, func(j casefile.PaperJudged) bool { return string(j.Slot) == slot }) {
			continue
		}
		if fix := plainText(r.PostFormValue("fix." + slot)); fix != "" {
			text += " " + fix
		}
		all = append(all, casefile.PaperJudged{Slot: casefile.SlotID(slot), State: casefile.NotGood, Fault: text})
	}
	slices.SortStableFunc(all, func(a, b casefile.PaperJudged) int { return strings.Compare(string(a.Slot), string(b.Slot)) })
	return last(s.Window.JudgeAll(r.Context(), in, all))
}

// assignTrack takes a track oneself, gives it to a colleague, or gives it back.
func (s *Server) assignTrack(r *http.Request, in office.Write) error {
	to := people.PartyID(r.PostFormValue("to"))
	if r.PostFormValue("do") == "take" {
		to = in.Who.Account
	}
	if to != "" && to != in.Who.Account {
		colleagues, err := s.Window.Colleagues(r.Context(), in.Who)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(colleagues, func(n office.Named) bool { return n.ID == to }) {
			return fault.New(fault.Invalid, "fault.file.colleague").WithPath("to")
		}
	}
	return last(s.Window.Assign(r.Context(), in, casefile.TrackID(r.PostFormValue("track")), to))
}

func (s *Server) messageApplicant(r *http.Request, in office.Write) error {
	text := plainText(r.PostFormValue("text"))
	if text == "" {
		return fault.New(fault.Invalid, "fault.file.message").WithPath("text")
	}
	to := "applicant"
	if !in.Who.Role.Staff() {
		to = "office"
	}
	return last(s.Window.Message(r.Context(), in, casefile.Messaged{To: to, Text: text}))
}

// deliverLetter records how and to whom one letter went.
func (s *Server) deliverLetter(r *http.Request, in office.Write) error {
	to := plainText(r.PostFormValue("to"))
	if to == "" {
		return fault.New(fault.Invalid, "fault.case.no-receiver").WithPath("to")
	}
	l, err := s.Window.Letter(r.Context(), in.Who, in.Number, r.PostFormValue("letter"))
	if err != nil {
		return err
	}
	return last(s.Window.Deliver(r.Context(), in, l.Ref, casefile.Delivery{How: r.PostFormValue("how"), To: to}))
}

func (s *Server) handOver(r *http.Request, in office.Write) error {
	return last(s.Window.HandOver(r.Context(), in, plainText(r.PostFormValue("to"))))
}

// findReasoned records a finding: the usual reason that was chosen and the words
// added to it. The computed verdict is the server's, never the form's.
func (s *Server) findReasoned(r *http.Request, in office.Write) error {
	if r.PostFormValue("found") == "" {
		return fault.New(fault.Invalid, "fault.form.finding").WithPath("found")
	}
	computed, err := s.computedOf(r, in, r.PostFormValue("condition"))
	if err != nil {
		return err
	}
	reason := strings.Join(compact([]string{usualReason(locale.For(languageIn(r)), r.PostFormValue("usual")), plainText(r.PostFormValue("reason"))}), " – ")
	return last(s.Window.Find(r.Context(), in, casefile.Finding{
		Condition: r.PostFormValue("condition"), Computed: computed, Found: r.PostFormValue("found"), Reason: reason,
	}))
}

// computedOf is what the computer found on a condition of the case.
func (s *Server) computedOf(r *http.Request, in office.Write, condition string) (string, error) {
	c, err := s.Window.Case(r.Context(), in.Who, in.Number)
	if err != nil {
		return "", err
	}
	page := &filePage{casePage: &casePage{Shell: Shell{Lang: locale.English}}, Tab: fileTabs[0]}
	p := page.Printer()
	d, err := s.Window.Determine(c)
	if err != nil {
		return "", err
	}
	s.result(p, page.casePage, c, d)
	if err := s.fileCompare(r, p, in.Who, c, page); err != nil {
		return "", err
	}
	for _, line := range page.Conditions {
		if line.ID == condition {
			return string(line.Verdict), nil
		}
	}
	for _, line := range page.Facts {
		if line.ID == condition {
			return string(line.Verdict), nil
		}
	}
	return "", fault.New(fault.Invalid, "fault.file.condition").WithPath("condition")
}

// reveal shows the passport number in full, once, on the case file. That it was
// looked at is in the record before it is shown.
func (s *Server) reveal(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	number, err := s.Window.Reveal(r.Context(), in)
	if err != nil {
		return s.fileProblem(w, r, who, err)
	}
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	page, err := s.filePage(w, r, who, c)
	if err != nil {
		return err
	}
	page.Revealed, page.Reveal = number, false
	return s.render(w, http.StatusOK, page.Lang, "file_show", page)
}
