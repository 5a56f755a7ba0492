package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strings"

	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// auditSubjects are the kinds of subject that the record can be narrowed to.
var auditSubjects = []string{"office", "account", "party", "mandate", "parameter", "calendar", "permit", "policy", "list", "integrity", "sanction", "revocation", "check", "draw", "watch", "rating", "stock", "outbox"}

// showAudit is /admin/audit: the acts beside cases, newest first.
func (s *Server) showAudit(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.audit.title")}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p)
	page.Lead = []string{p.T("page.audit.lead")}
	at := pageOf(r)
	f := office.AuditFilter{Subject: r.FormValue("subject"), Limit: at.Limit, Offset: at.Offset}
	page.Filter = []Input{
		{ID: "subject", Type: "select", Label: p.T("page.audit.subject"), Choices: auditChoices(p)},
		{ID: "from", Type: "date", Label: p.T("page.audit.from"), Value: r.FormValue("from")},
		{ID: "until", Type: "date", Label: p.T("page.audit.until"), Value: r.FormValue("until")},
	}
	page.Filter[0].chosen([]string{f.Subject})
	for id, day := range map[string]*civil.Date{"from": &f.From, "until": &f.Until} {
		if d, err := civil.ParseDate(r.FormValue(id)); err == nil {
			*day = d
		}
	}
	entries, total, err := s.Window.Audit(r.Context(), who, f)
	if err != nil {
		return err
	}
	page.Table = Table{Caption: p.T("page.audit.caption", "n", total), Columns: columns(p, "page.audit.", "at", "who", "what", "about", "told"), Empty: p.T("page.audit.empty")}
	page.Table.link(r, at, total)
	for _, e := range entries {
		page.Table.Rows = append(page.Table.Rows, auditRow(p, e))
	}
	return s.showTable(w, r, page)
}

func auditChoices(p *locale.Printer) []Choice {
	choices := []Choice{{Value: "", Label: p.T("page.audit.every")}}
	for _, subject := range auditSubjects {
		choices = append(choices, Choice{Value: subject, Label: p.T("audit.subject." + subject)})
	}
	return choices
}

func auditRow(p *locale.Printer, e office.Recorded) []Cell {
	what := e.Kind
	if key := "record." + e.Kind; p.Has(key) {
		what = p.T(key)
	}
	kind, id, _ := strings.Cut(e.Chain, "/")
	about := kind
	if key := "audit.subject." + kind; p.Has(key) {
		about = p.T(key)
	}
	return []Cell{
		{Text: e.At.In(civil.Beijing).Format("2006-01-02 15:04:05"), Number: true},
		{Text: actorText(p, e), Note: roleText(p, e.Role)}, {Text: what}, {Text: about, Note: cmp.Or(e.About, id)}, {Text: toldText(e.Body)},
	}
}

// actorText is who acted: an account, the program itself, or somebody at the
// machine's command line.
func actorText(p *locale.Printer, e office.Recorded) string {
	if e.Actor == people.System {
		return p.T("audit.system")
	}
	return loaderText(p, e.Name)
}

// loaderText is the name of who did something, in the browser or by a command.
func loaderText(p *locale.Printer, name string) string {
	if at, ok := strings.CutPrefix(name, office.TerminalActor); ok {
		return p.T("audit.terminal", "name", at)
	}
	return name
}

// roleText is the name of a role, or nothing for an act of the account itself.
func roleText(p *locale.Printer, role people.Role) string {
	if role == "" {
		return ""
	}
	return p.T("role." + string(role))
}

// toldLength is how much of an entry's content a row shows.
const toldLength = 200

// toldText is what an entry holds, on one line.
func toldText(body json.RawMessage) string {
	var line bytes.Buffer
	if err := json.Compact(&line, body); err != nil || line.String() == "{}" || line.String() == "null" {
		return ""
	}
	text := strings.NewReplacer(`"`, "", "{", "", "}", "", ",", ", ", ":", ": ").Replace(line.String())
	if signs := []rune(text); len(signs) > toldLength {
		return string(signs[:toldLength]) + "…"
	}
	return text
}

// adminCrumbs leads back to the administrator's overview.
func adminCrumbs(p *locale.Printer, more ...Link) []Link {
	return append([]Link{{p.T("page.admin.title"), "/admin"}}, more...)
}
