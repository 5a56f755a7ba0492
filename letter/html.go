package letter

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"regexp"

	"yichuang/locale"
)

//go:embed templates
var templates embed.FS

// Style is the stylesheet of a letter, for screens and for print on A4. HTML
// carries it; a page that shows a letter by Sheet brings it along.
//
//go:embed templates/letter.css
var Style string

// StyleSource is Style as a Content-Security-Policy names it in style-src, so that
// a server need not allow every inline style to show a page of HTML.
func StyleSource() string {
	hash := sha256.Sum256([]byte(Style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
}

var pages = template.Must(template.New("").Funcs(template.FuncMap{"mark": mark}).ParseFS(templates, "templates/*.html"))

// HTML writes the letter as a whole page for print, its stylesheet included.
func (d Document) HTML(w io.Writer) error { return d.execute(w, "page") }

// Sheet writes only the letter's own element, to be shown inside another page.
func (d Document) Sheet(w io.Writer) error { return d.execute(w, "sheet") }

func (d Document) execute(w io.Writer, name string) error {
	view := struct {
		Document
		Style template.CSS
	}{d, template.CSS(Style)}
	if err := pages.ExecuteTemplate(w, name, view); err != nil {
		return fmt.Errorf("write letter %s: %w", d.Number, err)
	}
	return nil
}

var chinese = regexp.MustCompile(`\p{Han}[\p{Han}\x{3000}-\x{303f}\x{ff00}-\x{ffef}]*`)

// mark escapes a text and marks Chinese passages in a copy in another language,
// so that they are read out and drawn as Chinese.
func mark(lang locale.Language, text string) template.HTML {
	escaped := template.HTMLEscapeString(text)
	if lang == locale.Chinese {
		return template.HTML(escaped)
	}
	return template.HTML(chinese.ReplaceAllString(escaped, `<span lang="`+locale.Chinese.Tag()+`">$0</span>`))
}
