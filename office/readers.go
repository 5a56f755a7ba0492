package office

import (
	"context"
	"encoding/json"
	"fmt"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
)

// Reader is somebody who can read a case, and on what ground.
type Reader struct {
	Name  people.Words
	Why   string      // "foreigner", "employer", "agency", "office", "consent"
	Until *civil.Date // of an agency's mandate; nil: without end
	Hides bool        // an office that does not see everything
}

// Readers lists who can read the case, to those who may read it themselves.
func (w *Window) Readers(ctx context.Context, who people.Who, c casefile.Case) ([]Reader, error) {
	if err := w.mayRead(who, c); err != nil {
		return nil, err
	}
	var out []Reader
	add := func(id people.PartyID, why string, until *civil.Date) error {
		if id == "" {
			return nil
		}
		name, err := w.PartyName(ctx, id)
		out = append(out, Reader{Name: people.Words{ZH: name, EN: name}, Why: why, Until: until})
		return err
	}
	if err := add(c.Foreigner, "foreigner", nil); err != nil {
		return nil, err
	}
	if err := add(c.Employer, "employer", nil); err != nil {
		return nil, err
	}
	mandates, err := w.DB.MandatesOf(ctx, string(c.Employer))
	if err != nil {
		return nil, err
	}
	for _, row := range mandates {
		var m people.Mandate
		if err := json.Unmarshal(row.Body, &m); err != nil {
			return nil, fmt.Errorf("read mandate %s: %w", row.ID, err)
		}
		if !m.Alive(w.Clock()) {
			continue
		}
		if err := add(m.Agent, "agency", m.Until); err != nil {
			return nil, err
		}
	}
	for _, k := range c.Consents {
		if err := add(k.Party, "consent", nil); err != nil {
			return nil, err
		}
	}
	offices, err := officesOf(ctx, &w.DB.Reader)
	if err != nil {
		return nil, err
	}
	matter, _ := w.Matters.Find(c.Matter)
	for _, t := range c.Tracks {
		plan, _ := matter.Track(t.ID)
		for _, o := range offices {
			if o.ID == t.Office {
				out = append(out, Reader{Name: o.Name, Why: "office", Hides: len(plan.Hidden) > 0})
			}
		}
	}
	return out, nil
}
