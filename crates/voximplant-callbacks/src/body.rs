//! The JSON document of one POST.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::{error::Category, value::RawValue};

use crate::{
    BodyError, Callback, Extra, MalformedCallback, Reason, UnknownCallback,
    callback::Parsed,
    wire::{Read, Trace, Value, read_name, read_unknown, reject},
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
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 1024 * 1024, list: 10_000 }
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
            Err(_) => parse::<Element>(text, limits).map(|(elements, extra)| {
                let elements = elements.into_iter().enumerate();
                let callbacks = elements.map(|(index, Element(raw))| {
                    Decoded::read_alone(raw, &format!("/{CALLBACKS}/{index}"), limits)
                });
                Self { callbacks: callbacks.collect(), extra }
            }),
        }
    }
}

impl Decoded {
    /// Reads a callback on the slow way, and keeps it whatever it is.
    fn read_alone(raw: Box<RawValue>, place: &str, limits: Limits) -> Self {
        let mut trace = Trace::new(limits);
        let mut json = serde_json::Deserializer::from_str(raw.get());
        match Parsed::read(&mut json, &mut trace) {
            Ok(Parsed::Known(callback)) => Self::Callback(callback),
            Ok(Parsed::Unknown { envelope, kind }) => {
                Self::Unknown(UnknownCallback { envelope, kind, raw })
            }
            Err(_) => {
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

/// Reads a body whose elements are read as `T`.
fn parse<T: Read>(text: &str, limits: Limits) -> Result<(Vec<T>, Extra), BodyError> {
    let mut trace = Trace::new(limits).expecting(text.len() / TYPICAL_CALLBACK);
    let mut json = serde_json::Deserializer::from_str(text);
    let body = json
        .deserialize_any(BodyVisitor { trace: &mut trace, element: std::marker::PhantomData })
        .and_then(|body| json.end().map(|()| body));
    body.map_err(|error| match error.classify() {
        Category::Data => BodyError::Shape { pointer: trace.pointer(""), reason: trace.reason() },
        _ => BodyError::Syntax { line: error.line(), column: error.column() },
    })
}

struct BodyVisitor<'t, T> {
    trace: &'t mut Trace,
    element: std::marker::PhantomData<T>,
}

impl<'de, T: Read> Visitor<'de> for BodyVisitor<'_, T> {
    type Value = (Vec<T>, Extra);

    reject!(EXPECTED; null boolean number string list);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut callbacks = None;
        let mut extra = Extra::default();
        while let Some(name) = read_name(&mut map)? {
            if name == CALLBACKS {
                Value::new(&mut map, &mut extra, self.trace).read(CALLBACKS, &mut callbacks)?;
            } else {
                let json = read_unknown(&name, &mut map, self.trace, EXPECTED)?;
                extra.keep(name, json)?;
            }
        }
        match callbacks {
            Some(callbacks) => Ok((callbacks, extra)),
            None => self.trace.fail_at(CALLBACKS, Reason::MissingField),
        }
    }
}

/// A callback on the fast way: one of a known kind, and well-formed.
impl Read for Decoded {
    const SCALAR: bool = false;

    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<Self, D::Error> {
        match Parsed::read(deserializer, trace)? {
            Parsed::Known(callback) => Ok(Self::Callback(callback)),
            Parsed::Unknown { .. } => Err(trace.fail(Reason::Unreadable)),
        }
    }
}

/// A callback on the slow way: only its text.
struct Element(Box<RawValue>);

impl Read for Element {
    const SCALAR: bool = false;

    fn read<'de, D: Deserializer<'de>>(deserializer: D, _: &mut Trace) -> Result<Self, D::Error> {
        Box::deserialize(deserializer).map(Self)
    }
}
