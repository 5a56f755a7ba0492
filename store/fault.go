package store

import (
	"database/sql"
	"errors"
	"fmt"

	"yichuang/fault"
)

// class is what kind of error a driver returned.
type class int

const (
	classOther  class = iota // a defect, or the disk: internal
	classExists              // a unique value is taken
	classInUse               // a row that is referred to, or refers to nothing
	classBusy                // locked, deadlocked, restarting, full: try again
)

// fault turns driver errors into faults that edges can answer. It leaves faults
// and everything it does not know alone; messages keep the verbs around them.
func (r *Reader) fault(err error) error {
	if err == nil || fault.CodeOf(err) != "" {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "fault.not-found").WithCause(err)
	}
	switch r.engine.class(err) {
	case classExists:
		return fault.New(fault.Conflict, "fault.exists").WithCause(err)
	case classInUse:
		return fault.New(fault.Conflict, "fault.in-use").WithCause(err)
	case classBusy:
		return fault.New(fault.Unavailable, "fault.busy").WithCause(err)
	}
	return err
}

// failed wraps an error with what was being done, and makes it a fault.
func (r *Reader) failed(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return r.fault(fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), err))
}

// stale is the conflict of a version that was seen and is not the newest.
func stale(what, id string, seen int64) error {
	return fault.New(fault.Conflict, "fault.stale", "what", what, "id", id, "seen", seen)
}
