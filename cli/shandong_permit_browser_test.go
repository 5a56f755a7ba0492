package cli

import (
	"testing"

	"yichuang/casefile"
	"yichuang/office"
	"yichuang/people"
	"yichuang/web/browsertest"
)

// TestShandong_confirmation is S1.2: the confirmation letter for a young talent. The
// third of a major provincial project is invited by an employer in Qingdao, the letter
// is decided within three working days (S3.4), and both read it, in both languages.
// The fourth, and a doctor of 41 from a listed university, are refused by the clause.
func TestShandong_confirmation(t *testing.T) {
	q := newQingdao(t)
	hr := q.be("hr-lu", "zh")
	project := func(rank string) map[string]string {
		return engineer(map[string]string{
			"applicant.in_china": "false", "applicant.projects.0.level": `"provincial"`, "applicant.projects.0.major": "true",
			"applicant.projects.0.rank": rank, "applicant.projects.0.programme": `"none"`, "applicant.projects": "",
		})
	}
	number := q.types(hr, "confirmation-letter", candidate{"EXAMPLE-PATEL Arjun", "DEMO82244", "1990-10-02", "IND", project("3")}, "en")
	hr.Go(q.url + "/case/" + number)
	q.reads(hr, `tr[id="at-ground:young-talent"]`, "Shandong S1.2")
	q.reads(hr, "#at-ground-proof", "Proof of the ground")
	hr.Go(q.url + "/case/" + number + "/check")
	q.reads(hr, `section[aria-labelledby="limits-title"]`, "3 working days")
	q.reads(hr, `section[aria-labelledby="limits-title"]`, "Shandong S3.4")
	look(hr, "shandong-letter-check-en")
	q.declares(hr)
	q.accept(number)
	hr.Go(q.url + "/case/" + number)
	q.reads(hr, ".lanes", "Thu 30 April 2026") // three working days from Monday
	q.finds(number, "ground:young-talent", "met", "省级重大项目任务书列第三名。", "")
	q.drafts(q.officer, number, "permit", casefile.ConfirmationLetter, "省级重大科技创新项目前三名成员。", "护照", "", "shandong-letter-draft-zh")
	q.signs(q.approver, number)
	q.clerk.Go(q.url + "/desk/" + number + "/intake")
	q.send(q.clerk, `form[action$="/hand-over"] button`)

	hr.Go(q.url + "/case/" + number + "?lang=zh")
	q.reads(hr, ".case-bar", "已办结")
	patel := q.be("patel-account", "en")
	patel.Go(q.url + "/case/" + number)
	q.reads(patel, ".case-bar", "Closed")
	q.readLetter(patel, "Confirmation letter", "confirm that this person is a high-end foreign talent", "EXAMPLE-PATEL Arjun")
	look(patel, "shandong-letter-en")

	late := map[string]string{"applicant.in_china": "false", "applicant.degree.level": `"doctor"`, "applicant.degree.awarded_on": `"2015-06-30"`,
		"applicant.degree.university": `"Example Institute of Technology"`}
	doctor := engineer(late)
	delete(doctor, "applicant.degree.school")
	for i, c := range []candidate{
		{"EXAMPLE-ODA Yui", "DEMO33001", "1990-05-05", "JPN", project("4")},
		{"EXAMPLE-HALL Tom", "DEMO33002", "1985-04-27", "GBR", doctor}, // 41 today
	} {
		number := q.types(hr, "confirmation-letter", c, []string{"en", "zh"}[i])
		hr.Go(q.url + "/case/" + number + "/check")
		q.reads(hr, "#main, main", []string{"Not met", "不符合"}[i])
		q.declares(hr)
		q.accept(number)
		q.refuses(number, []string{"项目排名第四，不在前三名。", "申请时已满41周岁，超过40周岁。"}[i], "cn-370000-2023/S1.2", []string{"shandong-letter-refusal-zh", ""}[i])
		hr.Go(q.url + "/case/" + number)
		q.reads(hr, ".case-bar", []string{"Refused", "不予许可"}[i])
		q.readLetter(hr, []string{"Decision to refuse", "不予行政许可决定书"}[i], []string{"第四", "41周岁"}[i],
			[]string{"Shandong measure 1 (2)", "山东措施一（二）"}[i], []string{"reconsideration", "行政复议"}[i])
	}
}

// readLetter opens the letter of the title on a case's page and reads it.
func (q *qingdao) readLetter(page *browsertest.Page, title string, texts ...string) {
	q.t.Helper()
	page.Go(q.url + page.Eval(`[...document.querySelectorAll('section[aria-labelledby="letters-title"] .row-title a')].find(a => a.innerText.includes("`+title+`")).getAttribute("href")`))
	for _, text := range texts {
		q.reads(page, "main", text)
	}
}

