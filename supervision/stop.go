package supervision

import (
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
)

// Handling is what a sanction may stop: a case, or one that is about to be
// opened.
type Handling struct {
	Employer  people.PartyID
	Agent     people.PartyID
	Foreigner people.PartyID
	Service   string
	Place     people.PlaceCode
	Relief    bool // cancelling, leaving, correcting data
}

// HandlingOf is the handling of a pending case.
func HandlingOf(c casefile.Case) Handling {
	return Handling{
		Employer: c.Employer, Agent: c.Agent, Foreigner: c.Foreigner,
		Service: c.Service, Place: c.Place, Relief: c.Relief,
	}
}

// Stops are the sanctions that stop the handling on the day, for new and pending
// cases alike. Relief is never stopped.
func Stops(sanctions []Sanction, h Handling, on civil.Date) []casefile.Stop {
	if h.Relief {
		return nil
	}
	var stops []casefile.Stop
	for _, s := range sanctions {
		if s.Active(on) && s.covers(h) {
			stops = append(stops, casefile.Stop{Sanction: string(s.ID), Party: s.Party, Until: s.Until, Reason: s.Reason})
		}
	}
	return stops
}

// covers reports whether the handling lies in the sanction's scope: the party in
// its own capacity, the service, and the place.
func (s Sanction) covers(h Handling) bool {
	party := map[SubjectKind]people.PartyID{OfEmployer: h.Employer, OfAgency: h.Agent, OfForeigner: h.Foreigner}[s.Of]
	return party != "" && party == s.Party &&
		(len(s.Services) == 0 || slices.Contains(s.Services, h.Service)) &&
		slices.ContainsFunc(s.Places, func(p people.PlaceCode) bool { return p.Holds(h.Place) })
}
