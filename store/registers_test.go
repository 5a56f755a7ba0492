package store

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
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

// Letters of one office and year are numbered without gaps, whatever fails.
func TestTx_AddLetter(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		do(t, db, func(tx *Tx) error { return tx.SaveCase(ctx, goodCase(1), filed()) })
		add := func(i int) error {
			return db.Do(ctx, now, func(tx *Tx) error {
				l := &Letter{ID: fmt.Sprintf("l%d", i), CaseID: "c00001", Kind: "acceptance", Office: "qd-experts",
					Series: "s", Year: 2026, Code: fmt.Sprintf("code%d", i)}
				err := tx.AddLetter(ctx, l, func(l *Letter) error {
					l.Body = json.RawMessage(fmt.Sprintf(`{"number":%d}`, l.Number))
					return nil
				})
				if err == nil && i%4 == 0 {
					return fmt.Errorf("changed my mind")
				}
				return err
			})
		}
		var wg sync.WaitGroup
		for i := range 24 {
			wg.Go(func() {
				if err := add(i); (err != nil) != (i%4 == 0) {
					t.Errorf("letter %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		all, err := db.Letters(ctx, "c00001")
		if err != nil || len(all) != 18 {
			t.Fatalf("got %d letters, %v; want 18", len(all), err)
		}
		seen := map[int64]bool{}
		for _, l := range all {
			seen[l.Number] = true
			if want := fmt.Sprintf(`{"number":%d}`, l.Number); string(l.Body) != want {
				t.Errorf("got body %s, want %s", l.Body, want)
			}
		}
		for n := int64(1); n <= 18; n++ {
			if !seen[n] {
				t.Errorf("number %d is missing", n)
			}
		}
		if got, err := db.LetterByCode(ctx, "code1"); err != nil || got.ID != "l1" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestTx_Once(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		var mutex sync.Mutex
		ran := 0
		once := func(request string) (result []byte, err error) {
			err = db.Do(ctx, now, func(tx *Tx) (err error) {
				result, err = tx.Once(ctx, "hr", "key1", []byte(request), func() ([]byte, error) {
					mutex.Lock()
					defer mutex.Unlock()
					ran++
					return fmt.Appendf(nil, "result %d", ran), nil
				})
				return err
			})
			return result, err
		}
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				if got, err := once("submit"); err != nil || string(got) != "result 1" {
					t.Errorf("got %q, %v; want the first result", got, err)
				}
			})
		}
		wg.Wait()
		if ran != 1 {
			t.Errorf("ran %d times, want once", ran)
		}
		_, err := once("withdraw")
		wantCode(t, err, fault.Conflict)
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error {
			_, err := tx.Once(ctx, "hr", "", nil, nil)
			return err
		}), fault.Invalid)
		t.Run("failure is not remembered", func(t *testing.T) {
			for want := range 2 {
				err := db.Do(ctx, now, func(tx *Tx) error {
					_, err := tx.Once(ctx, "hr", "key2", nil, func() ([]byte, error) {
						if want == 0 {
							return nil, fmt.Errorf("not yet")
						}
						return nil, nil
					})
					return err
				})
				if (err != nil) != (want == 0) {
					t.Errorf("try %d: got %v", want, err)
				}
			}
		})
	})
}

func TestAppointments(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		do(t, db, func(tx *Tx) error {
			if err := tx.AddOffice(ctx, &Office{ID: "qd"}); err != nil {
				return err
			}
			if err := tx.SaveCase(ctx, goodCase(1), filed()); err != nil {
				return err
			}
			return tx.AddSlot(ctx, &Slot{ID: "s1", Office: "qd", Purpose: "originals", StartsAt: now, EndsAt: now.Add(time.Hour), Capacity: 3})
		})
		var wg sync.WaitGroup
		var mutex sync.Mutex
		var booked []*Appointment
		for i := range 10 {
			wg.Go(func() {
				a := &Appointment{ID: fmt.Sprintf("a%d", i), Slot: "s1", CaseID: "c00001", Party: "kim"}
				err := db.Do(ctx, now, func(tx *Tx) error { return tx.Book(ctx, a) })
				mutex.Lock()
				defer mutex.Unlock()
				if err == nil {
					booked = append(booked, a)
				} else {
					wantCode(t, err, fault.Conflict)
				}
			})
		}
		wg.Wait()
		if len(booked) != 3 {
			t.Fatalf("%d were booked, want 3", len(booked))
		}
		do(t, db, func(tx *Tx) error { return tx.Release(ctx, booked[0]) })
		do(t, db, func(tx *Tx) error { return tx.Book(ctx, &Appointment{ID: "late", Slot: "s1", CaseID: "c00001"}) })
		if got, err := db.AppointmentsBetween(ctx, "qd", now, now.Add(time.Minute)); err != nil || len(got) != 3 {
			t.Errorf("got %d, %v; want 3 booked", len(got), err)
		}
		if got, err := db.Slots(ctx, "qd", "originals", now, now.Add(time.Minute)); err != nil || len(got) != 1 || got[0].Booked != 3 {
			t.Errorf("got %+v, %v", got, err)
		}
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.Book(ctx, &Appointment{ID: "x", Slot: "none"}) }), fault.NotFound)
	})
}

