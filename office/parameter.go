package office

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
	"yichuang/store"
)

// Setting is a value of a parameter as an operator loads it.
type Setting struct {
	ID        string
	Place     people.PlaceCode // people.Nation: everywhere
	Value     float64
	ValidFrom civil.Date
	Series    string // which of several published series, or ""
	Source    string
}

// Number is the value of a parameter at a place on a day: the newest that is
// valid, of the place itself or else of what it lies in, or else its default.
func (w *Window) Number(id string, place people.PlaceCode, on civil.Date) (value float64, known bool) {
	law := w.Law()
	scopes := []facts.PlaceCode{facts.Nation}
	if p, ok := law.Places.Lookup(facts.PlaceCode(place)); ok {
		scopes = p.Scopes
	}
	if v, ok := law.Engine.Parameters.At(id, scopes, on); ok {
		return v.Value, true
	}
	if def, ok := findDef(w.ParameterDefs(), id); ok && def.Default != nil {
		return *def.Default, true
	}
	return 0, false
}

// SetParameters loads values, all or none. Each answers from its first day on
// over every value of its place and first day loaded before, which stays for
// old receipts. A value that is there already with the same source is left as it
// is, so that loading a file twice is loading it once.
func (w *Window) SetParameters(ctx context.Context, who people.Who, settings ...Setting) (added int, err error) {
	if err := mayLoad(who); err != nil {
		return 0, err
	}
	for i := range settings {
		if err := w.checkSetting(&settings[i]); err != nil {
			return 0, err
		}
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		added = 0
		known, err := tx.Parameters(ctx)
		if err != nil {
			return err
		}
		for _, s := range settings {
			row := store.Parameter{ID: store.NewID(), Name: s.ID, Place: string(s.Place), ValidFrom: s.ValidFrom,
				Series: s.Series, Source: s.Source, AddedBy: string(who.Account)}
			if row.Value, err = json.Marshal(s.Value); err != nil {
				return err
			}
			if answersAlready(known, row) {
				continue
			}
			if err := tx.AddParameter(ctx, &row); err != nil {
				return err
			}
			if err := record(ctx, tx, who, "parameter/"+s.ID+"/"+string(s.Place), "parameter.set", s.told()); err != nil {
				return err
			}
			added++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return added, w.renew(ctx)
}

// told is what the record says of a value.
func (s Setting) told() any {
	return struct {
		Value     float64    `json:"value"`
		ValidFrom civil.Date `json:"valid_from"`
		Series    string     `json:"series,omitempty"`
		Source    string     `json:"source"`
	}{s.Value, s.ValidFrom, s.Series, s.Source}
}

// answersAlready reports whether the newest row of the same name, place and
// first day says the same.
func answersAlready(known []store.Parameter, row store.Parameter) bool {
	for _, k := range slices.Backward(known) { // oldest first
		if k.Name == row.Name && k.Place == row.Place && k.ValidFrom == row.ValidFrom {
			return string(k.Value) == string(row.Value) && k.Source == row.Source && k.Series == row.Series
		}
	}
	return false
}

func (w *Window) checkSetting(s *Setting) error {
	s.Source, s.Series = strings.TrimSpace(s.Source), strings.TrimSpace(s.Series)
	def, ok := findDef(w.ParameterDefs(), s.ID)
	switch {
	case !ok:
		return fault.New(fault.Invalid, "fault.parameter.unknown", "id", s.ID).WithPath("id").WithDetail("no parameter %q is known", s.ID)
	case s.Source == "":
		return needed("source")
	case !def.allows(s.Value):
		return fault.New(fault.Invalid, "fault.parameter.bounds", "min", def.Min, "max", def.Max).WithPath("value").
			WithDetail("%v lies outside %v to %v", s.Value, def.Min, def.Max)
	case s.Place == people.Nation && def.Placed:
		return fault.New(fault.Invalid, "fault.parameter.place").WithPath("place").WithDetail("%s is a number of a place, not of the nation", s.ID)
	}
	if _, known := w.Law().Places.Lookup(facts.PlaceCode(s.Place)); !known && s.Place != people.Nation {
		return fault.New(fault.Invalid, "fault.place", "place", string(s.Place)).WithPath("place").WithDetail("%q is no place", s.Place)
	}
	return nil
}

// ParameterRow is a value with where it comes from and whether it answers.
type ParameterRow struct {
	Setting
	Def     ParameterDef
	State   ParameterState
	AddedBy string    // name of who loaded it; "" for what is built in or named by a flag
	AddedAt time.Time // zero for what is built in or named by a flag
}

// ParameterState says whether a value answers today.
type ParameterState string

// The states of a value.
const (
	ParameterAnswers  ParameterState = "answers"
	ParameterLater    ParameterState = "later"    // its first day is to come
	ParameterReplaced ParameterState = "replaced" // a newer one answers
)

// Parameters lists every value, by parameter and place, the newest in front.
func (w *Window) Parameters(ctx context.Context, who people.Who) ([]ParameterRow, error) {
	if err := mayLoad(who); err != nil {
		return nil, err
	}
	rows, err := w.DB.Parameters(ctx)
	if err != nil {
		return nil, err
	}
	loaded, err := parameterValues(rows)
	if err != nil {
		return nil, err
	}
	var out []ParameterRow
	for _, v := range w.Law().Engine.Parameters.Values() {
		v.Loaded = false // as the rows say it
		if !slices.Contains(loaded, v) {
			out = append(out, ParameterRow{Setting: settingOf(v)}) // the program's, or a flag's
		}
	}
	names := w.names(ctx)
	for i, v := range loaded {
		row := ParameterRow{Setting: settingOf(v), AddedAt: rows[i].CreatedAt, AddedBy: names(rows[i].AddedBy)}
		row.Series = rows[i].Series
		out = append(out, row)
	}
	slices.Reverse(out)
	slices.SortStableFunc(out, func(a, b ParameterRow) int {
		if c := strings.Compare(a.ID+"\x00"+string(a.Place), b.ID+"\x00"+string(b.Place)); c != 0 {
			return c
		}
		return int(b.ValidFrom) - int(a.ValidFrom)
	})
	w.judge(out)
	return out, nil
}

func settingOf(v policy.ParameterValue) Setting {
	return Setting{ID: v.ID, Place: people.PlaceCode(v.Place), Value: v.Value, ValidFrom: v.ValidFrom, Source: v.Source}
}

// judge says of each row whether it answers today; rows are sorted.
func (w *Window) judge(rows []ParameterRow) {
	today, defs := civil.DateOf(w.Clock()), w.ParameterDefs()
	answered := ""
	for i := range rows {
		r := &rows[i]
		r.Def, _ = findDef(defs, r.ID)
		subject := r.ID + "\x00" + string(r.Place)
		switch {
		case i > 0 && rows[i-1].ID == r.ID && rows[i-1].Place == r.Place && rows[i-1].ValidFrom == r.ValidFrom:
			r.State = ParameterReplaced
		case r.ValidFrom > today:
			r.State = ParameterLater
		case answered == subject:
			r.State = ParameterReplaced
		default:
			r.State, answered = ParameterAnswers, subject
		}
	}
}
