//! `listen`, `send` and `inbox` together, as processes.
#![cfg(unix)]

mod support;

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use serde_json::{Value, json};
use support::{Listening, Ran, SALT, SECRET, Target, bare, folder, run, tool};

fn send(folder: &Path, url: &str, arguments: &[&str]) -> Ran {
    run(tool(folder).args(["send", "--to", url]).args(arguments))
}

fn inbox(folder: &Path, arguments: &[&str]) -> Ran {
    run(tool(folder).arg("inbox").args(arguments))
}

#[test]
fn each_callback_is_answered_printed_and_stored() {
    let folder = folder();
    let mut listening = Listening::start(&mut tool(folder.path()));
    let url = listening.url().to_owned();
    let answered = |arguments: &[&str]| send(folder.path(), &url, arguments);

    let sent = answered(&["card_payment", "--callback-id", "7"]).good();
    assert_eq!(sent, "200 received  card_payment  account 1234567  callback 7\n");
    let line = listening.event("received");
    assert_eq!(
        json!([
            line["receipt"],
            line["kind"],
            line["account_id"],
            line["callback_id"],
            line["from"]
        ]),
        json!(["new", "card_payment", 1_234_567, 7, "127.0.0.1"])
    );
    assert_eq!(line["callback"], Value::Null, "nothing personal unless it is asked for");

    let twice = answered(&["min_balance", "--callback-id", "8", "--duplicate", "--json"]);
    let answers: Vec<_> = twice.values().iter().map(|it| it["answer"].clone()).collect();
    assert_eq!((twice.code, answers), (0, vec![json!("received"), json!("duplicate")]));
    let conflict = answered(&["min_balance", "--callback-id", "9", "--conflict", "--json"]).code(1);
    assert_eq!(conflict.values()[1]["status"], 409);
    listening.logs("stored before account_id=1234567 callback_id=8");
    listening.logs("stored before with other content account_id=1234567 callback_id=9");
    assert_eq!(answered(&["min_balance", "--forged", "--json"]).code(1).values()[0]["status"], 403);
    assert_eq!(
        answered(&["min_balance", "--unsigned", "--json"]).code(1).values()[0]["status"],
        403
    );
    let many = answered(&["sms_inbound", "--as-sent", "--count", "25", "--json"]);
    assert_eq!(
        many.values()[0]["answers"],
        json!([{ "status": 200, "answer": "received", "count": 25 }])
    );

    let rest = listening.stop();
    let events: Vec<Value> = rest.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let count = |name: &str, value: &str| events.iter().filter(|it| it[name] == value).count();
    assert_eq!((count("receipt", "new"), count("receipt", "duplicate")), (27, 1));
    assert_eq!((count("receipt", "conflict"), count("event", "refused")), (1, 2));
    assert_eq!(inbox(folder.path(), &["list", "--json"]).values().len(), 28);
    assert_eq!(
        inbox(folder.path(), &["list", "--json", "--kind", "card_payment"]).values().len(),
        1
    );
}

#[test]
fn what_is_printed_for_people_hides_what_is_personal() {
    let folder = folder();
    let shown = |arguments: &[&str], id: &str| {
        let mut child = tool(folder.path())
            .args(["listen", "--addr", "127.0.0.1:0"])
            .args(arguments)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut line = || {
            let mut line = String::new();
            std::io::BufRead::read_line(&mut out, &mut line).unwrap();
            line
        };
        let first = line();
        let url = first.split([' ', ',']).find(|it| it.starts_with("http://")).unwrap().to_owned();
        send(folder.path(), &url, &["card_payment", "--callback-id", id]).good();
        let received = line();
        child.kill().unwrap();
        child.wait().unwrap();
        received
    };
    let line = shown(&[], "1");
    assert!(
        line.contains("stored     card_payment  account 1234567  callback 1  amount hidden"),
        "{line}"
    );
    assert!(!line.contains("10.50") && !line.contains("example.com"), "{line}");
    let line = shown(&["--reveal"], "2");
    assert!(line.contains("10.50") && line.contains("account@example.com"), "{line}");
}

