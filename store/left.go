package store

import (
	"bytes"
	"encoding/json"
	"strings"
)

// leftMark is how the last field of an entry of a register begins: the fingerprint
// of the rows, kept within the sealed body.
const leftMark = `"rows-left":"`

// withLeft puts a fingerprint at the end of a recorded object.
func withLeft(body json.RawMessage, left string) json.RawMessage {
	inner, isObject := bytes.CutSuffix(bytes.Clone(body), []byte("}"))
	if left == "" || !isObject {
		return body
	}
	if len(inner) > 1 {
		inner = append(inner, ',')
	}
	return append(inner, leftMark+left+`"}`...)
}

// cutLeft takes the fingerprint off again; the entries of cases have none.
func cutLeft(chain string, body json.RawMessage) (inner json.RawMessage, left string) {
	at := bytes.LastIndex(body, []byte(leftMark))
	if at < 0 || strings.HasPrefix(chain, casePrefix) {
		return body, ""
	}
	left = string(bytes.TrimSuffix(body[at+len(leftMark):], []byte(`"}`)))
	return append(bytes.TrimSuffix(bytes.Clone(body[:at]), []byte(",")), '}'), left
}
