package store

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/text/unicode/norm"
)

// A sealed value is tied to its place: ciphertext copied into another row or
// column does not open. The first bytes of every ciphertext hold the id of the
// key that sealed it (tink's output prefix), so that keys can be replaced.

var errNoKeys = errors.New("database was opened without keys; give the key file")

// seal encrypts a value for a place; empty stays empty.
func (k *Keys) seal(table, id, column, value string) (string, error) {
	if value == "" {
		return "", nil
	}
	if k == nil {
		return "", errNoKeys
	}
	sealed, err := k.sealer.Encrypt([]byte(value), place(table, id, column))
	if err != nil {
		return "", fmt.Errorf("seal %s.%s: %w", table, column, err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

// unseal decrypts what seal made for the same place.
func (k *Keys) unseal(table, id, column, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	if k == nil {
		return "", errNoKeys
	}
	b, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", fmt.Errorf("open %s.%s of %s: %w", table, column, id, err)
	}
	value, err := k.sealer.Decrypt(b, place(table, id, column))
	if err != nil {
		return "", fmt.Errorf("open %s.%s of %s: %w (the key file belongs to another database, or the value was moved or edited)", table, column, id, err)
	}
	return string(value), nil
}

func place(table, id, column string) []byte { return []byte(table + "/" + id + "/" + column) }

// blind returns the keyed hash under which equal values of a column are found;
// empty for an empty value. Values that people spell differently (case, width,
// spaces, hyphens) are equal.
func (k *Keys) blind(table, column, value string) string {
	return k.digest(table, column, strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -\t", r) {
			return -1
		}
		return r
	}, strings.ToUpper(norm.NFKC.String(value))))
}

// digest is blind for values that programs write: every byte counts.
func (k *Keys) digest(table, column, value string) string {
	if value == "" {
		return ""
	}
	mac := hmac.New(sha256.New, k.index)
	mac.Write([]byte(table + "/" + column + "/" + value))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// AuditKey returns the public key that verifies checkpoints, for keeping
// outside the installation.
func (k *Keys) AuditKey() (string, error) {
	// A note signing key is PRIVATE+KEY+<name>+<hash>+<algorithm byte and seed>.
	parts := strings.Split(k.audit, "+")
	if len(parts) < 5 {
		return "", errors.New("audit key is not a note signing key")
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(parts[4:], "+"))
	if err != nil || len(raw) != 1+ed25519.SeedSize {
		return "", errors.New("audit key is not a note signing key")
	}
	public := ed25519.NewKeyFromSeed(raw[1:]).Public().(ed25519.PublicKey)
	return note.NewEd25519VerifierKey(auditName, public)
}
