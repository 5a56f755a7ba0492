package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/office"
	"yichuang/people"
)

// numberOf is the number of the story's case of a person.
func (s *site) numberOf(t *testing.T, account people.PartyID, name string) string {
	t.Helper()
	who, err := readStory(t).Who(account)
	must(t, err)
	rows, _, err := s.server.Window.Cases(t.Context(), who, office.CaseFilter{Text: name})
	must(t, err)
	if len(rows) == 0 {
		t.Fatalf("%s sees no case of %s", account, name)
	}
	return rows[0].Number
}

// mustShow wants a whole page with the words, in both languages.
func (s *site) mustShow(t *testing.T, path string, words ...string) {
	t.Helper()
	for _, lang := range []string{"zh", "en"} {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		got := s.get(path + sep + "lang=" + lang)
		if got.status != http.StatusOK {
			t.Errorf("%s %s: status %d\n%s", lang, path, got.status, mainOf(got.body))
			continue
		}
		mustBeWhole(t, lang+" "+path, got.body)
		for _, word := range words {
			if lang == "en" && !strings.Contains(got.body, word) && !strings.Contains(mainOf(got.body), word) {
				t.Errorf("%s lacks %q", path, word)
			}
		}
	}
}

// TestDesk_pages: every page of the authorities' side, as each role meets it.
func TestDesk_pages(t *testing.T) {
	s, _ := newDemoSite(t)
	tanaka := s.numberOf(t, "officer-zhang", "SAMPLE Tanaka")
	aigul := s.numberOf(t, "clerk-ur", "SAMPLEBEK")
	anna := s.numberOf(t, "officer-ur", "OBRAZTSOVA")

	s.is("clerk-ur")
	s.mustShow(t, "/desk", "Scan or type", "SAMPLEBEK", "Nobody has booked for today.")
	s.mustShow(t, "/desk?q=nobody", "Nothing found for “nobody”")
	s.mustShow(t, "/desk/new", "Unified social credit code")
	s.mustShow(t, "/desk/"+aigul+"/intake", "Record all ticks", "Not yet: these papers", "Not needed")
	for _, q := range []string{aigul, strings.ToLower(strings.ReplaceAll(aigul, "-", "")), "DEMO80017", "Aigul"} {
		if got := s.get("/desk?q=" + url.QueryEscape(q)); !strings.HasPrefix(got.address, "/desk/"+aigul+"/intake") {
			t.Errorf("the desk finds by %q: %s, want the case's intake", q, got.address)
		}
	}

	s.is("officer-zhang")
	s.mustShow(t, "/officer", "SAMPLE Tanaka", "Due today")
	for _, tab := range workTabs {
		s.mustShow(t, "/officer?tab="+tab)
	}
	s.mustShow(t, "/officer?tab=team", "late", "EXAMPLE-SMITH")
	if got := s.get("/officer?tab=team&format=csv"); !strings.HasPrefix(got.header.Get("Content-Type"), "text/csv") || !strings.Contains(got.body, "EXAMPLE-SMITH") {
		t.Errorf("the worklist as CSV: %s\n%s", got.header.Get("Content-Type"), got.body)
	}
	for _, tab := range fileTabs {
		s.mustShow(t, "/officer/"+tanaka+"?tab="+tab, "Who handles it")
	}
	s.mustShow(t, "/officer/"+tanaka, "Said on the form", "points")
	s.mustShow(t, "/officer/"+tanaka+"/condition/limit:experience", "decided", "Work experience")
	for _, kind := range []casefile.LetterKind{casefile.GrantLetter, casefile.RefusalLetter, casefile.PauseLetter, casefile.ExtensionLetter} {
		s.mustShow(t, "/officer/"+tanaka+"/letter/"+string(kind)+"?track=permit", "Show the letter")
	}
	s.mustShow(t, "/permits?q=nobody", "No permit fits.")

	s.is("officer-ur")
	s.mustShow(t, "/officer/"+aigul+"/letter/not-accepted", "Right office")
	s.is("clerk-ur")
	s.mustShow(t, "/desk/"+aigul+"/intake", "accepted by law from the day of receipt")
	s.is("approver-ur")
	s.mustShow(t, "/approve", "Nothing waits for your signature.")
	s.is("approver-zhao")
	s.mustShow(t, "/approve", "EXAMPLE-BRANDT")
	s.mustShow(t, "/approve/"+s.numberOf(t, "officer-zhang", "EXAMPLE-BRANDT"), "Letter: Work permit", "60日内申请行政复议", "30分")
	s.is("officer-zhang")
	mustRest(t, s, "/officer/"+tanaka+"/letter/grant?track=permit", "外国人来华工作分类标准（试行）B类·计点积分", "山东措施三（二）", "日本")
	s.is("approver-zhao")
	s.is("police-ur")
	for _, tab := range policeTabs {
		s.mustShow(t, "/police?tab="+tab)
	}
	s.mustShow(t, "/police/"+anna, "Pay and papers about it are not shown", "not decided yet")
	s.is("hr-wang")
	s.mustShow(t, "/permits")
}

