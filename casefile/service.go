package casefile

import (
	"encoding/json"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// Demand is what a request must show to be sent: that an answer is one of some
// texts ("true" of a yes-or-no fact), or that its determination gives an
// entitlement. Refusal is what people read where it does not.
type Demand struct {
	Path        string       `yaml:"path"`
	Is          []string     `yaml:"is"`
	Entitlement string       `yaml:"entitlement"`
	Refusal     people.Words `yaml:"refusal"`
}

// Refused is the first demand that the case does not meet, as a fault that
// carries the matter's own words; nil where all are met.
func (m Matter) Refused(c Case, entitled func(id string) bool) error {
	for _, d := range m.Demands {
		if d.Entitlement != "" && !entitled(d.Entitlement) || d.Path != "" && !slices.Contains(d.Is, c.said(m, d.Path)) {
			return fault.New(fault.Conflict, "fault.service.demand", "refusal", d.Refusal).WithPath(d.Path).
				WithDetail("matter %s demands %s%s", m.ID, d.Path, d.Entitlement)
		}
	}
	return nil
}

// said is an answer as text: of a fact, or of one of the matter's own questions.
func (c Case) said(m Matter, path string) string {
	if id, own := strings.CutPrefix(path, OwnPrefix); own {
		if q, ok := m.Question(id); ok {
			return c.Own(q)
		}
	}
	var text string
	if raw := c.Answers[path]; json.Unmarshal(raw, &text) != nil {
		return string(raw) // true, false, a number
	}
	return text
}

// Question returns the matter's own question with the id.
func (m Matter) Question(id string) (q Question, ok bool) {
	i := slices.IndexFunc(m.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return q, false
	}
	return m.Questions[i], true
}

// Matching are the cells that a row of the question's list must have to be
// chosen in this case, by column; what was not answered narrows nothing.
func (c Case) Matching(m Matter, q Question) map[string]string {
	cells := map[string]string{}
	for column, path := range q.Match {
		if text := c.said(m, path); text != "" && text != "null" {
			cells[column] = text
		}
	}
	return cells
}

// Ages computes a choice from a birth date: the step that holds the completed
// years on a day of the year in which the request is made.
type Ages struct {
	Of    string    `yaml:"of"`  // id of the question with the birth date
	Day   string    `yaml:"day"` // month and day, "08-31"
	Steps []AgeStep `yaml:"steps"`
}

// AgeStep is a span of completed years, both included, and its choice.
type AgeStep struct {
	From   int    `yaml:"from"`
	Until  int    `yaml:"until"`
	Choice string `yaml:"choice"`
}

// choose is the choice for somebody born on the day, or "" where no step holds.
func (a Ages) choose(birth, on civil.Date) string {
	day, err := civil.ParseDate(on.String()[:5] + a.Day)
	if err != nil {
		return ""
	}
	years := int(birth.CompletedYears(day))
	for _, s := range a.Steps {
		if s.From <= years && years <= s.Until {
			return s.Choice
		}
	}
	return ""
}

// computed is the answer to a question that is worked out from another.
func (c Case) computed(q Question) string {
	var text string
	if json.Unmarshal(c.Answers[OwnPrefix+q.Ages.Of], &text) != nil {
		return ""
	}
	birth, err := civil.ParseDate(text)
	if err != nil {
		return ""
	}
	on, sent := c.Moments[AtSubmission]
	if !sent {
		on = civil.DateOf(c.ChangedAt)
	}
	return q.Ages.choose(birth, on)
}

// TakePlan says that the row chosen as a result is given to the case alone, until
// it is handed back, and at what price.
type TakePlan struct {
	Entitlement string `yaml:"entitlement"` // that the case's determination must give
	Percent     string `yaml:"percent"`     // its detail that says which part of the row's price is paid
	Price       string `yaml:"price"`       // column of the row with the full price
	As          string `yaml:"as"`          // id of the result that keeps what is paid
	Reserved    string `yaml:"reserved"`    // column of rows ("yes") for those alone who pay less than the full price
}

// HandedBack frees what a decision gave to the case.
type HandedBack struct {
	Track  TrackID    `json:"track"`
	Result string     `json:"result"` // id of the result that named the row
	Row    string     `json:"row"`
	On     civil.Date `json:"on"`
}

// HandedBackOn is the entry of a decision's detail with the day on which the
// result's row was handed back.
func HandedBackOn(result string) string { return result + "-handed-back" }

// Kind is "handed-back".
func (HandedBack) Kind() Kind { return "handed-back" }

func (b HandedBack) fold(c *Case, _ Event) {
	t := c.track(b.Track)
	if t == nil || t.Decision == nil {
		return
	}
	decision := *t.Decision
	decision.Detail = map[string]string{HandedBackOn(b.Result): b.On.String()}
	for k, v := range t.Decision.Detail {
		if k != HandedBackOn(b.Result) {
			decision.Detail[k] = v
		}
	}
	t.Decision = &decision
}

// HandBack records that what the track's decision gave was handed back.
func (c Case) HandBack(by By, track TrackID, result string) ([]Event, error) {
	if err := c.begin(by, people.HandBack, track); err != nil {
		return nil, err
	}
	t, _ := c.Track(track)
	if t.Decision == nil || t.Decision.Detail[result] == "" || t.Decision.Detail[HandedBackOn(result)] != "" {
		return nil, fault.New(fault.Conflict, "fault.service.nothing-held").WithDetail("track %s holds no %s", track, result)
	}
	return c.emit(by, HandedBack{Track: track, Result: result, Row: t.Decision.Detail[result], On: by.On()}), nil
}

// checkServices reports what is wrong with demands, and with questions that read
// lists or are computed.
func (m Matter) checkServices(p *problems) {
	for _, d := range m.Demands {
		p.unless((d.Path == "") != (d.Entitlement == ""), "a demand names an answer or an entitlement, not both (%q, %q)", d.Path, d.Entitlement)
		p.unless((d.Path == "") == (len(d.Is) == 0), "demand %s: say what the answer must be", d.Path)
		p.words("demand "+d.Path+d.Entitlement+": refusal", d.Refusal)
	}
	p.unless(m.Otherwise == people.Words{} || m.Otherwise.ZH != "" && m.Otherwise.EN != "", "otherwise needs zh and en")
	for _, q := range m.Questions {
		p.unless(q.Take == nil && !q.Computed, "question %s: only a result takes a row or is computed by the office", q.ID)
		m.checkQuestion(p, q)
	}
	for _, t := range m.Tracks {
		for _, q := range t.Results {
			p.unless(q.Ages == nil, "result %s: only a question is worked out from an age", q.ID)
			m.checkQuestion(p, q)
			if q.Take != nil {
				p.unless(slices.ContainsFunc(t.Results, func(r Question) bool { return r.ID == q.Take.As && r.Computed }), "result %s: as names no computed result", q.ID)
			}
		}
	}
}

func (m Matter) checkQuestion(p *problems, q Question) {
	p.unless((q.Type == AskRow) == (q.List != ""), "question %s: a row, and nothing else, names its list", q.ID)
	p.unless(q.Take == nil || q.Type == AskRow, "question %s: only a row is taken", q.ID)
	p.unless((q.Fact == "") == (q.Value == ""), "question %s: fact and value go together", q.ID)
	if q.Ages != nil {
		of, ok := m.Question(q.Ages.Of)
		p.unless(ok && of.Type == AskDate && q.Type == AskChoice, "question %s: a choice is worked out from a question with a date", q.ID)
		for _, s := range q.Ages.Steps {
			p.unless(slices.ContainsFunc(q.Choices, func(o Option) bool { return o.ID == s.Choice }), "question %s: %q is none of its choices", q.ID, s.Choice)
		}
	}
}
