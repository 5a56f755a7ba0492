package web

import (
	"encoding/json"
	"net/http"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/people"
)

// detailLine is a question with its answer.
type detailLine struct{ Name, Text string }

// ownInputs are the fields of questions; prefix keeps several forms of a page
// apart.
func ownInputs(p *locale.Printer, prefix string, questions []casefile.Question) []Input {
	var fields []Input
	none := p.T("page.answers.open")
	if prefix != "" { // of an office, which has to choose
		none = p.T("page.begin.choose")
	}
	for _, q := range questions {
		if q.Ages != nil || q.Computed {
			continue // worked out, asked of nobody
		}
		f := Input{ID: prefix + q.Path(), Type: "text", Label: pick(p, q.Title), Hint: pick(p, q.Help)}
		if !q.Required {
			f.Label = p.T("field.optional", "label", f.Label)
		}
		switch q.Type {
		case casefile.AskLong:
			f.Type, f.Rows = "textarea", 5
		case casefile.AskDate:
			f.Type = "date"
		case casefile.AskAmount:
			f.Mode, f.Unit = "numeric", p.T("unit.fact.CNY")
		case casefile.AskYes:
			f.Type, f.Choices = "checks", []Choice{{Value: "yes", Label: f.Label}}
		case casefile.AskChoice:
			f.Type, f.Choices = "select", []Choice{{Value: "", Label: none}}
			for _, o := range q.Choices {
				f.Choices = append(f.Choices, Choice{Value: o.ID, Label: pick(p, o.Title)})
			}
		}
		fields = append(fields, f)
	}
	return fields
}

// ownValues are the case's answers to its own questions, by input.
func ownValues(c casefile.Case, questions []casefile.Question) map[string][]string {
	known := map[string][]string{}
	for _, q := range questions {
		if text := c.Own(q); text != "" {
			known[q.Path()] = []string{text}
		}
	}
	return known
}

// readOwn reads the answers to a matter's own questions out of a form; problems
// are by path. An empty one takes the answer back.
func readOwn(r *http.Request, p *locale.Printer, c casefile.Case, questions []casefile.Question, set map[string]json.RawMessage, problems map[string]string) error {
	for _, q := range questions {
		if q.Ages != nil {
			continue
		}
		text, err := q.Read(r.PostFormValue(q.Path()))
		if err != nil {
			problems[q.Path()] = faultText(p, err, "invalid")
			continue
		}
		if text == "" {
			if c.Own(q) != "" {
				set[q.Path()] = json.RawMessage("null")
			}
			continue
		}
		if set[q.Path()], err = json.Marshal(text); err != nil {
			return err
		}
	}
	return nil
}

// detailLines are answers as people read them; what was not answered is left out.
func detailLines(p *locale.Printer, questions []casefile.Question, answer func(casefile.Question) string) []detailLine {
	var out []detailLine
	for _, q := range questions {
		if text := answer(q); text != "" {
			out = append(out, detailLine{pick(p, q.Title), ownText(p, q, text)})
		}
	}
	return out
}

// ownText is one answer in words.
func ownText(p *locale.Printer, q casefile.Question, text string) string {
	switch q.Type {
	case casefile.AskYes:
		return p.T("answer.yes")
	case casefile.AskAmount:
		if yuan, err := strconv.Atoi(text); err == nil {
			return p.Money(float64(yuan))
		}
	case casefile.AskDate:
		if on, err := civil.ParseDate(text); err == nil {
			return p.Date(on)
		}
	case casefile.AskChoice:
		for _, o := range q.Choices {
			if o.ID == text {
				return pick(p, o.Title)
			}
		}
	}
	return text
}

// resultsOf reads a track's results out of the form that ends it.
func resultsOf(r *http.Request, plan casefile.TrackPlan) map[string]string {
	given := map[string]string{}
	for _, q := range plan.Results {
		if text := plainText(r.PostFormValue(string(plan.ID) + "." + q.Path())); text != "" {
			given[q.ID] = text
		}
	}
	return given
}

func pick(p *locale.Printer, w people.Words) string { return p.Pick(w.ZH, w.EN) }
