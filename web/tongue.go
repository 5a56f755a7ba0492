package web

import (
	"html/template"
	"strings"
	"unicode"

	"yichuang/locale"
)

// tongue is the language of a text that people typed or that the law names, where
// it is plainly another than the page's: a text mostly of Chinese characters on an
// English page, or of four Latin words and more on a Chinese one. "" where it is
// the page's own, or a name that any page may show. Whoever hears pages read
// aloud needs it.
func tongue(lang locale.Language, text string) string {
	han, latin := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	const lettersOfOne, fewest = 2, 4 // a Chinese character says as much as two letters and more
	mostlyHan := han > 0 && han*lettersOfOne >= latin
	switch {
	case lang != locale.Chinese && mostlyHan:
		return locale.Chinese.Tag()
	case lang == locale.Chinese && !mostlyHan && latin > 0 && len(strings.Fields(text)) >= fewest:
		return locale.English.Tag()
	}
	return ""
}

// tongueAttr is the attribute of an element that holds the text alone.
func tongueAttr(lang locale.Language, text string) template.HTMLAttr {
	if tag := tongue(lang, text); tag != "" {
		return template.HTMLAttr(` lang="` + tag + `"`) //nolint:gosec // a tag of ours
	}
	return ""
}

// said is the text, marked with its language where that is not the page's.
func said(lang locale.Language, text string) template.HTML {
	escaped := template.HTMLEscapeString(text)
	if tag := tongue(lang, text); tag != "" {
		escaped = `<span lang="` + tag + `">` + escaped + `</span>`
	}
	return template.HTML(escaped) //nolint:gosec // escaped above
}
