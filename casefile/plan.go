package casefile

import (
	"slices"
	"strings"

	"yichuang/determination"
	"yichuang/permit"
)

// Plan turns a determination into what the case has to hold: a slot for every
// material and for the matter's own papers, and a limit for every deadline that
// is a step of one of the matter's tracks. A step's law and promise are two
// limits. What has no deadline in the packs keeps the matter's own promise.
func (m Matter) Plan(d *determination.Determination) Determined {
	plan := Determined{
		Snapshot: Snapshot{On: d.On, Hash: d.Receipt.Determination, Verdict: string(d.Verdict), Class: d.Class, Ground: planGround(d.Term), Term: planTerm(d.Term), Conditions: m.conditions(d.Duties), Cancels: m.cancels(d.Duties)},
		Slots:    make([]Slot, 0, len(d.Materials)+len(m.Slots)),
	}
	if m.Route != "" {
		way, _ := d.Way(m.Route)
		plan.Snapshot.Route = string(way)
	}
	plan.Snapshot.Law.Texts = map[string]string{}
	for _, p := range d.Receipt.Packs {
		plan.Snapshot.Law.Texts[p.ID] = p.Hash
	}
	for _, material := range d.Materials {
		plan.Slots = append(plan.Slots, Slot{
			ID: SlotID(material.ID), Treatment: Treatment(material.Treatment), Key: material.Key,
			Form: material.Form, FormBy: material.FormBy, Clause: material.Clause, State: Empty,
		})
	}
	for _, own := range m.slots() {
		if !slices.ContainsFunc(plan.Slots, func(s Slot) bool { return s.ID == own.ID }) {
			plan.Slots = append(plan.Slots, own)
		}
	}
	for _, track := range m.Tracks {
		plan.Limits = append(plan.Limits, track.limits(d.Deadlines)...)
	}
	for _, own := range m.Limits {
		if !slices.ContainsFunc(plan.Limits, func(l Limit) bool { return l.Track == own.Track && l.Step == own.Step && l.Statutory == own.Statutory }) {
			plan.Limits = append(plan.Limits, own)
		}
	}
	return plan
}

// limits are the deadlines that are steps of the track. An applicant's own date
// before an event is no clock of an authority.
func (p TrackPlan) limits(deadlines []determination.Deadline) []Limit {
	var limits []Limit
	for _, d := range deadlines {
		if !slices.Contains(p.Steps, d.ID) || d.Direction == "before" {
			continue
		}
		from := Moment(d.From)
		if d.ID == StepAcceptance {
			from = AtSubmission
		}
		limits = append(limits, Limit{
			Track: p.ID, Step: d.ID, Amount: d.Amount, Unit: Unit(d.Unit), From: from,
			Statutory: d.Statutory, Clause: d.Clause,
		})
	}
	return limits
}

// planTerm is the longest term the determination allows, as a term with its
// binding cap.
func planTerm(t *determination.Term) *permit.Term {
	if t == nil {
		return nil
	}
	limit := permit.Cap{Binding: permit.Binding(t.Binding), Until: t.Until, Clause: t.Clause}
	return &permit.Term{From: t.From, Until: t.Until, Binding: limit.Binding, Caps: []permit.Cap{limit}}
}

// planGround is the ground on which the longest term rests.
func planGround(t *determination.Term) string {
	if t == nil {
		return ""
	}
	return t.Ground
}

// conditions are the duties that a grant of the matter turns into conditions.
func (m Matter) conditions(duties []determination.Entry) []permit.Condition {
	var out []permit.Condition
	for _, d := range duties {
		if m.Permit != nil && slices.Contains(m.Permit.Conditions, d.ID) {
			out = append(out, permit.Condition{ID: "duty:" + d.ID, Clause: d.Clause})
		}
	}
	return out
}

// cancels is the clause of a duty by which a refusal cancels the permit held.
func (m Matter) cancels(duties []determination.Entry) string {
	for _, d := range duties {
		if m.Permit != nil && slices.Contains(m.Permit.Cancels, d.ID) {
			return d.Clause
		}
	}
	return ""
}

// OpenUnder reports whether one of the clauses that open the matter belongs to a
// pack in force; a matter without such clauses is always open.
func (m Matter) OpenUnder(policies []determination.PolicyRef) bool {
	return len(m.Clauses) == 0 || slices.ContainsFunc(m.Clauses, func(clause string) bool {
		pack, _, _ := strings.Cut(clause, "/")
		return slices.ContainsFunc(policies, func(p determination.PolicyRef) bool { return p.ID == pack && p.InForce })
	})
}
