package web

import (
	"html/template"
	"regexp"
	"strings"
	"unicode"

	"yichuang/locale"
)

// tongue is the language of a text that people typed or that the law names, where
// it is plainly another than the page's: a text mostly of Chinese characters on an
// English page, or of four Latin words and more on a Chinese one, or of fewer that
// are no name. "" where it is the page's own, or a name that any page may show.
// Whoever hears pages read aloud needs it.
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
	case lang == locale.Chinese && !mostlyHan && latin > 0 && (len(strings.Fields(text)) >= fewest || latinWords.MatchString(text)):
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

// What stands in the other language within a text of the page's own: a number of a
// document, a source, a term. Latin words with capitals are names.
var (
	hanWords   = regexp.MustCompile(`\p{Han}([\p{Han}\d\x{3000}-\x{303F}\x{FF00}-\x{FF1F}\x{B7}]*[\p{Han}\x{FF09}\x{3015}\x{300B}])?`)
	latinWords = regexp.MustCompile(`\b([A-Z]?[a-z]+ )?[a-z]{2,}(,? [a-z]{2,})+\b`)
)

// said is the text, marked with its language where that is not the page's, and
// otherwise what stands within it in the other one.
func said(lang locale.Language, text string) template.HTML {
	if tag := tongue(lang, text); tag != "" {
		return template.HTML(inTongue(tag, text)) //nolint:gosec // escaped there
	}
	words, tag := hanWords, locale.Chinese.Tag()
	if lang == locale.Chinese {
		words, tag = latinWords, locale.English.Tag()
	}
	var out strings.Builder
	done := 0
	for _, at := range words.FindAllStringIndex(text, -1) {
		out.WriteString(template.HTMLEscapeString(text[done:at[0]]))
		out.WriteString(inTongue(tag, text[at[0]:at[1]]))
		done = at[1]
	}
	out.WriteString(template.HTMLEscapeString(text[done:]))
	return template.HTML(out.String()) //nolint:gosec // escaped above
}

func inTongue(tag, text string) string {
	return `<span lang="` + tag + `">` + template.HTMLEscapeString(text) + `</span>`
}
