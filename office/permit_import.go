package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// ExistingPermit is a permit that another system granted, as an operator brings
// it along. Line says where it stood, for what is said of it.
type ExistingPermit struct {
	Line                                        int
	Number, Kind                                string // Kind "": a work permit
	Holder, Passport, BirthDate, Nationality    string
	EmployerCode, EmployerName                  string
	Place, Class, From, Until, Occupation, Post string
}

// LineFault is what is wrong with a line of an import.
type LineFault struct {
	Line int
	Err  error
}

// Error names the line.
func (f LineFault) Error() string { return fmt.Sprintf("line %d: %v", f.Line, f.Err) }

// PermitsImported says what an import did.
type PermitsImported struct {
	Added, Unchanged int
	Faults           []LineFault
}

// errNothing undoes an import of which a line was wrong.
var errNothing = errors.New("nothing was imported")

// permitBatch is how many permits one transaction takes.
const permitBatch = 500

// ImportPermits takes existing permits over: persons by passport and birth date,
// employers by their code; who is not known is registered, employers unverified.
// A permit that is here and says the same is left as it is, so that a file can be
// imported again. Unless partial is set, nothing is imported when any line is
// wrong. source says where the data come from, for the record.
func (w *Window) ImportPermits(ctx context.Context, who people.Who, source string, partial bool, all []ExistingPermit) (done PermitsImported, err error) {
	if who.Disabled || !who.Role.Can(people.Operate) {
		return done, fault.New(fault.Forbidden, "fault.people.role")
	}
	if strings.TrimSpace(source) == "" {
		return done, needed("source")
	}
	if !partial {
		err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
			if done, err = w.importPermits(ctx, tx, who, source, all); err == nil && len(done.Faults) > 0 {
				return errNothing
			}
			return err
		})
		if errors.Is(err, errNothing) {
			return PermitsImported{Faults: done.Faults}, nil
		}
		return done, err
	}
	for batch := range slices.Chunk(all, permitBatch) {
		var part PermitsImported
		err := w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
			part, err = w.importPermits(ctx, tx, who, source, batch)
			return err
		})
		if err != nil {
			return done, err
		}
		done.Added, done.Unchanged, done.Faults = done.Added+part.Added, done.Unchanged+part.Unchanged, append(done.Faults, part.Faults...)
	}
	return done, nil
}

// importPermits checks each line and takes those over that are right. Everything
// is checked before anything of a line is written, as PostgreSQL goes on with
// nothing after a failed statement.
func (w *Window) importPermits(ctx context.Context, tx *store.Tx, who people.Who, source string, all []ExistingPermit) (done PermitsImported, err error) {
	for _, in := range all {
		added, err := w.importPermit(ctx, tx, who, source, in)
		switch {
		case fault.CodeOf(err) != "" && fault.CodeOf(err) != fault.Unavailable:
			done.Faults = append(done.Faults, LineFault{in.Line, err})
		case err != nil:
			return done, fmt.Errorf("line %d: %w", in.Line, err)
		case added:
			done.Added++
		default:
			done.Unchanged++
		}
	}
	return done, nil
}

func (w *Window) importPermit(ctx context.Context, tx *store.Tx, who people.Who, source string, in ExistingPermit) (added bool, err error) {
	p, birth, err := w.readExisting(in)
	if err != nil {
		return false, err
	}
	holder, err := holderOf(ctx, tx, in, birth)
	if err != nil {
		return false, err
	}
	employer, err := employerOf(ctx, tx, in)
	if err != nil {
		return false, err
	}
	known, err := tx.Permits(ctx, store.PermitFilter{Scope: systemScope, Number: string(p.Number), Kinds: []string{string(p.Kind)}})
	if err != nil {
		return false, err
	}
	for _, row := range known {
		switch {
		case row.Holder != holder.ID:
			return false, fault.At("number", "%s is here already, of another person", p.Number)
		case row.Employer == employer.ID && row.ValidUntil == p.Term.Until && row.ValidFrom == p.Term.From && row.Class == p.Class:
			return false, nil
		default:
			return false, fault.At("number", "%s is here already and runs from %s to %s; change it by a case", p.Number, row.ValidFrom, row.ValidUntil)
		}
	}
	for _, party := range []*store.Party{holder, employer} {
		if party.ID == "" { // not registered yet
			party.ID = store.NewID()
			if err := tx.AddParty(ctx, party); err != nil {
				return false, err
			}
			if err := record(ctx, tx, who, partyChain(people.PartyID(party.ID)), "party.imported", map[string]any{"source": source, "line": in.Line}); err != nil {
				return false, err
			}
		}
	}
	p.Holder, p.Employer = people.PartyID(holder.ID), people.PartyID(employer.ID)
	if p, err = permit.Issue(p, permit.Imported, permit.By{Who: who.Account, At: tx.Now(), Reason: source}); err != nil {
		return false, err
	}
	row := store.PermitRow{ID: store.NewID(), Code: certificateCode()}
	if err := fill(&row, p); err != nil {
		return false, err
	}
	if err := tx.AddPermit(ctx, &row); err != nil {
		return false, err
	}
	return true, record(ctx, tx, who, "permit/"+row.ID, "permit.imported", struct {
		Number permit.Number `json:"number"`
		Source string        `json:"source"`
		Line   int           `json:"line"`
	}{p.Number, source, in.Line})
}

