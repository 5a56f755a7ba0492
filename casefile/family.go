package casefile

import (
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// Relative is somebody who comes along with the foreigner. Nothing is decided of
// a relative here: it is a plan of visas, papers and dates.
type Relative struct {
	ID        int        `json:"id"` // 0: a new one
	Name      string     `json:"name"`
	Relation  Relation   `json:"relation"`
	BirthDate civil.Date `json:"birth_date"`
	InChina   bool       `json:"in_china,omitempty"`
	Gone      bool       `json:"gone,omitempty"` // taken off the plan
}

// Relation is how a relative is related.
type Relation string

// The relations that come along.
const (
	Spouse Relation = "spouse"
	Child  Relation = "child"
	Parent Relation = "parent" // of the person or of the spouse
)

// Relations lists every relation.
var Relations = []Relation{Spouse, Child, Parent}

// OfAge is the age from which a child no longer counts as one.
const OfAge = 18

// Minor reports whether a child is under age on the day.
func (r Relative) Minor(on civil.Date) bool {
	return r.Relation == Child && int(r.BirthDate.CompletedYears(on)) < OfAge
}

// FamilyNoted puts a relative on the plan, changes one, or takes one off.
type FamilyNoted struct {
	Relative Relative `json:"relative"`
}

// Kind is "family-noted".
func (FamilyNoted) Kind() Kind { return "family-noted" }

func (b FamilyNoted) fold(c *Case, _ Event) {
	for i := range c.Family {
		if c.Family[i].ID == b.Relative.ID {
			c.Family[i] = b.Relative
			return
		}
	}
	c.Family = append(c.Family, b.Relative)
}

// Relatives are those on the plan.
func (c Case) Relatives() []Relative {
	return slices.DeleteFunc(slices.Clone(c.Family), func(r Relative) bool { return r.Gone })
}

// NoteFamily puts a relative on the plan, changes or removes one. Whoever may
// write to the office about the case may, also when it is decided.
func (c Case) NoteFamily(by By, r Relative) ([]Event, error) {
	if err := c.begin(by, people.Message, ""); err != nil {
		return nil, err
	}
	r.Name = strings.TrimSpace(r.Name)
	known := slices.ContainsFunc(c.Family, func(old Relative) bool { return old.ID == r.ID })
	switch {
	case r.ID != 0 && !known:
		return nil, fault.New(fault.NotFound, "fault.not-found").WithDetail("case %s has no relative %d", c.Number, r.ID)
	case r.Gone && r.ID != 0:
	case r.Name == "":
		return nil, fault.New(fault.Invalid, "fault.person.name").WithPath("name")
	case !slices.Contains(Relations, r.Relation):
		return nil, fault.New(fault.Invalid, "fault.form.choice").WithPath("relation").WithDetail("%q is no relation (one of %v)", r.Relation, Relations)
	case r.BirthDate <= 0 || r.BirthDate > by.On():
		return nil, fault.New(fault.Invalid, "fault.family.born").WithPath("birth_date")
	}
	if r.ID == 0 {
		r.ID = len(c.Family) + 1
	}
	return c.emit(by, FamilyNoted{Relative: r}), nil
}
