package casefile

import (
	"encoding/json"
	"slices"
	"testing"

	"yichuang/civil"
)

// TestDoubts says for answers which doubts they raise on 27 April 2026;
// those with a mark block.
func TestDoubts(t *testing.T) {
	on := civil.MustParseDate("2026-04-27")
	born := civil.MustParseDate("1979-03-01")
	expires := civil.MustParseDate("2026-05-20")
	extension := Matter{Deemed: &DeemedPlan{DaysBefore: 30}}
	asks := Matter{Questions: []Question{{ID: "contract-pay", Type: AskAmount, Equals: "job.annual_salary"}}}
	for name, c := range map[string]struct {
		answers string
		matter  Matter
		file    Case
		want    []string
	}{
		"nothing known":                {answers: `{}`},
		"ends before it begins":        {answers: `{"job.contract_from":"2026-06-02","job.contract_until":"2026-06-01"}`, want: []string{"contract-order!"}},
		"ends the day it begins":       {answers: `{"job.contract_from":"2026-06-01","job.contract_until":"2026-06-01"}`},
		"ended yesterday":              {answers: `{"job.contract_until":"2026-04-26"}`, want: []string{"contract-over!"}},
		"ends today":                   {answers: `{"job.contract_until":"2026-04-27"}`},
		"a cancellation may look back": {answers: `{"job.contract_until":"2026-04-26","applicant.passport_expires":"2026-01-01"}`, file: Case{Relief: true}},
		"passport over":                {answers: `{"applicant.passport_expires":"2026-04-26"}`, want: []string{"passport-over!"}},
		"passport shorter":             {answers: `{"applicant.passport_expires":"2027-01-01","job.contract_until":"2027-01-02"}`, want: []string{"passport-shorter"}},
		"blocks stand first":           {answers: `{"employer.licence_expires":"2026-05-01","job.contract_from":"2026-07-01","job.contract_until":"2026-06-01"}`, want: []string{"contract-order!", "licence-shorter"}},
		"another birth date":           {answers: `{"applicant.birth_date":"1979-03-02","applicant.nationality":"KOR"}`, want: []string{"born-differs"}},
		"another nationality":          {answers: `{"applicant.nationality":"JPN"}`, want: []string{"nationality-differs"}},
		"stay over":                    {answers: `{"applicant.in_china":true,"applicant.stay_until":"2026-04-26"}`, want: []string{"stay-over"}},
		"abroad with a residence":      {answers: `{"applicant.in_china":false,"applicant.residence_permit":"work"}`, want: []string{"abroad-resident"}},
		"a month's pay":                {answers: `{"job.annual_salary":29999}`, want: []string{"pay-monthly"}},
		"a year's pay":                 {answers: `{"job.annual_salary":30000}`},
		"contract pays less":           {answers: `{"job.annual_salary":140000,"own.contract-pay":"130000"}`, matter: asks, want: []string{"says-otherwise"}},
		"contract pays the same":       {answers: `{"job.annual_salary":140000,"own.contract-pay":"140000"}`, matter: asks},
		"permit over":                  {answers: `{"previous_permit.valid":true,"previous_permit.valid_until":"2026-04-26"}`, want: []string{"permit-over"}},
		"late extension":               {answers: `{}`, matter: extension, file: Case{Expires: &expires}, want: []string{"extension-late"}},
	} {
		file := c.file
		if err := json.Unmarshal([]byte(c.answers), &file.Answers); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range file.Doubts(c.matter, Registered{BirthDate: &born, Nationality: "KOR"}, on) {
			if d.Blocks {
				d.Key += "!"
			}
			got = append(got, d.Key)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: doubts %v, want %v", name, got, c.want)
		}
	}
}
