//! Values of every type: how each is read, or why it is a fault.

use serde_json::{Value, json};

use super::{
    Cases, LIST_LIMIT, Outcome,
    draft::Draft,
    text::{Members, Text, repeated},
};
use crate::model::{Field, Kind, Model, Scalar, Struct, Type};

/// A rule, a value as JSON text, and the expected result.
type Row = (&'static str, &'static str, Read);

/// The expected result for a value.
#[derive(Clone, Copy)]
enum Read {
    /// It is read as this.
    As(&'static str),
    Boolean(bool),
    /// It is a fault with this code.
    Not(&'static str),
}

use Read::{As, Boolean, Not};

const NUMBERS: &[Row] = &[
    ("number-digits", "0", As("0")),
    ("number-digits", "7", As("7")),
    ("number-quoted", "\"0\"", As("0")),
    ("number-quoted", "\"7\"", As("7")),
    ("number-quoted", "\"\\u0037\"", As("7")),
    ("number-range", "9007199254740993", As("9007199254740993")),
    ("number-range", "18446744073709551615", As("18446744073709551615")),
    ("number-range", "\"18446744073709551615\"", As("18446744073709551615")),
    ("number-range", "18446744073709551616", Not("out_of_range")),
    ("number-range", "\"18446744073709551616\"", Not("out_of_range")),
    ("number-range", "20000000000000000000", Not("out_of_range")),
    ("number-range", "100000000000000000000", Not("out_of_range")),
    ("number-digits", "-0", Not("invalid_number")),
    ("number-digits", "-7", Not("invalid_number")),
    ("number-digits", "7.0", Not("invalid_number")),
    ("number-digits", "0.5", Not("invalid_number")),
    ("number-digits", "7e0", Not("invalid_number")),
    ("number-digits", "1E2", Not("invalid_number")),
    ("number-digits", "1e30", Not("invalid_number")),
    ("number-digits", "1e999", Not("invalid_number")),
    ("number-digits", "99999999999999999999.0", Not("invalid_number")),
    ("number-digits", "-99999999999999999999", Not("invalid_number")),
    ("number-digits", "\"\"", Not("invalid_number")),
    ("number-digits", "\"00\"", Not("invalid_number")),
    ("number-digits", "\"07\"", Not("invalid_number")),
    ("number-digits", "\" 7\"", Not("invalid_number")),
    ("number-digits", "\"7 \"", Not("invalid_number")),
    ("number-digits", "\"7\\n\"", Not("invalid_number")),
    ("number-digits", "\"+7\"", Not("invalid_number")),
    ("number-digits", "\"-7\"", Not("invalid_number")),
    ("number-digits", "\"7.0\"", Not("invalid_number")),
    ("number-digits", "\"7e0\"", Not("invalid_number")),
    ("number-digits", "\"1e30\"", Not("invalid_number")),
    ("number-digits", "\"0x7\"", Not("invalid_number")),
    ("number-digits", "\"1_0\"", Not("invalid_number")),
    ("number-digits", "\"٧\"", Not("invalid_number")),
    ("number-digits", "\"７\"", Not("invalid_number")),
    ("number-digits", "\"99999999999999999999x\"", Not("invalid_number")),
    ("number-digits", "\"099999999999999999999\"", Not("invalid_number")),
    ("number-type", "true", Not("wrong_type")),
    ("number-type", "{\"7\":7}", Not("wrong_type")),
    ("number-type", "{\"$serde_json::private::Number\":\"7\"}", Not("wrong_type")),
    ("number-type", "\"\\ud800\"", Not("unreadable")),
];

const DECIMALS: &[Row] = &[
    ("decimal-digits", "0", As("0")),
    ("decimal-digits", "7", As("7")),
    ("decimal-digits", "10.5", As("10.5")),
    ("decimal-digits", "10.50", As("10.50")),
    ("decimal-digits", "-3.70", As("-3.70")),
    ("decimal-digits", "0.1", As("0.1")),
    ("decimal-digits", "-0", As("-0")),
    ("decimal-digits", "-0.00", As("-0.00")),
    ("decimal-digits", "9007199254740993", As("9007199254740993")),
    ("decimal-quoted", "\"10.50\"", As("10.50")),
    ("decimal-quoted", "\"-0\"", As("-0")),
    ("decimal-quoted", "\"7\"", As("7")),
    ("decimal-quoted", "\"\\u0031.50\"", As("1.50")),
    ("decimal-exponent", "1e3", As("1000")),
    ("decimal-exponent", "1.5E+2", As("150")),
    ("decimal-exponent", "1.50e0", As("1.50")),
    ("decimal-exponent", "1.50e1", As("15.0")),
    ("decimal-exponent", "12e-1", As("1.2")),
    ("decimal-exponent", "1.0e-7", As("0.00000010")),
    ("decimal-exponent", "-12.50e1", As("-125.0")),
    ("decimal-exponent", "1e007", As("10000000")),
    ("decimal-exponent", "0e0", As("0")),
    ("decimal-exponent", "0e400", As("0")),
    ("decimal-exponent", "0.00e1", As("0.0")),
    ("decimal-exponent", "-0e2", As("-0")),
    ("decimal-exponent", "0e99999999999999999999", As("0")),
    ("decimal-exponent", "\"1e3\"", As("1000")),
    ("decimal-range", "79228162514264337593543950335", As("79228162514264337593543950335")),
    ("decimal-range", "-79228162514264337593543950335", As("-79228162514264337593543950335")),
    ("decimal-range", "79228162514264337593543950336", Not("out_of_range")),
    ("decimal-range", "7.9228162514264337593543950335", As("7.9228162514264337593543950335")),
    ("decimal-range", "7.9228162514264337593543950336", Not("out_of_range")),
    ("decimal-range", "0.0000000000000000000000000001", As("0.0000000000000000000000000001")),
    ("decimal-range", "0.00000000000000000000000000001", Not("out_of_range")),
    ("decimal-range", "0.00000000000000000000000000001e1", Not("out_of_range")),
    ("decimal-range", "1.0000000000000000000000000000", As("1.0000000000000000000000000000")),
    ("decimal-range", "1.00000000000000000000000000000", Not("out_of_range")),
    ("decimal-range", "123456789012345678901234567890", Not("out_of_range")),
    ("decimal-range", "1e28", As("10000000000000000000000000000")),
    ("decimal-range", "7e28", As("70000000000000000000000000000")),
    ("decimal-range", "8e28", Not("out_of_range")),
    ("decimal-range", "1e29", Not("out_of_range")),
    ("decimal-range", "1e400", Not("out_of_range")),
    ("decimal-range", "1e99999999999999999999", Not("out_of_range")),
    ("decimal-range", "1e-28", As("0.0000000000000000000000000001")),
    ("decimal-range", "1e-29", Not("out_of_range")),
    ("decimal-range", "1e-400", Not("out_of_range")),
    ("decimal-range", "1e-99999999999999999999", Not("out_of_range")),
    ("decimal-range", "0e-28", As("0.0000000000000000000000000000")),
    ("decimal-range", "0e-29", Not("out_of_range")),
    ("decimal-range", "\"79228162514264337593543950336\"", Not("out_of_range")),
    ("decimal-grammar", "\"\"", Not("invalid_decimal")),
    ("decimal-grammar", "\" 1\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"1 \"", Not("invalid_decimal")),
    ("decimal-grammar", "\"1\\n\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"+1\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"--1\"", Not("invalid_decimal")),
    ("decimal-grammar", "\".5\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"5.\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"01\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"-01\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"00\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"-\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"1e\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"1e+\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"1e1.5\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"1.5.5\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"e5\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"1,5\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"1_0\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"0x1\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"NaN\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"Infinity\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"１\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"123456789012345678901234567890x\"", Not("invalid_decimal")),
    ("decimal-type", "true", Not("wrong_type")),
    ("decimal-type", "{}", Not("wrong_type")),
    ("decimal-type", "{\"$serde_json::private::Number\":\"7\"}", Not("wrong_type")),
    ("decimal-type", "\"\\ud800\"", Not("unreadable")),
];

/// For decimals in any documented form, which are read alike.
const OTHER_DECIMALS: &[Row] = &[
    ("decimal-digits", "10.50", As("10.50")),
    ("decimal-digits", "7", As("7")),
    ("decimal-quoted", "\"10.50\"", As("10.50")),
    ("decimal-quoted", "\"7\"", As("7")),
    ("decimal-exponent", "1.50e1", As("15.0")),
    ("decimal-exponent", "\"1e3\"", As("1000")),
    ("decimal-range", "1e29", Not("out_of_range")),
    ("decimal-grammar", "\"\"", Not("invalid_decimal")),
    ("decimal-grammar", "\"1\\n\"", Not("invalid_decimal")),
    ("decimal-type", "true", Not("wrong_type")),
    ("decimal-type", "\"\\ud800\"", Not("unreadable")),
];

const STRINGS: &[Row] = &[
    ("string-text", "\"\"", As("")),
    ("string-text", "\" a \"", As(" a ")),
    ("string-text", "\"null\"", As("null")),
    ("string-text", "\"\\u0041\\/\\\\\\\"\\b\\f\\n\\r\\t\"", As("A/\\\"\u{8}\u{c}\n\r\t")),
    ("string-text", "\"\\u0000\u{7f}\u{2028}\u{feff}\"", As("\0\u{7f}\u{2028}\u{feff}")),
    ("string-text", "\"é\\u00E9\\ud83d\\uDE00😀\"", As("éé😀😀")),
    ("string-text", "\"e\u{301}\"", As("e\u{301}")),
    ("string-text", "\"\\uffff\"", As("\u{ffff}")),
    ("string-text", "\"\\ud800\"", Not("unreadable")),
    ("string-text", "\"\\udc00\"", Not("unreadable")),
    ("string-text", "\"\\ude00\\ud83d\"", Not("unreadable")),
    ("string-text", "\"\\ud83d\\ud83d\\ude00\"", Not("unreadable")),
    ("string-text", "\"a\\ud83dz\"", Not("unreadable")),
    ("string-text", "\"\\ud83d\\u0041\"", Not("unreadable")),
    ("string-text", "\"\\ud83d😀\"", Not("unreadable")),
    ("string-type", "5", Not("wrong_type")),
    ("string-type", "1e999", Not("wrong_type")),
    ("string-type", "true", Not("wrong_type")),
    ("string-type", "{}", Not("wrong_type")),
    ("string-type", "{\"$serde_json::private::Number\":\"7\"}", Not("wrong_type")),
];

const ENUMS: &[Row] = &[
    ("enum-open", "\"\"", As("")),
    ("enum-open", "\"a value of a later version\"", As("a value of a later version")),
    ("enum-open", "\"\\ud83d\\ude00\"", As("😀")),
    ("string-text", "\"\\ud800\"", Not("unreadable")),
    ("string-type", "0", Not("wrong_type")),
    ("string-type", "false", Not("wrong_type")),
    ("string-type", "{}", Not("wrong_type")),
];

const BOOLEANS: &[Row] = &[
    ("boolean", "true", Boolean(true)),
    ("boolean", "false", Boolean(false)),
    ("boolean", "0", Not("wrong_type")),
    ("boolean", "1", Not("wrong_type")),
    ("boolean", "1e999", Not("wrong_type")),
    ("boolean", "\"true\"", Not("wrong_type")),
    ("boolean", "\"\"", Not("wrong_type")),
    ("boolean", "\"\\ud800\"", Not("wrong_type")),
    ("boolean", "{}", Not("wrong_type")),
    ("boolean", "{\"\\ud800\":1}", Not("wrong_type")),
];

/// For dates, also where a timestamp may be a date.
const DATES: &[Row] = &[
    ("date-form", "\"2026-01-15\"", As("2026-01-15")),
    ("date-form", "\"2026\\u002d01-15\"", As("2026-01-15")),
    ("date-form", "\"\"", Not("invalid_date")),
    ("date-form", "\"2026-1-5\"", Not("invalid_date")),
    ("date-form", "\"26-01-15\"", Not("invalid_date")),
    ("date-form", "\"02026-01-15\"", Not("invalid_date")),
    ("date-form", "\"20260115\"", Not("invalid_date")),
    ("date-form", "\"2026/01/15\"", Not("invalid_date")),
    ("date-form", "\"15-01-2026\"", Not("invalid_date")),
    ("date-form", "\" 2026-01-15\"", Not("invalid_date")),
    ("date-form", "\"2026-01-15 \"", Not("invalid_date")),
    ("date-form", "\"2026-01-15\\n\"", Not("invalid_date")),
    ("date-form", "\"+026-01-15\"", Not("invalid_date")),
    ("date-form", "\"-026-01-15\"", Not("invalid_date")),
    ("date-form", "\"２０２６-01-15\"", Not("invalid_date")),
    ("date-form", "\"2026-01-1５\"", Not("invalid_date")),
    ("date-form", "\"2026-01-15T00:00:00\"", Not("invalid_date")),
    // Each month has its number of days, also in a leap year.
    ("date-day", "\"2024-01-31\"", As("2024-01-31")),
    ("date-day", "\"2024-02-29\"", As("2024-02-29")),
    ("date-day", "\"2024-03-31\"", As("2024-03-31")),
    ("date-day", "\"2024-04-30\"", As("2024-04-30")),
    ("date-day", "\"2024-05-31\"", As("2024-05-31")),
    ("date-day", "\"2024-06-30\"", As("2024-06-30")),
    ("date-day", "\"2024-07-31\"", As("2024-07-31")),
    ("date-day", "\"2024-08-31\"", As("2024-08-31")),
    ("date-day", "\"2024-09-30\"", As("2024-09-30")),
    ("date-day", "\"2024-10-31\"", As("2024-10-31")),
    ("date-day", "\"2024-11-30\"", As("2024-11-30")),
    ("date-day", "\"2024-12-31\"", As("2024-12-31")),
    ("date-day", "\"2024-01-32\"", Not("invalid_date")),
    ("date-day", "\"2024-02-30\"", Not("invalid_date")),
    ("date-day", "\"2024-03-32\"", Not("invalid_date")),
    ("date-day", "\"2024-04-31\"", Not("invalid_date")),
    ("date-day", "\"2024-05-32\"", Not("invalid_date")),
    ("date-day", "\"2024-06-31\"", Not("invalid_date")),
    ("date-day", "\"2024-07-32\"", Not("invalid_date")),
    ("date-day", "\"2024-08-32\"", Not("invalid_date")),
    ("date-day", "\"2024-09-31\"", Not("invalid_date")),
    ("date-day", "\"2024-10-32\"", Not("invalid_date")),
    ("date-day", "\"2024-11-31\"", Not("invalid_date")),
    ("date-day", "\"2024-12-32\"", Not("invalid_date")),
    ("date-day", "\"2026-02-28\"", As("2026-02-28")),
    ("date-day", "\"2026-02-29\"", Not("invalid_date")),
    ("date-day", "\"2000-02-29\"", As("2000-02-29")),
    ("date-day", "\"1900-02-29\"", Not("invalid_date")),
    ("date-day", "\"1500-02-29\"", Not("invalid_date")),
    ("date-day", "\"2026-01-00\"", Not("invalid_date")),
    ("date-day", "\"2026-00-10\"", Not("invalid_date")),
    ("date-day", "\"2026-13-01\"", Not("invalid_date")),
    ("date-range", "\"0001-01-01\"", As("0001-01-01")),
    ("date-range", "\"9999-12-31\"", As("9999-12-31")),
    ("date-range", "\"0000-12-31\"", Not("out_of_range")),
    ("date-range", "\"0000-02-29\"", Not("out_of_range")),
    ("date-range", "\"0000-02-30\"", Not("invalid_date")),
    ("date-range", "\"0000-00-00\"", Not("invalid_date")),
    ("date-type", "20260115", Not("wrong_type")),
    ("date-type", "true", Not("wrong_type")),
    ("date-type", "{}", Not("wrong_type")),
    ("date-type", "\"\\ud800\"", Not("unreadable")),
];

/// Only for dates.
const DATES_ALONE: &[Row] = &[("date-form", "\"2026-01-15 09:30:00\"", Not("invalid_date"))];

/// For timestamps, also where one may be a date.
const TIMESTAMPS: &[Row] = &[
    ("timestamp-form", "\"2026-01-15 09:30:00\"", As("2026-01-15 09:30:00")),
    ("timestamp-form", "\"2026-01-15 00:00:00\"", As("2026-01-15 00:00:00")),
    ("timestamp-form", "\"2026-01-15 23:59:59\"", As("2026-01-15 23:59:59")),
    ("timestamp-form", "\"1969-12-31 23:59:59\"", As("1969-12-31 23:59:59")),
    ("timestamp-form", "\"2026-01-15 24:00:00\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15 23:60:00\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15 23:59:60\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15 9:30:00\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15  9:30:00\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15 09:30\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15 09-30-00\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15T09:30:00\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15 09:30:00Z\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15 09:30:00.000\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15 09:30:00+00:00\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15 09:30:00\\n\"", Not("invalid_date")),
    ("timestamp-form", "\" 2026-01-15 09:30:00\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-15 ０9:30:00\"", Not("invalid_date")),
    ("timestamp-form", "\"2026-01-1é 09:30:00\"", Not("invalid_date")),
    ("timestamp-day", "\"2024-02-29 12:00:00\"", As("2024-02-29 12:00:00")),
    ("timestamp-day", "\"2026-02-29 12:00:00\"", Not("invalid_date")),
    ("timestamp-day", "\"2026-13-01 12:00:00\"", Not("invalid_date")),
    ("timestamp-range", "\"0001-01-01 00:00:00\"", As("0001-01-01 00:00:00")),
    ("timestamp-range", "\"0000-12-31 23:59:59\"", Not("out_of_range")),
    ("timestamp-range", "\"0000-00-00 00:00:00\"", Not("invalid_date")),
    ("timestamp-range", "\"9999-12-30 22:00:00\"", As("9999-12-30 22:00:00")),
    ("timestamp-range", "\"9999-12-30 22:00:01\"", Not("out_of_range")),
    ("timestamp-range", "\"9999-12-31 00:00:00\"", Not("out_of_range")),
    ("timestamp-range", "\"9999-12-31 23:59:60\"", Not("invalid_date")),
    ("timestamp-type", "1768469400", Not("wrong_type")),
    ("timestamp-type", "true", Not("wrong_type")),
    ("timestamp-type", "{}", Not("wrong_type")),
    ("timestamp-type", "\"\\ud800\"", Not("unreadable")),
];

/// Only for timestamps.
const TIMESTAMPS_ALONE: &[Row] = &[("timestamp-form", "\"2026-01-15\"", Not("invalid_date"))];

const NUMBERS_OR_STRINGS: &[Row] = &[
    ("number-or-string", "7", As("7")),
    ("number-or-string", "-0", As("-0")),
    ("number-or-string", "1.50", As("1.50")),
    ("number-or-string", "1E5", As("1E5")),
    ("number-or-string", "1e999", As("1e999")),
    ("number-or-string", "123456789012345678901234567890", As("123456789012345678901234567890")),
    ("number-or-string", "\"7\"", As("7")),
    ("number-or-string", "\"07 \"", As("07 ")),
    ("number-or-string", "\"\"", As("")),
    ("number-or-string", "\"\\u0041\"", As("A")),
    ("number-or-string", "\"\\ud800\"", Not("unreadable")),
    ("number-or-string", "true", Not("wrong_type")),
    ("number-or-string", "{}", Not("wrong_type")),
];

pub(super) fn add(cases: &mut Cases<'_>) {
    let mut shown: Vec<(String, bool)> = Vec::new();
    let places = places(cases);
    let required: Vec<_> =
        places.iter().filter(|it| !it.field.optional).map(|it| word(&it.field.ty)).collect();
    for place in places {
        let word = word(&place.field.ty);
        let how = (word.clone(), place.field.optional);
        if shown.contains(&how) {
            continue;
        }
        shown.push(how);
        if place.field.optional {
            optional(cases, &place, &word);
            if !required.contains(&word) {
                scalar(cases, &place, &word);
            }
            continue;
        }
        absent(cases, &place, &word);
        match &place.field.ty {
            Type::List(element) => lists(cases, &place, &word, element),
            Type::Object(index) => object(cases, &place, &word, &cases.model.objects[*index]),
            _ => scalar(cases, &place, &word),
        }
    }
}

/// The expected results for values where neither a list nor an object is documented.
fn scalar(cases: &mut Cases<'_>, place: &Place<'_>, word: &str) {
    let ty = &place.field.ty;
    if !is_scalar(ty) {
        return;
    }
    for (rule, json, read) in rows(ty).into_iter().flatten() {
        cases.value(rule, word, place, json, *read);
    }
    let (good, ..) = good_and_bad(cases.model, ty);
    for json in ["[]", "[null]", &format!("[{good}]")] {
        cases.value(type_rule(ty), word, place, json, Not("wrong_type"));
    }
}

/// A field of a payload, or of an object in one, with its place.
struct Place<'m> {
    kind: &'m Kind,
    /// The fields on the path; the object of each contains the next one.
    way: Vec<(&'m Field, &'m Struct)>,
    field: &'m Field,
}

/// Every field, those of payloads first.
fn places<'m>(cases: &Cases<'m>) -> Vec<Place<'m>> {
    let of_payloads = cases.kinds.iter().flat_map(|kind| {
        let fields = kind.payload.fields.iter();
        fields.map(|field| Place { kind, way: Vec::new(), field })
    });
    let mut places: Vec<_> = of_payloads.collect();
    let mut next = 0;
    while let Some(Place { kind, way, field }) = places.get(next) {
        next += 1;
        let Type::Object(index) = field.ty.innermost() else { continue };
        let object = &cases.model.objects[*index];
        let way: Vec<_> = way.iter().copied().chain([(*field, object)]).collect();
        let kind = *kind;
        places.extend(object.fields.iter().map(|field| Place { kind, way: way.clone(), field }));
    }
    places
}

