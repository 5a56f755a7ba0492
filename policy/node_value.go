package policy

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"yichuang/civil"
	"yichuang/facts"
)

// scalar is a string, number or bool as it is written; block scalars folded.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func (m *mapping) str(key string) string {
	n, ok := m.get(key)
	if !ok {
		return ""
	}
	v, ok := scalar(n)
	if !ok {
		m.at(n, "%s: want a word or a text", key)
	}
	return v
}

func (m *mapping) need(key string) string {
	v := m.str(key)
	if v == "" && !m.has(key) {
		m.missing(key)
	}
	return v
}

func (m *mapping) word(key string, closed ...string) string {
	v := m.str(key)
	if v != "" && !slices.Contains(closed, v) {
		m.at(m.values[key], "%s: %s is none of %s%s", key, v, strings.Join(closed, ", "), didYouMean(v, closed))
	}
	return v
}

func (m *mapping) bool(key string) bool {
	v := m.str(key)
	if v != "" && v != "true" && v != "false" {
		m.at(m.values[key], "%s: want true or false", key)
	}
	return v == "true"
}

func (m *mapping) int(key string) int {
	const most = 1_000_000_000
	v := m.number(key)
	if v != math.Trunc(v) || math.Abs(v) > most {
		m.at(m.values[key], "%s: want a whole number", key)
		return 0
	}
	return int(v)
}

func (m *mapping) number(key string) float64 {
	v := m.str(key)
	if v == "" {
		return 0
	}
	f, ok := parseNumber(v)
	if !ok {
		m.at(m.values[key], "%s: %s is no number", key, v)
	}
	return f
}

func (m *mapping) date(key string) *civil.Date {
	v := m.str(key)
	if v == "" {
		return nil
	}
	d, err := civil.ParseDate(v)
	if err != nil {
		m.at(m.values[key], "%s: %v", key, err)
		return nil
	}
	return &d
}

// strs is a list of words, or one word alone.
func (m *mapping) strs(key string) []string {
	n, ok := m.get(key)
	if !ok {
		return nil
	}
	if v, ok := scalar(n); ok {
		return []string{v}
	}
	var out []string
	for _, e := range m.elements(key, n) {
		if v, ok := scalar(e); ok {
			out = append(out, v)
		} else {
			m.at(e, "%s: want a word", key)
		}
	}
	return out
}

func (m *mapping) elements(key string, n ast.Node) []ast.Node {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		m.at(n, "%s: want a list", key)
		return nil
	}
	return seq.Values
}

// sub is a mapping under a key, or nil.
func (m *mapping) sub(key string) *mapping {
	n, ok := m.get(key)
	if !ok {
		return nil
	}
	return m.mapping(n)
}

// subs is a list of mappings under a key.
func (m *mapping) subs(key string) []*mapping {
	n, ok := m.get(key)
	if !ok {
		return nil
	}
	var out []*mapping
	for _, e := range m.elements(key, n) {
		if s := m.mapping(e); s != nil {
			out = append(out, s)
		}
	}
	return out
}

// text is a pair {zh, en}; both must be there once one is.
func (m *mapping) text(key string) facts.Wording {
	t := m.sub(key)
	if t == nil {
		return facts.Wording{}
	}
	out := facts.Wording{Zh: strings.TrimSpace(t.str("zh")), En: strings.TrimSpace(t.str("en"))}
	if out.Zh == "" || out.En == "" {
		t.at(t.node, "%s: want both zh and en", key)
	}
	t.done()
	return out
}

func (m *mapping) needText(key string) facts.Wording {
	if !m.has(key) {
		m.missing(key)
	}
	return m.text(key)
}

// plain refuses an id that would need escaping in JSON, an address or a file name.
func (m *mapping) plain(key, id string) {
	for _, c := range []byte(id) {
		if c <= ' ' || c > '~' || strings.IndexByte("\"\\<>&'%#?/", c) >= 0 {
			m.at(m.node, "%s: %q is no id (use letters, digits, - . _ +)", key, id)
			return
		}
	}
}

// code is an expression with the place where it stands.
type code struct {
	text      string
	line, col int
	literal   bool // a block scalar: its lines are lines of the file

	nodeLine, nodeCol int // of the value as YAML has it
}

func (m *mapping) code(key string) (code, bool) {
	n, ok := m.get(key)
	if !ok {
		return code{}, false
	}
	v, ok := scalar(n)
	if !ok {
		m.at(n, "%s: want a condition", key)
		return code{}, false
	}
	return m.codeAt(n, v), true
}

func (m *mapping) codeAt(n ast.Node, text string) code {
	line, col := position(n)
	c := code{text: text, line: line, col: col, nodeLine: line, nodeCol: col}
	if _, block := n.(*ast.LiteralNode); block {
		c.line, c.literal = line+1, true
		if line < len(m.lines) {
			c.col = len(m.lines[line]) - len(strings.TrimLeft(m.lines[line], " ")) + 1
		}
	} else if line <= len(m.lines) && col <= len(m.lines[line-1]) && strings.ContainsAny(m.lines[line-1][col-1:col], `"'`) {
		c.col++ // the quote
	}
	return c
}

// place turns a location inside the expression (line from 1, column from 0)
// into one in the file.
func (c code) place(line, col int) (int, int) {
	if c.literal {
		return c.line + line - 1, c.col + col
	}
	return c.line, c.col + col
}

func (m *mapping) plainNumber(n ast.Node) float64 {
	v, _ := scalar(n)
	f, ok := parseNumber(v)
	if !ok {
		m.at(n, "want a number")
	}
	return f
}

// parseNumber takes finite decimal numbers.
func parseNumber(s string) (f float64, ok bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}
