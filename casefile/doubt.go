package casefile

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"yichuang/civil"
)

// Doubt is something about the answers of a case that does not fit together. One that Blocks cannot be right; any other may be sent along with a
// note. Its text is doubt.<Key>.
type Doubt struct {
	Key    string
	Path   string // of the answer to look at, or ""
	Args   []any
	Blocks bool
}

// Registered is what the registers say of the case's foreigner.
type Registered struct {
	BirthDate   *civil.Date
	Nationality string
}

// Doubts compares the answers with each other and with the registers; those that
// block stand first.
func (c Case) Doubts(m Matter, known Registered, on civil.Date) []Doubt {
	d := doubting{Case: c, on: on}
	d.contract()
	d.documents()
	d.person(known)
	d.pay(m)
	d.permit(m)
	slices.SortStableFunc(d.found, func(a, b Doubt) int {
		switch {
		case a.Blocks == b.Blocks:
			return 0
		case a.Blocks:
			return -1
		}
		return 1
	})
	return d.found
}

// Blocking are the doubts that stand in the way of sending.
func Blocking(doubts []Doubt) []Doubt {
	return slices.DeleteFunc(slices.Clone(doubts), func(d Doubt) bool { return !d.Blocks })
}

type doubting struct {
	Case
	on    civil.Date
	found []Doubt
}

func (d *doubting) add(key, path string, blocks bool, args ...any) {
	d.found = append(d.found, Doubt{Key: key, Path: path, Args: args, Blocks: blocks})
}

// day, number, text and truth read an answer; ok is false where it is none.
func (d *doubting) day(path string) (on civil.Date, ok bool) {
	var text string
	if json.Unmarshal(d.Answers[path], &text) != nil {
		return 0, false
	}
	on, err := civil.ParseDate(text)
	return on, err == nil
}

func (d *doubting) number(path string) (n float64, ok bool) {
	ok = len(d.Answers[path]) > 0 && json.Unmarshal(d.Answers[path], &n) == nil
	return n, ok
}

func (d *doubting) text(path string) (text string) {
	if json.Unmarshal(d.Answers[path], &text) != nil {
		return ""
	}
	return text
}

func (d *doubting) is(path, value string) bool { return string(d.Answers[path]) == value }

// contract: it ends after it begins, and has not ended.
func (d *doubting) contract() {
	from, begun := d.day("job.contract_from")
	until, ends := d.day("job.contract_until")
	switch {
	case !ends || d.Relief:
	case begun && until < from:
		d.add("contract-order", "job.contract_until", true, "from", from, "until", until)
	case until < d.on:
		d.add("contract-over", "job.contract_until", true, "until", until)
	}
}

// documents: what ends before the contract shortens the permit.
func (d *doubting) documents() {
	until, ends := d.day("job.contract_until")
	if expires, ok := d.day("applicant.passport_expires"); ok && !d.Relief {
		switch {
		case expires < d.on:
			d.add("passport-over", "applicant.passport_expires", true, "date", expires)
		case ends && expires < until:
			d.add("passport-shorter", "applicant.passport_expires", false, "date", expires, "until", until)
		}
	}
	for _, path := range []string{"employer.licence_expires", "employer.sector_licence_expires"} {
		if expires, ok := d.day(path); ok && ends && expires < until {
			d.add("licence-shorter", path, false, "date", expires, "until", until)
		}
	}
}

// person: the answers and the register speak of the same person, and say where
// it is in one way.
func (d *doubting) person(known Registered) {
	if born, ok := d.day("applicant.birth_date"); ok && known.BirthDate != nil && born != *known.BirthDate {
		d.add("born-differs", "applicant.birth_date", false, "date", born, "registered", *known.BirthDate)
	}
	if from := d.text("applicant.nationality"); from != "" && known.Nationality != "" && from != known.Nationality {
		d.add("nationality-differs", "applicant.nationality", false)
	}
	if stay, ok := d.day("applicant.stay_until"); ok && stay < d.on && d.is("applicant.in_china", "true") {
		d.add("stay-over", "applicant.stay_until", false, "date", stay)
	}
	residence := d.text("applicant.residence_permit")
	if d.is("applicant.in_china", "false") && residence != "" && residence != "none" {
		d.add("abroad-resident", "applicant.in_china", false)
	}
}

// monthly is the yearly pay in yuan under which a monthly amount was probably
// typed.
const monthly = 30_000

// pay: the amount looks like a year's, and stands in the contract as in the form.
func (d *doubting) pay(m Matter) {
	pay, ok := d.number("job.annual_salary")
	if ok && pay > 0 && pay < monthly {
		d.add("pay-monthly", "job.annual_salary", false, "sum", pay)
	}
	for _, q := range m.Questions {
		said := strings.TrimSpace(d.Own(q))
		if q.Equals == "" || said == "" {
			continue
		}
		kept := strings.Trim(string(d.Answers[q.Equals]), `"`)
		sum, amount := d.number(q.Equals)
		paper, err := strconv.ParseFloat(said, 64)
		switch {
		case kept == "" || kept == said:
		case amount && err == nil:
			if sum != paper {
				d.add("says-otherwise", q.Path(), false, "said", paper, "kept", sum)
			}
		default:
			d.add("says-otherwise", q.Path(), false, "said", said, "kept", kept)
		}
	}
}

// permit: what is said of the former permit can be true, and an extension is in
// time to be deemed granted.
func (d *doubting) permit(m Matter) {
	if until, ok := d.day("previous_permit.valid_until"); ok && until < d.on && d.is("previous_permit.valid", "true") {
		d.add("permit-over", "previous_permit.valid", false, "date", until)
	}
	if m.Deemed != nil && d.Expires != nil {
		if last := d.Expires.AddDays(-civil.Days(m.Deemed.DaysBefore)); d.on > last {
			d.add("extension-late", "", false, "date", last, "until", *d.Expires)
		}
	}
}
