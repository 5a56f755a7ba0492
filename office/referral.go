package office

import (
	"context"

	"yichuang/casefile"
	"yichuang/lists"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/store"
)

// Referral is a row of a list to which a decision sends the person, such as a
// hospital, with what the list knows of the way there.
type Referral struct {
	Result string // id of the track's result that names the row
	Title  people.Words
	Name   people.Words
	Kind   lists.Kind
	Row    lists.Row
}

// Referrals are the rows that a decision on the case names.
func (w *Window) Referrals(ctx context.Context, c casefile.Case, d casefile.Decision) ([]Referral, error) {
	return w.referrals(ctx, &w.DB.Reader, c, d)
}

func (w *Window) referrals(ctx context.Context, r *store.Reader, c casefile.Case, d casefile.Decision) ([]Referral, error) {
	m, ok := w.Matters.Find(c.Matter)
	if !ok {
		return nil, nil
	}
	plan, _ := m.Track(d.Track)
	var out []Referral
	for _, q := range plan.Results {
		id := d.Detail[q.ID]
		if q.Type != casefile.AskRow || id == "" {
			continue
		}
		kind, row, err := w.listRow(ctx, r, lists.ID(q.List), c.Place, id)
		if err != nil {
			return nil, err
		}
		out = append(out, Referral{q.ID, q.Title, kind.Name(row), kind, row})
	}
	return out, nil
}

// Way is how to get there and whom to ask, as the list tells it: titles and texts
// in turn.
func (f Referral) Way(p *locale.Printer) [][2]string {
	var out [][2]string
	for _, id := range f.Kind.Reach {
		field, _ := f.Kind.Field(id)
		var said []string
		for _, words := range f.Kind.Says(f.Row, id) {
			said = append(said, p.Pick(words.ZH, words.EN))
		}
		if len(said) > 0 {
			out = append(out, [2]string{p.Pick(field.Title.ZH, field.Title.EN), p.List(said)})
		}
	}
	return out
}

// told is the referral as a message tells it: one line, in a language.
func (f Referral) told(l locale.Language) string {
	p := locale.For(l)
	pair := func(name, text string) string { return p.T("message.referral.pair", "name", name, "text", text) }
	line := pair(p.Pick(f.Title.ZH, f.Title.EN), p.Pick(f.Name.ZH, f.Name.EN))
	for _, way := range f.Way(p) {
		line = p.T("message.referral.join", "left", line, "right", pair(way[0], way[1]))
	}
	return line
}
