package office

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
	"yichuang/store"
)

// fewCases is how many people of earlier cases there must be before their
// standing is shown: of fewer one could guess who they are.
const fewCases = 10

// mostCases is how many cases a trial looks at, the newest first.
const mostCases = 500

// CaseEffects is how people of cases of this window would stand under a draft,
// without a trace of who they are: the same changes of several people are one line.
type CaseEffects struct {
	TooFew              bool
	Tried               int
	Better, Same, Worse int
	Mixed               int
	Lines               []CaseEffect
	Open                []OpenEffect // open cases among those looked at
	Drafts              int64        // cases that are not sent yet: the text of their day judges them
}

// OpenEffect is whether an open case would be answered otherwise if it were sent
// again under the draft. It keeps the text it was sent under, and how the answer
// differs is not said: a number leads to a person.
type OpenEffect struct {
	ConcernedCase
	Changes bool
}

// CaseEffect is one change and how many people it concerns.
type CaseEffect struct {
	determination.Shift
	Edge  bool
	Count int
}

// casesUnder determines the facts of cases in the person's places under both laws.
func (w *Window) casesUnder(ctx context.Context, who people.Who, pack *policy.Pack, before, after *determination.Engine) (CaseEffects, error) {
	var out CaseEffects
	scope := people.Scope{Account: who.Account, Places: who.Places, AnyOffice: true}
	places := make([]people.PlaceCode, len(pack.Scope))
	for i, p := range pack.Scope {
		places[i] = people.PlaceCode(p)
	}
	lines := map[string]int{}
	for offset := 0; offset < mostCases; offset += passPage {
		rows, err := w.DB.Cases(ctx, store.CaseFilter{Scope: scope, Places: places, Order: store.ByChange, Limit: passPage, Offset: offset})
		if err != nil {
			return out, err
		}
		for _, row := range rows {
			if err := w.caseUnder(ctx, row, before, after, &out, lines); err != nil {
				return out, err
			}
		}
		if len(rows) < passPage {
			break
		}
	}
	var err error
	if out.Drafts, err = w.DB.CountDrafts(ctx, placesWithin(scope, places).Places); err != nil {
		return out, err
	}
	if out.Tried < fewCases {
		return CaseEffects{TooFew: true, Open: out.Open, Drafts: out.Drafts}, nil
	}
	slices.SortStableFunc(out.Lines, func(a, b CaseEffect) int { return b.Count - a.Count })
	return out, nil
}

func (w *Window) caseUnder(ctx context.Context, row store.CaseRow, before, after *determination.Engine, out *CaseEffects, lines map[string]int) error {
	c, err := w.DB.CaseFile(ctx, casefile.CaseNumber(row.Number))
	if err != nil || c.Determination == nil {
		return err
	}
	f, err := w.Facts(c, c.Determination.On)
	if err != nil {
		var refused *fault.Error
		if errors.As(err, &refused) {
			return nil // answers that today's vocabulary no longer reads prove nothing
		}
		return err
	}
	shift, edge := before.Shift(f, after, f)
	out.Tried++
	if row.IsOpen {
		out.Open = append(out.Open, OpenEffect{w.concernedCase(row), len(shift.Steps) > 0})
	}
	switch {
	case shift.Better && shift.Worse:
		out.Mixed++
	case shift.Better:
		out.Better++
	case shift.Worse:
		out.Worse++
	default:
		out.Same++
	}
	if len(shift.Steps) == 0 {
		return nil
	}
	key := fmt.Sprint(shift, edge)
	if i, known := lines[key]; known {
		out.Lines[i].Count++
		return nil
	}
	lines[key] = len(out.Lines)
	out.Lines = append(out.Lines, CaseEffect{shift, edge, 1})
	return nil
}
