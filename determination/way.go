package determination

import (
	"slices"

	"yichuang/policy"
)

// Way says how it stands with a way to apply: met where a rule opens it, unknown
// where answers still could, officer where only an authority may accept the case,
// not-met otherwise. The entry cites the clause that opens it, or by which the
// authority may.
func (d *Determination) Way(id string) (Verdict, Entry) {
	if i := slices.IndexFunc(d.Routes, func(e Entry) bool { return e.ID == id }); i >= 0 {
		return Met, d.Routes[i]
	}
	if len(d.WayNeeds(id)) > 0 {
		return Unknown, Entry{ID: id}
	}
	for _, x := range d.Discretion {
		if x.Matter == string(policy.Route)+":"+id {
			return Officer, Entry{ID: id, Clause: x.Clause}
		}
	}
	return NotMet, Entry{ID: id}
}

// WayNeeds are the facts for which a way that is not open waits.
func (d *Determination) WayNeeds(id string) []string {
	for _, p := range d.Possible {
		if p.Kind == string(policy.Route) && p.ID == id {
			return p.Needs
		}
	}
	return nil
}
