package store

import "yichuang/civil"

func date(s string) civil.Date { return civil.MustParseDate(s) }
