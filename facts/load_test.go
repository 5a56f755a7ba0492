package facts_test

import (
	"strings"
	"testing"

	"yichuang/facts"
)

// smallVocabulary is whole and right; tests change one thing of it.
const smallVocabulary = `
groups:
  - {path: person, label: {zh: 人, en: Person}}
fields:
  - {path: day, type: date, none: true, label: {zh: 日, en: Day}, help: {zh: 日, en: Day}}
  - {path: person.age, type: int, range: [0, 150], label: {zh: 年龄, en: Age}, help: {zh: 年龄, en: Age}}
  - path: person.kind
    type: enum
    default: tall
    label: {zh: 类, en: Kind}
    help: {zh: 类, en: Kind}
    words: [{word: tall, zh: 高, en: Tall}, {word: short, zh: 矮, en: Short}]
    action: {kind: prove, zh: 证明, en: Prove it}
`

func TestLoadVocabulary_OK(t *testing.T) {
	v, err := facts.LoadVocabulary([]byte(smallVocabulary))
	if err != nil {
		t.Fatal(err)
	}
	kind, ok := v.Lookup("person.kind")
	if !ok || kind.Slot != 2 || kind.Type != facts.Enum || kind.Words[1] != "short" || kind.WordLabels[1].En != "Short" ||
		kind.Default != "tall" || !kind.Actionable || kind.ActionKind != "prove" {
		t.Errorf("got %+v", kind)
	}
	if groups := v.Groups(); len(groups) != 1 || groups[0].Label.En != "Person" {
		t.Errorf("got %+v", groups)
	}
}

func TestLoadVocabulary_problems(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"not YAML", "groups:", "groups: [", "vocabulary: "},
		{"unknown key", "default: tall", "defalt: tall", "vocabulary: "},
		{"no such type", "type: int", "type: integer", `person.age: type "integer" is none of bool, int, number`},
		{"no range", ", range: [0, 150]", "", "person.age: range [min, max] belongs to int and number"},
		{"empty range", "[0, 150]", "[150, 0]", "person.age: range [min, max] belongs to int and number"},
		{"range of a date", "none: true", "range: [0, 1]", "day: range [min, max] belongs to int and number"},
		{"no words", "[{word: tall, zh: 高, en: Tall}, {word: short, zh: 矮, en: Short}]", "[]", "person.kind: words belong to enum and set"},
		{"word twice", "word: short", "word: tall", "person.kind: a word stands twice"},
		{"word in one language", "zh: 矮, ", "", "person.kind: word 2 needs its word, zh and en"},
		{"label in one language", "label: {zh: 年龄, en: Age}", "label: {zh: 年龄}", "person.age: label and help need zh and en"},
		{"question in one language", "default: tall", "question: {en: Who}", "person.kind: question and why need both zh and en"},
		{"default outside the words", "default: tall", "default: huge", `person.kind: default "huge" is not among the words`},
		{"action of no kind", "kind: prove", "kind: bribe", `person.kind: action kind "bribe" is none of choose, declare`},
		{"none in an enum", "default: tall", "none: true", "person.kind: none: belongs to date and set"},
		{"path twice", "path: day", "path: person.age", "person.age: field 2 has no path or one that stands above already"},
		{"no path", "path: day", `path: ""`, "field 1 has no path"},
		{"group without heading", "path: person,", "path: people,", "person: group needs a heading"},
		{"heading without group", "path: person,", "path: people,", "people: heading of a group without fields"},
		{"field and group", "path: day", "path: person", "person: is a field and a group of fields"},
		{"list in a list", "type: date, none: true", "type: list, item: [{path: a.b, type: text, label: {zh: 日, en: Day}, help: {zh: 日, en: Day}}]", "day.a.b: an item has plain fields"},
		{"list without items", "type: date, none: true", "type: list", "day: item belongs to list"},
	} {
		t.Run(c.name, func(t *testing.T) {
			broken := strings.Replace(smallVocabulary, c.old, c.new, 1)
			if broken == smallVocabulary {
				t.Fatalf("%q is not in the vocabulary", c.old)
			}
			if v, err := facts.LoadVocabulary([]byte(broken)); err == nil || !strings.Contains(err.Error(), c.want) || v != nil {
				t.Errorf("\n got %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestLoadVocabulary_fieldsApart(t *testing.T) {
	apart := strings.Replace(smallVocabulary, "fields:\n", "fields:\n  - {path: person.name, type: text, label: {zh: 名, en: Name}, help: {zh: 名, en: Name}}\n", 1)
	if _, err := facts.LoadVocabulary([]byte(apart)); err == nil || !strings.Contains(err.Error(), "fields of one group must stand together") {
		t.Errorf("got %v", err)
	}
}

func TestLoadVocabulary_allProblemsAtOnce(t *testing.T) {
	broken := strings.NewReplacer("type: int", "type: integer", "default: tall", "default: huge", "en: Day}", "en: ''}").Replace(smallVocabulary)
	_, err := facts.LoadVocabulary([]byte(broken))
	if err == nil {
		t.Fatal("no error")
	}
	for _, path := range []string{"day: ", "person.age: ", "person.kind: "} {
		if !strings.Contains(err.Error(), path) {
			t.Errorf("%q is not in\n%v", path, err)
		}
	}
}
