//! README.md and the documents that show how to begin, word for word. Their
//! Rust is compiled and run as documentation of this crate; the other blocks are
//! run here.

use std::{env, process::Command};

use test_support::{read, root};
use tests::Server;
use voximplant_callbacks::{Credential, Seal};

const DOCUMENTS: [&str; 3] = ["README.md", "docs/rust.md", "docs/languages.md"];

/// All documents, one after the other.
fn text() -> String {
    DOCUMENTS.map(read).join("\n")
}

/// The blocks of this language.
fn blocks(language: &str) -> Vec<String> {
    let text = text();
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == format!("```{language}") {
            blocks.push(
                lines.by_ref().take_while(|line| *line != "```").collect::<Vec<_>>().join("\n"),
            );
        }
    }
    blocks
}

/// The block of commands in which this stands.
fn block_with(command: &str) -> String {
    let mut blocks = blocks("sh").into_iter().filter(|block| block.contains(command));
    let block = blocks.next().unwrap_or_else(|| panic!("no block with {command}"));
    assert_eq!(blocks.next(), None);
    block
}

/// Runs a program in the root of the workspace, and gives what it printed.
fn run(command: &mut Command) -> String {
    test_support::run(command.current_dir(root())).success().stdout
}

#[test]
fn no_block_is_left_out() {
    let fences = text().lines().filter(|line| line.starts_with("```")).count();
    let known = ["rust", "sh", "python"].map(|language| blocks(language).len());
    let pictures = blocks("text").len();
    assert_eq!(pictures, 1);
    assert_eq!(fences, 2 * (known.iter().sum::<usize>() + pictures));
    let in_rust = read("docs/rust.md").matches("```rust").count();
    assert_eq!(blocks("rust").len(), in_rust, "only the Rust of docs/rust.md is compiled");
}

#[test]
fn links_lead_somewhere() {
    for document in DOCUMENTS.into_iter().chain(["docs/README.md"]) {
        let folder = root().join(document).parent().unwrap().to_owned();
        for link in read(document).split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap();
            let leads = target.starts_with("https://") || folder.join(target).exists();
            assert!(leads, "{document}: {target}");
        }
    }
}

#[test]
fn every_document_is_listed() {
    let index = read("docs/README.md");
    for document in test_support::files("docs", ".md") {
        let name = document.file_name().unwrap().to_str().unwrap();
        let is_listed = name == "README.md" || index.contains(&format!("]({name})"));
        assert!(is_listed, "{name} is not in docs/README.md");
    }
}

#[test]
fn the_two_commands_are_what_ci_runs() {
    let blocks = blocks("sh");
    let commands: Vec<_> =
        blocks[0].lines().map(|line| line.split(" #").next().unwrap().trim()).collect();
    assert_eq!(commands, ["cargo xtask gen", "cargo test --workspace"]);
    let ci = read(".ci/run");
    assert!(commands.iter().all(|command| ci.contains(command)));
}

#[test]
fn the_published_sample_is_received() {
    let receive = block_with("cargo run --example receive");
    let printed = run(Command::new("sh").args(["-e", "-c", &receive]));
    assert!(printed.starts_with("callback "), "{printed}");
    assert!(printed.contains(": card_payment\n"), "{printed}");
    assert!(printed.ends_with("  amount: 10.50\n"), "{printed}");
}

#[test]
#[ignore = "needs curl; .ci/run has it"]
fn the_server_answers_what_is_sent_with_curl() {
    // Word for word but for the port, which may be taken.
    let command = "cargo run --example server";
    let serve = block_with(command).replace(command, &format!("exec {command} -- 127.0.0.1:0"));
    let server = Server::run(Command::new("sh").args(["-e", "-c", &serve]));
    let send = block_with("curl");
    assert!(send.contains("http://127.0.0.1:8080/callbacks"), "{send}");
    let send = send.replace("http://127.0.0.1:8080/callbacks", server.url());

    let printed = run(Command::new("sh").args(["-e", "-c", &send]));
    assert_eq!(printed, "received\nduplicate\nconflict\nrefused\n");
    assert!(text().contains("`received`, `duplicate`, `conflict` and `refused`"));

    let with_status = send.replace("curl ", "curl --write-out '%{http_code}\n' ");
    let printed = run(Command::new("sh").args(["-e", "-c", &with_status]));
    let statuses: Vec<_> = printed.lines().skip(1).step_by(2).collect();
    assert_eq!(statuses, ["200", "200", "409", "403"]);
    assert!(text().contains("Their status is 200, 200, 409 and 403"));
}

#[test]
fn a_server_without_the_key_checks_what_the_proposed_salt_signs() {
    // What the command does: its own tests run it.
    assert!(block_with("voximplant-callbacks seal").contains("VOXIMPLANT_API_KEY="));
    let api_key = "00000000-0000-4000-8000-000000000000";
    let seal = Seal::propose(1_234_567, api_key, &[7; Seal::MAX_SALT]).unwrap();
    let (salt, seal) = (seal.salt(), seal.reveal());
    let server = Server::run(
        Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--example", "server", "--", "127.0.0.1:0"])
            .env("VOXIMPLANT_SEAL", seal),
    );

    for (salt, answer) in [(salt, "received\n"), ("another-salt", "refused\n")] {
        let hash = Credential::new(1_234_567, salt, api_key).unwrap().hash(1);
        let body = format!(
            r#"{{"callbacks": [{{"type": "card_expired", "callback_id": 1, "account_id": 1234567,
                "balance": 0.50, "hash": "{hash}"}}]}}"#
        );
        let agent = ureq::post(server.url()).config().http_status_as_error(false).build();
        let told = agent.send(&body).unwrap().body_mut().read_to_string().unwrap();
        assert_eq!(told, answer);
    }
}

#[test]
#[ignore = "needs Python with jsonschema, named by $PYTHON; .ci/run has it"]
fn the_json_schema_is_used_from_python() {
    let [program] = &blocks("python")[..] else { panic!("another block of Python") };
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let printed = run(Command::new(python).args(["-c", program]));
    assert_eq!(printed, "valid []\nmissing_field ['$.callbacks[0].card_payment']\n");
}
