//! The outcome of a callback, and the evidence of its origin.

use std::{
    fmt,
    ops::{Deref, Range},
};

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    Callback, DecodeError, Decoded, Digest, DigestVersion, HashError, Kind, MalformedCallback,
    UnknownCallback,
    ledger::{Duty, Origin, Standing},
};

/// The result of receiving one callback.
///
/// [`receive`](crate::Receiver::receive) checks the hash; [`read`](crate::Receiver::read) does not,
/// and returns `Outcome<Unchecked>`.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome<E = HashMatch> {
    /// A callback of a known kind; its hash matches.
    Callback(Received<Callback, E>),
    /// A callback of a kind that is newer than this SDK; its hash matches.
    Unknown(Received<UnknownCallback, E>),
    /// A callback that cannot be read; its hash matches, so it is worth
    /// inspecting.
    Malformed(Received<MalformedCallback, E>),
    /// A callback of any sort that was handled before; its hash matches. Only
    /// with a [`ReplayGuard`](crate::ReplayGuard).
    Duplicate(Duplicate<E>),
    /// A callback of any sort that must not be handled, at least not now.
    Refused(Refused),
}

/// A callback whose hash a [`Receiver`](crate::Receiver) found to match its
/// account ID and callback ID.
///
/// It shows no more than that: the sender knew the credential, or copied the
/// hash of an earlier callback with the same IDs. The hash does not cover the
/// kind, the payload or the balance, and it never expires.
pub type HashMatched<T> = Received<T, HashMatch>;

/// Evidence of a matching hash: see [`HashMatched`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashMatch {
    pub(crate) account_id: u64,
    pub(crate) callback_id: u64,
    pub(crate) credential: usize,
}

/// No evidence: the hash of the callback was not checked, so anyone may have sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unchecked(());

impl Unchecked {
    pub(crate) const NEW: Self = Self(());
}

/// The verdict on a callback if something other than a [`ReplayGuard`](crate::ReplayGuard) decides,
/// such as a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It was handled, or it is stored and will be handled.
    Handled,
    /// It was handled before, with the same content.
    Duplicate,
    /// Another callback with the same IDs was handled before: somebody copied
    /// the hash and changed the rest, or upstream sent the same ID with
    /// different content. Worth an alarm.
    Conflict,
    /// It cannot be handled now, for example because the database is down. The
    /// sender should retry.
    Unavailable,
}

impl<E> Outcome<E> {
    /// The outcome of a callback that may be handled.
    pub(crate) fn accepted(decoded: Decoded, evidence: E, origin: Origin) -> Self {
        match decoded {
            Decoded::Callback(callback) => {
                Self::Callback(Received::new(callback, evidence, origin, Standing::Received))
            }
            Decoded::Unknown(unknown) => {
                Self::Unknown(Received::new(unknown, evidence, origin, Standing::Unknown))
            }
            Decoded::Malformed(malformed) => {
                Self::Malformed(Received::new(malformed, evidence, origin, Standing::Malformed))
            }
        }
    }

