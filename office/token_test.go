package office

import (
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// TestTokens: a token reads as its account in its post until its last day, is
// shown once and ended at once; every token that does not answer is refused alike.
func TestTokens(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		w.storied()
		ctx, hr := t.Context(), people.Who{Account: "hr-wang"}
		today := civil.DateOf(w.Clock())
		for name, c := range map[string]struct {
			post, name string
			until      civil.Date
			code       fault.Code
		}{
			"no name":         {"employer-hr", " ", today, fault.Invalid},
			"over a year":     {"employer-hr", "reports", today.AddDays(366), fault.Invalid},
			"past":            {"employer-hr", "reports", today.AddDays(-1), fault.Invalid},
			"somebody else's": {"administrator", "reports", today, fault.Forbidden},
		} {
			if _, err := w.MakeToken(ctx, hr, c.post, c.name, c.until); !fault.Is(err, c.code) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		secret, err := w.MakeToken(ctx, hr, "employer-hr", "reports", today)
		must(t, err)
		who, err := w.Bearer(ctx, secret)
		if err != nil || who.Account != "hr-wang" || who.Role != people.EmployerHR || who.Party != "qd-mould" {
			t.Fatalf("got %+v, %v", who, err)
		}
		held, err := w.Tokens(ctx, "hr-wang")
		if err != nil || len(held) != 1 || held[0].Name != "reports" || held[0].Used == nil || *held[0].Used != today {
			t.Errorf("got %+v, %v", held, err)
		}
		for _, wrong := range []string{"", "yct_", secret + "A", secret[4:]} {
			if _, err := w.Bearer(ctx, wrong); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%q: got %v", wrong, err)
			}
		}
		must(t, w.RevokeToken(ctx, people.Who{Account: "hr-ur"}, held[0].ID))
		if _, err := w.Bearer(ctx, secret); err != nil {
			t.Errorf("somebody else ended it: %v", err)
		}
		w.now = today.AddDays(1).Time().Add(-time.Second)
		if _, err := w.Bearer(ctx, secret); err != nil {
			t.Errorf("the last second of its last day: %v", err)
		}
		w.now = today.AddDays(1).Time()
		if _, err := w.Bearer(ctx, secret); !fault.Is(err, fault.Forbidden) {
			t.Errorf("past its last day: %v", err)
		}
		second, err := w.MakeToken(ctx, hr, "employer-hr", "reports", today.AddDays(30))
		must(t, err)
		held, err = w.Tokens(ctx, "hr-wang")
		must(t, err)
		must(t, w.RevokeToken(ctx, hr, held[0].ID))
		if _, err := w.Bearer(ctx, second); !fault.Is(err, fault.Forbidden) {
			t.Errorf("ended: %v", err)
		}
		for range mostToken {
			_, err = w.MakeToken(ctx, hr, "employer-hr", "more", today.AddDays(30))
			must(t, err)
		}
		if _, err = w.MakeToken(ctx, hr, "employer-hr", "more", today.AddDays(30)); !fault.Is(err, fault.Conflict) {
			t.Errorf("one too many: %v", err)
		}
	})
}
