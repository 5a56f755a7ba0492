package audit

import (
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/note"
)

// Record is where Verify reads from. Each function may be called once.
type Record struct {
	// Entries yields all entries ordered by chain, then version.
	Entries iter.Seq2[Entry, error]
	// Heads yields, ordered by chain as Entries is, the head that the storer
	// believes each chain has (of a case: its row's version and hash). A chain
	// of which the storer keeps no row is left out.
	Heads iter.Seq2[Head, error]
	// Checkpoints yields signed checkpoints by number with the heads that each
	// commits to, in the order in which they were hashed.
	Checkpoints iter.Seq2[Signed, error]
}

// Signed is a checkpoint as stored.
type Signed struct {
	Note  []byte
	Heads []Head
}

// Report counts what was read, and holds the first thing found broken or nil.
type Report struct {
	Chains      int64
	Entries     int64
	Checkpoints int64
	LastDay     string // day of the newest checkpoint, empty when there is none
	Broken      *Broken
}

// Broken names an entry or a checkpoint that is not what was written.
type Broken struct {
	Chain   string // empty for a checkpoint
	Version int64  // of the entry, or the checkpoint's number
	Reason  string
}

func (b *Broken) Error() string {
	if b.Chain == "" {
		return fmt.Sprintf("checkpoint %d: %s", b.Version, b.Reason)
	}
	return fmt.Sprintf("%s version %d: %s", b.Chain, b.Version, b.Reason)
}

// Verify reads the whole record and checks every link, every head and every
// checkpoint. The error is about reading; what is wrong with the record itself
// is in the report.
func Verify(record Record, known note.Verifiers) (Report, error) {
	v := verifier{sealed: map[position]Hash{}}
	for _, step := range []func() error{
		func() error { return v.checkpoints(record.Checkpoints, known) },
		func() error { return v.entries(record.Entries) },
		func() error { return v.heads(record.Heads) },
	} {
		if err := step(); err != nil {
			return v.report, err
		}
	}
	v.unmet()
	return v.report, nil
}

type position struct {
	chain   string
	version int64
}

type verifier struct {
	report Report
	sealed map[position]Hash // what checkpoints say of entries not read yet
	actual []Head            // heads of the chains read, ordered by chain
}

// breaks keeps the first break: checkpoints come first, as they are signed,
// then entries in order, then heads.
func (v *verifier) breaks(chain string, version int64, format string, args ...any) {
	if v.report.Broken == nil {
		v.report.Broken = &Broken{Chain: chain, Version: version, Reason: fmt.Sprintf(format, args...)}
	}
}

func (v *verifier) checkpoints(all iter.Seq2[Signed, error], known note.Verifiers) error {
	var before []byte
	for signed, err := range all {
		if err != nil {
			return fmt.Errorf("read checkpoints: %w", err)
		}
		v.report.Checkpoints++
		number := v.report.Checkpoints
		c, err := Open(signed.Note, known)
		if err != nil {
			v.breaks("", number, "%v", err)
			before = signed.Note
			continue
		}
		want, err := Next(before, number, c.Day, signed.Heads)
		if err != nil {
			return err
		}
		switch {
		case c.Number != number:
			v.breaks("", number, "is numbered %d; one before it is missing", c.Number)
		case c.Previous != want.Previous:
			v.breaks("", number, "does not follow the checkpoint before it")
		case c.Root != want.Root || c.Heads != want.Heads:
			v.breaks("", number, "its list of heads was changed")
		}
		for _, h := range signed.Heads {
			v.sealed[position{h.Chain, h.Version}] = h.Hash
		}
		before, v.report.LastDay = signed.Note, c.Day
	}
	return nil
}

func (v *verifier) entries(all iter.Seq2[Entry, error]) error {
	var last Head
	for e, err := range all {
		if err != nil {
			return fmt.Errorf("read entries: %w", err)
		}
		v.report.Entries++
		if e.Chain != last.Chain || v.report.Chains == 0 {
			last = Head{Chain: e.Chain}
			v.report.Chains++
			v.actual = append(v.actual, last)
		}
		want := last.Version + 1
		switch {
		case e.Version != want:
			v.breaks(e.Chain, want, "is missing; version %d stands in its place", e.Version)
		case Link(last.Hash, e.Chain, e.Version, e.Fields...) != e.Hash:
			v.breaks(e.Chain, e.Version, "was changed after it was written")
		}
		at := position{e.Chain, e.Version}
		if sealed, ok := v.sealed[at]; ok {
			if sealed != e.Hash {
				v.breaks(e.Chain, e.Version, "differs from what a signed checkpoint holds; the chain was written again")
			}
			delete(v.sealed, at)
		}
		last = Head{e.Chain, e.Version, e.Hash}
		v.actual[len(v.actual)-1] = last
	}
	return nil
}

func (v *verifier) heads(all iter.Seq2[Head, error]) error {
	actual := make(map[string]Head, len(v.actual))
	for _, h := range v.actual {
		actual[h.Chain] = h
	}
	for h, err := range all {
		if err != nil {
			return fmt.Errorf("read heads: %w", err)
		}
		got := actual[h.Chain]
		switch {
		case got.Version < h.Version:
			v.breaks(h.Chain, got.Version+1, "is missing; the record of it says version %d", h.Version)
		case got.Version > h.Version:
			v.breaks(h.Chain, h.Version+1, "is unknown to the record, which ends at version %d", h.Version)
		case got.Hash != h.Hash:
			v.breaks(h.Chain, h.Version, "is not the entry the record ends with")
		}
	}
	return nil
}

// unmet breaks for the entries that a checkpoint names and nobody has.
func (v *verifier) unmet() {
	var first *position
	for at := range v.sealed {
		if first == nil || at.chain < first.chain || at.chain == first.chain && at.version < first.version {
			first = &at
		}
	}
	if first != nil {
		v.breaks(first.chain, first.version, "is in a signed checkpoint and nowhere else")
	}
}
