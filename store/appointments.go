package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/fault"
)

// Slot is a time at an office that people can book, up to its capacity.
type Slot struct {
	ID       string    `db:"id"`
	Office   string    `db:"office"`
	Purpose  string    `db:"purpose"` // originals, collect, interview …
	StartsAt time.Time `db:"starts_at"`
	EndsAt   time.Time `db:"ends_at"`
	Capacity int       `db:"capacity"`
	Booked   int       `db:"booked"` // kept by Book and Release
}

// Appointment is a booked place in a slot.
type Appointment struct {
	ID        string          `db:"id"`
	Slot      string          `db:"slot"`
	CaseID    string          `db:"case_id"`
	Party     string          `db:"party"`
	Status    string          `db:"status"` // booked, kept, missed, released
	Body      json.RawMessage `db:"body"`
	CreatedAt time.Time       `db:"created_at"`
	ChangedAt time.Time       `db:"changed_at"`
	Version   int64           `db:"version"`
}

// The states of an appointment that the store itself gives.
const (
	AppointmentBooked   = "booked"
	AppointmentReleased = "released"
)

var (
	slots        = tableOf[Slot]("slots").recorded(func(s *Slot) string { return slotChain(s.ID) })
	appointments = tableOf[Appointment]("appointments").recorded(func(a *Appointment) string { return "appointment/" + a.ID })
)

func slotChain(id string) string { return "slot/" + id }

// AddSlot opens a time for booking.
func (tx *Tx) AddSlot(ctx context.Context, s *Slot) error { return slots.insert(ctx, tx, s) }

// Slot reads a slot.
func (r *Reader) Slot(ctx context.Context, id string) (Slot, error) { return slots.get(ctx, r, id) }

// OpenSlot opens a time for booking unless it is open already; its capacity is
// from now on the one given.
func (tx *Tx) OpenSlot(ctx context.Context, s *Slot) error {
	if _, err := slots.insertOnce(ctx, tx, s, "id"); err != nil {
		return err
	}
	_, err := tx.q.ExecContext(ctx, "UPDATE slots SET capacity = $2 WHERE id = $1", s.ID, s.Capacity)
	tx.touch(slotChain(s.ID))
	return tx.failed(err, "open slot %s", s.ID)
}

// Slots lists an office's slots with from <= StartsAt < until, free or not.
func (r *Reader) Slots(ctx context.Context, office, purpose string, from, until time.Time) ([]Slot, error) {
	return slots.find(ctx, r, "WHERE office = $1 AND purpose = $2 AND starts_at >= $3 AND starts_at < $4 ORDER BY starts_at, id",
		office, purpose, from.UnixMicro(), until.UnixMicro())
}

// Book takes a place in the appointment's slot; a full slot is the conflict
// fault.slot.full. Of many who book at once no more than fit succeed.
func (tx *Tx) Book(ctx context.Context, a *Appointment) error {
	result, err := tx.q.ExecContext(ctx, "UPDATE slots SET booked = booked + 1 WHERE id = $1 AND booked < capacity", a.Slot)
	if err != nil {
		return tx.failed(err, "book slot %s", a.Slot)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		if _, missing := slots.get(ctx, &tx.Reader, a.Slot); missing != nil {
			return missing
		}
		return fault.New(fault.Conflict, "fault.slot.full")
	}
	tx.touch(slotChain(a.Slot))
	a.Status = AppointmentBooked
	return appointments.insert(ctx, tx, a)
}

// Release gives the place back.
func (tx *Tx) Release(ctx context.Context, a *Appointment) error {
	if a.Status == AppointmentReleased {
		return nil
	}
	a.Status = AppointmentReleased
	if err := appointments.update(ctx, tx, a); err != nil {
		return err
	}
	_, err := tx.q.ExecContext(ctx, "UPDATE slots SET booked = booked - 1 WHERE id = $1", a.Slot)
	tx.touch(slotChain(a.Slot))
	return tx.failed(err, "release slot %s", a.Slot)
}

// ChangeAppointment replaces an appointment seen at a.Version, without moving it.
func (tx *Tx) ChangeAppointment(ctx context.Context, a *Appointment) error {
	return appointments.update(ctx, tx, a)
}

// Appointments lists a case's appointments, newest first.
func (r *Reader) Appointments(ctx context.Context, caseID string) ([]Appointment, error) {
	return appointments.find(ctx, r, "WHERE case_id = $1 ORDER BY created_at DESC, id", caseID)
}

// AppointmentsBetween lists an office's booked appointments with from <= start
// < until, by time.
func (r *Reader) AppointmentsBetween(ctx context.Context, office string, from, until time.Time) ([]Appointment, error) {
	return appointments.find(ctx, r, `WHERE status = 'booked' AND slot IN
		(SELECT id FROM slots WHERE office = $1 AND starts_at >= $2 AND starts_at < $3)
		ORDER BY (SELECT starts_at FROM slots WHERE slots.id = appointments.slot), created_at, id`,
		office, from.UnixMicro(), until.UnixMicro())
}
