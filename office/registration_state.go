package office

import (
	"context"
	"encoding/json"
	"fmt"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// registrationDays is the parameter that says within how many working days an
// office checks a registration.
const registrationDays = "registration-days"

// RegistrationState is how the registration of an employer or a service agency stands.
type RegistrationState struct {
	Registered
	Was      bool            // it was found right before what is checked now was changed
	Checkers []people.Office // who checks it: the offices of its place
	By       *civil.Date     // the day by which they do; nil: nobody checks, or no calendar is there
}

// Holds reports whether the organisation may send applications: its registration
// was found right, even where a change of it is still looked at.
func (s RegistrationState) Holds() bool {
	return s.Status != people.Rejected && (s.Status != people.Unverified || s.Was)
}

func (w *Window) registrationState(ctx context.Context, r *store.Reader, row store.Party) (s RegistrationState, err error) {
	if s.Registered, err = registered(row); err != nil {
		return s, err
	}
	var body orgBody
	if err := json.Unmarshal(row.Body, &body); err != nil {
		return s, fmt.Errorf("read party %s: %w", row.ID, err)
	}
	s.Was = s.Status == people.Unverified && body.WasVerified
	offices, err := officesOf(ctx, r)
	if err != nil {
		return s, err
	}
	for _, office := range offices {
		if office.Kind == people.ForeignExperts && office.Serves(s.Place) {
			s.Checkers = append(s.Checkers, office)
		}
	}
	since := civil.DateOf(row.ChangedAt)
	if body.HandedIn != nil {
		since = *body.HandedIn // an edit of what nobody checks does not begin the days anew
	}
	days, known := w.Number(registrationDays, s.Place, since)
	cal, err := w.Law().calendar(s.Place)
	if s.Status == people.Unverified && len(s.Checkers) > 0 && known && err == nil {
		by := cal.Due(since, civil.WorkingDays(days))
		s.By = &by
	}
	return s, nil // a place without a calendar has no day, and its page is shown all the same
}

func (w *Window) registrationOf(ctx context.Context, r *store.Reader, party people.PartyID) (RegistrationState, error) {
	row, err := r.Party(ctx, string(party))
	if err != nil {
		return RegistrationState{}, err
	}
	return w.registrationState(ctx, r, row)
}

// Unchecked is the organisation whose registration keeps the case from being sent:
// the employer's, or the agency's where an agency sends; nil where none does.
// Requests to a service desk, and what relieves somebody, such as cancelling, are
// never kept back.
func (w *Window) Unchecked(ctx context.Context, who people.Who, c casefile.Case) (*RegistrationState, error) {
	if err := w.mayRead(who, c); err != nil {
		return nil, err
	}
	return w.unchecked(ctx, &w.DB.Reader, who, c)
}

func (w *Window) unchecked(ctx context.Context, r *store.Reader, who people.Who, c casefile.Case) (*RegistrationState, error) {
	matter, err := w.matter(c.Matter)
	if err != nil {
		return nil, err
	}
	if matter.Kind == casefile.ForRequest || matter.Relief {
		return nil, nil
	}
	parties := []people.PartyID{c.Employer}
	if who.Role == people.Agency {
		parties = append(parties, who.Party)
	}
	for _, id := range parties {
		if id == "" {
			continue
		}
		s, err := w.registrationOf(ctx, r, id)
		if err != nil {
			return nil, err
		}
		if !s.Holds() {
			return &s, nil
		}
	}
	return nil, nil
}

// checked refuses to send what an organisation asks for whose registration nobody
// has found right.
func (s *step) checked(ctx context.Context) error {
	found, err := s.unchecked(ctx, &s.tx.Reader, s.by.Who, s.file)
	if err != nil || found == nil {
		return err
	}
	return fault.New(fault.Conflict, "fault.case.registration-"+string(found.Status), "name", found.Name).
		WithDetail("the registration of %s is %s", found.ID, found.Status)
}
