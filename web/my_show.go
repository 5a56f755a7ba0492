package web

import (
	"net/http"
	"regexp"
	"strings"

	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// newsLine is something that the reader was told.
type newsLine struct {
	At, Subject, Lang, Number, Href, Open string
	Text                                  []string // paragraphs
}

// messageLink is the address in this window with which a message ends.
var messageLink = regexp.MustCompile(`\s*(?:https?://[^/\s]+)?(/[a-z]+(?:/[a-z0-9]+)+)\s*$`)

// newsShown is how many messages the overview shows.
const newsShown = 5

// newsLines are messages with the way to their case.
func newsLines(p *locale.Printer, who people.Who, told []office.Told) []newsLine {
	base := "/case/"
	if who.Role.Staff() {
		base = "/officer/"
	}
	lines := make([]newsLine, len(told))
	for i, m := range told {
		lines[i] = newsLine{At: p.T("page.messages.at", "date", civil.DateOf(m.At), "time", clockTime(m.At)), Subject: m.Subject, Text: paragraphs(m.Text), Lang: m.Language, Number: string(m.Case)}
		switch at := messageLink.FindStringSubmatch(m.Text); {
		case m.Case != "":
			lines[i].Open, lines[i].Href = p.T("page.messages.open"), base+string(m.Case)
		case at != nil:
			lines[i].Text = paragraphs(strings.TrimSuffix(m.Text, at[0]))
			lines[i].Open, lines[i].Href, lines[i].Number = p.T("page.messages.page"), at[1], m.Subject
		}
	}
	return lines
}

// newsPage is everything that the reader was told, newest first.
type newsPage struct {
	Shell
	News          []newsLine
	Before, After string
}

func (s *Server) showMessages(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := newsPage{Shell: s.shell(w, r, "page.messages.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	at := pageOf(r)
	told, err := s.Window.Messages(r.Context(), who, string(p.Language()), at.Limit+1, at.Offset)
	if err != nil {
		return err
	}
	table := Table{}
	table.link(r, at, int64(at.Offset+len(told)))
	page.Before, page.After = table.Before, table.After
	page.News = newsLines(p, who, told[:min(len(told), at.Limit)])
	return s.render(w, http.StatusOK, page.Lang, "messages_show", page)
}
