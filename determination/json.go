package determination

import (
	"strconv"

	"yichuang/civil"
)

// AppendJSON appends the contract's JSON. The writer is our own because a batch
// writes a hundred thousand a second; a test holds it equal to encoding/json's
// reading of it.
func (d *Determination) AppendJSON(b []byte) []byte {
	return d.Receipt.append(d.appendBody(b))
}

// append closes the object with the receipt.
func (r *Receipt) append(b []byte) []byte {
	b = append(b, `,"receipt":{"engine":`...)
	b = appendString(b, r.Engine)
	b = append(b, `,"packs":`...)
	b = appendList(b, r.Packs, func(b []byte, p PackHash) []byte {
		b = appendString(append(b, `{"id":`...), p.ID)
		b = appendString(append(b, `,"hash":`...), p.Hash)
		return append(b, '}')
	})
	b = appendString(append(b, `,"facts":`...), r.Facts)
	b = appendString(append(b, `,"determination":`...), r.Determination)
	return append(b, "}}"...)
}

// MarshalJSON makes the determination a json.Marshaler with the same bytes.
func (d *Determination) MarshalJSON() ([]byte, error) { return d.AppendJSON(nil), nil }

// appendBody appends everything before the receipt, without the closing brace.
func (d *Determination) appendBody(b []byte) []byte {
	b = append(b, `{"on":"`...)
	b = d.On.AppendTo(b)
	b = appendString(append(b, `","place":`...), d.Place)
	b = append(b, `,"zone":`...)
	switch len(d.Zone) {
	case 0:
		b = append(b, "null"...)
	case 1:
		b = appendString(b, d.Zone[0])
	default:
		b = appendStrings(b, d.Zone)
	}
	b = appendString(append(b, `,"service":`...), d.Service)
	b = appendString(append(b, `,"application":`...), d.Application)
	b = appendList(append(b, `,"policies":`...), d.Policies, appendPolicy)
	b = appendString(append(b, `,"verdict":`...), string(d.Verdict))
	b = append(b, `,"eligible":`...)
	if d.Eligible == nil {
		b = append(b, "null"...)
	} else {
		b = strconv.AppendBool(b, *d.Eligible)
	}
	b = appendWord(append(b, `,"class":`...), d.Class)
	b = appendList(append(b, `,"grounds":`...), d.Grounds, appendGround)
	b = d.Points.append(append(b, `,"points":`...))
	b = appendList(append(b, `,"limits":`...), d.Limits, appendLimit)
	b = appendList(append(b, `,"routes":`...), d.Routes, func(b []byte, e Entry) []byte { return append(e.append(b), '}') })
	b = d.Term.append(append(b, `,"term":`...))
	b = appendList(append(b, `,"materials":`...), d.Materials, appendMaterial)
	b = appendList(append(b, `,"deadlines":`...), d.Deadlines, appendDeadline)
	b = appendList(append(b, `,"entitlements":`...), d.Entitlements, appendEntitlement)
	b = appendList(append(b, `,"duties":`...), d.Duties, func(b []byte, e Entry) []byte { return append(e.append(b), '}') })
	b = appendList(append(b, `,"discretion":`...), d.Discretion, appendDiscretion)
	b = appendList(append(b, `,"possible":`...), d.Possible, appendPossible)
	b = appendStrings(append(b, `,"unknown":`...), d.Unknown)
	b = appendList(append(b, `,"readings":`...), d.Readings, func(b []byte, r ReadingUse) []byte {
		b = appendString(append(b, `{"id":`...), r.ID)
		return append(appendString(append(b, `,"option":`...), r.Option), '}')
	})
	return appendList(append(b, `,"parameters":`...), d.Parameters, appendParameter)
}

func appendPolicy(b []byte, p PolicyRef) []byte {
	b = appendString(append(b, `{"id":`...), p.ID)
	b = strconv.AppendBool(append(b, `,"in_force":`...), p.InForce)
	b = appendDate(append(b, `,"from":`...), p.From)
	return append(appendDate(append(b, `,"until":`...), p.Until), '}')
}

// append writes the entry's fields, leaving the object open.
func (e *Entry) append(b []byte) []byte {
	b = appendString(append(b, `{"id":`...), e.ID)
	return appendCitation(b, e.Clause, e.Also, e.Replaced)
}

func appendCitation(b []byte, clause string, also, replaced []string) []byte {
	b = appendWord(append(b, `,"clause":`...), clause)
	if len(also) > 0 {
		b = appendStrings(append(b, `,"also":`...), also)
	}
	if len(replaced) > 0 {
		b = appendStrings(append(b, `,"replaced":`...), replaced)
	}
	return b
}

func appendGround(b []byte, g Ground) []byte {
	b = appendString(append(b, `{"class":`...), g.Class)
	b = appendString(append(b, `,"id":`...), g.ID)
	b = appendCitation(b, g.Clause, g.Also, g.Replaced)
	return append(strconv.AppendBool(append(b, `,"to_prove":`...), g.ToProve), '}')
}

