//! The identity of a callback's content: a digest that is the same in every version of the SDK.
//!
//! It knows JSON, but nothing about kinds or fields.

use std::{borrow::Cow, collections::BTreeMap, error::Error, fmt, ops::Range, slice, str::FromStr};

use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

/// The field that is left out: the same callback has another hash under another credential.
const HASH: &[u8] = b"hash";

/// The digest of a callback's content: equal digests mean the same callback.
///
/// It is computed from the JSON text as received, not from what this version of the SDK reads in
/// it. So it does not change when a later version knows more kinds or fields, and a digest that was
/// stored years ago can be compared with that of a copy that arrives today. Compare digests of the
/// same [version](DigestVersion): see [`Outcome::digest_as`](crate::Outcome::digest_as).
///
/// As text it is the version and 64 hexadecimal digits, such as `v1:e3b0c4…`.
/// It reveals the content only to those who can guess it.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Digest, serde_json::value::RawValue};
///
/// let json = |text| serde_json::from_str::<&RawValue>(text);
/// let first = Digest::of(json(r#"{"callback_id": 7, "hash": "…", "amount": 10.50}"#)?);
/// let again = Digest::of(json(r#"{"amount":10.50,"callback_id":7}"#)?);
/// let other = Digest::of(json(r#"{"amount":10.5,"callback_id":7}"#)?);
/// assert_eq!(first, again);
/// assert_ne!(first, other);
///
/// let stored = first.to_string();
/// assert_eq!(stored.parse(), Ok(first));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest {
    version: DigestVersion,
    bytes: [u8; 32],
}

/// How a [`Digest`] is computed. A version never changes, and every later SDK can still compute it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DigestVersion {
    /// SHA-256 over the callback as canonical JSON:
    ///
    /// - Without white space, and without the callback's own fields named `hash`; deeper ones stay.
    /// - The names of every object are sorted by code point. Repeated names stay, with their values
    ///   in the original order.
    /// - Numbers keep their spelling.
    /// - In strings, `"` and `\` are escaped with `\`; backspace, tab, line feed, form
    ///   feed and carriage return as `\b`, `\t`, `\n`, `\f` and `\r`; other characters
    ///   below U+0020, and halves of a surrogate pair, as `\u` and four
    ///   lower-case hexadecimal digits. Everything else is written literally, in UTF-8.
    V1 = 1,
}

impl DigestVersion {
    /// The version that this SDK computes by default.
    pub const LATEST: Self = Self::V1;

    /// The number of the version, such as 1, to store next to the bytes.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }
}

impl TryFrom<u8> for DigestVersion {
    type Error = DigestError;

    fn try_from(number: u8) -> Result<Self, DigestError> {
        match number {
            1 => Ok(Self::V1),
            _ => Err(DigestError::UnknownVersion),
        }
    }
}

impl Digest {
    /// The digest of a callback, in the [latest](DigestVersion::LATEST)
    /// version.
    #[must_use]
    pub fn of(callback: &RawValue) -> Self {
        Self::of_json(DigestVersion::LATEST, callback.get())
    }

    /// The digest of a callback in this version.
    #[must_use]
    pub fn of_version(version: DigestVersion, callback: &RawValue) -> Self {
        Self::of_json(version, callback.get())
    }

    /// The digest of a text that is known to be JSON.
    pub(crate) fn of_json(version: DigestVersion, json: &str) -> Self {
        let bytes = match version {
            DigestVersion::V1 => Sha256::digest(canonical(json)).into(),
        };
        Self { version, bytes }
    }

    /// The digest that was stored as these bytes, with its version.
    #[must_use]
    pub fn from_bytes(version: DigestVersion, bytes: [u8; 32]) -> Self {
        Self { version, bytes }
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> DigestVersion {
        self.version
    }

    /// The digest without its version.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

/// `v`, the version, `:` and 64 lower-case hexadecimal digits.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}:", self.version.number())?;
        self.bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    /// Reads exactly what `Display` writes.
    fn from_str(text: &str) -> Result<Self, DigestError> {
        let (version, digits) = text
            .strip_prefix('v')
            .and_then(|rest| rest.split_once(':'))
            .ok_or(DigestError::Form)?;
        let is_number = version.bytes().all(|byte| byte.is_ascii_digit());
        if version.is_empty() || version.starts_with('0') || !is_number {
            return Err(DigestError::Form);
        }
        if version != "1" {
            return Err(DigestError::UnknownVersion);
        }
        let (pairs, []) = digits.as_bytes().as_chunks::<2>() else {
            return Err(DigestError::Form);
        };
        let pairs: &[[u8; 2]; 32] = pairs.try_into().map_err(|_| DigestError::Form)?;
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = hex_digit(*high)? << 4 | hex_digit(*low)?;
        }
        Ok(Self { version: DigestVersion::V1, bytes })
    }
}

