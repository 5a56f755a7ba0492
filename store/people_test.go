package store

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"yichuang/fault"
)

func goodParty() *Party {
	birth := date("1979-02-28")
	return &Party{ID: "kim", Kind: "person", Name: "KIM Demoho 金样例", Place: "370200", Nationality: "KOR",
		Passport: "DEMO-1234", BirthDate: &birth, Email: "Kim@Example.org", Phone: "+86 532 0000", Body: json.RawMessage(`{"hsk":1}`)}
}

func TestParty(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		p := goodParty()
		do(t, db, func(tx *Tx) error { return tx.AddParty(ctx, p) })
		t.Run("read back", func(t *testing.T) {
			got, err := db.Party(ctx, "kim")
			if err != nil || !reflect.DeepEqual(got, *p) {
				t.Errorf("got %+v, %v\nwant %+v", got, err, *p)
			}
		})
		t.Run("found by identifier in another spelling", func(t *testing.T) {
			for name, found := range map[string]func() ([]Party, error){
				"passport": func() ([]Party, error) { return db.PartiesByPassport(ctx, "demo1234") },
				"email":    func() ([]Party, error) { return db.PartiesByEmail(ctx, "kim@example.ORG ") },
				"phone":    func() ([]Party, error) { return db.PartiesByPhone(ctx, "+865320000") },
			} {
				if got, err := found(); err != nil || len(got) != 1 {
					t.Errorf("%s: got %d, %v; want 1", name, len(got), err)
				}
			}
			if got, err := db.PartiesByPassport(ctx, ""); err != nil || len(got) != 0 {
				t.Errorf("empty passport: got %d, %v; want 0", len(got), err)
			}
		})
		t.Run("nothing readable in the database", func(t *testing.T) {
			columns, err := db.texts(ctx, "SELECT passport || passport_index || birth_date || birth_date_index || email || email_index || phone || phone_index FROM parties")
			if err != nil {
				t.Fatal(err)
			}
			// Long enough that no ciphertext holds them by chance.
			for _, plain := range []string{"DEMO-1234", "DEMO1234", p.BirthDate.String(), "@example", "+86 532", "865320000"} {
				if strings.Contains(strings.ToLower(columns[0]), strings.ToLower(plain)) {
					t.Errorf("%q can be read in %s", plain, columns[0])
				}
			}
		})
		t.Run("change and conflict", func(t *testing.T) {
			old := *p
			p.Status = "verified"
			do(t, db, func(tx *Tx) error { return tx.ChangeParty(ctx, p) })
			if got, _ := db.Party(ctx, "kim"); got.Status != "verified" || got.Version != 2 || p.Version != 2 {
				t.Errorf("got %+v", got)
			}
			wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.ChangeParty(ctx, &old) }), fault.Conflict)
			old.ID = "nobody"
			wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.ChangeParty(ctx, &old) }), fault.NotFound)
		})
		t.Run("code is unique, none is not", func(t *testing.T) {
			do(t, db, func(tx *Tx) error { return tx.AddParty(ctx, &Party{ID: "e1", Kind: "employer", Code: "91370200DEMO"}) })
			do(t, db, func(tx *Tx) error { return tx.AddParty(ctx, &Party{ID: "p2", Kind: "person"}) })
			wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.AddParty(ctx, &Party{ID: "e2", Kind: "employer", Code: "91370200DEMO"}) }), fault.Conflict)
		})
		t.Run("search", func(t *testing.T) {
			for text, want := range map[string]int{"demoho kim": 1, "金样例": 1, "lee": 0} {
				if got, err := db.Parties(ctx, PartyFilter{Kind: "person", Text: text}); err != nil || len(got) != want {
					t.Errorf("%q: got %d, %v; want %d", text, len(got), err, want)
				}
			}
		})
	})
}

func TestFoldName(t *testing.T) {
	for name, want := range map[string]string{
		"ÄNNA  Obraztsova-Example": "anna obraztsova example",
		"ＫＩＭ Demoho":               "kim demoho",
		"金样例":                      "金样例",
		"O'Neil, Séan":             "o neil sean",
		"":                         "",
	} {
		if got := FoldName(name); got != want || FoldName(got) != got {
			t.Errorf("FoldName(%q) = %q, want %q and stable", name, got, want)
		}
	}
}

