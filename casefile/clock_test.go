package casefile

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"yichuang/civil"
)

// TestClock_agreesWithADayByDayCounter: 100,000 random sequences of start,
// pause, resume, extension and calendar edit, each compared with a counter that
// knows nothing but one day after another.
func TestClock_agreesWithADayByDayCounter(t *testing.T) {
	calendars := editedCalendars(t)
	random := rand.New(rand.NewPCG(2026, 4))
	for n := range 100_000 {
		k := randomClock(random)
		cal := calendars[random.IntN(len(calendars))]
		if msg := compare(k, cal); msg != "" {
			t.Fatalf("sequence %d: %+v: %s", n, k, msg)
		}
		edited := calendars[random.IntN(len(calendars))]
		if msg := compare(k, edited); msg != "" {
			t.Fatalf("sequence %d after a calendar edit: %+v: %s", n, k, msg)
		}
	}
}

// compare holds the ledger's due date against the counter's; "" is agreement.
func compare(k Clock, cal *civil.Calendar) string {
	due, known := k.Due(cal)
	want, ends := countDays(k, cal)
	if known != ends || known && due != want {
		return fmt.Sprintf("got due %s (known %t), want %s (known %t)", due, known, want, ends)
	}
	return ""
}

// countDays walks from the last start, a day at a time, and counts the days that
// count until the budget is used. A day counts when it is worked (or any day,
// for calendar days) and lies in no pause; a pause holds the days after the one
// on which it began, up to and including the one on which it ended.
func countDays(k Clock, cal *civil.Calendar) (due civil.Date, ends bool) {
	const never = civil.Date(1 << 30)
	type pause struct{ after, until civil.Date }
	var pauses []pause
	budget, day := 0, civil.Date(0)
	for _, e := range k.Entries {
		switch e.Kind {
		case Started:
			budget, day, pauses = k.Limit.Amount, e.On, nil
		case Extended:
			budget += e.Amount
		case Paused:
			pauses = append(pauses, pause{e.On, never})
		case Resumed:
			pauses[len(pauses)-1].until = e.On
		}
	}
	for counted := 0; counted < budget; {
		day++
		held := false
		for _, p := range pauses {
			if day > p.after && p.until == never {
				return 0, false
			}
			held = held || day > p.after && day <= p.until
		}
		if !held && (k.Limit.Unit != InWorkingDays || cal.IsWorkingDay(day)) {
			counted++
		}
	}
	return day, true
}

// randomClock makes a ledger in the order in which its entries could happen.
func randomClock(random *rand.Rand) Clock {
	unit := InWorkingDays
	if random.IntN(3) == 0 {
		unit = InDays
	}
	on := day("2025-12-01") + civil.Date(random.IntN(400))
	k := Clock{
		Limit:   Limit{Track: "permit", Step: "work-permit", Amount: random.IntN(31), Unit: unit, From: AtAcceptance},
		Entries: []Entry{{Kind: Started, On: on}},
	}
	for range random.IntN(9) {
		on += civil.Date(random.IntN(13))
		e := Entry{On: on}
		switch choice := random.IntN(10); {
		case choice == 0:
			e.Kind = Started
		case choice < 3:
			e.Kind, e.Amount = Extended, random.IntN(11)
		case k.State() == Pausing: // only what is paused can resume
			e.Kind = Resumed
		default:
			e.Kind, e.Ground = Paused, ForHearing
		}
		k.Entries = append(k.Entries, e)
	}
	return k
}

