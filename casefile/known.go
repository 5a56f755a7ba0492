package casefile

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// Source says where the window knows an answer from.
type Source string

// The sources: a permit of the register, a filing, the platform register, a
// consent given in this case, that nothing is on record, the register of persons
// and employers, an earlier case of the same person and employer, and a list that
// staff keep.
const (
	FromPermit   Source = "permit"
	FromFiling   Source = "filing"
	FromPlatform Source = "platform"
	FromConsent  Source = "consent"
	FromRecord   Source = "record"
	FromRegister Source = "register"
	FromCase     Source = "case"
	FromList     Source = "list"
)

// Known is an answer that the window has itself. A firm one is the window's own
// record: nobody answers it otherwise. Any other is a proposal with its source,
// and the applicant's own answer stands.
type Known struct {
	Path  string          `json:"path"`
	Value json.RawMessage `json:"value"`
	From  Source          `json:"from"`
	Ref   string          `json:"ref,omitempty"` // number of the permit or the case
	Firm  bool            `json:"firm,omitempty"`

	Listed []Listed `json:"listed,omitempty"` // the entries of lists that say so
}

// Listed is an entry of a list in the edition that was read.
type Listed struct {
	List    string           `json:"list"`
	Place   people.PlaceCode `json:"place"` // whose list it is
	Edition int64            `json:"edition"`
	On      civil.Date       `json:"on"` // day of the edition
	Row     string           `json:"row"`
	Name    people.Words     `json:"name"`
	Words   []string         `json:"words"` // that it settles
}

func (l Listed) same(o Listed) bool {
	return l.List == o.List && l.Place == o.Place && l.Edition == o.Edition && l.Row == o.Row && slices.Equal(l.Words, o.Words)
}

// RegisterRead records what the window knew: firm answers take the place of what
// was answered, others fill what is not answered yet.
type RegisterRead struct {
	Known []Known `json:"known"`
}

// Kind is "register-read".
func (RegisterRead) Kind() Kind { return "register-read" }

func (b RegisterRead) fold(c *Case, _ Event) {
	if c.Answers == nil {
		c.Answers = map[string]json.RawMessage{}
	}
	for _, old := range c.Known {
		if _, still := find(b.Known, old.Path); old.Firm && !still {
			delete(c.Answers, old.Path)
		}
	}
	for _, k := range b.Known {
		if _, answered := c.Answers[k.Path]; k.Firm || !answered {
			c.Answers[k.Path] = k.Value
		}
	}
	c.Known = slices.Clone(b.Known)
}

// ReadRegister takes over what the window knows about the draft, or nothing
// where it is known already.
func (c Case) ReadRegister(by By, known []Known) ([]Event, error) {
	if err := c.begin(by, people.Edit, ""); err != nil {
		return nil, err
	}
	known = slices.SortedFunc(slices.Values(known), func(a, b Known) int { return strings.Compare(a.Path, b.Path) })
	if slices.EqualFunc(known, c.Known, Known.same) {
		return nil, nil
	}
	return c.emit(by, RegisterRead{Known: known}), nil
}

// KnownAs returns what the window knows of the fact path.
func (c Case) KnownAs(path string) (Known, bool) { return find(c.Known, path) }

func find(known []Known, path string) (Known, bool) {
	if i := slices.IndexFunc(known, func(k Known) bool { return k.Path == path }); i >= 0 {
		return known[i], true
	}
	return Known{}, false
}

func (k Known) same(o Known) bool {
	return k.Path == o.Path && k.From == o.From && k.Ref == o.Ref && k.Firm == o.Firm && sameJSON(k.Value, o.Value) && slices.EqualFunc(k.Listed, o.Listed, Listed.same)
}

// unlessFirm leaves out of the answers what a firm record says already, and
// refuses an answer against one.
func (c Case) unlessFirm(set map[string]json.RawMessage) (map[string]json.RawMessage, error) {
	kept := make(map[string]json.RawMessage, len(set))
	for path, value := range set {
		k, known := c.KnownAs(path)
		switch {
		case !known || !k.Firm:
			kept[path] = value
		case !sameJSON(k.Value, value):
			return nil, fault.New(fault.Conflict, "fault.case.known", "source", string(k.From), "ref", k.Ref).
				WithPath(path).WithDetail("%s is known from the %s as %s", path, k.From, k.Value)
		}
	}
	return kept, nil
}

// sameJSON compares two values, whatever spaces stand in them.
func sameJSON(a, b json.RawMessage) bool {
	var x, y bytes.Buffer
	return json.Compact(&x, a) == nil && json.Compact(&y, b) == nil && bytes.Equal(x.Bytes(), y.Bytes())
}
