package web

import (
	"regexp"
	"strings"
	"testing"

	"yichuang/locale"
)

// rawWords are what the policy language leaves in a text that was not put in words:
// operators, quotes and dotted or underscored names.
var rawWords = regexp.MustCompile(`&&|\|\||[<>=!]=|[a-z]+_[a-z]+|[a-z]+\.[a-z]+|[a-z]\(|"|‹|\x{E000}`)

// TestConditions_inWords: every rule of every policy is said in both languages, with
// nothing of the policy language in it.
func TestConditions_inWords(t *testing.T) {
	s := newSite(t, inForce).server
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		for _, pack := range s.Engine.Packs() {
			for _, clause := range pack.Clauses {
				for _, rule := range s.speaker(p, pack).inWords(clause, nil) {
					text := strings.Join(spoken(rule), "\n")
					bare := text
					for _, known := range namesWithBrackets(s, p) {
						bare = strings.ReplaceAll(bare, known, "")
					}
					if raw := rawWords.FindString(bare); raw != "" {
						t.Errorf("%s %s %s: %q is not in words:\n%s", lang, pack.ID, clause.ID, raw, text)
					}
					if testing.Verbose() {
						t.Logf("%s %s\n%s", clause.ID, rule.Heading, text)
					}
				}
			}
		}
	}
}

// namesWithBrackets are labels of the vocabulary and the packs: their own brackets
// and words in Latin letters are people's words.
func namesWithBrackets(s *Server, p *locale.Printer) (out []string) {
	for _, f := range s.Vocabulary.Fields() {
		out = append(out, wording(p, f.Label))
		for i := range f.Words {
			out = append(out, wordLabel(p, &f, i))
		}
		for _, item := range f.Item {
			out = append(out, wording(p, item.Label))
			for i := range item.Words {
				out = append(out, wordLabel(p, &item, i))
			}
		}
	}
	for _, pack := range s.Engine.Packs() {
		for _, n := range pack.Names {
			out = append(out, wording(p, n.Text))
		}
		for _, r := range pack.Readings {
			out = append(out, wording(p, r.Question))
		}
	}
	for _, class := range []string{"A", "B", "C"} {
		out = append(out, p.T("class."+class))
	}
	return append(out, p.T("condition.whole", "what", ""))
}

// spoken are the lines of a rule, its lists indented.
func spoken(r ruleWords) (lines []string) {
	var add func(c condition, depth int)
	add = func(c condition, depth int) {
		lines = append(lines, strings.Repeat("  ", depth)+c.Text.around(nil))
		for _, part := range c.Parts {
			add(part, depth+1)
		}
	}
	for _, c := range r.Sets {
		add(c, 0)
	}
	for _, band := range r.Bands {
		lines = append(lines, "- "+band.around(nil))
	}
	lines = append(lines, "when")
	add(r.When, 1)
	return lines
}