#[test]
fn callbacks_are_forwarded_signed_in_order_and_without_their_hash() {
    let (folder, target) = (folder(), Target::start());
    let other = "whsec_cGxlYXNlIGRvIG5vdCB1c2UgdGhpcyBzZWNyZXQ=";
    let mut command = tool(folder.path());
    command.env("VOXIMPLANT_FORWARD_SECRET", format!("{SECRET} {other}"));
    let listening = Forwarding::start(&mut command, &target);
    for id in ["5", "3", "4"] {
        send(folder.path(), &listening.url, &["card_payment", "--callback-id", id]).good();
    }
    send(folder.path(), &listening.url, &["card_payment", "--callback-id", "3"]).good();
    send(folder.path(), &listening.url, &["card_payment", "--callback-id", "6", "--conflict"])
        .code(1);
    send(folder.path(), &listening.url, &["card_payment", "--forged"]).code(1);
    // Malformed ones whose hash matched are sent too, as they came.
    send(
        folder.path(),
        &listening.url,
        &["card_payment", "--callback-id", "8", "--set", "card_payment.amount={}"],
    )
    .good();
    let got = target.wait_for(5);
    let ids: Vec<_> = got.iter().map(support::Got::id).collect();
    assert_eq!(ids, ["1234567-5", "1234567-3", "1234567-4", "1234567-6", "1234567-8"]);
    for request in &got {
        assert_eq!(request.path, "/hook");
        assert!(
            request.body.starts_with("{\"callbacks\":[{") && !request.body.contains("\"hash\"")
        );
        let headers: http::HeaderMap = request
            .headers
            .iter()
            .map(|(name, value)| {
                (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap())
            })
            .collect();
        for secret in [SECRET, other] {
            let webhook = standardwebhooks::Webhook::new(secret).unwrap();
            webhook.verify(request.body.as_bytes(), &headers).unwrap();
            assert!(webhook.verify(b"{}", &headers).is_err());
        }
    }
    // What was forwarded is read without a hash by any package.
    fs::write(folder.path().join("forwarded.json"), &got[0].body).unwrap();
    run(bare(folder.path()).args(["check", "--skip-hash", "forwarded.json"])).good();
    listening.process.stop();
    assert_eq!(target.got().len(), 5, "each once");
}

/// `listen --forward`.
struct Forwarding {
    process: Listening,
    url: String,
}

impl Forwarding {
    fn start(command: &mut std::process::Command, target: &Target) -> Self {
        Self::with(command, &target.url())
    }

    fn with(command: &mut std::process::Command, target: &str) -> Self {
        // `start` adds the command, so what belongs to it comes from the settings.
        let folder = command.get_current_dir().unwrap().to_owned();
        let settings = format!("[forward]\nurl = \"{target}\"\n");
        fs::write(folder.join("voximplant-callbacks.toml"), settings).unwrap();
        let process = Listening::start(command);
        let url = process.url().to_owned();
        Self { process, url }
    }
}

#[test]
fn an_outage_and_kill_9_lose_nothing_and_keep_the_order() {
    let folder = folder();
    let target = Target::start();
    let listening = Forwarding::start(&mut tool(folder.path()), &target);
    target.answer(503);
    for id in 0..20 {
        send(folder.path(), &listening.url, &["card_payment", "--callback-id", &id.to_string()])
            .good();
    }
    target.wait_for(1);
    listening.process.kill();
    let before = target.got().len();

    target.answer(200);
    let mut again = Listening::start(&mut tool(folder.path()));
    while again.event("forwarded")["callback_id"] != 19 {}
    let got = target.got();
    let accepted: Vec<_> = got[before..].iter().map(|it| it.id().to_owned()).collect();
    let mut once = accepted.clone();
    once.dedup();
    let expected: Vec<_> = (0..20).map(|id| format!("1234567-{id}")).collect();
    assert_eq!(once, expected, "in order, and acted on once by their ID");
    again.stop();
    assert_eq!(inbox(folder.path(), &["stats", "--json"]).values()[0]["ready"], 0);
}