    /// A stable name for logs and metrics: `callback`, `unknown`, `malformed`,
    /// `duplicate`, or the [code](Refusal::code) of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refused) => refused.refusal.code(),
            _ => self.sort(),
        }
    }

    fn sort(&self) -> &'static str {
        match self {
            Self::Callback(_) => "callback",
            Self::Unknown(_) => "unknown",
            Self::Malformed(_) => "malformed",
            Self::Duplicate(_) => "duplicate",
            Self::Refused(_) => "refused",
        }
    }

    /// Whether there is something to handle: a callback that is neither a
    /// duplicate nor refused, even if it is unknown or malformed.
    #[must_use]
    pub fn is_new(&self) -> bool {
        matches!(self, Self::Callback(_) | Self::Unknown(_) | Self::Malformed(_))
    }

    /// What happened, if it could be read and this version of the SDK knows it.
    /// [`UnknownCallback::kind`] has the name of a newer kind.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.origin().kind()
    }

    /// The account that the callback is about, if it could be read.
    #[must_use]
    pub fn account_id(&self) -> Option<u64> {
        self.origin().account_id()
    }

    /// The callback ID, if it could be read.
    #[must_use]
    pub fn callback_id(&self) -> Option<u64> {
        self.origin().callback_id()
    }

    /// The JSON of the callback as received.
    ///
    /// It is part of the body, which stays in memory as long as any of its outcomes.
    #[must_use]
    pub fn text(&self) -> &str {
        self.origin().text()
    }

    /// Where the callback stands in the body, in bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.origin().range()
    }

    /// The digest of the callback's content, which tells a duplicate from a
    /// conflict. Each call computes it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest_as(DigestVersion::LATEST)
    }

    /// The digest of the callback's content in this version, to compare it with a stored one.
    ///
    /// # Example
    ///
    /// ```
    /// use voximplant_callbacks::{Digest, Outcome};
    ///
    /// fn is_the_same(outcome: &Outcome, stored: Digest) -> bool {
    ///     outcome.digest_as(stored.version()) == stored
    /// }
    /// ```
    #[must_use]
    pub fn digest_as(&self, version: DigestVersion) -> Digest {
        self.origin().digest(version)
    }

    /// The callback was handled: see [`Received::settle`].
    pub fn settle(self) {
        self.settle_as(Verdict::Handled);
    }

    /// The callback has this verdict: see [`Received::settle_as`]. There is
    /// nothing to settle about a duplicate or a refused callback.
    pub fn settle_as(self, verdict: Verdict) {
        match self {
            Self::Callback(callback) => drop(callback.settle_as(verdict)),
            Self::Unknown(unknown) => drop(unknown.settle_as(verdict)),
            Self::Malformed(malformed) => drop(malformed.settle_as(verdict)),
            Self::Duplicate(_) | Self::Refused(_) => {}
        }
    }

    /// The same as a duplicate.
    pub(crate) fn into_duplicate(self, was_compared: bool) -> Self {
        match self {
            Self::Callback(callback) => Self::Duplicate(callback.into_duplicate(was_compared)),
            Self::Unknown(unknown) => Self::Duplicate(unknown.into_duplicate(was_compared)),
            Self::Malformed(malformed) => Self::Duplicate(malformed.into_duplicate(was_compared)),
            Self::Duplicate(_) | Self::Refused(_) => self,
        }
    }

    /// The same, refused.
    pub(crate) fn into_refused(self, refusal: Refusal) -> Self {
        Self::Refused(Refused { refusal, origin: self.origin().clone() })
    }

    /// Records the outcome for its body. If there is something to handle,
    /// dropping it from now on counts as a failure.
    pub(crate) fn enter(&mut self) {
        match self {
            Self::Callback(callback) => callback.0.duty.open(),
            Self::Unknown(unknown) => unknown.0.duty.open(),
            Self::Malformed(malformed) => malformed.0.duty.open(),
            Self::Duplicate(duplicate) => duplicate.origin.note(Standing::Duplicate),
            Self::Refused(refused) => refused.origin.note(refused.refusal.standing()),
        }
    }

    pub(crate) fn origin(&self) -> &Origin {
        match self {
            Self::Callback(callback) => callback.origin(),
            Self::Unknown(unknown) => unknown.origin(),
            Self::Malformed(malformed) => malformed.origin(),
            Self::Duplicate(duplicate) => &duplicate.origin,
            Self::Refused(refused) => &refused.origin,
        }
    }
}