func TestPermits(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		end := func(n int) civil.Date { return date("2026-12-31").AddDays(civil.Days(n)) }
		do(t, db, func(tx *Tx) error {
			for _, id := range []string{"kim", "e1", "e2"} {
				if err := tx.AddParty(ctx, &Party{ID: id}); err != nil {
					return err
				}
			}
			for i, employer := range []string{"e1", "e1", "e2"} {
				p := &PermitRow{ID: fmt.Sprintf("p%d", i), Kind: "work", Number: "DEMO1", Holder: "kim", Employer: employer,
					Place: "370200", Status: "active", ValidFrom: date("2025-01-01"), ValidUntil: end(-i)}
				if err := tx.AddPermit(ctx, p); err != nil {
					return err
				}
			}
			return nil
		})
		until := end(-1)
		for name, c := range map[string]struct {
			filter PermitFilter
			want   int
		}{
			"holder":         {PermitFilter{Scope: people.Scope{Foreigner: "kim"}}, 3},
			"employer":       {PermitFilter{Scope: people.Scope{Principals: []people.PartyID{"e1"}}}, 2},
			"other employer": {PermitFilter{Scope: people.Scope{Principals: []people.PartyID{"e3"}}}, 0},
			"province":       {PermitFilter{Scope: people.Scope{Places: []people.PlaceCode{"370000"}, Office: "x"}}, 3},
			"other place":    {PermitFilter{Scope: people.Scope{Places: []people.PlaceCode{"650100"}, Office: "x"}}, 0},
			"nobody":         {PermitFilter{}, 0},
			"ends until":     {PermitFilter{Scope: people.Scope{Foreigner: "kim"}, EndsUntil: &until}, 2},
			"number":         {PermitFilter{Scope: people.Scope{Foreigner: "kim"}, Number: "DEMO1", Employer: "e2"}, 1},
		} {
			got, err := db.Permits(ctx, c.filter)
			n, errCount := db.CountPermits(ctx, c.filter)
			if err != nil || errCount != nil || len(got) != c.want || int(n) != c.want {
				t.Errorf("%s: got %d, counted %d (%v, %v), want %d", name, len(got), n, err, errCount, c.want)
			}
		}
	})
}

