package web

import (
	"testing"

	"yichuang/locale"
)

// TestTongue: what is typed in the other language is marked; names and short
// Latin words on a Chinese page are not.
func TestTongue(t *testing.T) {
	for _, c := range []struct {
		page       locale.Language
		text, want string
	}{
		{locale.English, "材料齐全，符合条件。", "zh-CN"},
		{locale.English, "徐示范", "zh-CN"},
		{locale.English, "Complete; the conditions are met.", ""},
		{locale.English, "Edition 1, kept on Monday by 徐示范", ""},
		{locale.English, "", ""},
		{locale.Chinese, "The firm needs a tool maker.", "en-GB"},
		{locale.Chinese, "EXAMPLE-GARCIA Elena", ""},
		{locale.Chinese, "材料齐全，符合条件。", ""},
		{locale.Chinese, "2026-04-27 09:00", ""},
	} {
		if got := tongue(c.page, c.text); got != c.want {
			t.Errorf("%q on a page in %s: %q, want %q", c.text, c.page, got, c.want)
		}
	}
	if got, want := said(locale.English, "<b>材料</b>"), `<span lang="zh-CN">&lt;b&gt;材料&lt;/b&gt;</span>`; string(got) != want {
		t.Errorf("said: %s, want %s", got, want)
	}
}
