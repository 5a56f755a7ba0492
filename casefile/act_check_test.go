package casefile

import (
	"encoding/json"
	"testing"

	"yichuang/people"
)

// TestCheck_refuses what makes no sense at the counter.
func TestCheck_refuses(t *testing.T) {
	s := submitted(t)
	for name, try := range map[string]func() ([]Event, error){
		"accepted without a file": func() ([]Event, error) {
			return s.Judge(s.by(clerk), PaperJudged{Slot: "degree-certificate", State: Good})
		},
		"bad without a word":  func() ([]Event, error) { return s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: NotGood}) },
		"no judgement":        func() ([]Event, error) { return s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Empty}) },
		"no slot":             func() ([]Event, error) { return s.Judge(s.by(clerk), PaperJudged{Slot: "tea", State: Seen}) },
		"bare non-acceptance": func() ([]Event, error) { return s.NotAccept(s.by(clerk), NotAccepted{Reason: "x", Clause: "y"}) },
		"empty file":          func() ([]Event, error) { return s.Supply(s.by(hr), "passport", File{Hash: "h"}) },
		"commitment not asked": func() ([]Event, error) {
			return s.Sign(s.by(hr), Commitment{ID: "k", Slot: "passport", Text: "t", Name: "n"})
		},
		"commitment unsigned": func() ([]Event, error) { return s.Sign(s.by(hr), Commitment{ID: "k", Text: "t", Name: " "}) },
		"nothing to answer":   func() ([]Event, error) { return s.Answer(s.by(hr), CorrectionAnswered{}, AnswersSaved{}) },
		"no faults": func() ([]Event, error) {
			r := correction("")
			r.Items = nil
			return s.RequestCorrection(s.by(clerk), r)
		},
		"no notice": func() ([]Event, error) {
			r := correction("")
			r.Notice = Reference{}
			return s.RequestCorrection(s.by(clerk), r)
		},
		"due today": func() ([]Event, error) {
			r := correction("")
			r.Due = day("2026-04-20")
			return s.RequestCorrection(s.by(clerk), r)
		},
		"fault without a cure": func() ([]Event, error) {
			r := correction("")
			r.Items = []CorrectionItem{{Slot: "passport", Fault: "x"}}
			return s.RequestCorrection(s.by(clerk), r)
		},
		"fault nowhere": func() ([]Event, error) {
			r := correction("")
			r.Items = []CorrectionItem{{Fault: "x", Fix: "y"}}
			return s.RequestCorrection(s.by(clerk), r)
		},
		"fault in no slot": func() ([]Event, error) {
			r := correction("")
			r.Items = []CorrectionItem{{Slot: "tea", Fault: "x", Fix: "y"}}
			return s.RequestCorrection(s.by(clerk), r)
		},
	} {
		if _, err := try(); err == nil {
			t.Errorf("%s: allowed", name)
		}
	}
	s.must(s.NotAccept(s.by(clerk), NotAccepted{Reason: "wrong office", Clause: "c/1", Office: "police", Remedy: "review"}))
	if s.Label() != LabelNotAccepted || s.Exit.Office != "police" {
		t.Errorf("got %s, %+v", s.Label(), s.Exit)
	}
}

// TestAnswer_setsOnlyWhatWasAsked.
func TestAnswer_setsOnlyWhatWasAsked(t *testing.T) {
	s := submitted(t)
	r := correction("")
	r.Items = append(r.Items, CorrectionItem{Field: "job.post", Fault: "differs from the contract", Fix: "as in the contract"})
	s.must(s.RequestCorrection(s.by(clerk), r))
	set := func(path string) AnswersSaved {
		return AnswersSaved{Set: map[string]json.RawMessage{path: json.RawMessage(`"head"`)}}
	}
	events, err := s.Answer(s.by(hr), CorrectionAnswered{Done: []int{0, 1}}, set("job.annual_salary"))
	s.refused("", events, err)
	s.must(s.Answer(s.by(hr), CorrectionAnswered{Done: []int{0, 1}}, set("job.post")))
	if string(s.Answers["job.post"]) != `"head"` || !s.Requests[0].Items[1].Done {
		t.Errorf("got %s, %+v", s.Answers["job.post"], s.Requests[0].Items)
	}
}

// TestSupply_replacesACommitment: the paper may be given at any time.
func TestSupply_replacesACommitment(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	s.must(s.Determine(s.by(hr), s.plan(Slot{ID: "no-criminal-record", Treatment: ByCommitment, State: Empty})))
	s.must(s.Sign(s.by(foreigner), Commitment{ID: "k", Slot: "no-criminal-record", Text: "t", Name: "ANNA"}))
	events, err := s.Sign(s.by(foreigner), Commitment{ID: "k", Slot: "no-criminal-record", Text: "t", Name: "ANNA"})
	s.refused("fault.case.signed-already", events, err)
	s.must(s.Supply(s.by(foreigner), "no-criminal-record", file("n")))
	slot, _ := s.Slot("no-criminal-record")
	if slot.Committed != "" || slot.State != Supplied || slot.Settled() || !slot.Ready() || len(s.Commitments) != 1 {
		t.Errorf("got %+v; want the paper in place of the promise, and the promise on file", slot)
	}
	s.must(s.Judge(s.by(hrAsClerk(s)), PaperJudged{Slot: "no-criminal-record", State: Good}))
	events, err = s.Supply(s.by(foreigner), "no-criminal-record", file("m"))
	s.refused("fault.case.slot-accepted", events, err)
}

// hrAsClerk sends the case and returns the clerk, who can judge from then on.
func hrAsClerk(s *story) people.Who {
	s.send(s.plan(Slot{ID: "no-criminal-record", Treatment: ByCommitment, State: Empty}))
	return clerk
}
