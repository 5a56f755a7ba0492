package casefile

import "yichuang/people"

// LetterIssued adds a numbered letter. Letters are never edited.
type LetterIssued struct {
	Letter Letter `json:"letter"`
}

// Kind is "letter-issued".
func (LetterIssued) Kind() Kind { return "letter-issued" }

func (b LetterIssued) fold(c *Case, _ Event) { c.Letters = append(c.Letters, b.Letter) }

// LetterDelivered is the proof of delivery. Delivering a track's decision ends
// its delivery clock.
type LetterDelivered struct {
	Ref      Reference `json:"ref"`
	Delivery Delivery  `json:"delivery"`
}

// Kind is "letter-delivered".
func (LetterDelivered) Kind() Kind { return "letter-delivered" }

func (b LetterDelivered) fold(c *Case, e Event) {
	for i := range c.Letters {
		l := &c.Letters[i]
		if l.Ref != b.Ref {
			continue
		}
		delivery := b.Delivery
		l.Delivered = &delivery
		if t := c.track(l.Track); t != nil && t.Decision != nil {
			c.stopClocks(e.On(), func(limit Limit) bool { return limit.Track == t.ID && limit.Step == StepDelivery })
		}
	}
}

// AppointmentSet books, changes, keeps or cancels an appointment, by its id.
type AppointmentSet struct {
	Appointment Appointment `json:"appointment"`
}

// Kind is "appointment-set".
func (AppointmentSet) Kind() Kind { return "appointment-set" }

func (b AppointmentSet) fold(c *Case, _ Event) {
	for i := range c.Appointments {
		if c.Appointments[i].ID == b.Appointment.ID {
			c.Appointments[i] = b.Appointment
			return
		}
	}
	c.Appointments = append(c.Appointments, b.Appointment)
}

// Messaged is a note from one side to the other. It lives in the history only.
type Messaged struct {
	To   string `json:"to"` // "applicant" or "office"
	Text string `json:"text"`
}

// Kind is "messaged".
func (Messaged) Kind() Kind { return "messaged" }

func (Messaged) fold(*Case, Event) {}

// EmployerBound gives the case to the employer that was here before, under whose
// code the one that opened it had registered.
type EmployerBound struct {
	From people.PartyID `json:"from"`
	To   people.PartyID `json:"to"`
}

// Kind is "employer-bound".
func (EmployerBound) Kind() Kind { return "employer-bound" }

func (b EmployerBound) fold(c *Case, _ Event) { c.Employer = b.To }

// Reported is the foreigner's own word, such as "employer-has-not-cancelled".
type Reported struct {
	What string         `json:"what"`
	Text string         `json:"text,omitempty"`
	By   people.PartyID `json:"by"`
}

// Kind is "reported".
func (Reported) Kind() Kind { return "reported" }

func (b Reported) fold(c *Case, _ Event) { c.Reports = append(c.Reports, b) }

// Rated is the applicant's rating: 1 (very dissatisfied) to 5 (very satisfied).
// The two lowest ask for a call back.
type Rated struct {
	Stars int    `json:"stars"`
	Words string `json:"words,omitempty"`
}

// Kind is "rated".
func (Rated) Kind() Kind { return "rated" }

func (b Rated) fold(c *Case, _ Event) { c.Rating = &b }

// CallBack reports whether somebody has to call the applicant.
func (b Rated) CallBack() bool { return b.Stars <= 2 }

// Revealed records that a masked identifier was looked at in full.
type Revealed struct {
	What string         `json:"what"` // "passport-number"
	Of   people.PartyID `json:"of"`
}

// Kind is "revealed".
func (Revealed) Kind() Kind { return "revealed" }

func (Revealed) fold(*Case, Event) {}
