package office

import (
	"context"
	"encoding/json"
	"strings"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Deliver records how, when and to whom a letter went, and writes the proof.
func (w *Window) Deliver(ctx context.Context, in Write, ref casefile.Reference, d casefile.Delivery) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		events, err := s.file.Deliver(s.by, ref, d)
		if err != nil {
			return nil, err
		}
		return s.delivered(ctx, events)
	})
}

// HandOver hands the case's letters to the person at the counter and closes the
// case where nothing is left: collection is finished on arrival.
func (w *Window) HandOver(ctx context.Context, in Write, to string) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		events, err := s.file.HandOver(s.by, to)
		if err != nil {
			return nil, err
		}
		return s.delivered(ctx, events)
	})
}

// Message writes a note to the other side.
func (w *Window) Message(ctx context.Context, in Write, m casefile.Messaged) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Message(s.by, m) })
}

// Reply answers everything that the desk asked, in words: the request is answered
// and the words are written to the desk in one act.
func (w *Window) Reply(ctx context.Context, in Write, text string) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		answer := casefile.CorrectionAnswered{}
		if asked := s.file.OpenRequest(); asked != nil {
			for i := range asked.Items {
				answer.Done = append(answer.Done, i)
			}
		}
		events, err := s.file.Answer(s.by, answer, casefile.AnswersSaved{})
		if err != nil {
			return nil, err
		}
		after, err := s.file.After(events)
		if err != nil {
			return nil, err
		}
		words, err := after.Message(s.by, casefile.Messaged{To: "office", Text: text})
		return append(events, words...), err
	})
}

// PassportNumber is what a reveal is about.
const PassportNumber = "passport-number"

// Reveal returns the passport number of the case's foreigner in full. That it was
// looked at, by whom and when, is kept in the same transaction.
func (w *Window) Reveal(ctx context.Context, in Write) (number string, err error) {
	_, err = w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		return s.file.Reveal(s.by, casefile.Revealed{What: PassportNumber, Of: s.file.Foreigner})
	})
	if err != nil {
		return "", err
	}
	c, err := w.Case(ctx, in.Who, in.Number)
	if err != nil {
		return "", err
	}
	if c.Foreigner == "" {
		return "", fault.New(fault.NotFound, "fault.case.no-foreigner")
	}
	party, err := w.DB.Party(ctx, string(c.Foreigner))
	return party.Passport, err
}

// Identity is what a case's page says of its foreigner, with the passport masked.
type Identity struct {
	Name, ChineseName, Nationality, Passport string
	BirthDate                                string
}

// Identity reads who the case is about, for those who may read the case.
func (w *Window) Identity(ctx context.Context, who people.Who, number casefile.CaseNumber) (id Identity, err error) {
	c, err := w.Case(ctx, who, number)
	if err != nil || c.Foreigner == "" {
		return id, err
	}
	party, err := w.DB.Party(ctx, string(c.Foreigner))
	if err != nil {
		return id, err
	}
	id = Identity{Name: party.Name, ChineseName: chineseName(party), Nationality: party.Nationality}
	if party.Passport != "" {
		id.Passport = MaskPassport(party.Passport)
	}
	if party.BirthDate != nil {
		id.BirthDate = party.BirthDate.String()
	}
	return id, nil
}

// CounterEmployer is an employer as a clerk registers it from the licence shown
// at the counter.
type CounterEmployer struct {
	Name, NameEN, CreditCode string
	Place                    people.PlaceCode
}

// register finds the employer with the code, or registers it: verified, because the
// clerk has its licence in hand. Nobody gets an account by it.
func (e CounterEmployer) register(ctx context.Context, tx *store.Tx, who people.Who) (people.PartyID, error) {
	if who.Disabled || who.Role != people.Clerk {
		return "", fault.New(fault.Forbidden, "fault.people.role")
	}
	e.CreditCode = strings.ToUpper(strings.TrimSpace(e.CreditCode))
	if e.CreditCode == "" {
		return "", needed("code")
	}
	known, err := tx.PartyByCode(ctx, e.CreditCode)
	switch {
	case err == nil && known.Kind == kindEmployer:
		return people.PartyID(known.ID), nil
	case err == nil:
		return "", fault.New(fault.Invalid, "fault.desk.no-employer").WithPath("code")
	case !fault.Is(err, fault.NotFound):
		return "", err
	case strings.TrimSpace(e.Name) == "":
		return "", fault.New(fault.Invalid, "fault.desk.unknown-employer").WithPath("employer_name")
	case !people.ValidCreditCode(e.CreditCode):
		return "", fault.New(fault.Invalid, "fault.account.credit-code").WithPath("code")
	case !serves(who, e.Place):
		return "", fault.New(fault.Invalid, "fault.desk.other-place").WithPath("place")
	}
	party, err := e.party()
	if err != nil {
		return "", err
	}
	if err := tx.AddParty(ctx, &party); err != nil {
		return "", err
	}
	return people.PartyID(party.ID), record(ctx, tx, who, "party/"+party.ID, "party.registered-at-counter", map[string]string{"code": e.CreditCode, "name": party.Name})
}

// party is the row of an employer that the clerk has verified.
func (e CounterEmployer) party() (store.Party, error) {
	party, err := Registration{Name: e.Name, NameEN: e.NameEN, CreditCode: e.CreditCode, Place: e.Place}.party()
	if err != nil {
		return party, err
	}
	var body people.Employer
	if err := json.Unmarshal(party.Body, &body); err != nil {
		return party, err
	}
	body.Verification = people.Verified
	party.Status = string(people.Verified)
	party.Body, err = json.Marshal(body)
	return party, err
}
