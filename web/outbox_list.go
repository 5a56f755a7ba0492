package web

import (
	"cmp"
	"net/http"
	"strings"

	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// outboxViews are the tabs of the outbox; "" is everything.
var outboxViews = []office.OutgoingState{"", office.MessageWaiting, office.MessageGivenUp}

// showOutbox is /admin/outbox: everything works with no mail server at all,
// because what would be sent can be read and handed over here.
func (s *Server) showOutbox(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.outbox.title")}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p)
	page.Lead = []string{p.T("page.outbox.lead")}
	at := pageOf(r)
	view := office.OutgoingState(r.FormValue("state"))
	for _, state := range outboxViews {
		name := "page.outbox.all"
		if state != "" {
			name = "message.state." + string(state)
		}
		page.Tabs = append(page.Tabs, Tab{p.T(name), "/admin/outbox?state=" + string(state), state == view})
	}
	messages, err := s.Window.Outgoing(r.Context(), who, office.OutboxFilter{State: view, Limit: at.Limit + 1, Offset: at.Offset})
	if err != nil {
		return err
	}
	page.Table = Table{Caption: p.T("page.outbox.caption"), Empty: p.T("page.outbox.empty"), Columns: columns(p, "page.outbox.", "at", "subject", "to", "state")}
	page.Table.link(r, at, int64(at.Offset+len(messages)))
	for _, m := range messages[:min(len(messages), at.Limit)] {
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: m.At.In(civil.Beijing).Format("2006-01-02 15:04"), Number: true, Href: "/admin/outbox/" + m.ID}, {Text: m.Subject},
			{Text: cmp.Or(m.Recipient, p.T("page.outbox.nobody"))}, {Tag: messageTag(p, m.State), Note: m.Error},
		})
	}
	return s.showTable(w, r, page)
}

func messageTag(p *locale.Printer, state office.OutgoingState) Tag {
	tones := map[office.OutgoingState]Tag{
		office.MessageSent: {"ok", "check", ""}, office.MessageWaiting: {"info", "clock", ""},
		office.MessageGivenUp: {"bad", "warning", ""}, office.MessageOnPage: {"", "person", ""},
	}
	tag := tones[state]
	tag.Text = p.T("message.state." + string(state))
	return tag
}

// messagePage is one message of the outbox; its text is shown once it is asked for.
type messagePage struct {
	Shell
	ID, At, Recipient, Error string
	State                    Tag
	Tries                    int
	Repeats                  bool // it can be sent again
	Text                     []string
	TextLang                 string
}

// showMessage shows a message without its text, which is the person's.
func (s *Server) showMessage(w http.ResponseWriter, r *http.Request, who people.Who) error {
	m, err := s.Window.OutgoingMessage(r.Context(), who, r.PathValue("message"))
	if err != nil {
		return err
	}
	return s.messagePage(w, r, m)
}

func (s *Server) messagePage(w http.ResponseWriter, r *http.Request, m office.Outgoing) error {
	shell := s.shell(w, r, "page.message.title")
	p := shell.Printer()
	shell.Title = m.Subject
	shell.Crumbs = adminCrumbs(p, Link{p.T("page.outbox.title"), "/admin/outbox"})
	page := messagePage{Shell: shell, ID: m.ID, At: m.At.In(civil.Beijing).Format("2006-01-02 15:04"), Recipient: m.Recipient,
		Error: m.Error, State: messageTag(p, m.State), Tries: m.Attempts, Text: paragraphs(m.Text)}
	page.Repeats = m.Recipient != "" && m.State != office.MessageSent
	if l, ok := locale.Parse(m.Language); ok {
		page.TextLang = l.Tag()
	}
	return s.render(w, http.StatusOK, page.Lang, "message_show", page)
}

// readMessage shows the text, for handing it over; the reading is recorded.
func (s *Server) readMessage(w http.ResponseWriter, r *http.Request, who people.Who) error {
	m, err := s.Window.ReadMessage(r.Context(), who, r.PathValue("message"))
	if err != nil {
		return err
	}
	return s.messagePage(w, r, m)
}

// paragraphs are the lines of a text.
func paragraphs(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
}

func (s *Server) repeatMessage(w http.ResponseWriter, r *http.Request, who people.Who) error {
	id := r.PathValue("message")
	if err := s.Window.Repeat(r.Context(), who, id); err != nil {
		return err
	}
	http.Redirect(w, r, "/admin/outbox/"+id, http.StatusSeeOther)
	return nil
}
