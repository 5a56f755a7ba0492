package casefile

// Status is the stored status of a case. What people read is a Label.
type Status string

// The statuses. A case moves along the first six; the last three are exits.
const (
	StatusDraft     Status = "draft"
	StatusSubmitted Status = "submitted" // received; the first check runs
	StatusAccepted  Status = "accepted"  // the decision clocks run
	StatusDeciding  Status = "deciding"  // a decision was drafted or taken, not all are
	StatusDecided   Status = "decided"   // every track has ended; delivery is left
	StatusClosed    Status = "closed"

	StatusWithdrawn   Status = "withdrawn"
	StatusNotAccepted Status = "not-accepted"
	StatusLapsed      Status = "lapsed" // nobody answered in time
)

// Statuses lists every status in the order of the table.
var Statuses = []Status{
	StatusDraft, StatusSubmitted, StatusAccepted, StatusDeciding, StatusDecided, StatusClosed,
	StatusWithdrawn, StatusNotAccepted, StatusLapsed,
}

// Final reports whether nothing but reading, letters and rating can follow.
func (s Status) Final() bool {
	return s == StatusClosed || s == StatusWithdrawn || s == StatusNotAccepted || s == StatusLapsed
}
