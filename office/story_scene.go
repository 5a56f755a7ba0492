package office

import "yichuang/people"

// Scene is something that a visitor of the demonstration can try.
type Scene struct {
	Title people.Words `yaml:"title"`
	Text  people.Words `yaml:"text"`
	Steps []SceneStep  `yaml:"steps"`
}

// SceneStep is where a scene goes on, and as whom.
type SceneStep struct {
	As people.PartyID `yaml:"as"` // "": as anybody
	At string         `yaml:"at"` // path of the page
	Do people.Words   `yaml:"do"`
}
