package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
	"yichuang/supervision"
)

// Opening is a request to begin a case.
type Opening struct {
	Who          people.Who
	Key          string
	Matter       casefile.MatterID
	Place        people.PlaceCode
	Employer     people.PartyID
	Agent        people.PartyID
	Foreigner    people.PartyID
	Counter      *CounterEmployer // the employer, as its licence at the counter says
	New          *NewForeigner    // the person, where not known yet
	PermitNumber string           // or its number, as the holder tells it
	PermitRow    string           // the permit to alter or to file beside; of the person served, where the new permit rests on it
	Serves       people.PartyID   // the person served who has permanent residence and so no permit
	Consents     []casefile.Consent
}

// Open begins a case as a draft and returns it with its number for life.
func (w *Window) Open(ctx context.Context, o Opening) (casefile.Case, error) {
	matter, err := w.matter(o.Matter)
	if err != nil {
		return casefile.Case{}, err
	}
	var number casefile.CaseNumber
	var after casefile.Case
	now := w.Clock()
	err = w.DB.Do(ctx, now, func(tx *store.Tx) error {
		asked, err := json.Marshal(struct {
			Matter casefile.MatterID
			Place  people.PlaceCode
		}{o.Matter, o.Place})
		if err != nil {
			return err
		}
		result, err := tx.Once(ctx, string(o.Who.Account), o.Key, asked, func() ([]byte, error) {
			o, err := o.registered(ctx, tx) // with the case or not at all
			if err != nil {
				return nil, err
			}
			s := &step{Window: w, tx: tx, law: w.Law()}
			return s.open(ctx, o, matter)
		})
		if err != nil {
			return err
		}
		number = casefile.CaseNumber(result)
		after, err = tx.CaseFile(ctx, number)
		return err
	})
	return after, err
}

// registered is the opening with the parties that came with it: found, or registered.
func (o Opening) registered(ctx context.Context, tx *store.Tx) (Opening, error) {
	var err error
	if o.New != nil {
		if o.Foreigner, err = o.New.register(ctx, tx, o.Who); err != nil {
			return o, err
		}
	}
	if o.Counter != nil {
		o.Employer, err = o.Counter.register(ctx, tx, o.Who)
	}
	return o, err
}

func (s *step) open(ctx context.Context, o Opening, matter casefile.Matter) ([]byte, error) {
	now := s.tx.Now()
	offices, err := officesOf(ctx, &s.tx.Reader)
	if err != nil {
		return nil, err
	}
	if o.PermitRow == "" {
		if o.PermitRow, err = s.namedPermit(ctx, o, matter); err != nil {
			return nil, err
		}
	}
	held, err := s.permit(ctx, o.PermitRow)
	if err != nil {
		return nil, err
	}
	stops, err := stopsOf(ctx, &s.tx.Reader, now, supervision.Handling{
		Employer: o.Employer, Agent: o.Agent, Foreigner: o.Foreigner, Service: matter.Service, Place: o.Place, Relief: matter.Relief,
	})
	if err != nil {
		return nil, err
	}
	number, err := s.number(ctx, matter, offices, o.Place)
	if err != nil {
		return nil, err
	}
	s.by = casefile.By{Who: o.Who, At: now, Stops: stops}
	events, err := casefile.Open(s.by, casefile.Opening{
		Number: number, Matter: matter, Place: o.Place, Employer: o.Employer, Agent: o.Agent,
		Foreigner: o.Foreigner, Permit: held, Serves: o.Serves, Offices: offices, Consents: o.Consents,
	})
	if err != nil {
		return nil, err
	}
	if err := s.inForce(matter, o.Place); err != nil {
		return nil, err
	}
	if err := s.ownPermit(matter, o, held); err != nil {
		return nil, err
	}
	if err := s.keep(ctx, events); err != nil {
		return nil, err
	}
	if err := s.secondServes(ctx); err != nil {
		return nil, err
	}
	if err := s.approved(ctx); err != nil {
		return nil, err
	}
	return []byte(number), s.begun(ctx, matter)
}

// begun takes over what the register knows and asks at once for the papers that
// follow from it.
func (s *step) begun(ctx context.Context, matter casefile.Matter) error {
	if err := s.needsStay(ctx, matter); err != nil {
		return err
	}
	if err := s.register(ctx); err != nil || matter.Service == "" {
		return err
	}
	determined, err := s.determined(ctx)
	if err != nil {
		return err
	}
	events, err := s.file.Determine(s.by, determined)
	if err != nil {
		return err
	}
	return s.keep(ctx, events)
}

