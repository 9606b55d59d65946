//! Bodies as a whole: their size, their encoding, their syntax and their shape.

use super::{
    BODY_LIMIT, Cases, LIST_LIMIT,
    text::{Text, bytes, repeated},
};

/// An empty list of callbacks.
const EMPTY: &str = "{\"callbacks\":[]}";

pub(super) fn add(cases: &mut Cases<'_>) {
    sizes(cases);
    encodings(cases);
    byte_order_marks(cases);
    syntax(cases);
    syntax_of_callbacks(cases);
    syntax_first(cases);
    shapes(cases);
    fields(cases);
    list_limit(cases);
}

fn sizes(cases: &mut Cases<'_>) {
    let rule = "body-size";
    let spaces = |count| Text::from(EMPTY).then(repeated(" ", count));
    let room = BODY_LIMIT - EMPTY.len();
    cases.count(rule, "as large as can be", spaces(room), 0);
    cases.refuse(rule, "a byte more", spaces(room + 1), "too_large");
    // Half as many characters as bytes.
    let (start, end) = ("{\"callbacks\":[],\"x\":\"", "\"}");
    let letters = (BODY_LIMIT - start.len() - end.len()) / 2;
    let text = |letters| Text::from(start).then(repeated("é", letters)).then(end);
    cases.count(rule, "as large as can be, in letters of two bytes", text(letters), 0);
    cases.refuse(rule, "too large, in letters of two bytes", text(letters + 1), "too_large");
    let mark = Text::from("\u{feff}");
    cases.refuse(rule, "the byte order mark counts", mark.then(spaces(room)), "too_large");
    let not_utf8 = spaces(room).then(bytes(&[0xff]));
    cases.refuse(rule, "size comes before encoding", not_utf8, "too_large");
}

fn encodings(cases: &mut Cases<'_>) {
    let rule = "body-utf8";
    let around =
        |inner: &[u8]| Text::from("{\"callbacks\":[],\"x\":\"").then(bytes(inner)).then("\"}");
    for (name, inner) in [
        ("a byte that is never there", &[0xff][..]),
        ("a byte that continues nothing", &[0x80]),
        ("a character cut short", &[0xe2, 0x82]),
        ("an overlong character", &[0xc0, 0x80]),
        ("an overlong character of three bytes", &[0xe0, 0x9f, 0xbf]),
        ("an overlong character of four bytes", &[0xf0, 0x8f, 0xbf, 0xbf]),
        ("half of a surrogate pair", &[0xed, 0xa0, 0x80]),
        ("the other half of a surrogate pair", &[0xed, 0xbf, 0xbf]),
        ("a surrogate pair", &[0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]),
        ("a character of four bytes cut short", &[0xf0, 0x9f, 0x98]),
        ("beyond the last character", &[0xf4, 0x90, 0x80, 0x80]),
        ("a byte that starts something longer", &[0xf8, 0x88, 0x80, 0x80, 0x80]),
    ] {
        cases.refuse(rule, name, around(inner), "not_utf8");
    }
    cases.count(rule, "characters of two, three and four bytes", around("é€😀".as_bytes()), 0);
    cases.refuse(rule, "encoding comes before syntax", bytes(&[0x7b, 0xff]), "not_utf8");
    let shape = Text::from("[\"").then(bytes(&[0xff])).then("\"]");
    cases.refuse(rule, "encoding comes before shape", shape, "not_utf8");
    cases.refuse(rule, "the end of a character is missing", bytes(&[0x7b, 0x7d, 0xc3]), "not_utf8");
}

fn byte_order_marks(cases: &mut Cases<'_>) {
    let rule = "body-bom";
    cases.count(rule, "a byte order mark", format!("\u{feff}{EMPTY}"), 0);
    cases.count(rule, "a byte order mark, then space", format!("\u{feff} {EMPTY}"), 0);
    cases.refuse(rule, "two byte order marks", format!("\u{feff}\u{feff}{EMPTY}"), "syntax");
    cases.refuse(rule, "a byte order mark alone", "\u{feff}", "syntax");
    cases.refuse(rule, "a byte order mark after space", format!(" \u{feff}{EMPTY}"), "syntax");
    cases.refuse(rule, "a byte order mark at the end", format!("{EMPTY}\u{feff}"), "syntax");
    let inside = "{\"\u{feff}\":1,\"\":[\"\u{feff}\"],\"callbacks\":[]}";
    cases.count(rule, "in a name and in a string", inside, 0);
    cases.refuse(rule, "before a name", "{\u{feff}\"callbacks\":[]}", "syntax");
    cases.refuse(rule, "half of a byte order mark", bytes(&[0xef, 0xbb]), "not_utf8");
    cases.refuse(rule, "a byte order mark of UTF-16", bytes(b"\xff\xfe{\x00}\x00"), "not_utf8");
    cases.refuse_at(rule, "shape behind a byte order mark", "\u{feff}[]", "wrong_type", "");
}

