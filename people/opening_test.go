package people

import (
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/fault"
)

func TestOffice_Slots(t *testing.T) {
	monday, saturday := day("2026-04-27"), day("2026-05-09")
	desk := Office{SlotLength: 20, Opening: []Opening{
		{Days: []time.Weekday{time.Monday, time.Friday}, From: "13:00", Until: "14:10", Capacity: 3},
		{Days: []time.Weekday{time.Monday}, From: "09:00", Until: "10:00", Capacity: 2},
	}, Closed: []civil.Date{day("2026-05-04")}}
	got := desk.Slots(monday, civil.Workday)
	if len(got) != 6 || got[0].From != monday.Time().Add(9*time.Hour) || got[0].Capacity != 2 || got[5].Until != monday.Time().Add(14*time.Hour) {
		t.Errorf("got %+v; want 3 from nine and 3 from one, the last ending within the hours", got)
	}
	for name, c := range map[string]struct {
		on   civil.Date
		kind civil.DayKind
		want int
	}{
		"day off":         {day("2026-05-01"), civil.DayOff, 0},
		"regional":        {monday, civil.Regional, 0},
		"closed":          {day("2026-05-04"), civil.Workday, 0},
		"not a day of it": {day("2026-04-28"), civil.Workday, 0},
		"worked Saturday": {saturday, civil.MakeUp, 3},
		"plain Saturday":  {saturday, civil.Weekend, 0},
	} {
		if got := desk.Slots(c.on, c.kind); len(got) != c.want {
			t.Errorf("%s: got %d, want %d", name, len(got), c.want)
		}
	}
	if got := (Office{SlotLength: 60}).Slots(monday, civil.Workday); len(got) != 7 {
		t.Errorf("without hours of its own: got %d, want 7", len(got))
	}
	if got := (Office{Opening: desk.Opening}).Slots(monday, civil.Workday); got != nil {
		t.Errorf("an office without appointments: got %v", got)
	}
}

func TestOpening_Validate(t *testing.T) {
	good := Opening{Days: Weekdays, From: "09:00", Until: "12:00", Capacity: 1}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for path, change := range map[string]func(*Opening){
		"days": func(o *Opening) { o.Days = nil }, "from": func(o *Opening) { o.From = "9 o'clock" },
		"until": func(o *Opening) { o.Until = "09:00" }, "capacity": func(o *Opening) { o.Capacity = 0 },
	} {
		o := good
		change(&o)
		if err := o.Validate(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v", path, err)
		}
	}
}
