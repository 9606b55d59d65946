//! An example that serves, as a process of its own on a free port.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, ExitStatus, Stdio},
    thread::{self, JoinHandle},
};

use crate::root;

/// The example server with the published credential. It is killed when this
/// value is dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    url: String,
    /// What it prints, and its log.
    output: Option<[JoinHandle<String>; 2]>,
}

impl Server {
    /// Starts it on a free port.
    ///
    /// # Panics
    ///
    /// If it does not start.
    #[must_use]
    pub fn start() -> Self {
        Self::run(
            Command::new(env!("CARGO"))
                .args(["run", "--quiet", "--example", "server", "--", "127.0.0.1:0"])
                .env("VOXIMPLANT_ACCOUNT_ID", "1234567")
                .env("VOXIMPLANT_SALT", "published-test-salt")
                .env("VOXIMPLANT_API_KEY", "00000000-0000-4000-8000-000000000000"),
        )
    }

    /// Starts it with this command, in the root of the workspace.
    ///
    /// # Panics
    ///
    /// If it does not start.
    #[must_use]
    pub fn run(command: &mut Command) -> Self {
        let mut process = command
            .current_dir(root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command can be started");
        let log = gather(process.stderr.take().expect("it is piped"));
        let mut stdout = BufReader::new(process.stdout.take().expect("it is piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("what it prints is text");
        let output = Some([gather(stdout), log]);
        let mut server = Self { process, url: String::new(), output };
        match line.trim_end().strip_prefix("listening on ") {
            Some(url) => url.clone_into(&mut server.url),
            None => panic!("the server does not start: {line}{}", server.end().log),
        }
        server
    }

    /// Where callbacks are sent to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Host and port.
    #[must_use]
    pub fn address(&self) -> &str {
        self.url["http://".len()..].trim_end_matches("/callbacks")
    }

    /// The ID of the process.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Asks it to stop, as a supervisor does.
    ///
    /// # Panics
    ///
    /// If the signal cannot be sent.
    pub fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "the signal cannot be sent");
    }

    /// Kills it with a signal that it cannot see.
    pub fn kill(&mut self) {
        if self.output.is_some() {
            // If it has ended by itself, there is nothing to kill.
            let _ = self.process.kill();
            self.end();
        }
    }

    /// Waits until it has ended by itself.
    ///
    /// # Panics
    ///
    /// If it cannot be waited for.
    #[must_use]
    pub fn wait(mut self) -> Ended {
        self.end()
    }

    fn end(&mut self) -> Ended {
        let status = self.process.wait().expect("it can be waited for");
        let output = self.output.take().expect("it ends once");
        let [printed, log] = output.map(|text| text.join().expect("it was read"));
        Ended { status, printed, log }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What is left of a [`Server`].
#[derive(Debug)]
pub struct Ended {
    /// How it ended.
    pub status: ExitStatus,
    /// What it printed after its address.
    pub printed: String,
    /// Its log.
    pub log: String,
}

/// Reads to the end, in a thread of its own.
fn gather(mut output: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut text = String::new();
        output.read_to_string(&mut text).expect("it is text");
        text
    })
}
