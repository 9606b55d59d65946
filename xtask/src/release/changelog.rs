//! The changelog: notes under a heading for unreleased changes, and below it an entry for each
//! version.

use std::ops::Range;

use anyhow::{Result, bail};
use codegen::diff::Comparison;

pub(super) const CHANGELOG: &str = "CHANGELOG.md";

/// The heading of the changelog for the changes of the next version.
pub(super) const UNRELEASED: &str = "## Unreleased";
/// The placeholder for notes, if there are none yet.
const ROOM: &str = "<!-- Notes go here. -->";

/// The changelog, split at the unreleased notes.
pub(super) struct Changelog {
    pub(super) text: String,
    /// The place of the notes.
    notes: Range<usize>,
}

impl Changelog {
    pub(super) fn of(text: String) -> Result<Self> {
        let mut lines = text.split_inclusive('\n').scan(0, |end, line| {
            *end += line.len();
            Some((*end - line.len(), line))
        });
        let Some((heading, line)) = lines.find(|(_, line)| line.trim_end() == UNRELEASED) else {
            bail!("{CHANGELOG} has no heading `{UNRELEASED}`: add one above the last version");
        };
        let next = lines.find(|(_, line)| line.starts_with("## "));
        let notes = heading + line.len()..next.map_or(text.len(), |(start, _)| start);
        Ok(Self { text, notes })
    }

    pub(super) fn notes(&self) -> &str {
        self.text[self.notes.clone()].trim()
    }

    /// The entry for a version: notes, or a placeholder for them, and what changed.
    pub(super) fn entry(&self, comparison: &Comparison) -> String {
        let notes = if self.notes().is_empty() { ROOM } else { self.notes() };
        let mut entry = format!("## {}\n\n{notes}\n", comparison.new);
        let changes = comparison.changelog();
        if !changes.is_empty() {
            entry = format!("{entry}\n{changes}\n");
        }
        entry
    }

    /// The changelog with an entry for a version, and without unreleased notes.
    pub(super) fn with(&self, entry: &str) -> String {
        let (before, after) = (&self.text[..self.notes.start], &self.text[self.notes.end..]);
        let gap = if after.is_empty() { "" } else { "\n" };
        format!("{before}\n{entry}{gap}{after}")
    }
}
