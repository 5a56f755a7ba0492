package letter

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-jose/go-jose/v4"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/permit"
)

// Claims are what a certificate says of a permit on the day of its issue. The
// short names keep the QR code readable. Whether the permit was cancelled or
// revoked since, only the page at Status knows.
type Claims struct {
	Permit   permit.Number `json:"n"`
	Holder   string        `json:"h"` // masked where the office masks names
	Class    string        `json:"c,omitempty"`
	Employer string        `json:"e,omitempty"`
	From     civil.Date    `json:"f"` // first day
	Until    civil.Date    `json:"u"` // last day, included
	Issued   civil.Date    `json:"i"`
	Office   string        `json:"o"`
	Status   string        `json:"s"` // address of the public page, without fragment
	Key      string        `json:"-"` // id of the key that signed; Verify sets it
}

// The faults of Verify, so that a caller can tell a slip from a forgery.
const (
	NoCertificate = "fault.certificate.form"      // the text is no certificate of ours
	UnknownKey    = "fault.certificate.key"       // signed by a key that was not given
	Forged        = "fault.certificate.signature" // the text was changed, or another key signed it
)

// algorithms are the only ones accepted: the certificate does not choose.
var algorithms = []jose.SignatureAlgorithm{jose.EdDSA}

// Certificate signs the claims: a compact JWS (RFC 7515) by EdDSA. With Status
// in front it is at most 600 bytes, the content of a QR code; names that are too
// long for that lose their ends. The same claims give the same certificate.
func Certificate(c Claims, key ed25519.PrivateKey) (string, error) {
	if err := c.check(); err != nil {
		return "", err
	}
	id := KeyID(key.Public().(ed25519.PublicKey))
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: key, KeyID: id}}, nil)
	if err != nil {
		return "", fmt.Errorf("sign certificate: %w", err)
	}
	for {
		certificate, err := sign(c, signer)
		if err != nil || len(QRContent(c.Status, certificate)) <= mostQR {
			return certificate, err
		}
		if !c.shorten() {
			return "", fault.At("certificate", "permit %s: the address of the status page is too long for a QR code: use a shorter one", c.Permit)
		}
	}
}

func sign(c Claims, signer jose.Signer) (string, error) {
	payload, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("sign certificate: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("sign certificate: %w", err)
	}
	return signed.CompactSerialize()
}

// QRContent is what the QR code of a letter holds: the address of the public
// page with the certificate as its fragment. A telephone opens the page, and no
// server sees the certificate that way.
func QRContent(status, certificate string) string { return status + "#" + certificate }

// Verify checks a certificate, alone or as QRContent wrote it, against the keys
// and returns what it says. It needs nothing else. Whether the permit runs on a
// day is for Claims.On.
func Verify(certificate string, keys Keys) (Claims, error) {
	text := strings.TrimSpace(certificate)
	text = text[strings.LastIndexByte(text, '#')+1:]
	signed, err := jose.ParseSignedCompact(text, algorithms)
	if err != nil {
		return Claims{}, noCertificate("this is no signed certificate: scan the code again").WithCause(err)
	}
	// Base64 has spare bits and JSON spare spaces: one certificate has one spelling.
	if again, err := signed.CompactSerialize(); err != nil || again != text {
		return Claims{}, noCertificate("this is not spelt as a certificate of ours: scan the code again")
	}
	id := signed.Signatures[0].Header.KeyID
	key, known := keys[id]
	if !known {
		return Claims{}, fault.New(fault.NotFound, UnknownKey, "key", id).
			WithDetail("key %q is not among the %d given: fetch the issuing office's public keys", id, len(keys))
	}
	payload, err := signed.Verify(key)
	if err != nil {
		return Claims{}, fault.New(fault.Invalid, Forged, "key", id).WithDetail("the signature is not that of key %q", id)
	}
	var c Claims
	if err := json.Unmarshal(payload, &c); err != nil {
		return Claims{}, noCertificate("what was signed is no permit").WithCause(err)
	}
	if err := c.check(); err != nil {
		return Claims{}, noCertificate("what was signed is no permit").WithCause(err)
	}
	c.Key = id
	return c, nil
}

func noCertificate(detail string) *fault.Error {
	return fault.New(fault.Invalid, NoCertificate).WithDetail("%s", detail)
}

// check refuses claims that say too little.
func (c Claims) check() error {
	for _, part := range []struct{ name, text string }{
		{"permit", string(c.Permit)}, {"holder", c.Holder}, {"office", c.Office}, {"status", c.Status},
	} {
		if strings.TrimSpace(part.text) == "" {
			return fault.At("certificate."+part.name, "a certificate needs it")
		}
	}
	if c.Issued == 0 || c.From == 0 || c.Until < c.From {
		return fault.At("certificate.until", "a certificate needs its days, from %s until %s is no term", c.From, c.Until)
	}
	if strings.Contains(c.Status, "#") {
		return fault.At("certificate.status", "%s has a fragment; the certificate stands there", c.Status)
	}
	return nil
}

// shorten takes a sign from the end of the longest name.
func (c *Claims) shorten() bool {
	const least = 12 // bytes that still tell somebody something
	longest := &c.Employer
	for _, name := range []*string{&c.Holder, &c.Office} {
		if len(*name) > len(*longest) {
			longest = name
		}
	}
	if len(*longest) <= least {
		return false
	}
	name := strings.TrimSuffix(*longest, ellipsis)
	_, last := utf8.DecodeLastRuneInString(name)
	*longest = name[:len(name)-last] + ellipsis
	return true
}

// ellipsis ends a name that was shortened.
const ellipsis = "\u2026"

// Standing is how a permit stands on a day by its certificate alone.
type Standing string

// The standings.
const (
	Runs   Standing = "runs"
	NotYet Standing = "not-yet"
	Ended  Standing = "ended"
)

// On returns how the permit stands on the day; both days of its term are included.
func (c Claims) On(day civil.Date) Standing {
	switch {
	case day < c.From:
		return NotYet
	case day > c.Until:
		return Ended
	}
	return Runs
}
