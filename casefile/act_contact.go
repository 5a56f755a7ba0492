package casefile

import (
	"slices"
	"strings"

	"yichuang/fault"
	"yichuang/people"
)

// Issue adds a numbered letter of a kind that the matter has. A letter that
// supersedes another names one of the same kind that is still valid.
func (c Case) Issue(by By, m Matter, l Letter) ([]Event, error) {
	if err := c.begin(by, people.Issue, l.Track); err != nil {
		return nil, err
	}
	l.On, l.By, l.Delivered = by.On(), by.Who.Account, nil
	return c.emit(by, LetterIssued{Letter: l}), c.checkLetter(m, l)
}

// IssueByLaw adds a letter that follows an event by law, in nobody's name.
func (c Case) IssueByLaw(by By, m Matter, l Letter) ([]Event, error) {
	l.On, l.By, l.Delivered = by.On(), people.System, nil
	return c.lawful(by.At, LetterIssued{Letter: l}), c.checkLetter(m, l)
}

func (c Case) checkLetter(m Matter, l Letter) error {
	switch {
	case m.ID != c.Matter || !l.Kind.Supervisory() && !slices.Contains(m.Letters, l.Kind):
		return fault.At("kind", "matter %s has no letter %q", c.Matter, l.Kind)
	case !l.Ref.Given() || l.Hash == "":
		return fault.At("ref", "a letter needs its number and the hash of the document")
	case c.letter(l.Ref) != nil:
		return fault.New(fault.Conflict, "fault.case.letter-exists").WithDetail("letter %v is issued already", l.Ref)
	}
	if l.Supersedes == nil {
		return nil
	}
	old := c.letter(*l.Supersedes)
	if old == nil || old.Kind != l.Kind || c.superseded(old.Ref) {
		return fault.At("supersedes", "no valid %s letter has this number", l.Kind)
	}
	return nil
}

// letter returns the letter of the reference, or nil.
func (c Case) letter(ref Reference) *Letter {
	if i := slices.IndexFunc(c.Letters, func(l Letter) bool { return l.Ref == ref }); i >= 0 {
		return &c.Letters[i]
	}
	return nil
}

// superseded reports whether a later letter took the place of this one.
func (c Case) superseded(ref Reference) bool {
	return slices.ContainsFunc(c.Letters, func(l Letter) bool { return l.Supersedes != nil && *l.Supersedes == ref })
}

// ValidLetters lists the letters that no later one supersedes.
func (c Case) ValidLetters() []Letter {
	var valid []Letter
	for _, l := range c.Letters {
		if !c.superseded(l.Ref) {
			valid = append(valid, l)
		}
	}
	return valid
}

// Deliver records how, when and to whom a letter went, once.
func (c Case) Deliver(by By, ref Reference, d Delivery) ([]Event, error) {
	l := c.letter(ref)
	if l == nil {
		return nil, fault.New(fault.NotFound, "fault.case.no-letter").WithDetail("case %s has no letter %v", c.Number, ref)
	}
	if err := c.begin(by, people.Deliver, l.Track); err != nil {
		return nil, err
	}
	if l.Delivered != nil {
		return nil, fault.New(fault.Conflict, "fault.case.delivered").WithDetail("letter %v is delivered", ref)
	}
	if d.How == "" || d.To == "" {
		return nil, fault.At("how", "say how and to whom the letter went")
	}
	d.At, d.By = by.At.UTC(), by.Who.Account
	return c.emit(by, LetterDelivered{Ref: ref, Delivery: d}), nil
}

