package web

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// zooms are the sizes at which a page can be looked at, in percent.
var zooms = []int{50, 75, 100, 150, 200, 300}

const plainZoom = 2 // index of 100 percent

// paperPath leads from a case to an upload: staff look at it in the viewer, the
// applicant's side has the file itself.
func paperPath(staff bool, slot casefile.SlotID, file string) string {
	if staff {
		return "/papers/" + string(slot) + "/" + file
	}
	return "/paper/" + file
}

// viewerPage is one page of an upload, to be turned, enlarged and marked. Everything
// is a link or a form: a click on the picture sends where it was, without a script.
type viewerPage struct {
	Shell
	Number, Person, Paper, Name string // case, whose, which paper, the upload's own name
	At, Back                    string // this viewer; the case file's papers
	File, Picture               string // the upload itself; the page as drawn, "" where it cannot be
	Undrawn                     string // why it cannot be drawn
	Sheet                       office.Sheet
	View                        office.View
	Where                       string // "page 2 of 3"
	Before, After               string
	Larger, Smaller             string
	Left, Right                 string // turned
	Facts                       []Pair
	Uploads                     []uploadLine
	Marks                       []markLine
	MayMark                     bool
	Intake                      string // where the marks become a notice
	Areas                       []Choice
	Fault, Fix                  string // as typed
	SpotText                    string
	Errors                      []FieldError
	Problem                     string
	Seen                        int
	Key                         string
	Open                        []string // who else has the file open
}

// FieldWrong says what is wrong with a field of the form, or "".
func (v *viewerPage) FieldWrong(id string) string {
	for _, e := range v.Errors {
		if e.Field == id {
			return e.Text
		}
	}
	return ""
}

// uploadLine is an upload of the case in the viewer's list.
type uploadLine struct {
	fileLine
	Paper   string
	Current bool
}

// markLine is a spot that waits for the next request for corrections.
type markLine struct {
	ID                     int
	Where, Fault, Fix, Who string
	Href                   string
	Asked                  bool // ticked in the form of the notice
}

// showViewer is /officer/{number}/papers/{slot}/{file}.
func (s *Server) showViewer(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.viewer(w, r, who, nil, "")
}

// viewer shows the page, with what stood in the way of a mark.
func (s *Server) viewer(w http.ResponseWriter, r *http.Request, who people.Who, wrong []FieldError, problem string) error {
	if !who.Role.Staff() {
		return fault.New(fault.NotFound, "fault.case.not-found")
	}
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	slot, file, ok := uploadOf(c, r)
	if !ok {
		return fault.New(fault.NotFound, "fault.file.not-found")
	}
	page := &viewerPage{Shell: s.shell(w, r, "page.viewer.title", "number", string(c.Number)), Number: string(c.Number), Seen: c.Version, Key: rand.Text(),
		View: viewOf(r), Errors: wrong, Problem: problem, Fault: r.FormValue("fault"), Fix: r.FormValue("fix")}
	p := page.Printer()
	page.Paper, page.Name = s.name(p, "material", string(slot.ID)), file.Name
	page.Title = p.T("page.viewer.title", "paper", page.Paper, "number", page.Number)
	base := "/officer/" + page.Number
	page.At, page.Back, page.File = base+paperPath(true, slot.ID, file.Hash), base+"?tab=papers", base+"/paper/"+file.Hash
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/officer"}, {page.Number, base}}
	if page.Person, err = s.partyName(r, c.Foreigner); err != nil {
		return err
	}
	page.Open = s.openLines(r, p, who, c)
	page.MayMark = s.can(who, c)["correct"]
	if page.MayMark && who.Role.Can(people.Judge) {
		page.Intake = "/desk/" + page.Number + "/intake#correct"
	}
	if err := s.drawnAs(r, p, who, c, page, slot.ID, file.Hash); err != nil {
		return err
	}
	for _, other := range c.Slots {
		for _, f := range other.Files {
			page.Uploads = append(page.Uploads, uploadLine{fileLine{f.Name, base + paperPath(true, other.ID, f.Hash)}, s.name(p, "material", string(other.ID)), other.ID == slot.ID && f.Hash == file.Hash})
		}
	}
	by, err := s.accountName(r, file.By)
	if err != nil {
		return err
	}
	page.Facts = []Pair{{p.T("page.viewer.by"), by}, {p.T("page.viewer.on"), p.Date(civil.DateOf(file.At)) + " " + file.At.In(civil.Beijing).Format("15:04")}, {p.T("page.viewer.state"), p.T("slot." + string(slot.State))}}
	if err := s.markLines(r, p, c, page); err != nil {
		return err
	}
	status := http.StatusOK
	if page.Wrong = len(wrong) > 0 || problem != ""; page.Wrong {
		status = http.StatusUnprocessableEntity
	}
	return s.render(w, status, page.Lang, "paper_show", page)
}

// uploadOf finds the upload that the address names, and the paper that it is of.
func uploadOf(c casefile.Case, r *http.Request) (casefile.Slot, casefile.File, bool) {
	slot, ok := c.Slot(casefile.SlotID(r.PathValue("slot")))
	i := slices.IndexFunc(slot.Files, func(f casefile.File) bool { return f.Hash == r.PathValue("file") })
	if !ok || i < 0 {
		return slot, casefile.File{}, false
	}
	return slot, slot.Files[i], true
}

