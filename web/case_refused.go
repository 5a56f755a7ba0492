package web

import (
	"errors"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/locale"
)

// refusedLine says why a request would be refused as it is answered: before it is
// sent, and instead of a result that says the person qualifies. What was not
// answered yet refuses nothing, except a box that was left empty. The path is the
// answer that it turns on, or "".
func (s *Server) refusedLine(p *locale.Printer, page *checkPage, c casefile.Case, matter casefile.Matter, all []topic) (path string, err error) {
	if slices.ContainsFunc(c.Missing(matter), func(m string) bool { return awaits(matter, m) }) {
		return "", nil
	}
	err = s.Window.Refusal(c)
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Conflict {
		return "", err
	}
	line := checkLine{Text: faultText(p, f, string(f.Code))}
	if f.Path != "" {
		line.Href = s.topicHref(c, all, f.Path)
	}
	page.Blocks, page.Refused = append(page.Blocks, line), true
	return f.Path, nil
}

// awaits reports whether the missing thing is an answer that is still to come; a
// box that was not ticked is an answer.
func awaits(matter casefile.Matter, missing string) bool {
	id, own := strings.CutPrefix(missing, casefile.OwnPrefix)
	if !own {
		return !strings.HasPrefix(missing, "slot/") && !strings.HasPrefix(missing, "consent/")
	}
	q, ok := matter.Question(id)
	return !ok || q.Type != casefile.AskYes
}
