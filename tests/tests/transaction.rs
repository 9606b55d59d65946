//! The example that acts on each callback exactly once, killed repeatedly while callbacks arrive.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use rusqlite::Connection;
use serde_json::Value;
use tests::{Server, root};
use voximplant_callbacks::Credential;

const ACCOUNT_ID: u64 = 1_234_567;
const SALT: &str = "published-test-salt";
const API_KEY: &str = "00000000-0000-4000-8000-000000000000";

/// How often it is killed; `KILLS` in the environment sets another number.
const KILLS: u64 = 10;

/// The seed of the times at which it is killed; `SEED` sets another one.
const SEED: u64 = 0x5EED;

fn setting(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// A signed payment, whose amount says which one it is.
fn payment(callback_id: u64, amount: &str) -> String {
    let hash = Credential::new(ACCOUNT_ID, SALT, API_KEY).unwrap().hash(callback_id);
    format!(
        r#"{{"type":"card_payment","callback_id":{callback_id},"account_id":{ACCOUNT_ID},"hash":"{hash}","balance":0,
            "card_payment":{{"transaction_id":{callback_id},"transaction_type":"card_payment","amount":{amount}}}}}"#
    )
}

fn body(callbacks: &[String]) -> String {
    format!(r#"{{"callbacks":[{}]}}"#, callbacks.join(","))
}

/// Builds the example, and says where it is.
fn build() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--message-format=json", "--package", "voximplant-callbacks"])
        .args(["--example", "transaction"])
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    let messages = String::from_utf8(output.stdout).unwrap();
    let mut built = messages.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).unwrap();
        Some(PathBuf::from(message["executable"].as_str()?))
    });
    built.next_back().expect("it is built")
}

fn start(example: &Path, database: &Path) -> Server {
    Server::run(
        Command::new(example)
            .arg(database)
            .arg("127.0.0.1:0")
            .env("VOXIMPLANT_ACCOUNT_ID", ACCOUNT_ID.to_string())
            .env("VOXIMPLANT_SALT", SALT)
            .env("VOXIMPLANT_API_KEY", API_KEY),
    )
}

