package web

import (
	"net/http"
	"slices"

	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

// postOfStaff finds a post and who has it.
func (s *Server) postOfStaff(r *http.Request, who people.Who) (office.StaffMember, office.StaffPost, error) {
	staff, err := s.Window.Staff(r.Context(), who)
	if err != nil {
		return office.StaffMember{}, office.StaffPost{}, err
	}
	for _, m := range staff {
		i := slices.IndexFunc(m.Posts, func(p office.StaffPost) bool { return p.ID == r.PathValue("post") })
		if i >= 0 {
			return m, m.Posts[i], nil
		}
	}
	return office.StaffMember{}, office.StaffPost{}, fault.New(fault.NotFound, "fault.not-found")
}

func (s *Server) showEndPost(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.endPostPage(w, r, who, nil)
}

// endPostPage asks for the last day of a post.
func (s *Server) endPostPage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	m, post, missing := s.postOfStaff(r, who)
	if missing != nil {
		return missing
	}
	page := s.staffForm(w, r, "page.end-post.title", m)
	p := page.Printer()
	page.Lead = []string{staffPostName(p, post), p.T("page.end-post.lead")}
	page.Fields = filled(r, []Input{{ID: "until", Type: "date", Label: p.T("page.end-post.until")}}, map[string][]string{"until": {s.today().String()}})
	page.Action, page.Button = "/admin/posts/"+post.ID+"/end", p.T("page.end-post.go")
	return s.showForm(w, page, err)
}

func (s *Server) endPost(w http.ResponseWriter, r *http.Request, who people.Who) error {
	m, post, err := s.postOfStaff(r, who)
	if err != nil {
		return err
	}
	last, err := neededDay(r, "until")
	if err == nil {
		err = s.Window.EndPost(r.Context(), who, post.ID, last)
	}
	if err != nil {
		return s.endPostPage(w, r, who, err)
	}
	http.Redirect(w, r, "/admin/officers/"+string(m.ID), http.StatusSeeOther)
	return nil
}

func (s *Server) showSubstitute(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.substitutePage(w, r, who, nil)
}

// substitutePage asks who stands in at a post, and on which days.
func (s *Server) substitutePage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	m, post, missing := s.postOfStaff(r, who)
	if missing != nil {
		return missing
	}
	staff, missing := s.Window.Staff(r.Context(), who)
	if missing != nil {
		return missing
	}
	page := s.staffForm(w, r, "page.substitute.title", m)
	p := page.Printer()
	page.Lead = []string{staffPostName(p, post), p.T("page.substitute.lead")}
	choices := []Choice{{Value: "", Label: p.T("page.substitute.choose")}}
	for _, other := range staff {
		if other.ID != m.ID && !other.Disabled {
			choices = append(choices, Choice{Value: string(other.ID), Label: other.Name + " · " + s.postsText(p, other)})
		}
	}
	page.Fields = filled(r, []Input{
		{ID: "account", Type: "select", Label: p.T("page.substitute.account"), Choices: choices},
		{ID: "from", Type: "date", Label: p.T("page.substitute.from")},
		{ID: "until", Type: "date", Label: p.T("page.substitute.until"), Hint: p.T("page.substitute.until.hint")},
	}, map[string][]string{"from": {s.today().String()}})
	page.Action, page.Button = "/admin/posts/"+post.ID+"/substitute", p.T("page.substitute.go")
	return s.showForm(w, page, err)
}

func (s *Server) substitute(w http.ResponseWriter, r *http.Request, who people.Who) error {
	m, post, err := s.postOfStaff(r, who)
	if err != nil {
		return err
	}
	by, err := readSubstitution(r)
	if err == nil {
		err = s.Window.Substitute(r.Context(), who, post.ID, by)
	}
	if err != nil {
		return s.substitutePage(w, r, who, err)
	}
	http.Redirect(w, r, "/admin/officers/"+string(m.ID), http.StatusSeeOther)
	return nil
}

func (s *Server) unsubstitute(w http.ResponseWriter, r *http.Request, who people.Who) error {
	m, post, err := s.postOfStaff(r, who)
	if err != nil {
		return err
	}
	by, err := readSubstitution(r)
	if err == nil {
		err = s.Window.EndSubstitute(r.Context(), who, post.ID, by)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/admin/officers/"+string(m.ID), http.StatusSeeOther)
	return nil
}

func readSubstitution(r *http.Request) (by people.Substitution, err error) {
	by.Account = people.PartyID(r.PostFormValue("account"))
	if by.From, err = neededDay(r, "from"); err != nil {
		return by, err
	}
	by.Until, err = neededDay(r, "until")
	return by, err
}
