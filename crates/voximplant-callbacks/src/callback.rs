//! One element of a body: known, unknown or malformed.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::value::RawValue;

use crate::{
    DecodeError, Decoded, Envelope, Event, Extra, Kind, Reason,
    wire::{
        Field, FromText, Object, Read, Segment, Slot, Slots, Trace, read, read_name, read_unknown,
        reject, write_fields,
    },
};

const EXPECTED: &str = "a callback";

/// Name of the envelope field that says the kind.
const TYPE: &str = "type";

/// A callback of a known kind.
///
/// What is read is written back: every documented field, every field that is
/// not documented, every digit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Callback {
    /// What every callback has.
    pub envelope: Envelope,
    /// What happened.
    pub event: Event,
}

impl Callback {
    /// Number of the callback, unique within its account as far as is known.
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
}

impl<'de> Deserialize<'de> for Callback {
    /// Reads a callback of a known kind, such as one that was stored. Its
    /// hash is not checked.
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
}

impl UnknownCallback {
    /// What every callback has.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Number of the callback, unique within its account as far as is known.
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

    /// The payload, if one stands under the name of the kind.
    #[must_use]
    pub fn payload(&self) -> Option<&RawValue> {
        self.envelope.extra.get(&self.kind)
    }

    /// The whole callback as it came.
    #[must_use]
    pub fn raw(&self) -> &RawValue {
        &self.raw
    }
}

/// Two are equal if they came as the same text.
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

/// A callback that cannot be read, kept for a look.
#[derive(Clone)]
pub struct MalformedCallback {
    error: DecodeError,
    account_id: Option<u64>,
    hash: Option<String>,
    raw: Box<RawValue>,
}

impl MalformedCallback {
    /// What is wrong, and where.
    #[must_use]
    pub fn error(&self) -> &DecodeError {
        &self.error
    }

    /// Number of the callback, if it could be read.
    #[must_use]
    pub fn callback_id(&self) -> Option<u64> {
        self.error.callback_id
    }

    /// The account that the callback is about, if it could be read.
    #[must_use]
    pub fn account_id(&self) -> Option<u64> {
        self.account_id
    }

    /// The whole element of the body as it came.
    #[must_use]
    pub fn raw(&self) -> &RawValue {
        &self.raw
    }

    /// Account, number and hash, if all could be read.
    pub(crate) fn signature(&self) -> Option<(u64, u64, &str)> {
        Some((self.account_id?, self.callback_id()?, self.hash.as_deref()?))
    }
}

/// Two are equal if they came as the same text and for the same reason.
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

/// A callback as it is read, before its raw text is at hand.
pub(crate) enum Parsed {
    Known(Callback),
    Unknown { envelope: Envelope, kind: Box<str> },
}

impl Parsed {
    /// Reads a callback into a slot, as it is too large to be handed from
    /// function to function.
    pub(crate) fn read<'de, D: Deserializer<'de>>(
        slot: &mut Option<Self>,
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<(), D::Error> {
        deserializer.deserialize_any(CallbackVisitor { slot, trace })
    }
}

struct CallbackVisitor<'t> {
    slot: &'t mut Option<Parsed>,
    trace: &'t mut Trace,
}

impl<'de> Visitor<'de> for CallbackVisitor<'_> {
    type Value = ();

    reject!(self => EXPECTED; null boolean number string list);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let trace = self.trace;
        let mut slots = <Envelope as Object>::Slots::default();
        let mut extra = Extra::default();
        let mut name_of_kind: Option<Name> = None;
        let mut payload: Option<Event> = None;
        // Kinds whose payload is there as `null`, which says no more than
        // none at all. They are remembered to find duplicates.
        let mut nulls: Vec<Kind> = Vec::new();

        while let Some(name) = read_name(&mut map)? {
            if name == TYPE {
                Field::new(TYPE, &mut name_of_kind).read(&mut map, &mut extra, trace)?;
                continue;
            }
            if let Some(mut field) = slots.field(&name) {
                field.read(&mut map, &mut extra, trace)?;
                continue;
            }
            let Some(kind) = Kind::from_wire_name(&name) else {
                let json = read_unknown(&name, &mut map, trace, EXPECTED)?;
                extra.keep(name, json)?;
                continue;
            };
            let event = if nulls.contains(&kind)
                || payload.as_ref().is_some_and(|payload| payload.kind() == kind)
            {
                Err(trace.fail(Reason::DuplicateField))
            } else {
                map.next_value_seed(PayloadSeed { kind, trace })
            };
            match (trace.at(Segment::Field(kind.as_str()), event)?, &payload) {
                (None, _) => nulls.push(kind),
                (Some(event), None) => payload = Some(event),
                (Some(_), Some(_)) => {
                    return trace.fail_at(kind.as_str(), Reason::PayloadMismatch);
                }
            }
        }

        if extra.has_duplicate() {
            return Err(trace.fail(Reason::DuplicateField));
        }
        let envelope = match Envelope::assemble(slots, extra) {
            Ok(envelope) => envelope,
            Err(missing) => return trace.missing(missing),
        };
        let Some(name) = name_of_kind else {
            return trace.fail_at(TYPE, Reason::MissingField);
        };
        let event = match (name, payload) {
            (Name::Known(kind), Some(event)) if event.kind() == kind => event,
            (_, Some(event)) => {
                return trace.fail_at(event.kind().as_str(), Reason::PayloadMismatch);
            }
            (Name::Known(kind), None) => match Event::without_payload(kind) {
                Some(event) => event,
                None => return trace.fail_at(kind.as_str(), Reason::MissingPayload),
            },
            (Name::Unknown(kind), None) => {
                *self.slot = Some(Parsed::Unknown { envelope, kind });
                return Ok(());
            }
        };
        *self.slot = Some(Parsed::Known(Callback { envelope, event }));
        Ok(())
    }
}

