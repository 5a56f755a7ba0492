package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// showSlots is /admin/slots: when the offices take people by appointment.
func (s *Server) showSlots(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.slots.title")}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p)
	page.Lead = []string{p.T("page.slots.lead")}
	offices, err := s.Window.Offices(r.Context(), who)
	if err != nil {
		return err
	}
	page.Table = Table{Caption: p.T("page.slots.caption", "n", len(offices)), Empty: p.T("page.offices.empty"), Columns: columns(p, "page.slots.", "office", "length", "hours")}
	page.Table.link(r, paging{Limit: rowsPerFile}, int64(len(offices)))
	for _, o := range offices {
		length := Cell{Text: p.T("page.slots.none")}
		if o.SlotLength > 0 {
			length.Text = p.T("page.slots.minutes", "n", o.SlotLength)
		}
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: p.Pick(o.Name.ZH, o.Name.EN), Href: "/admin/slots/" + string(o.ID)}, length, {Text: openingsText(p, o)},
		})
	}
	return s.showTable(w, r, page)
}

// openingsText are the hours of an office in one line.
func openingsText(p *locale.Printer, o people.Office) string {
	var lines []string
	for _, open := range o.Openings() {
		var days []string
		for _, d := range open.Days {
			days = append(days, p.T("date.weekday."+strconv.Itoa(int(d))))
		}
		lines = append(lines, p.T("page.slots.opening", "days", p.List(days), "from", open.From, "until", open.Until, "n", open.Capacity))
	}
	return strings.Join(lines, " · ")
}

// slotBlocks is how many blocks of hours the form asks for.
const slotBlocks = 3

func (s *Server) showOfficeSlots(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.officeSlotsPage(w, r, who, nil)
}

// officeSlotsPage asks for the hours of one office.
func (s *Server) officeSlotsPage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	seen, missing := s.Window.Office(r.Context(), who, people.OfficeID(r.PathValue("office")))
	if missing != nil {
		return missing
	}
	page := formPage{Shell: s.shell(w, r, "page.slots.title"), Action: "/admin/slots/" + string(seen.ID)}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p, Link{p.T("page.slots.title"), "/admin/slots"})
	page.Heading = p.Pick(seen.Name.ZH, seen.Name.EN)
	page.Lead = []string{p.T("page.slots.form.lead")}
	page.Hidden, err = seenOnce(r, seen.Version, err)
	fields := []Input{{ID: "length", Type: "text", Label: p.T("page.slots.length"), Hint: p.T("page.slots.length.hint"), Mode: "numeric"}}
	for i := range slotBlocks {
		n := strconv.Itoa(i)
		fields = append(fields, Input{ID: "h-" + n, Type: "heading", Label: p.T("page.slots.block", "n", i+1)},
			Input{ID: "days-" + n, Type: "checks", Label: p.T("page.slots.days"), Line: true, Choices: weekdayChoices(p)},
			Input{ID: "from-" + n, Type: "text", Label: p.T("page.slots.from"), Hint: p.T("page.slots.time.hint")},
			Input{ID: "until-" + n, Type: "text", Label: p.T("page.slots.until")},
			Input{ID: "capacity-" + n, Type: "text", Label: p.T("page.slots.capacity"), Mode: "numeric"})
	}
	fields = append(fields, Input{ID: "h-closed", Type: "heading", Label: p.T("page.slots.closed")},
		Input{ID: "closed", Type: "textarea", Label: p.T("page.slots.closed.days"), Hint: p.T("page.slots.closed.hint")})
	page.Fields = filled(r, fields, slotsKnown(seen.Office))
	page.Button = p.T("page.office.save")
	return s.showForm(w, page, err)
}

func weekdayChoices(p *locale.Printer) []Choice {
	var choices []Choice
	for i := range 7 {
		day := strconv.Itoa((i + 1) % 7) // Monday first
		choices = append(choices, Choice{Value: day, Label: p.T("date.weekday." + day)})
	}
	return choices
}

func slotsKnown(o people.Office) map[string][]string {
	known := map[string][]string{"length": {strconv.Itoa(o.SlotLength)}}
	for i, open := range o.Openings()[:min(len(o.Openings()), slotBlocks)] {
		n := strconv.Itoa(i)
		for _, d := range open.Days {
			known["days-"+n] = append(known["days-"+n], strconv.Itoa(int(d)))
		}
		known["from-"+n], known["until-"+n], known["capacity-"+n] = []string{open.From}, []string{open.Until}, []string{strconv.Itoa(open.Capacity)}
	}
	closed := make([]string, len(o.Closed))
	for i, d := range o.Closed {
		closed[i] = d.String()
	}
	known["closed"] = []string{strings.Join(closed, "\n")}
	return known
}

func (s *Server) saveSlots(w http.ResponseWriter, r *http.Request, who people.Who) error {
	seen, err := s.Window.Office(r.Context(), who, people.OfficeID(r.PathValue("office")))
	if err != nil {
		return err
	}
	version, err := seenIn(r, 1)
	if err != nil {
		return err
	}
	if err := readSlots(r, &seen); err != nil {
		return s.officeSlotsPage(w, r, who, err)
	}
	if err := s.Window.SaveOffice(r.Context(), who, seen.Office, version); err != nil {
		return s.officeSlotsPage(w, r, who, err)
	}
	http.Redirect(w, r, "/admin/slots", http.StatusSeeOther)
	return nil
}

// readSlots reads the hours; a block in which nothing was chosen is none.
func readSlots(r *http.Request, o *office.OfficeSeen) (err error) {
	if o.SlotLength, err = readCount(r, "length"); err != nil {
		return err
	}
	o.Opening, o.Closed = nil, nil
	for i := range slotBlocks {
		n := strconv.Itoa(i)
		open := people.Opening{From: r.PostFormValue("from-" + n), Until: r.PostFormValue("until-" + n)}
		for _, d := range allOf(r, "days-"+n) {
			if day, err := strconv.Atoi(d); err == nil && day >= 0 && day < 7 {
				open.Days = append(open.Days, time.Weekday(day))
			}
		}
		if len(open.Days) == 0 && open.From == "" && open.Until == "" {
			continue
		}
		if open.Capacity, err = readCount(r, "capacity-"+n); err != nil {
			return err
		}
		if err := open.Validate(); err != nil {
			return inBlock(err, n)
		}
		o.Opening = append(o.Opening, open)
	}
	for text := range strings.FieldsSeq(r.PostFormValue("closed")) {
		day, err := civil.ParseDate(text)
		if err != nil {
			return fault.New(fault.Invalid, "fault.form.date").WithPath("closed").WithCause(err)
		}
		o.Closed = append(o.Closed, day)
	}
	slices.Sort(o.Closed)
	return nil
}

// inBlock is the fault of one block's field.
func inBlock(err error, block string) error {
	if f, ok := err.(*fault.Error); ok {
		return fault.New(f.Code, f.Key, f.Args...).WithPath(f.Path + "-" + block).WithCause(err)
	}
	return err
}

// readCount reads a whole number; nothing is 0.
func readCount(r *http.Request, field string) (int, error) {
	text := strings.TrimSpace(r.PostFormValue(field))
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fault.New(fault.Invalid, "fault.form.number").WithPath(field).WithCause(err)
	}
	return n, nil
}
