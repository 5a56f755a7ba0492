package calendarfile

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"yichuang/civil"
	"yichuang/fault"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, civil.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func goodDay() Event {
	return Event{
		ID: "QD26-004172-R/permit@window.example", Revision: 7, Written: at("2026-04-27 09:41"), Day: civil.MustParseDate("2026-05-09"),
		Title: "最迟作出决定：QD26-004172-R", Description: "外国人工作许可（首次）;\n7个工作日, 山东", URL: "https://window.example/case/QD26-004172-R/timeline",
		Alarms: BeforeDay(),
	}
}

func TestBytes_golden(t *testing.T) {
	visit := Event{ID: "QD26-004172-R/appointment-1@window.example", Written: at("2026-04-27 09:41"), Start: at("2026-04-30 09:00"), End: at("2026-04-30 09:30"),
		Title: "Collect the permit", Location: "1 Example Road, Demo City", Alarms: BeforeHour()}
	got, err := Calendar{Name: "一窗", Language: "zh-CN", Events: []Event{goodDay(), visit}}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//yichuang//one window//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:一窗
BEGIN:VEVENT
UID:QD26-004172-R/permit@window.example
DTSTAMP:20260427T014100Z
LAST-MODIFIED:20260427T014100Z
SEQUENCE:7
DTSTART;VALUE=DATE:20260509
DTEND;VALUE=DATE:20260510
TRANSP:TRANSPARENT
STATUS:CONFIRMED
SUMMARY;LANGUAGE=zh-CN:最迟作出决定：QD26-004172-R
DESCRIPTION;LANGUAGE=zh-CN:外国人工作许可（首次）\;\n7个工作
 日\, 山东
URL:https://window.example/case/QD26-004172-R/timeline
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION;LANGUAGE=zh-CN:最迟作出决定：QD26-004172-R
TRIGGER:-PT39H
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION;LANGUAGE=zh-CN:最迟作出决定：QD26-004172-R
TRIGGER:-PT15H
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:QD26-004172-R/appointment-1@window.example
DTSTAMP:20260427T014100Z
LAST-MODIFIED:20260427T014100Z
SEQUENCE:0
DTSTART:20260430T010000Z
DTEND:20260430T013000Z
STATUS:CONFIRMED
SUMMARY;LANGUAGE=zh-CN:Collect the permit
LOCATION;LANGUAGE=zh-CN:1 Example Road\, Demo City
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION;LANGUAGE=zh-CN:Collect the permit
TRIGGER:-PT24H
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION;LANGUAGE=zh-CN:Collect the permit
TRIGGER:-PT2H
END:VALARM
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestBytes_cancelled(t *testing.T) {
	e := goodDay()
	e.Cancelled = true
	got, err := Calendar{Events: []Event{e}}.Bytes()
	if err != nil || !bytes.Contains(got, []byte("\r\nSTATUS:CANCELLED\r\n")) {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestBytes_refuses(t *testing.T) {
	for name, spoil := range map[string]func(*Event){
		"no id":             func(e *Event) { e.ID = "" },
		"a line in the id":  func(e *Event) { e.ID = "a\r\nATTACH:x" },
		"no title":          func(e *Event) { e.Title = " " },
		"no day":            func(e *Event) { e.Day = 0 },
		"no writing":        func(e *Event) { e.Written = time.Time{} },
		"ends before":       func(e *Event) { e.Start, e.End = at("2026-05-09 10:00"), at("2026-05-09 10:00") },
		"alarm afterwards":  func(e *Event) { e.Alarms = []time.Duration{-time.Hour} },
		"a line in the URL": func(e *Event) { e.URL = "https://x\r\nATTACH:y" },
	} {
		e := goodDay()
		spoil(&e)
		if _, err := (Calendar{Events: []Event{e}}).Bytes(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want a fault", name, err)
		}
	}
}

// TestBytes_readsBack unfolds and unescapes whatever title was written: lines are
// short, whole signs, and no text makes a property of its own.
func TestBytes_readsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := "x" + rapid.StringN(0, 200, -1).Draw(t, "title")
		e := goodDay()
		e.Title, e.Alarms = title, nil
		file, err := Calendar{Language: "en-GB", Events: []Event{e}}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(string(file), "\r\n"), "\r\n") {
			if len(line) > mostOctets || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("bad line %q", line)
			}
		}
		var got []string
		for line := range strings.SplitSeq(strings.ReplaceAll(string(file), "\r\n ", ""), "\r\n") {
			if text, ok := strings.CutPrefix(line, "SUMMARY;LANGUAGE=en-GB:"); ok {
				got = append(got, unescape(text))
			}
		}
		want := strings.Map(func(r rune) rune {
			if isControl(r) && r != '\n' {
				return -1
			}
			return r
		}, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(title))
		if len(got) != 1 || got[0] != want {
			t.Fatalf("read %q, want %q", got, want)
		}
	})
}

func unescape(text string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(text)
}
