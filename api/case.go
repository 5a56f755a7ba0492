package api

import (
	"encoding/json"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/office"
)

// caseSummary is a case in a list. Dates are YYYY-MM-DD in Asia/Shanghai.
type caseSummary struct {
	Number    casefile.CaseNumber `json:"number"`
	Matter    casefile.MatterID   `json:"matter"`
	Kind      casefile.MatterKind `json:"kind"`
	Place     string              `json:"place"`
	Status    casefile.Status     `json:"status"`
	State     casefile.Label      `json:"state"` // what people read
	Person    string              `json:"person,omitempty"`
	Employer  string              `json:"employer,omitempty"`
	Submitted *civil.Date         `json:"submitted_on,omitempty"`
	Due       *civil.Date         `json:"due_on,omitempty"` // the earliest day that binds an office; absent: none runs
	Used      int                 `json:"working_days_used"`
	Version   int                 `json:"version"`
}

// caseDetail is a case as the reader's page shows it.
type caseDetail struct {
	caseSummary
	Agency     string                     `json:"agency,omitempty"`
	Permit     string                     `json:"permit,omitempty"`
	PolicyDay  *civil.Date                `json:"policy_day,omitempty"` // whose law answers; absent: not determined yet
	Class      string                     `json:"class,omitempty"`
	Verdict    string                     `json:"verdict,omitempty"`
	Tracks     []track                    `json:"tracks"`
	Clocks     []clock                    `json:"clocks"`
	Papers     []paper                    `json:"papers"`
	Correction *correction                `json:"correction,omitempty"` // the open one
	Letters    []letterLine               `json:"letters"`
	Answers    map[string]json.RawMessage `json:"answers"`
}

type track struct {
	ID       casefile.TrackID `json:"id"`
	Office   string           `json:"office"`
	Begun    *civil.Date      `json:"begun_on,omitempty"`
	Decision *decision        `json:"decision,omitempty"`
}

type decision struct {
	Outcome casefile.Outcome `json:"outcome"`
	On      *civil.Date      `json:"on,omitempty"`
	From    *civil.Date      `json:"from,omitempty"`
	Until   *civil.Date      `json:"until,omitempty"` // the last day, included
	Reason  string           `json:"reason,omitempty"`
	Clauses []string         `json:"clauses,omitempty"`
	Deemed  bool             `json:"deemed,omitempty"`
}

type clock struct {
	Track     casefile.TrackID    `json:"track"`
	Step      string              `json:"step"`
	Statutory bool                `json:"statutory"`
	State     casefile.ClockState `json:"state"`
	Due       *civil.Date         `json:"due_on,omitempty"`
	Clause    string              `json:"clause,omitempty"`
}

type paper struct {
	ID        casefile.SlotID    `json:"id"`
	Treatment casefile.Treatment `json:"treatment"`
	State     casefile.SlotState `json:"state"`
	Files     int                `json:"files"`
	Fault     string             `json:"fault,omitempty"`
	Deferred  *civil.Date        `json:"deferred_until,omitempty"`
}

type correction struct {
	Due   civil.Date       `json:"due_on"`
	Items []correctionItem `json:"items"`
}

type correctionItem struct {
	Paper casefile.SlotID `json:"paper,omitempty"`
	Fact  string          `json:"fact,omitempty"`
	Page  int             `json:"page,omitempty"`
	Fault string          `json:"fault"`
	Fix   string          `json:"fix"`
	Done  bool            `json:"done"`
}

type letterLine struct {
	Kind      casefile.LetterKind `json:"kind"`
	Ref       casefile.Reference  `json:"ref"`
	On        civil.Date          `json:"on"`
	Delivered bool                `json:"delivered"`
}

func summaryOf(item office.Work) caseSummary {
	c := item.Case
	return caseSummary{
		Number: c.Number, Matter: c.Matter, Kind: c.Kind, Place: string(c.Place), Status: c.Status, State: c.Label(),
		Submitted: item.SubmittedOn, Due: item.DueOn, Used: item.Used, Version: c.Version,
	}
}

func detailOf(item office.Work, cal *civil.Calendar) caseDetail {
	c := item.Case
	d := caseDetail{
		caseSummary: summaryOf(item), Permit: string(c.Permit), Answers: c.Answers,
		Tracks: []track{}, Clocks: []clock{}, Papers: []paper{}, Letters: []letterLine{},
	}
	if c.Determination != nil {
		d.PolicyDay, d.Class, d.Verdict = &c.Determination.On, c.Determination.Class, c.Determination.Verdict
	}
	for _, t := range c.Tracks {
		d.Tracks = append(d.Tracks, track{ID: t.ID, Office: string(t.Office), Begun: t.Begun, Decision: decisionOf(t.Decision)})
	}
	for _, k := range c.Clocks {
		line := clock{Track: k.Limit.Track, Step: k.Limit.Step, Statutory: k.Limit.Statutory, State: k.State(), Clause: k.Limit.Clause}
		if due, ok := k.Due(cal); ok {
			line.Due = &due
		}
		d.Clocks = append(d.Clocks, line)
	}
	for _, s := range c.Slots {
		d.Papers = append(d.Papers, paper{ID: s.ID, Treatment: s.Treatment, State: s.State, Files: len(s.Files), Fault: s.Fault, Deferred: s.Deferred})
	}
	if open := c.OpenRequest(); open != nil {
		d.Correction = &correction{Due: open.Due}
		for _, i := range open.Items {
			d.Correction.Items = append(d.Correction.Items, correctionItem{Paper: i.Slot, Fact: i.Field, Page: i.Page, Fault: i.Fault, Fix: i.Fix, Done: i.Done})
		}
	}
	for _, l := range c.Letters {
		d.Letters = append(d.Letters, letterLine{Kind: l.Kind, Ref: l.Ref, On: l.On, Delivered: l.Delivered != nil})
	}
	return d
}

func decisionOf(d *casefile.Decision) *decision {
	if d == nil {
		return nil
	}
	out := &decision{Outcome: d.Outcome, On: d.On, Reason: d.Reason, Deemed: d.Deemed}
	if d.Term != nil {
		out.From, out.Until = &d.Term.From, &d.Term.Until
	}
	for _, k := range d.Clauses {
		out.Clauses = append(out.Clauses, k.Clause)
	}
	return out
}
