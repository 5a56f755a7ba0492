// Package determination is the pure function at the heart of the product: facts
// and the packs in force at a place and on a day give class, grounds, points,
// limits, routes, term, papers, deadlines and entitlements, each with the clause
// it rests on, what it replaced and what is still unknown.
//
// It walks the strata in their fixed order; a condition reads only what earlier
// strata settled, so every result explains itself as a finite tree. It holds no
// pack id, no clause id and no figure of any policy.
package determination

import (
	"sync"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/policy"
)

// Version names the engine in receipts. It changes when the same facts and packs
// could give another result.
const Version = "yichuang-1"

// Engine determines facts under one published set of packs. It is immutable and
// safe for concurrent use; publishing makes a new one.
type Engine struct {
	Policies   *policy.Set
	Places     *facts.Places
	Parameters *policy.Parameters

	layouts sync.Map // *policy.Plan → *layout
	slots   slots
}

// New makes an engine. Parameters may be nil.
func New(set *policy.Set, places *facts.Places, parameters *policy.Parameters) *Engine {
	return &Engine{Policies: set, Places: places, Parameters: parameters, slots: slotsOf(set.Vocabulary())}
}

// slots are the facts that the outcome itself is made of.
type slots struct {
	on, place, zone, service, application int
	contractFrom, previousUntil           int
}

func slotsOf(v *facts.Vocabulary) slots {
	slot := func(path string) int {
		f, ok := v.Lookup(path)
		if !ok {
			panic("determination: the vocabulary lacks " + path) // the vocabulary's own test holds it
		}
		return f.Slot
	}
	return slots{
		on: slot("on"), place: slot("place"), zone: slot("zone"),
		service: slot("service"), application: slot("application"),
		contractFrom: slot("job.contract_from"), previousUntil: slot("previous_permit.valid_until"),
	}
}

// Determine answers for facts that vocabulary.Check has passed. The facts' "on"
// must be set: this package has no clock. It fails with an Invalid fault when
// the place or the day is missing or the place is not known.
func (e *Engine) Determine(f *facts.Facts) (*Determination, error) {
	w, err := e.begin(f)
	if err != nil {
		return nil, err
	}
	defer w.end()
	d := &Determination{}
	w.run(d)
	w.release()
	return d, nil
}

// AppendJSON determines facts and appends the contract's JSON to b. It is the
// batch's way: nothing outlives the call, so nothing need be allocated.
func (e *Engine) AppendJSON(b []byte, f *facts.Facts) ([]byte, error) {
	w, err := e.begin(f)
	if err != nil {
		return b, err
	}
	defer w.end()
	w.lists.reset()
	w.outcome.reset()
	w.run(&w.outcome)
	return w.outcome.Receipt.append(append(b, w.buffer...)), nil // the buffer holds the body, for its hash
}

// begin takes memory that fits the packs in force at the place and on the day.
func (e *Engine) begin(f *facts.Facts) (*work, error) {
	on, place := f.Get(e.slots.on), f.Get(e.slots.place)
	if on.State != facts.Known {
		return nil, fault.At("on", "the filing date is missing")
	}
	if place.State != facts.Known {
		return nil, fault.At("place", "the place is missing (a code such as 650100)")
	}
	p, ok := e.Places.Lookup(facts.PlaceCode(place.S))
	if !ok {
		return nil, fault.At("place", "%s is no place we know", place.S)
	}
	day := civil.Date(on.N)
	l := e.layout(e.Policies.Plan(p, day))
	w, ok := l.works.Get().(*work)
	if !ok {
		w = newWork(e, l)
	}
	w.Facts, w.On, w.Place = f, day, p
	w.Forget()
	return w, nil
}

// release leaves to the last determination what it is made of.
func (w *work) release() {
	w.lists.release()
	w.kept = nil
}

// end gives the memory back.
func (w *work) end() {
	w.Facts = nil
	w.works.Put(w)
}

func (e *Engine) layout(plan *policy.Plan) *layout {
	if l, ok := e.layouts.Load(plan); ok {
		return l.(*layout)
	}
	l, _ := e.layouts.LoadOrStore(plan, newLayout(plan))
	return l.(*layout)
}
