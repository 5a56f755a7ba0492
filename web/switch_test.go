package web

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/store"
)

// TestSwitch_keepsWhatIsTypedOnEveryPage lets every account of the story fill in
// every form that it meets, half and wrong, and change the language. The page stays
// at its address with all that was typed, in the other language, and nothing is
// written down. Whoever adds a page with a form has nothing to do for it, unless
// this test fails.
func TestSwitch_keepsWhatIsTypedOnEveryPage(t *testing.T) {
	s, story := newDemoSite(t)
	s.server.People = slices.DeleteFunc(s.server.People, func(p DemoPerson) bool { return p.Name == "" })
	readers := []people.PartyID{""}
	for _, a := range story.Accounts {
		readers = append(readers, a.ID)
	}
	forms, routes, tried := 0, map[string]bool{}, map[string]int{}
	try := func(who people.PartyID, path string, got answer) {
		r, err := http.NewRequest(http.MethodGet, s.url+path, nil)
		must(t, err)
		_, route := s.server.mux.Handler(r)
		if alike := route + looksLike(t, got.body); tried[alike] < 2 { // the first of their kind
			tried[alike]++
			if n := s.mustKeep(string(who), path, got.body); n > 0 {
				forms, routes[route] = forms+n, true
			}
		}
	}
	for _, who := range readers {
		if who != "" {
			s.is(who)
		}
		c := crawler{site: s, lang: locale.Chinese, who: who, opened: map[string]int{}, seen: map[string]bool{}}
		c.each = func(path string, got answer) { try(who, path, got) }
		c.follow("/?lang=zh")
		c.follow("/my")
	}
	s.outOfTheWay(try)
	t.Logf("%d forms on pages of %d routes", forms, len(routes))
	for _, route := range []string{
		"GET /check", "GET /case/{number}/task/{topic}", "GET /case/{number}/fix", "GET /case/{number}/promise/{slot}", "GET /officer/{number}/letter/{letter}",
		"GET /officer/{number}", "GET /services/{kind}", "GET /requests/{number}", "GET /begin/{matter}", "GET /consent/{code}", "GET /org/edit", "GET /org/mandates/new",
		"GET /register", "GET /rules/{draft}/edit", "GET /admin/lists/{list}/row", "GET /integrity/{id}/contest", "GET /account", "GET /signin",
	} {
		if !routes[route] {
			t.Errorf("no form was met at %s", route)
		}
	}
}

// mustKeep tries the switches of a page: those of the header with all that is typed
// on it, as the page's script sends it, and those beside each of several forms.
func (s *site) mustKeep(who, path, body string) int {
	s.t.Helper()
	read := readForms(s.t, body)
	typed := read.typed()
	if len(typed) == 0 {
		return 0
	}
	button := read.header[0]
	send, main := url.Values{"switch": {button.value}}, slices.IndexFunc(typed, func(f *testForm) bool { return f.id == button.form })
	if main < 0 {
		s.t.Errorf("%s %s: the switch sends %q, which is no form of the page", who, path, button.form)
		return 0
	}
	for i, f := range typed {
		values := f.fill(i)
		if i == main {
			maps.Copy(send, values)
		} else {
			send.Add("carried", f.action+" "+values.Encode())
		}
	}
	s.mustShowTyped(who, path, button.action, send, typed)
	if len(typed) == 1 {
		return 1
	}
	for _, f := range typed {
		if len(f.here) != len(locale.Languages())-1+len(textSizes)-1 {
			s.t.Errorf("%s %s: %d switches beside the form to %s, want one of each setting", who, path, len(f.here), f.action)
			return len(typed)
		}
	}
	f := typed[len(typed)-1]
	alone := maps.Clone(f.values)
	alone.Set("switch", f.here[0].value)
	s.mustShowTyped(who, path, f.here[0].action, alone, []*testForm{f})
	return len(typed)
}

