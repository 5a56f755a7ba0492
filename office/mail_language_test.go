package office

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/store"
)

// inLanguage reports whether a text is written in the language: names, numbers and
// addresses stand in any.
func inLanguage(language, text string) bool {
	han, latin := 0, len(regexp.MustCompile(`\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b`).FindAllString(text, -1))
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	if language == "zh" {
		return han > 3 && latin == 0
	}
	return latin > 0 && !strings.ContainsAny(text, "，。；")
}

// TestMails_inTheReadersLanguage: whoever acts, in whatever language, what is told
// is in the language of the account that it is told to.
func TestMails_inTheReadersLanguage(t *testing.T) {
	readers := []struct{ id, language, want string }{
		{"zh-firm", "zh", "zh"}, {"en-firm", "en", "en"}, {"no-firm", "", "zh"}, {"no-person", "", "en"},
	}
	on := civil.MustParseDate("2026-05-08")
	all := []any{"number", "QD26-000001-A", "date", on, "due", on, "last", on, "from", on, "until", on, "n", 3, "days", 14, "time", "10:00", "link", "https://w/x",
		"name", "EXAMPLE", "employer", "EXAMPLE", "agency", "EXAMPLE", "note", "-", "track", said("track.permit"), "kind", said("permit.kind.work"), "cause", said("ending.cancelled"),
		"ground", said("ground." + string(casefile.Grounds[0])), "what", []people.Words{{ZH: "护照", EN: "Passport"}}, "to", "EXAMPLE"}
	keys := newsKeys(t)
	if len(keys) < 30 {
		t.Fatalf("only %d kinds of news", len(keys))
	}
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		w.Say = speaks(t)
		ctx := t.Context()
		var accounts []store.Account
		for _, r := range readers {
			role := people.EmployerHR
			if strings.HasSuffix(r.id, "person") {
				role = people.Applicant
			}
			must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
				if err := tx.AddParty(ctx, &store.Party{ID: "party-" + r.id, Kind: kindEmployer, Name: r.id, Code: r.id, Place: "370200", Status: statusNamed, Body: []byte("{}")}); err != nil {
					return err
				}
				row, err := addAccount(ctx, tx, people.Who{}, Newcomer{ID: people.PartyID(r.id), Party: "party-" + people.PartyID(r.id), Name: r.id,
					Login: r.id + "@example.org", Language: r.language, Roles: []people.Role{role}})
				if err != nil {
					return err
				}
				account, err := tx.Account(ctx, string(row.ID))
				accounts = append(accounts, account)
				return err
			}))
		}
		must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
			for _, key := range keys {
				if err := w.inform(ctx, tx, accounts, news{About: key, Kind: key, Key: key, Args: all}); err != nil {
					return err
				}
			}
			for _, r := range readers {
				if _, err := w.invite(ctx, tx, people.PartyID(r.id)); err != nil {
					return err
				}
			}
			return nil
		}))
		for _, r := range readers {
			mails, err := w.DB.Messages(ctx, store.MessageFilter{Parties: []people.PartyID{people.PartyID(r.id)}, Limit: 500})
			must(t, err)
			if len(mails) != len(keys)+1 {
				t.Errorf("%s: %d mails, want %d", r.id, len(mails), len(keys)+1)
			}
			for _, m := range mails {
				if m.Language != r.want || m.Recipient == "" || !inLanguage(r.want, m.Text) {
					t.Errorf("%s: %s to %q is marked %q and says %q, want %s", r.id, m.Kind, m.Recipient, m.Language, m.Text, r.want)
				}
				if han := strings.ContainsFunc(m.Subject, func(c rune) bool { return unicode.Is(unicode.Han, c) }); han != (r.want == "zh") {
					t.Errorf("%s: the subject of %s is %q, want %s", r.id, m.Kind, m.Subject, r.want)
				}
			}
		}
	})
}

// newsKeys are all kinds of news that the catalogues have words for.
func newsKeys(t *testing.T) (keys []string) {
	t.Helper()
	files, err := filepath.Glob("../locale/zh/*.yaml")
	must(t, err)
	for _, name := range files {
		text, err := os.ReadFile(name)
		must(t, err)
		for _, m := range regexp.MustCompile(`(?m)^message\.(.+)\.subject:`).FindAllSubmatch(text, -1) {
			keys = append(keys, string(m[1]))
		}
	}
	return keys
}

// TestMails_inTheOrderWritten: what is told in one moment stands in the order in
// which it was written, the newest first.
func TestMails_inTheOrderWritten(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		w.Say = speaks(t)
		want := []string{}
		for i := range 12 {
			must(t, w.DB.Do(t.Context(), w.now, func(tx *store.Tx) error {
				for _, half := range []string{"a", "b"} {
					id := half + string(rune('a'+i))
					want = append([]string{id}, want...)
					if err := tx.AddMessage(t.Context(), &store.Message{ID: store.NewID(), Dedupe: id, Kind: id, Party: "kim", Language: "en", Subject: id, Text: id}); err != nil {
						return err
					}
				}
				return nil
			}))
		}
		told, err := w.Messages(t.Context(), people.Who{Account: "kim"}, "en", 100, 0)
		must(t, err)
		for i, m := range told {
			if m.Kind != want[i] {
				t.Errorf("message %d is %s, want %s", i, m.Kind, want[i])
			}
		}
		if len(told) != len(want) {
			t.Errorf("%d messages, want %d", len(told), len(want))
		}
	})
}
