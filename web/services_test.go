package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/office"
	"yichuang/people"
)

// TestServices_byPlaceAndDay: what is offered at a place on a day, in both
// languages; where nothing is, the page says since when and what the national
// rules give, and offers no way to ask.
func TestServices_byPlaceAndDay(t *testing.T) {
	for _, c := range []struct {
		place, day, lang string
		has, not         []string
	}{
		{"650100", "2026-04-27", "en", []string{"Housing", "Policy questions", "Legal aid", "Schooling", "Ends", "Answered within 7 working days", "International medical departments"}, []string{"Ended on", "Permanent residence"}},
		{"650100", "2026-06-17", "en", []string{"Housing"}, []string{"Ended on"}},
		{"650100", "2026-06-18", "en", []string{"Not offered in", "Ended on Wed 17 June 2026", "Rent on the market"}, []string{"Answered within"}},
		{"650100", "2026-06-18", "zh", []string{"目前不提供", "已于2026年6月17日（周三）结束", "请在市场租房"}, nil},
		{"370200", "2026-04-27", "en", []string{"Guidance for a domestic tech company", "No measure here", "Rent on the market"}, nil},
		{"370200", "2026-04-27", "zh", []string{"科技型企业登记指导", "当地无此措施"}, nil},
		{"110000", "2026-04-27", "en", []string{"Foreign Investment Law", "No measure here"}, []string{"Answered within"}},
	} {
		now, err := time.Parse("2006-01-02 15:04", c.day+" 01:00")
		must(t, err)
		s := newStorySite(t, &inForceCopy)
		s.server.Now = func() time.Time { return now }
		s.server.Window.Clock = s.server.Now
		got := s.get("/services?lang=" + c.lang + "&place=" + c.place)
		if got.status != http.StatusOK {
			t.Fatalf("%+v: status %d", c, got.status)
		}
		mustBeWhole(t, "/services", got.body)
		for _, want := range c.has {
			if !strings.Contains(got.body, want) {
				t.Errorf("%s %s %s: no %q", c.place, c.day, c.lang, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(got.body, not) {
				t.Errorf("%s %s %s: has %q", c.place, c.day, c.lang, not)
			}
		}
		for _, m := range s.server.Window.Services() {
			page := s.get("/services/" + string(m.ID) + "?place=" + c.place)
			mustBeWhole(t, string(m.ID), page.body)
			open := s.server.Window.Law().Standing(m, people.PlaceCode(c.place), s.server.today()).Open && m.OfferedAt(people.PlaceCode(c.place))
			if asks := strings.Contains(page.body, "/signin?next="); asks != open {
				t.Errorf("%s at %s on %s: a way to ask %t, want %t", m.ID, c.place, c.day, asks, open)
			}
		}
	}
}

var inForceCopy = inForce

// TestServices_nobodyOpensWhatEnded: the form of a page from before is refused
// with the day, whoever sends it.
func TestServices_nobodyOpensWhatEnded(t *testing.T) {
	s, _ := newDemoSite(t)
	after := time.Date(2026, time.June, 18, 1, 0, 0, 0, time.UTC)
	s.is("holm-account")
	s.server.Now = func() time.Time { return after }
	s.server.Window.Clock = s.server.Now
	s.is("holm-account")
	got := s.post("/services/housing", url.Values{"key": {"old form"}, "place": {"650100"}})
	if got.status != http.StatusConflict || !strings.Contains(got.body, "17 June 2026") {
		t.Errorf("status %d, want 409 with the day\n%s", got.status, got.body)
	}
	if rows, _, err := s.server.Window.Cases(t.Context(), mustWho(t, "holm-account"), office.CaseFilter{Matters: []string{"housing"}}); err != nil || len(rows) != 0 {
		t.Errorf("a request was opened: %v, %v", rows, err)
	}
}

func mustWho(t *testing.T, account people.PartyID) people.Who {
	t.Helper()
	who, err := readStory(t).Who(account)
	must(t, err)
	return who
}

// TestServices_whoAsks: the page offers the form to those who may ask, and says
// why to others.
func TestServices_whoAsks(t *testing.T) {
	s, _ := newDemoSite(t)
	for account, c := range map[people.PartyID]struct {
		path string
		has  string
	}{
		"holm-account": {"/services/housing?place=650100", `action="/services/housing"`},
		"hr-ur":        {"/services/housing?place=650100", `name="foreigner"`},
		"agent-sun":    {"/services/consultation?place=650100", `name="employer"`},
		"housing-tan":  {"/services/housing?place=650100", "Your role cannot"},
		"kim-account":  {"/services/programme?place=650100", "Your role cannot"},
	} {
		s.is(account)
		got := s.get(c.path)
		if got.status != http.StatusOK || !strings.Contains(got.body, c.has) {
			t.Errorf("%s at %s: status %d, no %q", account, c.path, got.status, c.has)
		}
		mustBeWhole(t, string(account), got.body)
	}
	s.is("holm-account")
	if got := s.post("/services/programme", url.Values{"key": {"k"}, "place": {"650100"}}); got.status != http.StatusForbidden {
		t.Errorf("a foreigner registers interest without the employer: status %d", got.status)
	}
	if got := s.post("/services/work-permit-first", url.Values{"key": {"k2"}, "place": {"650100"}}); got.status != http.StatusNotFound {
		t.Errorf("a permit as a service: status %d", got.status)
	}
}

// TestRights_requests tries every account at every route of every request: one
// outside the scope is not found and shows nothing.
func TestRights_requests(t *testing.T) {
	s, story := newDemoSite(t)
	names := map[string]string{}
	for _, asker := range []people.PartyID{"holm-account", "patel-account"} {
		who := mustWho(t, asker)
		rows, _, err := s.server.Window.Cases(t.Context(), who, office.CaseFilter{})
		must(t, err)
		for _, row := range rows {
			name, err := s.server.Window.PartyName(t.Context(), people.PartyID(row.Foreigner))
			must(t, err)
			names[row.Number] = name
		}
	}
	if len(names) != 2 {
		t.Fatalf("the story has %d requests, want 2", len(names))
	}
	closed, open := 0, 0
	for _, account := range story.Accounts {
		s.is(account.ID)
		who := mustWho(t, account.ID)
		lists := s.get("/requests").body + s.get("/requests?tab=done").body + s.get("/requests?format=csv").body
		for number, name := range names {
			if _, err := s.server.Window.Case(t.Context(), who, casefile.CaseNumber(number)); err == nil {
				if who.Role != people.Supervisor && who.Role != people.IntegrityOfficer { // they watch every case of their places
					open++
				}
				page := s.get("/requests/" + number)
				if page.status != http.StatusOK || !strings.Contains(page.body, name) {
					t.Errorf("%s reads %s: status %d", account.ID, number, page.status)
				}
				mustBeWhole(t, number, page.body)
				continue
			}
			closed++
			if strings.Contains(lists, number) {
				t.Errorf("%s: a list shows %s", account.ID, number)
			}
			s.mustHide(account.ID, "/requests/"+number, foreign{person: name, passport: "no passport"}, s.get("/requests/"+number))
			for act := range requestActs {
				form := url.Values{"seen": {"1"}, "key": {act + string(account.ID)}, "text": {"-"}, "due": {"2026-05-20"}, "stars": {"1"}, "track": {"service"}, "outcome": {"fulfilled"}, "slot": {"child-identity"}, "state": {"seen"}}
				s.mustHide(account.ID, "/requests/"+number+"/"+act, foreign{person: name, passport: "no passport"}, s.post("/requests/"+number+"/"+act, form))
			}
		}
	}
	if closed < 50 || open != 4 {
		t.Errorf("%d foreign pairs tried, %d own; want at least 50 and the two askers with their two desks", closed, open)
	}
}

// TestRequest_acts: a desk takes a request up, asks, is answered and answers; a
// double click is one act, an empty text is refused with the page, and what was
// typed comes back.
func TestRequest_acts(t *testing.T) {
	s, _ := newDemoSite(t)
	desk, asker := mustWho(t, "desk-shen"), mustWho(t, "patel-account")
	rows, _, err := s.server.Window.Cases(t.Context(), desk, office.CaseFilter{})
	must(t, err)
	number := rows[0].Number
	state := func() casefile.Case {
		c, err := s.server.Window.Case(t.Context(), asker, casefile.CaseNumber(number))
		must(t, err)
		return c
	}
	do := func(act string, want int, form url.Values) answer {
		t.Helper()
		form.Set("seen", strconv.Itoa(state().Version))
		form.Set("key", act+strconv.Itoa(state().Version))
		form.Set("track", "service")
		got := s.post("/requests/"+number+"/"+act, form)
		if got.status != want {
			t.Fatalf("%s: status %d, want %d\n%s", act, got.status, want, got.body)
		}
		mustBeWhole(t, act, got.body)
		return got
	}
	s.is("desk-shen")
	before := state().Version
	twice := url.Values{"seen": {strconv.Itoa(before)}, "key": {"one"}, "track": {"service"}}
	for range 2 {
		if got := s.post("/requests/"+number+"/accept", twice); got.status != http.StatusOK {
			t.Fatalf("accept: status %d\n%s", got.status, got.body)
		}
	}
	do("take", http.StatusOK, url.Values{})
	if got := state().Tracks[0].Assigned; got != "desk-shen" {
		t.Errorf("got assigned %q", got)
	}
	do("message", http.StatusUnprocessableEntity, url.Values{"text": {"  "}})
	do("ask", http.StatusUnprocessableEntity, url.Values{"text": {"Which fund do you pay into?"}, "due": {"soon"}})
	do("ask", http.StatusOK, url.Values{"text": {"Which fund do you pay into?"}, "due": {"2026-05-12"}})
	if got := state().Label(); got != casefile.LabelCorrection {
		t.Errorf("got label %s, want the clock stopped", got)
	}
	kept := do("conclude", http.StatusConflict, url.Values{"outcome": {"fulfilled"}, "service.own.answer": {"Bring your card."}})
	if !strings.Contains(kept.body, "Bring your card.") {
		t.Error("what was typed is lost")
	}
	s.is("patel-account")
	reply := url.Values{"text": {"The city's fund."}}
	asked := state().Version
	do("reply", http.StatusOK, reply)
	if got := s.post("/requests/"+number+"/reply", reply); got.status != http.StatusOK || state().Version != asked+2 {
		t.Errorf("a reply sent twice: status %d and %d events, want one answer with its words", got.status, state().Version-asked)
	}
	page := s.get("/requests/" + number)
	for _, want := range []string{"Which fund do you pay into?", "The city&#39;s fund.", "沈示范"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the conversation has no %q", want)
		}
	}
	s.is("desk-shen")
	do("conclude", http.StatusUnprocessableEntity, url.Values{"outcome": {"fulfilled"}})
	do("conclude", http.StatusOK, url.Values{"outcome": {"fulfilled"}, "service.own.answer": {"Bring your card and the contract."}})
	s.is("patel-account")
	if page = s.get("/requests/" + number); !strings.Contains(page.body, "Bring your card and the contract.") {
		t.Error("the asker does not read the answer")
	}
	do("rate", http.StatusUnprocessableEntity, url.Values{})
	do("rate", http.StatusOK, url.Values{"stars": {"5"}, "words": {"quick"}})
}

// TestLists_rights: who sees which list page, and that others see none.
func TestLists_rights(t *testing.T) {
	s, story := newDemoSite(t)
	pages := []string{"", "/row", "/row?id=1", "/import", "/history", "/remove?id=1"}
	for _, account := range story.Accounts {
		s.is(account.ID)
		every := account.Roles[0] == people.PolicyStaff || account.Roles[0] == people.Administrator
		may := map[string][]people.PartyID{
			"housing-stock": {"housing-tan", "housing-du"}, "schools": {"school-ren"}, "high-level-universities": {},
		}
		for list, keepers := range may {
			place := "650100"
			if list == "high-level-universities" {
				place = "CN"
			}
			for _, page := range pages {
				path := "/admin/lists/" + list + page
				path += map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "place=" + place
				got := s.get(path)
				if allowed := every || slices.Contains(keepers, account.ID); (got.status == http.StatusOK && !strings.HasPrefix(got.address, "/role")) != allowed {
					t.Errorf("%s at %s: status %d, allowed %t", account.ID, path, got.status, allowed)
				} else if allowed {
					mustBeWhole(t, path, got.body)
				}
			}
		}
	}
	s.is("holm-account")
	if got := s.get("/lists/housing-stock?place=650100"); got.status != http.StatusNotFound {
		t.Errorf("a list that is not public: status %d", got.status)
	}
	if got := s.get("/lists/hospitals?place=650100&q=chinese"); got.status != http.StatusOK || !strings.Contains(got.body, "Hospital of Chinese Medicine") || strings.Contains(got.body, "Demo First Hospital") {
		t.Errorf("searching the hospitals: status %d", got.status)
	}
}

// TestLists_edit: an entry is added and changed, a stale form and a wrong cell
// are refused with what was typed, a file replaces the list or names its lines.
func TestLists_edit(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("housing-tan")
	const list = "/admin/lists/housing-stock"
	row := url.Values{"seen": {"1"}, "source": {"May list"}, "name.zh": {"示范苑9-901"}, "name.en": {"Demo Court 9-901"}, "district.zh": {"新市区"}, "district.en": {"Xinshi"}, "size": {"70"}, "market-rent": {"cheap"}}
	got := s.post(list+"/row?place=650100", row)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `value="cheap"`) || !strings.Contains(got.body, `href="#market-rent"`) {
		t.Errorf("a wrong rent: status %d, want the form back with what was typed", got.status)
	}
	row.Set("market-rent", "3,000")
	row.Set("key", "one form")
	for range 2 {
		if got = s.post(list+"/row?place=650100", row); got.status != http.StatusOK || strings.Count(got.body, "Demo Court 9-901") != 1 {
			t.Fatalf("status %d; want the flat once, however often the button is pressed\n%s", got.status, got.body)
		}
	}
	row.Set("key", "another form")
	row.Set("name.en", "Another")
	if got = s.post(list+"/row?place=650100", row); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Somebody else changed") || !strings.Contains(got.body, "Another") {
		t.Errorf("a stale form: status %d", got.status)
	}
	csv := s.get(list + "?place=650100&format=csv")
	if !strings.HasPrefix(csv.body, "id,name.zh,name.en") || !strings.Contains(csv.body, "Demo Court 9-901") {
		t.Fatalf("got file\n%s", csv.body)
	}
	if got = s.upload(list+"/import?place=650100", map[string]string{"seen": "2", "source": "file"}, strings.Replace(csv.body, "3000", "much", 1)); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Line 5, market-rent") {
		t.Errorf("a file with a wrong line: status %d\n%s", got.status, got.body)
	}
	if got = s.upload(list+"/import?place=650100", map[string]string{"seen": "2", "source": "file"}, strings.Replace(csv.body, "3000", "3100", 1)); got.status != http.StatusOK || !strings.Contains(got.body, "3,100") {
		t.Errorf("a good file: status %d\n%s", got.status, got.body)
	}
	if got = s.post(list+"/remove?place=650100", url.Values{"id": {"4"}, "seen": {"3"}, "source": {"sold"}}); got.status != http.StatusOK || strings.Contains(got.body, "Demo Court 9-901") {
		t.Errorf("taking it off: status %d", got.status)
	}
	history := s.get(list + "/history?place=650100")
	if got := len(regexp.MustCompile(`<tr><th scope="row">`).FindAllString(history.body, -1)); got != 4 || !strings.Contains(history.body, "谭示范") {
		t.Errorf("the history has %d editions, want 4 with who made them", got)
	}
}

