package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/office"
	"yichuang/packs"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/web/browsertest"
)

// life is a working life in one place of the demo story: the same people at the
// same screens, on days that the test moves to.
type life struct {
	actors
	work  *casework
	story *office.Story
	now   atomic.Int64 // seconds
	keys  int
}

func newLife(t *testing.T) *life {
	t.Helper()
	l := &life{}
	l.now.Store(demoTime.Unix())
	url, work := storyWith(t, func() time.Time { return time.Unix(l.now.Load(), 0).In(civil.Beijing) })
	story, err := readStory()
	if err != nil {
		t.Fatal(err)
	}
	l.actors, l.work, l.story = actors{t, url, browsertest.Start(t)}, work, story
	return l
}

// on moves to nine in the morning of a day.
func (l *life) on(day string) {
	l.now.Store(civil.MustParseDate(day).Time().Add(9 * time.Hour).Unix())
}

func (l *life) who(account people.PartyID) people.Who {
	l.t.Helper()
	who, err := l.story.Who(account)
	if err != nil {
		l.t.Fatal(err)
	}
	return who
}

// complete fills a draft in as its applicant would over many pages: answers,
// papers, promises. What the register knows firmly is left as it is.
func (l *life) complete(number string, account people.PartyID, answers string) casefile.Case {
	l.t.Helper()
	ctx, who, w := l.t.Context(), l.who(account), l.work.window
	must := func(c casefile.Case, err error) casefile.Case {
		l.t.Helper()
		if err != nil {
			l.t.Fatalf("complete %s: %v", number, err)
		}
		return c
	}
	c := must(w.Case(ctx, who, casefile.CaseNumber(number)))
	write := func() office.Write {
		l.keys++
		return office.Write{Who: who, Number: c.Number, Seen: c.Version, Key: "life-" + string(rune('a'+l.keys%26)) + c.ChangedAt.String() + string(account) + number + string(rune('0'+l.keys/26))}
	}
	var set map[string]json.RawMessage
	if err := json.Unmarshal([]byte(answers), &set); err != nil {
		l.t.Fatal(err)
	}
	maps.DeleteFunc(set, func(path string, _ json.RawMessage) bool { k, _ := c.KnownAs(path); return k.Firm })
	c = must(w.Save(ctx, write(), set))
	c = must(w.Refresh(ctx, write()))
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		l.t.Fatal(err)
	}
	for _, s := range c.Slots {
		switch s.Treatment {
		case casefile.Required:
			after, _, err := w.Supply(ctx, write(), s.ID, string(s.ID)+".pdf", bytes.NewReader(sample))
			c = must(after, err)
		case casefile.ByCommitment:
			c = must(w.Sign(ctx, write(), casefile.Commitment{ID: "promise-" + string(s.ID), Slot: s.ID, Name: "Example", Text: "promise-1"}))
		}
	}
	return c
}

// send checks everything once more and sends the case.
func (l *life) sendCase(page *browsertest.Page, number string) {
	l.t.Helper()
	page.Go(l.url + "/case/" + number + "/check")
	page.Click("#declared")
	l.send(page, `form[action$="/send"] button.main`)
}

// accept ticks every original at the desk, in one form, and accepts.
func (l *life) accept(number, account, lang string) {
	l.t.Helper()
	desk := l.be(account, lang)
	desk.Go(l.url + "/desk")
	desk.Fill("#q", number)
	l.send(desk, `form[role="search"] button`)
	for desk.Has(`input[name="original"]:not(:checked)`) {
		desk.Click(`input[name="original"]:not(:checked)`)
	}
	if desk.Has("#ticks .actions button") && desk.Has(`input[name="original"]`) {
		l.send(desk, "#ticks .actions button")
	}
	l.send(desk, `form[action$="/accept"] button`)
}

