package web

import (
	"cmp"
	"net/http"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/supervision"
)

// showChecked is one check: the promise, what was asked and said, the result and
// the findings that followed.
func (s *Server) showChecked(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.Window.Check(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := recordPage{Shell: s.shell(w, r, "page.check-promise.title", "number", c.Case)}
	p := page.Printer()
	page.Crumbs = watchCrumbs(p, Link{p.T("page.promises.title"), "/watch/promises"})
	page.Heading, page.State = s.promiseName(p, c.Slot), resultTag(p, c.Result)
	page.Case = caseLink(who, c.Case)
	page.Lead = []string{p.T("page.check-promise.lead."+string(c.Result), "date", c.Due)}
	page.Facts = []detailLine{
		{p.T("page.check-promise.signed"), p.Date(c.SignedOn)}, {p.T("page.check-promise.granted"), p.Date(c.GrantedOn)},
		{p.T("page.promises.column.method"), p.T("page.promises.method." + string(c.Method))},
	}
	if c.Draw != "" {
		page.Facts = append(page.Facts, detailLine{p.T("page.check-promise.draw"), c.Draw})
	}
	for _, x := range c.Parties {
		page.Facts = append(page.Facts, detailLine{p.T("page.integrity.of." + string(x.Of)), x.Name})
	}
	page.Facts = append(page.Facts, detailLine{p.T("page.promises.column.due"), p.Date(c.Due)}, detailLine{p.T("page.promises.column.officer"), cmp.Or(c.Assignee, p.T("page.promises.unassigned"))})
	page.Chips = s.chips(p, s.today(), c.Clause)
	page.Parts = []recordPart{interviewPart(p, c), resultPart(p, c), findingsPart(p, c.Entries)}
	page.Actions = checkActions(p, who, c)
	page.After = []Link{{p.T("page.call.case"), "/officer/" + c.Case}}
	return s.showRecord(w, page)
}

// checkActions are what the person can do with the check now.
func checkActions(p *locale.Printer, who people.Who, c office.CheckView) []Link {
	at := "/watch/promises/" + string(c.ID)
	var out []Link
	if c.Result == supervision.Unfinished {
		if who.Role.Can(people.Inspect) {
			out = append(out, Link{p.T("page.check-promise.finish"), at + "/finish"}, Link{p.T("page.check-promise.interview"), at + "/interview"})
		}
		return append(out, Link{p.T("page.check-promise.assign"), at + "/assign"})
	}
	if c.Result == supervision.Broken && who.Role.Can(people.Sanction) {
		out = append(out, Link{p.T("page.check-promise.entry"), "/integrity/new?case=" + c.Case + "&check=" + string(c.ID)})
	}
	return out
}

func interviewPart(p *locale.Printer, c office.CheckView) recordPart {
	part := recordPart{Title: p.T("page.check-promise.interviews"), Empty: p.T("page.check-promise.interviews.none")}
	for _, i := range c.Interviews {
		name := string(i.With)
		for _, x := range c.Parties {
			if x.ID == i.With {
				name = x.Name
			}
		}
		tag := Tag{"", "person", p.T("page.interview.came.yes")}
		if !i.Came {
			tag = Tag{"warn", "warning", p.T("page.interview.came.no")}
		}
		part.Rows = append(part.Rows, Row{Name: name, Notes: []string{i.Notes, moment(p, i.At)}, Tag: tag})
	}
	return part
}

func resultPart(p *locale.Printer, c office.CheckView) recordPart {
	part := recordPart{Title: p.T("page.check-promise.result"), Empty: p.T("page.check-promise.result.none")}
	if c.Result == supervision.Unfinished {
		return part
	}
	notes := []string{}
	if c.Reason != "" {
		notes = append(notes, c.Reason)
	}
	notes = append(notes, c.Evidence...)
	if c.ClosedAt != nil {
		notes = append(notes, p.T("page.supervise.by", "who", c.By, "time", moment(p, *c.ClosedAt)))
	}
	part.Rows = []Row{{Name: p.T("page.promises.result." + string(c.Result)), Notes: notes, Tag: resultTag(p, c.Result)}}
	return part
}

// findingsPart lists integrity entries; each is about one party.
func findingsPart(p *locale.Printer, entries []office.EntryView) recordPart {
	part := recordPart{Title: p.T("page.check-promise.findings"), Empty: p.T("page.check-promise.findings.none")}
	if len(entries) == 0 {
		return part
	}
	t := Table{Caption: p.T("page.check-promise.findings.caption"), Columns: columns(p, "page.integrity.column.", "party", "cause", "until", "state")}
	for _, e := range entries {
		t.Rows = append(t.Rows, []Cell{
			{Text: e.Name, Href: "/integrity/" + string(e.ID), Note: p.T("page.integrity.of." + string(e.Of))}, {Text: p.T("page.integrity.cause." + string(e.Cause))},
			{Text: e.Until.String(), Number: true}, {Tag: entryTag(p, e.Entry)},
		})
	}
	part.Table = &t
	return part
}

// assignCheck says who carries the check out.
func (s *Server) assignCheck(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, page, err := s.checkForm(w, r, who, "page.assign-check.title")
	if err != nil {
		return err
	}
	p := page.Printer()
	officers, err := s.Window.Inspectors(r.Context(), who, c.Place)
	if err != nil {
		return err
	}
	field := Input{ID: "to", Type: "radios", Label: p.T("page.assign-check.to")}
	for _, o := range officers {
		field.Choices = append(field.Choices, Choice{Value: string(o.ID), Label: o.Name})
	}
	page.Fields = filled(r, []Input{field}, map[string][]string{"to": {string(c.Assigned)}})
	page.Button = p.T("page.assign-check.button")
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		return "/watch/promises/" + string(c.ID), s.Window.AssignCheck(r.Context(), in, string(c.ID), people.PartyID(r.PostFormValue("to")))
	})
}

