package web

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/policy"
)

// How much of a scenario its title says.
const (
	saidFacts   = 4
	saidResults = 3
)

// scenarioTitle is the title that a scenario was given, where that is in the
// reader's language; else it is said from the scenario's own data: its clause, what
// is told of the facts that the clause reads, and what is expected.
func (s *Server) scenarioTitle(p *locale.Printer, pack *policy.Pack, sc *policy.Scenario, bare bool) string {
	if inChinese(sc.Title) == (p.Language() == locale.Chinese) {
		return sc.Title
	}
	clause, ok := pack.Clause(office.ClauseOf(sc.File))
	told, expects := s.toldIn(p, clause, sc), s.expects(p, sc)
	if len(expects) == 0 {
		expects = []string{p.T("scenario.otherwise")}
	}
	key, line := "scenario.title", wording(p, pack.Short)
	if ok {
		line = p.T("policy.clause.line", "clause", clause.ID, "title", wording(p, clause.Title))
	}
	if bare {
		key = "scenario.title.bare"
	}
	return p.T(key, "clause", line, "told", strings.Join(told, p.T("scenario.and")), "expects", strings.Join(expects, p.T("scenario.and")))
}

// inChinese reports whether a text is written in Chinese rather than in Latin letters.
func inChinese(text string) bool {
	chinese, latin := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			chinese++
		case unicode.IsLetter(r):
			latin++
		}
	}
	return chinese*3 > latin
}

// toldIn are the facts of the scenario that the clause reads, and the day where it
// reads none of those given.
func (s *Server) toldIn(p *locale.Printer, clause *policy.Clause, sc *policy.Scenario) (out []string) {
	known := s.Vocabulary.New()
	if err := s.Vocabulary.Parse(sc.Facts, known); err != nil {
		return nil
	}
	reads := map[string]bool{}
	if clause != nil {
		for _, rule := range clause.Rules {
			for _, path := range rule.Facts() {
				reads[path] = true
			}
		}
	}
	pairs := func(keep func(path string) bool) {
		for _, says := range []bool{true, false} { // what is so before what is not
			for _, f := range s.Vocabulary.Fields() {
				if len(out) < saidFacts && keep(f.Path) && known.Get(f.Slot).State != facts.Unknown && says == saysSomething(known, &f) {
					out = append(out, p.T("compare.pair", "what", wording(p, f.Label), "value", s.answer(p, known, &f)))
				}
			}
		}
	}
	pairs(func(path string) bool { return reads[path] && path != "service" && path != "application" })
	if len(out) == 0 {
		pairs(func(path string) bool {
			return path == "on" || path == "place" || path == "application" || path == "service"
		})
	}
	return out
}

// saysSomething reports whether a known fact tells of something that is there.
func saysSomething(known *facts.Facts, f *facts.Field) bool {
	v := known.Get(f.Slot)
	switch {
	case v.State == facts.None:
		return false
	case f.Type == facts.List:
		return len(known.Items(f.Slot)) > 0
	case f.Type == facts.Enum:
		return f.Words[v.N] != noWord
	case f.Type == facts.Bool || f.Type == facts.Set:
		return v.N != 0
	}
	return true
}

// expects says what the answer must hold, the most telling first.
func (s *Server) expects(p *locale.Printer, sc *policy.Scenario) (out []string) {
	var want map[string]json.RawMessage
	if json.Unmarshal(sc.Expect, &want) != nil {
		return nil
	}
	for _, say := range []func(*locale.Printer, map[string]json.RawMessage) []string{s.expectsAnswer, s.expectsPoints, s.expectsEntries, s.expectsTerm} {
		out = append(out, say(p, want)...)
	}
	var gone []string
	for _, path := range sc.Absent {
		key, id, _ := strings.Cut(path, ".")
		if kind := kindOfKey[key]; kind != "" && id != "" {
			gone = append(gone, s.name(p, kind, strings.TrimPrefix(id, "sources.")))
		}
	}
	if len(gone) > 0 {
		out = append(out, p.T("scenario.without", "names", p.List(gone[:min(len(gone), saidResults)])))
	}
	return out[:min(len(out), saidResults)]
}

func (s *Server) expectsAnswer(p *locale.Printer, want map[string]json.RawMessage) (out []string) {
	var verdict, class string
	if json.Unmarshal(want["verdict"], &verdict) == nil && p.Has("rules.verdict."+verdict) {
		out = append(out, p.T("rules.verdict."+verdict))
	}
	if json.Unmarshal(want["class"], &class) == nil && p.Has("class."+class) {
		out = append(out, s.className(p, class))
	}
	return out
}

func (s *Server) expectsPoints(p *locale.Printer, want map[string]json.RawMessage) (out []string) {
	var points struct {
		Total, Min, Max *int
		Elements        map[string]int
	}
	if json.Unmarshal(want["points"], &points) != nil {
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(points.Elements)) {
		out = append(out, p.T("compare.pair", "what", s.name(p, "points", id), "value", p.T("rule.points", "n", points.Elements[id])))
	}
	switch {
	case points.Total != nil:
		out = append(out, p.T("scenario.total", "n", *points.Total))
	case points.Min != nil && points.Max != nil:
		out = append(out, p.T("scenario.total.open", "min", *points.Min, "max", *points.Max))
	}
	return out
}

// expectedKeys are the lists of a determination that titles speak of.
var expectedKeys = []string{"limits", "grounds", "routes", "materials", "deadlines", "entitlements", "duties"}

func (s *Server) expectsEntries(p *locale.Printer, want map[string]json.RawMessage) (out []string) {
	for _, key := range expectedKeys {
		var entries []struct {
			ID, Step, Status, Treatment, Unit string
			Amount                            int
		}
		if json.Unmarshal(want[key], &entries) != nil {
			continue
		}
		for _, e := range entries {
			name := s.name(p, kindOfKey[key], e.ID+e.Step)
			value := ""
			switch {
			case e.Status != "" && limitStatuses[e.Status].Text != "":
				value = say(p, limitStatuses[e.Status]).Text
			case e.Treatment != "":
				value = say(p, treatments[e.Treatment]).Text
			case e.Amount > 0 && e.Unit != "":
				value = p.T("unit."+e.Unit, "n", e.Amount)
			case e.Amount > 0:
				value = p.Number(float64(e.Amount))
			}
			if value != "" {
				name = p.T("compare.pair", "what", name, "value", value)
			}
			if e.ID+e.Step != "" {
				out = append(out, name)
			}
		}
	}
	return out
}

func (s *Server) expectsTerm(p *locale.Printer, want map[string]json.RawMessage) (out []string) {
	var term *struct {
		Months int
		Until  string
	}
	if raw, asked := want["term"]; !asked || json.Unmarshal(raw, &term) != nil {
		return nil
	}
	switch {
	case term == nil:
		out = append(out, p.T("scenario.no-term"))
	case term.Until != "":
		out = append(out, p.T("scenario.until", "day", dayText(p, term.Until)))
	case term.Months > 0:
		out = append(out, p.T("rule.term", "months", p.T("unit.months", "n", term.Months)))
	}
	return out
}

// dayText is a day as the language writes it; anything else stays as it is.
func dayText(p *locale.Printer, text string) string {
	if d, err := civil.ParseDate(text); err == nil {
		return p.Date(d)
	}
	return text
}
