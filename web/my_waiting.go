package web

import (
	"cmp"
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/permit"
)

// doLine is something that waits for the reader: what, by when, and where.
type doLine struct {
	Name, Href string
	Notes      []string
	Tag        Tag
}

// waiting lists what the applicant's side has to do now: corrections first, then
// papers that are to follow, stays and permits that end, consents, and drafts.
func (s *Server) waiting(r *http.Request, p *locale.Printer, who people.Who) ([]doLine, error) {
	cases, drafts, err := s.waitingCases(r, p, who)
	if err != nil {
		return nil, err
	}
	stays, err := s.waitingStays(r, p, who)
	if err != nil {
		return nil, err
	}
	permits, err := s.waitingPermits(r, p, who)
	if err != nil {
		return nil, err
	}
	consents, err := s.waitingConsents(r, p, who)
	return slices.Concat(cases, stays, permits, consents, drafts), err
}

// waitingCases are the reader's cases in which something is open. Who may not send
// a case is told of the own papers alone, which nobody else can bring.
func (s *Server) waitingCases(r *http.Request, p *locale.Printer, who people.Who) (cases, drafts []doLine, err error) {
	rows, _, err := s.Window.Cases(r.Context(), who, office.CaseFilter{Labels: []string{"correction", "draft", "accepted", "reviewing"}, OpenOnly: true, Order: office.ByDue, Limit: 200})
	if err != nil {
		return nil, nil, err
	}
	var papers []doLine
	for _, row := range rows {
		c, err := row.Folded()
		if err != nil {
			return nil, nil, err
		}
		number, at := string(c.Number), "/case/"+string(c.Number)
		line := doLine{Href: at, Notes: []string{s.matterTitle(p, c.Matter)}}
		name, err := s.partyName(r, c.Foreigner)
		if err != nil {
			return nil, nil, err
		}
		if name != "" {
			line.Notes = append([]string{name}, line.Notes...)
		}
		if who.May(people.Submit, c.Subject(""), s.Now()) != nil {
			open, err := s.Window.Waiting(r.Context(), c)
			if err != nil {
				return nil, nil, err
			}
			if len(open.Own) > 0 {
				line.Name, line.Href = p.T("page.my.do.own", "number", number, "papers", p.List(pickAll(p, open.Own))), at+"#papers"
				if open.Open != "draft" {
					line.Tag = s.daysTag(p, *open.Last)
				}
				papers = append(papers, line)
			}
			continue
		}
		switch request := c.OpenRequest(); {
		case request != nil:
			line.Name, line.Tag = p.T("page.my.do.correction", "number", number, "date", request.Due), s.daysTag(p, request.Due)
			line.Href += "/fix"
			cases = append(cases, line)
		case c.Tolerance.Running():
			line.Name, line.Tag = p.T("page.my.do.papers", "number", number, "date", c.Tolerance.Due), s.daysTag(p, c.Tolerance.Due)
			line.Href += "#papers"
			papers = append(papers, line)
		case c.Status == casefile.StatusDraft:
			kept := civil.DateOf(c.SavedAt).AddDays(casefile.DraftLife)
			line.Name, line.Tag = p.T("page.my.do.draft", "number", number), Tag{"", "clock", p.T("page.my.do.kept", "date", kept)}
			drafts = append(drafts, line)
		}
	}
	return append(cases, papers...), drafts, nil
}

func pickAll(p *locale.Printer, words []people.Words) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = pick(p, w)
	}
	return out
}

// stayNear is how many days before its last day to apply a stay waits for the reader.
const stayNear = 30

// waitingStays are the stays whose last day to apply is near or has passed.
func (s *Server) waitingStays(r *http.Request, p *locale.Printer, who people.Who) ([]doLine, error) {
	stays, err := s.Window.Stays(r.Context(), who)
	if err != nil {
		return nil, err
	}
	var out []doLine
	for _, stay := range stays {
		if stay.Over || stay.Case != "" || stay.Last == nil || int(*stay.Last-s.today()) > stayNear {
			continue
		}
		line := doLine{Name: p.T("page.my.do.stay", "name", stay.Name, "date", stay.Until), Href: "/stay", Tag: s.daysTag(p, stay.Until)}
		if next := s.stayNext(p, who, stay); stay.Late || next.Href == "" {
			line.Notes = []string{next.Text}
		} else {
			line.Notes = []string{p.T("page.my.do.apply-by", "date", *stay.Last)}
		}
		out = append(out, line)
	}
	return out, nil
}

// mostWaiting is how many permits that end soon the overview shows.
const mostWaiting = 100

// waitingPermits are the permits that end soon and about which nothing is begun,
// with the last day on which an extension can be asked for.
func (s *Server) waitingPermits(r *http.Request, p *locale.Printer, who people.Who) ([]doLine, error) {
	ending, _, err := s.Window.EndingSoon(r.Context(), who, office.PermitFilter{Limit: mostWaiting})
	if err != nil {
		return nil, err
	}
	var out []doLine
	for _, n := range ending {
		line := doLine{Name: p.T("page.my.do.expiry", "number", n.Number, "date", *n.Last), Href: "/permits/" + n.Number, Tag: s.daysTag(p, *n.Last)}
		name, err := s.partyName(r, n.Foreigner)
		if err != nil {
			return nil, err
		}
		line.Notes = compact([]string{name, p.T("permit.kind." + string(n.Kind)), s.extendBy(p, n)})
		if who.Role == people.Applicant {
			line.Notes = append(line.Notes, p.T("page.my.do.employer"))
		}
		out = append(out, line)
	}
	return out, nil
}

// extendBy says until when the permit can be extended, where a matter says it.
func (s *Server) extendBy(p *locale.Printer, n office.Nudge) string {
	m, ok := s.matterFor(facts.PlaceCode(n.Place), func(m casefile.Matter) bool {
		return m.Deemed != nil && m.Permit != nil && cmp.Or(m.Permit.Kind, permit.Work) == n.Kind
	})
	if !ok {
		return ""
	}
	last := n.Last.AddDays(-civil.Days(m.Deemed.DaysBefore))
	if last < s.today() {
		return p.T("page.my.do.extend-late", "date", last)
	}
	return p.T("page.my.do.extend-by", "date", last)
}

// waitingConsents are what other employers ask of the reader's.
func (s *Server) waitingConsents(r *http.Request, p *locale.Printer, who people.Who) ([]doLine, error) {
	if !who.Role.Can(people.Consent) {
		return nil, nil
	}
	asked, err := s.Window.ConsentsAsked(r.Context(), who)
	if err != nil {
		return nil, err
	}
	var out []doLine
	for _, a := range asked {
		if a.Open {
			out = append(out, doLine{Name: p.T("page.my.do.consent", "employer", a.Employer, "name", a.Foreigner), Href: "/consents", Notes: []string{s.matterTitle(p, a.Matter)}, Tag: Tag{"warn", "clock", p.T("consent.state.asked")}})
		}
	}
	return out, nil
}
