// Package api is /api/v1: JSON in and out for programs. It takes facts as
// strictly as the command line does and answers with the same determination,
// byte for byte. Cases are read with a token of an account, with the rights of its
// pages. Errors are problem documents (RFC 9457) that name the path of
// the fact that is wrong. GET /openapi.json describes it; the description of the
// facts is generated from the vocabulary and its examples from a scenario.
package api

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/office"
)

// Config is what a Server needs from outside.
type Config struct {
	Engine     Engine
	Vocabulary *facts.Vocabulary
	Places     *facts.Places
	Now        func() time.Time
	Example    []byte // facts of a shipped scenario, for the description

	Window *office.Window // nil: no cases are kept, and none can be read
}

// Engine determines facts. It is safe for concurrent use.
type Engine interface {
	// Answer determines facts and advises, both under one law.
	Answer(f *facts.Facts) (*determination.Determination, []determination.Advice, error)
}

// Server answers requests under /api/ and for the description.
type Server struct {
	Config
	description []byte
	mux         *http.ServeMux
}

// New prepares the description and the routes.
func New(config Config) (*Server, error) {
	s := &Server{Config: config, mux: http.NewServeMux()}
	var err error
	if s.description, err = s.describe(); err != nil {
		return nil, err
	}
	s.mux.HandleFunc("POST /api/v1/assessments", s.assess)
	s.mux.HandleFunc("/api/v1/assessments", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", http.MethodPost)
		writeProblem(w, problem{Status: http.StatusMethodNotAllowed, Detail: "send facts by POST"})
	})
	s.mux.HandleFunc("GET /api/v1/cases", s.reading(s.listCases))
	s.mux.HandleFunc("GET /api/v1/cases/{number}", s.reading(s.showCase))
	s.mux.HandleFunc("GET /openapi.json", s.showDescription)
	s.mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		writeProblem(w, problem{Status: http.StatusNotFound, Detail: "no such resource (see /openapi.json)"})
	})
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	s.mux.ServeHTTP(w, r)
}

// maxFacts is how large a facts document may be, in bytes: more than ten times
// one that says everything.
const maxFacts = 64 << 10

// assess answers facts with their determination.
func (s *Server) assess(w http.ResponseWriter, r *http.Request) {
	f, refusal := s.readFacts(w, r)
	if refusal != nil {
		writeProblem(w, *refusal)
		return
	}
	answer, err := s.answer(f)
	if err != nil {
		writeProblem(w, problemOf(err))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(answer, '\n')) // a reader that has gone away needs no answer
}

// answer determines facts and advises: the bytes that yichuang assess prints.
func (s *Server) answer(f *facts.Facts) ([]byte, error) {
	d, advice, err := s.Engine.Answer(f)
	if err != nil {
		return nil, err
	}
	return d.AppendAnswer(nil, advice), nil
}

// readFacts reads the body; today is the filing date where it names none.
func (s *Server) readFacts(w http.ResponseWriter, r *http.Request) (*facts.Facts, *problem) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return nil, &problem{Status: http.StatusUnsupportedMediaType, Detail: "send facts as Content-Type: application/json"}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxFacts))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &problem{Status: http.StatusRequestEntityTooLarge, Detail: "facts are larger than 64 KiB"}
	case err != nil:
		return nil, &problem{Status: http.StatusBadRequest, Detail: "the body ended early (send it again)"}
	}
	f := s.Vocabulary.New()
	if err := s.Vocabulary.Parse(body, f); err != nil {
		return nil, refuse(err)
	}
	if on, ok := s.Vocabulary.Lookup("on"); ok && f.Get(on.Slot).State == facts.Unknown {
		f.Set(on.Slot, facts.Value{State: facts.Known, N: int64(civil.DateOf(s.Now()))})
	}
	if err := s.Vocabulary.Check(f, s.Places); err != nil {
		return nil, refuse(err)
	}
	return f, nil
}

func refuse(err error) *problem {
	p := problemOf(err)
	return &p
}

// problemOf is the answer to a fault. What is not a fault is ours: the answer
// says no more than that.
func problemOf(err error) problem {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Invalid {
		return problem{Status: http.StatusInternalServerError, Detail: "the determination could not be made"}
	}
	return problem{Status: http.StatusUnprocessableEntity, Detail: f.Error(), Path: f.Path}
}
