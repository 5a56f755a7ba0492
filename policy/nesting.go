package policy

import (
	"errors"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Bounds of a document, far above any pack's. The YAML parser keeps the way to
// every node, so that a file of brackets alone would take all memory of the server
// that reads it.
const (
	mostNested   = 100       // brackets open at once, or marks of a list in one line
	mostIndented = 200       // columns before a line's first letter
	mostBytes    = 256 << 10 // of one file
)

// parseYAML parses a file that anybody may have written. What its own bounds refuse
// is an error in the form of the parser's, with the line in brackets.
func parseYAML(data []byte) (*ast.File, error) {
	if len(data) > mostBytes {
		return nil, errors.New("[1:1] the file is larger than 256 KB")
	}
	open := 0
	for n, line := range strings.Split(string(data), "\n") {
		content := strings.TrimLeft(line, " ")
		marks := 0
		for strings.HasPrefix(content, "- ") || strings.HasPrefix(content, "? ") || strings.HasPrefix(content, ": ") {
			content = strings.TrimLeft(content[2:], " ")
			marks++
		}
		for _, c := range []byte(content) {
			switch c {
			case '[', '{':
				open++
			case ']', '}':
				open = max(open-1, 0)
			}
		}
		if open > mostNested || marks > mostNested || len(line)-len(content) > mostIndented && content != "" {
			return nil, errors.New("[" + strconv.Itoa(n+1) + ":1] the file nests deeper than a policy ever does")
		}
	}
	return parser.ParseBytes(data, 0)
}
