//! Fields that the schema does not list, kept as they came.

use std::fmt;

use serde_json::value::RawValue;

/// Fields that the schema does not list, in the order in which they came.
///
/// They are written back as they were read.
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
    // Nearly always empty, so it must cost no more than a pointer.
    #[allow(clippy::box_collection)] Option<Box<Vec<RawField>>>,
);

/// The name of a field, and its value as it came.
type RawField = (Box<str>, Box<RawValue>);

impl Extra {
    /// The raw JSON of the first field of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RawValue> {
        self.iter().find(|(field, _)| *field == name).map(|(_, json)| json)
    }

    /// Every field: its name and its raw JSON.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().flat_map(|fields| fields.iter()).map(|(name, json)| (&**name, &**json))
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |fields| fields.len())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn push(&mut self, name: Box<str>, json: Box<RawValue>) {
        self.0.get_or_insert_default().push((name, json));
    }

    /// Whether two fields have the same name.
    pub(crate) fn has_duplicate(&self) -> bool {
        if self.len() < 2 {
            return false;
        }
        let mut names: Vec<_> = self.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        names.windows(2).any(|pair| pair[0] == pair[1])
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.iter()
            .map(|(name, json)| (name, json.get()))
            .eq(other.iter().map(|(name, json)| (name, json.get())))
    }
}

impl Eq for Extra {}

/// Shows the names alone: nobody knows whether the values are sensitive.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
