package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/lists"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// ownAnswer is the answer to a matter's own question as it is kept.
func ownAnswer(q casefile.Question, text string) (map[string]json.RawMessage, error) {
	value, err := json.Marshal(text)
	return map[string]json.RawMessage{q.Path(): value}, err
}

// matterIn is the case's matter as its forms ask it and its pages show it:
// questions that choose a row of a list offer the rows of today, beside the row
// that was chosen.
func (s *Server) matterIn(r *http.Request, c casefile.Case) (casefile.Matter, error) {
	m, ok := s.Window.Matters.Find(c.Matter)
	if !ok {
		return m, fault.New(fault.NotFound, "fault.matter.not-found", "matter", string(c.Matter))
	}
	var err error
	if m.Questions, err = s.withRows(r, c, m, m.Questions, func(q casefile.Question) string { return c.Own(q) }); err != nil {
		return m, err
	}
	tracks := make([]casefile.TrackPlan, len(m.Tracks))
	for i, t := range m.Tracks {
		decided, _ := c.Track(t.ID)
		chosen := func(q casefile.Question) string {
			if decided.Decision == nil {
				return ""
			}
			return decided.Decision.Detail[q.ID]
		}
		tracks[i] = t
		if tracks[i].Results, err = s.withRows(r, c, m, t.Results, chosen); err != nil {
			return m, err
		}
	}
	m.Tracks = tracks
	return m, nil
}

// withRows makes choices of the questions that choose a row.
func (s *Server) withRows(r *http.Request, c casefile.Case, m casefile.Matter, questions []casefile.Question, chosen func(casefile.Question) string) ([]casefile.Question, error) {
	out := make([]casefile.Question, len(questions))
	for i, q := range questions {
		out[i] = q
		if q.Type != casefile.AskRow {
			continue
		}
		offers, err := s.Window.Offers(r.Context(), c, m, q)
		if err != nil {
			return nil, err
		}
		out[i].Type = casefile.AskChoice
		id, listed := chosen(q), false
		for _, o := range offers {
			listed = listed || o.Row.ID == id
			out[i].Choices = append(out[i].Choices, casefile.Option{ID: o.Row.ID, Title: people.Words{ZH: offerText(locale.For(locale.Chinese), o), EN: offerText(locale.For(locale.English), o)}})
		}
		if id != "" && !listed {
			kind, row, err := s.Window.ListRow(r.Context(), lists.ID(q.List), c.Place, id)
			if err != nil {
				return nil, err
			}
			out[i].Choices = append(out[i].Choices, casefile.Option{ID: id, Title: kind.Name(row)})
		}
	}
	return out, nil
}

// offerText is a row as a form offers it: its name, what tells it from the
// others, and what is paid for it.
func offerText(p *locale.Printer, o office.Offer) string {
	texts := []string{pick(p, o.Kind.Name(o.Row))}
	for _, id := range o.Kind.Brief {
		f, _ := o.Kind.Field(id)
		text := fieldText(p, o.Kind, o.Row, f)
		if f.Type == lists.Yes && text != "" {
			text = pick(p, f.Title)
		}
		if f.Type == lists.Number && text != "" {
			text = p.T("page.offer.number", "name", pick(p, f.Title), "n", text)
		}
		if text != "" {
			texts = append(texts, text)
		}
	}
	if o.Paid > 0 {
		texts = append(texts, p.T("page.offer.paid", "amount", p.Money(float64(o.Paid))))
	}
	return strings.Join(texts, p.T("page.offer.join"))
}

// callList is the list that programmes choose from, "" where no matter does: the
// one whose rows open and close.
func (s *Server) callList() string {
	for _, m := range s.Window.Matters {
		for _, q := range m.Questions {
			if kind, ok := s.Window.Lists.Find(lists.ID(q.List)); ok && kind.Closes != "" {
				return q.List
			}
		}
	}
	return ""
}
