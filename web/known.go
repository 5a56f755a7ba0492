package web

import (
	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/locale"
)

// knownFact is what the window itself knows of a fact of the case: the value in
// words, and its source as the name; ok is false where it knows nothing.
func (s *Server) knownFact(p *locale.Printer, c casefile.Case, field *facts.Field) (Pair, bool) {
	return Pair{}, false
}