/// Sends a body, and gives status and text of the answer if one comes.
fn send(address: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let length = body.len();
    write!(
        stream,
        "POST /callbacks HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, text) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, text.trim_end().to_owned()))
}

/// A plain source of numbers that look random.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

#[test]
fn killed_at_any_point_it_loses_nothing_and_acts_on_nothing_twice() {
    let (kills, seed) = (setting("KILLS", KILLS), setting("SEED", SEED));
    let example = build();
    let database = test_support::folder!("transaction").join("callbacks.db");

    let server = RwLock::new(start(&example, &database));
    let address = Mutex::new(server.read().unwrap().address().to_owned());
    let (next, is_over) = (AtomicU64::new(1), AtomicBool::new(false));
    let acknowledged = Mutex::new(BTreeMap::new());
    let answers = Mutex::new(BTreeMap::<_, u64>::new());

    thread::scope(|scope| {
        for client in 0..4 {
            let (address, next, is_over) = (&address, &next, &is_over);
            let (acknowledged, answers) = (&acknowledged, &answers);
            scope.spawn(move || {
                let mut random = Random(seed + client);
                while !is_over.load(SeqCst) {
                    // A sender that sends until it gets a 200, and once more.
                    let count = 1 + random.below(3);
                    let first = next.fetch_add(count, SeqCst);
                    let ids: Vec<_> = (first..first + count).collect();
                    let good: Vec<_> =
                        ids.iter().map(|id| payment(*id, &format!("{id}.10"))).collect();
                    let (good, bad) = (body(&good), body(&[payment(first, "1000000.00")]));
                    let told = |body: &str| {
                        let address = address.lock().unwrap().clone();
                        let answer = send(&address, body);
                        let (status, text) = answer.unwrap_or_else(|| (0, "no answer".to_owned()));
                        *answers.lock().unwrap().entry((status, text)).or_default() += 1;
                        if status != 200 {
                            thread::sleep(Duration::from_millis(5));
                        }
                        status
                    };
                    while told(&good) != 200 {
                        if is_over.load(SeqCst) {
                            return;
                        }
                    }
                    let of = |id: &u64| (*id, format!("{id}.10"));
                    acknowledged.lock().unwrap().extend(ids.iter().map(of));
                    // Whoever copied a hash cannot change what was acknowledged.
                    match random.below(4) {
                        0 => assert!([0, 200].contains(&told(&good))),
                        1 => assert!([0, 409].contains(&told(&bad))),
                        _ => {}
                    }
                }
            });
        }

        let mut random = Random(seed);
        for _ in 0..kills {
            thread::sleep(Duration::from_millis(random.below(200)));
            // Dropping it kills it, with a signal that it cannot see.
            let mut running = server.write().unwrap();
            running.kill();
            *running = start(&example, &database);
            running.address().clone_into(&mut address.lock().unwrap());
        }
        thread::sleep(Duration::from_millis(200));
        is_over.store(true, SeqCst);
    });
    drop(server);

    let acknowledged = acknowledged.into_inner().unwrap();
    let connection = Connection::open(&database).unwrap();
    let integrity: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(integrity, "ok");
    let rows = |query: &str| -> Vec<(u64, String)> {
        let mut statement = connection.prepare(query).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
        rows.unwrap().map(|row| row.map(|(id, text)| (id.cast_unsigned(), text)).unwrap()).collect()
    };
    let handled = rows("SELECT callback_id, digest FROM handled");
    let payments = rows("SELECT callback_id, amount FROM payment");

    let ids: BTreeSet<_> = handled.iter().map(|(id, _)| *id).collect();
    let paid: BTreeMap<_, _> = payments.iter().cloned().collect();
    let lost = acknowledged.keys().filter(|id| !ids.contains(id)).count();
    let without_row = paid.keys().filter(|id| !ids.contains(id)).count();
    let without_effect = ids.iter().filter(|id| !paid.contains_key(id)).count();
    let twice = payments.len() - paid.len();
    let changed = acknowledged.iter().filter(|(id, amount)| paid.get(id) != Some(amount)).count();
    println!("{kills} kills, {} callbacks acknowledged, {} handled", acknowledged.len(), ids.len());
    println!("answers: {:?}", answers.into_inner().unwrap());
    println!(
        "lost {lost}, twice {twice}, effect without row {without_row}, row without effect {without_effect}, changed {changed}"
    );
    assert_eq!((lost, twice, without_row, without_effect, changed), (0, 0, 0, 0, 0));
    assert!(acknowledged.len() as u64 > kills, "hardly anything was sent");
}

#[test]
fn each_sort_of_callback_has_its_answer_and_its_row() {
    let example = build();
    let database = test_support::folder!("transaction-sorts").join("callbacks.db");
    let server = start(&example, &database);
    let told = |callbacks: &[String]| send(server.address(), &body(callbacks)).unwrap();
    let is = |status, text: &str| (status, text.to_owned());

    let unknown = payment(2, "1").replace("card_payment", "moon_landing");
    let malformed = payment(3, "\"much\"");
    let largest = payment(u64::MAX, "1");
    let forged = payment(4, "1")
        .replace(&Credential::new(ACCOUNT_ID, SALT, API_KEY).unwrap().hash(4).to_string(), "");
    assert_eq!(told(&[payment(1, "1"), unknown.clone()]), is(200, "received"));
    assert_eq!(told(&[malformed.clone(), largest.clone()]), is(200, "malformed"));
    assert_eq!(
        told(&[payment(1, "1"), unknown.replace(':', " : "), malformed, largest]),
        is(200, "duplicate")
    );
    assert_eq!(told(&[payment(1, "2"), payment(5, "1")]), is(409, "conflict"));
    assert_eq!(
        told(&[payment(5, "1"), payment(6, "1"), payment(6, "1"), forged]),
        is(403, "refused")
    );
    drop(server);

    let connection = Connection::open(&database).unwrap();
    let rows = |query: &str| -> Vec<String> {
        let mut statement = connection.prepare(query).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(
        rows("SELECT callback_id || '' FROM handled ORDER BY callback_id"),
        ["-1", "1", "2", "3", "5", "6"]
    );
    assert_eq!(
        rows("SELECT callback_id || ' ' || amount FROM payment ORDER BY 1"),
        ["-1 1", "1 1", "5 1", "6 1"]
    );
    assert_eq!(
        rows("SELECT callback_id || ' ' || sort FROM kept ORDER BY 1"),
        ["1 conflict", "2 unknown", "3 malformed"]
    );
    assert_eq!(rows("SELECT json FROM kept WHERE callback_id = 2"), [unknown]);
}
