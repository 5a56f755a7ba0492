package cli

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/letter"
)

// signedPermit writes an office's public keys into a data directory and returns
// it with a certificate that another key and that key signed.
func signedPermit(t *testing.T) (data, certificate, foreign string) {
	t.Helper()
	key, other := verifyKey('a'), verifyKey('b')
	claims := letter.Claims{Permit: "DEMO2026000172", Holder: "KIM Demoho", Class: "B", Employer: "Qingdao Example",
		From: civil.MustParseDate("2026-04-29"), Until: civil.MustParseDate("2028-04-28"), Issued: civil.MustParseDate("2026-04-29"),
		Office: "Demo Bureau", Status: "https://permits.demo.example/verify"}
	text, err := letter.KeysOf(key).JSON()
	if err != nil {
		t.Fatal(err)
	}
	data = t.TempDir()
	if err := os.WriteFile(filepath.Join(data, letter.KeysFile), text, 0o644); err != nil {
		t.Fatal(err)
	}
	if certificate, err = letter.Certificate(claims, key); err != nil {
		t.Fatal(err)
	}
	if foreign, err = letter.Certificate(claims, other); err != nil {
		t.Fatal(err)
	}
	return data, certificate, foreign
}

func verifyKey(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func runVerify(t *testing.T, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	now := func() time.Time { return time.Date(2026, 5, 1, 9, 0, 0, 0, civil.Beijing) }
	e := &env{stdin: strings.NewReader(stdin), stdout: &out, stderr: &errs, now: now, getenv: func(string) string { return "" }}
	status = e.run(context.Background(), append([]string{"verify"}, args...))
	return status, out.String(), errs.String()
}

func TestVerify_text(t *testing.T) {
	data, certificate, foreign := signedPermit(t)
	payload := strings.Split(certificate, ".")[1]
	forged := strings.Replace(certificate, payload, payload[:len(payload)-2]+"X0", 1)
	keys := filepath.Join(data, letter.KeysFile)
	for _, c := range []struct {
		name   string
		status int
		want   string
		args   []string
	}{
		{"valid, by data directory", exitDone, `Genuine: the signature is right and the permit's term runs on Fri 1 May 2026.
  Permit: DEMO2026000172
  Holder: KIM Demoho
  Class: B
  Employer: Qingdao Example
  Valid from: Wed 29 April 2026
  Valid until (included): Fri 28 April 2028
  Issued on: Wed 29 April 2026
  Issued by: Demo Bureau
A certificate cannot know whether the permit was cancelled or revoked after its issue. This page does: https://permits.demo.example/verify
`, []string{certificate, "--data", data, "--lang", "en"}},
		{"a whole code, in Chinese", exitDone, "证书真实：签名正确，2026年5月1日（周五）在许可期限内。\n", []string{"https://permits.demo.example/verify#" + certificate, "--keys", keys}},
		{"ended", exitFailures, "Not valid on Sat 29 April 2028: the permit ended on Fri 28 April 2028.\n", []string{certificate, "--keys", keys, "--on", "2028-04-29", "--lang", "en"}},
		{"not yet", exitFailures, "Not valid on Tue 28 April 2026: the permit begins on Wed 29 April 2026.\n", []string{certificate, "--keys", keys, "--on", "2026-04-28", "--lang", "en"}},
		{"forged", exitFailures, "The signature does not match", []string{forged, "--keys", keys, "--lang", "en"}},
		{"unknown key", exitFailures, "is not among the public keys given", []string{foreign, "--keys", keys, "--lang", "en"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, stdout, stderr := runVerify(t, "", c.args...)
			if status != c.status || !strings.Contains(stdout, c.want) || stderr != "" {
				t.Errorf("status %d, want %d; stderr %q, stdout\n%s\nwant\n%s", status, c.status, stderr, stdout, c.want)
			}
		})
	}
}

func TestVerify_json(t *testing.T) {
	data, certificate, foreign := signedPermit(t)
	var got struct {
		Valid       bool
		Reason      string
		On          civil.Date
		Certificate *struct {
			Permit, Holder string
			Until          civil.Date
			Status         string `json:"status_url"`
		}
		Checked    *bool `json:"revocation_checked"`
		Revocation string
	}
	status, stdout, _ := runVerify(t, certificate+"\n", "-", "--data", data, "--format", "json", "--lang", "en")
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if c := got.Certificate; status != exitDone || !got.Valid || c == nil || c.Permit != "DEMO2026000172" || c.Until.String() != "2028-04-28" || c.Status == "" {
		t.Errorf("status %d, got %s", status, stdout)
	}
	if got.Checked == nil || *got.Checked || !strings.Contains(got.Revocation, "cannot know whether the permit was cancelled or revoked") || !strings.Contains(got.Revocation, got.Certificate.Status) {
		t.Errorf("got %s, want that revocation was not checked, and where it can be", stdout)
	}
	status, stdout, _ = runVerify(t, "", foreign, "--data", data, "--format", "json")
	got.Certificate, got.Checked = nil, nil
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if status != exitFailures || got.Valid || got.Reason != "unknown-key" || got.Certificate != nil || got.Checked == nil || *got.Checked {
		t.Errorf("an unknown key: status %d, got %s", status, stdout)
	}
}

func TestVerify_badInput(t *testing.T) {
	data, certificate, _ := signedPermit(t)
	secret := filepath.Join(t.TempDir(), "none.json")
	if err := os.WriteFile(secret, []byte(`{"keys":[]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"no certificate":  {"hello", "--data", data},
		"no keys named":   {certificate},
		"no such file":    {certificate, "--keys", filepath.Join(data, "absent.json")},
		"a set of no key": {certificate, "--keys", secret},
		"both":            {certificate, "--keys", secret, "--data", data},
		"no day":          {certificate, "--data", data, "--on", "tomorrow"},
		"nothing":         {},
	} {
		if status, stdout, stderr := runVerify(t, "", args...); status != exitBadInput || stdout != "" || stderr == "" {
			t.Errorf("%s: status %d, stdout %q, stderr %q", name, status, stdout, stderr)
		}
	}
}
