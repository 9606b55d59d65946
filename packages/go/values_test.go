package callbacks

import (
	"errors"
	"math/big"
	"testing"
	"time"

	"voximplant-callbacks.invalid/callbacks/internal/lex"
)

// A thing has every type that a description can have; the published one does not.
type thing struct {
	Number        uint64
	Decimal       Decimal
	Quoted        Decimal
	Text          string
	Boolean       bool
	Date          Date
	Timestamp     time.Time
	Either        DateOrTimestamp
	ID            NumberOrString
	Numbers       []uint64
	Rows          [][]string
	Nested        inner
	Things        []inner
	MayBeAbsent   *Date
	NumbersOrNone []uint64
	NestedOrNone  *inner
	Extra         Extra
}

func (it *thing) fields() []field {
	return []field{
		{"number", number(&it.Number), false},
		{"decimal", decimal(&it.Decimal), false},
		{"quoted", quotedDecimal(&it.Quoted), false},
		{"text", text(&it.Text), true},
		{"boolean", boolean(&it.Boolean), false},
		{"date", date(&it.Date), false},
		{"timestamp", timestamp(&it.Timestamp), false},
		{"either", dateOrTimestamp(&it.Either), false},
		{"id", numberOrString(&it.ID), false},
		{"numbers", list(&it.Numbers, number), false},
		{"rows", list(&it.Rows, lists(text[string])), false},
		{"nested", object(&it.Nested), false},
		{"things", list(&it.Things, object[inner]), false},
		{"may_be_absent", optional(&it.MayBeAbsent, date), false},
		{"numbers_or_none", optionalList(&it.NumbersOrNone, number), false},
		{"nested_or_none", optional(&it.NestedOrNone, object[inner]), false},
	}
}

func (it *thing) extra() *Extra { return &it.Extra }

type inner struct {
	Secret string
	Extra  Extra
}

func (it *inner) fields() []field { return []field{{"secret", text(&it.Secret), true}} }
func (it *inner) extra() *Extra   { return &it.Extra }

const everything = `{"number":5,"decimal":1.50,"quoted":"20.00","text":"a","boolean":true,"date":"2026-02-28",` +
	`"timestamp":"2026-02-28 10:20:30","either":"2026-02-28","id":4711,"numbers":[1,2],"rows":[["a"],["b","c"]],` +
	`"nested":{"secret":"s"},"things":[{"secret":""}],"may_be_absent":"2026-03-01","numbers_or_none":[],"nested_or_none":{"secret":"s"},"x":1e5}`

func readThing(t *testing.T, text string) (thing, *fault) {
	t.Helper()
	if _, err := lex.Check(text); err != nil {
		t.Fatal(err)
	}
	var it thing
	return it, readObject(&reader{lex.Lexer{Text: text}, Limits{}.orDefault()}, &it)
}

func TestEveryTypeIsReadAndWritten(t *testing.T) {
	var it thing
	if err := unmarshalRecord([]byte(everything), &it); err != nil {
		t.Fatal(err)
	}
	if is := string(appendRecord(nil, &it)); is != everything {
		t.Errorf("%s becomes %s", everything, is)
	}
	if it.NumbersOrNone == nil || it.Either.String() != "2026-02-28" || it.ID.String() != "4711" {
		t.Errorf("%v", it)
	}
	other := `{"number":"5","decimal":"1.50","quoted":20.00,"boolean":true,"date":"2026-02-28","timestamp":"2026-02-28 10:20:30",` +
		`"either":"2026-02-28 10:20:30","id":null,"numbers":7,"nested":[]}`
	if err := unmarshalRecord([]byte(other), &it); err != nil {
		t.Fatal(err)
	}
	expected := `{"number":5,"decimal":1.50,"quoted":"20.00","text":"","boolean":true,"date":"2026-02-28",` +
		`"timestamp":"2026-02-28 10:20:30","either":"2026-02-28 10:20:30","id":"","numbers":[7],"rows":[],"nested":{"secret":""},"things":[]}`
	if is := string(appendRecord(nil, &it)); is != expected {
		t.Errorf("%s becomes %s", other, is)
	}
	is := summaryOf("thing", &it)
	if is == "" {
		t.Error("nothing is printed")
	}
}