/// The value of `type`.
enum Name {
    Known(Kind),
    Unknown(Box<str>),
}

impl Read for Name {
    fn slot(slot: &mut Option<Self>) -> Slot<'_> {
        Slot::Text(slot)
    }
}

impl FromText for Name {
    const EXPECTED: &'static str = "the name of a kind";

    fn from_text(name: &str) -> Result<Self, Reason> {
        match Kind::from_wire_name(name) {
            Some(kind) => Ok(Self::Known(kind)),
            None if name.is_empty() => Err(Reason::MissingField),
            None => Ok(Self::Unknown(name.into())),
        }
    }
}

/// Reads the payload of a kind, or `None` from a `null`.
struct PayloadSeed<'t> {
    kind: Kind,
    trace: &'t mut Trace,
}

impl<'de> DeserializeSeed<'de> for PayloadSeed<'_> {
    type Value = Option<Event>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for PayloadSeed<'_> {
    type Value = Option<Event>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a payload or null")
    }

    fn visit_none<E: Error>(self) -> Result<Option<Event>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<Event>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Event::read(self.kind, deserializer, self.trace).map(Some)
    }
}

impl MalformedCallback {
    /// Keeps an element that could not be read, and finds out what can still
    /// be said of it.
    pub(crate) fn new(raw: Box<RawValue>, pointer: String, reason: Reason) -> Self {
        let mut trace = Trace::default();
        let mut json = serde_json::Deserializer::from_str(raw.get());
        let glimpse = json.deserialize_any(GlimpseVisitor { trace: &mut trace });
        let Glimpse { kind, callback_id, account_id, hash } = glimpse.unwrap_or_default();
        Self { error: DecodeError { reason, pointer, kind, callback_id }, account_id, hash, raw }
    }
}

/// The little that is told of a callback that cannot be read.
#[derive(Default)]
struct Glimpse {
    kind: Option<Kind>,
    callback_id: Option<u64>,
    account_id: Option<u64>,
    hash: Option<String>,
}

struct GlimpseVisitor<'t> {
    trace: &'t mut Trace,
}

impl<'de> Visitor<'de> for GlimpseVisitor<'_> {
    type Value = Glimpse;

    reject!(self => EXPECTED; null boolean number string list);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Glimpse, A::Error> {
        /// The value of a field, if it can be read and stands there once.
        fn once<T: Read>(slot: &mut Option<Option<T>>, json: &str) {
            let mut json = serde_json::Deserializer::from_str(json);
            let value = read(&mut json, &mut Trace::default()).ok();
            *slot = Some(if slot.is_none() { value } else { None });
        }

        let (mut kind, mut callback_id, mut account_id, mut hash) = (None, None, None, None);
        while let Some(name) = read_name(&mut map)? {
            let json = read_unknown(&name, &mut map, self.trace, EXPECTED)?;
            match &*name {
                TYPE => once::<Name>(&mut kind, &json),
                "callback_id" => once(&mut callback_id, &json),
                "account_id" => once(&mut account_id, &json),
                "hash" => once(&mut hash, &json),
                _ => {}
            }
        }
        Ok(Glimpse {
            kind: kind.flatten().and_then(|name| match name {
                Name::Known(kind) => Some(kind),
                Name::Unknown(_) => None,
            }),
            callback_id: callback_id.flatten(),
            account_id: account_id.flatten(),
            hash: hash.flatten(),
        })
    }
}
