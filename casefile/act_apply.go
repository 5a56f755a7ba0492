package casefile

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// Save sets answers by fact path. Values are checked by facts, not here.
func (c Case) Save(by By, set map[string]json.RawMessage) ([]Event, error) {
	if err := c.begin(by, people.Edit, ""); err != nil {
		return nil, err
	}
	set, err := c.unlessFirm(set)
	if err != nil {
		return nil, err
	}
	return c.emit(by, AnswersSaved{Set: set}), nil
}

// Determine records the determination that the answers lead to, while the case
// is a draft: papers and limits follow it. Submit pins it.
func (c Case) Determine(by By, d Determined) ([]Event, error) {
	if err := c.begin(by, people.Edit, ""); err != nil {
		return nil, err
	}
	return c.emit(by, d), nil
}

// Under is the draft as it would stand under another determination, nothing kept.
func (c Case) Under(d Determined) Case {
	c = c.clone()
	d.fold(&c, Event{})
	return c
}

// Follow keeps what the newest policies make of a draft; it is no act of a person.
func (c Case) Follow(at time.Time, d Determined) []Event {
	if c.Status != StatusDraft {
		return nil
	}
	return c.lawful(at, d)
}

// Supply adds a file to a slot. A paper that was accepted is not replaced: ask
// the office to judge it again first. The last missing paper of a tolerance
// still has to be judged.
func (c Case) Supply(by By, slot SlotID, file File) ([]Event, error) {
	if err := c.begin(by, people.Upload, ""); err != nil {
		return nil, err
	}
	s, ok := c.Slot(slot)
	switch {
	case !ok:
		return nil, fault.At("slot", "case %s has no slot %q", c.Number, slot)
	case s.State == Good || s.State == Seen:
		return nil, fault.New(fault.Conflict, "fault.case.slot-accepted", "slot", string(slot)).
			WithDetail("slot %s is accepted already", slot)
	case file.Hash == "" || file.Size <= 0:
		return nil, fault.At("file", "an empty file cannot be supplied")
	}
	file.By, file.At = by.Who.Account, by.At.UTC()
	return c.emit(by, PaperSupplied{Slot: slot, File: file}), nil
}

// Sign signs a promise in place of a paper, or for the tolerance (no slot). The
// signer is who is signed in; the name is as typed.
func (c Case) Sign(by By, promise Commitment) ([]Event, error) {
	if err := c.begin(by, people.Sign, ""); err != nil {
		return nil, err
	}
	if promise.Slot != "" {
		s, ok := c.Slot(promise.Slot)
		if !ok || s.Treatment != ByCommitment {
			return nil, fault.New(fault.Invalid, "fault.case.no-commitment", "slot", string(promise.Slot)).
				WithPath("slot").WithDetail("slot %q takes no commitment", promise.Slot)
		}
	}
	if promise.ID == "" || promise.Text == "" || strings.TrimSpace(promise.Name) == "" {
		return nil, fault.New(fault.Invalid, "fault.case.unsigned").WithPath("name").
			WithDetail("a commitment needs an id, the text that was shown and the typed name")
	}
	if slices.ContainsFunc(c.Commitments, func(k Commitment) bool { return k.ID == promise.ID }) {
		return nil, fault.New(fault.Conflict, "fault.case.signed-already").WithDetail("commitment %s exists", promise.ID)
	}
	promise.Signer, promise.At = by.Who.Account, by.At.UTC()
	return c.emit(by, CommitmentSigned{Commitment: promise}), nil
}

// Submission is what sends a case.
type Submission struct {
	Matter     Matter
	Determined Determined // for the day of submission; nothing for a matter without determination
	Declared   string     // hash of the declaration that was read
	Note       string     // on warnings sent along
}

// Submit sends the case. Everything missing is told at once: fields, papers and
// consents. The policy day is pinned with the determination given.
func (c Case) Submit(by By, s Submission) ([]Event, error) {
	if err := c.begin(by, people.Submit, ""); err != nil {
		return nil, err
	}
	if s.Declared == "" {
		return nil, fault.New(fault.Invalid, "fault.case.undeclared").WithPath("declared").WithDetail("the declaration was not read")
	}
	body := Submitted{Declared: s.Declared, Note: s.Note}
	if plan := s.Matter.Deemed; plan != nil && c.Expires != nil {
		body.InTime = by.On() <= c.Expires.AddDays(-civil.Days(plan.DaysBefore))
		body.Clause = plan.Clause
	}
	bodies := []Body{body}
	if s.Determined.Snapshot.Hash != "" {
		if s.Determined.Snapshot.On != by.On() {
			return nil, fault.New(fault.Conflict, "fault.case.determination-old", "on", s.Determined.Snapshot.On).
				WithDetail("the determination is of %s, the case is sent on %s: determine again", s.Determined.Snapshot.On, by.On())
		}
		bodies = []Body{s.Determined, body}
	}
	events := c.emit(by, bodies...)
	return events, c.after(events[:len(events)-1]).ready(s.Matter)
}

// after is the state after the events; they are the case's own and fit.
func (c Case) after(events []Event) Case {
	for _, e := range events {
		c, _ = Fold(c, e)
	}
	return c
}

// ready refuses a case that cannot be sent, naming everything that is missing.
func (c Case) ready(m Matter) error {
	if m.ID != c.Matter {
		return fault.At("matter", "case %s is of matter %s, not %s", c.Number, c.Matter, m.ID)
	}
	if m.Service != "" && c.Determination == nil {
		return fault.New(fault.Conflict, "fault.case.not-determined").WithDetail("case %s has no determination", c.Number)
	}
	if missing := c.Missing(m); len(missing) > 0 {
		return fault.New(fault.Invalid, "fault.case.incomplete", "missing", strings.Join(missing, ", ")).
			WithPath(missing[0]).WithDetail("case %s cannot be sent: %s missing", c.Number, strings.Join(missing, ", "))
	}
	return nil
}

// Missing lists what stands in the way of sending, in the order of the task
// list: fact paths, "own.<id>", "slot/<id>" and "consent/<of>". A paper that may follow
// under a tolerance does not stand in the way.
func (c Case) Missing(m Matter) []string {
	var missing []string
	for _, path := range m.Required {
		if _, answered := c.Answers[path]; !answered {
			missing = append(missing, path)
		}
	}
	for _, q := range m.Questions {
		if q.Asked(c.Answers) && c.Own(q) == "" {
			missing = append(missing, q.Path())
		}
	}
	for _, s := range c.Slots {
		if !s.Ready() && s.Treatment != Deferrable {
			missing = append(missing, "slot/"+string(s.ID))
		}
	}
	for _, k := range c.Consents {
		if k.GivenAt == nil {
			missing = append(missing, "consent/"+k.Of)
		}
	}
	return missing
}

// Withdraw takes the case back. A case with a decision on any track can no
// longer be withdrawn.
func (c Case) Withdraw(by By, reason string) ([]Event, error) {
	if err := c.begin(by, people.Withdraw, ""); err != nil {
		return nil, err
	}
	for _, t := range c.Tracks {
		if t.Decision != nil {
			return nil, fault.New(fault.Conflict, "fault.case.decided", "track", string(t.ID)).
				WithDetail("track %s of case %s is decided", t.ID, c.Number)
		}
	}
	return c.emit(by, Withdrawn{Reason: reason}), nil
}