// mustShowTyped sends what a switch sends and looks for what was typed, then changes back.
func (s *site) mustShowTyped(who, path, at string, send url.Values, typed []*testForm) {
	s.t.Helper()
	before := s.events()
	got := s.post(at, send)
	name := who + " " + path
	if s.events() != before {
		s.t.Errorf("%s: the switch wrote an event", name)
	}
	if got.status != http.StatusOK || got.address != at || !strings.Contains(got.body, `<html lang="en-GB"`) {
		s.t.Errorf("%s: status %d at %s, want 200 in English at %s", name, got.status, got.address, at)
	}
	now := readForms(s.t, got.body)
	for _, f := range typed {
		i := slices.IndexFunc(now.forms, f.same)
		if i < 0 {
			s.t.Errorf("%s: the form to %s is gone", name, f.action)
			continue
		}
		for field, want := range f.values {
			if have := now.forms[i].shown()[field]; field != "key" && !slices.Equal(have, want) {
				s.t.Errorf("%s: form to %s: %s shows %q, want %q", name, f.action, field, have, want)
			}
		}
	}
	s.get("/help?lang=zh")
}

func (s *site) events() int64 {
	s.t.Helper()
	n, err := s.server.Window.DB.CountEvents(s.t.Context(), store.EventFilter{})
	must(s.t, err)
	return n
}

// looksLike are the fields of a page's forms, without the numbers in their names.
func looksLike(t *testing.T, body string) string {
	t.Helper()
	names := map[string]bool{}
	for _, f := range readForms(t, body).typed() {
		for _, i := range f.fields {
			names[strings.TrimRight(i.name, "0123456789-")] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(names)), " ")
}

// outOfTheWay opens pages to which no link of the story leads: they come with an act.
func (s *site) outOfTheWay(try func(who people.PartyID, path string, got answer)) {
	s.t.Helper()
	w, ctx := s.server.Window, s.t.Context()
	see := func(who people.PartyID, paths ...string) {
		for _, path := range paths {
			s.get("/help?lang=zh")
			got := s.get(path)
			if got.status != http.StatusOK {
				s.t.Errorf("%s: %s has status %d", who, path, got.status)
			}
			try(who, path, got)
		}
	}

	s.is("policy-zhou")
	began := s.post("/rules/cn-370000-2023/begin", url.Values{"key": {"begin"}}).address
	see("policy-zhou", began, began+"?part=S4", began+"?part=pack", strings.TrimSuffix(began, "edit")+"try", strings.TrimSuffix(began, "edit")+"publish")

	clerk := mustWho(s.t, "officer-zhang")
	c, slot := s.submittedCase(s.t, "officer-zhang")
	item := casefile.CorrectionItem{Slot: slot.ID, Fault: "The stamp is missing.", Fix: "Stamp it."}
	due := s.server.today().AddDays(14)
	c, err := w.AskCorrection(ctx, office.Write{Who: clerk, Number: c.Number, Seen: c.Version, Key: "fix"}, casefile.CorrectionRequested{Due: due, Again: "x", Items: []casefile.CorrectionItem{item}})
	must(s.t, err)
	s.is(c.Handlers[0])
	see(c.Handlers[0], "/case/"+string(c.Number)+"/fix")

	hr := mustWho(s.t, "hr-ur")
	c, err = w.Open(ctx, office.Opening{Who: hr, Key: "u5", Matter: "part-time-urumqi", Place: "650100", Employer: "ur-storage", Foreigner: "weber"})
	must(s.t, err)
	c, err = w.Save(ctx, office.Write{Who: hr, Number: c.Number, Seen: c.Version, Key: "save"}, map[string]json.RawMessage{"part_time.kind": json.RawMessage(`"work"`)})
	must(s.t, err)
	s.is("hr-ur")
	ask := "/case/" + string(c.Number) + "/consent/main-employer/ask"
	see("hr-ur", ask, "/services/housing?place=650100")
	asked := s.post(ask, url.Values{"seen": {strconv.Itoa(c.Version)}, "key": {"ask"}, "who": {"other"}, "name": {"Example Institute"}, "code": {"91350100M000100Y43"}})
	link := regexp.MustCompile(`/consent/[A-Z0-9-]+`).FindString(asked.body)
	s.post("/signout", nil)
	see("", link)

	hr = mustWho(s.t, "hr-liu")
	rows, _, err := w.Cases(ctx, hr, office.CaseFilter{Text: "BROWN"})
	must(s.t, err)
	brown, err := rows[0].Folded()
	must(s.t, err)
	c, err = w.Open(ctx, office.Opening{Who: hr, Key: "brown", Matter: brown.Matter, Place: brown.Place, Employer: brown.Employer, Foreigner: brown.Foreigner})
	must(s.t, err)
	c, err = w.Save(ctx, office.Write{Who: hr, Number: c.Number, Seen: c.Version, Key: "brown-1"}, brown.Answers)
	must(s.t, err)
	c, err = w.Refresh(ctx, office.Write{Who: hr, Number: c.Number, Seen: c.Version, Key: "brown-2"})
	must(s.t, err)
	promised := slices.IndexFunc(c.Slots, func(slot casefile.Slot) bool { return slot.Treatment == casefile.ByCommitment })
	if promised < 0 {
		s.t.Fatal("the draft has no paper that can be promised")
	}
	s.is("hr-liu")
	see("hr-liu", "/case/"+string(c.Number)+"/promise/"+string(c.Slots[promised].ID))
}

