//! Objects: how the envelope, payloads and nested objects are read and written.
//! Generated code names their fields.

use serde::{Serializer, ser::SerializeMap};

use super::{Fault, Json, Read, Segment, Type, Write, Written};
use crate::{Extra, Reason};

/// An object with named fields. [`object!`] implements it.
pub(crate) trait Object: Sized {
    /// The kind whose payload this is, if it is a payload.
    const PAYLOAD: Option<Payload> = None;

    /// Reads the object, and fields that are not its own with `other`.
    fn read_with(
        json: &mut Json<'_>,
        found: Type,
        other: &mut ReadField<'_>,
    ) -> Result<Self, Fault>;

    /// Writes the documented fields that are present.
    fn write_fields<M: SerializeMap>(&self, fields: &mut Fields<'_, M>) -> Result<(), M::Error>;

    /// The fields that are not documented.
    fn extra(&self) -> &Extra;

    /// The required fields.
    #[cfg(feature = "schemars")]
    fn needed() -> Vec<&'static str>;
}

/// The name of a field, if it is required.
#[cfg(feature = "schemars")]
pub(crate) fn needed<S, T: Read>(name: &'static str, _: fn(&S) -> &T) -> Option<&'static str> {
    T::ABSENT.is_none().then_some(name)
}

/// The properties of a kind's payload.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Payload {
    /// The kind. Its field may hold the payload, or a wrapper, an object with one property of this
    /// name that holds it: upstream documents one form and sends the other.
    pub(crate) of: &'static str,
    /// Whether the payload is documented with a wrapper.
    pub(crate) is_wrapped: bool,
}

/// Reads the field with this name, and returns whether there is one. It rejects a repeated field,
/// which the flag shows.
pub(crate) type ReadField<'f> = dyn FnMut(&str, &mut Json<'_>, bool) -> Result<bool, Fault> + 'f;

/// The data of an object besides its documented fields.
pub(crate) struct Rest {
    pub(crate) extra: Extra,
    wrapper: Option<Wrapper>,
}

/// The form in which a payload was sent.
#[derive(Clone, Copy)]
struct Wrapper {
    name: &'static str,
    is_list: bool,
}

/// Reads an object, and its documented fields with `field`.
pub(crate) fn read_object(
    json: &mut Json<'_>,
    found: Type,
    payload: Option<Payload>,
    field: &mut ReadField<'_>,
) -> Result<Rest, Fault> {
    let mut extra = Extra::default();
    let wrapper = read_fields(json, found, payload, false, &mut extra, field)?;
    Ok(Rest { extra, wrapper })
}

fn read_fields(
    json: &mut Json<'_>,
    found: Type,
    payload: Option<Payload>,
    is_wrapped: bool,
    extra: &mut Extra,
    field: &mut ReadField<'_>,
) -> Result<Option<Wrapper>, Fault> {
    // PHP back ends write an empty object as an empty list.
    if found == Type::List && json.elements()? == 0 {
        json.raw()?;
        return Ok(None);
    }
    let mut has_fields = false;
    let mut has_own_name = false;
    let mut wrapper = None;
    json.object("an object", found, |json, name| {
        if field(name, json, wrapper.is_some())? {
            has_fields = true;
            return Ok(());
        }
        let Some(payload) = payload.filter(|payload| payload.of == name) else {
            extra.keep(name.into(), json.raw()?);
            return Ok(());
        };
        let found = json.peek()?;
        let is_list = found == Type::List;
        let holds_payload = found == Type::Object || (is_list && payload.is_wrapped);
        if has_own_name || (holds_payload && is_wrapped) {
            return Err(json.fail_at(payload.of, Reason::DuplicateField));
        }
        has_own_name = true;
        if !holds_payload {
            extra.keep(name.into(), json.raw()?);
            return Ok(());
        }
        let mut read = |json: &mut Json<'_>| {
            let found = json.peek()?;
            read_fields(json, found, Some(payload), true, extra, field).map(drop)
        };
        let inner = if !is_list {
            read(json)
        } else if json.elements()? == 1 {
            json.list("a list", found, |json, _| read(json))
        } else {
            Err(json.wrong_type("an object", found))
        };
        json.at(Segment::Field(payload.of), inner)?;
        // The payload has one form: next to a wrapper, there must be no documented field.
        if has_fields {
            return Err(json.fail_at(payload.of, Reason::DuplicateField));
        }
        wrapper = Some(Wrapper { name: payload.of, is_list });
        Ok(())
    })?;
    if extra.has_duplicate() {
        return Err(json.fail(Reason::DuplicateField));
    }
    Ok(wrapper)
}

