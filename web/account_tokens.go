package web

import (
	"net/http"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// firstToken is for how long the form proposes a token.
const firstToken = 90

// listTokens shows which programs read for the account, and the form for one more.
func (s *Server) listTokens(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.tokensPage(w, r, who, nil)
}

func (s *Server) tokensPage(w http.ResponseWriter, r *http.Request, who people.Who, wrong error) error {
	page := formPage{Shell: s.shell(w, r, "page.tokens.title"), Action: "/account/tokens"}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("page.account.title"), "/account"}}
	page.Lead = []string{p.T("page.tokens.lead")}
	tokens, err := s.Window.Tokens(r.Context(), who.Account)
	if err != nil {
		return err
	}
	table := Table{Caption: p.T("page.tokens.caption"), Empty: p.T("page.tokens.empty"), Columns: []Column{
		{Name: p.T("page.tokens.name")}, {Name: p.T("page.tokens.as")}, {Name: p.T("page.tokens.until")}, {Name: p.T("page.tokens.used")}, {Name: p.T("page.tokens.end")},
	}}
	for _, t := range tokens {
		table.Rows = append(table.Rows, s.tokenRow(r, p, who, t))
	}
	page.Table = &table
	page.Fields = []Input{
		{ID: "name", Type: "text", Label: p.T("page.tokens.name"), Hint: p.T("page.tokens.name.hint"), Value: r.PostFormValue("name")},
		{ID: "until", Type: "date", Label: p.T("page.tokens.until"), Hint: p.T("page.tokens.until.hint"), Value: r.PostFormValue("until")},
	}
	if page.Fields[1].Value == "" {
		page.Fields[1].Value = s.today().AddDays(firstToken).String()
	}
	page.Button = p.T("page.tokens.make")
	return s.showForm(w, page, wrong)
}

func (s *Server) tokenRow(r *http.Request, p *locale.Printer, who people.Who, t office.Token) []Cell {
	used, as := p.T("page.tokens.never"), p.T("page.tokens.post-ended")
	if t.Used != nil {
		used = t.Used.String()
	}
	if post, err := s.Window.Post(r.Context(), who.Account, t.Post); err == nil {
		as = postName(p, post)
	}
	return []Cell{
		{Text: t.Name}, {Text: as}, {Text: t.Until.String(), Number: true}, {Text: used},
		{Text: p.T("page.tokens.end.go"), Href: "/account/tokens/" + t.ID + "/end"},
	}
}

// makeToken makes a token for the post in which the visitor acts, and shows it
// this once.
func (s *Server) makeToken(w http.ResponseWriter, r *http.Request, who people.Who) error {
	until, err := civil.ParseDate(r.PostFormValue("until"))
	if err != nil {
		return s.tokensPage(w, r, who, fault.New(fault.Invalid, "fault.form.date").WithPath("until"))
	}
	post, ok := postOf(r)
	if !ok {
		return fault.New(fault.Forbidden, "fault.account.no-post")
	}
	name := plainText(r.PostFormValue("name"))
	secret, err := s.Window.MakeToken(r.Context(), who, post.ID, name, until)
	if err != nil {
		return s.tokensPage(w, r, who, err)
	}
	page := formPage{Shell: s.shell(w, r, "page.tokens.made")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("page.account.title"), "/account"}, {p.T("page.tokens.title"), "/account/tokens"}}
	page.Lead = []string{p.T("page.tokens.once")}
	page.Details = []detailLine{{p.T("page.tokens.name"), name}, {p.T("page.tokens.as"), postName(p, post)}, {p.T("page.tokens.until"), until.String()}, {p.T("page.tokens.secret"), secret}}
	page.After = []Link{{p.T("page.tokens.title"), "/account/tokens"}, {"API", "/openapi.json"}}
	return s.showForm(w, page, nil)
}

// askEndToken says what follows before a token is ended.
func (s *Server) askEndToken(w http.ResponseWriter, r *http.Request, who people.Who) error {
	tokens, err := s.Window.Tokens(r.Context(), who.Account)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if t.ID != r.PathValue("token") {
			continue
		}
		page := formPage{Shell: s.shell(w, r, "page.tokens.end.title", "name", t.Name), Action: "/account/tokens/" + t.ID + "/end", Harm: true}
		p := page.Printer()
		page.Crumbs = []Link{{p.T("page.account.title"), "/account"}, {p.T("page.tokens.title"), "/account/tokens"}}
		page.Lead, page.Button = []string{p.T("page.tokens.end.lead")}, p.T("page.tokens.end.go")
		return s.showForm(w, page, nil)
	}
	return fault.New(fault.NotFound, "fault.not-found")
}

func (s *Server) endToken(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := s.Window.RevokeToken(r.Context(), who, r.PathValue("token")); err != nil {
		return err
	}
	http.Redirect(w, r, "/account/tokens", http.StatusSeeOther)
	return nil
}
