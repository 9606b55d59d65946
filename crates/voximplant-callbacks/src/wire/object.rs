//! Objects: the loop over fields that the envelope, payloads and nested
//! objects share. Generated code names the fields.

use serde::{
    Deserializer, Serializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
    ser::SerializeMap,
};

use super::{Field, Read, Segment, Trace, Write, Written, read_name, read_unknown, reject};
use crate::{Extra, Reason};

/// An object with named fields. Implemented by generated code.
pub(crate) trait Object: Sized {
    /// What payload this is, if it is one.
    const PAYLOAD: Option<Payload> = None;

    /// Room for the fields while they are read.
    type Slots: Slots + Default;

    /// Makes the object of its fields.
    fn assemble(slots: Self::Slots, extra: Extra) -> Result<Self, Missing>;

    /// Writes the documented fields that are there.
    fn write_fields<M: SerializeMap>(&self, fields: &mut Fields<'_, M>) -> Result<(), M::Error>;

    /// The fields that are not documented.
    fn extra(&self) -> &Extra;
}

/// What is particular to the payload of a kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Payload {
    /// The kind. Its field may hold the payload, or an object with one
    /// property of this name that holds it: upstream documents the one and
    /// sends the other.
    pub(crate) of: &'static str,
    /// Whether the documented form has the payload one level deeper.
    pub(crate) is_wrapped: bool,
}

/// Room for the fields of an object while they are read.
pub(crate) trait Slots {
    /// The documented field of this name.
    fn field(&mut self, name: &str) -> Option<Field<'_>>;
}

/// Room for the fields of an object that has none.
impl Slots for () {
    fn field(&mut self, _: &str) -> Option<Field<'_>> {
        None
    }
}

/// A field that must be there is not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Missing(pub(crate) &'static str);

/// The value of a field that has a slot, or what its type makes of no value.
pub(crate) fn present<T: Read + Write>(
    name: &'static str,
    slot: Option<T>,
    extra: &mut Extra,
) -> Result<T, Missing> {
    if let Some(value) = slot {
        return Ok(value);
    }
    let value = T::absent().ok_or(Missing(name))?;
    if value.is_empty() {
        extra.note_absent(name);
    }
    Ok(value)
}

/// The slot of an object.
pub(crate) trait ObjectSlot {
    fn payload(&self) -> Option<Payload>;

    /// Puts an object of the fields that `read` reads and of what it returns,
    /// which is nothing if they cannot be read.
    fn fill(
        &mut self,
        read: &mut dyn FnMut(&mut dyn Slots) -> Option<Extra>,
    ) -> Result<(), Missing>;
}

impl<T: Object> ObjectSlot for Option<T> {
    fn payload(&self) -> Option<Payload> {
        T::PAYLOAD
    }

    fn fill(
        &mut self,
        read: &mut dyn FnMut(&mut dyn Slots) -> Option<Extra>,
    ) -> Result<(), Missing> {
        let mut slots = T::Slots::default();
        if let Some(extra) = read(&mut slots) {
            *self = Some(T::assemble(slots, extra)?);
        }
        Ok(())
    }
}

/// Reads an object into its slot.
pub(super) fn fill_object<'de, D: Deserializer<'de>>(
    deserializer: D,
    slot: &mut dyn ObjectSlot,
    trace: &mut Trace,
) -> Result<(), D::Error> {
    let payload = slot.payload();
    let mut deserializer = Some(deserializer);
    let mut read = Ok(None);
    let filled = slot.fill(&mut |slots| {
        let mut extra = Extra::default();
        read = read_fields(deserializer.take()?, slots, &mut extra, payload, trace);
        read.is_ok().then_some(extra)
    });
    let wrapper = read?;
    finish(filled, wrapper, trace)
}

/// Reads an object into a box.
pub(crate) fn read_boxed<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
    trace: &mut Trace,
) -> Result<Box<T>, D::Error> {
    let mut slots = T::Slots::default();
    let mut extra = Extra::default();
    let wrapper = read_fields(deserializer, &mut slots, &mut extra, T::PAYLOAD, trace)?;
    finish(T::assemble(slots, extra).map(Box::new), wrapper, trace)
}

/// Reads the fields of an object, and tells the wrapper that they stood in,
/// if any.
fn read_fields<'de, D: Deserializer<'de>>(
    deserializer: D,
    slots: &mut dyn Slots,
    extra: &mut Extra,
    payload: Option<Payload>,
    trace: &mut Trace,
) -> Result<Option<&'static str>, D::Error> {
    let visitor = ObjectVisitor { slots, extra, payload, is_wrapped: false, trace };
    deserializer.deserialize_any(visitor)
}