#[test]
fn redirects_are_not_followed_and_the_error_says_so() {
    let (folder, target) = (folder(), Target::start());
    target.answer(307);
    let mut listening = Forwarding::start(&mut tool(folder.path()), &target);
    send(folder.path(), &listening.url, &["min_balance", "--callback-id", "1"]).good();
    let failed = listening.process.event("not_forwarded");
    assert!(failed["problem"].as_str().unwrap().contains("redirects (307)"), "{failed}");
    assert!(target.got().iter().all(|it| it.path == "/hook"));
    target.answer(204);
    assert_eq!(listening.process.event("forwarded")["status"], 204);
    listening.process.stop();
}

#[test]
fn settings_are_read_again_on_sighup_and_bad_ones_change_nothing() {
    let folder = folder();
    let file = folder.path().join("voximplant-callbacks.toml");
    let settings = |salt: &str| {
        let text = format!(
            "[[account]]\nid = 1234567\nsalt = \"{salt}\"\napi_key = {{ env = \"VOXIMPLANT_API_KEY\" }}\n"
        );
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    };
    settings("another-salt");
    let listening = Listening::start(&mut tool(folder.path()));
    let other = folder.path().join("elsewhere");
    fs::create_dir(&other).unwrap();
    let send = || send(&other, listening.url(), &["min_balance"]).code;
    for _ in 0..5 {
        assert_eq!(send(), 1);
    }
    listening.logs("every hash is refused");
    settings(SALT);
    listening.signal("-HUP");
    listening.logs("the settings were read again");
    assert_eq!(send(), 0);
    fs::write(&file, "[[account]]\nid = \"x\"\n").unwrap();
    listening.signal("-HUP");
    listening.logs("the settings were not changed");
    assert_eq!(send(), 0);
}

#[test]
fn metrics_and_readiness_have_an_address_of_their_own() {
    let folder = folder();
    let settings = "[listen]\nmetrics_addr = \"127.0.0.1:0\"\nallow_from = [\"192.0.2.0/24\"]\n\
                    trusted_proxies = [\"127.0.0.1\"]\n";
    fs::write(folder.path().join("voximplant-callbacks.toml"), settings).unwrap();
    let listening = Listening::start(&mut tool(folder.path()));
    let get = |url: &str, from: &str| -> (u16, String) {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut response = agent.get(url).header("x-forwarded-for", from).call().unwrap();
        let status = response.status().as_u16();
        (status, response.body_mut().read_to_string().unwrap())
    };
    let operators = format!("http://{}", listening.first["metrics"].as_str().unwrap());
    let (status, text) = get(&format!("{operators}/metrics"), "");
    assert_eq!(status, 200);
    assert!(text.contains("oldest_ready_seconds"), "{text}");
    assert_eq!(get(&format!("{operators}/ready"), "").0, 204);
    let public = listening.url().strip_suffix("/callbacks").unwrap().to_owned();
    assert_eq!(get(&format!("{public}/metrics"), "").0, 404);

    let post = |from: &str| {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let request = agent.post(listening.url()).header("x-forwarded-for", from);
        request.send("{\"callbacks\":[]}").unwrap().status().as_u16()
    };
    assert_eq!(post("192.0.2.7"), 200);
    assert_eq!(post("192.0.2.7, 198.51.100.7"), 403, "who is not trusted names nobody");
    listening.logs("addresses that are not allowed");
}

