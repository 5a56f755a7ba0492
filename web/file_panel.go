package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// filePanel is what the reader can do on each track, and which letters wait to
// be delivered.
func (s *Server) filePanel(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *filePage) error {
	colleagues, err := s.colleagues(r, who)
	if err != nil {
		return err
	}
	for i, t := range c.Tracks {
		panel := trackPanel{trackBlock: page.Tracks[i]}
		if t.Assigned != "" && page.Owner == "" && t.Decision == nil {
			if page.Owner, err = s.accountName(r, t.Assigned); err != nil {
				return err
			}
		}
		s.trackActs(p, who, c, t, page, &panel, colleagues)
		page.Panel = append(page.Panel, panel)
	}
	return s.fileDelivery(r, p, who, c, page)
}

func (s *Server) colleagues(r *http.Request, who people.Who) ([]Choice, error) {
	named, err := s.Window.Colleagues(r.Context(), who)
	if err != nil {
		return nil, err
	}
	out := make([]Choice, len(named))
	for i, n := range named {
		out[i] = Choice{Value: string(n.ID), Label: n.Name}
	}
	return out, nil
}

// trackActs fills in which acts the reader may do on the track now.
func (s *Server) trackActs(p *locale.Printer, who people.Who, c casefile.Case, t casefile.Track, page *filePage, panel *trackPanel, colleagues []Choice) {
	may := func(act people.Act) bool {
		return c.Status.Allows(act) && who.May(act, c.Subject(t.ID), s.Now()) == nil && t.Decision == nil
	}
	if may(people.Assign) {
		panel.Take = t.Assigned != who.Account && who.Role.Can(people.Find)
		panel.GiveBack = t.Assigned != ""
		panel.Colleagues = colleagues
	}
	at := page.Base + page.Number + "/letter/"
	add := func(kind casefile.LetterKind, key string) {
		panel.Letters = append(panel.Letters, Link{p.T(key), at + string(kind) + "?track=" + string(t.ID)})
	}
	if panel.MayDraft {
		for _, kind := range s.decisionLetters(c, t) {
			add(kind, "page.file.write."+string(kind))
		}
	}
	if may(people.Pause) && c.Ticks(t.ID, casefile.Running) {
		add(casefile.PauseLetter, "page.file.write.pause")
	}
	if _, ok := office.Extendable(c, t.ID); ok && may(people.Extend) {
		add(casefile.ExtensionLetter, "page.file.write.extension-of-time")
	}
	panel.Resume = may(people.Resume) && c.Ticks(t.ID, casefile.Pausing) && c.OpenRequest() == nil && c.Held == ""
}

// decisionLetters are the letters with which the track can end.
func (s *Server) decisionLetters(c casefile.Case, t casefile.Track) []casefile.LetterKind {
	var kinds []casefile.LetterKind
	for _, outcome := range t.Outcomes {
		if kind, ok := s.Window.DecisionLetter(c, t.ID, outcome); ok {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// fileDelivery lists what waits to be handed over or delivered.
func (s *Server) fileDelivery(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *filePage) error {
	if !c.Status.Allows(people.Deliver) || who.May(people.Deliver, c.Subject(""), s.Now()) != nil {
		return nil
	}
	letters, err := s.Window.Letters(r.Context(), who, c.Number)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.Delivered || l.Kind == casefile.ProofOfDelivery {
			continue
		}
		page.Hand, page.Decided = true, c.Status == casefile.StatusDecided
		page.Undeliver = append(page.Undeliver, undelivered{Title: l.In(p.Language()).Summary, Ref: l.ID, Office: string(l.Office)})
	}
	return nil
}
