package office

import (
	"encoding/json"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/store"
)

// born gives Anna the birth date that tracking asks for.
func (w *world) born(day string) {
	w.t.Helper()
	must(w.t, w.DB.Do(w.t.Context(), w.now, func(tx *store.Tx) error {
		anna, err := tx.Party(w.t.Context(), "anna")
		if err != nil {
			return err
		}
		on := civil.MustParseDate(day)
		anna.BirthDate = &on
		return tx.ChangeParty(w.t.Context(), &anna)
	}))
}

// TestTrack: number, birth date and four signs together open the timeline and
// nothing else; whatever is wrong, the answer is the same.
func TestTrack(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		w.born("1990-03-02")
		c := w.opened("work-permit-first")
		right := Tracking{Number: strings.ToLower(string(c.Number)), BirthDate: civil.MustParseDate("1990-03-02"), Passport: "0001"}
		if _, err := w.Track(t.Context(), right); !fault.Is(err, fault.Invalid) {
			t.Errorf("a draft is tracked: %v", err)
		}
		c, err := w.Submit(t.Context(), w.write(hr, c), "declaration", "")
		must(t, err)
		got, err := w.Track(t.Context(), right)
		must(t, err)
		if want := c.Label(); got.Label() != want || len(got.Timeline()) != len(c.Timeline()) {
			t.Errorf("got %s with %d steps, want %s with %d", got.Label(), len(got.Timeline()), want, len(c.Timeline()))
		}
		told, err := json.Marshal(got)
		must(t, err)
		for _, secret := range []string{"firm", "anna", "360000", "hr-wang", "passport"} {
			if strings.Contains(string(told), secret) {
				t.Errorf("tracking tells %q: %s", secret, told)
			}
		}
		for name, change := range map[string]func(*Tracking){
			"check letter": func(t *Tracking) { t.Number = "WL26-000001-A" },
			"number":       func(t *Tracking) { n, _ := casefile.NewCaseNumber("WL", 2026, 77); t.Number = string(n) },
			"birth date":   func(t *Tracking) { t.BirthDate++ },
			"passport":     func(t *Tracking) { t.Passport = "0002" },
			"too little":   func(t *Tracking) { t.Passport = "1" },
			"nothing":      func(t *Tracking) { t.Passport = "" },
		} {
			wrong := right
			change(&wrong)
			if _, err := w.Track(t.Context(), wrong); err != errNoMatch {
				t.Errorf("wrong %s: %v, want the one answer for all", name, err)
			}
		}
	})
}

// TestCertificate: the certificate's page says how the permit stands, with the name
// masked, on every day.
func TestCertificate(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.opened("work-permit-first")
		c, err := w.Submit(t.Context(), w.write(hr, c), "declaration", "")
		must(t, err)
		for _, s := range c.Unsettled() {
			c, err = w.Judge(t.Context(), w.write(clerk, c), casefile.PaperJudged{Slot: s, State: casefile.Good})
			must(t, err)
		}
		c, err = w.Accept(t.Context(), w.write(clerk, c))
		must(t, err)
		w.grant(c, "permit", officer, approver, "2026-05-01", "2031-04-30")
		rows, _, err := w.Permits(t.Context(), officer, store.PermitFilter{Holder: "anna"})
		must(t, err)
		code := rows[0].Code
		for day, want := range map[string]string{"2026-05-01": "active", "2031-04-30": "active", "2031-05-01": "expired"} {
			w.now = at(day)
			got, err := w.Certificate(t.Context(), code)
			must(t, err)
			if got.Status != want || got.Class != "A" || got.Employer != "Example Energy Storage" || got.Holder != "O\u2022\u2022\u2022\u2022 A\u2022\u2022\u2022\u2022" {
				t.Errorf("on %s: %+v, want %s of class A, name masked", day, got, want)
			}
		}
		w.now = at("2026-04-30")
		if got, err := w.Certificate(t.Context(), code); err != nil || !got.NotYet {
			t.Errorf("before its first day: %+v, %v", got, err)
		}
		for _, code := range []string{"", "no-such-code", rows[0].Number} {
			if _, err := w.Certificate(t.Context(), code); !fault.Is(err, fault.NotFound) {
				t.Errorf("code %q: %v, want not found", code, err)
			}
		}
	})
}
