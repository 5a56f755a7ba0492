package casefile

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

func answered(pairs ...string) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = json.RawMessage(pairs[i+1])
	}
	return out
}

// TestAges_schoolStage counts completed years on 31 August of the year in which
// the request is made: on the day, a day past it, and at both ends.
func TestAges_schoolStage(t *testing.T) {
	m := matter(t, "schooling")
	q, ok := m.Question("stage")
	if !ok {
		t.Fatal("no question stage")
	}
	for birth, want := range map[string]string{
		"2023-08-31": "kindergarten", "2023-09-01": "", // three on the day, a day short
		"2020-09-01": "kindergarten", "2020-08-31": "primary", "2014-09-01": "primary", "2014-08-31": "junior",
		"2011-09-01": "junior", "2011-08-31": "", "2027-01-01": "",
	} {
		c := Case{Answers: answered("own.child-birth", `"`+birth+`"`), ChangedAt: day("2026-04-27").Time()}
		if got := c.Own(q); got != want {
			t.Errorf("born %s: got %q, want %q", birth, got, want)
		}
		err := m.Refused(c, func(string) bool { return true })
		if (err == nil) != (want != "") {
			t.Errorf("born %s: got %v", birth, err)
		}
	}
	sent := Case{Answers: answered("own.child-birth", `"2020-09-01"`), ChangedAt: day("2027-03-01").Time(), Moments: map[Moment]civil.Date{AtSubmission: day("2026-04-27")}}
	if got := sent.Own(q); got != "kindergarten" {
		t.Errorf("a year later: got %q, want the stage on the day it was sent", got)
	}
}

// TestRefused_housingFund: withdrawing asks for the card, the end of the job and
// leaving the country, all of them, each with its own words.
func TestRefused_housingFund(t *testing.T) {
	m := matter(t, "housing-fund-withdrawal")
	entitled := true
	given := func(string) bool { return entitled }
	c := Case{Answers: answered("previous_permit.contract_terminated", "true", "own.leaving", `"yes"`)}
	if err := m.Refused(c, given); err != nil {
		t.Fatalf("got %v", err)
	}
	words := map[string]bool{}
	for name, change := range map[string]func(){
		"no card":        func() { entitled = false },
		"still employed": func() { c.Answers["previous_permit.contract_terminated"] = json.RawMessage("false") },
		"not said":       func() { delete(c.Answers, "previous_permit.contract_terminated") },
		"stays":          func() { delete(c.Answers, "own.leaving") },
	} {
		entitled = true
		c.Answers = answered("previous_permit.contract_terminated", "true", "own.leaving", `"yes"`)
		change()
		var f *fault.Error
		if err := m.Refused(c, given); !errors.As(err, &f) || f.Code != fault.Conflict {
			t.Errorf("%s: got %v, want a refusal", name, err)
			continue
		}
		words[f.Args[1].(people.Words).EN] = true
	}
	if len(words) != 3 {
		t.Errorf("got %d refusals, want one for the card, one for the job, one for leaving", len(words))
	}
}

// TestMatching narrows a list to what was answered: an own answer, a computed
// one, a fact; an open answer narrows nothing.
func TestMatching(t *testing.T) {
	school := matter(t, "schooling").Tracks[0].Results[0]
	c := Case{Answers: answered("own.child-birth", `"2016-01-01"`), ChangedAt: day("2026-04-27").Time()}
	if got := c.Matching(matter(t, "schooling"), school); got["stages"] != "primary" {
		t.Errorf("got %v", got)
	}
	call, _ := matter(t, "programme").Question("call")
	if got := (Case{Answers: answered("previous_permit.class", `"B"`)}).Matching(matter(t, "programme"), call); got["classes"] != "B" {
		t.Errorf("got %v", got)
	}
	if got := (Case{}).Matching(matter(t, "programme"), call); len(got) != 0 {
		t.Errorf("got %v, want nothing narrowed", got)
	}
}

// TestReadMatter_namesFaultsOfServices at once.
func TestReadMatter_namesFaultsOfServices(t *testing.T) {
	const broken = `
id: x
kind: request
title: {zh: 题, en: T}
summary: {zh: 要, en: S}
roles: [applicant]
letters: [reply]
tracks:
  - id: service
    office: housing
    role: partner
    results: [{id: unit, type: row, list: flats, title: {zh: 房, en: Flat}, take: {as: rent}}]
demands: [{refusal: {zh: 否}}, {path: own.a, refusal: {zh: 否, en: "No"}}]
otherwise: {zh: 否}
questions:
  - {id: a, type: row, title: {zh: 甲, en: A}}
  - {id: b, type: text, list: flats, title: {zh: 乙, en: B}, computed: true, fact: place}
  - {id: c, type: choice, title: {zh: 丙, en: C}, choices: [{id: y, title: {zh: 是, en: "Yes"}}], ages: {of: a, day: "08-31", steps: [{choice: z}]}}
`
	_, err := ReadMatter([]byte(broken))
	if err == nil {
		t.Fatal("read a broken matter")
	}
	for _, want := range []string{"names an answer or an entitlement", "refusal needs", "say what the answer must be", "otherwise needs", "question a: a row",
		"question b: a row", "question b: only a result", "fact and value", "worked out from a question with a date", `"z" is none`, "as names no computed result"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the report does not name %s:\n%v", want, err)
		}
	}
}