/// What was assembled of the fields, or where one is missing.
fn finish<T, E: Error>(
    assembled: Result<T, Missing>,
    wrapper: Option<&'static str>,
    trace: &mut Trace,
) -> Result<T, E> {
    let object = assembled.or_else(|missing| trace.missing(missing));
    match wrapper {
        Some(name) => trace.at(Segment::Field(name), object),
        None => object,
    }
}

const EXPECTED: &str = "an object";

/// Reads the fields of an object into its slots, and tells the wrapper that
/// they stood in, if any.
struct ObjectVisitor<'a> {
    slots: &'a mut dyn Slots,
    extra: &'a mut Extra,
    payload: Option<Payload>,
    is_wrapped: bool,
    trace: &'a mut Trace,
}

impl<'de> Visitor<'de> for ObjectVisitor<'_> {
    type Value = Option<&'static str>;

    reject!(self => EXPECTED; null boolean number string);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self { slots, extra, payload, is_wrapped, trace } = self;
        let mut wrapper = None;
        while let Some(name) = read_name(&mut map)? {
            if let Some(mut field) = slots.field(&name) {
                field.read(&mut map, extra, trace)?;
                continue;
            }
            let json = read_unknown(&name, &mut map, trace, EXPECTED)?;
            match payload.filter(|payload| payload.is_held(&name, &json)) {
                None => extra.keep(name, json)?,
                Some(payload) if is_wrapped || wrapper.is_some() => {
                    return trace.fail_at(payload.of, Reason::DuplicateField);
                }
                Some(payload) => {
                    let inner = ObjectVisitor {
                        slots: &mut *slots,
                        extra: &mut *extra,
                        payload: Some(payload),
                        is_wrapped: true,
                        trace: &mut *trace,
                    };
                    let inner = serde_json::Deserializer::from_str(&json).deserialize_any(inner);
                    trace.at(Segment::Field(payload.of), inner.map_err(A::Error::custom))?;
                    wrapper = Some(payload.of);
                }
            }
        }
        if extra.has_duplicate() {
            return Err(trace.fail(Reason::DuplicateField));
        }
        Ok(wrapper)
    }

    /// Back ends in PHP write an object without fields as a list without
    /// elements.
    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        match elements.next_element::<IgnoredAny>()? {
            None => Ok(None),
            Some(_) => Err(self.trace.wrong_type(EXPECTED, "a list")),
        }
    }
}

impl Payload {
    /// Whether a field holds the payload. Where it is documented to stand
    /// there, it may also be an empty list, as PHP writes an object without
    /// fields.
    fn is_held(self, name: &str, json: &str) -> bool {
        let is_empty_list = || {
            let inner = json.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            inner.is_some_and(|inner| inner.trim_ascii().is_empty())
        };
        name == self.of && (json.starts_with('{') || (self.is_wrapped && is_empty_list()))
    }
}

/// Writes an object in its documented form.
pub(crate) fn write_object<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    match T::PAYLOAD.filter(|payload| payload.is_wrapped) {
        Some(payload) => map.serialize_entry(payload.of, &Unwrapped(object))?,
        None => write_fields(object, &mut map)?,
    }
    map.end()
}

/// The object without its wrapper.
struct Unwrapped<'a, T>(&'a T);

impl<T: Object> serde::Serialize for Unwrapped<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        write_fields(self.0, &mut map)?;
        map.end()
    }
}

/// Writes the documented fields, then the others.
pub(crate) fn write_fields<T: Object, M: SerializeMap>(
    object: &T,
    map: &mut M,
) -> Result<(), M::Error> {
    let extra = object.extra();
    object.write_fields(&mut Fields { map, extra })?;
    extra.iter().try_for_each(|(name, json)| map.serialize_entry(name, json))
}

/// Where the documented fields of an object are written to.
pub(crate) struct Fields<'a, M> {
    map: &'a mut M,
    extra: &'a Extra,
}

impl<M: SerializeMap> Fields<'_, M> {
    /// Writes a field, unless it was not there when the object was read.
    pub(crate) fn write<T: Write>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        if value.is_absent() || (value.is_empty() && self.extra.was_absent(name)) {
            return Ok(());
        }
        self.map.serialize_entry(name, &Written(value))
    }
}

/// What makes a generated object a field, and a value of its own.
macro_rules! object {
    ($object:ident) => {
        impl $crate::wire::Read for $object {
            fn slot(slot: &mut ::std::option::Option<Self>) -> $crate::wire::Slot<'_> {
                $crate::wire::Slot::Object(slot)
            }
        }

        impl $crate::wire::Write for $object {
            fn write<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::write_object(self, serializer)
            }
        }

        $crate::wire::serde_traits!($object);
    };
}
pub(crate) use object;
