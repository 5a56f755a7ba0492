package casefile

import (
	"slices"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
)

// Opening is what begins a case.
type Opening struct {
	Number    CaseNumber
	Matter    Matter
	Place     people.PlaceCode
	Employer  people.PartyID
	Agent     people.PartyID // the agency that handles it, if any
	Foreigner people.PartyID
	Permit    *permit.Permit // the permit to alter or to file beside; of the person served, where the matter rests on it
	Serves    people.PartyID // the person served who has permanent residence and so no permit
	Offices   []people.Office
	Consents  []Consent // parties behind the matter's consents that are known already
}

// Open begins a case as a draft. It refuses a matter that the role may not
// start or that is not offered at the place, a permit that another open case
// alters, and a place for which an office is missing.
func Open(by By, o Opening) ([]Event, error) {
	tracks, err := o.tracks()
	if err != nil {
		return nil, err
	}
	body := Opened{
		Matter: o.Matter.ID, MatterKind: o.Matter.Kind, Service: o.Matter.Service, Application: o.Matter.Application,
		Place: o.Place, Employer: o.Employer, Agent: o.Agent, Foreigner: o.Foreigner, Relief: o.Matter.Relief,
		Consents: o.consents(), Tracks: tracks, Slots: o.Matter.slots(), Limits: o.Matter.Limits,
	}
	fresh := Case{Number: o.Number, Kind: o.Matter.Kind, Place: o.Place, Status: StatusDraft, Employer: o.Employer, Agent: o.Agent,
		Foreigner: o.Foreigner, OpenedBy: by.Who.Account, Relief: o.Matter.Relief, Tracks: tracks}
	if err := o.check(by, fresh); err != nil {
		return nil, err
	}
	if err := o.name(&body); err != nil {
		return nil, err
	}
	return fresh.emit(by, body), nil
}

func (o Opening) check(by By, fresh Case) error {
	if !o.Number.Valid() {
		return fault.At("number", "%q is no case number", o.Number)
	}
	if err := by.Who.May(people.Open, fresh.Subject(""), by.At); err != nil {
		return err
	}
	if by.Who.Role != people.Clerk && !slices.Contains(o.Matter.Roles, by.Who.Role) {
		return fault.New(fault.Forbidden, "fault.case.matter-role", "matter", string(o.Matter.ID), "role", string(by.Who.Role)).
			WithDetail("role %s may not start matter %s", by.Who.Role, o.Matter.ID)
	}
	if !o.Matter.OfferedAt(o.Place) {
		return fault.New(fault.Invalid, "fault.case.not-offered", "matter", string(o.Matter.ID), "place", string(o.Place)).
			WithPath("place").WithDetail("matter %s is not offered at %s", o.Matter.ID, o.Place)
	}
	return fresh.stopped(by, people.Open)
}

// consents are those of the matter: of the employer that files, of a party that
// is known already, or of one that is named later.
func (o Opening) consents() []Consent {
	var asked []Consent
	for _, plan := range o.Matter.Consents {
		k := Consent{Of: plan.Of, Covers: plan.Covers}
		if plan.Principal {
			k.Party = o.Employer
		}
		for _, given := range o.Consents {
			if given.Of == plan.Of && given.Party != "" {
				k.Party = given.Party
			}
		}
		asked = append(asked, k)
	}
	return asked
}

// name puts the permit into the body: the one that the case alters, or beside
// which it is filed. A matter may do without where it does not need one: a
// change of employer can follow a permit of another city.
func (o Opening) name(body *Opened) error {
	plan := o.Matter.Permit
	if plan != nil && plan.Rests {
		return o.rest(body)
	}
	if o.Permit == nil {
		if plan != nil && plan.Needs {
			return fault.New(fault.Invalid, "fault.case.permit-missing").WithPath("permit").
				WithDetail("matter %s is about a permit: name it", o.Matter.ID)
		}
		return nil
	}
	if o.Permit.Holder != o.Foreigner {
		return fault.New(fault.NotFound, "fault.permit.not-found").WithDetail("permit %s belongs to another person", o.Permit.Number)
	}
	if plan != nil && !plan.About(o.Permit.Kind) {
		return fault.New(fault.Conflict, "fault.permit.no-matter").WithPath("permit").
			WithDetail("matter %s is not about a permit of kind %s", o.Matter.ID, o.Permit.Kind)
	}
	body.Permit = o.Permit.Number
	if plan == nil || !plan.Alters() {
		return nil
	}
	if _, err := o.Permit.Claim(string(o.Number)); err != nil {
		return err
	}
	body.Alters = true
	if plan.Change == permit.ExtendedTerm {
		until := o.Permit.Term.Until
		body.Expires = &until
		body.Serves, body.Basis = o.Permit.Serves, o.Permit.DependsOn // still the same person's, whose permit caps it
	}
	return nil
}

// rest names the person served and the permit that the new one rests on.
func (o Opening) rest(body *Opened) error {
	body.Serves = o.Serves
	if o.Permit != nil {
		body.Serves, body.Basis = o.Permit.Holder, o.Permit.Number
	}
	if body.Serves == "" || body.Serves == o.Foreigner {
		return fault.New(fault.Invalid, "fault.case.serves-nobody").WithPath("serves").
			WithDetail("matter %s is for somebody who serves another person: name that person", o.Matter.ID)
	}
	return nil
}

// tracks gives every planned track its office at the place.
func (o Opening) tracks() ([]Track, error) {
	tracks := make([]Track, 0, len(o.Matter.Tracks))
	for _, plan := range o.Matter.Tracks {
		i := slices.IndexFunc(o.Offices, func(office people.Office) bool {
			return office.Kind == plan.Office && office.Serves(o.Place)
		})
		if i < 0 {
			return nil, fault.New(fault.Unavailable, "fault.case.no-office", "kind", string(plan.Office), "place", string(o.Place)).
				WithDetail("no office of kind %s serves %s: add it to the offices data", plan.Office, o.Place)
		}
		tracks = append(tracks, Track{
			ID: plan.ID, Office: o.Offices[i].ID, Kind: plan.Office, After: plan.After, Grants: plan.Permit,
			Outcomes: plan.ends(o.Matter.Kind), Termed: plan.Termed, Longer: plan.Longer,
		})
	}
	return tracks, nil
}

// ends are the outcomes of the track: its own, or those of the kind of matter.
func (p TrackPlan) ends(kind MatterKind) []Outcome {
	if len(p.Outcomes) > 0 {
		return p.Outcomes
	}
	return outcomes[kind]
}

// Outcomes are the ways in which a track of the matter can end.
func (m Matter) Outcomes(t TrackPlan) []Outcome { return t.ends(m.Kind) }

// OfferedAt reports whether the matter can be started for the place. Whether
// the clauses that open it are in force is for the determination to say.
func (m Matter) OfferedAt(place people.PlaceCode) bool {
	return len(m.Places) == 0 || slices.ContainsFunc(m.Places, func(p people.PlaceCode) bool { return p.Holds(place) })
}

// slots are the matter's own papers, empty.
func (m Matter) slots() []Slot {
	slots := make([]Slot, 0, len(m.Slots))
	for _, p := range m.Slots {
		slots = append(slots, Slot{ID: p.ID, Treatment: p.Treatment, Key: p.Key, State: Empty})
	}
	return slots
}
