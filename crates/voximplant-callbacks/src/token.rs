//! A secret in the callback URL, for those who cannot check the hash.

use std::fmt;

use md5::{Digest, Md5};

use crate::CallbackHash;

/// A secret part of the address to which callbacks are sent, such as the end
/// of `https://example.com/callbacks/3f0c…`.
///
/// It is for those who have no API key and so cannot check the hash; it can also be used in
/// addition to the check. It shows that the sender knew the address, and nothing about the content:
/// confirm what matters by asking the Management API, for which
/// [`Kind::confirm_by`](crate::Kind::confirm_by) names the method.
///
/// Create it from 16 or more random bytes, in hexadecimal digits or another form, for example with
/// `openssl rand -hex 16`. Anyone who sees the address knows it, so serve it over HTTPS only and
/// keep it out of access logs. To change it, accept both the old and the new one for a while.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::UrlToken;
///
/// # let from_settings = "3f0c9e5d7a1b48260f3e9d5c7b1a4826";
/// let token = UrlToken::new(from_settings)?;
/// # let path = "/callbacks/3f0c9e5d7a1b48260f3e9d5c7b1a4826";
///
/// let given = path.strip_prefix("/callbacks/").unwrap_or_default();
/// assert!(token.matches(given));
/// assert!(!token.matches("guessed"));
/// # Ok::<(), voximplant_callbacks::TokenError>(())
/// ```
#[derive(Clone)]
pub struct UrlToken(
    // Digests have the same length, so comparing them reveals neither the length of the token nor
    // how much of a guess was right. MD5 is good enough for that: an attacker does not know the
    // digest.
    CallbackHash,
);

impl UrlToken {
    /// The fewest characters of a token.
    pub const MIN_LENGTH: usize = 32;

    /// A token that is compared with the one in the address of each POST.
    ///
    /// # Errors
    ///
    /// If the token has fewer than 32 characters, or characters other than letters, digits and
    /// `-._~`, which need no escape in an address.
    pub fn new(token: &str) -> Result<Self, TokenError> {
        if token.len() < Self::MIN_LENGTH {
            return Err(TokenError::TooShort);
        }
        if !token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) {
            return Err(TokenError::Unsafe);
        }
        Ok(Self(digest(token)))
    }

    /// Whether this is the token, compared in a time that depends only on the length of the
    /// argument.
    #[must_use]
    pub fn matches(&self, given: &str) -> bool {
        self.0 == digest(given)
    }
}

fn digest(token: &str) -> CallbackHash {
    CallbackHash(Md5::digest(token).into())
}

/// Shows nothing.
impl fmt::Debug for UrlToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UrlToken(_)")
    }
}

/// Why a text cannot be a [`UrlToken`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenError {
    /// It is short enough to be guessed.
    TooShort,
    /// It has characters that need an escape in an address.
    Unsafe,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort => write!(
                f,
                "token has fewer than {} characters: create one from 16 random bytes in \
                 hexadecimal digits",
                UrlToken::MIN_LENGTH
            ),
            Self::Unsafe => f.write_str(
                "token has characters other than letters, digits, `-`, `.`, `_` and `~`",
            ),
        }
    }
}

impl std::error::Error for TokenError {}
