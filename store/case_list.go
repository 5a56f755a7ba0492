package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// CaseFilter says which cases to list. Scope is the reader's right and always
// applies: the zero Scope lists nothing. Every other field narrows further;
// its zero value does not.
type CaseFilter struct {
	Scope        people.Scope
	Statuses     []string
	Labels       []string
	Matters      []string
	Places       []people.PlaceCode // or within them
	Principal    string
	Foreigner    string
	Agent        string
	Handler      string
	NoHandler    bool
	NotLabels    []string
	Counting     string // office of which a clock counts
	NotCounting  string // office of which none does: another one has the case
	Permit       string
	OpenOnly     bool
	ClosedOnly   bool
	DueUntil     *civil.Date // due on that day or before
	DueFrom      *civil.Date // due on that day or later
	Office       string      // of one of the tracks
	PausedUntil  *civil.Date // a clock has been pausing since that day or before
	AgainSince   *civil.Date // a second correction was asked that day or later
	DeemedSince  *civil.Date // accepted or granted by law that day or later
	ChangedSince time.Time   // inclusive
	Text         string      // number, or words of the foreigner's or principal's name
	Order        CaseOrder
	Limit        int // 0: 25
	Offset       int
}

// CaseOrder is the order of a list.
type CaseOrder int

// The orders: legal urgency first, newest change first, or by number.
const (
	ByDue CaseOrder = iota
	ByChange
	ByNumber
)

var caseOrders = map[CaseOrder]string{
	ByDue:    "due_on, id",
	ByChange: "changed_at DESC, id",
	ByNumber: "number",
}

// Cases lists the cases that the filter holds.
func (r *Reader) Cases(ctx context.Context, f CaseFilter) ([]CaseRow, error) {
	return cases.page(ctx, r, f.where(), caseOrders[f.Order], f.Limit, f.Offset)
}

// CountCases counts the cases that the filter holds, whatever its page.
func (r *Reader) CountCases(ctx context.Context, f CaseFilter) (int64, error) {
	return cases.count(ctx, r, f.where())
}

// CasesByPrincipal counts the cases that the filter holds, by principal.
func (r *Reader) CasesByPrincipal(ctx context.Context, f CaseFilter) (map[string]int64, error) {
	return cases.countBy(ctx, r, f.where(), "principal")
}

// CountDrafts counts the cases in places that are not sent yet. No authority reads
// them; only how many there are may be told.
func (r *Reader) CountDrafts(ctx context.Context, places []people.PlaceCode) (int64, error) {
	if len(places) == 0 {
		return 0, nil
	}
	w := &conditions{}
	w.and("is_open = 1")
	w.and("is_draft = 1")
	w.and(within(w, places))
	n, err := r.number(ctx, "SELECT COUNT(*) FROM cases "+w.String(), w.args...)
	return n, r.failed(err, "count drafts")
}

// where returns the condition; nil if nothing can meet it.
func (f CaseFilter) where() *conditions {
	if f.Scope.Empty() {
		return nil
	}
	w := &conditions{}
	if f.OpenOnly { // first: the index of worklists begins with it
		w.and("is_open = 1")
	}
	if f.ClosedOnly {
		w.and("is_open = 0")
	}
	w.and(inScope(w, f.Scope))
	w.in("status", f.Statuses)
	w.in("label", f.Labels)
	w.in("matter", f.Matters)
	if len(f.Places) > 0 {
		w.and(within(w, f.Places))
	}
	w.equal("principal", f.Principal)
	w.equal("foreigner", f.Foreigner)
	w.equal("agent", f.Agent)
	w.equal("handler", f.Handler)
	w.equal("permit", f.Permit)
	if len(f.NotLabels) > 0 {
		w.and("label NOT IN (" + list(w, f.NotLabels) + ")")
	}
	if f.Counting != "" {
		w.and(hasClock(w.arg(f.Counting)))
	}
	if f.NotCounting != "" {
		w.and("NOT " + hasClock(w.arg(f.NotCounting)))
	}
	if f.NoHandler {
		w.and("handler = ''")
	}
	if f.DueUntil != nil {
		w.and("due_on <= " + w.arg(f.DueUntil.String()))
	}
	f.watched(w)
	if !f.ChangedSince.IsZero() {
		w.and("changed_at >= " + w.arg(f.ChangedSince.UnixMicro()))
	}
	w.search(f.Text)
	return w
}

