package casefile

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"yichuang/people"
)

var update = flag.Bool("update", false, "rewrite docs/states.md from the table")

// TestStates_documented draws docs/states.md from the one table and compares.
func TestStates_documented(t *testing.T) {
	const page = "../docs/states.md"
	drawn := drawStates()
	if *update {
		if err := os.WriteFile(page, []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if written := string(mustRead(t, page)); written != drawn {
		t.Errorf("%s does not say what the table says; run go test ./casefile -run TestStates_documented -update", page)
	}
}

func drawStates() string {
	var b strings.Builder
	b.WriteString("# Statuses of a case\n\nDrawn from `Transitions` in casefile/state.go by its test; change the table, not this page.\n" +
		"What people read is a label computed from the status, an open request, a pause, a draft decision and the\n" +
		"outcome (casefile/label.go). *by-law* is what happens without anybody acting.\n\n" +
		"## Acts that lead to another status\n\n| status | act | leads to |\n|---|---|---|\n")
	for _, row := range Transitions {
		if !slices.Equal(row.To, []Status{row.From}) {
			b.WriteString("| " + string(row.From) + " | " + string(row.Act) + " | " + join(row.To) + " |\n")
		}
	}
	b.WriteString("\n## Acts that leave the status as it is\n\n| status | acts |\n|---|---|\n")
	for _, status := range Statuses {
		var acts []people.Act
		for _, row := range Transitions {
			if row.From == status && slices.Equal(row.To, []Status{status}) {
				acts = append(acts, row.Act)
			}
		}
		b.WriteString("| " + string(status) + " | " + join(acts) + " |\n")
	}
	return b.String()
}

func join[S ~string](list []S) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = string(s)
	}
	return strings.Join(texts, ", ")
}

// TestTransitions_areATable: no row twice, every status known and reachable,
// every final status left by nothing.
func TestTransitions_areATable(t *testing.T) {
	reached := map[Status]bool{StatusDraft: true}
	seen := map[string]bool{}
	for _, row := range Transitions {
		key := string(row.From) + "/" + string(row.Act)
		if seen[key] {
			t.Errorf("%s stands twice in the table", key)
		}
		seen[key] = true
		for _, to := range row.To {
			if !slices.Contains(Statuses, to) || !slices.Contains(Statuses, row.From) {
				t.Errorf("%s leads to %s: unknown status", key, to)
			}
			if row.From.Final() && to != row.From {
				t.Errorf("%s leaves a final status", key)
			}
			reached[to] = true
		}
	}
	for _, status := range Statuses {
		if !reached[status] {
			t.Errorf("status %s is never reached", status)
		}
	}
}

// TestStatus_refusesActsOutsideTheTable tries every act in every status, as the
// one who has the right to it, and wants the table's answer.
func TestStatus_refusesActsOutsideTheTable(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	acts := map[people.Act]func() error{
		people.Edit:     func() error { _, err := s.Save(s.by(hr), nil); return err },
		people.Withdraw: func() error { _, err := s.Withdraw(s.by(hr), ""); return err },
		people.Rate:     func() error { _, err := s.Rate(s.by(hr), Rated{Stars: 5}); return err },
		people.Message:  func() error { _, err := s.Message(s.by(hr), Messaged{To: "office", Text: "hello"}); return err },
		people.Close:    func() error { _, err := s.Close(s.by(clerk)); return err },
		people.Reveal:   func() error { _, err := s.Reveal(s.by(clerk), Revealed{What: "passport-number"}); return err },
	}
	for _, status := range Statuses {
		s.Case.Status, s.Case.OpenedBy = status, clerk.Account
		for act, try := range acts {
			if err := try(); (err == nil) != status.Allows(act) {
				t.Errorf("%s in status %s: got %v, the table allows it: %t", act, status, err, status.Allows(act))
			}
		}
	}
}

// TestLabels have a tone each, and every label of experience.md §3 is reachable.
func TestLabels(t *testing.T) {
	for _, l := range Labels() {
		if l.Tone() == "" {
			t.Errorf("label %s has no tone", l)
		}
	}
	cases := map[Label]Case{
		LabelDraft:       {Status: StatusDraft},
		LabelSubmitted:   {Status: StatusSubmitted, Kind: ForPermit},
		LabelReceived:    {Status: StatusSubmitted, Kind: ForFiling},
		LabelCorrection:  {Status: StatusSubmitted, Requests: []CorrectionRequest{{ID: 1}}},
		LabelPaused:      {Status: StatusSubmitted, Held: "s1"},
		LabelAccepted:    {Status: StatusAccepted, Tracks: []Track{{Begun: dayPtr("2026-04-20")}}},
		LabelReviewing:   {Status: StatusAccepted, Tracks: []Track{{Begun: dayPtr("2026-04-20"), Assigned: "z"}}},
		LabelApproving:   {Status: StatusDeciding, Tracks: []Track{{Begun: dayPtr("2026-04-20"), Draft: &Decision{}}}},
		LabelGranted:     {Status: StatusDecided, Tracks: []Track{{Decision: &Decision{Outcome: Granted}}}},
		LabelRefused:     {Status: StatusDecided, Tracks: []Track{{Decision: &Decision{Outcome: Granted}}, {Decision: &Decision{Outcome: Refused}}}},
		LabelComplete:    {Status: StatusDecided, Tracks: []Track{{Decision: &Decision{Outcome: Complete}}}},
		LabelEnded:       {Status: StatusClosed, Kind: ForFiling, Ended: &Ending{Cause: "cancelled"}},
		LabelReturned:    {Status: StatusDecided, Tracks: []Track{{Decision: &Decision{Outcome: Returned}}}},
		LabelFulfilled:   {Status: StatusDecided, Tracks: []Track{{Decision: &Decision{Outcome: Fulfilled}}}},
		LabelDeclined:    {Status: StatusDecided, Tracks: []Track{{Decision: &Decision{Outcome: Declined}}}},
		LabelForwarded:   {Status: StatusDecided, Tracks: []Track{{Decision: &Decision{Outcome: Forwarded}}}},
		LabelNotAccepted: {Status: StatusNotAccepted},
		LabelWithdrawn:   {Status: StatusWithdrawn},
		LabelLapsed:      {Status: StatusLapsed},
		LabelClosed:      {Status: StatusClosed},
	}
	for want, c := range cases {
		if got := c.Label(); got != want {
			t.Errorf("got label %s, want %s", got, want)
		}
	}
	if len(cases) != len(Labels()) {
		t.Errorf("%d labels are tried, %d exist", len(cases), len(Labels()))
	}
}
