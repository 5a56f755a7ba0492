package web

import (
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// tasks are what the applicant's side still has to do before sending: every
// topic of the form, the papers, a registration that nobody has found right yet, and
// the check that sends.
func (s *Server) tasks(p *locale.Printer, page *casePage, who people.Who, c casefile.Case, unchecked *office.RegistrationState) []taskLine {
	matter, ok := s.Window.Matters.Find(c.Matter)
	if !page.Draft || !ok {
		return nil
	}
	missing := c.Missing(matter)
	titles := map[string]string{}
	for _, q := range matter.Questions {
		titles[q.Path()] = pick(p, q.Title)
	}
	var lines []taskLine
	for _, t := range topicsOf(matter) {
		lines = append(lines, taskLine{Name: t.name(p), Href: t.href(c), State: t.state(p, c, missing)})
	}
	papers := 0
	for _, m := range missing {
		switch kind, _, _ := strings.Cut(m, "/"); {
		case kind == "slot":
			papers++
		case titles[m] != "":
			page.Missing = append(page.Missing, titles[m])
		case s.label(p, m) != m:
			page.Missing = append(page.Missing, s.label(p, m))
		}
	}
	state := Tag{"ok", "check", p.T("task.done")}
	if papers > 0 {
		state = Tag{"warn", "", p.T("task.open", "n", papers)}
	}
	lines = append(lines, taskLine{Name: p.T("task.papers"), Href: "#papers", State: state})
	send := taskLine{Name: p.T("task.send"), Href: "/case/" + string(c.Number) + "/check", State: s.sendState(p, missing)}
	if unchecked != nil {
		lines = append(lines, taskLine{p.T("task.registration"), ownOrg(who, unchecked), verificationTag(p, unchecked.Status), checkedText(p, *unchecked)})
		send.State = Tag{"", "", p.T("task.later")}
	}
	return append(lines, send)
}

func (s *Server) sendState(p *locale.Printer, missing []string) Tag {
	consents := slices.ContainsFunc(missing, func(m string) bool { return strings.HasPrefix(m, "consent/") })
	switch {
	case len(missing) == 0:
		return Tag{"info", "", p.T("task.ready")}
	case consents:
		return Tag{"warn", "person", p.T("task.consent")}
	}
	return Tag{"", "", p.T("task.later")}
}

// slotNotes say of a paper who signed for it, and until when it may follow.
func (s *Server) slotNotes(p *locale.Printer, c casefile.Case, slot casefile.Slot) []string {
	var notes []string
	for _, k := range c.Commitments {
		if slot.Committed != "" && k.ID == slot.Committed {
			notes = append(notes, p.T("page.case.promise.signed", "name", k.Name, "date", civil.DateOf(k.At)))
		}
	}
	if slot.Deferred != nil {
		notes = append(notes, p.T("page.case.deferred", "date", *slot.Deferred))
	}
	return notes
}
