package policy

import "yichuang/facts"

// exists is true when some item makes the body true. An unknown list, or an
// unknown part of an item that could matter, needs the list.
func (b builder) exists(e *Expr) Cond {
	slot, body := e.Args[0].Field.Slot, b.cond(e.Args[1])
	eval := func(c *Context) Truth {
		if c.Facts.Get(slot).State == facts.Unknown {
			return Unknown
		}
		outer, v := c.item, False
		for _, item := range c.Facts.Items(slot) {
			c.item = item
			v = v.Or(body.Eval(c))
		}
		c.item = outer
		return v
	}
	return Cond{eval, func(c *Context, n *Needs) {
		v := eval(c)
		if v == Unknown {
			n.AddFact(slot)
		}
		b.itemNeeds(c, n, slot, body)
	}}
}

// itemNeeds adds what the body needs outside the list, such as parameters.
func (b builder) itemNeeds(c *Context, n *Needs, slot int, body Cond) {
	outer := c.item
	for _, item := range c.Facts.Items(slot) {
		c.item = item
		body.Needs(c, n)
	}
	c.item = outer
}

// run is true when Run items, each one more than the last by the key (Args[1]),
// all make the body (Args[2]) true. Items may stand in any order.
func (b builder) run(e *Expr) Cond {
	slot, length := e.Args[0].Field.Slot, e.Run
	key, body := b.measure(e.Args[1]), b.cond(e.Args[2])
	eval := func(c *Context) Truth {
		if c.Facts.Get(slot).State == facts.Unknown {
			return Unknown
		}
		best := False
		items := c.Facts.Items(slot)
		for _, first := range items {
			best = best.Or(b.runFrom(c, items, first, key, body, length))
		}
		return best
	}
	return Cond{eval, func(c *Context, n *Needs) {
		switch eval(c) {
		case Unknown:
			n.AddFact(slot)
		case Wanting:
			if hasGaps(c.Facts.Items(slot), e.Args[2]) {
				n.AddFact(slot)
			}
		default:
			return
		}
		b.itemNeeds(c, n, slot, body)
	}}
}

// hasGaps reports whether an item lacks a part that the body reads.
func hasGaps(items [][]facts.Value, body *Expr) (gaps bool) {
	body.Walk(func(x *Expr) {
		for _, item := range items {
			gaps = gaps || (x.Op == OpItem && item[x.Field.Slot].State == facts.Unknown)
		}
	})
	return gaps
}

// runFrom is the value of the run that starts with first. A year that is not in
// the list breaks the run: the list, once given, is the whole of what is claimed.
func (b builder) runFrom(c *Context, items [][]facts.Value, first []facts.Value, key Measure, body Cond, length int) Truth {
	outer := c.item
	defer func() { c.item = outer }()
	c.item = first
	start, known := key.Eval(c)
	if known != True {
		return known.And(Unknown)
	}
	v := True
	for i := range length {
		found := False
		for _, item := range items {
			c.item = item
			at, known := key.Eval(c)
			if known == True && at == start+float64(i) {
				found = found.Or(body.Eval(c))
			} else if known == Unknown {
				found = found.Or(Unknown)
			}
		}
		v = v.And(found)
		if v == False {
			return False
		}
	}
	return v
}
