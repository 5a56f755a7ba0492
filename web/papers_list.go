package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/policy"
)

// papersPage is the list of papers to bring, made for printing. Without a
// self-check three short questions make a list that is good enough to start.
type papersPage struct {
	Shell
	Meta     []string
	Sentence string
	Groups   []papersGroup
	Missing  bool // answers are missing that could change the list
	Checked  bool // the list follows from a self-check
	Asked    []Input
	Button   string
}

// papersGroup is the papers that are treated alike.
type papersGroup struct {
	ID, Heading, Text string
	Items             []paperItem
}

// treatmentOrder is the order of the groups: what to bring first.
var treatmentOrder = []string{"required", "commitment", "deferrable", "exempt"}

func (s *Server) listPapers(w http.ResponseWriter, r *http.Request) error {
	page := papersPage{Shell: s.shell(w, r, "page.papers.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	a := s.readAnswers(r)
	_, placed := s.place(a)
	page.Checked = placed && s.count(a) > 1 && r.FormValue("place") == ""
	var err error
	if page.Checked {
		err = page.determined(s, s.asked(a))
	} else {
		err = page.outlined(s, r, a)
	}
	if err != nil {
		return err
	}
	return s.render(w, http.StatusOK, page.Lang, "papers_list", page)
}

// determined is the list of a person who answered the self-check.
func (page *papersPage) determined(s *Server, f *facts.Facts) error {
	p := page.Printer()
	d, err := s.Engine.Determine(f)
	if err != nil {
		return err
	}
	page.On, page.Meta, page.Missing = d.On, s.meta(p, d), len(d.Unknown) > 0
	page.Sentence = papersSentence(p, d)
	for _, treatment := range treatmentOrder {
		group := papersGroup{ID: treatment, Heading: p.T("papers." + treatment), Text: p.T("papers." + treatment + ".text")}
		for _, material := range d.Materials {
			if material.Treatment == treatment {
				row := s.paperRow(p, d, material)
				group.Items = append(group.Items, paperItem{
					ID: material.ID, Name: row.Name, Notes: append(s.proves(p, f, material.ID), row.Notes...), Chips: row.Chips,
					Facts: s.paperFacts(p, d.On, material.ID, row.Name),
				})
			}
		}
		if len(group.Items) > 0 {
			page.Groups = append(page.Groups, group)
		}
	}
	return nil
}

// The answers to "where is the person" and "what about the employer" that the
// three questions offer.
var (
	personAt     = []string{"abroad", "china"}
	employerIs   = []string{"first", "change-employer", "extension"}
	groundsOrder = []string{"A", "B", "C"}
)

// outlined asks the three questions, and lists the papers that they leave once
// the place is known.
func (page *papersPage) outlined(s *Server, r *http.Request, a answers) error {
	p := page.Printer()
	place, chosen := s.place(a)
	if code := r.FormValue("place"); code != "" {
		place, chosen = s.Places.Lookup(facts.PlaceCode(code))
	}
	if chosen {
		page.Place = p.Pick(place.Name.ZH, place.Name.EN)
	}
	query := r.URL.Query()
	at, employer, ground := known(query, "person", personAt), known(query, "employer", employerIs), query.Get("ground")
	grounds, err := s.groundChoices(p, page.On, place, chosen)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(grounds, func(c Choice) bool { return c.Value == ground }) {
		ground = ""
	}
	places := s.chooser(p, "place", "place", string(place.Code))
	page.Asked = filled(r, []Input{
		{ID: "place", Type: "place", Label: p.T("page.home.place.title"), Places: &places},
		{ID: "person", Type: "select", Label: p.T("papers.ask.person"), Choices: choicesOf(p, "papers.ask.person.", personAt)},
		{ID: "ground", Type: "select", Label: p.T("papers.ask.ground"), Hint: p.T("papers.ask.ground.hint"), Choices: grounds},
		{ID: "employer", Type: "select", Label: p.T("papers.ask.employer"), Choices: choicesOf(p, "papers.ask.employer.", employerIs)},
	}, map[string][]string{"person": {at}, "ground": {ground}, "employer": {employer}, "place": {string(place.Code)}})
	page.Button = p.T("papers.ask.show")
	if !chosen || !query.Has("person") {
		return nil
	}
	told := map[string]string{"place": string(place.Code), "service": "work-permit", "application": cmp.Or(employer, "first")}
	if at != "" {
		told["applicant.in_china"] = map[string]string{"abroad": "false", "china": "true"}[at]
	}
	f, err := s.supposed(page.On, told)
	if err != nil {
		return err
	}
	rules, err := s.Engine.Outline(f, ground)
	if err != nil {
		return err
	}
	page.Meta = []string{p.T("guide.meta", "place", page.Place, "date", page.On)}
	page.Sentence, page.Missing = p.T("papers.ask.sentence"), true
	page.Groups = s.outlinedGroups(p, page.On, rules)
	return nil
}

func (s *Server) outlinedGroups(p *locale.Printer, on civil.Date, rules []determination.Outlined) []papersGroup {
	all := papersGroup{ID: "all", Heading: p.T("papers.all"), Text: p.T("papers.required.text")}
	some := papersGroup{ID: "some", Heading: p.T("papers.some"), Text: p.T("papers.some.text")}
	for _, item := range s.papersOutlined(p, on, rules) {
		everybody := item.Tag.Tone != ""
		item.Tag = Tag{} // the heading says it
		if everybody {
			all.Items = append(all.Items, item)
		} else {
			some.Items = append(some.Items, item)
		}
	}
	groups := []papersGroup{all}
	if len(some.Items) > 0 {
		groups = append(groups, some)
	}
	return groups
}

// groundChoices are the grounds that the packs in force at the place know, by
// class; without a place those of every pack.
func (s *Server) groundChoices(p *locale.Printer, on civil.Date, place facts.Place, chosen bool) ([]Choice, error) {
	choices := []Choice{{Value: "", Label: p.T("papers.ask.unsure")}}
	if !chosen {
		return choices, nil
	}
	f, err := s.supposed(on, map[string]string{"place": string(place.Code), "service": "work-permit"})
	if err != nil {
		return nil, err
	}
	rules, err := s.Engine.Outline(f, "")
	if err != nil {
		return nil, err
	}
	for _, class := range groundsOrder {
		for _, r := range rules {
			if r.Kind != policy.Ground || r.Class != class || slices.ContainsFunc(choices, func(c Choice) bool { return c.Value == r.ID }) {
				continue
			}
			choices = append(choices, Choice{Value: r.ID, Label: p.T("papers.ask.class", "class", class, "ground", s.name(p, "ground", r.ID))})
		}
	}
	return choices, nil
}

// supposed makes facts of a few texts, on a day.
func (s *Server) supposed(on civil.Date, texts map[string]string) (*facts.Facts, error) {
	f := s.Vocabulary.New()
	texts["on"] = on.String()
	for path, text := range texts {
		field, ok := s.Vocabulary.Lookup(path)
		if !ok {
			continue
		}
		value, err := s.Vocabulary.ParseValue(field, text)
		if err != nil {
			return nil, err
		}
		f.Set(field.Slot, value)
	}
	return f, nil
}

// known is a parameter of the address if it is one of the words, else "".
func known(query url.Values, name string, words []string) string {
	if word := query.Get(name); slices.Contains(words, word) {
		return word
	}
	return ""
}

// choicesOf offers words whose texts the catalogues have, after "not sure".
func choicesOf(p *locale.Printer, prefix string, words []string) []Choice {
	choices := []Choice{{Value: "", Label: p.T("papers.ask.unsure")}}
	for _, word := range words {
		choices = append(choices, Choice{Value: word, Label: p.T(prefix + word)})
	}
	return choices
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
