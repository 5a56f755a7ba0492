package cli

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/web/browsertest"
)

// qingdao is the window of Qingdao with its people at their screens, each signed in
// once: the clerk, the officer and the approver of the foreign-expert department,
// and two police officers.
type qingdao struct {
	*life

	clerk, officer, approver, police, second *browsertest.Page
}

func newQingdao(t *testing.T) *qingdao {
	t.Helper()
	q := &qingdao{life: newLife(t)}
	q.signIn()
	return q
}

// signIn brings the staff to their screens, as on the morning of a day.
func (q *qingdao) signIn() {
	q.t.Helper()
	q.clerk, q.officer, q.approver = q.be("clerk-li", "zh"), q.be("officer-zhang", "zh"), q.be("approver-zhao", "en")
	q.police, q.second = q.be("police-qd", "zh"), q.be("police2-qd", "zh")
}

// candidate is a person as an employer types it: who it is, and the answers, as
// JSON by path.
type candidate struct {
	name, passport, born, nationality string
	answers                           map[string]string
}

// engineer answers every question as most candidates of these journeys would: a
// bachelor with five years of work on a visit, hired as an engineer until 2032, and no
// to all that opens a class or a way. What differs is set over it.
func engineer(set map[string]string) map[string]string {
	all := map[string]string{
		"applicant.passport_expires": `"2034-01-01"`, "applicant.in_china": "true", "applicant.visa": `"M"`, "applicant.stay_until": `"2026-08-20"`,
		"applicant.residence_permit": `"none"`, "applicant.family_of": `"none"`, "applicant.good_credit": "true", "applicant.former_chinese_national": "false",
		"applicant.continuous_years_in_china": "0", "applicant.legal_work_years_last5": "0", "applicant.representative_office": "false",
		"applicant.degree.level": `"bachelor"`, "applicant.degree.awarded_on": `"2010-06-30"`, "applicant.degree.school": `["abroad"]`, "applicant.degree.average_score": "75",
		"applicant.degree.average_grade": `"C"`, "applicant.degree.matches_job": "true", "applicant.degree_taught_in_chinese": "false", "applicant.vocational_certificate": `"none"`,
		"applicant.experience_years": "5", "applicant.postdoc": `"none"`, "applicant.hsk": "0", "applicant.claims": `[]`, "applicant.awards": `[]`, "applicant.projects": `[]`,
		"applicant.scarce_talent": "false", "applicant.paid_in_investment": "0", "applicant.fortune500_experience": "false", "applicant.intellectual_property": "false",
		"job.annual_salary": "200000", "own.contract-pay": `"200000"`, "job.months_per_year": "12", "job.occupation": `"engineer"`, "job.post": `"process engineer"`,
		"job.contract_from": `"2026-05-01"`, "job.contract_until": `"2032-12-31"`, "job.researcher": "false", "job.own_business": "false", "zone": `[]`,
		"employer.genuine_need": "false", "employer.industry_urgent": "false", "employer.kind": `[]`, "employer.licence_expires": `"none"`, "employer.sector_licence_expires": `"none"`,
		"employer.county": `[]`, "employer.platform": `[]`, "employer.regional_headquarters": "false", "employer.intra_group_transfer": "false", "previous_permit.class": `"none"`,
	}
	maps.Copy(all, set)
	return all
}

// types begins a matter for somebody, answers every topic page by hand and hands
// the papers in; the draft is then ready to be checked. Where lang is given, the
// page turns to that language after the first topic.
func (q *qingdao) types(hr *browsertest.Page, matter string, who candidate, lang string) (number string) {
	q.t.Helper()
	hr.Go(q.url + "/begin/" + matter + "?place=370200")
	hr.Fill("#name", who.name)
	hr.Fill("#passport", who.passport)
	hr.Choose("#birth_date", who.born)
	hr.Choose("#nationality", who.nationality)
	q.send(hr, "form.sheet button.main")
	number = numberOf(hr)
	q.answers(hr, number, who.answers, lang)
	q.papers(hr, number)
	return number
}

// answers goes through the topic pages of a draft.
func (q *qingdao) answers(hr *browsertest.Page, number string, answers map[string]string, lang string) {
	q.t.Helper()
	hr.Go(q.url + "/case/" + number + "/answers")
	for once := true; once || strings.Contains(hr.Address(), "/task/"); once = false {
		project := `[name="applicant.projects.0.level"]`
		if add := `button[value="add:applicant.projects"]`; answers["applicant.projects.0.level"] != "" && hr.Has(add) && !hr.Has(project) {
			q.send(hr, add)
		}
		q.fill(hr, answers)
		q.send(hr, "form.sheet .actions button.main")
		if lang != "" && once && strings.Contains(hr.Address(), "/task/") {
			hr.Go(hr.Address() + "?lang=" + lang)
		}
	}
}

