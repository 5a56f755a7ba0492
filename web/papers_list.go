package web

import (
	"net/http"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
)

// papersPage is the list of papers to bring, made for printing.
type papersPage struct {
	Shell
	Meta     []string
	Sentence string
	Groups   []papersGroup
	Missing  bool // answers are missing that could change the list
}

// papersGroup is the papers that are treated alike.
type papersGroup struct {
	ID, Heading, Text string
	Rows              []Row
}

// treatmentOrder is the order of the groups: what to bring first.
var treatmentOrder = []string{"required", "commitment", "deferrable", "exempt"}

func (s *Server) listPapers(w http.ResponseWriter, r *http.Request) error {
	page := papersPage{Shell: s.shell(w, r, "page.papers.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	a := s.readAnswers(r)
	if _, ok := s.place(a); ok && s.count(a) > 1 {
		f := s.asked(a)
		d, err := s.Engine.Determine(f)
		if err != nil {
			return err
		}
		page.On, page.Meta, page.Missing = d.On, s.meta(p, d), len(d.Unknown) > 0
		page.Groups = s.papersGroups(p, d, f)
		page.Sentence = papersSentence(p, d)
	}
	return s.render(w, http.StatusOK, page.Lang, "papers_list", page)
}

func (s *Server) papersGroups(p *locale.Printer, d *determination.Determination, f *facts.Facts) []papersGroup {
	var groups []papersGroup
	for _, treatment := range treatmentOrder {
		group := papersGroup{ID: treatment, Heading: p.T("papers." + treatment), Text: p.T("papers." + treatment + ".text")}
		for _, material := range d.Materials {
			if material.Treatment == treatment {
				row := s.paperRow(p, d, material)
				row.Tag = Tag{}
				row.Notes = append(s.proves(p, f, material.ID), row.Notes...)
				group.Rows = append(group.Rows, row)
			}
		}
		if len(group.Rows) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// proves says which of the given answers a paper proves.
func (s *Server) proves(p *locale.Printer, f *facts.Facts, material string) []string {
	var names []string
	for i := range s.Vocabulary.Fields() {
		if field := &s.Vocabulary.Fields()[i]; field.Document == material && f.Get(i).State != facts.Unknown {
			names = append(names, wording(p, field.Label))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{p.T("papers.proves", "facts", p.List(names))}
}