// TestSwitch_ofAnAnswer: a page that answers a form with an error is switched at the
// page's own address, also after a second error; a password is never written back,
// and a file is asked for again.
func TestSwitch_ofAnAnswer(t *testing.T) {
	s, _ := newDemoSite(t)
	anna := s.numberOf(t, "officer-ur", "OBRAZTSOVA")
	s.is("officer-ur")
	page := "/officer/" + anna + "?tab=messages"
	form := url.Values{"seen": {strconv.Itoa(s.version(anna))}, "key": {"note"}, "back": {page}}
	r, err := http.NewRequest(http.MethodPost, s.url+"/officer/"+anna+"/message", strings.NewReader(form.Encode()))
	must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Referer", s.url+page)
	first := s.do(r)
	form.Set(shownAtField, page)
	for name, got := range map[string]answer{"with a referer": first, "with the address in the form": s.post("/officer/"+anna+"/message", form)} {
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `formaction="`+page+`"`) || !strings.Contains(got.body, `name="shown-at" value="`+page+`"`) {
			t.Errorf("%s: status %d, or the switch leads away from %s", name, got.status, page)
		}
	}
	form.Set("text", "Please come on Tuesday.")
	form.Set(switchField, "lang=zh&form=/officer/"+anna+"/message")
	if got := s.post(page, form); got.status != http.StatusOK || got.address != page || !strings.Contains(got.body, ">\nPlease come on Tuesday.</textarea>") {
		t.Errorf("after the switch: status %d at %s", got.status, got.address)
	}

	s.post("/signout", nil)
	got := s.post("/signin", url.Values{"next": {""}, "login": {"li@example.org"}, "password": {"secret words"}, switchField: {"size=133&form=/signin"}})
	if got.status != http.StatusOK || strings.Contains(got.body, "secret words") || !strings.Contains(got.body, `value="li@example.org"`) || !strings.Contains(got.body, `data-size="133"`) {
		t.Errorf("signing in: status %d, the name is lost or the password is there", got.status)
	}
	asked := readForms(t, s.get("/papers?lang=en").body)
	if len(asked.header) == 0 || asked.header[0].action != "/papers" || asked.header[0].value != "form=%2Fpapers&lang=zh" {
		t.Errorf("a form of several questions that is sent by GET has the switches %+v", asked.header)
	}
	s.is("policy-zhou")
	got = s.post("/rules/new", url.Values{"archive": {"city.zip"}, "note": {"half"}, switchField: {"lang=zh&form=/rules/new"}})
	if got.status != http.StatusOK || !strings.Contains(got.body, "请重新选择文件city.zip") || !strings.Contains(got.body, "half</textarea>") {
		t.Errorf("an upload: status %d, want the file asked for again and the note kept\n%s", got.status, mainOf(got.body))
	}
}
