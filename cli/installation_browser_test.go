package cli

import (
	"net/http"
	"strings"
	"testing"

	"yichuang/people"
	"yichuang/web/browsertest"
)

// installed are the people of a real installation, each at an own screen.
type installed struct {
	actors
}

const quietWords = "four quiet words here"

// settle takes an invitation: a password, the second factor, the way in.
func (i installed) settle(page *browsertest.Page, invitation string) {
	i.t.Helper()
	page.Go(i.url + invitation)
	page.Fill("#password", quietWords)
	page.Follow("main form button.main")
	page.Fill("#code", appCode(i.t, page.Text("main p .number"), demoTime))
	if status := page.Follow("main form button.main"); status != http.StatusOK {
		i.t.Fatalf("second factor: status %d: %s", status, page.Text("main"))
	}
	page.Follow("main a.main")
}

// newcomer opens a screen and takes an invitation.
func (i installed) newcomer(invitation, lang string) *browsertest.Page {
	i.t.Helper()
	page := i.browser.Person(i.t)
	page.Go(i.url + "/?lang=" + lang)
	i.settle(page, invitation)
	return page
}

// fill fills fields by their ids.
func fill(page *browsertest.Page, fields ...string) {
	for n := 0; n+1 < len(fields); n += 2 {
		page.Fill("#"+fields[n], fields[n+1])
	}
}

// save sends the page's form and wants a page at an address.
func (i installed) save(page *browsertest.Page, at string) {
	i.t.Helper()
	if status := page.Follow("main form button.main"); status != http.StatusOK || !strings.HasPrefix(page.Address(), i.url+at) {
		i.t.Fatalf("status %d at %s, want %s: %s", status, page.Address(), at, page.Text("main"))
	}
}

// creditCode completes a unified social credit code with its check letter.
func creditCode(t *testing.T, first string) string {
	t.Helper()
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if people.ValidCreditCode(first + string(c)) {
			return first + string(c)
		}
	}
	t.Fatalf("no check letter completes %s", first)
	return ""
}

// addOffice adds an office with a remedy text for all its decisions.
func (i installed) addOffice(page *browsertest.Page, id, kind, zh, en string) {
	i.t.Helper()
	page.Go(i.url + "/admin/offices/new")
	fill(page, "id", id, "name_zh", zh, "name_en", en, "places", "650100\nxpcc-12", "letters", "WL",
		"letterhead_zh", zh, "letterhead_en", en, "numbering", "试〔{year}〕{number}号", "phone", "0991-0000000")
	page.Choose("#kind", kind)
	i.save(page, "/admin/offices/"+id+"/remedies")
	fill(page, "all_zh", "可以申请行政复议或者提起行政诉讼。", "all_en", "You may ask for reconsideration or go to court.")
	look(page, "admin-remedies-"+id)
	i.save(page, "/admin/offices")
}

// invite invites an officer and returns the printed invitation.
func (i installed) invite(page *browsertest.Page, name, login, office string, roles ...string) (invitation string) {
	i.t.Helper()
	page.Go(i.url + "/admin/officers/new")
	fill(page, "name", name, "login", login)
	page.Choose("#office", office)
	for _, role := range roles {
		page.Click(`input[name="roles"][value="` + role + `"]`)
	}
	i.save(page, "/admin/officers/new")
	return "/invitation/" + page.Text("#invitation-code")
}

// register registers an organisation with its handler, who then is signed in.
func (i installed) register(as, name, code, handler, login, lang string) *browsertest.Page {
	i.t.Helper()
	page := i.browser.Person(i.t)
	page.Go(i.url + "/register?lang=" + lang + "&as=" + as)
	fill(page, "name", name, "code", code, "representative", "样例", "handler", handler, "login", login)
	page.Choose("#place", "650100")
	look(page, "register-"+as+lang)
	i.save(page, "/invitation/")
	i.settle(page, strings.TrimPrefix(page.Address(), i.url))
	return page
}

// bring loads a number and a calendar year, which answer at once.
func (i installed) bring(admin *browsertest.Page) {
	i.t.Helper()
	admin.Go(i.url + "/admin/parameters/set?lang=zh")
	admin.Choose("#id", "average-wage")
	fill(admin, "place", "乌鲁木齐市", "value", "98,765", "source", "示例公报", "series", "在岗职工")
	admin.Choose("#from", "2026-04-01")
	look(admin, "admin-parameter-zh")
	i.save(admin, "/admin/parameters")
	i.must(admin, "table", "98,765")
	look(admin, "admin-parameters-zh")
	admin.Go(i.url + "/admin/calendars/new")
	admin.Choose("#calendar", "xinjiang")
	fill(admin, "year", "2026", "title", "示例通知", "days", "古尔邦节 | Corban Festival | 2026-05-27 | 2026-05-29")
	look(admin, "admin-calendar-new-zh")
	i.save(admin, "/admin/calendars")
	i.must(admin, "table", "示例通知")
	look(admin, "admin-calendars-zh")
	admin.Go(i.url + "/admin?lang=en")
	if strings.Contains(admin.Text("main"), "Xinjiang working calendar for 2026 is missing") {
		i.t.Error("the loaded year is still missing")
	}
}