// decide writes a decision beside its letter, and a second person signs it.
func (l *life) decide(number, track string, kind casefile.LetterKind, drafter, signer, lang, until, reason, picture string) {
	l.t.Helper()
	at := "/officer/"
	if track == "residence" {
		at = "/police/"
	}
	officer := l.be(drafter, lang)
	officer.Go(l.url + at + number)
	l.send(officer, `.acts a[href*="/letter/`+string(kind)+`?track=`+track+`"]`)
	if until != "" {
		officer.Choose("#until", until)
	}
	officer.Fill("#reason", reason)
	l.send(officer, `button[value="preview"]`)
	if picture != "" {
		look(officer, picture)
	}
	l.send(officer, `button[value="issue"]`)
	if officer.Has(`a[href^="/approve/"]`) {
		l.t.Errorf("%s may sign the own draft", drafter)
	}
	second := l.be(signer, lang)
	second.Go(l.url + "/approve")
	l.send(second, `a[href="/approve/`+number+`"]`)
	l.send(second, `form[action$="/approve"] button`)
}

// handOver hands the letters over at the desk, which closes the case.
func (l *life) handOver(number, account, lang, picture string) {
	l.t.Helper()
	desk := l.be(account, lang)
	desk.Go(l.url + "/desk/" + number + "/intake")
	if picture != "" {
		look(desk, picture)
	}
	l.send(desk, `form[action$="/hand-over"] button`)
}

// begin opens a matter from the permit's page and returns the case's number.
func (l *life) begin(page *browsertest.Page, number permit.Number, matter string) string {
	l.t.Helper()
	page.Go(l.url + "/permits/" + string(number))
	l.send(page, `button[value="`+matter+`"]`)
	return l.numberAt(page)
}

// numberAt is the number of the case that the page is about.
func (l *life) numberAt(page *browsertest.Page) string {
	rest := strings.TrimPrefix(page.Address(), l.url+"/case/")
	number, _, _ := strings.Cut(rest, "/")
	return number
}

// permit is the work permit of a person as an officer sees it.
func (l *life) permit(officer, holder people.PartyID) office.PermitRow {
	l.t.Helper()
	rows, _, err := l.work.window.Permits(l.t.Context(), l.who(officer), office.PermitFilter{Holder: string(holder), Kinds: []string{string(permit.Work)}})
	if err != nil || len(rows) != 1 {
		l.t.Fatalf("%s has %d work permits, %v; want one", holder, len(rows), err)
	}
	return rows[0]
}

// mustHold fails unless the permit stands so.
func (l *life) mustHold(row office.PermitRow, employer, until, status string) {
	l.t.Helper()
	if row.Employer != employer || until != "" && row.ValidUntil.String() != until || row.Status != status {
		l.t.Errorf("permit %s: employer %s until %s, %s; want %s, %s, %s", row.Number, row.Employer, row.ValidUntil, row.Status, employer, until, status)
	}
}

