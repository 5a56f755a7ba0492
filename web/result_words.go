package web

import (
	"slices"
	"strings"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
)

// verdicts are the words, tones and icons of the four verdicts.
var verdicts = map[determination.Verdict]Tag{
	determination.Met:     {"ok", "check", "verdict.met"},
	determination.NotMet:  {"bad", "cross", "verdict.not-met"},
	determination.Officer: {"pause", "person", "verdict.officer"},
	determination.Unknown: {"info", "pause", "verdict.unknown"},
}

// limitStatuses are those of one limit.
var limitStatuses = map[string]Tag{
	"met":        {"ok", "check", "verdict.met"},
	"not-met":    {"bad", "cross", "verdict.not-met"},
	"waived":     {"ok", "check", "limit.waived"},
	"discretion": {"pause", "person", "verdict.officer"},
	"unknown":    {"info", "pause", "verdict.unknown"},
}

// treatments are the ways to treat a paper.
var treatments = map[string]Tag{
	"required":   {"", "", "material.required"},
	"commitment": {"info", "person", "material.commitment"},
	"deferrable": {"info", "clock", "material.deferrable"},
	"exempt":     {"ok", "check", "material.exempt"},
}

func say(p *locale.Printer, tag Tag) Tag {
	if tag.Text != "" {
		tag.Text = p.T(tag.Text)
	}
	return tag
}

// sentence is the result in one sentence, and what to know beside it.
func (s *Server) sentence(p *locale.Printer, d *determination.Determination) (verdict Tag, sentence string, explain []string) {
	verdict = say(p, verdicts[d.Verdict])
	place := s.placeName(p, facts.PlaceCode(d.Place))
	service := s.wordOf(p, "service", d.Service)
	key := "result." + string(d.Verdict)
	switch {
	case d.Service == determination.PlainService && d.Class != "" && d.Class != noClass:
		key += ".class"
	case d.Service == determination.PlainService && d.Class == noClass:
		key += ".none"
	}
	sentence = p.T(key, "place", place, "service", service, "class", s.className(p, d.Class), "n", len(d.Unknown))
	if d.Verdict == determination.Met && provable(d) {
		explain = append(explain, p.T("result.to-prove"))
	}
	return verdict, sentence, explain
}

// noClass is the word of a result for no class.
const noClass = "none"

func provable(d *determination.Determination) bool {
	for _, ground := range d.Grounds {
		if ground.ToProve {
			return true
		}
	}
	return false
}

// className is a class in words; the empty class is one not decided yet.
func (s *Server) className(p *locale.Printer, class string) string {
	if class == "" {
		return p.T("class.open")
	}
	return p.T("class." + class)
}

// wordOf is the label of a word of a closed list.
func (s *Server) wordOf(p *locale.Printer, path, word string) string {
	field, ok := s.Vocabulary.Lookup(path)
	if !ok {
		return word
	}
	for i, w := range field.Words {
		if w == word {
			return wordLabel(p, field, i)
		}
	}
	return word
}

// warnings tell which policies that hold the place are not in force on the day,
// and which end soon.
func (s *Server) warnings(p *locale.Printer, d *determination.Determination) []warning {
	var all []warning
	for _, ref := range d.Policies {
		pack, err := s.findPack(ref.ID)
		if err != nil {
			continue
		}
		title := wording(p, pack.Title)
		switch {
		case !ref.InForce && ref.Until != nil && *ref.Until < d.On:
			all = append(all, warning{Tone: "neutral", Text: p.T("result.policy.ended", "policy", title, "until", *ref.Until), Href: "#lapsed-" + ref.ID})
		case !ref.InForce && ref.From != nil:
			all = append(all, warning{Tone: "neutral", Text: p.T("result.policy.not-yet", "policy", title, "from", *ref.From), Href: "#lapsed-" + ref.ID})
		case ref.InForce && ref.Until != nil && int(*ref.Until-d.On) <= endsSoon:
			all = append(all, warning{Tone: "warn", Text: p.T("result.policy.ends-soon", "policy", title, "until", *ref.Until, "n", int(*ref.Until-d.On))})
		}
	}
	return all
}

// shownUnknown is how many missing answers are shown before the rest is folded.
const shownUnknown = 6

// unknown lists the missing answers that can still change the result, those
// first that most outcomes wait for.
func (s *Server) unknown(p *locale.Printer, d *determination.Determination) (shown, folded []unknownLine) {
	waiting := make(map[string]int)
	for _, possible := range d.Possible {
		for _, need := range possible.Needs {
			waiting[need]++
		}
	}
	paths := slices.Clone(d.Unknown)
	slices.SortStableFunc(paths, func(a, b string) int { return waiting[b] - waiting[a] })
	var lines []unknownLine
	for _, path := range paths {
		line := unknownLine{Name: s.label(p, path), Href: "/check?ask=" + path}
		if names := s.waitingFor(p, d, path); len(names) > 0 {
			line.Note = p.T("result.unknown.decides", "outcomes", p.List(names))
		}
		lines = append(lines, line)
	}
	cut := min(len(lines), shownUnknown)
	return lines[:cut], lines[cut:]
}

// waitingFor names the outcomes that wait for a fact, each once, a few at most.
func (s *Server) waitingFor(p *locale.Printer, d *determination.Determination, path string) []string {
	var names []string
	seen := make(map[string]bool)
	for _, possible := range d.Possible {
		for _, need := range possible.Needs {
			name := p.T("result.outcome."+possible.Kind, "name", s.name(p, possible.Kind, possible.ID))
			if need != path || seen[name] || len(names) == shownReasons {
				continue
			}
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

func unitKey(prefix string, field *facts.Field) string {
	return prefix + "." + strings.NewReplacer("/", ".", " ", "-").Replace(field.Unit)
}
