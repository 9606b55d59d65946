//! The hash of a callback, checked without the SDK.

use md5::{Digest, Md5};
use subtle::ConstantTimeEq;

/// What makes the hash of an account's callbacks.
pub struct Credential<'a> {
    pub salt: &'a str,
    pub account_id: &'a str,
    pub api_key: &'a str,
}

impl Credential<'_> {
    /// `match`, `mismatch`, `missing` or `invalid`. The number is text, as it
    /// stands in the body.
    pub fn check(&self, callback_id: &str, hash: Option<&str>) -> &'static str {
        let hash = match hash {
            None | Some("") => return "missing",
            Some(hash) if is_hash(hash) => hash,
            Some(_) => return "invalid",
        };
        let right = Md5::new()
            .chain_update(self.salt)
            .chain_update(self.account_id)
            .chain_update(self.api_key)
            .chain_update(callback_id)
            .finalize();
        let right = format!("{:032x}", u128::from_be_bytes(right.into()));
        if right.as_bytes().ct_eq(hash.as_bytes()).into() { "match" } else { "mismatch" }
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