fn hex_digit(byte: u8) -> Result<u8, DigestError> {
    match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        _ => Err(DigestError::Form),
    }
}

/// Why a text is not a [`Digest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DigestError {
    /// Its version is newer than this SDK, so it cannot be compared.
    UnknownVersion,
    /// It is not `v`, a version, `:` and 64 lower-case hexadecimal digits.
    Form,
}

impl fmt::Display for DigestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownVersion => "digest is of a version newer than this SDK: upgrade the SDK",
            Self::Form => "digest is not `v1:` and 64 lower-case hexadecimal digits",
        })
    }
}

impl Error for DigestError {}

/// Writes JSON in the canonical form of version 1.
///
/// It uses no recursion, since undocumented fields may be nested to any depth. The time is that of
/// sorting, whatever the shape.
fn canonical(json: &str) -> Vec<u8> {
    let arranged = arrange(json);
    let mut written = Vec::with_capacity(json.len());
    // Objects whose members are written in another order than in the text.
    let mut objects: Vec<Rest> = Vec::new();
    let (mut at, mut end) = (0, json.len());
    loop {
        if at == end {
            let Some(object) = objects.last_mut() else { return written };
            if let Some(member) = object.members.next() {
                if written.last() != Some(&b'{') {
                    written.push(b',');
                }
                (at, end) = (member.start, member.end);
            } else {
                written.push(b'}');
                (at, end) = (object.end, object.end_around);
                objects.pop();
            }
            continue;
        }
        match json.as_bytes()[at] {
            b' ' | b'\t' | b'\n' | b'\r' => at += 1,
            b'"' => {
                let text = string(json, at);
                write_string(&json[text.clone()], &mut written);
                at = text.end + 1;
            }
            b'{' if arranged.contains_key(&at) => {
                written.push(b'{');
                let Arranged { members, end: end_of_object } = &arranged[&at];
                let members = members.iter();
                objects.push(Rest { members, end: *end_of_object, end_around: end });
                end = at;
            }
            byte => {
                written.push(byte);
                at += 1;
            }
        }
    }
}

/// The rest of an object whose members are being reordered.
struct Rest<'a> {
    members: slice::Iter<'a, Range<usize>>,
    /// The end of the object, and the container around it.
    end: usize,
    end_around: usize,
}

/// An object whose members are written in another order.
struct Arranged {
    /// From the name to the end of the value.
    members: Vec<Range<usize>>,
    end: usize,
}

/// Finds the objects whose members are not in order, by their start.
fn arrange(json: &str) -> BTreeMap<usize, Arranged> {
    /// A list or an object that is still open.
    enum Open {
        List,
        Object {
            start: usize,
            /// How many members the objects around it have so far.
            members_around: usize,
            has_name: bool,
        },
    }

    let bytes = json.as_bytes();
    let mut arranged = BTreeMap::new();
    let mut members: Vec<Member> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => {
                at += 1;
                continue;
            }
            b'[' => {
                open.push(Open::List);
                at += 1;
                continue;
            }
            b'{' => {
                let members_around = members.len();
                open.push(Open::Object { start: at, members_around, has_name: false });
                at += 1;
                continue;
            }
            b'"' => {
                let text = string(json, at);
                let start = at;
                at = text.end + 1;
                if let Some(Open::Object { has_name: has_name @ false, .. }) = open.last_mut() {
                    *has_name = true;
                    members.push(Member { name: unescaped(&json[text]), json: start..at });
                    continue;
                }
            }
            b']' | b'}' => {
                at += 1;
                if let Some(Open::Object { start, members_around, .. }) = open.pop() {
                    let own = members.split_off(members_around);
                    if let Some(members) = in_other_order(own, open.is_empty()) {
                        arranged.insert(start, Arranged { members, end: at });
                    }
                }
            }
            // A number or a word.
            _ => at += bytes[at..].iter().take_while(|byte| !b" \t\n\r,]}".contains(byte)).count(),
        }
        // A value ends here.
        if let (Some(Open::Object { has_name, .. }), Some(member)) =
            (open.last_mut(), members.last_mut())
        {
            *has_name = false;
            member.json.end = at;
        }
    }
    arranged
}

