package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/locale"
	"yichuang/office"
)

// followBlock asks the applicant's side to promise papers that a clause lets
// follow after acceptance. The office grants it afterwards, or not.
type followBlock struct {
	Text    string
	Stopped bool // a sanction is in force: the text says so, and nothing is signed
	Rows    []Row
	Chips   []Chip
}

// follow is the block where papers may follow, the reader may sign, and nobody
// has; nil otherwise.
func (s *Server) follow(r *http.Request, p *locale.Printer, page *casePage, c casefile.Case) (*followBlock, error) {
	if page.Staff || !page.Can["sign"] {
		return nil, nil
	}
	may, err := s.Window.MayFollow(r.Context(), c)
	if err != nil || !may.Open() || may.Signed {
		return nil, err
	}
	block := &followBlock{Text: p.T("page.case.follow.text"), Chips: s.chips(p, s.today(), may.Clause)}
	if may.Days > 0 {
		block.Text = p.T("page.case.follow.days", "n", may.Days)
	}
	if may.Stopped != nil {
		block.Text, block.Stopped = p.T("page.case.follow.stopped", "until", may.Stopped.Until), true
	}
	for _, id := range may.Slots {
		block.Rows = append(block.Rows, Row{Name: s.name(p, "material", string(id))})
	}
	return block, nil
}

// signFollow signs the commitment that a tolerance rests on.
func (s *Server) signFollow(r *http.Request, in office.Write) error {
	c, err := s.Window.Case(r.Context(), in.Who, in.Number)
	if err != nil {
		return err
	}
	may, err := s.Window.MayFollow(r.Context(), c)
	if err != nil {
		return err
	}
	return last(s.Window.Sign(r.Context(), in, casefile.Commitment{
		ID: office.FollowPromise, Name: plainText(r.PostFormValue("name")), Text: "follow-1", Signer: in.Who.Account, At: s.Now(), Clause: may.Clause,
	}))
}
