#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod clock;
mod inbox;
mod intake;
mod item;
mod metrics;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;
pub mod store;
#[cfg(test)]
mod suite;
#[cfg(feature = "axum")]
pub mod web;
mod worker;

pub use inbox::{Inbox, Receipt};
pub use intake::Queue;
pub use item::{Failure, Item};
#[cfg(feature = "postgres")]
pub use postgres::{Handling, Postgres, PostgresBuilder};
#[cfg(feature = "sqlite")]
pub use sqlite::Sqlite;
pub use store::{Filter, Order, Retention, Shares, Stats, Store, StoreError};
pub use worker::{Retries, Running, Worker};

pub(crate) use inbox::decode;

#[cfg(all(test, feature = "sqlite"))]
mod tests;
