package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/office"
	"yichuang/people"
)

// listDrafts is /approve: the drafts that wait for the reader's signature, the
// most urgent first.
func (s *Server) listDrafts(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.approve.title")}
	p := page.Printer()
	page.Lead = []string{p.T("page.approve.lead")}
	work, _, err := s.Window.Worklist(r.Context(), who, office.CaseFilter{
		Labels: []string{string(casefile.LabelApproving)}, OpenOnly: true, Order: office.ByDue, Limit: rowsPerFile,
	})
	if err != nil {
		return err
	}
	page.Table = Table{Columns: columns(p, "page.approve.", "number", "due", "person", "matter", "decision", "drafter", "differs"), Empty: p.T("page.approve.empty")}
	for _, item := range work {
		for _, t := range item.Case.Tracks {
			if t.Draft == nil || who.May(people.Approve, item.Case.Subject(t.ID), s.Now()) != nil {
				continue
			}
			person, err := s.partyName(r, item.Case.Foreigner)
			if err != nil {
				return err
			}
			drafter, err := s.accountName(r, t.Draft.Drafter)
			if err != nil {
				return err
			}
			row := []Cell{
				{Text: item.Number, Href: "/approve/" + item.Number, Number: true}, {}, {Text: person}, {Text: s.matterTitle(p, item.Case.Matter)},
				{Text: p.T("outcome." + string(t.Draft.Outcome)), Note: p.T("track." + string(t.ID))}, {Text: drafter}, {Text: p.Number(float64(differing(item.Case)))},
			}
			if item.DueOn != nil {
				row[1] = Cell{Text: item.DueOn.String(), Number: true, Tag: s.dueTag(p, facts.PlaceCode(item.Place), *item.DueOn)}
			}
			page.Table.Rows = append(page.Table.Rows, row)
		}
	}
	page.Table.Caption = p.T("page.cases.caption", "n", len(page.Table.Rows))
	page.Table.link(r, paging{Limit: rowsPerFile}, int64(len(page.Table.Rows)))
	return s.showTable(w, r, page)
}

// differing counts the findings that differ from the computed verdicts.
func differing(c casefile.Case) int {
	n := 0
	for _, f := range c.Findings {
		if f.Differs() {
			n++
		}
	}
	return n
}

// approvePage is the short file for the second signature: first what the officer
// found otherwise than the computer, then the rest, the letter, the history.
type approvePage struct {
	*filePage
	Differing, Agreeing []conditionLine
	Unfound             []conditionLine // without a finding
	Drafts              []draftBox
}

// draftBox is a draft with its letter as it will be issued.
type draftBox struct {
	trackPanel
	Drafter string
	Letter  *office.Letter
	Lacks   string
	Follows string // what the signature does beside the decision
	Chips   []Chip // by which clause
}

func (s *Server) showDraft(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	return s.approvePage(w, r, who, c, nil)
}

func (s *Server) approvePage(w http.ResponseWriter, r *http.Request, who people.Who, c casefile.Case, problem error) error {
	file, err := s.filePage(w, r, who, c)
	if err != nil {
		return err
	}
	page := &approvePage{filePage: file}
	p := file.Printer()
	file.Title = p.T("page.approve.one", "number", file.Number)
	file.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.approve.title"), "/approve"}}
	for _, line := range file.Conditions {
		switch {
		case line.Differs:
			page.Differing = append(page.Differing, line)
		case line.Found.Text != "":
			page.Agreeing = append(page.Agreeing, line)
		default:
			page.Unfound = append(page.Unfound, line)
		}
	}
	for _, panel := range file.Panel {
		t, _ := c.Track(casefile.TrackID(panel.ID))
		if t.Draft == nil {
			continue
		}
		box := draftBox{trackPanel: panel}
		if c.Cancels(*t.Draft) {
			box.Follows, box.Chips = p.T("page.approve.cancels"), s.chips(p, s.today(), c.Determination.Cancels)
		}
		if box.Drafter, err = s.accountName(r, t.Draft.Drafter); err != nil {
			return err
		}
		letters, err := s.Window.PreviewDraft(r.Context(), office.Write{Who: who, Number: c.Number, Seen: c.Version, Key: file.Key + "-preview"}, t.ID)
		switch {
		case err != nil:
			box.Lacks = s.problemText(r, p, err)
		case len(letters) > 0:
			box.Letter = &letters[0]
		}
		page.Drafts = append(page.Drafts, box)
	}
	file.Tab = "history"
	if err := s.fileHistory(r, p, who, c, file); err != nil {
		return err
	}
	status := http.StatusOK
	if problem != nil {
		file.Wrong, file.Problem, status = true, s.problemText(r, p, problem), http.StatusUnprocessableEntity
		file.Typed = s.typed(r, p)
	}
	return s.render(w, status, page.Lang, "approve_show", page)
}
