package web

import (
	"net/http"
	"net/url"
	"slices"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// standBlock says of a draft that it stands badly on its answers, before anybody
// waits for an office to say so: what the clause asks, what we looked at, what is
// open instead, what would change it.
type standBlock struct {
	Title, Text string
	Tone        string
	Blocks      bool // it is not sent as it stands
	Asks        []guideSays
	Looked      []toldLine
	Open        []Row // ways to apply that are open
	Instead     []Link
	Advice      []Row
	Chips       []Chip
}

// stand is the block of a draft; nil where nothing stands against it.
func (s *Server) stand(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, d *determination.Determination) (*standBlock, error) {
	m, ok := s.Window.Matters.Find(c.Matter)
	if c.Status != casefile.StatusDraft || !ok {
		return nil, nil
	}
	way := determination.Met
	if m.Route != "" {
		way, _ = d.Way(m.Route)
	}
	block := &standBlock{Tone: "warn", Chips: s.chips(p, d.On, m.Clauses...), Asks: s.clauseAsks(p, m)}
	switch {
	case m.OnlyWay() && way == determination.NotMet:
		block.Title, block.Text, block.Blocks = p.T("page.case.way.closed"), p.T("page.case.way.closed.only"), true
		block.Tone = "bad"
		block.Open = s.entries(p, d, "route", d.Routes)
		return block, s.wayElse(r, p, who, c, m, d, block, s.behind(d, "route", m.Route))
	case m.OnlyWay() && way == determination.Unknown && len(d.Grounds) > 0:
		block.Title, block.Text, block.Blocks = p.T("page.case.way.unsettled"), p.T("page.case.way.unsettled.text"), true
		return block, s.wayLooked(p, c, m, d.WayNeeds(m.Route), block)
	case d.Verdict == determination.NotMet:
		block.Title, block.Text = p.T("page.case.way.not-met"), p.T("page.case.way.not-met.text")
		paths := s.behind(d, "service", m.Service)
		if m.Service == determination.PlainService {
			block.Asks, block.Chips = nil, nil
			paths = s.short(p, d, block)
		}
		return block, s.wayElse(r, p, who, c, m, d, block, paths)
	}
	return nil, nil
}

// clauseAsks are what the clauses that offer the matter ask, in its guide's words.
func (s *Server) clauseAsks(p *locale.Printer, m casefile.Matter) (out []guideSays) {
	for _, c := range m.Guide.Conditions {
		if slices.Contains(m.Clauses, c.Clause) {
			out = append(out, says(p.Pick(c.ZH, c.EN)))
		}
	}
	return out
}

// citing are the clauses of the rules of an outcome.
func (s *Server) citing(d *determination.Determination, kind, id string) (refs []string) {
	for _, rule := range s.Window.Law().Engine.Trace(d, kind, id) {
		refs = append(refs, rule.Clause)
	}
	return refs
}

// behind are the facts that the rules of outcomes read.
func (s *Server) behind(d *determination.Determination, kind string, ids ...string) (paths []string) {
	for _, id := range ids {
		for _, rule := range s.Window.Law().Engine.Trace(d, kind, id) {
			for _, path := range rule.Facts {
				if !slices.Contains(paths, path) {
					paths = append(paths, path)
				}
			}
		}
	}
	return paths
}

// short are the facts behind the limits that are not kept, whose figures and
// clauses go into the block.
func (s *Server) short(p *locale.Printer, d *determination.Determination, block *standBlock) (paths []string) {
	for _, l := range d.Limits {
		if l.Status != "not-met" {
			continue
		}
		says := guideSays{Text: s.name(p, "limit", l.ID) + p.T("list.colon") + s.bounds(p, l.ID, l.Min, l.Max), Chips: s.entryChips(p, d, l.Entry)}
		block.Asks = append(block.Asks, says)
		paths = append(paths, s.inputs(d, "limit", l.ID)...)
	}
	return paths
}

// wayLooked lists the answers that were looked at, with where each is changed.
func (s *Server) wayLooked(p *locale.Printer, c casefile.Case, m casefile.Matter, paths []string, block *standBlock) error {
	f, err := s.answered(c)
	if err != nil {
		return err
	}
	all := topicsOf(m)
	for _, path := range paths {
		field, ok := s.Vocabulary.Lookup(path)
		if !ok || !slices.Contains(m.Fields, path) || slices.ContainsFunc(block.Looked, func(l toldLine) bool { return l.Name == wording(p, field.Label) }) {
			continue
		}
		line := toldLine{Name: wording(p, field.Label), Value: p.T("page.answers.open"), Href: s.topicHref(c, all, path)}
		if _, answered := c.Answers[path]; answered {
			line.Value = s.answer(p, f, field)
		}
		block.Looked = append(block.Looked, line)
	}
	return nil
}

// wayElse adds what was looked at, what would change it, and the matters to turn
// to: those whose ways are open, else the nearest one.
func (s *Server) wayElse(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, m casefile.Matter, d *determination.Determination, block *standBlock, paths []string) error {
	if err := s.wayLooked(p, c, m, paths, block); err != nil {
		return err
	}
	place, ok := s.Places.Lookup(facts.PlaceCode(c.Place))
	if !ok {
		return nil
	}
	here := offering{place, d.Policies}
	offered := func(o casefile.Matter) bool {
		return o.ID != m.ID && here.open(o) && slices.Contains(o.Roles, who.Role)
	}
	known := url.Values{"place": {string(c.Place)}, "person": {string(c.Foreigner)}}
	if who.Role == people.Agency {
		known.Set("employer", string(c.Employer))
	}
	var found casefile.Matters
	for _, state := range []determination.Verdict{determination.Met, determination.Officer, determination.Unknown} { // what may be open, where nothing is yet
		if m.Route == "" || len(found) > 0 {
			break
		}
		found = slices.DeleteFunc(s.inOrder(s.Matters), func(o casefile.Matter) bool {
			way, _ := d.Way(o.Route)
			return o.Route == "" || !offered(o) || way != state || state != determination.Met && o.OnlyWay() // a clause's own way is named where it is open
		})
	}
	if nearest, ok := s.Matters.Nearest(m, offered); ok && len(found) == 0 && m.Guide.Instead != "" {
		found = append(found, nearest)
	}
	for _, o := range found {
		block.Instead = append(block.Instead, Link{pick(p, o.Title), beginAt(o, known)})
	}
	if m.Service != determination.PlainService || d.Verdict != determination.NotMet {
		return nil
	}
	f, err := s.answered(c)
	if err == nil {
		block.Advice, err = s.adviceRows(p, d, f)
	}
	if fault.Is(err, fault.Invalid) {
		return nil // answers that cannot all be true are said where they are typed
	}
	return err
}
