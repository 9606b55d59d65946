//! `send`: a signed sample, as upstream would send it.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use clap::{Args, builder::PossibleValuesParser};
use serde_json::json;
use voximplant_callbacks::{Credential, Kind};

use crate::{
    failure::{Failure, Result, Verdict},
    http::{Answer, Target},
    output::{BOLD, DIM, GREEN, Output, RED, tame},
    sample::Sample,
    settings::Settings,
};

/// Sends a signed sample of a kind, as upstream would send it.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag")]
#[command(after_help = "\
Examples:
  voximplant-callbacks send card_payment
  voximplant-callbacks send card_payment --set card_payment.amount=99.50 --set currency=EUR
  voximplant-callbacks send sms_inbound --as-sent --to https://staging.example.com/callbacks
  voximplant-callbacks send min_balance --count 1000
  voximplant-callbacks send card_payment --forged
  voximplant-callbacks send card_payment --set type=new_kind --remove card_payment

The last one is of a kind that no version knows yet, which is stored and forwarded like any other.

The credential comes from the settings or the environment: VOXIMPLANT_ACCOUNT_ID,
VOXIMPLANT_SALT and VOXIMPLANT_API_KEY, or VOXIMPLANT_SEAL. The exit code is 0 if every answer
is 2xx, 1 if one is not, and 3 if nobody answers.")]
pub(crate) struct Send {
    /// The kind: `voximplant-callbacks kinds` lists all.
    #[arg(hide_possible_values = true, value_parser = PossibleValuesParser::new(names()))]
    kind: String,
    /// Sets a field, such as `card_payment.amount=99.50`: JSON, or else a string.
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Removes a field.
    #[arg(long, value_name = "PATH")]
    remove: Vec<String>,
    /// The URL to send it to; by default that of `listen` with the same settings.
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// How many to send, each with its own callback ID.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    count: u64,
    /// The callback ID; with --count, that of the first [default: random].
    #[arg(long)]
    callback_id: Option<u64>,
    /// The account whose credential signs, if there are several.
    #[arg(long, value_name = "ID")]
    account: Option<u64>,
    /// Sends the payload as observed in practice, if that differs from the documentation.
    #[arg(long)]
    as_sent: bool,
    /// Sends each twice, unchanged.
    #[arg(long, group = "fault")]
    duplicate: bool,
    /// Sends each twice, the second time with a different balance.
    #[arg(long, group = "fault")]
    conflict: bool,
    /// Sends it without a hash.
    #[arg(long, group = "fault")]
    unsigned: bool,
    /// Sends it with the hash of another callback ID.
    #[arg(long, group = "fault")]
    forged: bool,
    /// Prints the body instead of sending it.
    #[arg(long, conflicts_with_all = ["count", "duplicate", "conflict"])]
    print: bool,
}

fn names() -> impl Iterator<Item = &'static str> {
    Kind::ALL.iter().map(|kind| kind.as_str())
}

impl Send {
    pub(crate) fn run(&self, settings: &Settings, output: Output) -> Result<Verdict> {
        let credential = self.credential(settings)?;
        let kind = Kind::from_wire_name(&self.kind)
            .ok_or_else(|| Failure::usage(format!("no such kind: {}", self.kind)))?;
        let mut sample =
            if self.as_sent { Sample::as_sent(kind)? } else { Sample::documented(kind)? };
        self.set.iter().try_for_each(|it| sample.set(it))?;
        self.remove.iter().try_for_each(|it| sample.remove(it))?;
        let first = match self.callback_id {
            Some(id) => id,
            // 48 bits: a number that every language can hold.
            None => getrandom::u64().map_err(|error| Failure::io(error.to_string()))? >> 16,
        };
        if self.print {
            let [body] = &self.bodies(&sample, first, &credential)?[..] else {
                return Err(Failure::usage(
                    "--print prints only one body: leave out options that \
                    send more",
                ));
            };
            output.line(body)?;
            return Ok(Verdict::Good);
        }
        let url = self.to.clone().unwrap_or_else(|| settings.listen.url());
        let target = Target::new(&url, Duration::from_secs(30))?;
        if self.count == 1 {
            let mut is_good = true;
            for body in self.bodies(&sample, first, &credential)? {
                let answer = post(&target, &body)?;
                is_good &= is_2xx(answer.status);
                self.print_answer(output, &answer, first, credential.account_id())?;
            }
            return Ok(Verdict::good_if(is_good));
        }
        self.send_many(output, &target, &sample, first, &credential)
    }

