package office

import (
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/supervision"
)

// TestTolerate_underSanction: while handling of the employer is suspended nothing
// may follow. It is not offered, the promise is not taken, the desk is refused; the
// day after the last day all three are there again.
func TestTolerate_underSanction(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		w.allowDays(7)
		c := w.lacking()
		until := civil.MustParseDate("2026-04-30")
		sanction := w.suspended(c, supervision.OfEmployer, civil.DateOf(w.now), until)
		c, err := w.Case(ctx, hr, c.Number)
		must(t, err)
		may, err := w.MayFollow(ctx, c)
		if err != nil || may.Stopped == nil || may.Stopped.Sanction != string(sanction) || may.Stopped.Until != until {
			t.Errorf("got %+v, %v; want what stops it and until when", may.Stopped, err)
		}
		if _, err := w.Sign(ctx, w.write(hr, c), promise); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the promise was taken: %v", err)
		}
		if _, err := w.Tolerate(ctx, w.write(clerk, c)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("papers follow under a sanction: %v", err)
		}
		w.now = at("2026-05-01")
		_, err = w.Pass(ctx)
		must(t, err)
		c, err = w.Case(ctx, hr, c.Number)
		must(t, err)
		if may, err := w.MayFollow(ctx, c); err != nil || may.Stopped != nil || !may.Open() {
			t.Errorf("after the last day: got %+v, %v", may, err)
		}
		c, err = w.Sign(ctx, w.write(hr, c), promise)
		must(t, err)
		c, err = w.Tolerate(ctx, w.write(clerk, c))
		if err != nil || c.Status != casefile.StatusAccepted {
			t.Errorf("after the last day: got %s, %v; want accepted", c.Status, err)
		}
	})
}
