// Package lists holds the lists that staff keep for a place and that the window
// reads: hospitals, schools, flats, calls, universities. A kind of list is data,
// with its fields; a row is checked against them. A list is replaced as a whole,
// by an edit of one row or by a CSV file, and which edition answers is the
// store's business. The package knows no storage and no clock.
package lists