// fill sets every control of a topic page to its answer, in one go.
func (q *qingdao) fill(page *browsertest.Page, answers map[string]string) {
	q.t.Helper()
	wanted := map[string][]string{}
	for path, value := range answers {
		if value != "" {
			wanted[path] = texts(q.life, json.RawMessage(value))
		}
	}
	typed, err := json.Marshal(wanted)
	if err != nil {
		q.t.Fatal(err)
	}
	page.Eval(`(answers => {
		for (const [name, values] of Object.entries(answers)) {
			if (!values) continue
			const none = document.querySelector('form.sheet input[name="' + name + '.none"]')
			const controls = [...document.querySelectorAll('form.sheet [name="' + name + '"]')]
			if (none && values[0] === "none") none.checked = true
			else if (controls[0] && controls[0].type === "checkbox") controls.forEach(c => { if (values.includes(c.value)) c.checked = true })
			else if (controls[0] && values.length) controls[0].value = values[0]
		}
		return ""
	})(` + string(typed) + `)`)
}

// reads fails the test, and goes on, where a page does not say the text.
func (q *qingdao) reads(page *browsertest.Page, css, text string) {
	q.t.Helper()
	if !page.Has(css) {
		q.t.Errorf("%s has no %s", page.Address(), css)
	} else if got := page.Text(css); !strings.Contains(got, text) {
		q.t.Errorf("%s: %s is %q, want %q in it", page.Address(), css, got, text)
	}
}

// accept takes the case in at the desk: every original seen.
func (q *qingdao) accept(number string) { q.accepts(q.clerk, number) }

// drafts writes a decision beside its letter: what the desk says of the term must
// be on the page, and the officer gives the longest.
func (q *qingdao) drafts(officer *browsertest.Page, number, track string, kind casefile.LetterKind, reason, term, clause, picture string) {
	q.t.Helper()
	at := "/officer/"
	if track == "residence" {
		at = "/police/"
	}
	officer.Go(q.url + at + number)
	q.send(officer, `.acts a[href*="/letter/`+string(kind)+`?track=`+track+`"]`)
	if term != "" {
		q.reads(officer, "#letter-form", term)
	}
	officer.Fill("#reason", reason)
	if clause != "" {
		officer.CheckAll(`input[name="clauses"][value="` + clause + `"]`) // among those that stand open or folded
	}
	q.send(officer, `main button[value="preview"]`)
	if picture != "" {
		look(officer, picture)
	}
	if !officer.Has(`main button[value="issue"]`) {
		q.t.Fatalf("%s: no letter can be issued: %s", officer.Address(), officer.Text("main"))
	}
	q.send(officer, `main button[value="issue"]`)
}

// signs is the second signature.
func (q *qingdao) signs(signer *browsertest.Page, number string) {
	q.t.Helper()
	signer.Go(q.url + "/approve/" + number)
	q.send(signer, `form[action$="/approve"] button`)
}

// grants decides both permits of a case and hands them over.
func (q *qingdao) grants(number, reason, term, picture string) {
	q.t.Helper()
	q.drafts(q.officer, number, "permit", casefile.GrantLetter, reason, term, "", picture)
	q.signs(q.approver, number)
	q.drafts(q.police, number, "residence", casefile.GrantLetter, "材料齐全。", "", "", "")
	q.signs(q.second, number)
	q.clerk.Go(q.url + "/desk/" + number + "/intake")
	q.send(q.clerk, `form[action$="/hand-over"] button`)
}

// declares sends a draft from its check page.
func (q *qingdao) declares(hr *browsertest.Page) {
	q.t.Helper()
	if !hr.Has("#declared") {
		q.t.Fatalf("%s: it cannot be sent: %s", hr.Address(), hr.Text("main"))
	}
	hr.Click("#declared")
	q.send(hr, `form[action$="/send"] button.main`)
}

// finds records the officer's finding on a condition, on its own page.
func (q *qingdao) finds(number, condition, found, why, picture string) {
	q.t.Helper()
	q.officer.Go(q.url + "/officer/" + number)
	q.send(q.officer, `tr[id="at-`+condition+`"] th a`)
	if picture != "" {
		look(q.officer, picture)
	}
	q.officer.Click("#found-" + found)
	q.officer.Fill("#why", why)
	q.send(q.officer, `form[action$="/find"] button`)
}

// refuses drafts a refusal by a clause; the second person signs it.
func (q *qingdao) refuses(number, reason, clause, picture string) {
	q.t.Helper()
	q.drafts(q.officer, number, "permit", casefile.RefusalLetter, reason, "", clause, picture)
	q.signs(q.approver, number)
}
