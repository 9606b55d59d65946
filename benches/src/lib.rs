//! The corpus that every benchmark reads: the same bytes in every run.

mod corpus;
#[cfg(feature = "load")]
pub mod load;

pub use corpus::{bodies, malformed};
use voximplant_callbacks::Credential;

/// The credential that every callback of the corpus is signed with.
///
/// # Panics
///
/// Never: neither the salt nor the key is empty.
#[must_use]
pub fn credential() -> Credential {
    Credential::new(1_234_567, "published-test-salt", "00000000-0000-4000-8000-000000000000")
        .expect("neither is empty")
}