// upload sends a form with a CSV file.
func (s *site) upload(path string, fields map[string]string, content string) answer {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		must(s.t, form.WriteField(name, value))
	}
	file, err := form.CreateFormFile("file", "list.csv")
	must(s.t, err)
	_, err = file.Write([]byte(content))
	must(s.t, err)
	must(s.t, form.Close())
	r, err := http.NewRequest(http.MethodPost, s.url+path, &body)
	must(s.t, err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return s.do(r)
}

// TestProgrammes: calls by their dates, fit for the reader's class, and who has
// registered interest for the talent office alone.
func TestProgrammes(t *testing.T) {
	s, _ := newDemoSite(t)
	for account, c := range map[people.PartyID]struct{ has, not []string }{
		"holm-account":  {[]string{"You hold a work permit of class A", "Open until Fri 15 May 2026", "Opens on Wed 6 May 2026", "Closed on Fri 24 April 2026", "Open to your class A"}, []string{"Register interest<"}},
		"patel-account": {[]string{"class B", "Not open to class B"}, nil},
		"kim-account":   {[]string{"We know of no valid work permit"}, []string{"Open to your class"}},
		"hr-ur":         {[]string{"Register interest"}, []string{"Interest registered"}},
		"talent-qiu":    {[]string{"Interest registered: 0"}, []string{"Register interest<"}},
	} {
		s.is(account)
		got := s.get("/programmes?place=650100")
		mustBeWhole(t, string(account), got.body)
		for _, want := range c.has {
			if !strings.Contains(got.body, want) {
				t.Errorf("%s: no %q", account, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(got.body, not) {
				t.Errorf("%s: has %q", account, not)
			}
		}
		if got := s.get("/programmes/1?place=650100"); (got.status == http.StatusOK) != (account == "talent-qiu") {
			t.Errorf("%s reads who is interested: status %d", account, got.status)
		}
	}
}
