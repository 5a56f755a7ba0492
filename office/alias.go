package office

import (
	"yichuang/files"
	"yichuang/store"
)

// What pages show of lists. Pages know the office, not the store.
type (
	CaseRow    = store.CaseRow
	CaseFilter = store.CaseFilter
	CaseOrder  = store.CaseOrder

	PermitRow    = store.PermitRow
	PermitFilter = store.PermitFilter
	Attachment   = store.Attachment
	LowRatings   = store.LowRatings
	Party        = store.Party
)

// The orders of lists of cases.
const (
	ByDue    = store.ByDue
	ByChange = store.ByChange
)

// MaxUpload is the most that an uploaded paper may hold, in bytes.
const MaxUpload = files.MaxSize