// HandOver hands every letter of the case that is not delivered yet to the person
// at the counter and, where nothing is left to decide, closes the case: collection
// is finished on arrival.
func (c Case) HandOver(by By, to string) ([]Event, error) {
	if err := c.begin(by, people.Deliver, ""); err != nil {
		return nil, err
	}
	if strings.TrimSpace(to) == "" {
		return nil, fault.New(fault.Invalid, "fault.case.no-receiver").WithPath("to").WithDetail("name who takes the letters")
	}
	delivery := Delivery{How: AtCounter, To: to, At: by.At.UTC(), By: by.Who.Account}
	var bodies []Body
	for _, l := range c.ValidLetters() {
		if l.Delivered == nil && l.Kind != ProofOfDelivery {
			bodies = append(bodies, LetterDelivered{Ref: l.Ref, Delivery: delivery})
		}
	}
	if len(bodies) == 0 {
		return nil, fault.New(fault.Conflict, "fault.case.nothing-to-hand").WithDetail("case %s has no letter to hand over", c.Number)
	}
	for _, a := range c.Appointments {
		if a.Purpose == Collecting && (a.State == "booked" || a.State == "changed") {
			a.State = "kept"
			bodies = append(bodies, AppointmentSet{Appointment: a})
		}
	}
	if c.Status == StatusDecided && by.Who.Role.Can(people.Close) {
		bodies = append(bodies, Closed{})
	}
	return c.emit(by, bodies...), nil
}

// Book books, changes, keeps or cancels an appointment. Id 0 books a new one.
func (c Case) Book(by By, a Appointment) ([]Event, error) {
	if err := c.begin(by, people.Book, ""); err != nil {
		return nil, err
	}
	states := []string{"booked", "changed", "kept", "missed", "cancelled"}
	known := slices.ContainsFunc(c.Appointments, func(old Appointment) bool { return old.ID == a.ID })
	switch {
	case !slices.Contains(states, a.State) || (a.ID == 0) != (a.State == "booked"):
		return nil, fault.At("state", "%q does not follow (one of %v; booked for a new one)", a.State, states)
	case a.ID != 0 && !known:
		return nil, fault.New(fault.NotFound, "fault.case.no-appointment").WithDetail("case %s has no appointment %d", c.Number, a.ID)
	case (a.State == "booked" || a.State == "changed") && !a.At.After(by.At):
		return nil, fault.New(fault.Invalid, "fault.case.appointment-past").WithPath("at").WithDetail("an appointment lies ahead")
	case (a.State == "kept" || a.State == "missed") && !by.Who.Role.Staff():
		return nil, fault.New(fault.Forbidden, "fault.people.role").WithDetail("the office records who came")
	}
	if a.ID == 0 {
		a.ID = len(c.Appointments) + 1
	}
	a.At = a.At.UTC()
	return c.emit(by, AppointmentSet{Appointment: a}), nil
}

// BindEmployer gives the case to the employer to which the window bound the one
// that opened it. No state of the case stands in the way: it follows from the
// registration.
func (c Case) BindEmployer(by By, to people.PartyID) []Event {
	return c.emit(by, EmployerBound{From: c.Employer, To: to})
}

// Message writes a note to the other side.
func (c Case) Message(by By, m Messaged) ([]Event, error) {
	if err := c.begin(by, people.Message, ""); err != nil {
		return nil, err
	}
	if m.Text == "" || (m.To != "applicant" && m.To != "office") {
		return nil, fault.At("text", "a message has a text and goes to the applicant or the office")
	}
	return c.emit(by, m), nil
}

// Report records the foreigner's own word.
func (c Case) Report(by By, r Reported) ([]Event, error) {
	if err := c.begin(by, people.Report, ""); err != nil {
		return nil, err
	}
	if r.What == "" {
		return nil, fault.At("what", "say what is reported")
	}
	r.By = by.Who.Account
	return c.emit(by, r), nil
}

// Rate rates a finished case, once, from 1 to 5.
func (c Case) Rate(by By, r Rated) ([]Event, error) {
	if err := c.begin(by, people.Rate, ""); err != nil {
		return nil, err
	}
	if c.Rating != nil {
		return nil, fault.New(fault.Conflict, "fault.case.rated").WithDetail("case %s is rated", c.Number)
	}
	if r.Stars < 1 || r.Stars > 5 {
		return nil, fault.At("stars", "%d is out of range (1 to 5)", r.Stars)
	}
	return c.emit(by, r), nil
}

// Reveal records that a masked identifier is looked at in full.
func (c Case) Reveal(by By, r Revealed) ([]Event, error) {
	if err := c.begin(by, people.Reveal, ""); err != nil {
		return nil, err
	}
	return c.emit(by, r), nil
}
