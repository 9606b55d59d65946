//! Undocumented fields, kept as received.

use std::fmt;

use serde_json::value::RawValue;

/// Undocumented fields, in the order in which they were received.
///
/// They are written back unchanged.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::payload::MinBalance;
///
/// let payload: MinBalance = serde_json::from_str(
///     r#"{"is_min_credit": true, "is_repeated": false, "threshold": 10.50}"#,
/// )?;
/// assert_eq!(payload.extra.get("threshold").map(|json| json.get()), Some("10.50"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Extra(
    // It is nearly always empty, so it must cost no more than a pointer.
    Option<Box<Kept>>,
);

/// The data of an object besides its documented fields.
#[derive(Clone, Default)]
struct Kept {
    fields: Vec<(Box<str>, Box<RawValue>)>,
    /// Documented fields that read as empty because they were absent.
    absent: Vec<&'static str>,
}

impl Extra {
    /// The raw JSON of the first field with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RawValue> {
        self.iter().find(|(field, _)| *field == name).map(|(_, json)| json)
    }

    /// Every field: its name and its raw JSON.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().flat_map(|kept| &kept.fields).map(|(name, json)| (&**name, &**json))
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |kept| kept.fields.len())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keeps a field.
    pub(crate) fn keep(&mut self, name: Box<str>, json: &RawValue) {
        self.0.get_or_insert_default().fields.push((name, json.to_owned()));
    }

    /// Records that a documented field was absent, so that it is left out again when the object is
    /// written.
    pub(crate) fn note_absent(&mut self, name: &'static str) {
        self.0.get_or_insert_default().absent.push(name);
    }

    /// Whether a documented field was absent.
    pub(crate) fn was_absent(&self, name: &str) -> bool {
        self.0.as_ref().is_some_and(|kept| kept.absent.contains(&name))
    }

    /// Whether two fields have the same name.
    #[inline]
    pub(crate) fn has_duplicate(&self) -> bool {
        self.0.as_deref().is_some_and(Kept::has_duplicate)
    }
}

impl Kept {
    fn has_duplicate(&self) -> bool {
        let mut names: Vec<_> = self.fields.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        names.windows(2).any(|pair| pair[0] == pair[1])
    }
}

/// Two are equal if they have the same fields with the same texts in the same order.
impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.iter()
            .map(|(name, json)| (name, json.get()))
            .eq(other.iter().map(|(name, json)| (name, json.get())))
    }
}

impl Eq for Extra {}

/// Shows only how many there are, as any of them may be sensitive.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Extra({})", self.len())
    }
}
