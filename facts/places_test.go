package facts_test

import (
	"slices"
	"strings"
	"testing"

	"yichuang/facts"
	"yichuang/packs"
)

// shippedPlaces reads the places that the program ships with.
func shippedPlaces(t testing.TB) *facts.Places {
	t.Helper()
	codes, err := packs.FS.ReadFile("places/gb2260.csv")
	if err != nil {
		t.Fatal(err)
	}
	files, err := packs.Files(packs.FS, "places", "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	places, err := facts.ReadPlaces(codes, files["places.yaml"], files["zones.yaml"])
	if err != nil {
		t.Fatal(err)
	}
	return places
}

func TestPlaces_Lookup(t *testing.T) {
	places := shippedPlaces(t)
	for _, c := range []struct {
		code, en, scopes, calendar, wageArea string
		western, oldIndustrial, retired      bool
	}{
		{"650100", "Urumqi", "650100 650000 CN", "xinjiang", "650100", true, false, false},
		{"650104", "Xinshi District", "650104 650100 650000 CN", "xinjiang", "650100", true, false, false},
		{"650000", "Xinjiang", "650000 CN", "xinjiang", "650000", true, false, false},
		{"659001", "Shihezi", "659001 650000 CN", "xinjiang", "659001", true, false, false},
		{"370281", "胶州市", "370281 370200 370000 CN", "cn", "370200", false, false, false},
		{"370200", "Qingdao", "370200 370000 CN", "cn", "370200", false, false, false},
		{"371200", "Laiwu", "371200 370000 CN", "cn", "371200", false, false, true},
		{"110105", "朝阳区", "110105 110100 110000 CN", "cn", "110000", false, false, false},
		{"210100", "Shenyang", "210100 210000 CN", "cn", "210100", false, true, false},
		{"441900", "Dongguan", "441900 440000 CN", "cn", "441900", false, false, false},
		{"xpcc-12", "XPCC 12th Division", "xpcc-12 xpcc CN", "xinjiang", "650100", true, false, false},
		{"xpcc-1", "XPCC 1st Division", "xpcc-1 xpcc CN", "xinjiang", "xpcc-1", true, false, false},
	} {
		place, ok := places.Lookup(facts.PlaceCode(c.code))
		if !ok {
			t.Errorf("%s is not there", c.code)
			continue
		}
		var scopes []string
		for _, s := range place.Scopes {
			scopes = append(scopes, string(s))
		}
		if place.Name.EN != c.en || strings.Join(scopes, " ") != c.scopes || string(place.Calendar) != c.calendar || string(place.WageArea) != c.wageArea ||
			place.Western != c.western || place.OldIndustrial != c.oldIndustrial || place.Retired != c.retired {
			t.Errorf("%s: got %+v; want %+v", c.code, place, c)
		}
	}
	for _, code := range []facts.PlaceCode{"", "CN", "999999", "650199", "xpcc-0", "xpcc-15", "6501", "810000", "130171"} {
		if place, ok := places.Lookup(code); ok {
			t.Errorf("%q: got %+v; want no such place", code, place)
		}
	}
}

// TestPlaces_regions holds the flags against the provinces of the contract.
func TestPlaces_regions(t *testing.T) {
	western := strings.Fields("15 45 50 51 52 53 54 61 62 63 64 65 xp")
	oldIndustrial := strings.Fields("21 22 23")
	places := shippedPlaces(t)
	provinces, all := 0, 0
	for p := range places.All() {
		all++
		region := string(p.Code[:2])
		if p.Western != slices.Contains(western, region) || p.OldIndustrial != slices.Contains(oldIndustrial, region) {
			t.Errorf("%s: western %t, old industrial %t", p.Code, p.Western, p.OldIndustrial)
		}
		if (p.Calendar == "xinjiang") != (region == "65" || region == "xp") {
			t.Errorf("%s keeps the calendar %s", p.Code, p.Calendar)
		}
		if p.City == "" {
			provinces++
		}
		if named := p.Name.EN != p.Name.ZH; !named && !p.Retired && strings.HasSuffix(string(p.Code), "00") {
			t.Errorf("%s %s has no English name", p.Code, p.Name.ZH)
		}
		if p.Scopes[0] != p.Code || p.Scopes[len(p.Scopes)-1] != facts.Nation {
			t.Errorf("%s: scopes %v", p.Code, p.Scopes)
		}
	}
	if places.NationalCalendar() != "cn" {
		t.Errorf("the nation keeps the calendar %s", places.NationalCalendar())
	}
	if provinces != 31+1 || all < 3300 {
		t.Errorf("got %d provinces with the XPCC, %d places", provinces, all)
	}
}

func TestPlaces_ZoneIn(t *testing.T) {
	places := shippedPlaces(t)
	for _, c := range []struct {
		zone facts.ZoneID
		in   string
		out  string
	}{
		{"xj-ftz-urumqi", "650100 xpcc-12 650104", "370200 650200 xpcc-3 652302"},
		{"sd-ftz", "370100 370200 370600 370211", "370300 650100"},
		{"sco-demo", "370200 370281", "370100"},
		{"sd-hightech", "370000 370300 370281", "650100 xpcc-12"},
		{"innovation-reform", "650100 370200 110000 xpcc-12", "999999"},
		{"xj-ftz-urumqi", "650000 xpcc", "CN"},
		{"none", "", "650100 370200"},
	} {
		for _, code := range strings.Fields(c.in) {
			if !places.ZoneIn(c.zone, facts.PlaceCode(code)) {
				t.Errorf("%s does not lie in %s", c.zone, code)
			}
		}
		for _, code := range strings.Fields(c.out) {
			if places.ZoneIn(c.zone, facts.PlaceCode(code)) {
				t.Errorf("%s lies in %s", c.zone, code)
			}
		}
	}
}

func TestPlaces_Suggest(t *testing.T) {
	places := shippedPlaces(t)
	for written, want := range map[facts.PlaceCode]facts.PlaceCode{
		"6501": "650100", "37": "370000", "650199": "650100", "659099": "659000",
		"605100": "650100", "371800": "370000", "urumqi": "650100", "乌鲁木齐": "650100", "乌鲁木齐市": "650100",
		"Qingdao": "370200", "XPCC 12": "xpcc-12", "xpcc12": "xpcc-12", "xpcc-012": "xpcc-12", "青岛": "370200",
		"": "", "990000": "", "Atlantis": "", "xpcc-99": "", "市": "",
	} {
		if got, ok := places.Suggest(written); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %t; want %q", written, got, ok, want)
		}
	}
}

