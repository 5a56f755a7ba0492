package web

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"net/http"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/supervision"
)

// checkLists are the views of /watch/promises with the results that each shows.
var checkLists = []struct {
	key     string
	results []string
}{
	{"open", []string{string(supervision.Unfinished)}},
	{"mine", []string{string(supervision.Unfinished)}},
	{"broken", []string{string(supervision.Broken)}},
	{"done", []string{string(supervision.Kept), string(supervision.Broken), string(supervision.Unproven)}},
}

// listChecks is /watch/promises: checks of commitments after the fact.
func (s *Server) listChecks(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.promises.title")}
	p, at := page.Printer(), pageOf(r)
	page.Crumbs = watchCrumbs(p)
	page.Lead = []string{p.T("page.promises.lead")}
	page.Action = &Link{p.T("page.promises.draw"), "/watch/promises/draw"}
	page.After = []Link{{p.T("page.promises.complaint"), "/watch/promises/complaint"}, {p.T("page.promises.rules"), "/watch/rules"}, {p.T("page.promises.false"), "/watch/false"}}
	f := office.CheckFilter{Limit: at.Limit, Offset: at.Offset}
	list := cmp.Or(r.FormValue("list"), "open")
	for _, l := range checkLists {
		if l.key == "mine" && who.Role != people.IntegrityOfficer {
			continue
		}
		page.Tabs = append(page.Tabs, Tab{Text: p.T("page.promises.list." + l.key), Href: "/watch/promises?list=" + l.key, Current: l.key == list})
		if l.key == list {
			f.Results = l.results
		}
	}
	if list == "mine" {
		f.Assigned = string(who.Account)
	}
	checks, total, err := s.Window.Checks(r.Context(), who, f)
	if err != nil {
		return err
	}
	page.Table = Table{
		Caption: p.T("page.promises.caption", "n", int(total)), Empty: p.T("page.promises.empty"),
		Columns: columns(p, "page.promises.column.", "promise", "case", "parties", "method", "due", "officer", "result"),
	}
	page.Table.link(r, at, total)
	for _, c := range checks {
		page.Table.Rows = append(page.Table.Rows, s.checkRow(p, c))
	}
	return s.showTable(w, r, page)
}

func (s *Server) checkRow(p *locale.Printer, c office.CheckView) []Cell {
	due := Cell{Text: c.Due.String(), Number: true}
	if c.Result == supervision.Unfinished {
		due.Tag = s.dueTag(p, facts.PlaceCode(c.Place), c.Due)
	}
	return []Cell{
		{Text: s.promiseName(p, c.Slot), Href: "/watch/promises/" + string(c.ID)}, {Text: c.Case, Href: "/officer/" + c.Case, Number: true},
		{Text: partyNames(p, c.Parties)}, {Text: p.T("page.promises.method." + string(c.Method))}, due, {Text: cmp.Or(c.Assignee, p.T("page.promises.unassigned"))}, {Tag: resultTag(p, c.Result)},
	}
}

// promiseName is the paper for which the promise stands.
func (s *Server) promiseName(p *locale.Printer, slot string) string {
	if slot == "" {
		return p.T("page.promises.follow")
	}
	return s.name(p, "material", slot)
}

func partyNames(p *locale.Printer, parties []office.PartyView) string {
	names := make([]string, len(parties))
	for i, x := range parties {
		names[i] = x.Name
	}
	return p.List(names)
}

var resultTones = map[supervision.Result]Tag{
	supervision.Unfinished: {"info", "clock", ""}, supervision.Kept: {"ok", "check", ""}, supervision.Broken: {"bad", "cross", ""}, supervision.Unproven: {"", "", ""},
}

func resultTag(p *locale.Printer, result supervision.Result) Tag {
	tag := resultTones[result]
	tag.Text = p.T("page.promises.result." + string(result))
	return tag
}

