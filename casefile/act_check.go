package casefile

import (
	"fmt"
	"slices"

	"yichuang/fault"
	"yichuang/people"
)

// Judge says what was found of a paper: Good (online), Seen (original) or
// NotGood with the fault. Judging the last paper that was to follow ends the
// tolerance.
func (c Case) Judge(by By, j PaperJudged) ([]Event, error) {
	return c.JudgeAll(by, []PaperJudged{j})
}

// JudgeAll judges several papers in one act: the ticks of one form. All hold or
// none does.
func (c Case) JudgeAll(by By, all []PaperJudged) ([]Event, error) {
	if err := c.begin(by, people.Judge, ""); err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.New(fault.Invalid, "fault.case.nothing-judged").WithPath("seen").WithDetail("no paper is judged")
	}
	bodies := make([]Body, 0, len(all)+1)
	for _, j := range all {
		if err := c.checkJudged(j); err != nil {
			return nil, err
		}
		bodies = append(bodies, j)
	}
	if next := c.after(c.emit(by, bodies...)); next.Tolerance.Running() && next.followed() {
		bodies = append(bodies, ToleranceMet{})
	}
	return c.emit(by, bodies...), nil
}

func (c Case) checkJudged(j PaperJudged) error {
	s, ok := c.Slot(j.Slot)
	if !ok {
		return fault.At("slot", "case %s has no slot %q", c.Number, j.Slot)
	}
	switch {
	case j.State != Good && j.State != Seen && j.State != NotGood:
		return fault.At("state", "%q is no judgement (accepted, seen or not-good-enough)", j.State)
	case j.State == Good && len(s.Files) == 0:
		return fault.New(fault.Invalid, "fault.case.slot-empty", "slot", string(j.Slot)).
			WithPath("slot").WithDetail("slot %s has no file to accept online", j.Slot)
	case j.State == NotGood && j.Fault == "":
		return fault.At("fault", "say what is not good enough and how to mend it")
	}
	return nil
}

// followed reports whether every paper of the tolerance is accepted or seen.
func (c Case) followed() bool { return len(c.lacking()) == 0 }

// lacking lists the papers of the tolerance that are not accepted or seen.
func (c Case) lacking() []SlotID {
	var ids []SlotID
	for _, id := range c.Tolerance.Slots {
		if s, ok := c.Slot(id); ok && s.State != Good && s.State != Seen {
			ids = append(ids, id)
		}
	}
	return ids
}

// RequestCorrection asks for everything that is wrong, once. While a request is
// open there is no second; a later one says why the first did not ask.
func (c Case) RequestCorrection(by By, r CorrectionRequested) ([]Event, error) {
	if err := c.begin(by, people.Correct, ""); err != nil {
		return nil, err
	}
	if c.OpenRequest() != nil {
		return nil, fault.New(fault.Conflict, "fault.case.request-open").WithDetail("case %s has an open correction request", c.Number)
	}
	if len(c.Requests) > 0 && r.Again == "" {
		return nil, fault.New(fault.Invalid, "fault.case.again-reason").WithPath("again").
			WithDetail("a second request needs the reason why the first did not ask")
	}
	if !r.Notice.Given() {
		return nil, fault.At("notice", "a correction request needs its numbered notice")
	}
	if r.Due <= by.On() {
		return nil, fault.At("due", "the last day %s must lie after today", r.Due)
	}
	return c.emit(by, r), c.checkItems(r.Items)
}

func (c Case) checkItems(items []CorrectionItem) error {
	if len(items) == 0 {
		return fault.At("items", "a correction request names at least one fault")
	}
	for i, item := range items {
		path := fmt.Sprintf("items.%d", i)
		if item.Fault == "" || item.Fix == "" {
			return fault.At(path, "say the fault and how to mend it")
		}
		if (item.Slot == "") == (item.Field == "") {
			return fault.At(path, "name either a slot or a field")
		}
		slot, ok := c.Slot(item.Slot)
		if item.Slot != "" && !ok {
			return fault.At(path+".slot", "case %s has no slot %q", c.Number, item.Slot)
		}
		if item.Spot != nil {
			if err := slot.checkSpot(item.Page, *item.Spot); err != nil {
				return err
			}
		}
	}
	return nil
}

