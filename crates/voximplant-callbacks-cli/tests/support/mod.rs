//! The tool as a process, and a target for what it forwards.
#![allow(dead_code, reason = "no test needs all of it")]

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, ChildStdout, Command, Output, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const SALT: &str = "published-test-salt";
pub(crate) const API_KEY: &str = "00000000-0000-4000-8000-000000000000";
pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

/// The tool, in a folder, with nothing of the environment but the published
/// credential.
pub(crate) fn tool(folder: &Path) -> Command {
    let mut command = bare(folder);
    command
        .env("VOXIMPLANT_ACCOUNT_ID", "1234567")
        .env("VOXIMPLANT_SALT", SALT)
        .env("VOXIMPLANT_API_KEY", API_KEY)
        .env("VOXIMPLANT_FORWARD_SECRET", SECRET);
    command
}

/// The tool without a credential.
pub(crate) fn bare(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_voximplant-callbacks"));
    command.current_dir(folder).env_clear();
    for kept in ["PATH", "SYSTEMROOT", "TEMP", "LLVM_PROFILE_FILE"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command
}

pub(crate) fn folder() -> TempDir {
    TempDir::new().expect("a folder")
}

/// What a process printed, and its exit code.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn run(command: &mut Command) -> Ran {
    ran(command.stdin(Stdio::null()).output().expect("it starts"))
}

pub(crate) fn run_with(command: &mut Command, input: &str) -> Ran {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    // It need not read to the end.
    let _ = writer.join().expect("the writer ends");
    ran(output)
}

fn ran(output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        code: output.status.code().expect("it exits by itself"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

impl Ran {
    /// Its output, which has to be that of a success.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// Each line of its output as JSON.
    #[track_caller]
    pub(crate) fn values(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

/// `listen` on a free port.
pub(crate) struct Listening {
    child: Child,
    out: BufReader<ChildStdout>,
    pub(crate) first: Value,
    log: Arc<Mutex<String>>,
}

impl Listening {
    pub(crate) fn start(command: &mut Command) -> Self {
        let command = command.args(["listen", "--json", "--addr", "127.0.0.1:0"]);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let log = Arc::<Mutex<String>>::default();
        let (err, kept) = (child.stderr.take().expect("a pipe"), Arc::clone(&log));
        thread::spawn(move || {
            for line in BufReader::new(err).lines().map_while(Result::ok) {
                *kept.lock().expect("the log") += &(line + "\n");
            }
        });
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut listening = Self { child, out, first: Value::Null, log };
        listening.first = listening.next();
        assert_eq!(listening.first["event"], "listening");
        listening
    }

    /// The next line that it prints.
    #[track_caller]
    pub(crate) fn next(&mut self) -> Value {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("it can be read");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}: {}", self.log()))
    }

    /// The next line about this.
    #[track_caller]
    pub(crate) fn event(&mut self, event: &str) -> Value {
        loop {
            let next = self.next();
            if next["event"] == event {
                return next;
            }
        }
    }

    pub(crate) fn url(&self) -> &str {
        self.first["url"].as_str().expect("a URL")
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("the log").clone()
    }

    /// Waits until the log has this.
    #[track_caller]
    pub(crate) fn logs(&self, text: &str) {
        for _ in 0..600 {
            if self.log().contains(text) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("no {text:?} in the log: {}", self.log());
    }

    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args([name, &id]).status();
        assert!(status.expect("kill runs").success());
    }

    /// Ends it at once.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it ends");
    }

    /// Ends it in good order.
    #[cfg(unix)]
    pub(crate) fn stop(mut self) -> String {
        self.signal("-TERM");
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).expect("it can be read");
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "{status}: {}", self.log());
        rest
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request that a target got.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) path: String,
    /// By names in lower case.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: String,
}

impl Got {
    pub(crate) fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }
}

/// A server that is forwarded to.
pub(crate) struct Target {
    pub(crate) address: String,
    got: Arc<Mutex<Vec<Got>>>,
    status: Arc<AtomicU16>,
}

impl Target {
    pub(crate) fn start() -> Self {
        Self::on("127.0.0.1:0")
    }

    pub(crate) fn on(address: &str) -> Self {
        let listener = TcpListener::bind(address).expect("the address is free");
        let address = listener.local_addr().expect("an address").to_string();
        let got = Arc::<Mutex<Vec<Got>>>::default();
        let status = Arc::new(AtomicU16::new(200));
        let (all, answer) = (Arc::clone(&got), Arc::clone(&status));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (all, answer) = (Arc::clone(&all), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &all, &answer));
            }
        });
        Self { address, got, status }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// Answers with this status from now on.
    pub(crate) fn answer(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    pub(crate) fn got(&self) -> Vec<Got> {
        self.got.lock().expect("the requests").clone()
    }

    /// Waits for so many requests.
    #[track_caller]
    pub(crate) fn wait_for(&self, count: usize) -> Vec<Got> {
        for _ in 0..1200 {
            if self.got().len() >= count {
                return self.got();
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("{count} requests did not come: {:?}", self.got());
    }
}

fn serve(stream: TcpStream, all: &Mutex<Vec<Got>>, answer: &AtomicU16) {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let mut stream = stream;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = HashMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a header");
            let Some((name, value)) = line.trim().split_once(':') else { break };
            headers.insert(name.to_lowercase(), value.trim().to_owned());
        }
        let length = headers.get("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let body = String::from_utf8(body).expect("UTF-8");
        all.lock().expect("the requests").push(Got { path, headers, body });
        let status = answer.load(Ordering::SeqCst);
        let location = if status / 100 == 3 { "location: /elsewhere\r\n" } else { "" };
        let answer = format!("HTTP/1.1 {status} X\r\n{location}content-length: 2\r\n\r\nok");
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}
