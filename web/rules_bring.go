package web

import (
	"crypto/rand"
	"mime"
	"net/http"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
	"yichuang/policy"
)

// askPolicy asks for the files of a policy that the window does not have.
func (s *Server) askPolicy(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.showBring(w, r, who, nil)
}

func (s *Server) showBring(w http.ResponseWriter, r *http.Request, who people.Who, failed error) error {
	if !who.Role.Can(people.Publish) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	page := formPage{Shell: s.shell(w, r, "page.bring.title"), Action: "/rules/new", Upload: true}
	p := page.Printer()
	page.Crumbs = s.deskCrumbs(p)
	page.Lead = []string{p.T("page.bring.lead"), p.T("page.bring.next")}
	page.Fields = filled(r, []Input{
		{ID: "archive", Type: "file", Many: true, Label: p.T("page.bring.files"), Hint: p.T("page.bring.files.hint")},
		{ID: "from", Type: "date", Label: p.T("rules.field.from"), Hint: p.T("rules.field.from.hint")},
		{ID: "note", Type: "textarea", Rows: 3, Label: p.T("rules.field.note"), Hint: p.T("rules.field.note.hint")},
	}, map[string][]string{"from": {(page.On + 1).String()}})
	page.Hidden = []Hidden{{"key", rand.Text()}}
	page.Button = p.T("page.bring.go")
	for _, pack := range s.Engine.Packs() {
		page.After = append(page.After, Link{p.T("page.bring.example", "policy", wording(p, pack.Short)), "/rules/" + pack.ID + "/pack.zip"})
	}
	return s.showForm(w, page, failed)
}

// bringPolicy begins a draft of what was uploaded and shows how it does.
func (s *Server) bringPolicy(w http.ResponseWriter, r *http.Request, who people.Who) error {
	sent, err := sentFiles(w, r)
	if err != nil {
		return s.showBring(w, r, who, err)
	}
	from, err := civil.ParseDate(r.PostFormValue("from"))
	if err != nil {
		return s.showBring(w, r, who, fault.New(fault.Invalid, "fault.policy.day").WithPath("from").WithCause(err))
	}
	files, err := packIn(sent)
	if err != nil {
		return s.showBring(w, r, who, err)
	}
	id, err := s.Window.BringPolicy(r.Context(), who, r.PostFormValue("key"), office.NewPolicy{Files: files, From: from, Note: r.PostFormValue("note")})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return s.showBring(w, r, who, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/rules/"+id+"/try", http.StatusSeeOther)
	return nil
}

// sendPack hands out the newest text of a policy as the archive that an upload takes.
func (s *Server) sendPack(w http.ResponseWriter, r *http.Request, who people.Who) error {
	id := r.PathValue("pack")
	files, err := s.Window.PolicyFiles(r.Context(), who, id)
	if err != nil {
		return err
	}
	return sendArchive(w, id, files)
}

// sendDraft hands out a draft's text in the same way.
func (s *Server) sendDraft(w http.ResponseWriter, r *http.Request, who people.Who) error {
	d, err := s.Window.PolicyDraft(r.Context(), who, r.PathValue("draft"))
	if err != nil {
		return err
	}
	files, err := s.Window.DraftFiles(r.Context(), d)
	if err != nil {
		return err
	}
	return sendArchive(w, d.Pack, files)
}

func sendArchive(w http.ResponseWriter, id string, files policy.Files) error {
	data, err := zipped(id, files)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": id + ".zip"}))
	_, err = w.Write(data)
	return err
}
