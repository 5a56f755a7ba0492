package casefile

import (
	"fmt"
	"strings"

	"yichuang/fault"
)

// CaseNumber is a case's number for life: two place letters, two digits of the
// year, six digits and a check letter, as in QD26-004172-R. No letter is O or I,
// so that it can be read aloud. The same number stands on every letter.
type CaseNumber string

// alphabet leaves out I and O; a letter's value is its place in it.
const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ"

// weights are coprime to 24, so that one wrong sign always changes the check
// letter, and neighbours differ by 2 or 10, so that two swapped digits do too.
var weights = [10]int{11, 13, 5, 7, 17, 19, 5, 7, 17, 19}

// checkOffset shifts the check letter; it has no meaning beyond keeping the
// numbers already printed in guides valid.
const checkOffset = 18

// NewCaseNumber makes the number of the serial-th case of the year at an office
// with these place letters. The serial is 1 to 999999.
func NewCaseNumber(place string, year, serial int) (CaseNumber, error) {
	if len(place) != 2 || strings.Trim(place, alphabet) != "" {
		return "", fault.At("letters", "%q are no place letters (two of %s)", place, alphabet)
	}
	if serial < 1 || serial > 999999 {
		return "", fault.At("serial", "%d is out of range (1 to 999999 a year and office)", serial)
	}
	body := fmt.Sprintf("%s%02d%06d", place, year%100, serial)
	return spell(body), nil
}

// ParseCaseNumber reads a number as people type it: in any case, with or
// without hyphens and spaces. It refuses a wrong check letter.
func ParseCaseNumber(s string) (CaseNumber, error) {
	compact := strings.NewReplacer("-", "", " ", "", "\u2013", "").Replace(strings.ToUpper(strings.TrimSpace(s)))
	if !wellFormed(compact) {
		return "", fault.New(fault.Invalid, "fault.case.number", "number", s).
			WithDetail("%q is no case number (like QD26-004172-R)", s)
	}
	number := spell(compact[:10])
	if number[len(number)-1] != compact[10] {
		return "", fault.New(fault.Invalid, "fault.case.check-letter", "number", s).
			WithDetail("%q has a wrong check letter", s)
	}
	return number, nil
}

// Valid reports whether the number is spelt as NewCaseNumber spells it.
func (n CaseNumber) Valid() bool {
	parsed, err := ParseCaseNumber(string(n))
	return err == nil && parsed == n
}

func wellFormed(compact string) bool {
	return len(compact) == 11 &&
		strings.Trim(compact[:2], alphabet) == "" &&
		strings.Trim(compact[2:10], "0123456789") == "" &&
		strings.Contains(alphabet, compact[10:])
}

// spell puts the hyphens into the ten signs and adds the check letter.
func spell(body string) CaseNumber {
	return CaseNumber(body[:4] + "-" + body[4:] + "-" + string(checkLetter(body)))
}

func checkLetter(body string) byte {
	sum := checkOffset
	for i, sign := range []byte(body) {
		value := strings.IndexByte(alphabet, sign)
		if i >= 2 {
			value = int(sign - '0')
		}
		sum += weights[i] * value
	}
	return alphabet[sum%len(alphabet)]
}
