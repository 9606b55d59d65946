//! The JSON document of one POST.

use std::ops::Range;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::{error::Category, value::RawValue};

use crate::{
    BodyError, Callback, Extra, MalformedCallback, Reason, UnknownCallback,
    callback::Parsed,
    wire::{Segment, Trace, read_name, read_unknown, reject},
};

const EXPECTED: &str = "an object";

/// Name of the one property of a body.
const CALLBACKS: &str = "callbacks";

/// Size of a typical callback, in bytes.
const TYPICAL_CALLBACK: usize = 400;

/// The JSON document of one POST: a list of callbacks.
///
/// Nothing in it has been checked: anybody may have sent it. Use a
/// [`Receiver`](crate::Receiver) for what comes from a network.
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
    /// Every callback, in the order in which they came.
    pub callbacks: Vec<Decoded>,
    /// Fields beside `callbacks`, of which none is documented.
    pub extra: Extra,
}

/// One callback of a body, whoever sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // Nearly all are of the large one.
pub enum Decoded {
    /// A callback of a known kind.
    Callback(Callback),
    /// A callback of a kind that is newer than this SDK.
    Unknown(UnknownCallback),
    /// A callback that cannot be read.
    Malformed(MalformedCallback),
}

/// How much is read before giving up.
///
/// What was read takes two to three times the memory of an ordinary body, and
/// at the very most, for a body made to that end, 85 times that of the body.
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
    /// Reads a body within the default [`Limits`].
    ///
    /// # Errors
    ///
    /// If the body as a whole cannot be read: too large, not UTF-8, not JSON,
    /// or not `{"callbacks": […]}`. A single callback that cannot be read is
    /// no error but [`Decoded::Malformed`].
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
        let text = std::str::from_utf8(body)
            .map_err(|error| BodyError::NotUtf8 { offset: error.valid_up_to() })?;

        // Nearly every body is one of good callbacks. Only if this one is
        // not, it is taken apart to see which of them are bad.
        match parse::<Decoded>(text, limits) {
            Ok((callbacks, extra)) => Ok(Self { callbacks, extra }),
            Err(_) => parse::<Box<RawValue>>(text, limits).map(|(elements, extra)| {
                let elements = elements.into_iter().enumerate();
                let callbacks = elements.map(|(index, raw)| {
                    Decoded::read_alone(raw, &format!("/{CALLBACKS}/{index}"), limits)
                });
                Self { callbacks: callbacks.collect(), extra }
            }),
        }
    }
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

    /// Number of the callback, if it could be read.
    #[must_use]
    pub fn callback_id(&self) -> Option<u64> {
        match self {
            Self::Callback(callback) => Some(callback.callback_id()),
            Self::Unknown(unknown) => Some(unknown.callback_id()),
            Self::Malformed(malformed) => malformed.callback_id(),
        }
    }

    /// Reads a callback on the slow way, and keeps it whatever it is.
    fn read_alone(raw: Box<RawValue>, place: &str, limits: Limits) -> Self {
        let mut trace = Trace::new(limits);
        let mut json = serde_json::Deserializer::from_str(raw.get());
        let mut parsed = None;
        let read = Parsed::read(&mut parsed, &mut json, &mut trace);
        match parsed.filter(|_| read.is_ok()) {
            Some(Parsed::Known(callback)) => Self::Callback(callback),
            Some(Parsed::Unknown { envelope, kind }) => {
                Self::Unknown(UnknownCallback { envelope, kind, raw })
            }
            None => {
                let pointer = trace.pointer(place);
                Self::Malformed(MalformedCallback::new(raw, pointer, trace.reason()))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Decoded {
    /// Reads a single callback, such as one that was stored. Whatever is JSON
    /// can be read: what is wrong with it is told by the value.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Self::read_alone(raw, "", Limits::default()))
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

/// Reads a body, and hands out each callback with the place of its text.
pub(crate) fn read_each(
    text: &str,
    limits: Limits,
    found: &mut impl FnMut(Decoded, Range<usize>),
) -> Result<(), BodyError> {
    #[derive(Default)]
    struct Texts<'a>(Vec<&'a RawValue>);

    impl<'de> Deserialize<'de> for Texts<'de> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Self::default())
        }
    }

    impl<'de> Visitor<'de> for Texts<'de> {
        type Value = Self;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(EXPECTED)
        }

        fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
            while let Some(name) = read_name(&mut map)? {
                if name == CALLBACKS {
                    self.0 = map.next_value::<Option<_>>()?.unwrap_or_default();
                } else {
                    map.next_value::<serde::de::IgnoredAny>()?;
                }
            }
            Ok(self)
        }
    }

    let body = Body::decode_within(text.as_bytes(), limits)?;
    let Texts(texts) = serde_json::from_str(text).expect("it was read before");
    for (decoded, json) in body.callbacks.into_iter().zip(texts) {
        let start = json.get().as_ptr().addr() - text.as_ptr().addr();
        found(decoded, start..start + json.get().len());
    }
    Ok(())
}

