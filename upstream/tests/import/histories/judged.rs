//! What `diff` says of an import, held against what the readers of both versions
//! do with a field that is there, missing, or of another type.

use codegen::{
    diff::{Change, Older, Severity, changes},
    model::{Field, Model, Type},
};
use upstream::{Difference, Subject};

/// Holds the changes between two descriptions against the fields of both, and
/// against the differences that were merged.
pub(super) fn check(before: &str, after: &str, found: &[Difference]) -> Result<(), String> {
    let model = |text: &str| codegen::resolve("doors.toml", text).map_err(|it| it.to_string());
    let (old, new) = (model(before)?, model(after)?);
    let changes = changes(&old, &new);
    for owner in owners(&new) {
        let Some(was) = owners(&old).into_iter().find(|was| was.place == owner.place) else {
            seen(&changes, &owner.place, Severity::Minor)?;
            continue;
        };
        for field in owner.fields {
            let place = format!("{}.fields.{}", owner.place, field.wire);
            match was.fields.iter().find(|was| was.wire == field.wire) {
                Some(was) => compare(&changes, &place, (was, &old), (field, &new))?,
                // An old body has no value for it, so it becomes malformed or invalid.
                None if !field.optional => {
                    seen(&changes, &place, Severity::Major)?;
                }
                None => {
                    seen(&changes, &place, Severity::Minor)?;
                }
            }
        }
        let is_gone = |was: &&Field| owner.fields.iter().all(|field| field.wire != was.wire);
        if let Some(gone) = was.fields.iter().find(is_gone) {
            return Err(format!("{} lost `{}`", owner.place, gone.wire));
        }
    }
    for Change { place, rule, .. } in &changes {
        let is_found = found.iter().any(|difference| match &difference.subject {
            Subject::Kind(name) | Subject::Field(_, name) => {
                place.split('.').any(|part| part == name)
            }
            _ => false,
        });
        // The description names objects and enums in its own way, and a person writes examples.
        let is_shared = !place.contains(".fields.") && !place.starts_with("kinds.");
        if !is_found && !is_shared && rule.code != "example-changed" {
            return Err(format!("nothing was merged, but diff says {} of {place}", rule.code));
        }
    }
    Ok(())
}

/// A field in two versions, each of which reads the bodies of the other.
fn compare(
    changes: &[Change],
    place: &str,
    (was, old): (&Field, &Model),
    (is, new): (&Field, &Model),
) -> Result<(), String> {
    if was.optional != is.optional {
        let change = seen(changes, place, Severity::Major)?;
        // Older versions need a field that may be missing now.
        if is.optional && was.is_needed() && change.older != Older::Refuse {
            return Err(format!("{place} may be missing, and older versions: {:?}", change.older));
        }
    }
    if word(was, old) != word(is, new) {
        seen(changes, place, Severity::Patch)?;
    }
    Ok(())
}

/// The gravest change at a place, which is at least so grave.
fn seen<'c>(changes: &'c [Change], place: &str, least: Severity) -> Result<&'c Change, String> {
    let at_place = changes.iter().filter(|change| change.place == place);
    let gravest = at_place.max_by_key(|change| (change.rule.severity(), change.older));
    let gravest = gravest.ok_or_else(|| format!("diff says nothing of {place}"))?;
    if gravest.rule.severity() < least {
        return Err(format!("diff says {} of {place}, which is {least:?}", gravest.rule.code));
    }
    Ok(gravest)
}

struct Owner<'m> {
    place: String,
    fields: &'m [Field],
}

fn owners(model: &Model) -> Vec<Owner<'_>> {
    let kinds = model.kinds.iter().map(|kind| (format!("kinds.{}", kind.wire), &kind.payload));
    let objects = model.objects.iter().map(|it| (format!("objects.{}", it.name), it));
    kinds.chain(objects).map(|(place, of)| Owner { place, fields: &of.fields }).collect()
}

/// The type of a field, with a name in place of a position.
fn word<'m>(field: &Field, model: &'m Model) -> (usize, &'m str) {
    let depth = std::iter::successors(Some(&field.ty), |ty| match ty {
        Type::List(element) => Some(element),
        _ => None,
    });
    let name = match field.ty.innermost() {
        Type::Enum(index) => &model.enums[*index].name,
        Type::Object(index) => &model.objects[*index].name,
        Type::Scalar(scalar) => scalar.facts().word,
        Type::List(_) => "",
    };
    (depth.count(), name)
}
