package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/store"
)

// Reminding is what an agency reminds of in one act.
type Reminding struct {
	Cases   []casefile.CaseNumber
	Permits []string // ids of their rows
	Key     string   // idempotency key
}

// mostReminders is how many cases and permits one act takes.
const mostReminders = 200

// errSeen undoes reminders that were only looked at.
var errSeen = errors.New("looked at")

// Reminders says what RemindClients would send now, and sends nothing.
func (w *Window) Reminders(ctx context.Context, who people.Who, in Reminding) (out []Nudge, err error) {
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		if out, err = w.remindClients(ctx, tx, who, in); err != nil {
			return err
		}
		return errSeen
	})
	if errors.Is(err, errSeen) {
		err = nil
	}
	return out, err
}

// RemindClients reminds the employers of the person's agency of what is open in
// their cases, and each foreigner of what only the foreigner can bring, each in
// their language. A case or permit is reminded of once a day, whoever does it. The
// same key sends once and answers with what was sent. One case or permit of an
// employer without a living mandate refuses the act.
func (w *Window) RemindClients(ctx context.Context, who people.Who, in Reminding) (out []Nudge, err error) {
	asked, err := json.Marshal([]any{in.Cases, in.Permits})
	if err != nil {
		return nil, err
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		if who, err = agencyNow(ctx, tx, who); err != nil {
			return err
		}
		kept, err := tx.Once(ctx, string(who.Account), in.Key, asked, func() ([]byte, error) {
			sent, err := w.remindClients(ctx, tx, who, in)
			if err != nil {
				return nil, err
			}
			if err := record(ctx, tx, who, partyChain(who.Party), "party.reminded", recordedReminders(sent)); err != nil {
				return nil, err
			}
			return json.Marshal(sent)
		})
		if err != nil {
			return err
		}
		if err := json.Unmarshal(kept, &out); err != nil {
			return fmt.Errorf("read reminders sent before: %w", err)
		}
		return w.stillMine(ctx, tx, who, out)
	})
	return out, err
}

// recordedReminders is what the record says of a batch.
func recordedReminders(sent []Nudge) any {
	type line struct {
		Case    casefile.CaseNumber `json:"case,omitempty"`
		Permit  string              `json:"permit,omitempty"`
		Open    string              `json:"open,omitempty"`
		Outcome string              `json:"outcome"`
		Told    []people.PartyID    `json:"told,omitempty"`
	}
	lines := make([]line, len(sent))
	for i, n := range sent {
		lines[i] = line{n.Case, n.Permit, n.Open, n.Outcome, n.Told}
	}
	return map[string]any{"reminders": lines}
}

// agencyNow is the agency with the mandates of this moment.
func agencyNow(ctx context.Context, tx *store.Tx, who people.Who) (people.Who, error) {
	if who.Disabled || who.Role != people.Agency {
		return who, fault.New(fault.Forbidden, "fault.people.role")
	}
	var err error
	who.Mandates, err = mandatesTo(ctx, &tx.Reader, who.Party)
	return who, err
}

// stillMine hides a batch that was sent under a mandate that has ended since.
func (w *Window) stillMine(ctx context.Context, tx *store.Tx, who people.Who, sent []Nudge) error {
	principals := who.Scope(tx.Now()).Principals
	for _, n := range sent {
		if !slices.Contains(principals, n.Employer) {
			return fault.New(fault.NotFound, "fault.not-found")
		}
	}
	return nil
}

