package cli

import (
	"strings"
	"testing"

	"yichuang/web/browsertest"
)

// mostTabs is how many stops a page may have before the control that is wanted.
const mostTabs = 60

// tabTo moves the focus forward until the element has it.
func tabTo(t *testing.T, page *browsertest.Page, wanted func(focused string) bool) {
	t.Helper()
	for range mostTabs {
		page.Press(browsertest.Tab)
		if wanted(page.Focused()) {
			return
		}
	}
	t.Fatalf("%s: %d tabs do not reach the control; the focus is on %s", page.Address(), mostTabs, page.Focused())
}

func named(names ...string) func(string) bool {
	return func(focused string) bool {
		for _, name := range names {
			if focused == name {
				return true
			}
		}
		return false
	}
}

// TestCheck_byKeyboardAlone does a self-check with Tab, arrows, letters, Space
// and Enter.
func TestCheck_byKeyboardAlone(t *testing.T) {
	url, _ := portalAt(t, lapsedTime, true)
	page := browsertest.Start(t).Person(t)
	page.Go(url + "/check?lang=en")
	page.Press(browsertest.Tab)
	if text := page.Text(".skip"); text != "Skip to content" {
		t.Errorf("the first stop is %q, want the skip link", text)
	}
	tabTo(t, page, named("answer"))
	for _, key := range "Qingdao" {
		page.Press(string(key))
	}
	tabTo(t, page, func(string) bool { return page.Has("main button[value=continue]:focus") })
	page.PressInto(browsertest.Enter)
	for range mostQuestions {
		if strings.HasSuffix(page.Address(), "/check/result") {
			break
		}
		answerByKeyboard(t, page)
	}
	if got := page.Text(".panel .sentence"); !strings.Contains(got, "class B") {
		t.Errorf("the result is %q, want class B", got)
	}
	tabTo(t, page, func(string) bool { return page.Has("summary:focus") })
	page.Press(browsertest.Enter)
	if !page.Has("details[open]") {
		t.Error("Enter does not open the clause")
	}
}

func answerByKeyboard(t *testing.T, page *browsertest.Page) {
	t.Helper()
	path := page.Value("input[name=ask]")
	value, known := kim[path]
	switch {
	case !known || path == "applicant.nationality":
		tabTo(t, page, func(string) bool { return page.Has("button[value=unknown]:focus") })
	case page.Has("#answer-year"):
		for i, part := range strings.Split(value, "-") {
			tabTo(t, page, named([]string{"answer-year", "answer-month", "answer-day"}[i]))
			typeText(page, part)
		}
	case page.Has("#answer"):
		tabTo(t, page, named("answer"))
		typeText(page, value)
	case page.Has("#answer-none[name=none]"):
		tabTo(t, page, named("answer-none"))
		page.Press(browsertest.Space)
		tabTo(t, page, func(string) bool { return page.Has("main button[value=continue]:focus") })
	case page.Has("input[type=checkbox]"):
		tabTo(t, page, named("answer-"+value))
		page.Press(browsertest.Space)
	default:
		tabTo(t, page, func(focused string) bool { return strings.HasPrefix(focused, "answer-") })
		page.Press(browsertest.Space)
		for page.Focused() != "answer-"+value {
			page.Press(browsertest.Down)
		}
	}
	page.PressInto(browsertest.Enter)
}

func typeText(page *browsertest.Page, text string) {
	for _, key := range text {
		page.Press(string(key))
	}
}
