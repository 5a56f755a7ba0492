package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"

	"yichuang/civil"
	"yichuang/locale"
)

//go:embed templates
var templateFiles embed.FS

// shared are the templates that every page may use.
var shared = []string{"templates/shell.html", "templates/component.html", "templates/icon.html", "templates/consents.html", "templates/moved.html", "templates/stand.html", "templates/file.html"}

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
		"saidIn": said,
		"in":     func(text string) template.HTMLAttr { return tongueAttr(lang, text) },
		"inForm": func(f frame, s Switch) frameSwitch { return frameSwitch{s, f} },
		"pair":   func(first, second any) twoOf { return twoOf{first, second} },
		"inCase": func(page *casePage, row any) caseRow { return caseRow{page, row} },
	}
}

// frame is what stands around a page: the header with its switches, the footer.
type frame struct {
	Shell
	Main template.HTML
	Form *pageForm // the form that the header's switches send, or nil
}

// framed is every page.
type framed interface{ around() Shell }

// around is the shell of the page that embeds it.
func (s Shell) around() Shell { return s }

// render answers with a page. It is rendered whole before the first byte is
// sent, so that a fault in a template becomes an error page and not half a page.
func (s *Server) render(w http.ResponseWriter, status int, lang locale.Language, name string, page framed) error {
	view, ok := s.views[lang][name]
	if !ok {
		return fmt.Errorf("no template %s", name)
	}
	var main, out bytes.Buffer
	if err := view.ExecuteTemplate(&main, "main", page); err != nil {
		return err
	}
	around := frame{Shell: page.around()}
	if err := around.fill(view, main.Bytes()); err != nil {
		return err
	}
	if err := view.ExecuteTemplate(&out, "shell", around); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", lang.Tag())
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // a reader that has gone away needs no answer
	return nil
}

// fill puts the page into its frame: what was typed before a switch was pressed
// into its forms, and the switches to where they keep what is typed. One form is
// sent by those of the header, the longest where there are several; each of
// several has switches of its own for whoever has no script.
func (f *frame) fill(view *template.Template, main []byte) error {
	forms := formsOf(main)
	var edits []edit
	var typed []*pageForm
	for _, form := range forms {
		edits = append(edits, form.marks(f.Shell)...)
		if form.typed {
			typed = append(typed, form)
		}
	}
	for _, form := range typed {
		if f.Form == nil || form.long && !f.Form.long {
			f.Form = form
		}
		if len(typed) > 1 {
			var here bytes.Buffer
			if err := view.ExecuteTemplate(&here, "switches-here", frame{Shell: f.Shell, Form: form}); err != nil {
				return err
			}
			edits = append(edits, edit{form.end, form.end, here.String()})
		}
	}
	edits = append(edits, f.kept(typed)...)
	f.Main = template.HTML(apply(main, edits)) //nolint:gosec // made by our own templates; what was typed is escaped
	return nil
}

// kept writes what a switch sent into the forms in which it stood, each once.
func (f *frame) kept(forms []*pageForm) (edits []edit) {
	if f.typed == nil {
		return nil
	}
	lost := func(file string) string {
		return `<p class="field-note">` + template.HTMLEscapeString(f.Printer().T("shell.switch.file", "file", file)) + `</p>`
	}
	filled := map[*pageForm]bool{}
	for _, t := range f.typed.forms {
		for _, form := range forms {
			if !filled[form] && form.is(t) {
				filled[form] = true
				edits = append(edits, form.keep(t, lost)...)
				break
			}
		}
	}
	return edits
}

// twoOf hands two things to a template.
type twoOf struct{ First, Second any }

// frameSwitch is a switch together with the frame whose form it sends.
type frameSwitch struct {
	Switch
	Frame frame
}

// Sent is what the switch says when it sends the form.
func (s frameSwitch) Sent() string {
	return url.Values{s.Name: {s.Value}, "form": {s.Frame.Form.Action}}.Encode()
}
