//! From the bytes of a POST to callbacks whose hash was checked.

use std::collections::BTreeMap;

use crate::{
    Body, BodyError, Callback, Credential, Decoded, Envelope, HashError, HashMatched, Limits,
    MalformedCallback, UnknownCallback,
};

/// Reads bodies and checks the hash of every callback in them.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Credential, Event, Outcome, Receiver};
///
/// let receiver = Receiver::new(Credential::new(1_234_567, "example-salt", "example-api-key")?);
/// let body = br#"{"callbacks": [{
///     "type": "card_payment", "callback_id": 7, "account_id": 1234567, "balance": 35.50,
///     "hash": "f346b50746b9c3bde7fd92f5ea8fd77c",
///     "card_payment": {"transaction_id": 42, "transaction_type": "card", "amount": 10.50}
/// }]}"#;
///
/// for outcome in receiver.receive(body)? {
///     match outcome {
///         Outcome::Callback(callback) => match &callback.event {
///             Event::CardPayment(payment) => assert_eq!(payment.amount.to_string(), "10.50"),
///             _ => {}
///         },
///         Outcome::Unknown(unknown) => println!("newer than this SDK: {}", unknown.kind()),
///         Outcome::Malformed(malformed) => println!("kept for a look: {}", malformed.error()),
///         Outcome::Refused(refused) => println!("not to be believed: {}", refused.error()),
///     }
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Receiver {
    /// By account; several while an account's salt or key is being changed.
    credentials: BTreeMap<u64, Vec<Credential>>,
    limits: Limits,
}

impl Receiver {
    /// A receiver for the callbacks of one account.
    #[must_use]
    pub fn new(credential: Credential) -> Self {
        Self { credentials: BTreeMap::new(), limits: Limits::default() }.credential(credential)
    }

    /// Adds a credential: of another account, or another of the same account
    /// while its salt or key is being changed.
    #[must_use]
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.entry(credential.account_id()).or_default().push(credential);
        self
    }

    /// Reads within these limits instead of the default ones.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Reads a body and checks the hash of every callback in it.
    ///
    /// # Errors
    ///
    /// If the body as a whole cannot be read. What is wrong with a single
    /// callback is told by its [`Outcome`].
    pub fn receive(&self, body: &[u8]) -> Result<Vec<Outcome>, BodyError> {
        let body = Body::decode_within(body, self.limits)?;
        Ok(body.callbacks.into_iter().map(|decoded| self.check(decoded)).collect())
    }

    fn check(&self, decoded: Decoded) -> Outcome {
        let signature = match &decoded {
            Decoded::Callback(callback) => Some(signature(&callback.envelope)),
            Decoded::Unknown(unknown) => Some(signature(unknown.envelope())),
            Decoded::Malformed(malformed) => malformed.signature(),
        };
        match (signature.map_or(Err(HashError::Unreadable), |made| self.matches(made)), decoded) {
            (Ok(()), Decoded::Callback(callback)) => Outcome::Callback(HashMatched::new(callback)),
            (Ok(()), Decoded::Unknown(unknown)) => Outcome::Unknown(HashMatched::new(unknown)),
            (Ok(()), Decoded::Malformed(bad)) => Outcome::Malformed(HashMatched::new(bad)),
            (Err(error), decoded) => {
                Outcome::Refused(Refused { error, callback: Box::new(decoded) })
            }
        }
    }

    /// Whether any credential of the account makes the hash of the callback.
    fn matches(&self, (account_id, callback_id, hash): (u64, u64, &str)) -> Result<(), HashError> {
        let mut refusal = HashError::UnknownAccount;
        for credential in self.credentials.get(&account_id).into_iter().flatten() {
            match credential.matches(account_id, callback_id, hash) {
                Ok(()) => return Ok(()),
                Err(error) => refusal = error,
            }
        }
        Err(refusal)
    }
}

/// Account, number and hash.
fn signature(envelope: &Envelope) -> (u64, u64, &str) {
    (envelope.account_id, envelope.callback_id, &envelope.hash)
}

/// What a [`Receiver`] makes of one callback.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // Nearly all are of the large one.
pub enum Outcome {
    /// A callback of a known kind; its hash matches.
    Callback(HashMatched<Callback>),
    /// A callback of a kind that is newer than this SDK; its hash matches.
    Unknown(HashMatched<UnknownCallback>),
    /// A callback that cannot be read; its hash matches, so that it is worth
    /// a look.
    Malformed(HashMatched<MalformedCallback>),
    /// A callback of whatever sort whose hash does not match: anybody may have
    /// sent it.
    Refused(Refused),
}

/// A callback that is not to be believed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    error: HashError,
    callback: Box<Decoded>,
}

impl Refused {
    /// Why the hash was refused.
    #[must_use]
    pub fn error(&self) -> HashError {
        self.error
    }

    /// What was refused. Anybody may have sent it.
    #[must_use]
    pub fn callback(&self) -> &Decoded {
        &self.callback
    }

    /// What was refused, to keep it.
    #[must_use]
    pub fn into_callback(self) -> Decoded {
        *self.callback
    }
}
