package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
)

// Renewal is for which days a policy is to hold again, and on whose word.
type Renewal struct {
	Pack        string
	From, Until civil.Date
	Source      string // document that renews it, in the words of the person
}

// RenewPolicy begins a draft in which the newest text of a pack holds for further
// days. The text itself stays; scenarios for the days on both sides of the new
// first and last day are made along, so that the draft can be published at once.
func (w *Window) RenewPolicy(ctx context.Context, who people.Who, key string, r Renewal) (string, error) {
	law := w.Law()
	desk, err := deskLaw(law)
	if err != nil {
		return "", err
	}
	pack, ok := desk.Policies.Pack(r.Pack)
	if !ok {
		return "", fault.New(fault.NotFound, "fault.no-policy", "id", r.Pack)
	}
	if err := mayDraft(who, pack); err != nil {
		return "", err
	}
	today, last := civil.DateOf(w.Clock()), pack.LastDay()
	switch {
	case last == nil:
		return "", fault.New(fault.Conflict, "fault.policy.no-end")
	case r.From < today:
		return "", fault.New(fault.Invalid, "fault.policy.past", "from", r.From, "today", today).WithPath("from")
	case r.From <= *last:
		return "", fault.New(fault.Invalid, "fault.policy.still-holds", "until", *last).WithPath("from")
	case r.Until < r.From:
		return "", fault.New(fault.Invalid, "fault.policy.until-first").WithPath("until")
	case strings.TrimSpace(r.Source) == "":
		return "", fault.New(fault.Invalid, "fault.policy.no-source").WithPath("source")
	}
	base, err := w.textOf(ctx, pack.Hash)
	if err != nil {
		return "", err
	}
	changes := renewed(base, pack, r)
	now, problems := desk.Policies.Language.ReadFiles(pack.ID, base.With(changes))
	if len(problems) > 0 || !now.InForce(r.From) || !now.InForce(r.Until) || now.InForce(r.Until+1) {
		return "", fmt.Errorf("renew %s: the text does not take the new days: %w", pack.ID, problems)
	}
	return w.addDraft(ctx, who, key, pack.ID, pack.Hash, draftBody{From: r.From, Note: strings.TrimSpace(r.Source), Changes: changes})
}

// renewed are the files of a pack with the further days.
func renewed(base policy.Files, pack *policy.Pack, r Renewal) policy.Files {
	source := jsonText(strings.TrimSpace(r.Source))
	line := fmt.Sprintf("  - {from: %s, until: %s, source: {zh: %s, en: %s}}\n", r.From, r.Until, source, source)
	text := strings.TrimRight(base["pack.yaml"], "\n") + "\n"
	if head := "\nrenewed:\n"; strings.Contains(text, head) {
		begin := strings.Index(text, head) + len(head)
		end := begin
		for strings.HasPrefix(text[end:], " ") {
			end += strings.IndexByte(text[end:], '\n') + 1
		}
		text = text[:end] + line + text[end:]
	} else {
		text += "renewed:\n" + line
	}
	changes := policy.Files{"pack.yaml": text}
	clause, place := pack.Clauses[0].ID, pack.Scope[0]
	for _, day := range []struct {
		name string
		on   civil.Date
	}{{"day-before", r.From - 1}, {"first-day", r.From}, {"last-day", r.Until}, {"day-after", r.Until + 1}} {
		held := r.From <= day.on && day.on <= r.Until || pack.InForce(day.on)
		sentence := "the policy does not hold"
		if held {
			sentence = "the policy holds"
		}
		changes[fmt.Sprintf("scenarios/%s-renewed-%s-%s.txtar", clause, r.From, day.name)] = fmt.Sprintf(
			"%s: on %s %s.\n-- facts.json --\n{\"on\": %q, \"place\": %q}\n-- expect.json --\n{\"policies\": [{\"id\": %q, \"in_force\": %t}]}\n",
			clause, day.on, sentence, day.on, place, pack.ID, held)
	}
	return changes
}

// jsonText is a text as YAML and JSON both read it.
func jsonText(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}