func TestAccountAndCredential(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		do(t, db, func(tx *Tx) error {
			return tx.AddAccount(ctx, &Account{ID: "a1", Name: "Li", Login: "li@example.org", Status: "active"})
		})
		if got, err := db.AccountByLogin(ctx, "LI@example.org"); err != nil || got.ID != "a1" || !got.LockedUntil.IsZero() {
			t.Errorf("got %+v, %v", got, err)
		}
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error {
			return tx.AddAccount(ctx, &Account{ID: "a2", Login: "Li@Example.org"})
		}), fault.Conflict)
		_, err := db.AccountByLogin(ctx, "nobody@example.org")
		wantCode(t, err, fault.NotFound)

		invitation := &Credential{ID: "c1", Kind: "invitation", Secret: "ABCD-EFGH", ValidUntil: now.Add(time.Hour)}
		do(t, db, func(tx *Tx) error { return tx.AddCredential(ctx, invitation) })
		got, err := db.CredentialBySecret(ctx, "invitation", "abcdefgh")
		if err != nil || got.ID != "c1" || !got.ValidUntil.Equal(now.Add(time.Hour)) {
			t.Fatalf("got %+v, %v", got, err)
		}
		got.UsedAt, got.Account = now, "a1"
		again := got
		do(t, db, func(tx *Tx) error { return tx.ChangeCredential(ctx, &got) })
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.ChangeCredential(ctx, &again) }), fault.Conflict)
		if all, err := db.Credentials(ctx, "a1", "invitation"); err != nil || len(all) != 1 || !all[0].UsedAt.Equal(now) {
			t.Errorf("got %+v, %v", all, err)
		}
		_, err = db.CredentialBySecret(ctx, "password", "abcdefgh")
		wantCode(t, err, fault.NotFound)
	})
}

func TestOfficesAndMandates(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		day, ended := date("2026-04-27"), date("2026-04-26")
		do(t, db, func(tx *Tx) error {
			steps := []func() error{
				func() error { return tx.AddOffice(ctx, &Office{ID: "qd-experts", Kind: "foreign-experts"}) },
				func() error { return tx.AddAccount(ctx, &Account{ID: "a1", Login: "1"}) },
				func() error {
					return tx.AddOfficer(ctx, &Officer{ID: "o1", Account: "a1", Office: "qd-experts", Role: "clerk", ValidFrom: day, ValidUntil: &day})
				},
				func() error {
					return tx.AddOfficer(ctx, &Officer{ID: "o2", Account: "a1", Office: "qd-experts", Role: "clerk", ValidFrom: ended, ValidUntil: &ended})
				},
				func() error { return tx.AddParty(ctx, &Party{ID: "e1"}) },
				func() error { return tx.AddParty(ctx, &Party{ID: "g1"}) },
				func() error {
					return tx.AddMandate(ctx, &Mandate{ID: "m1", Principal: "e1", Agent: "g1", ValidFrom: day})
				},
			}
			for _, step := range steps {
				if err := step(); err != nil {
					return err
				}
			}
			return nil
		})
		if got, err := db.Officers(ctx, OfficerFilter{Account: "a1", On: &day}); err != nil || len(got) != 1 || got[0].ID != "o1" {
			t.Errorf("got %+v, %v; want o1, whose last day is included", got, err)
		}
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error {
			return tx.AddOfficer(ctx, &Officer{ID: "o3", Account: "a1", Office: "nowhere", ValidFrom: day})
		}), fault.Conflict)
		m, err := db.Mandate(ctx, "m1")
		if err != nil {
			t.Fatal(err)
		}
		m.RevokedAt = now
		do(t, db, func(tx *Tx) error { return tx.ChangeMandate(ctx, &m) })
		for _, read := range []func() ([]Mandate, error){
			func() ([]Mandate, error) { return db.MandatesTo(ctx, "g1") },
			func() ([]Mandate, error) { return db.MandatesOf(ctx, "e1") },
		} {
			if got, err := read(); err != nil || len(got) != 1 || !got[0].RevokedAt.Equal(now) {
				t.Errorf("got %+v, %v", got, err)
			}
		}
	})
}

func TestSessions(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		at := now
		s := db.Sessions(func() time.Time { return at })
		if err := s.CommitCtx(ctx, "Token", []byte{0, 1, 255}, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if err := s.Commit("Token", []byte{0, 2, 255}, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if got, found, err := s.Find("Token"); err != nil || !found || string(got) != "\x00\x02\xff" {
			t.Errorf("got %q, %v, %v", got, found, err)
		}
		if _, found, err := s.FindCtx(ctx, "token"); found || err != nil {
			t.Errorf("another spelling of the token: found %v, %v", found, err)
		}
		at = now.Add(time.Hour)
		if _, found, _ := s.Find("Token"); found {
			t.Error("an expired session was found")
		}
		at = now
		if err := s.Delete("Token"); err != nil {
			t.Fatal(err)
		}
		if _, found, _ := s.Find("Token"); found {
			t.Error("an ended session was found")
		}
	})
}
