package policy

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"yichuang/civil"
)

// extent is where a scalar stands in the text.
func (w *finder) extent(n ast.Node) (start, end int, ok bool) {
	line, col := position(n)
	if line < 1 || line > len(w.lines) {
		return 0, 0, false
	}
	start = w.lines[line-1]
	for i := 1; i < col && start < len(w.text); i++ { // columns count characters
		_, size := utf8.DecodeRuneInString(w.text[start:])
		start += size
	}
	if start >= len(w.text) {
		return 0, 0, false
	}
	switch w.text[start] {
	case '"':
		for end = start + 1; end < len(w.text) && w.text[end] != '"'; end++ {
			if w.text[end] == '\\' {
				end++
			}
		}
		return start, min(end+1, len(w.text)), end < len(w.text)
	case '\'':
		for end = start + 1; end < len(w.text); end++ {
			if w.text[end] != '\'' {
				continue
			}
			if end+1 < len(w.text) && w.text[end+1] == '\'' {
				end++
				continue
			}
			return start, end + 1, true
		}
		return 0, 0, false
	}
	return start, w.plainEnd(n, start), true
}

// plainEnd is where a plain or a block scalar ends: in a flow mapping at a comma
// or a closing bracket; otherwise with its line, and with the lines below it that
// stand further in than its key.
func (w *finder) plainEnd(n ast.Node, start int) int {
	lineStart := strings.LastIndexByte(w.text[:start], '\n') + 1
	before := w.text[lineStart:start]
	inFlow := strings.Count(before, "{")+strings.Count(before, "[") > strings.Count(before, "}")+strings.Count(before, "]") ||
		strings.HasPrefix(strings.TrimSpace(w.lineAbove(lineStart)), "- {") && !strings.Contains(w.lineAbove(lineStart), "}")
	if inFlow {
		end := start
		for end < len(w.text) && !strings.ContainsRune("{}[]\n", rune(w.text[end])) && !strings.HasPrefix(w.text[end:], ", ") && !strings.HasPrefix(w.text[end:], ",\n") {
			end++
		}
		return start + len(strings.TrimRight(w.text[start:end], " "))
	}
	indent := len(before) - len(strings.TrimLeft(before, " -"))
	end := start + lineLength(w.text[start:])
	if cut := strings.Index(w.text[start:end], " #"); cut >= 0 && w.text[start] != '|' && w.text[start] != '>' {
		return start + len(strings.TrimRight(w.text[start:start+cut], " "))
	}
	last := end
	for end < len(w.text) {
		next := w.text[end+1:]
		line := next[:lineLength(next)]
		if trimmed := strings.TrimLeft(line, " "); trimmed != "" {
			if len(line)-len(trimmed) <= indent {
				break
			}
			last = end + 1 + len(line)
		}
		if end += 1 + len(line); len(line) == len(next) {
			break
		}
	}
	return last
}

func (w *finder) lineAbove(lineStart int) string {
	if lineStart == 0 {
		return ""
	}
	begin := strings.LastIndexByte(w.text[:lineStart-1], '\n') + 1
	return w.text[begin : lineStart-1]
}

func lineLength(s string) int {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return i
	}
	return len(s)
}

// figures notes the numbers and the days that a condition compares with.
func (w *finder) figures(n ast.Node, at string) {
	start, end, ok := w.extent(n)
	if !ok {
		return
	}
	if w.text[start] == '"' || w.text[start] == '\'' {
		start, end = start+1, end-1
	}
	if _, block := n.(*ast.LiteralNode); block {
		start += lineLength(w.text[start:])
	}
	region := w.text[start:end]
	count := 0
	nodeLine, nodeCol := position(n)
	note := func(i, j int, kind FieldKind) {
		line := 1 + strings.Count(w.text[:start+i], "\n")
		w.fields = append(w.fields, Field{
			File: w.file, Path: fmt.Sprintf("%s#%d", at, count), Kind: kind, Value: strings.TrimSuffix(region[i:j], ".0"),
			Line: line, Rule: w.rule, Context: around(region, i, j),
			Origin: Origin{w.file, nodeLine, nodeCol, count}, start: start + i, end: start + j, plain: true,
		})
		count++
	}
	for i := 0; i < len(region); i++ {
		switch c := region[i]; {
		case c == '"':
			j := i + 1 + strings.IndexByte(region[i+1:], '"')
			if j <= i {
				return
			}
			if _, err := civil.ParseDate(region[i+1 : j]); err == nil && strings.HasSuffix(region[:i], "date(") {
				note(i+1, j, DateField)
			}
			i = j
		case isWord(c) && (c < '0' || c > '9'):
			for i+1 < len(region) && (isWord(region[i+1]) || region[i+1] == '.') {
				i++
			}
		case c >= '0' && c <= '9':
			j := i
			for j < len(region) && (region[j] >= '0' && region[j] <= '9' || region[j] == '.' && j+1 < len(region) && region[j+1] >= '0' && region[j+1] <= '9') {
				j++
			}
			note(i, j, NumberField)
			i = j - 1
		}
	}
}

func isWord(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// around is the smallest part of a condition that says what a figure is for, on
// one line: between && and ||, and inside the innermost brackets of its own.
func around(region string, i, j int) string {
	begin, end := 0, len(region)
	for _, sign := range []string{"&&", "||"} {
		if k := strings.LastIndex(region[:i], sign); k >= 0 {
			begin = max(begin, k+len(sign))
		}
		if k := strings.Index(region[j:], sign); k >= 0 {
			end = min(end, j+k)
		}
	}
	if open := strings.LastIndexByte(region[begin:i], '('); open >= 0 && strings.Contains(region[begin+open:i], "?") {
		begin += open + 1
		if shut := strings.IndexByte(region[j:end], ')'); shut >= 0 {
			end = j + shut
		}
	}
	return strings.Join(strings.Fields(region[begin:end]), " ")
}
