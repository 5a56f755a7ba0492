package web

import (
	"strconv"

	"yichuang/civil"
	"yichuang/locale"
	"yichuang/policy"
)

// spanChart draws the days in force of local policies on a line of years, with
// a mark on the day. What it shows stands in words beside it.
type spanChart struct {
	Title                       string
	Width, Height, Base, LabelY int
	Today                       int
	Years                       []chartYear
	Spans                       []chartSpan
}

type chartYear struct {
	X    int
	Text string
}

type chartSpan struct {
	Name               string
	X, Y, TextY, Width int
	Live               bool
}

// Measures of the chart in SVG units.
const (
	chartWidth  = 420
	chartMargin = 24 // left and right, so that the years' labels fit
	chartRow    = 44
	chartTop    = 24
	barDrop     = 8 // from a name's baseline to its bar
)

// chart covers whole years from the first day of any local pack to the later of
// the day and the last day of any.
func chart(p *locale.Printer, packs []*policy.Pack, on civil.Date) spanChart {
	first, last := on, on
	var local []*policy.Pack
	for _, pack := range packs {
		if pack.Level == policy.Nation {
			continue
		}
		local = append(local, pack)
		for _, days := range pack.Periods() {
			if days.From != nil {
				first = min(first, *days.From)
			}
			if days.Until != nil {
				last = max(last, *days.Until)
			}
		}
	}
	if len(local) == 0 {
		return spanChart{}
	}
	firstYear, _, _ := first.Civil()
	lastYear, _, _ := last.Civil()
	from, until := civil.NewDate(firstYear, 1, 1), civil.NewDate(lastYear+1, 1, 1)
	x := func(d civil.Date) int {
		return chartMargin + int(d-from)*(chartWidth-2*chartMargin)/int(until-from)
	}
	c := spanChart{Title: p.T("policy.chart.title", "date", on), Width: chartWidth, Today: x(on)}
	for year := firstYear; year <= lastYear+1; year++ {
		c.Years = append(c.Years, chartYear{X: x(civil.NewDate(year, 1, 1)), Text: yearText(year)})
	}
	for i, pack := range local {
		y := chartTop + i*chartRow
		for n, days := range pack.Periods() {
			start, end := from, until
			if days.From != nil {
				start = *days.From
			}
			if days.Until != nil {
				end = *days.Until + 1
			}
			bar := chartSpan{X: x(start), TextY: y, Y: y + barDrop, Width: x(end) - x(start), Live: start <= on && on < end}
			if n == 0 {
				bar.Name = wording(p, pack.Short)
			}
			c.Spans = append(c.Spans, bar)
		}
	}
	c.Base = chartTop + len(local)*chartRow - chartRow/2
	c.LabelY = c.Base + 20
	c.Height = c.LabelY + 8
	return c
}

// yearText is a year as it is written, never grouped like a number.
func yearText(year int) string { return strconv.Itoa(year) }
