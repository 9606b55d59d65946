//! What is made of one callback, and what must be known to believe it.

use std::{fmt, ops::Deref, sync::Arc};

use crate::{Callback, Decoded, HashError, MalformedCallback, ReplayGuard, UnknownCallback};

/// What a [`Receiver`](crate::Receiver) makes of one callback.
#[derive(Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // Nearly all are of the large one.
pub enum Outcome {
    /// A callback of a known kind; its hash matches.
    Callback(HashMatched<Callback>),
    /// A callback of a kind that is newer than this SDK; its hash matches.
    Unknown(HashMatched<UnknownCallback>),
    /// A callback that cannot be read; its hash matches, so that it is worth
    /// a look.
    Malformed(HashMatched<MalformedCallback>),
    /// A callback of whatever sort that was handled before; its hash matches.
    /// Only with a [`ReplayGuard`].
    Duplicate(Duplicate),
    /// A callback of whatever sort that must not be handled, at least not
    /// now.
    Refused(Refused),
}

impl Outcome {
    /// The account that the callback is about, if it could be read.
    #[must_use]
    pub fn account_id(&self) -> Option<u64> {
        match self {
            Self::Callback(callback) => Some(callback.account_id()),
            Self::Unknown(unknown) => Some(unknown.account_id()),
            Self::Malformed(malformed) => malformed.account_id(),
            Self::Duplicate(duplicate) => duplicate.callback.account_id(),
            Self::Refused(refused) => refused.callback.account_id(),
        }
    }

    /// Number of the callback, if it could be read.
    #[must_use]
    pub fn callback_id(&self) -> Option<u64> {
        match self {
            Self::Callback(callback) => Some(callback.callback_id()),
            Self::Unknown(unknown) => Some(unknown.callback_id()),
            Self::Malformed(malformed) => malformed.callback_id(),
            Self::Duplicate(duplicate) => duplicate.callback.callback_id(),
            Self::Refused(refused) => refused.callback.callback_id(),
        }
    }

    /// The callback was handled, whatever came out: see
    /// [`HashMatched::settle`].
    pub fn settle(self) {
        match self {
            Self::Callback(callback) => drop(callback.settle()),
            Self::Unknown(unknown) => drop(unknown.settle()),
            Self::Malformed(malformed) => drop(malformed.settle()),
            Self::Duplicate(_) | Self::Refused(_) => {}
        }
    }
}

/// A callback whose hash a [`Receiver`](crate::Receiver) found to match its
/// account and number.
///
/// That is all. Whoever made the hash knew the credential, or copied the hash
/// of an earlier callback of the same account and number. The hash covers
/// neither the kind nor the payload nor the balance, and it never expires.
///
/// If the receiver has a [`ReplayGuard`], this is moreover the first of its
/// account and number, and holds the claim to handle it. [`settle`] it when it
/// was handled. If it is dropped instead, as by an error or a panic on the
/// way, the guard takes it back, and the sender's next attempt is a first one
/// again. So nothing is lost, but whatever is not settled can be replayed.
///
/// [`settle`]: HashMatched::settle
#[derive(Debug)]
pub struct HashMatched<T> {
    callback: T,
    credential: usize,
    held: Option<Held>,
}

impl<T> HashMatched<T> {
    /// Which of the account's credentials matched: their place in the order in
    /// which they were given, from 0.
    ///
    /// Log it while a salt or key is being changed: when the old one no longer
    /// matches anything, it can go.
    #[must_use]
    pub fn credential_index(&self) -> usize {
        self.credential
    }

    /// The callback was handled: the guard will call its next copy a
    /// duplicate. Gives the callback, no longer marked.
    pub fn settle(self) -> T {
        if let Some(mut held) = self.held {
            held.settled = true;
        }
        self.callback
    }

    pub(crate) fn new(callback: T, credential: usize, held: Option<Held>) -> Self {
        Self { callback, credential, held }
    }
}

impl<T> Deref for HashMatched<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.callback
    }
}

/// Two are equal if their callbacks are, and matched by the same credential.
impl<T: PartialEq> PartialEq for HashMatched<T> {
    fn eq(&self, other: &Self) -> bool {
        (&self.callback, self.credential) == (&other.callback, other.credential)
    }
}

impl<T: Eq> Eq for HashMatched<T> {}

/// A claim, which is settled or released when this is dropped.
pub(crate) struct Held {
    guard: Arc<dyn ReplayGuard>,
    account_id: u64,
    callback_id: u64,
    settled: bool,
}

impl Held {
    pub(crate) fn new(guard: Arc<dyn ReplayGuard>, account_id: u64, callback_id: u64) -> Self {
        Self { guard, account_id, callback_id, settled: false }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.settled {
            self.guard.settle(self.account_id, self.callback_id);
        } else {
            self.guard.release(self.account_id, self.callback_id);
        }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

/// A callback whose number was settled before, or stands earlier in the same
/// body.
#[derive(Debug, PartialEq, Eq)]
pub struct Duplicate {
    pub(crate) callback: Box<HashMatched<Decoded>>,
    pub(crate) compared: bool,
}

impl Duplicate {
    /// The callback that came again.
    #[must_use]
    pub fn callback(&self) -> &HashMatched<Decoded> {
        &self.callback
    }

    /// Whether its content was compared, and is the same. If not, the first
    /// one was so long ago that the guard no longer knows what it held.
    #[must_use]
    pub fn was_compared(&self) -> bool {
        self.compared
    }
}

/// A callback that must not be handled, at least not now, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub(crate) refusal: Refusal,
    pub(crate) callback: Box<Decoded>,
}

impl Refused {
    /// Why it was refused.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        self.refusal
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

/// Why a callback was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// Its hash does not match: anybody may have sent it.
    Hash(HashError),
    /// Its hash matches, but another callback of the same number was settled
    /// before: somebody copied the hash and changed the rest, or upstream
    /// sent the same number with other content. Worth an alarm.
    Conflict,
    /// Its hash matches, and another one of the same number is being handled.
    /// Let the sender come again, as that may fail.
    InProgress,
    /// Its hash matches, but the replay guard has no room to remember it. Let
    /// the sender come again, and make room.
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

    /// Whether the same callback may be accepted later, so that the sender is
    /// to come again.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::InProgress | Self::GuardFull)
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
