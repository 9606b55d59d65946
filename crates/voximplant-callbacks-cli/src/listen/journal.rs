//! Prints what happens to callbacks.

use std::{fmt::Write, net::IpAddr, time::SystemTime};

use serde_json::json;
use voximplant_callbacks::{Outcome, Refusal};
use voximplant_callbacks_inbox::Receipt;

use super::lines::Lines;
use crate::{
    json as text,
    output::{BOLD, DIM, GREEN, Output, RED, YELLOW, one_line, tame, utc},
};

/// Something that happened.
pub(super) enum Entry {
    Listening {
        url: String,
        inbox: String,
        forward: Option<String>,
        metrics: Option<String>,
    },
    Received(Received, Receipt),
    Refused {
        code: &'static str,
        count: u64,
        from: IpAddr,
    },
    Rejected {
        reason: String,
        from: IpAddr,
    },
    Forwarded {
        kind: Option<String>,
        account_id: u64,
        callback_id: u64,
        attempt: u32,
        result: Result<u16, String>,
    },
}

/// The printed part of a received callback.
pub(super) struct Received {
    code: &'static str,
    kind: Option<String>,
    account_id: Option<u64>,
    callback_id: Option<u64>,
    has_amount: bool,
    /// The callback, if everything may be shown.
    text: Option<String>,
    problem: Option<String>,
    from: IpAddr,
}

#[derive(Clone)]
pub(super) struct Journal {
    lines: Lines<Entry>,
    reveal: bool,
}

impl Journal {
    pub(super) fn start(output: Output, reveal: bool) -> Self {
        let lines = Lines::start(move |entry: Entry, left_out| {
            if left_out > 0 {
                tracing::warn!(
                    lines = left_out,
                    "lines were not printed: the output is read too slowly"
                );
            }
            // If the output is closed, the log still reports problems.
            let _ = output.line(if output.json { entry.json() } else { entry.line() });
        });
        Self { lines, reveal }
    }

    pub(super) fn print(&self, entry: Entry) {
        let size = match &entry {
            Entry::Received(received, _) => received.text.as_ref().map_or(0, String::len),
            _ => 0,
        };
        self.lines.print(entry, size);
    }

    /// Waits until everything is printed, unless nobody reads it.
    pub(super) fn finish(&self) {
        self.lines.finish();
    }

    /// The printed part of an outcome, unless its hash was refused.
    pub(super) fn received(&self, outcome: &Outcome, from: IpAddr) -> Option<Received> {
        let (kind, problem) = match outcome {
            Outcome::Refused(refused) => match refused.refusal() {
                Refusal::Hash(_) => return None,
                refusal => (None, Some(refusal.to_string())),
            },
            Outcome::Callback(callback) => (Some(callback.kind().to_string()), None),
            Outcome::Unknown(unknown) => {
                (Some(tame(unknown.kind())), Some("newer than this version".to_owned()))
            }
            Outcome::Malformed(malformed) => {
                let error = malformed.error();
                let problem = format!("{} at {}", error.reason(), error.pointer());
                (error.kind().map(|kind| kind.to_string()), Some(problem))
            }
            Outcome::Duplicate(_) => (None, None),
        };
        let whole = outcome.text();
        let amount = kind.as_deref().and_then(|kind| text::get(whole, &[kind, "amount"]));
        Some(Received {
            code: outcome.code(),
            has_amount: amount.is_some(),
            kind,
            account_id: outcome.account_id(),
            callback_id: outcome.callback_id(),
            text: self.reveal.then(|| whole.to_owned()),
            problem,
            from,
        })
    }
}

