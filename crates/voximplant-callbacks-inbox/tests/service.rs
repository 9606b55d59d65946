//! The example service, killed again and again while payments arrive: each
//! that was acknowledged is counted, and none twice.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use voximplant_callbacks::Credential;

const ACCOUNT: u64 = 1_234_567;
const SALT: &str = "a-salt";
const API_KEY: &str = "an-api-key";

/// The example, which cargo builds beside the tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("this program");
    let folder = test.parent().and_then(|it| it.parent()).expect("the folder of cargo");
    folder.join("examples").join(format!("service{}", std::env::consts::EXE_SUFFIX))
}

fn start(file: &std::path::Path) -> (Child, String) {
    let mut child = Command::new(program())
        .arg(file)
        .env("VOXIMPLANT_ACCOUNT_ID", ACCOUNT.to_string())
        .env("VOXIMPLANT_SALT", SALT)
        .env("VOXIMPLANT_API_KEY", API_KEY)
        .env("ADDR", "127.0.0.1:0")
        .env("METRICS_ADDR", "127.0.0.1:0")
        .env("LEASE_SECONDS", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("start");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("listening on ").expect("an address").to_owned();
    (child, address)
}

/// Sends a payment, and says whether it was acknowledged.
fn pay(address: &str, callback_id: u64) -> bool {
    let hash = Credential::new(ACCOUNT, SALT, API_KEY).expect("a credential").hash(callback_id);
    let body = format!(
        r#"{{"callbacks":[{{"type":"card_payment","callback_id":{callback_id},"account_id":{ACCOUNT},"balance":1,"hash":"{hash}","card_payment":{{"transaction_id":{callback_id},"transaction_type":"card","amount":10.50}}}}]}}"#
    );
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let request = format!(
        "POST /callbacks HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut answer = String::new();
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

#[test]
fn each_payment_counts_as_often_as_it_was_sent() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("inbox.db");
    let mut acknowledged = BTreeSet::new();
    let mut next = 1;
    for round in 0..4_u64 {
        let (mut child, address) = start(&file);
        let until = Instant::now() + Duration::from_millis(300 + round * 130);
        let mut clients = Vec::new();
        for client in 0..4 {
            let address = address.clone();
            clients.push(std::thread::spawn(move || {
                let ids = (0..).map(|it| next + client + it * 4);
                let paid = ids.map(|id| {
                    std::thread::sleep(Duration::from_millis(5));
                    (id, pay(&address, id))
                });
                // Until the service is gone.
                paid.take_while(|(_, acknowledged)| *acknowledged)
                    .map(|(id, _)| id)
                    .collect::<Vec<_>>()
            }));
        }
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
        child.kill().expect("kill");
        child.wait().expect("wait");
        for client in clients {
            acknowledged.extend(client.join().expect("a client"));
        }
        next += 1_000_000;
    }
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());

    // What was left is handled once the leases of the dead are over.
    let (mut child, _) = start(&file);
    let payments =
        rusqlite::Connection::open(format!("{}.payments", file.display())).expect("open");
    payments.busy_timeout(Duration::from_secs(5)).expect("patience");
    let counted = || -> BTreeSet<u64> {
        let mut keys = payments.prepare("SELECT key FROM payment").expect("a query");
        let keys = keys.query_map([], |row| row.get::<_, String>(0)).expect("keys");
        let id = |key: String| key.split_once('-').expect("a key").1.parse().expect("an ID");
        keys.map(|key| id(key.expect("a key"))).collect()
    };
    let patience = Instant::now() + Duration::from_secs(90);
    while !acknowledged.is_subset(&counted()) && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(200));
    }
    child.kill().expect("kill");
    child.wait().expect("wait");
    let counted = counted();
    let lost: Vec<_> = acknowledged.difference(&counted).collect();
    assert!(lost.is_empty(), "{} of {} are lost", lost.len(), acknowledged.len());
    // Stored but not acknowledged can be at most what was under way.
    assert!(counted.len() <= acknowledged.len() + 4 * 4);
}
