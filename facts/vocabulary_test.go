package facts_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"yichuang/facts"
)

// public is what users of the program write; a line may be added, never changed
// or taken away. It is the table of the public contract, row by row.
const public = `
on date
place code
zone set
service enum
application enum
applicant.birth_date date
applicant.nationality text
applicant.passport_expires date
applicant.in_china bool
applicant.left_china_since_last_job bool
applicant.visa enum none C D F G J1 J2 K L M Q1 Q2 R S1 S2 X1 X2 Z stay-permit
applicant.stay_until date
applicant.residence_permit enum none work private study family journalist
applicant.work_residence_cancelled_on date
applicant.permanent_residence bool
applicant.degree.level enum none associate bachelor master doctor
applicant.degree.awarded_on date
applicant.degree.school set china abroad high-level renowned
applicant.degree.university text
applicant.degree.average_score number
applicant.degree.average_grade enum F D C- C C+ B- B B+ A- A A+
applicant.degree.matches_job bool
applicant.vocational_certificate enum none senior-worker technician senior-technician international international-highest
applicant.experience_years number
applicant.postdoc enum none china high-level-abroad
applicant.hsk int
applicant.former_chinese_national bool
applicant.degree_taught_in_chinese bool
applicant.fortune500_experience bool
applicant.intellectual_property bool
applicant.good_credit bool
applicant.scarce_talent bool
applicant.enrolled_abroad bool
applicant.founder bool
applicant.representative_office bool
applicant.spouse_foreign bool
applicant.continuous_years_in_china number
applicant.legal_work_years_last5 number
applicant.family_of enum none citizen permanent-resident worker r-visa
applicant.purpose enum work start-business internship
applicant.claims set talent-plan recognised-achievement encouraged-post innovation-entrepreneur-a innovation-entrepreneur skilled language-teacher special-personnel intergovernmental leading-talent scarce-talent shortage-skill city-talent-plan other-personnel short-term quota
applicant.awards set regional-sci-tech tianshan other-regional
applicant.projects list
applicant.projects.level enum municipal provincial national
applicant.projects.major bool
applicant.projects.rank int
applicant.projects.programme enum none two-plus-five city-talent
applicant.paid_in_investment number
applicant.children list
applicant.children.birth_date date
job.annual_salary number
job.months_per_year number
job.occupation text
job.post text
job.contract_from date
job.contract_until date
job.researcher bool
job.own_business bool
job.days int
employer.genuine_need bool
employer.industry_urgent bool
employer.kind set key-university research-institute well-known-enterprise public-institution
employer.prefiled bool
employer.licence_expires date
employer.sector_licence_expires date
employer.county set fiscally-weak key-assistance national-poor
employer.platform set major-platform high-tech
employer.regional_headquarters bool
employer.intra_group_transfer bool
employer.incubator_approved bool
employer.tech_enterprise bool
part_time.kind enum work own-business
part_time.main_consent bool
part_time.second_consent bool
part_time.related bool
part_time.place code
previous_permit.class enum none A B C
previous_permit.issued_in code
previous_permit.occupation text
previous_permit.post text
previous_permit.valid bool
previous_permit.valid_until date
previous_permit.days_allowed int
previous_permit.contract_terminated bool
previous_permit.record_found bool
talent.class enum none A B C
talent.permanent_residence bool
talent.residence_permit enum none work private study family journalist
talent.permit_until date
talent.domestic_workers int
salary_ground.tax_proof bool
years list
years.year int
years.worked bool
years.in_city bool
years.months_resident number
years.wage number
years.tax number
housing.market_rent number
`

// eachField visits the fields and the fields of items, with their full path.
func eachField(visit func(path string, field *facts.Field)) {
	fields := facts.Default().Fields()
	for i := range fields {
		visit(fields[i].Path, &fields[i])
		for j := range fields[i].Item {
			visit(fields[i].Path+"."+fields[i].Item[j].Path, &fields[i].Item[j])
		}
	}
}

