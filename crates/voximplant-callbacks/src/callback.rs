//! One element of a body: known, unknown or malformed.

use std::{borrow::Cow, fmt, ops::Range};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, IgnoredAny},
    ser::SerializeMap,
};
use serde_json::value::RawValue;

use crate::{
    DecodeError, Decoded, Envelope, Event, HashError, Kind, Limits, Reason,
    wire::{Fault, Json, Lexer, Object, Read, Segment, Type, write_fields},
};

/// Name of the envelope field with the kind.
const TYPE: &str = "type";

/// A callback of a known kind.
///
/// Everything that is read is written back: every documented and undocumented field, and every
/// digit.
#[derive(Clone)]
#[non_exhaustive]
pub struct Callback {
    /// The fields that every callback has.
    pub envelope: Envelope,
    /// What happened.
    pub event: Event,
    pub(crate) place: Place,
}

impl Callback {
    /// The callback ID, unique within its account as far as is known.
    #[must_use]
    pub fn callback_id(&self) -> u64 {
        self.envelope.callback_id
    }

    /// The account that the callback is about.
    #[must_use]
    pub fn account_id(&self) -> u64 {
        self.envelope.account_id
    }

    /// What happened, without its payload.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.event.kind()
    }

    /// The place of the callback in its body, in bytes; `None` if it was not read from a body.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        self.place.range()
    }

    /// The text of the callback, from its body; `None` if it was not read from a body, or the body
    /// is shorter than that.
    #[must_use]
    pub fn text_in<'b>(&self, body: &'b [u8]) -> Option<&'b str> {
        self.place.text_in(body)
    }
}

/// Two are equal if their content is equal, wherever they came from.
impl PartialEq for Callback {
    fn eq(&self, other: &Self) -> bool {
        (&self.envelope, &self.event) == (&other.envelope, &other.event)
    }
}

impl Eq for Callback {}

/// Shows the content of the callback, but not where it came from.
#[allow(clippy::missing_fields_in_debug)]
impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("envelope", &self.envelope)
            .field("event", &self.event)
            .finish()
    }
}

impl<'de> Deserialize<'de> for Callback {
    /// Reads a callback of a known kind, such as a stored one. Its hash is not checked.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Decoded::deserialize(deserializer)? {
            Decoded::Callback(callback) => Ok(callback),
            Decoded::Unknown(_) => Err(D::Error::custom("kind is newer than this SDK")),
            Decoded::Malformed(malformed) => Err(D::Error::custom(malformed.error())),
        }
    }
}

impl Serialize for Callback {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(TYPE, self.kind().as_str())?;
        write_fields(&self.envelope, &mut map)?;
        self.event.write(&mut map)?;
        map.end()
    }
}

/// A callback of a kind that is newer than this version of the SDK.
#[derive(Clone)]
pub struct UnknownCallback {
    pub(crate) envelope: Envelope,
    pub(crate) kind: Box<str>,
    pub(crate) raw: Box<RawValue>,
    pub(crate) place: Place,
}

impl UnknownCallback {
    /// The fields that every callback has.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// The callback ID, unique within its account as far as is known.
    #[must_use]
    pub fn callback_id(&self) -> u64 {
        self.envelope.callback_id
    }

    /// The account that the callback is about.
    #[must_use]
    pub fn account_id(&self) -> u64 {
        self.envelope.account_id
    }

    /// What happened: the value of `type`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The payload, if there is a field with the name of the kind.
    #[must_use]
    pub fn payload(&self) -> Option<&RawValue> {
        self.envelope.extra.get(&self.kind)
    }

    /// The whole callback as received.
    #[must_use]
    pub fn raw(&self) -> &RawValue {
        &self.raw
    }

    /// The place of the callback in its body, in bytes; `None` if it was not read from a body.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        self.place.range()
    }

    /// The text of the callback, from its body; `None` if it was not read from a body, or the body
    /// is shorter than that.
    #[must_use]
    pub fn text_in<'b>(&self, body: &'b [u8]) -> Option<&'b str> {
        self.place.text_in(body)
    }
}

/// Two are equal if their texts are equal.
impl PartialEq for UnknownCallback {
    fn eq(&self, other: &Self) -> bool {
        self.raw.get() == other.raw.get()
    }
}

impl Eq for UnknownCallback {}

impl fmt::Debug for UnknownCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownCallback")
            .field("kind", &self.kind)
            .field("envelope", &self.envelope)
            .finish_non_exhaustive()
    }
}

