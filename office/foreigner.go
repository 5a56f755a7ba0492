package office

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// NewForeigner is a person as an employer registers them for a first case.
type NewForeigner struct {
	Name, Passport, BirthDate, Nationality string
}

// read says what of the person cannot be kept, at its field.
func (n NewForeigner) read() (birth civil.Date, err error) {
	if n.Name == "" {
		return birth, fault.New(fault.Invalid, "fault.person.name").WithPath("name").WithDetail("the name is missing (as in the passport's machine zone)")
	}
	if n.Passport == "" {
		return birth, fault.New(fault.Invalid, "fault.person.passport").WithPath("passport").WithDetail("the passport number is missing")
	}
	if n.Nationality != "" && !nationality.MatchString(n.Nationality) {
		return birth, fault.New(fault.Invalid, "fault.person.nationality").WithPath("nationality").WithDetail("nationality %q is no code of three letters", n.Nationality)
	}
	if birth, err = civil.ParseDate(n.BirthDate); err != nil {
		return birth, fault.New(fault.Invalid, "fault.form.date").WithPath("birth_date").WithCause(err)
	}
	return birth, nil
}

var nationality = regexp.MustCompile(`^[A-Za-z]{3}$`) // ISO 3166-1 alpha-3, as in the passport

// register keeps a person whom a case or a stay is about, in the transaction of the
// act that needs them: where the act is refused, nobody is registered. The same
// passport is the same person: nobody is registered twice.
func (n NewForeigner) register(ctx context.Context, tx *store.Tx, who people.Who) (people.PartyID, error) {
	if who.Disabled || who.Role == people.Applicant || !who.Role.Can(people.Open) {
		return "", fault.New(fault.Forbidden, "fault.people.role").WithDetail("role %s may not register a person", who.Role)
	}
	n.Nationality = strings.ToUpper(n.Nationality)
	birth, err := n.read()
	if err != nil {
		return "", err
	}
	known, err := tx.PartiesByPassport(ctx, n.Passport)
	if err != nil {
		return "", err
	}
	for _, p := range known {
		if p.BirthDate != nil && *p.BirthDate == birth {
			return people.PartyID(p.ID), nil
		}
	}
	id := store.NewID()
	if err := tx.AddParty(ctx, &store.Party{
		ID: id, Kind: "person", Name: n.Name, Passport: n.Passport, BirthDate: &birth, Nationality: n.Nationality, Body: json.RawMessage("{}"),
	}); err != nil {
		return "", err
	}
	return people.PartyID(id), record(ctx, tx, who, partyChain(people.PartyID(id)), "party.person-added", struct{}{})
}

// Named is a party by what people call it; no identifier goes with it.
type Named struct {
	ID   people.PartyID
	Name string
}

// Foreigners lists the people whom the cases, permits and stays in the person's
// scope are about.
func (w *Window) Foreigners(ctx context.Context, who people.Who) ([]Named, error) {
	rows, _, err := w.Cases(ctx, who, store.CaseFilter{Limit: 500, Order: store.ByChange})
	if err != nil {
		return nil, err
	}
	permits, err := w.DB.Permits(ctx, store.PermitFilter{Scope: w.reading(who), Limit: 500})
	if err != nil {
		return nil, err
	}
	stays, err := w.Stays(ctx, who)
	if err != nil {
		return nil, err
	}
	var ids []people.PartyID
	for _, row := range rows {
		ids = append(ids, people.PartyID(row.Foreigner))
	}
	for _, row := range permits {
		ids = append(ids, people.PartyID(row.Holder))
	}
	for _, stay := range stays {
		ids = append(ids, stay.Person)
	}
	var out []Named
	for _, id := range ids {
		if id == "" || slices.ContainsFunc(out, func(n Named) bool { return n.ID == id }) {
			continue
		}
		name, err := w.PartyName(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, Named{id, name})
	}
	return out, nil
}
