package store

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestKeys_file(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	keys := testKeys(t)
	if err := keys.Create(path); err != nil {
		t.Fatal(err)
	}
	if err := keys.Create(path); err == nil {
		t.Error("keys were written over keys")
	}
	if stat, _ := os.Stat(path); stat.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, want 0600", stat.Mode())
	}
	sealed, err := keys.seal("parties", "p1", "passport", "DEMO1234")
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := again.unseal("parties", "p1", "passport", sealed); err != nil || plain != "DEMO1234" {
		t.Errorf("got %q, %v", plain, err)
	}
	if a, b := keys.blind("t", "c", "demo 12-34"), again.blind("t", "c", "DEMO1234"); a != b || a == "" {
		t.Errorf("blind hashes differ: %q and %q", a, b)
	}
	if _, err := ReadKeys(path + ".missing"); err == nil {
		t.Error("read keys that are not there")
	}
}

func TestKeys_sealedValueStaysInItsPlace(t *testing.T) {
	keys := testKeys(t)
	sealed, err := keys.seal("parties", "p1", "passport", "DEMO1234")
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range [][3]string{{"parties", "p2", "passport"}, {"parties", "p1", "phone"}, {"accounts", "p1", "passport"}} {
		if _, err := keys.unseal(place[0], place[1], place[2], sealed); err == nil {
			t.Errorf("a value sealed for another place opens at %v", place)
		}
	}
	if _, err := testKeys(t).unseal("parties", "p1", "passport", sealed); err == nil {
		t.Error("other keys open the value")
	}
}

func TestKeys_Rotate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	keys := testKeys(t)
	old, _ := keys.seal("t", "1", "c", "value")
	if err := keys.Create(path); err != nil {
		t.Fatal(err)
	}
	if err := keys.Rotate(); err != nil {
		t.Fatal(err)
	}
	if err := keys.Replace(path); err != nil {
		t.Fatal(err)
	}
	keys, err := ReadKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	fresh, _ := keys.seal("t", "1", "c", "value")
	for _, sealed := range []string{old, fresh} {
		if plain, err := keys.unseal("t", "1", "c", sealed); err != nil || plain != "value" {
			t.Errorf("got %q, %v", plain, err)
		}
	}
	a, errA := keyOf(old)
	b, errB := keyOf(fresh)
	if errA != nil || errB != nil || a == b {
		t.Errorf("got key ids %d and %d (%v, %v), want two different ones", a, b, errA, errB)
	}
}

// keyOf returns the id of the key that sealed a value.
func keyOf(sealed string) (uint32, error) {
	b, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(b) < 5 || b[0] != 1 {
		return 0, errors.New("not a sealed value")
	}
	return binary.BigEndian.Uint32(b[1:5]), nil
}
