package office

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/lists"
	"yichuang/people"
	"yichuang/store"
)

var annaHerself = people.Who{Account: "anna-account", Role: people.Applicant, Party: "anna"}

// desks adds the offices that answer requests, and flats, one of them premium.
func (w *world) desks() {
	w.t.Helper()
	w.addOffice(housingDesk)
	for _, o := range []people.Office{
		{ID: "urumqi-schools", Kind: people.Education}, {ID: "urumqi-talent", Kind: people.Talent}, {ID: "urumqi-desk", Kind: people.ServiceDesk},
	} {
		o.Letters, o.Places, o.Name, o.Numbering = "WL", housingDesk.Places, people.Words{ZH: "示例", EN: "Example"}, housingDesk.Numbering
		o.Phone = housingDesk.Phone // letters name it
		w.addOffice(o)
	}
	rows := flats("1-101", "1-102", "9-901")
	rows[2].Cells["premium"] = "yes"
	w.keep("housing-stock", rows)
	w.keep("programme-calls", lists.Rows{
		{ID: "1", Cells: map[string]string{"name.zh": "甲", "name.en": "First", "level": "city", "opens": "2026-04-01", "closes": "2026-05-15", "classes": "A,B", "conditions.zh": "条", "conditions.en": "C"}},
		{ID: "2", Cells: map[string]string{"name.zh": "乙", "name.en": "Second", "level": "city", "opens": "2026-03-01", "closes": "2026-04-26", "classes": "A", "conditions.zh": "条", "conditions.en": "C"}},
		{ID: "3", Cells: map[string]string{"name.zh": "丙", "name.en": "Third", "level": "city", "opens": "2026-05-01", "closes": "2026-06-01", "classes": "A", "conditions.zh": "条", "conditions.en": "C"}},
	})
}

func (w *world) keep(kind lists.ID, rows lists.Rows) {
	w.t.Helper()
	_, err := w.KeepList(w.t.Context(), policyStaff, ListEdit{Kind: kind, Place: "650100", Rows: rows, Source: "test"})
	must(w.t, err)
}

// asks opens a request, answers it and returns the draft with what writes to it.
func (w *world) asks(who people.Who, matter casefile.MatterID, answers map[string]string) (casefile.Case, error) {
	w.t.Helper()
	o := Opening{Who: who, Key: fmt.Sprintf("%s-%s-%v", who.Account, matter, answers), Matter: matter, Place: "650100", Foreigner: "anna"}
	if who.Role == people.EmployerHR {
		o.Employer = who.Party
	}
	c, err := w.Open(w.t.Context(), o)
	if err != nil {
		return c, err
	}
	set := map[string]json.RawMessage{}
	for path, text := range answers {
		set[path] = json.RawMessage(text)
	}
	return w.Save(w.t.Context(), writes(who, c), set)
}

func writes(who people.Who, c casefile.Case) Write {
	return Write{Who: who, Number: c.Number, Seen: c.Version, Key: fmt.Sprintf("%s-%d", c.Number, c.Version)}
}

func housingAnswers(class string) map[string]string {
	return map[string]string{"previous_permit.valid": "true", "previous_permit.class": `"` + class + `"`, "own.persons": `"2"`, "own.from": `"2026-05-01"`}
}

// housed sends a request for a home and lets the desk accept it.
func (w *world) housed(who people.Who, class, persons string) casefile.Case {
	w.t.Helper()
	answers := housingAnswers(class)
	answers["own.persons"] = `"` + persons + `"`
	c, err := w.asks(who, "housing", answers)
	must(w.t, err)
	c, err = w.Submit(w.t.Context(), writes(who, c), "x", "")
	must(w.t, err)
	c, err = w.Accept(w.t.Context(), writes(landlord, c))
	must(w.t, err)
	return c
}

