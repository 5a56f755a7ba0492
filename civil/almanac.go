package civil

import (
	"fmt"
	"time"

	"github.com/goccy/go-yaml"
)

// CalendarID names a working-day calendar, such as "cn" or "xinjiang".
type CalendarID string

// Name is what something is called in Chinese and in English.
type Name struct {
	ZH string `yaml:"zh" json:"zh"`
	EN string `yaml:"en" json:"en"`
}

// Almanac is what one document says about one calendar: how it is called, which
// calendar it extends, and the years it publishes. Several almanacs may speak
// of the same calendar; a year in a later one replaces that year.
type Almanac struct {
	Calendar CalendarID `yaml:"calendar" json:"calendar"`
	Name     Name       `yaml:"name" json:"name"`       // empty when the almanac only adds years
	Extends  CalendarID `yaml:"extends" json:"extends"` // the calendar whose days off it adds to; empty for a nation's
	Years    []Year     `yaml:"years" json:"years"`
}

// Year is one published year of a calendar. Every day that its holidays do not
// name is a working day from Monday to Friday, or as the extended calendar has it.
type Year struct {
	Year     int       `yaml:"year" json:"year"`
	Source   Source    `yaml:"source" json:"source"`
	Holidays []Holiday `yaml:"holidays" json:"holidays"`
}

// Source says where a year was published and how far it was checked.
type Source struct {
	Title   string `yaml:"title" json:"title"`
	URL     string `yaml:"url" json:"url"`
	Checked string `yaml:"checked" json:"checked"`
}

// Holiday is a block of days off, both ends included, with the weekend days
// worked in exchange. It may reach into the December before its year, because
// the notice for a year can move the last days of the year before.
type Holiday struct {
	Name   Name   `yaml:"name" json:"name"`
	From   Date   `yaml:"from" json:"from"`
	Until  Date   `yaml:"until" json:"until"`
	MakeUp []Date `yaml:"make_up" json:"make_up"`
}

// maxHoliday is longer than any block ever published; a longer one is a slip.
const maxHoliday = 20

// ReadAlmanac reads a YAML document and checks all of it. An unknown field, a
// date that does not exist or a year that contradicts itself is an error.
func ReadAlmanac(document []byte) (Almanac, error) {
	var a Almanac
	if err := yaml.UnmarshalWithOptions(document, &a, yaml.Strict()); err != nil {
		return Almanac{}, fmt.Errorf("read almanac: %w", err)
	}
	if err := a.validate(); err != nil {
		return Almanac{}, fmt.Errorf("read almanac: %w", err)
	}
	return a, nil
}

func (a Almanac) validate() error {
	if a.Calendar == "" {
		return fmt.Errorf("calendar is missing (name the calendar that the years belong to)")
	}
	if a.Extends == a.Calendar {
		return fmt.Errorf("calendar %s extends itself", a.Calendar)
	}
	if (a.Name.ZH == "") != (a.Name.EN == "") {
		return fmt.Errorf("calendar %s: name needs both zh and en", a.Calendar)
	}
	seen := map[int]bool{}
	for _, y := range a.Years {
		if seen[y.Year] {
			return fmt.Errorf("calendar %s: year %d is given twice", a.Calendar, y.Year)
		}
		seen[y.Year] = true
		if err := y.validate(); err != nil {
			return fmt.Errorf("calendar %s: year %d: %w", a.Calendar, y.Year, err)
		}
	}
	return nil
}

func (y Year) validate() error {
	if y.Year < 1950 || y.Year > 2198 {
		return fmt.Errorf("out of range (1950 to 2198)")
	}
	if y.Source.Title == "" {
		return fmt.Errorf("source.title is missing (name the notice that published the year)")
	}
	named := map[Date]bool{}
	name := func(d Date) error {
		if named[d] {
			return fmt.Errorf("%s is named twice", d)
		}
		named[d] = true
		return y.holds(d)
	}
	for _, h := range y.Holidays {
		if h.Name.ZH == "" || h.Name.EN == "" {
			return fmt.Errorf("the holiday from %s needs a name in zh and en", h.From)
		}
		if h.Until < h.From || h.Until-h.From >= maxHoliday {
			return fmt.Errorf("%s: from %s until %s is no block of 1 to %d days", h.Name.EN, h.From, h.Until, maxHoliday)
		}
		for d := h.From; d <= h.Until; d++ {
			if err := name(d); err != nil {
				return fmt.Errorf("%s: %w", h.Name.EN, err)
			}
		}
		for _, d := range h.MakeUp {
			if err := name(d); err != nil {
				return fmt.Errorf("%s: make_up: %w", h.Name.EN, err)
			}
			if d.weekday() {
				return fmt.Errorf("%s: make_up: %s is a %s (only a weekend day can be made up)", h.Name.EN, d, d.Weekday())
			}
		}
	}
	return nil
}

// holds refuses a date that the year's notice cannot move.
func (y Year) holds(d Date) error {
	year, month, _ := d.Civil()
	if year == y.Year || year == y.Year-1 && month == time.December {
		return nil
	}
	return fmt.Errorf("%s lies outside the year", d)
}

// weekday reports whether d is a Monday to Friday.
func (d Date) weekday() bool {
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday
}
