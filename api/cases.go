package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

// casesShown is how many cases one answer lists.
const casesShown = 50

// caseList is a page of the cases in the reader's scope.
type caseList struct {
	Cases []caseSummary `json:"cases"`
	Total int64         `json:"total"`
	Next  string        `json:"next,omitempty"` // address of the next page; absent: this is the last
}

// reader is a handler that reads for somebody.
type reader func(w http.ResponseWriter, r *http.Request, who people.Who) error

// reading asks who reads, by the token of the request, and answers errors as
// problems. Where no cases are kept there is nothing to read.
func (s *Server) reading(h reader) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.Window == nil {
			writeProblem(w, problem{Status: http.StatusNotFound, Detail: "no cases are kept here"})
			return
		}
		secret, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			secret = "" // another scheme is no token
		}
		who, err := s.Window.Bearer(r.Context(), secret)
		if fault.Is(err, fault.Forbidden) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="yichuang"`)
			writeProblem(w, problem{Status: http.StatusUnauthorized, Detail: "send Authorization: Bearer with a token that is alive (make one on your account page)"})
			return
		}
		if err == nil {
			err = h(w, r, who)
		}
		if err != nil {
			writeProblem(w, readProblem(err))
		}
	}
}

// readProblem is the answer to what went wrong while reading: what is not there
// and what the reader may not see are the same.
func readProblem(err error) problem {
	switch {
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Forbidden):
		return problem{Status: http.StatusNotFound, Detail: "no such case in your scope"}
	case fault.Is(err, fault.Invalid):
		return problemOf(err)
	}
	return problem{Status: http.StatusInternalServerError, Detail: "the case could not be read"}
}

func (s *Server) listCases(w http.ResponseWriter, r *http.Request, who people.Who) error {
	filter, page, err := filterOf(r.URL.Query())
	if err != nil {
		return err
	}
	items, total, err := s.Window.Worklist(r.Context(), who, filter)
	if err != nil {
		return err
	}
	list := caseList{Cases: make([]caseSummary, len(items)), Total: total}
	for i, item := range items {
		if list.Cases[i], err = s.summary(r, item); err != nil {
			return err
		}
	}
	if int64(page*casesShown) < total {
		query := r.URL.Query()
		query.Set("page", strconv.Itoa(page+1))
		list.Next = r.URL.Path + "?" + query.Encode()
	}
	return writeJSON(w, list)
}

// filters are the words of the query that narrow a list.
var filters = []string{"text", "state", "place", "open", "changed_since", "page"}

// filterOf reads the query. A word that is none of filters is refused, so that a
// misspelt filter never answers with everything.
func filterOf(query url.Values) (f office.CaseFilter, page int, err error) {
	for name := range query {
		if !slices.Contains(filters, name) {
			return f, 0, fault.At(name, "no such filter (one of %s)", strings.Join(filters, ", "))
		}
	}
	f = office.CaseFilter{Text: query.Get("text"), Order: office.ByChange, Limit: casesShown}
	if state := query.Get("state"); state != "" {
		f.Labels = []string{state}
	}
	if place := query.Get("place"); place != "" {
		f.Places = []people.PlaceCode{people.PlaceCode(place)}
	}
	switch open := query.Get("open"); open {
	case "", "false":
	case "true":
		f.OpenOnly = true
	default:
		return f, 0, fault.At("open", "%q is neither true nor false", open)
	}
	if since := query.Get("changed_since"); since != "" {
		if f.ChangedSince, err = time.Parse(time.RFC3339, since); err != nil {
			return f, 0, fault.At("changed_since", "%q is no time such as 2026-04-27T09:00:00+08:00", since)
		}
	}
	page = 1
	if text := query.Get("page"); text != "" {
		if page, err = strconv.Atoi(text); err != nil || page < 1 || page > 100_000 {
			return f, 0, fault.At("page", "%q is no page number (from 1)", text)
		}
	}
	f.Offset = (page - 1) * casesShown
	return f, page, nil
}

func (s *Server) showCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
	number, err := casefile.ParseCaseNumber(r.PathValue("number"))
	if err != nil {
		return fault.New(fault.NotFound, "fault.case.not-found")
	}
	item, err := s.Window.Item(r.Context(), who, number)
	if err != nil {
		return err
	}
	law := s.Window.Law()
	place, known := law.Places.Lookup(facts.PlaceCode(item.Case.Place))
	cal, ok := place.Keeps(law.Calendars)
	if !known || !ok {
		return fmt.Errorf("case %s: place %s keeps no calendar", number, item.Case.Place)
	}
	d := detailOf(item, cal)
	if d.caseSummary, err = s.summary(r, item); err != nil {
		return err
	}
	if item.Case.Agent != "" {
		if d.Agency, err = s.Window.PartyName(r.Context(), item.Case.Agent); err != nil {
			return err
		}
	}
	return writeJSON(w, d)
}

// summary adds the names to a case in a list.
func (s *Server) summary(r *http.Request, item office.Work) (caseSummary, error) {
	out := summaryOf(item)
	var err error
	if item.Case.Foreigner != "" {
		if out.Person, err = s.Window.PartyName(r.Context(), item.Case.Foreigner); err != nil {
			return out, err
		}
	}
	if item.Case.Employer != "" {
		out.Employer, err = s.Window.PartyName(r.Context(), item.Case.Employer)
	}
	return out, err
}

func writeJSON(w http.ResponseWriter, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(text, '\n')) // a reader that has gone away needs no answer
	return nil
}