impl Place<'_> {
    /// The payload with this value at the place, or without a value.
    fn payload(&self, it: &Draft<'_>, value: Option<Text>) -> Members {
        let mut object = self
            .way
            .last()
            .map_or_else(|| it.fields().clone(), |(_, object)| it.least(&object.fields));
        let mut name = &self.field.wire;
        object = match value {
            Some(value) => object.set(name, value),
            None => object.without(name),
        };
        for (depth, (field, _)) in self.way.iter().enumerate().rev() {
            name = &field.wire;
            let value = match field.ty {
                Type::List(_) => Text::from("[").then(object.text()).then("]"),
                _ => object.text(),
            };
            let around = match depth.checked_sub(1) {
                None => it.fields().clone(),
                Some(outer) => it.least(&self.way[outer].1.fields),
            };
            object = around.set(name, value);
        }
        object
    }

    /// Pointer of the place below the payload.
    fn below_payload(&self) -> String {
        let way = self.way.iter().map(|(field, _)| match field.ty {
            Type::List(_) => format!("{}/0/", field.wire),
            _ => format!("{}/", field.wire),
        });
        way.collect::<String>() + &self.field.wire
    }
}

/// The type as in the notation, with a generic word for objects and enums.
fn word(ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => scalar.facts().label.to_owned(),
        Type::List(element) => format!("[{}]", word(element)),
        Type::Object(_) => "object".to_owned(),
        Type::Enum(_) => "enum".to_owned(),
    }
}

