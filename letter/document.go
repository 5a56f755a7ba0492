package letter

import (
	"yichuang/civil"
	"yichuang/locale"
)

// Document is a letter written out in one language. It is what HTML and PDF
// both show, in this order; a holder may read it and changes nothing.
type Document struct {
	Language   locale.Language
	Notice     string // of a copy for information: that the Chinese text binds
	Letterhead string
	Number     string
	Title      string
	Addressee  string
	Blocks     []Block
	Office     string // closes the letter, with the date and the seal's place
	Date       string
	On         civil.Date // what Date says in words
	Seal       string     // what stands in the seal's place
	Foot       string     // check code, address, telephone
	Specimen   string     // across every page, or empty
	Summary    string     // title and number, for readers and lists

	letter Letter
}

// Block is one part of a letter's body. Its Kind says which other field it has.
type Block struct {
	Kind   BlockKind
	Text   string   // of a heading, a paragraph, an annex title, the QR code's caption
	Rows   []Row    // of a table
	Number string   // of an item: "1."
	Lines  []string // of an item, the first one leading
	QR     *QR
}

// BlockKind is what a block is.
type BlockKind string

// The kinds of block.
const (
	Heading   BlockKind = "heading"
	Paragraph BlockKind = "paragraph"
	Table     BlockKind = "table"
	Item      BlockKind = "item"
	Annex     BlockKind = "annex" // begins on a new page
	Certified BlockKind = "qr"
	Closing   BlockKind = "closing" // office, date and the seal's place; before every annex and at the end
)

// Row is a labelled field.
type Row struct{ Label, Text string }
