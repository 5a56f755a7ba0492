package web

import (
	"net/http"
	"net/url"
	"slices"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
)

// Shell is what every page has around its own content.
type Shell struct {
	Lang      locale.Language
	Size      string // text size in percent, one of textSizes
	Title     string
	Wrong     bool // the page shows an error summary
	Demo      bool
	On        civil.Date // the day that the page speaks of
	Today     civil.Date
	Place     string // name of the chosen place, or ""
	At        string // the page's own address, to which its switches lead
	Answers   bool   // the page answers a form
	Crumbs    []Link
	Languages []Switch
	Sizes     []Switch
	Compact   bool     // staff: dense lists
	KeysOff   bool     // staff: no single-key shortcuts
	MaySignIn bool     // the window keeps cases
	Visitor   *Visitor // who is signed in, or nil
	Menu      []MenuLink
	typed     *switched // what a switch sent, or nil
}

// Visitor is who is signed in, as the header shows it.
type Visitor struct {
	Name, Post string // Post is "" on public pages
	Staff      bool   // works for an authority: pages are wider and denser
	WarnAfter  int    // seconds until the page's script offers to stay signed in
}

// Link is a link with its text.
type Link struct{ Text, Href string }

// Switch is one choice of a setting in the header.
type Switch struct {
	Text, Label string
	Name, Value string
	Lang        string // of Text, where it differs from the page's
	Href        string
	Current     bool
}

// textSizes in percent of the browser's own size.
var textSizes = []string{"100", "133", "167"}

// What staff can choose for their own screen, the default first.
var (
	densities   = []string{"comfortable", "compact"}
	keySettings = []string{"on", "off"}
)

const settingAge = 365 * 24 * 60 * 60 // seconds that language, size and place are kept

// shell reads the settings of the request and, where the request changes one,
// keeps it in a cookie.
func (s *Server) shell(w http.ResponseWriter, r *http.Request, title string, args ...any) Shell {
	lang := languageOf(w, r)
	p := locale.For(lang)
	shell := Shell{
		Lang: lang, Size: textSize(w, r), Title: p.T(title, args...), Demo: s.Demo, On: s.today(), Today: s.today(),
		At: s.pageAddress(r), Answers: r.Method == http.MethodPost, typed: switchedBy(r),
	}
	shell.MaySignIn = s.Window != nil
	shell.Compact, shell.KeysOff = setting(w, r, "density", densities) == densities[1], setting(w, r, "keys", keySettings) == keySettings[1]
	if v, ok := s.visit(r); ok {
		shell.Visitor = &Visitor{Name: v.Name, WarnAfter: int((sessionIdle - warnBefore).Seconds())}
		if post, ok := postOf(r); ok {
			shell.Visitor.Post, shell.Visitor.Staff = postName(p, post), post.Who.Role.Staff()
			var on *Link
			if shell.Menu, on = menu(p, post.Who.Role, r.URL.Path); on != nil {
				shell.Crumbs = []Link{{p.T("crumb.home"), "/"}, *on}
			}
		}
	}
	if place, ok := s.place(s.readAnswers(r)); ok {
		shell.Place = p.Pick(place.Name.ZH, place.Name.EN)
	}
	at, err := url.Parse(shell.At)
	if err != nil { // of our own making
		at = &url.URL{Path: "/"}
	}
	for _, l := range locale.Languages() {
		name := locale.For(l).T("language.name")
		shell.Languages = append(shell.Languages, Switch{Text: name, Label: name, Name: "lang", Value: string(l),
			Lang: l.Tag(), Href: hrefWith(at, "lang", string(l)), Current: l == lang})
	}
	for _, size := range textSizes {
		shell.Sizes = append(shell.Sizes, Switch{Text: p.T("shell.size.letter"), Label: p.T("shell.size." + size), Name: "size",
			Value: size, Href: hrefWith(at, "size", size), Current: size == shell.Size})
	}
	return shell
}

// Trail is the way back. To a page of the menu the menu itself is the way.
func (s Shell) Trail() []Link {
	if slices.ContainsFunc(s.Menu, func(l MenuLink) bool { return l.Current == "page" }) {
		return nil
	}
	return s.Crumbs
}

// Printer prints in the page's language.
func (s Shell) Printer() *locale.Printer { return locale.For(s.Lang) }

// setting reads a value that a switch, ?name= or the form changes and a cookie keeps.
func setting(w http.ResponseWriter, r *http.Request, name string, allowed []string) string {
	value, kept := settingIn(r, name, allowed)
	if value != "" && !kept {
		http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: settingAge, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
	return value
}

// settingIn is the value of a setting for the request, and whether the cookie has it.
func settingIn(r *http.Request, name string, allowed []string) (value string, kept bool) {
	if value := switchedBy(r).chosen(name, allowed); value != "" {
		return value, false
	}
	if value := r.FormValue(name); slices.Contains(allowed, value) {
		return value, false
	}
	if cookie, err := r.Cookie(name); err == nil && slices.Contains(allowed, cookie.Value) {
		return cookie.Value, true
	}
	return "", false
}

func languageCodes() (codes []string) {
	for _, l := range locale.Languages() {
		codes = append(codes, string(l))
	}
	return codes
}

func languageOf(w http.ResponseWriter, r *http.Request) locale.Language {
	setting(w, r, "lang", languageCodes())
	return languageIn(r)
}

// languageIn is the language of the request's page.
func languageIn(r *http.Request) locale.Language {
	code, _ := settingIn(r, "lang", languageCodes())
	if lang, ok := locale.Parse(code); ok {
		return lang
	}
	return locale.Match(r.Header.Get("Accept-Language"))
}

func textSize(w http.ResponseWriter, r *http.Request) string {
	if size := setting(w, r, "size", textSizes); size != "" {
		return size
	}
	return textSizes[0]
}

func hrefWith(u *url.URL, name, value string) string {
	query := u.Query()
	query.Set(name, value)
	return (&url.URL{Path: u.Path, RawQuery: query.Encode()}).String()
}

func wording(p *locale.Printer, w facts.Wording) string { return p.Pick(w.Zh, w.En) }
