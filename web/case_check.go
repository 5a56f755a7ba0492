package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// checkPage shows everything that is about to be sent, read-only, with the way to
// change it; what stands in the way first. Sending is only possible here.
type checkPage struct {
	Shell
	Number, Matter, Where, Person, Employer string
	Problem                                 string // why it was not sent
	Blocks, Warnings                        []checkLine
	Moved                                   *movedBlock // how the law moved since the draft was begun
	Refused                                 bool        // a request is not for this person as it is answered
	Verdict                                 Tag
	Sentence, Term                          string
	Stand                                   *standBlock // what stands against it, and what is open instead
	Stands                                  bool        // in the way of sending
	Way                                     []Row       // the way to apply, where the matter stands for one
	Limits                                  []Row
	Topics                                  []checkTopic
	Papers                                  []Row
	MaySend, MayEdit                        bool
	Sends                                   string // who sends it, where the reader does not
	Note                                    string // as typed
	Seen                                    int
	Key                                     string
}

// checkLine is something to look at, with where it is changed.
type checkLine struct{ Text, Href string }

// checkTopic is a topic of the form with its answers.
type checkTopic struct {
	ID, Name, Href string
	Rows           []toldLine
}

func (s *Server) showCheck(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	if c.Status != casefile.StatusDraft {
		http.Redirect(w, r, "/case/"+string(c.Number), http.StatusSeeOther)
		return nil
	}
	return s.renderCheck(w, r, who, c, nil)
}

// sendCase declares and sends. What stands in the way is shown where everything
// else is, and what was typed stays.
func (s *Server) sendCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	if r.PostFormValue("declared") != "yes" {
		err = fault.New(fault.Invalid, "fault.case.undeclared").WithPath("declared")
	} else {
		_, err = s.Window.Submit(r.Context(), in, "declaration-1", plainText(r.PostFormValue("note")))
	}
	switch code := fault.CodeOf(err); {
	case err == nil && who.Role.Staff(): // at the counter the originals come next
		http.Redirect(w, r, "/desk/"+string(in.Number)+"/intake", http.StatusSeeOther)
		return nil
	case err == nil:
		http.Redirect(w, r, "/case/"+string(in.Number)+"/sent", http.StatusSeeOther)
		return nil
	case code != fault.Invalid && code != fault.Conflict:
		return err
	}
	c, missing := s.caseOf(r, who)
	if missing != nil {
		return missing
	}
	if c.Status != casefile.StatusDraft {
		return s.caseProblem(w, r, who, err)
	}
	return s.renderCheck(w, r, who, c, err)
}

func (s *Server) renderCheck(w http.ResponseWriter, r *http.Request, who people.Who, c casefile.Case, failed error) error {
	page := checkPage{Shell: s.shell(w, r, "page.case.check.title", "number", string(c.Number)), Number: string(c.Number), Seen: c.Version, Key: rand.Text()}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {page.Number, "/case/" + page.Number}}
	page.Matter, page.Where = s.matterTitle(p, c.Matter), s.placeName(p, facts.PlaceCode(c.Place))
	var err error
	if page.Person, err = s.partyName(r, c.Foreigner); err != nil {
		return err
	}
	if page.Employer, err = s.partyName(r, c.Employer); err != nil {
		return err
	}
	matter, err := s.matterIn(r, c)
	if err != nil {
		return err
	}
	all := topicsOf(matter)
	if page.Topics, err = s.checkTopics(p, c, all); err != nil {
		return err
	}
	if err := s.uncheckedLine(r, who, p, &page, c); err != nil {
		return err
	}
	page.Papers = s.checkPapers(p, c)
	turns, err := s.refusedLine(p, &page, c, matter, all)
	if err != nil {
		return err
	}
	page.Blocks = append(page.Blocks, s.missingLines(p, c, matter, all, turns)...)
	if err := s.doubtLines(r, who, p, &page, c, all); err != nil {
		return err
	}
	if err := s.checkResult(r, who, p, &page, c, all); err != nil {
		return err
	}
	page.MayEdit = who.May(people.Edit, c.Subject(""), s.Now()) == nil
	page.MaySend = who.May(people.Submit, c.Subject(""), s.Now()) == nil
	if !page.MaySend {
		page.Sends = p.T("page.case.check.sends", "employer", page.Employer)
	}
	status := http.StatusOK
	if failed != nil {
		page.Wrong, page.Problem, page.Note = true, s.problemText(r, p, failed), r.PostFormValue("note")
		status = statuses[fault.CodeOf(failed)]
	}
	return s.render(w, status, page.Lang, "case_check", page)
}