// namedPermit finds the permit that a matter is about: the person's own of the
// number that was told, whoever employs the person; else, where the matter needs
// one, the permit in force that the person holds with this employer.
func (s *step) namedPermit(ctx context.Context, o Opening, matter casefile.Matter) (row string, err error) {
	kind := permit.Work
	if matter.Permit != nil && matter.Permit.Kind != "" {
		kind = matter.Permit.Kind
	}
	f := store.PermitFilter{Scope: systemScope, Holder: string(o.Foreigner), Kinds: []string{string(kind)}}
	switch {
	case o.Foreigner == "":
		return "", nil
	case o.PermitNumber != "":
		f.Number = strings.ToUpper(strings.TrimSpace(o.PermitNumber))
	case matter.Permit != nil && matter.Permit.Needs && matter.Permit.Alters():
		f.Employer, f.Statuses = string(o.Employer), []string{string(permit.Active)}
	default:
		return "", nil
	}
	rows, err := s.tx.Permits(ctx, f)
	if err != nil || len(rows) == 0 && o.PermitNumber == "" {
		return "", err
	}
	if len(rows) == 0 {
		return "", fault.New(fault.Invalid, "fault.permit.not-found").WithPath("permit")
	}
	return rows[len(rows)-1].ID, nil // the one that ends last
}

// ownPermit refuses to rest on, or to file beside, a permit of another employer:
// whoever asks does not learn that it exists.
func (s *step) ownPermit(matter casefile.Matter, o Opening, held *permit.Permit) error {
	resting := matter.Filing != nil || matter.Permit != nil && matter.Permit.Rests
	if held == nil || !resting || held.Employer == o.Employer {
		return nil
	}
	return fault.New(fault.NotFound, "fault.permit.not-found").WithDetail("permit %s belongs to another employer", held.Number)
}

// number takes the next number of the first track's office in this year.
func (s *step) number(ctx context.Context, matter casefile.Matter, offices []people.Office, place people.PlaceCode) (casefile.CaseNumber, error) {
	kind := matter.Tracks[0].Office
	i := slices.IndexFunc(offices, func(o people.Office) bool { return o.Kind == kind && o.Serves(place) })
	if i < 0 {
		return "", fault.New(fault.Unavailable, "fault.case.no-office", "kind", string(kind), "place", string(place)).
			WithDetail("no office of kind %s serves %s: add it to the offices data", kind, place)
	}
	year, _, _ := civil.DateOf(s.tx.Now()).Civil()
	serial, err := s.tx.Next(ctx, fmt.Sprintf("case/%s/%d", offices[i].Letters, year))
	if err != nil {
		return "", err
	}
	return casefile.NewCaseNumber(offices[i].Letters, year, int(serial))
}

// permit reads the permit a case is about; nil where none is named.
func (s *step) permit(ctx context.Context, row string) (*permit.Permit, error) {
	if row == "" {
		return nil, nil
	}
	_, p, err := readPermit(ctx, &s.tx.Reader, row)
	if err != nil {
		return nil, err
	}
	return &p, nil
}

func (w *Window) matter(id casefile.MatterID) (casefile.Matter, error) {
	for _, m := range w.Matters {
		if m.ID == id {
			return m, nil
		}
	}
	return casefile.Matter{}, fault.New(fault.NotFound, "fault.matter.not-found", "matter", string(id)).
		WithDetail("no matter %s", id)
}

// officesOf reads every office.
func officesOf(ctx context.Context, r *store.Reader) ([]people.Office, error) {
	rows, err := r.Offices(ctx)
	if err != nil {
		return nil, err
	}
	return unpackAll[people.Office](rows, "office", func(row store.Office) (string, json.RawMessage) { return row.ID, row.Body })
}

func (s *step) officeOf(ctx context.Context, id people.OfficeID) (people.Office, error) {
	row, err := s.tx.Office(ctx, string(id))
	if err != nil {
		return people.Office{}, err
	}
	var office people.Office
	if err := json.Unmarshal(row.Body, &office); err != nil {
		return office, fmt.Errorf("read office %s: %w", id, err)
	}
	return office, nil
}
