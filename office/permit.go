package office

import (
	"context"
	"encoding/json"
	"fmt"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// permitOf does to permits what the decisions among the events say: a grant on
// the first track makes the matter's change, a grant on another makes that
// track's own permit.
func (s *step) permitOf(ctx context.Context, events []casefile.Event) error {
	for _, e := range events {
		taken, ok := e.Body.(casefile.DecisionTaken)
		if !ok || taken.Decision.Outcome != casefile.Granted {
			continue
		}
		matter, err := s.matter(s.file.Matter)
		if err != nil {
			return err
		}
		if err := s.granted(ctx, matter, taken.Decision, e); err != nil {
			return err
		}
	}
	return nil
}

func (s *step) granted(ctx context.Context, matter casefile.Matter, d casefile.Decision, e casefile.Event) error {
	t, _ := s.file.Track(d.Track)
	by := permit.By{Case: string(s.file.Number), Who: e.Actor, At: e.At, Reason: d.Reason}
	alters := matter.Permit != nil && matter.Permit.Alters()
	if alters && t.ID == matter.Tracks[0].ID && s.file.Permit != "" {
		return s.alter(ctx, matter.Permit.Change, d, by)
	}
	if t.Grants == "" || d.Term == nil {
		return nil
	}
	if s.file.Serves != "" {
		if err := s.mayServe(ctx); err != nil {
			return err
		}
	}
	if alters && t.ID != matter.Tracks[0].ID {
		if done, err := s.follow(ctx, t.Grants, matter.Permit.Change, d, by); done || err != nil {
			return err
		}
	}
	p, err := permit.Issue(permit.Permit{
		Number: d.Permit, Kind: t.Grants, Holder: s.file.Foreigner, Employer: s.file.Employer, Place: s.file.Place,
		Class: d.Class, Ground: d.Ground, Occupation: s.answer("job.occupation"), Post: s.answer("job.post"),
		Term: *d.Term, Conditions: d.Conditions, Serves: s.file.Serves, DependsOn: s.file.Basis,
	}, permit.Granted, by)
	if err != nil {
		return err
	}
	row := store.PermitRow{ID: store.NewID(), Code: certificateCode()}
	if err := fill(&row, p); err != nil {
		return err
	}
	if err := s.tx.AddPermit(ctx, &row); err != nil {
		return err
	}
	if err := s.recordPermit(ctx, row, p, "granted"); err != nil {
		return err
	}
	switch {
	case s.file.Serves != "":
		return s.recordServing(ctx, row)
	case t.Grants == permit.RStay:
		return s.recordStay(ctx, p)
	}
	return nil
}

// follow lets the person's permit of another kind, such as the residence permit,
// go along with a change of the first one. done is false where there is none in
// force: the track then issues one.
func (s *step) follow(ctx context.Context, kind permit.Kind, change permit.Change, d casefile.Decision, by permit.By) (done bool, err error) {
	rows, err := s.tx.Permits(ctx, store.PermitFilter{
		Scope: systemScope, Holder: string(s.file.Foreigner), Kinds: []string{string(kind)}, Statuses: []string{string(permit.Active)},
	})
	if err != nil || len(rows) == 0 {
		return false, err
	}
	row, p, err := readPermit(ctx, &s.tx.Reader, rows[len(rows)-1].ID) // the one that ends last
	if err != nil || !p.InForce(by.On()) || change == permit.ExtendedTerm && d.Term.Until <= p.Term.Until {
		return false, err
	}
	return true, s.change(ctx, row, p, change, d, by)
}

// alter makes the matter's change on the permit that the case is about.
func (s *step) alter(ctx context.Context, change permit.Change, d casefile.Decision, by permit.By) error {
	row, p, err := s.altered(ctx)
	if err != nil {
		return err
	}
	return s.change(ctx, row, p, change, d, by)
}

func (s *step) change(ctx context.Context, row store.PermitRow, p permit.Permit, change permit.Change, d casefile.Decision, by permit.By) (err error) {
	term := permit.Term{}
	if d.Term != nil {
		term = *d.Term
	}
	switch change {
	case permit.ExtendedTerm:
		if !d.Deemed { // what the law grants by silence keeps its conditions
			p.Conditions = d.Conditions
		}
		p, err = p.Extend(term, d.Deemed, by)
	case permit.EmployerChanged:
		p, err = p.ChangeEmployer(s.file.Employer, s.answer("job.occupation"), s.answer("job.post"), term, by)
	case permit.WasCancelled:
		p, err = p.Cancel(by)
	default:
		p, err = p.Amend(change, s.answer("job.post"), by)
	}
	if err != nil {
		return err
	}
	return s.changePermit(ctx, row, p.Release(string(s.file.Number)))
}

// permitKinds are the permits that a case can be about; papers of the police are
// not among them.
var permitKinds = []string{string(permit.Work), string(permit.DomesticWork), string(permit.Startup)}

// altered reads the work permit that the case is about.
func (s *step) altered(ctx context.Context) (store.PermitRow, permit.Permit, error) {
	if s.file.Permit == "" {
		return store.PermitRow{}, permit.Permit{}, errNoPermit
	}
	rows, err := s.tx.Permits(ctx, store.PermitFilter{Scope: systemScope, Number: string(s.file.Permit), Kinds: permitKinds})
	if err != nil {
		return store.PermitRow{}, permit.Permit{}, err
	}
	if len(rows) == 0 {
		return store.PermitRow{}, permit.Permit{}, errNoPermit
	}
	return readPermit(ctx, &s.tx.Reader, rows[len(rows)-1].ID) // a number is for life: the one that ends last
}

func readPermit(ctx context.Context, r *store.Reader, id string) (store.PermitRow, permit.Permit, error) {
	row, err := r.Permit(ctx, id)
	if err != nil {
		return row, permit.Permit{}, err
	}
	var p permit.Permit
	if err := json.Unmarshal(row.State, &p); err != nil {
		return row, p, fmt.Errorf("read permit %s: %w", id, err)
	}
	return row, p, nil
}

// fill copies the permit into the row that lists read.
func fill(row *store.PermitRow, p permit.Permit) error {
	state, err := json.Marshal(p)
	if err != nil {
		return err
	}
	row.Kind, row.Number, row.Holder, row.Employer = string(p.Kind), string(p.Number), string(p.Holder), string(p.Employer)
	row.Place, row.Class, row.Status, row.State = string(p.Place), p.Class, string(p.Status), state
	row.ValidFrom, row.ValidUntil = p.Term.From, p.Term.Until
	return nil
}

var errNoPermit = fault.New(fault.NotFound, "fault.permit.not-found")

// numberFor is the person's work permit number for life, where one was ever
// given, or the next of the place's province and year.
func (s *step) numberFor(ctx context.Context, kind permit.Kind) (permit.Number, error) {
	rows, err := s.tx.Permits(ctx, store.PermitFilter{Scope: systemScope, Holder: string(s.file.Foreigner), Kinds: []string{string(kind)}})
	if err != nil {
		return "", err
	}
	if len(rows) > 0 {
		return permit.Number(rows[0].Number), nil
	}
	year, _, _ := civil.DateOf(s.tx.Now()).Civil()
	n, err := s.tx.Next(ctx, fmt.Sprintf("permit/%s/%s/%d", kind, s.file.Place.Prefix(), year))
	if err != nil {
		return "", err
	}
	return permit.Number(fmt.Sprintf("%s-%s-%02d%06d", kindLetters[kind], s.file.Place, year%100, n)), nil
}

// kindLetters lead the numbers of our own permits, so that one is not taken for
// another.
var kindLetters = map[permit.Kind]string{
	permit.Work: "W", permit.DomesticWork: "D", permit.Startup: "S", permit.WorkResidence: "R",
	permit.StartupResidence: "RS", permit.Internship: "RI", permit.InternshipVisa: "VI", permit.RStay: "RV", permit.Confirmation: "CL",
}

// certificateCode is the address of a permit's verify page: unguessable, and
// short enough to type.
func certificateCode() string { return store.NewID() }

// answer is a text answer of the case, or "".
func (s *step) answer(path string) string {
	var text string
	if json.Unmarshal(s.file.Answers[path], &text) != nil {
		return ""
	}
	return text
}

// Permits lists permits in the person's scope.
func (w *Window) Permits(ctx context.Context, who people.Who, f store.PermitFilter) ([]store.PermitRow, int64, error) {
	f.Scope = who.Scope(w.Clock())
	rows, err := w.DB.Permits(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	var parties []string
	for _, row := range rows {
		parties = append(parties, row.Holder, row.Employer)
	}
	if err := meet(ctx, &w.DB.Reader, parties, nil); err != nil {
		return nil, 0, err
	}
	total, err := w.DB.CountPermits(ctx, f)
	return rows, total, err
}

// reference takes the next number of the letters of the office that acts: the
// track's, or that of the case's first track.
func (s *step) reference(ctx context.Context, track casefile.TrackID) (casefile.Reference, error) {
	t, ok := s.file.Track(track)
	if !ok {
		t = s.file.Tracks[0]
	}
	return s.referenceOf(ctx, t.Office)
}

// referenceOf takes the next number of the office's letters.
func (s *step) referenceOf(ctx context.Context, office people.OfficeID) (casefile.Reference, error) {
	year, _, _ := civil.DateOf(s.tx.Now()).Civil()
	n, err := s.tx.NextLetter(ctx, string(office), "", year)
	return casefile.Reference{Office: office, Year: year, Number: int(n)}, err
}
