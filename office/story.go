package office

import (
	"context"
	"fmt"
	"slices"

	"github.com/goccy/go-yaml"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
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
