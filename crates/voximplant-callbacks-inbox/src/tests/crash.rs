//! Kills a receiver at random points and looks for what it acknowledged.
//!
//! `kill -9` alone says nothing about a power loss, as the kernel still writes
//! what was given to it. So `power_loss.c` keeps a second file beside each one,
//! which has only what was synced, and that is what the next round finds. With
//! weaker settings that has to lose something, or the test proves nothing.

use std::{
    collections::BTreeSet,
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    thread::JoinHandle,
    time::Duration,
};

use http_body_util::Full;
use tempfile::TempDir;
use voximplant_callbacks::web::Endpoint;

use super::{ACCOUNT, body, credential, receiver, signed};
use crate::{Filter, Inbox, Sqlite};

/// Names the file for the process that is killed.
const FILE: &str = "CALLBACKS_CRASH_FILE";

/// The setting of `synchronous` in the process that is killed.
const SYNCHRONOUS: &str = "CALLBACKS_CRASH_SYNCHRONOUS";

/// The first callback ID that it takes.
const FIRST: &str = "CALLBACKS_CRASH_FIRST";

#[test]
fn nothing_acknowledged_is_lost_by_a_kill() {
    let lost = crash(rounds(5), None, "FULL");
    assert_eq!(lost.acknowledged_and_gone, 0, "{lost:?}");
    assert!(lost.acknowledged > 0);
}

#[test]
#[ignore = "needs a C compiler and LD_PRELOAD: `.ci/run` runs it"]
fn nothing_acknowledged_is_lost_by_a_power_loss() {
    let shim = Shim::build();
    let lost = crash(rounds(5), Some(&shim), "FULL");
    assert_eq!(lost.acknowledged_and_gone, 0, "{lost:?}");
    assert!(lost.acknowledged > 0);
}

#[test]
#[ignore = "needs a C compiler and LD_PRELOAD: `.ci/run` runs it"]
fn weaker_settings_lose_by_a_power_loss() {
    let shim = Shim::build();
    for synchronous in ["NORMAL", "OFF"] {
        let lost = crash(rounds(5), Some(&shim), synchronous);
        assert!(lost.acknowledged_and_gone > 0, "{synchronous}: {lost:?}");
    }
}

#[test]
fn two_processes_share_a_file_and_handle_nothing_twice() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("inbox.db");
    let children = [0, 1_000_000].map(|first| {
        let mut child = receiver_process(&file, None, "FULL", first);
        let lines = lines_of(&mut child);
        (child, lines)
    });
    std::thread::sleep(Duration::from_secs(2));
    let (mut acknowledged, mut handled) = (BTreeSet::new(), Vec::new());
    for (mut child, lines) in children {
        child.kill().expect("kill");
        child.wait().expect("wait");
        for line in lines.join().expect("its lines") {
            match line {
                Line::Acknowledged(id) => drop(acknowledged.replace(id)),
                Line::Handled(id) => handled.push(id),
            }
        }
    }
    let there = callback_ids(&file);
    assert!(acknowledged.is_subset(&there));
    for first in [0, 1_000_000] {
        assert!(acknowledged.range(first..first + 1_000_000).next().is_some(), "both received");
    }
    let once: BTreeSet<u64> = handled.iter().copied().collect();
    assert_eq!(once.len(), handled.len(), "while leases hold, nothing is handled twice");
}

/// How many times something is killed: `CALLBACKS_CRASH_ROUNDS` has more.
fn rounds(few: u32) -> u32 {
    env::var("CALLBACKS_CRASH_ROUNDS").ok().and_then(|it| it.parse().ok()).unwrap_or(few)
}

#[derive(Debug, Default)]
#[allow(dead_code)] // Shown where it fails.
struct Lost {
    rounds: u32,
    acknowledged: usize,
    acknowledged_and_gone: usize,
    handled: usize,
}

fn crash(rounds: u32, shim: Option<&Shim>, synchronous: &str) -> Lost {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("inbox.db");
    let mut acknowledged = BTreeSet::new();
    let mut lost = Lost { rounds, ..Lost::default() };
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    for round in 0..rounds {
        let mut child = receiver_process(&file, shim, synchronous, u64::from(round) * 1_000_000);
        let lines = lines_of(&mut child);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_millis(400 + random % 600));
        child.kill().expect("kill");
        child.wait().expect("wait");
        for line in lines.join().expect("its lines") {
            match line {
                Line::Acknowledged(id) => {
                    acknowledged.insert(id);
                }
                Line::Handled(_) => lost.handled += 1,
            }
        }
        if shim.is_some() {
            lose_power(folder.path());
        }
        let there = callback_ids(&file);
        // Its threads close the file after it. Who closes it last takes the log away,
        // unless two close it at a time.
        while folder.path().join("inbox.db-wal").exists() {
            std::thread::sleep(Duration::from_millis(1));
            let closer = rusqlite::Connection::open(&file).expect("open");
            closer.query_row("SELECT count(*) FROM lane", [], |_| Ok(())).expect("read");
            closer.close().expect("close");
        }
        let gone: Vec<u64> = acknowledged.difference(&there).copied().collect();
        lost.acknowledged_and_gone += gone.len();
        acknowledged.retain(|id| there.contains(id));
        if shim.is_some() {
            keep_all(folder.path());
        }
    }
    lost.acknowledged = acknowledged.len() + lost.acknowledged_and_gone;
    eprintln!("{synchronous}, power loss {}: {lost:?}", shim.is_some());
    lost
}

