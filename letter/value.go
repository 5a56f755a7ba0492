package letter

import (
	"strconv"
	"strings"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/people"
)

// Value fills a field of a letter. An empty text counts as missing.
type Value interface {
	in(p *locale.Printer) string
}

// The kinds of value.
type (
	Text    string       // the same in every language: a name, a number
	Words   people.Words // in both languages; without the second one the Chinese stands
	Day     civil.Date   // a day: 2026-04-29 written out
	Due     civil.Date   // a last day: with its weekday
	Count   int          // a whole number
	Money   int          // whole yuan
	Country string       // by its code of three letters
	Key     string       // a text of the catalogues
	Moment  time.Time    // day and time of day in Beijing
	Length  struct {     // of a time limit; Unit is a counted one, not casefile.Fixed
		N    int
		Unit casefile.Unit
	}
)

func (t Text) in(*locale.Printer) string { return strings.TrimSpace(string(t)) }

func (w Words) in(p *locale.Printer) string {
	if text := strings.TrimSpace(p.Pick(w.ZH, w.EN)); text != "" {
		return text
	}
	return strings.TrimSpace(w.ZH)
}

func (d Day) in(p *locale.Printer) string {
	year, month, day := civil.Date(d).Civil()
	return p.T("letter.date", "year", strconv.Itoa(year), "day", day, "month", p.T("date.month."+strconv.Itoa(int(month))))
}

func (d Due) in(p *locale.Printer) string { return p.Date(civil.Date(d)) }

func (m Money) in(p *locale.Printer) string { return p.Money(float64(m)) }

func (c Country) in(p *locale.Printer) string { return p.Country(string(c)) }

func (n Count) in(p *locale.Printer) string { return p.Number(float64(n)) }

func (k Key) in(p *locale.Printer) string { return p.T(string(k)) }

func (m Moment) in(p *locale.Printer) string {
	at := time.Time(m).In(civil.Beijing)
	return p.T("letter.moment", "date", Day(civil.DateOf(at)).in(p), "time", at.Format("15:04"))
}

func (l Length) in(p *locale.Printer) string { return p.T("unit."+string(l.Unit), "n", l.N) }