// Answer answers the open request and lets the clocks go on. Items that stay
// open need the words why. Fields asked about may be set along.
func (c Case) Answer(by By, a CorrectionAnswered, fields AnswersSaved) ([]Event, error) {
	if err := c.begin(by, people.Answer, ""); err != nil {
		return nil, err
	}
	request := c.OpenRequest()
	if request == nil {
		return nil, fault.New(fault.Conflict, "fault.case.no-request").WithDetail("case %s has no open correction request", c.Number)
	}
	for i := range request.Items {
		if !slices.Contains(a.Done, i) && a.Open == "" {
			return nil, fault.New(fault.Invalid, "fault.case.items-open").WithPath("open").
				WithDetail("item %d stays open: say why", i)
		}
	}
	asked := func(path string) bool {
		return slices.ContainsFunc(request.Items, func(i CorrectionItem) bool { return i.Field == path })
	}
	for path := range fields.Set {
		if !asked(path) {
			return nil, fault.At(path, "the request does not ask about this field")
		}
	}
	if len(fields.Set) > 0 {
		return c.emit(by, fields, a), nil
	}
	return c.emit(by, a), nil
}

// Redetermine records the result that corrected answers lead to. The policy day
// stays the one on which the case was sent.
func (c Case) Redetermine(by By, d Determined) ([]Event, error) {
	if err := c.begin(by, people.Answer, ""); err != nil {
		return nil, err
	}
	if c.Determination != nil && c.Pinned && d.Snapshot.On != c.Determination.On {
		return nil, fault.New(fault.Conflict, "fault.case.determination-old", "on", d.Snapshot.On).
			WithDetail("the case is pinned to %s, the determination is of %s", c.Determination.On, d.Snapshot.On)
	}
	return c.emit(by, d), nil
}

// Tolerate lets papers follow until Due. It needs a clause, a last day, a
// signed commitment, all key material settled, papers that the law lets follow,
// and no sanction in force.
func (c Case) Tolerate(by By, t Tolerance) ([]Event, error) {
	if err := c.begin(by, people.Tolerate, ""); err != nil {
		return nil, err
	}
	if len(by.Stops) > 0 || c.Held != "" {
		return nil, fault.New(fault.Forbidden, "fault.case.tolerance-sanctioned").WithDetail("no tolerance while a sanction is in force")
	}
	switch {
	case c.Tolerance != nil:
		return nil, fault.New(fault.Conflict, "fault.case.tolerated").WithDetail("case %s has its tolerance", c.Number)
	case t.Clause == "":
		return nil, fault.At("clause", "a tolerance needs the clause that allows it")
	case len(t.Slots) == 0:
		return nil, fault.At("slots", "name the papers that follow")
	case t.Due <= by.On():
		return nil, fault.At("due", "the last day %s must lie after today", t.Due)
	case !slices.ContainsFunc(c.Commitments, func(k Commitment) bool { return k.ID == t.Commitment && k.Slot == "" }):
		return nil, fault.New(fault.Invalid, "fault.case.tolerance-unsigned").WithPath("commitment").
			WithDetail("no commitment for a tolerance is signed as %q", t.Commitment)
	}
	for _, id := range t.Slots {
		if s, ok := c.Slot(id); !ok || s.Key || s.Treatment != Deferrable {
			return nil, fault.New(fault.Invalid, "fault.case.not-deferrable", "slot", string(id)).
				WithPath("slots").WithDetail("slot %q may not follow later", id)
		}
	}
	for _, s := range c.Slots {
		if s.Key && !s.Settled() {
			return nil, fault.New(fault.Conflict, "fault.case.key-missing", "slot", string(s.ID)).
				WithDetail("key material %s is not settled", s.ID)
		}
	}
	t.Met, t.Lapsed = false, false
	return c.emit(by, ToleranceGranted{Tolerance: t}), nil
}

// Accept accepts the case today: every slot accepted or seen, treated, or
// deferred; no request open. The decision clocks begin.
func (c Case) Accept(by By) ([]Event, error) {
	if err := c.begin(by, people.Accept, ""); err != nil {
		return nil, err
	}
	if c.OpenRequest() != nil {
		return nil, fault.New(fault.Conflict, "fault.case.request-open").WithDetail("case %s has an open correction request", c.Number)
	}
	if open := c.Unsettled(); len(open) > 0 {
		return nil, fault.New(fault.Conflict, "fault.case.slots-open", "slots", open).
			WithPath("slot/"+string(open[0])).WithDetail("not accepted, treated or deferred: %v", open)
	}
	return c.emit(by, Accepted{On: by.On()}), nil
}

// Unsettled lists the slots that stand in the way of acceptance.
func (c Case) Unsettled() []SlotID {
	var ids []SlotID
	for _, s := range c.Slots {
		if !s.Settled() {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// NotAccept ends the case before acceptance, with reason, clause and remedy.
func (c Case) NotAccept(by By, n NotAccepted) ([]Event, error) {
	if err := c.begin(by, people.NotAccept, ""); err != nil {
		return nil, err
	}
	if n.Reason == "" || n.Clause == "" || n.Remedy == "" {
		return nil, fault.New(fault.Invalid, "fault.case.refusal-bare").WithPath("reason").
			WithDetail("a decision not to accept needs a reason, a clause and the remedy")
	}
	return c.emit(by, n), nil
}