func TestDefault_keepsThePublicPaths(t *testing.T) {
	have := map[string]string{}
	eachField(func(path string, field *facts.Field) {
		have[path] = strings.Join(append([]string{path, field.Type.String()}, field.Words...), " ")
	})
	for line := range strings.Lines(strings.TrimSpace(public)) {
		line = strings.TrimSpace(line)
		path, _, _ := strings.Cut(line, " ")
		if !strings.HasPrefix(have[path]+" ", line+" ") {
			t.Errorf("got  %s\nwant %s", have[path], line)
		}
	}
}

// materials are the ids that packs give to papers.
const materials = `application-form experience-proof degree-certificate degree-authentication vocational-certificate no-criminal-record
medical-certificate contract passport photo family-proof ground-proof visa-or-residence entry-exit-stamps leaving-proof
short-work-contract extension-form change-form cancel-form termination-proof reissue-statement invitation enrolment-proof
pay-commitment tax-record employer-qualification legal-person-document power-of-attorney sector-licence`

func TestDefault_namesKnownMaterials(t *testing.T) {
	eachField(func(path string, field *facts.Field) {
		if field.Document != "" && !slices.Contains(strings.Fields(materials), field.Document) {
			t.Errorf("%s: %s is no material", path, field.Document)
		}
	})
}

// Advice must never send anybody to change what is a fact on paper.
func TestDefault_advisesOnlyWhatPeopleCanDo(t *testing.T) {
	var actionable []string
	eachField(func(path string, field *facts.Field) {
		if field.Actionable {
			actionable = append(actionable, path)
		}
	})
	want := []string{"on", "place", "zone", "applicant.degree.level", "applicant.degree.school", "applicant.degree.average_score",
		"applicant.degree.average_grade", "applicant.vocational_certificate", "applicant.hsk", "applicant.claims",
		"employer.genuine_need", "employer.prefiled", "part_time.main_consent", "part_time.second_consent", "salary_ground.tax_proof"}
	if !slices.Equal(actionable, want) {
		t.Errorf("got  %v\nwant %v", actionable, want)
	}
}

var spaceBesideHan = regexp.MustCompile(`\p{Han}\s|\s\p{Han}`)

// The texts follow the house style: full-width punctuation and no typed space
// in Chinese; questions that end as questions; English without Chinese.
func TestDefault_texts(t *testing.T) {
	check := func(path string, w facts.Wording, end bool) {
		if w == (facts.Wording{}) {
			return
		}
		if spaceBesideHan.MatchString(w.Zh) || strings.ContainsAny(w.Zh, ",;?!()\"") {
			t.Errorf("%s: Chinese text with a space or half-width punctuation: %s", path, w.Zh)
		}
		if strings.ContainsFunc(w.En, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || strings.Contains(w.En, "  ") {
			t.Errorf("%s: English text with Chinese or two spaces: %s", path, w.En)
		}
		if end && (!strings.HasSuffix(w.Zh, "。") || !strings.HasSuffix(w.En, ".")) {
			t.Errorf("%s: a sentence without its full stop: %s / %s", path, w.Zh, w.En)
		}
		for sentence := range strings.SplitSeq(w.En, ". ") {
			if n := len(strings.Fields(sentence)); n > 25 {
				t.Errorf("%s: %d words in a sentence: %s", path, n, sentence)
			}
		}
	}
	eachField(func(path string, field *facts.Field) {
		check(path, field.Label, false)
		check(path, field.Help, true)
		check(path, field.Why, true)
		check(path, field.Action, false)
		check(path, field.Question, false)
		for i, label := range field.WordLabels {
			check(fmt.Sprintf("%s %s", path, field.Words[i]), label, false)
		}
		if !strings.HasSuffix(field.Question.Zh, "？") || !strings.HasSuffix(field.Question.En, "?") {
			t.Errorf("%s: no question: %s / %s", path, field.Question.Zh, field.Question.En)
		}
	})
}

// The zones of the vocabulary and of the places are the same list.
func TestDefault_zonesArePlaces(t *testing.T) {
	zone, _ := facts.Default().Lookup("zone")
	var known []string
	for _, z := range shippedPlaces(t).Zones() {
		known = append(known, string(z.ID))
	}
	if slices.Sort(known); !slices.Equal(known, slices.Sorted(slices.Values(zone.Words))) {
		t.Errorf("places: %v\nvocabulary: %v", known, zone.Words)
	}
}
