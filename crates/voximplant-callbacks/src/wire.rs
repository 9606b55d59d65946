//! How values of each type are read from JSON and written back.
//!
//! Generated code says which fields there are; everything about how a field is read is here. It
//! knows nothing about kinds or callbacks.

mod decimal;
#[cfg(test)]
mod differential;
mod door;
mod json;
mod lex;
mod list;
mod number_or_string;
mod object;
mod open_enum;
#[cfg(feature = "schemars")]
pub(crate) mod schema;
mod text;
mod time;

pub(crate) use decimal::Quoted;
pub(crate) use door::text;
pub(crate) use json::{Fault, Json, Segment};
pub(crate) use lex::{Lexer, Type};
pub use number_or_string::NumberOrString;
#[cfg(feature = "schemars")]
pub(crate) use object::needed;
pub(crate) use object::{
    Fields, Object, Payload, ReadField, object, read_object, write_fields, write_object,
};
pub(crate) use open_enum::{Unrecognized, open_enum};
pub use time::DateOrTimestamp;

use serde::{Deserializer, Serializer, de::Error};

use crate::Limits;

/// A value that can be read.
pub(crate) trait Read: Sized {
    /// The value if it is absent or null; `None` if it is required.
    const ABSENT: Option<fn() -> Self> = None;

    /// Whether a list of one such value may be sent as the bare element.
    const IS_SCALAR: bool = true;

    /// Reads the value, after its type was found. It is not null if null means absent.
    fn read(json: &mut Json<'_>, found: Type) -> Result<Self, Fault>;
}

/// Reads a value where serde asks for `Deserialize`.
pub(crate) fn deserialize<'de, T: Read, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let text = text(deserializer)?;
    let mut json = Json::new(text.get(), 0, Limits::default());
    json.value().map_err(|Fault| {
        let (reason, pointer) = json.take_fault(String::new());
        D::Error::custom(format_args!("{reason} at \"{pointer}\""))
    })
}

/// A value that can be written in the documented form.
pub(crate) trait Write {
    /// Writes the value.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Whether this is an optional value that is absent.
    fn is_absent(&self) -> bool {
        false
    }

    /// Whether this is the value that an absent field reads as.
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

/// Replaces a sensitive value where it must not be shown.
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
                $crate::wire::deserialize(deserializer)
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
