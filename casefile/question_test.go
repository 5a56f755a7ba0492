package casefile

import (
	"encoding/json"
	"strings"
	"testing"

	"yichuang/fault"
	"yichuang/people"
)

func TestQuestion_Read(t *testing.T) {
	choices := []Option{{ID: "near", Title: people.Words{ZH: "附近", EN: "Near"}}}
	for _, test := range []struct {
		kind       QuestionType
		text, want string
		wrong      bool
	}{
		{AskText, "  two rooms ", "two rooms", false},
		{AskText, strings.Repeat("房", 200), strings.Repeat("房", 200), false},
		{AskText, strings.Repeat("房", 201), "", true},
		{AskLong, strings.Repeat("a", 4001), "", true},
		{AskDate, "2026-04-27", "2026-04-27", false},
		{AskDate, "2026-02-30", "", true},
		{AskAmount, "4,500", "4500", false},
		{AskAmount, "-1", "", true},
		{AskAmount, "4.5", "", true},
		{AskChoice, "near", "near", false},
		{AskChoice, "far", "", true},
		{AskYes, "yes", "yes", false},
		{AskYes, "no", "", true},
		{AskText, " ", "", false},
	} {
		q := Question{ID: "q", Type: test.kind, Choices: choices}
		got, err := q.Read(test.text)
		if got != test.want || (err != nil) != test.wrong {
			t.Errorf("%s: Read(%.20q) = %.20q, %v; want %.20q, wrong %v", test.kind, test.text, got, err, test.want, test.wrong)
		}
		if err != nil && fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: code %s, want invalid", test.kind, fault.CodeOf(err))
		}
	}
}

func TestTrackPlan_CheckResults(t *testing.T) {
	plan := TrackPlan{ID: "service", Results: []Question{{ID: "school", Type: AskText, Required: true}, {ID: "starts", Type: AskDate}, {ID: "to", Type: AskText, Required: true, Outcome: Forwarded}}}
	for _, test := range []struct {
		name    string
		outcome Outcome
		given   map[string]string
		wrong   bool
	}{
		{"all", Fulfilled, map[string]string{"school": "S", "starts": "2026-09-01"}, false},
		{"required is missing", Fulfilled, map[string]string{"starts": "2026-09-01"}, true},
		{"declined needs none", Declined, nil, false},
		{"no date", Fulfilled, map[string]string{"school": "S", "starts": "soon"}, true},
		{"handed on to nobody", Forwarded, map[string]string{"school": "S"}, true},
		{"handed on", Forwarded, map[string]string{"school": "S", "to": "Z"}, false},
		{"done and handed on", Fulfilled, map[string]string{"school": "S", "to": "Z"}, true},
		{"not planned", Fulfilled, map[string]string{"school": "S", "price": "1"}, true},
	} {
		if _, err := plan.CheckResults(test.outcome, test.given); (err != nil) != test.wrong {
			t.Errorf("%s: %v, want wrong %v", test.name, err, test.wrong)
		}
	}
}

// TestCase_ownAnswersAreNoFacts: a required question stands in the way of
// sending, and no determination reads its answer.
func TestCase_ownAnswersAreNoFacts(t *testing.T) {
	m := Matter{Questions: []Question{{ID: "topic", Type: AskText, Required: true}}}
	c := Case{Place: "650100"}
	if got := c.Missing(m); len(got) != 1 || got[0] != "own.topic" {
		t.Errorf("missing %v, want own.topic", got)
	}
	c.Answers = map[string]json.RawMessage{"own.topic": json.RawMessage(`"schools"`)}
	if got := c.Missing(m); len(got) != 0 {
		t.Errorf("missing %v, want nothing", got)
	}
	document, err := c.FactsJSON(0)
	if err != nil || strings.Contains(string(document), "topic") {
		t.Errorf("facts %s, %v: want no own answer among them", document, err)
	}
}