impl Rest {
    /// The value of a field that was read into this slot, or the value that its type has if it is
    /// absent.
    pub(crate) fn value<T: Read + Write>(
        &mut self,
        json: &mut Json<'_>,
        name: &'static str,
        slot: Option<Option<T>>,
    ) -> Result<T, Fault> {
        if let Some(Some(value)) = slot {
            return Ok(value);
        }
        let Some(absent) = T::ABSENT else { return Err(self.missing(json, name)) };
        let value = absent();
        if value.is_empty() {
            self.extra.note_absent(name);
        }
        Ok(value)
    }

    #[cold]
    fn missing(&self, json: &mut Json<'_>, name: &'static str) -> Fault {
        let mut missing = Err::<(), _>(json.fail_at(name, Reason::MissingField));
        if let Some(wrapper) = self.wrapper {
            if wrapper.is_list {
                missing = json.at(Segment::Index(0), missing);
            }
            let _ = json.at(Segment::Field(wrapper.name), missing);
        }
        Fault
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

/// The target for the documented fields of an object.
pub(crate) struct Fields<'a, M> {
    map: &'a mut M,
    extra: &'a Extra,
}

impl<M: SerializeMap> Fields<'_, M> {
    /// Writes a field, unless it was absent when the object was read.
    pub(crate) fn write<T: Write>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        if value.is_absent() || (value.is_empty() && self.extra.was_absent(name)) {
            return Ok(());
        }
        self.map.serialize_entry(name, &Written(value))
    }
}

/// Implements reading, writing and showing an object, from the table of its fields: `"name on the
/// wire" => field [sensitive quoted]`. The types are those of the struct.
macro_rules! object {
    ($object:ident $(= $form:ident $of:literal)? {
        $($wire:literal => $field:ident $([$($how:ident)+])?,)*
    }) => {
        impl $crate::wire::Object for $object {
            $(
                const PAYLOAD: ::std::option::Option<$crate::wire::Payload> =
                    ::std::option::Option::Some($crate::wire::object!(@$form $of));
            )?

            fn read_with(
                json: &mut $crate::wire::Json<'_>,
                found: $crate::wire::Type,
                other: &mut $crate::wire::ReadField<'_>,
            ) -> ::std::result::Result<Self, $crate::wire::Fault> {
                $(let mut $field = ::std::option::Option::None;)*
                #[allow(unused_mut)]
                let mut rest = $crate::wire::read_object(
                    json,
                    found,
                    <Self as $crate::wire::Object>::PAYLOAD,
                    &mut |name, json, is_second| match name {
                        $($wire => json.field($wire, &mut $field, is_second),)*
                        _ => other(name, json, is_second),
                    },
                )?;
                ::std::result::Result::Ok(Self {
                    $($field: rest.value(json, $wire, $field)?,)*
                    extra: rest.extra,
                })
            }

            #[allow(unused_variables)]
            fn write_fields<M: ::serde::ser::SerializeMap>(
                &self,
                fields: &mut $crate::wire::Fields<'_, M>,
            ) -> ::std::result::Result<(), M::Error> {
                $(fields.write($wire, &$crate::wire::object!(@written &self.$field; $($($how)+)?))?;)*
                ::std::result::Result::Ok(())
            }

            fn extra(&self) -> &$crate::Extra {
                &self.extra
            }

            #[cfg(feature = "schemars")]
            fn needed() -> ::std::vec::Vec<&'static str> {
                let fields: &[::std::option::Option<&'static str>] =
                    &[$($crate::wire::needed::<Self, _>($wire, |it| &it.$field),)*];
                fields.iter().copied().flatten().collect()
            }
        }

        impl $crate::wire::Read for $object {
            const IS_SCALAR: bool = false;

            fn read(
                json: &mut $crate::wire::Json<'_>,
                found: $crate::wire::Type,
            ) -> ::std::result::Result<Self, $crate::wire::Fault> {
                <Self as $crate::wire::Object>::read_with(json, found, &mut |_, _, _| {
                    ::std::result::Result::Ok(false)
                })
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

        impl ::std::fmt::Debug for $object {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(::std::stringify!($object))
                    $(.field(
                        ::std::stringify!($field),
                        &$crate::wire::object!(@shown &self.$field; $($($how)+)?),
                    ))*
                    .field("extra", &self.extra)
                    .finish()
            }
        }

        $crate::wire::serde_traits!($object);
    };
    (@payload $of:literal) => { $crate::wire::Payload { of: $of, is_wrapped: false } };
    (@wrapped $of:literal) => { $crate::wire::Payload { of: $of, is_wrapped: true } };
    (@written $value:expr; $(sensitive)?) => { $value };
    (@written $value:expr; $(sensitive)? quoted) => { $crate::wire::Quoted($value) };
    (@shown $value:expr; $(quoted)?) => { $value };
    (@shown $value:expr; sensitive $(quoted)?) => { $crate::wire::Redacted };
}
pub(crate) use object;
