package web

import (
	"encoding/json"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/locale"
)

// knownFact is what the window itself knows of a fact of the case: the source as
// the name, the value in words as the note; ok is false where it knows nothing.
func (s *Server) knownFact(p *locale.Printer, c casefile.Case, field *facts.Field) (known Pair, ok bool) {
	k, ok := c.KnownAs(field.Path)
	if !ok {
		return Pair{}, false
	}
	f, err := s.Window.Facts(casefile.Case{Place: c.Place, Answers: map[string]json.RawMessage{field.Path: k.Value}}, c.LawDay(s.today()))
	if err != nil {
		return Pair{}, false
	}
	return Pair{s.knownFrom(p, "known-from.", k), s.answer(p, f, field)}, true
}
