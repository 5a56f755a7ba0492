package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

var update = flag.Bool("update", false, "rewrite the golden letters")

func TestKinds_areThoseOfTheCasework(t *testing.T) {
	got := slices.Sorted(maps.Keys(kinds()))
	want := slices.Sorted(slices.Values(casefile.LetterKinds))
	if !slices.Equal(got, want) {
		t.Errorf("kinds.yaml has %v, casefile has %v", got, want)
	}
}

// TestKinds_askForTextsThatAreThere also finds letter texts that no kind uses.
func TestKinds_askForTextsThatAreThere(t *testing.T) {
	p := locale.For(locale.English)
	for kind, parts := range kinds() {
		keys := []string{"letter." + string(kind) + ".title"}
		for _, part := range parts {
			keys = append(keys, part.Text...)
			keys = append(keys, part.Lines...)
			keys = append(keys, part.Heading, part.Annex)
			for _, field := range part.Fields {
				keys = append(keys, "letter.field."+field)
			}
		}
		for _, key := range keys {
			if key, _ := optional(key); key != "" && !p.Has(key) {
				t.Errorf("%s asks for %s, which no catalogue has", kind, key)
			}
		}
	}
}

func TestCompose_golden(t *testing.T) {
	for _, kind := range casefile.LetterKinds {
		for _, lang := range locale.Languages() {
			doc, err := goodLetter(kind).Compose(lang)
			if err != nil {
				t.Errorf("%s %s: %v", kind, lang, err)
				continue
			}
			var page bytes.Buffer
			must(t, doc.HTML(&page))
			compareGolden(t, string(kind)+"."+string(lang)+".html", page.Bytes())
			for _, left := range []string{"{", "‹"} {
				body := page.String()[strings.Index(page.String(), "<body>"):]
				if strings.Contains(body, left) {
					t.Errorf("%s %s: %q is left in the letter", kind, lang, left)
				}
			}
		}
	}
}

func compareGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	got = bytes.Replace(got, []byte(Style), []byte("…"), 1) // the stylesheet has its own file
	file := filepath.Join("testdata", "golden", name)
	if *update {
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		must(t, os.WriteFile(file, got, 0o644))
		return
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run 'go test ./letter -update' and read the diff", name)
	}
}

// TestCompose_refusesWhatIsMissing takes every needed part away, one at a time.
func TestCompose_refusesWhatIsMissing(t *testing.T) {
	for _, kind := range casefile.LetterKinds {
		needs := NeedsOf(kind)
		for _, name := range needs.Fields {
			l := goodLetter(kind)
			l.Fields[name] = Text(" ")
			wantLack(t, l, "fields."+name)
		}
		for list, fields := range needs.Lists {
			name, may := optional(list)
			if may {
				continue
			}
			l := goodLetter(kind)
			l.Lists[name] = nil
			wantLack(t, l, "lists."+name)
			for _, field := range fields {
				if field, may := optional(field); !may {
					l := goodLetter(kind)
					delete(l.Lists[name][0], field)
					wantLack(t, l, "lists."+name+".0."+field)
				}
			}
		}
		if needs.Remedy {
			l := goodLetter(kind)
			l.Remedy = people.Words{}
			wantLack(t, l, "remedy")
		}
	}
}

func TestCompose_refusesAFrameWithoutItsParts(t *testing.T) {
	for path, spoil := range map[string]func(*Letter){
		"number":     func(l *Letter) { l.Number = "" },
		"office":     func(l *Letter) { l.Office.Name = people.Words{} },
		"addressee":  func(l *Letter) { l.Addressee.ZH = "" },
		"on":         func(l *Letter) { l.On = 0 },
		"check_code": func(l *Letter) { l.CheckCode = " " },
	} {
		l := goodLetter(casefile.GrantLetter)
		spoil(&l)
		wantLack(t, l, path)
	}
	l := goodLetter("poem")
	if _, err := l.Compose(locale.Chinese); !fault.Is(err, fault.Invalid) {
		t.Errorf("a letter of no kind: got %v", err)
	}
}

