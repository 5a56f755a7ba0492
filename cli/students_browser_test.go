package cli

import (
	"testing"

	"yichuang/web/browsertest"
)

// founds asks for the start-up permit of a graduate, page by page, and shows the
// draft.
func (l *life) founds(page *browsertest.Page, person, passport, born, graduated string) (number string) {
	l.t.Helper()
	page.Go(l.url + "/begin/startup-residence?place=650100")
	for field, text := range map[string]string{"name": person, "passport": passport, "birth_date": born, "nationality": "KAZ"} {
		page.Choose("#"+field, text)
	}
	l.send(page, "form.sheet button.main")
	number = numberOf(page)
	l.fill(page, number, l.factsOf("cn-650100-2024/scenarios/U6-startup-unlisted.txtar", map[string]string{
		"applicant.birth_date": `"` + born + `"`, "applicant.nationality": `"KAZ"`, "applicant.passport_expires": `"2032-01-01"`,
		"applicant.degree.awarded_on": `"` + graduated + `"`, "applicant.degree.university": `"Sample Teachers College"`,
	}))
	return number
}

// TestUrumqi_studentsRefused is the other side of U6, in Chinese: who graduated more
// than two years ago reads what stands against the application and where else to
// turn, sends it all the same and is refused; a university that no list names is
// for the officer, who refuses with a reason. A refusal of the police is final.
func TestUrumqi_studentsRefused(t *testing.T) {
	l := newLife(t)
	hr := l.be("hr-ur", "zh")
	late := l.founds(hr, "EXAMPLE-NURLAN Dana", "DEMO81001", "1999-02-02", "2024-04-26") // two years and a day
	for _, words := range []string{"有条件不符合", "乌鲁木齐 U6", "毕业不超过2年", "2024年4月26日", "工作类居留许可"} {
		l.must(hr, "#stands", words)
	}
	look(hr, "students-late-zh")
	l.supply(hr, nil)
	l.sends(hr, late)
	police := l.be("police-ur", "zh")
	l.accepts(police, late)
	police.Go(l.url + "/police/" + late)
	l.must(police, `[id="at-service:residence-permit-startup"]`, "不符合")
	l.must(police, `[id="at-service:residence-permit-startup"]`, "乌鲁木齐 U6")
	look(police, "students-police-zh")
	l.refuse(late, "residence", "police-ur", "police2-ur", "zh", map[string]string{
		"facts": "2024年4月26日毕业，至申请之日已超过2年。", "reason": "毕业超过2年，不符合创业居留的条件。",
	}, "cn-650100-2024/U6", "students-refusal-zh")
	l.reads(hr, late, "乌鲁木齐措施第6条", "毕业超过2年", "最终决定")

	hr.Go(l.url + "/my?lang=en")
	unlisted := l.founds(hr, "EXAMPLE-OSPAN Aru", "DEMO81002", "2001-03-03", "2024-04-27") // two years to the day
	l.must(hr, `[id="at-service:residence-permit-startup"]`, "Officer decides")
	l.supply(hr, nil)
	l.sends(hr, unlisted)
	l.accepts(police, unlisted)
	l.finds(police, unlisted, "service:residence-permit-startup", "not-met", "该校未进入任何国际排名，未见国际声誉的证明。")
	police.Go(l.url + "/police/" + unlisted)
	look(police, "students-finding-zh")
	l.refuse(unlisted, "residence", "police-ur", "police2-ur", "zh", map[string]string{
		"facts": "毕业学校不在国际知名高校名单内。", "reason": "不能认定为国际知名高校。",
	}, "cn-650100-2024/U6", "")
	hr.Go(l.url + "/case/" + unlisted)
	l.must(hr, ".case-bar", "Refused")
	look(hr, "students-refused-en")
	l.reads(hr, unlisted, "Urumqi measure 6", "is final")
}
