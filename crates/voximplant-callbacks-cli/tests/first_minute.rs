//! The first minute of README.md, word for word, and the signatures by the
//! libraries of Standard Webhooks in other languages.
#![cfg(unix)]

mod support;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use support::{Listening, Target, bare, folder, run, tool};

/// The blocks of README.md of this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let readme = include_str!("../README.md");
    let fence = format!("```{language}\n");
    readme.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect()
}

fn block_with(part: &str) -> &'static str {
    let mut found = blocks("sh").into_iter().filter(|block| block.contains(part));
    let block = found.next().unwrap_or_else(|| panic!("no block with {part}"));
    assert_eq!(found.next(), None);
    block
}

fn python() -> String {
    env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// A process that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a block in a folder, with the tool in front of the path.
fn shell(folder: &Path, block: &str) -> Command {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_voximplant-callbacks"));
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(
        binary.parent().map(Path::to_owned).into_iter().chain(env::split_paths(&path)),
    )
    .expect("a path");
    let mut command = Command::new("bash");
    command.args(["-e", "-c", block]).current_dir(folder).env("PATH", path);
    command
}

fn lines(file: &Path) -> Vec<String> {
    fs::read_to_string(file).unwrap_or_default().lines().map(str::to_owned).collect()
}

fn wait_for(what: &str, is_there: impl Fn() -> bool) {
    for _ in 0..600 {
        if is_there() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("{what} did not happen");
}

/// Two ports that are free now.
fn ports() -> [String; 2] {
    let free = [0; 2].map(|_| std::net::TcpListener::bind("127.0.0.1:0").expect("a port"));
    free.map(|it| it.local_addr().expect("an address").port().to_string())
}

#[test]
#[ignore = "needs Python with standardwebhooks and openssl; .ci/run has them"]
fn the_first_minute_goes_as_readme_says() {
    let folder = folder();
    let at = folder.path();
    fs::create_dir_all(at.join("venv/bin")).unwrap();
    let python = format!("#!/bin/sh\nexec {} \"$@\"\n", python());
    fs::write(at.join("venv/bin/python"), python).unwrap();
    run(Command::new("chmod").args(["+x"]).arg(at.join("venv/bin/python"))).good();
    // Word for word but for the ports, which may be taken, and the installation.
    let [receiver, service] = ports();
    let with_ports = |text: &str| text.replace("9000", &service);
    let setup = block_with("cat > env.sh").replace("python3 -m venv", "# ");
    run(&mut shell(at, &setup)).good();
    fs::write(at.join("server.py"), with_ports(blocks("python")[0])).unwrap();

    let acted = at.join("acted");
    let serve = || {
        let mut command = shell(at, &block_with("server.py").replace("&& venv", "&& exec venv"));
        let out = fs::OpenOptions::new().append(true).create(true).open(&acted).unwrap();
        let running = Running(command.stdout(out).stderr(Stdio::null()).spawn().unwrap());
        let address = format!("127.0.0.1:{service}");
        wait_for("the service", || std::net::TcpStream::connect(&address).is_ok());
        running
    };
    let server = serve();
    let listen = with_ports(block_with("--forward"))
        .replace("listen", &format!("listen --addr 127.0.0.1:{receiver}"))
        .replace("&& voximplant", "&& exec voximplant");
    let mut listen = shell(at, &listen);
    let _listening = Running(listen.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    wait_for("listening", || std::net::TcpStream::connect(format!("127.0.0.1:{receiver}")).is_ok());

    let to = format!("send --to http://127.0.0.1:{receiver}/callbacks");
    let sent = run(&mut shell(at, &block_with("--duplicate").replace("send", &to))).good();
    let answers: Vec<_> = sent.lines().filter_map(|line| line.split("  ").next()).collect();
    assert_eq!(
        answers[..5],
        ["200 received", "200 received", "200 duplicate", "403 refused", "exit code 1"]
    );
    wait_for("acting on both", || lines(&acted).len() == 2);
    assert!(lines(&acted)[0].starts_with("acting on card_payment 1234567-"));

    // While the service is down, nothing is lost.
    drop(server);
    let payment = format!(". ./env.sh && voximplant-callbacks {to} card_payment --callback-id 7");
    run(&mut shell(at, &payment)).good();
    let _server = serve();
    wait_for("the third", || lines(&acted).len() == 3);
    assert_eq!(lines(&acted)[2], "acting on card_payment 1234567-7");
}

#[test]
#[ignore = "needs curl; .ci/run has it"]
fn what_the_packages_say_to_try_works() {
    for (package, port) in [("go", 8080), ("npm", 8080), ("python", 8000)] {
        let readme = format!("{}/../../packages/{package}/README.md", env!("CARGO_MANIFEST_DIR"));
        let readme = fs::read_to_string(readme).unwrap();
        let (_, block) = readme.split_once("## Try it\n").unwrap();
        let block = block.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
        let folder = folder();
        let mut service = bare(folder.path());
        service.env("VOXIMPLANT_ACCOUNT_ID", "1234567");
        service.env("VOXIMPLANT_SALT", "test-salt").env("VOXIMPLANT_API_KEY", "test-key");
        let service = Listening::start(&mut service);
        // Word for word but for the port, and it goes on where the exit code is 1.
        let block = block.replace(&format!("http://127.0.0.1:{port}/callbacks"), service.url());
        let ran = run(&mut shell(folder.path(), &format!("set +e\n{block}"))).good();
        let answers: Vec<_> = ran.lines().filter_map(|line| line.split("  ").next()).collect();
        assert_eq!(answers, ["200 received", "403 refused", "received"], "{package}: {ran}");
    }
}

/// Reads `{headers, body}` from standard input, and fails if the signature is
/// wrong or the body was changed and still passes.
const IN_PYTHON: &str = r#"
import json, sys
from standardwebhooks import Webhook, WebhookVerificationError
for line in sys.stdin:
    request = json.loads(line)
    for secret in sys.argv[1:]:
        webhook = Webhook(secret)
        assert webhook.verify(request["body"], request["headers"])["callbacks"]
        try:
            webhook.verify(request["body"] + " ", request["headers"])
        except WebhookVerificationError:
            continue
        sys.exit("a changed body passes")
print("verified")
"#;

const IN_JAVASCRIPT: &str = r#"
const { Webhook } = require("standardwebhooks");
for (const line of require("fs").readFileSync(0, "utf8").trim().split("\n")) {
  const request = JSON.parse(line);
  for (const secret of process.argv.slice(1)) {
    const webhook = new Webhook(secret);
    if (!webhook.verify(request.body, request.headers).callbacks) throw new Error("no callbacks");
    let passes = true;
    try { webhook.verify(request.body + " ", request.headers); } catch { passes = false; }
    if (passes) throw new Error("a changed body passes");
  }
}
console.log("verified");
"#;

#[test]
#[ignore = "needs standardwebhooks for Python and Node.js; .ci/run has them"]
fn signatures_are_verified_in_three_languages_also_after_an_hour_of_outage() {
    let (folder, target) = (folder(), Target::start());
    let at = folder.path();
    let settings = format!("[forward]\nurl = \"{}\"\n", target.url());
    fs::write(at.join("voximplant-callbacks.toml"), settings).unwrap();
    let secrets = [support::SECRET, "whsec_cGxlYXNlIGRvIG5vdCB1c2UgdGhpcyBzZWNyZXQ="];
    let listen = || {
        let mut command = tool(at);
        Listening::start(command.env("VOXIMPLANT_FORWARD_SECRET", secrets.join(" ")))
    };
    target.answer(503);
    let mut listening = listen();
    let send =
        ["send", "sms_inbound", "--callback-id", "7", "--to", listening.url()].map(str::to_owned);
    run(tool(at).args(send)).good();
    listening.event("not_forwarded");
    listening.stop();
    let first = target.got().remove(0);

    // The clock of the inbox is set: what happened was an hour ago.
    let db = rusqlite::Connection::open(at.join("inbox.db")).unwrap();
    let changed = db.execute(
        "UPDATE item SET received_at = received_at - 3600000, due_at = due_at - 3600000",
        [],
    );
    assert_eq!(changed, Ok(1));
    db.execute("UPDATE lane SET due_at = due_at - 3600000", []).unwrap();
    drop(db);
    target.answer(200);
    let mut listening = listen();
    listening.event("forwarded");
    listening.stop();
    let last = target.got().pop().unwrap();
    assert_eq!((first.id(), first.id()), ("1234567-7", last.id()));
    let at_of = |got: &support::Got| got.headers["webhook-timestamp"].parse::<u64>().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!(now - at_of(&last) < 120 && at_of(&first) <= at_of(&last));

    let headers: http::HeaderMap = last
        .headers
        .iter()
        .map(|(name, value)| (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap()))
        .collect();
    for secret in secrets {
        let webhook = standardwebhooks::Webhook::new(secret).unwrap();
        webhook.verify(last.body.as_bytes(), &headers).unwrap();
    }
    let request = serde_json::json!({ "headers": last.headers, "body": last.body }).to_string();
    let mut in_python = Command::new(python());
    let verified = support::run_with(in_python.args(["-c", IN_PYTHON]).args(secrets), &request);
    assert_eq!(verified.good(), "verified\n");
    let mut in_javascript = Command::new("node");
    let verified =
        support::run_with(in_javascript.args(["-e", IN_JAVASCRIPT]).args(secrets), &request);
    assert_eq!(verified.good(), "verified\n");
}

/// A server with a certificate of its own, which answers everything with 204.
fn tls_target(folder: &Path) -> String {
    use std::{io::Read, io::Write, net::TcpListener, sync::Arc};

    use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

    let mut openssl = Command::new("openssl");
    openssl.current_dir(folder).args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "certificate.pem",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
    ]);
    run(&mut openssl).good();
    let certificate = CertificateDer::from_pem_file(folder.join("certificate.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = rustls::Stream::new(&mut connection, &mut stream);
            let mut request = vec![0; 1 << 16];
            // A client that does not trust the certificate hangs up here.
            if tls.read(&mut request).is_ok() {
                let _ = tls.write_all(b"HTTP/1.1 204 X\r\nconnection: close\r\n\r\n");
                tls.conn.send_close_notify();
                let _ = tls.flush();
            }
        }
    });
    format!("https://localhost:{port}/")
}

#[test]
#[ignore = "needs openssl; .ci/run has it"]
fn a_target_is_verified() {
    let folder = folder();
    let url = tls_target(folder.path());
    let send = |roots: Option<&str>, url: &str| {
        let mut command = tool(folder.path());
        if let Some(roots) = roots {
            command.env("SSL_CERT_FILE", folder.path().join(roots));
        }
        run(command.args(["send", "card_payment", "--to", url]))
    };
    let untrusted = send(None, &url).code(3);
    assert!(
        untrusted.err.contains("certificate") || untrusted.err.contains("UnknownIssuer"),
        "{untrusted:?}"
    );
    send(Some("certificate.pem"), &url).good();
    let other_name = send(Some("certificate.pem"), &url.replace("localhost", "127.0.0.1")).code(3);
    assert!(other_name.err.contains("no answer"), "{other_name:?}");
}
