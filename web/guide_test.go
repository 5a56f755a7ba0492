package web

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// guideFields are the fields of a guide in their order, as experience.md §8 names them.
var guideFields = strings.Fields(`name code decides accepts basis who conditions grounds numbers handling form visits
	law promise paused fee between result validity delivery place hours phone complaint remedy version updated`)

var (
	fieldOf   = regexp.MustCompile(`(?s)<div id="field-([a-z]+)"><dt>([^<]*)</dt><dd>(.*?)</dd>`)
	paragraph = regexp.MustCompile(`(?s)<p>(.*?)</p>`)
)

// TestGuide_isComplete: every matter has every field, in order and none empty, at
// places with and without measures of their own, while they hold and after, with
// the offices of a window and with none.
func TestGuide_isComplete(t *testing.T) {
	for moment, now := range map[string]time.Time{"in force": inForce, "lapsed": lapsed} {
		sites := map[string]*site{moment + ", no window": newSite(t, now)}
		if moment == "in force" {
			sites["with offices"] = newStorySite(t, &now)
		}
		for name, s := range sites {
			for _, m := range s.server.Matters {
				for _, place := range []string{"650100", "370200", "xpcc-12", "510100"} {
					for _, lang := range []string{"zh", "en"} {
						path := "/guide/" + string(m.ID) + "?place=" + place + "&lang=" + lang
						got := s.get(path)
						mustBeWhole(t, name+" "+path, got.body)
						var order []string
						for _, field := range fieldOf.FindAllStringSubmatch(got.body, -1) {
							order = append(order, field[1])
							texts := paragraph.FindAllStringSubmatch(field[3], -1)
							if field[2] == "" || len(texts) == 0 {
								t.Errorf("%s %s: field %s is empty", name, path, field[1])
							}
							for _, text := range texts {
								if strings.TrimSpace(text[1]) == "" {
									t.Errorf("%s %s: field %s has an empty line", name, path, field[1])
								}
							}
						}
						if !slices.Equal(order, guideFields) {
							t.Errorf("%s %s: fields %v", name, path, order)
						}
						for _, want := range []string{`id="papers"`, `class="flow-picture"`, `class="flow-steps"`, `class="sample"`, `id="questions"`} {
							if !strings.Contains(got.body, want) {
								t.Errorf("%s %s lacks %s", name, path, want)
							}
						}
					}
				}
			}
		}
	}
}

// TestGuide_followsTheLaw of the place and the day.
func TestGuide_followsTheLaw(t *testing.T) {
	now := inForce
	s := newStorySite(t, &now)
	for _, c := range []struct {
		path      string
		want, not []string
	}{
		{"/guide/work-permit-first?place=370200", []string{"Within 5 working days of acceptance (class A)", "Within 7 working days of acceptance (class B, C)", "Within 20 working days of acceptance",
			"Shandong S3.4", "Qingdao foreign-expert department (demo)", "1 Demo Road, Qingdao", "0532-0000 0000", "A refusal of a residence permit by the exit-entry administration is final.", "Start application", "/begin/work-permit-first?place=370200"}, []string{"Not offered here", "Joint review"}},
		{"/guide/work-permit-first?place=650100", []string{"Joint review", "Within 5 working days of joint review, once all papers are complete (class A)", "Urumqi U12"}, []string{"Shandong S3.4"}},
		{"/guide/work-permit-first?place=520100", []string{"Ask the office: Foreign-expert department"}, []string{"Not offered here", "Shandong S3.4"}},
		{"/guide/mutual-recognition?place=370200", []string{"Not offered here today.", "The nearest alternative:", "/guide/work-permit-change-employer?place=370200"}, []string{"Start application"}},
		{"/guide/housing?place=370200", []string{"Not offered here today.", "The national rules give foreigners no guaranteed flat."}, []string{"Start application"}},
		{"/guide/housing?place=650100", []string{"/services/housing?place=650100", "None. What the form asks is enough."}, nil},
		{"/guide/work-permit-cancel?place=650100", []string{"The decision to cancel"}, []string{"Class A, one of"}},
	} {
		body := s.get(c.path + "&lang=en").body
		for _, want := range c.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %q", c.path, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(body, not) {
				t.Errorf("%s has %q", c.path, not)
			}
		}
	}
	now = lapsed
	if body := s.get("/guide/work-permit-first?place=370200&lang=en").body; strings.Contains(body, "Shandong S3.4") || !strings.Contains(body, "Within 20 working days of acceptance") {
		t.Error("measures that have ended still shorten the limit")
	}
	if got := s.get("/guide/no-such-matter"); got.status != 404 {
		t.Errorf("an unknown item gives %d", got.status)
	}
}

// TestGuides_list what is open at a place, and what is not.
func TestGuides_list(t *testing.T) {
	now := inForce
	s := newStorySite(t, &now)
	if body := s.get("/guide?lang=en").body; !strings.Contains(body, "Where is the work?") || strings.Contains(body, "/guide/housing") {
		t.Error("without a place the page does not ask for it, or lists items")
	}
	if body := s.get("/guide?place=650100&lang=en").body; !strings.Contains(body, "/guide/housing?place=650100") || strings.Contains(body, "/guide/part-time-shandong") || strings.Contains(body, "Not open today") {
		t.Error("Urumqi in force: housing is missing, or another place's item is there")
	}
	now = lapsed
	body := s.get("/guide?place=650100&lang=en").body
	open, closed, _ := strings.Cut(body, "Not open today")
	if strings.Contains(open, "/guide/housing?") || !strings.Contains(closed, "/guide/housing?") || !strings.Contains(open, "/guide/work-permit-first?") {
		t.Error("after the measures housing is not among what is closed, or the permit not among what is open")
	}
}
