package office

import (
	"encoding/json"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
)

// TestConsultation_handedOn: a question that is handed on names who takes it over,
// in the case, the letter and the message; any other answer names nobody.
func TestConsultation_handedOn(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		w.desks()
		ctx := t.Context()
		c, err := w.asks(annaHerself, "consultation-culture", map[string]string{"own.wish": `"course"`, "own.question": `"Evening courses?"`})
		must(t, err)
		c = must2(w.Submit(ctx, writes(annaHerself, c), "x", ""))(t)
		desk := people.Who{Account: "desk", Role: people.Partner, Office: "urumqi-desk", Places: housingDesk.Places}
		c = must2(w.Accept(ctx, writes(desk, c)))(t)
		for name, d := range map[string]casefile.Decision{
			"to nobody":       {Outcome: casefile.Forwarded, Detail: map[string]string{"answer": "A"}},
			"and done itself": {Outcome: casefile.Fulfilled, Detail: map[string]string{"answer": "A", "handed-to": "Demo University"}},
		} {
			d.Track = "service"
			if _, err := w.Conclude(ctx, writes(desk, c), d); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v, want it refused", name, err)
			}
		}
		c = must2(w.Conclude(ctx, writes(desk, c), casefile.Decision{Track: "service", Outcome: casefile.Forwarded, Detail: map[string]string{"answer": "A", "handed-to": "Demo University"}}))(t)
		letters := must2(w.Letters(ctx, annaHerself, c.Number))(t)
		body := must2(json.Marshal(letters))(t)
		if !strings.Contains(string(body), "Demo University") || !strings.Contains(string(body), "issue.outcome.handed-on") && !strings.Contains(string(body), "those who answer for it") {
			t.Errorf("the reply does not say to whom: %s", body)
		}
	})
}
