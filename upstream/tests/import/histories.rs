//! Random histories of what upstream documents, saved in one layout after the
//! other: every change is seen, the description follows as it should, `diff` says
//! what that means for bodies, a person has to write nothing but words, and a
//! second import changes nothing.

mod compiled;
mod judged;
mod known;
mod words;
pub(crate) mod world;

use proptest::{collection::SizeRange, prelude::*, sample::Index};
use upstream::{Aspect, Difference, Edit, Pages, Structure};

use self::{
    known::Known,
    world::{Change, World},
};
use super::{described, editing::cases, layouts};

/// How a source comes, and what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    Pages(usize),
    Types,
}

const PAGES: [layouts::Layout; 6] = [
    layouts::WIDE,
    layouts::COMPACT,
    layouts::MARKDOWN,
    layouts::HTML,
    layouts::SORTED,
    layouts::LOST,
];

impl Layout {
    const ALL: [Self; 7] = [
        Self::Pages(0),
        Self::Pages(1),
        Self::Pages(2),
        Self::Pages(3),
        Self::Pages(4),
        Self::Pages(5),
        Self::Types,
    ];

    /// Whether it shows that a field is always present.
    pub(crate) fn shows_marks(self) -> bool {
        matches!(self, Self::Pages(0 | 2 | 3 | 4))
    }

    /// Whether it names the structures of the kinds.
    pub(crate) fn shows_structures(self) -> bool {
        self != Self::Pages(5)
    }

    fn read(self, structures: &[Structure]) -> Vec<Structure> {
        match self {
            Self::Pages(index) => {
                let (ending, write) = PAGES[index];
                let name = |of: &Structure| format!("{}.{ending}", of.name.to_lowercase());
                structures.iter().map(|of| super::page(&name(of), &write(of))).collect()
            }
            Self::Types => {
                upstream::read_types("types.ts", &layouts::interfaces(structures)).unwrap()
            }
        }
    }
}

/// What happened upstream until its pages are saved.
type Step = (usize, Vec<(u8, Index, Index)>);

/// How an import is made.
type Import<'i> = &'i dyn Fn(&str, &Pages) -> Edit;

