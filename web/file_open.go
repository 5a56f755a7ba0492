package web

import (
	"net/http"
	"slices"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// fileOpen says on the case file who else has it open.
func (s *Server) fileOpen(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *filePage) error {
	page.Open = s.openLines(r, p, who, c)
	return nil
}

// openLines notes that the reader has the file open and says who else has. A page
// is whole without it, so that a database that is busy keeps nobody from the case.
func (s *Server) openLines(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case) (lines []string) {
	others, err := s.Window.LookAt(r.Context(), who, c)
	if err != nil {
		s.Log.WarnContext(r.Context(), "who has a case file open", "cause", err)
		return nil
	}
	for _, o := range others {
		if line := openText(p, "page.file.open", o, s.Now()); !slices.Contains(lines, line) { // another office's officers have no names here
			lines = append(lines, line)
		}
	}
	return lines
}

// openText says who has a file open and since when: a colleague by name, another
// office's officer by the office. The keys are key and key.office.
func openText(p *locale.Printer, key string, o office.Presence, now time.Time) string {
	who := o.Name
	if who == "" {
		key, who = key+".office", pick(p, o.Office)
	}
	since := o.Since.In(civil.Beijing).Format("15:04")
	if day := civil.DateOf(o.Since); day != civil.DateOf(now) {
		since = p.Date(day) + " " + since
	}
	return p.T(key, "who", who, "time", since)
}

// leave closes the case file that somebody had open in this session.
func (s *Server) leave(r *http.Request) {
	v, ok := s.visit(r)
	if !ok {
		return
	}
	if err := s.Window.LookAway(r.Context(), v.Account); err != nil {
		s.Log.WarnContext(r.Context(), "leave the case file", "cause", err)
	}
}
