//! `inbox`: shows and changes what is stored. It works while a receiver is running.

mod doctor;
mod filter;

use std::{
    fs,
    io::{self, BufRead, IsTerminal, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use serde_json::json;
use voximplant_callbacks::Body;
use voximplant_callbacks_inbox::{
    Filter, Inbox, Store,
    store::{Conflict, ItemKey, Reading, State, StoredItem},
};

use self::filter::{Which, callback};
use crate::{
    failure::{Failure, Result, Verdict},
    json,
    output::{BOLD, DIM, Output, RED, YELLOW, one_line, tame, utc},
    sample,
    settings::Settings,
    store::{self, Missing, with_inbox},
};

/// How many items are read or changed in a transaction.
const BATCH: usize = 500;

/// Shows and changes what is in an inbox.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  voximplant-callbacks inbox list --state dead
  voximplant-callbacks inbox show 1234567-84782515 --reveal
  voximplant-callbacks inbox rerun --state dead --since 2h
  voximplant-callbacks inbox rerun --unread
  voximplant-callbacks inbox export --reveal --kind card_payment > payments.ndjson
  voximplant-callbacks inbox --inbox postgres://callbacks@db.example.com/callbacks doctor

Times are in UTC: 2026-01-15, 2026-01-15T09:30:00Z, or how long ago, such as 90m, 12h or 30d.")]
pub(crate) struct Command {
    /// The inbox: a file, or `postgres://user@host/database`.
    #[arg(long, value_name = "FILE|URL", global = true)]
    inbox: Option<String>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists the newest matching callbacks, in order of arrival.
    List(List),
    /// Shows one callback and its state.
    Show(Show),
    /// Queues callbacks to be processed again.
    #[command(after_help = "\
Examples:
  voximplant-callbacks inbox rerun --state dead
  voximplant-callbacks inbox rerun 1234567-84782515 --yes
  voximplant-callbacks inbox rerun --unread

A callback keeps its ID, ACCOUNT-CALLBACK, so a target that remembers the ID skips it. With
--unread, unknown and malformed callbacks are read again, as after an upgrade, and only those that
now have a known kind are queued.")]
    Rerun(Change),
    /// Writes callbacks as received, one per line (NDJSON).
    Export(Export),
    /// Counts what is stored.
    Stats,
    /// Lists callback IDs that were received again with different content.
    Conflicts(Conflicts),
    /// Removes the text of callbacks, for example on the request of a person.
    #[command(after_help = "\
Examples:
  voximplant-callbacks inbox erase 1234567-84782515
  voximplant-callbacks inbox erase --account 1234567 --yes

An erased callback is no longer processed. Its digest stays, so a copy of it is a duplicate.
Backups are not changed.")]
    Erase(Change),
    /// Removes processed callbacks, dead letters and erased callbacks.
    #[command(after_help = "\
Examples:
  voximplant-callbacks inbox purge --until 30d
  voximplant-callbacks inbox purge --state dead --kind js_fail --yes

Callbacks that are waiting stay, and so do unknown and malformed callbacks unless --unread is
given. The digests stay, so a copy of a purged callback is a duplicate. A receiver that
forwards purges by itself: processed callbacks after 30 days, and dead letters after 90.")]
    Purge(Change),
    /// Reports problems of the store, its disk, the clock and the settings, with fixes.
    Doctor,
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    which: Which,
    /// The maximum number.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..))]
    limit: u64,
    /// Prints callbacks in full, including personal data.
    #[arg(long)]
    reveal: bool,
}

#[derive(Debug, Args)]
struct Show {
    /// Its account ID and callback ID, such as 1234567-84782515.
    #[arg(value_name = "ACCOUNT-CALLBACK", value_parser = callback)]
    callback: (u64, u64),
    /// Prints the callback in full, including personal data.
    #[arg(long)]
    reveal: bool,
}

#[derive(Debug, Args)]
struct Change {
    #[command(flatten)]
    which: Which,
    /// Does not ask for confirmation.
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Args)]
struct Export {
    #[command(flatten)]
    which: Which,
    /// Confirms that everything is written, including personal data.
    #[arg(long)]
    reveal: bool,
    /// The file to write, which must not exist [default: standard output].
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Conflicts {
    /// Of this account.
    #[arg(long, value_name = "ID")]
    account: Option<u64>,
    /// The maximum number.
    #[arg(long, default_value_t = 50)]
    limit: u64,
    /// Prints the first conflicting callback of each ID.
    #[arg(long)]
    reveal: bool,
}

impl Command {
    pub(crate) fn run(&self, config: Option<&Path>, output: Output) -> Result<Verdict> {
        crate::runtime()?.block_on(async {
            if matches!(self.action, Action::Doctor) {
                return doctor::run(config, self.inbox.as_deref(), output).await;
            }
            let settings = Settings::load(config)?;
            let name = settings.inbox(self.inbox.as_deref());
            let opened = store::open(&settings, name, Missing::Refuse).await?;
            with_inbox!(opened, inbox => self.act(&inbox, output).await)
        })
    }

    async fn act<S: Store>(&self, inbox: &Inbox<S>, output: Output) -> Result<Verdict> {
        match &self.action {
            Action::List(list) => list.run(inbox, output).await,
            Action::Show(show) => show.run(inbox, output).await,
            Action::Rerun(change) if change.which.unread => change.reread(inbox, output).await,
            Action::Rerun(change) => change.run(inbox, output, &RERUN).await,
            Action::Erase(change) => change.run(inbox, output, &ERASE).await,
            Action::Purge(change) => change.run(inbox, output, &PURGE).await,
            Action::Export(export) => export.run(inbox, output).await,
            Action::Stats => stats(inbox, output).await,
            Action::Conflicts(conflicts) => conflicts.run(inbox, output).await,
            Action::Doctor => unreachable!("it works even if the inbox cannot be opened"),
        }
    }
}

impl List {
    async fn run<S: Store>(&self, inbox: &Inbox<S>, output: Output) -> Result<Verdict> {
        let mut filter = self.which.filter();
        filter.newest = true;
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let mut items = inbox.list(&filter, None, limit).await?;
        items.reverse();
        if output.json {
            for item in &items {
                output.line(value(item, self.reveal))?;
            }
            return Ok(Verdict::Good);
        }
        let rows: Vec<Vec<String>> = items.iter().map(row).collect();
        let head = ["received", "state", "kind", "callback", "attempts", "error"];
        output.table(&head, &rows)?;
        if self.reveal {
            for item in &items {
                let text = item.text.as_deref().map_or_else(|| "erased".to_owned(), one_line);
                output.line(format_args!("{DIM}{}{DIM:#} {text}", key(item)))?;
            }
        }
        if items.len() == limit {
            output.note(format_args!("{DIM}there may be older ones: raise --limit{DIM:#}"));
        }
        Ok(Verdict::Good)
    }
}

fn key(item: &StoredItem) -> String {
    format!("{}-{}", item.account_id, item.callback_id)
}

fn row(item: &StoredItem) -> Vec<String> {
    let kind = item.kind.as_deref().map_or_else(|| "-".to_owned(), tame);
    let kind = match item.reading {
        Reading::Known => kind,
        other => format!("{kind} ({})", other.as_str()),
    };
    vec![
        utc(item.received_at),
        item.state.as_str().to_owned(),
        kind,
        key(item),
        item.attempts.to_string(),
        item.error.as_deref().map(tame).unwrap_or_default(),
    ]
}

fn value(item: &StoredItem, reveal: bool) -> String {
    let value = json!({
        "seq": item.seq,
        "account_id": item.account_id,
        "callback_id": item.callback_id,
        "kind": item.kind,
        "reading": item.reading.as_str(),
        "state": item.state.as_str(),
        "received_at": utc(item.received_at),
        "attempts": item.attempts,
        "due_at": (item.state == State::Ready).then(|| utc(item.due_at)),
        "finished_at": item.finished_at.map(utc),
        "error": item.error,
    });
    json::with(&value, "callback", item.text.as_deref().filter(|_| reveal))
}

impl Show {
    async fn run<S: Store>(&self, inbox: &Inbox<S>, output: Output) -> Result<Verdict> {
        let (account_id, callback_id) = self.callback;
        let mut filter = Filter::default();
        (filter.account_id, filter.callback_id) = (Some(account_id), Some(callback_id));
        let items = inbox.list(&filter, None, 1).await?;
        let conflicts = inbox.conflicts(Some(account_id), usize::MAX).await?;
        let conflict = conflicts.into_iter().find(|it| it.callback_id == callback_id);
        let Some(item) = items.first() else {
            return Err(Failure::io(format!("{account_id}-{callback_id} is not in the inbox"))
                .help(
                    "`voximplant-callbacks inbox list` shows what is there; processed callbacks \
                    are purged after some time",
                ));
        };
        let problem = problem(item);
        if output.json {
            let conflict = conflict.map(|it| conflict_value(&it, self.reveal));
            let shown =
                json::set(&value(item, self.reveal), &["problem"], &json!(problem).to_string());
            let shown = shown.and_then(|shown| {
                json::set(&shown, &["conflict"], conflict.as_deref().unwrap_or("null"))
            });
            output.line(shown.unwrap_or_default())?;
            return Ok(Verdict::Good);
        }
        let kind = item.kind.as_deref().map_or_else(|| "-".to_owned(), tame);
        output.line(format_args!("{BOLD}{}{BOLD:#}  {kind}", key(item)))?;
        let conflict = conflict.map(|it| {
            format!("{} with different content, the last at {}", it.count, utc(it.last_at))
        });
        let due = (item.state == State::Ready).then(|| utc(item.due_at));
        let facts = [
            ("state", Some(item.state.as_str().to_owned())),
            ("read as", Some(item.reading.as_str().to_owned())),
            ("received", Some(utc(item.received_at))),
            ("due", due),
            ("finished", item.finished_at.map(utc)),
            ("attempts", Some(item.attempts.to_string())),
            ("error", item.error.as_deref().map(tame)),
            ("problem", problem),
            ("conflicts", conflict),
        ];
        for (name, fact) in facts {
            if let Some(fact) = fact {
                output.line(format_args!("{DIM}{name:<10}{DIM:#} {fact}"))?;
            }
        }
        match &item.text {
            None => output.line(format_args!("{YELLOW}its text was erased{YELLOW:#}"))?,
            Some(text) if self.reveal => output.line(format_args!("\n{}", one_line(text)))?,
            Some(_) => output.line(format_args!("{DIM}pass --reveal to see its text{DIM:#}"))?,
        }
        Ok(Verdict::Good)
    }
}

/// Why a callback cannot be read as a known kind.
fn problem(item: &StoredItem) -> Option<String> {
    use voximplant_callbacks::Decoded;

    let body = Body::decode(sample::body(item.text.as_deref()?).as_bytes()).ok()?;
    match body.callbacks.first()? {
        Decoded::Callback(_) if item.reading == Reading::Known => None,
        Decoded::Callback(_) => {
            Some("this version can read it: `inbox rerun --unread` queues it".to_owned())
        }
        Decoded::Unknown(_) => Some("its kind is newer than this version".to_owned()),
        Decoded::Malformed(malformed) => {
            let error = malformed.error();
            Some(format!("{} at {}", error.reason(), error.pointer()))
        }
    }
}

/// A change to matching items.
struct Deed {
    verb: &'static str,
    done: &'static str,
    /// Whether it applies to an item.
    concerns: fn(&StoredItem, &Which) -> bool,
}

const RERUN: Deed = Deed {
    verb: "rerun",
    done: "queued again",
    concerns: |item, _| matches!(item.state, State::Done | State::Dead),
};

const ERASE: Deed = Deed { verb: "erase", done: "erased", concerns: |item, _| item.text.is_some() };

const PURGE: Deed = Deed {
    verb: "purge",
    done: "purged",
    concerns: |item, which| match item.state {
        State::Done | State::Dead => item.reading == Reading::Known || which.unread,
        State::Erased => true,
        _ => false,
    },
};

impl Change {
    /// Counts the items, asks for confirmation, and changes them.
    async fn run<S: Store>(
        &self,
        inbox: &Inbox<S>,
        output: Output,
        deed: &Deed,
    ) -> Result<Verdict> {
        let filter = self.which.required(deed.verb)?;
        let conflicts = self.conflicts(inbox, deed).await?;
        let count = self.count(inbox, output, &filter, deed).await? + conflicts.len() as u64;
        if !self.agree(output, deed.verb, count)? {
            return Ok(Verdict::Good);
        }
        let bar = output.bar(count);
        let mut done = 0;
        for conflicts in conflicts.chunks(BATCH) {
            done += inbox.store().erase(conflicts.to_vec()).await?;
        }
        let mut after = None;
        loop {
            let items = inbox.list(&filter, after, BATCH).await?;
            let Some(last) = items.last() else { break };
            after = Some(last.seq);
            let concerned = items.iter().filter(|item| (deed.concerns)(item, &self.which));
            let keys: Vec<ItemKey> = concerned.clone().map(StoredItem::key).collect();
            bar.inc(keys.len() as u64);
            done += match deed.verb {
                "rerun" => inbox.store().rerun(keys).await?,
                "purge" => inbox.store().remove(keys).await?,
                _ => {
                    let ids = concerned.map(|item| (item.account_id, item.callback_id));
                    inbox.store().erase(ids.collect()).await?
                }
            };
        }
        bar.finish_and_clear();
        report(output, done, deed.done)
    }

    /// Conflicting callbacks whose text must be erased too: they outlive their items.
    async fn conflicts<S: Store>(&self, inbox: &Inbox<S>, deed: &Deed) -> Result<Vec<(u64, u64)>> {
        let Some(account_id) = self.which.only_ids().filter(|_| deed.verb == ERASE.verb) else {
            return Ok(Vec::new());
        };
        let conflicts = inbox.conflicts(Some(account_id), usize::MAX).await?;
        let meant = conflicts.iter().filter(|it| {
            it.text.is_some() && self.which.callback().is_none_or(|id| id == it.callback_id)
        });
        Ok(meant.map(|it| (it.account_id, it.callback_id)).collect())
    }

    async fn reread<S: Store>(&self, inbox: &Inbox<S>, output: Output) -> Result<Verdict> {
        let filter = self.which.filter();
        let all = Deed { concerns: |_, _| true, ..RERUN };
        let count = self.count(inbox, output, &filter, &all).await?;
        if !self.agree(output, "read again", count)? {
            return Ok(Verdict::Good);
        }
        let spinner = output.spinner("reading");
        let done = inbox.rerun_unread(&filter).await?;
        spinner.finish_and_clear();
        report(output, done, "read, and queued")
    }

    async fn count<S: Store>(
        &self,
        inbox: &Inbox<S>,
        output: Output,
        filter: &Filter,
        deed: &Deed,
    ) -> Result<u64> {
        let spinner = output.spinner("counting");
        let (mut count, mut after) = (0, None);
        loop {
            let items = inbox.list(filter, after, BATCH).await?;
            let Some(last) = items.last() else { break };
            after = Some(last.seq);
            count += items.iter().filter(|item| (deed.concerns)(item, &self.which)).count() as u64;
            spinner.set_position(count);
        }
        spinner.finish_and_clear();
        Ok(count)
    }

    /// Asks for confirmation, unless it was given.
    fn agree(&self, output: Output, verb: &str, count: u64) -> Result<bool> {
        if self.yes || count == 0 {
            return Ok(true);
        }
        let callbacks = if count == 1 { "callback" } else { "callbacks" };
        if !io::stdin().is_terminal() {
            return Err(Failure::usage(format!("this would {verb} {count} {callbacks}"))
                .help("pass --yes if that is what you want"));
        }
        output.note(format_args!("{BOLD}{verb} {count} {callbacks}?{BOLD:#} [y/N]"));
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).map_err(|it| Failure::io(it.to_string()))?;
        let is_yes = matches!(answer.trim(), "y" | "Y" | "yes");
        if !is_yes {
            output.note("nothing was changed");
        }
        Ok(is_yes)
    }
}

fn report(output: Output, count: u64, done: &str) -> Result<Verdict> {
    output.either(&json!({ "count": count, "done": done }), format_args!("{count} {done}"))?;
    Ok(Verdict::Good)
}

impl Export {
    async fn run<S: Store>(&self, inbox: &Inbox<S>, output: Output) -> Result<Verdict> {
        if !self.reveal {
            return Err(Failure::usage(
                "an export contains names, phone numbers and message texts",
            )
            .help("pass --reveal if the destination may hold them"));
        }
        let failed = |error: io::Error| match &self.output {
            None => Failure::printing(&error),
            Some(file) => Failure::io(format!("{}: {error}", file.display())),
        };
        let to: Box<dyn Write> = match &self.output {
            None => Box::new(io::stdout()),
            Some(file) => {
                let mut options = fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                Box::new(options.open(file).map_err(failed)?)
            }
        };
        let mut to = io::BufWriter::new(to);
        let is_for_people = self.output.is_none() && io::stdout().is_terminal();
        let spinner = output.spinner("exporting");
        let filter = self.which.filter();
        let mut after = None;
        loop {
            let items = inbox.list(&filter, after, BATCH).await?;
            let Some(last) = items.last() else { break };
            after = Some(last.seq);
            for text in items.iter().filter_map(|item| item.text.as_deref()) {
                // A line break can only be between values.
                let text =
                    if is_for_people { one_line(text) } else { text.replace(['\n', '\r'], " ") };
                writeln!(to, "{text}").map_err(failed)?;
                spinner.inc(1);
            }
        }
        to.flush().map_err(failed)?;
        let count = spinner.position();
        spinner.finish_and_clear();
        output.note(format_args!("{count} exported"));
        Ok(Verdict::Good)
    }
}

async fn stats<S: Store>(inbox: &Inbox<S>, output: Output) -> Result<Verdict> {
    let stats = inbox.stats().await?;
    let oldest = stats.oldest_ready.map(|it| it.as_secs());
    let value = json!({
        "ready": stats.ready,
        "oldest_ready_seconds": oldest,
        "leased_accounts": stats.leased,
        "dead": stats.dead,
        "conflicts": stats.conflicts,
        "bytes": stats.bytes,
    });
    if output.json {
        output.value(&value)?;
        return Ok(Verdict::Good);
    }
    let dead = if stats.dead > 0 { RED } else { BOLD };
    let oldest = oldest.map(|seconds| format!(", the oldest for {seconds} s"));
    output.line(format_args!(
        "{BOLD}{:>12}{BOLD:#} waiting{}\n\
         {dead}{:>12}{dead:#} dead letters\n\
         {BOLD}{:>12}{BOLD:#} callback IDs with a conflict\n\
         {BOLD}{:>12}{BOLD:#} accounts in progress\n\
         {BOLD}{:>12}{BOLD:#} bytes of text",
        stats.ready,
        oldest.unwrap_or_default(),
        stats.dead,
        stats.conflicts,
        stats.leased,
        stats.bytes
    ))?;
    Ok(Verdict::Good)
}

impl Conflicts {
    async fn run<S: Store>(&self, inbox: &Inbox<S>, output: Output) -> Result<Verdict> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let conflicts = inbox.conflicts(self.account, limit).await?;
        if output.json {
            for conflict in &conflicts {
                output.line(conflict_value(conflict, self.reveal))?;
            }
            return Ok(Verdict::Good);
        }
        let row = |it: &Conflict| {
            vec![
                format!("{}-{}", it.account_id, it.callback_id),
                it.count.to_string(),
                utc(it.first_at),
                utc(it.last_at),
                match &it.text {
                    Some(text) if self.reveal => one_line(text),
                    Some(_) => "kept: pass --reveal".to_owned(),
                    None => "not kept".to_owned(),
                },
            ]
        };
        let rows: Vec<Vec<String>> = conflicts.iter().map(row).collect();
        output.table(&["callback", "count", "first", "last", "text of the first"], &rows)?;
        Ok(Verdict::Good)
    }
}

fn conflict_value(conflict: &Conflict, reveal: bool) -> String {
    let value = json!({
        "account_id": conflict.account_id,
        "callback_id": conflict.callback_id,
        "count": conflict.count,
        "first_at": utc(conflict.first_at),
        "last_at": utc(conflict.last_at),
    });
    json::with(&value, "callback", conflict.text.as_deref().filter(|_| reveal))
}
