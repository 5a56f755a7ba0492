// Package office is what people do at the window: Open, Submit, Accept, Decide,
// Issue. One act is one transaction, in which rights and invariants are asked,
// the events are kept with the state they fold to, and what they cause (letters,
// permits, messages) is written, in that order, in plain sight. It knows no HTTP.
package office

import (
	"context"
	"fmt"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/files"
	"yichuang/lists"
	"yichuang/people"
	"yichuang/policy"
	"yichuang/store"
)

// Window is the product's one window: everything acts need. Its fields are set
// once, by cli; Law is asked anew for each act, because publishing replaces it.
type Window struct {
	DB       *store.DB
	Files    *files.Folder
	Law      func() Law
	Matters  casefile.Matters
	Catalog  casefile.Papers // what people are told of papers
	Lists    lists.Kinds     // kinds of list that staff keep
	Settings []ParameterDef  // the numbers that operators load beside those of the packs
	Clock    func() time.Time

	// Say makes a text of the catalogues in a language, for messages; nil gives keys.
	Say     func(language, key string, args ...any) string
	Address string // under which people reach the pages, such as https://window.example.org; for links in messages and certificates

	Reload func(context.Context) error // takes law data that an act has added at once; nil: within a second

	Specimen bool // the demo: every letter says that it is none

	preview *previewing // set while letters are looked at before they are issued
}

// Law is what is in force for the product at this moment.
type Law struct {
	Engine    *determination.Engine
	Places    *facts.Places
	Calendars *civil.Calendars
	Shipped   *civil.Calendars // those of the program: Calendars without the years loaded since

	// Published is how many texts the policy desk had published when this law was
	// read, and Earlier gives the engine of an earlier law; nil: there was none.
	Published int64
	Texts     map[string]policy.Files // of the program's packs and of every publication, by hash
	Earlier   func(casefile.LawOf) (*determination.Engine, error)
}

// of is the law that the case keeps: a case that was sent keeps the texts under
// which it was determined that day, whatever was published since.
func (l Law) of(c casefile.Case) (Law, error) {
	if !c.Pinned || c.Determination == nil || l.Earlier == nil || c.Determination.Law.Texts == nil {
		return l, nil
	}
	engine, err := l.Earlier(c.Determination.Law)
	if err != nil {
		return l, fmt.Errorf("law of case %s: %w", c.Number, err)
	}
	l.Engine, l.Published = engine, c.Determination.Law.Published
	return l, nil
}

// calendar is the working-day calendar that the offices of a place keep.
func (l Law) calendar(place people.PlaceCode) (*civil.Calendar, error) {
	p, ok := l.Places.Lookup(facts.PlaceCode(place))
	if !ok {
		return nil, fault.At("place", "%s is no place", place)
	}
	c, ok := p.Keeps(l.Calendars)
	if !ok {
		return nil, fault.New(fault.Unavailable, "fault.calendar.missing", "place", string(place)).
			WithDetail("place %s keeps the calendar %s, which is not loaded", place, p.Calendar)
	}
	return c, nil
}

// Write is what every act of a person carries: who acts, on which case at which
// version, and the key by which a repeated request is known.
type Write struct {
	Who    people.Who
	Number casefile.CaseNumber
	Seen   int    // version of the case that the person saw
	Key    string // idempotency key
	Asked  string // the request in any fixed form: the same key with another request is a conflict
}

// policyDay is the day whose law answers for the case: that of its submission, or
// today while it is a draft.
func (s *step) policyDay() civil.Date {
	if s.file.Pinned && s.file.Determination != nil {
		return s.file.Determination.On
	}
	return civil.DateOf(s.tx.Now())
}

// step is one act under way: the transaction, the case as it stands, who acts.
type step struct {
	*Window
	tx   *store.Tx
	law  Law
	by   casefile.By
	file casefile.Case
}

