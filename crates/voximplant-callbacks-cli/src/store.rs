//! Opens the inbox: an SQLite file, or PostgreSQL.

use std::fs;

#[cfg(feature = "postgres")]
use voximplant_callbacks_inbox::Postgres;
use voximplant_callbacks_inbox::{Inbox, Sqlite};

use crate::{
    failure::{Failure, Result},
    settings::Settings,
};

#[cfg(feature = "postgres")]
mod postgres;

/// An inbox in either store.
pub(crate) enum Opened {
    Sqlite(Inbox<Sqlite>),
    #[cfg(feature = "postgres")]
    Postgres(Inbox<Postgres>),
}

/// Runs the same code with an inbox, whatever its store.
macro_rules! with_inbox {
    ($opened:expr, $inbox:ident => $work:expr) => {
        match $opened {
            $crate::store::Opened::Sqlite($inbox) => $work,
            #[cfg(feature = "postgres")]
            $crate::store::Opened::Postgres($inbox) => $work,
        }
    };
}
pub(crate) use with_inbox;

/// Whether to create a missing SQLite file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    Make,
    Refuse,
}

/// Whether the name of an inbox means PostgreSQL.
pub(crate) fn is_postgres(name: &str) -> bool {
    name.starts_with("postgres://") || name.starts_with("postgresql://")
}

/// The name of an inbox, without secrets.
pub(crate) fn shown(name: &str) -> String {
    if is_postgres(name) { "PostgreSQL".to_owned() } else { name.to_owned() }
}

pub(crate) async fn open(settings: &Settings, name: &str, missing: Missing) -> Result<Opened> {
    if is_postgres(name) {
        return open_postgres(settings, name).await;
    }
    if name.contains("://") {
        return Err(Failure::usage("the inbox is neither a file nor postgres://…"));
    }
    // An empty file is not an inbox yet, and commands that only read do not make it one.
    if missing == Missing::Refuse && !fs::metadata(name).is_ok_and(|it| it.len() > 0) {
        return Err(Failure::io(format!("there is no inbox {name}")).help(
            "name one with --inbox or in the settings; `voximplant-callbacks listen` creates one",
        ));
    }
    Ok(Opened::Sqlite(Inbox::sqlite(name).await?))
}

#[cfg(feature = "postgres")]
async fn open_postgres(settings: &Settings, url: &str) -> Result<Opened> {
    Ok(Opened::Postgres(Inbox::new(postgres::open(settings, url).await?)))
}

#[cfg(not(feature = "postgres"))]
async fn open_postgres(_: &Settings, _: &str) -> Result<Opened> {
    Err(Failure::usage("this build does not support PostgreSQL")
        .help("install the tool with the feature `postgres`, which is on by default"))
}
