//! The hash of a callback: how it is made, and how it is checked.

use std::fmt;

use md5::{Digest, Md5};
use subtle::ConstantTimeEq;

use crate::Envelope;

/// The input of the hashes of an account's callbacks: its salt and its API key.
///
/// It stores neither, only the state of MD5 after them. This state holds up to 63 bytes of the end
/// of the key, unless they end on a block boundary; a credential from [`Credential::unseal`] holds
/// none.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::Credential;
///
/// let credential = Credential::new(1_234_567, "example-salt", "example-api-key")?;
/// assert_eq!(credential.hash(7).to_string(), "f346b50746b9c3bde7fd92f5ea8fd77c");
/// # Ok::<(), voximplant_callbacks::CredentialError>(())
/// ```
///
/// Upstream: [`AccountCallback`](https://voximplant.com/docs/references/httpapi/accountcallback)
#[derive(Clone)]
pub struct Credential {
    account_id: u64,
    /// MD5 after the salt, the account and the key: only the callback ID is missing.
    prefix: Md5,
}

impl Credential {
    /// The credential of an account with the salt that is set next to its callback URL.
    ///
    /// # Errors
    ///
    /// If the salt or the key is empty, or ends in a line break.
    pub fn new(account_id: u64, salt: &str, api_key: &str) -> Result<Self, CredentialError> {
        if salt.is_empty() {
            return Err(CredentialError::EmptySalt);
        }
        Self::with_salt(account_id, salt, api_key)
    }

    /// The credential of an account without a salt.
    ///
    /// Set a salt if you can: it is easier to change than the key. Upstream does not document the
    /// hash without a salt; this treats the salt as empty.
    ///
    /// # Errors
    ///
    /// If the key is empty, or ends in a line break.
    pub fn without_salt(account_id: u64, api_key: &str) -> Result<Self, CredentialError> {
        Self::with_salt(account_id, "", api_key)
    }

    fn with_salt(account_id: u64, salt: &str, api_key: &str) -> Result<Self, CredentialError> {
        if api_key.is_empty() {
            return Err(CredentialError::EmptyApiKey);
        }
        // Otherwise, every callback would be refused as forged, without a hint.
        if salt.ends_with(['\n', '\r']) {
            return Err(CredentialError::SaltEndsInLineBreak);
        }
        if api_key.ends_with(['\n', '\r']) {
            return Err(CredentialError::ApiKeyEndsInLineBreak);
        }
        let prefix = Md5::new()
            .chain_update(salt)
            .chain_update(account_id.to_string())
            .chain_update(api_key);
        Ok(Self::from_prefix(account_id, prefix))
    }

    pub(crate) fn from_prefix(account_id: u64, prefix: Md5) -> Self {
        Self { account_id, prefix }
    }

    pub(crate) fn prefix(&self) -> &Md5 {
        &self.prefix
    }

    /// The account.
    #[must_use]
    pub fn account_id(&self) -> u64 {
        self.account_id
    }

    /// The hash of the account's callback with this ID:
    /// `md5(salt + account_id + api_key + callback_id)`.
    #[must_use]
    pub fn hash(&self, callback_id: u64) -> CallbackHash {
        // No number has more digits. Formatting with `format!` would take a third as long as MD5.
        let mut digits = [b'0'; 20];
        let (mut start, mut rest) = (digits.len(), callback_id);
        loop {
            start -= 1;
            digits[start] += (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        CallbackHash(self.prefix.clone().chain_update(&digits[start..]).finalize().into())
    }

    /// Checks the hash of a callback, in constant time.
    ///
    /// # Errors
    ///
    /// If the callback has no hash or an invalid one, if the hash does not
    /// match, or if the callback is about another account.
    pub fn check(&self, envelope: &Envelope) -> Result<(), HashError> {
        let hash = CallbackHash::parse(&envelope.hash)?;
        if envelope.account_id != self.account_id {
            return Err(HashError::UnknownAccount);
        }
        if self.hash(envelope.callback_id) == hash { Ok(()) } else { Err(HashError::Mismatch) }
    }
}

/// Shows only the account.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

/// Why a credential is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialError {
    /// The salt is empty.
    EmptySalt,
    /// The API key is empty.
    EmptyApiKey,
    /// The salt ends in a line break, as if it was read from a file.
    SaltEndsInLineBreak,
    /// The API key ends in a line break, as if it was read from a file.
    ApiKeyEndsInLineBreak,
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptySalt => {
                "salt is empty: if the account has none, use `Credential::without_salt`"
            }
            Self::EmptyApiKey => "API key is empty",
            Self::SaltEndsInLineBreak => {
                "salt ends in a line break: remove it, for example with `str::trim_end`"
            }
            Self::ApiKeyEndsInLineBreak => {
                "API key ends in a line break: remove it, for example with `str::trim_end`"
            }
        })
    }
}

impl std::error::Error for CredentialError {}

/// The hash of a callback.
///
/// Compared in constant time, and not shown by `Debug`: it is all that an
/// attacker needs to forge a callback with the same ID.
#[derive(Clone, Copy)]
pub struct CallbackHash(pub(crate) [u8; 16]);

impl CallbackHash {
    /// Reads the hash of a callback.
    pub(crate) fn parse(text: &str) -> Result<Self, HashError> {
        if text.is_empty() {
            return Err(HashError::Missing);
        }
        Self::from_hex(text).ok_or(HashError::Invalid)
    }

    /// Reads 32 lower-case hexadecimal digits; `None` for anything else.
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
        let pairs: &[[u8; 2]; 16] = pairs.try_into().ok()?;
        let mut hash = [0; 16];
        // A single branch for all digits: one for each would take several times as long.
        let mut are_digits = true;
        for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
            let (high, low) = (hex_digit(*high), hex_digit(*low));
            are_digits &= (high | low) < 16;
            *byte = high << 4 | low;
        }
        are_digits.then_some(Self(hash))
    }
}

/// The value of a lower-case hexadecimal digit; for anything else, a value that no digit has.
fn hex_digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - b'a' + 10,
        _ => u8::MAX,
    }
}

impl PartialEq for CallbackHash {
    fn eq(&self, other: &Self) -> bool {
        // Compared as one number: byte by byte takes twenty times as long.
        u128::from_ne_bytes(self.0).ct_eq(&u128::from_ne_bytes(other.0)).into()
    }
}

impl Eq for CallbackHash {}

/// The form on the wire: 32 lower-case hexadecimal digits.
impl fmt::Display for CallbackHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for CallbackHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallbackHash(_)")
    }
}

/// Why the hash of a callback was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HashError {
    /// The callback is about an account for which there is no credential.
    UnknownAccount,
    /// The callback has no hash.
    Missing,
    /// The hash is not 32 lower-case hexadecimal digits.
    Invalid,
    /// The hash does not match.
    Mismatch,
    /// The callback is malformed in such a way that its account ID, callback ID or hash cannot be
    /// read.
    Unreadable,
}

impl HashError {
    /// A stable name for logs, metrics and the published test vectors.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownAccount => "unknown_account",
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Mismatch => "mismatch",
            Self::Unreadable => "unreadable",
        }
    }
}

impl fmt::Display for HashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownAccount => "no credential for the account",
            Self::Missing => "hash is missing",
            Self::Invalid => "hash is not 32 lower-case hexadecimal digits",
            Self::Mismatch => "hash does not match",
            Self::Unreadable => "account ID, callback ID or hash cannot be read",
        })
    }
}

impl std::error::Error for HashError {}
