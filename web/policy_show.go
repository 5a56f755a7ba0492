package web

import (
	"net/http"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/policy"
)

// policyPage is one instrument with its clauses.
type policyPage struct {
	Shell
	Heading, Dates, Where, Source string
	Status                        Tag
	Banner, BannerTone            string
	Assumption                    string
	Clauses                       []clauseLine
	Readings                      []Row
}

// clauseLine is a clause in the list of its pack.
type clauseLine struct {
	ID, Short, Title, Summary, Href string
	Kinds                           []Tag
}

func (s *Server) showPolicy(w http.ResponseWriter, r *http.Request) error {
	pack, err := s.findPack(r.PathValue("pack"))
	if err != nil {
		return err
	}
	page := policyPage{Shell: s.shell(w, r, "page.policy.title")}
	p := page.Printer()
	page.Heading = wording(p, pack.Title)
	page.Title = page.Heading
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.policies.title"), "/policy"}}
	page.Dates, page.Where = daysOf(p, pack, page.On), s.scope(p, pack)
	page.Source, page.Assumption = wording(p, pack.Source), wording(p, pack.Assumption)
	page.Status = status(p, pack, page.On)
	page.Banner = banner(p, pack, page.On)
	page.BannerTone = "neutral"
	for _, clause := range pack.Clauses {
		page.Clauses = append(page.Clauses, clauseLine{
			ID: clause.ID, Short: clause.ID, Title: wording(p, clause.Title), Summary: wording(p, clause.Summary),
			Href: "/policy/" + clause.Ref(), Kinds: kinds(p, clause),
		})
	}
	page.Readings = readings(p, pack)
	return s.render(w, http.StatusOK, page.Lang, "policy_show", page)
}

func (s *Server) findPack(id string) (*policy.Pack, error) {
	for _, pack := range s.Engine.Packs() {
		if pack.ID == id {
			return pack, nil
		}
	}
	return nil, fault.New(fault.NotFound, "fault.no-policy", "id", id)
}

// banner warns on pages of packs that are not in force on the day.
func banner(p *locale.Printer, pack *policy.Pack, on civil.Date) string {
	days := pack.Span(on)
	switch {
	case days.Until != nil && *days.Until < on:
		return p.T("policy.banner.ended", "until", *days.Until)
	case days.From != nil && on < *days.From:
		return p.T("policy.banner.not-yet", "from", *days.From)
	}
	return ""
}

func kinds(p *locale.Printer, clause *policy.Clause) []Tag {
	tags := make([]Tag, len(clause.Kinds))
	for i, kind := range clause.Kinds {
		tags[i] = Tag{Text: p.T("clause.kind." + kind)}
	}
	return tags
}

// readings lists the doubtful wordings of a pack with the options used.
func readings(p *locale.Printer, pack *policy.Pack) []Row {
	var rows []Row
	for i := range pack.Readings {
		reading := &pack.Readings[i]
		row := Row{Name: wording(p, reading.Question)}
		for _, option := range reading.Options {
			key := "policy.reading.option"
			if option.ID == reading.Default {
				key = "policy.reading.used"
			}
			row.Notes = append(row.Notes, p.T(key, "option", wording(p, option.Label)))
		}
		rows = append(rows, row)
	}
	return rows
}
