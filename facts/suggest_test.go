package facts_test

import (
	"testing"

	"yichuang/facts"
)

func TestVocabulary_Suggest(t *testing.T) {
	for written, want := range map[string]string{
		"job.salry":                 "job.annual_salary",
		"job.salary":                "job.annual_salary",
		"job.anual_salary":          "job.annual_salary",
		"hsk":                       "applicant.hsk",
		"aplicant":                  "applicant",
		"applicant.degre":           "applicant.degree",
		"applicant.degree.lvel":     "applicant.degree.level",
		"applicant.level":           "applicant.degree.level",
		"applicant.Birth_Date":      "applicant.birth_date",
		"applicant.birthdate":       "applicant.birth_date",
		"zones":                     "zone",
		"employer.license_expires":  "employer.licence_expires",
		"previous_permit.vaild":     "previous_permit.valid",
		"applicant.favorite_colour": "",
		"x":                         "",
		"":                          "",
	} {
		got, ok := facts.Default().Suggest(written)
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}