// TestInstallation_browser walks a real installation from init to the first case:
// the administrator sets it up, officers take their invitations, an employer
// registers and is verified, gives an agency a mandate, and the agency opens a case.
func TestInstallation_browser(t *testing.T) {
	person, invitation := newPerson(t)
	i := installed{actors{t, person.url, browsertest.Start(t)}}
	admin := i.newcomer(invitation, "zh")
	admin.Go(i.url + "/role?choose=yes")
	admin.Follow(`button[value="administrator"]`)
	i.must(admin, "h1", "系统管理")
	look(admin, "admin-empty-zh")

	i.addOffice(admin, "wl-experts", "foreign-experts", "乌鲁木齐示范外国专家主管部门", "Urumqi foreign-expert department")
	i.addOffice(admin, "wl-exit-entry", "exit-entry", "乌鲁木齐示范出入境管理机构", "Urumqi exit-entry administration")
	look(admin, "admin-offices-zh")
	clerkAt := i.invite(admin, "李示范", "0042", "wl-experts", "clerk")
	look(admin, "admin-handover-zh")
	officerAt := i.invite(admin, "张示范", "zhang@example.org", "wl-experts", "officer", "approver")
	admin.Go(i.url + "/admin/officers?lang=en")
	i.must(admin, "table", "Window clerk, Urumqi foreign-expert department")
	look(admin, "admin-officers-en")
	admin.Follow("tbody tr:nth-child(2) a")
	look(admin, "admin-officer-en")
	admin.Go(i.url + "/admin")
	i.must(admin, ".note", "exit-entry")
	look(admin, "admin-en")
	admin.Go(i.url + "/admin/outbox")
	look(admin, "admin-outbox-en")
	row := "tbody tr:nth-child(1)" // the officer's invitation, to be handed over
	if !strings.Contains(admin.Text(row), "zhang@example.org") {
		row = "tbody tr:nth-child(2)"
	}
	admin.Follow(row + " a")
	admin.Follow(`form[action$="/read"] button`)
	i.must(admin, "#message-text", officerAt)
	look(admin, "admin-message-en")

	admin.Go(i.url + "/admin/slots/wl-experts")
	fill(admin, "length", "30", "from-0", "10:00", "until-0", "13:00", "capacity-0", "2")
	for _, day := range []string{"1", "3"} {
		admin.Click(`input[name="days-0"][value="` + day + `"]`)
	}
	look(admin, "admin-hours-en")
	i.save(admin, "/admin/slots")
	i.must(admin, "table", "10:00–13:00, 2 at once")
	i.bring(admin)

	clerk := i.newcomer(clerkAt, "zh")
	i.must(clerk, ".site-header .menu", "单位登记")
	officer := i.newcomer(officerAt, "en")
	officer.Go(i.url + "/role?choose=yes")
	i.must(officer, "main", "Permit officer")

	agencyCode := creditCode(t, "91650100MA00000A2")
	hr := i.register("", "乌鲁木齐样例储能科技有限公司", creditCode(t, "91650100MA00000A1"), "马样例", "hr@example.org", "zh")
	agent := i.register("agency", "示范国际人才服务有限公司", agencyCode, "孙样例", "agent@example.org", "en")
	hr.Go(i.url + "/org")
	i.must(hr, ".panel", "待核对")
	look(hr, "org-unverified-zh")

	clerk.Go(i.url + "/desk/registrations")
	look(clerk, "registrations-zh")
	clerk.Follow("tbody a")
	clerk.Click(`input[name="found"][value="verified"]`)
	look(clerk, "registration-zh")
	i.save(clerk, "/desk/registrations")
	clerk.Follow("tbody a")
	clerk.Click(`input[name="found"][value="verified"]`)
	i.save(clerk, "/desk/registrations")

	hr.Go(i.url + "/org")
	i.must(hr, ".panel", "已核实")
	agent.Go(i.url + "/agency")
	i.must(agent, "main", "No employer has given")
	hr.Go(i.url + "/org/mandates/new")
	fill(hr, "agent", agencyCode)
	look(hr, "mandate-zh")
	i.save(hr, "/org/mandates")
	i.must(hr, "table", "有效")
	look(hr, "mandates-zh")

	agent.Go(i.url + "/agency")
	look(agent, "agency-en")
	agent.Go(i.url + "/apply?place=650100")
	agent.Click("#m-work-permit-first")
	fill(agent, "name", "EXAMPLE Anna", "passport", "DEMO00001", "birth_date", "1989-08-19")
	agent.Choose("#nationality", "RUS")
	if status := agent.Follow("form[action='/apply'][method=post] button.main"); status != http.StatusOK || !strings.Contains(agent.Address(), "/case/WL26-") {
		t.Fatalf("status %d at %s: %s", status, agent.Address(), agent.Text("main"))
	}
	agent.Go(i.url + "/agency")
	i.must(agent, "main", "1 open case")
	i.remindAndList(agent, hr)
	admin.Go(i.url + "/admin/audit?lang=zh")
	look(admin, "admin-audit-zh")
}

// remindAndList: the agency reminds the employer of what its case lacks, sees it
// once more and that once a day is enough; the employer reads it in Chinese. The
// list of cases names what is open.
func (i installed) remindAndList(agent, hr *browsertest.Page) {
	i.t.Helper()
	agent.Follow("main .actions a.main")
	i.must(agent, "main", "Something is open")
	look(agent, "agency-remind-en")
	agent.Follow("main form button.main")
	i.must(agent, "main", "1 reminder.")
	look(agent, "agency-remind-check-en")
	agent.Follow("main form button.main")
	i.must(agent, "main", "1 reminder sent.")
	look(agent, "agency-remind-sent-en")
	hr.Go(i.url + "/messages")
	i.must(hr, "main", "提醒补齐申请")
	look(hr, "messages-reminded-zh")
	agent.Go(i.url + "/agency/remind?lang=zh")
	look(agent, "agency-remind-zh")
	agent.Follow("main form button.main")
	i.must(agent, "main", "每天一次就够")
	agent.Go(i.url + "/agency/cases")
	i.must(agent, "table", "还缺")
	look(agent, "agency-cases-zh")
	agent.Go(i.url + "/agency?lang=en")
}
