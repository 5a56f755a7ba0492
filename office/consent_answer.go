package office

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Answering is what a party says to a consent that is asked of it.
type Answering struct {
	Agree  bool
	Reason string // of a refusal
	Name   string // who answers for the party, as typed
	Code   string // the party's unified social credit code, in proof that the right party has the link
}

// AnswerByLink answers without an account: the link is bound to the party, and
// whoever has it proves to be the party by its code. Wrong codes are counted
// before they are told; after five the link is dead.
func (w *Window) AnswerByLink(ctx context.Context, code string, answer Answering) (Asked, error) {
	if strings.TrimSpace(answer.Name) == "" {
		return Asked{}, needed("name")
	}
	wrong := false
	err := w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		cred, body, _, err := w.consentLinked(ctx, &tx.Reader, code)
		if err != nil {
			return err
		}
		party, err := tx.Party(ctx, string(body.Party))
		if err != nil {
			return err
		}
		if !strings.EqualFold(strings.TrimSpace(answer.Code), party.Code) {
			wrong, body.Failures = true, body.Failures+1
			if cred.Body, err = json.Marshal(body); err != nil {
				return err
			}
			return tx.ChangeCredential(ctx, &cred)
		}
		c, err := tx.CaseFile(ctx, body.Case)
		if err != nil {
			return err
		}
		who := people.Who{Account: body.Party, Role: people.EmployerHR, Party: body.Party}
		s := &step{Window: w, tx: tx, law: w.Law(), by: casefile.By{Who: who, At: tx.Now()}, file: c}
		if err := s.answerConsent(ctx, body.Of, answer); err != nil {
			return err
		}
		cred.UsedAt = tx.Now()
		return tx.ChangeCredential(ctx, &cred)
	})
	if err == nil && wrong {
		err = fault.New(fault.Invalid, "fault.consent.code").WithPath("code")
	}
	if err != nil {
		return Asked{}, err
	}
	return w.ConsentByLink(ctx, code)
}

func (s *step) answerConsent(ctx context.Context, of string, answer Answering) error {
	act := func() ([]casefile.Event, error) { return s.file.Consent(s.by, of, answer.Name) }
	if !answer.Agree {
		act = func() ([]casefile.Event, error) { return s.file.RefuseConsent(s.by, of, answer.Name, answer.Reason) }
	}
	events, err := act()
	if err != nil {
		return err
	}
	return s.keep(ctx, events)
}

// AnswerConsent answers for the party that the account handles, as ConsentOf shows it.
func (w *Window) AnswerConsent(ctx context.Context, in Write, of string, answer Answering) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		if may, err := s.mayConsent(ctx, &s.tx.Reader, in.Who, s.file); err != nil || !may {
			return nil, cmp.Or(err, errNoConsent)
		}
		return nil, s.answerConsent(ctx, of, answer)
	})
}

// ConsentOf shows a consent to an account of the party that is asked.
func (w *Window) ConsentOf(ctx context.Context, who people.Who, number casefile.CaseNumber, of string) (Asked, error) {
	c, err := w.DB.CaseFile(ctx, number)
	if err != nil {
		return Asked{}, err
	}
	may, err := w.mayConsent(ctx, &w.DB.Reader, who, c)
	if err != nil {
		return Asked{}, err
	}
	for _, k := range c.Consents {
		if may && k.Of == of && k.Party != "" && k.Party == who.Party && !who.Disabled && who.Role.Can(people.Consent) {
			return w.askedView(ctx, &w.DB.Reader, c, k)
		}
	}
	return Asked{}, errNoConsent
}

var errNoConsent error = fault.New(fault.NotFound, "fault.case.not-found")

// speaks reports whether the account speaks for its organisation towards others.
// Anybody who knows the credit code of a party that was only named can register
// it, so nobody does before an office has found the registration right; the link
// that was sent to the party works without.
func (w *Window) speaks(ctx context.Context, r *store.Reader, who people.Who) (bool, error) {
	if who.Role != people.EmployerHR {
		return true, nil
	}
	s, err := w.registrationOf(ctx, r, who.Party)
	return s.Holds(), err
}

// mayConsent reports whether the account answers what is asked of its party: in a
// case that it files itself anybody of it does, for nobody else has asked.
func (w *Window) mayConsent(ctx context.Context, r *store.Reader, who people.Who, c casefile.Case) (bool, error) {
	if who.Party == c.Employer {
		return true, nil
	}
	return w.speaks(ctx, r, who)
}

// ConsentsAsked lists the consents that wait for the person's party.
func (w *Window) ConsentsAsked(ctx context.Context, who people.Who) ([]Asked, error) {
	scope := people.Scope{Account: who.Account, Consenter: who.Scope(w.Clock()).Consenter}
	if speaks, err := w.speaks(ctx, &w.DB.Reader, who); err != nil || !speaks {
		return nil, err
	}
	rows, err := w.DB.Cases(ctx, store.CaseFilter{Scope: scope, OpenOnly: true, Order: store.ByChange, Limit: 100})
	if err != nil {
		return nil, err
	}
	var out []Asked
	for _, row := range rows {
		c, err := row.Folded()
		if err != nil {
			return nil, err
		}
		for _, k := range c.Consents {
			if k.Party != who.Party || c.Employer == who.Party {
				continue
			}
			a, err := w.askedView(ctx, &w.DB.Reader, c, k)
			if err != nil {
				return nil, err
			}
			out = append(out, a)
		}
	}
	return out, nil
}