func (w *world) allocate(c casefile.Case, unit string) (casefile.Case, error) {
	return w.Conclude(w.t.Context(), writes(landlord, c), casefile.Decision{Track: "service", Outcome: casefile.Fulfilled,
		Detail: map[string]string{"unit": unit, "from": "2026-05-01"}})
}

func (w *world) offered(c casefile.Case) []string {
	w.t.Helper()
	m, err := w.matter(c.Matter)
	must(w.t, err)
	offers, err := w.Offers(w.t.Context(), c, m, m.Tracks[0].Results[0])
	must(w.t, err)
	var out []string
	for _, o := range offers {
		out = append(out, fmt.Sprintf("%s:%d", o.Row.ID, o.Paid))
	}
	return out
}

// TestHousing_rentAndReservation: class A takes premium flats at the part of the
// rent that the determination names, B never; the rent is kept with the decision
// and stands in the letter.
func TestHousing_rentAndReservation(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		w.desks()
		b, a := w.housed(hr, "B", "2"), w.housed(annaHerself, "A", "3")
		if got := strings.Join(w.offered(b), " "); got != "1:3000 2:3000" {
			t.Errorf("class B is offered %s", got)
		}
		if got := strings.Join(w.offered(a), " "); got != "1:2400 2:2400 3:2400" {
			t.Errorf("class A is offered %s", got)
		}
		if _, err := w.allocate(b, "3"); !fault.Is(err, fault.Conflict) {
			t.Errorf("class B took a premium flat: %v", err)
		}
		if _, err := w.allocate(b, "77"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a flat that is not there: %v", err)
		}
		after, err := w.allocate(a, "3")
		must(t, err)
		if d := after.Tracks[0].Decision.Detail; d["rent"] != "2400" || d["unit"] != "3" {
			t.Errorf("got %v", d)
		}
		letters, err := w.Letters(t.Context(), annaHerself, a.Number)
		must(t, err)
		text, err := json.Marshal(letters[len(letters)-1])
		must(t, err)
		for _, want := range []string{"9-901", "2400"} {
			if !strings.Contains(strings.ReplaceAll(string(text), ",", ""), want) {
				t.Errorf("the reply does not say %s:\n%s", want, text)
			}
		}
		if got := strings.Join(w.offered(b), " "); got != "1:3000 2:3000" {
			t.Errorf("after it was taken class B is offered %s", got)
		}
	})
}