// TestFile_history: papers checked in a row are one entry with their names, on the
// case file and where it is signed.
func TestFile_history(t *testing.T) {
	s, _ := newDemoSite(t)
	number := s.numberOf(t, "approver-zhao", "EXAMPLE-BRANDT")
	s.is("approver-zhao")
	for _, path := range []string{"/approve/" + number, "/officer/" + number + "?tab=history"} {
		s.mustShow(t, path, ": checked ", "papers</div>")
		got := s.get(path + "&lang=en")
		if path[1] == 'a' {
			got = s.get(path + "?lang=en")
		}
		if n := strings.Count(got.body, "checked a paper") + strings.Count(got.body, ": checked "); n != 1 {
			t.Errorf("%s tells %d times of papers that one person checked in a row", path, n)
		}
	}
}

// TestFile_messages: the tab shows what the acts told by themselves beside what
// people wrote, to whom and what became of it, and takes a message.
func TestFile_messages(t *testing.T) {
	s, _ := newDemoSite(t)
	anna := s.numberOf(t, "officer-ur", "OBRAZTSOVA")
	s.is("officer-ur")
	s.mustShow(t, "/officer/"+anna+"?tab=messages", "sent by the system", "To the foreigner: OBRAZTSOVA-EXAMPLE Anna", "To the employer’s handler: 马", "Waiting")
	if got := s.get("/officer/" + anna + "?tab=messages&lang=en"); strings.Contains(mainOf(got.body), "马样例") {
		t.Error("a handler of the employer is named in full")
	}
	form := url.Values{"seen": {strconv.Itoa(s.version(anna))}, "key": {"note"}, "text": {"Please come on Tuesday."}, "back": {"/officer/" + anna + "?tab=messages"}}
	if got := s.post("/officer/"+anna+"/message", form); got.status != http.StatusOK || strings.Count(got.body, "Please come on Tuesday.") != 1 {
		t.Errorf("after a message: status %d\n%s", got.status, mainOf(got.body))
	}
	form.Set("seen", strconv.Itoa(s.version(anna)))
	form.Set("key", "second note")
	form.Set("text", "Bring the passport.")
	s.post("/officer/"+anna+"/message", form) // in the same moment: the clock stands
	if _, before, _ := strings.Cut(mainOf(s.get("/officer/"+anna+"?tab=messages").body), "Bring the passport."); !strings.Contains(before, "Please come on Tuesday.") {
		t.Error("of two messages of one moment the older stands first")
	}
	s.is("supervisor-chen")
	tanaka := s.numberOf(t, "officer-zhang", "SAMPLE Tanaka")
	if got := s.get("/officer/" + tanaka + "?tab=messages&lang=en"); got.status != http.StatusOK || strings.Contains(got.body, "sent by the system") {
		t.Errorf("the supervisor: status %d, or reads what was told", got.status)
	}
}

// TestFile_decision: a refusal lacks nothing before it can be drafted; the letter
// is looked at as it would be issued; the approver reads what differs first; the
// drafter cannot sign.
func TestFile_decision(t *testing.T) {
	s, _ := newDemoSite(t)
	number := s.numberOf(t, "officer-zhang", "SAMPLE Tanaka")
	at := "/officer/" + number
	seen := func() string {
		who, err := readStory(t).Who("officer-zhang")
		must(t, err)
		c, err := s.server.Window.Case(t.Context(), who, casefile.CaseNumber(number))
		must(t, err)
		return strconv.Itoa(c.Version)
	}
	s.is("officer-zhang")
	form := url.Values{"seen": {seen()}, "key": {"refuse"}, "track": {"permit"}, "do": {"issue"}}
	got := s.post(at+"/letter/refusal?lang=en", form)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Give the reason.") || strings.Contains(got.body, `value="issue"`) {
		t.Errorf("a bare refusal: status %d, want 422, the fault, and nothing to issue with", got.status)
	}
	if strings.Contains(got.body, `id="until"`) || !strings.Contains(got.body, `id="facts"`) {
		t.Error("a refusal asks for a term, or not for what was established")
	}
	if grant := s.get(at + "/letter/grant?track=permit"); strings.Contains(grant.body, `id="facts"`) || !strings.Contains(grant.body, `id="until"`) {
		t.Error("a grant asks for what was established, or not for its term")
	}
	form.Set("reason", "The papers do not prove eight years of work.")
	form.Set("facts", "The employer's letter covers three years.")
	if got = s.post(at+"/letter/refusal", form); !strings.Contains(got.body, "cites no clause in force") {
		t.Errorf("a refusal without a clause: status %d", got.status)
	}
	form.Set("clauses", "cn-2017/B-experience")
	form.Set("do", "preview")
	if got = s.post(at+"/letter/refusal", form); got.status != http.StatusOK || !strings.Contains(got.body, "不予行政许可决定书") || !strings.Contains(got.body, "60日内申请行政复议") || !strings.Contains(got.body, "three years") {
		t.Errorf("the refusal as it would be issued: status %d\n%s", got.status, mainOf(got.body))
	}
	mustBeWhole(t, "letter desk", got.body)
	find := url.Values{"seen": {seen()}, "key": {"find"}, "condition": {"limit:experience"}, "found": {"not-met"}, "usual": {"The papers do not prove it"}, "reason": {"three years only"}, "computed": {"not-met"}}
	if got = s.post(at+"/find", find); got.status != http.StatusOK {
		t.Fatalf("finding: status %d\n%s", got.status, mainOf(got.body))
	}
	form.Set("seen", seen())
	form.Set("do", "issue")
	form.Set("key", "refuse-2")
	if got = s.post(at+"/letter/refusal", form); got.status != http.StatusOK || !strings.Contains(got.body, "Waiting for approval") {
		t.Fatalf("the draft: status %d\n%s", got.status, mainOf(got.body))
	}
	if got = s.get("/approve"); got.status != http.StatusForbidden {
		t.Errorf("the drafter's list to sign: status %d, want 403", got.status)
	}
	s.is("approver-zhao")
	s.mustShow(t, "/approve", number, "Refuse")
	s.mustShow(t, "/approve/"+number, "Found otherwise than computed", "three years only", "Agree and sign")
	back := url.Values{"seen": {seen()}, "key": {"back"}, "track": {"permit"}, "back": {"/approve/" + number}}
	if got = s.post(at+"/send-back", back); got.status != http.StatusUnprocessableEntity && got.status != http.StatusBadRequest || !strings.Contains(got.body, "Agree and sign") {
		t.Errorf("sent back without a word: status %d, want the short file with the fault", got.status)
	}
	sign := url.Values{"seen": {seen()}, "key": {"sign"}, "track": {"permit"}}
	if got = s.post(at+"/approve", sign); got.status != http.StatusOK || !strings.Contains(got.body, "Refused") {
		t.Errorf("signing: status %d", got.status)
	}
}

