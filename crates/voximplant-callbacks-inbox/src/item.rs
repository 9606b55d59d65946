//! The callback that a handler gets, and the errors that it can return.

use std::{
    error::Error,
    fmt,
    time::{Duration, SystemTime},
};

use voximplant_callbacks::Decoded;

use crate::store::{ItemKey, Reading, StoredItem};

/// A callback to handle. Its hash matched when it was received.
pub struct Item {
    stored: StoredItem,
    text: String,
}

impl Item {
    /// An item is only processed while it has its text.
    pub(crate) fn of(mut stored: StoredItem) -> Option<Self> {
        let text = stored.text.take()?;
        Some(Self { stored, text })
    }

    /// The callback as the current version of the SDK reads it: known, unknown
    /// or malformed.
    #[must_use]
    pub fn decoded(&self) -> Decoded {
        crate::decode(&self.text)
    }

    /// The callback as received.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The account that the callback is about.
    #[must_use]
    pub fn account_id(&self) -> u64 {
        self.stored.account_id
    }

    /// The callback ID.
    #[must_use]
    pub fn callback_id(&self) -> u64 {
        self.stored.callback_id
    }

    /// The value of `type`, if it could be read; of an unknown kind, at most 200
    /// characters of it.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.stored.kind.as_deref()
    }

    /// How it was read when it was received, or when it was last read again.
    #[must_use]
    pub fn reading(&self) -> Reading {
        self.stored.reading
    }

    /// When it was received.
    #[must_use]
    pub fn received_at(&self) -> SystemTime {
        self.stored.received_at
    }

    /// Which attempt this is, from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.stored.attempts
    }

    /// The account ID and the callback ID, as `ACCOUNT-CALLBACK`. It is the same in every attempt,
    /// so effects can be made idempotent.
    #[must_use]
    pub fn idempotency_key(&self) -> String {
        format!("{}-{}", self.account_id(), self.callback_id())
    }

    pub(crate) fn key(&self) -> ItemKey {
        self.stored.key()
    }
}

/// Shows the IDs but no content.
impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item")
            .field("account_id", &self.account_id())
            .field("callback_id", &self.callback_id())
            .field("attempt", &self.attempt())
            .finish_non_exhaustive()
    }
}

/// Why a handler failed, and what to do next.
///
/// Every error becomes [`Failure::Retry`], so that `?` works in a handler. The
/// text of the error is stored with the item: leave personal data out of it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// Retry it according to [`Retries`](crate::Retries).
    Retry(Box<dyn Error + Send + Sync>),
    /// Retry it after this time, for example because the other side asked for it.
    RetryAfter(Duration, Box<dyn Error + Send + Sync>),
    /// Give up: it becomes a dead letter.
    Dead(Box<dyn Error + Send + Sync>),
}

impl Failure {
    /// Gives up: the item becomes a dead letter.
    pub fn dead(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Dead(error.into())
    }

    /// Retries the item after this time.
    pub fn retry_after(after: Duration, error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::RetryAfter(after, error.into())
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Retry(error.into())
    }
}
