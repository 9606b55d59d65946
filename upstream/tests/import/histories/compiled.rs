//! What `diff` says of whole histories, held against what two decoders do: the
//! SDK is compiled from the descriptions before all histories, and from those
//! after them.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    diff::{Change, Contract, Older, Severity, changes},
    model::{Field, Model, Struct, Type},
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use tests::decoders::{Outcome, WRITTEN_OTHERWISE, outcomes};

use super::{import, replay, steps, words, world::letters};

const HISTORIES: usize = 72;

/// A history by its ends, which have names of its own.
struct History {
    old: Model,
    new: Model,
    verdicts: Vec<Verdict>,
}

/// What `diff` says of a change, as far as bodies show it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Verdict {
    code: &'static str,
    place: String,
    /// Whether the new version may lose a body of the old description.
    is_major: bool,
    older: Older,
}

impl Verdict {
    fn of(change: &Change) -> Self {
        Self {
            code: change.rule.code,
            place: change.place.clone(),
            is_major: change.rule.effect(Contract::Wire) == Some(Severity::Major),
            older: change.older,
        }
    }
}

impl History {
    fn of([before, after]: &[String; 2]) -> Self {
        let [old, new] = [before, after].map(|text| codegen::resolve("doors.toml", text).unwrap());
        let verdicts = changes(&old, &new).iter().map(Verdict::of).collect();
        Self { old, new, verdicts }
    }

    /// What `diff` says of a kind, and of the objects and enums that it holds
    /// in both versions. An import gives none of them another name.
    fn verdicts_of(&self, kind: &str) -> impl Iterator<Item = &Verdict> {
        let mut places = vec![format!("kinds.{kind}")];
        let [old, new] = [&self.old, &self.new].map(|model| payload(model, kind));
        let mut pairs: Vec<_> = old.zip(new).into_iter().collect();
        while let Some((old, new)) = pairs.pop() {
            for field in &old.fields {
                let is_same = |other: &&Field| other.wire == field.wire;
                let Some(other) = new.fields.iter().find(is_same) else { continue };
                match (field.ty.innermost(), other.ty.innermost()) {
                    (Type::Object(old), Type::Object(new)) => {
                        let (old, new) = (&self.old.objects[*old], &self.new.objects[*new]);
                        if old.name == new.name {
                            places.push(format!("objects.{}", new.name));
                            pairs.push((old, new));
                        }
                    }
                    (Type::Enum(old), Type::Enum(new)) => {
                        let (old, new) = (&self.old.enums[*old], &self.new.enums[*new]);
                        if old.name == new.name {
                            places.push(format!("enums.{}", new.name));
                        }
                    }
                    _ => {}
                }
            }
        }
        self.verdicts.iter().filter(move |verdict| {
            places.iter().any(|place| {
                let rest = verdict.place.strip_prefix(place);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    }
}

fn payload<'m>(model: &'m Model, kind: &str) -> Option<&'m Struct> {
    model.kinds.iter().find(|it| it.wire == kind).map(|kind| &kind.payload)
}

/// The kinds of which verdicts, with a fault in them, do not say what became of
/// their bodies.
fn misjudged(
    histories: &[History],
    outcomes: &BTreeMap<String, Outcome>,
    fault: &dyn Fn(&mut Verdict),
) -> Vec<String> {
    let mut misjudged = Vec::new();
    for history in histories {
        for kind in &history.new.kinds {
            let mut verdicts: Vec<_> = history.verdicts_of(&kind.wire).cloned().collect();
            verdicts.iter_mut().for_each(fault);
            let outcome = outcomes[&kind.wire];
            let is_lost = verdicts.iter().any(|verdict| verdict.is_major);
            let older = verdicts.iter().map(|verdict| verdict.older).max();
            let is_written_otherwise =
                verdicts.iter().any(|verdict| WRITTEN_OTHERWISE.contains(&verdict.code));
            if outcome.is_lost != is_lost
                || outcome.older != older.unwrap_or(Older::Read)
                || !(outcome.is_same || is_written_otherwise)
            {
                misjudged.push(format!("{}: {outcome:?}, but {verdicts:#?}", kind.wire));
            }
        }
    }
    misjudged
}

/// What an import can change that bodies show.
const SHOWN: [&str; 15] = [
    "enum-exchanged",
    "enum-value-added",
    "enum-value-removed",
    "field-made-optional",
    "field-made-required",
    "kind-added",
    "kind-wrapping-changed",
    "lenient-field-added",
    "lenient-field-made-optional",
    "lenient-field-made-required",
    "optional-field-added",
    "required-field-added",
    "type-narrowed",
    "type-replaced",
    "type-widened",
];

#[test]
#[ignore = "compiles two SDKs"]
fn diff_says_what_two_compiled_decoders_do() {
    let mut runner = TestRunner::deterministic();
    let ends: Vec<[String; 2]> = (0..HISTORIES)
        .map(|number| {
            let steps = steps(3..6, 4..12).new_tree(&mut runner).unwrap().current();
            let texts = replay(&letters(number), &steps, &import);
            let texts = texts.unwrap_or_else(|wrong| panic!("{wrong}"));
            // From its middle, where things have happened already.
            [(texts.len() - 1) / 2, texts.len() - 1].map(|index| texts[index].clone())
        })
        .collect();
    let [old, new] = [0, 1].map(|end| words::joined(ends.iter().map(|ends| &*ends[end])));
    let outcomes = outcomes(env!("CARGO_TARGET_TMPDIR"), "histories", [&old, &new]);
    let histories: Vec<_> = ends.iter().map(History::of).collect();

    let wrong = misjudged(&histories, &outcomes, &|_| {});
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let kinds = histories.iter().flat_map(|of| of.new.kinds.iter().map(move |kind| (of, kind)));
    let verdicts: Vec<_> =
        kinds.flat_map(|(history, kind)| history.verdicts_of(&kind.wire)).collect();
    let seen: BTreeSet<_> = verdicts.iter().map(|verdict| verdict.code).collect();
    let unseen: Vec<_> = SHOWN.iter().filter(|code| !seen.contains(*code)).collect();
    assert!(unseen.is_empty(), "no history shows {unseen:?}");

    // Whatever else `diff` said of a change is noticed. Only what older versions read, and are
    // said to keep, may always stand beside something that they do keep.
    let mut unnoticed = Vec::new();
    for code in &seen {
        let mut expect = |name: String, fault: &dyn Fn(&mut Verdict)| {
            let fault = |verdict: &mut Verdict| {
                if verdict.code == *code {
                    fault(verdict);
                }
            };
            if misjudged(&histories, &outcomes, &fault).is_empty() {
                unnoticed.push(format!("{code}: {name}"));
            }
        };
        expect("another effect".to_owned(), &|verdict| verdict.is_major = !verdict.is_major);
        for older in [Older::Read, Older::Keep, Older::Refuse] {
            let told = verdicts.iter().filter(|verdict| verdict.code == *code);
            let is_hidden = |told| told == Older::Read && older == Older::Keep;
            if told.clone().any(|it| it.older != older && !is_hidden(it.older)) {
                expect(format!("older versions {}", older.as_str()), &|it| it.older = older);
            }
        }
        if *code == "kind-wrapping-changed" {
            expect("written the same".to_owned(), &|verdict| verdict.code = "");
        }
    }
    assert!(unnoticed.is_empty(), "not noticed: {unnoticed:#?}");
}
