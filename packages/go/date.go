package callbacks

import (
	"fmt"
	"time"

	"voximplant-callbacks.invalid/callbacks/internal/lex"
)

// Date is a calendar date, without a time or time zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// String returns the date as YYYY-MM-DD.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// In returns the time at which the day begins in this time zone.
func (d Date) In(place *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, place)
}

// MarshalText returns the date as YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// DateOrTimestamp is a date, or a date with the time of day. It keeps the form in which it was received.
type DateOrTimestamp struct {
	time    time.Time
	hasTime bool
}

// NewTimestamp returns a date with the time of day, in UTC and to the second.
func NewTimestamp(t time.Time) DateOrTimestamp {
	return DateOrTimestamp{t.UTC().Truncate(time.Second), true}
}

// NewDate returns a date without the time of day.
func NewDate(d Date) DateOrTimestamp { return DateOrTimestamp{time: d.In(time.UTC)} }

// Date returns the date, in UTC.
func (d DateOrTimestamp) Date() Date {
	year, month, day := d.time.Date()
	return Date{year, month, day}
}

// Timestamp returns the time in UTC, if there is one.
func (d DateOrTimestamp) Timestamp() (t time.Time, hasTime bool) { return d.time, d.hasTime }

// String returns it as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS.
func (d DateOrTimestamp) String() string {
	if d.hasTime {
		return d.time.Format(time.DateTime)
	}
	return d.time.Format(time.DateOnly)
}

// MarshalText returns it as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS.
func (d DateOrTimestamp) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

type timestampValue struct{ to *time.Time }

func timestamp(to *time.Time) value { return timestampValue{to} }

func (v timestampValue) read(r *reader) *fault {
	const expected = "a timestamp YYYY-MM-DD HH:MM:SS"
	d, hasTime, f := r.day(expected)
	if f == nil && !hasTime {
		f = invalidDate(expected)
	}
	if f == nil {
		*v.to, f = d.timestamp()
	}
	return f
}

func (v timestampValue) write(out []byte) []byte {
	return lex.AppendString(out, v.to.UTC().Format(time.DateTime))
}

type dateOrTimestampValue struct{ to *DateOrTimestamp }

func dateOrTimestamp(to *DateOrTimestamp) value { return dateOrTimestampValue{to} }

func (v dateOrTimestampValue) read(r *reader) *fault {
	d, hasTime, f := r.day("a timestamp YYYY-MM-DD HH:MM:SS or a date YYYY-MM-DD")
	if f != nil {
		return f
	}
	if hasTime {
		t, f := d.timestamp()
		*v.to = DateOrTimestamp{t, true}
		return f
	}
	day, f := d.date()
	*v.to = NewDate(day)
	return f
}

func (v dateOrTimestampValue) write(out []byte) []byte { return lex.AppendString(out, v.to.String()) }

// A moment is a date and a time that may be out of range.
type moment [6]int

// The last point in time that every language of this SDK can hold.
var lastTimestamp = moment{9999, 12, 30, 22, 0, 0}

func invalidDate(expected string) *fault { return newFault(ErrInvalidDate, "expected "+expected) }

// day reads a date, with or without the time of day.
func (r *reader) day(expected string) (m moment, hasTime bool, f *fault) {
	text, f := r.text(expected)
	if f != nil {
		return m, false, f
	}
	const form = "0000-00-00 00:00:00"
	hasTime = len(text) == len(form)
	if !hasTime && len(text) != len("0000-00-00") {
		return m, false, invalidDate(expected)
	}
	part := 0
	for at := range len(text) {
		switch c := text[at]; {
		case form[at] != '0':
			if c != form[at] {
				return m, false, invalidDate(expected)
			}
			part++
		case c < '0' || '9' < c:
			return m, false, invalidDate(expected)
		default:
			m[part] = 10*m[part] + int(c-'0')
		}
	}
	year, month, day := m[0], time.Month(m[1]), m[2]
	// Day 0 of the next month is the last day of this month.
	isDay := 1 <= month && month <= 12 && 1 <= day && day <= time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if !isDay || m[3] > 23 || m[4] > 59 || m[5] > 59 {
		return m, false, invalidDate(expected)
	}
	return m, hasTime, nil
}

// date returns the date if it is in range.
func (m moment) date() (Date, *fault) {
	if m[0] == 0 {
		return Date{}, newFault(ErrOutOfRange, "before 0001-01-01, the first day that is read")
	}
	return Date{m[0], time.Month(m[1]), m[2]}, nil
}

// timestamp returns the time if it is in range.
func (m moment) timestamp() (time.Time, *fault) {
	if _, f := m.date(); f != nil {
		return time.Time{}, f
	}
	t := time.Date(m[0], time.Month(m[1]), m[2], m[3], m[4], m[5], 0, time.UTC)
	last := lastTimestamp
	if t.After(time.Date(last[0], time.Month(last[1]), last[2], last[3], last[4], last[5], 0, time.UTC)) {
		return time.Time{}, newFault(ErrOutOfRange, "after 9999-12-30 22:00:00, the last time that is read")
	}
	return t, nil
}