// TestReadPlaces_refuses gives a small list of codes with one wrong document.
func TestReadPlaces_refuses(t *testing.T) {
	const codes = "650000,新疆维吾尔自治区,,\n650100,乌鲁木齐市,,\n"
	for _, c := range []struct{ name, codes, document, want string }{
		{"no calendar", codes, "places: []", "has no calendar"},
		{"unknown field", codes, "places: [{code: CN, calender: cn}]", "calender"},
		{"unknown place", codes, `places: [{code: "650200"}]`, "says what it lies within"},
		{"unknown parent", codes, "places: [{code: zone-1, within: xpcc}]", "not known before it"},
		{"nameless", codes, "places: [{code: CN, calendar: cn}, {code: xpcc, within: CN}]", "has no name"},
		{"unknown wage area", codes, `places: [{code: CN, calendar: cn, wage_area: "1"}]`, "wage area 1"},
		{"zone nowhere", codes, "places: [{code: CN, calendar: cn}]\nzones: [{id: z, name: {zh: 区, en: z}, in: [x]}]", "lies in x"},
		{"zone twice", codes, "places: [{code: CN, calendar: cn}]\nzones: [{id: z, name: {zh: 区, en: z}, in: [CN]}, {id: z, name: {zh: 区, en: z}, in: [CN]}]", "an id of its own"},
		{"short code", "6501,乌鲁木齐市,,\n", "places: []", "line 1"},
		{"code twice", codes + codes, "places: []", "line 3: code 650000 is given twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := facts.ReadPlaces([]byte(c.codes), []byte(c.document)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v; want an error with %q", err, c.want)
			}
		})
	}
}

// TestReadPlaces_overrides: a city may keep a calendar of its own, by data alone.
func TestReadPlaces_overrides(t *testing.T) {
	places, err := facts.ReadPlaces([]byte("650000,新疆维吾尔自治区,,\n650100,乌鲁木齐市,,\n650104,新市区,,\n"),
		[]byte(`places: [{code: CN, calendar: cn}, {code: "650000", western: true}]`),
		[]byte(`places: [{code: "650100", calendar: urumqi, western: false}]`))
	if err != nil {
		t.Fatal(err)
	}
	district, _ := places.Lookup("650104")
	province, _ := places.Lookup("650000")
	if district.Calendar != "urumqi" || district.Western || province.Calendar != "cn" || !province.Western {
		t.Errorf("got %+v in %+v", district, province)
	}
}

func TestPlaces_lookupAllocatesNothing(t *testing.T) {
	places := shippedPlaces(t)
	allocated := testing.AllocsPerRun(100, func() {
		if place, ok := places.Lookup("650104"); !ok || !place.In("650000") || !places.ZoneIn("xj-ftz-urumqi", "650104") {
			t.Error("650104 lies in Xinjiang and in the zone's city")
		}
	})
	if allocated != 0 {
		t.Errorf("got %g allocations, want 0", allocated)
	}
}

func BenchmarkReadPlaces(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		shippedPlaces(b)
	}
}

func BenchmarkPlaces_Lookup(b *testing.B) {
	places := shippedPlaces(b)
	for b.Loop() {
		places.Lookup("650104")
	}
}
