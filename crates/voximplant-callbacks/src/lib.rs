#![doc = include_str!("../README.md")]
// On docs.rs, what needs a feature says so.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "axum")]
mod axum;
mod body;
mod callback;
mod credential;
mod digest;
mod error;
mod extra;
mod generated;
mod guard;
mod kind;
mod ledger;
mod outcome;
mod receiver;
mod reveal;
mod seal;
#[cfg(feature = "testing")]
pub mod testing;
mod token;
mod trace;
#[cfg(feature = "http")]
pub mod web;
mod wire;

pub use body::{Body, Decoded, Limits};
pub use callback::{Callback, MalformedCallback, UnknownCallback};
pub use credential::{CallbackHash, Credential, CredentialError, HashError};
pub use digest::{Digest, DigestError, DigestVersion};
pub use error::{BodyError, DecodeError, Reason};
pub use extra::Extra;
pub use generated::{Envelope, Event, ExhaustiveEvent, Handler, Kind, PartialHandler, payload};
pub use guard::{Claim, MemoryGuard, ReplayGuard};
pub use kind::KindError;
pub use outcome::{
    Duplicate, HashMatch, HashMatched, Outcome, Received, Refusal, Refused, Unchecked, Verdict,
};
pub use receiver::{ReceiveError, Receiver};
pub use reveal::{Reveal, Revealed};
pub use seal::{Seal, SealError, UnsealError};
pub use token::{TokenError, UrlToken};
pub use wire::{DateOrTimestamp, NumberOrString};

pub use jiff;
pub use rust_decimal;
pub use serde_json;
