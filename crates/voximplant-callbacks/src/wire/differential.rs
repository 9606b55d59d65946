//! The lexer compared with `serde_json`: both reject the same texts, and read the same values from
//! the same bytes of all others.
//!
//! The tests below use a fixed set of texts. The fuzz target `lexer` runs [`compare`] on arbitrary
//! ones.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::lex::{Lexer, Type};

/// Reads a text with both.
///
/// # Panics
///
/// If they differ.
pub(crate) fn compare(text: &str) {
    let theirs = serde_json::from_str::<IgnoredAny>(text);
    let mut walk = Walk { text, lexer: Lexer::new(text, 0), open: Vec::new() };
    let is_read = walk.document().is_some();
    let at = walk.lexer.at();
    match theirs {
        Ok(_) => assert!(is_read, "the lexer refuses JSON at byte {at}"),
        Err(error) => {
            assert!(!is_read, "the lexer reads what is not JSON: {error}");
            // There is a place for the error, and the lexer moved past nothing behind it.
            let lines = text.split_inclusive('\n').take(error.line() - 1);
            let place = lines.map(str::len).sum::<usize>() + error.column();
            let behind = text.as_bytes().get(place..at.max(place));
            let is_space = behind.is_some_and(|behind| behind.trim_ascii().is_empty());
            assert!(is_space, "the lexer is at byte {at}: {error}");
        }
    }
}

/// Reads a document token by token.
struct Walk<'j> {
    text: &'j str,
    lexer: Lexer<'j>,
    /// The lists and objects around the lexer: their type, and where they start.
    open: Vec<(Type, usize)>,
}

impl<'j> Walk<'j> {
    fn document(&mut self) -> Option<()> {
        loop {
            let mut is_first = self.value()?;
            loop {
                let Some(&(of, start)) = self.open.last() else {
                    return self.lexer.is_at_end().then_some(());
                };
                let before = self.lexer.at();
                let (is_there, [open, close]) = match of {
                    Type::List => (self.lexer.element(is_first)?, ["[", "]"]),
                    _ => (self.lexer.field(is_first)?, ["{", "}"]),
                };
                let start_or_comma = if is_first { open } else { "," };
                match (is_first, is_there) {
                    (_, true) => self.assert_passed(before, start_or_comma, ""),
                    (true, false) => self.assert_passed(before, open, close),
                    (false, false) => self.assert_passed(before, close, ""),
                }
                if is_there {
                    if of == Type::Object {
                        self.name()?;
                    }
                    break;
                }
                is_first = false;
                self.open.pop();
                // Deeper ones would make it quadratic.
                if self.open.len() < 2 {
                    assert_eq!(self.raw(start), self.text.get(start..self.lexer.at()));
                }
            }
        }
    }

    /// Reads a value, and of a list or an object only that it is one: then it
    /// says so.
    fn value(&mut self) -> Option<bool> {
        let before = self.lexer.at();
        let of = self.lexer.peek()?;
        self.assert_passed(before, "", "");
        let start = self.lexer.at();
        match of {
            Type::List | Type::Object => {
                self.open.push((of, start));
                return Some(true);
            }
            Type::String => self.string()?,
            Type::Number => {
                let number = self.lexer.number();
                self.assert_token(start, number.is_some());
                assert_eq!(number?, &self.text[start..self.lexer.at()]);
            }
            Type::Boolean => {
                let is_true = self.lexer.word("true");
                let is_there = is_true || self.lexer.word("false");
                self.assert_token(start, is_there);
                is_there.then_some(())?;
            }
            Type::Null => {
                let is_null = self.lexer.word("null");
                self.assert_token(start, is_null);
                is_null.then_some(())?;
            }
        }
        Some(false)
    }

