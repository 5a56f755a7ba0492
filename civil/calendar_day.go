package civil

// DayKind says whether a day is worked, and why it is or is not.
type DayKind uint8

// The kinds of day. Weekend is a Saturday or Sunday that no holiday names.
const (
	Workday  DayKind = iota // Monday to Friday
	MakeUp                  // a weekend day worked in exchange for a holiday
	Weekend                 // not worked
	DayOff                  // not worked: a day off of the nation's calendar
	Regional                // not worked: a day off that a regional calendar adds
)

var dayKinds = [...]string{"workday", "make-up", "weekend", "holiday", "regional"}

// Working reports whether people work on a day of the kind.
func (k DayKind) Working() bool { return k == Workday || k == MakeUp }

// String returns the word that JSON output uses.
func (k DayKind) String() string { return dayKinds[k] }

// MarshalText writes the word of String.
func (k DayKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Day is a date as a calendar sees it.
type Day struct {
	Date Date    `json:"date"`
	Kind DayKind `json:"kind"`
	Name *Name   `json:"name,omitempty"` // the holiday; nil for plain workdays and weekends
}

// ID returns the calendar's id.
func (c *Calendar) ID() CalendarID { return c.id }

// Name returns what the calendar is called.
func (c *Calendar) Name() Name { return c.name }

// Extends returns the calendar that c adds to; ok is false for a nation's.
func (c *Calendar) Extends() (base *Calendar, ok bool) { return c.base, c.base != nil }

// Loaded reports whether the calendar itself, not the one it extends, has the year.
func (c *Calendar) Loaded(year int) bool {
	_, ok := c.years[year]
	return ok
}

// Year returns what was published of a year, of the calendar itself, not of the
// one it extends.
func (c *Calendar) Year(year int) (y Year, ok bool) {
	y, ok = c.years[year]
	return y, ok
}

// Day returns the date's kind and the holiday that makes it so. Outside the
// loaded years it knows weekends only; see Missing.
func (c *Calendar) Day(d Date) Day {
	kind, name := c.look(d)
	return Day{Date: d, Kind: kind, Name: name}
}

// IsWorkingDay reports whether d is worked.
func (c *Calendar) IsWorkingDay(d Date) bool {
	kind, _ := c.look(d)
	return kind.Working()
}

func (c *Calendar) look(d Date) (DayKind, *Name) {
	if i := int(d - c.first); i >= 0 && i < len(c.days) {
		return c.days[i].kind, c.days[i].name
	}
	return plainKind(d), nil
}

func plainKind(d Date) DayKind {
	if d.weekday() {
		return Workday
	}
	return Weekend
}