// uncheckedLine says of a registration that nobody has found right yet that it
// keeps the case from being sent, who checks it and by when.
func (s *Server) uncheckedLine(r *http.Request, who people.Who, p *locale.Printer, page *checkPage, c casefile.Case) error {
	found, err := s.Window.Unchecked(r.Context(), who, c)
	if err != nil || found == nil {
		return err
	}
	page.Blocks = append(page.Blocks, checkLine{p.T("page.case.check.registration", "name", found.Name) + p.T("list.colon") + checkedText(p, *found), ownOrg(who, found)})
	return nil
}

// ownOrg leads a handler to the own organisation's page; others have none to go to.
func ownOrg(who people.Who, found *office.RegistrationState) string {
	if found.ID == who.Party {
		return "/org"
	}
	return ""
}

// checkTopics lists the answers, and what was left open.
func (s *Server) checkTopics(p *locale.Printer, c casefile.Case, all []topic) ([]checkTopic, error) {
	f, err := s.answered(c)
	if err != nil {
		return nil, err
	}
	out := make([]checkTopic, len(all))
	for i, t := range all {
		out[i] = checkTopic{ID: t.ID, Name: t.name(p), Href: t.href(c)}
		for _, path := range t.Fields {
			field, ok := s.Vocabulary.Lookup(path)
			if _, answered := c.Answers[path]; !ok || !answered {
				continue
			}
			out[i].Rows = append(out[i].Rows, toldLine{Name: wording(p, field.Label), Value: s.fullAnswer(p, f, field), Href: t.href(c) + "#f-" + strings.ReplaceAll(path, ".", "-")})
		}
		for _, q := range t.Questions {
			if text := c.Own(q); text != "" {
				out[i].Rows = append(out[i].Rows, toldLine{Name: pick(p, q.Title), Value: ownText(p, q, text), Href: t.href(c) + "#" + q.Path()})
			}
		}
	}
	return out, nil
}

// fullAnswer is an answer in words; of a list every row.
func (s *Server) fullAnswer(p *locale.Printer, f *facts.Facts, field *facts.Field) string {
	items := f.Items(field.Slot)
	if field.Type != facts.List || len(items) == 0 {
		return s.answer(p, f, field)
	}
	rows := make([]string, len(items))
	for i, item := range items {
		var cells []string
		for j := range field.Item {
			if item[j].State == facts.Known {
				cells = append(cells, p.T("page.case.check.cell", "name", wording(p, field.Item[j].Label), "value", s.valueText(p, &field.Item[j], item[j])))
			}
		}
		rows[i] = p.List(cells)
	}
	return strings.Join(rows, "; ")
}

// checkPapers lists the papers with how each stands.
func (s *Server) checkPapers(p *locale.Printer, c casefile.Case) []Row {
	var rows []Row
	for _, slot := range c.Slots {
		row := Row{Name: s.name(p, "material", string(slot.ID)), Tag: s.slotTag(p, slot), Notes: []string{s.treatment(p, slot).Text}, Chips: s.chips(p, s.today(), slotClauses(slot)...)}
		for _, f := range slot.Files {
			row.Notes = append(row.Notes, f.Name)
		}
		rows = append(rows, row)
	}
	return rows
}

// slotClauses are the clause that asks for a paper and those that say in which form.
func slotClauses(slot casefile.Slot) []string {
	clauses := slices.DeleteFunc(slices.Clone(slot.FormBy), func(ref string) bool { return ref == slot.Clause })
	return append([]string{slot.Clause}, clauses...)
}

// slotTag is what became of a paper, in a word.
func (s *Server) slotTag(p *locale.Printer, slot casefile.Slot) Tag {
	switch {
	case slot.Committed != "":
		return Tag{"ok", "person", p.T("slot.committed")}
	case slot.Treatment == casefile.Exempt, slot.Treatment == casefile.SharedByState:
		return Tag{"ok", "check", p.T("slot.not-needed")}
	}
	return Tag{slotTones[slot.State], "", p.T("slot." + string(slot.State))}
}

