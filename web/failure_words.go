package web

import (
	"regexp"
	"strings"

	"yichuang/determination"
	"yichuang/locale"
)

// failureText says in words what a scenario expects and what comes out instead.
func (s *Server) failureText(p *locale.Printer, f determination.Failure) string {
	return p.T("rules.trial.failure", "path", s.failedAt(p, f.Path), "want", s.outcomeWord(p, f.Path, f.Want), "got", s.outcomeWord(p, f.Path, f.Got))
}

// failurePath is a key of a determination, the entry within it, and what of the entry.
var failurePath = regexp.MustCompile(`^([a-z]+)(?:\[([^\]]+)\])?(?:\.?(.+))?$`)

// failedAt names the part of a determination that a path leads to.
func (s *Server) failedAt(p *locale.Printer, path string) string {
	m := failurePath.FindStringSubmatch(path)
	if m == nil {
		return path
	}
	key, id, rest := m[1], m[2], m[3]
	if element, ok := strings.CutPrefix(rest, "elements."); ok && key == "points" {
		return s.name(p, "points", element)
	}
	kind := kindOfKey[key]
	if kind == "" {
		if word := "rules.outcome." + strings.TrimSuffix(key+"."+rest, "."); p.Has(word) {
			return p.T(word)
		}
		return p.T("rules.outcome", "path", path)
	}
	if id == "" { // what must not be there
		id, rest = rest, ""
	}
	name := s.name(p, kind, id)
	if word := "rules.outcome.part." + rest; rest != "" && p.Has(word) {
		return p.T("rules.outcome.of", "what", name, "part", p.T(word))
	}
	return name
}

// outcomeWord is a value of a determination in words.
func (s *Server) outcomeWord(p *locale.Printer, path, value string) string {
	bare := strings.Trim(value, `"`)
	last := path[strings.LastIndexAny(path, ".]")+1:]
	switch {
	case bare == "nothing", bare == "no such entry", bare == "null":
		return p.T("rules.step.none")
	case strings.HasPrefix(value, "{"):
		return p.T("rules.step.holds")
	case bare == "true":
		return p.T("answer.yes")
	case bare == "false":
		return p.T("answer.no")
	case last == "verdict" && p.Has("rules.verdict."+bare):
		return p.T("rules.verdict." + bare)
	case last == "class" && p.Has("class."+bare):
		return s.className(p, bare)
	case last == "status" && p.Has("rules.limit."+bare):
		return p.T("rules.limit." + bare)
	case last == "treatment" && treatments[bare].Text != "":
		return say(p, treatments[bare]).Text
	}
	return dayText(p, bare)
}
