package audit

import (
	"crypto/rand"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"
)

// book is a small record in memory, built the way a storer builds one.
type book struct {
	entries     []Entry
	heads       []Head
	checkpoints []Signed
	signer      note.Signer
	known       note.Verifiers
}

func newBook(t testing.TB) *book {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, "test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return &book{signer: signer, known: note.VerifierList(verifier)}
}

// add appends n entries to a chain; chains are added in order of name.
func (b *book) add(chain string, n int) {
	at := slices.IndexFunc(b.heads, func(h Head) bool { return h.Chain == chain })
	if at < 0 {
		b.heads = append(b.heads, Head{Chain: chain})
		at = len(b.heads) - 1
	}
	h := &b.heads[at]
	for range n {
		fields := []string{"filed", fmt.Sprintf(`{"n":%d}`, h.Version)}
		hash := Link(h.Hash, chain, h.Version+1, fields...)
		*h = Head{chain, h.Version + 1, hash}
		b.entries = append(b.entries, Entry{chain, h.Version, fields, hash})
	}
	slices.SortStableFunc(b.entries, func(x, y Entry) int { return strings.Compare(x.Chain, y.Chain) })
}

// seal makes a checkpoint of the given heads.
func (b *book) seal(t testing.TB, day string, heads ...Head) {
	t.Helper()
	heads = slices.Clone(heads)
	var prev []byte
	if n := len(b.checkpoints); n > 0 {
		prev = b.checkpoints[n-1].Note
	}
	c, err := Next(prev, int64(len(b.checkpoints)+1), day, heads)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := Sign(c, b.signer)
	if err != nil {
		t.Fatal(err)
	}
	b.checkpoints = append(b.checkpoints, Signed{signed, heads})
}

func seq[T any](all []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range all {
			if !yield(x, nil) {
				return
			}
		}
	}
}

