//! The published credential, and the hashes that it makes: for samples and
//! vectors, which anybody must be able to check.

use md5::{Digest, Md5};

pub(super) const ACCOUNT_ID: u64 = 1_234_567;
pub(super) const SALT: &str = "published-test-salt";
pub(super) const API_KEY: &str = "00000000-0000-4000-8000-000000000000";

/// Hash of the published account's callback of this number.
pub(super) fn hash(callback_id: u64) -> String {
    hash_of(SALT, &ACCOUNT_ID.to_string(), API_KEY, &callback_id.to_string())
}

/// Lower-case hex MD5 of the four, with nothing between them.
pub(super) fn hash_of(salt: &str, account_id: &str, api_key: &str, callback_id: &str) -> String {
    let digest = Md5::digest([salt, account_id, api_key, callback_id].concat());
    format!("{:032x}", u128::from_be_bytes(digest.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_published_credential() {
        assert_eq!(hash(7251), "42053c4481114b6b1dca94878fcefe15");
    }
}