/// The expected results for values of the type.
fn rows(ty: &Type) -> [&'static [Row]; 2] {
    let scalar = match ty {
        Type::Scalar(scalar) => *scalar,
        Type::Enum(_) => return [ENUMS, &[]],
        Type::List(_) | Type::Object(_) => return [&[], &[]],
    };
    match scalar {
        Scalar::Number => [NUMBERS, &[]],
        Scalar::Decimal => [DECIMALS, &[]],
        Scalar::DecimalInteger | Scalar::DecimalText => [OTHER_DECIMALS, &[]],
        Scalar::String => [STRINGS, &[]],
        Scalar::Boolean => [BOOLEANS, &[]],
        Scalar::Date => [DATES, DATES_ALONE],
        Scalar::Timestamp => [TIMESTAMPS, TIMESTAMPS_ALONE],
        Scalar::TimestampOrDate => [DATES, TIMESTAMPS],
        Scalar::NumberOrString => [NUMBERS_OR_STRINGS, &[]],
    }
}

/// The rule for values of another JSON type.
fn type_rule(ty: &Type) -> &'static str {
    let scalar = match ty {
        Type::Scalar(scalar) => *scalar,
        Type::Enum(_) => return "string-type",
        Type::List(_) => return "list-type",
        Type::Object(_) => return "object-type",
    };
    match scalar {
        Scalar::Number => "number-type",
        Scalar::Decimal | Scalar::DecimalInteger | Scalar::DecimalText => "decimal-type",
        Scalar::String => "string-type",
        Scalar::Boolean => "boolean",
        Scalar::Date => "date-type",
        Scalar::Timestamp | Scalar::TimestampOrDate => "timestamp-type",
        Scalar::NumberOrString => "number-or-string",
    }
}