// TestFile_agree: met rows are agreed with at once only after they were opened.
func TestFile_agree(t *testing.T) {
	s, _ := newDemoSite(t)
	number := s.numberOf(t, "officer-zhang", "SAMPLE Tanaka")
	who, err := readStory(t).Who("officer-zhang")
	must(t, err)
	agree := func(key string) answer {
		c, err := s.server.Window.Case(t.Context(), who, casefile.CaseNumber(number))
		must(t, err)
		return s.post("/officer/"+number+"/agree", url.Values{"seen": {strconv.Itoa(c.Version)}, "key": {key}})
	}
	s.is("officer-zhang")
	if got := agree("unopened"); got.status == http.StatusOK || !strings.Contains(got.body, "open the met rows first") {
		t.Errorf("unopened rows were agreed with: status %d", got.status)
	}
	s.get("/officer/" + number + "/condition/ground:points")
	if got := agree("opened"); got.status != http.StatusOK {
		t.Errorf("the opened row: status %d\n%s", got.status, mainOf(got.body))
	}
	c, err := s.server.Window.Case(t.Context(), who, casefile.CaseNumber(number))
	must(t, err)
	if len(c.Findings) != 1 || c.Findings[0].Condition != "ground:points" || c.Findings[0].Found != "met" {
		t.Errorf("got findings %+v, want the one row that was opened", c.Findings)
	}
}

// TestFile_reveal: the number stands in full on the page that asked for it, and
// nowhere after.
func TestFile_reveal(t *testing.T) {
	s, _ := newDemoSite(t)
	number := s.numberOf(t, "officer-ur", "OBRAZTSOVA")
	s.is("officer-ur")
	page := s.get("/officer/" + number)
	if strings.Contains(page.body, "DEMO73651") || !strings.Contains(page.body, "3651") {
		t.Error("the passport is not masked")
	}
	who, err := readStory(t).Who("officer-ur")
	must(t, err)
	c, err := s.server.Window.Case(t.Context(), who, casefile.CaseNumber(number))
	must(t, err)
	got := s.post("/officer/"+number+"/reveal", url.Values{"seen": {strconv.Itoa(c.Version)}, "key": {"look"}})
	if got.status != http.StatusOK || !strings.Contains(got.body, "DEMO73651") {
		t.Errorf("status %d, want the number once", got.status)
	}
	if again := s.get("/officer/" + number + "?tab=history"); strings.Contains(again.body, "DEMO73651") || !strings.Contains(again.body, "looked at an identifier") {
		t.Error("want the number gone and the look in the history")
	}
}

// mainOf is what a page says, for a failure's message.
func mainOf(body string) string {
	_, body, _ = strings.Cut(body, `<main`)
	body, _, _ = strings.Cut(body, `</main>`)
	var out strings.Builder
	in := false
	for _, r := range body {
		switch {
		case r == '<':
			in = true
		case r == '>':
			in = false
		case !in:
			out.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// mustRest reads the draft of a grant: it names the clauses of ground and term and
// the country, and the limits of time are no basis of it.
func mustRest(t *testing.T, s *site, path string, want ...string) {
	t.Helper()
	got := mainOf(s.get(path + "&lang=en").body)
	for _, text := range want {
		if !strings.Contains(got, text) {
			t.Errorf("%s does not say %q", path, text)
		}
	}
	if strings.Contains(got, "行政许可法第44条") {
		t.Error("a time limit is the basis of a grant")
	}
}
