package web

import (
	"net/http"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/people"
)

// pastLine is an entry of the history: an event, or several of one kind by one
// person in a row on one day, of which nobody said more.
type pastLine struct {
	At, Who, What, Text string
	Papers              []string // that the events are about, each once

	events []casefile.Event // newest first
}

// fileHistory is what happened, newest first.
func (s *Server) fileHistory(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *filePage) error {
	page.History = nil
	if page.Tab != "history" {
		return nil
	}
	events, err := s.Window.History(r.Context(), who, c.Number)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(events) {
		if i := len(page.History) - 1; i >= 0 && page.History[i].takes(p, e) {
			page.History[i].events = append(page.History[i].events, e)
			continue
		}
		page.History = append(page.History, pastLine{Text: eventText(p, e), events: []casefile.Event{e}})
	}
	for i := range page.History {
		if err := s.tellPast(r, p, &page.History[i]); err != nil {
			return err
		}
	}
	return nil
}

// takes reports whether the event, which came before, is told in the same line.
func (l pastLine) takes(p *locale.Printer, e casefile.Event) bool {
	of := l.events[0]
	return of.Kind() == e.Kind() && of.Actor == e.Actor && of.On() == e.On() && l.Text == "" && eventText(p, e) == ""
}

// tellPast puts the line's events into words.
func (s *Server) tellPast(r *http.Request, p *locale.Printer, line *pastLine) error {
	newest, first := line.events[0], line.events[len(line.events)-1]
	const hour = "15:04"
	from, until := first.At.In(civil.Beijing).Format(hour), newest.At.In(civil.Beijing).Format(hour)
	line.At = p.Date(newest.On()) + " " + from
	if from != until {
		line.At += "–" + until
	}
	key := "event." + string(newest.Kind())
	line.What = p.T(key)
	if n := len(line.events); n > 1 && p.Has(key+".many") {
		line.What = p.T(key+".many", "n", n)
	} else if n > 1 {
		line.What = p.T("event.many", "what", line.What, "n", n)
	}
	for _, e := range slices.Backward(line.events) {
		if slot := slotOf(e); slot != "" {
			if name := s.name(p, "material", string(slot)); !slices.Contains(line.Papers, name) {
				line.Papers = append(line.Papers, name)
			}
		}
	}
	line.Who = p.T("page.file.by-law")
	if newest.Actor == people.System {
		return nil
	}
	var err error
	line.Who, err = s.accountName(r, newest.Actor)
	return err
}

// slotOf is the paper that an event is about, or "".
func slotOf(e casefile.Event) casefile.SlotID {
	switch body := e.Body.(type) {
	case casefile.PaperSupplied:
		return body.Slot
	case casefile.PaperJudged:
		return body.Slot
	case casefile.SpotMarked:
		return body.Mark.Slot
	case casefile.CommitmentSigned:
		return body.Commitment.Slot
	}
	return ""
}

// eventText is what an event says in somebody's own words.
func eventText(p *locale.Printer, e casefile.Event) string {
	switch body := e.Body.(type) {
	case casefile.Messaged:
		return body.Text
	case casefile.FindingRecorded:
		return body.Finding.Reason
	case casefile.PaperJudged:
		return body.Fault
	case casefile.DecisionSentBack:
		return body.Reason
	case casefile.ClockPaused:
		return strings.TrimSpace(p.T("ground-of-pause."+string(body.Ground)) + " " + body.Reason)
	case casefile.ClockExtended:
		return body.Reason
	case casefile.CorrectionRequested:
		return body.Again
	case casefile.CorrectionAnswered:
		return body.Open
	case casefile.ReviewPartPassed:
		return body.Note
	case casefile.LetterDelivered:
		return p.T("delivered."+body.Delivery.How) + " – " + body.Delivery.To
	}
	return ""
}
