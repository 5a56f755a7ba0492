package office

import (
	"context"
	"slices"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/letter"
	"yichuang/people"
	"yichuang/store"
	"yichuang/supervision"
)

// Stops are the sanctions in force that stop the case today, or would.
func (w *Window) Stops(ctx context.Context, c casefile.Case) ([]casefile.Stop, error) {
	return stopsOf(ctx, &w.DB.Reader, w.Clock(), supervision.HandlingOf(c))
}

// stops are the sanctions in force that cover the case.
func (s *step) stops(ctx context.Context, now time.Time) ([]casefile.Stop, error) {
	return stopsOf(ctx, &s.tx.Reader, now, supervision.HandlingOf(s.file))
}

// stopsOf are the sanctions in force that stop the handling.
func stopsOf(ctx context.Context, r *store.Reader, now time.Time, h supervision.Handling) ([]casefile.Stop, error) {
	sanctions, err := sanctionsOf(ctx, r, now, h)
	if err != nil {
		return nil, err
	}
	return supervision.Stops(sanctions, h, civil.DateOf(now)), nil
}

func sanctionsOf(ctx context.Context, r *store.Reader, now time.Time, h supervision.Handling) ([]supervision.Sanction, error) {
	var ids []string
	for _, p := range []people.PartyID{h.Employer, h.Agent, h.Foreigner} {
		if p != "" {
			ids = append(ids, string(p))
		}
	}
	if ids == nil || h.Relief {
		return nil, nil
	}
	on := civil.DateOf(now)
	rows, err := r.Sanctions(ctx, store.SanctionFilter{Parties: ids, On: &on})
	if err != nil {
		return nil, err
	}
	sanctions := make([]supervision.Sanction, len(rows))
	for i, row := range rows {
		if sanctions[i], err = unpack[supervision.Sanction](row.Body, "sanction", row.ID); err != nil {
			return nil, err
		}
	}
	return sanctions, nil
}

// holdOrRelease holds a pending case that a sanction in force covers, with its
// letter, and lets one go on whose sanction has ended. who is the officer whose
// act it follows from, or the system on the sanction's day.
func (s *step) holdOrRelease(ctx context.Context, now time.Time, who people.Who) error {
	if s.file.Status == casefile.StatusDraft || s.file.Relief {
		return nil
	}
	h := supervision.HandlingOf(s.file)
	sanctions, err := sanctionsOf(ctx, &s.tx.Reader, now, h)
	if err != nil {
		return err
	}
	stops := supervision.Stops(sanctions, h, civil.DateOf(now))
	s.by = casefile.By{Who: who, At: now}
	if held := s.file.Held; held != "" && !slices.ContainsFunc(stops, func(x casefile.Stop) bool { return x.Sanction == held }) {
		if err := s.keep(ctx, s.file.Release(s.by, held)); err != nil {
			return err
		}
	}
	if len(stops) == 0 || s.file.Held != "" {
		return nil
	}
	i := slices.IndexFunc(sanctions, func(x supervision.Sanction) bool { return string(x.ID) == stops[0].Sanction })
	return s.hold(ctx, sanctions[i])
}

// hold holds the case on the sanction and writes the letter that says so. The
// facts stay in the file of the sanction's party: others read this case too.
func (s *step) hold(ctx context.Context, sanction supervision.Sanction) error {
	if s.file.Status == casefile.StatusDecided || !s.file.Open() {
		return nil
	}
	ref, err := s.reference(ctx, "")
	if err != nil {
		return err
	}
	events, err := s.file.Hold(s.by, casefile.HandlingHeld{Sanction: string(sanction.ID), Notice: ref})
	if err != nil {
		return err
	}
	office, err := s.officeOf(ctx, s.file.Tracks[0].Office)
	if err != nil {
		return err
	}
	name, err := s.partyName(ctx, sanction.Party)
	if err != nil {
		return err
	}
	events, err = s.letter(ctx, events, func(c casefile.Case) (notice, error) {
		matter, err := s.matter(c.Matter)
		fields := sanctionFields(sanction, name)
		fields["facts"], fields["reason"] = letter.Key("issue.held.facts"), letter.Key("issue.held.reason")
		return notice{kind: casefile.SanctionLetter, ref: ref, fields: fields, remedy: remedyOf(office, "sanction/imposed"),
			lists: map[string][]letter.Fields{"clauses": letter.Citations([]casefile.Citation{{Clause: sanction.Clause}}, s.names(matter))}}, err
	})
	if err != nil {
		return err
	}
	return s.keep(ctx, events)
}
