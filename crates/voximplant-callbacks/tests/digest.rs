//! The content digest, and that it never changes.

use std::{fmt::Write, time::Instant};

use sha2::{Digest as _, Sha256};
use voximplant_callbacks::{Digest, DigestError, DigestVersion, serde_json};

fn digest(json: &str) -> Digest {
    Digest::of(serde_json::from_str(json).unwrap())
}

/// The digest of a text that is in the canonical form.
fn of_canonical(text: &str) -> String {
    Sha256::digest(text).iter().fold("v1:".to_owned(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

#[test]
fn every_rule_of_the_canonical_form_holds() {
    for (json, canonical) in [
        // White space.
        (" { \"a\" :\t[ 1 ,\r\n2 ] , \"b\" : { } } ", r#"{"a":[1,2],"b":{}}"#),
        (r#""a b""#, r#""a b""#),
        // The hash of the callback itself, however its name is spelt.
        (r#"{"hash":"x","a":1}"#, r#"{"a":1}"#),
        (r#"{"a":1,"h\u0061sh":"x"}"#, r#"{"a":1}"#),
        (r#"{"hash":1,"a":1,"hash":{"hash":2}}"#, r#"{"a":1}"#),
        (r#"{"hash":"x"}"#, "{}"),
        (r#"{"a":{"hash":1},"b":[{"hash":2}]}"#, r#"{"a":{"hash":1},"b":[{"hash":2}]}"#),
        (r#"[{"hash":1}]"#, r#"[{"hash":1}]"#),
        (r#"{"Hash":1,"hash ":2}"#, r#"{"Hash":1,"hash ":2}"#),
        // Order of names.
        (
            r#"{"b":1,"a":{"d":[{"z":1,"y":2}],"c":0}}"#,
            r#"{"a":{"c":0,"d":[{"y":2,"z":1}]},"b":1}"#,
        ),
        (r#"{"9":1,"10":2}"#, r#"{"10":2,"9":1}"#),
        (r#"{"b":1,"a":2,"b":0,"a":3}"#, r#"{"a":2,"a":3,"b":1,"b":0}"#),
        (r#"{"a":1,"":2,"B":3}"#, r#"{"":2,"B":3,"a":1}"#),
        (
            "{\"\u{1f600}\":1,\"\u{ffee}\":2,\"é\":3,\"z\":4}",
            "{\"z\":4,\"é\":3,\"\u{ffee}\":2,\"\u{1f600}\":1}",
        ),
        (
            r#"{"\ue000":1,"\udfff":2,"\ud800":3,"\ud7ff":4}"#,
            "{\"\u{d7ff}\":4,\"\\ud800\":3,\"\\udfff\":2,\"\u{e000}\":1}",
        ),
        (r#"{"\u0062":1,"a":2}"#, r#"{"a":2,"b":1}"#),
        (r#"{"__proto__":{"a":1}}"#, r#"{"__proto__":{"a":1}}"#),
        // Numbers and words.
        (
            "[1.0,1,10.50,-0,1e2,1E2,9007199254740993,1e400,-1.5E+3]",
            "[1.0,1,10.50,-0,1e2,1E2,9007199254740993,1e400,-1.5E+3]",
        ),
        ("[true,false,null]", "[true,false,null]"),
        ("0", "0"),
        // Strings.
        (r#""\/\u00e9\u002f\u0022\\\u005c""#, r#""/é/\"\\\\""#),
        (r#""\b\t\n\f\r\u0008\u0009\u000a\u000c\u000D""#, r#""\b\t\n\f\r\b\t\n\f\r""#),
        (r#""\u0000\u000B\u001f\u0020\u007f\u2028""#, "\"\\u0000\\u000b\\u001f \u{7f}\u{2028}\""),
        ("\"é\u{7f}\u{2028}\u{1f600}\"", "\"é\u{7f}\u{2028}\u{1f600}\""),
        (r#""\ud83d\ude00\uD83D\uDE00""#, "\"\u{1f600}\u{1f600}\""),
        (r#""\uD800x\udc00\udc00\ud800""#, r#""\ud800x\udc00\udc00\ud800""#),
        (r#""\ud800\ud83d\ude00\ud800\u0041""#, "\"\\ud800\u{1f600}\\ud800A\""),
        (r#""\\ud800""#, r#""\\ud800""#),
        // All characters that begin with the same byte as half of a pair.
        (r#""\ud000\ud7ff""#, "\"\u{d000}\u{d7ff}\""),
        ("\"\u{d000}\u{d7ff}\\n\"", "\"\u{d000}\u{d7ff}\\n\""),
    ] {
        assert_eq!(digest(json).to_string(), of_canonical(canonical), "{json}");
        // A canonical text is its own canonical form.
        assert_eq!(digest(canonical), digest(json), "{json}");
    }
}

/// A released version never changes: these were computed without this SDK.
#[test]
fn the_first_version_stays_what_it_is() {
    let callback = r#"{"type": "card_payment", "callback_id": 7, "account_id": 1234567,
        "hash": "f346b50746b9c3bde7fd92f5ea8fd77c", "balance": 35.50,
        "card_payment": {"transaction_id": 42, "transaction_type": "Caf\u00e9", "amount": 10.50}}"#;
    for (json, expected) in [
        (callback, "v1:c9bb6d3680430ee95249ed45f97d5e03a07ce31500176240dc84bd6ef6be947c"),
        ("{}", "v1:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
        ("0", "v1:5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"),
    ] {
        assert_eq!(digest(json).to_string(), expected);
        assert_eq!(digest(json).version(), DigestVersion::V1);
    }
}

#[test]
fn a_digest_is_read_back_from_its_text_and_from_its_bytes() {
    let digest = digest(r#"{"a":1}"#);
    let text = digest.to_string();
    assert_eq!(text.parse(), Ok(digest));
    assert_eq!(Digest::from_bytes(digest.version(), *digest.as_bytes()), digest);
    assert_eq!(DigestVersion::try_from(digest.version().number()), Ok(digest.version()));
    assert_eq!(DigestVersion::try_from(0), Err(DigestError::UnknownVersion));
    assert_eq!(DigestVersion::try_from(2), Err(DigestError::UnknownVersion));

    let digits = &text["v1:".len()..];
    for (text, error) in [
        (String::new(), DigestError::Form),
        (digits.to_owned(), DigestError::Form),
        (format!("v:{digits}"), DigestError::Form),
        (format!("1:{digits}"), DigestError::Form),
        (format!("v1{digits}"), DigestError::Form),
        (format!("v+1:{digits}"), DigestError::Form),
        (format!("v01:{digits}"), DigestError::Form),
        (format!("v2:{digits}"), DigestError::UnknownVersion),
        (format!("v340282366920938463463374607431768211456:{digits}"), DigestError::UnknownVersion),
        (text.to_uppercase(), DigestError::Form),
        (format!("v1:{}", digits.to_uppercase()), DigestError::Form),
        (format!("{text}0"), DigestError::Form),
        (text[..text.len() - 1].to_owned(), DigestError::Form),
        (format!("{text} "), DigestError::Form),
        (format!("v1:{}é", &digits[..62]), DigestError::Form),
    ] {
        assert_eq!(text.parse::<Digest>(), Err(error), "{text}");
    }
}

/// Neither depth nor the order of names makes it slow, nor overflows the stack.
#[test]
fn a_mebibyte_of_any_shape_takes_linear_time() {
    let nested = |open: &str, close: &str, size: usize| {
        let depth = size / (open.len() + close.len());
        open.repeat(depth) + "0" + &close.repeat(depth)
    };
    let names = |size: usize| {
        let mut json = "{".to_owned();
        for name in (0..size / 10).rev() {
            write!(json, "\"{name:06}\":0,").unwrap();
        }
        json + "\"\":0}"
    };
    let shapes: [(&str, &dyn Fn(usize) -> String); 6] = [
        ("lists", &|size| nested("[", "]", size)),
        ("objects", &|size| nested(r#"{"a":"#, "}", size)),
        ("objects out of order", &|size| nested(r#"{"b":"#, r#","a":0}"#, size)),
        ("names out of order", &names),
        ("escapes", &|size| format!("\"{}\"", r"\ud800\u0041".repeat(size / 12))),
        ("escaped names", &|size| {
            format!("{{{}\"\":0}}", r#""\u0062":0,"\u0061":0,"#.repeat(size / 22))
        }),
    ];
    for (name, shape) in shapes {
        let time = |size: usize| {
            let json = shape(size);
            let json = serde_json::from_str(&json).unwrap();
            let start = Instant::now();
            let _ = Digest::of(json);
            start.elapsed()
        };
        // 16 times the size; anything quadratic takes 256 times as long. On a busy
        // machine, some tries are needed.
        let is_linear = || time(1024 * 1024) < time(64 * 1024) * 64;
        assert!((0..20).any(|_| is_linear()), "{name}");
    }
}
