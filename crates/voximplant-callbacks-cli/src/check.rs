//! `check`: the verdict of each callback of a body or an archive.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use serde_json::{json, value::RawValue};
use voximplant_callbacks::{Decoded, Limits, MalformedCallback, MemoryGuard, Outcome, Receiver};

use crate::{
    failure::{Failure, Result, Verdict},
    json,
    output::{BOLD, GREEN, Output, RED, YELLOW, tame},
    sample,
    settings::Settings,
};

/// Prints the outcome of each callback in a body or an archive.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  voximplant-callbacks check body.json
  curl --silent https://example.com/body.json | voximplant-callbacks check -
  voximplant-callbacks inbox export --reveal | voximplant-callbacks check -
  voximplant-callbacks check --skip-hash body.json

A file is one body, one callback, or an archive with a body or a callback on each line (NDJSON).
A repeated callback ID is a duplicate, or a conflict if its content differs. The exit
code is 1 if a callback is malformed or refused, or a body cannot be read.")]
pub(crate) struct Check {
    /// The file, or - for standard input.
    file: PathBuf,
    /// Reads without checking hashes, so that no credential is needed.
    #[arg(long)]
    skip_hash: bool,
    /// Prints only problems, and the counts.
    #[arg(long)]
    quiet: bool,
}

/// The verdict on one callback.
struct Finding {
    code: &'static str,
    is_bad: bool,
    kind: Option<String>,
    account_id: Option<u64>,
    callback_id: Option<u64>,
    /// JSON Pointer to the error.
    pointer: Option<String>,
    reason: Option<String>,
}

impl Check {
    pub(crate) fn run(&self, settings: &Settings, output: Output) -> Result<Verdict> {
        let receiver = if self.skip_hash {
            Receiver::default()
        } else {
            settings.receiver().map_err(|failure| failure.or("pass --skip-hash"))?
        };
        let mut limits = Limits::default();
        limits.body = usize::MAX;
        limits.list = usize::MAX;
        // The guard has room for all callbacks of an archive, however long it is.
        let guard = MemoryGuard::default().runs(usize::MAX).contents(usize::MAX);
        let receiver = receiver.limits(limits).guard(Arc::new(guard));
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        let mut is_good = true;
        for_each_document(&self.file, |line, text| {
            for (place, finding) in self.findings(&receiver, text).into_iter().enumerate() {
                *counts.entry(finding.code).or_default() += 1;
                is_good &= !finding.is_bad;
                if finding.is_bad || !self.quiet {
                    finding.print(output, line, place)?;
                }
            }
            Ok(())
        })?;
        let total: u64 = counts.values().sum();
        if output.json {
            output.value(&json!({ "total": total, "counts": counts }))?;
        } else {
            let counts = counts.iter().map(|(code, count)| format!("{count} {code}"));
            output.line(format_args!(
                "{BOLD}{total} checked{BOLD:#}: {}",
                counts.collect::<Vec<_>>().join(", ")
            ))?;
        }
        Ok(Verdict::good_if(is_good))
    }

    fn findings(&self, receiver: &Receiver, text: &str) -> Vec<Finding> {
        let body = if !is_json(text) || json::get(text, &["callbacks"]).is_some() {
            text.to_owned()
        } else {
            sample::body(text)
        };
        let found = if self.skip_hash {
            receiver
                .read(body.as_bytes())
                .map(|outcomes| outcomes.into_iter().map(finding).collect())
        } else {
            receiver
                .receive(body.as_bytes())
                .map(|outcomes| outcomes.into_iter().map(finding).collect())
        };
        found.unwrap_or_else(|error| {
            vec![Finding {
                code: "unreadable",
                is_bad: true,
                kind: None,
                account_id: None,
                callback_id: None,
                pointer: None,
                reason: Some(error.to_string()),
            }]
        })
    }
}

