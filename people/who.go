package people

import (
	"slices"
	"time"

	"yichuang/civil"
	"yichuang/fault"
)

// Who is an account in one of its roles at this moment: the left side of every
// question about rights. An account with two roles is two Whos.
type Who struct {
	Account  PartyID
	Role     Role
	Party    PartyID     // foreigner, employer, agency or platform the account speaks for; empty for staff
	Office   OfficeID    // staff only
	Places   []PlaceCode // staff only: the jurisdiction
	For      PartyID     // staff only: the officer for whom the account stands in
	Mandates []Mandate   // agencies only: mandates given to Party, dead ones included
	Disabled bool
}

// Subject is a case as far as rights depend on it.
type Subject struct {
	Place      PlaceCode
	Offices    []OfficeID // of all tracks
	Office     OfficeID   // of the track acted on; empty: the case as a whole
	Principal  PartyID    // the employer, or the platform that applies itself
	Foreigner  PartyID
	Agent      PartyID   // the agency that handles it, if any
	Consenters []PartyID // others whose consent is asked: they read and consent, nothing else
	Handlers   []PartyID // accounts that acted on the applicant's side
	OpenedBy   PartyID
	Draft      bool    // not sent yet: no authority reads it, save the clerk who opened it
	Drafter    PartyID // of the draft decision on the track acted on
	Request    bool    // a service is asked for: nothing is granted or filed
}

// Asked reports whether the foreigner asks for a service alone, with no employer
// before the window.
func (s Subject) Asked() bool { return s.Request && s.Principal == "" }

// PostOf makes the Who of an officer's post, taken by the officer or by a
// substitute on that day. The post's own places narrow the office's.
func PostOf(officer Officer, office Office, account PartyID, at time.Time) (Who, error) {
	if officer.Office != office.ID {
		return Who{}, fault.New(fault.Forbidden, "fault.people.other-office").
			WithDetail("officer %s belongs to %s, not to %s", officer.Account, officer.Office, office.ID)
	}
	w := Who{Account: account, Role: officer.Role, Office: office.ID, Places: officer.jurisdiction(office)}
	if account == officer.Account {
		return w, nil
	}
	if !officer.StandsIn(account, civil.DateOf(at)) {
		return Who{}, fault.New(fault.Forbidden, "fault.people.no-substitute").
			WithDetail("%s does not stand in for %s on %s", account, officer.Account, civil.DateOf(at))
	}
	w.For = officer.Account
	return w, nil
}

// jurisdiction is the office's places, narrowed to the officer's own where
// those lie within the office's.
func (o Officer) jurisdiction(office Office) []PlaceCode {
	if len(o.Places) == 0 {
		return office.Places
	}
	var places []PlaceCode
	for _, p := range o.Places {
		if office.Serves(p) {
			places = append(places, p)
		}
	}
	return places
}

// May answers whether w may do act on the subject at the instant. The fault is
// NotFound where w may not even know of the case, Forbidden otherwise.
func (w Who) May(act Act, on Subject, at time.Time) error {
	switch {
	case w.Disabled || !w.Role.Can(act):
		return refuse("fault.people.role", "role %s may not %s", w.Role, act)
	case !w.Scope(at).Holds(on):
		return fault.New(fault.NotFound, "fault.case.not-found")
	case act == Read:
		return nil
	case w.Role.Staff():
		return w.mayHandle(act, on)
	}
	return w.mayApply(act, on, at)
}

// mayHandle is the authority's side: own track, no party to the case, and a
// second person for the signature.
func (w Who) mayHandle(act Act, on Subject) error {
	if on.Office != "" && on.Office != w.Office {
		return refuse("fault.people.other-office", "the track belongs to office %s, not to %s", on.Office, w.Office)
	}
	if on.involves(w.Account) {
		return refuse("fault.people.party", "account %s is a party to the case", w.Account)
	}
	if act == Approve && on.Drafter == w.Account {
		return refuse("fault.people.same-person", "account %s drafted the decision and cannot approve it", w.Account)
	}
	return nil
}

// mayApply is the applicant's side: consent where only consent is asked, and a
// living mandate that names the act where one acts for another.
func (w Who) mayApply(act Act, on Subject, at time.Time) error {
	principal := w.Role != Applicant && w.Party == on.Principal
	if act == Consent {
		if slices.Contains(on.Consenters, w.Party) {
			return nil
		}
		return refuse("fault.people.consent", "the consent of %s is not asked", w.Party)
	}
	if w.Role == Applicant && slices.Contains(asking, act) && !on.Asked() {
		return refuse("fault.people.employer-applies", "the foreigner may %s an own request alone, nothing else", act)
	}
	if principal || (w.Role == Applicant && w.Party == on.Foreigner) {
		return nil
	}
	if w.mandated(act, on.Principal, at) {
		return nil
	}
	return refuse("fault.people.mandate", "no mandate of %s lets %s %s now", on.Principal, w.Party, act)
}

// mandated reports whether a living mandate lets w do the act for the principal.
// Messages and contesting come with any living mandate; signing and consenting
// never do: a party gives its own word.
func (w Who) mandated(act Act, principal PartyID, at time.Time) bool {
	return slices.ContainsFunc(w.Mandates, func(m Mandate) bool {
		if m.Principal != principal || m.Agent != w.Party || !m.Alive(at) {
			return false
		}
		return m.Allows(act, at) || act == Message || act == Contest
	})
}

// involves reports whether the account stands on the applicant's side.
func (s Subject) involves(account PartyID) bool {
	return account != "" && (account == s.Principal || account == s.Foreigner || account == s.Agent ||
		slices.Contains(s.Handlers, account) || slices.Contains(s.Consenters, account))
}

func refuse(key, format string, args ...any) error {
	return fault.New(fault.Forbidden, key).WithDetail(format, args...)
}
