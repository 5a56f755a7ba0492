package web

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// typedLine is a text that came with an act that was not done.
type typedLine struct{ Label, Text string }

// caseProblem shows the case as it is now with what stood in the way of the
// act, who changed what where the page was stale, and what was typed, so that
// nothing is lost. Other faults than mistakes and conflicts have their own page.
func (s *Server) caseProblem(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	code := fault.CodeOf(err)
	if code != fault.Invalid && code != fault.Conflict {
		return err
	}
	c, missing := s.caseOf(r, who)
	if missing != nil {
		return missing
	}
	page, failed := s.casePage(w, r, who, c)
	if failed != nil {
		return failed
	}
	p := page.Printer()
	page.Wrong, page.Problem, page.Typed = true, s.problemText(r, p, err), s.typed(r, p)
	return s.render(w, statuses[code], page.Lang, "case_show", page)
}

// problemText is the message of the fault; of a stale page it says who did what
// in the meantime.
func (s *Server) problemText(r *http.Request, p *locale.Printer, err error) string {
	text := faultText(p, err, string(fault.CodeOf(err)))
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "fault.case.stale" {
		return text
	}
	args := map[string]string{}
	for i := 0; i+1 < len(f.Args); i += 2 {
		if name, ok := f.Args[i].(string); ok {
			args[name], _ = f.Args[i+1].(string)
		}
	}
	if args["act"] == "" {
		return text
	}
	by := p.T("page.case.stale.law")
	if account, err := s.Window.Account(r.Context(), people.PartyID(args["actor"])); err == nil {
		by = account.Name
	}
	return text + " " + p.T("page.case.stale", "name", by, "act", p.T("event."+args["act"]))
}

// typedLabels name the texts of the case page's forms.
var typedLabels = map[string]string{
	"reason": "page.case.reason", "name": "page.case.promise.name", "clauses": "page.case.clauses", "due": "page.case.correct.due",
	"again": "page.case.correct.again", "from": "page.case.from", "until": "page.case.until",
}

// typed lists the texts that the form carried.
func (s *Server) typed(r *http.Request, p *locale.Printer) []typedLine {
	var out []typedLine
	for _, field := range slices.Sorted(maps.Keys(r.PostForm)) {
		text := plainText(r.PostFormValue(field))
		if text == "" {
			continue
		}
		kind, slot, ofPaper := strings.Cut(field, ".")
		switch {
		case ofPaper && (kind == "fault" || kind == "fix"):
			out = append(out, typedLine{s.name(p, "material", string(casefile.SlotID(slot))) + " – " + p.T("page.case.correct."+kind), text})
		case typedLabels[field] != "":
			out = append(out, typedLine{p.T(typedLabels[field]), text})
		}
	}
	return out
}