// TestLife_Qingdao is scenes 2 to 4 of the demo story and what follows them: KIM's
// draft is completed and sent, one correction asked and answered, decided by two
// persons, collected; then extended, moved to another employer, and cancelled.
func TestLife_Qingdao(t *testing.T) {
	l := newLife(t)
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		t.Fatal(err)
	}
	scan, text := paper(t, "contract.pdf", sample), paper(t, "contract.txt", []byte("no scan"))
	hr := l.be("hr-wang", "zh")
	look(hr, "my-zh")
	hr.Follow(`section[aria-labelledby="now-title"] a`)
	look(hr, "case-draft-zh")
	number := l.numberAt(hr)
	hr.Upload("#paper-contract", text)
	if status := hr.Follow("li#at-contract form[enctype] button"); status != 422 {
		t.Fatalf("a text as a scan: status %d, want 422", status)
	}
	hr.MustBeAccessible()
	for _, slot := range []string{"contract", "photo"} {
		hr.Upload("#paper-"+slot, scan)
		l.send(hr, "li#at-"+slot+" form[enctype] button")
	}
	l.send(hr, `section[aria-labelledby="send"] a.button`)
	look(hr, "check-zh")
	hr.Click("#declared")
	l.send(hr, `form[action$="/send"] button.main`)
	l.must(hr, ".case-number", number)
	look(hr, "sent-zh")

	clerk := l.be("clerk-li", "zh")
	look(clerk, "desk-zh")
	clerk.Go(l.url + "/officer?tab=team")
	look(clerk, "worklist-zh")
	clerk.Go(l.url + "/desk/" + number + "/intake")
	for _, slot := range clerkTicks(clerk) {
		if slot != "contract" {
			clerk.Click("#o-" + slot)
		}
	}
	l.send(clerk, "#ticks .actions button")
	clerk.Click("#at-contract td:last-child summary")
	clerk.Fill("#fault-contract", "合同未盖章")
	clerk.Fill("#mend-contract", "请上传盖章后的合同")
	clerk.Click("#correct > summary")
	clerk.Choose("#due", "2026-05-08")
	look(clerk, "intake-zh")
	l.send(clerk, `#correct button`)
	l.must(clerk, ".case-bar", "待补正")

	hr.Go(l.url + "/case/" + number + "/fix")
	hr.Upload("#paper-contract", scan)
	l.send(hr, "#at-contract form[enctype] button")
	look(hr, "correction-zh")
	l.send(hr, `form[action$="/answer"] button.main`) // the point is ticked: a new file came
	l.accept(number, "clerk-li", "zh")
	clerk.Go(l.url + "/officer/" + number)
	l.must(clerk, ".lanes", "2026年5月9日") // seven working days across the holiday, with the working Saturday

	officer := l.be("officer-zhang", "en")
	look(officer, "worklist-en")
	officer.Go(l.url + "/officer/" + number)
	look(officer, "officer-case-en")
	l.send(officer, `tr[id="at-limit:experience"] th a`)
	look(officer, "condition-en")
	officer.Click("#found-met")
	officer.Choose("#usual", "The papers prove it")
	officer.Fill("#why", "Eight years as process researcher.")
	l.send(officer, `form[action$="/find"] button`)
	l.decide(number, "permit", casefile.GrantLetter, "officer-zhang", "approver-zhao", "en", "2026-08-15", "Class B: 65 points with the Shandong bonus; the project ends in August.", "letter-grant-en")
	l.handOver(number, "clerk-li", "zh", "hand-over-zh")
	kim := l.permit("officer-zhang", "kim")
	l.mustHold(kim, "qd-mould", "2026-08-15", "active")

	approver := l.be("approver-zhao", "zh") // beside KIM: a refusal with full reasons and remedy
	look(approver, "approve-zh")
	l.send(approver, `tbody a[href^="/approve/"]`)
	l.must(approver, ".letter-sheet", "60日内申请行政复议")
	look(approver, "approve-refusal-zh")

	l.on("2026-06-01")
	hr = l.be("hr-wang", "en")
	hr.Go(l.url + "/permits")
	look(hr, "permits-en")
	extension := l.begin(hr, permit.Number(kim.Number), "work-permit-extension")
	l.complete(extension, "hr-wang", kimStays)
	l.sendCase(hr, extension)
	l.accept(extension, "clerk-li", "zh")
	l.on("2026-08-04") // eleven days before the permit ends: undecided, the law would grant it
	officer = l.be("officer-zhang", "en")
	officer.Go(l.url + "/officer/" + extension)
	l.must(officer, "main", "granted by law unless decided")
	look(officer, "officer-deemed-en")
	l.decide(extension, "permit", casefile.ProlongLetter, "officer-zhang", "approver-zhao", "en", "2028-08-15", "The project goes on.", "")
	l.mustHold(l.permit("officer-zhang", "kim"), "qd-mould", "2028-08-15", "active")
	l.decide(extension, "residence", casefile.ProlongLetter, "police-qd", "police2-qd", "zh", "2028-08-15", "材料齐全。", "")
	hr = l.be("hr-wang", "en")
	hr.Go(l.url + "/permits/" + kim.Number)
	l.must(hr, "main", "Extended")
	look(hr, "permit-en")

	l.on("2026-09-01")
	next := l.be("hr-lu", "en")
	moved := l.apply(next, "370200", "work-permit-change-employer", "KIM Demoho", "DEMO41234", "1979-03-01", "KOR", kim.Number)
	l.complete(moved, "hr-lu", kimMoves)
	l.sendCase(next, moved)
	l.accept(moved, "clerk-li", "zh")
	l.decide(moved, "permit", casefile.ChangeLetter, "officer-zhang", "approver-zhao", "zh", "", "同一职业，材料齐全。", "letter-change-zh")
	l.mustHold(l.permit("officer-zhang", "kim"), "qd-bio", "", "active")

	l.decide(moved, "residence", casefile.GrantLetter, "police-qd", "police2-qd", "zh", "", "材料齐全。", "")
	next = l.be("hr-lu", "en")
	end := l.begin(next, permit.Number(kim.Number), "work-permit-cancel")
	l.complete(end, "hr-lu", `{"previous_permit.contract_terminated": true}`)
	l.sendCase(next, end)
	l.accept(end, "clerk-li", "zh")
	l.decide(end, "permit", casefile.CancellationLetter, "officer-zhang", "approver-zhao", "zh", "", "合同已终止。", "")
	l.mustHold(l.permit("officer-zhang", "kim"), "qd-bio", "", "cancelled")
}

