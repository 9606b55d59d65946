//! The example server, driven by a real HTTP client, and by raw sockets for what real clients do
//! not do.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tests::{Ended, Server, files, read};
use ureq::{AsSendBody, SendBody};
use voximplant_callbacks::Credential;

const ACCOUNT_ID: u64 = 1_234_567;
const SALT: &str = "published-test-salt";
const API_KEY: &str = "00000000-0000-4000-8000-000000000000";

/// The most bytes that the server takes.
const LIMIT: usize = 1024 * 1024;

/// How long a test waits for what comes sooner unless something is broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the server answered.
#[derive(Debug, PartialEq, Eq)]
struct Answer(u16, String);

impl PartialEq<(u16, &str)> for Answer {
    fn eq(&self, (status, text): &(u16, &str)) -> bool {
        self.0 == *status && self.1.trim_end() == *text
    }
}

/// A signed callback of a payment.
fn payment(callback_id: u64, amount: &str) -> String {
    let hash = Credential::new(ACCOUNT_ID, SALT, API_KEY).unwrap().hash(callback_id);
    format!(
        r#"{{"type": "card_payment", "callback_id": {callback_id}, "account_id": {ACCOUNT_ID},
            "hash": "{hash}", "account_email": "account@example.com", "balance": 120.50,
            "card_payment": {{"transaction_id": 9001, "transaction_type": "card_payment", "amount": {amount}}}}}"#
    )
}

/// The same with a hash that anybody can make up.
fn forged(callback_id: u64) -> String {
    let mut callback: Value = serde_json::from_str(&payment(callback_id, "10.50")).unwrap();
    callback["hash"] = "0123456789abcdef0123456789abcdef".into();
    callback.to_string()
}

fn body(callbacks: &[String]) -> String {
    format!(r#"{{"callbacks": [{}]}}"#, callbacks.join(","))
}

/// A body that is good, and of this many bytes.
fn body_of(size: usize, callback_id: u64) -> String {
    let mut body = body(&[payment(callback_id, "10.50")]);
    body.push_str(&" ".repeat(size - body.len()));
    body
}

fn post(server: &Server, body: &str) -> Answer {
    post_with(server, &[("content-type", "application/json")], body, body)
}

/// Posts with a real client.
fn post_with(
    server: &Server,
    headers: &[(&str, &str)],
    text: &str,
    body: impl AsSendBody,
) -> Answer {
    let mut request = ureq::post(server.url()).config().http_status_as_error(false).build();
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut response = request.send(body).unwrap();
    let headers = format!("{:?}", response.headers());
    let answer = response.body_mut().read_to_string().unwrap();
    assert_exposes_nothing(&headers, text);
    assert_exposes_nothing(&answer, text);
    Answer(response.status().as_u16(), answer)
}

/// A connection to the server, for what a real client does not do.
fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

fn head(headers: &str) -> String {
    format!("POST /callbacks HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n\r\n")
}

/// What the server answers until it closes the connection; `None` if it
/// closes it without an answer.
fn answer(mut stream: TcpStream, sent: &str) -> Option<Answer> {
    let mut response = String::new();
    if let Err(error) = stream.read_to_string(&mut response) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}");
    }
    assert_exposes_nothing(&response, sent);
    let (head, text) = response.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Some(Answer(status, text.to_owned()))
}

/// Asserts that a text holds no secret, nor a value of a body.
fn assert_exposes_nothing(text: &str, body: &str) {
    fn values(json: &Value, found: &mut Vec<String>) {
        match json {
            Value::Null | Value::Bool(_) => {}
            Value::Number(number) => found.push(number.to_string()),
            Value::String(string) => found.push(string.clone()),
            Value::Array(list) => list.iter().for_each(|json| values(json, found)),
            Value::Object(fields) => fields.values().for_each(|json| values(json, found)),
        }
    }
    let text: String = text.lines().filter(|line| !line.starts_with("date:")).collect();
    let mut found = vec![SALT.to_owned(), API_KEY.to_owned()];
    if let Ok(json) = serde_json::from_str(body) {
        values(&json, &mut found);
    }
    for value in found.iter().filter(|value| value.len() > 3) {
        assert!(!text.contains(value.as_str()), "{text} shows {value}");
    }
}

