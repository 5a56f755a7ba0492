package web

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yichuang/locale"
	"yichuang/office"
	"yichuang/policy"
)

// draftFields are what can be edited of the part, beside the clause in words: the
// figures of its rules where they stand in the rule's own words, the rest below.
func (s *Server) draftFields(p *locale.Printer, page *draftEditPage, files policy.Files, trial office.DraftTrial) {
	name := "pack.yaml"
	page.Title2 = p.T("rules.part.pack")
	if page.Part != packPart {
		name = "clauses/" + page.Part + ".yaml"
	}
	pack := trial.Pack
	if pack == nil {
		pack = trial.Base // a draft that cannot be read still shows the clause as it was
	}
	fields := (policy.Files{name: files[name]}).Fields()
	inputs := make([]*Input, len(fields))
	for i, f := range fields {
		in := s.fieldInput(p, f)
		inputs[i] = &in
	}
	page.Inputs = inputs
	if pack == nil {
		page.Fields = s.grouped(p, fields, inputs, nil)
		return
	}
	c := s.speaker(p, pack)
	c.figures = map[policy.Origin]*Input{}
	byPath := map[string]*Input{}
	for i, f := range fields {
		byPath[f.Path] = inputs[i]
		if f.Origin.Line > 0 {
			c.figures[f.Origin] = inputs[i]
		}
	}
	if clause, ok := pack.Clause(page.Part); ok {
		s.draftClause(p, page, clause)
		page.Words = c.inWords(clause, byPath)
		c.ownTexts(page.Words, fields, inputs)
	} else if shared := c.sharedFigures(name); len(shared) > 0 {
		page.Words = []ruleWords{{ID: "shared", Heading: p.T("rules.group.shared"), Sets: shared}}
	}
	var rest []policy.Field
	var left []*Input
	for i, in := range inputs {
		if !c.shown[in] {
			rest, left = append(rest, fields[i]), append(left, in)
		}
	}
	page.Fields = s.grouped(p, rest, left, pack)
}

// draftClause is the clause in words and what proves it.
func (s *Server) draftClause(p *locale.Printer, page *draftEditPage, clause *policy.Clause) {
	page.Title2 = p.T("policy.clause.line", "clause", clause.ID, "title", wording(p, clause.Title))
	page.Cite, page.Summary, page.Other, page.OtherLang = wording(p, clause.Cite), wording(p, clause.Summary), clause.Summary.En, "en"
	if page.Summary == clause.Summary.En {
		page.Other, page.OtherLang = clause.Summary.Zh, "zh"
	}
	for _, scenario := range clause.Pack.Scenarios {
		if office.ClauseOf(scenario.File) == clause.ID {
			page.Scenarios = append(page.Scenarios, Link{Text: s.scenarioTitle(p, clause.Pack, scenario, true)})
		}
	}
}

// ownTexts gives every rule the texts that are its own, such as a duty's.
func (c *speaker) ownTexts(words []ruleWords, fields []policy.Field, inputs []*Input) {
	for i, f := range fields {
		at := slices.IndexFunc(words, func(w ruleWords) bool {
			entry := listEntry.FindString(f.Path)
			return f.Kind == policy.TextField && entry != "" && w.ID == inputID(entry)
		})
		if at >= 0 {
			words[at].Texts = append(words[at].Texts, inputs[i])
			c.shown[inputs[i]] = true
		}
	}
}

// sharedFigures says the comparisons of the pack's own definitions that hold a
// figure to edit.
func (c *speaker) sharedFigures(file string) (out []condition) {
	for _, clause := range c.pack.Clauses {
		for _, rule := range clause.Rules {
			rule.When.Walk(func(e *policy.Expr) {
				if comparing[e.Op] == "" {
					return
				}
				e.Walk(func(figure *policy.Expr) {
					if in := c.figures[figure.Origin]; in != nil && figure.Origin.File == file && !c.shown[in] {
						out = append(out, c.condition(e, false))
					}
				})
			})
		}
	}
	return out
}

// grouped are the inputs of fields that no rule's words hold: each rule and each
// reading under a heading of its own, the words of the clause at the end.
func (s *Server) grouped(p *locale.Printer, fields []policy.Field, inputs []*Input, pack *policy.Pack) (out []*Input) {
	var words []*Input
	group, rules, begins := "", 0, 0
	for i, f := range fields {
		in := inputs[i]
		entry := listEntry.FindStringSubmatch(f.Path)
		if entry == nil && in.Lang != "" {
			words = append(words, in)
			continue
		}
		if entry != nil && entry[0] != group {
			group, begins = entry[0], len(out)+1
			switch entry[1] {
			case "rules":
				rules++
				out = append(out, &Input{ID: inputID(group), Type: "heading", Label: p.T("rules.group.rule", "n", rules, "rule", s.ruleName(p, f.Rule))})
			case "readings":
				out = append(out, &Input{ID: inputID(group), Type: "heading", Label: p.T("rules.group.reading", "question", wording(p, readingAt(pack, entry[2]).Question))})
			}
		}
		if f.Kind == policy.OptionField && entry != nil {
			nameOptions(p, in.Choices, readingAt(pack, entry[2]))
			out = slices.Insert(out, begins, in) // the choice stands before its texts
			continue
		}
		out = append(out, in)
	}
	if len(words) > 0 {
		out = append(out, &Input{ID: "words", Type: "heading", Label: p.T("rules.group.words")})
	}
	return append(out, words...)
}

