package civil

import (
	"fmt"
	"strings"
	"time"
)

// Date is a day in the Gregorian calendar as people in China count it
// (Asia/Shanghai), without a time of day. It counts days since 1970-01-01, so
// dates compare and subtract as numbers. The zero Date is 1970-01-01; whether a
// date is known at all is for the holder to say (facts.Value, a pointer).
type Date int32

// Days, Months and Years are lengths of time that do not convert into each
// other: adding a month is not adding thirty days. WorkingDays needs a Calendar.
type (
	Days        int
	Months      int
	Years       int
	WorkingDays int
)

const secondsPerDay = 24 * 60 * 60

// NewDate returns the date of a year, month and day that exist; others roll
// over as in time.Date. Use ParseDate for input.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// ParseDate reads YYYY-MM-DD and refuses dates that do not exist
// (1990-02-30), other spellings and years outside 1900–2199.
func ParseDate(s string) (Date, error) {
	// The errors take copies, so that s need not be on the heap: reading facts
	// turns bytes into dates without allocating.
	year, ok1 := number(s, 0, 4)
	month, ok2 := number(s, 5, 7)
	day, ok3 := number(s, 8, 10)
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !ok1 || !ok2 || !ok3 {
		return 0, fmt.Errorf("%q is no date (write YYYY-MM-DD)", strings.Clone(s))
	}
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, time.Month(month)) {
		return 0, fmt.Errorf("%s is no date", strings.Clone(s))
	}
	if year < 1900 || year > 2199 {
		return 0, fmt.Errorf("%s is out of range (1900 to 2199)", strings.Clone(s))
	}
	return fromCivil(year, month, day), nil
}

// MustParseDate is ParseDate for dates written in tests.
func MustParseDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// DateOf returns the day on which t falls in Asia/Shanghai.
func DateOf(t time.Time) Date {
	return Date((t.Unix() + beijingOffset) / secondsPerDay)
}

// beijingOffset is UTC+8; China has had no other offset since 1991.
const beijingOffset = 8 * 60 * 60

// Beijing is the zone in which offices work and dates are counted.
var Beijing = time.FixedZone("Asia/Shanghai", beijingOffset)

// Time returns the first instant of the day in Asia/Shanghai.
func (d Date) Time() time.Time {
	return time.Unix(int64(d)*secondsPerDay-beijingOffset, 0).In(Beijing)
}

// Civil returns the parts of the date.
func (d Date) Civil() (year int, month time.Month, day int) {
	return toCivil(d)
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Weekday((int(d)%7 + 4 + 7) % 7)
}

// String returns YYYY-MM-DD.
func (d Date) String() string {
	return string(d.AppendTo(make([]byte, 0, 10)))
}

// AppendTo appends YYYY-MM-DD to b.
func (d Date) AppendTo(b []byte) []byte {
	y, m, day := d.Civil()
	return append(b,
		byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+int(m)/10), byte('0'+int(m)%10), '-',
		byte('0'+day/10), byte('0'+day%10))
}

// MarshalText and UnmarshalText make a Date a JSON string and a YAML scalar.
func (d Date) MarshalText() ([]byte, error) { return d.AppendTo(nil), nil }

// UnmarshalText reads what MarshalText wrote; see ParseDate for its errors.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

// AddDays returns the date n calendar days later (earlier if n is negative).
func (d Date) AddDays(n Days) Date { return d + Date(n) }

// AddMonths returns the corresponding day n months later; where that month has
// no such day, its last day (Civil Code art. 202 and clauses.md: same day next
// month, else last day of that month).
func (d Date) AddMonths(n Months) Date {
	y, m, day := d.Civil()
	months := y*12 + int(m) - 1 + int(n)
	y, m = months/12, time.Month(months%12+1)
	return fromCivil(y, int(m), min(day, daysIn(y, m)))
}

// AddYears returns the corresponding day n years later, 28 February for 29.
func (d Date) AddYears(n Years) Date { return d.AddMonths(Months(12 * n)) }

// CompletedYears returns how many whole years lie between d and on. A year is
// complete on the anniversary itself; 29 February is complete on 28 February in
// common years. This is the age of Chinese law (zhousui): from the day of the birthday the new age counts.
// It is negative only when on is before d.
func (d Date) CompletedYears(on Date) Years {
	y0, _, _ := d.Civil()
	y1, _, _ := on.Civil()
	years := Years(y1 - y0)
	if d.AddYears(years) > on {
		years--
	}
	return years
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func number(s string, from, to int) (n int, ok bool) {
	if len(s) < to {
		return 0, false
	}
	for _, c := range []byte(s[from:to]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// fromCivil and toCivil are Howard Hinnant's days_from_civil and its inverse:
// exact for the whole range and free of time.Time, which the batch needs.
func fromCivil(y, m, d int) Date {
	if m <= 2 {
		y--
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*((m+9)%12)+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Date(era*146097 + doe - 719468)
}

func toCivil(date Date) (y int, m time.Month, d int) {
	z := int(date) + 719468
	era := z / 146097
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d = doy - (153*mp+2)/5 + 1
	month := mp + 3
	if month > 12 {
		month -= 12
	}
	y = yoe + era*400
	if month <= 2 {
		y++
	}
	return y, time.Month(month), d
}