    fn name(&mut self) -> Option<()> {
        self.string()?;
        let before = self.lexer.at();
        self.lexer.colon().then_some(())?;
        self.assert_passed(before, ":", "");
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let start = self.lexer.at();
        // A name may be something else.
        let theirs = self.raw(start).filter(|theirs| theirs.starts_with('"'));
        let plain = self.lexer.plain().map(Cow::Borrowed);
        let text = plain.or_else(|| self.lexer.value().map(Cow::Owned));
        let token = &self.text[start..self.lexer.at()];
        match (&text, theirs) {
            (Some(text), Some(theirs)) => {
                assert_eq!(token, theirs, "the lexer moves past another string");
                let is_plain = !token.contains('\\');
                assert_eq!(matches!(text, Cow::Borrowed(_)), is_plain, "a copy without need");
                assert!(serde_json::from_str::<Cow<str>>(token).is_ok_and(|it| it == *text));
            }
            (Some(_), None) => panic!("the lexer reads what is not a string: {token}"),
            (None, Some(theirs)) => {
                let is_text = serde_json::from_str::<String>(theirs).is_ok();
                assert!(!is_text, "the lexer refuses {theirs}");
                self.lexer.value::<IgnoredAny>()?;
            }
            (None, None) => return None,
        }
        Some(())
    }

    /// The text of the value that starts there, from `serde_json`.
    fn raw(&self, start: usize) -> Option<&'j str> {
        Lexer::new(self.text, start).value::<&RawValue>().map(RawValue::get)
    }

    /// What `serde_json` reads from there, the lexer has read, byte by byte.
    fn assert_token(&self, start: usize, is_read: bool) {
        if let Some(theirs) = self.raw(start) {
            assert!(is_read, "the lexer refuses {theirs}");
            assert_eq!(&self.text[start..self.lexer.at()], theirs);
        }
    }

    /// The lexer has moved past these two and past white space, and nothing else.
    fn assert_passed(&self, before: usize, one: &str, two: &str) {
        let passed = self.text[before..self.lexer.at()].trim_matches(SPACE);
        let inside = passed.strip_prefix(one).and_then(|rest| rest.strip_suffix(two));
        let is_right = inside.is_some_and(|inside| inside.trim_matches(SPACE).is_empty());
        assert!(is_right, "the lexer takes {passed:?} for {one}{two}");
    }
}

