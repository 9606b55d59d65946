//! How one value is read from JSON and written back: the policy per type.
//!
//! Generated code says which fields there are; everything about how a field
//! is read stands here. It knows nothing of kinds or callbacks.

mod decimal;
mod list;
mod object;
mod open_enum;
mod raw;
#[cfg(feature = "schemars")]
pub(crate) mod schema;
mod text;
mod time;
mod trace;

pub(crate) use decimal::Quoted;
pub(crate) use object::{
    Field, Fields, Missing, Object, Value, assemble, object, present, read_object, write_fields,
    write_object,
};
pub(crate) use open_enum::Unrecognized;
pub(crate) use open_enum::open_enum;
pub(crate) use raw::{found_in, read_name, read_unknown};
pub use time::DateOrTimestamp;
pub(crate) use trace::{Segment, Trace, reject};

use std::marker::PhantomData;

use serde::{Deserializer, Serializer, de::DeserializeSeed};

/// A type that can stand in a field.
pub(crate) trait Read: Sized {
    /// Whether a list of one may come as the bare element.
    const SCALAR: bool = true;

    /// Reads a value.
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<Self, D::Error>;

    /// What a field means that is not there; `None` if it must be there.
    fn absent() -> Option<Self> {
        None
    }
}

/// A value that can be written in the documented form.
pub(crate) trait Write {
    /// Writes the value.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Whether this is an optional value that is not there.
    fn is_absent(&self) -> bool {
        false
    }

    /// Whether this is what a value reads as that is not there.
    fn is_empty(&self) -> bool {
        false
    }
}

/// Reads a `T` where serde asks for a seed.
pub(crate) struct Seed<'t, T>(&'t mut Trace, PhantomData<T>);

impl<'t, T> Seed<'t, T> {
    pub(crate) fn new(trace: &'t mut Trace) -> Self {
        Self(trace, PhantomData)
    }
}

impl<'de, T: Read> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer, self.0)
    }
}

/// Writes a value where serde asks for `Serialize`.
pub(crate) struct Written<'a, T: ?Sized>(pub(crate) &'a T);

impl<T: Write + ?Sized> serde::Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl<T: Write> Write for &T {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::write(self, serializer)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }

    fn is_empty(&self) -> bool {
        T::is_empty(self)
    }
}

/// Stands for a sensitive value where it is not to be shown.
pub(crate) struct Redacted;

impl std::fmt::Debug for Redacted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl<T: Read> Read for Box<T> {
    const SCALAR: bool = T::SCALAR;

    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<Self, D::Error> {
        T::read(deserializer, trace).map(Self::new)
    }
}

/// Serde's traits for a generated type.
macro_rules! serde_traits {
    ($ty:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $ty {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let mut trace = $crate::wire::Trace::default();
                <Self as $crate::wire::Read>::read(deserializer, &mut trace)
                    .map_err(|error| trace.into_error(error))
            }
        }

        impl ::serde::Serialize for $ty {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::Write::write(self, serializer)
            }
        }
    };
}
pub(crate) use serde_traits;
