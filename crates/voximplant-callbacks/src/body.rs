//! The JSON document of one POST.

use std::ops::Range;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, IgnoredAny},
    ser::SerializeMap,
};

use crate::{
    BodyError, Callback, Extra, Kind, MalformedCallback, Reason, UnknownCallback,
    callback::Place,
    wire::{self, Fault, Json, Segment, Type},
};

/// Name of the one property of a body.
const CALLBACKS: &str = "callbacks";

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The JSON document of one POST: a list of callbacks.
///
/// Nothing in it has been checked: anyone may have sent it. Use a [`Receiver`](crate::Receiver) for
/// bodies from a network.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Body, Decoded};
///
/// let body = Body::decode(
///     br#"{"callbacks": [{"type": "card_expired", "callback_id": 7, "account_id": 1, "balance": 10.50}]}"#,
/// )?;
/// assert!(matches!(&body.callbacks[..], [Decoded::Callback(_)]));
/// # Ok::<(), voximplant_callbacks::BodyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Body {
    /// Every callback, in the order of the body.
    pub callbacks: Vec<Decoded>,
    /// Fields other than `callbacks`; none is documented.
    pub extra: Extra,
}

/// One callback of a body, before its hash is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // Nearly all values are the large variant.
pub enum Decoded {
    /// A callback of a known kind.
    Callback(Callback),
    /// A callback of a kind that is newer than this SDK.
    Unknown(UnknownCallback),
    /// A callback that cannot be read.
    Malformed(MalformedCallback),
}

/// Limits of reading.
///
/// # Memory
///
/// The decoded form of an ordinary body takes two to three times the memory of the body; for a body
/// made to waste memory, at most 85 times.
///
/// A [`Receiver`](crate::Receiver) also holds the body, and the decoded callbacks whose hash
/// matches; of all others it holds only the place. With the default limits, a body that anyone can
/// send takes at most 16 MiB while it is received, and 3 MiB afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Size of a body, in bytes. 1 MiB by default.
    pub body: usize,
    /// Elements of a list: of the callbacks, or of a list in a payload.
    /// 10 000 by default.
    pub list: usize,
    /// Accounts of one body whose credentials are
    /// [looked up](crate::Receiver::receive_with). 100 by default.
    pub accounts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 1024 * 1024, list: 10_000, accounts: 100 }
    }
}

impl Body {
    /// Reads a body within the default [`Limits`]. A UTF-8 byte order mark in
    /// front of it is skipped.
    ///
    /// # Errors
    ///
    /// If the body as a whole cannot be read: too large, not UTF-8, not JSON, or not `{"callbacks":
    /// […]}`, checked in this order. A single callback that cannot be read is not an error but
    /// [`Decoded::Malformed`].
    pub fn decode(body: &[u8]) -> Result<Self, BodyError> {
        Self::decode_within(body, Limits::default())
    }

    /// Reads a body within these limits.
    ///
    /// # Errors
    ///
    /// The same as [`Body::decode`].
    pub fn decode_within(body: &[u8], limits: Limits) -> Result<Self, BodyError> {
        if body.len() > limits.body {
            return Err(BodyError::TooLarge { size: body.len(), limit: limits.body });
        }
        // One check up front is faster than one per string.
        let text = std::str::from_utf8(body).map_err(|error| BodyError::not_utf8(body, error))?;
        let mut callbacks = Vec::new();
        let extra = read_each(text, limits, usize::MAX, &mut |decoded, range| {
            push(&mut callbacks, decoded, range.end..text.len(), limits);
        })?;
        Ok(Self { callbacks, extra })
    }
}

/// Reads a body, and passes on each callback with the place of its text as soon as it is read, even
/// if an error follows. A callback with more than this many objects in lists is malformed, as too
/// long.
pub(crate) fn read_each(
    text: &str,
    limits: Limits,
    objects: usize,
    take: &mut impl FnMut(Decoded, Range<usize>),
) -> Result<Extra, BodyError> {
    let start = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let mut json = Json::new(text, start, limits);
    read_body(&mut json, objects, take).map_err(|Fault| {
        // Check the shape only if the body is JSON.
        if let Err(error) = serde_json::from_str::<IgnoredAny>(&text[start..]) {
            let before = if error.line() == 1 { start } else { 0 };
            return BodyError::Syntax { line: error.line(), column: before + error.column() };
        }
        let (reason, pointer) = json.take_fault(String::new());
        BodyError::Shape { reason, pointer }
    })
}

/// Adds a callback. If there is no room, it reserves room for everything that may be in the rest of
/// the body.
pub(crate) fn push<T>(list: &mut Vec<T>, item: T, rest: Range<usize>, limits: Limits) {
    if list.len() == list.capacity() {
        let typical = rest.start / (list.len() + 1);
        let count = rest.len() / typical.max(1);
        // Moving all of them again would take longer than some unused room costs.
        let count = (count + count / 2).min(limits.list);
        list.reserve_exact(1 + count.max(list.len() / 4));
    }
    list.push(item);
}

