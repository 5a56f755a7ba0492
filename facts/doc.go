// Package facts holds what is known about a person, a job, an employer, a place
// and a filing date, and reads it strictly from JSON.
//
// One data file, vocabulary.yaml, defines every fact: path, type, unit, range,
// closed words, texts for people and the paper that proves it. Forms, the JSON
// Schema, the API and the documentation are made from it. A fact is unknown,
// known to be absent or known with a value, and unknown is never false.
//
// The package knows no policy. Places and zones come in through Check; the
// filing date is the fact "on" and never a clock.
package facts
