package facts

import (
	"fmt"

	"yichuang/civil"
	"yichuang/fault"
)

// Check says whether the facts agree with each other and with the places. Call
// it when flags are merged and "on" is set; checks that need an unknown fact are
// left out, but the place is required. The error is a fault that names the path.
//
// Only what cannot be true is an error. A passport or a licence that expired
// before the filing date is a fact like others, for a policy to judge.
func (v *Vocabulary) Check(f *Facts, places *Places) error {
	if err := v.checkPlaces(f, places); err != nil {
		return err
	}
	if err := v.checkZone(f, places); err != nil {
		return err
	}
	if err := v.checkBirths(f); err != nil {
		return err
	}
	if err := v.checkPermit(f); err != nil {
		return err
	}
	return v.checkYears(f)
}

// checkPlaces: every code is a place, and the place of work is known.
func (v *Vocabulary) checkPlaces(f *Facts, places *Places) error {
	if v.cross.place >= 0 && f.Get(v.cross.place).State != Known {
		return fault.At("place", "missing (write the code of the place of work, such as 650100)")
	}
	for _, slot := range v.cross.codes {
		value := f.Get(slot)
		if value.State != Known {
			continue
		}
		code := PlaceCode(value.S)
		if _, ok := places.Lookup(code); ok {
			continue
		}
		if near, ok := places.Suggest(code); ok {
			return fault.At(v.fields[slot].Path, "unknown place %q (did you mean %s?)", shorten(value.S), near)
		}
		return fault.At(v.fields[slot].Path, "unknown place %q (write a six-digit code of GB/T 2260, or xpcc-1 to xpcc-14)", shorten(value.S))
	}
	return nil
}

// checkZone: a zone named has a part in the place of work.
func (v *Vocabulary) checkZone(f *Facts, places *Places) error {
	zone := v.known(f, v.cross.zone)
	if zone.State != Known || zone.N == 0 {
		return nil
	}
	place := f.Get(v.cross.place).S
	for i, word := range v.fields[v.cross.zone].Words {
		if zone.N&(1<<i) != 0 && !places.ZoneIn(ZoneID(word), PlaceCode(place)) {
			return fault.At("zone", "%s does not lie in place %s", word, place)
		}
	}
	return nil
}

// checkBirths: nobody is born after the filing date.
func (v *Vocabulary) checkBirths(f *Facts) error {
	on := v.known(f, v.cross.on)
	if on.State != Known {
		return nil
	}
	born := func(path string, birth Value) error {
		if birth.State != Known || birth.N <= on.N {
			return nil
		}
		return fault.At(path, "%s is after the filing date %s (on)", civil.Date(birth.N), civil.Date(on.N))
	}
	if err := born("applicant.birth_date", v.known(f, v.cross.birthDate)); err != nil {
		return err
	}
	if v.cross.children < 0 {
		return nil
	}
	for i, child := range f.Items(v.cross.children) {
		if err := born(fmt.Sprintf("applicant.children[%d].birth_date", i), child[v.cross.childBirth]); err != nil {
			return err
		}
	}
	return nil
}

// checkPermit: a permit that is valid has not ended before the filing date.
func (v *Vocabulary) checkPermit(f *Facts) error {
	on, valid, until := v.known(f, v.cross.on), v.known(f, v.cross.valid), v.known(f, v.cross.validUntil)
	if valid.State != Known || valid.N == 0 || on.State != Known || until.State != Known || until.N >= on.N {
		return nil
	}
	return fault.At("previous_permit.valid", "is true, but previous_permit.valid_until %s is before the filing date %s (on)",
		civil.Date(until.N), civil.Date(on.N))
}

// checkYears: a year stands once in the year table.
func (v *Vocabulary) checkYears(f *Facts) error {
	if v.cross.years < 0 {
		return nil
	}
	items := f.Items(v.cross.years)
	for i, item := range items {
		year := item[v.cross.yearOfYears]
		for _, earlier := range items[:i] {
			if year.State == Known && earlier[v.cross.yearOfYears] == year {
				return fault.At(fmt.Sprintf("years[%d].year", i), "%d stands twice", year.N)
			}
		}
	}
	return nil
}

// known returns the value of a slot; unknown for -1.
func (v *Vocabulary) known(f *Facts, slot int) Value {
	if slot < 0 {
		return Value{}
	}
	return f.Get(slot)
}

// crossSlots are the slots that Check reads together; -1 where a vocabulary,
// such as a small one in a test, has no such field.
type crossSlots struct {
	on, place, zone, birthDate, children, valid, validUntil, years int

	codes                   []int // every field of type Code
	childBirth, yearOfYears int   // item slots
}

func (v *Vocabulary) findCrossSlots() {
	slot := func(fields []Field, path string) int {
		for i := range fields {
			if fields[i].Path == path {
				return i
			}
		}
		return -1
	}
	top := func(path string) int { return slot(v.fields, path) }
	v.cross = crossSlots{
		on: top("on"), place: top("place"), zone: top("zone"), birthDate: top("applicant.birth_date"),
		children: top("applicant.children"), years: top("years"),
		valid: top("previous_permit.valid"), validUntil: top("previous_permit.valid_until"),
	}
	if i := v.cross.children; i >= 0 {
		v.cross.childBirth = slot(v.fields[i].Item, "birth_date")
	}
	if i := v.cross.years; i >= 0 {
		v.cross.yearOfYears = slot(v.fields[i].Item, "year")
	}
	for i := range v.fields {
		if v.fields[i].Type == Code {
			v.cross.codes = append(v.cross.codes, i)
		}
	}
}
