package web

import (
	"crypto/rand"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

// draftPublishPage is the last look before publication.
type draftPublishPage struct {
	draftPage
	Errors     []FieldError
	Facts      []Pair
	Line       []Row
	Chart      spanChart
	Changes    Table
	Accepted   Table
	MayAsk     bool   // everything is green and nobody is asked yet
	MayPublish bool   // asked, and the reader wrote none of it
	Writer     bool   // the reader wrote some of it
	Blocked    string // what stands against publication, in a sentence
	Effect     string // what publishing does, in a sentence
}

func (s *Server) askPublish(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.showPublish(w, r, who, nil)
}

func (s *Server) showPublish(w http.ResponseWriter, r *http.Request, who people.Who, failed error) error {
	base, trial, err := s.draftPage(w, r, who, "publish", false)
	if err != nil {
		return err
	}
	page := draftPublishPage{draftPage: base}
	p, d := page.Printer(), base.Draft
	page.Facts = []Pair{
		{p.T("rules.field.from"), p.Date(d.From)}, {p.T("rules.field.note"), d.Note},
		{p.T("rules.editions.author"), s.Window.AccountName(r.Context(), d.Author)},
	}
	page.Line, page.Changes = textLine(p, trial.Line, page.On), s.changeTable(p, trial)
	if trial.Pack != nil {
		page.Chart = s.deskChart(p, []office.PolicyStanding{{Pack: trial.Pack, Line: trial.Line}}, page.On)
	}
	page.Accepted = Table{Caption: p.T("rules.accepted.caption"), Columns: columns(p, "rules.accepted.", "reason", "scenario", "by"), Empty: p.T("rules.accepted.empty")}
	page.Accepted.Rows = s.acceptedRows(r, d)
	page.Writer = slices.Contains(d.Writers, who.Account)
	switch {
	case page.Finished:
	case !trial.Ready():
		page.Blocked = p.T("rules.publish.blocked")
	case d.From < page.On:
		page.Blocked = p.T("fault.policy.past", "from", d.From, "today", page.On)
	case len(d.Changes) == 0:
		page.Blocked = p.T("fault.policy.same")
	default:
		page.MayAsk = d.Status == office.DraftOpen
		page.MayPublish = d.Status == office.DraftAsked && !page.Writer
		page.Effect = p.T("rules.publish.effect", "policy", page.Heading, "from", d.From)
	}
	status := http.StatusOK
	if failed != nil {
		code := fault.CodeOf(failed)
		if code != fault.Invalid && code != fault.Conflict {
			return failed
		}
		page.Errors, page.Wrong, status = []FieldError{{Field: "publish", Text: faultText(p, failed, string(code))}}, true, statuses[code]
	}
	return s.render(w, status, page.Lang, "draft_publish", page)
}

// acceptedRows are the accepted scenarios, those of one reason together.
func (s *Server) acceptedRows(r *http.Request, d office.PolicyDraft) (rows [][]Cell) {
	type group struct{ reason, by, on string }
	var order []group
	files := map[group][]string{}
	for _, a := range d.Accepted {
		g := group{a.Reason, s.Window.AccountName(r.Context(), a.By), civil.DateOf(a.At).String()}
		if files[g] == nil {
			order = append(order, g)
		}
		files[g] = append(files[g], strings.TrimSuffix(path.Base(a.File), ".txtar"))
	}
	for _, g := range order {
		rows = append(rows, []Cell{{Text: g.reason}, {Text: strings.Join(files[g], ", ")}, {Text: g.by, Note: g.on}})
	}
	return rows
}

// draftAct runs an act of a draft's publish page and goes on to next.
func (s *Server) draftAct(w http.ResponseWriter, r *http.Request, who people.Who, do func(office.DraftWrite) error, next func(office.DraftWrite) string) error {
	in, err := draftWrite(r, who)
	if err != nil {
		return err
	}
	if err := do(in); fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return s.showPublish(w, r, who, err)
	} else if err != nil {
		return err
	}
	http.Redirect(w, r, next(in), http.StatusSeeOther)
	return nil
}

func publishPath(in office.DraftWrite) string { return "/rules/" + in.ID + "/publish" }

func (s *Server) askSecond(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.draftAct(w, r, who, func(in office.DraftWrite) error { return s.Window.AskSecond(r.Context(), in) }, publishPath)
}

