//! Pairs of callbacks, and whether their digests are equal. Most differ in something that JSON
//! libraries lose.

use serde_json::{Value, json};

use super::{
    super::canonical::{canonical, digest},
    text::{Text, repeated},
};

/// A rule, a name, and two callbacks whose digests are the same, or differ.
type Pair = (&'static str, &'static str, bool, &'static str, &'static str);

const SAME: bool = true;
const DIFFERENT: bool = false;

const PAIRS: &[Pair] = &[
    ("digest-numbers", "1.0 and 1", DIFFERENT, r#"{"a":1.0}"#, r#"{"a":1}"#),
    ("digest-numbers", "10.50 and 10.5", DIFFERENT, r#"{"a":10.50}"#, r#"{"a":10.5}"#),
    ("digest-numbers", "-0 and 0", DIFFERENT, r#"{"a":-0}"#, r#"{"a":0}"#),
    ("digest-numbers", "1e2 and 100", DIFFERENT, r#"{"a":1e2}"#, r#"{"a":100}"#),
    ("digest-numbers", "1E2 and 1e2", DIFFERENT, r#"{"a":1E2}"#, r#"{"a":1e2}"#),
    ("digest-numbers", "1e2 and 1e+2", DIFFERENT, r#"{"a":1e2}"#, r#"{"a":1e+2}"#),
    (
        "digest-numbers",
        "beyond 2^53",
        DIFFERENT,
        r#"{"a":9007199254740993}"#,
        r#"{"a":9007199254740992}"#,
    ),
    (
        "digest-numbers",
        "30 digits",
        DIFFERENT,
        r#"{"a":999999999999999999999999999999}"#,
        r#"{"a":999999999999999999999999999998}"#,
    ),
    ("digest-numbers", "beyond every double", DIFFERENT, r#"{"a":1e400}"#, r#"{"a":1e500}"#),
    ("digest-names", "the first of two", DIFFERENT, r#"{"a":1,"a":2}"#, r#"{"a":9,"a":2}"#),
    ("digest-names", "twice and once", DIFFERENT, r#"{"a":2,"a":2}"#, r#"{"a":2}"#),
    (
        "digest-names",
        "the order of one that is twice",
        DIFFERENT,
        r#"{"a":1,"a":2}"#,
        r#"{"a":2,"a":1}"#,
    ),
    ("digest-names", "the order of two", SAME, r#"{"b":1,"a":2}"#, r#"{"a":2,"b":1}"#),
    ("digest-names", "the order of digits", SAME, r#"{"10":1,"9":2}"#, r#"{"9":2,"10":1}"#),
    (
        "digest-names",
        "the order in a nested object",
        SAME,
        r#"[{"b":[{"d":1,"c":2}],"a":0}]"#,
        r#"[{"a":0,"b":[{"c":2,"d":1}]}]"#,
    ),
    (
        "digest-names",
        "the order around one that is twice",
        SAME,
        r#"{"b":1,"a":2,"b":3}"#,
        r#"{"a":2,"b":1,"b":3}"#,
    ),
    (
        "digest-names",
        "one that starts another",
        SAME,
        r#"{"ab":1,"a":2,"":3}"#,
        r#"{"":3,"a":2,"ab":1}"#,
    ),
    (
        "digest-names",
        "capitals come first",
        SAME,
        r#"{"a":1,"B":2,"_":3}"#,
        r#"{"B":2,"_":3,"a":1}"#,
    ),
    (
        "digest-names",
        "beyond the first plane",
        SAME,
        "{\"\\uffee\":1,\"😀\":2}",
        "{\"😀\":2,\"\\uffee\":1}",
    ),
    (
        "digest-names",
        "half of a pair among others",
        SAME,
        "{\"\\ue000\":1,\"\\ud800\":2,\"\u{d7ff}\":3}",
        "{\"\u{d7ff}\":3,\"\\ud800\":2,\"\\ue000\":1}",
    ),
    ("digest-names", "escaped", SAME, r#"{"\u0061":1}"#, r#"{"a":1}"#),
    ("digest-names", "of a prototype", DIFFERENT, r#"{"__proto__":{"a":1}}"#, "{}"),
    ("digest-names", "capitals", DIFFERENT, r#"{"a":1}"#, r#"{"A":1}"#),
    ("digest-strings", "escapes", SAME, r#"{"a":"\/\u00e9\u002f\u0022"}"#, "{\"a\":\"/é/\\\"\"}"),
    (
        "digest-strings",
        "short escapes",
        SAME,
        r#"{"a":"\u0008\u0009\u000a\u000c\u000d\u005c"}"#,
        r#"{"a":"\b\t\n\f\r\\"}"#,
    ),
    (
        "digest-strings",
        "control characters",
        SAME,
        r#"{"a":"\u0000\u001F\u000B"}"#,
        r#"{"a":"\u0000\u001f\u000b"}"#,
    ),
    (
        "digest-strings",
        "characters that are written as they are",
        SAME,
        "{\"a\":\"\\u007f\\u2028\\u00a0\\ufeff\\uffff\\u003c\"}",
        "{\"a\":\"\u{7f}\u{2028}\u{a0}\u{feff}\u{ffff}<\"}",
    ),
    ("digest-strings", "a pair of surrogates", SAME, r#"{"a":"\ud83d\uDE00"}"#, "{\"a\":\"😀\"}"),
    (
        "digest-strings",
        "half of a pair in capitals",
        SAME,
        r#"{"a":"\uD83D"}"#,
        r#"{"a":"\ud83d"}"#,
    ),
    ("digest-strings", "two halves of a pair", DIFFERENT, r#"{"a":"\ud800"}"#, r#"{"a":"\ud801"}"#),
    (
        "digest-strings",
        "a pair in the wrong order",
        DIFFERENT,
        r#"{"a":"\ude00\ud83d"}"#,
        r#"{"a":"\ud83d\ude00"}"#,
    ),
    (
        "digest-strings",
        "half of a pair before a pair",
        DIFFERENT,
        r#"{"a":"\ud83d\ud83d\ude00"}"#,
        r#"{"a":"\ud83d\ude00\ud83d"}"#,
    ),
    (
        "digest-strings",
        "half of a pair and U+FFFD",
        DIFFERENT,
        r#"{"a":"\ud800"}"#,
        r#"{"a":"\ufffd"}"#,
    ),
    (
        "digest-strings",
        "half of a pair and its escape as text",
        DIFFERENT,
        r#"{"a":"\ud800"}"#,
        r#"{"a":"\\ud800"}"#,
    ),
    ("digest-strings", "NUL and nothing", DIFFERENT, r#"{"a":"x\u0000y"}"#, r#"{"a":"x"}"#),
    (
        "digest-strings",
        "two spellings of é",
        DIFFERENT,
        "{\"a\":\"\u{e9}\"}",
        "{\"a\":\"e\u{301}\"}",
    ),
    (
        "digest-space",
        "white space",
        SAME,
        "{ \"a\" :\t[ 1 ,\r\n2 , { } , [ ] ] }",
        r#"{"a":[1,2,{},[]]}"#,
    ),
    ("digest-space", "white space in a string", DIFFERENT, r#"{"a":" "}"#, r#"{"a":""}"#),
    ("digest-values", "a number and a string", DIFFERENT, r#"{"a":1}"#, r#"{"a":"1"}"#),
    ("digest-values", "null and absent", DIFFERENT, r#"{"a":null}"#, "{}"),
    ("digest-values", "an element and a list of it", DIFFERENT, r#"{"a":1}"#, r#"{"a":[1]}"#),
    ("digest-values", "wrapped and not", DIFFERENT, r#"{"a":{"a":{}}}"#, r#"{"a":{}}"#),
    ("digest-values", "the order of a list", DIFFERENT, r#"{"a":[1,2]}"#, r#"{"a":[2,1]}"#),
    ("digest-values", "an empty list and an empty object", DIFFERENT, r#"{"a":[]}"#, r#"{"a":{}}"#),
    ("digest-hash", "left out", SAME, r#"{"hash":"x","a":1}"#, r#"{"a":1}"#),
    ("digest-hash", "left out, escaped", SAME, r#"{"h\u0061sh":"x","a":1}"#, r#"{"a":1}"#),
    (
        "digest-hash",
        "left out each time, whatever it is",
        SAME,
        r#"{"hash":[{}],"a":1,"hash":null}"#,
        r#"{"a":1}"#,
    ),
    ("digest-hash", "kept deeper", DIFFERENT, r#"{"a":{"hash":1}}"#, r#"{"a":{}}"#),
    ("digest-hash", "kept in capitals", DIFFERENT, r#"{"Hash":1}"#, "{}"),
    ("digest-hash", "kept in a callback that is a list", DIFFERENT, r#"[{"hash":1}]"#, "[{}]"),
    ("digest-callbacks", "null", SAME, "null", " null "),
    ("digest-callbacks", "a string that is a number", DIFFERENT, "5", "\"5\""),
    ("digest-callbacks", "a list", DIFFERENT, "[]", "{}"),
    (
        "digest-callbacks",
        "malformed, as the ID is quoted",
        DIFFERENT,
        r#"{"type":"card_expired","callback_id":"7","account_id":1}"#,
        r#"{"type":"card_expired","callback_id":7,"account_id":1}"#,
    ),
    (
        "digest-callbacks",
        "malformed, with a name that is not text",
        SAME,
        r#"{"\ud800":1,"type":5}"#,
        r#"{"type":5,"\uD800":1}"#,
    ),
    (
        "digest-callbacks",
        "of a kind that is not known yet, and in another order",
        SAME,
        r#"{"type":"number_ported","callback_id":7,"account_id":1,"hash":"x","number_ported":{"phone_id":5,"fee":2.50,"state":"DONE"}}"#,
        r#"{"number_ported":{"state":"DONE","fee":2.50,"phone_id":5},"account_id":1,"callback_id":7,"type":"number_ported"}"#,
    ),
    (
        "digest-callbacks",
        "of a kind that is not known yet, with other digits",
        DIFFERENT,
        r#"{"type":"number_ported","callback_id":7,"account_id":1,"number_ported":{"phone_id":5,"fee":2.50,"state":"DONE"}}"#,
        r#"{"type":"number_ported","callback_id":7,"account_id":1,"number_ported":{"phone_id":5,"fee":2.5,"state":"DONE"}}"#,
    ),
];

pub(super) fn vectors() -> Vec<Value> {
    let pairs = PAIRS.iter().map(|&(rule, name, same, one, other)| {
        vector(rule, name, same, &[one, other].map(|text| (text.into(), canonical(text).into())))
    });
    // Both are already canonical.
    let lists = |depth| {
        let nested = repeated("[", depth).then(repeated("]", depth));
        Text::from("{\"a\":").then(nested).then("}")
    };
    let objects = |depth| repeated("{\"a\":", depth).then("1").then(repeated("}", depth));
    let deep = [
        ("100 000 lists", [lists(100_000), lists(99_999)]),
        ("100 000 objects", [objects(100_000), objects(99_999)]),
    ];
    let deep = deep.into_iter().map(|(name, pair)| {
        vector("digest-depth", name, DIFFERENT, &pair.map(|text| (text.clone(), text)))
    });
    pairs.chain(deep).collect()
}

fn vector(rule: &str, name: &str, same: bool, callbacks: &[(Text, Text); 2]) -> Value {
    let callbacks: Value = callbacks
        .iter()
        .map(|(text, canonical)| {
            json!({
                "text": text.published(),
                "canonical": canonical.published(),
                "digest": digest(&canonical.whole()),
            })
        })
        .collect();
    json!({ "rule": rule, "name": name, "same": same, "callbacks": callbacks })
}