// holdInterview records a talk, or that nobody came.
func (s *Server) holdInterview(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, page, err := s.checkForm(w, r, who, "page.interview.title")
	if err != nil {
		return err
	}
	p := page.Printer()
	with := Input{ID: "with", Type: "radios", Label: p.T("page.interview.with")}
	for _, x := range c.Parties {
		with.Choices = append(with.Choices, Choice{Value: string(x.ID), Label: x.Name})
	}
	page.Fields = filled(r, []Input{
		with, {ID: "came", Type: "radios", Label: p.T("page.interview.came"), Choices: choose(p, "page.interview.came.", "yes", "no")},
		{ID: "notes", Type: "textarea", Label: p.T("page.interview.notes"), Hint: p.T("page.interview.notes.hint"), Rows: 6},
	}, map[string][]string{"came": {"yes"}})
	page.Button = p.T("page.interview.button")
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		return "/watch/promises/" + string(c.ID), s.Window.Interview(r.Context(), in, string(c.ID), supervision.Interview{
			With: people.PartyID(r.PostFormValue("with")), Came: r.PostFormValue("came") == "yes", Notes: plainText(r.PostFormValue("notes")),
		})
	})
}

// finishCheck closes the check with its result.
func (s *Server) finishCheck(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, page, err := s.checkForm(w, r, who, "page.finish-check.title")
	if err != nil {
		return err
	}
	p := page.Printer()
	page.Lead = append(page.Lead, p.T("page.finish-check.lead"))
	page.Fields = filled(r, []Input{
		{ID: "result", Type: "radios", Label: p.T("page.finish-check.result"), Choices: choose(p, "page.finish-check.result.", "kept", "broken", "unproven")},
		reasonField(p, "page.finish-check.reason"), evidenceField(p),
	}, nil)
	page.Button = p.T("page.finish-check.button")
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		return "/watch/promises/" + string(c.ID), s.Window.FinishCheck(r.Context(), in, string(c.ID),
			supervision.Result(r.PostFormValue("result")), plainText(r.PostFormValue("reason")), typedLines(r.PostFormValue("evidence")))
	})
}

// checkForm begins a form about a check that is still open.
func (s *Server) checkForm(w http.ResponseWriter, r *http.Request, who people.Who, title string) (office.CheckView, formPage, error) {
	page := formPage{}
	if err := parsed(r); err != nil {
		return office.CheckView{}, page, err
	}
	c, err := s.Window.Check(r.Context(), who, r.PathValue("id"))
	if err == nil && r.Method != http.MethodPost && c.Result != supervision.Unfinished {
		err = fault.New(fault.Conflict, "fault.check.finished")
	}
	if err != nil {
		return c, page, err
	}
	page.Shell = s.shell(w, r, title, "number", c.Case)
	p := page.Printer()
	page.Crumbs = watchCrumbs(p, Link{p.T("page.promises.title"), "/watch/promises"}, Link{s.promiseName(p, c.Slot), "/watch/promises/" + string(c.ID)})
	page.Lead = []string{p.T("page.check-promise.about", "promise", s.promiseName(p, c.Slot), "number", c.Case, "parties", partyNames(p, c.Parties))}
	return c, page, nil
}
