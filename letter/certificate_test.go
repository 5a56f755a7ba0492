package letter

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"yichuang/fault"
)

// testKey is a key made from one repeated byte, so that tests are repeatable.
func testKey(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(rune(seed)), ed25519.SeedSize)))
}

func goodClaims() Claims {
	return Claims{Permit: "DEMO2026000172", Holder: "KIM Demoho", Class: "B", Employer: "青岛样例精密模具有限公司",
		From: day("2026-04-29"), Until: day("2028-04-28"), Issued: day("2026-04-29"), Office: "示范市外国专家局",
		Status: "https://permits.demo.example/verify"}
}

func goodCertificate(t testing.TB) string {
	t.Helper()
	certificate, err := Certificate(goodClaims(), testKey('a'))
	must(t, err)
	return certificate
}

func TestCertificate_verifies(t *testing.T) {
	certificate := goodCertificate(t)
	want := goodClaims()
	want.Key = KeyID(testKey('a').Public().(ed25519.PublicKey))
	for _, text := range []string{certificate, QRContent(want.Status, certificate), " " + certificate + "\n"} {
		got, err := Verify(text, KeysOf(testKey('b'), testKey('a')))
		if err != nil || got != want {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
	}
	if again := goodCertificate(t); again != certificate {
		t.Error("the same claims gave another certificate")
	}
	if n := len(QRContent(want.Status, certificate)); n > mostQR {
		t.Errorf("%d bytes, want at most %d", n, mostQR)
	}
}

// TestVerify_tampering changes a certificate in every way that a forger might.
func TestVerify_tampering(t *testing.T) {
	certificate := goodCertificate(t)
	header, rest, _ := strings.Cut(certificate, ".")
	payload, signature, _ := strings.Cut(rest, ".")
	later := goodClaims()
	later.Until = day("2038-04-28")
	other, err := Certificate(later, testKey('b'))
	must(t, err)
	otherHeader, otherRest, _ := strings.Cut(other, ".")
	otherPayload, otherSignature, _ := strings.Cut(otherRest, ".")
	encode := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	for name, c := range map[string]struct{ text, want string }{
		"another payload":         {header + "." + otherPayload + "." + signature, Forged},
		"another signature":       {header + "." + payload + "." + otherSignature, Forged},
		"another key's header":    {otherHeader + "." + payload + "." + signature, UnknownKey},
		"another key altogether":  {other, UnknownKey},
		"another key, known id":   {header + "." + otherPayload + "." + otherSignature, Forged},
		"no signature":            {header + "." + payload + ".", Forged},
		"algorithm none":          {encode(`{"alg":"none"}`) + "." + payload + ".", NoCertificate},
		"algorithm HS256":         {hmacSigned(t, payload), NoCertificate},
		"a space in the header":   {encode(`{"alg":"EdDSA", "kid":"x"}`) + "." + payload + "." + signature, NoCertificate},
		"spare bits set":          {spareBit(certificate), NoCertificate},
		"padding":                 {certificate + "=", NoCertificate},
		"cut short":               {certificate[:len(certificate)/2], NoCertificate},
		"JSON form":               {`{"payload":"` + payload + `","signature":"` + signature + `"}`, NoCertificate},
		"nothing":                 {"", NoCertificate},
		"only an address":         {"https://permits.demo.example/verify#", NoCertificate},
		"signed but no permit":    {signedText(t, `{"n":""}`), NoCertificate},
		"signed but ends earlier": {signedText(t, `{"n":"1","h":"X","o":"O","s":"S","f":"2026-04-29","u":"2026-04-28","i":"2026-04-29"}`), NoCertificate},
	} {
		_, err := Verify(c.text, KeysOf(testKey('a')))
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	for i := range certificate {
		changed := certificate[:i] + string(certificate[i]^1) + certificate[i+1:]
		if _, err := Verify(changed, KeysOf(testKey('a'))); err == nil {
			t.Errorf("sign %d changed and still valid: %s", i, changed)
		}
	}
}

// spareBit sets a bit of the last sign that the signature's bytes do not need.
func spareBit(certificate string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, certificate[len(certificate)-1])
	return certificate[:len(certificate)-1] + string(alphabet[last^1])
}

func signedText(t *testing.T, payload string) string {
	t.Helper()
	key := testKey('a')
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: key, KeyID: KeyID(key.Public().(ed25519.PublicKey))}}, nil)
	must(t, err)
	signed, err := signer.Sign([]byte(payload))
	must(t, err)
	text, err := signed.CompactSerialize()
	must(t, err)
	return text
}

