package web

import (
	"net/http"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

// requestActs are the buttons of a request's page by the last part of their
// address.
var requestActs = map[string]caseAct{
	"accept":    func(s *Server, r *http.Request, in office.Write) error { return last(s.Window.Accept(r.Context(), in)) },
	"take":      func(s *Server, r *http.Request, in office.Write) error { return s.assignRequest(r, in, in.Who.Account) },
	"give-back": func(s *Server, r *http.Request, in office.Write) error { return s.assignRequest(r, in, "") },
	"message":   (*Server).writeMessage,
	"ask":       (*Server).askApplicant,
	"reply":     (*Server).replyToDesk,
	"judge":     (*Server).judgePaper,
	"conclude":  (*Server).concludeTrack,
	"hand-back": func(s *Server, r *http.Request, in office.Write) error {
		return last(s.Window.HandBack(r.Context(), in, casefile.TrackID(r.PostFormValue("track")), r.PostFormValue("result")))
	},
	"close":    func(s *Server, r *http.Request, in office.Write) error { return last(s.Window.Close(r.Context(), in)) },
	"withdraw": (*Server).withdrawCase,
	"rate":     (*Server).rateRequest,
}

// actOnRequest does what the button says and shows the request again.
func (s *Server) actOnRequest(w http.ResponseWriter, r *http.Request, who people.Who) error {
	do, ok := requestActs[r.PathValue("act")]
	if !ok {
		return notFound(w, r)
	}
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	if _, asked := s.Window.Service(c.Matter); !asked {
		return notFound(w, r)
	}
	if err := do(s, r, in); err != nil {
		return s.requestProblem(w, r, who, err)
	}
	http.Redirect(w, r, "/requests/"+string(in.Number), http.StatusSeeOther)
	return nil
}

// problemCode tells the mistakes and conflicts that a page can show.
func problemCode(err error) (fault.Code, bool) {
	code := fault.CodeOf(err)
	return code, code == fault.Invalid || code == fault.Conflict || code == fault.Unavailable
}

func (s *Server) assignRequest(r *http.Request, in office.Write, to people.PartyID) error {
	return last(s.Window.Assign(r.Context(), in, casefile.TrackID(r.PostFormValue("track")), to))
}

// writeMessage writes to the other side.
func (s *Server) writeMessage(r *http.Request, in office.Write) error {
	text := plainText(r.PostFormValue("text"))
	if text == "" {
		return fault.New(fault.Invalid, "fault.request.text").WithPath("text")
	}
	to := "office"
	if in.Who.Role.Staff() {
		to = "applicant"
	}
	return last(s.Window.Message(r.Context(), in, casefile.Messaged{To: to, Text: text}))
}

// askApplicant asks for what the desk has to know; the time to answer does not
// run until the answer is there.
func (s *Server) askApplicant(r *http.Request, in office.Write) error {
	text := plainText(r.PostFormValue("text"))
	if text == "" {
		return fault.New(fault.Invalid, "fault.request.text").WithPath("text")
	}
	due, err := civil.ParseDate(r.PostFormValue("due"))
	if err != nil {
		return fault.New(fault.Invalid, "fault.form.date").WithPath("due").WithCause(err)
	}
	c, err := s.Window.Case(r.Context(), in.Who, in.Number)
	if err != nil {
		return err
	}
	m, ok := s.Window.Matters.Find(c.Matter)
	if !ok || len(m.Questions) == 0 {
		return fault.New(fault.NotFound, "fault.matter.not-found", "matter", string(c.Matter))
	}
	item := casefile.CorrectionItem{Field: m.Questions[len(m.Questions)-1].Path(), Fault: text, Fix: text}
	return last(s.Window.AskCorrection(r.Context(), in, casefile.CorrectionRequested{
		Due: due, Again: plainText(r.PostFormValue("again")), Items: []casefile.CorrectionItem{item},
	}))
}

// replyToDesk answers what the desk asked; its time to answer goes on.
func (s *Server) replyToDesk(r *http.Request, in office.Write) error {
	text := plainText(r.PostFormValue("text"))
	if text == "" {
		return fault.New(fault.Invalid, "fault.request.text").WithPath("text")
	}
	return last(s.Window.Reply(r.Context(), in, text))
}

// rateRequest keeps what the applicant's side thought of a finished request.
func (s *Server) rateRequest(r *http.Request, in office.Write) error {
	stars, err := strconv.Atoi(r.PostFormValue("stars"))
	if err != nil {
		return fault.New(fault.Invalid, "fault.request.stars").WithPath("stars").WithCause(err)
	}
	return last(s.Window.Rate(r.Context(), in, casefile.Rated{Stars: stars, Words: plainText(r.PostFormValue("words"))}))
}