/// Reads a callback once more that stands at this place of its body.
pub(crate) fn read_again(json: &str, index: usize, limits: Limits) -> Decoded {
    let raw = RawValue::from_string(json.to_owned()).expect("it was read before");
    Decoded::read_alone(raw, &format!("/{CALLBACKS}/{index}"), limits)
}

/// Reads a body whose elements are read as `T`.
fn parse<T: Element>(text: &str, limits: Limits) -> Result<(Vec<T>, Extra), BodyError> {
    let mut trace = Trace::new(limits);
    let mut json = serde_json::Deserializer::from_str(text);
    let room = (text.len() / TYPICAL_CALLBACK).min(limits.list);
    let body = json
        .deserialize_any(BodyVisitor { trace: &mut trace, list: Vec::with_capacity(room) })
        .and_then(|body| json.end().map(|()| body));
    body.map_err(|error| match error.classify() {
        Category::Data => BodyError::Shape { pointer: trace.pointer(""), reason: trace.reason() },
        _ => BodyError::Syntax { line: error.line(), column: error.column() },
    })
}

/// What an element of a body is read as.
trait Element: Sized {
    /// Reads an element onto the end of the list.
    fn read<'de, D: Deserializer<'de>>(
        list: &mut Vec<Self>,
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<(), D::Error>;
}

/// On the fast way, a callback of a known kind that is well-formed.
impl Element for Decoded {
    fn read<'de, D: Deserializer<'de>>(
        list: &mut Vec<Self>,
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<(), D::Error> {
        let mut parsed = None;
        Parsed::read(&mut parsed, deserializer, trace)?;
        match parsed {
            Some(Parsed::Known(callback)) => list.push(Self::Callback(callback)),
            _ => return Err(trace.fail(Reason::Unreadable)),
        }
        Ok(())
    }
}

/// On the slow way, only its text.
impl Element for Box<RawValue> {
    fn read<'de, D: Deserializer<'de>>(
        list: &mut Vec<Self>,
        deserializer: D,
        _: &mut Trace,
    ) -> Result<(), D::Error> {
        list.push(Self::deserialize(deserializer)?);
        Ok(())
    }
}

struct BodyVisitor<'t, T> {
    trace: &'t mut Trace,
    list: Vec<T>,
}

impl<'de, T: Element> Visitor<'de> for BodyVisitor<'_, T> {
    type Value = (Vec<T>, Extra);

    reject!(self => EXPECTED; null boolean number string list);

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut is_read = false;
        let mut extra = Extra::default();
        while let Some(name) = read_name(&mut map)? {
            if name != CALLBACKS {
                let json = read_unknown(&name, &mut map, self.trace, EXPECTED)?;
                extra.keep(name, json)?;
            } else if is_read {
                return self.trace.fail_at(CALLBACKS, Reason::DuplicateField);
            } else {
                let list = ListSeed { list: &mut self.list, trace: self.trace };
                let list = map.next_value_seed(list);
                self.trace.at(Segment::Field(CALLBACKS), list)?;
                is_read = true;
            }
        }
        if !is_read {
            return self.trace.fail_at(CALLBACKS, Reason::MissingField);
        }
        Ok((self.list, extra))
    }
}

/// Reads the list of callbacks.
struct ListSeed<'t, T> {
    list: &'t mut Vec<T>,
    trace: &'t mut Trace,
}

impl<'de, T: Element> DeserializeSeed<'de> for ListSeed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Element> Visitor<'de> for ListSeed<'_, T> {
    type Value = ();

    reject!(self => "a list"; boolean number string object);

    /// Upstream does not promise that a list is there.
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let Self { list, trace } = self;
        let limit = trace.limits.list;
        loop {
            let index = list.len();
            let element = elements.next_element_seed(ElementSeed { list, trace });
            match trace.at(Segment::Index(index), element)? {
                None => return Ok(()),
                Some(()) if index == limit => return Err(trace.fail(Reason::TooLong { limit })),
                Some(()) => {}
            }
        }
    }
}

struct ElementSeed<'t, T> {
    list: &'t mut Vec<T>,
    trace: &'t mut Trace,
}

impl<'de, T: Element> DeserializeSeed<'de> for ElementSeed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        T::read(self.list, deserializer, self.trace)
    }
}
