package web

import (
	"net/http"
	"slices"

	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// DemoPerson is somebody of the demo story whom one can be by a click.
type DemoPerson struct {
	Account people.PartyID
	Name    string
	Role    people.Role
	At      people.Words // office or party
}

// demoLine is a demo person in the list.
type demoLine struct {
	Account    people.PartyID
	Name, Text string
}

// demoGroup is the demo people who do the same kind of work.
type demoGroup struct {
	Title  string
	People []demoLine
}

// demoSides are the groups in their order, by role; who is in none comes last.
var demoSides = []struct {
	key   string
	roles []people.Role
}{
	{"page.demo.side.apply", []people.Role{people.Applicant, people.EmployerHR, people.Agency, people.Incubator}},
	{"page.demo.side.decide", []people.Role{people.Clerk, people.OfficerRole, people.Approver, people.Police}},
	{"page.demo.side.serve", []people.Role{people.Partner}},
	{"page.demo.side.watch", nil},
}

// players are the demo people in groups; none outside the demo.
func (s *Server) players(p *locale.Printer) []demoGroup {
	if !s.Demo {
		return nil
	}
	groups := make([]demoGroup, len(demoSides))
	for i, side := range demoSides {
		groups[i].Title = p.T(side.key)
	}
	for _, d := range s.People {
		text := p.T("role.at", "role", p.T("role."+string(d.Role)), "office", p.Pick(d.At.ZH, d.At.EN))
		at := len(demoSides) - 1
		for i, side := range demoSides {
			if slices.Contains(side.roles, d.Role) {
				at = i
			}
		}
		groups[at].People = append(groups[at].People, demoLine{d.Account, d.Name, text})
	}
	return slices.DeleteFunc(groups, func(g demoGroup) bool { return len(g.People) == 0 })
}

// demoPage is what a visitor of the demo can try, scene by scene.
type demoPage struct {
	Shell
	Scenes []demoScene
}

type demoScene struct {
	Number      int
	Title, Text string
	Steps       []demoStep
}

type demoStep struct {
	Account        people.PartyID // "": a page for everybody
	Name, Do, Href string
}

func (s *Server) showDemo(w http.ResponseWriter, r *http.Request) error {
	if !s.Demo {
		return notFound(w, r)
	}
	page := demoPage{Shell: s.shell(w, r, "page.demo.title")}
	p := page.Printer()
	for i, scene := range s.Scenes {
		page.Scenes = append(page.Scenes, s.demoScene(p, i+1, scene))
	}
	return s.render(w, http.StatusOK, page.Lang, "demo_show", page)
}

func (s *Server) demoScene(p *locale.Printer, number int, scene office.Scene) demoScene {
	out := demoScene{Number: number, Title: p.Pick(scene.Title.ZH, scene.Title.EN), Text: p.Pick(scene.Text.ZH, scene.Text.EN)}
	for _, step := range scene.Steps {
		line := demoStep{Account: step.As, Do: p.Pick(step.Do.ZH, step.Do.EN), Href: step.At}
		if at := s.demoPerson(step.As); at >= 0 {
			line.Name = p.T("page.demo.as", "role", p.T("role."+string(s.People[at].Role)), "name", s.People[at].Name)
		}
		out.Steps = append(out.Steps, line)
	}
	return out
}

func (s *Server) demoPerson(account people.PartyID) int {
	return slices.IndexFunc(s.People, func(d DemoPerson) bool { return d.Account == account })
}

// signInDemo makes the visitor one of the people of the demo story.
func (s *Server) signInDemo(w http.ResponseWriter, r *http.Request) error {
	account := people.PartyID(r.PostFormValue("account"))
	at := s.demoPerson(account)
	if !s.Demo || at < 0 {
		return notFound(w, r)
	}
	if err := s.enter(r, account, s.People[at].Name); err != nil {
		return err
	}
	http.Redirect(w, r, ownPath(r.PostFormValue("next"), "/role"), http.StatusSeeOther)
	return nil
}
