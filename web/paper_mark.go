package web

import (
	"net/http"
	"slices"
	"strconv"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// markSpot keeps what is wrong at a spot of the page, or takes a mark back, and shows
// the page again.
func (s *Server) markSpot(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	v, p := viewOf(r), locale.For(languageOf(w, r))
	if id := r.PostFormValue("clear"); id != "" {
		n, err := strconv.Atoi(id)
		if err != nil {
			return fault.New(fault.Invalid, "fault.form").WithPath("clear").WithCause(err)
		}
		_, err = s.Window.ClearSpot(r.Context(), in, n)
		return s.marked(w, r, who, v, err)
	}
	mark, wrong, err := s.markOf(r, p, who, v)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.viewer(w, r, who, wrong, "")
	}
	_, err = s.Window.MarkSpot(r.Context(), in, mark)
	return s.marked(w, r, who, v, err)
}

// marked leads back to the page that was marked, or says why it was not.
func (s *Server) marked(w http.ResponseWriter, r *http.Request, who people.Who, v office.View, err error) error {
	if code := fault.CodeOf(err); code == fault.Invalid || code == fault.Conflict {
		return s.viewer(w, r, who, nil, s.problemText(r, locale.For(languageOf(w, r)), err))
	}
	if err != nil {
		return err
	}
	v.Spot = nil
	http.Redirect(w, r, r.URL.Path+viewQuery(v)+"#marks", http.StatusSeeOther)
	return nil
}

// markOf reads the form: the spot that was clicked, else the area that was chosen.
func (s *Server) markOf(r *http.Request, p *locale.Printer, who people.Who, v office.View) (casefile.Mark, []FieldError, error) {
	c, err := s.caseOf(r, who)
	if err != nil {
		return casefile.Mark{}, nil, err
	}
	slot, file, ok := uploadOf(c, r)
	if !ok {
		return casefile.Mark{}, nil, fault.New(fault.NotFound, "fault.file.not-found")
	}
	m := casefile.Mark{Slot: slot.ID, Page: v.Page, Fault: plainText(r.PostFormValue("fault")), Fix: plainText(r.PostFormValue("fix"))}
	var wrong []FieldError
	area := r.PostFormValue("area")
	m.Spot, ok = casefile.SpotIn(file.Hash, area)
	if v.Spot != nil {
		exact := casefile.Spot{File: file.Hash, X: v.Spot.X, Y: v.Spot.Y}
		if !ok || exact.Area() == area { // else another area was chosen after the click
			m.Spot, ok = exact, true
		}
	}
	if !ok {
		wrong = append(wrong, FieldError{"area-" + casefile.Areas[0], p.T("fault.spot.no-area")})
	}
	if m.Fault == "" {
		wrong = append(wrong, FieldError{"fault", p.T("fault.spot.no-fault")})
	}
	if m.Fix == "" {
		wrong = append(wrong, FieldError{"fix", p.T("fault.spot.no-fix")})
	}
	return m, wrong, nil
}

// markedItems are the marks that the form of the one notice asks about, in the words
// of the form.
func (s *Server) markedItems(r *http.Request, in office.Write) ([]casefile.CorrectionItem, error) {
	asked := r.PostForm["mark"]
	if len(asked) == 0 {
		return nil, nil
	}
	c, err := s.Window.Case(r.Context(), in.Who, in.Number)
	if err != nil {
		return nil, err
	}
	var items []casefile.CorrectionItem
	for _, m := range c.Marks {
		id := strconv.Itoa(m.ID)
		if slices.Contains(asked, id) {
			items = append(items, casefile.CorrectionItem{Slot: m.Slot, Page: m.Page, Spot: &m.Spot,
				Fault: plainText(r.PostFormValue("mark-fault." + id)), Fix: plainText(r.PostFormValue("mark-fix." + id))})
		}
	}
	return items, nil
}

// askedMarks are the marks as the form of the one notice shows them: all ticked, in
// the words of whoever marked, or as they were sent.
func (s *Server) askedMarks(r *http.Request, p *locale.Printer, c casefile.Case) []markLine {
	var out []markLine
	for _, m := range c.Marks {
		id := strconv.Itoa(m.ID)
		line := markLine{ID: m.ID, Where: s.whereOf(p, m), Fault: m.Fault, Fix: m.Fix, Asked: true,
			Href: "/officer/" + string(c.Number) + paperPath(true, m.Slot, m.Spot.File) + viewQuery(office.View{Page: m.Page, Zoom: zooms[plainZoom], Spot: &office.Point{X: m.Spot.X, Y: m.Spot.Y}})}
		if _, sent := r.PostForm["mark-fault."+id]; sent {
			line.Fault, line.Fix, line.Asked = r.PostFormValue("mark-fault."+id), r.PostFormValue("mark-fix."+id), slices.Contains(r.PostForm["mark"], id)
		}
		out = append(out, line)
	}
	return out
}

// fileBase is where a reader opens uploads.
func fileBase(staff bool) string {
	if staff {
		return "/officer/"
	}
	return "/case/"
}
