package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/store"
)

// audience is who hears of an event.
type audience int

const (
	applying  audience = iota // the foreigner, the employer's handlers, the agency while its mandate lives
	foreigner                 // the foreigner alone
	handling                  // the officers who have the case; nobody where it waits to be taken
	deciding                  // the same, else all of the first track's office
)

// telling is how an event is told: to whom, and in which words
// (message.<key>.subject and .text) with which arguments. An empty key tells
// nothing. A subject holds no personal detail: it can lie open on a screen.
type telling struct {
	to  audience
	say func(s *step, e casefile.Event) (key string, args []any)
}

// tellings is the one table of what is told when. An event that is not in it
// tells nobody: those are work under way, or come with another that does.
var tellings = map[casefile.Kind]telling{
	casefile.Opened{}.Kind(): {foreigner, func(s *step, _ casefile.Event) (string, []any) {
		if s.file.Employer == "" {
			return "", nil // the foreigner began it alone
		}
		return "opened", nil
	}},
	casefile.Submitted{}.Kind(): {applying, dated("submitted")},
	casefile.Withdrawn{}.Kind(): {applying, plainly("withdrawn")},
	casefile.CorrectionRequested{}.Kind(): {applying, func(_ *step, e casefile.Event) (string, []any) {
		b := e.Body.(casefile.CorrectionRequested)
		return "correction", []any{"n", len(b.Items), "date", b.Due}
	}},
	casefile.CorrectionAnswered{}.Kind(): {handling, dated("answered")},
	casefile.Accepted{}.Kind(): {applying, func(s *step, e casefile.Event) (string, []any) {
		if e.Body.(casefile.Accepted).Deemed {
			return dated("accepted-deemed")(s, e)
		}
		return dated("accepted")(s, e)
	}},
	casefile.NotAccepted{}.Kind(): {applying, plainly("not-accepted")},
	casefile.ToleranceGranted{}.Kind(): {applying, func(_ *step, e casefile.Event) (string, []any) {
		t := e.Body.(casefile.ToleranceGranted).Tolerance
		return "tolerance", []any{"n", len(t.Slots), "date", t.Due}
	}},
	casefile.ToleranceMet{}.Kind():    {applying, plainly("tolerance-met")},
	casefile.ToleranceLapsed{}.Kind(): {applying, plainly("tolerance-lapsed")},
	casefile.Lapsed{}.Kind(): {applying, func(_ *step, e casefile.Event) (string, []any) {
		return "lapsed-" + e.Body.(casefile.Lapsed).Cause, nil
	}},
	casefile.ClockPaused{}.Kind(): {applying, func(_ *step, e casefile.Event) (string, []any) {
		return "paused", []any{"ground", said("ground." + string(e.Body.(casefile.ClockPaused).Ground))}
	}},
	casefile.ClockResumed{}.Kind():  {applying, dated("resumed")},
	casefile.ClockExtended{}.Kind(): {applying, dated("extended")},
	casefile.DueRevised{}.Kind(): {applying, func(_ *step, e casefile.Event) (string, []any) {
		return "due-revised", []any{"date", e.Body.(casefile.DueRevised).New}
	}},
	casefile.DecisionTaken{}.Kind(): {applying, func(s *step, e casefile.Event) (string, []any) {
		d := e.Body.(casefile.DecisionTaken).Decision
		key := "decided-" + string(d.Outcome)
		if d.Deemed {
			key = "decided-deemed"
		}
		if m, ok := s.Matters.Find(s.file.Matter); ok {
			if plan, _ := m.Track(d.Track); plan.Hands(d) != "" {
				return "handed-on", []any{"to", plan.Hands(d)}
			}
		}
		return key, []any{"track", said("track." + string(d.Track))}
	}},
	casefile.ResultRecorded{}.Kind():  {applying, plainly("result")},
	casefile.PermitCancelled{}.Kind(): {applying, plainly("permit-cancelled")},
	casefile.ResultEnded{}.Kind(): {applying, func(s *step, e casefile.Event) (string, []any) {
		b := e.Body.(casefile.ResultEnded)
		return "ended-" + string(s.file.Kind), []any{"cause", said("ending." + b.Cause), "date", b.On}
	}},
	casefile.ConsentGiven{}.Kind():   {applying, plainly("consent-given")},
	casefile.ConsentRefused{}.Kind(): {applying, plainly("consent-refused")},
	casefile.LetterIssued{}.Kind(): {applying, func(_ *step, e casefile.Event) (string, []any) {
		switch e.Body.(casefile.LetterIssued).Letter.Kind {
		case casefile.HearingLetter, casefile.RevocationLetter, casefile.SanctionLetter:
			return "letter", nil
		}
		return "", nil // other letters come with an event that is told
	}},
	casefile.AppointmentSet{}.Kind(): {applying, func(_ *step, e casefile.Event) (string, []any) {
		a := e.Body.(casefile.AppointmentSet).Appointment
		if a.State == "kept" {
			return "", nil
		}
		return "appointment-" + a.State, []any{"date", civil.DateOf(a.At), "time", a.At.In(civil.Beijing).Format("15:04")}
	}},
	casefile.HandedBack{}.Kind(): {applying, func(_ *step, e casefile.Event) (string, []any) {
		return "handed-back", []any{"date", e.Body.(casefile.HandedBack).On}
	}},
	casefile.HandlingHeld{}.Kind():     {applying, plainly("held")},
	casefile.HandlingReleased{}.Kind(): {applying, plainly("released")},
	casefile.Messaged{}.Kind():         {applying, plainly("note")}, // to the side that it names
	casefile.Reported{}.Kind():         {deciding, plainly("reported")},
	casefile.Closed{}.Kind():           {applying, plainly("closed")},
}

