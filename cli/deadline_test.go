package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"yichuang/civil"
)

// runDeadline runs the command line and returns what it printed.
func runDeadline(t *testing.T, line string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	e := &env{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }}
	status = e.run(context.Background(), append([]string{"deadline"}, strings.Fields(line)...))
	return status, out.String(), errs.String()
}

func TestDeadline_text(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"English, over Labour Day", "--from 2026-04-27 --working-days 7 --place 370200 --lang en", `
2026-05-09  Sat  worked in exchange for Labour Day
7 working days after 2026-04-27, which is day 0; national working calendar
5 days that do not count:
  2026-05-01  Fri  Labour Day
  2026-05-02  Sat  Labour Day
  2026-05-03  Sun  Labour Day
  2026-05-04  Mon  Labour Day
  2026-05-05  Tue  Labour Day
1 weekend day that counts:
  2026-05-09  Sat  worked in exchange for Labour Day
`},
		{"Chinese, a regional holiday", "--from 2025-06-04 --working-days 2 --place xpcc-12 --lang zh", `
2025-06-11  周三
自 2025-06-04 起 2 个工作日，当日不计；新疆工作日历
不计入的日子，5 天：
  2025-06-06  周五  古尔邦节（地区节假日）
  2025-06-07  周六  古尔邦节（地区节假日）
  2025-06-08  周日  古尔邦节（地区节假日）
  2025-06-09  周一  古尔邦节（地区节假日）
  2025-06-10  周二  古尔邦节（地区节假日）
`},
		{"a regional year that is not loaded", "--from 2026-11-20 --working-days 1 --place 650104 --lang en", `
2026-11-23  Mon
provisional: the Xinjiang working calendar for 2026 is not loaded; regional holidays are unknown, only national ones were counted
1 working day after 2026-11-20, which is day 0; Xinjiang working calendar
2 days that do not count:
  2026-11-21  Sat  weekend
  2026-11-22  Sun  weekend
`},
		{"a national year that is not loaded", "--from 2026-12-31 --working-days 1 --lang en", `
2027-01-01  Fri
provisional: the national working calendar for 2027 is not loaded; its holidays are unknown, Monday to Friday were counted
1 working day after 2026-12-31, which is day 0; national working calendar
`},
		{"the day of the event is day 0", "--from 2026-05-01 --working-days 0 --lang en", `
2026-05-01  Fri  Labour Day
0 working days after 2026-05-01, which is day 0; national working calendar
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, stdout, stderr := runDeadline(t, c.line)
			if want := strings.TrimPrefix(c.want, "\n"); status != exitDone || stdout != want || stderr != "" {
				t.Errorf("status %d, stderr %q, stdout\n%s\nwant\n%s", status, stderr, stdout, want)
			}
		})
	}
}

func TestDeadline_json(t *testing.T) {
	status, stdout, stderr := runDeadline(t, "--from 2026-12-30 --working-days 3 --place 650100 --format json --lang en")
	if status != exitDone || stderr != "" {
		t.Fatalf("status %d, stderr %q", status, stderr)
	}
	var got struct {
		From, Due   string
		WorkingDays int `json:"working_days"`
		Place       string
		Calendar    string
		Skipped     []struct {
			Date, Kind string
			Name       *civil.Name
		}
		MadeUp      []any `json:"make_up"`
		Provisional []struct {
			Calendar string
			Year     int
			Reason   string
		}
	}
	in := json.NewDecoder(strings.NewReader(stdout))
	in.DisallowUnknownFields()
	if err := in.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.From != "2026-12-30" || got.Due != "2027-01-04" || got.WorkingDays != 3 || got.Place != "650100" || got.Calendar != "xinjiang" {
		t.Errorf("got %+v", got)
	}
	if len(got.Skipped) != 2 || got.Skipped[0].Date != "2027-01-02" || got.Skipped[0].Kind != "weekend" || got.Skipped[0].Name != nil {
		t.Errorf("skipped %+v; want the weekend of 2 and 3 January", got.Skipped)
	}
	var years []string
	for _, p := range got.Provisional {
		if p.Reason == "" {
			t.Errorf("%+v has no reason", p)
		}
		years = append(years, p.Calendar+" "+civil.NewDate(p.Year, 1, 1).String()[:4])
	}
	if want := []string{"xinjiang 2026", "cn 2027", "xinjiang 2027"}; !slices.Equal(years, want) {
		t.Errorf("provisional for %v, want %v", years, want)
	}
	if _, certain, _ := runDeadline(t, "--from 2026-04-27 --working-days 3 --format json"); !strings.Contains(certain, `"skipped": []`) || !strings.Contains(certain, `"provisional": []`) {
		t.Errorf("empty lists must be [], got %s", certain)
	}
}

func TestDeadline_badInput(t *testing.T) {
	for line, want := range map[string]string{
		"--from 2026-02-30 --working-days 7":                  "--from: 2026-02-30 is no date",
		"--from tomorrow --working-days 7":                    "YYYY-MM-DD",
		"--working-days 7":                                    `"from" not set`,
		"--from 2026-04-27":                                   `"working-days" not set`,
		"--from 2026-04-27 --working-days -1":                 "out of range (0 to 10000)",
		"--from 2026-04-27 --working-days 10001":              "out of range",
		"--from 2026-04-27 --working-days 1.5":                `"1.5"`,
		"--from 2026-04-27 --working-days 7 --place 650199":   "did you mean 650100, Urumqi?",
		"--from 2026-04-27 --working-days 7 --place Atlantis": "--place: Atlantis is no place",
		"--from 2026-04-27 --working-days 7 --place CN":       "CN is no place",
		"--from 2026-04-27 --working-days 7 --lang fr":        "fr is none of [zh en]",
		"--from 2026-04-27 --working-days 7 --format xml":     "xml is none of [text json]",
		"--from 2026-04-27 --working-days 7 370200":           "370200",
	} {
		status, stdout, stderr := runDeadline(t, line)
		if status != exitBadInput || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, want) {
			t.Errorf("%s: status %d, stdout %q, stderr %q; want 2, nothing, one line with %q", line, status, stdout, stderr, want)
		}
	}
}

// TestPlacesKeepCalendarsThatExist: the two data files name each other's ids.
func TestPlacesKeepCalendarsThatExist(t *testing.T) {
	places, err := readPlaces()
	if err != nil {
		t.Fatal(err)
	}
	calendars, err := readCalendars()
	if err != nil {
		t.Fatal(err)
	}
	for place := range places.All() {
		if _, err := calendarAt(place.Code, places, calendars); err != nil {
			t.Errorf("%s: %v", place.Code, err)
		}
	}
}
