package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/supervision"
)

var errNotWatching = fault.New(fault.Forbidden, "fault.people.role")

// showEntry is one entry of an integrity file: reason, evidence, who decided it,
// what was said against it, and what rests on it.
func (s *Server) showEntry(w http.ResponseWriter, r *http.Request, who people.Who) error {
	e, sanctions, revocations, err := s.Window.Entry(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := recordPage{Shell: s.shell(w, r, "page.entry.title")}
	p := page.Printer()
	page.Crumbs = s.fileCrumbs(p, who)
	page.Heading, page.State = p.T("page.integrity.cause."+string(e.Cause)), s.entryStanding(p, e.Entry)
	lead := "page.entry.lead"
	if e.Struck != nil || e.Repaired != nil {
		lead = "page.entry.lead.ended" // it counts no longer, whatever its last day
	}
	page.Lead = []string{p.T(lead, "name", e.Name, "of", p.T("page.integrity.of."+string(e.Of)), "until", e.Until)}
	page.Facts = []detailLine{
		{p.T("page.entry.reason"), e.Reason}, {p.T("page.supervise.evidence"), p.List(e.Evidence)},
		{p.T("page.entry.by"), p.T("page.supervise.by", "who", e.Author, "time", moment(p, e.At))},
		{p.T("page.integrity.column.place"), s.placeName(p, facts.PlaceCode(e.Place))}, {p.T("page.integrity.column.until"), p.Date(e.Until)},
	}
	if e.Case != "" {
		page.Case = caseLink(who, e.Case)
	}
	page.Chips = s.chips(p, s.today(), e.Clause)
	papers, err := s.papersPart(r, p, who, "integrity", string(e.ID))
	if err != nil {
		return err
	}
	page.Parts = append([]recordPart{s.contestPart(r, p, e.Contests)}, papers...)
	page.Parts = append(page.Parts, s.measuresPart(p, sanctions), s.revocationsPart(p, revocations))
	if e.Repaired != nil {
		page.Parts = append(page.Parts, recordPart{Title: p.T("page.entry.repaired"), Rows: []Row{{Name: e.Repaired.Reason, Notes: append(e.Repaired.Evidence, moment(p, e.Repaired.At))}}})
	}
	page.Actions = s.entryActions(p, who, e, revocations)
	if who.Role.Can(people.Contest) {
		page.Parts = append(page.Parts, recordPart{Title: p.T("page.entry.rights"), Text: []string{p.T("page.entry.rights.contest"), p.T("page.entry.rights.repair"), p.T("page.entry.rights.relief")}})
	}
	return s.showRecord(w, page)
}

func (s *Server) fileCrumbs(p *locale.Printer, who people.Who) []Link {
	title := "page.integrity.own"
	if who.Role.Can(people.Watch) {
		title = "page.integrity.title"
	}
	return watchCrumbs(p, Link{p.T(title), "/integrity"})
}

// entryActions are what the person can do with the entry today.
func (s *Server) entryActions(p *locale.Printer, who people.Who, e office.EntryView, revocations []office.RevocationView) []Link {
	at := "/integrity/" + string(e.ID)
	contested := contestOpen(e.Contests)
	var out []Link
	switch {
	case e.Struck != nil:
	case who.Role.Can(people.Contest) && !contested:
		out = []Link{{p.T("page.entry.contest"), at + "/contest"}}
	case who.Role.Can(people.Sanction):
		if contested && e.By != who.Account {
			out = append(out, Link{p.T("page.entry.rule"), at + "/rule"})
		}
		if !e.Active(s.today()) {
			return out
		}
		out = append(out, Link{p.T("page.entry.sanction"), at + "/sanction"})
		grave := e.Cause == supervision.FalseCommitment || e.Cause == supervision.FalseMaterial
		if grave && e.Case != "" && len(revocations) == 0 {
			out = append(out, Link{p.T("page.entry.revoke"), at + "/revocation"})
		}
		out = append(out, Link{p.T("page.entry.repair"), at + "/repair"})
	}
	return out
}

func contestOpen(contests []supervision.Contest) bool {
	n := len(contests)
	return n > 0 && contests[n-1].Ruling == nil
}

// contestPart lists objections and the rulings on them.
func (s *Server) contestPart(r *http.Request, p *locale.Printer, contests []supervision.Contest) recordPart {
	part := recordPart{Title: p.T("page.entry.contests"), Empty: p.T("page.entry.contests.none")}
	for _, c := range contests {
		row := Row{Name: c.Reason, Notes: append(append([]string{}, c.Files...), moment(p, c.At)), Tag: Tag{"warn", "clock", p.T("page.entry.ruling.open")}}
		if g := c.Ruling; g != nil {
			row.Notes = append(row.Notes, p.T("page.entry.ruling", "name", s.Window.AccountName(r.Context(), g.By), "reason", g.Reason, "time", moment(p, g.At)))
			row.Tag = Tag{"ok", "check", p.T("page.entry.ruling.fell")}
			if g.Upheld {
				row.Tag = Tag{"bad", "", p.T("page.entry.ruling.upheld")}
			}
		}
		part.Rows = append(part.Rows, row)
	}
	return part
}

func (s *Server) measuresPart(p *locale.Printer, sanctions []office.SanctionView) recordPart {
	part := recordPart{Title: p.T("page.entry.sanctions"), Empty: p.T("page.entry.sanctions.none")}
	if len(sanctions) == 0 {
		return part
	}
	t := Table{Caption: p.T("page.entry.sanctions"), Columns: columns(p, "page.sanctions.column.", "scope", "from", "until", "state")}
	for _, x := range sanctions {
		t.Rows = append(t.Rows, []Cell{
			{Text: s.scopeText(p, x.Sanction), Href: "/sanction/" + string(x.ID)}, {Text: x.From.String(), Number: true},
			{Text: x.Until.String(), Number: true}, {Tag: s.sanctionTag(p, x.Sanction)},
		})
	}
	part.Table = &t
	return part
}

func (s *Server) revocationsPart(p *locale.Printer, list []office.RevocationView) recordPart {
	part := recordPart{Title: p.T("page.entry.revocations"), Empty: p.T("page.entry.revocations.none")}
	if len(list) == 0 {
		return part
	}
	t := Table{Caption: p.T("page.entry.revocations"), Columns: columns(p, "page.revocations.column.", "permit", "hear-by", "state")}
	for _, x := range list {
		t.Rows = append(t.Rows, []Cell{
			{Text: x.Number, Href: "/revocation/" + string(x.ID), Number: true}, {Text: x.HearBy.String(), Number: true}, {Tag: s.revocationTag(p, x.Revocation)},
		})
	}
	part.Table = &t
	return part
}

// makeEntry makes an integrity entry: about one party, found in a case or
// named by its code.
func (s *Server) makeEntry(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !who.Role.Can(people.Sanction) {
		return errNotWatching
	}
	if err := parsed(r); err != nil {
		return err
	}
	page := formPage{Shell: s.shell(w, r, "page.finding.title")}
	p := page.Printer()
	page.Crumbs = s.fileCrumbs(p, who)
	page.Lead = []string{p.T("page.finding.lead")}
	known := map[string][]string{"case": {r.FormValue("case")}, "of": {"employer"}, "until": {s.today().AddYears(1).String()}}
	if id := r.FormValue("check"); id != "" && r.Method != http.MethodPost {
		if c, err := s.Window.Check(r.Context(), who, id); err == nil {
			known["cause"], known["reason"], known["evidence"] = []string{string(supervision.FalseCommitment)}, []string{c.Reason}, []string{joinLines(c.Evidence)}
		}
	}
	place := s.findingPlace(r, who)
	clauses := s.findingClauses(p, place)
	if len(clauses) > 0 {
		known["clause"] = []string{clauses[0].Value}
	}
	page.Fields = filled(r, []Input{
		{ID: "case", Type: "text", Label: p.T("page.finding.case"), Hint: p.T("page.finding.case.hint")},
		{ID: "of", Type: "radios", Label: p.T("page.finding.of"), Hint: p.T("page.finding.of.hint"), Choices: choose(p, "page.integrity.of.", "employer", "agency", "foreigner")},
		{ID: "code", Type: "text", Label: p.T("page.finding.code"), Hint: p.T("page.finding.code.hint")},
		{ID: "cause", Type: "select", Label: p.T("page.finding.cause"), Choices: causeChoices(p)},
		reasonField(p, "page.finding.reason"), evidenceField(p),
		{ID: "clause", Type: "select", Label: p.T("page.finding.clause"), Choices: clauses},
		{ID: "until", Type: "date", Label: p.T("page.finding.until"), Hint: p.T("page.finding.until.hint")},
	}, known)
	page.Button = p.T("page.finding.button")
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		id, err := s.Window.RecordFinding(r.Context(), s.findingOf(r, in))
		return "/integrity/" + string(id), err
	})
}

