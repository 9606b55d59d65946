//! Helpers for tests of code that handles callbacks: samples, a signer, and
//! requests like those of a sender. They need the feature `testing`, in the
//! `dev-dependencies`.
//!
//! - [`Kind::sample`] is the documented callback of a kind, and every payload has a `sample` too,
//!   such as `CardPayment::sample`. Their fields are public, so a test can change them.
//! - [`callback`] makes a callback from a payload, and [`sign`] signs it again
//!   after you change its IDs.
//! - [`body`], [`outcomes`] and, with the feature `http`, [`delivery`] are what a server gets for
//!   several of them.
//!
//! All samples belong to one account, with a published credential:
//! [`credential`].
//!
//! # Example
//!
//! ```
//! use voximplant_callbacks::{Event, Outcome, payload::CardPayment, testing};
//!
//! fn paid(outcomes: &[Outcome]) -> Vec<String> {
//!     let mut paid = Vec::new();
//!     for outcome in outcomes {
//!         if let Outcome::Callback(callback) = outcome
//!             && let Event::CardPayment(payment) = &callback.event
//!         {
//!             paid.push(payment.amount.to_string());
//!         }
//!     }
//!     paid
//! }
//!
//! let mut payment = CardPayment::sample();
//! payment.amount = "99.50".parse()?;
//! let genuine = testing::callback(payment);
//!
//! let mut forged = genuine.clone();
//! forged.envelope.callback_id += 1;
//!
//! assert_eq!(paid(&testing::outcomes([genuine, forged])), ["99.50"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::Serialize;

#[cfg(feature = "http")]
use crate::web::{Delivery, Endpoint};
use crate::{Callback, Credential, Event, Kind, Outcome, Receiver};

/// The account of every sample.
pub const ACCOUNT_ID: u64 = 1_234_567;

/// The salt of that account.
pub const SALT: &str = "published-test-salt";

/// The API key of that account, which is published: use it only for samples.
pub const API_KEY: &str = "00000000-0000-4000-8000-000000000000";

/// The credential that signs every sample.
///
/// Never give it to a server: anyone can sign with it.
///
/// # Panics
///
/// Never: the credential is valid.
#[must_use]
pub fn credential() -> Credential {
    Credential::new(ACCOUNT_ID, SALT, API_KEY).expect("neither the salt nor the key is empty")
}

/// A callback with this payload, and everything else from the sample of its
/// kind, including the callback ID and the right hash.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Kind, payload::MinBalance, testing};
///
/// let callback = testing::callback(MinBalance::sample());
/// assert_eq!(callback, Kind::MinBalance.sample());
/// ```
pub fn callback(event: impl Into<Event>) -> Callback {
    let event = event.into();
    let mut callback = event.kind().sample();
    callback.event = event;
    callback
}

/// Signs a callback: it gets the credential's account ID, and the hash that the
/// credential makes for its callback ID.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Credential, Kind, testing};
///
/// let credential = Credential::new(42, "another-salt", "another-api-key")?;
/// let mut callback = Kind::MinBalance.sample();
/// callback.envelope.callback_id = 7;
/// testing::sign(&mut callback, &credential);
///
/// assert_eq!(callback.account_id(), 42);
/// assert_eq!(credential.check(&callback.envelope), Ok(()));
/// # Ok::<(), voximplant_callbacks::CredentialError>(())
/// ```
pub fn sign(callback: &mut Callback, credential: &Credential) {
    callback.envelope.account_id = credential.account_id();
    callback.envelope.hash = credential.hash(callback.callback_id()).to_string();
}