fn syntax(cases: &mut Cases<'_>) {
    let rule = "body-json";
    for (name, body) in [
        ("nothing", ""),
        ("space", " \n"),
        ("a word cut short", "nul"),
        ("an object cut short", "{"),
        ("a list cut short", "{\"callbacks\":["),
        ("a comma at the end of a list", "{\"callbacks\":[null,]}"),
        ("a comma at the start of a list", "{\"callbacks\":[,null]}"),
        ("a comma at the end of an object", "{\"callbacks\":[],}"),
        ("no comma in a list", "{\"callbacks\":[null null]}"),
        ("no comma in an object", "{\"callbacks\":[] \"x\":1}"),
        ("no colon", "{\"callbacks\" []}"),
        ("no value", "{\"callbacks\":}"),
        ("a name without quotes", "{callbacks:[]}"),
        ("a name in single quotes", "{'callbacks':[]}"),
        ("a name that is a number", "{1:1,\"callbacks\":[]}"),
        ("the wrong bracket", "{\"callbacks\":[}]"),
        ("a list that ends as an object", "{\"callbacks\":[null}}"),
        ("an object that ends as a list", "{\"callbacks\":[]]"),
        ("a list that is kept and ends as an object", "{\"callbacks\":[],\"x\":[1}}"),
        ("an object that is kept and ends as a list", "{\"callbacks\":[],\"x\":{\"a\":1]}"),
        ("something behind the body", "{\"callbacks\":[]}x"),
        ("a second body", "{\"callbacks\":[]}{\"callbacks\":[]}"),
        ("a comma behind the body", "{\"callbacks\":[]},"),
        ("NUL behind the body", "{\"callbacks\":[]}\0"),
        ("a form feed as space", "\u{c}{\"callbacks\":[]}"),
        ("a vertical tab as space", "{\u{b}\"callbacks\":[]}"),
        ("a space that JSON does not know", "{\u{a0}\"callbacks\":[]}"),
        ("a line separator as space", "{\"callbacks\":\u{2028}[]}"),
        ("a comment", "{\"callbacks\":[]/* */}"),
        ("a comment of a line", "{\"callbacks\":[]}//"),
    ] {
        cases.refuse(rule, name, body, "syntax");
    }
    let spaced = " \t\r\n{ \t\r\n\"callbacks\" \t\r\n: \t\r\n[ \t\r\n] \t\r\n} \t\r\n";
    cases.count(rule, "each of the four white spaces everywhere", spaced, 0);
    let deep = Text::from("{\"callbacks\":[],\"x\":").then(repeated("[", 100_000));
    cases.refuse(rule, "100 000 lists that do not end", deep.clone(), "syntax");
    cases.count(rule, "100 000 lists", deep.then(repeated("]", 100_000)).then("}"), 0);
    let plain = "{\"callbacks\":[],\"\u{7f}\":\"\u{7f}\u{80}\u{2028}\"}";
    cases.count(rule, "characters that need no escape", plain, 0);
}

/// Values that are not JSON, both where a reader reads a value and where it only keeps one.
fn syntax_of_callbacks(cases: &mut Cases<'_>) {
    let rule = "body-json";
    for (name, value) in [
        ("a leading zero", "01"),
        ("a leading zero behind a sign", "-01"),
        ("a plus sign", "+1"),
        ("a sign alone", "-"),
        ("a point without digits before it", ".5"),
        ("a point without digits behind it", "5."),
        ("an exponent without digits", "1e"),
        ("a sign of an exponent without digits", "1e+"),
        ("an exponent with a point", "1e1.5"),
        ("a hexadecimal number", "0x10"),
        ("an underscore in a number", "1_0"),
        ("not a number", "NaN"),
        ("infinity", "-Infinity"),
        ("a word with a capital", "True"),
        ("a word with a capital in it", "nulL"),
        ("a word that goes on", "nullx"),
        ("undefined", "undefined"),
        ("a string in single quotes", "'a'"),
        ("a string without end", "\"a"),
        ("a tab in a string", "\"\t\""),
        ("a new line in a string", "\"\n\""),
        ("NUL in a string", "\"\0\""),
        ("the last control character in a string", "\"\u{1f}\""),
        ("an escape that JSON does not know", "\"\\x41\""),
        ("an escape with a capital", "\"\\U0041\""),
        ("an escape of three digits", "\"\\u004\""),
        ("an escape with a sign", "\"\\u+041\""),
        ("an escape with a space", "\"\\u 041\""),
        ("a backslash at the end", "\"\\\""),
    ] {
        let id = format!("{{\"callbacks\":[{{\"callback_id\":{value}}}]}}");
        cases.refuse(rule, &format!("{name}, in an ID"), id, "syntax");
        // The callback has a fault before it.
        let kept = format!("{{\"callbacks\":[{{\"callback_id\":null,\"x\":{value}}}]}}");
        cases.refuse(rule, &format!("{name}, in a field that is kept"), kept, "syntax");
    }
    let beside = "{\"callbacks\":[],\"x\":{\"a\":[1,{\"b\":01}]}}";
    cases.refuse(rule, "a leading zero, deep beside the callbacks", beside, "syntax");
}

