package web

import (
	"net/http"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// showRevocation is one procedure: why, until when the party can be heard, what
// it said, and the decision.
func (s *Server) showRevocation(w http.ResponseWriter, r *http.Request, who people.Who) error {
	x, err := s.Window.Revocation(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := recordPage{Shell: s.shell(w, r, "page.revocation.title", "number", x.Number)}
	p := page.Printer()
	page.Crumbs = s.fileCrumbs(p, who)
	page.Heading, page.State = page.Title, s.revocationTag(p, x.Revocation)
	page.Lead = []string{s.revocationNext(p, x)}
	page.Facts = []detailLine{
		{p.T("page.revocations.column.party"), x.Name}, {p.T("page.revocations.column.permit"), x.Number}, {p.T("page.promises.column.case"), x.Case},
		{p.T("page.entry.reason"), x.Reason}, {p.T("page.supervise.evidence"), p.List(x.Evidence)},
		{p.T("page.revocation.proposed"), p.T("page.supervise.by", "who", x.Author, "time", p.Date(x.NotifiedOn))},
		{p.T("page.revocations.column.hear-by"), p.Date(x.HearBy)},
	}
	if x.DecidedOn != nil {
		page.Facts = append(page.Facts, detailLine{p.T("page.revocation.decided"), p.T("page.supervise.by", "who", x.Decider, "time", p.Date(*x.DecidedOn))})
	}
	page.Chips = s.chips(p, s.today(), x.Clause)
	page.Parts = []recordPart{hearingPart(p, x)}
	page.Actions = s.revocationActions(p, who, x)
	if who.Role.Staff() || who.Party == x.Party {
		page.After = []Link{{p.T("page.sanction.entry"), "/integrity/" + string(x.Entry)}}
	}
	base := "/case/"
	if who.Role.Staff() {
		base = "/officer/"
	}
	if party := who.Role.Can(people.Contest); !party || who.Role != people.Agency {
		page.After = append(page.After, Link{p.T("page.call.case"), base + x.Case})
	}
	return s.showRecord(w, page)
}

// revocationNext says who has the procedure now and until when.
func (s *Server) revocationNext(p *locale.Printer, x office.RevocationView) string {
	switch {
	case x.Outcome != "":
		return p.T("page.revocation.next."+x.Outcome, "date", *x.DecidedOn)
	case x.HearingOver(s.today()):
		return p.T("page.revocation.next.decide")
	}
	return p.T("page.revocation.next.hear", "date", x.HearBy)
}

func hearingPart(p *locale.Printer, x office.RevocationView) recordPart {
	part := recordPart{Title: p.T("page.revocation.hearing"), Empty: p.T("page.revocation.hearing.none")}
	for _, h := range x.Hearings {
		row := Row{Name: h.Statement, Notes: []string{x.Names[h.Party], p.Date(h.On)}, Tag: Tag{"info", "person", p.T("page.revocation.heard")}}
		if h.Waived {
			row.Name, row.Tag.Text = p.T("page.revocation.waived"), p.T("page.hear.waived")
		}
		part.Rows = append(part.Rows, row)
	}
	return part
}

func (s *Server) revocationActions(p *locale.Printer, who people.Who, x office.RevocationView) []Link {
	at := "/revocation/" + string(x.ID)
	switch {
	case x.Outcome != "":
		return nil
	case who.Role.Can(people.Contest):
		if x.HeardFrom(who.Party) == nil {
			return []Link{{p.T("page.revocation.hear"), at + "/hear"}}
		}
		return nil
	case !who.Role.Can(people.Revoke):
		return nil
	}
	var out []Link
	if who.Account != x.By {
		out = append(out, Link{p.T("page.revocation.decide"), at + "/decide"})
	}
	if !x.HearingOver(x.NotifiedOn) {
		out = append(out, Link{p.T("page.revocation.hear.officer"), at + "/hear"})
	}
	return out
}

// hearParty takes what the party says, or its waiver; an officer may write down
// what was said at the counter.
func (s *Server) hearParty(w http.ResponseWriter, r *http.Request, who people.Who) error {
	x, page, err := s.revocationForm(w, r, who, "page.hear.title")
	if err != nil {
		return err
	}
	p := page.Printer()
	var fields []Input
	if who.Role.Staff() && len(x.Others) > 0 {
		from := Input{ID: "from", Type: "radios", Label: p.T("page.hear.from")}
		for _, party := range append([]people.PartyID{x.Party}, x.Others...) {
			from.Choices = append(from.Choices, Choice{Value: string(party), Label: x.Names[party]})
		}
		fields = append(fields, from)
	}
	fields = append(fields, Input{ID: "statement", Type: "textarea", Label: p.T("page.hear.statement"), Hint: p.T("page.hear.statement.hint"), Rows: 8})
	if who.Role.Can(people.Contest) {
		page.Lead = append(page.Lead, p.T("page.hear.lead", "date", x.HearBy))
		fields = append(fields, Input{ID: "waive", Type: "checks", Label: p.T("page.hear.waive"), Hint: p.T("page.hear.waive.hint"), Choices: []Choice{{Value: "yes", Label: p.T("page.hear.waive.yes")}}})
	}
	page.Fields = filled(r, fields, nil)
	page.Button = p.T("page.hear.button")
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		return "/revocation/" + string(x.ID), s.Window.Hear(r.Context(), in, string(x.ID), wordsOf(r, x), plainText(r.PostFormValue("statement")), r.PostFormValue("waive") == "yes")
	})
}

