package store

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"

	"yichuang/store/storetest"
)

// vault is a Vault in memory.
type vault map[string][]byte

func (v vault) Sealed(id string) ([]byte, error) {
	if b, ok := v[id]; ok {
		return b, nil
	}
	return nil, errors.New("no such file")
}
func (v vault) KeepSealed(id string, sealed []byte) error { v[id] = sealed; return nil }

func testIdentity(t testing.TB) *age.X25519Identity {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

// dumpOf is everything in a database, table by table.
func dumpOf(t testing.TB, db *DB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, table := range dumped {
		err := db.dump(t.Context(), table, func(piece []byte, _ int64) error { all[table] += string(piece); return nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// fillAll puts something into many tables, odd texts among them.
func fillAll(t testing.TB, db *DB) {
	t.Helper()
	ctx := t.Context()
	do(t, db, func(tx *Tx) error {
		row := goodCase(1)
		row.Foreigner = "kim"
		for _, step := range []error{
			tx.AddParty(ctx, goodParty()),
			tx.SaveCase(ctx, row, filed(), filed()),
			tx.AddLetter(ctx, &Letter{ID: "l1", CaseID: row.ID, Code: "a\"\\\n<\u2028>'补正"}, nil),
			tx.AddAttachment(ctx, &Attachment{ID: "a1", CaseID: row.ID, File: "f1"}),
			tx.AddAttachment(ctx, &Attachment{ID: "a2", CaseID: row.ID, File: "f2"}),
			tx.AddMessage(ctx, goodMessage(1)),
		} {
			if step != nil {
				return step
			}
		}
		_, err := tx.Seal(ctx, date("2026-04-27"))
		return err
	})
}

// A backup of either database restores into either.
func TestBackup_bothWays(t *testing.T) {
	places := map[string]func(testing.TB) string{"sqlite": func(t testing.TB) string { return t.TempDir() }, "postgres": storetest.Postgres}
	for from, source := range places {
		for to, target := range places {
			t.Run(from+" to "+to, func(t *testing.T) {
				db := openTest(t, source(t), testKeys(t))
				fillAll(t, db)
				me := testIdentity(t)
				var backup bytes.Buffer
				contents := vault{"f1": []byte("one"), "f2": []byte("two")}
				made, err := db.Backup(t.Context(), &backup, now, contents, me.Recipient())
				if err != nil || made.Files != 2 || made.Rows["events"] != 5 || len(made.Missing) != 0 {
					t.Fatalf("got %+v, %v", made, err)
				}
				if checked, err := CheckBackup(bytes.NewReader(backup.Bytes()), me); err != nil || !reflect.DeepEqual(checked.Rows, made.Rows) || checked.Files != 2 {
					t.Errorf("checked: got %+v, %v; want %+v", checked, err, made)
				}
				restored := vault{}
				goal := Target{Source: target(t), KeysAt: filepath.Join(t.TempDir(), "keys.json"), Vault: func(*Keys) (Vault, error) { return restored, nil }}
				got, err := Restore(t.Context(), bytes.NewReader(backup.Bytes()), now, goal, me)
				if err != nil || !reflect.DeepEqual(got.Rows, made.Rows) {
					t.Fatalf("got %+v, %v; want %+v", got, err, made)
				}
				keys, err := ReadKeys(goal.KeysAt)
				if err != nil {
					t.Fatal(err)
				}
				again := openTest(t, goal.Source, keys)
				if want, got := dumpOf(t, db), dumpOf(t, again); !reflect.DeepEqual(got, want) || !reflect.DeepEqual(restored, contents) {
					t.Errorf("got %v, %v\nwant %v", got, restored, want)
				}
				if p, err := again.Party(t.Context(), "kim"); err != nil || p.Passport != "DEMO-1234" {
					t.Errorf("got passport %q, %v", p.Passport, err)
				}
				goal.KeysAt += ".again"
				if _, err := Restore(t.Context(), bytes.NewReader(backup.Bytes()), now, goal, me); err == nil || !strings.Contains(err.Error(), "already") {
					t.Errorf("restored over data: %v", err)
				}
			})
		}
	}
}

// A backup taken while people go on submitting holds whole cases only.
func TestBackup_whileServing(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for n := range 4 {
			wg.Go(func() {
				for i := 0; ; i++ {
					select {
					case <-stop:
						return
					default:
					}
					err := db.Do(ctx, now, func(tx *Tx) error {
						row := goodCase(n*100_000 + i)
						if err := tx.SaveCase(ctx, row, filed()); err != nil {
							return err
						}
						return tx.AddLetter(ctx, &Letter{ID: row.ID, CaseID: row.ID, Code: row.ID}, nil)
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		me := testIdentity(t)
		for range 3 {
			var backup bytes.Buffer
			if _, err := db.Backup(ctx, &backup, now, vault{}, me.Recipient()); err != nil {
				t.Fatal(err)
			}
			goal := Target{Source: t.TempDir(), KeysAt: filepath.Join(t.TempDir(), "k"), Vault: func(*Keys) (Vault, error) { return vault{}, nil }}
			got, err := Restore(ctx, &backup, now, goal, me)
			if err != nil {
				t.Fatal(err)
			}
			if got.Rows["cases"] != got.Rows["letters"] || 2*got.Rows["cases"] != got.Rows["events"] {
				t.Errorf("got %v, want a letter for each case and an event for each of both", got.Rows)
			}
			keys, err := ReadKeys(goal.KeysAt)
			if err != nil {
				t.Fatal(err)
			}
			checkWhole(t, openTest(t, goal.Source, keys), int(got.Rows["cases"]))
		}
		close(stop)
		wg.Wait()
	})
}

func TestBackup_damaged(t *testing.T) {
	db := openTest(t, t.TempDir(), testKeys(t))
	fillAll(t, db)
	me := testIdentity(t)
	var backup bytes.Buffer
	made, err := db.Backup(t.Context(), &backup, now, vault{"f1": []byte("one")}, me.Recipient())
	if err != nil || !slices.Equal(made.Missing, []string{"f2"}) {
		t.Fatalf("got %+v, %v; want f2 missing", made, err)
	}
	if bytes.Contains(backup.Bytes(), []byte("parties")) {
		t.Error("the backup can be read")
	}
	if _, err := CheckBackup(bytes.NewReader(backup.Bytes()), testIdentity(t)); err == nil {
		t.Error("a stranger opened the backup")
	}
	if _, err := db.Backup(t.Context(), io.Discard, now, vault{}); err == nil {
		t.Error("made a backup for nobody")
	}
	for name, damaged := range map[string][]byte{
		"cut off":      backup.Bytes()[:backup.Len()-100],
		"a byte":       flip(backup.Bytes(), backup.Len()/2),
		"a short tail": backup.Bytes()[:300],
	} {
		if _, err := CheckBackup(bytes.NewReader(damaged), me); err == nil {
			t.Errorf("%s: not noticed", name)
		}
		dir := t.TempDir()
		goal := Target{Source: dir, KeysAt: filepath.Join(dir, "keys.json"), Vault: func(*Keys) (Vault, error) { return vault{}, nil }}
		if _, err := Restore(t.Context(), bytes.NewReader(damaged), now, goal, me); err == nil {
			t.Errorf("%s: restored", name)
		}
		if _, err := ReadKeys(goal.KeysAt); err == nil {
			t.Errorf("%s: keys were left behind", name)
		}
	}
}

func flip(b []byte, at int) []byte {
	b = slices.Clone(b)
	b[at] ^= 1
	return b
}

// Entries that are missing, exchanged or added are noticed by the sums, even if
// whoever did it could encrypt.
func TestArchive_putTogetherWrongly(t *testing.T) {
	me := testIdentity(t)
	keys, err := testKeys(t).text()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*archiveWriter) error{
		"unchanged": func(*archiveWriter) error { return nil },
		"added": func(a *archiveWriter) error {
			err := a.add("files/x", nil)
			delete(a.sums.Entries, "files/x")
			return err
		},
		"missing":   func(a *archiveWriter) error { a.sums.Entries["files/y"] = hexSum(nil); return nil },
		"exchanged": func(a *archiveWriter) error { a.sums.Entries["files/f"] = hexSum(nil); return nil },
		"rows":      func(a *archiveWriter) error { a.sums.Rows["parties"] = 7; return nil },
		"unknown":   func(a *archiveWriter) error { return a.add("tables/passwords/00001.jsonl", nil) },
	} {
		var b bytes.Buffer
		a, err := newArchiveWriter(&b, now, []age.Recipient{me.Recipient()})
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(a.addJSON(manifestEntry, Manifest{Format: archiveFormat}), a.add(keysEntry, keys),
			a.add("files/f", []byte("content")), change(a), a.close())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := CheckBackup(&b, me); (err == nil) != (name == "unchanged") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Every table is either in backups or left out on purpose.
func TestDumped_isComplete(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		query := "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
		if _, sqlite := db.engine.(*sqliteEngine); sqlite {
			query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
		}
		got, err := db.texts(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		want := append(slices.Clone(dumped), "sessions", "open_files", "goose_db_version")
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("got tables %v\nwant %v", got, want)
		}
	})
}

func BenchmarkBackup(b *testing.B) {
	db := openTest(b, b.TempDir(), testKeys(b))
	fillCases(b, db, 20_000)
	me := testIdentity(b)
	for b.Loop() {
		if _, err := db.Backup(b.Context(), io.Discard, now, vault{}, me.Recipient()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*20_000/b.Elapsed().Seconds(), "cases/s")
}
