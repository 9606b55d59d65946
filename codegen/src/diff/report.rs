//! A comparison of two descriptions, as people and programs read it.
//!
//! All forms have the same content. Text has colours, which the caller strips when the output is
//! not a terminal.

use std::{collections::BTreeSet, fmt::Write};

use anstyle::{AnsiColor, Style};
use semver::Version;
use serde_json::{Value, json};

use super::{Change, Contract, Older, Rule, Severity, changes, covers, next};
use crate::model::Model;
use crate::words::{capitalized, counted, enumerated, wrapping};

/// Width at which text is wrapped, and how far it is indented.
const WIDTH: usize = 100;
const INDENT: &str = "       ";

/// Width at which the changelog is wrapped.
const CHANGELOG_WIDTH: usize = 118;

/// What changed between two versions, and whether the new version number covers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The old version; `None` if nothing was released yet.
    pub old: Option<Version>,
    /// The new version.
    pub new: Version,
    /// Every change, by severity with the highest first, then in the order of the description.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// Compares a description with the previous one, if there is one.
    ///
    /// # Panics
    ///
    /// If a version is invalid, which it never is in a resolved description.
    #[must_use]
    pub fn of(old: Option<&Model>, new: &Model) -> Self {
        let version = |model: &Model| {
            model.version.parse::<Version>().expect("the version of a description was checked")
        };
        let mut changes = old.map_or(Vec::new(), |old| changes(old, new));
        changes.sort_by_key(|change| std::cmp::Reverse(change.rule.severity()));
        Self { old: old.map(version), new: version(new), changes }
    }

    /// The highest severity of any change.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.changes.first().map(|change| change.rule.severity())
    }

    /// The lowest version that covers the changes; `None` if nothing was released yet, as any
    /// version covers them then.
    #[must_use]
    pub fn needed(&self) -> Option<Version> {
        let old = self.old.as_ref()?;
        Some(self.severity().map_or_else(|| old.clone(), |severity| next(old, severity)))
    }

    /// Whether the version that the description has covers the changes.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        let severity = self.severity();
        self.old.as_ref().is_none_or(|old| covers(old, &self.new, severity))
    }

    /// For a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let bold = Style::new().bold();
        let dim = Style::new().dimmed();
        let mut text = format!("{bold}{}{bold:#}\n", self.summary());
        let mut explained = BTreeSet::new();
        for Change { rule, place, what, older } in &self.changes {
            let severity = rule.severity();
            let colour = colour(severity);
            let _ = write!(
                text,
                "\n{colour}{severity}{colour:#}  {}  {bold}{place}{bold:#}\n",
                rule.code
            );
            paragraph(&mut text, what, Style::new());
            paragraph(
                &mut text,
                &format!("{}; {}", effects(rule), older_words(*older)),
                Style::new(),
            );
            if explained.insert(rule.code) {
                paragraph(&mut text, rule.why, dim);
            }
        }
        let colour = if self.is_covered() { AnsiColor::Green } else { AnsiColor::Red }.on_default();
        let _ = write!(text, "\n{colour}{}{colour:#}\n", self.verdict());
        text
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> String {
        let change = |Change { rule, place, what, older }: &Change| {
            let effects: serde_json::Map<_, _> = Contract::ALL
                .into_iter()
                .map(|contract| (key(contract).to_owned(), json!(word(rule.effect(contract)))))
                .collect();
            json!({
                "rule": rule.code,
                "severity": rule.severity().as_str(),
                "place": place,
                "what": what,
                "why": rule.why,
                "effects": effects,
                "older_versions": older.as_str(),
            })
        };
        let json = json!({
            "old": self.old.as_ref().map(Version::to_string),
            "new": self.new.to_string(),
            "severity": word(self.severity()),
            "needed": self.needed().as_ref().map(Version::to_string),
            "covered": self.is_covered(),
            "changes": self.changes.iter().map(change).collect::<Value>(),
        });
        format!("{json:#}\n")
    }

    /// For a pull request.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text =
            format!("### {}\n\n{}\n", capitalized(&self.summary()), capitalized(&self.verdict()));
        if self.changes.is_empty() {
            return text;
        }
        text.push_str(
            "\n| change | rule | wire | Rust | validation | types | older versions |\n\
             | --- | --- | --- | --- | --- | --- | --- |\n",
        );
        for Change { rule, place, what, older } in &self.changes {
            let _ = write!(text, "| `{place}`: {} | {} |", cell(what), link(rule));
            for contract in Contract::ALL {
                let word = match rule.effect(contract) {
                    Some(Severity::Major) => "**major**",
                    other => word(other).unwrap_or("–"),
                };
                let _ = write!(text, " {word} |");
            }
            let _ = writeln!(text, " {} |", older_verb(*older));
        }
        text
    }

    /// For the changelog: what changed for whom, under headings of the third
    /// level. Empty if nothing did.
    #[must_use]
    pub fn changelog(&self) -> String {
        let mut sections = Vec::new();
        for (severity, heading) in
            [(Severity::Major, "Breaking"), (Severity::Minor, "New"), (Severity::Patch, "Other")]
        {
            let changes = self.changes.iter().filter(|change| change.rule.severity() == severity);
            let mut entries: Vec<String> = match severity {
                Severity::Patch => by_rule(changes),
                _ => changes.map(entry).collect(),
            };
            if !entries.is_empty() {
                entries.insert(0, format!("### {heading}\n"));
                sections.push(entries.join("\n"));
            }
        }
        sections.join("\n\n")
    }

    fn summary(&self) -> String {
        let Some(old) = &self.old else {
            return format!("{} is the first version", self.new);
        };
        let versions = format!("{old} → {}", self.new);
        let Some(gravest) = self.severity() else {
            return format!("{versions}: nothing changed");
        };
        let count = |severity| {
            self.changes.iter().filter(|change| change.rule.severity() == severity).count()
        };
        let parts = Severity::ALL.into_iter().filter(|severity| count(*severity) > 0);
        let parts: Vec<_> =
            parts.map(|severity| format!("{} {severity}", count(severity))).collect();
        let changes = if self.changes.len() == 1 {
            format!("1 change, which is {gravest}")
        } else {
            format!("{}: {}", counted(self.changes.len(), "change"), parts.join(", "))
        };
        format!("{versions}: {changes}")
    }

    fn verdict(&self) -> String {
        let Some(needed) = self.needed() else {
            return "nothing has been released, so any version covers this".to_owned();
        };
        match (self.is_covered(), self.new == needed) {
            (true, true) => return format!("version {needed} covers this"),
            (true, false) => {
                return format!("version {} covers this, but {needed} would do", self.new);
            }
            (false, _) => {}
        }
        format!(
            "version {} does not cover this: set `version = \"{needed}\"` in the description, or \
             run `cargo xtask release`, which does that",
            self.new
        )
    }
}

