//! Shows what `Debug` hides, explicitly, so that a search finds each use.

use std::fmt;

use serde::Serialize;

/// Shows a value as JSON, as on the wire, including sensitive fields.
///
/// `Debug` of every type in this crate hides fields that the description marks as sensitive, so
/// logs do not contain them unless code calls `reveal`.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Reveal, payload::CardPayment};
///
/// let payment: CardPayment = serde_json::from_str(
///     r#"{"transaction_id": 42, "transaction_type": "card", "amount": 10.50}"#,
/// )?;
/// assert!(!format!("{payment:?}").contains("10.50"));
/// assert!(payment.reveal().to_string().contains("10.50"));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Reveal: Serialize {
    /// The value in a form that shows everything.
    fn reveal(&self) -> Revealed<'_, Self> {
        Revealed(self)
    }
}

impl<T: Serialize + ?Sized> Reveal for T {}

/// A value whose `Display` and `Debug` show everything, as JSON. Made by
/// [`Reveal::reveal`].
#[derive(Clone, Copy)]
pub struct Revealed<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> fmt::Display for Revealed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_string(self.0).map_err(|_| fmt::Error)?;
        f.write_str(&json)
    }
}

impl<T: Serialize + ?Sized> fmt::Debug for Revealed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