// clerkTicks are the papers that can be ticked as seen.
func clerkTicks(page *browsertest.Page) []string {
	return slices.DeleteFunc(strings.Split(page.Eval(`[...document.querySelectorAll("input[name=original]")].map(i => i.value).join(" ")`), " "), func(s string) bool { return s == "" })
}

// apply opens a case for a person by passport and the number of the present permit.
func (l *life) apply(page *browsertest.Page, place, matter, name, passport, born, nationality, number string) string {
	l.t.Helper()
	page.Go(l.url + "/apply?place=" + place)
	page.Click("#m-" + matter)
	for id, text := range map[string]string{"#name": name, "#passport": passport, "#birth_date": born, "#nationality": nationality, "#permit": number} {
		page.Fill(id, text)
	}
	l.send(page, `form[method="post"].sheet button.main`)
	return l.numberAt(page)
}

// What the applicants answer.
const (
	kimStays = `{"applicant.birth_date":"1979-03-01","applicant.nationality":"KOR","applicant.passport_expires":"2032-09-30","applicant.in_china":true,"applicant.visa":"none",
		"applicant.residence_permit":"none","applicant.stay_until":"2026-08-15","job.annual_salary":140000,"job.months_per_year":12,"job.occupation":"researcher","job.post":"process researcher",
		"job.contract_from":"2026-05-01","job.contract_until":"2029-12-31","job.researcher":true,"applicant.degree.level":"none","applicant.vocational_certificate":"senior-worker",
		"applicant.experience_years":8,"applicant.hsk":1,"employer.genuine_need":true,"employer.platform":["high-tech"],"employer.licence_expires":"none","employer.sector_licence_expires":"none","previous_permit.valid":true,"previous_permit.valid_until":"2026-08-15"}`
	kimMoves = `{"applicant.birth_date":"1979-03-01","applicant.nationality":"KOR","applicant.passport_expires":"2032-09-30","applicant.in_china":true,"applicant.visa":"none",
		"applicant.residence_permit":"work","applicant.stay_until":"2028-08-15","job.annual_salary":140000,"job.months_per_year":12,"job.occupation":"researcher","job.post":"process researcher",
		"job.contract_from":"2026-09-01","job.contract_until":"2028-12-31","job.researcher":true,"applicant.degree.level":"none","applicant.vocational_certificate":"senior-worker",
		"applicant.experience_years":8,"applicant.hsk":1,"applicant.postdoc":"none","applicant.claims":[],"employer.genuine_need":true,"employer.platform":["high-tech"],"employer.licence_expires":"none",
		"employer.sector_licence_expires":"none","previous_permit.class":"B","previous_permit.issued_in":"370200","previous_permit.occupation":"researcher","previous_permit.post":"process researcher",
		"previous_permit.valid":true,"previous_permit.record_found":true,"applicant.left_china_since_last_job":false,"own.genuine-need":"Nobody else knows the machine."}`
)
