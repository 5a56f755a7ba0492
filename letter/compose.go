package letter

import (
	"strconv"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/locale"
)

// Compose writes the letter in a language. Chinese is the letter itself; any
// other language is a copy for information. It refuses a kind that does not
// exist and a letter that lacks anything its kind must say: a refusal without
// reason, clause or remedy is no letter.
func (l Letter) Compose(lang locale.Language) (Document, error) {
	parts, ok := kinds()[l.Kind]
	if !ok {
		return Document{}, fault.New(fault.Invalid, "fault.letter.kind", "kind", string(l.Kind)).WithPath("kind").
			WithDetail("no letter is of kind %q (one of %v)", l.Kind, casefile.LetterKinds)
	}
	if err := l.check(); err != nil {
		return Document{}, err
	}
	w := writer{letter: l, fields: l.all(), p: locale.For(lang)}
	doc := w.frame()
	for _, part := range parts {
		blocks, err := w.part(part)
		if err != nil {
			return Document{}, err
		}
		doc.Blocks = append(doc.Blocks, blocks...)
	}
	doc.Blocks = append(doc.Blocks, Block{Kind: Closing})
	return doc, nil
}

// writer writes one letter in one language.
type writer struct {
	letter Letter
	fields Fields
	p      *locale.Printer
}

// frame is everything around the body.
func (w writer) frame() Document {
	l, p := w.letter, w.p
	doc := Document{
		Language: p.Language(), Letterhead: Words(l.letterhead()).in(p), Number: l.Number,
		Title: p.T("letter." + string(l.Kind) + ".title"), Office: Words(l.Office.Name).in(p), Date: Day(l.On).in(p), On: l.On,
		Seal: p.T("letter.seal"), letter: l,
	}
	doc.Addressee = p.T("letter.addressee", "name", Words(l.Addressee).in(p))
	doc.Summary = p.T("letter.summary", "title", doc.Title, "number", l.Number)
	doc.Foot = p.T("letter.foot", "code", l.CheckCode)
	for _, more := range []string{"letter.foot.address", "letter.foot.phone"} {
		if text, missing := w.fill(more, w.fields); missing == "" {
			doc.Foot += text
		}
	}
	if p.Language() != locale.Chinese {
		doc.Notice = p.T("letter.copy")
	}
	if l.Specimen {
		doc.Specimen = p.T("letter.specimen")
	}
	return doc
}

// part writes one part of the kind, or nothing where its condition is not given.
func (w writer) part(of part) ([]Block, error) {
	if of.If != "" && !w.given(of.If) {
		return nil, nil
	}
	var blocks []Block
	if of.Annex != "" {
		blocks = append(blocks, Block{Kind: Closing}, Block{Kind: Annex, Text: w.p.T(of.Annex)})
	}
	if of.Heading != "" {
		blocks = append(blocks, Block{Kind: Heading, Text: w.p.T(of.Heading)})
	}
	for _, write := range []func(part) ([]Block, error){w.paragraphs, w.table, w.items, w.remedy, w.certificate} {
		more, err := write(of)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, more...)
	}
	return blocks, nil
}

func (w writer) given(name string) bool {
	if len(w.letter.Lists[name]) > 0 {
		return true
	}
	value := w.fields[name]
	return value != nil && value.in(w.p) != ""
}

func (w writer) paragraphs(of part) (blocks []Block, err error) {
	for _, name := range of.Text {
		key, may := optional(name)
		text, missing := w.fill(key, w.fields)
		switch {
		case missing == "":
			blocks = append(blocks, Block{Kind: Paragraph, Text: text})
		case !may:
			return nil, w.letter.lacks("fields." + missing)
		}
	}
	return blocks, nil
}

func (w writer) table(of part) ([]Block, error) {
	var rows []Row
	for _, name := range of.Fields {
		field, may := optional(name)
		switch {
		case w.given(field):
			rows = append(rows, Row{Label: w.p.T("letter.field." + field), Text: w.fields[field].in(w.p)})
		case !may:
			return nil, w.letter.lacks("fields." + field)
		}
	}
	if rows == nil {
		return nil, nil
	}
	return []Block{{Kind: Table, Rows: rows}}, nil
}

func (w writer) items(of part) ([]Block, error) {
	if of.List == "" {
		return nil, nil
	}
	items := w.letter.Lists[of.List]
	if len(items) == 0 {
		return nil, w.letter.lacks("lists." + of.List)
	}
	blocks := make([]Block, 0, len(items))
	for i, item := range items {
		block := Block{Kind: Item, Number: w.p.T("letter.item.number", "n", i+1)}
		for _, name := range of.Lines {
			key, may := optional(name)
			text, missing := w.fill(key, item)
			switch {
			case missing == "":
				block.Lines = append(block.Lines, text)
			case !may:
				return nil, w.letter.lacks("lists." + of.List + "." + strconv.Itoa(i) + "." + missing)
			}
		}
		blocks = append(blocks, block)
	}
	return blocks, nil
}

func (w writer) remedy(of part) ([]Block, error) {
	if !of.Remedy {
		return nil, nil
	}
	text := Words(w.letter.Remedy).in(w.p)
	if text == "" {
		return nil, w.letter.lacks("remedy")
	}
	return []Block{{Kind: Paragraph, Text: text}}, nil
}

func (w writer) certificate(of part) ([]Block, error) {
	if !of.QR || w.letter.QR == "" {
		return nil, nil
	}
	code, err := NewQR(w.letter.QR, w.p.T("letter.qr.title", "number", w.letter.Number))
	if err != nil {
		return nil, err
	}
	return []Block{{Kind: Certified, Text: w.p.T("letter.qr.caption"), QR: &code}}, nil
}

// fill writes a text with its placeholders, or names the first field that is not
// given.
func (w writer) fill(key string, fields Fields) (text, missing string) {
	var args []any
	for _, name := range placeholders(w.p, key) {
		value := fields[name]
		if value == nil || value.in(w.p) == "" {
			return "", name
		}
		args = append(args, name, value.in(w.p))
	}
	return w.p.T(key, args...), ""
}