// TestShandong_heldPermit is S3.3 and S3.4 for who holds a permit in Qingdao: a change
// of data, an extension and a cancellation ask for no original passport. Change,
// cancellation and re-issue keep the national limit, and the page says that Shandong's
// does not cover them; the extension is decided within five working days, for at most
// five years (S3.2).
func TestShandong_heldPermit(t *testing.T) {
	q := newQingdao(t)
	hr := q.be("hr-liu", "zh")
	held := q.permit("officer-zhang", "brown")
	rows, _, err := q.work.window.Cases(t.Context(), q.who("officer-zhang"), office.CaseFilter{Foreigner: "brown"})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d cases of Brown, %v; want one", len(rows), err)
	}
	earlier, err := q.work.window.Case(t.Context(), q.who("hr-liu"), casefile.CaseNumber(rows[0].Number))
	if err != nil {
		t.Fatal(err)
	}
	asks := func(matter string, set map[string]string, in string) string {
		hr.Go(q.url + "/permits/" + held.Number + "?lang=zh")
		q.send(hr, `button[name="matter"][value="`+matter+`"]`)
		number := numberOf(hr)
		answers := map[string]string{}
		for path, value := range earlier.Answers {
			answers[path] = string(value)
		}
		for path, value := range set {
			answers[path] = value
		}
		q.answers(hr, number, answers, in)
		hr.Go(q.url + "/case/" + number + "?lang=" + in)
		if matter != "work-permit-reissue" {
			q.reads(hr, "#at-passport", map[string]string{"en": "No original needed", "zh": "不需原件"}[in])
			q.reads(hr, "#at-passport", map[string]string{"en": "Shandong S3.3", "zh": "鲁 S3.3"}[in])
		}
		q.papers(hr, number)
		hr.Go(q.url + "/case/" + number + "/check")
		return number
	}
	limits := `section[aria-labelledby="limits-title"]`
	national := func() {
		q.reads(hr, limits, "20 working days")
		q.reads(hr, limits, "The time that Shandong measure 3 (4) sets does not cover this application")
	}
	change := asks("work-permit-change", map[string]string{"applicant.passport_expires": `"2036-05-01"`}, "en")
	national()
	look(hr, "shandong-change-check-en")
	q.declares(hr)
	q.accept(change)
	q.drafts(q.officer, change, "permit", casefile.ChangeLetter, "换发护照，信息一致。", "", "", "")
	q.signs(q.approver, change)
	q.clerk.Go(q.url + "/desk/" + change + "/intake")
	q.send(q.clerk, `form[action$="/hand-over"] button`)

	again := asks("work-permit-reissue", nil, "en")
	national()
	hr.Go(q.url + "/case/" + again)
	hr.Click(`details.more:has(form[action$="/withdraw"]) > summary`)
	hr.Fill("#withdraw-why", "The card was found.")
	q.send(hr, `form[action$="/withdraw"] button`)

	q.on("2026-06-15")
	q.signIn()
	hr = q.be("hr-liu", "zh")
	longer := asks("work-permit-extension", map[string]string{
		"applicant.passport_expires": `"2036-05-01"`, "applicant.in_china": "true", "applicant.residence_permit": `"work"`, "applicant.visa": `"none"`,
		"applicant.stay_until": `"2026-08-15"`, "job.contract_until": `"2034-12-31"`, "previous_permit.class": `"B"`, "previous_permit.valid": "true",
	}, "zh")
	q.reads(hr, limits, "5个工作日")
	q.reads(hr, limits, "鲁 S3.4")
	look(hr, "shandong-extension-check-zh")
	q.declares(hr)
	q.accept(longer)
	q.drafts(q.officer, longer, "permit", casefile.ProlongLetter, "继续聘用，材料齐全。", "2033年4月30日", "", "shandong-extension-draft-zh")
	q.signs(q.approver, longer)
	q.drafts(q.police, longer, "residence", casefile.ProlongLetter, "材料齐全。", "", "", "")
	q.signs(q.second, longer)
	q.clerk.Go(q.url + "/desk/" + longer + "/intake")
	q.send(q.clerk, `form[action$="/hand-over"] button`)
	q.mustHold(q.permit("officer-zhang", "brown"), "qd-soft", held.ValidUntil.AddMonths(60).String(), "active")

	cancel := asks("work-permit-cancel", map[string]string{"previous_permit.contract_terminated": "true"}, "en")
	national()
	q.declares(hr)
	q.accept(cancel)
	q.drafts(q.officer, cancel, "permit", casefile.CancellationLetter, "合同已终止。", "", "", "")
	q.signs(q.approver, cancel)
	mary := q.be("brown-account", "en")
	mary.Go(q.url + "/case/" + cancel)
	q.reads(mary, ".case-bar", "Granted")
	q.mustHold(q.permit("officer-zhang", people.PartyID("brown")), "qd-soft", "", "cancelled")
}
