package determination_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"yichuang/determination"
)

// contractKeys is design/contract.md, "Determination (output)".
var contractKeys = strings.Fields(`on place zone service application policies verdict eligible class grounds points limits
	routes term materials deadlines entitlements duties discretion possible unknown readings parameters receipt`)

// TestJSONKeys holds the order of the contract's keys.
func TestJSONKeys(t *testing.T) {
	e, draw := engine(t), people(t, 3)
	for _, known := range []float64{0, 0.5, 1} {
		d := determine(t, e, draw.Person(known))
		if got := keysOf(t, d.AppendJSON(nil)); !slices.Equal(got, contractKeys) {
			t.Errorf("keys are %v, want %v", got, contractKeys)
		}
	}
}

// keysOf returns the keys of the outermost object in their order.
func keysOf(t *testing.T, object []byte) (keys []string) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(object))
	depth, key := 0, false
	for dec.More() || depth > 0 {
		token, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		switch v := token.(type) {
		case json.Delim:
			if v == '{' || v == '[' {
				depth++
				key = depth == 1
				continue
			}
			if depth--; depth == 1 {
				key = true
			}
		case string:
			if depth == 1 && key {
				keys = append(keys, v)
				key = false
				continue
			}
			key = depth == 1
		default:
			key = depth == 1
		}
	}
	return keys
}

// TestJSONIsPlain: encoding/json reads our own writer's bytes and, written again
// by it in the same order, gives the same bytes.
func TestJSONIsPlain(t *testing.T) {
	e, draw := withWages(t), people(t, 4)
	for range 2000 {
		d := determine(t, e, draw.Person(0.6))
		ours := d.AppendJSON(nil)
		var compact bytes.Buffer
		if err := json.Compact(&compact, ours); err != nil {
			t.Fatalf("%v: %s", err, ours)
		}
		if !bytes.Equal(compact.Bytes(), ours) {
			t.Fatalf("got white space in %s", ours)
		}
		fromMarshal, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(fromMarshal, ours) {
			t.Fatalf("json.Marshal gives %s, want %s", fromMarshal, ours)
		}
		checkRead(t, d, ours)
	}
}

// checkRead reads the bytes back and compares what a reader must find.
func checkRead(t *testing.T, d *determination.Determination, object []byte) {
	t.Helper()
	var read struct {
		On, Place, Verdict string
		Class              *string
		Eligible           *bool
		Points             struct {
			Total    *int
			Min, Max int
			Elements map[string]int
		}
		Grounds, Limits, Routes, Materials, Deadlines, Entitlements, Duties []map[string]any
		Term                                                                *struct {
			Until  string
			Months int
		}
		Unknown []string
	}
	if err := json.Unmarshal(object, &read); err != nil {
		t.Fatal(err)
	}
	class := ""
	if read.Class != nil {
		class = *read.Class
	}
	same := read.On == d.On.String() && read.Place == d.Place && read.Verdict == string(d.Verdict) && class == d.Class &&
		(read.Eligible == nil) == (d.Eligible == nil) && (read.Points.Total == nil) == (d.Points.Total == nil) &&
		read.Points.Min == d.Points.Min && read.Points.Max == d.Points.Max && len(read.Points.Elements) == len(d.Points.Elements) &&
		len(read.Grounds) == len(d.Grounds) && len(read.Limits) == len(d.Limits) && len(read.Routes) == len(d.Routes) &&
		len(read.Materials) == len(d.Materials) && len(read.Deadlines) == len(d.Deadlines) &&
		len(read.Entitlements) == len(d.Entitlements) && len(read.Duties) == len(d.Duties) &&
		(read.Term == nil) == (d.Term == nil) && slices.Equal(read.Unknown, d.Unknown)
	if read.Term != nil && d.Term != nil {
		same = same && read.Term.Until == d.Term.Until.String() && read.Term.Months == d.Term.Months
	}
	if !same {
		t.Fatalf("encoding/json reads something else than was meant in %s", object)
	}
}

// TestJSONGolden shows a whole determination; hashes of the packs are left out,
// so that only a change of the form or of this person's result shows.
func TestJSONGolden(t *testing.T) {
	v := engine(t).Policies.Vocabulary()
	f := v.New()
	person, err := os.ReadFile("testdata/person.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Parse(person, f); err != nil {
		t.Fatal(err)
	}
	d := determine(t, withWages(t), f)
	for i := range d.Receipt.Packs {
		d.Receipt.Packs[i].Hash = "(of the pack)"
	}
	var got bytes.Buffer
	if err := json.Indent(&got, d.AppendJSON(nil), "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	const golden = "testdata/person.golden.json"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("the determination differs from %s (run with -update and review):\n%s", golden, got.Bytes())
	}
}