// listEntry is the entry of a list in a file that a field belongs to.
var listEntry = regexp.MustCompile(`^(rules|readings)\[(\d+)\]`)

// readingAt is the pack's reading by its place, empty where the pack has none there.
func readingAt(pack *policy.Pack, place string) policy.Reading {
	n, err := strconv.Atoi(place)
	if err != nil || pack == nil || n >= len(pack.Readings) {
		return policy.Reading{}
	}
	return pack.Readings[n]
}

// nameOptions says what choosing an option means.
func nameOptions(p *locale.Printer, choices []Choice, reading policy.Reading) {
	for i := range choices {
		for _, o := range reading.Options {
			if o.ID == choices[i].Value {
				choices[i].Label = wording(p, o.Label)
			}
		}
	}
}

var notPlain = regexp.MustCompile(`[^A-Za-z0-9]+`)

// inputID is the id of the input for a field of the pack.
func inputID(field string) string {
	_, where, ok := strings.Cut(field, ":")
	if !ok {
		where = field
	}
	return "f-" + notPlain.ReplaceAllString(where, "-")
}

var lastKey = regexp.MustCompile(`([a-z_]+)(\[\d+\])*$`)

// fieldInput is the form field of a field of the pack, named for people.
func (s *Server) fieldInput(p *locale.Printer, f policy.Field) Input {
	in := Input{ID: inputID(f.ID()), Type: "text", Value: f.Value}
	key := lastKey.FindString(strings.TrimSuffix(strings.TrimSuffix(f.Path, ".zh"), ".en"))
	switch {
	case f.Kind == policy.TextField:
		in.Label = p.T("rules.text."+f.Lang, "what", textName(p, key))
		in.Lang = f.Lang
		if wide := widthOf(f.Value); wide > 40 {
			in.Type, in.Rows = "textarea", min(2+wide/80, 8)
		}
	case f.Kind == policy.OptionField:
		in.Label, in.Type = p.T("rules.field.reading"), "select"
		for _, o := range f.Options {
			in.Choices = append(in.Choices, Choice{Value: o, Label: o, Chosen: o == f.Value})
		}
	case f.Context != "":
		in.Label, in.Hint = p.T("rules.field.condition.plain"), f.Context
		if fact := s.conditionFact(p, f.Context); fact != "" {
			in.Label = p.T("rules.field.condition", "what", fact)
		}
	case f.Kind == policy.DateField:
		in.Label = p.T("rules.day." + strings.TrimLeft(key, "."))
	default:
		in.Label = p.T("rules.figure."+figureKey(key), "rule", s.ruleName(p, f.Rule))
	}
	switch {
	case f.Kind == policy.DateField:
		in.Type = "date"
	case f.Kind == policy.NumberField:
		in.Mode = "decimal"
	}
	return in
}

// widthOf is about how many letters wide a text is: a Chinese sign takes two.
func widthOf(text string) int {
	return (len(text) + len([]rune(text))) / 2
}

func textName(p *locale.Printer, key string) string {
	if name := "rules.text.name." + key; p.Has(name) {
		return p.T(name)
	}
	return p.T("rules.text.name.text")
}

func figureKey(key string) string {
	if strings.HasPrefix(key, "bands") {
		if strings.HasSuffix(key, "[0]") {
			return "band-from"
		}
		return "band-points"
	}
	known := []string{"value", "max", "min", "months", "amount", "cap"}
	if name := strings.TrimLeft(key, "."); slices.Contains(known, name) {
		return name
	}
	return "detail"
}

// ruleName is what people call the rule that a field stands in.
func (s *Server) ruleName(p *locale.Printer, rule string) string {
	kind, ids, _ := strings.Cut(rule, " ")
	first, _, _ := strings.Cut(ids, " ")
	if kind == "waive" || kind == "discretion" || kind == "silence" {
		kind = "limit"
	}
	return s.name(p, kind, first)
}

var factPath = regexp.MustCompile(`[a-z][a-z_]*(\.[a-z_]+)+`)

// conditionFact is the label of the first fact that a condition reads, or "".
func (s *Server) conditionFact(p *locale.Printer, condition string) string {
	for _, word := range factPath.FindAllString(condition, -1) {
		if field, ok := s.Vocabulary.Lookup(word); ok {
			return wording(p, field.Label)
		}
	}
	return ""
}
