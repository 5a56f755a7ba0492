package cli

import (
	"net/http"
	"testing"

	"yichuang/casefile"
)

// refuse writes a refusal beside its letter, cites the clause, and lets another
// person sign it.
func (l *life) refuse(number, track, drafter, signer, lang string, words map[string]string, clause, picture string) {
	l.t.Helper()
	officer := l.be(drafter, lang)
	officer.Go(l.url + "/officer/" + number + "/letter/refusal?track=" + track)
	for field, text := range words {
		officer.Fill("#"+field, text)
	}
	if officer.Has(`input[name="clauses"][value="` + clause + `"]`) {
		officer.Click(`input[name="clauses"][value="` + clause + `"]`)
	} else {
		officer.Choose("#clause", clause)
	}
	l.send(officer, `main button[value="preview"]`)
	if picture != "" {
		look(officer, picture)
	}
	if !officer.Has(`button[value="issue"]`) {
		l.t.Fatalf("%s: %s", officer.Address(), officer.Text("main"))
	}
	l.send(officer, `button[value="issue"]`)
	second := l.be(signer, lang)
	second.Go(l.url + "/approve/" + number)
	l.send(second, `form[action$="/approve"] button`)
}

// TestUrumqi_zone is U14 and U16: a professional of 66 entered on a contract. Outside
// the zone neither the way nor the age is open, and the page says where to turn; in
// it the officer decides on the age with a reason, and both permits are granted.
// Another person's age is not relaxed: refused with the reason, the clause and the
// remedy.
func TestUrumqi_zone(t *testing.T) {
	l := newLife(t)
	entered := map[string]string{
		"applicant.visa": `"M"`, "applicant.stay_until": `"2026-07-01"`, "applicant.birth_date": `"1959-11-20"`, "applicant.nationality": `"GHA"`, "zone": `"none"`,
		"own.genuine-need": `"Nobody else runs this line; the vacancy was open for a year."`,
	}
	agent := l.be("agent-sun", "zh")
	number := l.applyFor(agent, "work-permit-enter-first", map[string]string{"name": "EXAMPLE-OSEI Kwame", "passport": "DEMO45009", "birth_date": "1959-11-20", "nationality": "GHA"})
	l.fill(agent, number, l.factsOf("cn-650100-2024/scenarios/U16-group-66.txtar", entered))
	for _, words := range []string{"此申请途径不开放", "乌鲁木齐 U14", "用人单位在自贸试验区乌鲁木齐片区内", "境内申请"} {
		l.must(agent, "#stands", words)
	}
	look(agent, "zone-outside-zh")
	agent.Go(l.url + "/case/" + number + "/task/job?lang=en") // the firm's site lies in the zone after all
	agent.Click("#f-zone-none")
	agent.Click("#f-zone-xj-ftz-urumqi")
	l.send(agent, `form.sheet .actions button.main`)
	agent.Go(l.url + "/case/" + number)
	if agent.Has("#stands") {
		t.Errorf("in the zone: %s", agent.Text("#stands"))
	}
	l.must(agent, `[id="at-route:enter-first"]`, "Urumqi U14")
	l.must(agent, `[id="at-limit:age"]`, "Urumqi U16")
	l.must(agent, `[id="at-limit:age"]`, "Officer decides")
	l.supply(agent, nil)
	l.sends(agent, number)

	l.accept(number, "clerk-ur", "zh")
	officer := l.be("officer-ur", "zh")
	officer.Go(l.url + "/officer/" + number + "/condition/limit:age")
	l.must(officer, "main", "乌鲁木齐 U16")
	look(officer, "zone-age-zh")
	officer.Go(l.url + "/officer/" + number + "/letter/grant?track=permit")
	if status := officer.Follow(`main button[value="issue"], main button[value="preview"]`); status == http.StatusOK && officer.Has(`button[value="issue"]`) {
		t.Error("the age is relaxed without a reason")
	}
	l.finds(officer, number, "limit:age", "met", "片区紧缺工种，体检良好，企业培养接班人需两年。")
	l.decide(number, "permit", casefile.GrantLetter, "officer-ur", "approver-ur", "zh", "", "片区急需紧缺，年龄予以放宽。", "zone-letter-zh")
	l.decide(number, "residence", casefile.GrantLetter, "police-ur", "police2-ur", "en", "", "Papers complete.", "")
	l.handOver(number, "clerk-ur", "zh", "")
	l.reads(agent, number, "乌鲁木齐措施第14条", "乌鲁木齐措施第16条", "片区急需紧缺，年龄予以放宽。")
	l.reads(agent, number, "Urumqi measure 14", "Urumqi measure 16")

	hr := l.be("hr-ur", "en")
	refused := l.applyFor(hr, "work-permit-enter-first", map[string]string{"name": "EXAMPLE-VARGA Istvan", "passport": "DEMO45010", "birth_date": "1956-02-02", "nationality": "HUN"})
	entered["zone"], entered["applicant.birth_date"], entered["applicant.nationality"] = `"xj-ftz-urumqi"`, `"1956-02-02"`, `"HUN"`
	l.fill(hr, refused, l.factsOf("cn-650100-2024/scenarios/U16-group-66.txtar", entered))
	l.supply(hr, nil)
	l.sends(hr, refused)
	l.accept(refused, "clerk-ur", "zh")
	l.finds(officer, refused, "limit:age", "not-met", "70周岁，岗位须在高温车间值守，体检不适合。")
	l.refuse(refused, "permit", "officer-ur", "approver-ur", "zh", map[string]string{
		"facts": "申请人70周岁，岗位为高温车间值守。", "reason": "岗位条件不适合放宽年龄。",
	}, "cn-650100-2024/U16", "zone-refusal-zh")
	hr.Go(l.url + "/case/" + refused)
	l.must(hr, ".case-bar", "Refused")
	look(hr, "zone-refused-en")
	l.reads(hr, refused, "岗位条件不适合放宽年龄。", "Urumqi measure 16", "administrative reconsideration within 60 days")
}
