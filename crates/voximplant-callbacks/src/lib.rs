#![doc = include_str!("../README.md")]

mod body;
mod callback;
mod credential;
mod error;
mod extra;
mod generated;
mod receiver;
mod wire;

pub use body::{Body, Decoded, Limits};
pub use callback::{Callback, MalformedCallback, UnknownCallback};
pub use credential::{Credential, CredentialError, Hash, HashError, HashMatched};
pub use error::{BodyError, DecodeError, Reason};
pub use extra::Extra;
pub use generated::{Envelope, Event, ExhaustiveEvent, Handler, Kind, payload};
pub use receiver::{Outcome, Receiver, Refused};
pub use wire::DateOrTimestamp;

pub use jiff;
pub use rust_decimal;
pub use serde_json;
