package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Choice is an extra that a foreigner can allow and take back at any time. None
// is needed for any case.
type Choice string

// The choices.
const (
	AgencySeesPapers Choice = "agency-papers" // the agency may open the papers that the person gave itself
	ReuseAnswers     Choice = "reuse"         // lasting answers of cases with other employers fill in the next form
)

// Choices lists every choice.
var Choices = []Choice{AgencySeesPapers, ReuseAnswers}

// choiceChain is where a person's choices are recorded; the last word on each
// counts.
func choiceChain(person people.PartyID) string { return "party/" + string(person) }

const (
	choiceGiven   = "party.choice-given"
	choiceRevoked = "party.choice-revoked"
)

// choiceBody is the body of both records.
type choiceBody struct {
	Choice Choice `json:"choice"`
}

// Chosen are the choices that the foreigner who asks has allowed.
func (w *Window) Chosen(ctx context.Context, who people.Who) ([]Choice, error) {
	if who.Disabled || who.Role != people.Applicant {
		return nil, fault.New(fault.Forbidden, "fault.people.role")
	}
	return chosen(ctx, &w.DB.Reader, who.Party)
}

// Choose allows exactly the choices given and takes the others back.
func (w *Window) Choose(ctx context.Context, who people.Who, allowed []Choice) error {
	if who.Disabled || who.Role != people.Applicant {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		before, err := chosen(ctx, &tx.Reader, who.Party)
		if err != nil {
			return err
		}
		for _, c := range Choices {
			is, was := slices.Contains(allowed, c), slices.Contains(before, c)
			kind := choiceGiven
			if was {
				kind = choiceRevoked
			}
			if is == was {
				continue
			}
			if err := record(ctx, tx, who, choiceChain(who.Party), kind, choiceBody{c}); err != nil {
				return err
			}
		}
		return nil
	})
}

// mayOpen refuses an agency the papers that the foreigner gave itself and did not
// open to it. That they exist is no secret: the agency has to complete the case.
func (w *Window) mayOpen(ctx context.Context, who people.Who, c casefile.Case, a store.Attachment) error {
	if who.Role != people.Agency || c.Foreigner == "" {
		return nil
	}
	by, err := w.DB.Account(ctx, a.UploadedBy)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || by.Party != string(c.Foreigner) {
		return err
	}
	allowed, err := chosen(ctx, &w.DB.Reader, c.Foreigner)
	if err == nil && !slices.Contains(allowed, AgencySeesPapers) {
		err = fault.New(fault.Forbidden, "fault.file.private")
	}
	return err
}

// chosen folds the record of the person's choices.
func chosen(ctx context.Context, r *store.Reader, person people.PartyID) ([]Choice, error) {
	entries, err := recorded(ctx, r, choiceChain(person))
	if err != nil {
		return nil, err
	}
	var out []Choice
	for _, e := range entries {
		if e.Kind != choiceGiven && e.Kind != choiceRevoked {
			continue
		}
		var body choiceBody
		if err := json.Unmarshal(e.Body, &body); err != nil {
			return nil, fmt.Errorf("read choice of %s: %w", person, err)
		}
		out = slices.DeleteFunc(out, func(c Choice) bool { return c == body.Choice })
		if e.Kind == choiceGiven {
			out = append(out, body.Choice)
		}
	}
	return out, nil
}
