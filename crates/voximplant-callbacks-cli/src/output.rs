//! Output: lines for people, or JSON. Colours depend on the terminal and `NO_COLOR`.

use std::{
    fmt::{Display, Write as _},
    io::{IsTerminal, Write},
    time::{Duration, SystemTime},
};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use serde::Serialize;

use crate::failure::{Failure, Result};

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default();
pub(crate) const RED: Style = AnsiColor::Red.on_default();

/// The destination of results and errors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

#[allow(clippy::unused_self, reason = "all output goes through here")]
impl Output {
    /// Prints a line.
    pub(crate) fn line(self, line: impl Display) -> Result<()> {
        // In a single write, as several tasks print.
        let mut line = line.to_string();
        if self.json {
            line = one_line(&line);
        }
        line.push('\n');
        let printed = anstream::stdout().lock().write_all(line.as_bytes());
        printed.map_err(|error| Failure::printing(&error))
    }

    /// Prints a value as a line of JSON.
    pub(crate) fn value(self, value: &impl Serialize) -> Result<()> {
        let json = serde_json::to_string(value).map_err(|error| Failure::io(error.to_string()))?;
        self.line(json)
    }

    /// Prints a value as JSON if that was requested, and otherwise a line.
    pub(crate) fn either(self, value: &impl Serialize, line: impl Display) -> Result<()> {
        if self.json { self.value(value) } else { self.line(line) }
    }

    /// Prints rows of texts in columns.
    pub(crate) fn table(self, head: &[&str], rows: &[Vec<String>]) -> Result<()> {
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column).map(|it| it.chars().count()));
            cells.chain([head[column].len()]).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..head.len()).map(width).collect();
        let print = |cells: Vec<&str>| {
            let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        self.line(format_args!("{BOLD}{}{BOLD:#}", print(head.to_vec())))?;
        rows.iter().try_for_each(|row| self.line(print(row.iter().map(String::as_str).collect())))
    }

    pub(crate) fn error(self, message: &str, help: Option<&str>) {
        let mut stderr = anstream::stderr();
        // There is no place left to report that this failed.
        let _ = if self.json {
            writeln!(stderr, "{}", serde_json::json!({ "error": message, "help": help }))
        } else {
            let help = help.map(|help| format!("\n{GREEN}help{GREEN:#}: {help}"));
            writeln!(stderr, "{RED}error{RED:#}: {message}{}", help.unwrap_or_default())
        };
    }

    /// Prints a note that is not a result.
    pub(crate) fn note(self, note: impl Display) {
        let _ = writeln!(anstream::stderr(), "{note}");
    }

    /// A progress bar, only on a terminal.
    pub(crate) fn bar(self, steps: u64) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(steps), self.progress_target());
        let style = "{bar:40} {pos}/{len}  {per_sec}  {eta} left";
        bar.with_style(ProgressStyle::with_template(style).expect("the template is fixed"))
    }

    /// A spinner for work of unknown length.
    pub(crate) fn spinner(self, message: &'static str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, self.progress_target());
        bar.set_message(message);
        let style = "{spinner} {msg}: {pos}  {elapsed}";
        let bar = bar.with_style(ProgressStyle::with_template(style).expect("it is fixed"));
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }

    fn progress_target(self) -> ProgressDrawTarget {
        if self.json || !std::io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        }
    }
}

/// A time in UTC, to the second.
pub(crate) fn utc(time: SystemTime) -> String {
    Timestamp::try_from(time)
        .map_or_else(|_| "unknown".to_owned(), |it| it.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// The same JSON on one line, without characters that a terminal would interpret: line breaks and
/// tabs can only be between values, and others only in strings, where they are escaped.
pub(crate) fn one_line(json: &str) -> String {
    let mut line = String::with_capacity(json.len());
    for it in json.chars() {
        match it {
            '\n' | '\r' | '\t' => line.push(' '),
            it if is_obeyed(it) => {
                for unit in it.encode_utf16(&mut [0; 2]) {
                    let _ = write!(line, "\\u{unit:04x}");
                }
            }
            it => line.push(it),
        }
    }
    line
}

/// Untrusted text for a terminal: without characters that it would interpret, and limited in
/// length.
pub(crate) fn tame(text: &str) -> String {
    let shown = |it: char| match it {
        '\n' | '\r' | '\t' => ' ',
        it if is_obeyed(it) => char::REPLACEMENT_CHARACTER,
        it => it,
    };
    text.chars().take(200).map(shown).collect()
}

/// Whether a terminal interprets a character instead of showing it: it moves the cursor, changes
/// the text direction, or makes two names look the same.
fn is_obeyed(it: char) -> bool {
    it.is_control()
        || matches!(it, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || matches!(it, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
        || matches!(it, '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_sent_commands_the_terminal() {
        assert_eq!(tame("\u{1b}[31mred\u{9b}2J\r\nend"), "\u{fffd}[31mred\u{fffd}2J  end");
        assert_eq!(tame("card\u{200b}_\u{202e}payment"), "card\u{fffd}_\u{fffd}payment");
        assert_eq!(tame("naïve प्रिय 👨\u{200d}👩"), "naïve प्रिय 👨\u{200d}👩");
        assert_eq!(tame(&"x".repeat(1000)).len(), 200);
        let json = "{\n\t\"a\": \"\u{9b}2J\u{202e}\u{e0041}\"}";
        let line = one_line(json);
        assert_eq!(line, r#"{  "a": "\u009b2J\u202e\udb40\udc41"}"#);
        let value = |text| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&line), value(json));
    }
}
