package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
)

// rawText prints an answer as it is kept.
func (s *Server) rawText(p *locale.Printer, field *facts.Field, raw json.RawMessage) string {
	text := plainJSON(raw)
	if field.Type == facts.Code {
		if _, ok := s.Places.Lookup(facts.PlaceCode(text)); ok {
			return s.placeName(p, facts.PlaceCode(text))
		}
	}
	value, err := s.Vocabulary.ParseValue(field, text)
	if err != nil {
		return text
	}
	return s.valueText(p, field, value)
}

// plainJSON is a JSON value as somebody would type it.
func plainJSON(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		if len(list) == 0 {
			return "none"
		}
		return strings.Join(list, ",")
	}
	return string(raw)
}

// absolute is the address of a page of ours as it is given to somebody else.
func (s *Server) absolute(r *http.Request, path string) string {
	if !strings.HasPrefix(path, "/") {
		return path
	}
	scheme := "https://"
	if r.TLS == nil && r.Header.Get("X-Forwarded-Proto") != "https" {
		scheme = "http://"
	}
	return scheme + r.Host + path
}

// errChoose asks for the choice that a form leaves open.
var errChoose = fault.New(fault.Invalid, "fault.form.choice").WithPath("answer")