func (s *Server) publishDraft(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.draftAct(w, r, who, func(in office.DraftWrite) error { return s.Window.PublishDraft(r.Context(), in) }, publishPath)
}

func (s *Server) discardDraft(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.draftAct(w, r, who, func(in office.DraftWrite) error { return s.Window.DiscardDraft(r.Context(), in) },
		func(office.DraftWrite) string { return "/rules" })
}

// restoreDraft takes the draft back to a state in which it was saved.
func (s *Server) restoreDraft(w http.ResponseWriter, r *http.Request, who people.Who) error {
	state, err := strconv.ParseInt(r.PostFormValue("state"), 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "fault.form").WithCause(err)
	}
	return s.draftAct(w, r, who, func(in office.DraftWrite) error { return s.Window.RestoreDraft(r.Context(), in, state) },
		func(in office.DraftWrite) string { return "/rules/" + in.ID + "/edit" })
}

func (s *Server) beginDraft(w http.ResponseWriter, r *http.Request, who people.Who) error {
	id, err := s.Window.BeginDraft(r.Context(), who, r.PostFormValue("key"), r.PathValue("pack"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/rules/"+id+"/edit", http.StatusSeeOther)
	return nil
}

// askRenewal asks for which days a policy is to hold again.
func (s *Server) askRenewal(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.showRenewal(w, r, who, nil)
}

func (s *Server) showRenewal(w http.ResponseWriter, r *http.Request, who people.Who, failed error) error {
	st, err := s.Window.PolicyStanding(r.Context(), who, r.PathValue("pack"))
	if err != nil {
		return err
	}
	if !st.May {
		return fault.New(fault.Forbidden, "fault.policy.scope")
	}
	page := formPage{Shell: s.shell(w, r, "page.renew.title"), Action: "/rules/" + st.Pack.ID + "/renew"}
	p := page.Printer()
	title := wording(p, st.Pack.Title)
	page.Crumbs = append(s.deskCrumbs(p), Link{title, "/rules/" + st.Pack.ID})
	page.Title = p.T("page.renew.heading", "policy", title)
	first, last := page.On, page.On
	if end := st.Pack.LastDay(); end != nil {
		page.Lead = append(page.Lead, p.T("page.renew.ended", "until", *end))
		first = max(first, *end+1)
		from, until := st.Pack.From, *end
		if from != nil {
			last = asLong(*from, until, first)
		}
	}
	page.Lead = append(page.Lead, p.T("page.renew.lead"))
	page.Fields = filled(r, []Input{
		{ID: "from", Type: "date", Label: p.T("page.renew.from"), Hint: p.T("page.renew.from.hint")},
		{ID: "until", Type: "date", Label: p.T("page.renew.until"), Hint: p.T("page.renew.until.hint")},
		{ID: "source", Type: "text", Label: p.T("page.renew.source"), Hint: p.T("page.renew.source.hint")},
	}, map[string][]string{"from": {first.String()}, "until": {last.String()}})
	page.Hidden = []Hidden{{"key", rand.Text()}}
	page.Button = p.T("page.renew.go")
	return s.showForm(w, page, failed)
}

// asLong is the last day of a period that begins on first and is as long as
// another: in whole years where that one is.
func asLong(from, until, first civil.Date) civil.Date {
	for n := civil.Years(1); from.AddYears(n)-1 <= until; n++ {
		if from.AddYears(n)-1 == until {
			return first.AddYears(n) - 1
		}
	}
	return first + (until - from)
}

func (s *Server) renewRules(w http.ResponseWriter, r *http.Request, who people.Who) error {
	renewal := office.Renewal{Pack: r.PathValue("pack"), Source: r.PostFormValue("source")}
	for name, day := range map[string]*civil.Date{"from": &renewal.From, "until": &renewal.Until} {
		parsed, err := civil.ParseDate(r.PostFormValue(name))
		if err != nil {
			return s.showRenewal(w, r, who, fault.New(fault.Invalid, "fault.policy.day").WithPath(name).WithCause(err))
		}
		*day = parsed
	}
	id, err := s.Window.RenewPolicy(r.Context(), who, r.PostFormValue("key"), renewal)
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return s.showRenewal(w, r, who, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/rules/"+id+"/publish", http.StatusSeeOther)
	return nil
}