/// A value that is read, with the result, and a value that is a fault.
fn good_and_bad(model: &Model, ty: &Type) -> (String, Value, &'static str, &'static str) {
    let mut rows = rows(ty).into_iter().flatten();
    let good = rows.clone().find_map(|(_, json, read)| match read {
        As(text) if !text.is_empty() => Some((*json, json!(text))),
        Boolean(boolean) => Some((*json, json!(boolean))),
        _ => None,
    });
    let bad = rows.find_map(|(_, json, read)| match read {
        Not(code) => Some((*json, *code)),
        _ => None,
    });
    match (good, bad, ty) {
        (Some((good, read)), Some((bad, code)), _) => (good.to_owned(), read, bad, code),
        (_, _, Type::Object(index)) => {
            let fields = super::draft::needed(model, &model.objects[*index].fields);
            (fields.text().whole(), Value::Null, "5", "wrong_type")
        }
        _ => ("[]".to_owned(), json!([]), "{}", "wrong_type"),
    }
}

/// Another value that is read, with the result.
fn other(ty: &Type) -> Option<(&'static str, Value)> {
    let mut reads = rows(ty).into_iter().flatten().filter_map(|(_, json, read)| match read {
        As(text) if !text.is_empty() => Some((*json, json!(text))),
        _ => None,
    });
    reads.nth(1)
}

