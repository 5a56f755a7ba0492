package web

// BarChart is figures as bars with their numbers, and the same as a table. The
// bars are drawn and the words are text, so that both grow with the reader's
// letters. No bar is told from another by colour alone.
type BarChart struct {
	ID, Title string
	Desc      []string // what it shows, a sentence each
	Series    []string // what each bar of a group is; with one there is no legend
	Groups    []barGroup
	Table     Table
	most      float64 // the length that fills the width
}

// barGroup is what bars stand together for: a step, an office, a month.
type barGroup struct {
	Name string
	Bars []bar
}

// bar is one bar; Text is its number as people read it, and Name what it is
// where a group has several.
type bar struct {
	Series     int
	Name, Text string
	Width      int // in percent of its line
}

// figure is a bar to be drawn: its length, and its number in words.
type figure struct {
	value float64
	text  string
}

// Widths of bars, in percent of the line that they share with their number.
const (
	longestBar = 60
	leastBar   = 1 // a bar of nothing is still seen
)

// newBarChart begins a chart whose longest bar stands for most; its table has a
// column for the group and those given.
func newBarChart(id, title string, desc, series []string, most float64, columns ...Column) *BarChart {
	c := &BarChart{ID: id, Title: title, Desc: desc, Series: series, most: most}
	c.Table = Table{Caption: title, Columns: columns}
	return c
}

// add draws a group below the others and adds its row to the table.
func (c *BarChart) add(name string, figures []figure, row ...Cell) {
	g := barGroup{Name: name}
	for i, f := range figures {
		b := bar{Series: i, Text: f.text, Width: leastBar}
		if c.most > 0 {
			b.Width = max(leastBar, int(f.value/c.most*longestBar))
		}
		if names := c.Legend(); i < len(names) {
			b.Name = names[i]
		}
		g.Bars = append(g.Bars, b)
	}
	c.Groups = append(c.Groups, g)
	c.Table.Rows = append(c.Table.Rows, append([]Cell{{Text: name}}, row...))
}

// Legend names the bars of a group, where there is more than one.
func (c *BarChart) Legend() []string {
	if len(c.Series) < 2 {
		return nil
	}
	return c.Series
}
