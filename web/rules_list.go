package web

import (
	"net/http"
	"slices"

	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/policy"
)

// rulesPage is the policy desk: what to do now, and every pack with its days.
type rulesPage struct {
	Shell
	Heading string
	Now     []deskTask
	Chart   spanChart
	Packs   []deskPack
}

// deskTask is something that waits for somebody of the desk.
type deskTask struct {
	Link
	Text string
	Tag  Tag
}

// deskPack is a pack as the desk lists it.
type deskPack struct {
	ID, Title, Dates, Where, Counts string
	Status, Scenarios               Tag
	May                             bool
	Warning                         string
	Concerned                       []string
}

func (s *Server) listRules(w http.ResponseWriter, r *http.Request, who people.Who) error {
	standings, err := s.Window.Standings(r.Context(), who)
	if err != nil {
		return err
	}
	drafts, err := s.Window.Drafts(r.Context(), who)
	if err != nil {
		return err
	}
	page := rulesPage{Shell: s.shell(w, r, "page.rules.title")}
	p := page.Printer()
	page.Heading = page.Title
	for _, d := range drafts {
		if task, open := s.draftTask(p, d, who); open {
			page.Now = append(page.Now, task)
		}
	}
	for _, st := range standings {
		pack := s.deskPack(p, st, page.On)
		page.Packs = append(page.Packs, pack)
		if pack.Warning != "" && st.May {
			page.Now = append(page.Now, deskTask{Link: Link{pack.Title, "/rules/" + pack.ID}, Text: pack.Warning, Tag: pack.Status})
		}
	}
	page.Chart = s.deskChart(p, standings, page.On)
	return s.render(w, http.StatusOK, page.Lang, "rules_list", page)
}

// draftTask says what a draft waits for; false once it is finished.
func (s *Server) draftTask(p *locale.Printer, d office.PolicyDraft, who people.Who) (deskTask, bool) {
	t := deskTask{Link: Link{s.draftTitle(p, d), "/rules/" + d.ID + "/edit"}, Text: d.Note}
	switch {
	case d.Status == office.DraftAsked && !slices.Contains(d.Writers, who.Account):
		t.Href = "/rules/" + d.ID + "/publish"
		t.Tag = Tag{"warn", "person", p.T("rules.draft.asked-you")}
	case d.Status == office.DraftAsked:
		t.Href = "/rules/" + d.ID + "/publish"
		t.Tag = Tag{"info", "clock", p.T("rules.draft.asked")}
	case d.Status == office.DraftOpen:
		t.Tag = Tag{"info", "", p.T("rules.draft.open")}
	default:
		return t, false
	}
	if t.Text == "" {
		t.Text = p.T("rules.draft.from", "from", d.From)
	}
	return t, true
}

// draftTitle is what the policy of a draft is called; one that was never
// published says so itself.
func (s *Server) draftTitle(p *locale.Printer, d office.PolicyDraft) string {
	if d.Base == "" {
		if head, problems := s.Window.Law().Engine.Policies.Language.Head(d.Changes); len(problems) == 0 {
			return wording(p, head.Title)
		}
	}
	return s.packTitle(p, d.Pack)
}

func (s *Server) packTitle(p *locale.Printer, id string) string {
	for _, pack := range s.Engine.Packs() {
		if pack.ID == id {
			return wording(p, pack.Title)
		}
	}
	return id
}

func (s *Server) deskPack(p *locale.Printer, st office.PolicyStanding, on civil.Date) deskPack {
	pack := deskPack{
		ID: st.Pack.ID, Title: wording(p, st.Pack.Title), Dates: daysOf(p, st.Pack, on), Where: s.scope(p, st.Pack), May: st.May,
		Counts: p.T("rules.counts", "clauses", len(st.Pack.Clauses), "rules", st.Rules, "scenarios", len(st.Pack.Scenarios)),
		Status: status(p, st.Pack, on), Scenarios: Tag{"ok", "check", p.T("rules.scenarios.hold")},
	}
	if len(st.Red) > 0 {
		pack.Scenarios = Tag{"bad", "cross", p.T("rules.scenarios.red", "n", len(st.Red))}
	}
	short := wording(p, st.Pack.Short)
	switch {
	case st.Ended():
		pack.Warning = p.T("rules.warning.ended", "policy", short, "until", *st.Ends)
	case st.Warning() > 0:
		pack.Warning = p.T("rules.warning.ends", "policy", short, "until", *st.Ends, "n", st.Left)
	}
	if pack.Warning != "" {
		pack.Concerned = concerned(p, st)
	}
	return pack
}

// concerned says in words whom the end of a policy concerns.
func concerned(p *locale.Printer, st office.PolicyStanding) []string {
	c := st.Concerned
	var out []string
	for _, line := range []struct {
		key string
		n   int64
	}{{"rules.concerned.sent", c.Sent}, {"rules.concerned.drafts", c.Drafts}, {"rules.concerned.permits", c.Permits}} {
		if line.n > 0 {
			out = append(out, p.T(line.key, "n", int(line.n)))
		}
	}
	if len(out) == 0 {
		out = []string{p.T("rules.cases.empty")}
	}
	return out
}

// deskChart draws every text of every local pack and the gaps between them.
func (s *Server) deskChart(p *locale.Printer, standings []office.PolicyStanding, on civil.Date) spanChart {
	var rows []barRow
	for _, st := range standings {
		if st.Pack.Level != policy.Nation {
			rows = append(rows, barRow{s.packName(p, st.Pack), st.Line})
		}
	}
	return drawn(p, rows, on)
}
