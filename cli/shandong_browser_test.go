package cli

import (
	"testing"

	"yichuang/web/browsertest"
)

// way is a person who applies inside China, and what the page says of it.
type way struct {
	ground, name, nationality string
	set                       map[string]string
	in, says                  string // the language in which the draft ends, and what opens the way
	paper                     string // one that follows from it
	granted                   bool
}

// ways are the listed grounds of S3.1 but the change of employer, which
// TestLife_Qingdao walks.
var ways = []way{
	{ground: "1", name: "EXAMPLE-AHN Min", nationality: "KOR", in: "en", says: "Visa: M (trade)", paper: "ground-proof",
		set: map[string]string{"applicant.claims": `["talent-plan"]`}},
	{ground: "3", name: "EXAMPLE-WEISS Eva", nationality: "DEU", in: "en", says: "Spouse or child of: A Chinese citizen", paper: "family-proof", granted: true,
		set: map[string]string{"applicant.visa": `"Q2"`, "applicant.family_of": `"citizen"`}},
	{ground: "4", name: "EXAMPLE-LOPEZ Ana", nationality: "ESP", in: "zh", says: "特殊区域：山东自贸试验区", granted: true,
		set: map[string]string{"zone": `["sd-ftz"]`}},
	{ground: "5", name: "EXAMPLE-SATO Ken", nationality: "JPN", in: "en", says: "Regional headquarters: Yes",
		set: map[string]string{"employer.regional_headquarters": "true"}},
	{ground: "6", name: "EXAMPLE-MEIER Urs", nationality: "CHE", in: "zh", says: "集团内部调任：是", granted: true,
		set: map[string]string{"employer.intra_group_transfer": "true"}},
	{ground: "7", name: "EXAMPLE-PETROV Ivan", nationality: "RUS", in: "en", says: "Personnel under an intergovernmental agreement",
		set: map[string]string{"applicant.claims": `["intergovernmental"]`}},
	{ground: "8", name: "EXAMPLE-DUBOIS Luc", nationality: "FRA", in: "zh", says: "代表机构的代表：是",
		set: map[string]string{"applicant.visa": `"Z"`, "applicant.representative_office": "true"}},
	{ground: "9", name: "EXAMPLE-ROSSI Pia", nationality: "ITA", in: "en", says: "Good credit record: Yes", granted: true,
		set: map[string]string{"applicant.legal_work_years_last5": "1", "applicant.good_credit": "true"}},
}

// TestShandong_inCountry is S3.1: each listed ground is answered on the form by an
// employer in Qingdao, and the page before sending names the way, its clause and the
// answers that open it, in the one language or the other. Four are granted. A case on
// no listed ground is accepted by the officer (10) and granted; who is short of a
// year, outside the zone and without a visa is refused by the clause.
func TestShandong_inCountry(t *testing.T) {
	q := newQingdao(t)
	hr := q.be("hr-lu", "zh")
	for _, c := range ways {
		number := q.types(hr, "work-permit-first", candidate{c.name, "DEMO3100" + c.ground, "1986-03-10", c.nationality, engineer(c.set)}, c.in)
		if c.paper != "" {
			q.reads(hr, "#at-"+c.paper, "paper.pdf") // handed in for it
		}
		hr.Go(q.url + "/case/" + number + "/check")
		q.reads(hr, "#way", c.says)
		q.reads(hr, "#way", map[string]string{"zh": "符合", "en": "Met"}[c.in])
		q.reads(hr, "#way", map[string]string{"zh": "鲁 S3.1", "en": "Shandong S3.1"}[c.in])
		if c.ground == "3" {
			look(hr, "shandong-way-open-en")
		}
		q.declares(hr)
		if c.granted {
			q.accept(number)
			q.grants(number, "属于山东措施三（一）所列情形，材料齐全。", "2028年4月30日", "")
			hr.Go(q.url + "/case/" + number)
			q.reads(hr, ".case-bar", map[string]string{"zh": "已办结", "en": "Closed"}[c.in])
		}
		hr.Go(q.url + "/my?lang=zh")
	}
	q.shortPermit(hr)
	q.accepted(hr)
	q.notAccepted(hr)
}

