//! Objects: the loop over fields that the envelope, payloads and nested
//! objects share. Generated code names the fields.

use serde::{
    Deserializer, Serializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
    ser::SerializeMap,
};

use super::{Read, Seed, Segment, Trace, Write, Written, read_name, read_unknown, reject};
use crate::{Extra, Reason};

/// An object with named fields. Implemented by generated code.
pub(crate) trait Object: Sized {
    /// The kind whose payload this is. The field may hold the payload, or an
    /// object with one property of this name that holds it: upstream
    /// documents the one and sends the other.
    const PAYLOAD_OF: Option<&'static str> = None;

    /// Whether the documented form has the payload one level deeper.
    const WRAPPED: bool = false;

    /// Room for the fields while they are read.
    type Slots: Default;

    /// Reads the value of the named field into its slot, or says that the
    /// name is unknown and leaves the value.
    fn read_field<'de, A: MapAccess<'de>>(
        slots: &mut Self::Slots,
        name: &str,
        value: Value<'_, A>,
    ) -> Result<Field, A::Error>;

    /// Makes the object of its fields.
    fn assemble(slots: Self::Slots, extra: Extra) -> Result<Self, Missing>;

    /// Writes the documented fields that are there.
    fn write_fields<M: SerializeMap>(&self, fields: &mut Fields<'_, M>) -> Result<(), M::Error>;

    /// The fields that are not documented.
    fn extra(&self) -> &Extra;
}

/// Whether a name was one of the documented ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Known,
    Unknown,
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

/// A value that has not been read yet.
pub(crate) struct Value<'a, A> {
    map: &'a mut A,
    extra: &'a mut Extra,
    trace: &'a mut Trace,
}

impl<'a, 'de, A: MapAccess<'de>> Value<'a, A> {
    pub(crate) fn new(map: &'a mut A, extra: &'a mut Extra, trace: &'a mut Trace) -> Self {
        Self { map, extra, trace }
    }

    /// Reads the value into the slot, which must be empty.
    // Left to itself, the compiler calls it, which costs 4 % of all instructions.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub(crate) fn read<T: Read>(
        self,
        name: &'static str,
        slot: &mut Option<T>,
    ) -> Result<Field, A::Error> {
        let value = if slot.is_some() {
            Err(self.trace.fail(Reason::DuplicateField))
        } else {
            self.map.next_value_seed(Seed::new(self.trace))
        };
        *slot = Some(self.trace.at(Segment::Field(name), value)?);
        if self.trace.take_null() {
            self.extra.note_absent(name);
        }
        Ok(Field::Known)
    }
}

/// Reads an object.
pub(crate) fn read_object<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
    trace: &mut Trace,
) -> Result<T, D::Error> {
    let mut slots = T::Slots::default();
    let mut extra = Extra::default();
    let wrapper = deserializer.deserialize_any(ObjectVisitor::<T> {
        slots: &mut slots,
        extra: &mut extra,
        is_wrapped: false,
        trace,
    })?;
    let object = assemble(slots, extra, trace);
    match wrapper {
        Some(name) => trace.at(Segment::Field(name), object),
        None => object,
    }
}

/// Makes an object of what was read.
pub(crate) fn assemble<T: Object, E: Error>(
    slots: T::Slots,
    extra: Extra,
    trace: &mut Trace,
) -> Result<T, E> {
    T::assemble(slots, extra).or_else(|Missing(name)| trace.fail_at(name, Reason::MissingField))
}

const EXPECTED: &str = "an object";

/// Reads the fields of an object into its slots, and tells the wrapper that
/// they stood in, if any.
struct ObjectVisitor<'t, T: Object> {
    slots: &'t mut T::Slots,
    extra: &'t mut Extra,
    is_wrapped: bool,
    trace: &'t mut Trace,
}

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = Option<&'static str>;

    reject!(EXPECTED; null boolean number string);

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut wrapper = None;
        while let Some(name) = read_name(&mut map)? {
            let value = Value::new(&mut map, self.extra, self.trace);
            if T::read_field(self.slots, &name, value)? == Field::Known {
                continue;
            }
            let json = read_unknown(&name, &mut map, self.trace, EXPECTED)?;
            match T::PAYLOAD_OF.filter(|payload| *payload == name && is_wrapper::<T>(&json)) {
                None => self.extra.keep(name, json)?,
                Some(name) if self.is_wrapped || wrapper.is_some() => {
                    return self.trace.fail_at(name, Reason::DuplicateField);
                }
                Some(name) => {
                    let inner = self.read_wrapped(&json).map_err(A::Error::custom);
                    self.trace.at(Segment::Field(name), inner)?;
                    wrapper = Some(name);
                }
            }
        }
        if self.extra.has_duplicate() {
            return Err(self.trace.fail(Reason::DuplicateField));
        }
        Ok(wrapper)
    }

    /// Back ends in PHP write an object without fields as a list without
    /// elements.
    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        match elements.next_element::<IgnoredAny>()? {
            None => Ok(None),
            Some(_) => {
                Err(self.trace.fail(Reason::WrongType { expected: EXPECTED, found: "a list" }))
            }
        }
    }
}

impl<T: Object> ObjectVisitor<'_, T> {
    /// Reads the fields in a wrapper into the same slots.
    fn read_wrapped(&mut self, json: &str) -> serde_json::Result<()> {
        let visitor = ObjectVisitor::<T> {
            slots: self.slots,
            extra: self.extra,
            is_wrapped: true,
            trace: self.trace,
        };
        serde_json::Deserializer::from_str(json).deserialize_any(visitor).map(drop)
    }
}

/// Whether what stands under the payload's own name is the payload. Where it
/// is documented to stand there, it may also be an empty list, as PHP writes
/// an object without fields.
fn is_wrapper<T: Object>(json: &str) -> bool {
    let is_empty_list = || {
        let inner = json.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        inner.is_some_and(|inner| inner.trim_ascii().is_empty())
    };
    json.starts_with('{') || (T::WRAPPED && is_empty_list())
}

/// Writes an object in its documented form.
pub(crate) fn write_object<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    match T::PAYLOAD_OF.filter(|_| T::WRAPPED) {
        Some(name) => map.serialize_entry(name, &Unwrapped(object))?,
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
            const SCALAR: bool = false;

            fn read<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
                trace: &mut $crate::wire::Trace,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::read_object(deserializer, trace)
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
