package web

import (
	"net/http"
	"slices"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// rolesPage lists the posts in which the visitor can act.
type rolesPage struct {
	Shell
	Posts []postLine
	Next  string
}

type postLine struct {
	ID, Name string
	Current  bool
}

// postName says what a post is, and where.
func postName(p *locale.Printer, post office.Post) string {
	name := p.T("role." + string(post.Who.Role))
	if post.Office.ZH != "" {
		name = p.T("role.at", "role", name, "office", p.Pick(post.Office.ZH, post.Office.EN))
	}
	if post.For != "" {
		name = p.T("role.for", "role", name, "name", post.For)
	}
	return name
}

// homeOf is where each role begins its work.
func homeOf(role people.Role) string {
	if entries := menus[role]; len(entries) > 0 {
		return entries[0].href
	}
	return "/account"
}

// showRoles lets the visitor choose a post; whoever has one goes straight on.
func (s *Server) showRoles(w http.ResponseWriter, r *http.Request) error {
	v, ok := s.visit(r)
	if !ok {
		http.Redirect(w, r, "/signin", http.StatusSeeOther)
		return nil
	}
	posts, err := s.Window.Posts(r.Context(), v.Account)
	if err != nil {
		return err
	}
	if len(posts) == 0 {
		return fault.New(fault.Forbidden, "fault.account.no-post")
	}
	next := ownPath(r.FormValue("next"), "")
	if at := slices.IndexFunc(posts, func(p office.Post) bool { return p.ID == v.Post }); len(posts) == 1 || at >= 0 && r.FormValue("choose") == "" {
		return s.enterPost(w, r, v, posts[max(at, 0)], next)
	}
	page := rolesPage{Shell: s.shell(w, r, "page.roles.title"), Next: next}
	for _, post := range posts {
		page.Posts = append(page.Posts, postLine{ID: post.ID, Name: postName(page.Printer(), post), Current: post.ID == v.Post})
	}
	return s.render(w, http.StatusOK, page.Lang, "role_choose", page)
}

// chooseRole takes one of the visitor's posts.
func (s *Server) chooseRole(w http.ResponseWriter, r *http.Request) error {
	v, ok := s.visit(r)
	if !ok {
		http.Redirect(w, r, "/signin", http.StatusSeeOther)
		return nil
	}
	post, err := s.Window.Post(r.Context(), v.Account, r.PostFormValue("post"))
	if err != nil {
		return err
	}
	return s.enterPost(w, r, v, post, ownPath(r.PostFormValue("next"), ""))
}

// enterPost goes on in a post, under a new token where the rights change.
func (s *Server) enterPost(w http.ResponseWriter, r *http.Request, v visit, post office.Post, next string) error {
	if v.Post != post.ID {
		if err := s.sessions.RenewToken(r.Context()); err != nil {
			return err
		}
		v.Post = post.ID
		s.sessions.Put(r.Context(), sessionVisit, v)
	}
	if next == "" {
		next = homeOf(post.Who.Role)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}
