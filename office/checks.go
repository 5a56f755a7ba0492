package office

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
	"yichuang/supervision"
)

// Drawing asks for commitments to be checked: those of cases granted at the
// place in the period, both days included. The same seed over the same
// commitments gives the same draw.
type Drawing struct {
	Supervising
	Place       people.PlaceCode
	From, Until civil.Date
	Seed        uint64
}

// Drawn is what a draw gave. It is kept in the audit record, with all it needs
// to be repeated.
type Drawn struct {
	Place       people.PlaceCode  `json:"place"`
	From        civil.Date        `json:"from"`
	Until       civil.Date        `json:"until"`
	Seed        uint64            `json:"seed"`
	Rules       supervision.Rules `json:"rules"`
	Candidates  int               `json:"candidates"`
	Risky       int               `json:"risky"`
	Sampled     int               `json:"sampled"`
	Commitments []string          `json:"commitments"` // picked: case/commitment
}

// Draw picks commitments by risk and by sample and opens a check of each.
func (w *Window) Draw(ctx context.Context, in Drawing) (Drawn, error) {
	if err := watches(in.Who, in.Place); err != nil {
		return Drawn{}, err
	}
	if in.Until < in.From {
		return Drawn{}, fault.New(fault.Invalid, "fault.supervision.period").WithPath("until")
	}
	text, err := w.supervise(ctx, in.Supervising, func(o *oversight) (string, error) {
		drawn, err := o.draw(ctx, in)
		if err != nil {
			return "", err
		}
		text, err := json.Marshal(drawn)
		if err != nil {
			return "", err
		}
		return string(text), o.record(ctx, "draw", string(in.Place), "made", drawn)
	})
	if err != nil {
		return Drawn{}, err
	}
	return unpack[Drawn](json.RawMessage(text), "draw of", string(in.Place))
}

func (o *oversight) draw(ctx context.Context, in Drawing) (Drawn, error) {
	drawn := Drawn{Place: in.Place, From: in.From, Until: in.Until, Seed: in.Seed}
	cal, err := o.law.calendar(in.Place)
	if err != nil {
		return drawn, err
	}
	if drawn.Rules, _, err = rulesOf(ctx, &o.tx.Reader, in.Place, o.by.On()); err != nil {
		return drawn, err
	}
	candidates, places, err := o.candidates(ctx, in)
	if err != nil {
		return drawn, err
	}
	score, err := o.score(ctx, in, drawn.Rules.Risk)
	if err != nil {
		return drawn, err
	}
	drawn.Candidates = len(candidates)
	due := cal.Due(o.by.On(), civil.WorkingDays(drawn.Rules.Days))
	for _, p := range supervision.Draw(in.Seed, drawn.Rules.Share, drawn.Rules.Threshold, candidates, score) {
		if p.Method == supervision.ByRisk {
			drawn.Risky++
		} else {
			drawn.Sampled++
		}
		drawn.Commitments = append(drawn.Commitments, p.Case+"/"+p.Commitment)
		c, err := supervision.OpenCheck(o.by, places[p.Case], supervision.CheckID(store.NewID()), p, due)
		if err != nil {
			return drawn, err
		}
		if err := o.addCheck(ctx, c); err != nil {
			return drawn, err
		}
	}
	return drawn, nil
}

// candidates are the commitments of the period that nobody has checked, and the
// places of their cases.
func (o *oversight) candidates(ctx context.Context, in Drawing) ([]supervision.Candidate, map[string]people.PlaceCode, error) {
	rows, err := o.tx.Unchecked(ctx, []people.PlaceCode{in.Place}, in.From, in.Until)
	if err != nil {
		return nil, nil, err
	}
	places := map[string]people.PlaceCode{}
	out := make([]supervision.Candidate, len(rows))
	for i, row := range rows {
		places[row.CaseID] = people.PlaceCode(row.Place)
		out[i] = candidateOf(row)
	}
	return out, places, nil
}

func candidateOf(row store.Commitment) supervision.Candidate {
	return supervision.Candidate{
		Case: row.CaseID, Commitment: row.ID, Employer: people.PartyID(row.Employer), Agent: people.PartyID(row.Agent),
		Foreigner: people.PartyID(row.Foreigner), SignedOn: row.SignedOn, Class: row.Class, Slot: row.Slot,
	}
}

// score weighs candidates by the active entries of their parties and by how many
// earlier cases the employer has.
func (o *oversight) score(ctx context.Context, in Drawing, risk supervision.Risk) (func(supervision.Candidate) int, error) {
	rows, err := o.tx.ActiveEntries(ctx, nil, o.by.On())
	if err != nil {
		return nil, err
	}
	byParty := map[people.PartyID][]supervision.Entry{}
	for _, row := range rows {
		e, err := unpack[supervision.Entry](row.Body, "integrity entry", row.ID)
		if err != nil {
			return nil, err
		}
		byParty[e.Party] = append(byParty[e.Party], e)
	}
	sent, err := o.tx.SentCases(ctx, []people.PlaceCode{in.Place}, in.From, in.Until)
	if err != nil {
		return nil, err
	}
	earlier := map[people.PartyID]int{}
	for employer, n := range sent {
		earlier[people.PartyID(employer)] = n - 1 // the candidate's own case is one of them
	}
	return func(c supervision.Candidate) int {
		entries := slices.Concat(byParty[c.Employer], byParty[c.Agent], byParty[c.Foreigner])
		return risk.Score(c, entries, earlier, o.by.On())
	}, nil
}

