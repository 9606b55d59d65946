//! `docs/compatibility.md`: the rules by which a change of the description is
//! judged, for people. It is the same for every description.

use std::fmt::Write;

use crate::{
    artifact::{Artifact, Purpose},
    diff::{Contract, RULES, Severity},
    words::{capitalized, lines},
};

const HEAD: &str = "\
<!-- Generated from the rules in codegen/src/diff/rules.rs by `cargo xtask gen`; edit those instead. -->

# Compatibility

What a change of the description means to whoever receives callbacks. `cargo xtask diff` lists every change between
two descriptions with its rule, and says whether the version covers it; `cargo xtask release` computes the version.

## What is promised

Every rule is judged from the receiver's point of view, on each of these apart:

| contract | what a receiver relies on |
| --- | --- |
| wire | a body that was read is read: the same callback, with the same values in it, and written back the same |
| Rust | code that compiles against the crate goes on compiling, and does the same |
| validation | a body that `validation.schema.json` calls valid stays valid, and one that it refuses stays refused |
| types | the same of `types.schema.json`, and the names of the types that are generated from it |

A JSON Schema promises two things: that documented bodies pass, and that what passes has the documented form. Code
behind the validation relies on the second, so that to ask for less is as grave as to ask for more. Of a kind or a
field that was not described nothing was promised.

| severity | meaning | before 1.0 |
| --- | --- | --- |
| major | something that was read, valid or compiled may no longer be | the second number is raised: 0.1.4 to 0.2.0 |
| minor | more is known, or told otherwise; what worked goes on working | the third number is raised: 0.1.4 to 0.1.5 |
| patch | nothing that code relies on is another: words, examples, order | the third number is raised: 0.1.4 to 0.1.5 |

The crate, the description and the JSON Schemas share one version, so the gravest effect of all changes decides.
Before 1.0 the numbers mean what cargo takes them for: the second one is the major one, and before 0.1 every version
stands for itself. A version may always be higher than it has to be.

One thing breaks on purpose: code that asks to know every kind, or every value of an enum, is stopped by the next one.
That is minor, and `kind-added` says why.

What older versions make of the new wire is told for every change: they *read* it like any other, *keep* what is new
as it came (an unknown kind, an undocumented field, a value that is not known), or *refuse* it, which is to tell the
callback as malformed, with its JSON. Upgrade before upstream sends what they refuse.

## What is not seen

The rules compare descriptions. A change of the generator, or of what is written by hand in the crate, has no rule:
whoever makes one writes a higher `version` into the description, which `cargo xtask release` keeps.

## The command

`cargo xtask diff [OLD] [NEW]` takes files, or git revisions of the description; by default it compares the last
release, `schema/released/callbacks.toml`, with the description as it stands. `--format json` and `--format markdown`
give it to programs and to pull requests.

| exit code | meaning |
| --- | --- |
| 0 | the version of the new description covers the changes, or nothing was released before |
| 1 | it does not |
| 2 | there is nothing to compare: a file or revision cannot be read, or a description has mistakes |

";

pub(super) fn artifacts() -> Vec<Artifact> {
    let path = "docs/compatibility.md".to_owned();
    vec![Artifact { path, contents: document(), purpose: Purpose::Editing }]
}

fn document() -> String {
    let mut text = HEAD.to_owned();
    text.push_str("## The rules\n\n| rule | wire | Rust | validation | types |\n");
    text.push_str("| --- | --- | --- | --- | --- |\n");
    for rule in RULES {
        let _ = write!(text, "| [`{code}`](#{code}) |", code = rule.code);
        for contract in Contract::ALL {
            let effect = rule.effect(contract).map_or("–", Severity::as_str);
            let _ = write!(text, " {effect} |");
        }
        text.push('\n');
    }
    for rule in RULES {
        let _ = write!(text, "\n### {}\n\n", rule.code);
        let (title, severity) = (capitalized(rule.title), rule.severity());
        for line in lines(&format!("{title}: {severity}. {}", rule.why), 116) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}