func (w *Window) remindClients(ctx context.Context, tx *store.Tx, who people.Who, in Reminding) ([]Nudge, error) {
	who, err := agencyNow(ctx, tx, who)
	if err != nil {
		return nil, err
	}
	in.Cases, in.Permits = slices.Compact(slices.Sorted(slices.Values(in.Cases))), slices.Compact(slices.Sorted(slices.Values(in.Permits)))
	switch n := len(in.Cases) + len(in.Permits); {
	case n == 0:
		return nil, fault.New(fault.Invalid, "fault.nudge.none").WithPath("cases")
	case n > mostReminders:
		return nil, fault.New(fault.Invalid, "fault.nudge.many", "n", mostReminders).WithPath("cases")
	}
	agency, err := tx.Party(ctx, string(who.Party))
	if err != nil {
		return nil, err
	}
	found, err := w.nudges(ctx, tx, who, in)
	if err != nil {
		return nil, err
	}
	for i := range found {
		if err := w.sendNudge(ctx, tx, agency.Name, &found[i]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// nudges reads what is open in what is reminded of. What lies outside the
// agency's living mandates is not found.
func (w *Window) nudges(ctx context.Context, tx *store.Tx, who people.Who, in Reminding) (found []Nudge, err error) {
	scope := who.Scope(tx.Now())
	for _, number := range in.Cases {
		c, err := tx.CaseFile(ctx, number)
		if err == nil && !scope.Holds(c.Subject("")) {
			err = fault.New(fault.NotFound, "fault.case.not-found")
		}
		if err != nil {
			return nil, err
		}
		n, err := w.nudgeOf(ctx, &tx.Reader, c)
		if err != nil {
			return nil, err
		}
		found = append(found, n)
	}
	for _, id := range in.Permits {
		row, _, err := readPermit(ctx, &tx.Reader, id)
		if err == nil && !slices.Contains(scope.Principals, people.PartyID(row.Employer)) {
			err = errNoPermit
		}
		if err != nil {
			return nil, err
		}
		altered, err := tx.AlteredPermits(ctx, []string{row.Number})
		if err != nil {
			return nil, err
		}
		found = append(found, nudgeOfPermit(civil.DateOf(tx.Now()), row, altered))
	}
	return found, nil
}

// reminder is the actor under whose name the reminders of a day are counted.
const reminder = "reminder"

// sendNudge tells who has to act, unless somebody was reminded of it today.
func (w *Window) sendNudge(ctx context.Context, tx *store.Tx, agency string, n *Nudge) error {
	if n.Outcome = NotNeeded; n.Open == "" {
		return nil
	}
	parties := []people.PartyID{n.Employer}
	if len(n.Own) > 0 || n.Open == "expiry" {
		parties = append(parties, n.Foreigner)
	}
	about := fmt.Sprintf("nudge/%s%s/%s", n.Case, n.Permit, civil.DateOf(tx.Now()))
	n.Outcome = NobodyThere
	var told []store.Account
	for _, party := range parties {
		accounts, err := accountsOf(ctx, &tx.Reader, party)
		if err != nil {
			return err
		}
		accounts = slices.DeleteFunc(accounts, func(a store.Account) bool { return a.Status == accountDisabled })
		if len(accounts) > 0 {
			n.Told, told = append(n.Told, party), append(told, accounts...)
		}
	}
	if len(told) == 0 {
		return nil
	}
	n.Outcome = AlreadyToday
	_, err := tx.Once(ctx, reminder, about, nil, func() ([]byte, error) {
		n.Outcome = Reminded
		for _, a := range told {
			if err := w.inform(ctx, tx, []store.Account{a}, n.news(about, agency, a)); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	if n.Outcome == AlreadyToday {
		n.Told = nil
	}
	return err
}

// news is the reminder as one account reads it.
func (n *Nudge) news(about, agency string, to store.Account) news {
	m := news{About: about, Kind: "reminder", Case: n.Case, Key: "nudge-" + n.Open, Args: []any{
		"agency", agency, "number", n.Number, "date", *n.Last, "what", n.What,
	}}
	switch {
	case n.Open == "expiry":
		m.Args = append(m.Args, "kind", said("permit.kind."+string(n.Kind)), "n", n.left)
	case to.Party == string(n.Foreigner) && n.Foreigner != n.Employer:
		m.Key += "-own"
		m.Args[7] = n.Own
	}
	return m
}

// mostNamed is how many things a message names; what is more is counted.
const mostNamed = 6

// listed joins names in a language, each in it.
func (w *Window) listed(language string, names []people.Words) string {
	texts := make([]string, len(names))
	for i, name := range names {
		if texts[i] = name.ZH; !strings.HasPrefix(language, "zh") {
			texts[i] = name.EN
		}
	}
	if more := len(texts) - mostNamed; more > 0 {
		texts = append(texts[:mostNamed], w.say(language, "nudge.more", "n", more))
	}
	return locale.Join(func(key string, args ...any) string { return w.say(language, key, args...) }, texts)
}
