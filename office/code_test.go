package office

import (
	"strings"
	"testing"
	"time"
)

// TestOneTimeCode checks the vectors of RFC 6238, appendix B (SHA-1, last six
// of the eight digits).
func TestOneTimeCode(t *testing.T) {
	secret := base32Secret.EncodeToString([]byte("12345678901234567890"))
	for at, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		got, err := oneTimeCode(secret, at/30)
		if err != nil || got != want {
			t.Errorf("at %d: got %s, %v; want %s", at, got, err, want)
		}
	}
}

func TestMatchCode(t *testing.T) {
	secret, now := newSecret(), time.Unix(1_800_000_000, 0)
	step := now.Unix() / 30
	code := func(step int64) string {
		c, err := oneTimeCode(secret, step)
		must(t, err)
		return c
	}
	for name, c := range map[string]struct {
		given string
		last  int64
		want  bool
	}{
		"now":             {code(step), 0, true},
		"with a space":    {code(step)[:3] + " " + code(step)[3:], 0, true},
		"slow phone":      {code(step - 1), 0, true},
		"fast phone":      {code(step + 1), 0, true},
		"too old":         {code(step - 2), 0, false},
		"used":            {code(step), step, false},
		"older than used": {code(step - 1), step, false},
		"nothing":         {"", 0, false},
	} {
		if _, ok := matchCode(secret, c.given, now, c.last); ok != c.want {
			t.Errorf("%s: got %t", name, ok)
		}
	}
	if _, ok := matchCode("not base32!", code(step), now, 0); ok {
		t.Error("a broken secret matches")
	}
}

func TestPassword(t *testing.T) {
	phc := hashPassword("four quiet words here")
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=65536,t=2,p=1$") {
		t.Errorf("got %s", phc)
	}
	if !verifyPassword(phc, "four quiet words here") || verifyPassword(phc, "four quiet words there") {
		t.Error("want the password to match, and no other")
	}
	if phc == hashPassword("four quiet words here") {
		t.Error("two hashes share a salt")
	}
	for _, broken := range []string{"", "$argon2id$", "$argon2id$v=19$m=65536,t=0,p=1$AAAA$AAAA", strings.Replace(phc, "v=19", "v=18", 1)} {
		if verifyPassword(broken, "") {
			t.Errorf("%q matches", broken)
		}
	}
}
