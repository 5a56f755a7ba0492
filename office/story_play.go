package office

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/policy"
)

// player plays one case; its window has a clock of its own.
type player struct {
	story  *Story
	script storyCase
	window Window
	file   casefile.Case
	acts   int
}

func (p *player) play(ctx context.Context) error {
	opened := p.script.Opened
	if opened == "" && len(p.script.Acts) > 0 {
		opened = p.script.Acts[0].At
	}
	if err := p.setClock(opened); err != nil {
		return err
	}
	who, err := p.story.Who(p.script.By)
	if err != nil {
		return err
	}
	if p.file, err = p.window.Open(ctx, Opening{
		Who: who, Key: "story-" + p.script.Name, Matter: p.script.Matter, Place: p.script.Place,
		Employer: p.script.Employer, Agent: p.script.Agent, Foreigner: p.script.Foreigner,
	}); err != nil {
		return err
	}
	if err := p.fillIn(ctx, who); err != nil {
		return err
	}
	for _, a := range p.script.Acts {
		if err := p.act(ctx, a, who); err != nil {
			return fmt.Errorf("%s at %s: %w", a.Do, a.At, err)
		}
	}
	return nil
}

func (p *player) setClock(at string) error {
	if at == "" {
		return nil
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", at, civil.Beijing)
	if err != nil {
		return err
	}
	p.window.Clock = func() time.Time { return t }
	return nil
}

func (p *player) write(who people.Who) Write {
	p.acts++
	return Write{Who: who, Number: p.file.Number, Seen: p.file.Version, Key: fmt.Sprintf("story-%s-%d", p.script.Name, p.acts)}
}

// fillIn answers the form, hands in the papers and signs the commitments.
func (p *player) fillIn(ctx context.Context, who people.Who) (err error) {
	answers, err := p.answers()
	if err != nil {
		return err
	}
	if p.file, err = p.window.Save(ctx, p.write(who), answers); err != nil {
		return err
	}
	if p.file, err = p.window.Refresh(ctx, p.write(who)); err != nil {
		return err
	}
	foreigner, err := p.story.Who(p.script.Foreigner)
	if err != nil {
		foreigner = people.Who{Account: p.script.Foreigner, Role: people.Applicant, Party: p.script.Foreigner}
	}
	for _, s := range p.file.Slots {
		switch {
		case slices.Contains(p.script.Without, s.ID):
		case s.Treatment == casefile.Required:
			p.file, _, err = p.window.Supply(ctx, p.write(who), s.ID, string(s.ID)+".pdf", bytes.NewReader(p.story.sample))
		case s.Treatment == casefile.ByCommitment:
			p.file, err = p.window.Sign(ctx, p.write(foreigner), casefile.Commitment{
				ID: "promise-" + string(s.ID), Slot: s.ID, Name: p.story.nameOf(p.script.Foreigner), Text: "demo", Clause: s.Clause,
			})
		}
		if err != nil {
			return fmt.Errorf("paper %s: %w", s.ID, err)
		}
	}
	return nil
}

// answers are the facts of the scenario that the matter's form asks for.
func (p *player) answers() (map[string]json.RawMessage, error) {
	matter, err := p.window.matter(p.script.Matter)
	if err != nil {
		return nil, err
	}
	scenario := &policy.Scenario{}
	if p.script.Answers != "" {
		if scenario, err = p.scenario(); err != nil {
			return nil, err
		}
	}
	out := map[string]json.RawMessage{}
	for _, path := range matter.Fields {
		if v := member(scenario.Facts, strings.Split(path, ".")); v != nil {
			out[path] = v
		}
	}
	for _, q := range matter.Questions {
		if q.When != "" && q.Asked(out) {
			if out[q.Path()], err = json.Marshal(scenario.Title); err != nil { // where the story gives no reasons
				return nil, err
			}
		}
	}
	for path, v := range p.script.Set {
		if out[path], err = json.Marshal(v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (p *player) act(ctx context.Context, a storyAct, applicant people.Who) (err error) {
	if err := p.setClock(a.At); err != nil {
		return err
	}
	who := applicant
	if a.By != "" {
		if who, err = p.story.Who(a.By); err != nil {
			return err
		}
	}
	switch a.Do {
	case "send":
		if p.file, err = p.window.Refresh(ctx, p.write(who)); err != nil {
			return err
		}
		p.file, err = p.window.Submit(ctx, p.write(who), "demo", "")
	case "accept":
		for _, s := range p.file.Unsettled() {
			if p.file, err = p.window.Judge(ctx, p.write(who), casefile.PaperJudged{Slot: s, State: casefile.Seen}); err != nil {
				return err
			}
		}
		p.file, err = p.window.Accept(ctx, p.write(who))
	case "assign":
		p.file, err = p.window.Assign(ctx, p.write(who), a.Track, who.Account)
	case "joint-review":
		p.file, err = p.window.PassJointReview(ctx, p.write(who), a.Reason)
	case "draft":
		p.file, err = p.window.Draft(ctx, p.write(who), p.grant(a))
	case "refuse":
		d := casefile.Decision{Track: a.Track, Outcome: casefile.Refused, Reason: a.Reason, Facts: a.Facts}
		for _, clause := range a.Clauses {
			d.Clauses = append(d.Clauses, casefile.Citation{Clause: clause})
		}
		p.file, err = p.window.Draft(ctx, p.write(who), d)
	case "approve":
		p.file, err = p.window.Approve(ctx, p.write(who), a.Track)
	case "close":
		p.file, err = p.window.Close(ctx, p.write(who))
	case "rate":
		p.file, err = p.window.Rate(ctx, p.write(who), casefile.Rated{Stars: a.Stars, Words: a.Reason})
	default:
		err = fmt.Errorf("the story knows no act %q", a.Do)
	}
	return err
}

// grant is a decision as the determination allows it.
func (p *player) grant(a storyAct) casefile.Decision {
	d := casefile.Decision{Track: a.Track, Outcome: casefile.Granted, Reason: a.Reason, Class: p.file.Determination.Class}
	if t := p.file.Determination.Term; t != nil {
		d.Term = &permit.Term{From: t.From, Until: t.Until, Binding: t.Binding, Caps: t.Caps}
	}
	return d
}
