package determination_test

import (
	"slices"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/policy"
)

// person is what somebody would write by hand for a few rules: a struct, and
// plain conditions without a third value, a trace or a clause.
type person struct {
	on, born, awarded                                 civil.Date
	degree, certificate, postdoc, grade               string
	years, score, wage, average                       float64
	claims, school, county                            []string
	matches, former, chineseTaught, fortune, invented bool
	inChina                                           float64
}

func (p *person) read(f *facts.Facts) {
	v := facts.Default()
	get := func(path string) facts.Value { field, _ := v.Lookup(path); return f.Get(field.Slot) }
	word := func(path string) string { field, _ := v.Lookup(path); return field.Words[f.Get(field.Slot).N] }
	words := func(path string) []string {
		field, _ := v.Lookup(path)
		return celValue(field, f.Get(field.Slot)).([]string)
	}
	yes := func(path string) bool { return get(path).N != 0 }
	*p = person{on: civil.Date(get("on").N), born: civil.Date(get("applicant.birth_date").N), awarded: civil.Date(get("applicant.degree.awarded_on").N),
		degree: word("applicant.degree.level"), certificate: word("applicant.vocational_certificate"), postdoc: word("applicant.postdoc"),
		grade: word("applicant.degree.average_grade"), years: get("applicant.experience_years").F, score: get("applicant.degree.average_score").F,
		wage: get("job.annual_salary").F, average: averageWage, claims: words("applicant.claims"), school: words("applicant.degree.school"),
		county: words("employer.county"), matches: yes("applicant.degree.matches_job"), former: yes("applicant.former_chinese_national"),
		chineseTaught: yes("applicant.degree_taught_in_chinese"), fortune: yes("applicant.fortune500_experience"),
		invented: yes("applicant.intellectual_property"), inChina: get("applicant.continuous_years_in_china").F}
}

// handWritten reports whether evaluate answers the rule's condition.
func handWritten(r *policy.Planned) bool {
	return r.Rule.When != nil && r.Clause.Pack.Level == policy.Nation && slices.Contains([]string{"P2", "P5", "P8", "A3.7", "A5", "B1", "B3", "B4", "B5", "B-GRAD"}, r.Clause.ID)
}

func (p *person) evaluate() (held int) {
	has := slices.Contains[[]string]
	age := p.born.CompletedYears(p.on)
	bachelor := p.degree == "bachelor" || p.degree == "master" || p.degree == "doctor"
	for _, v := range [...]bool{
		p.degree == "doctor", p.degree == "master", p.degree == "bachelor",
		p.certificate == "international-highest" || p.certificate == "senior-technician", p.certificate == "technician", p.certificate == "senior-worker",
		p.former, p.chineseTaught && bachelor,
		has(p.school, "high-level") && (has(p.school, "abroad") || !has(p.school, "china")), p.fortune || p.invented, p.inChina >= 5,
		p.wage >= 6*p.average, age <= 40 && (p.postdoc == "china" || p.postdoc == "high-level-abroad"),
		bachelor && p.years >= 2, has(p.claims, "language-teacher"), p.wage >= 4*p.average, has(p.claims, "special-personnel"),
		(p.degree == "master" || p.degree == "doctor") && (has(p.school, "china") || has(p.school, "high-level") || has(p.school, "renowned")) &&
			p.awarded <= p.on && p.on <= p.awarded.AddYears(1) && p.matches && (p.score >= 80 || has([]string{"A+", "A", "A-", "B+", "B"}, p.grade)),
	} {
		if v {
			held++
		}
	}
	return held
}
