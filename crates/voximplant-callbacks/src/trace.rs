//! The events of the feature `tracing` for a body: a span that lasts as long as its outcomes, and
//! events in it. Without the feature, this does nothing.
//!
//! An event contains codes, counts, IDs and places, never a received value. Callbacks that anyone
//! can send are only counted.

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Trace;
#[cfg(feature = "tracing")]
pub(crate) use on::Trace;

#[cfg(feature = "tracing")]
mod on {
    use std::collections::BTreeMap;

    use tracing::{Span, debug, info, info_span, warn};

    use crate::{DecodeError, Kind, Outcome, Refusal, ledger::Origin};

    const TARGET: &str = "voximplant_callbacks";

    #[derive(Clone)]
    pub(crate) struct Trace(Span);

    impl Trace {
        pub(crate) fn of_body(bytes: usize) -> Self {
            Self(info_span!(target: TARGET, "delivery", bytes))
        }

        /// For a body that could not be read completely: its events are in the surrounding span.
        #[cfg(feature = "http")]
        pub(crate) fn of_no_body() -> Self {
            Self(Span::none())
        }

        #[cfg(feature = "http")]
        pub(crate) fn span(&self) -> &Span {
            &self.0
        }

        /// The outcomes of the callbacks of the body.
        pub(crate) fn received<E>(&self, outcomes: &[Outcome<E>]) {
            let _entered = self.0.enter();
            let mut refusals: BTreeMap<&str, usize> = BTreeMap::new();
            let (mut new, mut duplicate) = (0_usize, 0_usize);
            for outcome in outcomes {
                match outcome {
                    Outcome::Refused(refused) => {
                        *refusals.entry(refused.refusal().code()).or_default() += 1;
                        if matches!(refused.refusal(), Refusal::Hash(_)) {
                            continue;
                        }
                    }
                    Outcome::Duplicate(_) => duplicate += 1,
                    _ => new += 1,
                }
                let error = match outcome {
                    Outcome::Malformed(malformed) => Some(malformed.error()),
                    _ => None,
                };
                debug!(
                    target: TARGET,
                    code = outcome.code(),
                    kind = outcome.kind().map(Kind::as_str),
                    account_id = outcome.account_id(),
                    callback_id = outcome.callback_id(),
                    error = error.map(|error| error.reason().code()),
                    pointer = error.map(DecodeError::pointer),
                    "callback"
                );
            }
            let refused: usize = refusals.values().sum();
            info!(target: TARGET, callbacks = outcomes.len(), new, duplicate, refused, "checked");
            for (code, callbacks) in refusals {
                warn!(target: TARGET, code, callbacks, "refused");
            }
        }

        /// The verdict on a callback.
        pub(crate) fn settled(&self, origin: &Origin, code: &'static str) {
            let _entered = self.0.enter();
            debug!(
                target: TARGET,
                code,
                kind = origin.kind().map(Kind::as_str),
                account_id = origin.account_id(),
                callback_id = origin.callback_id(),
                "settled"
            );
        }

        #[cfg(feature = "http")]
        pub(crate) fn answered(&self, status: u16) {
            let _entered = self.0.enter();
            info!(target: TARGET, status, "answered");
        }

        /// Why a body as a whole was rejected.
        #[cfg(feature = "http")]
        pub(crate) fn rejected(&self, code: &'static str, bytes: usize, status: u16) {
            let _entered = self.0.enter();
            warn!(target: TARGET, code, bytes, status, "rejected");
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use crate::{Outcome, ledger::Origin};

    #[derive(Clone)]
    pub(crate) struct Trace;

    #[allow(clippy::unused_self)] // Each uses it with the feature.
    impl Trace {
        pub(crate) fn of_body(_: usize) -> Self {
            Self
        }

        #[cfg(feature = "http")]
        pub(crate) fn of_no_body() -> Self {
            Self
        }

        pub(crate) fn received<E>(&self, _: &[Outcome<E>]) {}

        pub(crate) fn settled(&self, _: &Origin, _: &'static str) {}

        #[cfg(feature = "http")]
        pub(crate) fn answered(&self, _: u16) {}

        #[cfg(feature = "http")]
        pub(crate) fn rejected(&self, _: &'static str, _: usize, _: u16) {}
    }
}