func (o *oversight) addCheck(ctx context.Context, c supervision.Check) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	row := store.Check{
		ID: string(c.ID), CaseID: c.Case, Commitment: c.Commitment, Place: string(c.Place), Method: string(c.Method),
		Result: string(c.Result), Assigned: string(c.Assigned), DueOn: c.Due, Body: body,
	}
	if err := o.tx.AddCheck(ctx, &row); err != nil {
		return err
	}
	return o.record(ctx, "check", row.ID, "opened", c)
}

// Complaint opens a check of one commitment that somebody complained about.
func (w *Window) Complaint(ctx context.Context, in Supervising, number, commitment string) (supervision.CheckID, error) {
	id, err := w.supervise(ctx, in, func(o *oversight) (string, error) {
		row, err := o.tx.Commitment(ctx, number, commitment)
		if err != nil {
			return "", fault.New(fault.Invalid, "fault.check.commitment").WithPath("number").WithCause(err)
		}
		cal, err := o.law.calendar(people.PlaceCode(row.Place))
		if err != nil {
			return "", err
		}
		rules, _, err := rulesOf(ctx, &o.tx.Reader, people.PlaceCode(row.Place), o.by.On())
		if err != nil {
			return "", err
		}
		picked := supervision.Picked{Candidate: candidateOf(row), Method: supervision.ByComplaint}
		c, err := supervision.OpenCheck(o.by, people.PlaceCode(row.Place), supervision.CheckID(store.NewID()), picked, cal.Due(o.by.On(), civil.WorkingDays(rules.Days)))
		if err != nil {
			return "", err
		}
		return string(c.ID), o.addCheck(ctx, c)
	})
	return supervision.CheckID(id), err
}

// change reads a check, changes it and keeps it with its record.
func (w *Window) changeCheck(ctx context.Context, in Supervising, id, what string, change func(*oversight, supervision.Check) (supervision.Check, error)) error {
	in.Asked = id + "\n" + what + "\n" + in.Asked
	_, err := w.supervise(ctx, in, func(o *oversight) (string, error) {
		row, err := o.tx.Check(ctx, id)
		if err != nil {
			return "", err
		}
		before, err := unpack[supervision.Check](row.Body, "check", id)
		if err != nil {
			return "", err
		}
		if err := seesCheck(in.Who, before); err != nil {
			return "", err
		}
		c, err := change(o, before)
		if err != nil {
			return "", err
		}
		row.Result, row.Assigned = string(c.Result), string(c.Assigned)
		if row.Body, err = json.Marshal(c); err != nil {
			return "", err
		}
		if err := o.tx.ChangeCheck(ctx, &row); err != nil {
			return "", err
		}
		return id, o.record(ctx, "check", id, what, c)
	})
	return err
}

// seesCheck: watchers see the checks of their places; nobody else knows of them.
func seesCheck(who people.Who, c supervision.Check) error {
	if watches(who, c.Place) != nil {
		return fault.New(fault.NotFound, "fault.check.not-found")
	}
	return nil
}

// AssignCheck says which integrity officer carries the check out.
func (w *Window) AssignCheck(ctx context.Context, in Supervising, id string, to people.PartyID) error {
	in.Asked += string(to)
	return w.changeCheck(ctx, in, id, "assigned", func(o *oversight, c supervision.Check) (supervision.Check, error) {
		who, err := o.inspector(ctx, to)
		if err != nil {
			return c, err
		}
		if c, err = c.Assign(o.by, who); err != nil || to == in.Who.Account {
			return c, err
		}
		row, err := o.tx.Account(ctx, string(to))
		if err != nil {
			return c, err
		}
		return c, o.tellAccounts(ctx, []store.Account{row}, "check-assigned", id+"/"+strconv.FormatInt(o.tx.Now().UnixMicro(), 10), "/watch/promises/"+id, "due", c.Due)
	})
}

// inspector is an account in its post as integrity officer today.
func (o *oversight) inspector(ctx context.Context, account people.PartyID) (people.Who, error) {
	on := o.by.On()
	rows, err := o.tx.Officers(ctx, store.OfficerFilter{Account: string(account), Role: string(people.IntegrityOfficer), On: &on})
	if err != nil {
		return people.Who{}, err
	}
	if len(rows) == 0 {
		return people.Who{}, fault.New(fault.Invalid, "fault.check.assignee").WithPath("to")
	}
	officer, err := unpack[people.Officer](rows[0].Body, "post", rows[0].ID)
	if err != nil {
		return people.Who{}, err
	}
	officer.Account = account
	office, err := readOffice(ctx, &o.tx.Reader, officer.Office)
	if err != nil {
		return people.Who{}, err
	}
	return people.PostOf(officer, office, account, o.by.At)
}

// Interview records a talk with a party to the case, or that nobody came.
func (w *Window) Interview(ctx context.Context, in Supervising, id string, i supervision.Interview) error {
	return w.changeCheck(ctx, in, id, "interviewed", func(o *oversight, c supervision.Check) (supervision.Check, error) {
		s, err := o.step(ctx, c.Case)
		if err != nil {
			return c, err
		}
		if i.With != s.file.Employer && i.With != s.file.Agent && i.With != s.file.Foreigner {
			return c, fault.New(fault.Invalid, "fault.check.with").WithPath("with")
		}
		return c.Interview(o.by, i)
	})
}

// FinishCheck closes a check with its result. What follows from a broken
// commitment is a finding of its own, about one party each.
func (w *Window) FinishCheck(ctx context.Context, in Supervising, id string, result supervision.Result, reason string, evidence []string) error {
	return w.changeCheck(ctx, in, id, "finished", func(o *oversight, c supervision.Check) (supervision.Check, error) {
		return c.Finish(o.by, result, reason, evidence)
	})
}
