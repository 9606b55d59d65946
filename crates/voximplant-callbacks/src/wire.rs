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
mod slot;
mod text;
mod time;
mod trace;

pub(crate) use decimal::Quoted;
pub(crate) use object::{
    Fields, Missing, Object, Payload, Slots, object, present, read_boxed, write_fields,
    write_object,
};
pub(crate) use open_enum::Unrecognized;
pub(crate) use open_enum::open_enum;
pub(crate) use raw::{found_in, read_name, read_unknown};
pub(crate) use slot::{Field, FromText, Read, Slot, read};
pub use time::DateOrTimestamp;
pub(crate) use trace::{Segment, Trace, reject};

use serde::Serializer;

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

/// Serde's traits for a generated type.
macro_rules! serde_traits {
    ($ty:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $ty {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let mut trace = $crate::wire::Trace::default();
                $crate::wire::read(deserializer, &mut trace)
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
