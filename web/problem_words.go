package web

import (
	"regexp"

	"yichuang/locale"
	"yichuang/policy"
)

// nearName is the guess that a text of the check ends with.
var nearName = regexp.MustCompile(`^ \(did you mean (.*)\?\)$`)

// problemText says a problem of the check in the reader's language; in English as the
// commands print it. What another program says of an expression stays in English.
func problemText(p *locale.Printer, problem policy.Problem) (text, lang string) {
	if p.Language() == locale.English {
		return problem.Text, ""
	}
	key := "problem." + problem.Key()
	if problem.Key() == "" || !p.Has(key) {
		return problem.Text, "en"
	}
	var args []any
	for i, arg := range problem.Args {
		switch a := arg.(type) {
		case policy.Type:
			arg = p.T("problem.type." + notPlain.ReplaceAllString(a.String(), "-"))
		case policy.Kind:
			arg = p.T("rule.kind." + string(a))
		case string:
			if near := nearName.FindStringSubmatch(a); near != nil {
				arg = p.T("problem.near", "name", near[1])
			}
		}
		args = append(args, string(rune('a'+i)), arg)
	}
	return p.T(key, args...), ""
}
