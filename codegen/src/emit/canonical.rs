//! The canonical text of a callback and its digest, as docs/wire.md defines them. It is independent
//! of the readers, so the published digests depend on none of them.

use std::{fmt::Write, iter::Peekable, ops::Range, str::Chars};

use sha2::{Digest, Sha256};

/// The content digest of a callback.
pub(super) fn digest(canonical: &str) -> String {
    let hash = Sha256::digest(canonical);
    hash.iter().fold("v1:".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The canonical text of a callback: everything except its hash, in the one canonical spelling.
///
/// # Panics
///
/// If the text is not JSON. Published texts are our own, so they are JSON.
pub(super) fn canonical(callback: &str) -> String {
    let mut writer = Writer { rest: callback.chars().peekable(), written: String::new() };
    writer.write();
    writer.written
}

/// A container that is still open.
enum Open {
    List,
    Object(Object),
}

/// An object whose members are written in the order in which they came.
#[derive(Default)]
struct Object {
    /// Where the first one starts.
    start: usize,
    /// The code points of each name, and where name and value are written.
    members: Vec<(Vec<u32>, Range<usize>)>,
}

struct Writer<'t> {
    rest: Peekable<Chars<'t>>,
    written: String,
}

impl Writer<'_> {
    /// Writes the next value. It is a loop, as values may be nested to any depth.
    fn write(&mut self) {
        let mut open = Vec::new();
        loop {
            match self.token() {
                '[' if self.takes(']') => self.written.push_str("[]"),
                '[' => {
                    self.written.push('[');
                    open.push(Open::List);
                    continue;
                }
                '{' if self.takes('}') => self.written.push_str("{}"),
                '{' => {
                    self.written.push('{');
                    open.push(Open::Object(Object { start: self.written.len(), members: vec![] }));
                    self.name(&mut open);
                    continue;
                }
                '"' => {
                    let string = self.string();
                    self.push_string(&string);
                }
                first => {
                    self.written.push(first);
                    while let Some(next) = self.rest.next_if(|c| !" \t\n\r,]}".contains(*c)) {
                        self.written.push(next);
                    }
                }
            }
            if !self.goes_on(&mut open) {
                return;
            }
        }
    }

    /// Advances from the end of a value to the next one, if there is one.
    fn goes_on(&mut self, open: &mut Vec<Open>) -> bool {
        loop {
            let is_outermost = open.len() == 1;
            match open.last_mut() {
                None => return false,
                Some(Open::List) if self.takes(',') => {
                    self.written.push(',');
                    return true;
                }
                Some(Open::List) => {
                    self.takes(']');
                    self.written.push(']');
                }
                Some(Open::Object(object)) => {
                    if let Some((_, range)) = object.members.last_mut() {
                        range.end = self.written.len();
                    }
                    if self.takes(',') {
                        self.name(open);
                        return true;
                    }
                    self.takes('}');
                    let object = std::mem::take(object);
                    self.sort(object, is_outermost);
                    self.written.push('}');
                }
            }
            open.pop();
        }
    }

    /// Writes the name of a member, up to its value.
    fn name(&mut self, open: &mut [Open]) {
        assert_eq!(self.token(), '"', "a name comes next");
        let name = self.string();
        let start = self.written.len();
        self.push_string(&name);
        assert_eq!(self.token(), ':', "a value comes next");
        self.written.push(':');
        if let Some(Open::Object(object)) = open.last_mut() {
            object.members.push((name, start..start));
        }
    }

    /// Sorts the members of an object, with commas between them.
    fn sort(&mut self, object: Object, is_callback: bool) {
        let Object { start, mut members } = object;
        let hash: Vec<_> = "hash".chars().map(u32::from).collect();
        members.retain(|(name, _)| !(is_callback && *name == hash));
        members.sort_by(|(one, _), (other, _)| one.cmp(other));
        if let [(_, only)] = &members[..]
            && *only == (start..self.written.len())
        {
            return;
        }
        let texts: Vec<_> = members.into_iter().map(|(_, range)| &self.written[range]).collect();
        let sorted = texts.join(",");
        self.written.truncate(start);
        self.written.push_str(&sorted);
    }

    /// The code points of a string whose opening quote was consumed. Half of a surrogate pair
    /// counts as a code point.
    fn string(&mut self) -> Vec<u32> {
        let mut points: Vec<u32> = Vec::new();
        loop {
            let point = match self.rest.next().expect("a string ends") {
                '"' => return points,
                '\\' => match self.rest.next().expect("an escape ends") {
                    'b' => 0x8,
                    'f' => 0xc,
                    'n' => 0xa,
                    'r' => 0xd,
                    't' => 0x9,
                    'u' => self.rest.by_ref().take(4).fold(0, |point, digit| {
                        point * 16 + digit.to_digit(16).expect("a digit of an escape")
                    }),
                    literal => literal.into(),
                },
                literal => literal.into(),
            };
            match (points.last_mut(), point) {
                (Some(high @ 0xd800..0xdc00), 0xdc00..0xe000) => {
                    *high = 0x1_0000 + ((*high - 0xd800) << 10) + (point - 0xdc00);
                }
                _ => points.push(point),
            }
        }
    }

    fn push_string(&mut self, points: &[u32]) {
        self.written.push('"');
        for point in points {
            match (*point, char::from_u32(*point)) {
                (0x8, _) => self.written.push_str("\\b"),
                (0x9, _) => self.written.push_str("\\t"),
                (0xa, _) => self.written.push_str("\\n"),
                (0xc, _) => self.written.push_str("\\f"),
                (0xd, _) => self.written.push_str("\\r"),
                (_, Some(special @ ('"' | '\\'))) => self.written.extend(['\\', special]),
                (0x20.., Some(literal)) => self.written.push(literal),
                (point, _) => {
                    let _ = write!(self.written, "\\u{point:04x}");
                }
            }
        }
        self.written.push('"');
    }

    /// The next character that is not white space.
    fn token(&mut self) -> char {
        while self.rest.next_if(|c| matches!(c, ' ' | '\t' | '\n' | '\r')).is_some() {}
        self.rest.next().expect("a value comes next")
    }

    /// Consumes a character if it comes next.
    fn takes(&mut self, character: char) -> bool {
        while self.rest.next_if(|c| matches!(c, ' ' | '\t' | '\n' | '\r')).is_some() {}
        self.rest.next_if_eq(&character).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_all_else_stays() {
        for (text, expected) in [
            (" 1.50 ", "1.50"),
            ("[ 1 , [ ] , { } ]", "[1,[],{}]"),
            (r#"{"b":[{"z":1,"a":2}],"a":null}"#, r#"{"a":null,"b":[{"a":2,"z":1}]}"#),
            (r#"{"b":1,"a":2,"b":0}"#, r#"{"a":2,"b":1,"b":0}"#),
            (r#"{"hash":"x","a":{"hash":1},"h\u0061sh":2}"#, r#"{"a":{"hash":1}}"#),
            (r#"[{"hash":1}]"#, r#"[{"hash":1}]"#),
            (
                r#""\u002f\u0022\u0001\u0009\ud83d\ude00\udE00\ud83d""#,
                r#""/\"\u0001\t😀\ude00\ud83d""#,
            ),
        ] {
            assert_eq!(canonical(text), expected);
        }
    }

    #[test]
    fn a_digest_is_that_of_the_canonical_text() {
        assert_eq!(
            digest("{}"),
            "v1:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
    }
}
