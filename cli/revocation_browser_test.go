package cli

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestSupervision_revocation is S6 from a false commitment to its end: the party
// is told and heard, and a second person revokes. Meanwhile the employer's new
// cases are refused with the reason.
func TestSupervision_revocation(t *testing.T) {
	l := newLife(t)
	a, url := l.actors, l.url
	permit := l.permit("officer-zhang", "brown")
	code := l.scan("brown-account", permit.Number)
	l.mustVerify(code, "Valid")
	lu := a.be("integrity-lu", "en")
	a.form(lu, "/watch/promises/draw", map[string]string{"seed": "7"})
	a.send(lu, `tbody a[href^="/watch/promises/"]`)
	number := regexp.MustCompile(`[A-Z]{2}\d{2}-\d{6}-[0-9A-Z]`).FindString(lu.Text("main"))
	lu.Go(url + "/integrity/new?case=" + number)
	lu.Choose("#cause", "false-commitment")
	a.form(lu, "", map[string]string{"reason": "The certificate was never issued.", "evidence": "letter of the hospital"})
	entry := a.path(lu)
	a.form(lu, entry+"/sanction", map[string]string{"reason": "Handling rests while its promises are checked."})
	a.form(lu, entry+"/revocation", map[string]string{"reason": "The permit rests on the false commitment."})
	revocation := a.path(lu)
	look(lu, "proposed-en")

	hr := a.be("hr-liu", "en")
	hr.Go(url + "/integrity?list=revocations")
	a.send(hr, `tbody a[href^="/revocation/"]`)
	look(hr, "hearing-en")
	a.form(hr, revocation+"/hear", map[string]string{"statement": "We relied on what the hospital told us."})
	holder := a.be("brown-account", "en") // whose permit it is: heard beside her employer
	holder.Go(url + "/integrity?list=revocations")
	a.send(holder, `tbody a[href^="/revocation/"]`)
	a.form(holder, revocation+"/hear", nil, `input[name="waive"]`)
	a.must(holder, "main", "Waived")
	hr.Go(url + "/begin/work-permit-first?place=370200")
	for field, value := range map[string]string{"name": "EXAMPLE-NEW Person", "passport": "DEMO77001", "birth_date": "1988-03-15", "nationality": "KOR"} {
		hr.Choose("#"+field, value)
	}
	if status := hr.Follow("form.sheet button.main"); status == http.StatusOK {
		t.Error("a new case of a suspended employer was begun")
	}
	a.must(hr, "main", "suspended")
	look(hr, "refused-new-en")

	qi := a.be("integrity-qi", "zh") // the second person
	a.form(qi, revocation+"/decide", nil, `input[name="decision"][value="revoke"]`)
	look(qi, "revoked-zh")
	a.must(qi, "main", "已撤销")

	// Whoever scans the code now reads that it was revoked. Without a network the
	// certificate is as genuine as before, and says that it cannot know.
	l.mustVerify(code, "Revoked")
	anyone := a.browser.Person(t)
	address, _, _ := strings.Cut(code, "#")
	anyone.Go(address + "?lang=zh")
	a.must(anyone, "main", "已撤销")
	look(anyone, "verify-revoked-zh")
	brown := a.be("brown-account", "en")
	brown.Go(url + "/permits/" + permit.Number)
	a.must(brown, "main", "Revoked")
	look(brown, "permit-revoked-en")
}
