//! A credential without its API key: the state of MD5 after the key is enough to check a hash, but
//! does not reveal the key.

use std::fmt;

use md5::{
    Digest, Md5,
    digest::common::hazmat::{SerializableState, SerializedState},
};

use crate::{CallbackHash, Credential, CredentialError};

/// Bytes in a block of MD5.
const BLOCK: usize = 64;

/// Bytes of MD5's state, which precede the number of blocks.
const STATE: usize = 16;

/// The start of the text form, with its version.
const VERSION: &str = "vxseal1";

/// A credential without its API key, for a server that only checks hashes.
///
/// If salt, account and API key together fill whole blocks of MD5, of 64 bytes each, the state of
/// MD5 after them is enough to check the hash of any callback. A seal is this state. With an API
/// key of 36 characters, as upstream issues, there is a salt of the right length for every account.
///
/// To switch to a seal, on a machine that may know the API key:
///
/// 1. [`Seal::propose`] a salt and its seal.
/// 2. Give the server the seal in addition to its credential: it uses whichever matches.
/// 3. Set the salt upstream.
/// 4. When [`HashMatched::credential_index`] shows that only the seal still matches, remove the old
///    credential and the API key from the server.
///
/// `voximplant-callbacks seal` of the command-line tool does the first step.
///
/// # What it is worth
///
/// Anyone who has the seal **can forge callbacks** of this account until its salt is changed, so
/// keep it as secret as the API key. It does not contain the key, so it cannot be used to call the
/// Management API. A changed salt makes it worthless, while a leaked key must be replaced wherever
/// it is used. The key cannot be computed from it if the key is random like a UUID of version 4:
/// that takes 2^122 attempts. A guessable key can be found from a seal, and from any callback too.
/// The account ID is part of the seal in plain text.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Credential, Outcome, Receiver, Seal};
///
/// # let random = [7; Seal::MAX_SALT];
/// # let api_key = "00000000-0000-4000-8000-000000000000";
/// // From the operating system, for example with `getrandom::fill(&mut random)`.
/// let seal = Seal::propose(1_234_567, api_key, &random)?;
/// let (to_set_upstream, to_give_the_server) = (seal.salt(), seal.reveal());
///
/// // On the server, which needs no key.
/// let sealed = Credential::unseal(to_give_the_server)?;
/// let receiver = Receiver::new(sealed);
/// # let plain = Credential::new(1_234_567, to_set_upstream, api_key)?;
/// # assert_eq!(plain.hash(7), Credential::unseal(to_give_the_server)?.hash(7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`HashMatched::credential_index`]: crate::HashMatched::credential_index
#[derive(Clone)]
pub struct Seal {
    account_id: u64,
    salt: Box<str>,
    text: String,
}

impl Seal {
    /// The most characters of a salt. Upstream says both "up to 40" and "less
    /// than 40".
    pub const MAX_SALT: usize = 39;

    /// Proposes a salt that can be sealed, and seals it.
    ///
    /// The salt consists of letters and digits, as many as needed, and is derived from the random
    /// bytes: it is random if they are. Its last character is a letter, so that it does not run
    /// together with the account ID.
    ///
    /// # Errors
    ///
    /// If the key is empty or ends in a line break, or is so long that no salt
    /// of 1 to 39 characters fills up the last block.
    pub fn propose(
        account_id: u64,
        api_key: &str,
        random: &[u8; Self::MAX_SALT],
    ) -> Result<Self, SealError> {
        const CHARACTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        const LETTERS: usize = 52;

        Credential::without_salt(account_id, api_key).map_err(SealError::Credential)?;
        let length =
            salt_length(account_id, api_key).ok_or(SealError::NoSalt { api_key: api_key.len() })?;
        let pick = |(place, byte): (usize, &u8)| {
            let choice = if place + 1 == length { LETTERS } else { CHARACTERS.len() };
            char::from(CHARACTERS[usize::from(*byte) * choice / 256])
        };
        let salt: String = random.iter().take(length).enumerate().map(pick).collect();
        Self::new(account_id, &salt, api_key)
    }

