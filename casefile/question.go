package casefile

import (
	"encoding/json"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// OwnPrefix begins the answers to a matter's own questions, beside those that
// are facts: "own.<id>".
const OwnPrefix = "own."

// Question is a form field of a matter's own that no determination reads, such
// as what is asked of the service desk; or, among a track's results, what the
// office fills in when it ends the track, such as the school that was found.
type Question struct {
	ID       string       `yaml:"id"`
	Title    people.Words `yaml:"title"`
	Help     people.Words `yaml:"help"`
	Type     QuestionType `yaml:"type"`
	Choices  []Option     `yaml:"choices"`
	Required bool         `yaml:"required"`

	// List names the list of which one row is chosen; Match narrows it to rows
	// whose column (key) has the answer at the path. Take gives the row that was
	// chosen as a result to the case alone.
	List  string            `yaml:"list"`
	Match map[string]string `yaml:"match"`
	Take  *TakePlan         `yaml:"take"`

	// Outcome is the one way to end the track with which the result is filled in,
	// such as to whom a request is handed on.
	Outcome Outcome `yaml:"outcome"`

	Ages     *Ages `yaml:"ages"`     // worked out from an age: asked of nobody
	Computed bool  `yaml:"computed"` // filled in by the window: asked of nobody

	// Fact is a fact that the answer gives beside itself, as Value with the
	// answer in the place of its question mark.
	Fact  string `yaml:"fact"`
	Value string `yaml:"value"`
	// When is the path of a yes-or-no fact: the question is asked beside it, and
	// needed where the answer is yes. Equals is the path of a fact that says the
	// same; where the two differ the applicant is warned before sending.
	When   string `yaml:"when"`
	Equals string `yaml:"equals"`
}

// Option is one answer of a choice.
type Option struct {
	ID    string       `yaml:"id"`
	Title people.Words `yaml:"title"`
}

// QuestionType is how a question is answered.
type QuestionType string

// The types of question. Amounts are whole yuan, not negative.
const (
	AskText   QuestionType = "text"   // one line
	AskLong   QuestionType = "long"   // several lines
	AskDate   QuestionType = "date"   //
	AskAmount QuestionType = "amount" //
	AskChoice QuestionType = "choice" // one of the choices
	AskYes    QuestionType = "yes"    // "yes", or nothing
	AskRow    QuestionType = "row"    // the id of a row of the list
)

// longest is the most letters that an answer to a line, and to several, holds.
var longest = map[QuestionType]int{AskText: 200, AskLong: 4000, AskRow: 80}

// Asked reports whether the question needs an answer: it is required, or the
// fact that it follows from is true.
func (q Question) Asked(answers map[string]json.RawMessage) bool {
	return q.Required || q.When != "" && string(answers[q.When]) == "true"
}

// Path is where the answer stands among a case's answers.
func (q Question) Path() string { return OwnPrefix + q.ID }

// Read checks a text as an answer and returns it as it is kept; "" where
// nothing was answered.
func (q Question) Read(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	wrong := func(key string, args ...any) (string, error) {
		return "", fault.New(fault.Invalid, key, args...).WithPath(q.Path()).WithDetail("%s: %q is no %s", q.Path(), text, q.Type)
	}
	switch q.Type {
	case AskDate:
		on, err := civil.ParseDate(text)
		if err != nil {
			return wrong("fault.form.date")
		}
		return on.String(), nil
	case AskAmount:
		text = strings.ReplaceAll(text, ",", "")
		if strings.Trim(text, "0123456789") != "" || len(text) > 12 {
			return wrong("fault.form.amount")
		}
	case AskYes:
		if text != "yes" {
			return wrong("fault.form.choice")
		}
	case AskChoice:
		if !slices.ContainsFunc(q.Choices, func(o Option) bool { return o.ID == text }) {
			return wrong("fault.form.choice")
		}
	default:
		if most := longest[q.Type]; len([]rune(text)) > most {
			return wrong("fault.form.long", "most", most)
		}
	}
	return text, nil
}

// Own is the case's answer to the question, or "".
func (c Case) Own(q Question) string {
	if q.Ages != nil {
		return c.computed(q)
	}
	var text string
	if json.Unmarshal(c.Answers[q.Path()], &text) != nil {
		return ""
	}
	return text
}

// Hands is to whom the decision hands the request on, or "".
func (p TrackPlan) Hands(d Decision) string {
	i := slices.IndexFunc(p.Results, func(q Question) bool { return q.Outcome == Forwarded })
	if i < 0 || d.Outcome != Forwarded {
		return ""
	}
	return d.Detail[p.Results[i].ID]
}

// CheckResults reads what an office fills in when it ends the track. Required
// results are asked where the outcome is what the applicant asked for; others
// than planned are refused.
func (p TrackPlan) CheckResults(outcome Outcome, given map[string]string) (map[string]string, error) {
	kept := map[string]string{}
	for _, q := range p.Results {
		if q.Computed {
			continue
		}
		text, err := q.Read(given[q.ID])
		if err != nil {
			return nil, err
		}
		if text != "" && q.Outcome != "" && q.Outcome != outcome {
			return nil, fault.New(fault.Invalid, "fault.case.result-outcome").WithPath(q.Path()).WithDetail("track %s: %s goes with %s alone", p.ID, q.ID, q.Outcome)
		}
		if text == "" && q.Required && outcome.Favourable() && (q.Outcome == "" || q.Outcome == outcome) {
			return nil, fault.New(fault.Invalid, "fault.needed").WithPath(q.Path()).WithDetail("track %s: %s is empty", p.ID, q.ID)
		}
		if text != "" {
			kept[q.ID] = text
		}
	}
	for id := range given {
		if !slices.ContainsFunc(p.Results, func(q Question) bool { return q.ID == id && !q.Computed }) {
			return nil, fault.At(OwnPrefix+id, "track %s has no result %q", p.ID, id)
		}
	}
	if len(kept) == 0 {
		return nil, nil
	}
	return kept, nil
}

// checkQuestions reports what is wrong with questions, of a matter or a track.
func checkQuestions(p *problems, of string, questions []Question) {
	for i, q := range questions {
		name := of + " " + q.ID
		p.unless(q.ID != "" && strings.Trim(q.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") == "", "%s: id is not lower case with hyphens", name)
		p.unless(slices.IndexFunc(questions, func(o Question) bool { return o.ID == q.ID }) == i, "%s is given twice", name)
		p.words(name, q.Title)
		p.unless((q.Help.ZH == "") == (q.Help.EN == ""), "%s: help needs zh and en", name)
		types := []QuestionType{AskText, AskLong, AskDate, AskAmount, AskChoice, AskYes, AskRow}
		p.unless(slices.Contains(types, q.Type), "%s: type %q is none of %v", name, q.Type, types)
		p.unless(q.Equals == "" || q.Type == AskAmount || q.Type == AskDate || q.Type == AskText, "%s: only a text, a day or an amount can say the same as a fact", name)
		p.unless(q.Outcome == "" || slices.Contains(outcomes[ForRequest], q.Outcome), "%s: outcome %q ends no request", name, q.Outcome)
		p.unless((q.Type == AskChoice) == (len(q.Choices) > 0), "%s: a choice, and nothing else, lists its choices", name)
		for _, o := range q.Choices {
			p.unless(o.ID != "", "%s: a choice without id", name)
			p.words(name+"/"+o.ID, o.Title)
		}
	}
}
