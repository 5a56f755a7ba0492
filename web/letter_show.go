package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// letterLine is a letter in the list of a case: in the reader's language, and the
// Chinese text beside where that is another, since it alone binds.
type letterLine struct{ Title, On, Href, PDF, Binding string }

// letterLines list the letters of a case.
func (s *Server) letterLines(r *http.Request, p *locale.Printer, who people.Who, base string, number casefile.CaseNumber) ([]letterLine, error) {
	letters, err := s.Window.Letters(r.Context(), who, number)
	if err != nil {
		return nil, err
	}
	lines := make([]letterLine, len(letters))
	for i, l := range letters {
		doc := l.In(p.Language())
		at := base + string(number) + "/letter/" + l.ID
		lines[i] = letterLine{Title: doc.Summary, On: p.Date(l.On), Href: at, PDF: at + ".pdf"}
		if p.Language() != locale.Chinese {
			copied := "?copy=" + string(p.Language())
			lines[i].Href, lines[i].PDF, lines[i].Binding = at+copied, at+".pdf"+copied, at
		}
	}
	return lines, nil
}

// letterOf finds the letter that the address names, and in which language; the
// Chinese letter unless a copy is asked for.
func (s *Server) letterOf(r *http.Request, who people.Who, id string) (office.Letter, locale.Language, error) {
	number, err := casefile.ParseCaseNumber(r.PathValue("number"))
	if err != nil {
		return office.Letter{}, "", fault.New(fault.NotFound, "fault.case.not-found").WithCause(err)
	}
	lang := locale.Chinese
	if r.FormValue("copy") == string(locale.English) {
		lang = locale.English
	}
	l, err := s.Window.Letter(r.Context(), who, number, id)
	return l, lang, err
}

// showLetter answers with the letter for print; an id that ends in ".pdf" asks
// for the file.
func (s *Server) showLetter(w http.ResponseWriter, r *http.Request, who people.Who) error {
	id, file := strings.CutSuffix(r.PathValue("letter"), ".pdf")
	l, lang, err := s.letterOf(r, who, id)
	if err != nil {
		return err
	}
	if file {
		return s.sendLetter(w, r, l, lang)
	}
	var page bytes.Buffer
	if err := l.In(lang).HTML(&page); err != nil {
		return err
	}
	return sendLetterPage(w, lang, page.Bytes())
}

// sendLetterPage answers with a letter for print, whose one stylesheet is allowed.
func sendLetterPage(w http.ResponseWriter, lang locale.Language, page []byte) error {
	header := w.Header()
	header.Set("Content-Security-Policy", strings.Replace(contentPolicy, "style-src 'self'", "style-src "+styleHash(page), 1))
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Language", lang.Tag())
	_, _ = w.Write(page) // a reader that has gone away needs no answer
	return nil
}

// styleHash allows the one stylesheet that a letter carries, and no other.
func styleHash(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	hash := sha256.Sum256(style)
	return "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
}

func (s *Server) sendLetter(w http.ResponseWriter, r *http.Request, l office.Letter, lang locale.Language) error {
	pdf, err := l.In(lang).PDF()
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%s-%s.pdf", r.PathValue("number"), l.Kind, lang)
	w.Header().Set("Content-Disposition", `inline; filename="`+name+`"`)
	w.Header().Set("Content-Type", "application/pdf")
	_, _ = w.Write(pdf) // as above
	return nil
}

// lastDays are the running limits of a case as a calendar asks for them.
func lastDays(c casefile.Case, cal *civil.Calendar, today civil.Date) map[casefile.ClockID]civil.Date {
	days := map[casefile.ClockID]civil.Date{}
	for _, k := range c.Clocks {
		if standing := k.Standing(cal, today); standing.State == casefile.Running && standing.Due != nil {
			days[k.Limit.ID()] = *standing.Due
		}
	}
	return days
}
