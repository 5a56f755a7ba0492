package office

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// One-time codes of RFC 6238 as every authenticator app makes them: SHA-1, six
// digits, a new code every 30 seconds.
const (
	codeStep   = 30 * time.Second
	codeDrift  = 1 // steps that a phone's clock may be off, either way
	codeSecret = 20
)

var base32Secret = base32.StdEncoding.WithPadding(base32.NoPadding)

// newSecret returns a fresh secret in the base32 that apps take.
func newSecret() string {
	b := make([]byte, codeSecret)
	rand.Read(b) // never fails: crypto/rand ends the program rather than give weak bytes
	return base32Secret.EncodeToString(b)
}

// oneTimeCode is the code of a secret in a step (RFC 4226, section 5.3).
func oneTimeCode(secret string, step int64) (string, error) {
	key, err := base32Secret.DecodeString(secret)
	if err != nil {
		return "", fmt.Errorf("read code secret: %w", err)
	}
	mac := hmac.New(sha1.New, key)
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0xf
	number := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	return fmt.Sprintf("%06d", number%1_000_000), nil
}

// matchCode returns the step whose code was given, later than the step used
// last: a code works once. Spaces in the code do not matter.
func matchCode(secret, given string, at time.Time, last int64) (step int64, ok bool) {
	given = strings.Join(strings.Fields(given), "")
	now := at.Unix() / int64(codeStep/time.Second)
	for step := max(now-codeDrift, last+1); step <= now+codeDrift; step++ {
		want, err := oneTimeCode(secret, step)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(given)) == 1 {
			return step, true
		}
	}
	return 0, false
}

// codeAddress is the otpauth address that apps read from a QR code.
func codeAddress(issuer, account, secret string) string {
	label := url.PathEscape(issuer) + ":" + url.PathEscape(account)
	return "otpauth://totp/" + label + "?secret=" + secret + "&issuer=" + url.QueryEscape(issuer)
}
