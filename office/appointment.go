package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Why somebody comes to an office by appointment.
const (
	ForOriginals  = "originals"  // to show originals before acceptance
	ForBiometrics = "biometrics" // the person comes once, where the law wants it
	ForCollection = "collect"    // the result is ready and handed over on arrival
)

// changeBefore is until how long before its beginning an appointment can be moved
// or cancelled.
const changeBefore = 2 * time.Hour

// bookAhead is for how many days times are offered, from tomorrow on.
const bookAhead civil.Days = 28

// Errand is something for which a case lets people come to an office.
type Errand struct {
	Purpose string
	Track   casefile.TrackID
	Office  people.Office
	Booked  *casefile.Appointment // still to come; nil: none
}

// Until is the last instant at which the booked appointment can be changed.
func (e Errand) Until() time.Time { return e.Booked.At.Add(-changeBefore) }

// Errands lists what people can come for now, to those who may read the case.
func (w *Window) Errands(ctx context.Context, who people.Who, c casefile.Case) ([]Errand, error) {
	if err := w.mayRead(who, c); err != nil {
		return nil, err
	}
	return w.errands(ctx, &w.DB.Reader, c)
}

func (w *Window) errands(ctx context.Context, r *store.Reader, c casefile.Case) ([]Errand, error) {
	matter, err := w.matter(c.Matter)
	if err != nil || !c.Status.Allows(people.Book) {
		return nil, err
	}
	offices, err := officesOf(ctx, r)
	if err != nil {
		return nil, err
	}
	var out []Errand
	for i, t := range c.Tracks {
		plan, _ := matter.Track(t.ID)
		purpose := ""
		switch {
		case t.Decision != nil && t.Decision.Outcome.Favourable() && !handedOver(c, t):
			purpose = ForCollection
		case t.Decision != nil:
		case neverOpens(c, t):
		case plan.InPerson && c.Status != casefile.StatusSubmitted:
			purpose = ForBiometrics
		case i == 0 && c.Status == casefile.StatusSubmitted:
			purpose = ForOriginals
		}
		at := slices.IndexFunc(offices, func(o people.Office) bool { return o.ID == t.Office })
		if purpose == "" || at < 0 {
			continue
		}
		out = append(out, Errand{Purpose: purpose, Track: t.ID, Office: offices[at], Booked: bookedFor(c, purpose, t.Office, w.Clock())})
	}
	return out, nil
}

// neverOpens reports whether the track waited for one that was decided against:
// nobody need come for it.
func neverOpens(c casefile.Case, t casefile.Track) bool {
	before, waits := c.Track(t.After)
	return waits && before.Decision != nil && !before.Decision.Outcome.Favourable()
}

// handedOver reports whether a letter of the track's decision was delivered.
func handedOver(c casefile.Case, t casefile.Track) bool {
	return slices.ContainsFunc(c.Letters, func(l casefile.Letter) bool { return l.Track == t.ID && l.Delivered != nil && l.On >= *t.Decision.On })
}

// bookedFor is the appointment to come for the purpose at the office.
func bookedFor(c casefile.Case, purpose string, office people.OfficeID, now time.Time) *casefile.Appointment {
	for _, a := range c.Appointments {
		if a.Purpose == purpose && a.Office == office && (a.State == "booked" || a.State == "changed") && a.At.After(now) {
			return &a
		}
	}
	return nil
}

// Free is a time that can be booked, with how many places are left.
type Free struct {
	From, Until time.Time
	Left        int
}

// FreeTimes lists the times of the errand's office that can be booked.
func (w *Window) FreeTimes(ctx context.Context, e Errand) ([]Free, error) {
	first := civil.DateOf(w.Clock()).AddDays(1)
	taken, err := w.DB.Slots(ctx, string(e.Office.ID), slotPurpose, first.Time(), first.AddDays(bookAhead).Time())
	if err != nil {
		return nil, err
	}
	booked := map[int64]int{}
	for _, s := range taken {
		booked[s.StartsAt.Unix()] = s.Booked
	}
	var out []Free
	for day := first; day < first.AddDays(bookAhead); day++ {
		times, err := w.Law().times(e.Office, day)
		if err != nil {
			return nil, err
		}
		for _, t := range times {
			if left := t.Capacity - booked[t.From.Unix()]; left > 0 {
				out = append(out, Free{t.From, t.Until, left})
			}
		}
	}
	return out, nil
}

// slotPurpose: an office's times serve every purpose.
const slotPurpose = "any"

// times are the office's times on a day by the calendar of its first place.
func (l Law) times(o people.Office, day civil.Date) ([]people.TimeSlot, error) {
	if o.SlotLength <= 0 || len(o.Places) == 0 {
		return nil, nil
	}
	cal, err := l.calendar(o.Places[0])
	if err != nil {
		return nil, err
	}
	return o.Slots(day, cal.Day(day).Kind), nil
}