/// A summary for logs and records: the outcome, its kind and its IDs, and the codes of its errors.
/// It contains no hash and no other content of the callback; [`Outcome::text`] has everything.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Credential, Receiver, serde_json};
///
/// let receiver = Receiver::new(Credential::new(1_234_567, "example-salt", "example-api-key")?);
/// let body = br#"{"callbacks": [
///     {"type": "card_expired", "callback_id": 7, "account_id": 1234567, "balance": 0.50}
/// ]}"#;
/// assert_eq!(
///     serde_json::to_string(&receiver.receive(body)?)?,
///     r#"[{"outcome":"refused","kind":"card_expired","account_id":1234567,"callback_id":7,"refusal":"missing"}]"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<E> Serialize for Outcome<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("outcome", self.sort())?;
        match self {
            Self::Unknown(unknown) => map.serialize_entry("kind", unknown.kind())?,
            _ => map.serialize_entry("kind", &self.kind())?,
        }
        map.serialize_entry("account_id", &self.account_id())?;
        map.serialize_entry("callback_id", &self.callback_id())?;
        match self {
            Self::Malformed(malformed) => {
                map.serialize_entry("error", &Summary(malformed.error()))?;
            }
            Self::Duplicate(duplicate) => {
                map.serialize_entry("was_compared", &duplicate.was_compared())?;
            }
            Self::Refused(refused) => map.serialize_entry("refusal", refused.refusal().code())?,
            Self::Callback(_) | Self::Unknown(_) => {}
        }
        map.end()
    }
}

/// What is wrong with a callback.
struct Summary<'a>(&'a DecodeError);

impl Serialize for Summary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("code", self.0.reason().code())?;
        map.serialize_entry("pointer", self.0.pointer())?;
        map.serialize_entry("message", &format_args!("{}", self.0.reason()))?;
        map.end()
    }
}

/// A callback to handle, with the evidence of its origin: it is
/// [`HashMatched`], or [`Unchecked`].
///
/// [`settle`] it once it is handled. If it is dropped instead, for example
/// because of an error or a panic, it counts as not handled: the
/// [`ReplayGuard`](crate::ReplayGuard) releases it, a `web::Delivery` answers
/// that it failed, and the sender's next attempt is new again. So nothing is
/// lost, but a callback that is not settled can be replayed.
///
/// [`settle`]: Received::settle
pub struct Received<T, E>(
    // A single pointer, so that a list of outcomes is small: of a refused callback, only its place
    // in the body is kept.
    Box<Parts<T, E>>,
);

struct Parts<T, E> {
    callback: T,
    evidence: E,
    duty: Duty,
}

impl<T, E> Received<T, E> {
    fn new(callback: T, evidence: E, origin: Origin, handled: Standing) -> Self {
        Self(Box::new(Parts { callback, evidence, duty: Duty::new(origin, handled) }))
    }

    /// The JSON of the callback as received: see [`Outcome::text`].
    #[must_use]
    pub fn text(&self) -> &str {
        self.origin().text()
    }

    /// The digest of the callback's content: see [`Outcome::digest`].
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest_as(DigestVersion::LATEST)
    }

    /// The digest of the callback's content in this version: see
    /// [`Outcome::digest_as`].
    #[must_use]
    pub fn digest_as(&self, version: DigestVersion) -> Digest {
        self.origin().digest(version)
    }

    /// The callback was handled: its next copy is a duplicate to the guard, and
    /// the answer to the sender is that it was received. Returns the callback
    /// without the evidence of its origin.
    #[expect(clippy::must_use_candidate, reason = "most callers are done with the callback")]
    pub fn settle(self) -> T {
        self.settle_as(Verdict::Handled)
    }

    /// The callback has this verdict, which decides the answer to the sender.
    ///
    /// To a guard, [`Verdict::Handled`] and [`Verdict::Duplicate`] mean that
    /// the callback was handled. After any other, its next copy is new.
    #[expect(clippy::must_use_candidate, reason = "most callers are done with the callback")]
    pub fn settle_as(self, verdict: Verdict) -> T {
        let Parts { callback, duty, .. } = *self.0;
        duty.close(verdict);
        callback
    }

    fn into_duplicate(self, was_compared: bool) -> Duplicate<E> {
        let origin = self.origin().clone();
        Duplicate { evidence: self.0.evidence, was_compared, origin }
    }

    fn origin(&self) -> &Origin {
        self.0.duty.origin()
    }
}

impl<T> Received<T, HashMatch> {
    /// The account for which the hash matches.
    #[must_use]
    pub fn account_id(&self) -> u64 {
        self.0.evidence.account_id
    }

