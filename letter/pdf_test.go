package letter

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/locale"
)

// TestPDF_saysEverything reads every letter back with a real reader: every sign
// of every block is there, in order, and nothing leaves the margins.
func TestPDF_saysEverything(t *testing.T) {
	for _, kind := range casefile.LetterKinds {
		for _, lang := range locale.Languages() {
			l := goodLetter(kind)
			l.Specimen = false // its signs would stand between the others
			doc, file := writePDF(t, l, lang)
			wantTexts(t, doc, file)
			if lang == locale.Chinese {
				wantInMargins(t, file)
			}
		}
	}
}

func TestPDF_isTheSameEveryTime(t *testing.T) {
	doc, err := goodLetter(casefile.GrantLetter).Compose(locale.Chinese)
	must(t, err)
	first, err := doc.PDF()
	must(t, err)
	for range 3 {
		again, err := doc.PDF()
		must(t, err)
		if !bytes.Equal(first, again) {
			t.Fatal("the same letter gave other bytes")
		}
	}
}

// TestPDF_longTexts: no name is too long and no list, and a line that somebody
// typed stays a line.
func TestPDF_longTexts(t *testing.T) {
	for name, lengthen := range map[string]func(*Letter){
		"ideographs": func(l *Letter) { l.Fields["person"] = Text(strings.Repeat("样例", 400)) },
		"one word":   func(l *Letter) { l.Fields["person"] = Text(strings.Repeat("DEMOHOKIM", 90)) },
		"office":     func(l *Letter) { l.Office.Name.ZH = strings.Repeat("示范市外国专家局", 12) },
		"address":    func(l *Letter) { l.Office.Address.ZH = strings.Repeat("样例路", 60) },
		"duties": func(l *Letter) {
			for range 200 {
				l.Lists["duties"] = append(l.Lists["duties"], Fields{"text": words("个人信息变更后申请变更，并且告知用人单位（含派遣单位）。", "")})
			}
		},
	} {
		l := goodLetter(casefile.GrantLetter)
		l.Specimen = false
		lengthen(&l)
		doc, file := writePDF(t, l, locale.Chinese)
		wantInMargins(t, file)
		if name != "address" { // it stands in the foot, which wantTexts leaves out
			wantTexts(t, doc, file)
		}
	}
}

func TestPDF_information(t *testing.T) {
	_, file := writePDF(t, goodLetter(casefile.GrantLetter), locale.Chinese)
	info := run(t, "pdfinfo", file)
	for _, want := range []string{"准予行政许可决定书（示范专许〔2026〕12号）", "示范市外国专家局", "A4", "Pages:           3"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	if fonts := run(t, "pdffonts", file); !strings.Contains(fonts, "UniGB-UTF16-H") || strings.Contains(fonts, "yes") {
		t.Errorf("fonts are not the two named ones:\n%s", fonts)
	}
}

// TestPDF_codeScans draws a grant as paper does, scans its QR code, as large as
// one gets, and verifies what was scanned.
func TestPDF_codeScans(t *testing.T) {
	l := goodLetter(casefile.GrantLetter)
	claims := goodClaims()
	claims.Employer = strings.Repeat(claims.Employer, 5)
	certificate, err := Certificate(claims, testKey('a'))
	must(t, err)
	l.QR = QRContent(claims.Status, certificate)
	_, file := writePDF(t, l, locale.Chinese)
	picture := strings.TrimSuffix(file, ".pdf")
	run(t, "pdftoppm", "-r", "200", "-f", "2", "-l", "2", "-singlefile", "-png", file, picture)
	scanned := run(t, "zbarimg", "-q", "--raw", picture+".png")
	if got, err := Verify(scanned, KeysOf(testKey('a'))); err != nil || got.Permit != claims.Permit || strings.TrimSpace(scanned) != l.QR {
		t.Errorf("scanned %q, %v, want %q", scanned, err, l.QR)
	}
}

func TestPDF_signs(t *testing.T) {
	for name, want := range map[string]string{
		"Łukasz Żółć-Ñandú":    "Lukasz Zólc-Ñandú",
		"O’Brien – “Demo”":     "O’Brien – “Demo”",
		"ИВАНОВ 㐀 €":           "ИВАНОВ 㐀 €",
		"two\tand\u200d three": "two and three",
	} {
		glyphs, err := setter{lang: locale.English}.glyphs(name)
		must(t, err)
		var got strings.Builder
		for _, g := range glyphs {
			if g.font == latinFont {
				got.WriteString(shown(t, g))
			} else {
				got.WriteRune(rune(g.code))
			}
		}
		if got.String() != want {
			t.Errorf("%q is shown as %q, want %q", name, got.String(), want)
		}
	}
	l := goodLetter(casefile.GrantLetter)
	l.Fields["person"] = Text("KIM 김")
	doc, err := l.Compose(locale.Chinese)
	must(t, err)
	if _, err := doc.PDF(); !fault.Is(err, fault.Invalid) {
		t.Errorf("a sign that no font has: got %v, want a fault", err)
	}
}

// writePDF writes the letter to a file of the test.
func writePDF(t *testing.T, l Letter, lang locale.Language) (Document, string) {
	t.Helper()
	doc, err := l.Compose(lang)
	must(t, err)
	text, err := doc.PDF()
	must(t, err)
	file := filepath.Join(t.TempDir(), "letter.pdf")
	must(t, os.WriteFile(file, text, 0o644))
	return doc, file
}

// run runs a reader and fails on anything that it complains about.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || name != "zbarimg" && complaints.Len() > 0 { // zbarimg misses a desktop
		t.Fatalf("%s: %v %s (make tools installs it)", name, err, complaints.String())
	}
	return string(out)
}

func wantTexts(t *testing.T, doc Document, file string) {
	t.Helper()
	above := strconv.FormatFloat(math.Floor(pageHeight-marginBottom), 'f', 0, 64) // without the foot
	got := squeeze(run(t, "pdftotext", "-raw", "-r", "72", "-x", "0", "-y", "0", "-W", "596", "-H", above, file, "-"))
	for _, text := range texts(doc) {
		at := strings.Index(got, squeeze(text))
		if at < 0 {
			t.Errorf("%s %s: the file does not say %q", doc.letter.Kind, doc.Language, text)
			continue
		}
		got = got[at:]
	}
}

// texts are the texts of a document in the order of reading, tables left out:
// their columns wrap beside each other.
func texts(doc Document) []string {
	all := []string{doc.Letterhead, doc.Number, doc.Title, doc.Addressee}
	for _, b := range doc.Blocks {
		if b.Text != "" {
			all = append(all, b.Text)
		}
		all = append(all, b.Lines...)
	}
	return append(all, doc.Office, doc.Date)
}

func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00ad' {
			return -1
		}
		return r
	}, text)
}

var box = regexp.MustCompile(`<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">`)

func wantInMargins(t *testing.T, file string) {
	t.Helper()
	found := box.FindAllStringSubmatch(run(t, "pdftotext", "-bbox", file, "-"), -1)
	if len(found) == 0 {
		t.Fatal("no words")
	}
	for _, match := range found {
		left, _ := strconv.ParseFloat(match[1], 64)
		right, _ := strconv.ParseFloat(match[3], 64)
		below, _ := strconv.ParseFloat(match[4], 64)
		if left < marginLeft-1 || right > pageWidth-marginRight+1 || below > pageHeight-12*millimetre {
			t.Errorf("a word leaves the margins: %s", match[0])
		}
	}
}
