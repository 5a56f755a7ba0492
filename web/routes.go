package web

import (
	"fmt"
	"net/http"
	"runtime/debug"
)

// routes is the site map, grouped by who uses the pages.
func (s *Server) routes() {
	// Everybody
	s.page("GET /{$}", s.showHome)
	s.page("POST /place", s.choosePlace)
	s.page("GET /check", s.askQuestion)
	s.page("POST /check", s.answerQuestion)
	s.page("POST /check/clear", s.clearAnswers)
	s.page("GET /check/result", s.showResult)
	s.page("GET /check/compare", s.comparePlaces)
	s.page("GET /papers", s.listPapers)
	s.page("GET /policy", s.listPolicies)
	s.page("GET /policy/{pack}", s.showPolicy)
	s.page("GET /policy/{pack}/{clause}", s.showClause)
	s.page("GET /help", s.showText("help"))
	s.page("GET /privacy", s.showText("privacy"))
	s.page("GET /accessibility", s.showText("accessibility"))

	// Browsers
	s.mux.Handle("GET /static/{name}", s.static)
	s.page("/", notFound)
}

// handler is a page action. It answers, or returns the error that decides which
// error page is shown.
type handler func(w http.ResponseWriter, r *http.Request) error

func (s *Server) page(pattern string, h handler) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if err := calmly(h, w, r); err != nil {
			s.showError(w, r, err)
		}
	})
}

// calmly makes an error of a panic, so that a fault of ours gives a page with a
// reference number and not a broken connection.
func calmly(h handler, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case http.ErrAbortHandler:
			panic(cause)
		default:
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return h(w, r)
}
