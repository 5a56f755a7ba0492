package office

import (
	"strings"
	"unicode/utf8"
)

// MaskName hides a name from who does not know it: the first sign of each word
// stays, however long the rest was. A Chinese name, one word, keeps its first
// sign too.
func MaskName(name string) string {
	words := strings.Fields(name)
	for i, word := range words {
		first, _ := utf8.DecodeRuneInString(word)
		words[i] = string(first) + hidden
	}
	return strings.Join(words, " ")
}

// MaskPassport hides a passport number but for its first and last four signs.
func MaskPassport(number string) string {
	if len(number) <= passportSigns+1 {
		return hidden
	}
	return number[:1] + hidden + number[len(number)-passportSigns:]
}

// hidden stands for what is masked, always equally long.
const hidden = "\u2022\u2022\u2022\u2022"