func TestSupervisionRegisters(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		day, before := date("2026-04-27"), date("2026-04-26")
		do(t, db, func(tx *Tx) error {
			steps := []func() error{
				func() error { return tx.AddParty(ctx, &Party{ID: "e1"}) },
				func() error { return tx.SaveCase(ctx, goodCase(1), filed()) },
				func() error {
					return tx.AddIntegrityEntry(ctx, &IntegrityEntry{ID: "i1", Party: "e1", Kind: "false-commitment"})
				},
				func() error {
					return tx.AddSanction(ctx, &Sanction{ID: "s1", Party: "e1", Finding: "i1", ValidFrom: day, Place: "370200", Places: PlaceList([]people.PlaceCode{"370200", "650000"})})
				},
				func() error {
					return tx.AddSanction(ctx, &Sanction{ID: "s2", Party: "e1", ValidFrom: before, ValidUntil: &before})
				},
				func() error {
					return tx.AddFiling(ctx, &Filing{ID: "f1", Kind: "employer-prefiling", CaseID: "c00001", Party: "e1", ValidFrom: day})
				},
				func() error {
					return tx.AddRating(ctx, &Rating{ID: "r1", CaseID: "c00001", Account: "a", Office: "qd", Level: 2})
				},
				func() error {
					return tx.AddDetermination(ctx, &Determination{ID: "d1", CaseID: "c00001", On: day, Outcome: json.RawMessage(`{"class":"B"}`)})
				},
			}
			for _, step := range steps {
				if err := step(); err != nil {
					return err
				}
			}
			return nil
		})
		for place, want := range map[people.PlaceCode]int{people.Nation: 2, "370000": 1, "370200": 1, "650000": 1, "370300": 0, "650100": 0, "110000": 0} {
			in := FileFilter{Places: []people.PlaceCode{place}}
			got, err := db.SanctionFile(ctx, in)
			n, errCount := db.CountSanctionFile(ctx, in)
			if err != nil || errCount != nil || len(got) != want || int(n) != want {
				t.Errorf("at %s: got %d, counted %d (%v, %v), want %d", place, len(got), n, err, errCount, want)
			}
		}
		active := SanctionFilter{Parties: []string{"e1", "e9"}, On: &day}
		got, err := db.Sanctions(ctx, active)
		if err != nil || len(got) != 1 || got[0].ID != "s1" {
			t.Fatalf("got %+v, %v; want s1", got, err)
		}
		got[0].LiftedAt = now
		do(t, db, func(tx *Tx) error { return tx.ChangeSanction(ctx, &got[0]) })
		if got, err := db.Sanctions(ctx, active); err != nil || len(got) != 0 {
			t.Errorf("got %+v, %v; want none after it was lifted", got, err)
		}
		if got, err := db.Filings(ctx, FilingFilter{Party: "e1", On: &before}); err != nil || len(got) != 0 {
			t.Errorf("got %+v, %v; want none before its first day", got, err)
		}
		if got, err := db.Filings(ctx, FilingFilter{Party: "e1", On: &day}); err != nil || len(got) != 1 {
			t.Errorf("got %+v, %v; want one", got, err)
		}
		if got, err := db.IntegrityEntries(ctx, FileFilter{Party: "e1"}); err != nil || len(got) != 1 {
			t.Errorf("got %+v, %v; want one", got, err)
		}
		if got, err := db.LowRatings(ctx, LowRatings{Places: []people.PlaceCode{"370000"}, Level: 2}); err != nil || len(got) != 1 {
			t.Errorf("got %+v, %v; want one", got, err)
		}
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error {
			return tx.AddRating(ctx, &Rating{ID: "r2", CaseID: "c00001", Account: "a", Level: 5})
		}), fault.Conflict)
		if got, err := db.Determinations(ctx, "c00001"); err != nil || len(got) != 1 || string(got[0].Outcome) != `{"class":"B"}` || got[0].On != day {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestClocksAndAttachments(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		due, later := date("2026-05-09"), date("2026-05-14")
		set := []Clock{{Track: "permit", Step: "decision", Basis: "law", Office: "qd", DueOn: later, Paused: true},
			{Track: "permit", Step: "decision", Basis: "promise", Office: "qd", DueOn: due}}
		do(t, db, func(tx *Tx) error {
			if err := tx.SaveCase(ctx, goodCase(1), filed()); err != nil {
				return err
			}
			if err := tx.SetClocks(ctx, "c00001", set); err != nil {
				return err
			}
			return tx.AddAttachment(ctx, &Attachment{ID: "at1", CaseID: "c00001", Slot: "passport", File: "f00", Size: 12, State: "given"})
		})
		for name, c := range map[string]struct {
			filter ClockFilter
			want   int
		}{
			"all": {ClockFilter{Office: "qd"}, 2}, "running": {ClockFilter{Running: true}, 1},
			"due": {ClockFilter{DueUntil: &due}, 1}, "other": {ClockFilter{Office: "yt"}, 0}, "first": {ClockFilter{Limit: 1}, 1},
		} {
			got, err := db.Clocks(ctx, c.filter)
			if err != nil || len(got) != c.want || c.want > 0 && got[0].DueOn != due {
				t.Errorf("%s: got %+v, %v; want %d, the promise first", name, got, err, c.want)
			}
		}
		do(t, db, func(tx *Tx) error { return tx.SetClocks(ctx, "c00001", nil) })
		if got, _ := db.Clocks(ctx, ClockFilter{CaseID: "c00001"}); len(got) != 0 {
			t.Errorf("got %+v, want none", got)
		}
		if got, err := db.Contents(ctx); err != nil || len(got) != 1 || got[0] != "f00" {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func TestRulesAndSelfChecks(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		do(t, db, func(tx *Tx) error {
			steps := []func() error{
				func() error {
					return tx.AddParameter(ctx, &Parameter{ID: "1", Name: "average-wage", Place: "650100", ValidFrom: date("2024-06-01"), Value: json.RawMessage("100000")})
				},
				func() error { return tx.AddCalendarYear(ctx, &CalendarYear{ID: "1", Year: 2027}) },
				func() error { return tx.AddList(ctx, &List{ID: "1", Name: "urgent-industries"}) },
				func() error {
					return tx.AddPolicy(ctx, &Policy{ID: "1", Pack: "demo", Digest: "d", ValidFrom: date("2026-01-01")})
				},
				func() error {
					return tx.KeepSelfCheck(ctx, "abc-def", json.RawMessage(`{"place":"650100"}`), now.Add(time.Hour))
				},
			}
			for _, step := range steps {
				if err := step(); err != nil {
					return err
				}
			}
			return nil
		})
		if got, err := db.Parameters(ctx); err != nil || len(got) != 1 || string(got[0].Value) != "100000" {
			t.Errorf("got %+v, %v", got, err)
		}
		if got, err := db.CalendarYears(ctx); err != nil || len(got) != 1 || got[0].Year != 2027 {
			t.Errorf("got %+v, %v", got, err)
		}
		if got, err := db.Lists(ctx); err != nil || len(got) != 1 {
			t.Errorf("got %+v, %v", got, err)
		}
		if got, err := db.Policies(ctx); err != nil || len(got) != 1 {
			t.Errorf("got %+v, %v", got, err)
		}
		if got, err := db.SelfCheck(ctx, "ABCDEF", now); err != nil || string(got) != `{"place":"650100"}` {
			t.Errorf("got %s, %v", got, err)
		}
		_, err := db.SelfCheck(ctx, "ABCDEF", now.Add(time.Hour))
		wantCode(t, err, fault.NotFound)
		if err := db.Do(ctx, now.Add(time.Hour), func(tx *Tx) error { return tx.Forget(ctx) }); err != nil {
			t.Fatal(err)
		}
		if n, _ := db.number(ctx, "SELECT COUNT(*) FROM self_checks"); n != 0 {
			t.Errorf("%d self-checks left, want 0", n)
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