#[test]
fn a_callback_is_received_once() {
    let server = Server::start();
    let good = body(&[payment(1, "10.50")]);
    assert_eq!(post(&server, &good), (200, "received"));
    assert_eq!(post(&server, &good), (200, "duplicate"));
    assert_eq!(post(&server, &body(&[payment(1, "99.50")])), (409, "conflict"));
    assert_eq!(post(&server, &body(&[payment(2, "99.50")])), (200, "received"));
}

#[test]
fn every_published_sample_has_its_answer_and_none_shows_a_value() {
    let server = Server::start();
    let index: Value = serde_json::from_str(&read("schema/generated/samples/index.json")).unwrap();
    let samples = index["samples"].as_array().unwrap();
    assert_eq!(samples.len() + 1, files("schema/generated/samples", ".json").len());
    for sample in samples {
        let name = sample["file"].as_str().unwrap();
        let expected = match (sample["outcome"].as_str(), sample["hash"].as_str()) {
            // It comes after the callback that it is a replay of.
            _ if sample["guard"] == "duplicate" => (200, "duplicate"),
            _ if sample["guard"] == "conflict" => (409, "conflict"),
            (_, Some("missing" | "mismatch")) => (403, "refused"),
            (Some("malformed"), _) => (200, "malformed"),
            (Some("callback" | "unknown"), Some("match")) => (200, "received"),
            other => panic!("{name}: another outcome, {other:?}"),
        };
        let body = read(format!("schema/generated/samples/{name}"));
        assert_eq!(post(&server, &body), expected, "{name}");
    }
}

#[test]
fn a_forged_callback_does_not_take_its_neighbours_with_it() {
    let server = Server::start();
    let mixed = body(&[payment(1, "10.50"), forged(2), payment(3, "10.50")]);
    assert_eq!(post(&server, &mixed), (403, "refused"));
    assert_eq!(post(&server, &body(&[payment(1, "10.50")])), (200, "duplicate"));
    assert_eq!(post(&server, &body(&[payment(2, "10.50")])), (200, "received"));
    assert_eq!(post(&server, &body(&[payment(3, "10.50")])), (200, "duplicate"));
}

#[test]
fn any_content_type_will_do() {
    let server = Server::start();
    let types = [
        "application/json; charset=utf-8",
        "application/vnd.example+json",
        "text/plain",
        "text/html",
        "application/x-www-form-urlencoded",
        "no content type at all",
    ];
    for (callback_id, content_type) in (1..).zip(types) {
        let body = body(&[payment(callback_id, "10.50")]);
        let headers = [("content-type", content_type)];
        assert_eq!(post_with(&server, &headers, &body, &body), (200, "received"), "{content_type}");
    }
    let body = body(&[payment(100, "10.50")]);
    let mut stream = connect(&server);
    write!(stream, "{}{body}", head(&format!("content-length: {}", body.len()))).unwrap();
    assert_eq!(answer(stream, &body).unwrap(), (200, "received"));
}

#[test]
fn a_body_of_unknown_length_is_received() {
    let server = Server::start();
    let good = body(&[payment(1, "10.50")]);
    let mut bytes = good.as_bytes();
    let chunked = SendBody::from_reader(&mut bytes);
    assert_eq!(post_with(&server, &[], &good, chunked), (200, "received"));

    let mut stream = connect(&server);
    write!(stream, "{}", head("transfer-encoding: chunked")).unwrap();
    for byte in good.chars() {
        write!(stream, "1\r\n{byte}\r\n").unwrap();
    }
    write!(stream, "0\r\n\r\n").unwrap();
    assert_eq!(answer(stream, &good).unwrap(), (200, "duplicate"));
}