/// The result for null and for an absent field, where they are not faults.
fn empty(ty: &Type) -> Option<Value> {
    let is_list = matches!(ty, Type::List(_));
    ty.reads_as_empty().then(|| if is_list { json!([]) } else { json!("") })
}

fn absent(cases: &mut Cases<'_>, place: &Place<'_>, word: &str) {
    let ty = &place.field.ty;
    let Some(empty) = empty(ty) else {
        cases.at("missing-field", word, place, None, |it, at, _| it.fails("missing_field", at));
        cases.value(type_rule(ty), word, place, "null", Not("wrong_type"));
        return;
    };
    for (name, json) in [("null", Some("null")), ("absent", None)] {
        cases.at("empty", &format!("{word}: {name}"), place, json, |it, _, pointer| {
            it.reads().value(pointer, empty.clone())
        });
    }
}

fn optional(cases: &mut Cases<'_>, place: &Place<'_>, word: &str) {
    let rule = "optional";
    for (name, json) in [("null", Some("null")), ("absent", None)] {
        cases.at(rule, &format!("{word}: {name}"), place, json, |it, _, read| {
            it.reads().value(read, Value::Null)
        });
    }
    let (good, read, bad, code) = good_and_bad(cases.model, &place.field.ty);
    cases.at(rule, &format!("{word}: {good}"), place, Some(&good), |it, _, pointer| {
        if read.is_null() { it.reads() } else { it.reads().value(pointer, read) }
    });
    cases.value(rule, word, place, bad, Not(code));
    match &place.field.ty {
        Type::List(element) if is_scalar(element) => {
            let (good, read, ..) = good_and_bad(cases.model, element);
            cases.at(rule, &format!("{word}: {good}"), place, Some(&good), |it, _, pointer| {
                it.reads().value(pointer, json!([read]))
            });
        }
        ty if ty.reads_as_empty() && is_scalar(ty) => {
            cases.value(rule, word, place, "\"\"", As(""));
        }
        _ => {}
    }
}