/// A name and its value, as places in the text.
struct Member<'a> {
    name: Cow<'a, [u8]>,
    json: Range<usize>,
}

/// The members of an object in canonical order; `None` if the text already has this order.
fn in_other_order(mut members: Vec<Member>, is_callback: bool) -> Option<Vec<Range<usize>>> {
    let count = members.len();
    if is_callback {
        members.retain(|member| *member.name != *HASH);
    }
    if members.len() == count && members.is_sorted_by(|a, b| a.name <= b.name) {
        return None;
    }
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Some(members.into_iter().map(|member| member.json).collect())
}

/// The place between the quotes of the string that begins here.
fn string(json: &str, quote: usize) -> Range<usize> {
    let bytes = json.as_bytes();
    let start = quote + 1;
    let mut at = start;
    loop {
        match bytes[at] {
            b'"' => return start..at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Writes a string, from the text between its quotes.
fn write_string(text: &str, written: &mut Vec<u8>) {
    written.push(b'"');
    if text.contains('\\') {
        escape(&unescaped(text), written);
    } else {
        // Without a backslash, JSON allows no character here that needs an escape.
        written.extend(text.as_bytes());
    }
    written.push(b'"');
}

/// The characters of a string in UTF-8, with halves of surrogate pairs encoded in the same way, so
/// that bytes sort as code points.
fn unescaped(text: &str) -> Cow<'_, [u8]> {
    let bytes = text.as_bytes();
    let Some(first) = bytes.iter().position(|byte| *byte == b'\\') else {
        return Cow::Borrowed(bytes);
    };
    let mut unescaped = bytes[..first].to_vec();
    let mut at = first;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            unescaped.push(bytes[at]);
            at += 1;
            continue;
        }
        let escaped = bytes[at + 1];
        at += 2;
        match escaped {
            b'b' => unescaped.push(0x08),
            b't' => unescaped.push(b'\t'),
            b'n' => unescaped.push(b'\n'),
            b'f' => unescaped.push(0x0c),
            b'r' => unescaped.push(b'\r'),
            b'u' => {
                let mut code = code_unit(&text[at..]);
                at += 4;
                if let (0xd800..0xdc00, Some(next)) = (code, text[at..].strip_prefix("\\u")) {
                    let low = code_unit(next);
                    if (0xdc00..0xe000).contains(&low) {
                        code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                        at += 6;
                    }
                }
                push_code_point(code, &mut unescaped);
            }
            itself => unescaped.push(itself),
        }
    }
    Cow::Owned(unescaped)
}

/// The number of the four hexadecimal digits at the start of a text.
fn code_unit(text: &str) -> u32 {
    u32::from_str_radix(&text[..4], 16).expect("JSON has four hexadecimal digits here")
}

fn push_code_point(code: u32, text: &mut Vec<u8>) {
    if let Some(character) = char::from_u32(code) {
        text.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
    } else {
        let [.., high, low] = code.to_be_bytes();
        text.extend([0xe0 | high >> 4, 0x80 | (high & 0x0f) << 2 | low >> 6, 0x80 | low & 0x3f]);
    }
}

/// Escapes the result of [`unescaped`] where needed.
fn escape(text: &[u8], written: &mut Vec<u8>) {
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        rest = after;
        match byte {
            b'"' => written.extend(b"\\\""),
            b'\\' => written.extend(b"\\\\"),
            0x08 => written.extend(b"\\b"),
            b'\t' => written.extend(b"\\t"),
            b'\n' => written.extend(b"\\n"),
            0x0c => written.extend(b"\\f"),
            b'\r' => written.extend(b"\\r"),
            0..0x20 => write_code_unit(u32::from(*byte), written),
            0xed => match after {
                // Only halves of surrogate pairs continue like this.
                [second @ 0xa0..=0xff, third, after @ ..] => {
                    let (second, third) = (u32::from(second & 0x3f), u32::from(third & 0x3f));
                    write_code_unit(0xd000 | second << 6 | third, written);
                    rest = after;
                }
                _ => written.push(*byte),
            },
            _ => written.push(*byte),
        }
    }
}

fn write_code_unit(code: u32, written: &mut Vec<u8>) {
    written.extend(format!("\\u{code:04x}").as_bytes());
}