enum Line {
    Acknowledged(u64),
    Handled(u64),
}

/// What a process says until it ends.
fn lines_of(child: &mut Child) -> JoinHandle<Vec<Line>> {
    let output = child.stdout.take().expect("its output");
    std::thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        lines.filter_map(|line| parse(&line)).collect()
    })
}

fn parse(line: &str) -> Option<Line> {
    match line.split_once(' ')? {
        ("acknowledged", id) => id.parse().ok().map(Line::Acknowledged),
        ("handled", id) => id.parse().ok().map(Line::Handled),
        _ => None,
    }
}

/// This very program, running [`receive_until_killed`] alone.
fn receiver_process(file: &Path, shim: Option<&Shim>, synchronous: &str, first: u64) -> Child {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command
        .args(["--exact", "tests::crash::receive_until_killed", "--ignored", "--nocapture"])
        .env(FILE, file)
        .env(SYNCHRONOUS, synchronous)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if let Some(shim) = shim {
        command.env("LD_PRELOAD", &shim.library).env("POWER_LOSS_PREFIX", "inbox.db");
    }
    command.spawn().expect("start")
}

/// What is killed: a receiver under load, and a worker.
#[test]
#[ignore = "other tests run it and kill it"]
fn receive_until_killed() {
    let Ok(file) = env::var(FILE) else { return };
    let first: u64 = env::var(FIRST).expect("an ID").parse().expect("an ID");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Sqlite::open(file).await.expect("open");
        let synchronous = env::var(SYNCHRONOUS).expect("a setting");
        store
            .run_on_writer(move |db| {
                db.pragma_update(None, "synchronous", synchronous).expect("weaken");
                // Often, so that it is killed in the middle of one.
                db.pragma_update(None, "wal_autocheckpoint", 100).expect("checkpoint often");
            })
            .await;
        let inbox = Inbox::new(store);
        let _worker = inbox.worker().run(|item| async move {
            say(&format!("handled {}", item.callback_id()));
            Ok(())
        });
        let endpoint = Endpoint::new(receiver());
        let next = Arc::new(std::sync::atomic::AtomicU64::new(first));
        for _ in 0..32 {
            let (inbox, endpoint, next) = (inbox.clone(), endpoint.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                loop {
                    let id = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let body =
                        Full::<&[u8]>::new(body(&[signed(ACCOUNT, id, "10.50")]).leak().as_bytes());
                    let mut delivery = endpoint.receive(body).await.expect("a delivery");
                    inbox.put(delivery.take_outcomes()).await;
                    if delivery.answer().status() == 200 {
                        say(&format!("acknowledged {id}"));
                    }
                }
            });
        }
        std::future::pending::<()>().await;
    });
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// What a new process finds, and that it is whole.
fn callback_ids(file: &Path) -> BTreeSet<u64> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let inbox = Inbox::sqlite(file).await.expect("open");
        let faults = crate::Store::diagnose(inbox.store()).await.expect("diagnose");
        assert!(!faults.iter().any(|fault| fault.contains("damaged")), "{faults:?}");
        let mut ids = BTreeSet::new();
        let mut after = None;
        loop {
            let items = inbox.list(&Filter::default(), after, 10_000).await.expect("list");
            let Some(last) = items.last() else { return ids };
            after = Some(last.seq);
            for item in items {
                let hash = credential(ACCOUNT).hash(item.callback_id).to_string();
                assert!(
                    item.text.as_deref().is_some_and(|text| text.contains(&hash)),
                    "its own text"
                );
                ids.insert(item.callback_id);
            }
        }
    })
}

/// A library that keeps what was synced apart.
struct Shim {
    library: PathBuf,
    _folder: TempDir,
}

impl Shim {
    fn build() -> Self {
        let folder = TempDir::new().expect("a folder");
        let library = folder.path().join("power_loss.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/power_loss.c");
        let status = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .args([&library, &source])
            .args(["-ldl", "-lpthread"])
            .status()
            .expect("a C compiler");
        assert!(status.success());
        Self { library, _folder: folder }
    }
}

const ENDS: [&str; 2] = ["", "-wal"];

/// What was not synced is gone.
fn lose_power(folder: &Path) {
    for end in ENDS {
        let file = folder.join(format!("inbox.db{end}"));
        let synced = folder.join(format!("inbox.db{end}.synced"));
        let _ = fs::remove_file(&file);
        if synced.exists() {
            fs::copy(synced, file).expect("copy");
        }
    }
    let _ = fs::remove_file(folder.join("inbox.db-shm"));
}

/// What is there now was there when the power came back.
fn keep_all(folder: &Path) {
    for end in ENDS {
        let file = folder.join(format!("inbox.db{end}"));
        let synced = folder.join(format!("inbox.db{end}.synced"));
        let _ = fs::remove_file(&synced);
        if file.exists() {
            fs::copy(file, synced).expect("copy");
        }
    }
}