// readExisting reads what a line says of the permit itself.
func (w *Window) readExisting(in ExistingPermit) (p permit.Permit, birth civil.Date, err error) {
	for _, f := range []struct{ path, value string }{
		{"number", in.Number}, {"holder", in.Holder}, {"passport", in.Passport}, {"birth_date", in.BirthDate}, {"employer_code", in.EmployerCode},
		{"place", in.Place}, {"valid_from", in.From}, {"valid_until", in.Until},
	} {
		if f.value == "" {
			return p, 0, fault.At(f.path, "is missing")
		}
	}
	p = permit.Permit{Number: permit.Number(in.Number), Kind: permit.Kind(in.Kind), Place: people.PlaceCode(in.Place), Class: in.Class, Occupation: in.Occupation, Post: in.Post}
	if p.Kind == "" {
		p.Kind = permit.Work
	}
	if _, known := kindLetters[p.Kind]; !known {
		return p, 0, fault.At("kind", "%q is no kind of permit", in.Kind)
	}
	if _, known := w.Law().Places.Lookup(facts.PlaceCode(in.Place)); !known {
		return p, 0, fault.At("place", "%q is no place", in.Place)
	}
	if !slices.Contains([]string{"", "A", "B", "C"}, in.Class) || p.Kind == permit.Work && in.Class == "" {
		return p, 0, fault.At("class", "%q is no class (A, B or C)", in.Class)
	}
	if birth, err = civil.ParseDate(in.BirthDate); err != nil {
		return p, 0, fault.At("birth_date", "%v", err)
	}
	if p.Term.From, err = civil.ParseDate(in.From); err != nil {
		return p, 0, fault.At("valid_from", "%v", err)
	}
	if p.Term.Until, err = civil.ParseDate(in.Until); err != nil {
		return p, 0, fault.At("valid_until", "%v", err)
	}
	if p.Term.Until < p.Term.From {
		return p, 0, fault.At("valid_until", "%s lies before %s", p.Term.Until, p.Term.From)
	}
	p.Term.Caps = []permit.Cap{{Binding: permit.TakenOver, Until: p.Term.Until}}
	return p, birth, nil
}

// holderOf finds the person by passport and birth date; one without an id is to
// be registered.
func holderOf(ctx context.Context, tx *store.Tx, in ExistingPermit, birth civil.Date) (*store.Party, error) {
	known, err := tx.PartiesByPassport(ctx, in.Passport)
	if err != nil {
		return nil, err
	}
	for _, p := range known {
		if p.BirthDate != nil && *p.BirthDate == birth {
			return &p, nil
		}
	}
	if len(known) > 0 {
		return nil, fault.At("birth_date", "a person with this passport is registered with another birth date")
	}
	return &store.Party{Kind: "person", Name: in.Holder, Passport: in.Passport, BirthDate: &birth, Nationality: in.Nationality, Body: json.RawMessage("{}")}, nil
}

// employerOf finds the employer by its code; one without an id is to be
// registered, unverified, under the name that the line gives.
func employerOf(ctx context.Context, tx *store.Tx, in ExistingPermit) (*store.Party, error) {
	code := strings.ToUpper(in.EmployerCode)
	row, err := tx.PartyByCode(ctx, code)
	switch {
	case err == nil && row.Kind != kindEmployer:
		return nil, fault.At("employer_code", "%s is no employer here", code)
	case err == nil:
		return &row, nil
	case !fault.Is(err, fault.NotFound):
		return nil, err
	case !people.ValidCreditCode(code):
		return nil, fault.At("employer_code", "%q is no unified social credit code", in.EmployerCode)
	case in.EmployerName == "":
		return nil, fault.At("employer_name", "is missing, and no employer %s is registered", code)
	}
	return &store.Party{Kind: kindEmployer, Name: in.EmployerName, Code: code, Place: in.Place, Status: string(people.Unverified), Body: json.RawMessage("{}")}, nil
}