// TestHousing_noOverlap: two clerks give one flat to two families at once: one
// gets a conflict. Handed back, it is free; both acts are recorded.
func TestHousing_noOverlap(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		w.desks()
		ctx := t.Context()
		cases := []casefile.Case{w.housed(hr, "B", "1"), w.housed(annaHerself, "A", "2"), w.housed(annaHerself, "C", "3")}
		errs := make([]error, len(cases))
		var all sync.WaitGroup
		for i := range cases {
			all.Go(func() { _, errs[i] = w.allocate(cases[i], "1") })
		}
		all.Wait()
		winner := -1
		for i, err := range errs {
			if err == nil {
				if winner >= 0 {
					t.Fatal("two families hold one flat")
				}
				winner = i
				continue
			}
			var f *fault.Error
			if !errors.As(err, &f) || f.Key != "fault.list.taken" {
				t.Errorf("got %v, want the conflict", err)
			}
			c, err := w.Case(ctx, landlord, cases[i].Number)
			must(t, err)
			if c.Tracks[0].Decision != nil || c.Version != cases[i].Version {
				t.Errorf("the refused clerk's case moved on: %+v", c.Tracks[0].Decision)
			}
		}
		if winner < 0 {
			t.Fatal("nobody got the flat")
		}
		if _, err := w.KeepList(ctx, landlord, ListEdit{Kind: "housing-stock", Place: "650100", Seen: 1, Rows: flats("x"), Source: "x"}); err != nil {
			t.Errorf("a change that keeps the flat: %v", err)
		}
		if _, err := w.KeepList(ctx, landlord, ListEdit{Kind: "housing-stock", Place: "650100", Seen: 2, Source: "x"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a flat that is held was taken off the list: %v", err)
		}
		held, err := w.Case(ctx, landlord, cases[winner].Number)
		must(t, err)
		_, stock, err := w.Stock(ctx, landlord, "housing-stock", "650100")
		must(t, err)
		if stock[0].Holder != string(held.Number) {
			t.Errorf("got %+v, want the holder", stock[0])
		}
		_, err = w.HandBack(ctx, writes(landlord, held), "service", "unit")
		must(t, err)
		if _, stock, err = w.Stock(ctx, landlord, "housing-stock", "650100"); err != nil || stock[0].Holder != "" || stock[0].Former != 1 {
			t.Errorf("got %+v, %v; want it free", stock[0], err)
		}
		if _, err = w.allocate(cases[(winner+1)%3], "1"); err != nil {
			t.Errorf("a flat handed back: %v", err)
		}
		acts, err := recorded(ctx, &w.DB.Reader, "stock/housing-stock/650100/1")
		must(t, err)
		var kinds []string
		for _, a := range acts {
			kinds = append(kinds, a.Kind)
		}
		if got := strings.Join(kinds, " "); got != "stock.allocated stock.handed-back stock.allocated" {
			t.Errorf("got record %s", got)
		}
		if _, _, err := w.Stock(ctx, hr, "housing-stock", "650100"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer reads the stock: %v", err)
		}
		wrong, err := w.DB.VerifyFolds(ctx)
		if err != nil || len(wrong) > 0 {
			t.Errorf("got %v, %v", wrong, err)
		}
	})
}

// TestServices_demands: what a request has to show before it is sent, and the
// words of the refusal.
func TestServices_demands(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		w.desks()
		programme := func(class, call string) map[string]string {
			return map[string]string{"previous_permit.valid": "true", "previous_permit.class": `"` + class + `"`, "own.call": `"` + call + `"`, "own.field": `"batteries"`}
		}
		withdrawal := func(ended, leaving string) map[string]string {
			return map[string]string{"applicant.permanent_residence": "true", "previous_permit.contract_terminated": ended, "own.leaving": leaving,
				"own.leaving-on": `"2026-06-01"`, "own.account": `"1"`, "own.bank": `"b"`}
		}
		for name, c := range map[string]struct {
			who     people.Who
			matter  casefile.MatterID
			answers map[string]string
			key     string
		}{
			"a call that is open":          {hr, "programme", programme("B", "1"), ""},
			"a call that closed yesterday": {hr, "programme", programme("A", "2"), "fault.list.closed"},
			"a call that opens in May":     {hr, "programme", programme("A", "3"), "fault.list.coming"},
			"a call for other classes":     {hr, "programme", programme("C", "1"), "fault.list.unfit"},
			"no such call":                 {hr, "programme", programme("A", "9"), "fault.list.no-row"},
			"no permit":                    {hr, "programme", map[string]string{"previous_permit.valid": "false", "previous_permit.class": `"none"`, "own.field": `"x"`, "own.call": `""`}, "fault.service.demand"},
			"housing without a permit":     {annaHerself, "housing", map[string]string{"previous_permit.valid": "false", "previous_permit.class": `"none"`, "own.persons": `"1"`, "own.from": `"2026-05-01"`}, "fault.service.demand"},
			"a child of school age":        {annaHerself, "schooling", map[string]string{"own.child-birth": `"2016-02-01"`, "own.address": `"x"`}, "fault.case.incomplete"}, // papers are missing: the demand is met
			"a child of 17":                {annaHerself, "schooling", map[string]string{"own.child-birth": `"2009-02-01"`, "own.address": `"x"`}, "fault.service.demand"},
			"withdrawing while employed":   {annaHerself, "housing-fund-withdrawal", withdrawal("false", `"yes"`), "fault.service.demand"},
			"withdrawing without leaving":  {annaHerself, "housing-fund-withdrawal", withdrawal("true", `""`), "fault.service.demand"},
			"withdrawing, papers missing":  {annaHerself, "housing-fund-withdrawal", withdrawal("true", `"yes"`), "fault.case.incomplete"},
			"paying in without the card":   {annaHerself, "housing-fund", map[string]string{"applicant.permanent_residence": "false", "own.employed": `"yes"`, "own.employer": `"x"`}, "fault.service.demand"},
			"a question to the desk":       {annaHerself, "consultation", map[string]string{"own.about": `"tax"`, "own.question": `"How?"`}, ""},
		} {
			draft, err := w.asks(c.who, c.matter, c.answers)
			must(t, err)
			_, err = w.Submit(t.Context(), writes(c.who, draft), "x", "")
			var f *fault.Error
			if c.key == "" && err != nil || c.key != "" && (!errors.As(err, &f) || f.Key != c.key) {
				t.Errorf("%s: got %v, want %q", name, err, c.key)
			}
		}
	})
}

