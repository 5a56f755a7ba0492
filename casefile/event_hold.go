package casefile

import "yichuang/civil"

// HandlingHeld suspends the handling of a pending case because a sanction covers
// it. Every clock that counts is paused; the law's silence does not run either.
type HandlingHeld struct {
	Sanction string    `json:"sanction"`
	Notice   Reference `json:"notice"`
}

// Kind is "handling-held".
func (HandlingHeld) Kind() Kind { return "handling-held" }

func (b HandlingHeld) fold(c *Case, e Event) {
	c.Held = b.Sanction
	notice := b.Notice
	c.hold(e.On(), &notice)
}

// hold pauses every clock that runs, on the sanction.
func (c *Case) hold(on civil.Date, notice *Reference) {
	for i := range c.Clocks {
		if k := &c.Clocks[i]; k.State() == Running && k.Limit.Unit != Fixed {
			k.Entries = append(k.Entries, Entry{Kind: Paused, On: on, Ground: ForSanction, Notice: notice})
		}
	}
}

// HandlingReleased lets a held case go on: the sanction ended or was lifted.
type HandlingReleased struct {
	Sanction string `json:"sanction"`
}

// Kind is "handling-released".
func (HandlingReleased) Kind() Kind { return "handling-released" }

func (b HandlingReleased) fold(c *Case, e Event) {
	c.Held = ""
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if last := k.Entries[len(k.Entries)-1]; last.Kind == Paused && last.Ground == ForSanction {
			k.Entries = append(k.Entries, Entry{Kind: Resumed, On: e.On()})
		}
	}
}
