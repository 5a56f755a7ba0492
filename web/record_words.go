package web

import (
	"yichuang/civil"
	"yichuang/locale"
)

// untilText is the last day of something on record, or that it has none.
func (s *Server) untilText(p *locale.Printer, until *civil.Date) string {
	if until == nil {
		return p.T("record.no-end")
	}
	return p.Date(*until)
}

// activeTag says whether something on record counts now.
func activeTag(p *locale.Printer, active bool) Tag {
	if active {
		return Tag{"ok", "check", p.T("record.active")}
	}
	return Tag{"", "clock", p.T("record.ended")}
}