// wordsOf is whose words an officer writes down; with one party it is that one.
func wordsOf(r *http.Request, x office.RevocationView) people.PartyID {
	if len(x.Others) == 0 {
		return x.Party
	}
	return people.PartyID(r.PostFormValue("from"))
}

// decideRevocation revokes or drops: the act of a second person who has just
// proved who it is.
func (s *Server) decideRevocation(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !who.Role.Can(people.Revoke) {
		return errNotWatching
	}
	x, page, err := s.revocationForm(w, r, who, "page.decide.title")
	if err != nil {
		return err
	}
	p := page.Printer()
	if len(x.Hearings) == 0 {
		page.Lead = append(page.Lead, p.T("page.decide.heard", "statement", p.T("page.revocation.hearing.none")))
	}
	for _, h := range x.Hearings {
		words := h.Statement
		if h.Waived {
			words = p.T("page.revocation.waived")
		}
		page.Lead = append(page.Lead, p.T("page.decide.heard.from", "name", x.Names[h.Party], "statement", words))
	}
	if !x.HearingOver(s.today()) {
		page.Lead = append(page.Lead, p.T("fault.revocation.unheard", "until", x.HearBy))
	}
	page.Lead = append(page.Lead, p.T("page.decide.lead"))
	page.Fields = filled(r, []Input{{ID: "decision", Type: "radios", Label: p.T("page.decide.decision"), Choices: choose(p, "page.decide.decision.", "drop", "revoke")}}, nil)
	page.Button, page.Harm = p.T("page.decide.button"), true
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		decision := r.PostFormValue("decision")
		if decision != "drop" && decision != "revoke" {
			return "", fault.New(fault.Invalid, "fault.revocation.choose").WithPath("decision")
		}
		return "/revocation/" + string(x.ID), s.Window.DecideRevocation(r.Context(), in, string(x.ID), decision == "revoke")
	})
}

func (s *Server) revocationForm(w http.ResponseWriter, r *http.Request, who people.Who, title string) (office.RevocationView, formPage, error) {
	page := formPage{}
	if err := parsed(r); err != nil {
		return office.RevocationView{}, page, err
	}
	x, err := s.Window.Revocation(r.Context(), who, r.PathValue("id"))
	if err == nil && r.Method != http.MethodPost && x.Outcome != "" {
		err = fault.New(fault.Conflict, "fault.revocation.decided")
	}
	if err == nil && !who.Role.Can(people.Contest) && !who.Role.Can(people.Revoke) {
		err = errNotWatching
	}
	if err != nil {
		return x, page, err
	}
	page.Shell = s.shell(w, r, title, "number", x.Number)
	p := page.Printer()
	page.Crumbs = append(s.fileCrumbs(p, who), Link{p.T("page.revocation.title", "number", x.Number), "/revocation/" + string(x.ID)})
	page.Lead = []string{p.T("page.entry.about", "name", x.Name, "reason", x.Reason)}
	return x, page, nil
}