func TestWhatIsSensitiveWithinIsHidden(t *testing.T) {
	var it thing
	if err := unmarshalRecord([]byte(everything), &it); err != nil {
		t.Fatal(err)
	}
	expected := `thing{number: 5, decimal: 1.50, quoted: "20.00", text: [hidden], boolean: true, date: "2026-02-28", ` +
		`timestamp: "2026-02-28 10:20:30", either: "2026-02-28", id: 4711, numbers: [1, 2], rows: [["a"], ["b", "c"]], ` +
		`nested: {secret: [hidden]}, things: [{secret: [hidden]}], may_be_absent: "2026-03-01", numbers_or_none: [], ` +
		`nested_or_none: {secret: [hidden]}}`
	if is := summaryOf("thing", &it); is != expected {
		t.Error(is)
	}
}

func TestFaultsOfEveryTypeHaveTheirPlace(t *testing.T) {
	for text, expected := range map[string]string{
		`{"rows":[["a"],["b",5]]}`:              "wrong_type /rows/1/1",
		`{"rows":"a"}`:                          "wrong_type /rows",
		`{"things":[{},{"secret":5}]}`:          "wrong_type /things/1/secret",
		`{"id":true}`:                           "wrong_type /id",
		`{"id":"\ud800"}`:                       "unreadable /id",
		`{"boolean":"true"}`:                    "wrong_type /boolean",
		`{"may_be_absent":"2026-02-30"}`:        "invalid_date /may_be_absent",
		`{"numbers":[1,01.5]}`:                  "",
		`{"nested_or_none":5}`:                  "wrong_type /nested_or_none",
		`{"number":1,"decimal":1,"quoted":"a"}`: "invalid_decimal /quoted",
		`{"number":1}`:                          "missing_field /decimal",
	} {
		if _, err := lex.Check(text); err != nil {
			if expected != "" {
				t.Errorf("%s is not JSON", text)
			}
			continue
		}
		_, f := readThing(t, text)
		if f == nil || string(f.code)+" "+f.pointer() != expected {
			t.Errorf("%s: %+v instead of %s", text, f, expected)
		}
	}
}

func TestDecimals(t *testing.T) {
	for text, expected := range map[string]string{
		"10.50": "10.50", "-0": "-0", "1.50e1": "15.0", "1e3": "1000", "12e-1": "1.2", "0e400": "0", "0.00e1": "0.0",
		"79228162514264337593543950335": "79228162514264337593543950335",
		"79228162514264337593543950336": "out_of_range", "0e-29": "out_of_range", "1e29": "out_of_range",
		"": "invalid_decimal", "+1": "invalid_decimal", "01": "invalid_decimal", "1.": "invalid_decimal", ".5": "invalid_decimal",
		"--1": "invalid_decimal", "1e": "invalid_decimal", "1e+": "invalid_decimal", "-": "invalid_decimal", "1e1.5": "invalid_decimal",
	} {
		d, err := ParseDecimal(text)
		is := d.String()
		var code Code
		if errors.As(err, &code) {
			is = string(code)
		}
		if is != expected {
			t.Errorf("%q: %s instead of %s", text, is, expected)
		}
	}
	var zero, parsed Decimal
	if zero.String() != "0" || zero.Rat().Sign() != 0 {
		t.Error("the zero value is not 0")
	}
	if err := parsed.UnmarshalText([]byte("10.50")); err != nil || parsed.Cmp(Decimal{"10.5"}) != 0 || parsed == (Decimal{"10.5"}) {
		t.Errorf("%v, %v", parsed, err)
	}
	var rat big.Rat
	if err := parsed.To(&rat); err != nil || rat.Cmp(big.NewRat(21, 2)) != 0 {
		t.Errorf("%v, %v", &rat, err)
	}
}

func TestDates(t *testing.T) {
	day := Date{2026, 2, 28}
	if day.In(time.UTC).Format(time.DateOnly) != day.String() || NewDate(day).Date() != day {
		t.Error(day)
	}
	at := time.Date(2026, 2, 28, 23, 59, 59, 5, time.FixedZone("", 3600))
	either := NewTimestamp(at)
	if is, hasTime := either.Timestamp(); !hasTime || either.String() != "2026-02-28 22:59:59" || !is.Equal(at.Truncate(time.Second)) {
		t.Error(either)
	}
	if NewNumberOrString("4711").String() != "4711" {
		t.Error("it is another text")
	}
	if text, err := either.MarshalText(); err != nil || string(text) != either.String() {
		t.Errorf("%s, %v", text, err)
	}
	if text, err := day.MarshalText(); err != nil || string(text) != day.String() {
		t.Errorf("%s, %v", text, err)
	}
}
