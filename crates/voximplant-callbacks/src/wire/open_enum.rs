//! Strings with known values; upstream may add values.

use std::fmt;

/// A value that this version of the SDK does not know.
///
/// It cannot be created outside the SDK and its text is private, so code compares `as_str()`
/// instead, which still works after a later version knows the value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unrecognized(Box<str>);

impl Unrecognized {
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The implementations of every generated enum besides its own `from` and `as_str`.
macro_rules! open_enum {
    ($name:ident) => {
        impl ::std::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::wire::Read for $name {
            const ABSENT: ::std::option::Option<fn() -> Self> =
                ::std::option::Option::Some(|| Self::from(""));

            fn read(
                json: &mut $crate::wire::Json<'_>,
                found: $crate::wire::Type,
            ) -> ::std::result::Result<Self, $crate::wire::Fault> {
                let text = json.text("a string", found)?;
                ::std::result::Result::Ok(Self::from(&*text))
            }
        }

        impl $crate::wire::Write for $name {
            fn write<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }

            fn is_empty(&self) -> bool {
                self.as_str().is_empty()
            }
        }

        $crate::wire::serde_traits!($name);

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::stringify!($name).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                $crate::wire::schema::open_enum(Self::KNOWN.iter().map(Self::as_str))
            }
        }
    };
}
pub(crate) use open_enum;