// said is an argument that is itself a text of the catalogues.
type said string

// plainly tells the event in one text without a date.
func plainly(key string) func(*step, casefile.Event) (string, []any) {
	return func(*step, casefile.Event) (string, []any) { return key, nil }
}

// dated tells the event with the day that binds an office next. Where none runs
// the text is <key>-undated.
func dated(key string) func(*step, casefile.Event) (string, []any) {
	return func(s *step, _ casefile.Event) (string, []any) {
		cal, err := s.law.calendar(s.file.Place)
		if err != nil {
			return key + "-undated", nil
		}
		_, due, ok := s.file.NextDue(cal, "")
		if !ok {
			return key + "-undated", nil
		}
		return key, []any{"date", due}
	}
}

// announce puts what the kept events tell into the outbox, once for each account
// that hears of it.
func (s *step) announce(ctx context.Context, events []casefile.Event) error {
	for _, e := range events {
		t, ok := tellings[e.Kind()]
		if !ok {
			continue
		}
		if note, ok := e.Body.(casefile.Messaged); ok && note.To == "office" {
			t.to = deciding
		}
		key, args := t.say(s, e)
		if key == "" {
			continue
		}
		accounts, err := s.audience(ctx, t.to)
		if err != nil {
			return err
		}
		n := news{About: fmt.Sprintf("event/%s/%d", e.Case, e.Version), Kind: string(e.Kind()), Case: e.Case, Key: key, Args: append(args, "number", string(e.Case))}
		if t.to >= handling {
			n.Kind = deskNews + n.Kind
		}
		if b, ok := e.Body.(casefile.DecisionTaken); ok {
			if n.Referrals, err = s.referrals(ctx, &s.tx.Reader, s.file, b.Decision); err != nil {
				return err
			}
		}
		if err := s.inform(ctx, s.tx, accounts, n); err != nil {
			return err
		}
	}
	return nil
}

// deskNews begins the kind of a message to an authority.
const deskNews = "desk/"

// audience are the accounts that hear of the case.
func (s *step) audience(ctx context.Context, to audience) ([]store.Account, error) {
	if to >= handling {
		return s.handlers(ctx, to == deciding)
	}
	parties := []people.PartyID{s.file.Foreigner}
	if to == applying {
		parties = append(parties, s.file.Employer)
		alive, err := s.represented(ctx)
		if err != nil {
			return nil, err
		}
		if alive {
			parties = append(parties, s.file.Agent)
		}
	}
	return accountsOf(ctx, &s.tx.Reader, parties...)
}

// represented reports whether the case's agency may still act for its employer.
func (s *step) represented(ctx context.Context) (bool, error) {
	if s.file.Agent == "" {
		return false, nil
	}
	rows, err := s.tx.MandatesTo(ctx, string(s.file.Agent))
	if err != nil {
		return false, err
	}
	for _, row := range rows {
		var m people.Mandate
		if err := json.Unmarshal(row.Body, &m); err != nil {
			return false, fmt.Errorf("read mandate %s: %w", row.ID, err)
		}
		if m.Principal == s.file.Employer && m.Alive(s.tx.Now()) {
			return true, nil
		}
	}
	return false, nil
}

// handlers are the officers who have the case, else, if all is set, everybody at
// the office who could take it.
func (s *step) handlers(ctx context.Context, all bool) ([]store.Account, error) {
	var ids []string
	for _, t := range s.file.Tracks {
		if t.Assigned != "" && t.Decision == nil {
			ids = append(ids, string(t.Assigned))
		}
	}
	if ids == nil && all && len(s.file.Tracks) > 0 {
		on := civil.DateOf(s.tx.Now())
		posts, err := s.tx.Officers(ctx, store.OfficerFilter{Office: string(s.file.Tracks[0].Office), On: &on})
		if err != nil {
			return nil, err
		}
		for _, post := range posts {
			if people.Role(post.Role).Can(people.Judge) {
				ids = append(ids, post.Account)
			}
		}
	}
	var out []store.Account
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		row, err := s.tx.Account(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}