/// A change in the changelog.
fn entry(Change { rule, place, what, older }: &Change) -> String {
    let is_gravest = |contract: &Contract| rule.effect(*contract) == Some(rule.severity());
    let users: Vec<_> = Contract::ALL.into_iter().filter(is_gravest).map(used).collect();
    let whom = match users.len() {
        0 => "nobody".to_owned(),
        all if all == Contract::ALL.len() => "everybody".to_owned(),
        _ => format!("users of {}", enumerated(users.into_iter().map(str::to_owned), "and")),
    };
    let older = match older {
        Older::Refuse => " Older versions report such a callback as malformed.",
        Older::Read | Older::Keep => "",
    };
    item(&format!("**For {whom}:** {what}.{older} (`{place}`: {})", link(rule)))
}

/// Changes that need no action, with one entry per rule.
fn by_rule<'a>(changes: impl Iterator<Item = &'a Change>) -> Vec<String> {
    let mut rules: Vec<(&Rule, Vec<String>)> = Vec::new();
    for Change { rule, place, .. } in changes {
        let place = format!("`{place}`");
        match rules.iter_mut().find(|(other, _)| other == rule) {
            Some((_, places)) if places.contains(&place) => {}
            Some((_, places)) => places.push(place),
            None => rules.push((*rule, vec![place])),
        }
    }
    rules
        .into_iter()
        .map(|(rule, places)| {
            item(&format!("{} ({}): {}", capitalized(rule.title), link(rule), places.join(", ")))
        })
        .collect()
}

fn item(words: &str) -> String {
    let options = wrapping(CHANGELOG_WIDTH).initial_indent("- ").subsequent_indent("  ");
    textwrap::fill(words, options)
}

fn link(rule: &Rule) -> String {
    format!("[{code}](docs/compatibility.md#{code})", code = rule.code)
}

/// What users of a contract use.
fn used(contract: Contract) -> &'static str {
    match contract {
        Contract::Wire => "the decoder",
        Contract::Rust => "Rust",
        Contract::Validation => "the validation JSON Schema",
        Contract::Types => "the types JSON Schema",
    }
}

/// The effects of a rule, with contracts grouped by effect.
fn effects(rule: &Rule) -> String {
    let of = |severity: Severity| {
        let contracts = Contract::ALL.into_iter();
        contracts.filter(move |contract| rule.effect(*contract) == Some(severity))
    };
    let parts = Severity::ALL.into_iter().filter(|severity| of(*severity).next().is_some());
    let parts = parts.map(|severity| {
        let contracts: Vec<_> = of(severity).map(Contract::as_str).collect();
        format!("{severity} for {}", contracts.join(", "))
    });
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() { "no effect on any contract".to_owned() } else { parts.join("; ") }
}

fn older_words(older: Older) -> &'static str {
    match older {
        Older::Read => "older versions read it",
        Older::Keep => "older versions keep what is new unchanged",
        Older::Refuse => "older versions report it as malformed",
    }
}

fn older_verb(older: Older) -> &'static str {
    match older {
        Older::Read => "read it",
        Older::Keep => "keep it unchanged",
        Older::Refuse => "**report it as malformed**",
    }
}

fn word(severity: Option<Severity>) -> Option<&'static str> {
    severity.map(Severity::as_str)
}

fn key(contract: Contract) -> &'static str {
    match contract {
        Contract::Rust => "rust",
        other => other.as_str(),
    }
}

fn colour(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Major => AnsiColor::Red,
        Severity::Minor => AnsiColor::Yellow,
        Severity::Patch => AnsiColor::Green,
    };
    colour.on_default().bold()
}

fn paragraph(text: &mut String, words: &str, style: Style) {
    let options = wrapping(WIDTH).initial_indent(INDENT).subsequent_indent(INDENT);
    for line in textwrap::wrap(words, options) {
        let _ = writeln!(text, "{style}{line}{style:#}");
    }
}

/// Text in a cell of a table.
fn cell(words: &str) -> String {
    words.replace('|', "\\|").replace('\n', " ")
}
