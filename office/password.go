package office

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"yichuang/fault"
)

// Parameters of argon2id (RFC 9106): one hash takes 64 MiB and two passes.
const (
	argonMemory = 64 << 10 // KiB
	argonPasses = 2
	argonSalt   = 16
	argonLength = 32
)

// hashing caps the hashes computed at once, so that a crowd at the sign-in page
// takes 256 MiB at most. Others wait.
var hashing = make(chan struct{}, 4)

// Limits of a password: long rather than odd, as a one-time code stands beside it.
const (
	shortestPassword = 10  // characters
	longestPassword  = 200 // bytes; more would only cost time
)

// checkPassword refuses what is too short, too long, or holds the login.
func checkPassword(password, login string) error {
	name, _, _ := strings.Cut(strings.ToLower(login), "@")
	switch {
	case utf8.RuneCountInString(password) < shortestPassword, len(password) > longestPassword:
		return fault.New(fault.Invalid, "fault.account.password-length", "min", shortestPassword).WithPath("password")
	case len(name) > 2 && strings.Contains(strings.ToLower(password), name):
		return fault.New(fault.Invalid, "fault.account.password-login").WithPath("password")
	}
	return nil
}

// hashPassword returns the PHC string of a password with a fresh salt.
func hashPassword(password string) string {
	salt := make([]byte, argonSalt)
	rand.Read(salt) // never fails: crypto/rand ends the program rather than give weak bytes
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s",
		argon2.Version, argonMemory, argonPasses, encode(salt), encode(argon(password, salt, argonPasses, argonMemory)))
}

// verifyPassword reports whether a PHC string was made of the password. A string
// that is none matches nothing, after the same time as one that is.
func verifyPassword(phc, password string) bool {
	var version int
	var memory, passes uint32
	fields := strings.Split(phc, "$")
	if len(fields) != 6 || fields[1] != "argon2id" {
		argon(password, make([]byte, argonSalt), argonPasses, argonMemory)
		return false
	}
	_, err := fmt.Sscanf(fields[2]+" "+fields[3], "v=%d m=%d,t=%d,p=1", &version, &memory, &passes)
	salt, saltErr := base64.RawStdEncoding.DecodeString(fields[4])
	want, wantErr := base64.RawStdEncoding.DecodeString(fields[5])
	if err != nil || saltErr != nil || wantErr != nil || version != argon2.Version || passes == 0 || len(want) != argonLength {
		return false
	}
	return subtle.ConstantTimeCompare(argon(password, salt, passes, memory), want) == 1
}

func argon(password string, salt []byte, passes, memory uint32) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, passes, memory, 1, argonLength)
}
