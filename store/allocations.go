package store

import (
	"context"
	"time"

	"yichuang/civil"
	"yichuang/fault"
)

// Allocation is a place of a list that was given to a case, such as a flat.
type Allocation struct {
	ID        string      `db:"id"`
	List      string      `db:"list"`
	Place     string      `db:"place"`
	Item      string      `db:"item"`      // id of the list's row
	Held      string      `db:"held,null"` // kept by Allocate and HandBack; empty once handed back
	CaseID    string      `db:"case_id"`
	From      civil.Date  `db:"from_on"`
	Until     *civil.Date `db:"until_on"` // day on which it was handed back; nil: held
	CreatedAt time.Time   `db:"created_at"`
	ChangedAt time.Time   `db:"changed_at"`
	Version   int64       `db:"version"`
}

var allocations = tableOf[Allocation]("allocations").recorded(func(a *Allocation) string {
	return "stock/" + a.List + "/" + a.Place + "/" + a.Item
})

// Allocate gives the item to the case. One that another case holds is the
// conflict fault.list.taken, also for two who allocate it at once.
func (tx *Tx) Allocate(ctx context.Context, a *Allocation) error {
	a.Held, a.Until = a.List+"/"+a.Place+"/"+a.Item, nil
	err := allocations.insert(ctx, tx, a)
	if fault.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "fault.list.taken").WithCause(err)
	}
	return err
}

// HandBack frees the item; the allocation stays as its history.
func (tx *Tx) HandBack(ctx context.Context, a *Allocation, on civil.Date) error {
	a.Held, a.Until = "", &on
	return allocations.update(ctx, tx, a)
}

// AllocationFilter says which allocations to list: all that match every field given.
type AllocationFilter struct {
	List, Place, Item string
	CaseID            string
	HeldOnly          bool
}

// Allocations lists allocations, those that are held first, then the newest.
func (r *Reader) Allocations(ctx context.Context, f AllocationFilter) ([]Allocation, error) {
	w := &conditions{}
	w.equal("list", f.List)
	w.equal("place", f.Place)
	w.equal("item", f.Item)
	w.equal("case_id", f.CaseID)
	if f.HeldOnly {
		w.and("held IS NOT NULL")
	}
	return allocations.find(ctx, r, w.String()+" ORDER BY CASE WHEN held IS NULL THEN 1 ELSE 0 END, created_at DESC, id", w.args...)
}
