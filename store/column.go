package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"yichuang/civil"
)

// args returns the stored form of the wanted columns of a row, in the order of
// column.stored.
func (t *table[T]) args(keys *Keys, v reflect.Value, wanted func(column) bool) ([]any, error) {
	args := make([]any, 0, len(t.columns)+4)
	id := v.Field(t.columns[0].field).String()
	for _, c := range t.columns {
		if !wanted(c) {
			continue
		}
		arg := c.encode(v.Field(c.field))
		if !c.sealed {
			args = append(args, arg)
			continue
		}
		plain := arg.(string)
		sealed, err := keys.seal(t.name, id, c.name, plain)
		if err != nil {
			return nil, err
		}
		args = append(args, sealed)
		if c.index {
			args = append(args, keys.blind(t.name, c.name, plain))
		}
	}
	return args, nil
}

func (c column) encode(v reflect.Value) any {
	switch c.kind {
	case kindNumber:
		return v.Int()
	case kindTruth:
		if v.Bool() {
			return int64(1)
		}
		return int64(0)
	case kindJSON:
		if v.Len() == 0 {
			return "{}"
		}
		return string(v.Bytes())
	case kindDate:
		return v.Interface().(civil.Date).String()
	case kindOptionalDate:
		return optionalDate(v.Interface().(*civil.Date), c.last, c.sealed)
	case kindInstant:
		return instant(v.Interface().(time.Time))
	}
	if c.null && v.String() == "" {
		return nil
	}
	return v.String()
}

func optionalDate(d *civil.Date, last, sealed bool) any {
	switch {
	case d != nil:
		return d.String()
	case last:
		return lastDate
	case sealed:
		return ""
	}
	return nil
}

// instant is the stored form of a time: microseconds, or NULL for the zero time.
func instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// toTime is the inverse of instant.
func toTime(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMicro(n.Int64).UTC()
}

// scan reads the current row into a struct.
func (t *table[T]) scan(rows *sql.Rows, keys *Keys, row *T) error {
	texts := make([]sql.NullString, len(t.columns))
	numbers := make([]sql.NullInt64, len(t.columns))
	into := make([]any, len(t.columns))
	for i, c := range t.columns {
		switch c.kind {
		case kindNumber, kindTruth, kindInstant:
			into[i] = &numbers[i]
		default:
			into[i] = &texts[i]
		}
	}
	if err := rows.Scan(into...); err != nil {
		return err
	}
	v := reflect.ValueOf(row).Elem()
	for i, c := range t.columns {
		text := texts[i].String
		if c.sealed {
			plain, err := keys.unseal(t.name, texts[0].String, c.name, text)
			if err != nil {
				return err
			}
			text = plain
		}
		if err := c.decode(v.Field(c.field), text, numbers[i]); err != nil {
			return fmt.Errorf("column %s of %s: %w", c.name, texts[0].String, err)
		}
	}
	return nil
}

func (c column) decode(v reflect.Value, text string, number sql.NullInt64) error {
	switch c.kind {
	case kindNumber:
		v.SetInt(number.Int64)
	case kindTruth:
		v.SetBool(number.Int64 != 0)
	case kindInstant:
		v.Set(reflect.ValueOf(toTime(number)))
	case kindJSON:
		v.Set(reflect.ValueOf(json.RawMessage(text)))
	case kindDate, kindOptionalDate:
		return decodeDate(v, text, c.kind)
	default:
		v.SetString(text)
	}
	return nil
}

func decodeDate(v reflect.Value, text string, k kind) error {
	if k == kindOptionalDate && (text == "" || text == lastDate) {
		return nil
	}
	d, err := civil.ParseDate(text)
	if err != nil {
		return err
	}
	if k == kindDate {
		v.Set(reflect.ValueOf(d))
	} else {
		v.Set(reflect.ValueOf(&d))
	}
	return nil
}
