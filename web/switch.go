package web

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"yichuang/fault"
)

// The switches of the header, language and text size, keep the page and what is
// typed in its forms. Where a page has a form to type in, a switch sends that form
// to the page's own address, marked with switchField. Such a request never reaches
// what the form is for: it becomes a GET of the page, in the new setting, and the
// page comes back with what was typed written into its forms. Nothing is checked
// and nothing is kept, and to reload it does no more.

const (
	// switchField is the name of a switch; its value says the setting and to which
	// address the form that it sends would go.
	switchField = "switch"
	// carriedField holds another form of the page, put there by the page's script:
	// its address, a blank, and its fields as a form sends them.
	carriedField = "carried"
	// shownAtField tells, on a page that answers a form at an address of acts alone,
	// at which address the page itself is found.
	shownAtField = "shown-at"
)

// typedForm is what stood in a form of the page when a switch was pressed.
type typedForm struct {
	action string // where the form would have gone
	values url.Values
}

// switched is what a switch sent.
type switched struct {
	setting url.Values
	forms   []typedForm // the one that was sent first
}

type switchedKey struct{}

// switchedBy is what a switch sent, or nil where the request comes from none.
func switchedBy(r *http.Request) *switched {
	by, _ := r.Context().Value(switchedKey{}).(*switched)
	return by
}

// typedBefore are the fields of the form that a switch sent, or nil. A page whose
// form grows with what is typed in it, or that shows what becomes of it, reads them.
func typedBefore(r *http.Request) url.Values {
	if by := switchedBy(r); by != nil && len(by.forms) > 0 {
		return by.forms[0].values
	}
	return nil
}

// switching makes what a switch sent a look at the page.
func (s *Server) switching(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || r.Method != http.MethodPost || kind != "application/x-www-form-urlencoded" {
			next.ServeHTTP(w, r)
			return
		}
		if err := r.ParseForm(); err != nil {
			s.showError(w, r, fault.New(fault.Invalid, "fault.form").WithCause(err))
			return
		}
		if by := readSwitch(r.PostForm); by != nil {
			r = asLook(r, by)
		}
		next.ServeHTTP(w, r)
	})
}

// readSwitch is what a switch sent; nil where another button sent the form.
func readSwitch(form url.Values) *switched {
	setting, err := url.ParseQuery(form.Get(switchField))
	if err != nil || len(setting) == 0 {
		return nil
	}
	by := &switched{setting: setting, forms: []typedForm{{setting.Get("form"), form}}}
	for _, other := range form[carriedField] {
		action, fields, _ := strings.Cut(other, " ")
		if values, err := url.ParseQuery(fields); err == nil {
			by.forms = append(by.forms, typedForm{action, values})
		}
	}
	return by
}

// asLook is the request to see the page at the same address.
func asLook(r *http.Request, by *switched) *http.Request {
	look := r.Clone(context.WithValue(r.Context(), switchedKey{}, by))
	look.Method, look.Body, look.ContentLength, look.Form, look.PostForm = http.MethodGet, http.NoBody, 0, nil, nil
	for _, name := range []string{"Content-Type", "Content-Length"} {
		look.Header.Del(name)
	}
	return look
}

// pageAddress is where the page that answers the request is found: the address of
// the request, or for the answer to a form the one that the form stood on.
func (s *Server) pageAddress(r *http.Request) string {
	at := r.URL
	if r.Method == http.MethodPost {
		at = s.formStoodAt(r)
	}
	query := at.Query()
	query.Del("lang")
	query.Del("size")
	return (&url.URL{Path: at.Path, RawQuery: query.Encode()}).String()
}

// formStoodAt is the address of the page from which a form came.
func (s *Server) formStoodAt(r *http.Request) *url.URL {
	for _, from := range []string{r.PostFormValue(shownAtField), referer(r), r.URL.RequestURI()} {
		if u, err := url.Parse(ownPath(from, "")); err == nil && from != "" && s.isPage(u) {
			return u
		}
	}
	return &url.URL{Path: "/"}
}

// referer is the address on this site that led to the request, or "".
func referer(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host {
		return ""
	}
	return (&url.URL{Path: from.Path, RawQuery: from.RawQuery}).String()
}

// isPage reports whether the address can be opened, and not only sent to.
func (s *Server) isPage(u *url.URL) bool {
	_, pattern := s.mux.Handler(&http.Request{Method: http.MethodGet, URL: u, Host: "", RequestURI: u.RequestURI()})
	return strings.HasPrefix(pattern, http.MethodGet+" ")
}

// chosen is the setting that a switch asks for, or "".
func (by *switched) chosen(name string, allowed []string) string {
	if by == nil || !slices.Contains(allowed, by.setting.Get(name)) {
		return ""
	}
	return by.setting.Get(name)
}
