package letter

import (
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
)

func day(s string) civil.Date { return civil.MustParseDate(s) }

func words(zh, en string) Words { return Words{ZH: zh, EN: en} }

// goodFields has every field that any kind asks for; kinds take what they need.
func goodFields() Fields {
	at := Moment(time.Date(2026, 4, 27, 9, 41, 0, 0, civil.Beijing))
	return Fields{
		"received": at, "due": Due(day("2026-05-09")), "receiver": Text("李示范"),
		"consequence": words("本机关按现有材料作出决定。", "we decide on the papers that we have."),
		"accepted":    Day(day("2026-04-27")), "reason": words("拟聘岗位与申请人的工作经历不相关，申请材料不能证明符合规定条件。", "The post does not match the person's experience, and the papers do not prove that the conditions are met."),
		"signed_by": Text("王样例"), "signed_at": at, "from": Day(day("2026-04-29")), "until": Day(day("2028-04-28")),
		"pause_ground": Key("ground-of-pause.expert-review"), "restart": words("收到专家评审意见", "the experts' opinion has come"), "former_due": Due(day("2026-05-09")),
		"days": Length{10, casefile.InWorkingDays}, "permit": Text("DEMO2026000172"), "person": Text("KIM Demoho 金样例"),
		"nationality": words("韩国", "Korea"), "passport": Text("M••••1234"),
		"employer": words("青岛样例精密模具有限公司", "Qingdao Example Precision Mould Co., Ltd"),
		"post":     words("工艺研究员", "process researcher"), "class": words("外国专业人才（B类）", "professional (class B)"),
		"cap":    words("首次许可期限不超过2年。", "A first permit lasts two years at most."),
		"notice": Text("DEMO-N-0172"), "visa": words("具体要求以签证机关的说明为准。", "The visa office tells you what it needs."),
		"facts":    words("申请人提交的工作资历证明载明其从事模具加工八年，未载明研究工作。", "The certificate of experience shows eight years of mould making and no research."),
		"reissued": Day(day("2026-04-29")), "ended_on": Day(day("2026-04-29")), "decided": Text("示专许准〔2025〕3号"),
		"heard": Day(day("2026-04-20")), "statement": words("当事人认为承诺内容属实。", "the party holds that the promise was true."),
		"filed": Day(day("2026-04-27")), "ground": words("入选国内人才引进计划", "selected for domestic talent programmes"),
		"withdrawn": Day(day("2026-04-27")), "proposed": words("不予许可", "to refuse the permit"),
		"party": words("青岛样例精密模具有限公司", "Qingdao Example Precision Mould Co., Ltd"), "measure": words("暂停受理其新的申请", "no new application is accepted"),
		"contest_by": Due(day("2026-05-20")), "repair": words("改正失信行为并提交证明后可以申请。", "apply once the conduct is put right and proved."),
		"letter": words("受理通知书", "Notice of acceptance"), "letter_number": Text("示专许受〔2026〕12号"),
		"addressee": words("青岛样例精密模具有限公司", "Qingdao Example Precision Mould Co., Ltd"), "delivered_how": words("窗口领取", "at the counter"),
		"delivered_at": at, "delivered_by": Text("李示范"),
	}
}

func goodLists() map[string][]Fields {
	clause := words("山东措施第三条第四项", "Shandong measure 3(4)")
	fault := Fields{"paper": words("学历证明", "certificate of the degree"), "page": Count(2),
		"fault": words("译文没有加盖翻译机构印章。", "The translation has no seal of the translation agency."),
		"fix":   words("请提交加盖印章的译文原件。", "Send the sealed original of the translation."), "clause": clause}
	other := Fields{"paper": words("国内市场招聘说明", "account of the search on the home market"),
		"fault": words("材料缺失。", "The paper is missing."), "fix": words("请提交招聘公告和结果说明。", "Send the job notices and their result.")}
	return map[string][]Fields{
		"papers": {
			{"paper": words("劳动合同", "employment contract"), "form": words("原件", "original"), "count": Count(1), "due": Due(day("2026-05-20"))},
			{"paper": words("护照信息页", "passport data page"), "form": words("复印件", "copy"), "count": Count(2), "due": Due(day("2026-05-20"))},
		},
		"corrections": {fault, other},
		"limits": {
			{"step": words("外国专家主管部门作出决定", "decision of the foreign-expert department"), "due": Due(day("2026-05-09")), "clause": clause},
			{"step": words("送达决定", "delivery of the decision"), "due": Due(day("2026-05-22")),
				"provisional": words("2027年节假日安排尚未公布", "the holidays of 2027 are not published yet")},
		},
		"clauses":    {{"cite": clause}, {"cite": words("中华人民共和国行政许可法第四十二条", "Administrative Licence Law art. 42")}},
		"promises":   {{"text": words("所提交的内容真实有效。", "What was handed in is true and valid.")}},
		"conditions": {{"text": words("延续时提交个人所得税完税证明", "show proof of income tax when you extend"), "clause": clause}},
		"duties":     {{"text": words("个人信息变更之日起十个工作日内申请变更。", "Apply for a change within ten working days of a change of personal data.")}},
		"findings":   {{"condition": words("工作经历", "experience"), "finding": words("不符合", "not met"), "clause": clause}},
		"changes":    {{"what": words("用人单位", "employer"), "before": words("乌鲁木齐样例储能科技有限公司", "Urumqi Example Storage Ltd"), "after": words("青岛样例精密模具有限公司", "Qingdao Example Precision Mould Co., Ltd")}},
		"answers":    {{"text": words("子女可以就近入学。", "The child may attend the nearest school.")}},
	}
}

// goodLetter is a letter of the kind with everything it may say.
func goodLetter(kind casefile.LetterKind) Letter {
	l := Letter{
		Kind: kind, Number: "示范专许〔2026〕12号", Case: "QD26-004172-R", On: day("2026-04-29"),
		Matter:    people.Words{ZH: "外国人工作许可（首次）", EN: "Work permit, first"},
		Office:    goodOffice(),
		Addressee: people.Words{ZH: "青岛样例精密模具有限公司", EN: "Qingdao Example Precision Mould Co., Ltd"},
		Remedy:    people.Words{ZH: "不服本决定的，可以按照本机关公布的方式申请行政复议或者提起行政诉讼。", EN: "You may ask for administrative reconsideration or go to court as this office has published."},
		Fields:    goodFields(), Lists: goodLists(), CheckCode: "7F3K-92QD", Specimen: true,
	}
	if NeedsOf(kind).QR {
		l.QR = "https://demo.example/verify#eyJhbGciOiJFZERTQSJ9.demo.demo"
	}
	return l
}

func goodOffice() people.Office {
	return people.Office{
		ID: "demo-experts", Kind: people.ForeignExperts, Name: people.Words{ZH: "示范市外国专家局", EN: "Demo City Foreign Expert Bureau"},
		Letterhead: people.Words{ZH: "示范市外国专家局", EN: "Demo City Foreign Expert Bureau"},
		Address:    people.Words{ZH: "示范市样例路1号", EN: "1 Example Road, Demo City"}, Phone: "0000-0000000",
		Numbering: "示范专许〔{year}〕{number}号",
	}
}

// must fails the test unless err is nil.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
