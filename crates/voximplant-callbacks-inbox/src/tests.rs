//! The way of callbacks through an inbox, in a file that is thrown away.

mod crash;
mod receiving;
mod working;

use tempfile::TempDir;
use voximplant_callbacks::{Credential, Outcome, Receiver};

use crate::{Inbox, Sqlite};

const ACCOUNT: u64 = 1_234_567;

fn credential(account_id: u64) -> Credential {
    Credential::new(account_id, "a-salt", "an-api-key").expect("a credential")
}

/// A callback of an account with its hash, and with this content.
fn signed(account_id: u64, callback_id: u64, amount: &str) -> String {
    let hash = credential(account_id).hash(callback_id);
    format!(
        r#"{{"type":"card_payment","callback_id":{callback_id},"account_id":{account_id},"balance":1,"hash":"{hash}","card_payment":{{"transaction_id":5,"transaction_type":"card","amount":{amount}}}}}"#
    )
}

fn body(callbacks: &[String]) -> String {
    format!(r#"{{"callbacks":[{}]}}"#, callbacks.join(","))
}

fn receiver() -> Receiver {
    Receiver::new(credential(ACCOUNT)).credential(credential(2))
}

fn outcomes(callbacks: &[String]) -> Vec<Outcome> {
    receiver().receive(body(callbacks).as_bytes()).expect("a body")
}

async fn inbox() -> (Inbox<Sqlite>, TempDir) {
    let folder = TempDir::new().expect("a folder");
    let inbox = Inbox::sqlite(folder.path().join("inbox.db")).await.expect("open");
    (inbox, folder)
}
