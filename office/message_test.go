package office

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/packs"
	"yichuang/people"
	"yichuang/store"
)

// speaks prints texts of the catalogues and fails the test on one that is missing.
func speaks(t *testing.T) func(string, string, ...any) string {
	return func(language, key string, args ...any) string {
		l, _ := locale.Parse(language)
		text := locale.For(l).T(key, args...)
		if strings.Contains(text, "‹") || strings.ContainsAny(text, "{}") {
			t.Errorf("%s: %s", language, text)
		}
		return text
	}
}

// toldTo are the subjects of what an account was told, oldest first.
func (w *world) toldTo(account people.PartyID) (subjects []string) {
	w.t.Helper()
	told, err := w.Messages(w.t.Context(), people.Who{Account: account}, "", 100, 0)
	must(w.t, err)
	for _, m := range told {
		subjects = append(subjects, m.Subject)
	}
	slices.Reverse(subjects)
	return subjects
}

func (w *world) storied() *Story {
	w.t.Helper()
	w.Say = speaks(w.t)
	document, err := fs.ReadFile(packs.FS, "demo/story.yaml")
	must(w.t, err)
	sample, err := fs.ReadFile(packs.FS, "demo/sample.pdf")
	must(w.t, err)
	story, err := ReadStory(document, sample)
	must(w.t, err)
	must(w.t, story.Play(w.t.Context(), w.Window))
	return story
}

// TestMessages_ofAStory: each side hears in its own language what the other did,
// once, and nobody hears of foreign cases. No subject names a person.
func TestMessages_ofAStory(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		story := w.storied()
		anna := w.toldTo("anna-account")
		for _, subject := range w.toldTo("holm-account") {
			if strings.Contains(subject, "begun") {
				t.Errorf("who begins a request alone is told %q", subject)
			}
		}
		if all := strings.Join(anna, "; "); len(anna) != 3 || !strings.Contains(all, "was begun") || !strings.Contains(all, "received") || !strings.Contains(anna[2], "accepted") {
			t.Errorf("Anna was told %q", anna)
		}
		if kim := w.toldTo("kim-account"); len(kim) != 1 {
			t.Errorf("Kim was told %q, want only that the draft was begun", kim)
		}
		agent := w.toldTo("agent-sun")
		if len(agent) != 2 || !strings.HasSuffix(agent[1], "：已受理") {
			t.Errorf("the agency was told %q, want the receipt and the acceptance, in Chinese, of its own case", agent)
		}
		for _, a := range story.Accounts {
			for _, subject := range w.toldTo(a.ID) {
				if strings.Contains(strings.ToUpper(subject), "OBRAZTSOVA") || strings.Contains(strings.ToUpper(subject), "KIM") {
					t.Errorf("a subject names a person: %s", subject)
				}
			}
		}
		before := len(agent)
		must(t, w.DB.Do(t.Context(), w.now, func(tx *store.Tx) error {
			number := casefile.CaseNumber(strings.TrimSuffix(agent[1], "：已受理"))
			c, err := tx.CaseFile(t.Context(), number)
			if err != nil {
				return err
			}
			history, err := tx.History(t.Context(), number, 0)
			if err != nil {
				return err
			}
			return (&step{Window: w.Window, tx: tx, law: w.Law(), file: c}).announce(t.Context(), history)
		}))
		if after := w.toldTo("agent-sun"); len(after) != before {
			t.Errorf("telling again told %d more", len(after)-before)
		}
	})
}

// TestMessages_lastDays: a draft that nobody works on, and permits that end.
func TestMessages_lastDays(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		w.storied()
		start := w.now
		for _, days := range []time.Duration{74, 75, 76} {
			w.now = start.Add(days * 24 * time.Hour)
			_, err := w.Pass(t.Context())
			must(t, err)
			want := map[time.Duration]int{74: 0, 75: 1, 76: 1}[days]
			got := slices.DeleteFunc(w.toldTo("kim-account"), func(s string) bool { return !strings.Contains(s, "draft ends") })
			if len(got) != want {
				t.Errorf("day %d: %d reminders of the draft, want %d: %q", days, len(got), want, w.toldTo("kim-account"))
			}
		}
		w.now = start
		until := civil.DateOf(start).AddDays(60)
		must(t, w.DB.Do(t.Context(), w.now, func(tx *store.Tx) error {
			return tx.AddPermit(t.Context(), &store.PermitRow{ID: "p1", Code: "c1", Kind: "work", Number: "W-1", Holder: "anna", Employer: "ur-storage",
				Place: "650100", Class: "A", Status: "active", ValidFrom: until.AddDays(-300), ValidUntil: until, State: []byte("{}")})
		}))
		for range 2 {
			must(t, w.Remind(t.Context()))
		}
		ends := func(s string) bool { return !strings.Contains(s, "ends on") && !strings.Contains(s, "将于") }
		for _, account := range []people.PartyID{"anna-account", "hr-ur"} {
			if got := slices.DeleteFunc(w.toldTo(account), ends); len(got) != 1 {
				t.Errorf("%s was told %q of the permit 60 days before its end, want once", account, got)
			}
		}
		if got := slices.DeleteFunc(w.toldTo("hr-wang"), ends); len(got) != 0 {
			t.Errorf("another firm was told %q", got)
		}
	})
}

// TestTellings_everyEvent: an event that is told to nobody is on this list, on
// purpose.
func TestTellings_everyEvent(t *testing.T) {
	silent := []casefile.Kind{
		"answers-saved", "determined", "family-noted", "paper-supplied", "paper-judged", "commitment-signed", "consent-asked", "register-read", "assigned", "joint-review-passed",
		"review-part-passed", "finding-recorded", "decision-drafted", "decision-sent-back", "letter-delivered", "rated", "revealed", "spot-marked", "spot-cleared", "employer-bound",
	}
	for _, kind := range casefile.Kinds() {
		if _, told := tellings[kind]; told == slices.Contains(silent, kind) {
			t.Errorf("%s: told %v, on the silent list %v", kind, told, slices.Contains(silent, kind))
		}
	}
	for _, ground := range casefile.Grounds {
		speaks(t)("en", "ground."+string(ground))
	}
}

// TestMessages_inThePagesLanguage: the account's own page says what was told in
// the language that the page has, whatever it was sent in.
func TestMessages_inThePagesLanguage(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		w.storied()
		for language, want := range map[string]string{"zh": "已受理", "en": "accepted", "ru": "已受理"} {
			told, err := w.Messages(t.Context(), people.Who{Account: "agent-sun"}, language, 100, 0)
			must(t, err)
			if len(told) == 0 || !strings.Contains(told[0].Subject, want) || told[0].Text == "" {
				t.Errorf("%s: %+v, want %q", language, told, want)
			}
			if in := told[0].Language; language != "ru" && in != language || language == "ru" && in != "zh" {
				t.Errorf("%s: marked as %q", language, in)
			}
		}
	})
}
