package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// talkLine is what somebody wrote or did.
type talkLine struct {
	Who, When, What, Text string
	Own                   bool // by the reader's side
}

// requestOutcome is how the request ended, or what the desk fills in to end it.
func (s *Server) requestOutcome(r *http.Request, p *locale.Printer, page *requestPage, c casefile.Case, m casefile.Matter) error {
	t, plan := c.Tracks[0], m.Tracks[0]
	if t.Assigned != "" {
		page.Assigned = s.handlerName(r, t.Assigned)
	}
	if c.Rating != nil {
		page.Rated = p.T("page.request.rated", "stars", p.T("page.request.stars."+strconv.Itoa(c.Rating.Stars)))
	}
	for n := 5; n >= 1; n-- {
		page.Stars = append(page.Stars, Choice{ID: "stars-" + strconv.Itoa(n), Value: strconv.Itoa(n), Label: p.T("page.request.stars." + strconv.Itoa(n))})
	}
	if d := t.Decision; d != nil {
		page.Decision = decisionText(p, "label.", *d)
		var err error
		if page.Detail, err = s.resultLines(r, p, c, plan, *d); err != nil {
			return err
		}
		for _, q := range plan.Results {
			back := d.Detail[casefile.HandedBackOn(q.ID)]
			switch {
			case q.Take == nil || d.Detail[q.ID] == "":
			case back == "":
				page.Held = q.ID
			default:
				on, err := civil.ParseDate(back)
				if err != nil {
					return err
				}
				page.Detail = append(page.Detail, detailLine{p.T("page.request.handed-back"), p.Date(on)})
			}
		}
		page.Can["hand-back"] = page.Can["hand-back"] && page.Held != ""
		return nil
	}
	for _, o := range t.Outcomes {
		page.Outcomes = append(page.Outcomes, Choice{Value: string(o), Label: p.T("outcome." + string(o)), Chosen: r.PostFormValue("outcome") == string(o)})
	}
	page.Results = filled(r, ownInputs(p, page.Track+".", plan.Results), nil)
	for _, q := range plan.Results {
		if q.Take != nil && len(q.Choices) == 0 {
			page.Nothing = p.T("page.request.nothing")
		}
	}
	return nil
}

// resultLines are what the office filled in when it ended the track; a row of a
// list comes with the way there.
func (s *Server) resultLines(r *http.Request, p *locale.Printer, c casefile.Case, plan casefile.TrackPlan, d casefile.Decision) ([]detailLine, error) {
	referrals, err := s.Window.Referrals(r.Context(), c, d)
	if err != nil {
		return nil, err
	}
	var out []detailLine
	for _, q := range plan.Results {
		at := slices.IndexFunc(referrals, func(f office.Referral) bool { return f.Result == q.ID })
		if at < 0 {
			out = append(out, detailLines(p, []casefile.Question{q}, func(q casefile.Question) string { return d.Detail[q.ID] })...)
			continue
		}
		out = append(out, detailLine{pick(p, q.Title), pick(p, referrals[at].Name)})
		for _, way := range referrals[at].Way(p) {
			out = append(out, detailLine{way[0], way[1]})
		}
	}
	return out, nil
}

// talk is what both sides wrote and did, oldest first.
func (s *Server) talk(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case) ([]talkLine, error) {
	events, err := s.Window.History(r.Context(), who, c.Number)
	if err != nil {
		return nil, err
	}
	var out []talkLine
	for _, e := range events {
		line := talkLine{When: e.At.In(civil.Beijing).Format("2006-01-02 15:04"), Own: e.Role.Staff() == who.Role.Staff()}
		switch b := e.Body.(type) {
		case casefile.Messaged:
			line.Text = b.Text
		case casefile.CorrectionRequested:
			for _, item := range b.Items {
				line.Text += item.Fault + "\n"
			}
			line.What = p.T("page.request.asked", "date", b.Due)
		case casefile.Submitted:
			line.What = p.T("event.submitted")
		case casefile.Accepted:
			line.What = p.T("page.request.taken-up")
		case casefile.DecisionTaken:
			line.What, line.Text = p.T("label."+string(b.Decision.Outcome)), b.Decision.Reason
		case casefile.HandedBack:
			line.What = p.T("event.handed-back")
		case casefile.Withdrawn:
			line.What, line.Text = p.T("event.withdrawn"), b.Reason
		default:
			continue
		}
		line.Who = p.T("page.case.stale.law")
		if e.Actor != people.System {
			line.Who = s.handlerName(r, e.Actor)
		}
		out = append(out, line)
	}
	return out, nil
}

// markResult writes a fault beside the result that it speaks of, and names the
// result in the summary.
func (page *requestPage) markResult(p *locale.Printer, act string, err error) {
	var f *fault.Error
	if !errors.As(err, &f) || f.Path == "" {
		return
	}
	page.ProblemAt = faultAt[act+"/"+f.Path]
	page.NoReason = page.ProblemAt == "reason"
	i := slices.IndexFunc(page.Results, func(in Input) bool { return in.ID == page.Track+"."+f.Path })
	if i < 0 {
		return
	}
	in := &page.Results[i]
	in.Error = page.Problem
	page.Problem, page.ProblemAt = p.T("field.problem", "label", in.Label, "text", in.Error), in.target()
}

// requestProblem shows the request as it is now with what stood in the way and
// what was typed.
func (s *Server) requestProblem(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	code, known := problemCode(err)
	if !known {
		return err
	}
	c, missing := s.caseOf(r, who)
	if missing != nil {
		return missing
	}
	page, failed := s.requestPage(w, r, who, c)
	if failed != nil {
		return failed
	}
	p := page.Printer()
	page.Wrong, page.Problem, page.Typed = true, s.problemText(r, p, err), s.typed(r, p)
	page.Reason = plainText(r.PostFormValue("reason"))
	page.markResult(p, r.PathValue("act"), err)
	if text := plainText(r.PostFormValue("text")); text != "" {
		page.Typed = append(page.Typed, typedLine{p.T("page.request.text"), text})
	}
	return s.render(w, statuses[code], page.Lang, "request_show", page)
}
