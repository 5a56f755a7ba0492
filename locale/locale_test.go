package locale

import (
	"slices"
	"testing"

	"yichuang/civil"
)

func TestMatch(t *testing.T) {
	for header, want := range map[string]Language{
		"":                           Chinese,
		"zh-CN,zh;q=0.9,en;q=0.8":    Chinese,
		"zh-TW":                      Chinese,
		"en-US,en;q=0.5":             English,
		"ru-RU,ru;q=0.9":             English, // not there yet
		"ko, zh;q=0.3":               Chinese,
		"*":                          English, // anything but a language that we have
		"this is no header at all !": Chinese,
	} {
		if got := Match(header); got != want {
			t.Errorf("Match(%q) = %s, want %s", header, got, want)
		}
	}
}

func TestPrinter_Date(t *testing.T) {
	day := civil.MustParseDate("2026-04-27")
	for lang, want := range map[Language]string{Chinese: "2026年4月27日（周一）", English: "Mon 27 April 2026"} {
		if got := For(lang).Date(day); got != want {
			t.Errorf("%s: got %s, want %s", lang, got, want)
		}
	}
}

func TestPrinter_Money(t *testing.T) {
	for _, c := range []struct {
		yuan   float64
		zh, en string
	}{
		{0, "0元", "CNY 0"},
		{9999, "9,999元", "CNY 9,999"},
		{10000, "1万元", "CNY 10,000"},
		{140000, "14万元", "CNY 140,000"},
		{123456, "12.3456万元", "CNY 123,456"},
		{1000000, "100万元", "CNY 1,000,000"},
	} {
		if got := For(Chinese).Money(c.yuan); got != c.zh {
			t.Errorf("zh %v: got %s, want %s", c.yuan, got, c.zh)
		}
		if got := For(English).Money(c.yuan); got != c.en {
			t.Errorf("en %v: got %s, want %s", c.yuan, got, c.en)
		}
	}
}

func TestPrinter_Number(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", -1234567: "-1,234,567", 8.5: "8.5", 1234.25: "1,234.25"} {
		if got := For(English).Number(n); got != want {
			t.Errorf("%v: got %s, want %s", n, got, want)
		}
	}
}

func TestPrinter_T_countsOne(t *testing.T) {
	for n, want := range map[int]string{0: "0 working days", 1: "1 working day", 2: "2 working days", 1000: "1,000 working days"} {
		if got := For(English).T("unit.working-days", "n", n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
	if got := For(Chinese).T("unit.working-days", "n", 1); got != "1个工作日" {
		t.Errorf("zh: got %s", got)
	}
}

func TestPrinter_T_showsUnknownKeys(t *testing.T) {
	if got := For(English).T("no.such.key"); got != "‹no.such.key›" {
		t.Errorf("got %s", got)
	}
}

func TestPrinter_List(t *testing.T) {
	for _, c := range []struct {
		items  []string
		zh, en string
	}{
		{nil, "", ""},
		{[]string{"a"}, "a", "a"},
		{[]string{"a", "b"}, "a、b", "a and b"},
		{[]string{"a", "b", "c"}, "a、b、c", "a, b and c"},
	} {
		if got := For(Chinese).List(c.items); got != c.zh {
			t.Errorf("zh %v: got %s, want %s", c.items, got, c.zh)
		}
		if got := For(English).List(c.items); got != c.en {
			t.Errorf("en %v: got %s, want %s", c.items, got, c.en)
		}
	}
}

func TestCompare_ordersChineseBySound(t *testing.T) {
	names := []string{"中国", "法国", "安哥拉", "日本"}
	slices.SortFunc(names, Compare(For(Chinese), func(s string) string { return s }))
	if want := []string{"安哥拉", "法国", "日本", "中国"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}