/// Whether a list of one may be sent as the bare element.
fn is_scalar(ty: &Type) -> bool {
    !matches!(ty, Type::List(_) | Type::Object(_))
}

fn lists(cases: &mut Cases<'_>, place: &Place<'_>, word: &str, element: &Type) {
    let (good, read, bad, code) = good_and_bad(cases.model, element);
    let reads = |it: Draft<'_>, pointer: &str, list: Value| -> Outcome {
        // For objects, only the number could be expected.
        if read.is_null() { it.reads() } else { it.reads().value(pointer, list) }
    };
    let named = |name: &str| format!("{word}: {name}");
    cases.at("list-elements", &named("none"), place, Some("[]"), |it, _, pointer| {
        it.reads().value(pointer, json!([]))
    });
    let two = format!("[{good}, {good}]");
    cases.at("list-elements", &named("two"), place, Some(&two), |it, _, pointer| {
        reads(it, pointer, json!([read, read]))
    });
    if let Some((other, other_read)) = other(element) {
        let both = format!("[{good},{other}]");
        cases.at("list-elements", &named("their order"), place, Some(&both), |it, _, pointer| {
            it.reads().value(pointer, json!([read, other_read]))
        });
    }
    let second = format!("[{good},{bad}]");
    cases.at(
        "list-elements",
        &named("the second one is wrong"),
        place,
        Some(&second),
        |it, at, _| it.fails(code, &format!("{at}/1")),
    );
    let both = format!("[{bad},{bad}]");
    cases.at("list-elements", &named("both are wrong"), place, Some(&both), |it, at, _| {
        it.fails(code, &format!("{at}/0"))
    });
    match empty(element) {
        Some(empty) => {
            cases.at("list-elements", &named("null"), place, Some("[null]"), |it, _, pointer| {
                it.reads().value(pointer, json!([empty]))
            });
        }
        None => cases.at("list-elements", &named("null"), place, Some("[null]"), |it, at, _| {
            it.fails("wrong_type", &format!("{at}/0"))
        }),
    }
    if is_scalar(element) {
        cases.at("list-bare", &named(&good), place, Some(&good), |it, _, pointer| {
            it.reads().value(pointer, json!([read]))
        });
        cases.value("list-bare", word, place, bad, Not(code));
        cases.value("list-bare", word, place, "{}", Not("wrong_type"));
        let nested = format!("[[{good}]]");
        cases.at("list-elements", &named("a list"), place, Some(&nested), |it, at, _| {
            it.fails("wrong_type", &format!("{at}/0"))
        });
    } else {
        for json in ["5", "\"a\"", "true", "{}"] {
            cases.value("list-type", word, place, json, Not("wrong_type"));
        }
        if matches!(element, Type::Object(_)) && good != "{}" {
            cases.value("list-type", word, place, &good, Not("wrong_type"));
        }
    }
    match element {
        Type::List(inner) if is_scalar(inner) => {
            let (good, read, ..) = good_and_bad(cases.model, inner);
            let bare = format!("[{good},[{good}]]");
            cases.at("list-bare", &named("in a list"), place, Some(&bare), |it, _, pointer| {
                it.reads().value(pointer, json!([[read], [read]]))
            });
        }
        Type::Object(index) => {
            elements(cases, place, word, &cases.model.objects[*index]);
        }
        _ => {}
    }
    if word == "[number]" {
        limits(cases, place);
    }
}