// act runs do on the case in one transaction. What the law made happen before
// this instant is kept first; a person who saw an older version gets a conflict
// that says who changed what. The result is the case as it stands afterwards.
func (w *Window) act(ctx context.Context, in Write, do func(*step) ([]casefile.Event, error)) (casefile.Case, error) {
	var after casefile.Case
	now := w.Clock()
	err := w.DB.Do(ctx, now, func(tx *store.Tx) error {
		_, err := tx.Once(ctx, string(in.Who.Account), in.Key, []byte(string(in.Number)+"\n"+in.Asked), func() ([]byte, error) {
			s, err := w.begin(ctx, tx, in, now)
			if err != nil {
				return nil, err
			}
			events, err := do(s)
			if err != nil {
				return nil, err
			}
			return []byte(in.Number), s.keep(ctx, events)
		})
		if err != nil {
			return err
		}
		if w.preview != nil {
			return errPreview // looked at, not done: the transaction is undone
		}
		after, err = tx.CaseFile(ctx, in.Number)
		if err == nil && !in.Who.Scope(now).Holds(after.Subject("")) {
			err = fault.New(fault.NotFound, "fault.case.not-found") // a repeated request reads with the rights of now
		}
		return err
	})
	if err != nil {
		return after, err
	}
	return w.seenBy(in.Who, after)
}

// begin reads the case, lets the law act on it, checks the version seen, and lets a
// draft follow the newest policy.
func (w *Window) begin(ctx context.Context, tx *store.Tx, in Write, now time.Time) (*step, error) {
	c, err := tx.CaseFile(ctx, in.Number)
	if err != nil {
		return nil, err
	}
	if !in.Who.Scope(now).Holds(c.Subject("")) {
		return nil, fault.New(fault.NotFound, "fault.case.not-found")
	}
	s := &step{Window: w, tx: tx, file: c}
	if s.law, err = w.Law().of(c); err != nil {
		return nil, err
	}
	seen := c.Version
	if err := s.pass(ctx, now); err != nil {
		return nil, err
	}
	if in.Seen != seen || s.file.Version != seen {
		since, err := tx.History(ctx, in.Number, in.Seen)
		if err != nil {
			return nil, err
		}
		if err := s.file.Fresh(in.Seen, since); err != nil {
			return nil, err
		}
	}
	if err := s.followLaw(ctx, now); err != nil {
		return nil, err
	}
	stops, err := s.stops(ctx, now)
	if err != nil {
		return nil, err
	}
	s.by = casefile.By{Who: in.Who, At: now, Stops: stops}
	return s, nil
}

// keep folds the events into the case and stores both, with what lists need and
// what is told of them.
func (s *step) keep(ctx context.Context, events []casefile.Event) error {
	if len(events) == 0 {
		return nil
	}
	after, err := s.file.After(events)
	if err != nil {
		return err
	}
	index, err := s.index(ctx, after)
	if err != nil {
		return err
	}
	if s.file, err = s.tx.KeepCase(ctx, s.file, events, index); err != nil {
		return err
	}
	return s.announce(ctx, events)
}

// index is what worklists show of the case.
func (s *step) index(ctx context.Context, c casefile.Case) (store.CaseIndex, error) {
	index := store.CaseIndex{}
	for _, n := range []struct {
		party people.PartyID
		name  *string
	}{{c.Foreigner, &index.ForeignerName}, {c.Employer, &index.PrincipalName}} {
		if n.party == "" {
			continue
		}
		party, err := s.tx.Party(ctx, string(n.party))
		if err != nil {
			return index, err
		}
		*n.name = party.Name
	}
	cal, err := s.law.calendar(c.Place)
	if err != nil {
		return index, err
	}
	if _, due, running := c.NextDue(cal, ""); running {
		index.DueOn = &due
	}
	index.Clocks = runningClocks(c, cal)
	index.Steps = finishedSteps(s.file, c, cal)
	return index, nil
}

// runningClocks are the limits that bind an office now.
func runningClocks(c casefile.Case, cal *civil.Calendar) []store.Clock {
	var out []store.Clock
	for _, k := range c.Clocks {
		state := k.State()
		due, ok := k.Due(cal)
		if !ok || state != casefile.Running && state != casefile.Pausing {
			continue
		}
		basis := "promise"
		if k.Limit.Statutory {
			basis = "law"
		}
		t, _ := c.Track(k.Limit.Track)
		out = append(out, store.Clock{
			CaseID: string(c.Number), Track: string(k.Limit.Track), Step: k.Limit.Step, Basis: basis,
			Office: string(t.Office), DueOn: due, Paused: state == casefile.Pausing,
		})
	}
	return out
}