func (b *book) verify(t testing.TB) Report {
	t.Helper()
	r, err := Verify(Record{seq(b.entries), seq(b.heads), seq(b.checkpoints)}, b.known)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// goodBook has two chains of three and two entries, and two checkpoints.
func goodBook(t testing.TB) *book {
	b := newBook(t)
	b.add("a", 2)
	b.add("b", 1)
	b.seal(t, "2026-04-27", b.heads...)
	b.add("a", 1)
	b.seal(t, "2026-04-28", b.heads[0])
	b.add("b", 1)
	return b
}

func TestVerify_unchanged(t *testing.T) {
	r := goodBook(t).verify(t)
	if r.Broken != nil {
		t.Fatalf("got broken %v, want none", r.Broken)
	}
	if r.Chains != 2 || r.Entries != 5 || r.Checkpoints != 2 || r.LastDay != "2026-04-28" {
		t.Errorf("got %+v, want 2 chains, 5 entries, 2 checkpoints, last day 2026-04-28", r)
	}
}

func TestVerify_findsTheFirstBreak(t *testing.T) {
	relink := func(b *book, from int) { // rewrites chain a from an index on, and its head
		var prev Hash
		if from > 0 {
			prev = b.entries[from-1].Hash
		}
		for i := from; i < 3; i++ {
			e := &b.entries[i]
			e.Hash = Link(prev, e.Chain, e.Version, e.Fields...)
			prev = e.Hash
		}
		b.heads[0].Hash = prev
	}
	for name, c := range map[string]struct {
		change func(t *testing.T, b *book)
		want   string
	}{
		"field edited":   {func(_ *testing.T, b *book) { b.entries[1].Fields[1] = "{}" }, "a version 2: was changed"},
		"field boundary": {func(_ *testing.T, b *book) { b.entries[1].Fields = []string{"file", `d{"n":1}`} }, "a version 2: was changed"},
		"entry removed":  {func(_ *testing.T, b *book) { b.entries = slices.Delete(b.entries, 1, 2) }, "a version 2: is missing"},
		"first removed":  {func(_ *testing.T, b *book) { b.entries = b.entries[1:] }, "a version 1: is missing"},
		"tail removed":   {func(_ *testing.T, b *book) { b.entries = b.entries[:4] }, "b version 2: is missing"},
		"tail and row": {func(_ *testing.T, b *book) {
			b.entries = slices.Delete(b.entries, 2, 3)
			b.heads[0] = Head{"a", 2, b.entries[1].Hash}
		}, "a version 3: is in a signed checkpoint"},
		"entry added":        {func(_ *testing.T, b *book) { h := b.heads; b.add("b", 1); b.heads = h; b.heads[1].Version-- }, "b version 3: is unknown to the record"},
		"row behind":         {func(_ *testing.T, b *book) { b.heads[1] = Head{"b", 1, b.entries[3].Hash} }, "b version 2: is unknown to the record"},
		"row of other entry": {func(_ *testing.T, b *book) { b.heads[1].Hash[0]++ }, "b version 2: is not the entry"},
		"chain rewritten":    {func(_ *testing.T, b *book) { b.entries[0].Fields[1] = "{}"; relink(b, 0) }, "a version 2: differs from what a signed checkpoint"},
		"heads list edited":  {func(_ *testing.T, b *book) { b.checkpoints[1].Heads = nil }, "checkpoint 2: its list of heads"},
		"checkpoint gone":    {func(_ *testing.T, b *book) { b.checkpoints = b.checkpoints[1:] }, "checkpoint 1: is numbered 2"},
		"checkpoint edited": {func(_ *testing.T, b *book) {
			b.checkpoints[0].Note = []byte(strings.Replace(string(b.checkpoints[0].Note), "27", "26", 1))
		}, "checkpoint 1: open checkpoint: invalid signature"},
		"checkpoint by another key": {func(t *testing.T, b *book) {
			other := newBook(t)
			other.seal(t, "2026-04-27", b.checkpoints[0].Heads...)
			b.checkpoints[0].Note = other.checkpoints[0].Note
		}, "checkpoint 1: open checkpoint: note has no verifiable signatures"},
		"checkpoint signed again": {func(t *testing.T, b *book) {
			heads, second := b.checkpoints[0].Heads, b.checkpoints[1]
			b.checkpoints = nil
			b.seal(t, "2026-04-26", heads...)
			b.checkpoints = append(b.checkpoints, second)
		}, "checkpoint 2: does not follow"},
	} {
		t.Run(name, func(t *testing.T) {
			b := goodBook(t)
			c.change(t, b)
			r := b.verify(t)
			if r.Broken == nil {
				t.Fatalf("got no break, want %q", c.want)
			}
			if got := r.Broken.Error(); !strings.HasPrefix(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Any single changed field of any entry is found at exactly that entry.
func TestVerify_anyEdit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(t)
		chains := rapid.IntRange(1, 5).Draw(rt, "chains")
		for i := range chains {
			b.add(fmt.Sprintf("case/%d", i), rapid.IntRange(1, 6).Draw(rt, "length"))
		}
		if r := b.verify(t); r.Broken != nil {
			rt.Fatalf("unchanged: %v", r.Broken)
		}
		i := rapid.IntRange(0, len(b.entries)-1).Draw(rt, "entry")
		e := &b.entries[i]
		e.Fields = slices.Clone(e.Fields)
		k := rapid.IntRange(0, 1).Draw(rt, "field")
		e.Fields[k] += rapid.StringN(1, 5, -1).Draw(rt, "addition")
		r := b.verify(t)
		if r.Broken == nil || r.Broken.Chain != e.Chain || r.Broken.Version != e.Version {
			rt.Fatalf("got %v, want a break at %s version %d", r.Broken, e.Chain, e.Version)
		}
	})
}

func TestRoot_dependsOnEveryHead(t *testing.T) {
	b := newBook(t)
	for i := range 9 {
		b.add(fmt.Sprintf("c%d", i), 1)
	}
	whole, err := Root(b.heads)
	if err != nil {
		t.Fatal(err)
	}
	for i := range b.heads {
		heads := slices.Clone(b.heads)
		heads[i].Version++
		if got, _ := Root(heads); got == whole {
			t.Errorf("head %d: the root did not change", i)
		}
	}
}