const SPACE: [char; 4] = [' ', '\n', '\r', '\t'];

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random, and are the same in every run.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 >> 11).unwrap() % limit
        }

        fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
            list[self.below(list.len())]
        }
    }

    /// What JSON is made of, and what looks like it.
    const PARTS: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"\\u0061\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\x\"",
        "\"",
        "\\",
        "0",
        "-",
        "7",
        ".",
        "e",
        "E",
        "+",
        "1.50",
        "-0",
        "1e400",
        "01",
        "1.",
        ".5",
        "true",
        "false",
        "null",
        "tru",
        "nulL",
        "NaN",
        " ",
        "\n",
        "\t",
        "\r",
        "\u{b}",
        "\u{a0}",
        "\u{feff}",
        "\0",
        "\u{1f}",
        "\u{7f}",
        "é",
        "\u{10ffff}",
        "//",
        "'",
    ];

    #[test]
    fn every_text_of_two_parts_and_many_of_more() {
        compare("");
        for first in PARTS {
            compare(first);
            for second in PARTS {
                compare(&format!("{first}{second}"));
                for around in ["[$]", "{\"a\":$}", "{$:0}", "[0,$,0]", " $ ", "\"$\""] {
                    compare(&around.replace('$', &format!("{first}{second}")));
                }
            }
        }
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for _ in 0..60_000 {
            let count = random.below(12);
            compare(&(0..count).map(|_| random.of(PARTS)).collect::<String>());
        }
    }

    /// Each character at each place of eight bytes, before each end.
    #[test]
    fn every_character_at_every_place_of_a_string() {
        let characters =
            (0..=0x7f).chain([0x80, 0xff, 0xa2_22, 0x22_22, 0xfeff, 0x1_f600, 0x10_ffff]);
        for character in characters.filter_map(char::from_u32) {
            for before in 0..18 {
                for after in [0, 1, 7, 8, 9] {
                    let (before, after) = ("x".repeat(before), "y".repeat(after));
                    let string = format!("\"{before}{character}{after}");
                    compare(&string);
                    compare(&format!("{string}\""));
                    compare(&format!("[{string}\",{string}\\n\"]"));
                    compare(&format!("{{{string}\":\"{character}{character}\"}}"));
                }
            }
        }
    }

    #[test]
    fn every_character_between_tokens() {
        for character in (0..=0xff).chain([0x2028, 0x3000, 0xfeff]).filter_map(char::from_u32) {
            for around in
                ["$", "$0", "0$", "[$]", "[0$]", "[0$,$0]", "{$}", "{\"a\"$:$\"b\"$}", "tru$e"]
            {
                compare(&around.replace('$', &character.to_string()));
                compare(&around.replace('$', &format!(" {character}\n")));
            }
        }
    }

    #[test]
    fn every_number() {
        for sign in ["", "-", "+", "--"] {
            for whole in ["", "0", "00", "7", "10", "18446744073709551616", "0x1", "٧"] {
                for fraction in ["", ".", ".0", ".5000", ".-1"] {
                    for exponent in ["", "e", "E5", "e+", "e-05", "e1.5", "e999999999999"] {
                        for after in ["", " ", "]", "1", "x", "\""] {
                            let number = format!("{sign}{whole}{fraction}{exponent}{after}");
                            compare(&number);
                            compare(&format!("[{number},{number}]"));
                        }
                    }
                }
            }
        }
    }

    /// Bodies to change at random.
    const BODIES: &[&str] = &[
        r#"{"callbacks": [{"type": "card_payment", "callback_id": 7, "account_id": 1, "balance": -10.50,
            "hash": "0123456789abcdef0123456789abcdef", "account_name": "Élodie \"é\" \u00e9",
            "card_payment": {"transaction_id": "42", "amount": 1e2, "x": [null, true, false, {}, []]}}]}"#,
        r#"{"a":[[[[]]],{"b":{"c":[1,2.5E-3,"\ud83d\ude00\n"]}}],"\u0061":"\ud83d","":0}"#,
        "[\r\n\t0 , -0.0 , \"\" , \"\\\\\" , { \"a b\" : \"c\\td\" } ]\n",
    ];

    #[test]
    fn bodies_that_are_changed_at_random() {
        let mut random = Random(0x2545_f491_4f6c_dd1d);
        for round in 0..30_000 {
            let mut body: Vec<_> = BODIES[round % BODIES.len()].chars().collect();
            for _ in 0..=random.below(3) {
                let at = random.below(body.len().max(1));
                match random.below(4) {
                    0 if at < body.len() => drop(body.remove(at)),
                    1 => body.truncate(at + 1),
                    2 if (1..body.len()).contains(&at) => body.swap(at - 1, at),
                    _ => drop(body.splice(at..at, random.of(PARTS).chars())),
                }
            }
            compare(&body.into_iter().collect::<String>());
        }
    }

    /// If any of these took the square of its length, this test would not end.
    #[test]
    fn a_quarter_of_a_mebibyte_of_anything() {
        const SIZE: usize = 1 << 18;
        for part in [
            " ", "\n", "[", "{\"a\":", "0", "9", "-", ".", "\"", "\\\"", "a", "é", "[],", "0,",
            "{},",
        ] {
            let many = part.repeat(SIZE / part.len());
            for around in ["$", "\"$\"", "[$]", "[$0]", "{\"$\":0}", "[\"$\",$", "\"\\u0041$\""] {
                compare(&around.replace('$', &many));
            }
        }
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"\\u0061\":", "}]")] {
            let depth = SIZE / (open.len() + close.len());
            compare(&format!("{}0{}", open.repeat(depth), close.repeat(depth)));
        }
    }
}
