// Package civil holds the ground under every legal clock: dates without a time
// of day, completed years, calendar months and working days of a place's
// calendar. Each unit has its own type, so that they cannot be mixed. It knows
// no holiday by itself: calendars are data given to it.
package civil
