package office

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/policy"
	"yichuang/store"
)

// Story is invented people, firms, offices and cases, for demonstration. It is
// played through the acts that real life goes through, each at its own time.
type Story struct {
	Offices  []people.Office `yaml:"offices"`
	Numbers  map[string]int  `yaml:"numbers"` // case numbers already given, by place letters
	Scenes   []Scene         `yaml:"scenes"`
	Parties  []storyParty    `yaml:"parties"`
	Mandates []storyMandate  `yaml:"mandates"`
	Accounts []StoryAccount  `yaml:"accounts"`
	Permits  []storyPermit   `yaml:"permits"` // granted before the story begins
	Stays    []storyStay     `yaml:"stays"`
	Lists    []storyList     `yaml:"lists"`
	Numbered []storyNumber   `yaml:"parameters"` // that the operator set before the story begins
	Cases    []storyCase     `yaml:"cases"`
	Findings []storyFinding  `yaml:"findings"`

	sample []byte // the paper that everybody hands in
}

type storyParty struct {
	ID          string      `yaml:"id"`
	Kind        string      `yaml:"kind"`
	Name        string      `yaml:"name"`
	ChineseName string      `yaml:"chinese_name"`
	Code        string      `yaml:"code"`
	Place       string      `yaml:"place"`
	Status      string      `yaml:"status"`
	Nationality string      `yaml:"nationality"`
	Passport    string      `yaml:"passport"`
	BirthDate   *civil.Date `yaml:"birth_date"`
	Platform    *Platform   `yaml:"platform"` // of an approved platform
}

type storyMandate struct {
	ID        string       `yaml:"id"`
	Principal string       `yaml:"principal"`
	Agent     string       `yaml:"agent"`
	Acts      []people.Act `yaml:"acts"`
	From      civil.Date   `yaml:"from"`
	Until     *civil.Date  `yaml:"until"`
	By        string       `yaml:"by"`
}

// StoryAccount is somebody who can sign in: for a party, or at an office.
type StoryAccount struct {
	ID       people.PartyID  `yaml:"id"`
	Name     string          `yaml:"name"`
	Login    string          `yaml:"login"`
	Party    people.PartyID  `yaml:"party"`
	Office   people.OfficeID `yaml:"office"`
	Roles    []people.Role   `yaml:"roles"`
	Language string          `yaml:"language"`
}

type storyCase struct {
	Name      string            `yaml:"name"`
	Matter    casefile.MatterID `yaml:"matter"`
	Place     people.PlaceCode  `yaml:"place"`
	By        people.PartyID    `yaml:"by"`
	Employer  people.PartyID    `yaml:"employer"`
	Agent     people.PartyID    `yaml:"agent"`
	Foreigner people.PartyID    `yaml:"foreigner"`
	Answers   string            `yaml:"answers"` // scenario whose facts are the answers
	Set       map[string]any    `yaml:"set"`
	Without   []casefile.SlotID `yaml:"without"` // papers still missing
	Opened    string            `yaml:"opened"`  // day and time; default: with the first act, or now
	Acts      []storyAct        `yaml:"acts"`
}

type storyAct struct {
	At     string           `yaml:"at"`
	Do     string           `yaml:"do"`
	By     people.PartyID   `yaml:"by"`
	Track  casefile.TrackID `yaml:"track"`
	Reason string           `yaml:"reason"`
	Stars  int              `yaml:"stars"`

	Facts   string   `yaml:"facts"`   // of a refusal: what was established
	Clauses []string `yaml:"clauses"` // of a refusal
}

// ReadStory reads a story; sample is a small readable document.
func ReadStory(document, sample []byte) (*Story, error) {
	s := &Story{sample: sample}
	if err := yaml.UnmarshalWithOptions(document, s, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read story: %s", yaml.FormatError(err, false, true))
	}
	return s, nil
}

// Play writes the story into an empty window.
func (s *Story) Play(ctx context.Context, w *Window) error {
	if err := w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		if err := s.people(ctx, tx); err != nil {
			return err
		}
		return s.held(ctx, tx)
	}); err != nil {
		return fmt.Errorf("play story: %w", err)
	}
	if err := s.setNumbers(ctx, w); err != nil {
		return err
	}
	if err := s.keepLists(ctx, w); err != nil {
		return err
	}
	numbers := map[string]casefile.CaseNumber{}
	for _, c := range s.Cases {
		p := player{story: s, script: c, window: *w}
		if err := p.play(ctx); err != nil {
			return fmt.Errorf("play case %s: %w", c.Name, err)
		}
		numbers[c.Name] = p.file.Number
	}
	for i, f := range s.Findings {
		if err := s.find(ctx, *w, f, numbers[f.Case], fmt.Sprintf("story-finding-%d", i)); err != nil {
			return fmt.Errorf("play finding %d: %w", i+1, err)
		}
	}
	return nil
}

func (s *Story) mandate(m storyMandate) people.Mandate {
	return people.Mandate{
		ID: people.MandateID(m.ID), Principal: people.PartyID(m.Principal), Agent: people.PartyID(m.Agent),
		Acts: m.Acts, From: m.From, Until: m.Until, GivenBy: people.PartyID(m.By), GivenAt: m.From.Time(),
	}
}

// Who is an account of the story in its first role.
func (s *Story) Who(id people.PartyID) (people.Who, error) {
	i := slices.IndexFunc(s.Accounts, func(a StoryAccount) bool {
		return a.ID == id || a.Party == id && slices.Contains(a.Roles, people.Applicant)
	})
	if i < 0 {
		return people.Who{}, fmt.Errorf("the story has no account %s", id)
	}
	a := s.Accounts[i]
	who := people.Who{Account: a.ID, Role: a.Roles[0], Party: a.Party, Office: a.Office}
	for _, o := range s.Offices {
		if o.ID == a.Office {
			who.Places = o.Places
		}
	}
	for _, m := range s.Mandates {
		if m.Agent == string(a.Party) {
			who.Mandates = append(who.Mandates, s.mandate(m))
		}
	}
	return who, nil
}

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
