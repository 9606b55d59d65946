//! What published bodies have in common: the credential with which anyone can check their hashes,
//! and their callback IDs. Neither depends on the order of a description, so a new kind does not
//! change the bodies of other kinds.

use md5::{Digest, Md5};

use crate::model::{Kind, Model};

pub(super) const ACCOUNT_ID: u64 = 1_234_567;
pub(super) const SALT: &str = "published-test-salt";
pub(super) const API_KEY: &str = "00000000-0000-4000-8000-000000000000";

/// Callback ID of the body published under this name: eight digits. A test checks that no two
/// published bodies share one.
#[allow(clippy::cast_possible_truncation)] // The remainder is small.
pub(super) fn callback_id(name: &str) -> u64 {
    let digest = u128::from_be_bytes(Md5::digest(name).into());
    10_000_000 + (digest % 90_000_000) as u64
}

/// Every kind, oldest first: adding a kind does not change what is published about older ones.
pub(super) fn by_age(model: &Model) -> Vec<&Kind> {
    let mut kinds: Vec<_> = model.kinds.iter().collect();
    kinds.sort_by_key(|kind| (kind.since.is_none(), &kind.since, &kind.wire));
    kinds
}

/// Hash of the published account's callback with this ID.
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