func (s *Server) findingOf(r *http.Request, in office.Supervising) office.Finding {
	f := office.Finding{
		Supervising: in, Code: plainText(r.PostFormValue("code")), Of: supervision.SubjectKind(r.PostFormValue("of")), Cause: supervision.Cause(r.PostFormValue("cause")),
		Reason: plainText(r.PostFormValue("reason")), Evidence: typedLines(r.PostFormValue("evidence")), Clause: r.PostFormValue("clause"),
		Case: casefile.CaseNumber(plainText(r.PostFormValue("case"))),
	}
	if number, err := casefile.ParseCaseNumber(string(f.Case)); err == nil {
		f.Case = number
	}
	if day, err := civil.ParseDate(r.PostFormValue("until")); err == nil {
		f.Until = day
	}
	return f
}

// findingPlace is where the finding's clauses are looked up: at the case's
// place, else at the officer's first.
func (s *Server) findingPlace(r *http.Request, who people.Who) people.PlaceCode {
	if number, err := casefile.ParseCaseNumber(r.FormValue("case")); err == nil {
		if c, err := s.Window.Case(r.Context(), who, number); err == nil {
			return c.Place
		}
	}
	return ownPlaceAsked(r, who)
}

func causeChoices(p *locale.Printer) []Choice {
	values := make([]string, len(supervision.Causes))
	for i, c := range supervision.Causes {
		values[i] = string(c)
	}
	return choose(p, "page.integrity.cause.", values...)
}

// serviceChoices are the services that a suspension can be narrowed to.
func (s *Server) serviceChoices(p *locale.Printer) []Choice {
	field, ok := s.Vocabulary.Lookup("service")
	if !ok {
		return nil
	}
	var out []Choice
	for i, word := range field.Words {
		out = append(out, Choice{Value: word, Label: wordLabel(p, field, i)})
	}
	return out
}