func wantLack(t *testing.T, l Letter, path string) {
	t.Helper()
	_, err := l.Compose(locale.Chinese)
	if f, ok := err.(*fault.Error); !ok || f.Code != fault.Invalid || f.Path != path {
		t.Errorf("%s without %s: got %v, want a fault at that path", l.Kind, path, err)
	}
}

// TestNeedsOf_refusal keeps the promise that no refusal goes out without them.
func TestNeedsOf_refusal(t *testing.T) {
	needs := NeedsOf(casefile.RefusalLetter)
	for _, name := range []string{"facts", "reason", "person"} {
		if !slices.Contains(needs.Fields, name) {
			t.Errorf("a refusal does not need %s", name)
		}
	}
	if needs.Lists["clauses"] == nil || needs.Lists["findings"] == nil || !needs.Remedy {
		t.Errorf("a refusal needs clauses, findings and a remedy, got %+v", needs)
	}
}

func TestCompose_escapesWhatPeopleTyped(t *testing.T) {
	l := goodLetter(casefile.RefusalLetter)
	l.Fields["person"] = Text(`<script>alert("x")</script> {reason}`)
	for _, lang := range locale.Languages() {
		doc, err := l.Compose(lang)
		must(t, err)
		var page bytes.Buffer
		must(t, doc.HTML(&page))
		if strings.Contains(page.String(), "<script") || !strings.Contains(page.String(), "&lt;/script&gt; {reason}") {
			t.Errorf("%s: typed text is not shown as typed", lang)
		}
	}
}

func TestNumbered(t *testing.T) {
	got, err := Numbered(goodOffice(), casefile.Reference{Office: "demo-experts", Year: 2026, Number: 12})
	if err != nil || got != "示范专许〔2026〕12号" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := Numbered(people.Office{ID: "bare"}, casefile.Reference{Year: 2026, Number: 1}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("an office without numbering: got %v", err)
	}
}

func TestValues_areWrittenInBothLanguages(t *testing.T) {
	zh, en := locale.For(locale.Chinese), locale.For(locale.English)
	for _, c := range []struct {
		value  Value
		zh, en string
	}{
		{Day(day("2026-04-29")), "2026年4月29日", "29 April 2026"},
		{Due(day("2026-05-09")), "2026年5月9日（周六）", "Sat 9 May 2026"},
		{goodFields()["received"], "2026年4月27日09:41（北京时间）", "27 April 2026, 09:41 Beijing time"},
		{Length{1, casefile.InWorkingDays}, "1个工作日", "1 working day"},
		{Length{3, casefile.InMonths}, "3个月", "3 months"},
		{Count(12), "12", "12"},
		{words("样例", ""), "样例", "样例"},
	} {
		if got := c.value.in(zh); got != c.zh {
			t.Errorf("zh: got %q, want %q", got, c.zh)
		}
		if got := c.value.in(en); got != c.en {
			t.Errorf("en: got %q, want %q", got, c.en)
		}
	}
}

// TestHTML_styleIsTheOneNamed takes the style out of a page as a browser does.
func TestHTML_styleIsTheOneNamed(t *testing.T) {
	doc, err := goodLetter(casefile.ReceiptLetter).Compose(locale.Chinese)
	must(t, err)
	var page bytes.Buffer
	must(t, doc.HTML(&page))
	_, after, _ := strings.Cut(page.String(), "<style>")
	style, _, _ := strings.Cut(after, "</style>")
	hash := sha256.Sum256([]byte(style))
	if want := "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"; StyleSource() != want {
		t.Errorf("got %s, want %s", StyleSource(), want)
	}
	if strings.Contains(page.String(), "style=") {
		t.Error("an inline style that the policy does not name")
	}
}
