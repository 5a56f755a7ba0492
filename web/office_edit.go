package web

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// newOffice stands in the address for an office that is not there yet.
const newOffice = "new"

func (s *Server) showOffice(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.officePage(w, r, who, nil)
}

// officePage is the form of an office, for adding one and for changing it.
func (s *Server) officePage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	id := r.PathValue("office")
	var seen office.OfficeSeen
	title := "page.office.new"
	if id == newOffice {
		if _, missing := s.Window.Offices(r.Context(), who); missing != nil {
			return missing
		}
	} else {
		var missing error
		if seen, missing = s.Window.Office(r.Context(), who, people.OfficeID(id)); missing != nil {
			return missing
		}
		title = "page.office.title"
	}
	page := formPage{Shell: s.shell(w, r, title), Action: "/admin/offices/" + id}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p, Link{p.T("page.offices.title"), "/admin/offices"})
	if id != newOffice {
		page.Heading = p.Pick(seen.Name.ZH, seen.Name.EN)
		page.Lead = []string{p.T("page.office.lead")}
		page.After = []Link{
			{p.T("page.office.remedies"), page.Action + "/remedies"},
			{p.T("page.office.officers"), "/admin/officers?office=" + id},
			{p.T("page.office.slots"), "/admin/slots/" + id},
		}
	}
	page.Hidden, err = seenOnce(r, seen.Version, err)
	page.Fields = filled(r, s.officeFields(p, id == newOffice), s.officeKnown(p, seen.Office))
	page.Button = p.T("page.office.save")
	return s.showForm(w, page, err)
}

// seenIn is the version that the sent form was made from, at least the least.
func seenIn(r *http.Request, least int64) (int64, error) {
	version, err := strconv.ParseInt(r.PostFormValue("seen"), 10, 64)
	if err != nil || version < least {
		return 0, fault.New(fault.Invalid, "fault.form").WithCause(err)
	}
	return version, nil
}

// seenOnce is the version that a form was made from, as the form carries it. Where
// somebody else saved meanwhile, what was typed stays and the form goes on from
// their version: sending it again replaces it, knowingly.
func seenOnce(r *http.Request, now int64, err error) ([]Hidden, error) {
	version := cmp.Or(r.PostFormValue("seen"), strconv.FormatInt(now, 10))
	var f *fault.Error
	if errors.As(err, &f) && f.Key == "fault.stale" {
		version, err = strconv.FormatInt(now, 10), fault.New(fault.Conflict, "fault.form.stale").WithCause(err)
	}
	return []Hidden{{"seen", version}}, err
}

// officeFields are the questions of the form; an office keeps its id for life.
func (s *Server) officeFields(p *locale.Printer, isNew bool) []Input {
	text := func(id, kind string) Input {
		return Input{ID: id, Type: kind, Label: p.T("page.office." + id), Hint: hintText(p, "page.office."+id+".hint")}
	}
	words := func(id, kind string) []Input {
		zh, en := text(id, kind), text(id, kind)
		zh.ID, zh.Label, zh.Lang = id+"_zh", p.T("page.office.in-zh", "name", zh.Label), locale.Chinese.Tag()
		en.ID, en.Label, en.Lang, en.Hint = id+"_en", p.T("page.office.in-en", "name", en.Label), locale.English.Tag(), ""
		return []Input{zh, en}
	}
	kinds := text("kind", "select")
	for _, kind := range people.OfficeKinds {
		kinds.Choices = append(kinds.Choices, Choice{Value: string(kind), Label: p.T("office.kind." + string(kind))})
	}
	calendars := text("calendar", "select")
	calendars.Choices = []Choice{{Value: "", Label: p.T("page.office.calendar.own")}}
	for _, c := range s.calendars().All() {
		calendars.Choices = append(calendars.Choices, Choice{Value: string(c.ID()), Label: p.Pick(c.Name().ZH, c.Name().EN)})
	}
	var fields []Input
	add := func(more ...Input) { fields = append(fields, more...) }
	add(Input{ID: "h-office", Type: "heading", Label: p.T("page.office.h-office")})
	if isNew {
		add(text("id", "text"))
	}
	add(words("name", "text")...)
	add(kinds, text("places", "textarea"))
	add(Input{ID: "h-letters", Type: "heading", Label: p.T("page.office.h-letters")}, text("letters", "text"))
	add(words("letterhead", "text")...)
	add(text("numbering", "text"))
	add(Input{ID: "h-visit", Type: "heading", Label: p.T("page.office.h-visit")})
	add(words("address", "text")...)
	add(text("phone", "tel"))
	add(words("hours", "text")...)
	add(words("complaint", "text")...)
	add(words("fees", "text")...)
	add(calendars)
	return fields
}

// hintText is a hint where the catalogues have one.
func hintText(p *locale.Printer, key string) string {
	if !p.Has(key) {
		return ""
	}
	return p.T(key)
}

// officeKnown are the values that stand in the form at first.
func (s *Server) officeKnown(p *locale.Printer, o people.Office) map[string][]string {
	return map[string][]string{
		"id": {string(o.ID)}, "name_zh": {o.Name.ZH}, "name_en": {o.Name.EN}, "kind": {string(o.Kind)},
		"places": {s.placesText(p, o.Places)}, "letters": {o.Letters}, "letterhead_zh": {o.Letterhead.ZH}, "letterhead_en": {o.Letterhead.EN},
		"numbering": {o.Numbering}, "address_zh": {o.Address.ZH}, "address_en": {o.Address.EN}, "phone": {o.Phone},
		"hours_zh": {o.Hours.ZH}, "hours_en": {o.Hours.EN}, "complaint_zh": {o.Complaint.ZH}, "complaint_en": {o.Complaint.EN},
		"fees_zh": {o.Fees.ZH}, "fees_en": {o.Fees.EN}, "calendar": {o.Calendar},
	}
}

// saveOffice adds or changes the office. What the form does not ask (remedy
// texts, hours for appointments) stays.
func (s *Server) saveOffice(w http.ResponseWriter, r *http.Request, who people.Who) error {
	id := r.PathValue("office")
	o := people.Office{ID: people.OfficeID(strings.TrimSpace(r.PostFormValue("id")))}
	if id != newOffice {
		seen, err := s.Window.Office(r.Context(), who, people.OfficeID(id))
		if err != nil {
			return err
		}
		o = seen.Office
	}
	version, err := seenIn(r, 0)
	if err != nil {
		return err
	}
	if o.Places, err = s.readPlaces(r.PostFormValue("places"), "places"); err != nil {
		return s.officePage(w, r, who, err)
	}
	words := func(id string) people.Words {
		return people.Words{ZH: strings.TrimSpace(r.PostFormValue(id + "_zh")), EN: strings.TrimSpace(r.PostFormValue(id + "_en"))}
	}
	o.Kind = people.OfficeKind(r.PostFormValue("kind"))
	o.Name, o.Letterhead, o.Address, o.Hours = words("name"), words("letterhead"), words("address"), words("hours")
	o.Complaint, o.Fees = words("complaint"), words("fees")
	o.Letters = strings.ToUpper(strings.TrimSpace(r.PostFormValue("letters")))
	o.Numbering, o.Phone = strings.TrimSpace(r.PostFormValue("numbering")), strings.TrimSpace(r.PostFormValue("phone"))
	o.Calendar = r.PostFormValue("calendar")
	if err := s.Window.SaveOffice(r.Context(), who, o, version); err != nil {
		return s.officePage(w, r, who, err)
	}
	next := "/admin/offices"
	if id == newOffice {
		next = "/admin/offices/" + string(o.ID) + "/remedies"
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}
