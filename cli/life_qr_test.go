package cli

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"yichuang/letter"
)

// scan reads the QR code of the permit's page from the picture. Searching for the
// code in it is left out: this reader's search misses one code in forty.
func (l *life) scan(account, permit string) string {
	l.t.Helper()
	page := l.be(account, "en")
	page.Go(l.url + "/permits/" + permit)
	picture, err := png.Decode(bytes.NewReader(page.Picture(".qr svg")))
	if err != nil {
		l.t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		l.t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
	if err != nil {
		l.t.Fatalf("the QR code of %s cannot be read: %v", permit, err)
	}
	return read.GetText()
}

// mustSay opens the scanned address on a phone of nobody's, which says what became
// of the permit.
func (l *life) mustSay(code, says string) (certificate string) {
	l.t.Helper()
	address, certificate, ok := strings.Cut(code, "#")
	if !ok || !strings.HasPrefix(address, l.url+"/verify/") {
		l.t.Fatalf("the QR code holds %q", code)
	}
	phone := l.browser.Person(l.t)
	phone.Go(address + "?lang=en")
	l.must(phone, "main", says)
	return certificate
}

// mustVerify is mustSay, and checks the certificate without a network.
func (l *life) mustVerify(code, says string) {
	l.t.Helper()
	certificate := l.mustSay(code, says)
	keys := filepath.Join(l.t.TempDir(), "keys.json")
	text, err := letter.KeysOf(l.work.window.DB.Keys().Certificates()).JSON()
	if err != nil {
		l.t.Fatal(err)
	}
	if err := os.WriteFile(keys, text, 0o600); err != nil {
		l.t.Fatal(err)
	}
	for _, scanned := range []string{code, certificate} {
		if status, out, complaint := runVerify(l.t, "", "--keys", keys, scanned); status != exitDone || !strings.Contains(out, "W-") || !strings.Contains(out, "/verify/") {
			l.t.Errorf("offline: status %d: %s%s", status, out, complaint)
		}
	}
	forged := certificate[:len(certificate)-8] + strings.Map(func(r rune) rune { return 'A' }, certificate[len(certificate)-8:])
	if status, _, _ := runVerify(l.t, "", "--keys", keys, forged); status == exitDone {
		l.t.Error("a forged certificate verifies")
	}
}

// TestDemoAddress: the demo's QR codes lead to this machine.
func TestDemoAddress(t *testing.T) {
	for listen, want := range map[string]string{":8080": "http://127.0.0.1:8080", "localhost:9": "http://localhost:9", "127.0.0.1:0": "", "nonsense": ""} {
		if got := demoAddress(listen); got != want {
			t.Errorf("%s: got %q, want %q", listen, got, want)
		}
	}
}