impl Serialize for UnknownCallback {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

/// A callback that cannot be read, kept for inspection.
#[derive(Clone)]
pub struct MalformedCallback {
    error: DecodeError,
    account_id: Option<u64>,
    /// Empty if there is none, `None` if it cannot be read.
    hash: Option<String>,
    raw: Box<RawValue>,
    pub(crate) place: Place,
}

impl MalformedCallback {
    /// What is wrong, and where.
    #[must_use]
    pub fn error(&self) -> &DecodeError {
        &self.error
    }

    /// The callback ID, if it could be read.
    #[must_use]
    pub fn callback_id(&self) -> Option<u64> {
        self.error.callback_id
    }

    /// The account that the callback is about, if it could be read.
    #[must_use]
    pub fn account_id(&self) -> Option<u64> {
        self.account_id
    }

    /// The whole element of the body as received.
    #[must_use]
    pub fn raw(&self) -> &RawValue {
        &self.raw
    }

    /// The place of the callback in its body, in bytes; `None` if it was not read from a body.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        self.place.range()
    }

    /// The text of the callback, from its body; `None` if it was not read from a body, or the body
    /// is shorter than that.
    #[must_use]
    pub fn text_in<'b>(&self, body: &'b [u8]) -> Option<&'b str> {
        self.place.text_in(body)
    }

    /// Account ID, callback ID and hash, if all could be read.
    pub(crate) fn signature(&self) -> Result<(u64, u64, &str), HashError> {
        match (self.hash.as_deref(), self.account_id, self.callback_id()) {
            (Some(""), ..) => Err(HashError::Missing),
            (Some(hash), Some(account_id), Some(callback_id)) => {
                Ok((account_id, callback_id, hash))
            }
            _ => Err(HashError::Unreadable),
        }
    }
}

/// Two are equal if their texts and errors are equal.
impl PartialEq for MalformedCallback {
    fn eq(&self, other: &Self) -> bool {
        self.error == other.error && self.raw.get() == other.raw.get()
    }
}

impl Eq for MalformedCallback {}

impl fmt::Debug for MalformedCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MalformedCallback").field("error", &self.error).finish_non_exhaustive()
    }
}

impl Serialize for MalformedCallback {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

impl Decoded {
    /// Reads a callback, and keeps it whatever it is. The only error is text that is not JSON.
    /// `pointer` is the place of the callback.
    pub(crate) fn read(
        json: &mut Json<'_>,
        pointer: impl FnOnce() -> String,
    ) -> Result<Self, Fault> {
        let start = json.start()?;
        match Self::read_well_formed(json, start) {
            Err(Fault) => {
                let raw = json.raw_from(start)?.to_owned();
                let (reason, pointer) = json.take_fault(pointer());
                let place = Place::new(start, json);
                Ok(Self::Malformed(MalformedCallback::new(raw, pointer, reason, place)))
            }
            // Returned directly, so that it is not moved.
            decoded => decoded,
        }
    }

    fn read_well_formed<'j>(json: &mut Json<'j>, start: Lexer<'j>) -> Result<Self, Fault> {
        let found = json.peek()?;
        if found != Type::Object {
            return Err(json.wrong_type("a callback", found));
        }
        let mut name_of_kind: Option<Option<Name>> = None;
        let mut payload: Option<Event> = None;
        // Kinds whose payload is `null`, which means the same as absent. They are remembered to
        // find duplicates.
        let mut nulls: Vec<Kind> = Vec::new();

        let envelope = Envelope::read_with(json, found, &mut |name, json, _| {
            if name == TYPE {
                return json.field(TYPE, &mut name_of_kind, false);
            }
            let kind = match name_of_kind {
                Some(Some(Name::Known(kind))) if kind.as_str() == name => Some(kind),
                _ => Kind::from_wire_name(name),
            };
            let Some(kind) = kind else { return Ok(false) };
            let is_second = nulls.contains(&kind)
                || payload.as_ref().is_some_and(|payload| payload.kind() == kind);
            if is_second {
                return Err(json.fail_at(kind.as_str(), Reason::DuplicateField));
            }
            let found = json.peek()?;
            if found == Type::Null {
                json.word("null")?;
                nulls.push(kind);
                return Ok(true);
            }
            let event = Event::read(kind, json, found);
            let event = json.at(Segment::Field(kind.as_str()), event)?;
            match payload.replace(event) {
                None => Ok(true),
                Some(_) => Err(json.fail_at(kind.as_str(), Reason::PayloadMismatch)),
            }
        })?;

