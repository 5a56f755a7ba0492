package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// doLine is something that waits for the reader: what, by when, and where.
type doLine struct {
	Name, Href string
	Notes      []string
	Tag        Tag
}

// newsLine is something that the reader was told.
type newsLine struct {
	At, Subject, Lang, Number, Href string
	Text                            []string // paragraphs
}

// newsShown is how many messages the overview shows.
const newsShown = 5

// waiting lists what the applicant's side has to do now: corrections first, then
// papers that are to follow, then drafts.
func (s *Server) waiting(r *http.Request, p *locale.Printer, who people.Who) ([]doLine, error) {
	rows, _, err := s.Window.Cases(r.Context(), who, office.CaseFilter{Labels: []string{"correction", "draft", "accepted", "reviewing"}, OpenOnly: true, Order: office.ByDue, Limit: 200})
	if err != nil {
		return nil, err
	}
	var corrections, papers, drafts []doLine
	for _, row := range rows {
		c, err := row.Folded()
		if err != nil {
			return nil, err
		}
		line := doLine{Name: string(c.Number), Href: "/case/" + string(c.Number), Notes: []string{s.matterTitle(p, c.Matter)}}
		name, err := s.partyName(r, c.Foreigner)
		if err != nil {
			return nil, err
		}
		if name != "" {
			line.Notes = append([]string{name}, line.Notes...)
		}
		switch request := c.OpenRequest(); {
		case request != nil:
			line.Name, line.Tag = p.T("page.my.do.correction", "number", string(c.Number), "date", request.Due), s.daysTag(p, request.Due)
			line.Href += "/fix"
			corrections = append(corrections, line)
		case c.Tolerance.Running():
			line.Name, line.Tag = p.T("page.my.do.papers", "number", string(c.Number), "date", c.Tolerance.Due), s.daysTag(p, c.Tolerance.Due)
			line.Href += "#papers"
			papers = append(papers, line)
		case c.Status == casefile.StatusDraft:
			kept := civil.DateOf(c.SavedAt).AddDays(casefile.DraftLife)
			line.Name, line.Tag = p.T("page.my.do.draft", "number", string(c.Number)), Tag{"", "clock", p.T("page.my.do.kept", "date", kept)}
			drafts = append(drafts, line)
		}
	}
	return append(append(corrections, papers...), drafts...), nil
}

// newsLines are messages with the way to their case.
func newsLines(p *locale.Printer, who people.Who, told []office.Told) []newsLine {
	base := "/case/"
	if who.Role.Staff() {
		base = "/officer/"
	}
	lines := make([]newsLine, len(told))
	for i, m := range told {
		lines[i] = newsLine{At: p.T("page.messages.at", "date", civil.DateOf(m.At), "time", clockTime(m.At)), Subject: m.Subject, Text: paragraphs(m.Text), Lang: m.Language, Number: string(m.Case)}
		if m.Case != "" {
			lines[i].Href = base + string(m.Case)
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
