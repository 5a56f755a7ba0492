// SPDX-License-Identifier: Apache-2.0

// Command yichuang ("one window") runs a city's or province's window for
// foreigners who come to work in China. Work moves one way through the tree:
//
//	facts → policy → determination → people → lists → permit → casefile → supervision
//	                         │
//	office   what people do: one act, one transaction
//	store files drawing mail letter calendarfile audit   what acts need around them
//	web api cli                     how people and programs reach them
//	packs locale                    the law and the words, as data
//
// civil (dates, working days) and fault (errors) lie under everything.
// layout_test.go holds who may import whom, docs/map.md what each folder is for.
package main

import (
	"os"

	"yichuang/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