// watched narrows to what supervisors look for.
func (f CaseFilter) watched(w *conditions) {
	if f.DueFrom != nil {
		w.and("due_on >= " + w.arg(f.DueFrom.String()))
	}
	if f.Office != "" {
		w.and(hasReader("office", w.arg(f.Office)))
	}
	for _, c := range []struct {
		on        *civil.Date
		condition string
	}{{f.PausedUntil, "paused_on <= "}, {f.AgainSince, "again_on >= "}, {f.DeemedSince, "deemed_on >= "}} {
		if c.on != nil {
			w.and("id IN (SELECT case_id FROM progress WHERE " + c.condition + w.arg(c.on.String()) + ")")
		}
	}
}

// inScope is people.Scope.Holds as a condition; a test compares the two.
func inScope(w *conditions, s people.Scope) string {
	var any alternatives
	if s.Foreigner != "" {
		any.or("foreigner = " + w.arg(string(s.Foreigner)))
	}
	if len(s.Principals) > 0 {
		any.or("principal IN (" + list(w, s.Principals) + ")")
	}
	if s.Consenter != "" {
		any.or(hasReader("consenter", w.arg(string(s.Consenter))))
	}
	if len(s.Places) > 0 && (s.AnyOffice || s.Office != "") {
		of := within(w, s.Places)
		if !s.AnyOffice {
			of += " AND " + hasReader("office", w.arg(string(s.Office)))
		}
		if s.Account != people.System {
			of += " AND (is_draft = 0 OR opened_by = " + w.arg(string(s.Account)) + ")"
		}
		any.or(of)
	}
	return any.String()
}

func hasReader(kind, reader string) string {
	return "EXISTS (SELECT 1 FROM case_readers WHERE case_id = cases.id AND kind = '" + kind + "' AND reader = " + reader + ")"
}

func hasClock(office string) string {
	return "EXISTS (SELECT 1 FROM clocks WHERE case_id = cases.id AND office = " + office + ")"
}

// within is people.PlaceCode.Holds as a condition on the column place.
func within(w *conditions, places []people.PlaceCode) string {
	var any alternatives
	for _, p := range places {
		if p == people.Nation {
			any.or("1 = 1")
		} else if prefix := p.Prefix(); prefix == string(p) {
			any.or("place = " + w.arg(prefix))
		} else {
			any.or("place LIKE " + w.arg(prefix+"______"[len(prefix):])) // a sign for each digit that follows
		}
	}
	return any.String()
}

// search narrows to rows in which every word is part of the number or a name.
func (w *conditions) search(text string) {
	for _, word := range strings.Fields(text) {
		number := strings.ToUpper(word)
		if name := FoldName(word); name != "" {
			like := w.arg("%" + strings.ReplaceAll(name, " ", "%") + "%") // folded: letters and digits only
			w.and(fmt.Sprintf("(number = %s OR foreigner_key LIKE %s OR principal_key LIKE %s)", w.arg(number), like, like))
		} else {
			w.and("number = " + w.arg(number))
		}
	}
}

// OpenCases lists at most limit ids of open cases after an id, in order: for
// work that goes through all of them while others act.
func (r *Reader) OpenCases(ctx context.Context, after string, limit int) ([]string, error) {
	ids, err := r.texts(ctx, "SELECT id FROM cases WHERE is_open = 1 AND id > $1 ORDER BY id LIMIT $2", after, limit)
	return ids, r.failed(err, "list open cases")
}