fn import(text: &str, pages: &Pages) -> Edit {
    upstream::edit("doors.toml", text, pages).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Replays a history whose names start so, and returns the description before
/// it and after each step, or says what went wrong in it.
fn replay(prefix: &str, steps: &[Step], import: Import<'_>) -> Result<Vec<String>, String> {
    let mut world = World::new(prefix);
    let mut known = Known::of(&world);
    let mut text = words::described(&world);
    let mut texts = vec![text.clone()];
    for (index, (layout, changes)) in steps.iter().enumerate() {
        let layout = Layout::ALL[*layout];
        for (what, which, how) in changes {
            let shows_structures = layout.shows_structures();
            world.change(Change { what: *what, which: *which, how: *how, shows_structures });
        }
        world.save();
        let wrong = |what: &str, text: &str| {
            Err(format!("step {index}, {layout:?}, {changes:?}: {what}\n{text}"))
        };
        let description = described(&text);
        let structures = layout.read(&world.structures());
        let pages = match layout {
            Layout::Pages(_) => Pages::new(structures, &description),
            Layout::Types => Pages::of_types(structures, &description),
        };
        let pages = pages.unwrap_or_else(|refusal| panic!("{refusal}"));
        let theirs = pages.reference(&description);

        let found = without_order(upstream::compare(description.reference(), &theirs));
        let expected = known.follow(&world, layout);
        if found != expected {
            return wrong(&format!("found {found:#?}\n\nexpected {expected:#?}"), &text);
        }
        let edit = import(&text, &pages);
        if !without_order(edit.left.clone()).is_empty() {
            return wrong(&format!("left {:?}", edit.left), &edit.text);
        }
        if let Err(difference) = known.is(&described(&edit.text)) {
            return wrong(&difference, &edit.text);
        }
        let again = import(&edit.text, &pages);
        if again.text != edit.text {
            return wrong("a second import changes something", &again.text);
        }
        let filled_in = match words::filled_in(&edit.text) {
            Ok(text) => text,
            Err(problems) => {
                return wrong(&format!("more than words is missing: {problems}"), &edit.text);
            }
        };
        if let Err(what) = judged::check(&text, &filled_in, &found) {
            return wrong(&what, &filled_in);
        }
        text = filled_in;
        if let Err(difference) = known.is(&described(&text)) {
            return wrong(&difference, &text);
        }
        texts.push(text.clone());
    }
    Ok(texts)
}

/// In one order, and without those that are about order: new things stand at
/// the end where a page has everything in alphabetical order, and a person puts
/// them where they belong.
fn without_order(mut differences: Vec<Difference>) -> Vec<Difference> {
    differences.retain(|difference| difference.aspect != Aspect::Order);
    differences.sort();
    differences
}

/// So many steps, each of so many changes.
fn steps(
    steps: impl Into<SizeRange>,
    changes: impl Into<SizeRange>,
) -> impl Strategy<Value = Vec<Step>> {
    let change = (any::<u8>(), any::<Index>(), any::<Index>());
    let step = (0..Layout::ALL.len(), prop::collection::vec(change, changes));
    prop::collection::vec(step, steps)
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_history_is_followed_in_every_layout(steps in steps(1..6, 1..6)) {
        if let Err(wrong) = replay("", &steps, &import) {
            prop_assert!(false, "{}", wrong);
        }
    }
}

/// What a faulty import makes of the text before and after it.
type Fault = fn(&str, String) -> String;

/// Faults as earlier versions had them, put in on purpose, are noticed.
#[test]
fn a_fault_is_noticed() {
    let faults: [(&str, Fault); 5] = [
        ("a field that is gone stays required", |_, after| {
            after.replace("optional = true, differs = [\"listed\"], ", "")
        }),
        ("a kind that is gone is not marked", |_, after| {
            let lines = after.lines().filter(|line| !line.starts_with("retired "));
            lines.flat_map(|line| [line, "\n"]).collect()
        }),
        ("what is new is forgotten", |before, after| {
            let is_new = |line: &&str| line.contains("doc = \"\"") && line.contains("{ type");
            let new = after.lines().find(is_new).filter(|line| !before.contains(*line));
            new.map_or(after.clone(), |line| after.replacen(&format!("{line}\n"), "", 1))
        }),
        ("an enum takes in what only one of its fields has", |_, after| {
            let own = after.find("\n[enums.Field").map(|start| &after[start + 1..]);
            let Some(own) = own.and_then(|own| own.lines().next()) else { return after };
            let name = own.trim_start_matches("[enums.").trim_end_matches(']');
            after.replace(&format!("type = \"{name}\""), "type = \"FirstStatus\"")
        }),
        ("a type stays as it was", |before, after| {
            let types = |line: &str| line.split('"').nth(1).map(str::to_owned);
            let mut lines: Vec<String> = after.lines().map(str::to_owned).collect();
            for line in &mut lines {
                let key = line.split('=').next().unwrap_or_default().trim_end().to_owned() + " ";
                let old =
                    before.lines().find(|old| old.starts_with(&key) && key.starts_with("field"));
                if let Some((old, new)) = old.and_then(|old| Some((types(old)?, types(line)?)))
                    && line.contains("{ type")
                {
                    *line = line.replacen(&format!("\"{new}\""), &format!("\"{old}\""), 1);
                }
            }
            lines.join("\n") + "\n"
        }),
    ];
    for (name, fault) in faults {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
            max_shrink_iters: 0,
            ..cases(96)
        });
        let found = runner.run(&steps(1..6, 1..6), |steps| {
            let import = |text: &str, pages: &Pages| {
                let edit = import(text, pages);
                Edit { text: fault(text, edit.text.clone()), ..edit }
            };
            prop_assert!(replay("", &steps, &import).is_ok());
            Ok(())
        });
        assert!(found.is_err(), "not noticed: {name}");
    }
}
