package cli

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/office"
	"yichuang/packs"
	"yichuang/people"
	"yichuang/supervision"
	"yichuang/web/browsertest"
)

// TestTolerance_browser is U15 as its people walk it: lesser papers of a scarce
// class A talent in the zone are missing, the employer promises them, the desk
// accepts the case and lets them follow by the operator's days. Nothing comes: the
// case goes back by itself after the last day, and the employer is told.
func TestTolerance_browser(t *testing.T) {
	var now atomic.Int64
	now.Store(demoNow().Unix())
	url, work := storyWith(t, func() time.Time { return time.Unix(now.Load(), 0) })
	a := actors{t, url, browsertest.Start(t)}
	number, given := tolerable(t, work)

	hr := a.be("hr-ur", "en")
	hr.Go(url + "/case/" + number)
	a.must(hr, "main", "Papers that may follow")
	look(hr, "follow-promise-en")
	hr.Fill(`form[action$="/follow"] [name="name"]`, "Ma, head of staff")
	a.send(hr, `form[action$="/follow"] button`)
	a.sends(hr, number)

	clerk := a.be("clerk-ur", "zh")
	clerk.Go(url + "/desk/" + number + "/intake")
	for _, slot := range given {
		if box := `input[name="original"][value="` + slot + `"]`; clerk.Has(box) {
			clerk.Click(box)
		}
	}
	a.send(clerk, "#ticks button.main")
	lift := suspended(t, work)
	clerk.Go(url + "/officer/" + number)
	a.must(clerk, "main", "暂缓办理期间（至2026年5月31日（周日）为止）不得容缺受理")
	if clerk.Has(`a[href$="/letter/tolerance"]`) {
		t.Error("papers may follow while handling is suspended")
	}
	look(clerk, "follow-suspended-zh")
	lift()
	clerk.Go(url + "/officer/" + number)
	look(clerk, "follow-desk-zh")
	clerk.Follow(`a[href$="/letter/tolerance"]`)
	a.must(clerk, "main", "2026年5月7日")
	look(clerk, "follow-letter-zh")
	a.send(clerk, `button[value="issue"]`)
	hr.Go(url + "/case/" + number)
	a.must(hr, ".case-bar", "Accepted")
	a.must(hr, "main", "7 May 2026")
	look(hr, "follow-accepted-en")

	now.Store(civil.MustParseDate("2026-05-08").Time().Add(9 * time.Hour).Unix())
	if _, err := work.window.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	hr = a.be("hr-ur", "en") // signed out meanwhile
	hr.Go(url + "/case/" + number)
	if bar := hr.Text(".case-bar"); strings.Contains(bar, "Accepted") {
		t.Errorf("the last day has passed and the case says %q", bar)
	}
	look(hr, "follow-lapsed-en")
	hr.Go(url + "/messages")
	a.must(hr, "main", number)
}

// tolerable is a draft of the demo's employer for a talent of U15, of whose papers
// those that a clause lets follow are missing; given are those that are there.
func tolerable(t *testing.T, work *casework) (number string, given []string) {
	t.Helper()
	w, hr, ctx := work.window, people.Who{Account: "hr-ur", Role: people.EmployerHR, Party: "ur-storage"}, t.Context()
	rows, _, err := w.Cases(ctx, hr, office.CaseFilter{Text: "OBRAZTSOVA"})
	if err != nil {
		t.Fatal(err)
	}
	anna, err := rows[0].Folded()
	if err != nil {
		t.Fatal(err)
	}
	c, err := w.Open(ctx, office.Opening{Who: hr, Key: "follow", Matter: anna.Matter, Place: anna.Place, Employer: anna.Employer, Foreigner: anna.Foreigner})
	if err != nil {
		t.Fatal(err)
	}
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	keys := 0
	write := func() office.Write {
		if keys++; err != nil {
			t.Fatal(err)
		}
		return office.Write{Who: hr, Number: c.Number, Seen: c.Version, Key: "follow-" + strconv.Itoa(keys)}
	}
	answers := map[string]json.RawMessage{}
	for path, v := range anna.Answers {
		answers[path] = v
	}
	for path, v := range map[string]string{"zone": `["xj-ftz-urumqi"]`, "applicant.awards": `["tianshan"]`, "applicant.scarce_talent": "true"} {
		answers[path] = json.RawMessage(v)
	}
	c, err = w.Save(ctx, write(), answers)
	c, err = w.Refresh(ctx, write())
	for _, slot := range c.Slots {
		if slot.Treatment == casefile.Required {
			given = append(given, string(slot.ID))
			c, _, err = w.Supply(ctx, write(), slot.ID, "paper.pdf", bytes.NewReader(sample))
		}
	}
	write()
	return string(c.Number), given
}

// suspended suspends handling for the demo's employer until the end of May; lift
// ends it on the employer's objection.
func suspended(t *testing.T, work *casework) (lift func()) {
	t.Helper()
	story, err := readStory()
	if err != nil {
		t.Fatal(err)
	}
	keys := 0
	as := func(account people.PartyID) office.Supervising {
		who, err := story.Who(account)
		if err != nil {
			t.Fatal(err)
		}
		keys++
		return office.Supervising{Who: who, Key: "suspended-" + strconv.Itoa(keys)}
	}
	ctx, w := t.Context(), work.window
	entry, err := w.RecordFinding(ctx, office.Finding{
		Supervising: as("integrity-ur"), Code: "DEMO0000000000UR1", Of: supervision.OfEmployer, Cause: supervision.IllegalWork, Reason: "两人无证工作。", Evidence: []string{"检查记录"},
		Clause: w.SupervisionClauses("650100")[0].Ref(), Until: civil.MustParseDate("2027-04-26"),
	})
	if err != nil {
		t.Fatal(err)
	}
	id, err := w.Impose(ctx, office.Imposing{Supervising: as("integrity-ur"), Entry: entry, Reason: "核查期间暂缓办理。", From: civil.DateOf(w.Clock()), Until: civil.MustParseDate("2026-05-31")})
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if err := w.ContestSanction(ctx, as("hr-ur"), string(id), "两人均有许可。", []string{"许可"}); err != nil {
			t.Fatal(err)
		}
		if err := w.RuleSanction(ctx, as("integrity2-ur"), string(id), false, "属实。"); err != nil {
			t.Fatal(err)
		}
	}
}
