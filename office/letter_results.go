package office

import (
	"context"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/letter"
	"yichuang/lists"
)

// resultLines are the results that a decision kept, as a letter tells them.
func (s *step) resultLines(ctx context.Context, m casefile.Matter, d casefile.Decision) ([]letter.Fields, error) {
	plan, _ := m.Track(d.Track)
	var out []letter.Fields
	for _, q := range plan.Results {
		text := d.Detail[q.ID]
		if text == "" {
			continue
		}
		value, err := s.resultValue(ctx, q, text)
		if err != nil {
			return nil, err
		}
		out = append(out, letter.Fields{"name": letter.Words(q.Title), "value": value})
	}
	return out, nil
}

func (s *step) resultValue(ctx context.Context, q casefile.Question, text string) (letter.Value, error) {
	switch q.Type {
	case casefile.AskRow:
		kind, row, err := s.listRow(ctx, &s.tx.Reader, lists.ID(q.List), s.file.Place, text)
		return letter.Words(kind.Name(row)), err
	case casefile.AskDate:
		on, err := civil.ParseDate(text)
		return letter.Day(on), err
	case casefile.AskAmount:
		yuan, err := strconv.Atoi(text)
		return letter.Money(yuan), err
	case casefile.AskYes:
		return letter.Key("answer.yes"), nil
	case casefile.AskChoice:
		for _, o := range q.Choices {
			if o.ID == text {
				return letter.Words(o.Title), nil
			}
		}
	}
	return letter.Text(text), nil
}
