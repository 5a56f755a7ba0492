package office

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"
	"time"

	"yichuang/fault"
	"yichuang/store"
)

// SelfCheckLife is how long a public self-check is kept under its code.
const SelfCheckLife = 30 * 24 * time.Hour

// selfCheckCode is how many letters and digits a code has: 60 bits, no letters
// that are taken for another, short enough to copy by hand.
const selfCheckCode = 12

// KeepSelfCheck keeps the answers of a public self-check under a new code, by
// which alone they are found again. Nothing says whose they are.
func (w *Window) KeepSelfCheck(ctx context.Context, answers json.RawMessage) (code string, until time.Time, err error) {
	code = rand.Text()[:selfCheckCode]
	now := w.Clock()
	until = now.Add(SelfCheckLife)
	err = w.DB.Do(ctx, now, func(tx *store.Tx) error { return tx.KeepSelfCheck(ctx, code, answers, until) })
	return grouped(code), until, err
}

// SelfCheck finds answers that were kept, until they expire; spaces, hyphens and
// case of the code do not matter.
func (w *Window) SelfCheck(ctx context.Context, code string) (json.RawMessage, error) {
	code = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
	kept, err := w.DB.SelfCheck(ctx, code, w.Clock())
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.Invalid, "fault.check.no-code").WithPath("code").WithCause(err)
	}
	return kept, err
}

// grouped writes a code in groups of four, for reading aloud.
func grouped(code string) string {
	var groups []string
	for len(code) > 4 {
		groups, code = append(groups, code[:4]), code[4:]
	}
	return strings.Join(append(groups, code), "-")
}

// Forget deletes what was kept for a time that is over: self-checks, sessions,
// the keys of repeated requests. It is timed work.
func (w *Window) Forget(ctx context.Context) error {
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error { return tx.Forget(ctx) })
}
