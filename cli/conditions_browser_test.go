package cli

import (
	"net/http"
	"testing"

	"yichuang/casefile"
)

// TestUrumqi_conditions is U1, U2 and U3. A master welder of 63 without a degree: the
// baseline refuses the age until the employer states its genuine need; then the
// limit is 65 and the officer decides on the degree, with a reason. A young talent
// is class A by two clauses, the business licence ends the term, and the officer
// gives less, with a reason, and cannot give more.
func TestUrumqi_conditions(t *testing.T) {
	l := newLife(t)
	hr := l.be("hr-ur", "en")
	welder := l.applyFor(hr, "work-permit-abroad", map[string]string{"name": "EXAMPLE-LINDQVIST Nils", "passport": "DEMO63009", "birth_date": "1962-09-09", "nationality": "SWE"})
	l.fill(hr, welder, l.factsOf("cn-650100-2024/scenarios/U1-person-welder-63.txtar", map[string]string{
		"applicant.in_china": "false", "applicant.nationality": `"SWE"`, "employer.genuine_need": "false", "job.post": `"master welder"`,
	}))
	for _, words := range []string{"A condition is not met", "18 years old to 60", "National B-age", "Education", "state its genuine need"} {
		l.must(hr, "#stands", words)
	}
	look(hr, "welder-not-met-en")
	hr.Go(l.url + "/case/" + welder + "/task/employer?lang=zh")
	hr.Choose("#f-employer-genuine_need", "true")
	l.send(hr, `form.sheet .actions button.main`)
	hr.Go(l.url + "/case/" + welder + "/task/employer")
	hr.Fill(`[name="own.genuine-need"]`, "钛合金储罐焊接，全疆招聘半年无人应聘。")
	l.send(hr, `form.sheet .actions button.main`)
	hr.Go(l.url + "/case/" + welder)
	for row, words := range map[string][]string{"limit:age": {"符合", "65周岁", "乌鲁木齐 U1"}, "limit:education": {"需审批机关认定", "乌鲁木齐 U1"}} {
		for _, word := range words {
			l.must(hr, `[id="at-`+row+`"]`, word)
		}
	}
	l.supply(hr, nil)
	l.sends(hr, welder)
	l.accept(welder, "clerk-ur", "zh")
	officer := l.be("officer-ur", "zh")
	officer.Go(l.url + "/officer/" + welder + "/letter/grant?track=permit")
	l.must(officer, "main", "请写明理由")
	if officer.Has(`button[value="issue"]`) {
		t.Error("a degree that is not there passes in silence")
	}
	look(officer, "welder-no-reason-zh")
	l.finds(officer, welder, "limit:education", "met", "三十年焊接经历，持国际焊接技师资格，可替代学位。")
	l.decide(welder, "permit", casefile.GrantLetter, "officer-ur", "approver-ur", "zh", "", "确有需要，学历予以调整。", "welder-letter-zh")
	l.handOver(welder, "clerk-ur", "zh", "")
	l.reads(hr, welder, "乌鲁木齐措施第1条", "确有需要，学历予以调整。")
	hr.Go(l.url + "/my?lang=en")
	l.reads(hr, welder, "Urumqi measure 1")

	talent := l.applyFor(hr, "work-permit-abroad", map[string]string{"name": "EXAMPLE-SATO Emi", "passport": "DEMO63010", "birth_date": "1990-01-08", "nationality": "JPN"})
	l.fill(hr, talent, l.factsOf("cn-650100-2024/scenarios/U2-person-anna.txtar", map[string]string{
		"applicant.birth_date": `"1990-01-08"`, "applicant.nationality": `"JPN"`, "applicant.in_china": "false", "employer.licence_expires": `"2028-03-31"`,
	}))
	hr.Go(l.url + "/case/" + talent + "?lang=en")
	for _, words := range []string{"Urumqi U2", "National A5"} {
		l.must(hr, `[id="at-ground:young-talent"]`, words)
	}
	l.must(hr, "main", "31 March 2028")
	l.must(hr, "main", "It ends with the business licence")
	look(hr, "talent-term-en")
	l.supply(hr, nil)
	l.sends(hr, talent)
	l.accept(talent, "clerk-ur", "zh")
	officer = l.be("officer-ur", "en")
	officer.Go(l.url + "/officer/" + talent + "/letter/grant?track=permit")
	l.must(officer, "main", "business licence")
	officer.Choose("#until", "2028-04-01")
	if status := officer.Follow(`button[value="issue"]`); status == http.StatusOK {
		t.Error("a permit runs past the business licence")
	}
	look(officer, "talent-too-long-en")
	l.decide(talent, "permit", casefile.GrantLetter, "officer-ur", "approver-ur", "en", "2027-12-31", "The project ends with the year 2027.", "talent-letter-en")
	l.handOver(talent, "clerk-ur", "zh", "")
	l.reads(hr, talent, "Urumqi measure 2", "Urumqi measure 3", "31 December 2027", "The project ends with the year 2027.")
}
