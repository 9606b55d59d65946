//! A kind as text, by its name on the wire.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::Kind;

/// The name on the wire.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = KindError;

    /// The kind of this name on the wire: see [`Kind::from_wire_name`].
    fn from_str(name: &str) -> Result<Self, KindError> {
        Self::from_wire_name(name).ok_or(KindError(()))
    }
}

/// As the name on the wire.
impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// From the name on the wire.
impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A text is not the name of a kind that this version of the SDK knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindError(());

impl fmt::Display for KindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the name of a kind that this version of the SDK knows")
    }
}

impl std::error::Error for KindError {}
