package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Printer makes text in one language. It is immutable and safe for concurrent use.
type Printer struct {
	lang     Language
	messages catalogue
}

// For returns the printer of a language.
func For(lang Language) *Printer {
	return &Printer{lang: lang, messages: catalogues()[lang]}
}

// Language is the language of the texts.
func (p *Printer) Language() Language { return p.lang }

// Has reports whether the catalogue holds the key.
func (p *Printer) Has(key string) bool {
	_, ok := p.messages[key]
	return ok
}

// T returns the text of a key with its placeholders filled from args, pairs of
// name and value. Whole numbers and days are printed in the language; the
// argument named "n" chooses between the forms for one and for many. An unknown
// key comes back in angle quotes, so that tests and readers see it.
func (p *Printer) T(key string, args ...any) string {
	m, ok := p.messages[key]
	if !ok {
		return "‹" + key + "›"
	}
	text := m.other
	if m.one != "" && countsOne(args) {
		text = m.one
	}
	if len(args) == 0 {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+fmt.Sprint(args[i])+"}", p.Value(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func countsOne(args []any) bool {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "n" {
			return fmt.Sprint(args[i+1]) == "1"
		}
	}
	return false
}

// Value prints an argument: days and whole numbers in the language, the rest as it is.
func (p *Printer) Value(v any) string {
	switch v := v.(type) {
	case Day:
		return p.Date(v)
	case int:
		return p.Number(float64(v))
	case float64:
		return p.Number(v)
	}
	return fmt.Sprint(v)
}

// Day is a calendar day; civil.Date is one.
type Day interface {
	Civil() (year int, month time.Month, day int)
	Weekday() time.Weekday
}

// Date prints a day with its weekday.
func (p *Printer) Date(d Day) string {
	year, month, day := d.Civil()
	return p.T("date.full", "year", strconv.Itoa(year), "day", day,
		"month", p.T("date.month."+strconv.Itoa(int(month))),
		"weekday", p.T("date.weekday."+strconv.Itoa(int(d.Weekday()))))
}

// Number prints a number with thousands grouped and no more decimals than it has.
func (p *Printer) Number(n float64) string {
	text := strconv.FormatFloat(n, 'f', -1, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	whole = sign + group(whole)
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

func group(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// tenThousand is the unit in which Chinese counts larger sums.
const tenThousand = 10_000

// Money prints a sum in whole yuan: "CNY 140,000"; in Chinese in units of ten
// thousand from 10,000 on.
func (p *Printer) Money(yuan float64) string {
	if p.lang == Chinese && yuan >= tenThousand {
		units := strconv.FormatFloat(yuan/tenThousand, 'f', -1, 64)
		return p.T("money.ten-thousand", "amount", units)
	}
	return p.T("money.yuan", "amount", p.Number(yuan))
}

// Country names a country by its ISO 3166-1 alpha-3 code; a code that is none
// stands as it is.
func (p *Printer) Country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return display.Regions(language.MustParse(p.lang.Tag())).Name(region)
}

// Pick chooses between two texts that stand together in the data of a pack.
func (p *Printer) Pick(zh, en string) string {
	if p.lang == Chinese {
		return zh
	}
	return en
}

// List joins items as the language does: "a, b and c".
func (p *Printer) List(items []string) string { return Join(p.T, items) }

// Join is List for whoever has the texts of a language by key alone.
func Join(say func(key string, args ...any) string, items []string) string {
	if len(items) == 0 {
		return ""
	}
	text := items[0]
	for i, item := range items[1:] {
		key := "list.comma"
		if i == len(items)-2 {
			key = "list.last"
		}
		text = say(key, "left", text, "right", item)
	}
	return text
}

// Compare orders values by their names as readers of the language expect:
// Chinese by sound, English by letters.
func Compare[T any](p *Printer, name func(T) string) func(a, b T) int {
	order := collate.New(language.MustParse(p.lang.Tag()))
	return func(a, b T) int { return order.CompareString(name(a), name(b)) }
}
