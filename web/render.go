package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"yichuang/civil"
	"yichuang/locale"
)

//go:embed templates
var templateFiles embed.FS

// shared are the templates that every page may use.
var shared = []string{"templates/shell.html", "templates/component.html", "templates/icon.html", "templates/consents.html", "templates/moved.html", "templates/file.html"}

// views holds every page's template in every language. The language is bound
// when the templates are parsed, so a template asks for words by key alone.
type views map[locale.Language]map[string]*template.Template

func parseViews(assets static) (views, error) {
	names, err := fs.Glob(templateFiles, "templates/*_*.html")
	if err != nil {
		return nil, err
	}
	all := make(views)
	for _, lang := range locale.Languages() {
		base, err := template.New("").Funcs(words(lang, assets)).ParseFS(templateFiles, shared...)
		if err != nil {
			return nil, err
		}
		all[lang] = make(map[string]*template.Template)
		for _, name := range names {
			page := template.Must(base.Clone())
			if page, err = page.ParseFS(templateFiles, name); err != nil {
				return nil, err
			}
			all[lang][strings.TrimSuffix(path.Base(name), ".html")] = page
		}
	}
	return all, nil
}

// words are the functions of the templates.
func words(lang locale.Language, assets static) template.FuncMap {
	p := locale.For(lang)
	return template.FuncMap{
		"t":      p.T,
		"date":   func(d civil.Date) string { return p.Date(d) },
		"number": func(n int) string { return p.Number(float64(n)) },
		"asset":  func(name string) string { return assets.urls[name] },
		"add":    func(a, b int) int { return a + b },
		"said":   func(text string) template.HTML { return said(lang, text) },
		"in":     func(text string) template.HTMLAttr { return tongueAttr(lang, text) },
		"inForm": func(form string, s Switch) formSwitch { return formSwitch{s, form} },
		"pair":   func(first, second any) twoOf { return twoOf{first, second} },
		"inCase": func(page *casePage, row any) caseRow { return caseRow{page, row} },
	}
}

// render answers with a page. It is rendered whole before the first byte is
// sent, so that a fault in a template becomes an error page and not half a page.
func (s *Server) render(w http.ResponseWriter, status int, lang locale.Language, name string, page any) error {
	view, ok := s.views[lang][name]
	if !ok {
		return fmt.Errorf("no template %s", name)
	}
	var out bytes.Buffer
	if err := view.ExecuteTemplate(&out, "shell", page); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", lang.Tag())
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // a reader that has gone away needs no answer
	return nil
}

// twoOf hands two things to a template.
type twoOf struct{ First, Second any }

// formSwitch is a switch of the header together with the page's form, or "".
type formSwitch struct {
	Switch
	Form string
}
