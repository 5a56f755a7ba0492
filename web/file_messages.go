package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// messageLine is an entry of the Messages tab: something that somebody wrote, or
// that was told by itself, with who heard it.
type messageLine struct {
	At, Who, What, Text string
	Written             bool // by a person
	To                  []Row

	when  time.Time
	event int // version of the event that it tells, or 0
}

// fileMessages are what was said about the case, newest first: messages that
// people wrote and what acts and last days tell by themselves.
func (s *Server) fileMessages(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *filePage) error {
	if page.Tab != "messages" {
		return nil
	}
	told, err := s.Window.Tellings(r.Context(), who, c.Number, string(p.Language()))
	if err != nil {
		return err
	}
	events, err := s.Window.History(r.Context(), who, c.Number)
	if err != nil {
		return err
	}
	written := map[int]casefile.Event{}
	for _, e := range events {
		if _, ok := e.Body.(casefile.Messaged); ok {
			written[e.Version] = e
		}
	}
	for _, t := range told {
		line := messageLine{What: t.Subject, Who: p.T("page.file.told.itself"), To: hearers(p, t.To), when: t.At, event: t.Event}
		if e, ok := written[t.Event]; ok {
			if line, err = s.writtenLine(r, e, line.To); err != nil {
				return err
			}
			delete(written, t.Event)
		}
		page.Messages = append(page.Messages, line)
	}
	for _, version := range slices.Sorted(maps.Keys(written)) { // those that nobody with an account could hear
		line, err := s.writtenLine(r, written[version], nil)
		if err != nil {
			return err
		}
		page.Messages = slices.Insert(page.Messages, line.place(page.Messages), line)
	}
	for i, line := range page.Messages {
		page.Messages[i].At = p.Date(civil.DateOf(line.when)) + " " + line.when.In(civil.Beijing).Format("15:04")
	}
	return nil
}

// writtenLine is a message that somebody wrote.
func (s *Server) writtenLine(r *http.Request, e casefile.Event, to []Row) (messageLine, error) {
	name, err := s.accountName(r, e.Actor)
	return messageLine{Who: name, What: name, Text: e.Body.(casefile.Messaged).Text, Written: true, To: to, when: e.At, event: e.Version}, err
}

// place is where the line belongs among lines that stand newest first: of one
// moment, after those of later events.
func (l messageLine) place(lines []messageLine) int {
	at := slices.IndexFunc(lines, func(other messageLine) bool {
		return other.when.Before(l.when) || other.when.Equal(l.when) && other.event > 0 && other.event < l.event
	})
	if at < 0 {
		return len(lines)
	}
	return at
}

// hearers are who was told something, and what became of it for each.
func hearers(p *locale.Printer, to []office.Hearer) []Row {
	var out []Row
	for _, h := range to {
		name := strings.TrimSpace(h.Name)
		if h.Why == "office" {
			name = strings.TrimSpace(pick(p, h.Office) + " " + name)
		}
		out = append(out, Row{Name: p.T("page.file.told."+h.Why, "name", name), Tag: messageTag(p, h.State)})
	}
	return out
}
