// Package locale holds every sentence that people read, in Chinese and English,
// and prints dates, money and numbers as each language writes them. The texts are
// data (zh/*.yaml, en/*.yaml, keys sorted); tests keep both languages equal. A
// text is never put together from pieces: it has named placeholders.
package locale

import (
	"golang.org/x/text/language"
)

// Language is a language that is complete.
type Language string

// The languages. Chinese is the default and the binding text of letters.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// Languages lists the complete languages, the default first.
func Languages() []Language { return []Language{Chinese, English} }

// Parse reads a language code that a person or program chose; ok is false for
// any other word.
func Parse(code string) (lang Language, ok bool) {
	for _, l := range Languages() {
		if string(l) == code {
			return l, true
		}
	}
	return Chinese, false
}

// Tag is the value of the HTML lang attribute.
func (l Language) Tag() string {
	if l == Chinese {
		return "zh-CN"
	}
	return "en-GB"
}

var matcher = language.NewMatcher([]language.Tag{language.SimplifiedChinese, language.BritishEnglish})

// Match chooses the language for an Accept-Language header. Without a header
// it is Chinese; for languages that are not there yet it is English.
func Match(acceptLanguage string) Language {
	if acceptLanguage == "" {
		return Chinese
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return Chinese
	}
	_, index, confidence := matcher.Match(wanted...)
	if confidence == language.No {
		return English
	}
	return Languages()[index]
}