// hmacSigned signs with the public key as a secret, the oldest trick there is.
func hmacSigned(t *testing.T, payload string) string {
	t.Helper()
	secret := []byte(testKey('a').Public().(ed25519.PublicKey))
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: secret}, nil)
	must(t, err)
	claims, err := base64.RawURLEncoding.DecodeString(payload)
	must(t, err)
	signed, err := signer.Sign(claims)
	must(t, err)
	text, err := signed.CompactSerialize()
	must(t, err)
	return text
}

func TestCertificate_shortensLongNames(t *testing.T) {
	c := goodClaims()
	c.Employer = strings.Repeat("青岛样例精密模具", 30)
	c.Holder = strings.Repeat("DEMOHOKIM ", 20)
	certificate, err := Certificate(c, testKey('a'))
	must(t, err)
	got, err := Verify(certificate, KeysOf(testKey('a')))
	must(t, err)
	if n := len(QRContent(c.Status, certificate)); n > mostQR || n < mostQR-20 {
		t.Errorf("%d bytes, want nearly %d", n, mostQR)
	}
	for _, name := range []string{got.Employer, got.Holder} {
		if !strings.HasSuffix(name, ellipsis) || strings.Contains(name, "\ufffd") {
			t.Errorf("%q was not shortened at a sign", name)
		}
	}
	c.Status = "https://" + strings.Repeat("x", 400)
	if _, err := Certificate(c, testKey('a')); !fault.Is(err, fault.Invalid) {
		t.Errorf("an endless address: got %v, want a fault", err)
	}
}

func TestCertificate_refusesBareClaims(t *testing.T) {
	for name, spoil := range map[string]func(*Claims){
		"permit": func(c *Claims) { c.Permit = "" },
		"holder": func(c *Claims) { c.Holder = " " },
		"office": func(c *Claims) { c.Office = "" },
		"status": func(c *Claims) { c.Status = "https://demo.example/#x" },
		"until":  func(c *Claims) { c.Until = c.From - 1 },
	} {
		c := goodClaims()
		spoil(&c)
		_, err := Certificate(c, testKey('a'))
		if f, ok := err.(*fault.Error); !ok || f.Path != "certificate."+name {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestClaims_On(t *testing.T) {
	for on, want := range map[string]Standing{
		"2026-04-28": NotYet, "2026-04-29": Runs, "2028-04-28": Runs, "2028-04-29": Ended,
	} {
		if got := goodClaims().On(day(on)); got != want {
			t.Errorf("%s: got %s, want %s", on, got, want)
		}
	}
}

func TestKeys_roundTrip(t *testing.T) {
	text, err := KeysOf(testKey('a'), testKey('b')).JSON()
	must(t, err)
	keys, err := ParseKeys(text)
	must(t, err)
	if len(keys) != 2 {
		t.Errorf("got %d keys, want 2", len(keys))
	}
	if _, err := Verify(goodCertificate(t), keys); err != nil {
		t.Error(err)
	}
	secret, err := (&jose.JSONWebKey{Key: testKey('a'), KeyID: "x"}).MarshalJSON()
	must(t, err)
	for name, bad := range map[string]string{
		"no JSON":   "keys",
		"no key":    `{"keys":[]}`,
		"a secret":  `{"keys":[` + string(secret) + `]}`,
		"wrong ids": strings.ReplaceAll(string(text), `"kid": "`, `"kid": "x`),
	} {
		if _, err := ParseKeys([]byte(bad)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want a fault", name, err)
		}
	}
}

// FuzzVerify: whatever verifies is a certificate that was signed, sign for sign.
func FuzzVerify(f *testing.F) {
	certificate := goodCertificate(f)
	f.Add(certificate)
	f.Add(QRContent("https://demo.example/verify", certificate))
	f.Add(spareBit(certificate))
	f.Add("a.b.c")
	f.Add("")
	keys := KeysOf(testKey('a'))
	f.Fuzz(func(t *testing.T, text string) {
		claims, err := Verify(text, keys)
		if err != nil {
			if fault.CodeOf(err) == "" {
				t.Errorf("%q: an error that is no fault: %v", text, err)
			}
			return
		}
		if trimmed := strings.TrimSpace(text); trimmed[strings.LastIndexByte(trimmed, '#')+1:] != certificate {
			t.Errorf("%q verifies as %+v and was never signed", text, claims)
		}
	})
}