        let event = match (name_of_kind.flatten(), payload) {
            (None, _) => return Err(json.fail_at(TYPE, Reason::MissingField)),
            (Some(Name::Known(kind)), Some(event)) if event.kind() == kind => event,
            (Some(_), Some(event)) => {
                return Err(json.fail_at(event.kind().as_str(), Reason::PayloadMismatch));
            }
            (Some(Name::Known(kind)), None) => match Event::without_payload(kind) {
                Some(event) => event,
                None => return Err(json.fail_at(kind.as_str(), Reason::MissingPayload)),
            },
            (Some(Name::Unknown(kind)), None) => {
                let raw = json.raw_from(start)?.to_owned();
                let place = Place::new(start, json);
                return Ok(Self::Unknown(UnknownCallback { envelope, kind, raw, place }));
            }
        };
        Ok(Self::Callback(Callback { envelope, event, place: Place::new(start, json) }))
    }
}

/// The value of `type`.
enum Name {
    Known(Kind),
    Unknown(Box<str>),
}

impl Read for Name {
    fn read(json: &mut Json<'_>, found: Type) -> Result<Self, Fault> {
        let name = json.text("the name of a kind", found)?;
        match Kind::from_wire_name(&name) {
            Some(kind) => Ok(Self::Known(kind)),
            None if name.is_empty() => Err(json.fail(Reason::MissingField)),
            None => Ok(Self::Unknown(name.into())),
        }
    }
}

impl MalformedCallback {
    /// Keeps an element that could not be read, with what is known about it.
    fn new(raw: Box<RawValue>, pointer: String, reason: Reason, place: Place) -> Self {
        let Glimpse { kind, callback_id, account_id, hash } = Glimpse::of(raw.get());
        let error = DecodeError { reason, pointer, kind, callback_id };
        Self { error, account_id, hash, raw, place }
    }
}

/// What is known about a callback that cannot be read.
#[derive(Default)]
struct Glimpse {
    kind: Option<Kind>,
    callback_id: Option<u64>,
    account_id: Option<u64>,
    hash: Option<String>,
}

impl Glimpse {
    /// Looks only for these fields, whatever is wrong with the others.
    fn of(callback: &str) -> Self {
        /// The value of a field, if it can be read and is not repeated.
        fn once<T: Read>(slot: &mut Option<Option<T>>, json: &RawValue) {
            let value = Json::new(json.get(), 0, Limits::default()).value().ok();
            *slot = Some(value.filter(|_| slot.is_none()));
        }

        let mut lexer = Lexer::new(callback, 0);
        if lexer.peek() != Some(Type::Object) {
            return Self::default();
        }
        let (mut kind, mut callback_id, mut account_id, mut hash) = (None, None, None, None);
        let mut is_first = true;
        while lexer.field(is_first) == Some(true) {
            is_first = false;
            // A name that is not valid text matches no field.
            let plain = lexer.plain().map(Cow::Borrowed);
            let name = plain
                .or_else(|| lexer.value().map(Cow::Owned))
                .or_else(|| lexer.value::<IgnoredAny>().map(|_| "".into()));
            let Some(name) = name.filter(|_| lexer.colon()) else { break };
            let Some(json) = lexer.value::<&RawValue>() else { break };
            match &*name {
                TYPE => once(&mut kind, json),
                "callback_id" => once(&mut callback_id, json),
                "account_id" => once(&mut account_id, json),
                "hash" => once(&mut hash, json),
                _ => {}
            }
        }
        Self {
            kind: kind.flatten().and_then(|name| match name {
                Name::Known(kind) => Some(kind),
                Name::Unknown(_) => None,
            }),
            callback_id: callback_id.flatten(),
            account_id: account_id.flatten(),
            // An empty hash means the same as an absent one.
            hash: hash.unwrap_or(Some(String::new())),
        }
    }
}

/// The place of a callback in its body, in bytes; empty if it was not read from a body.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place {
    start: usize,
    end: usize,
}

impl Place {
    /// From there to what was read last.
    fn new(start: Lexer<'_>, json: &Json<'_>) -> Self {
        Self { start: start.at(), end: json.offset() }
    }

    pub(crate) fn range(self) -> Option<Range<usize>> {
        (self.start < self.end).then_some(self.start..self.end)
    }

    pub(crate) fn text_in(self, body: &[u8]) -> Option<&str> {
        std::str::from_utf8(body.get(self.range()?)?).ok()
    }
}