// shortPermit is the other half of ground 8: the holder of a permit of 90 days, hired
// within its stay. Because a permit was held before, S3.3 lets a commitment stand for
// two papers.
func (q *qingdao) shortPermit(hr *browsertest.Page) {
	number := q.types(hr, "work-permit-first", candidate{"EXAMPLE-NOVAK Jan", "DEMO31080", "1986-03-10", "CZE", engineer(map[string]string{
		"applicant.stay_until": `"2026-05-20"`, "previous_permit.class": `"B"`, "previous_permit.issued_in": `"370200"`, "previous_permit.occupation": `"engineer"`,
		"previous_permit.post": `"process engineer"`, "previous_permit.days_allowed": "90", "previous_permit.valid": "true",
	})}, "en")
	hr.Go(q.url + "/case/" + number)
	for _, slot := range []string{"experience-proof", "degree-authentication"} {
		q.reads(hr, "#at-"+slot, "Commitment is enough")
		q.reads(hr, "#at-"+slot, "Shandong S3.3")
	}
	hr.Go(q.url + "/case/" + number + "/check")
	q.reads(hr, "#way", "Days the previous permit allowed: 90")
	q.reads(hr, "#way", "Met")
	q.declares(hr)
}

// accepted is ground 10: nothing listed holds, the officer accepts the case in words
// that the approver reads first, and it is granted.
func (q *qingdao) accepted(hr *browsertest.Page) {
	number := q.types(hr, "work-permit-first", candidate{"EXAMPLE-SILVA Rui", "DEMO31010", "1986-03-10", "PRT", engineer(nil)}, "en")
	hr.Go(q.url + "/case/" + number + "/check")
	q.reads(hr, "#way", "Officer decides")
	q.reads(hr, "#way", "Apply from abroad")
	q.reads(hr, "#warnings-title + p + ul", "The authority may accept the case all the same")
	look(hr, "shandong-way-officer-en")
	q.declares(hr)
	q.accept(number)
	q.finds(number, "route:in-country", "met", "关键设备须在停机期内由其调试，出境再来将误工期。", "shandong-way-condition-zh")
	q.reads(q.officer, `tr[id="at-route:in-country"]`, "鲁 S3.1")
	q.reads(q.officer, `tr[id="at-route:in-country"]`, "须在停机期内由其调试")
	look(q.officer, "shandong-way-file-zh")
	q.grants(number, "属于审批机关认定的其他情形。", "2028年4月30日", "")
	hr.Go(q.url + "/case/" + number)
	q.reads(hr, ".case-bar", "Closed")
}

// notAccepted is short of a year of work, outside the zone and without a visa, though
// family of a citizen: no ground holds, and the officer does not accept the case.
func (q *qingdao) notAccepted(hr *browsertest.Page) {
	number := q.types(hr, "work-permit-first", candidate{"EXAMPLE-KHAN Omar", "DEMO31011", "1986-03-10", "PAK", engineer(map[string]string{
		"applicant.visa": `"none"`, "applicant.stay_until": `"none"`, "applicant.family_of": `"citizen"`, "applicant.legal_work_years_last5": "0.9",
	})}, "zh")
	hr.Go(q.url + "/case/" + number + "/check")
	q.reads(hr, "#way", "需审批机关认定")
	q.reads(hr, "#way", "境外申请")
	q.declares(hr)
	q.accept(number)
	q.finds(number, "route:in-country", "not", "近五年合法工作不满一年，单位不在自贸区，无有效签证。", "")
	q.refuses(number, "不属于可以在境内申请的情形，可在境外申请。", "cn-370000-2023/S3.1", "shandong-way-refusal-zh")
	hr.Go(q.url + "/case/" + number + "?lang=en")
	q.reads(hr, ".case-bar", "Refused")
	q.reads(hr, "main", "不属于可以在境内申请的情形")
	q.readLetter(hr, "Decision to refuse", "Apply in China", "Shandong measure 3 (1)")
	look(hr, "shandong-way-letter")
}