    fn send_many(
        &self,
        output: Output,
        target: &Target,
        sample: &Sample,
        first: u64,
        credential: &Credential,
    ) -> Result<Verdict> {
        let started = Instant::now();
        let bar = output.bar(self.count);
        let mut answers: BTreeMap<(u16, String), u64> = BTreeMap::new();
        for step in 0..self.count {
            for body in self.bodies(sample, first.wrapping_add(step), credential)? {
                let answer = post(target, &body)?;
                *answers.entry((answer.status, said(&answer))).or_default() += 1;
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        let seconds = started.elapsed().as_secs_f64();
        let is_good = answers.keys().all(|(status, _)| is_2xx(*status));
        let each = |((status, answer), count): (&(u16, String), &u64)| json!({ "status": status, "answer": answer, "count": count });
        let value = json!({
            "kind": self.kind,
            "account_id": credential.account_id(),
            "first_callback_id": first,
            "sent": answers.values().sum::<u64>(),
            "seconds": seconds,
            "answers": answers.iter().map(each).collect::<Vec<_>>(),
        });
        if output.json {
            output.value(&value)?;
        } else {
            for ((status, answer), count) in &answers {
                let colour = if is_2xx(*status) { GREEN } else { RED };
                output.line(format_args!("{count:>8} × {colour}{status} {answer}{colour:#}"))?;
            }
            let sent = answers.values().sum::<u64>();
            output
                .line(format_args!("{sent} sent in {seconds:.1} s, callback IDs from {first}"))?;
        }
        Ok(Verdict::good_if(is_good))
    }

    fn credential(&self, settings: &Settings) -> Result<Credential> {
        let mut credentials = settings.credentials()?.into_iter();
        let found = match self.account {
            None => credentials.next(),
            Some(id) => credentials.find(|it| it.account_id() == id),
        };
        found.ok_or_else(|| Failure::usage("there is no credential for this account"))
    }

    /// The bodies to send for one callback ID, in order.
    fn bodies(
        &self,
        sample: &Sample,
        callback_id: u64,
        credential: &Credential,
    ) -> Result<Vec<String>> {
        let mut signed = sample.clone();
        signed.sign(callback_id, credential)?;
        Ok(if self.duplicate {
            vec![signed.body(), signed.body()]
        } else if self.conflict {
            vec![signed.body(), signed.changed()?.body()]
        } else if self.unsigned {
            vec![signed.unsigned().body()]
        } else if self.forged {
            vec![signed.forged(callback_id, credential)?.body()]
        } else {
            vec![signed.body()]
        })
    }

    fn print_answer(
        &self,
        output: Output,
        answer: &Answer,
        callback_id: u64,
        account_id: u64,
    ) -> Result<()> {
        let (status, said) = (answer.status, said(answer));
        let value = json!({
            "status": status,
            "answer": said,
            "kind": self.kind,
            "account_id": account_id,
            "callback_id": callback_id,
        });
        let colour = if is_2xx(status) { GREEN } else { RED };
        output.either(
            &value,
            format_args!(
                "{colour}{status} {said}{colour:#}  {BOLD}{}{BOLD:#}  {DIM}account{DIM:#} {account_id}  \
                 {DIM}callback{DIM:#} {callback_id}",
                self.kind
            ),
        )
    }
}

fn post(target: &Target, body: &str) -> Result<Answer> {
    target.post(&[], body.as_bytes()).map_err(|error| {
        Failure::io(format!("no answer from {}: {error}", target.url()))
            .help("start `voximplant-callbacks listen`, or set another URL with --to")
    })
}

fn is_2xx(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The first line of an answer.
fn said(answer: &Answer) -> String {
    tame(answer.text.lines().next().unwrap_or_default())
}
