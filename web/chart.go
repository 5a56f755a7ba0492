package web

// BarChart is figures as bars with their numbers, and the same as a table. It
// says in words what it shows; no bar is told from another by colour alone.
type BarChart struct {
	ID, Title, Desc string
	Series          []string // what each bar of a group is; with one there is no legend
	Groups          []barGroup
	Width, Height   int
	Table           Table
	most            float64 // the length that fills the width
}

// barGroup is what bars stand together for: a step, an office, a month.
type barGroup struct {
	Name  string
	NameY int
	Bars  []bar
}

// bar is one bar; Text is its number as people read it.
type bar struct {
	Series       int
	Text         string
	Y, Width     int
	TextX, TextY int
}

// figure is a bar to be drawn: its length, and its number in words.
type figure struct {
	value float64
	text  string
}

// Measures in units of the drawing, which is as wide as a phone.
const (
	barsWidth   = 440
	barsNumber  = 130 // kept free at the right for the number
	barHeight   = 14
	barSpace    = 4  // between the bars of a group
	groupHead   = 22 // the line of the group's name
	groupSpace  = 14 // between groups
	leastBar    = 2  // a bar of nothing is still seen
	barBaseline = 12 // from a bar's top to its number's line
)

// newBarChart begins a chart whose longest bar stands for most; its table has a
// column for the group and those given.
func newBarChart(id, title, desc string, series []string, most float64, columns ...Column) *BarChart {
	c := &BarChart{ID: id, Title: title, Desc: desc, Series: series, Width: barsWidth, most: most}
	c.Table = Table{Caption: title, Columns: columns}
	return c
}

// add draws a group below the others and adds its row to the table.
func (c *BarChart) add(name string, figures []figure, row ...Cell) {
	g := barGroup{Name: name, NameY: c.Height + groupHead - 6}
	y := c.Height + groupHead
	for i, f := range figures {
		width := leastBar
		if c.most > 0 {
			width = max(leastBar, int(f.value/c.most*(barsWidth-barsNumber)))
		}
		g.Bars = append(g.Bars, bar{Series: i, Text: f.text, Y: y, Width: width, TextX: width + 8, TextY: y + barBaseline})
		y += barHeight + barSpace
	}
	c.Groups = append(c.Groups, g)
	c.Height = y + groupSpace
	c.Table.Rows = append(c.Table.Rows, append([]Cell{{Text: name}}, row...))
}

// Legend names the bars of a group, where there is more than one.
func (c *BarChart) Legend() []string {
	if len(c.Series) < 2 {
		return nil
	}
	return c.Series
}