fn syntax_first(cases: &mut Cases<'_>) {
    let rule = "syntax-first";
    for (name, body) in [
        ("a list that does not end", "[1,2"),
        ("a number, then another", "5 x"),
        ("callbacks that are a number, then a comma", "{\"callbacks\":5,"),
        ("callbacks that are an object, then a word", "{\"callbacks\":{},oops}"),
        ("callbacks that are no number either", "{\"callbacks\":01}"),
        ("no callbacks, then a word", "{} oops"),
        ("callbacks twice, then a comma", "{\"callbacks\":[],\"callbacks\":[],}"),
        ("a name that is not text, then a comma", "{\"\\ud800\":1,\"callbacks\":[],}"),
        ("a malformed callback, then a comma", "{\"callbacks\":[null],}"),
    ] {
        cases.refuse(rule, name, body, "syntax");
    }
    let long = Text::from("{\"callbacks\":[").then(repeated("{},", LIST_LIMIT + 1)).then("]}");
    cases.refuse(rule, "a list that is too long, with a comma at its end", long, "syntax");
}

fn shapes(cases: &mut Cases<'_>) {
    let rule = "body-object";
    for body in ["null", "true", "5", "1e999", "\"a\"", "\"\\ud800\"", "[]", "[{\"callbacks\":[]}]"]
    {
        cases.refuse_at(rule, body, body, "wrong_type", "");
    }
    cases.count(rule, "an object", EMPTY, 0);

    let rule = "body-callbacks";
    for name in ["{}", "{\"x\":[]}", "{\"Callbacks\":[]}", "{\"callback\":[]}"] {
        cases.refuse_at(rule, name, name, "missing_field", "/callbacks");
    }
    for value in ["true", "5", "1e999", "\"a\"", "\"\\ud800\"", "\"\"", "{}", "{\"0\":null}"] {
        let body = format!("{{\"callbacks\":{value}}}");
        cases.refuse_at(rule, &body, &*body, "wrong_type", "/callbacks");
    }
    cases.count(rule, "null is an empty list", "{\"callbacks\":null}", 0);
    cases.count(rule, "an escaped name", "{\"c\\u0061llb\\u0061cks\":[]}", 0);
    for (name, body) in [
        ("twice", "{\"callbacks\":[],\"callbacks\":[]}"),
        ("twice, once escaped", "{\"callbacks\":[],\"c\\u0061llbacks\":[]}"),
        ("null, then a list", "{\"callbacks\":null,\"callbacks\":[]}"),
        ("a list, then a number", "{\"callbacks\":[],\"callbacks\":5}"),
    ] {
        cases.refuse_at(rule, name, body, "duplicate_field", "/callbacks");
    }
    let first = "{\"callbacks\":5,\"callbacks\":[]}";
    cases.refuse_at(rule, "a number, then a list", first, "wrong_type", "/callbacks");
}

fn fields(cases: &mut Cases<'_>) {
    let rule = "body-fields";
    for (name, body) in [
        ("a field before and behind", "{\"a\":1,\"callbacks\":[],\"b\":{\"c\":[null]}}"),
        ("the same field twice", "{\"x\":1,\"x\":2,\"callbacks\":[]}"),
        ("a value that is not text", "{\"x\":\"\\ud800\",\"callbacks\":[]}"),
        ("a number without bounds", "{\"x\":1e999,\"callbacks\":[]}"),
        ("a name of a reader's own", "{\"$serde_json::private::RawValue\":\"1\",\"callbacks\":[]}"),
        ("the name of a prototype", "{\"__proto__\":[],\"callbacks\":[]}"),
    ] {
        cases.count(rule, name, body, 0);
    }
    let deep = repeated("[", 100_000).then(repeated("]", 100_000));
    let deep = Text::from("{\"x\":").then(deep).then(",\"callbacks\":[]}");
    cases.count(rule, "100 000 lists in each other", deep, 0);
    let rule = "name-text";
    for (name, body) in [
        ("beside the callbacks", "{\"\\ud800\":1,\"callbacks\":[]}"),
        ("beside the callbacks, behind them", "{\"callbacks\":[],\"a\\udc00\":1}"),
        ("before callbacks that are a number", "{\"\\ud800\":1,\"callbacks\":5}"),
        ("without callbacks", "{\"\\ud800\":1}"),
    ] {
        cases.refuse_at(rule, name, body, "unreadable", "");
    }
    let later = "{\"callbacks\":5,\"\\ud800\":1}";
    cases.refuse_at(rule, "behind callbacks that are a number", later, "wrong_type", "/callbacks");
}

fn list_limit(cases: &mut Cases<'_>) {
    let rule = "list-limit";
    let list = |count| Text::from("{\"callbacks\":[").then(repeated("{},", count - 1)).then("{}]}");
    cases.count(rule, "as many callbacks as can be", list(LIST_LIMIT), LIST_LIMIT);
    let over = list(LIST_LIMIT + 1);
    cases.refuse_at(rule, "a callback more", over, "too_long", "/callbacks");
}
