//! The hash of a callback, checked without the SDK.

use md5::{Digest, Md5};
use serde_json::Value;
use subtle::ConstantTimeEq;

/// What makes the hash of an account's callbacks.
pub struct Credential<'a> {
    pub salt: &'a str,
    pub account_id: &'a str,
    pub api_key: &'a str,
}

impl Credential<'_> {
    /// `match`, `mismatch`, `missing` or `invalid`. A callback of another
    /// account is a `mismatch`, whatever its hash is.
    pub fn check(&self, callback: &Value) -> &'static str {
        if !callback.is_object() {
            return "invalid";
        }
        let hash = match &callback["hash"] {
            Value::Null => return "missing",
            Value::String(hash) if hash.is_empty() => return "missing",
            Value::String(hash) if is_hash(hash) => hash,
            _ => return "invalid",
        };
        let ids = [&callback["account_id"], &callback["callback_id"]].map(digits);
        let [Some(account_id), Some(callback_id)] = ids else {
            return "invalid";
        };
        if account_id != self.account_id {
            return "mismatch";
        }
        let right = Md5::new()
            .chain_update(self.salt)
            .chain_update(account_id)
            .chain_update(self.api_key)
            .chain_update(callback_id)
            .finalize();
        let right = format!("{:032x}", u128::from_be_bytes(right.into()));
        if right.as_bytes().ct_eq(hash.as_bytes()).into() { "match" } else { "mismatch" }
    }
}

/// The digits of a number, which the field sends as a string of them, too.
fn digits(id: &Value) -> Option<String> {
    let text = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && (text == "0" || !text.starts_with('0')) && !text.is_empty()).then_some(text)
}

fn is_hash(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
