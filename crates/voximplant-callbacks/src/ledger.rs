//! The shared state of the outcomes of one body: its text, the guard, and the standing of each
//! callback.

use std::{
    fmt,
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicU16, AtomicUsize, Ordering::SeqCst},
    },
};

use crate::{
    Decoded, Digest, DigestVersion, Kind, Limits, ReplayGuard, Verdict, body, trace::Trace,
};

/// Account ID and callback ID.
pub(crate) type Key = (u64, u64);

/// A body, with the standing of its callbacks.
pub(crate) struct Ledger {
    body: String,
    limits: Limits,
    guard: Option<Arc<dyn ReplayGuard>>,
    /// How many callbacks must still be settled.
    open: AtomicUsize,
    /// Every [`Standing`] that a callback of the body has, one bit each.
    standings: AtomicU16,
    trace: Trace,
}

/// The standing of a callback. Of two with the same status, the later one takes precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Received,
    Unknown,
    Malformed,
    Duplicate,
    Refused,
    Conflict,
    Unavailable,
    Failed,
}

impl Standing {
    #[cfg(feature = "http")]
    const ALL: [Self; 8] = [
        Self::Received,
        Self::Unknown,
        Self::Malformed,
        Self::Duplicate,
        Self::Refused,
        Self::Conflict,
        Self::Unavailable,
        Self::Failed,
    ];

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl Ledger {
    pub(crate) fn new(body: String, limits: Limits, guard: Option<Arc<dyn ReplayGuard>>) -> Self {
        let (open, standings) = (AtomicUsize::new(0), AtomicU16::new(0));
        let trace = Trace::of_body(body.len());
        Self { body, limits, guard, open, standings, trace }
    }

    pub(crate) fn body(&self) -> &str {
        &self.body
    }

    #[cfg(feature = "http")]
    pub(crate) fn into_body(self) -> String {
        self.body
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    pub(crate) fn guard(&self) -> Option<&dyn ReplayGuard> {
        self.guard.as_deref()
    }

    pub(crate) fn trace(&self) -> &Trace {
        &self.trace
    }

    pub(crate) fn note(&self, standing: Standing) {
        self.standings.fetch_or(standing.bit(), SeqCst);
    }

    /// The standings so far. A callback that is not settled counts as failed.
    #[cfg(feature = "http")]
    pub(crate) fn standings(&self) -> impl Iterator<Item = Standing> + use<> {
        let mut standings = self.standings.load(SeqCst);
        if self.open.load(SeqCst) > 0 {
            standings |= Standing::Failed.bit();
        }
        Standing::ALL.into_iter().filter(move |standing| standings & standing.bit() != 0)
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("open", &self.open).finish_non_exhaustive()
    }
}

/// The place of a callback in its body, and what it claims about itself.
#[derive(Clone)]
pub(crate) struct Origin {
    ledger: Arc<Ledger>,
    range: Range<usize>,
    index: usize,
    account_id: Option<u64>,
    callback_id: Option<u64>,
    kind: Option<Kind>,
}

impl Origin {
    pub(crate) fn new(
        ledger: &Arc<Ledger>,
        range: Range<usize>,
        index: usize,
        decoded: &Decoded,
    ) -> Self {
        let (account_id, callback_id) = (decoded.account_id(), decoded.callback_id());
        let (ledger, kind) = (Arc::clone(ledger), decoded.kind());
        Self { ledger, range, index, account_id, callback_id, kind }
    }

    pub(crate) fn account_id(&self) -> Option<u64> {
        self.account_id
    }

    pub(crate) fn callback_id(&self) -> Option<u64> {
        self.callback_id
    }

    pub(crate) fn kind(&self) -> Option<Kind> {
        self.kind
    }

    pub(crate) fn key(&self) -> Option<Key> {
        Some((self.account_id?, self.callback_id?))
    }

    pub(crate) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    pub(crate) fn text(&self) -> &str {
        &self.ledger.body[self.range()]
    }

    pub(crate) fn digest(&self, version: DigestVersion) -> Digest {
        Digest::of_json(version, self.text())
    }

    /// Reads the callback again.
    pub(crate) fn decode(&self) -> Decoded {
        self.decode_in_part(usize::MAX)
    }

    /// Reads the callback again, with at most this many objects in lists.
    pub(crate) fn decode_in_part(&self, objects: usize) -> Decoded {
        let Self { ledger, range, index, .. } = self;
        body::read_again(&ledger.body, range.start, *index, ledger.limits, objects)
    }

    pub(crate) fn note(&self, standing: Standing) {
        self.ledger.note(standing);
    }
}

/// Two are equal if their texts are equal.
impl PartialEq for Origin {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Origin {}

/// Shows what a callback claims about itself, and nothing else of its text.
impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Origin")
            .field("index", &self.index)
            .field("kind", &self.kind)
            .field("account_id", &self.account_id)
            .field("callback_id", &self.callback_id)
            .finish_non_exhaustive()
    }
}

/// The duty to settle a callback. If it is dropped while it is open, the callback counts as not
/// handled.
#[derive(Debug)]
pub(crate) struct Duty {
    origin: Origin,
    /// The standing of the callback once it is handled.
    handled: Standing,
    is_open: bool,
}

impl Duty {
    /// A duty that is not open yet: nothing was claimed.
    pub(crate) fn new(origin: Origin, handled: Standing) -> Self {
        Self { origin, handled, is_open: false }
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Opens the duty. With a guard, the claim was new.
    pub(crate) fn open(&mut self) {
        self.is_open = true;
        self.origin.ledger.open.fetch_add(1, SeqCst);
    }

    /// Settles the callback with this verdict.
    pub(crate) fn close(mut self, verdict: Verdict) {
        let (standing, was_handled, code) = match verdict {
            Verdict::Handled => (self.handled, true, "handled"),
            Verdict::Duplicate => (Standing::Duplicate, true, "duplicate"),
            Verdict::Conflict => (Standing::Conflict, false, "conflict"),
            Verdict::Unavailable => (Standing::Unavailable, false, "unavailable"),
        };
        self.end(standing, was_handled, code);
    }

    /// Records the standing. If the callback was handled, now or before, it tells the guard.
    fn end(&mut self, standing: Standing, was_handled: bool, code: &'static str) {
        if !self.is_open {
            return;
        }
        self.is_open = false;
        let ledger = &self.origin.ledger;
        if let (Some(guard), Some((account_id, callback_id))) = (ledger.guard(), self.origin.key())
        {
            if was_handled {
                guard.settle(account_id, callback_id);
            } else {
                guard.release(account_id, callback_id);
            }
        }
        ledger.trace.settled(&self.origin, code);
        ledger.note(standing);
        ledger.open.fetch_sub(1, SeqCst);
    }
}

impl Drop for Duty {
    fn drop(&mut self) {
        self.end(Standing::Failed, false, "failed");
    }
}