// TestServices_closed: where no clause is in force nothing is opened, and the
// refusal names the day; a draft of before is not sent either.
func TestServices_closed(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		w.desks()
		draft, err := w.asks(annaHerself, "housing", housingAnswers("A"))
		must(t, err)
		for day, key := range map[string]string{"2026-06-17": "", "2026-06-18": "fault.case.ended"} {
			w.now = at(day)
			_, err := w.Open(t.Context(), Opening{Who: annaHerself, Key: "open-" + day, Matter: "housing", Place: "650100", Foreigner: "anna"})
			var f *fault.Error
			if key == "" && err != nil || key != "" && (!errors.As(err, &f) || f.Key != key) {
				t.Errorf("%s: got %v, want %q", day, err, key)
			}
		}
		w.now = at("2026-06-18")
		if _, err = w.Submit(t.Context(), writes(annaHerself, draft), "x", ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("a draft of before was sent: %v", err)
		}
		w.now = at("2026-04-27")
		_, err = w.Open(t.Context(), Opening{Who: annaHerself, Key: "qd", Matter: "housing", Place: "370200", Foreigner: "anna"})
		if err == nil {
			t.Error("Shandong gives no housing, and a request was opened")
		}
		housing, _ := w.Matters.Find("housing")
		standing := w.Law().Standing(housing, "650100", civil.MustParseDate("2026-06-18"))
		if standing.Open || standing.Pack == nil || standing.Pack.Until.String() != "2026-06-17" {
			t.Errorf("got %+v", standing)
		}
	})
}

// TestServices_foreignersOwn: a request that the foreigner made alone is out of
// sight for the employer, and another person cannot ask in the own name.
func TestServices_foreignersOwn(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		w.desks()
		c, err := w.asks(annaHerself, "consultation", map[string]string{"own.about": `"tax"`, "own.question": `"How?"`})
		must(t, err)
		if _, err := w.Case(t.Context(), hr, c.Number); !fault.Is(err, fault.NotFound) {
			t.Errorf("the employer reads it: %v", err)
		}
		rows, n, err := w.Cases(t.Context(), annaHerself, store.CaseFilter{})
		if err != nil || n != 1 || rows[0].Number != string(c.Number) {
			t.Errorf("the foreigner's list: got %v, %d, %v", rows, n, err)
		}
		stranger := people.Who{Account: "kim-account", Role: people.Applicant, Party: "kim"}
		if _, err := w.Open(t.Context(), Opening{Who: stranger, Key: "x", Matter: "consultation", Place: "650100", Foreigner: "anna"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger asks in Anna's name: %v", err)
		}
		if _, err := w.Open(t.Context(), Opening{Who: annaHerself, Key: "y", Matter: "work-permit-first", Place: "650100", Foreigner: "anna"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the foreigner applies for a permit: %v", err)
		}
	})
}