#[test]
fn an_inbox_is_looked_into_and_put_right_beside_its_receiver() {
    let folder = folder();
    let at = folder.path();
    let listening = Listening::start(&mut tool(at));
    for id in ["1", "2", "3"] {
        send(at, listening.url(), &["card_payment", "--callback-id", id]).good();
    }
    send(at, listening.url(), &["sms_inbound", "--callback-id", "4", "--conflict"]).code(1);
    send(
        at,
        listening.url(),
        &["min_balance", "--callback-id", "5", "--set", "type=new_kind", "--remove", "min_balance"],
    )
    .good();

    let list = inbox(at, &["list"]).good();
    assert!(list.starts_with("received"), "{list}");
    assert!(list.contains("1234567-5") && list.contains("new_kind (unknown)"), "{list}");
    let newest = inbox(at, &["list", "--limit", "2", "--json"]).values();
    assert_eq!(json!([newest[0]["callback_id"], newest[1]["callback_id"]]), json!([4, 5]));
    assert_eq!(newest[0]["callback"], Value::Null);
    assert_eq!(inbox(at, &["list", "--unread", "--json"]).values().len(), 1);
    assert_eq!(inbox(at, &["list", "--until", "1h", "--json"]).values().len(), 0);
    assert_eq!(
        inbox(at, &["list", "--since", "1h", "--account", "1234567", "--json"]).values().len(),
        5
    );

    let show = inbox(at, &["show", "1234567-4"]).good();
    assert!(show.contains("1 with different content") && !show.contains("Hello"), "{show}");
    assert!(
        inbox(at, &["show", "1234567-4", "--reveal"]).good().contains("Hello from the example.")
    );
    inbox(at, &["show", "1234567-99"]).code(3);
    let conflicts = inbox(at, &["conflicts", "--json", "--reveal"]).values();
    assert_eq!(json!([conflicts[0]["callback_id"], conflicts[0]["count"]]), json!([4, 1]));

    let hidden = inbox(at, &["export"]).code(2);
    assert!(hidden.err.contains("--reveal"), "{hidden:?}");
    let revealed = inbox(at, &["show", "1234567-1", "--reveal", "--json"]).good();
    assert!(revealed.contains("\"amount\":10.50"), "numbers stay as they came: {revealed}");
    let export = inbox(at, &["export", "--reveal", "--kind", "card_payment"]).good();
    assert_eq!(export.lines().count(), 3);
    assert!(export.lines().all(|line| line.contains("\"hash\"")), "as it came");
    inbox(at, &["export", "--reveal", "--output", "all.ndjson"]).good();
    let mode = fs::metadata(at.join("all.ndjson")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    run(tool(at).args(["check", "all.ndjson", "--quiet"])).good();

    let unasked = inbox(at, &["erase", "--callback", "4"]).code(2);
    assert!(unasked.err.contains("--yes"), "{unasked:?}");
    assert!(inbox(at, &["erase", "--yes"]).code(2).err.contains("say which callbacks"));
    assert_eq!(inbox(at, &["list", "1234567-4", "--json"]).values().len(), 1);
    assert_eq!(inbox(at, &["list", "7654321-4", "--json"]).values().len(), 0);
    inbox(at, &["list", "1234567-4", "--account", "1234567"]).code(2);
    inbox(at, &["erase", "1234567-4", "--yes"]).good();
    assert_eq!(
        inbox(at, &["conflicts", "--json", "--reveal"]).values()[0]["callback"],
        Value::Null
    );
    assert_eq!(inbox(at, &["list", "--state", "erased", "--json"]).values().len(), 1);
    let purged = inbox(at, &["purge", "--account", "1234567", "--yes", "--json"]).values();
    assert_eq!(purged[0]["count"], 1, "what is ready stays");
    let again = send(at, listening.url(), &["sms_inbound", "--callback-id", "4", "--json"]);
    assert_eq!(again.values()[0]["answer"], "duplicate", "its digest stays");

    assert_eq!(inbox(at, &["stats", "--json"]).values()[0]["ready"], 4);
    assert!(inbox(at, &["stats"]).good().contains(" waiting"));
    let doctor = inbox(at, &["doctor"]).code(1);
    assert!(doctor.out.contains("inbox conflicts"), "{doctor:?}");
    assert!(doctor.out.contains("ok   credentials"), "{doctor:?}");
    listening.stop();
}

#[test]
fn settings_can_give_up_the_order_of_an_account() {
    let (folder, target) = (folder(), Target::start());
    let at = folder.path();
    target.answer(500);
    let settings = format!("[forward]\nurl = \"{}\"\nset_aside = true\n", target.url());
    fs::write(at.join("voximplant-callbacks.toml"), settings).unwrap();
    let listening = Listening::start(&mut tool(at));
    for id in ["1", "2"] {
        send(at, listening.url(), &["card_payment", "--callback-id", id]).good();
    }
    // The second one is tried although the first one fails.
    let mut count = 2;
    while !target.wait_for(count).iter().any(|it| it.id() == "1234567-2") {
        count += 1;
    }
    listening.stop();
}

#[test]
fn a_dead_letter_is_handed_on_again_under_its_id() {
    let (folder, target) = (folder(), Target::start());
    let at = folder.path();
    target.answer(500);
    let settings = format!("[forward]\nurl = \"{}\"\nattempts = 1\n", target.url());
    fs::write(at.join("voximplant-callbacks.toml"), settings).unwrap();
    let mut listening = Listening::start(&mut tool(at));
    send(at, listening.url(), &["card_payment", "--callback-id", "7"]).good();
    listening.event("not_forwarded");
    let dead = || inbox(at, &["list", "--state", "dead", "--json"]).values();
    while dead().is_empty() {}
    assert_eq!(dead()[0]["error"], "the target answered 500");
    assert!(inbox(at, &["doctor"]).code(1).out.contains("1 dead: "));
    target.answer(200);
    assert_eq!(inbox(at, &["rerun", "--state", "dead", "--yes", "--json"]).values()[0]["count"], 1);
    listening.event("forwarded");
    let ids: Vec<_> = target.got().iter().map(|it| it.id().to_owned()).collect();
    assert_eq!(ids, ["1234567-7", "1234567-7"]);
    assert_eq!(inbox(at, &["rerun", "--unread", "--yes", "--json"]).values()[0]["count"], 0);
    listening.stop();
}

#[test]
#[ignore = "needs PostgreSQL; .ci/inbox has it"]
fn the_inbox_may_be_in_postgresql() {
    let url = std::env::var("CALLBACKS_TEST_POSTGRES").expect("the URL of a server");
    let (folder, target) = (folder(), Target::start());
    let at = folder.path();
    let settings = format!("inbox = \"{url}\"\n[forward]\nurl = \"{}\"\n", target.url());
    fs::write(at.join("voximplant-callbacks.toml"), settings).unwrap();
    let mut listening = Listening::start(&mut tool(at));
    assert_eq!(listening.first["inbox"], "PostgreSQL", "its URL is not shown");
    let sent = send(at, listening.url(), &["card_payment", "--duplicate", "--json"]).values();
    assert_eq!(sent[1]["answer"], "duplicate");
    let id = sent[0]["callback_id"].to_string();
    while listening.event("forwarded")["callback_id"] != sent[0]["callback_id"] {}
    let done = || inbox(at, &["list", "--callback", &id, "--state", "done", "--json"]).values();
    while done().is_empty() {}
    let erased = inbox(at, &["erase", "--callback", &id, "--yes", "--json"]).values();
    assert_eq!(erased[0]["count"], 1);
    let purged = inbox(at, &["purge", "--callback", &id, "--yes", "--json"]).values();
    assert_eq!(purged[0]["count"], 1);
    assert!(inbox(at, &["doctor"]).out.contains("ok   store"));
    listening.stop();
}

#[test]
fn what_is_unsafe_is_refused_with_its_fix() {
    let folder = folder();
    let listen = |arguments: &[&str]| run(tool(folder.path()).arg("listen").args(arguments));
    let password = listen(&["--inbox", "postgres://me:the-password@127.0.0.1/db"]).code(2);
    assert!(
        password.err.contains("PGPASSWORD") && !password.err.contains("the-password"),
        "{password:?}"
    );
    let password = listen(&["--forward", "https://me:the-password@example.com/"]).code(2);
    assert!(
        password.err.contains("leave it out") && !password.err.contains("the-password"),
        "{password:?}"
    );
    let plain = listen(&["--forward", "http://192.0.2.1/"]).code(2);
    assert!(plain.err.contains("https://"), "{plain:?}");
    let unsigned = run(tool(folder.path())
        .args(["listen", "--forward", "http://127.0.0.1:9/"])
        .env_remove("VOXIMPLANT_FORWARD_SECRET"));
    assert!(unsigned.code(2).err.contains("openssl rand"));
    for path in ["callbacks", "/{x}", "/:x", "/*x", "/a?token=b", "/a b", "/ä"] {
        let wrong = listen(&["--path", path]).code(2);
        assert!(wrong.err.contains("must start with /"), "{wrong:?}");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = listen(&["--addr", &taken.local_addr().unwrap().to_string()]).code(3);
    assert!(taken.err.contains("--addr"), "{taken:?}");
}

#[test]
fn a_second_signal_does_not_wait_for_a_target_that_never_answers() {
    let folder = folder();
    let target = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let settings = format!(
        "[forward]\nurl = \"http://{}/\"\ntimeout_seconds = 600\n",
        target.local_addr().unwrap()
    );
    fs::write(folder.path().join("voximplant-callbacks.toml"), settings).unwrap();
    let listening = Listening::start(&mut tool(folder.path()));
    send(folder.path(), listening.url(), &["card_payment"]).good();
    let _attempt = target.accept().unwrap();
    listening.signal("-TERM");
    listening.logs("stopping after the requests in progress");
    listening.stop();
    assert_eq!(inbox(folder.path(), &["stats", "--json"]).values()[0]["ready"], 1);
}

/// Nobody reads what is printed or logged, as in a terminal that is held.
#[cfg(target_os = "linux")]
#[test]
fn who_does_not_read_the_output_holds_up_nothing() {
    use std::{io::Write, net::TcpListener, thread::sleep, time::Duration};

    // As much as a pipe holds.
    let full = || {
        let (reader, mut writer) = std::io::pipe().unwrap();
        writer.write_all(&vec![b'x'; 65536]).unwrap();
        (reader, writer)
    };
    let folder = folder();
    let (_out, stdout) = full();
    let (_err, stderr) = full();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut child = tool(folder.path())
        .args(["listen", "--addr", &address.to_string()])
        .stdout(stdout)
        .stderr(stderr)
        .spawn()
        .unwrap();
    while std::net::TcpStream::connect(address).is_err() {
        sleep(Duration::from_millis(20));
    }
    // Each of these has a line in the log.
    for _ in 0..8 {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.write_all(b"GET /elsewhere HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    }
    let url = format!("http://{address}/callbacks");
    let sent = send(folder.path(), &url, &["card_payment"]);
    let id = child.id().to_string();
    std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap();
    let has_ended = (0..600).any(|_| {
        sleep(Duration::from_millis(50));
        child.try_wait().unwrap().is_some()
    });
    child.kill().unwrap();
    child.wait().unwrap();
    sent.good();
    assert!(has_ended, "it ends on SIGTERM");
}

#[test]
fn a_file_is_an_inbox_or_is_left_alone() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("notes.txt"), "").unwrap();
    let empty = inbox(at, &["list", "--inbox", "notes.txt"]).code(3);
    assert!(empty.err.contains("there is no inbox notes.txt"), "{empty:?}");
    assert_eq!(fs::read(at.join("notes.txt")).unwrap(), b"");

    // Names that mean something else to SQLite.
    for name in [":memory:", "file:inbox.db?immutable=1"] {
        let settings = format!("inbox = \"{name}\"\n");
        fs::write(at.join("voximplant-callbacks.toml"), settings).unwrap();
        let listening = Listening::start(&mut tool(at));
        send(at, listening.url(), &["card_payment"]).good();
        listening.stop();
        assert_eq!(inbox(at, &["list", "--json"]).values().len(), 1, "{name}");
    }
}

#[test]
fn what_a_sender_writes_commands_no_terminal_and_fills_no_log() {
    let folder = folder();
    let mut listening = Listening::start(&mut tool(folder.path()));
    let url = listening.url().to_owned();
    let as_kind = |id: &str, kind: &str| {
        let kind = format!("type=\"{kind}\"");
        send(
            folder.path(),
            &url,
            &["min_balance", "--callback-id", id, "--set", &kind, "--remove", "min_balance"],
        )
        .good();
    };
    as_kind("1", "card\\u009b2J\\u202e_payment");
    assert_eq!(listening.event("received")["kind"], "card\u{fffd}2J\u{fffd}_payment");
    as_kind("2", &"x".repeat(100_000));
    assert_eq!(listening.event("received")["kind"].as_str().unwrap().len(), 200);
    listening.stop();
    let is_quiet = |it: char| it == '\n' || !it.is_control() && it != '\u{202e}';
    for arguments in [&["list", "--reveal"][..], &["list", "--reveal", "--json"]] {
        let list = inbox(folder.path(), arguments).good();
        assert!(list.chars().all(is_quiet), "{list}");
        assert!(list.contains("\\u009b") && list.contains("\\u202e"), "{list}");
    }
}

/// Nobody has to know a credential to send these.
#[cfg(target_os = "linux")]
#[test]
fn large_bodies_fill_no_memory_and_small_ones_do_not_wait_for_them() {
    use std::{io::Write, time::Duration};

    let folder = folder();
    let listening = Listening::start(&mut tool(folder.path()));
    let host = listening.url().strip_prefix("http://").unwrap().split('/').next().unwrap();
    // All but the end of each is sent.
    let sending: Vec<_> = (0..300)
        .map(|_| {
            let mut stream = std::net::TcpStream::connect(host).unwrap();
            stream.set_write_timeout(Some(Duration::from_secs(2))).unwrap();
            std::thread::spawn(move || {
                let head = "POST /callbacks HTTP/1.1\r\nhost: x\r\ncontent-length: 1048576\r\n\r\n";
                stream.write_all(head.as_bytes()).unwrap();
                let _ = stream.write_all(&vec![b' '; 1_048_575]);
                stream
            })
        })
        .collect();
    let open: Vec<_> = sending.into_iter().map(|it| it.join().unwrap()).collect();
    send(folder.path(), listening.url(), &["card_payment"]).good();
    let status = fs::read_to_string(format!("/proc/{}/status", listening.id())).unwrap();
    let most = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    let kib: u64 = most.split_whitespace().nth(1).unwrap().parse().unwrap();
    assert!(kib < 300 << 10, "{most}");
    drop(open);
    listening.stop();
}

/// As the shell's `ulimit -f` or systemd's `LimitFSIZE` sets it.
#[test]
fn a_limit_for_files_costs_no_callback_and_not_the_process() {
    let folder = folder();
    let limited =
        format!("ulimit -f 200; exec {} \"$@\"", env!("CARGO_BIN_EXE_voximplant-callbacks"));
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &limited, "sh"]).current_dir(folder.path());
    command.env("VOXIMPLANT_ACCOUNT_ID", "1234567").env("VOXIMPLANT_SALT", SALT);
    command.env("VOXIMPLANT_API_KEY", support::API_KEY);
    let listening = Listening::start(&mut command);
    let filled = format!("x=\"{}\"", "y".repeat(10_000));
    let statuses: Vec<_> = (0..30)
        .map(|id: u32| {
            let id = id.to_string();
            let arguments = ["min_balance", "--callback-id", &id, "--set", &filled, "--json"];
            send(folder.path(), listening.url(), &arguments).values()[0]["status"].clone()
        })
        .collect();
    let stored = statuses.iter().filter(|it| **it == 200).count();
    assert!(stored > 0 && statuses.last().unwrap() == 503, "{statuses:?}");
    listening.kill();
    assert_eq!(inbox(folder.path(), &["stats", "--json"]).values()[0]["ready"], stored);
}