fn read_body(
    json: &mut Json<'_>,
    objects: usize,
    take: &mut impl FnMut(Decoded, Range<usize>),
) -> Result<Extra, Fault> {
    let mut is_there = false;
    let mut extra = Extra::default();
    let found = json.peek()?;
    json.object("an object", found, |json, name| {
        if name != CALLBACKS {
            extra.keep(name.into(), json.raw()?);
            return Ok(());
        }
        if is_there {
            return Err(json.fail_at(CALLBACKS, Reason::DuplicateField));
        }
        is_there = true;
        let list = read_callbacks(json, objects, take);
        json.at(Segment::Field(CALLBACKS), list)
    })?;
    if !is_there {
        return Err(json.fail_at(CALLBACKS, Reason::MissingField));
    }
    json.end()?;
    Ok(extra)
}

fn read_callbacks(
    json: &mut Json<'_>,
    objects: usize,
    take: &mut impl FnMut(Decoded, Range<usize>),
) -> Result<(), Fault> {
    let found = json.peek()?;
    // Upstream does not promise that the list is present.
    if found == Type::Null {
        return json.word("null");
    }
    json.list("a list", found, |json, index| {
        let start = json.start()?.at();
        json.allow_objects(objects);
        take(Decoded::read(json, || place(index))?, start..json.offset());
        Ok(())
    })
}

/// Reads the callback that starts at this byte of a body again, with at most this many objects in
/// lists: see [`read_each`].
pub(crate) fn read_again(
    body: &str,
    start: usize,
    index: usize,
    limits: Limits,
    objects: usize,
) -> Decoded {
    let mut json = Json::new(body, start, limits);
    json.allow_objects(objects);
    Decoded::read(&mut json, || place(index)).expect("it was read before")
}

/// JSON Pointer to a callback.
fn place(index: usize) -> String {
    format!("/{CALLBACKS}/{index}")
}

impl Decoded {
    /// The account that the callback is about, if it could be read.
    #[must_use]
    pub fn account_id(&self) -> Option<u64> {
        match self {
            Self::Callback(callback) => Some(callback.account_id()),
            Self::Unknown(unknown) => Some(unknown.account_id()),
            Self::Malformed(malformed) => malformed.account_id(),
        }
    }

    /// The callback ID, if it could be read.
    #[must_use]
    pub fn callback_id(&self) -> Option<u64> {
        match self {
            Self::Callback(callback) => Some(callback.callback_id()),
            Self::Unknown(unknown) => Some(unknown.callback_id()),
            Self::Malformed(malformed) => malformed.callback_id(),
        }
    }

    /// What happened, if it could be read and this version of the SDK knows it.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Callback(callback) => Some(callback.kind()),
            Self::Unknown(_) => None,
            Self::Malformed(malformed) => malformed.error().kind(),
        }
    }

    /// The place of the callback in its body, in bytes; `None` if it was not read from a body.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        self.place().range()
    }

    /// The text of the callback, from its body; `None` if it was not read from a body, or the body
    /// is shorter than that.
    #[must_use]
    pub fn text_in<'b>(&self, body: &'b [u8]) -> Option<&'b str> {
        self.place().text_in(body)
    }

    fn place(&self) -> Place {
        match self {
            Self::Callback(callback) => callback.place,
            Self::Unknown(unknown) => unknown.place,
            Self::Malformed(malformed) => malformed.place,
        }
    }

    fn set_place(&mut self, place: Place) {
        match self {
            Self::Callback(callback) => callback.place = place,
            Self::Unknown(unknown) => unknown.place = place,
            Self::Malformed(malformed) => malformed.place = place,
        }
    }
}

impl<'de> Deserialize<'de> for Decoded {
    /// Reads a single callback, such as a stored one. Any JSON can be read: the value says what is
    /// wrong with it.
    ///
    /// Read untrusted input from text: in a `serde_json::Value`, some names [have a special
    /// meaning](crate) to `serde_json`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = wire::text(deserializer)?;
        let mut json = Json::new(text.get(), 0, Limits::default());
        let mut decoded =
            Self::read(&mut json, String::new).map_err(|Fault| D::Error::custom("not JSON"))?;
        // It was read from no body.
        decoded.set_place(Place::default());
        Ok(decoded)
    }
}

impl Serialize for Decoded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Callback(callback) => callback.serialize(serializer),
            Self::Unknown(unknown) => unknown.serialize(serializer),
            Self::Malformed(malformed) => malformed.serialize(serializer),
        }
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(CALLBACKS, &self.callbacks)?;
        for (name, json) in self.extra.iter() {
            map.serialize_entry(name, json)?;
        }
        map.end()
    }
}
