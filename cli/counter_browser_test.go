package cli

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"yichuang/casefile"
)

// sentUnseen sends the page's form and stays on the page, as a browser whose
// connection breaks before the answer.
const sentUnseen = `(() => { const form = document.querySelector("form.sheet"), sent = new XMLHttpRequest(); sent.open("POST", form.action, false); sent.send(new URLSearchParams(new FormData(form))); return sent.responseURL })()`

// TestCounter_browser: a person stands at the counter. The clerk's empty form names
// every field at once; a date in words is refused at its field with all that
// was typed, and registers nobody. Sent twice it opens one case: of the employer and
// the foreigner that are known, on the permit held, which the clerk completes, sends
// and accepts at once. An employer that nobody knew is registered on the way.
func TestCounter_browser(t *testing.T) {
	l := newLife(t)
	clerk := l.be("clerk-li", "zh")
	clerk.Go(l.url + "/desk/new")
	look(clerk, "desk-new-zh")
	if status := clerk.Follow("form.sheet button.main"); status != http.StatusUnprocessableEntity {
		t.Fatalf("an empty form: status %d", status)
	}
	for _, id := range []string{"matter", "passport", "name", "birth_date", "code"} {
		if !clerk.Has("#" + id + "-error") {
			t.Errorf("the empty field %s is not named", id)
		}
	}
	look(clerk, "desk-new-empty-zh")
	costa := map[string]string{"passport": "DEMO31877", "name": "EXAMPLE-COSTA Bruno", "birth_date": "May 1992", "nationality": "PRT",
		"code": "DEMO0000000000QD3", "permit": "W-370200-25000077"}
	for id, text := range costa {
		clerk.Choose("#"+id, text)
	}
	clerk.Choose("#matter", "work-permit-cancel")
	if status := clerk.Follow("form.sheet button.main"); status != http.StatusUnprocessableEntity || !clerk.Has("#birth_date-error") {
		t.Fatalf("a date in words: status %d at %s", status, clerk.Address())
	}
	for id, text := range costa {
		if got := clerk.Value("#" + id); got != text {
			t.Errorf("%s: what was typed became %q", id, got)
		}
	}
	clerk.Fill("#birth_date", "1992-05-05")
	lost := clerk.Eval(sentUnseen) // a first answer that never arrived
	l.send(clerk, "form.sheet button.main")
	number := l.numberAt(clerk)
	if !strings.HasSuffix(lost, "/case/"+number) {
		t.Errorf("sent twice it opened %s and %s", lost, number)
	}
	look(clerk, "desk-new-opened-zh")
	l.complete(number, "clerk-li", casefile.Case{Answers: map[string]json.RawMessage{}}, map[string]string{"previous_permit.contract_terminated": "true"})
	l.finish(number, casefile.CancellationLetter, "")
	l.mustHold(l.permit("officer-zhang", "costa"), "qd-bio", "", "cancelled")

	other := l.be("clerk-li", "en")
	other.Resize(390)
	other.Go(l.url + "/desk/new")
	for id, text := range map[string]string{"passport": "DEMO70901", "name": "EXAMPLE-MOREAU Claire", "birth_date": "1988-11-30", "nationality": "FRA", "code": "91350100M000100Y43"} {
		other.Choose("#"+id, text)
	}
	other.Choose("#matter", "work-permit-abroad")
	if status := other.Follow("form.sheet button.main"); status != http.StatusUnprocessableEntity || !other.Has("#employer_name-error") {
		t.Fatalf("an employer that nobody knows: status %d at %s", status, other.Address())
	}
	look(other, "desk-new-unknown-en")
	other.Fill("#employer_name", "青岛样例海工有限公司")
	l.send(other, "form.sheet button.main")
	l.must(other, "main", "青岛样例海工有限公司")
	l.must(other, "main", "EXAMPLE-MOREAU Claire")
}
