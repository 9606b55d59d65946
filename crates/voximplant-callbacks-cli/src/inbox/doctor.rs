//! `inbox doctor`: problems, and how to fix them.

use std::path::Path;

use serde_json::json;
use voximplant_callbacks_inbox::{Inbox, Store};

use crate::{
    failure::{Result, Verdict},
    output::{GREEN, Output, YELLOW},
    settings::Settings,
    store::{self, Missing, with_inbox},
};

/// How long something may wait before it is reported, in seconds.
const LONG: u64 = 10 * 60;

/// What was examined, and what was found.
struct Examined {
    what: &'static str,
    found: Vec<String>,
}

pub(super) async fn run(
    config: Option<&Path>,
    named: Option<&str>,
    output: Output,
) -> Result<Verdict> {
    let mut examined = Vec::new();
    let mut note = |what, found| examined.push(Examined { what, found });
    match Settings::load(config) {
        Err(failure) => note("settings", vec![failure.to_string()]),
        Ok(settings) => {
            note("settings", settings.weaknesses());
            note(
                "credentials",
                settings.credentials().err().map(|it| it.to_string()).into_iter().collect(),
            );
            if settings.forward.url.is_some() {
                note(
                    "forwarding",
                    settings.forward_secrets().err().map(|it| it.to_string()).into_iter().collect(),
                );
            }
            match store::open(&settings, settings.inbox(named), Missing::Refuse).await {
                Err(failure) => note("store", vec![failure.to_string()]),
                Ok(opened) => with_inbox!(opened, inbox => {
                    note("store", inbox.store().diagnose().await?);
                    note("callbacks", backlog(&inbox).await?);
                }),
            }
        }
    }
    let mut is_good = true;
    for Examined { what, found } in examined {
        is_good &= found.is_empty();
        if output.json {
            output.value(&json!({ "examined": what, "found": found }))?;
        } else if found.is_empty() {
            output.line(format_args!("{GREEN}ok{GREEN:#}   {what}"))?;
        }
        for problem in found.iter().filter(|_| !output.json) {
            output.line(format_args!("{YELLOW}look{YELLOW:#} {what}: {problem}"))?;
        }
    }
    Ok(Verdict::good_if(is_good))
}

async fn backlog<S: Store>(inbox: &Inbox<S>) -> Result<Vec<String>> {
    let stats = inbox.stats().await?;
    let mut found = Vec::new();
    if stats.dead > 0 {
        found.push(format!(
            "{} dead: `inbox list --state dead` says why, `inbox rerun --state dead` queues them \
             again",
            stats.dead
        ));
    }
    if let Some(oldest) = stats.oldest_ready.filter(|it| it.as_secs() > LONG) {
        found.push(format!(
            "{} waiting, the oldest for {} minutes: `inbox list --state ready` shows the last \
             error of each; without `listen --forward` or your own worker, nothing processes them",
            stats.ready,
            oldest.as_secs() / 60
        ));
    }
    if stats.conflicts > 0 {
        found.push(format!(
            "{} in conflict: a callback ID was received again with different content, so somebody \
             may have copied its hash; see `inbox conflicts`",
            stats.conflicts
        ));
    }
    Ok(found)
}
