package cli

import (
	"testing"

	"yichuang/casefile"
)

// TestShandong_classes walks persons of each class to their permit in Qingdao. Class A
// of 70 without a degree meets no limit (S1.1) and has five working days and five
// years; class B of 63 without a degree passes where the employer needs them (S2.1),
// for one year; class C has one year (S3.2). Of three graduates the one with 80 marks
// from a university in China and the one from a listed university are class B (S2.2);
// the one with 79 is refused by the clause.
func TestShandong_classes(t *testing.T) {
	q := newQingdao(t)
	hr := q.be("hr-lu", "en")
	abroad := map[string]string{"applicant.in_china": "false", "applicant.visa": `"none"`, "applicant.stay_until": `"none"`}
	none := map[string]string{"applicant.degree.level": `"none"`, "applicant.degree.school": `[]`, "applicant.degree.awarded_on": `"none"`, "applicant.degree.matches_job": "false"}
	graduate := map[string]string{"applicant.degree.level": `"master"`, "applicant.degree.awarded_on": `"2025-04-27"`, "applicant.experience_years": "0", "applicant.degree.average_grade": `""`, "applicant.degree.average_score": `""`}
	inZone := map[string]string{"applicant.residence_permit": `"private"`, "applicant.visa": `"none"`, "zone": `["sd-ftz"]`}
	for i, c := range []struct {
		matter, name, born string
		set                []map[string]string
		row, status        string   // a condition of the case, and how it stands
		cites              string   // the clause with it
		limit, term        string   // the days for the decision, the last day of the permit
		reads              []string // on the page before sending, beside those
		refused            string   // the clause
	}{
		{matter: "work-permit-abroad", name: "EXAMPLE-OKADA Sen", born: "1956-02-02", row: "limit:age", status: "No limit", cites: "Shandong S1.1", limit: "5 working days", term: "2031年4月30日",
			set: []map[string]string{abroad, none, {"applicant.claims": `["talent-plan"]`, "applicant.experience_years": "0"}}, reads: []string{"class A"}},
		{matter: "work-permit-abroad", name: "EXAMPLE-KURZ Emil", born: "1962-09-09", row: "limit:education", status: "No limit", cites: "Shandong S2.1", limit: "7 working days", term: "2027年4月30日",
			set: []map[string]string{abroad, none, {"applicant.claims": `["skilled"]`, "applicant.experience_years": "30", "employer.genuine_need": "true",
				"own.genuine-need": `"A master of this welding process was sought for a year."`}}, reads: []string{"class B"}},
		{matter: "work-permit-abroad", name: "EXAMPLE-DIAZ Paula", born: "1990-05-05", row: "ground:other-personnel", status: "Met", cites: "", limit: "7 working days", term: "2027年4月30日",
			set: []map[string]string{abroad, none, {"applicant.claims": `["other-personnel"]`}}, reads: []string{"class C"}},
		{matter: "work-permit-first", name: "EXAMPLE-TRAN Linh", born: "1999-01-01", row: "ground:graduate", status: "Met", cites: "Shandong S2.2", limit: "7 working days", term: "2028年4月30日",
			set: []map[string]string{graduate, inZone, {"applicant.degree.school": `["china"]`, "applicant.degree.average_score": "80"}}, reads: []string{"class B"}},
		{matter: "work-permit-abroad", name: "EXAMPLE-BAKER Joy", born: "1999-01-01", row: "ground:graduate", status: "Met", cites: "Shandong S2.2", limit: "7 working days", term: "2028年4月30日",
			set: []map[string]string{graduate, abroad, {"applicant.degree.university": `"Example Institute of Technology"`}}, reads: []string{"class B"}},
		{matter: "work-permit-first", name: "EXAMPLE-PARK Jin", born: "1999-01-01", refused: "cn-370000-2023/S2.2",
			set: []map[string]string{graduate, inZone, {"applicant.degree.school": `["china"]`, "applicant.degree.average_score": "79", "applicant.degree.average_grade": `"B-"`}}},
	} {
		set := map[string]string{}
		for _, part := range c.set {
			for path, value := range part {
				set[path] = value
			}
		}
		answers := engineer(set)
		if set["applicant.degree.university"] != "" {
			delete(answers, "applicant.degree.school") // the list settles it
		}
		number := q.types(hr, c.matter, candidate{c.name, "DEMO3200" + string(rune('0'+i)), c.born, "KOR", answers}, "en")
		hr.Go(q.url + "/case/" + number + "/check")
		for _, text := range append(c.reads, c.limit) {
			q.reads(hr, "main", text)
		}
		if c.limit != "" {
			q.reads(hr, `section[aria-labelledby="limits-title"]`, "Shandong S3.4")
		}
		if i == 0 {
			look(hr, "shandong-elder-check-en")
		}
		q.declares(hr)
		q.accept(number)
		if c.refused != "" {
			q.refuses(number, "平均成绩79分，低于80分，计点积分不足60分。", c.refused, "shandong-graduate-refusal-zh")
			hr.Go(q.url + "/case/" + number)
			q.reads(hr, ".case-bar", "Refused")
			continue
		}
		q.officer.Go(q.url + "/officer/" + number + "?lang=en")
		q.reads(q.officer, `tr[id="at-`+c.row+`"]`, c.status)
		q.reads(q.officer, `tr[id="at-`+c.row+`"]`, c.cites)
		if i < 2 {
			look(q.officer, "shandong-class-file-"+string(rune('1'+i))+"-en")
		}
		q.officer.Go(q.url + "/officer/" + number + "?lang=zh")
		if c.matter == "work-permit-first" {
			q.grants(number, "符合条件，材料齐全。", c.term, "")
			continue
		}
		q.drafts(q.officer, number, "permit", casefile.GrantLetter, "符合条件，材料齐全。", c.term, "", map[bool]string{true: "shandong-elder-grant-zh"}[i == 0])
		q.signs(q.approver, number)
		q.clerk.Go(q.url + "/desk/" + number + "/intake")
		q.send(q.clerk, `form[action$="/hand-over"] button`)
		hr.Go(q.url + "/case/" + number + "?lang=zh") // the other language in the middle of the journey
		q.reads(hr, ".case-bar", "已办结")
		q.reads(hr, "main", c.term)
		hr.Go(q.url + "/my?lang=en")
	}
}
