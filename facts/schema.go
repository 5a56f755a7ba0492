package facts

import (
	"bytes"
	"encoding/json"
)

// schemaID names version 1 of the schema; the version changes when a document
// that was valid no longer is, or means something else.
const schemaID = "urn:yichuang:schema:facts:v1"

// codePattern is the form of place codes; which of them are places, Check knows.
const codePattern = `^([0-9]{6}|xpcc(-([1-9]|1[0-4]))?)$`

// datePattern leaves the length of months to Parse.
const datePattern = `(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`

// JSONSchema returns the JSON Schema (2020-12) of facts documents, properties in
// the order of the vocabulary. Every document that Parse and Check take is
// valid. Some that they refuse are valid too: JSON Schema does not know the days
// of a month, that "none" stands alone, or what one fact says about another.
func (v *Vocabulary) JSONSchema() []byte {
	s := v.groupSchema(v.root)
	s.Schema, s.ID = "https://json-schema.org/draft/2020-12/schema", schemaID
	s.Type, s.Title = "object", "Facts"
	s.Description = "What is known about a person, a job and an employer. Missing and null both mean unknown."
	s.Required = []string{"place"}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(s); err != nil {
		panic("facts: a schema of texts and numbers cannot be encoded: " + err.Error())
	}
	return out.Bytes()
}

// schema is the part of JSON Schema that facts need, and our own x- keywords.
type schema struct {
	Schema      string      `json:"$schema,omitempty"`
	ID          string      `json:"$id,omitempty"`
	Title       string      `json:"title,omitempty"`
	Description string      `json:"description,omitempty"`
	TitleZh     string      `json:"x-title-zh,omitempty"`
	HelpZh      string      `json:"x-description-zh,omitempty"`
	Type        any         `json:"type,omitempty"` // a name or a list of them
	Unit        string      `json:"x-unit,omitempty"`
	Minimum     *float64    `json:"minimum,omitempty"`
	Maximum     *float64    `json:"maximum,omitempty"`
	Pattern     string      `json:"pattern,omitempty"`
	MinLength   int         `json:"minLength,omitempty"`
	Enum        []any       `json:"enum,omitempty"`
	Labels      []wordLabel `json:"x-words,omitempty"`
	AnyOf       []*schema   `json:"anyOf,omitempty"`
	Items       *schema     `json:"items,omitempty"`
	Properties  properties  `json:"properties,omitempty"`
	Closed      *bool       `json:"additionalProperties,omitempty"`
	Required    []string    `json:"required,omitempty"`
	Default     string      `json:"default,omitempty"`
	Document    string      `json:"x-document,omitempty"`
}

type wordLabel struct {
	Word string `json:"word"`
	Zh   string `json:"zh"`
	En   string `json:"en"`
}

// properties keep the order of the vocabulary, which a map would lose.
type properties []property

type property struct {
	key   string
	value *schema
}

// MarshalJSON writes the properties as one object.
func (p properties) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, property := range p {
		value, err := json.Marshal(property.value)
		if err != nil {
			return nil, err
		}
		out = append(appendKey(out, property.key, i == 0), value...)
	}
	return append(out, '}'), nil
}

// orNull is the type of a field: null means unknown.
func orNull(name string) []string { return []string{name, "null"} }

func (v *Vocabulary) groupSchema(group *node) *schema {
	s := objectSchema(group, func(child *node) *schema { return v.groupSchema(child) })
	for _, heading := range v.groups {
		if heading.Path == group.path {
			s.Title, s.TitleZh = heading.Label.En, heading.Label.Zh
		}
	}
	return s
}

// objectSchema describes the children of a node; groups by the function.
func objectSchema(parent *node, group func(*node) *schema) *schema {
	closed := false
	s := &schema{Type: orNull("object"), Closed: &closed}
	for _, child := range parent.children {
		value := (*schema)(nil)
		if child.field != nil {
			value = child.field.schema()
		} else {
			value = group(child)
		}
		s.Properties = append(s.Properties, property{child.key, value})
	}
	return s
}

func (field *Field) schema() *schema {
	s := &schema{
		Title: field.Label.En, Description: field.Help.En, TitleZh: field.Label.Zh, HelpZh: field.Help.Zh,
		Unit: field.Unit, Default: field.Default, Document: field.Document,
	}
	if field.HasRange {
		s.Minimum, s.Maximum = &field.Min, &field.Max
	}
	for i, label := range field.WordLabels {
		s.Labels = append(s.Labels, wordLabel{field.Words[i], label.Zh, label.En})
	}
	field.shape(s)
	return s
}

// shape adds what values the field takes.
func (field *Field) shape(s *schema) {
	switch field.Type {
	case Bool:
		s.Type = orNull("boolean")
	case Int:
		s.Type = orNull("integer")
	case Number:
		s.Type = orNull("number")
	case Date:
		s.Type, s.Pattern = orNull("string"), "^"+datePattern+"$"
		if field.NoneAllowed {
			s.Pattern = "^(none|" + datePattern + ")$"
		}
	case Enum:
		s.Enum = append(anyWords(field.Words), nil)
	case Set:
		field.setShape(s)
	case Code:
		s.Type, s.Pattern = orNull("string"), codePattern
	case Text:
		if s.Type, s.MinLength = orNull("string"), 1; len(field.Words) > 0 {
			s.Type, s.MinLength, s.Enum = nil, 0, append(anyWords(field.Words), nil)
		}
	case List:
		s.Type = orNull("array")
		s.Items = objectSchema(field.item, nil)
		s.Items.Type = "object"
	}
}

func (field *Field) setShape(s *schema) {
	words := field.Words
	if field.NoneAllowed {
		words = append([]string{none}, words...)
	}
	array := &schema{Type: orNull("array"), Items: &schema{Enum: anyWords(words)}}
	if field.OneOrMany {
		s.AnyOf = []*schema{{Enum: anyWords(words)}, array}
		return
	}
	s.Type, s.Items = array.Type, array.Items
}

func anyWords(words []string) []any {
	all := make([]any, len(words))
	for i, word := range words {
		all[i] = word
	}
	return all
}
