//! What a matching hash shows, in the one wording that every document uses.

/// What a matching hash shows.
pub(crate) const SHOWS: &str = "that the sender knew the credential of the account, or copied the \
                                hash of an earlier callback with the same account ID and callback ID";

/// What it does not cover.
pub(crate) const COVERS_NOT: &str = "the kind, the payload or the balance";

/// What follows from that.
pub(crate) const REPLAY: &str = "carries no time, and can be replayed";

/// What to do about it.
pub(crate) const ADVICE: &str = "serve the callback URL over HTTPS only, act on each callback ID \
                                 once, and confirm what is worth money by asking the Management API";

/// All of it, as a paragraph.
pub(crate) fn paragraph() -> String {
    format!("A matching hash shows {SHOWS}. It does not cover {COVERS_NOT}, {REPLAY}. So {ADVICE}.")
}
