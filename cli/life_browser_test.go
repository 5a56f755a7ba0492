package cli

import (
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

// begin starts a matter from a permit's page and returns the draft's number.
func (l *life) begin(account people.PartyID, permit, matter string) string {
	l.t.Helper()
	page := l.be(string(account), "en")
	page.Go(l.url + "/permits/" + permit)
	l.send(page, `button[name="matter"][value="`+matter+`"]`)
	return l.numberAt(page)
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
	if until != "" && !officer.Has("#until") {
		l.t.Fatalf("%s asks for no term: %s", officer.Address(), officer.Text("main"))
	}
	if until != "" {
		officer.Choose("#until", until)
	}
	officer.Fill("#reason", reason)
	l.send(officer, `main button[value="preview"]`)
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
	officer.Choose("#usual", "papers-prove")
	officer.Fill("#why", "Eight years as process researcher.")
	l.send(officer, `form[action$="/find"] button`)
	l.decide(number, "permit", casefile.GrantLetter, "officer-zhang", "approver-zhao", "en", "2026-08-15", "Class B: 65 points with the Shandong bonus; the project ends in August.", "letter-grant-en")
	l.handOver(number, "clerk-li", "zh", "hand-over-zh")
	kim := l.permit("officer-zhang", "kim")
	l.mustHold(kim, "qd-mould", "2026-08-15", "active")
	code := l.scan("kim-account", kim.Number)
	l.mustVerify(code, "valid")

	approver := l.be("approver-zhao", "zh") // beside KIM: a refusal with full reasons and remedy
	look(approver, "approve-zh")
	l.send(approver, `tbody a[href^="/approve/"]`)
	l.must(approver, ".letter-sheet", "60日内申请行政复议")
	look(approver, "approve-refusal-zh")
	hr = l.be("hr-wang", "en")
	hr.Go(l.url + "/permits")
	look(hr, "permits-en")
	hr.Go(l.url + "/permits/" + kim.Number)
	look(hr, "permit-en")

	earlier, err := l.work.window.Case(t.Context(), l.who("hr-wang"), casefile.CaseNumber(number))
	if err != nil {
		t.Fatal(err)
	}
	here := map[string]string{"applicant.in_china": "true", "applicant.residence_permit": `"work"`, "applicant.visa": `"none"`, "applicant.stay_until": `"2026-08-15"`}
	l.on("2026-07-01")
	extension := l.begin("hr-wang", kim.Number, "work-permit-extension")
	l.complete(extension, "hr-wang", earlier, here)
	l.finish(extension, casefile.ProlongLetter, "2030-06-30")
	l.mustHold(l.permit("officer-zhang", "kim"), "qd-mould", "2030-06-30", "active")

	l.on("2026-07-20") // another firm of the city engages him in the same post
	next := l.be("hr-liu", "en")
	next.Go(l.url + "/apply?place=370200")
	next.Click("#m-work-permit-change-employer")
	for id, text := range map[string]string{"name": "KIM Demoho", "passport": "DEMO41234", "birth_date": "1979-03-01", "nationality": "KOR", "permit": kim.Number} {
		next.Choose("#"+id, text)
	}
	l.send(next, `form[method="post"][action="/apply"] button`)
	moving := l.numberAt(next)
	here["job.contract_from"], here["job.contract_until"] = `"2026-08-01"`, `"2030-06-30"`
	here["applicant.left_china_since_last_job"] = "false"
	c := l.complete(moving, "hr-liu", earlier, here)
	if slot, asked := c.Slot("no-criminal-record"); !asked || slot.Treatment != casefile.ByCommitment || !strings.HasSuffix(slot.Clause, "/S3.3") {
		t.Errorf("no-criminal-record is %s by %s, want a commitment by S3.3", slot.Treatment, slot.Clause)
	}
	l.finish(moving, casefile.ChangeLetter, "2028-07-31")
	l.mustHold(l.permit("officer-zhang", "kim"), "qd-soft", "", "active")

	cancel := l.begin("hr-liu", kim.Number, "work-permit-cancel")
	l.complete(cancel, "hr-liu", earlier, map[string]string{"previous_permit.contract_terminated": "true"})
	l.finish(cancel, casefile.CancellationLetter, "")
	l.mustHold(l.permit("officer-zhang", "kim"), "qd-soft", "", "cancelled")
	l.mustSay(code, "Cancelled")
}

// finish accepts a case in Qingdao, decides each of its tracks and hands over.
func (l *life) finish(number string, kind casefile.LetterKind, until string) {
	l.t.Helper()
	l.accept(number, "clerk-li", "zh")
	l.decide(number, "permit", kind, "officer-zhang", "approver-zhao", "zh", until, "材料齐全。", "")
	c, err := l.work.window.Case(l.t.Context(), l.who("officer-zhang"), casefile.CaseNumber(number))
	if err != nil {
		l.t.Fatal(err)
	}
	if _, two := c.Track("residence"); two {
		if kind == casefile.ChangeLetter {
			kind = casefile.GrantLetter // of the residence permit that follows
		}
		l.decide(number, "residence", kind, "police-qd", "police2-qd", "zh", until, "材料齐全。", "")
	}
	l.handOver(number, "clerk-li", "zh", "")
}

// TestLife_Urumqi is scene 5: Anna's case after both agencies passed their part of
// the joint review. The permit is granted by two persons of the one agency, the
// residence track then begins and is decided by two of the other.
func TestLife_Urumqi(t *testing.T) {
	l := newLife(t)
	agent := l.be("agent-sun", "en")
	agent.Fill("#q", "OBRAZTSOVA")
	agent.Follow(".filter button")
	agent.Follow("tbody a")
	l.must(agent, ".lanes", "Thu 7 May 2026") // five working days from the joint review
	number := l.numberAt(agent)
	look(agent, "timeline-anna-en")
	l.decide(number, "permit", casefile.GrantLetter, "officer-ur", "approver-ur", "zh", "2026-07-15", "博士后研究经历，符合A类。", "letter-anna-zh")
	agent.Go(l.url + "/case/" + number)
	l.must(agent, ".lanes", "the law: by Tue 12 May 2026") // fifteen days from the grant, before the ten working days
	l.decide(number, "residence", casefile.GrantLetter, "police-ur", "police2-ur", "en", "", "Papers complete.", "")
	agent.Go(l.url + "/case/" + number)
	l.must(agent, ".case-bar", "Granted")
	look(agent, "granted-anna-en")
	l.handOver(number, "clerk-ur", "zh", "")

	first := l.permit("officer-ur", "anna")
	l.mustHold(first, "ur-storage", "2026-07-15", "active")
	code := l.scan("anna-account", first.Number)
	l.mustVerify(code, "valid")

	earlier, err := l.work.window.Case(t.Context(), l.who("agent-sun"), casefile.CaseNumber(number))
	if err != nil {
		t.Fatal(err)
	}
	l.on("2026-06-01")
	extension := l.begin("hr-ur", first.Number, "work-permit-extension")
	l.complete(extension, "hr-ur", earlier, map[string]string{"job.contract_until": `"2031-12-31"`, "applicant.residence_permit": `"work"`})
	l.accept(extension, "clerk-ur", "zh")
	l.decide(extension, "permit", casefile.ProlongLetter, "officer-ur", "approver-ur", "zh", "2030-06-30", "继续聘用，材料齐全。", "letter-extension-zh")
	l.decide(extension, "residence", casefile.ProlongLetter, "police-ur", "police2-ur", "zh", "2030-06-30", "材料齐全。", "")
	l.handOver(extension, "clerk-ur", "zh", "")
	l.mustHold(l.permit("officer-ur", "anna"), "ur-storage", "2030-06-30", "active")

	l.on("2026-06-12") // another firm of the city engages her in the same post
	hr := l.be("hr-solar", "en")
	hr.Go(l.url + "/apply?place=650100")
	hr.Click("#m-work-permit-change-employer")
	for id, text := range map[string]string{"name": "OBRAZTSOVA-EXAMPLE Anna", "passport": "DEMO73651", "birth_date": "1989-08-19", "nationality": "RUS", "permit": first.Number} {
		hr.Choose("#"+id, text)
	}
	l.send(hr, `form[method="post"][action="/apply"] button`)
	moving := l.numberAt(hr)
	c := l.complete(moving, "hr-solar", earlier, map[string]string{
		"job.contract_from": `"2026-07-01"`, "job.contract_until": `"2030-06-30"`, "applicant.residence_permit": `"work"`,
		"applicant.left_china_since_last_job": "false", "previous_permit.record_found": "true",
	})
	for _, id := range []casefile.SlotID{"degree-certificate", "experience-proof"} {
		if slot, asked := c.Slot(id); !asked || slot.Treatment != casefile.Exempt || !strings.HasSuffix(slot.Clause, "/U10") {
			t.Errorf("%s is %s by %s, want exempt by U10", id, slot.Treatment, slot.Clause)
		}
	}
	hr.Go(l.url + "/case/" + moving)
	look(hr, "change-employer-en")
	l.accept(moving, "clerk-ur", "zh")
	l.decide(moving, "permit", casefile.ChangeLetter, "officer-ur", "approver-ur", "zh", "", "同一岗位，材料齐全。", "letter-change-zh")
	l.decide(moving, "residence", casefile.GrantLetter, "police-ur", "police2-ur", "zh", "", "材料齐全。", "")
	l.handOver(moving, "clerk-ur", "zh", "")
	l.mustHold(l.permit("officer-ur", "anna"), "ur-solar", "", "active")

	cancel := l.begin("hr-solar", first.Number, "work-permit-cancel")
	l.complete(cancel, "hr-solar", earlier, map[string]string{"previous_permit.contract_terminated": "true"})
	l.accept(cancel, "clerk-ur", "zh")
	l.decide(cancel, "permit", casefile.CancellationLetter, "officer-ur", "approver-ur", "zh", "", "合同已终止。", "letter-cancel-zh")
	l.handOver(cancel, "clerk-ur", "zh", "")
	l.mustHold(l.permit("officer-ur", "anna"), "ur-solar", "", "cancelled")
	l.mustSay(code, "Cancelled")
}

// clerkTicks are the papers that can be ticked as seen.
func clerkTicks(page *browsertest.Page) []string {
	return slices.DeleteFunc(strings.Split(page.Eval(`[...document.querySelectorAll("input[name=original]")].map(i => i.value).join(" ")`), " "), func(s string) bool { return s == "" })
}