fn finding<E>(outcome: Outcome<E>) -> Finding {
    let (account_id, callback_id) = (outcome.account_id(), outcome.callback_id());
    let code = outcome.code();
    let of_error = |malformed: &MalformedCallback| {
        let error = malformed.error();
        let kind = error.kind().map(|kind| kind.to_string());
        (kind, Some(error.pointer().to_owned()), Some(error.reason().to_string()))
    };
    let of_decoded = |decoded: &Decoded| match decoded {
        Decoded::Callback(callback) => (Some(callback.kind().to_string()), None, None),
        Decoded::Unknown(unknown) => (Some(unknown.kind().to_owned()), None, None),
        Decoded::Malformed(malformed) => of_error(malformed),
    };
    let (is_bad, (kind, pointer, reason)) = match &outcome {
        Outcome::Callback(callback) => (false, (Some(callback.kind().to_string()), None, None)),
        Outcome::Unknown(unknown) => (
            false,
            (Some(unknown.kind().to_owned()), None, Some("newer than this version".to_owned())),
        ),
        Outcome::Malformed(malformed) => (true, of_error(malformed)),
        Outcome::Duplicate(duplicate) => (false, of_decoded(&duplicate.decode())),
        Outcome::Refused(refused) => {
            let (kind, pointer, reason) = of_decoded(&refused.decode());
            let refusal = refused.refusal().to_string();
            (
                true,
                (
                    kind,
                    pointer,
                    reason.map_or(Some(refusal.clone()), |it| Some(format!("{refusal}; {it}"))),
                ),
            )
        }
    };
    outcome.settle();
    Finding { code, is_bad, kind, account_id, callback_id, pointer, reason }
}

impl Finding {
    fn print(&self, output: Output, line: usize, place: usize) -> Result<()> {
        let kind = self.kind.as_deref().map(tame);
        let value = json!({
            "line": line,
            "callback": place,
            "verdict": self.code,
            "kind": kind,
            "account_id": self.account_id,
            "callback_id": self.callback_id,
            "pointer": self.pointer,
            "reason": self.reason,
        });
        let colour = match self.code {
            _ if self.is_bad => RED,
            "callback" => GREEN,
            _ => YELLOW,
        };
        let mut text = format!("line {line}, callback {place}: {colour}{}{colour:#}", self.code);
        let id = |id: Option<u64>| id.map(|id| id.to_string());
        let parts =
            [("", kind), ("account ", id(self.account_id)), ("callback ID ", id(self.callback_id))];
        for (name, part) in parts {
            if let Some(part) = part {
                let _ = write!(text, "  {name}{part}");
            }
        }
        if let Some(reason) = &self.reason {
            let _ = write!(text, "\n    {reason}");
            if let Some(pointer) = &self.pointer {
                let _ = write!(text, " at {pointer}");
            }
        }
        output.either(&value, text)
    }
}

/// Calls this with the line number and text of each JSON document: the whole file, or each line of
/// it.
pub(crate) fn for_each_document(
    file: &Path,
    mut each: impl FnMut(usize, &str) -> Result<()>,
) -> Result<()> {
    let failed = |error: io::Error| Failure::io(format!("{}: {error}", file.display()));
    let reader: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file).map_err(failed)?)
    };
    let mut lines = BufReader::new(reader);
    let mut first = String::new();
    let mut number = 0;
    while first.trim().is_empty() {
        number += 1;
        first.clear();
        if lines.read_line(&mut first).map_err(failed)? == 0 {
            return Err(Failure::io(format!("{} is empty", file.display())));
        }
    }
    let first = first.trim_start_matches('\u{feff}');
    if !is_json(first) {
        let mut whole = first.to_owned();
        lines.read_to_string(&mut whole).map_err(failed)?;
        return each(number, whole.trim());
    }
    each(number, first.trim())?;
    for line in lines.lines() {
        number += 1;
        let line = line.map_err(failed)?;
        if !line.trim().is_empty() {
            each(number, line.trim())?;
        }
    }
    Ok(())
}

pub(crate) fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}