// viewOf reads how to look at the page: what makes no sense is looked at plainly.
func viewOf(r *http.Request) office.View {
	number := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(r.FormValue(name)); err == nil {
			return n
		}
		return otherwise
	}
	v := office.View{Page: max(1, number("page", 1)), Zoom: number("zoom", zooms[plainZoom]), Turn: number("turn", 0)}
	if !slices.Contains(zooms, v.Zoom) {
		v.Zoom = zooms[plainZoom]
	}
	if v.Turn%90 != 0 {
		v.Turn = 0
	}
	v.Turn = (v.Turn%360 + 360) % 360
	if x, y := number("x", -1), number("y", -1); x >= 0 && x <= 1000 && y >= 0 && y <= 1000 {
		v.Spot = &office.Point{X: x, Y: y}
	}
	return v
}

// viewQuery is the view as the query of an address.
func viewQuery(v office.View) string {
	q := url.Values{"page": {strconv.Itoa(v.Page)}, "zoom": {strconv.Itoa(v.Zoom)}, "turn": {strconv.Itoa(v.Turn)}}
	if v.Spot != nil {
		q.Set("x", strconv.Itoa(v.Spot.X))
		q.Set("y", strconv.Itoa(v.Spot.Y))
	}
	return "?" + q.Encode()
}

// drawnAs fills in the picture and the links that turn, enlarge and leaf. A paper
// that cannot be drawn says so; the file itself can still be opened.
func (s *Server) drawnAs(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *viewerPage, slot casefile.SlotID, file string) error {
	sheet, err := s.Window.Measure(r.Context(), who, c.Number, slot, file, page.View)
	if code := fault.CodeOf(err); code == fault.Invalid || code == fault.Unavailable {
		page.Undrawn = s.problemText(r, p, err)
		page.Areas = areaChoices(p, "")
		return nil
	}
	if err != nil {
		return err
	}
	page.Sheet = sheet
	clickedAt(r, &page.View, sheet)
	chosen := r.FormValue("area")
	if spot := page.View.Spot; spot != nil {
		at := casefile.Spot{X: spot.X, Y: spot.Y}
		chosen = at.Area()
		page.SpotText = p.T("spot." + chosen)
	}
	page.Areas = areaChoices(p, chosen)
	page.Picture = page.At + "/page.png" + viewQuery(page.View)
	page.Where = p.T("page.viewer.where", "n", page.View.Page, "of", sheet.Pages)
	with := func(change func(*office.View)) string {
		v := page.View
		change(&v)
		return page.At + viewQuery(v)
	}
	if page.View.Page > 1 {
		page.Before = with(func(v *office.View) { v.Page--; v.Spot = nil })
	}
	if page.View.Page < sheet.Pages {
		page.After = with(func(v *office.View) { v.Page++; v.Spot = nil })
	}
	i := slices.Index(zooms, page.View.Zoom)
	if i > 0 {
		page.Smaller = with(func(v *office.View) { v.Zoom = zooms[i-1] })
	}
	if i < len(zooms)-1 {
		page.Larger = with(func(v *office.View) { v.Zoom = zooms[i+1] })
	}
	page.Left = with(func(v *office.View) { v.Turn = (v.Turn + 270) % 360 })
	page.Right = with(func(v *office.View) { v.Turn = (v.Turn + 90) % 360 })
	return nil
}

// clickedAt reads where the picture was clicked. A picture sent by the keyboard says
// 0, 0 and means nothing: the areas are there for the keyboard.
func clickedAt(r *http.Request, v *office.View, sheet office.Sheet) {
	x, errX := strconv.Atoi(r.FormValue("at.x"))
	y, errY := strconv.Atoi(r.FormValue("at.y"))
	if errX != nil || errY != nil || x <= 0 && y <= 0 {
		return
	}
	spot := office.Unturned(*v, sheet, x, y)
	v.Spot = &spot
}

// areaChoices are the ninths of a page, row by row.
func areaChoices(p *locale.Printer, chosen string) []Choice {
	out := make([]Choice, len(casefile.Areas))
	for i, area := range casefile.Areas {
		out[i] = Choice{ID: "area-" + area, Value: area, Label: p.T("spot." + area), Chosen: area == chosen}
	}
	return out
}

// markLines are the case's marks, those of this upload first.
func (s *Server) markLines(r *http.Request, p *locale.Printer, c casefile.Case, page *viewerPage) error {
	for _, m := range c.Marks {
		who, err := s.accountName(r, m.By)
		if err != nil {
			return err
		}
		v := office.View{Page: m.Page, Zoom: page.View.Zoom, Spot: &office.Point{X: m.Spot.X, Y: m.Spot.Y}}
		page.Marks = append(page.Marks, markLine{ID: m.ID, Where: s.whereOf(p, m), Fault: m.Fault, Fix: m.Fix, Who: who,
			Href: "/officer/" + page.Number + paperPath(true, m.Slot, m.Spot.File) + viewQuery(v)})
	}
	return nil
}

// whereOf says which paper, page and place a mark is about.
func (s *Server) whereOf(p *locale.Printer, m casefile.Mark) string {
	return p.T("page.viewer.mark", "paper", s.name(p, "material", string(m.Slot)), "n", m.Page, "area", p.T("spot."+m.Spot.Area()))
}

// sendPage sends a page of an upload as a picture.
func (s *Server) sendPage(w http.ResponseWriter, r *http.Request, who people.Who) error {
	number, err := caseNumber(r)
	if err != nil {
		return err
	}
	picture, err := s.Window.DrawPage(r.Context(), who, number, casefile.SlotID(r.PathValue("slot")), r.PathValue("file"), viewOf(r))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = w.Write(picture)
	return err
}