/// Objects in a list.
fn elements(cases: &mut Cases<'_>, place: &Place<'_>, word: &str, of: &Struct) {
    let named = |name: &str| format!("{word}: {name}");
    let Some(field) = of.fields.iter().find(|field| field.is_needed()) else { return };
    let needed = super::draft::needed(cases.model, &of.fields);
    let good = needed.text().whole();
    let json = format!("[{good},{}]", needed.without(&field.wire).text().whole());
    cases.at("missing-field", &named("in the second one"), place, Some(&json), |it, at, _| {
        it.fails("missing_field", &format!("{at}/1/{}", field.wire))
    });
    cases.at("object-empty-list", &named("in a list"), place, Some("[[]]"), |it, at, _| {
        it.fails("missing_field", &format!("{at}/0/{}", field.wire))
    });
    let list_of_it = format!("[{good}]");
    for element in ["null", "5", "\"a\"", "true", "[1]", &list_of_it] {
        let json = format!("[{element}]");
        cases.at("object-type", &named(element), place, Some(&json), |it, at, _| {
            it.fails("wrong_type", &format!("{at}/0"))
        });
    }
}

fn limits(cases: &mut Cases<'_>, place: &Place<'_>) {
    let rule = "list-limit";
    let list = |count, last: &str| {
        Text::from("[").then(repeated("1,", count - 1)).then(format!("{last}]"))
    };
    cases.at_text(rule, "as many elements as can be", place, list(LIST_LIMIT, "1"), |it, _| {
        it.reads()
    });
    cases.at_text(rule, "an element more", place, list(LIST_LIMIT + 1, "1"), |it, at| {
        it.fails("too_long", at)
    });
    cases.at_text(
        rule,
        "an element more, which is wrong",
        place,
        list(LIST_LIMIT + 1, "true"),
        |it, at| it.fails("wrong_type", &format!("{at}/{LIST_LIMIT}")),
    );
    cases.at_text(
        rule,
        "two elements more, the last one wrong",
        place,
        list(LIST_LIMIT + 2, "true"),
        |it, at| it.fails("too_long", at),
    );
}