// editedCalendars are the national calendar, nothing but weekends, and overlays
// that add feasts, as new calendar data would.
func editedCalendars(t testing.TB) []*civil.Calendar {
	t.Helper()
	documents := [][]byte{
		mustRead(t, "../packs/calendars/cn.yaml"),
		[]byte("calendar: weekends\nname: {zh: 周末, en: weekends}\nyears: []\n"),
	}
	ids := []civil.CalendarID{"cn", "weekends"}
	for i, feast := range []string{"from: 2026-05-18, until: 2026-05-22", "from: 2026-03-02, until: 2026-03-13"} {
		id := fmt.Sprintf("overlay-%d", i)
		ids = append(ids, civil.CalendarID(id))
		documents = append(documents, []byte(fmt.Sprintf(`
calendar: %s
name: {zh: 演示, en: overlay}
extends: cn
years:
  - year: 2026
    source: {title: test}
    holidays:
      - {name: {zh: 节, en: feast}, %s}
`, id, feast)))
	}
	almanacs := make([]civil.Almanac, len(documents))
	for i, document := range documents {
		var err error
		if almanacs[i], err = civil.ReadAlmanac(document); err != nil {
			t.Fatal(err)
		}
	}
	set, err := civil.NewCalendars(almanacs...)
	if err != nil {
		t.Fatal(err)
	}
	calendars := make([]*civil.Calendar, len(ids))
	for i, id := range ids {
		var ok bool
		if calendars[i], ok = set.Calendar(id); !ok {
			t.Fatalf("no calendar %s", id)
		}
	}
	return calendars
}

// TestClock_standing reads a clock on days around its end and in a pause.
func TestClock_standing(t *testing.T) {
	cal := calendar(t)
	k := Clock{
		Limit:   Limit{Track: "permit", Step: "work-permit", Amount: 5, Unit: InWorkingDays, From: AtAcceptance},
		Entries: []Entry{{Kind: Started, On: day("2026-04-20")}},
	}
	for _, c := range []struct {
		today string
		left  int
		late  bool
	}{
		{"2026-04-20", 5, false}, {"2026-04-24", 1, false}, {"2026-04-27", 0, false}, {"2026-04-28", -1, true}, {"2026-05-06", -4, true},
	} {
		s := k.Standing(cal, day(c.today))
		if s.Left != c.left || s.Late() != c.late || *s.Due != day("2026-04-27") {
			t.Errorf("%s: got %d left, late %t, due %s; want %d, %t", c.today, s.Left, s.Late(), *s.Due, c.left, c.late)
		}
	}
	k.Entries = append(k.Entries, Entry{Kind: Paused, On: day("2026-04-22"), Ground: ForHearing})
	s := k.Standing(cal, day("2026-06-01"))
	if s.State != Pausing || s.Due != nil || s.Left != 3 || s.Late() {
		t.Errorf("paused: got %+v; want 3 left and no due date", s)
	}
}

// TestClock_months: a limit in months ends on the corresponding day, moved by
// the calendar days of its pauses.
func TestClock_months(t *testing.T) {
	cal := calendar(t)
	k := Clock{Limit: Limit{Amount: 1, Unit: InMonths}, Entries: []Entry{{Kind: Started, On: day("2026-01-31")}}}
	if due, _ := k.Due(cal); due != day("2026-02-28") {
		t.Errorf("got %s, want 2026-02-28", due)
	}
	k.Entries = append(k.Entries, Entry{Kind: Paused, On: day("2026-02-10")}, Entry{Kind: Resumed, On: day("2026-02-15")})
	if due, _ := k.Due(cal); due != day("2026-03-05") {
		t.Errorf("got %s, want 2026-03-05", due)
	}
}

// TestClock_provisional names the calendar years that the count lacked.
func TestClock_provisional(t *testing.T) {
	k := Clock{Limit: Limit{Amount: 20, Unit: InWorkingDays}, Entries: []Entry{{Kind: Started, On: day("2031-04-20")}}}
	if s := k.Standing(calendar(t), day("2031-04-20")); len(s.Missing) == 0 {
		t.Error("a year without data is not named")
	}
}

func BenchmarkClock_Due(b *testing.B) {
	cal := calendar(b)
	k := Clock{
		Limit: Limit{Amount: 20, Unit: InWorkingDays},
		Entries: []Entry{
			{Kind: Started, On: day("2026-04-20")}, {Kind: Paused, On: day("2026-04-28")}, {Kind: Resumed, On: day("2026-05-12")},
		},
	}
	b.ReportAllocs()
	for b.Loop() {
		k.Due(cal)
	}
}
