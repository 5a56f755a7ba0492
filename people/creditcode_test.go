package people

import "testing"

func TestValidCreditCode(t *testing.T) {
	for code, want := range map[string]bool{
		"91350100M000100Y43": true,  // the example of the standard
		"91350100M000100Y44": false, // wrong check character
		"91350100M000100Z43": false, // Z is no character of it
		"91350100M000100Y4":  false,
		"91350010M000100Y43": false, // two characters swapped
		"":                   false,
	} {
		if got := ValidCreditCode(code); got != want {
			t.Errorf("%q: got %t", code, got)
		}
	}
}
