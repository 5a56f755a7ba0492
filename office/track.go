package office

import (
	"context"
	"crypto/subtle"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
)

// Tracking is what somebody without an account shows to follow a case.
type Tracking struct {
	Number    string
	BirthDate civil.Date
	Passport  string // its last four signs
}

// passportSigns is how many signs of the passport number are asked.
const passportSigns = 4

// errNoMatch answers a wrong number and wrong data alike, so that nobody learns
// from it which cases exist.
var errNoMatch = fault.New(fault.Invalid, "fault.track.no-match").WithPath("number").
	WithDetail("no sent case has this number, birth date and passport")

// Track finds a case by what its foreigner knows and returns as much of it as a
// timeline needs: neither answers nor papers, findings, reasons or names. A draft
// is not found: nobody but its writer knows of it.
func (w *Window) Track(ctx context.Context, t Tracking) (casefile.Case, error) {
	number, err := casefile.ParseCaseNumber(t.Number)
	if err != nil {
		return casefile.Case{}, errNoMatch
	}
	c, err := w.DB.CaseFile(ctx, number)
	if fault.Is(err, fault.NotFound) || err == nil && (c.Status == casefile.StatusDraft || c.Foreigner == "") {
		return casefile.Case{}, errNoMatch
	}
	if err != nil {
		return casefile.Case{}, err
	}
	person, err := w.DB.Party(ctx, string(c.Foreigner))
	if err != nil {
		return casefile.Case{}, err
	}
	if person.BirthDate == nil || *person.BirthDate != t.BirthDate || !endsIn(person.Passport, t.Passport) {
		return casefile.Case{}, errNoMatch
	}
	return progress(c), nil
}

// endsIn compares the last signs of a passport number, in any case.
func endsIn(passport, given string) bool {
	given = strings.ToUpper(strings.TrimSpace(given))
	if len(given) != passportSigns || len(passport) < passportSigns {
		return false
	}
	last := strings.ToUpper(passport[len(passport)-passportSigns:])
	return subtle.ConstantTimeCompare([]byte(last), []byte(given)) == 1
}

// progress is the part of a case that a timeline is told from.
func progress(c casefile.Case) casefile.Case {
	p := casefile.Case{
		Number: c.Number, Version: c.Version, Matter: c.Matter, Kind: c.Kind, Place: c.Place, Status: c.Status,
		Held: c.Held, Moments: c.Moments, Deemed: c.Deemed, Limits: c.Limits, Clocks: c.Clocks,
	}
	for _, t := range c.Tracks {
		bare := casefile.Track{ID: t.ID, Office: t.Office, Kind: t.Kind, After: t.After, Begun: t.Begun}
		if t.Decision != nil {
			bare.Decision = &casefile.Decision{Track: t.ID, Outcome: t.Decision.Outcome, On: t.Decision.On}
		}
		p.Tracks = append(p.Tracks, bare)
	}
	for _, r := range c.Requests {
		p.Requests = append(p.Requests, casefile.CorrectionRequest{ID: r.ID, On: r.On, Due: r.Due, Answered: r.Answered})
	}
	for _, l := range c.Letters {
		p.Letters = append(p.Letters, casefile.Letter{Ref: l.Ref, Kind: l.Kind, Track: l.Track, On: l.On, Delivered: l.Delivered, Supersedes: l.Supersedes})
	}
	if c.Exit != nil {
		p.Exit = &casefile.Exit{Cause: c.Exit.Cause, On: c.Exit.On}
	}
	return p
}
