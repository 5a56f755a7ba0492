package facts

import "strings"

// Suggest returns the place that somebody who wrote an unknown code most likely
// meant; ok is false when nothing is near. It takes names in either language,
// codes cut short ("6501"), divisions spelled otherwise ("XPCC 12"), and codes
// of no county in a known city or province.
func (p *Places) Suggest(written PlaceCode) (code PlaceCode, ok bool) {
	s := strings.ToLower(strings.TrimSpace(string(written)))
	if s == "" {
		return "", false
	}
	if code, ok = p.named(s); ok {
		return code, true
	}
	if number, division := strings.CutPrefix(s, "xpcc"); division {
		code = PlaceCode("xpcc-" + strings.TrimLeft(number, " -_0"))
		return p.known(code)
	}
	return p.nearCode(s)
}

// named finds the place with the name, Chinese ones also without the last
// character, which says the rank. Of several, the first by code: provinces
// before cities before counties.
func (p *Places) named(name string) (code PlaceCode, ok bool) {
	for _, code := range p.codes {
		place := p.places[code]
		zh := []rune(place.Name.ZH)
		if place.Retired || len(zh) < 2 {
			continue
		}
		if name == place.Name.ZH || name == strings.ToLower(place.Name.EN) || len(zh) > 2 && name == string(zh[:len(zh)-1]) {
			return code, true
		}
	}
	return "", false
}

// nearCode tries a code with the missing zeros, two neighbouring digits
// exchanged, the city's and the province's, in this order.
func (p *Places) nearCode(s string) (code PlaceCode, ok bool) {
	if strings.Trim(s, "0123456789") != "" || len(s) < 2 {
		return "", false
	}
	if len(s) < 6 {
		if code, ok = p.known(PlaceCode(s + "000000"[len(s):])); ok {
			return code, true
		}
	}
	for i := 0; i+1 < len(s) && len(s) == 6; i++ {
		swapped := []byte(s)
		swapped[i], swapped[i+1] = s[i+1], s[i]
		if code, ok = p.known(PlaceCode(swapped)); ok {
			return code, true
		}
	}
	if len(s) >= 4 {
		if code, ok = p.known(PlaceCode(s[:4] + "00")); ok {
			return code, true
		}
	}
	return p.known(PlaceCode(s[:2] + "0000"))
}

// known returns the code if it is a place of today's standard.
func (p *Places) known(code PlaceCode) (PlaceCode, bool) {
	place, ok := p.places[code]
	if !ok || place.Retired {
		return "", false
	}
	return code, true
}
