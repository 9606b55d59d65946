//! Which enum takes in the values that upstream adds to a field: two fields
//! share one only as long as upstream gives them the same values.

use std::collections::BTreeMap;

use codegen::spelling;

use crate::{
    compare::{View, is_same_set},
    description::{Description, innermost},
    reference::Field,
    subject::Owner,
};

/// Where the new values of a field go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Into the enum that the field holds.
    Same,
    /// Into an enum that is the field's own, with all of these values: other
    /// fields hold the present one, and do not get the same.
    Own(Vec<String>),
}

/// Fields that get the same values.
struct Group<'d> {
    values: Vec<String>,
    holders: Vec<&'d (Owner, String)>,
}

/// The destination of the values of every field that gets new ones.
pub(crate) fn destinations(
    description: &Description,
    theirs: &View<'_>,
) -> BTreeMap<(Owner, String), Destination> {
    let mut destinations = BTreeMap::new();
    for (name, known) in description.enums() {
        let holders = description.holders(name);
        let grown = |holder: &(Owner, String)| {
            let field = theirs.field(&holder.0, &holder.1)?;
            let values = new_values(field, known)?;
            Some(merged(values, known))
        };
        let mut groups: Vec<Group<'_>> = Vec::new();
        for holder in holders {
            let Some(values) = grown(holder) else { continue };
            match groups.iter_mut().find(|group| is_same_set(&group.values, &values)) {
                Some(group) => group.holders.push(holder),
                None => groups.push(Group { values, holders: vec![holder] }),
            }
        }
        // Whoever holds the enum and gets nothing new keeps it; if nobody does, the first group.
        let leave = holders.len() == groups.iter().map(|group| group.holders.len()).sum::<usize>();
        for (index, Group { values, holders }) in groups.into_iter().enumerate() {
            for holder in holders {
                let stays = leave && index == 0;
                let destination =
                    if stays { Destination::Same } else { Destination::Own(values.clone()) };
                destinations.insert(holder.clone(), destination);
            }
        }
    }
    destinations
}

/// The values that a source gives to a field, if some are not known yet.
fn new_values<'f>(field: &'f Field, known: &[String]) -> Option<&'f [String]> {
    let values = field.values.as_deref()?;
    values.iter().any(|value| !known.contains(value)).then_some(values)
}

/// The known values that a source has in another spelling, each with that: the
/// new one takes its place.
pub(crate) fn respelled<'v>(ours: &'v [String], theirs: &'v [String]) -> Vec<(&'v str, &'v str)> {
    let new: BTreeMap<String, &str> = theirs
        .iter()
        .filter(|value| !ours.contains(value))
        .map(|value| (spelling(value), value.as_str()))
        .collect();
    let gone = ours.iter().filter(|value| !theirs.contains(value));
    gone.filter_map(|value| Some((value.as_str(), *new.get(&spelling(value))?))).collect()
}

/// All values of both, in the order of the source; what only the description
/// knows stands after what it follows there.
fn merged(theirs: &[String], ours: &[String]) -> Vec<String> {
    let mut merged = theirs.to_vec();
    let mut after = None;
    let respelled: BTreeMap<&str, &str> = respelled(ours, theirs).into_iter().collect();
    for value in ours {
        let value = respelled.get(value.as_str()).copied().unwrap_or(value);
        let place = merged.iter().position(|other| other == value).unwrap_or_else(|| {
            let place = after.map_or(merged.len(), |place| place + 1);
            merged.insert(place, value.to_owned());
            place
        });
        after = Some(place);
    }
    merged
}

/// Whether the present type of a field is a string with known values, alone or
/// in a list.
pub(crate) fn enum_of<'d>(
    description: &'d Description,
    owner: &Owner,
    field: &str,
) -> Option<&'d str> {
    let word = innermost(description.word(owner, field)?);
    description.enums().contains_key(word).then_some(word)
}
