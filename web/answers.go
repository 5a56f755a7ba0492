package web

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"slices"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
)

// answers is what a person told the self-check. It lives in a cookie of the
// person's browser that ends with the browser session; the server keeps nothing,
// unless the person asks it to keep them under a code for thirty days.
// Nobody gains anything by forging it, since it only describes its own sender,
// and it is read as strictly as any other facts.
type answers struct {
	known    *facts.Facts
	declined []string // paths answered with "I do not know", in the order asked
}

// wireAnswers is the JSON inside the cookie, compressed and in base64.
type wireAnswers struct {
	Facts    json.RawMessage `json:"facts"`
	Declined []string        `json:"declined,omitempty"`
}

const (
	answersCookie = "check"
	maxCookie     = 3900     // bytes of value that every browser keeps, less the name and attributes
	maxAnswers    = 64 << 10 // bytes of JSON after unpacking; more is no answer of ours
)

// readAnswers returns what the browser sent. A cookie that cannot be read, for
// example of an older version of the vocabulary, counts as none.
func (s *Server) readAnswers(r *http.Request) answers {
	none := answers{known: s.Vocabulary.New()}
	cookie, err := r.Cookie(answersCookie)
	if err != nil {
		return none
	}
	packed, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return none
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxAnswers))
	if err != nil {
		return none
	}
	if a, ok := s.parseAnswers(text); ok {
		return a
	}
	return none
}

// parseAnswers reads answers as they are kept; false where they cannot be read.
func (s *Server) parseAnswers(text []byte) (answers, bool) {
	var wire wireAnswers
	if json.Unmarshal(text, &wire) != nil {
		return answers{}, false
	}
	known := s.Vocabulary.New()
	if err := s.Vocabulary.Parse(wire.Facts, known); err != nil {
		return answers{}, false
	}
	declined := slices.DeleteFunc(wire.Declined, func(path string) bool {
		_, ok := s.Vocabulary.Lookup(path)
		return !ok
	})
	return answers{known: known, declined: declined}, true
}

// writeAnswers gives the answers back to the browser.
func (s *Server) writeAnswers(w http.ResponseWriter, r *http.Request, a answers) error {
	text, err := json.Marshal(wireAnswers{Facts: a.known.AppendCanonical(nil), Declined: a.declined})
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	squeeze, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := squeeze.Write(text); err != nil {
		return err
	}
	if err := squeeze.Close(); err != nil {
		return err
	}
	value := base64.RawURLEncoding.EncodeToString(packed.Bytes())
	if len(value) > maxCookie {
		return fault.New(fault.Invalid, "fault.answers-too-long")
	}
	http.SetCookie(w, &http.Cookie{Name: answersCookie, Value: value, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
	return nil
}

// set records an answer; an unknown value means that the person does not know.
func (a *answers) set(field *facts.Field, value facts.Value) {
	a.declined = slices.DeleteFunc(a.declined, func(path string) bool { return path == field.Path })
	if value.State == facts.Unknown {
		a.declined = append(a.declined, field.Path)
	}
	a.known.Set(field.Slot, value)
}

// on is the filing date: the one that was given, else today.
func (s *Server) on(a answers) civil.Date {
	if v := s.fact(a.known, "on"); v.State == facts.Known {
		return civil.Date(v.N)
	}
	return s.today()
}

// asked returns the facts as the engine takes them, with the filing date filled in,
// and the window's own place where the person chose none.
func (s *Server) asked(a answers) *facts.Facts {
	f := a.known.Clone()
	if field, ok := s.Vocabulary.Lookup("on"); ok {
		f.Set(field.Slot, facts.Value{State: facts.Known, N: int64(s.on(a))})
	}
	place, ok := s.place(a)
	if field, known := s.Vocabulary.Lookup("place"); ok && known && f.Get(field.Slot).State == facts.Unknown {
		f.Set(field.Slot, facts.Value{State: facts.Known, S: string(place.Code)})
	}
	return f
}

func (s *Server) fact(f *facts.Facts, path string) facts.Value {
	field, ok := s.Vocabulary.Lookup(path)
	if !ok {
		return facts.Value{}
	}
	return f.Get(field.Slot)
}

// place is the place of work that was chosen, or the window's own.
func (s *Server) place(a answers) (facts.Place, bool) {
	if v := s.fact(a.known, "place"); v.State == facts.Known {
		if place, ok := s.Places.Lookup(facts.PlaceCode(v.S)); ok {
			return place, true
		}
	}
	return s.Places.Lookup(s.HomePlace)
}

// count returns how many questions have been answered, or declined.
func (s *Server) count(a answers) int {
	n := len(a.declined)
	for i := range s.Vocabulary.Fields() {
		if field := &s.Vocabulary.Fields()[i]; a.known.Get(i).State != facts.Unknown && s.settledFact(field.Path) == field.Path {
			n++
		}
	}
	return n
}

// forget makes the fact one that was never asked.
func (a *answers) forget(field *facts.Field) {
	a.set(field, facts.Value{})
	a.declined = a.declined[:len(a.declined)-1]
}