// missingLines are what is missing, each with where it is given; but is said already.
func (s *Server) missingLines(p *locale.Printer, c casefile.Case, matter casefile.Matter, all []topic, but string) []checkLine {
	base := "/case/" + string(c.Number)
	var lines []checkLine
	for _, m := range c.Missing(matter) {
		if m == but {
			continue
		}
		kind, rest, _ := strings.Cut(m, "/")
		switch kind {
		case "slot":
			lines = append(lines, checkLine{p.T("page.case.check.missing.paper", "paper", s.name(p, "material", rest)), base + "#at-" + rest})
		case "consent":
			lines = append(lines, checkLine{p.T("page.case.check.missing.consent"), base})
		default:
			lines = append(lines, checkLine{p.T("page.case.check.missing.answer", "question", s.questionName(p, matter, m)), s.topicHref(c, all, m)})
		}
	}
	return lines
}

// questionName is what people call an answer of the case.
func (s *Server) questionName(p *locale.Printer, matter casefile.Matter, path string) string {
	for _, q := range matter.Questions {
		if q.Path() == path {
			return pick(p, q.Title)
		}
	}
	return s.label(p, path)
}

// topicHref is where a path is asked.
func (s *Server) topicHref(c casefile.Case, all []topic, path string) string {
	for _, t := range all {
		if t.holds(path) {
			id := "f-" + strings.ReplaceAll(path, ".", "-")
			if strings.HasPrefix(path, casefile.OwnPrefix) {
				id = path
			}
			return t.href(c) + "#" + id
		}
	}
	return "/case/" + string(c.Number)
}

// doubtLines are what does not fit together: what blocks, and what may be sent.
func (s *Server) doubtLines(r *http.Request, who people.Who, p *locale.Printer, page *checkPage, c casefile.Case, all []topic) error {
	doubts, err := s.Window.Doubts(r.Context(), who, c)
	if err != nil {
		return err
	}
	for _, d := range doubts {
		line := checkLine{p.T("doubt."+d.Key, s.doubtArgs(p, d)...), s.topicHref(c, all, d.Path)}
		if d.Blocks {
			page.Blocks = append(page.Blocks, line)
		} else {
			page.Warnings = append(page.Warnings, line)
		}
	}
	return nil
}

// doubtArgs prints sums as money.
func (s *Server) doubtArgs(p *locale.Printer, d casefile.Doubt) []any {
	args := append([]any{"what", s.label(p, d.Path)}, d.Args...)
	for i := 1; i < len(args); i += 2 {
		if sum, ok := args[i].(float64); ok {
			args[i] = p.Money(sum)
		}
	}
	return args
}

// checkResult is what today's policies make of the answers, by when offices
// answer, and how that moved since the draft was begun.
func (s *Server) checkResult(r *http.Request, who people.Who, p *locale.Printer, page *checkPage, c casefile.Case, all []topic) error {
	d, err := s.Window.Determine(c)
	var f *fault.Error
	if errors.As(err, &f) && f.Code == fault.Invalid { // answers that cannot all be true
		page.Blocks = append(page.Blocks, checkLine{p.T("page.check.error.conflict", "fact", s.label(p, f.Path)), "/case/" + string(c.Number) + "/answers"})
		return nil
	}
	if err != nil {
		return err
	}
	page.On = d.On
	if !page.Refused {
		page.Verdict, page.Sentence = s.caseSentence(p, c, d)
	}
	page.Term = s.termText(p, d)
	page.Warnings = append(page.Warnings, s.openAnswers(p, c, d, all)...)
	if page.Stand, err = s.stand(r, p, who, c, d); err != nil {
		return err
	}
	if page.Stands = page.Stand != nil && page.Stand.Blocks; !page.Stands { // or the block says all about the way
		if err := s.wayRow(p, page, c, d); err != nil {
			return err
		}
	}
	page.Limits = s.limitRows(p, c, d)
	page.Moved, err = s.lawMoved(r, who, p, c, d)
	return err
}

// limitRows say within which time each office answers, and from when.
func (s *Server) limitRows(p *locale.Printer, c casefile.Case, d *determination.Determination) []Row {
	var rows []Row
	for _, l := range c.Limits {
		if l.Unit == casefile.Fixed {
			continue
		}
		length := p.T("unit."+string(l.Unit), "n", l.Amount)
		row := Row{Name: s.name(p, "deadline", l.Step), Notes: []string{p.T("limit.from."+string(l.From), "length", length)}, Chips: s.chips(p, s.today(), l.Clause)}
		row.Tag = Tag{"info", "clock", p.T("limit.promise")}
		if l.Statutory {
			row.Tag = Tag{"", "clock", p.T("limit.law")}
		} else {
			row.Notes = append(row.Notes, s.notCovered(p, d, l.Step)...)
		}
		rows = append(rows, row)
	}
	return rows
}