fn object(cases: &mut Cases<'_>, place: &Place<'_>, word: &str, of: &Struct) {
    for json in ["5", "\"a\"", "true", "[1]", "[{}]"] {
        cases.value("object-type", word, place, json, Not("wrong_type"));
    }
    let needed = of.fields.iter().find(|field| field.is_needed());
    for json in ["[]", "{}"] {
        cases.at(
            "object-empty-list",
            &format!("{word}: {json}"),
            place,
            Some(json),
            |it, at, _| match needed {
                Some(field) => it.fails("missing_field", &format!("{at}/{}", field.wire)),
                None => it.reads(),
            },
        );
    }
}

impl<'m> Cases<'m> {
    /// A value at the place, with the expected result.
    fn value(&mut self, rule: &'static str, word: &str, place: &Place<'_>, json: &str, read: Read) {
        self.at(
            rule,
            &format!("{word}: {json}"),
            place,
            Some(json),
            |it, at, pointer| match read {
                As(text) => it.reads().value(pointer, json!(text)),
                Boolean(boolean) => it.reads().value(pointer, json!(boolean)),
                Not(code) => it.fails(code, at),
            },
        );
    }

    /// A value at the place, or none. The case gets the pointer of the place in the text, and that
    /// of the read value.
    fn at(
        &mut self,
        rule: &'static str,
        name: &str,
        place: &Place<'_>,
        json: Option<&str>,
        case: impl FnOnce(Draft<'m>, &str, &str) -> Outcome,
    ) {
        self.callback(rule, name, place.kind, |it| {
            let payload = place.payload(&it, json.map(Text::from));
            let below = place.below_payload();
            let (at, pointer) = (it.place(&below), it.read_place(&below));
            case(it.payload(|_| payload), &at, &pointer)
        });
    }

    fn at_text(
        &mut self,
        rule: &'static str,
        name: &str,
        place: &Place<'_>,
        value: Text,
        case: impl FnOnce(Draft<'m>, &str) -> Outcome,
    ) {
        self.callback(rule, name, place.kind, |it| {
            let payload = place.payload(&it, Some(value));
            let at = it.place(&place.below_payload());
            case(it.payload(|_| payload), &at)
        });
    }
}
