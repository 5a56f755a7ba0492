package web

import (
	"encoding/json"
	"math"
	"net/http"

	"yichuang/civil"
	"yichuang/fault"
)

// keptPage shows the code under which a self-check is kept.
type keptPage struct {
	Shell
	Code  string
	Until civil.Date
}

// keepCheck keeps the answers for another day or another screen, without an
// account.
func (s *Server) keepCheck(w http.ResponseWriter, r *http.Request) error {
	a := s.readAnswers(r)
	text, err := json.Marshal(wireAnswers{Facts: a.known.AppendCanonical(nil), Declined: a.declined})
	if err != nil {
		return err
	}
	keys := []string{"keep " + visitorAddress(r)}
	if err := s.slowDown(keys, "code"); err != nil {
		return s.resumeForm(w, r, err)
	}
	s.tracking.fail(s.Now(), keys...) // nobody needs to keep many
	code, until, err := s.Window.KeepSelfCheck(r.Context(), text)
	if err != nil {
		return err
	}
	page := keptPage{Shell: s.shell(w, r, "page.kept.title"), Code: code, Until: civil.DateOf(until)}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.result.title"), "/check/result"}}
	return s.render(w, http.StatusOK, page.Lang, "check_kept", page)
}

func (s *Server) askResume(w http.ResponseWriter, r *http.Request) error {
	return s.resumeForm(w, r, nil)
}

func (s *Server) resumeForm(w http.ResponseWriter, r *http.Request, err error) error {
	page := formPage{Shell: s.shell(w, r, "page.resume.title"), Action: "/check/resume"}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	page.Lead = []string{p.T("page.resume.lead")}
	page.Fields = filled(r, []Input{{ID: "code", Type: "text", Label: p.T("page.resume.code"), Hint: p.T("page.resume.hint"), Complete: "off"}}, nil)
	page.Button = p.T("page.resume.go")
	page.After = []Link{{p.T("page.resume.new"), "/check"}}
	return s.showForm(w, page, err)
}

// resumeCheck puts kept answers into this browser and shows the result.
func (s *Server) resumeCheck(w http.ResponseWriter, r *http.Request) error {
	keys := []string{"resume " + visitorAddress(r)}
	if err := s.slowDown(keys, "code"); err != nil {
		return s.resumeForm(w, r, err)
	}
	text, err := s.Window.SelfCheck(r.Context(), r.PostFormValue("code"))
	if fault.Is(err, fault.Invalid) {
		s.tracking.fail(s.Now(), keys...)
		return s.resumeForm(w, r, err)
	}
	if err != nil {
		return err
	}
	a, ok := s.parseAnswers(text)
	if !ok {
		return s.resumeForm(w, r, fault.New(fault.Invalid, "fault.check.old").WithPath("code"))
	}
	s.tracking.forgive(keys[0])
	if err := s.writeAnswers(w, r, a); err != nil {
		return err
	}
	http.Redirect(w, r, "/check/result", http.StatusSeeOther)
	return nil
}

// slowDown makes whoever tried too often wait. The demo's clock stands still,
// so nobody waits in it.
func (s *Server) slowDown(keys []string, path string) error {
	wait := s.tracking.wait(s.Now(), keys...)
	if wait == 0 || s.Demo {
		return nil
	}
	return fault.New(fault.Invalid, "fault.track.slow", "n", int(math.Ceil(wait.Minutes()))).WithPath(path)
}