// Wish is a time that somebody wants for an errand.
type Wish struct {
	Purpose string
	Office  people.OfficeID
	At      time.Time
}

// Book books a time for an errand of the case, or moves the one booked for it. Of
// two who want the last place of a time one gets it.
func (w *Window) Book(ctx context.Context, in Write, b Wish) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		e, err := s.errand(ctx, b.Purpose, b.Office)
		if err != nil {
			return nil, err
		}
		a := casefile.Appointment{Purpose: b.Purpose, Office: b.Office, At: b.At, State: "booked"}
		if e.Booked != nil {
			if err := s.changeable(e); err != nil {
				return nil, err
			}
			a.ID, a.State = e.Booked.ID, "changed"
		}
		events, err := s.file.Book(s.by, a)
		if err != nil {
			return nil, err
		}
		if e.Booked != nil {
			if err := s.givePlace(ctx, e.Booked.ID); err != nil {
				return nil, err
			}
		}
		a = events[0].Body.(casefile.AppointmentSet).Appointment
		return events, s.takePlace(ctx, e.Office, a)
	})
}

// Unbook cancels the appointment and gives its place back.
func (w *Window) Unbook(ctx context.Context, in Write, purpose string, office people.OfficeID) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		e, err := s.errand(ctx, purpose, office)
		if err != nil {
			return nil, err
		}
		if e.Booked == nil {
			return nil, fault.New(fault.NotFound, "fault.case.no-appointment")
		}
		if err := s.changeable(e); err != nil {
			return nil, err
		}
		a := *e.Booked
		a.State = "cancelled"
		events, err := s.file.Book(s.by, a)
		if err != nil {
			return nil, err
		}
		return events, s.givePlace(ctx, a.ID)
	})
}

func (s *step) errand(ctx context.Context, purpose string, office people.OfficeID) (Errand, error) {
	list, err := s.errands(ctx, &s.tx.Reader, s.file)
	if err != nil {
		return Errand{}, err
	}
	i := slices.IndexFunc(list, func(e Errand) bool { return e.Purpose == purpose && e.Office.ID == office })
	if i < 0 {
		return Errand{}, fault.New(fault.Conflict, "fault.appointment.errand").WithPath("at").
			WithDetail("case %s asks nobody to come for %s at %s", s.file.Number, purpose, office)
	}
	return list[i], nil
}

func (s *step) changeable(e Errand) error {
	if s.tx.Now().After(e.Until()) && !s.by.Who.Role.Staff() {
		return fault.New(fault.Conflict, "fault.appointment.late", "phone", e.Office.Phone).WithPath("at").
			WithDetail("the appointment at %s can be changed until %s", e.Booked.At, e.Until())
	}
	return nil
}

// appointmentBody ties a place taken to the case's appointment.
type appointmentBody struct {
	Appointment int    `json:"appointment"`
	Purpose     string `json:"purpose"`
}

// takePlace takes a place at a time that the office has.
func (s *step) takePlace(ctx context.Context, o people.Office, a casefile.Appointment) error {
	times, err := s.law.times(o, civil.DateOf(a.At))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(times, func(t people.TimeSlot) bool { return t.From.Equal(a.At) })
	if i < 0 {
		return fault.New(fault.Invalid, "fault.appointment.time").WithPath("at").WithDetail("office %s has no time at %s", o.ID, a.At)
	}
	slot := store.Slot{
		ID: fmt.Sprintf("%s/%d", o.ID, a.At.Unix()), Office: string(o.ID), Purpose: slotPurpose,
		StartsAt: times[i].From, EndsAt: times[i].Until, Capacity: times[i].Capacity,
	}
	if err := s.tx.OpenSlot(ctx, &slot); err != nil {
		return err
	}
	body, err := json.Marshal(appointmentBody{a.ID, a.Purpose})
	if err != nil {
		return err
	}
	return s.tx.Book(ctx, &store.Appointment{ID: store.NewID(), Slot: slot.ID, CaseID: string(s.file.Number), Party: string(s.file.Foreigner), Body: body})
}

// givePlace gives the place of the case's appointment back.
func (s *step) givePlace(ctx context.Context, id int) error {
	rows, err := s.tx.Appointments(ctx, string(s.file.Number))
	if err != nil {
		return err
	}
	for _, row := range rows {
		var body appointmentBody
		if err := json.Unmarshal(row.Body, &body); err != nil {
			return fmt.Errorf("read appointment %s: %w", row.ID, err)
		}
		if body.Appointment == id && row.Status == store.AppointmentBooked {
			return s.tx.Release(ctx, &row)
		}
	}
	return nil
}
