package web

import (
	"strconv"

	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
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
	Kind               string // "live", "new" of a draft, "gap", or "" of days past or to come
}

// barRow is a policy on the chart: its name before the first of its bars.
type barRow struct {
	Name string
	Bars []office.TextSpan
}

// Measures of the chart in SVG units.
const (
	chartWidth  = 420
	chartMargin = 24 // left and right, so that the years' labels fit
	chartRow    = 44
	chartTop    = 24
	barDrop     = 8 // from a name's baseline to its bar
)

// packName is what a chart calls a pack: the place it is for, where it is one; a
// pack's short name is made to stand beside a clause and may be a single letter.
func (s *Server) packName(p *locale.Printer, pack *policy.Pack) string {
	if len(pack.Scope) == 1 {
		return s.placeName(p, pack.Scope[0])
	}
	return wording(p, pack.Short)
}

// chart draws local packs as they are written.
func (s *Server) chart(p *locale.Printer, packs []*policy.Pack, on civil.Date) spanChart {
	var rows []barRow
	for _, pack := range packs {
		if pack.Level == policy.Nation {
			continue
		}
		row := barRow{Name: s.packName(p, pack)}
		for _, days := range pack.Periods() {
			row.Bars = append(row.Bars, office.TextSpan{Period: days, Hash: pack.Hash})
		}
		rows = append(rows, row)
	}
	return drawn(p, rows, on)
}

// drawn covers whole years from the first day of any row to the later of the day
// and the last day of any.
func drawn(p *locale.Printer, rows []barRow, on civil.Date) spanChart {
	if len(rows) == 0 {
		return spanChart{}
	}
	first, last := on, on
	for _, row := range rows {
		for _, days := range row.Bars {
			if days.From != nil {
				first = min(first, *days.From)
			}
			if days.Until != nil {
				last = max(last, *days.Until)
			}
		}
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
	for i, row := range rows {
		y := chartTop + i*chartRow
		for n, days := range row.Bars {
			start, end := from, until
			if days.From != nil {
				start = *days.From
			}
			if days.Until != nil {
				end = *days.Until + 1
			}
			bar := chartSpan{X: x(start), TextY: y, Y: y + barDrop, Width: max(x(end)-x(start), 1)}
			switch {
			case days.Hash == "":
				bar.Kind = "gap"
			case days.New:
				bar.Kind = "new"
			case start <= on && on < end:
				bar.Kind = "live"
			}
			if n == 0 {
				bar.Name = row.Name
			}
			c.Spans = append(c.Spans, bar)
		}
	}
	c.Base = chartTop + len(rows)*chartRow - chartRow/2
	c.LabelY = c.Base + 20
	c.Height = c.LabelY + 8
	return c
}

// yearText is a year as it is written, never grouped like a number.
func yearText(year int) string { return strconv.Itoa(year) }
