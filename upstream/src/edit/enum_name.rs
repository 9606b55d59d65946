//! The name of a new enum: like a person would choose it, after the field if that is clear enough,
//! and never a name that is taken.

use codegen::{pascal, snake};

/// Prefixes of a name that distinguish one value of a thing from another.
const WHICH: [&str; 6] = ["current", "former", "last", "new", "old", "previous"];

/// The name of an enum for a field of this owner.
pub(super) fn enum_name(owner: &str, field: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let of_field = words(field);
    let rest: &[String] = match &of_field[..] {
        [which, rest @ ..] if WHICH.contains(&&**which) && !rest.is_empty() => rest,
        all => all,
    };
    let of_owner = words(owner);
    let added: Vec<String> = rest.iter().filter(|word| !of_owner.contains(word)).cloned().collect();
    let added = if added.is_empty() { rest.to_vec() } else { added };
    // A single word such as "type" is unclear without its owner.
    let alone = (rest.len() > 1).then(|| pascal(&rest.join("_")));
    let with_owner =
        [pascal(&[of_owner, added].concat().join("_")), format!("{owner}{}", pascal(field))];
    let mut candidates = alone.into_iter().chain(with_owner);
    if let Some(free) = candidates.find(|name| !is_taken(name)) {
        return free;
    }
    let mut name = format!("{owner}{}Value", pascal(field));
    while is_taken(&name) {
        name.push_str("Value");
    }
    name
}

fn words(name: &str) -> Vec<String> {
    snake(name).split('_').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enum_is_called_as_a_person_would() {
        let cases: &[(&str, &str, &[&str], &str)] = &[
            ("DoorOpened", "side", &[], "DoorOpenedSide"),
            ("DoorOpened", "lock_status", &[], "LockStatus"),
            ("DocumentStatusUpdated", "previous_document_status", &[], "DocumentStatus"),
            ("DocumentVerified", "document_status", &["DocumentStatus"], "DocumentVerifiedStatus"),
            ("DoorStatus", "status", &[], "DoorStatusStatus"),
            ("Door", "old", &[], "DoorOld"),
            ("Door", "lock_type", &["LockType", "DoorLockType"], "DoorLockTypeValue"),
        ];
        for (owner, field, taken, name) in cases {
            assert_eq!(enum_name(owner, field, |name| taken.contains(&name)), *name);
        }
    }
}