    /// The callback ID for which the hash matches.
    #[must_use]
    pub fn callback_id(&self) -> u64 {
        self.0.evidence.callback_id
    }

    /// Which of the account's credentials matched: its index in the order in
    /// which they were given, from 0.
    ///
    /// Log it while a salt or key is being changed: when the old credential no
    /// longer matches anything, remove it.
    #[must_use]
    pub fn credential_index(&self) -> usize {
        self.0.evidence.credential
    }
}

impl<T, E> Deref for Received<T, E> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.callback
    }
}

/// Two are equal if their callbacks and their evidence are equal.
impl<T: PartialEq, E: PartialEq> PartialEq for Received<T, E> {
    fn eq(&self, other: &Self) -> bool {
        (&self.0.callback, &self.0.evidence) == (&other.0.callback, &other.0.evidence)
    }
}

impl<T: Eq, E: Eq> Eq for Received<T, E> {}

impl<T: fmt::Debug, E: fmt::Debug> fmt::Debug for Received<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { callback, evidence, .. } = &*self.0;
        f.debug_struct("Received").field("callback", callback).field("evidence", evidence).finish()
    }
}

/// A callback that was handled before, or that occurs earlier in the same body.
#[derive(Debug, PartialEq, Eq)]
pub struct Duplicate<E = HashMatch> {
    evidence: E,
    was_compared: bool,
    origin: Origin,
}

impl<E> Duplicate<E> {
    /// Whether its content was compared and is the same. If not, the original
    /// was so long ago that the guard no longer knows its content.
    #[must_use]
    pub fn was_compared(&self) -> bool {
        self.was_compared
    }

    /// Reads the repeated callback, as only its text was kept.
    #[must_use]
    pub fn decode(&self) -> Decoded {
        self.origin.decode()
    }
}

impl Duplicate<HashMatch> {
    /// Which of the account's credentials matched: see
    /// [`HashMatched::credential_index`].
    #[must_use]
    pub fn credential_index(&self) -> usize {
        self.evidence.credential
    }
}

/// A callback that must not be handled, at least not now, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    refusal: Refusal,
    origin: Origin,
}

impl Refused {
    pub(crate) fn new(refusal: Refusal, origin: Origin) -> Self {
        Self { refusal, origin }
    }

    pub(crate) fn into_origin(self) -> Origin {
        self.origin
    }

    /// Why it was refused.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        self.refusal
    }

    /// Reads the refused callback, as only its text was kept. Anyone may have sent it.
    #[must_use]
    pub fn decode(&self) -> Decoded {
        self.origin.decode()
    }
}

/// Why a callback was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// Its hash does not match: anyone may have sent it.
    Hash(HashError),
    /// Its hash matches, but another callback with the same IDs was settled
    /// before: somebody copied the hash and changed the rest, or upstream
    /// sent the same ID with different content. Worth an alarm.
    Conflict,
    /// Its hash matches, and another callback with the same IDs is being
    /// handled. The sender should retry, since that one may fail.
    InProgress,
    /// Its hash matches, but the replay guard has no room to remember it. Raise
    /// its budget; the sender should retry.
    GuardFull,
}

impl Refusal {
    /// A stable name for logs and metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Hash(error) => error.code(),
            Self::Conflict => "conflict",
            Self::InProgress => "in_progress",
            Self::GuardFull => "guard_full",
        }
    }

    /// Whether the same callback may be accepted later, so that the sender
    /// should retry.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::InProgress | Self::GuardFull)
    }

    pub(crate) fn standing(self) -> Standing {
        match self {
            Self::Hash(_) => Standing::Refused,
            Self::Conflict => Standing::Conflict,
            Self::InProgress | Self::GuardFull => Standing::Unavailable,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hash(error) => error.fmt(f),
            Self::Conflict => {
                f.write_str("this callback ID was received before with different content")
            }
            Self::InProgress => {
                f.write_str("this callback ID is already being processed; have the sender retry")
            }
            Self::GuardFull => {
                f.write_str("replay guard is full; raise its limit and have the sender retry")
            }
        }
    }
}

impl std::error::Error for Refusal {}
