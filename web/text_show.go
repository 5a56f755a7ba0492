package web

import (
	"net/http"
	"strconv"

	"yichuang/locale"
)

// textPage is a page of plain text, such as the data notice.
type textPage struct {
	Shell
	Heading, Lead string
	Sections      []textSection
}

// textSection is a heading with its paragraphs.
type textSection struct {
	Heading    string
	Paragraphs []string
}

// showText serves the page whose texts stand in the catalogue under
// "text.<name>": title, lead, and sections 1, 2, … each with paragraphs a, b, ….
func (s *Server) showText(name string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		prefix := "text." + name + "."
		page := textPage{Shell: s.shell(w, r, prefix+"title")}
		p := page.Printer()
		page.Heading, page.Lead = page.Title, p.T(prefix+"lead")
		page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
		page.Sections = sections(p, prefix)
		return s.render(w, http.StatusOK, page.Lang, "text_show", page)
	}
}

func sections(p *locale.Printer, prefix string) []textSection {
	var all []textSection
	for n := 1; p.Has(prefix + strconv.Itoa(n)); n++ {
		heading := prefix + strconv.Itoa(n)
		section := textSection{Heading: p.T(heading)}
		for letter := 'a'; p.Has(heading + string(letter)); letter++ {
			section.Paragraphs = append(section.Paragraphs, p.T(heading+string(letter)))
		}
		all = append(all, section)
	}
	return all
}
