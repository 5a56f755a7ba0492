package web

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// supervisedForm is a page with one form of supervision: it is shown, or what
// was sent is done and the browser goes on to the address that do returns. What
// was typed stays where it was refused.
func (s *Server) supervisedForm(w http.ResponseWriter, r *http.Request, who people.Who, page formPage, do func(in office.Supervising) (to string, err error)) error {
	page.Action = r.URL.Path
	if r.URL.RawQuery != "" {
		page.Action += "?" + r.URL.RawQuery
	}
	if r.Method != http.MethodPost {
		page.Hidden = append(page.Hidden, Hidden{"key", rand.Text()})
		return s.showForm(w, page, nil)
	}
	key := r.PostFormValue("key")
	if key == "" {
		return fault.New(fault.Invalid, "fault.form").WithDetail("the form carries no key")
	}
	to, err := do(office.Supervising{Who: who, Key: key, Asked: asked(r)})
	if err != nil {
		page.Hidden = append(page.Hidden, Hidden{"key", key})
		return s.showForm(w, page, err)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// parsed reads a sent form before its fields are filled.
func parsed(r *http.Request) error {
	if r.Method != http.MethodPost {
		return nil
	}
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.form").WithCause(err)
	}
	return nil
}

// typedLines are the lines of a textarea that hold something.
func typedLines(text string) []string {
	var out []string
	for line := range strings.Lines(plainText(text)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// dayOf reads a day of the form; the fault stands at its field.
func dayOf(r *http.Request, id string) (civil.Date, error) {
	day, err := civil.ParseDate(r.FormValue(id))
	if err != nil {
		return 0, fault.New(fault.Invalid, "fault.form.date").WithPath(id).WithCause(err)
	}
	return day, nil
}

// choose makes a choice of keyed texts, prefix+value.
func choose(p *locale.Printer, prefix string, values ...string) []Choice {
	out := make([]Choice, len(values))
	for i, v := range values {
		out[i] = Choice{Value: v, Label: p.T(prefix + v)}
	}
	return out
}

// reasonField is the field for a reason, and evidenceField that for evidence.
func reasonField(p *locale.Printer, label string) Input {
	return Input{ID: "reason", Type: "textarea", Label: p.T(label), Rows: 4}
}

func evidenceField(p *locale.Printer) Input {
	return Input{ID: "evidence", Type: "textarea", Label: p.T("page.supervise.evidence"), Hint: p.T("page.supervise.evidence.hint"), Rows: 3}
}

// watchCrumbs lead back to what the person works with.
func watchCrumbs(p *locale.Printer, more ...Link) []Link {
	return append([]Link{{p.T("crumb.home"), "/"}}, more...)
}

// placesOf are the person's own places to choose from.
func (s *Server) placesOf(p *locale.Printer, who people.Who) []Choice {
	var out []Choice
	for _, place := range who.Places {
		out = append(out, Choice{Value: string(place), Label: s.placeName(p, facts.PlaceCode(place))})
	}
	return out
}

// ownPlaceAsked is the place that the request chooses among the person's own.
func ownPlaceAsked(r *http.Request, who people.Who) people.PlaceCode {
	place := people.PlaceCode(r.FormValue("place"))
	if slices.Contains(who.Places, place) || len(who.Places) == 0 {
		return place
	}
	return who.Places[0]
}

// findingClauses are the clauses that a finding at the place can rest on.
func (s *Server) findingClauses(p *locale.Printer, place people.PlaceCode) []Choice {
	var out []Choice
	for i, c := range s.Window.SupervisionClauses(place) {
		if i == 0 && !office.BindsCommitments(c) { // none suggests itself
			out = append(out, Choice{Label: p.T("page.entry.clause.choose")})
		}
		out = append(out, Choice{Value: c.Ref(), Label: shortCite(p, c) + " " + wording(p, c.Title)})
	}
	return out
}

// moment is an instant as people read it, in Beijing.
func moment(p *locale.Printer, at time.Time) string {
	return p.T("page.supervise.moment", "date", civil.DateOf(at), "time", at.In(civil.Beijing).Format("15:04"))
}
