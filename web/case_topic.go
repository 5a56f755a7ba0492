package web

import (
	"cmp"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/locale"
)

// topics are the subjects into which a long form is cut, in the order in which
// they are asked: one a page. A path that ends in a dot stands for all below it;
// a whole path goes before those.
var topics = []struct {
	id    string
	paths []string
}{
	{"person", []string{
		"applicant.birth_date", "applicant.nationality", "applicant.passport_expires", "applicant.in_china", "applicant.left_china_since_last_job",
		"applicant.visa", "applicant.stay_until", "applicant.residence_permit", "applicant.work_residence_cancelled_on", "applicant.permanent_residence",
		"applicant.former_chinese_national", "applicant.family_of", "applicant.spouse_foreign", "applicant.children", "applicant.good_credit",
		"applicant.continuous_years_in_china", "applicant.legal_work_years_last5", "applicant.purpose", "applicant.enrolled_abroad", "years",
	}},
	{"job", []string{"job.", "zone", "salary_ground.", "part_time."}},
	{"experience", []string{"applicant."}},
	{"employer", []string{"employer."}},
	{"before", []string{"previous_permit."}},
	{"talent", []string{"talent.", "housing."}},
	{"more", []string{"", casefile.OwnPrefix}},
}

// onePage is up to how many fields a form is asked on one page.
const onePage = 12

// wholeForm is the topic of a form that is asked on one page.
const wholeForm = "all"

// topic is a page of a case's form: facts and the matter's own questions.
type topic struct {
	ID        string
	Fields    []string
	Questions []casefile.Question
}

// topicsOf cuts the form of a matter.
func topicsOf(m casefile.Matter) []topic {
	if len(m.Fields)+len(m.Questions) <= onePage {
		return []topic{{ID: wholeForm, Fields: m.Fields, Questions: m.Questions}}
	}
	all := make([]topic, len(topics))
	for i := range topics {
		all[i].ID = topics[i].id
	}
	for _, path := range m.Fields {
		t := &all[topicOf(path)]
		t.Fields = append(t.Fields, path)
	}
	for _, q := range m.Questions {
		beside := cmp.Or(q.When, q.Equals, q.Path())
		t := &all[topicOf(beside)]
		t.Questions = append(t.Questions, q)
	}
	return slices.DeleteFunc(all, func(t topic) bool { return len(t.Fields)+len(t.Questions) == 0 })
}

// topicOf is the index of the topic in which a path is asked.
func topicOf(path string) int {
	below := len(topics) - 1
	for i, t := range topics {
		for _, p := range t.paths {
			if p == path {
				return i
			}
			if below == len(topics)-1 && strings.HasSuffix(p, ".") && strings.HasPrefix(path, p) {
				below = i
			}
		}
	}
	return below
}

// holds reports whether the path is asked on the topic's page.
func (t topic) holds(path string) bool {
	return slices.Contains(t.Fields, path) || slices.ContainsFunc(t.Questions, func(q casefile.Question) bool { return q.Path() == path })
}

// name is the heading of the topic's page.
func (t topic) name(p *locale.Printer) string { return p.T("topic." + t.ID) }

// href is the address of the topic's page.
func (t topic) href(c casefile.Case) string {
	if t.ID == wholeForm {
		return "/case/" + string(c.Number) + "/answers"
	}
	return "/case/" + string(c.Number) + "/task/" + t.ID
}

// state says how far a topic is: which of what is missing is asked in it, and
// how many of its questions are answered.
func (t topic) state(p *locale.Printer, c casefile.Case, missing []string) Tag {
	open, answered := 0, 0
	for _, m := range missing {
		if t.holds(m) {
			open++
		}
	}
	for path := range c.Answers {
		if t.holds(path) {
			answered++
		}
	}
	switch {
	case open > 0:
		return Tag{"warn", "", p.T("task.open", "n", open)}
	case answered == 0:
		return Tag{"", "", p.T("task.optional")}
	}
	return Tag{"ok", "check", p.T("task.done")}
}