// drawPromises shows what a draw rests on and makes it.
func (s *Server) drawPromises(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := parsed(r); err != nil {
		return err
	}
	place := ownPlaceAsked(r, who)
	page := formPage{Shell: s.shell(w, r, "page.draw.title")}
	p := page.Printer()
	page.Crumbs = watchCrumbs(p, Link{p.T("page.promises.title"), "/watch/promises"})
	year, month, _ := s.today().Civil()
	from, until := civil.NewDate(year, month, 1).AddMonths(-1), s.today()
	waiting, err := s.Window.Drawable(r.Context(), who, place, from, until)
	if err != nil {
		return err
	}
	rules, _, err := s.Window.Rules(r.Context(), place)
	if err != nil {
		return err
	}
	page.Lead = []string{
		p.T("page.draw.waiting", "n", int(waiting), "from", from, "until", until),
		p.T("page.draw.rules", "share", rules.Share, "threshold", rules.Threshold, "entry", rules.Risk.Entry, "first", rules.Risk.FirstTime, "agent", rules.Risk.Agent, "days", rules.Days),
	}
	page.Fields = filled(r, []Input{
		{ID: "place", Type: "select", Label: p.T("page.draw.place"), Choices: s.placesOf(p, who)},
		{ID: "from", Type: "date", Label: p.T("page.draw.from"), Hint: p.T("page.draw.from.hint")},
		{ID: "until", Type: "date", Label: p.T("page.draw.until")},
		{ID: "seed", Type: "text", Label: p.T("page.draw.seed"), Hint: p.T("page.draw.seed.hint"), Mode: "numeric"},
	}, map[string][]string{"place": {string(place)}, "from": {from.String()}, "until": {until.String()}, "seed": {freshSeed()}})
	page.Button = p.T("page.draw.button")
	page.After = []Link{{p.T("page.promises.rules"), "/watch/rules?place=" + string(place)}}
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		d := office.Drawing{Supervising: in, Place: place}
		var err error
		if d.From, err = dayOf(r, "from"); err != nil {
			return "", err
		}
		if d.Until, err = dayOf(r, "until"); err != nil {
			return "", err
		}
		if d.Seed, err = strconv.ParseUint(plainText(r.PostFormValue("seed")), 10, 64); err != nil {
			return "", fault.New(fault.Invalid, "fault.supervision.seed").WithPath("seed").WithCause(err)
		}
		_, err = s.Window.Draw(r.Context(), d)
		return "/watch/promises", err
	})
}

// freshSeed is a number nobody chose, short enough to be written down.
func freshSeed() string {
	var b [4]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "1"
	}
	return strconv.FormatUint(uint64(binary.BigEndian.Uint32(b[:])), 10)
}

// openComplaint opens a check of one commitment of a case.
func (s *Server) openComplaint(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := parsed(r); err != nil {
		return err
	}
	if !who.Role.Can(people.Sample) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	page := formPage{Shell: s.shell(w, r, "page.complaint.title")}
	p := page.Printer()
	page.Crumbs = watchCrumbs(p, Link{p.T("page.promises.title"), "/watch/promises"})
	page.Lead = []string{p.T("page.complaint.lead")}
	page.Fields = []Input{{ID: "number", Type: "text", Label: p.T("page.complaint.number"), Hint: p.T("page.complaint.number.hint")}}
	promises, err := s.promisesOf(r, who, r.FormValue("number"))
	if err == nil && len(promises) > 0 {
		page.Fields = append(page.Fields, Input{ID: "commitment", Type: "radios", Label: p.T("page.complaint.commitment"), Choices: nil})
		for _, k := range promises {
			page.Fields[1].Choices = append(page.Fields[1].Choices, Choice{Value: k.ID, Label: s.promiseName(p, string(k.Slot))})
		}
	}
	page.Fields = filled(r, page.Fields, map[string][]string{"number": {r.FormValue("number")}})
	page.Button = p.T("page.complaint.button")
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		if err != nil {
			return "", err
		}
		if r.PostFormValue("commitment") == "" {
			return "", fault.New(fault.Invalid, "fault.check.choose").WithPath("commitment")
		}
		number, err := casefile.ParseCaseNumber(r.PostFormValue("number"))
		if err != nil {
			return "", err
		}
		id, err := s.Window.Complaint(r.Context(), in, string(number), r.PostFormValue("commitment"))
		return "/watch/promises/" + string(id), err
	})
}

// promisesOf are the commitments signed in a case that the person may read.
func (s *Server) promisesOf(r *http.Request, who people.Who, text string) ([]casefile.Commitment, error) {
	if text == "" {
		return nil, nil
	}
	wrong := fault.New(fault.Invalid, "fault.check.commitment").WithPath("number")
	number, err := casefile.ParseCaseNumber(text)
	if err != nil {
		return nil, wrong.WithCause(err)
	}
	c, err := s.Window.Case(r.Context(), who, number)
	if err != nil || len(c.Commitments) == 0 {
		return nil, wrong.WithCause(err)
	}
	return c.Commitments, nil
}
