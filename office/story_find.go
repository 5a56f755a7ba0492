package office

import (
	"context"
	"fmt"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/supervision"
)

// storyFinding is an integrity entry about a party, and a suspension that rests
// on it.
type storyFinding struct {
	At       string                  `yaml:"at"`
	By       people.PartyID          `yaml:"by"`
	Case     string                  `yaml:"case"` // name of a case of the story, or
	Code     string                  `yaml:"code"` // the party's credit code
	Of       supervision.SubjectKind `yaml:"of"`
	Cause    supervision.Cause       `yaml:"cause"`
	Reason   string                  `yaml:"reason"`
	Evidence []string                `yaml:"evidence"`
	Until    civil.Date              `yaml:"until"`
	Suspend  string                  `yaml:"suspend"`       // why handling is suspended; empty: it is not
	Ends     *civil.Date             `yaml:"suspend_until"` // its last day
}

// find makes an integrity entry and suspends handling where the story says so.
func (s *Story) find(ctx context.Context, w Window, f storyFinding, number casefile.CaseNumber, key string) error {
	who, err := s.Who(f.By)
	if err != nil {
		return err
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", f.At, civil.Beijing)
	if err != nil {
		return err
	}
	w.Clock = func() time.Time { return at }
	clauses := w.SupervisionClauses(who.Places[0])
	if len(clauses) == 0 {
		return fmt.Errorf("no clause is in force at %s", who.Places[0])
	}
	entry, err := w.RecordFinding(ctx, Finding{
		Supervising: Supervising{Who: who, Key: key}, Case: number, Code: f.Code, Of: f.Of, Cause: f.Cause, Reason: f.Reason,
		Evidence: f.Evidence, Clause: clauses[0].Ref(), Until: f.Until,
	})
	if err != nil || f.Suspend == "" {
		return err
	}
	_, err = w.Impose(ctx, Imposing{Supervising: Supervising{Who: who, Key: key + "-suspend"}, Entry: entry, Reason: f.Suspend, From: civil.DateOf(at), Until: *f.Ends})
	return err
}

// nameOf is the name of a party of the story.
func (s *Story) nameOf(party people.PartyID) string {
	for _, p := range s.Parties {
		if p.ID == string(party) {
			return p.Name
		}
	}
	return string(party)
}
