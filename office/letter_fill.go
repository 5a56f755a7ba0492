package office

import (
	"context"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/letter"
	"yichuang/people"
)

// firstCheck is within how many working days an office answers an application
// (Licensing Law art. 32), where the packs give no limit of their own.
const firstCheck civil.WorkingDays = 5

// receipt tells what was handed in and by when the office answers. Without any
// paper there is nothing to receive.
func (s *step) receipt(ctx context.Context, events []casefile.Event) ([]casefile.Event, error) {
	return s.letter(ctx, events, func(c casefile.Case) (notice, error) {
		matter, err := s.matter(c.Matter)
		if err != nil {
			return notice{}, err
		}
		papers := letter.Papers(c.Slots, s.names(matter))
		if len(papers) == 0 {
			return notice{}, nil
		}
		cal, err := s.law.calendar(c.Place)
		if err != nil {
			return notice{}, err
		}
		due := cal.Due(civil.DateOf(s.tx.Now()), firstCheck)
		for _, k := range c.Clocks {
			if on, known := k.Due(cal); known && k.Limit.Step == casefile.StepAcceptance && k.Limit.Statutory {
				due = on
			}
		}
		office, err := s.officeOf(ctx, c.Tracks[0].Office)
		if err != nil {
			return notice{}, err
		}
		return notice{kind: casefile.ReceiptLetter, lists: map[string][]letter.Fields{"papers": papers}, fields: letter.Fields{
			"received": letter.Moment(s.tx.Now()), "due": letter.Due(due), "receiver": letter.Words(office.Name),
		}}, nil
	})
}

// correction is the one notice of everything that is wrong.
func (s *step) correction(ctx context.Context, events []casefile.Event, r casefile.CorrectionRequested) ([]casefile.Event, error) {
	return s.letter(ctx, events, func(c casefile.Case) (notice, error) {
		matter, err := s.matter(c.Matter)
		fields := letter.Fields{"due": letter.Due(r.Due), "consequence": letter.Key("issue.correction.missed")}
		if r.Again != "" {
			fields["again"] = letter.Text(r.Again)
		}
		return notice{kind: casefile.CorrectionLetter, ref: r.Notice, fields: fields,
			lists: map[string][]letter.Fields{"corrections": letter.Corrections(r.Items, s.names(matter))}}, err
	})
}

// acceptance tells the day and the limits that run from it.
func (s *step) acceptance(ctx context.Context, events []casefile.Event, kind casefile.LetterKind) ([]casefile.Event, error) {
	return s.letter(ctx, events, func(c casefile.Case) (notice, error) {
		matter, err := s.matter(c.Matter)
		if err != nil {
			return notice{}, err
		}
		cal, err := s.law.calendar(c.Place)
		if err != nil {
			return notice{}, err
		}
		names := s.names(matter)
		running := letter.Limits(c.Clocks, cal, civil.DateOf(s.tx.Now()), names)
		on := letter.Day(c.Moments[casefile.AtAcceptance])
		return notice{kind: kind, fields: letter.Fields{"accepted": on, "received": on}, lists: map[string][]letter.Fields{
			"limits": running, "clauses": letter.Citations(basis(c, matter), names),
		}}, nil
	})
}

// basis are the clauses that a case rests on where the officer cites none: those
// of its limits, else those of its papers, else those that open its matter.
func basis(c casefile.Case, matter casefile.Matter) []casefile.Citation {
	var cited []casefile.Citation
	add := func(clause string) {
		if clause != "" && !slices.ContainsFunc(cited, func(k casefile.Citation) bool { return k.Clause == clause }) {
			cited = append(cited, casefile.Citation{Clause: clause})
		}
	}
	for _, l := range c.Limits {
		add(l.Clause)
	}
	if cited == nil {
		for _, slot := range c.Slots {
			add(slot.Clause)
		}
	}
	if cited == nil {
		for _, clause := range matter.Clauses {
			add(clause)
		}
	}
	return cited
}

// notAccepted tells why, on what ground and where to turn instead.
func (s *step) notAccepted(ctx context.Context, events []casefile.Event, n casefile.NotAccepted, remedy people.Words) ([]casefile.Event, error) {
	if remedy.ZH != n.Remedy {
		remedy = people.Words{ZH: n.Remedy, EN: n.Remedy}
	}
	return s.letter(ctx, events, func(c casefile.Case) (notice, error) {
		matter, err := s.matter(c.Matter)
		fields := letter.Fields{"reason": letter.Text(n.Reason)}
		if n.Office != "" {
			fields["right_office"] = letter.Text(n.Office)
		}
		return notice{kind: casefile.NotAcceptedLetter, fields: fields, remedy: remedy,
			lists: map[string][]letter.Fields{"clauses": letter.Citations([]casefile.Citation{{Clause: n.Clause}}, s.names(matter))}}, err
	})
}

// withdrawal confirms that the case was taken back.
func (s *step) withdrawal(ctx context.Context, events []casefile.Event, reason string) ([]casefile.Event, error) {
	return s.letter(ctx, events, func(casefile.Case) (notice, error) {
		fields := letter.Fields{"withdrawn": letter.Day(civil.DateOf(s.tx.Now()))}
		if reason != "" {
			fields["reason"] = letter.Text(reason)
		}
		return notice{kind: casefile.WithdrawalLetter, fields: fields}, nil
	})
}
