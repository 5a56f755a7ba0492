package web

import (
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/locale"
	"yichuang/policy"
)

// paperItem is a paper on a list for people: what, why, how it can be handed in.
type paperItem struct {
	ID, Name string
	Tag      Tag
	Notes    []string
	Chips    []Chip     // the clauses that ask for it
	Ways     []paperWay // that the clauses leave besides
	Facts    *paperFacts
}

// paperWay is how a paper may be handed in, or left out, and under which clauses.
type paperWay struct {
	Text  string
	Chips []Chip
}

// papersOutlined lists the papers that rules can ask for, those that everybody
// brings first. Each says who may promise it, bring it later or leave it out.
func (s *Server) papersOutlined(p *locale.Printer, on civil.Date, rules []determination.Outlined) []paperItem {
	var order []string
	byID := map[string][]determination.Outlined{}
	for _, r := range rules {
		if r.Kind != policy.Material {
			continue
		}
		if byID[r.ID] == nil {
			order = append(order, r.ID)
		}
		byID[r.ID] = append(byID[r.ID], r)
	}
	var all, some []paperItem
	for _, id := range order {
		item, everybody, asked := s.paperOutlined(p, on, id, byID[id])
		switch {
		case !asked:
		case everybody:
			all = append(all, item)
		default:
			some = append(some, item)
		}
	}
	return append(all, some...)
}

// paperOutlined is one paper; asked is false where no rule asks for it.
func (s *Server) paperOutlined(p *locale.Printer, on civil.Date, id string, rules []determination.Outlined) (item paperItem, everybody, asked bool) {
	item = paperItem{ID: id, Name: s.name(p, "material", id)}
	key := false
	var whys []string
	for _, r := range rules {
		if r.Material.Treatment == "required" {
			asked, everybody, key = true, everybody || r.Holds, key || r.Material.Key
			whys = append(whys, r.Clause.Ref())
		}
	}
	item.Chips = s.chips(p, on, whys...)
	item.Tag = Tag{"info", "", p.T("paper.tag.all")}
	if !everybody {
		item.Tag = Tag{"", "", p.T("paper.tag.some")}
	}
	for _, treatment := range []string{"commitment", "deferrable", "exempt"} {
		item.addWay(p, "paper.way."+treatment, rules, func(r determination.Outlined) bool { return r.Material.Treatment == treatment }, s, on)
	}
	if way, ok := s.formsWay(p, on, rules); ok {
		item.Ways = append(item.Ways, way)
	}
	if key {
		item.Notes = append(item.Notes, p.T("material.key"))
	}
	item.Facts = s.paperFacts(p, on, id, item.Name)
	return item, everybody, asked
}

// formsWay says in which form a paper is taken, where rules say so.
func (s *Server) formsWay(p *locale.Printer, on civil.Date, rules []determination.Outlined) (paperWay, bool) {
	var forms, clauses []string
	for _, r := range rules {
		for _, form := range r.Material.Form {
			if name := s.name(p, "form", form); !slices.Contains(forms, name) {
				forms = append(forms, name)
			}
			clauses = append(clauses, r.Clause.Ref())
		}
	}
	if len(forms) == 0 {
		return paperWay{}, false
	}
	return paperWay{Text: strings.Join(forms, p.T("paper.way.join")), Chips: s.chips(p, on, clauses...)}, true
}

// addWay adds a way that some of the rules open, with the classes that they name.
func (i *paperItem) addWay(p *locale.Printer, key string, rules []determination.Outlined, opens func(determination.Outlined) bool, s *Server, on civil.Date) {
	var clauses, classes []string
	for _, r := range rules {
		if !opens(r) {
			continue
		}
		clauses = append(clauses, r.Clause.Ref())
		if r.Classes == nil {
			classes = nil
		}
		for _, class := range r.Classes {
			if !slices.Contains(classes, class) {
				classes = append(classes, class)
			}
		}
	}
	if len(clauses) == 0 {
		return
	}
	text := p.T(key)
	if len(classes) > 0 {
		text = p.T(key+".class", "classes", strings.Join(classes, p.T("guide.class.join")))
	}
	i.Ways = append(i.Ways, paperWay{Text: text, Chips: s.chips(p, on, clauses...)})
}

// ownPapers are the papers that a matter asks for besides.
func (s *Server) ownPapers(p *locale.Printer, on civil.Date, m casefile.Matter, known []paperItem) []paperItem {
	for _, slot := range m.Slots {
		if slices.ContainsFunc(known, func(i paperItem) bool { return i.ID == string(slot.ID) }) {
			continue
		}
		item := paperItem{ID: string(slot.ID), Name: pick(p, slot.Title), Tag: Tag{"info", "", p.T("paper.tag.all")}, Chips: s.chips(p, on, m.Clauses...)}
		if slot.Treatment != casefile.Required {
			item.Tag = Tag{"", "", p.T("paper.tag.some")}
		}
		item.Facts = s.paperFacts(p, on, item.ID, item.Name)
		known = append(known, item)
	}
	return known
}