    /// Seals the credential of an account whose salt already has the right length.
    ///
    /// # Errors
    ///
    /// If the salt or the key is empty or ends in a line break, or the salt does not have the right
    /// length.
    pub fn new(account_id: u64, salt: &str, api_key: &str) -> Result<Self, SealError> {
        let credential =
            Credential::new(account_id, salt, api_key).map_err(SealError::Credential)?;
        let state = credential.prefix().serialize();
        let (taken_in, rest) = state.split_at(STATE + size_of::<u64>());
        // The first byte counts the bytes of an incomplete block.
        if rest[0] != 0 {
            return Err(match salt_length(account_id, api_key) {
                Some(needed) => SealError::SaltLength { needed },
                None => SealError::NoSalt { api_key: api_key.len() },
            });
        }
        let mut blocks = [0; size_of::<u64>()];
        blocks.copy_from_slice(&taken_in[STATE..]);
        let mut digest = [0; STATE];
        digest.copy_from_slice(&taken_in[..STATE]);
        let text = format!(
            "{VERSION}.{account_id}.{}.{}",
            u64::from_le_bytes(blocks),
            // The state is stored in the form of a finished MD5.
            CallbackHash(digest)
        );
        let text = format!("{text}.{}", checksum(&text));
        Ok(Self { account_id, salt: salt.into(), text })
    }

    /// The account.
    #[must_use]
    pub fn account_id(&self) -> u64 {
        self.account_id
    }

    /// The salt, to set upstream next to the callback URL.
    #[must_use]
    pub fn salt(&self) -> &str {
        &self.salt
    }

    /// The text to give to the server, for [`Credential::unseal`]. It is a
    /// secret.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

/// How many characters a salt needs, if any number works.
fn salt_length(account_id: u64, api_key: &str) -> Option<usize> {
    let taken = account_id.to_string().len() + api_key.len();
    let length = BLOCK - taken % BLOCK;
    (length <= Seal::MAX_SALT).then_some(length)
}

/// Detects typing mistakes: otherwise, every callback would be refused as forged.
fn checksum(text: &str) -> String {
    CallbackHash(Md5::digest(text).into()).to_string()[..8].to_owned()
}

impl Credential {
    /// The credential that a [`Seal`] holds, from its text.
    ///
    /// # Errors
    ///
    /// If the text is not one that [`Seal::reveal`] returned.
    pub fn unseal(text: &str) -> Result<Self, UnsealError> {
        let Some((VERSION, rest)) = text.split_once('.') else {
            return Err(UnsealError::Version);
        };
        let parts: Vec<_> = rest.split('.').collect();
        let [account_id, blocks, state, check] = parts[..] else { return Err(UnsealError::Form) };
        let number =
            |text: &str| text.parse().ok().filter(|number: &u64| number.to_string() == text);
        let (Some(account_id), Some(blocks), Some(CallbackHash(state))) =
            (number(account_id), number(blocks), CallbackHash::from_hex(state))
        else {
            return Err(UnsealError::Form);
        };
        let (sealed, _) = text.rsplit_once('.').unwrap_or_default();
        if check != checksum(sealed) {
            return Err(UnsealError::Checksum);
        }
        let mut serialized = SerializedState::<Md5>::default();
        serialized[..STATE].copy_from_slice(&state);
        serialized[STATE..][..size_of::<u64>()].copy_from_slice(&blocks.to_le_bytes());
        let prefix = Md5::deserialize(&serialized).map_err(|_| UnsealError::Form)?;
        Ok(Self::from_prefix(account_id, prefix))
    }
}

/// Shows only the account.
impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seal").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

/// Why a credential cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealError {
    /// The credential is not valid.
    Credential(CredentialError),
    /// The salt does not have the length that fills the block.
    SaltLength {
        /// The right length, in bytes.
        needed: usize,
    },
    /// A key of this length would need a salt that is longer than upstream allows.
    NoSalt {
        /// Length of the API key, in bytes.
        api_key: usize,
    },
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential(error) => error.fmt(f),
            Self::SaltLength { needed } => {
                write!(f, "salt cannot be sealed: choose one of {needed} characters")
            }
            Self::NoSalt { api_key } => write!(
                f,
                "no salt of at most {} characters can be sealed with an API key of {api_key}: \
                 use the key itself",
                Seal::MAX_SALT
            ),
        }
    }
}

impl std::error::Error for SealError {}

/// Why a text is not a sealed credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnsealError {
    /// It does not start with the version that this SDK reads.
    Version,
    /// Its parts are wrong.
    Form,
    /// One or more of its characters were changed.
    Checksum,
}

impl fmt::Display for UnsealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version => write!(
                f,
                "sealed credential does not start with `{VERSION}.`: seal again with this version"
            ),
            Self::Form => f.write_str(
                "sealed credential is not `version.account.blocks.state.checksum`: copy the whole \
                 text",
            ),
            Self::Checksum => f.write_str("sealed credential has a wrong checksum: copy it again"),
        }
    }
}

impl std::error::Error for UnsealError {}
