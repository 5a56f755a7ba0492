package web

import (
	"net/http"
	"strings"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

func (s *Server) showRemedies(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.remediesPage(w, r, who, nil)
}

// remediesPage asks for the remedy text of every decision that the office issues.
func (s *Server) remediesPage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	seen, missing := s.Window.Office(r.Context(), who, people.OfficeID(r.PathValue("office")))
	if missing != nil {
		return missing
	}
	page := formPage{Shell: s.shell(w, r, "page.remedies.title"), Action: "/admin/offices/" + string(seen.ID) + "/remedies"}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p, Link{p.T("page.offices.title"), "/admin/offices"},
		Link{p.Pick(seen.Name.ZH, seen.Name.EN), "/admin/offices/" + string(seen.ID)})
	page.Lead = []string{p.T("page.remedies.lead")}
	page.Hidden, err = seenOnce(r, seen.Version, err)
	known := map[string][]string{}
	fields := []Input{{ID: "h-all", Type: "heading", Label: p.T("page.remedies.all"), Hint: p.T("page.remedies.all.hint")}}
	fields = append(fields, remedyInputs(p, "all")...)
	for _, key := range s.Window.RemedyKeys(seen.Kind, seen.Places) {
		track, outcome, _ := strings.Cut(key, "/")
		fields = append(fields, Input{ID: "h-" + key, Type: "heading", Label: p.T("page.remedies.of", "track", trackName(p, track), "outcome", p.T("label."+outcome))})
		fields = append(fields, remedyInputs(p, key)...)
		known[key+"_zh"], known[key+"_en"] = []string{seen.Remedies[key].ZH}, []string{seen.Remedies[key].EN}
	}
	page.Fields = filled(r, fields, known)
	page.Button = p.T("page.office.save")
	return s.showForm(w, page, err)
}

// remedyInputs ask for a text in both languages.
func remedyInputs(p *locale.Printer, key string) []Input {
	return []Input{
		{ID: key + "_zh", Type: "textarea", Rows: 2, Label: p.T("page.remedies.zh"), Lang: locale.Chinese.Tag()},
		{ID: key + "_en", Type: "textarea", Rows: 2, Label: p.T("page.remedies.en"), Lang: locale.English.Tag()},
	}
}

// trackName is the name of a track, or its id where the catalogues have none.
func trackName(p *locale.Printer, track string) string {
	if key := "track." + track; p.Has(key) {
		return p.T(key)
	}
	return track
}

// saveRemedies keeps the texts; decisions without one of their own get the text
// for all.
func (s *Server) saveRemedies(w http.ResponseWriter, r *http.Request, who people.Who) error {
	seen, err := s.Window.Office(r.Context(), who, people.OfficeID(r.PathValue("office")))
	if err != nil {
		return err
	}
	version, err := seenIn(r, 1)
	if err != nil {
		return err
	}
	words := func(key string) people.Words {
		return people.Words{ZH: strings.TrimSpace(r.PostFormValue(key + "_zh")), EN: strings.TrimSpace(r.PostFormValue(key + "_en"))}
	}
	all, remedies := words("all"), map[string]people.Words{}
	if (all.ZH == "") != (all.EN == "") {
		return s.remediesPage(w, r, who, fault.New(fault.Invalid, "fault.office.remedy").WithPath(lackingLanguage("all", all)))
	}
	for _, key := range s.Window.RemedyKeys(seen.Kind, seen.Places) {
		text := words(key)
		if text == (people.Words{}) {
			text = all
		}
		if (text.ZH == "") != (text.EN == "") {
			return s.remediesPage(w, r, who, fault.New(fault.Invalid, "fault.office.remedy").WithPath(lackingLanguage(key, text)))
		}
		if text != (people.Words{}) {
			remedies[key] = text
		}
	}
	seen.Remedies = remedies
	if err := s.Window.SaveOffice(r.Context(), who, seen.Office, version); err != nil {
		return s.remediesPage(w, r, who, err)
	}
	next := "/admin/offices"
	if office.LackingRemedies(seen.Office, s.Window.RemedyKeys(seen.Kind, seen.Places)) > 0 {
		next = r.URL.Path
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

func lackingLanguage(key string, text people.Words) string {
	if text.ZH == "" {
		return key + "_zh"
	}
	return key + "_en"
}
