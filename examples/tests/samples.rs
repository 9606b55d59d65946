//! Each example with all published samples: its answers are those of the SDK.

use std::{
    collections::VecDeque,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    time::Duration,
};

use http_body_util::Full;
use serde_json::{Value, json};
use voximplant_callbacks::{Kind, MemoryGuard, Outcome, Receiver, testing, web::Endpoint};

/// A status and its text.
type Answer = (u16, String);

/// Every published sample, and then bodies for what they do not show: the same callback again,
/// another with its IDs, one that is not JSON, and as many callbacks as fit into one body.
fn bodies() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/generated/samples");
    let index: Value =
        serde_json::from_slice(&fs::read(folder.join("index.json")).unwrap()).unwrap();
    let files = index["samples"].as_array().unwrap().iter();
    let mut bodies: Vec<_> =
        files.map(|it| fs::read(folder.join(it["file"].as_str().unwrap())).unwrap()).collect();
    assert!(bodies.len() > 250, "{}", bodies.len());

    let paid = Kind::CardPayment.sample();
    let mut changed = paid.clone();
    changed.envelope.currency.push('X');
    bodies.extend([testing::body([&paid]), testing::body([&changed]), b"no JSON".to_vec()]);
    let mut many = Vec::new();
    for callback_id in 1..=1500 {
        let mut callback = paid.clone();
        callback.envelope.callback_id = callback_id;
        testing::sign(&mut callback, &testing::credential());
        many.push(callback);
    }
    bodies.push(testing::body(&many));
    assert!(bodies.last().is_some_and(|it| (500_000..1_000_000).contains(&it.len())));
    bodies
}

/// The answers of the SDK to these bodies, in order.
#[tokio::main(flavor = "current_thread")]
async fn expected(receiver: Receiver, bodies: &[Vec<u8>]) -> Vec<Answer> {
    let endpoint = Endpoint::new(receiver);
    let mut answers = Vec::new();
    for body in bodies {
        let answer = match endpoint.receive(Full::new(body.as_slice())).await {
            Ok(mut delivery) => {
                delivery.take_outcomes().into_iter().for_each(Outcome::settle);
                delivery.answer()
            }
            Err(rejection) => rejection.answer(),
        };
        answers.push((answer.status().as_u16(), answer.text().to_owned()));
    }
    answers
}

/// A process that is killed when this value is dropped.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Self {
        let command = command
            .env("VOXIMPLANT_ACCOUNT_ID", testing::ACCOUNT_ID.to_string())
            .env("VOXIMPLANT_SALT", testing::SALT)
            .env("VOXIMPLANT_API_KEY", testing::API_KEY);
        Self(command.stdout(Stdio::piped()).spawn().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn answers_of_server(path: &str, bodies: &[Vec<u8>]) -> Vec<Answer> {
    let mut server = Running::start(Command::new(path).arg("127.0.0.1:0"));
    let mut printed = BufReader::new(server.0.stdout.take().unwrap());
    let mut line = String::new();
    printed.read_line(&mut line).unwrap();
    let url = line.trim_end().strip_prefix("listening on ").unwrap().to_owned();
    let gathered = std::thread::spawn(move || {
        let mut text = String::new();
        printed.read_to_string(&mut text).unwrap();
        text
    });

    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answers = Vec::new();
    for body in bodies {
        let mut answer = agent.post(&url).send(body.as_slice()).unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        answers.push((answer.status().as_u16(), text));
    }
    drop(server);
    assert!(gathered.join().unwrap().contains("callback card_payment\n"));
    answers
}

fn check_server(path: &str) {
    let bodies = bodies();
    let guarded = Receiver::new(testing::credential()).guard(Arc::new(MemoryGuard::default()));
    let expected = expected(guarded, &bodies);
    for text in ["received", "duplicate", "conflict", "refused", "malformed"] {
        assert!(expected.iter().any(|it| it.1 == format!("{text}\n")), "{text}");
    }
    assert_eq!(answers_of_server(path, &bodies), expected);
}

#[test]
fn actix_answers_as_the_sdk_does() {
    check_server(env!("CARGO_BIN_EXE_actix"));
}

#[test]
fn hyper_answers_as_the_sdk_does() {
    check_server(env!("CARGO_BIN_EXE_hyper"));
}

#[test]
fn lambda_answers_as_the_sdk_does() {
    let bodies = bodies();
    let expected = expected(Receiver::new(testing::credential()), &bodies);
    assert_eq!(answers_of_lambda(&bodies), expected);
}

/// Simulates the runtime of AWS Lambda: the function asks for the next event, and posts its answer.
fn answers_of_lambda(bodies: &[Vec<u8>]) -> Vec<Answer> {
    let runtime = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = runtime.local_addr().unwrap().to_string();
    let _function = Running::start(
        Command::new(env!("CARGO_BIN_EXE_lambda"))
            .env("AWS_LAMBDA_RUNTIME_API", address)
            .env("AWS_LAMBDA_FUNCTION_NAME", "callbacks")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
    );
    let events: VecDeque<Value> =
        bodies.iter().map(|body| event(std::str::from_utf8(body).unwrap())).collect();
    let events = Arc::new(Mutex::new(events));
    let (answer, answers) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in runtime.incoming() {
            let (events, answer) = (Arc::clone(&events), answer.clone());
            std::thread::spawn(move || serve_lambda(stream.unwrap(), &events, &answer));
        }
    });
    // A timeout, so that a function that has ended fails the test instead of blocking it.
    let patience = Duration::from_secs(120);
    bodies.iter().map(|_| answers.recv_timeout(patience).unwrap()).collect()
}