/// The body of a POST with these callbacks. They are written unchanged: sign those that the
/// receiver should accept.
///
/// A callback is a [`Callback`], or anything else that serde can write as JSON, such as a
/// [`RawValue`](serde_json::value::RawValue) with a malformed callback.
///
/// # Panics
///
/// If one of them cannot be written as JSON, which a [`Callback`] always can.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Body, Kind, testing};
///
/// let body = testing::body([Kind::CardPayment.sample(), Kind::MinBalance.sample()]);
/// assert_eq!(Body::decode(&body)?.callbacks.len(), 2);
/// # Ok::<(), voximplant_callbacks::BodyError>(())
/// ```
pub fn body<C: Serialize>(callbacks: impl IntoIterator<Item = C>) -> Vec<u8> {
    let callbacks: Vec<C> = callbacks.into_iter().collect();
    let callbacks = serde_json::to_string(&callbacks).expect("a callback can be written as JSON");
    format!(r#"{{"callbacks":{callbacks}}}"#).into_bytes()
}

/// The outcomes that a receiver with the published [`credential`] gives for
/// these callbacks, which [`body`] writes.
///
/// # Panics
///
/// If [`body`] does, or the callbacks are over the default
/// [`Limits`](crate::Limits).
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Kind, testing};
///
/// let mut forged = Kind::CardPayment.sample();
/// forged.envelope.hash = "0".repeat(32);
///
/// let outcomes = testing::outcomes([Kind::MinBalance.sample(), forged]);
/// assert_eq!([outcomes[0].code(), outcomes[1].code()], ["callback", "mismatch"]);
/// ```
pub fn outcomes<C: Serialize>(callbacks: impl IntoIterator<Item = C>) -> Vec<Outcome> {
    Receiver::new(credential()).receive(&body(callbacks)).expect("a body within the limits")
}

/// The delivery that a handler gets for a request with these callbacks, which
/// [`body`] writes, without a server: its endpoint has the published
/// [`credential`] and no [`ReplayGuard`](crate::ReplayGuard).
///
/// # Panics
///
/// If [`body`] does, or the callbacks are over the default
/// [`Limits`](crate::Limits).
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{
///     Kind, testing,
///     web::{Answer, Delivery},
/// };
///
/// fn on_callbacks(mut delivery: Delivery) -> Answer {
///     for outcome in delivery.take_outcomes() {
///         println!("{outcome:?}");
///         outcome.settle();
///     }
///     delivery.answer()
/// }
///
/// let delivery = testing::delivery([Kind::CardPayment.sample(), Kind::MinBalance.sample()]);
/// assert_eq!(on_callbacks(delivery).status(), 200);
/// ```
#[cfg(feature = "http")]
pub fn delivery<C: Serialize>(callbacks: impl IntoIterator<Item = C>) -> Delivery {
    let endpoint = Endpoint::new(Receiver::new(credential()));
    endpoint.receive_whole(body(callbacks)).expect("a body within the limits")
}

/// Defines the samples from a generated table.
macro_rules! samples {
    ($($name:ident => $text:literal,)*) => {
        #[cfg(feature = "testing")]
        impl crate::Kind {
            /// The documented callback of the kind, signed with the published
            /// [`credential`](crate::testing::credential).
            ///
            /// It is that of `samples/KIND/valid.json` in the repository.
            #[must_use]
            pub fn sample(self) -> crate::Callback {
                crate::testing::read(self, match self {
                    $(Self::$name => $text,)*
                })
            }
        }

        $(
            #[cfg(feature = "testing")]
            impl crate::payload::$name {
                /// The payload of the kind's documented callback: see
                /// [`Kind::sample`](crate::Kind::sample).
                #[must_use]
                pub fn sample() -> Self {
                    match crate::Kind::$name.sample().event {
                        crate::Event::$name(payload) => *payload,
                        #[allow(unreachable_patterns)] // There may be only one kind.
                        _ => unreachable!("it was read as its kind"),
                    }
                }
            }
        )*
    };
}
pub(crate) use samples;

/// Reads the sample of a kind.
pub(crate) fn read(kind: Kind, text: &str) -> Callback {
    let callback: Callback = serde_json::from_str(text).expect("a test reads every sample");
    assert_eq!(callback.kind(), kind);
    callback
}