impl Entry {
    fn json(&self) -> String {
        let at = utc(SystemTime::now());
        let value = match self {
            Self::Listening { url, inbox, forward, metrics } => json!({
                "event": "listening", "at": at,
                "url": url, "inbox": inbox, "forward": forward, "metrics": metrics,
            }),
            Self::Received(it, receipt) => json!({
                "event": "received", "at": at,
                "receipt": receipt.as_str(),
                "outcome": it.code,
                "kind": it.kind,
                "account_id": it.account_id,
                "callback_id": it.callback_id,
                "problem": it.problem,
                "from": it.from,
            }),
            Self::Refused { code, count, from } => json!({
                "event": "refused", "at": at, "reason": code, "count": count, "from": from,
            }),
            Self::Rejected { reason, from } => json!({
                "event": "rejected", "at": at, "reason": reason, "from": from,
            }),
            Self::Forwarded { kind, account_id, callback_id, attempt, result } => json!({
                "event": if result.is_ok() { "forwarded" } else { "not_forwarded" }, "at": at,
                "kind": kind,
                "account_id": account_id,
                "callback_id": callback_id,
                "attempt": attempt,
                "status": result.as_ref().ok(),
                "problem": result.as_ref().err(),
            }),
        };
        match self {
            Self::Received(it, _) => text::with(&value, "callback", it.text.as_deref()),
            _ => value.to_string(),
        }
    }

    fn line(&self) -> String {
        let at = utc(SystemTime::now());
        let at = format!("{DIM}{}{DIM:#}", at.get(11..19).unwrap_or_default());
        match self {
            Self::Listening { url, inbox, forward, metrics } => {
                let mut line = format!("{BOLD}listening{BOLD:#} on {url}, storing in {inbox}");
                if let Some(target) = forward {
                    let _ = write!(line, ", forwarding to {target}");
                }
                if let Some(address) = metrics {
                    let _ = write!(line, "; metrics on http://{address}/metrics");
                }
                line
            }
            Self::Received(it, receipt) => {
                let (colour, word) = match receipt {
                    Receipt::New => (GREEN, "stored"),
                    Receipt::Duplicate => (YELLOW, "duplicate"),
                    Receipt::Conflict => (RED, "conflict"),
                    Receipt::Refused => (RED, "refused"),
                    Receipt::OverShare => (RED, "not stored: the account has used up its share"),
                    _ => (RED, "not stored: the store failed"),
                };
                let kind = it.kind.as_deref().unwrap_or("-");
                let mut line = format!(
                    "{at} {colour}{word:<10}{colour:#} {BOLD}{kind}{BOLD:#}  {}",
                    ids(it.account_id, it.callback_id)
                );
                match &it.text {
                    Some(text) => {
                        let _ = write!(line, "  {}", one_line(text));
                    }
                    None if it.has_amount => {
                        let _ = write!(line, "  {DIM}amount hidden{DIM:#}");
                    }
                    None => {}
                }
                if let Some(problem) = &it.problem {
                    let _ = write!(line, "\n         {YELLOW}{problem}{YELLOW:#}");
                }
                line
            }
            Self::Refused { code, count, from } => {
                format!("{at} {RED}refused{RED:#}    {count} from {from}: {code}")
            }
            Self::Rejected { reason, from } => {
                format!("{at} {RED}rejected{RED:#}   a body from {from}: {}", tame(reason))
            }
            Self::Forwarded { kind, account_id, callback_id, attempt, result } => {
                let kind = tame(kind.as_deref().unwrap_or("-"));
                let ids = ids(Some(*account_id), Some(*callback_id));
                match result {
                    Ok(status) => format!(
                        "{at} {GREEN}forwarded{GREEN:#}  {BOLD}{kind}{BOLD:#}  {ids}  {DIM}{status}{DIM:#}"
                    ),
                    Err(problem) => format!(
                        "{at} {YELLOW}failed{YELLOW:#}     {BOLD}{kind}{BOLD:#}  {ids}  attempt {attempt}: \
                         {}",
                        tame(problem)
                    ),
                }
            }
        }
    }
}

fn ids(account_id: Option<u64>, callback_id: Option<u64>) -> String {
    let id = |id: Option<u64>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    let (account, callback) = (id(account_id), id(callback_id));
    format!("{DIM}account{DIM:#} {account}  {DIM}callback{DIM:#} {callback}")
}
