package office

import (
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

var operator = people.Who{Account: "terminal:op", Role: people.Operator}

func almanac(t *testing.T, text string) civil.Almanac {
	t.Helper()
	a, err := civil.ReadAlmanac([]byte(text))
	must(t, err)
	return a
}

const eid2026 = `
calendar: xinjiang
years:
  - year: 2026
    source: {title: Notice of 2026}
    holidays:
      - {name: {zh: 古尔邦节, en: Corban Festival}, from: 2026-05-27, until: 2026-05-29}
`

// TestImportCalendar: a loaded year answers at once, and moves the running clock
// of a case with its old date, its new date and the cause; once.
func TestImportCalendar(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.sent()
		before, due, ok := c.NextDue(mustCalendar(t, w, "650100"), "")
		if !ok {
			t.Fatal("no clock runs")
		}
		local := almanac(t, strings.NewReplacer("2026-05-27", due.String(), "2026-05-29", due.String()).Replace(eid2026))
		changes, err := w.ImportCalendar(ctx, operator, local, "")
		if err != nil || len(changes) != 1 || !changes[0].Changed || changes[0].Calendar != "xinjiang" {
			t.Fatalf("got %+v, %v", changes, err)
		}
		if again, err := w.ImportCalendar(ctx, operator, local, "650000"); err != nil || again[0].Changed {
			t.Errorf("the same year twice: got %+v, %v", again, err)
		}
		for range 2 {
			if n, err := w.Work(ctx, "worker"); err != nil || n > 1 {
				t.Fatalf("worked %d, %v", n, err)
			}
		}
		events, err := w.DB.History(ctx, c.Number, c.Version)
		must(t, err)
		if len(events) != 1 {
			t.Fatalf("got %d events, want the one revision", len(events))
		}
		revised := events[0].Body.(casefile.DueRevised)
		if revised.Old != due || revised.New <= due || revised.Clock != before.Limit.ID() || !strings.Contains(revised.Cause, "Notice of 2026") {
			t.Errorf("got %+v, want %s moved because of the notice", revised, due)
		}
		row, err := w.DB.Case(ctx, string(c.Number))
		if err != nil || row.DueOn == nil || *row.DueOn != revised.New {
			t.Errorf("the list shows %v, %v; want %s", row.DueOn, err, revised.New)
		}
		if report, err := w.DB.VerifyAudit(ctx, ""); err != nil || report.Broken != nil {
			t.Errorf("got %+v, %v", report, err)
		}
	})
}

func mustCalendar(t *testing.T, w *world, place people.PlaceCode) *civil.Calendar {
	t.Helper()
	c, err := w.Law().calendar(place)
	must(t, err)
	return c
}

// TestImportCalendar_overlay: days of one city alone leave its neighbours alone.
func TestImportCalendar_overlay(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		day := civil.MustParseDate("2026-06-15") // a Monday
		city := almanac(t, "calendar: city\nyears:\n  - {year: 2026, source: {title: City notice}, holidays: [{name: {zh: 节, en: Fair}, from: 2026-06-15, until: 2026-06-15}]}")
		if _, err := w.ImportCalendar(ctx, operator, city, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("a calendar that nobody keeps: %v", err)
		}
		if _, err := w.ImportCalendar(ctx, operator, city, "999999"); !fault.Is(err, fault.Invalid) {
			t.Errorf("no place: %v", err)
		}
		if _, err := w.ImportCalendar(ctx, officer, city, "650100"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an officer loads calendars: %v", err)
		}
		_, err := w.ImportCalendar(ctx, operator, city, "650100")
		must(t, err)
		if mustCalendar(t, w, "650102").IsWorkingDay(day) {
			t.Error("the district works on the city's day off")
		}
		for _, place := range []people.PlaceCode{"650200", "370200"} {
			if !mustCalendar(t, w, place).IsWorkingDay(day) {
				t.Errorf("%s has the city's day off", place)
			}
		}
		if mustCalendar(t, w, "650100").IsWorkingDay(civil.MustParseDate("2026-05-01")) {
			t.Error("the overlay lost the nation's days off")
		}
	})
}

// TestCalendars_warns from 1 November on of the year that is missing.
func TestCalendars_warns(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		for day, want := range map[string]bool{"2026-10-31": false, "2026-11-01": true} {
			w.now = at(day)
			states, err := w.Calendars(t.Context(), operator)
			must(t, err)
			for _, c := range states {
				for _, y := range c.Years {
					if c.ID == "cn" && y.Year == 2027 && y.Due != want {
						t.Errorf("on %s 2027 is due: %t", day, y.Due)
					}
				}
			}
		}
	})
}

func TestSetParameters(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		none := 3.0
		w.Settings = []ParameterDef{{ID: "sample-share", Title: people.Words{ZH: "抽", EN: "Share"}, Default: &none, Max: 100},
			{ID: "average-wage", Placed: true, Min: 1000}}
		on := civil.DateOf(w.now)
		wage := Setting{ID: "average-wage", Place: "650100", Value: 98000, ValidFrom: on, Source: "communiqué"}
		for name, change := range map[string]func(*Setting){
			"id":     func(s *Setting) { s.ID = "average-wages" },
			"value":  func(s *Setting) { s.Value = 98 },
			"source": func(s *Setting) { s.Source = " " },
			"place":  func(s *Setting) { s.Place = people.Nation },
			"nobody": func(s *Setting) { s.Place = "999999" },
		} {
			s := wage
			change(&s)
			if _, err := w.SetParameters(ctx, operator, wage, s); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if _, known := w.Number("average-wage", "650100", on); known {
			t.Error("a refused list left a value")
		}
		newer, later := wage, wage
		newer.Value, later.Value, later.ValidFrom = 99000, 120000, on+30
		for _, s := range []Setting{wage, newer, newer, later, {ID: "sample-share", Place: people.Nation, Value: 5, ValidFrom: on, Source: "order"}} {
			_, err := w.SetParameters(ctx, operator, s)
			must(t, err)
		}
		for _, c := range []struct {
			id    string
			place people.PlaceCode
			on    civil.Date
			want  float64
		}{
			{"average-wage", "650100", on, 99000}, {"average-wage", "650102", on, 99000}, {"average-wage", "650100", on + 30, 120000},
			{"sample-share", "370200", on, 5}, {"sample-share", "370200", on - 1, 3},
		} {
			if got, known := w.Number(c.id, c.place, c.on); !known || got != c.want {
				t.Errorf("%s at %s on %s: got %v, %t; want %v", c.id, c.place, c.on, got, known, c.want)
			}
		}
		rows, err := w.Parameters(ctx, operator)
		must(t, err)
		var states []ParameterState
		for _, r := range rows {
			if r.ID == "average-wage" {
				states = append(states, r.State)
			}
		}
		if len(states) != 3 || states[0] != ParameterLater || states[1] != ParameterAnswers || states[2] != ParameterReplaced {
			t.Errorf("got %v", states)
		}
		entries, err := recorded(ctx, &w.DB.Reader, "parameter/average-wage/650100")
		if err != nil || len(entries) != 3 || entries[0].Actor != operator.Account {
			t.Errorf("got %+v, %v; want one entry a value", entries, err)
		}
	})
}
