package office

import (
	"context"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/letter"
	"yichuang/people"
)

// rests are the clauses of a letter whose act cites none: the matter's basis for
// the kind, else the clauses of the case's limits and papers.
func rests(matter casefile.Matter, kind casefile.LetterKind, c casefile.Case, more ...string) []casefile.Citation {
	var cited []casefile.Citation
	for _, clause := range append([]string{matter.Basis[kind]}, more...) {
		if clause != "" {
			cited = append(cited, casefile.Citation{Clause: clause})
		}
	}
	if cited == nil {
		return basis(c, matter)
	}
	return cited
}

// paused tells from when time is not counted, why, and what restarts it.
func (s *step) paused(ctx context.Context, events []casefile.Event, p casefile.ClockPaused) ([]casefile.Event, error) {
	return s.letter(ctx, events, func(c casefile.Case) (notice, error) {
		matter, err := s.matter(c.Matter)
		fields := letter.Fields{
			"from": letter.Day(civil.DateOf(s.tx.Now())), "pause_ground": letter.Key("ground-of-pause." + string(p.Ground)),
			"restart": letter.Key("issue.pause.restart." + string(p.Ground)),
		}
		if p.Reason != "" {
			fields["reason"] = letter.Text(p.Reason)
		}
		return notice{kind: casefile.PauseLetter, track: p.Track, ref: p.Notice, fields: fields, lists: map[string][]letter.Fields{
			"clauses": letter.Citations(rests(matter, casefile.PauseLetter, c), s.names(matter)),
		}}, err
	})
}

// extended tells by how much a limit is extended, why, and the new last day.
func (s *step) extended(ctx context.Context, events []casefile.Event, x casefile.ClockExtended) ([]casefile.Event, error) {
	before, _ := clockOf(s.file, x.Clock)
	return s.letter(ctx, events, func(c casefile.Case) (notice, error) {
		matter, err := s.matter(c.Matter)
		if err != nil {
			return notice{}, err
		}
		cal, err := s.law.calendar(c.Place)
		if err != nil {
			return notice{}, err
		}
		after, _ := clockOf(c, x.Clock)
		fields := letter.Fields{"days": letter.Length{N: x.Amount, Unit: before.Limit.Unit}, "reason": letter.Text(x.Reason)}
		if due, ok := before.Due(cal); ok {
			fields["former_due"] = letter.Due(due)
		}
		if due, ok := after.Due(cal); ok {
			fields["due"] = letter.Due(due)
		}
		return notice{kind: casefile.ExtensionLetter, track: before.Limit.Track, ref: x.Notice, fields: fields, lists: map[string][]letter.Fields{
			"clauses": letter.Citations(rests(matter, casefile.ExtensionLetter, c, before.Limit.Clause), s.names(matter)),
		}}, nil
	})
}

// tolerated tells which papers may follow, by when, on what ground, and who
// promised it.
func (s *step) tolerated(ctx context.Context, events []casefile.Event, t casefile.Tolerance) ([]casefile.Event, error) {
	return s.letter(ctx, events, func(c casefile.Case) (notice, error) {
		matter, err := s.matter(c.Matter)
		names := s.names(matter)
		fields := letter.Fields{"due": letter.Due(t.Due), "consequence": letter.Key("issue.tolerance.missed")}
		lists := map[string][]letter.Fields{
			"papers": letter.Following(t, names), "clauses": letter.Citations([]casefile.Citation{{Clause: t.Clause}}, names),
		}
		for _, k := range c.Commitments {
			if k.ID == t.Commitment {
				lists["promises"] = []letter.Fields{{"text": letter.Key("issue.tolerance.promise")}}
				fields["signed_by"], fields["signed_at"] = letter.Text(k.Name), letter.Moment(k.At)
			}
		}
		return notice{kind: casefile.ToleranceLetter, fields: fields, lists: lists}, err
	})
}

// delivered is the one proof of delivery of all letters that the events delivered:
// what goes to one person in one act is signed for once.
func (s *step) delivered(ctx context.Context, events []casefile.Event) ([]casefile.Event, error) {
	var handed []casefile.LetterDelivered
	for _, e := range events {
		if body, ok := e.Body.(casefile.LetterDelivered); ok {
			handed = append(handed, body)
		}
	}
	if len(handed) == 0 {
		return events, nil
	}
	return s.letter(ctx, events, func(c casefile.Case) (notice, error) { return s.proof(ctx, c, handed) })
}

// proof says which letters went how, when, to whom, by whose hand.
func (s *step) proof(ctx context.Context, c casefile.Case, handed []casefile.LetterDelivered) (notice, error) {
	var lines []letter.Fields
	for _, d := range handed {
		line, err := s.handedLetter(ctx, c, d.Ref)
		if err != nil {
			return notice{}, err
		}
		lines = append(lines, line)
	}
	var track casefile.TrackID // of the office that hands them over, which numbers the proof
	for _, t := range c.Tracks {
		if t.Office == s.by.Who.Office {
			track = t.ID
		}
	}
	addressee, err := s.addressee(ctx, c)
	if err != nil {
		return notice{}, err
	}
	d := handed[0].Delivery
	by, err := s.accountName(ctx, d.By)
	n := notice{kind: casefile.ProofOfDelivery, track: track, fields: letter.Fields{
		"addressee": letter.Words(addressee), "delivered_how": letter.Key("delivered." + d.How), "delivered_at": letter.Moment(d.At),
		"receiver": letter.Text(d.To), "delivered_by": letter.Text(by),
	}}
	if len(lines) > 1 {
		n.lists = map[string][]letter.Fields{"letters": lines}
		return n, err
	}
	n.fields["letter"], n.fields["letter_number"] = lines[0]["letter"], lines[0]["letter_number"]
	return n, err
}

// handedLetter names a letter of the case by its title and number.
func (s *step) handedLetter(ctx context.Context, c casefile.Case, ref casefile.Reference) (letter.Fields, error) {
	var kind casefile.LetterKind
	for _, l := range c.Letters {
		if l.Ref == ref {
			kind = l.Kind
		}
	}
	office, err := s.officeOf(ctx, ref.Office)
	if err != nil {
		return nil, err
	}
	number, err := letter.Numbered(office, ref)
	return letter.Fields{"letter": letter.Key("letter." + string(kind) + ".title"), "letter_number": letter.Text(number)}, err
}

// accountName is what people call an account.
func (s *step) accountName(ctx context.Context, id people.PartyID) (string, error) {
	row, err := s.tx.Account(ctx, string(id))
	return row.Name, err
}