#[test]
fn a_body_over_the_limit_is_rejected() {
    let server = Server::start();
    let (largest, larger) = (body_of(LIMIT, 1), body_of(LIMIT + 1, 2));
    assert_eq!(post(&server, &largest), (200, "received"));

    // A client that asks first need not send the body in vain.
    let ask = [("expect", "100-continue")];
    assert_eq!(post_with(&server, &ask, &larger, &larger), (413, "body is too large"));

    // Nobody waits for a body whose length is over the limit.
    let mut stream = connect(&server);
    write!(stream, "{}", head(&format!("content-length: {}", larger.len()))).unwrap();
    assert_eq!(answer(stream, "").unwrap(), (413, "body is too large"));

    // Nor for the end of one that has no length.
    let mut stream = connect(&server);
    let head = head("transfer-encoding: chunked");
    write!(stream, "{head}{:x}\r\n{larger}\r\n", larger.len()).unwrap();
    assert_eq!(answer(stream, &larger).unwrap(), (413, "body is too large"));

    assert_eq!(post(&server, &body_of(LIMIT, 2)), (200, "received"));
}

#[test]
fn a_body_that_is_not_a_list_of_callbacks_is_rejected() {
    let server = Server::start();
    for body in ["", "callbacks=1106", "[]", "{}", r#"{"callbacks": {}}"#, "\"secret"] {
        assert_eq!(post(&server, body), (400, "body is not a list of callbacks"), "{body}");
    }
    let latin_1 = b"{\"callbacks\": [], \"note\": \"\xE9\"}";
    assert_eq!(post_with(&server, &[], "", latin_1), (400, "body is not a list of callbacks"));
    assert_eq!(post(&server, r#"{"callbacks": []}"#), (200, "received"));
}

#[test]
fn a_body_that_is_slow_or_broken_off_is_rejected_and_can_be_sent_again() {
    let server = Server::start();
    let good = body(&[payment(1, "10.50")]);
    let (start, _) = good.split_at(good.len() - 2);

    let mut slow = connect(&server);
    write!(slow, "{}{start}", head(&format!("content-length: {}", good.len()))).unwrap();
    let mut slow_chunked = connect(&server);
    let head_of_chunked = head("transfer-encoding: chunked");
    write!(slow_chunked, "{head_of_chunked}{:x}\r\n{start}", good.len()).unwrap();

    let mut half = connect(&server);
    write!(half, "{}{start}", head(&format!("content-length: {}", good.len()))).unwrap();
    half.shutdown(Shutdown::Write).unwrap();
    let mut gone = connect(&server);
    write!(gone, "{}{start}", head(&format!("content-length: {}", good.len()))).unwrap();
    drop(gone);
    let mut wrong = connect(&server);
    write!(wrong, "{head_of_chunked}no length\r\n").unwrap();

    for stream in [slow, slow_chunked, half, wrong] {
        assert_eq!(answer(stream, &good).unwrap(), (408, "body is incomplete"));
    }
    assert_eq!(post(&server, &good), (200, "received"));
}

#[test]
fn a_sender_that_closes_its_half_has_its_answer() {
    let server = Server::start();
    let good = body(&[payment(1, "10.50")]);
    let mut stream = connect(&server);
    write!(stream, "{}{good}", head(&format!("content-length: {}", good.len()))).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    assert_eq!(answer(stream, &good).unwrap(), (200, "received"));
}

#[test]
fn a_head_that_is_slow_is_not_waited_for() {
    let server = Server::start();
    let mut stream = connect(&server);
    write!(stream, "POST /callbacks HTTP/1.1\r\nhost: loc").unwrap();
    // Whatever it answers, it closes the connection.
    assert_ne!(answer(stream, "").map(|answer| answer.0), Some(200));
}

#[test]
fn other_methods_and_paths_are_not_there() {
    let server = Server::start();
    let status = |request: ureq::RequestBuilder<ureq::typestate::WithoutBody>| {
        request.config().http_status_as_error(false).build().call().unwrap().status().as_u16()
    };
    let at = |path: &str| format!("http://{}{path}", server.address());
    assert_eq!(status(ureq::get(server.url())), 405);
    assert_eq!(status(ureq::delete(server.url())), 405);
    assert_eq!(status(ureq::get(at("/"))), 404);
    assert_eq!(status(ureq::get(at("/health"))), 200);
    let rest = "x".repeat(1000);
    assert_eq!(status(ureq::get(at(&format!("/callback/{rest}?{rest}=secret")))), 404);

    // Whoever mistypes the callback URL finds out why nothing comes.
    server.terminate();
    let log = server.wait().log;
    for line in
        [r#"no such method method=GET path="/callbacks""#, r#"no such path method=GET path="/""#]
    {
        assert!(log.contains(line), "{log}");
    }
    assert!(log.contains("/callback/xxx") && !log.contains("secret"), "{log}");
    assert!(log.lines().all(|line| line.len() < 300), "{log}");
    assert!(!log.contains("/health"), "{log}");
}

/// One that never reads what it is answered, but goes on asking.
fn stubborn(server: &Server) -> TcpStream {
    let mut stream = connect(server);
    stream.set_write_timeout(Some(Duration::from_millis(300))).unwrap();
    let requests = "GET /callbacks HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(1000);
    while stream.write_all(requests.as_bytes()).is_ok() {}
    stream
}

/// How many connections the process of the server has.
#[cfg(target_os = "linux")]
fn connections(server: &Server) -> usize {
    let folder = format!("/proc/{}/fd", server.process_id());
    let links = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().path().read_link().ok());
    // One socket listens.
    links.filter(|link| link.to_string_lossy().starts_with("socket:")).count() - 1
}

#[cfg(target_os = "linux")]
#[test]
fn a_client_that_does_not_read_is_not_waited_for() {
    let server = Server::start();
    let idle = connections(&server);
    let clients: Vec<_> = (0..3).map(|_| stubborn(&server)).collect();
    let start = Instant::now();
    while connections(&server) > idle {
        assert!(start.elapsed() < PATIENCE, "{} connections", connections(&server));
        thread::sleep(Duration::from_millis(100));
    }
    drop(clients);
    assert_eq!(post(&server, &body(&[payment(1, "10.50")])), (200, "received"));
}

#[test]
fn a_client_that_does_not_read_does_not_keep_the_server_from_stopping() {
    let server = Server::start();
    let client = stubborn(&server);
    server.terminate();
    let start = Instant::now();
    let Ended { status, log, .. } = server.wait();
    assert!(status.success() && log.ends_with("stopped\n"), "{status}: {log}");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    drop(client);
}

#[cfg(target_os = "linux")]
#[test]
fn more_connections_than_there_is_room_for_wait_until_there_is() {
    let server = Server::start();
    let idle = connections(&server);
    let all: Vec<_> = (0..300).map(|_| connect(&server)).collect();
    let start = Instant::now();
    while connections(&server) < idle + 256 && start.elapsed() < Duration::from_secs(4) {
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(connections(&server), idle + 256);
    // Silent connections are closed, and the next one has its turn.
    assert_eq!(post(&server, &body(&[payment(1, "10.50")])), (200, "received"));
    drop(all);
}

#[test]
fn a_client_that_hangs_up_is_served_once() {
    let server = Server::start();
    let good = body(&[payment(1, "10.50")]);
    for _ in 0..3 {
        let mut stream = connect(&server);
        write!(stream, "{}{good}", head(&format!("content-length: {}", good.len()))).unwrap();
        drop(stream);
    }
    while post(&server, &good) == (503, "try again later") {}
    server.terminate();
    let log = server.wait().log;
    assert_eq!(log.matches("received callback_id=1 ").count(), 1, "{log}");
}

#[test]
fn forged_callbacks_take_one_line_in_the_log_for_each_reason() {
    let server = Server::start();
    let zeros = format!("{{\"callbacks\": [{}0]}}", "0,".repeat(9_998));
    assert_eq!(post(&server, &zeros), (403, "refused"));
    let mixed = body(&[forged(1), payment(2, "10.50"), forged(3), "0".to_owned()]);
    assert_eq!(post(&server, &mixed), (403, "refused"));
    server.terminate();
    let log = server.wait().log;
    // With the callback that is good, and two lines at the end.
    assert_eq!(log.lines().filter(|line| line.contains(" server: ")).count(), 3, "{log}");
    assert_eq!(log.lines().filter(|line| line.contains("refused ")).count(), 3, "{log}");
    for line in [
        r#"refused code="unreadable" callbacks=9999"#,
        r#"refused code="mismatch" callbacks=2"#,
        r#"refused code="unreadable" callbacks=1"#,
    ] {
        assert!(log.contains(line), "{log}");
    }
}

#[test]
fn a_request_in_flight_is_finished_before_the_server_stops() {
    let server = Server::start();
    let good = body(&[payment(1, "10.50")]);
    let (start, end) = good.split_at(good.len() / 2);
    let mut stream = connect(&server);
    write!(stream, "{}{start}", head(&format!("content-length: {}", good.len()))).unwrap();
    // The server has taken the connection once it answers a later one.
    assert_eq!(post(&server, &body(&[payment(2, "10.50")])), (200, "received"));

    server.terminate();
    while TcpStream::connect(server.address()).is_ok() {
        thread::sleep(Duration::from_millis(10));
    }
    write!(stream, "{end}").unwrap();
    assert_eq!(answer(stream, &good).unwrap(), (200, "received"));

    let Ended { status, log, .. } = server.wait();
    assert!(status.success(), "{status}");
    assert!(log.contains("received callback_id=1 "), "{log}");
    assert!(log.ends_with("stopped\n"), "{log}");
}

#[test]
fn the_log_shows_neither_a_secret_nor_what_is_sensitive() {
    let server = Server::start();
    let sensitive = body(&[payment(1, "10.50"), payment(1, "99.50"), forged(2)]);
    assert_eq!(post(&server, &sensitive), (409, "conflict"));
    assert_eq!(post(&server, &sensitive), (409, "conflict"));
    server.terminate();
    let Ended { log, .. } = server.wait();
    for line in [
        "received callback_id=1 ",
        "handled before callback_id=1\n",
        "refused callback_id=1 ",
        r#"refused code="mismatch" callbacks=1"#,
    ] {
        assert!(log.contains(line), "{log}");
    }
    let hash = Credential::new(ACCOUNT_ID, SALT, API_KEY).unwrap().hash(1).to_string();
    let email = "account@example.com";
    for value in [SALT, API_KEY, &hash, "0123456789abcdef", email, "10.50", "99.50", "120.50"] {
        assert!(!log.contains(value), "{value} in {log}");
    }
}

#[test]
fn what_cannot_be_read_is_kept() {
    let server = Server::start();
    let [malformed, unknown] = ["card_payment/missing_field", "unknown/new_kind"]
        .map(|name| read(format!("schema/generated/samples/{name}.json")));
    let conflict = malformed.replace("35.50", "1.50").replace("120.50", "1.50");
    assert_ne!(malformed, conflict);
    assert_eq!(post(&server, &malformed), (200, "malformed"));
    assert_eq!(post(&server, &unknown), (200, "received"));
    assert_eq!(post(&server, &conflict), (409, "conflict"));
    server.terminate();
    let kept: Vec<Value> = serde_json::Deserializer::from_str(&server.wait().printed)
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap();
    let sent = [malformed, unknown, conflict]
        .map(|body| serde_json::from_str::<Value>(&body).unwrap()["callbacks"][0].take());
    assert_eq!(kept, sent);
}