fn serve_lambda(
    stream: TcpStream,
    events: &Mutex<VecDeque<Value>>,
    answers: &mpsc::Sender<Answer>,
) {
    let mut stream = BufReader::new(stream);
    while let Some((path, body)) = read_request(&mut stream) {
        if path.ends_with("/invocation/next") {
            // After the last one, the function waits until it is killed.
            let event = events.lock().unwrap().pop_front();
            let Some(event) = event else { return std::thread::park() };
            write_response(stream.get_mut(), "200 OK", &event.to_string());
        } else {
            assert!(path.ends_with("/request-1/response"), "{path}");
            let answer: Value = serde_json::from_slice(&body).unwrap();
            let status = answer["statusCode"].as_u64().unwrap().try_into().unwrap();
            answers.send((status, answer["body"].as_str().unwrap().to_owned())).unwrap();
            write_response(stream.get_mut(), "202 Accepted", "");
        }
    }
}

/// A request to a function URL.
fn event(body: &str) -> Value {
    json!({
        "version": "2.0", "routeKey": "$default", "rawPath": "/callbacks", "rawQueryString": "",
        "headers": {"content-type": "application/json"}, "body": body, "isBase64Encoded": false,
        "requestContext": {
            "accountId": "anonymous", "apiId": "api", "domainName": "api.example.com",
            "domainPrefix": "api", "requestId": "request-1", "routeKey": "$default",
            "stage": "$default", "time": "15/Jan/2026:09:30:00 +0000", "timeEpoch": 1_768_469_400_000_u64,
            "http": {"method": "POST", "path": "/callbacks", "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1", "userAgent": "test"},
        },
    })
}

/// The path and the body of the next request on a connection, if there is one.
fn read_request(stream: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut line = String::new();
    let mut next = |stream: &mut BufReader<TcpStream>| {
        line.clear();
        stream.read_line(&mut line).ok()?;
        Some(line.trim_end().to_owned())
    };
    let path = next(stream)?.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    let mut is_chunked = false;
    loop {
        let header = next(stream)?.to_ascii_lowercase();
        match header.split_once(": ") {
            None => break,
            Some(("content-length", value)) => length = value.parse().unwrap(),
            Some(("transfer-encoding", _)) => is_chunked = true,
            Some(_) => {}
        }
    }
    let mut body = Vec::new();
    loop {
        let chunk =
            if is_chunked { usize::from_str_radix(&next(stream)?, 16).unwrap() } else { length };
        let start = body.len();
        body.resize(start + chunk, 0);
        stream.read_exact(&mut body[start..]).ok()?;
        if is_chunked {
            next(stream)?;
        }
        if !is_chunked || chunk == 0 {
            return Some((path, body));
        }
    }
}

fn write_response(stream: &mut TcpStream, status: &str, body: &str) {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nlambda-runtime-aws-request-id: request-1\r\n\
         lambda-runtime-deadline-ms: 4102444800000\r\n\
         lambda-runtime-invoked-function-arn: arn:aws:lambda:region:account:function:callbacks\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
}