func (p *Points) append(b []byte) []byte {
	b = append(b, `{"total":`...)
	if p.Total == nil {
		b = append(b, "null"...)
	} else {
		b = strconv.AppendInt(b, int64(*p.Total), 10)
	}
	b = strconv.AppendInt(append(b, `,"min":`...), int64(p.Min), 10)
	b = strconv.AppendInt(append(b, `,"max":`...), int64(p.Max), 10)
	b = append(b, `,"elements":{`...)
	for i, e := range p.Elements {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, e.ID), ':')
		b = strconv.AppendInt(b, int64(e.Points), 10)
	}
	b = append(b, `},"sources":{`...)
	first := true
	for _, e := range p.Elements {
		if e.Clause == "" {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendString(b, e.ID), `:{"clause":`...)
		b = appendString(b, e.Clause)
		if len(e.Also) > 0 {
			b = appendStrings(append(b, `,"also":`...), e.Also)
		}
		b = append(b, '}')
	}
	return append(b, "}}"...)
}

func appendLimit(b []byte, l Limit) []byte {
	b = l.Entry.append(b)
	b = appendString(append(b, `,"status":`...), l.Status)
	b = appendString(append(b, `,"ground":`...), l.Ground)
	if l.Min != "" {
		b = appendFigure(append(b, `,"min":`...), l.Min)
	}
	if l.Max != "" {
		b = appendFigure(append(b, `,"max":`...), l.Max)
	}
	return append(b, '}')
}

// appendFigure writes a number as a number and a word as a word.
func appendFigure(b []byte, s string) []byte {
	if isWord(s) {
		return appendString(b, s)
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return appendString(b, s)
	}
	return appendNumber(b, f)
}

func (t *Term) append(b []byte) []byte {
	if t == nil {
		return append(b, "null"...)
	}
	b = appendDate(append(b, `{"from":`...), &t.From)
	b = appendDate(append(b, `,"until":`...), &t.Until)
	b = strconv.AppendInt(append(b, `,"months":`...), int64(t.Months), 10)
	b = appendString(append(b, `,"binding":`...), t.Binding)
	b = appendWord(append(b, `,"ground":`...), t.Ground)
	b = strconv.AppendBool(append(b, `,"upper_bound":`...), t.UpperBound)
	return append(appendCitation(b, t.Clause, t.Also, t.Replaced), '}')
}

func appendMaterial(b []byte, m Material) []byte {
	b = m.Entry.append(b)
	b = appendString(append(b, `,"treatment":`...), m.Treatment)
	b = appendStrings(append(b, `,"form":`...), m.Form)
	return append(strconv.AppendBool(append(b, `,"key":`...), m.Key), '}')
}

func appendDeadline(b []byte, d Deadline) []byte {
	b = appendString(append(b, `{"step":`...), d.ID)
	b = appendString(append(b, `,"track":`...), d.Track)
	b = strconv.AppendInt(append(b, `,"amount":`...), int64(d.Amount), 10)
	b = appendString(append(b, `,"unit":`...), d.Unit)
	b = appendString(append(b, `,"from":`...), d.From)
	b = appendString(append(b, `,"direction":`...), d.Direction)
	b = strconv.AppendBool(append(b, `,"statutory":`...), d.Statutory)
	b = append(b, `,"working_days":`...)
	if d.Unit == "working-days" {
		b = strconv.AppendInt(b, int64(d.Amount), 10)
	} else {
		b = append(b, "null"...)
	}
	return append(appendCitation(b, d.Clause, d.Also, d.Replaced), '}')
}

func appendEntitlement(b []byte, e Entitlement) []byte {
	b = e.Entry.append(b)
	if len(e.Detail) > 0 {
		b = append(b, `,"detail":{`...)
		for i, d := range e.Detail {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendNumber(append(appendString(b, d.Name), ':'), d.Value)
		}
		b = append(b, '}')
	}
	return append(b, '}')
}

func appendDiscretion(b []byte, d Discretion) []byte {
	b = appendString(append(b, `{"matter":`...), d.Matter)
	b = appendString(append(b, `,"clause":`...), d.Clause)
	return append(appendWord(append(b, `,"authority":`...), d.Authority), '}')
}

func appendPossible(b []byte, p Possible) []byte {
	b = appendString(append(b, `{"kind":`...), p.Kind)
	b = appendString(append(b, `,"id":`...), p.ID)
	b = appendString(append(b, `,"clause":`...), p.Clause)
	return append(appendStrings(append(b, `,"needs":`...), p.Needs), '}')
}

func appendParameter(b []byte, p ParameterUse) []byte {
	b = appendString(append(b, `{"id":`...), p.ID)
	b = appendString(append(b, `,"place":`...), p.Place)
	b = append(b, `,"value":`...)
	if p.Value == nil {
		b = append(b, "null"...)
	} else {
		b = appendNumber(b, *p.Value)
	}
	return append(appendDate(append(b, `,"valid_from":`...), p.ValidFrom), '}')
}

func appendList[T any](b []byte, list []T, item func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, v := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, v)
	}
	return append(b, ']')
}

func appendStrings(b []byte, list []string) []byte { return appendList(b, list, appendString) }

// appendWord writes "" as null.
func appendWord(b []byte, s string) []byte {
	if s == "" {
		return append(b, "null"...)
	}
	return appendString(b, s)
}

func appendDate(b []byte, d *civil.Date) []byte {
	if d == nil {
		return append(b, "null"...)
	}
	return append(d.AppendTo(append(b, '"')), '"')
}

func appendNumber(b []byte, f float64) []byte { return strconv.AppendFloat(b, f, 'f', -1, 64) }

// appendString writes a JSON string without escaping: everything in a
// determination is an id, a code or a path, which policy.Read and facts.Check let
// through only when they are plain.
func appendString(b []byte, s string) []byte {
	return append(append(append(b, '"'), s...), '"')
}
