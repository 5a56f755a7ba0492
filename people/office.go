package people

import (
	"slices"

	"yichuang/civil"
)

// OfficeID names an office of the offices data, such as "urumqi-experts".
type OfficeID string

// OfficeKind says which tracks an office handles.
type OfficeKind string

// The kinds of office. A track of a matter names the kind that handles it.
const (
	ForeignExperts OfficeKind = "foreign-experts"
	ExitEntry      OfficeKind = "exit-entry"
	ServiceDesk    OfficeKind = "service-desk" // talent service desk, partner departments
	Housing        OfficeKind = "housing"
	Education      OfficeKind = "education"
	Health         OfficeKind = "health"
	Legal          OfficeKind = "legal"
	Market         OfficeKind = "market" // market supervision: registration of enterprises
	Talent         OfficeKind = "talent" // programmes and calls
	PolicyDesk     OfficeKind = "policy" // writes and publishes the policies; handles no case
)

// OfficeKinds lists every kind of office.
var OfficeKinds = []OfficeKind{ForeignExperts, ExitEntry, ServiceDesk, Housing, Education, Health, Legal, Market, Talent, PolicyDesk}

// Words is a text in the two languages that are complete.
type Words struct {
	ZH string `json:"zh" yaml:"zh"`
	EN string `json:"en" yaml:"en"`
}

// Office is an authority's desk with its jurisdiction and the texts that its
// letters carry. It is data that an administrator edits.
type Office struct {
	ID         OfficeID         `json:"id" yaml:"id"`
	Kind       OfficeKind       `json:"kind" yaml:"kind"`
	Name       Words            `json:"name" yaml:"name"`
	Places     []PlaceCode      `json:"places" yaml:"places"`                       // jurisdiction
	Letters    string           `json:"letters" yaml:"letters"`                     // place letters of its case numbers, two of A–Z without O and I
	Letterhead Words            `json:"letterhead" yaml:"letterhead"`               //
	Remedies   map[string]Words `json:"remedies" yaml:"remedies"`                   // by track and decision: "permit/refused"
	Numbering  string           `json:"numbering,omitempty" yaml:"numbering"`       // reference of a letter, with {year} and {number}
	Address    Words            `json:"address,omitempty" yaml:"address"`           //
	Phone      string           `json:"phone,omitempty" yaml:"phone"`               //
	Hours      Words            `json:"hours,omitempty" yaml:"hours"`               // Beijing time
	Complaint  Words            `json:"complaint,omitempty" yaml:"complaint"`       // where one complains about it
	Fees       Words            `json:"fees,omitempty" yaml:"fees"`                 // what it charges; empty: not said
	Calendar   string           `json:"calendar,omitempty" yaml:"calendar"`         // working-day calendar; empty: that of its places
	SlotLength int              `json:"slot_minutes,omitempty" yaml:"slot_minutes"` // length of an appointment; 0: no appointments
	Opening    []Opening        `json:"opening,omitempty" yaml:"opening"`           // hours for appointments; empty: see Openings
	Closed     []civil.Date     `json:"closed,omitempty" yaml:"closed"`             // days without appointments beside the calendar's
}

// Serves reports whether the place lies in the office's jurisdiction.
func (o Office) Serves(place PlaceCode) bool { return anyHolds(o.Places, place) }

// Officer is an account's post at an office. Places narrows the jurisdiction of
// the office; empty means all of it.
type Officer struct {
	Account     PartyID        `json:"account"`
	Office      OfficeID       `json:"office"`
	Role        Role           `json:"role"`
	Places      []PlaceCode    `json:"places,omitempty"`
	Substitutes []Substitution `json:"substitutes,omitempty"` // who stands in for this officer, and when
}

// Substitution lets another officer stand in. Both days are included.
type Substitution struct {
	Account PartyID    `json:"account"`
	From    civil.Date `json:"from"`
	Until   civil.Date `json:"until"`
}

// StandsIn reports whether account stands in for the officer on the day.
func (o Officer) StandsIn(account PartyID, on civil.Date) bool {
	return slices.ContainsFunc(o.Substitutes, func(s Substitution) bool {
		return s.Account == account && s.From <= on && on <= s.Until
	})
}

func anyHolds(places []PlaceCode, place PlaceCode) bool {
	return slices.ContainsFunc(places, func(p PlaceCode) bool { return p.Holds(place) })
}
