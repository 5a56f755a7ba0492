package letter

import (
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/permit"
)

// Names says in both languages what a case knows by an id. Where a function is
// nil, or has no Chinese for an id, the id itself stands.
type Names struct {
	Paper     func(casefile.SlotID) people.Words
	Field     func(path string) people.Words // a question of the form
	Clause    func(id string) people.Words   // how it is cited
	Step      func(id string) people.Words   // what an office does within a limit
	Condition func(id string) people.Words   // what a finding is about
}

func name[ID ~string](of func(ID) people.Words, id ID) Value {
	if of != nil {
		if words := of(id); words.ZH != "" {
			return Words(words)
		}
	}
	return Text(id)
}

// Papers are the list "papers" of a receipt: what the applicant's side has done.
// Papers that nobody has to give are left out.
func Papers(slots []casefile.Slot, n Names) (items []Fields) {
	for _, slot := range slots {
		form, count := "letter.form.copy", len(slot.Files)
		switch {
		case slot.State == casefile.Seen:
			form = "letter.form.original"
		case slot.Committed != "":
			form = "letter.form.commitment"
		case slot.Treatment == casefile.SharedByState:
			form = "letter.form.shared"
		case slot.State == casefile.Empty || slot.Treatment == casefile.Exempt:
			continue
		}
		items = append(items, Fields{"paper": name(n.Paper, slot.ID), "form": Key(form), "count": Count(max(count, 1))})
	}
	return items
}

// Following are the list "papers" of a tolerance.
func Following(t casefile.Tolerance, n Names) (items []Fields) {
	for _, slot := range t.Slots {
		items = append(items, Fields{"paper": name(n.Paper, slot), "due": Due(t.Due)})
	}
	return items
}

// Corrections are the list of that name. The officer's words stand as written.
func Corrections(wrong []casefile.CorrectionItem, n Names) (items []Fields) {
	for _, w := range wrong {
		item := Fields{"fault": Text(w.Fault), "fix": Text(w.Fix), "paper": name(n.Paper, w.Slot)}
		if w.Slot == "" {
			item["paper"] = name(n.Field, w.Field)
		}
		if w.Page > 0 {
			item["page"] = Count(w.Page)
		}
		if w.Spot != nil {
			item["spot"] = Key("spot." + w.Spot.Area())
		}
		if w.Clause != "" {
			item["clause"] = name(n.Clause, w.Clause)
		}
		items = append(items, item)
	}
	return items
}

// Citations are the list "clauses".
func Citations(cited []casefile.Citation, n Names) (items []Fields) {
	for _, c := range cited {
		items = append(items, Fields{"cite": name(n.Clause, c.Clause)})
	}
	return items
}

// Findings are the list of that name: what the officer found, not what was computed.
func Findings(found []casefile.Finding, n Names) (items []Fields) {
	for _, f := range found {
		items = append(items, Fields{
			"condition": name(n.Condition, f.Condition), "finding": Key("letter.found." + f.Found), "reason": Text(f.Reason),
		})
	}
	return items
}

// Limits are the list of that name: the last days of the clocks that run on the
// day. A day that hangs on a calendar not loaded says so.
func Limits(clocks []casefile.Clock, cal *civil.Calendar, on civil.Date, n Names) (items []Fields) {
	for _, clock := range clocks {
		standing := clock.Standing(cal, on)
		if standing.State != casefile.Running || standing.Due == nil {
			continue
		}
		item := Fields{"step": name(n.Step, clock.Limit.Step), "due": Due(*standing.Due)}
		if clock.Limit.Clause != "" {
			item["clause"] = name(n.Clause, clock.Limit.Clause)
		}
		if len(standing.Missing) > 0 {
			item["provisional"] = unloaded(standing.Missing[0])
		}
		items = append(items, item)
	}
	return items
}

// unloaded says which calendar year a date was counted without.
type unloaded civil.Missing

func (u unloaded) in(p *locale.Printer) string {
	key := "deadline.unloaded.nation"
	if u.Regional {
		key = "deadline.unloaded.region"
	}
	return p.T(key, "calendar", p.Pick(u.Name.ZH, u.Name.EN), "year", strconv.Itoa(u.Year))
}

// Conditions are the list of that name of a grant. A note is the officer's own.
func Conditions(attached []permit.Condition, n Names) (items []Fields) {
	for _, c := range attached {
		item := Fields{"text": name(n.Condition, c.ID), "clause": name(n.Clause, c.Clause)}
		if c.Note != "" {
			item["text"] = Text(c.Note)
		}
		items = append(items, item)
	}
	return items
}

// TermFields are "from" and "until" of a permit's term.
func TermFields(t permit.Term) Fields {
	return Fields{"from": Day(t.From), "until": Day(t.Until)}
}
