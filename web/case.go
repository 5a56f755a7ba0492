package web

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// caseLine is a case in a list.
type caseLine struct {
	Number, Person, Employer, Matter, Place, Href string
	State, Due                                    Tag
	DueOn                                         string
}

// caseLines prints the rows of a list.
func (s *Server) caseLines(r *http.Request, p *locale.Printer, rows []office.CaseRow, base string) ([]caseLine, error) {
	out := make([]caseLine, len(rows))
	for i, row := range rows {
		line := caseLine{
			Number: row.Number, Matter: s.matterTitle(p, casefile.MatterID(row.Matter)),
			Place: s.placeName(p, facts.PlaceCode(row.Place)), Href: base + row.Number, State: labelTag(p, casefile.Label(row.Label)),
		}
		var err error
		if line.Person, err = s.partyName(r, people.PartyID(row.Foreigner)); err != nil {
			return nil, err
		}
		if line.Employer, err = s.partyName(r, people.PartyID(row.Principal)); err != nil {
			return nil, err
		}
		if row.DueOn != nil {
			line.DueOn = row.DueOn.String()
			line.Due = s.dueTag(p, facts.PlaceCode(row.Place), *row.DueOn)
		}
		out[i] = line
	}
	return out, nil
}

// partyName is what people call a party; a case can be without one.
func (s *Server) partyName(r *http.Request, id people.PartyID) (string, error) {
	if id == "" {
		return "", nil
	}
	return s.Window.PartyName(r.Context(), id)
}

// labelTag is a case's state in a word.
func labelTag(p *locale.Printer, l casefile.Label) Tag {
	icons := map[casefile.Tone]string{casefile.Fine: "check", casefile.Adverse: "cross", casefile.Attention: "warning", casefile.Halted: "pause", casefile.Notice: "clock"}
	return Tag{string(l.Tone()), icons[l.Tone()], p.T("label." + string(l))}
}

// dueTag says how many working days are left until a day.
func (s *Server) dueTag(p *locale.Printer, place facts.PlaceCode, due civil.Date) Tag {
	left := int(due - s.today())
	if at, ok := s.Places.Lookup(place); ok {
		if calendar, ok := at.Keeps(s.calendars()); ok {
			left = int(calendar.WorkingDaysBetween(s.today(), due))
		}
	}
	switch {
	case due == s.today():
		return Tag{"warn", "clock", p.T("due.today")}
	case due < s.today():
		return Tag{"bad", "warning", p.T("due.late", "n", max(-left, 1))}
	case left <= 2:
		return Tag{"warn", "clock", p.T("due.left", "n", left)}
	}
	return Tag{"", "clock", p.T("due.left", "n", left)}
}

func (s *Server) matterTitle(p *locale.Printer, id casefile.MatterID) string {
	for _, m := range s.Window.Matters {
		if m.ID == id {
			return p.Pick(m.Title.ZH, m.Title.EN)
		}
	}
	return string(id)
}

// caseNumber is the number in the address.
func caseNumber(r *http.Request) (casefile.CaseNumber, error) {
	number, err := casefile.ParseCaseNumber(r.PathValue("number"))
	if err != nil {
		return "", fault.New(fault.NotFound, "fault.case.not-found").WithCause(err)
	}
	return number, nil
}

// caseCrumbs lead back to the case on a page below it.
func (s *Server) caseCrumbs(p *locale.Printer, number casefile.CaseNumber) []Link {
	return []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {string(number), "/case/" + string(number)}}
}

// caseOf reads the case that the address names, if who may read it.
func (s *Server) caseOf(r *http.Request, who people.Who) (casefile.Case, error) {
	number, err := caseNumber(r)
	if err != nil {
		return casefile.Case{}, err
	}
	return s.Window.Case(r.Context(), who, number)
}

// writeOf is the envelope of an act: the version and the key that the form
// carried, so that a double click is one act and a stale page changes nothing.
func writeOf(r *http.Request, who people.Who) (office.Write, error) {
	number, err := casefile.ParseCaseNumber(r.PathValue("number"))
	if err != nil {
		return office.Write{}, fault.New(fault.NotFound, "fault.case.not-found").WithCause(err)
	}
	seen, err := strconv.Atoi(r.PostFormValue("seen"))
	if err != nil || r.PostFormValue("key") == "" {
		return office.Write{}, fault.New(fault.Invalid, "fault.form").WithDetail("the form carries no version or key")
	}
	return office.Write{Who: who, Number: number, Seen: seen, Key: r.PostFormValue("key"), Asked: asked(r)}, nil
}

// asked is what a form asks for: where it was sent, every field, and the name
// and size of an upload. One page's forms share a key, so it tells them apart.
func asked(r *http.Request) string {
	text := r.URL.Path + "?" + r.PostForm.Encode()
	if r.MultipartForm != nil {
		for _, name := range slices.Sorted(maps.Keys(r.MultipartForm.File)) {
			for _, header := range r.MultipartForm.File[name] {
				text += fmt.Sprintf("&%s:%d", header.Filename, header.Size)
			}
		}
	}
	return text
}

// plainText shortens what people typed to something sane and without control
// characters.
func plainText(text string) string {
	const most = 2000
	text = strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' {
			return -1
		}
		return c
	}, strings.TrimSpace(text))
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "")
	}
	return text
}
