//! Requests per second and the 99th percentile of a server that checks
//! callbacks, as ratios to the same server that only reads the body.
//!
//! Each server is a process of its own. They are driven by turns, with the
//! same client and requests alike, since on a shared machine only ratios
//! within one run say something.

use std::{
    collections::VecDeque,
    env,
    error::Error,
    io::{BufRead, BufReader},
    process::{Child, Command, ExitCode, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes, routing::post};
use benches::{credential, single};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tower_http::timeout::RequestBodyDeadlineLayer;
use voximplant_callbacks::{
    Callback, MemoryGuard, Outcome, Receiver,
    web::{Answer, Delivery, Endpoint},
};

const ROUNDS: usize = 11;
const REQUESTS: usize = 20_000;
const CONNECTIONS: usize = 32;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    let result = match env::args().nth(1).as_deref() {
        None => drive(),
        Some("baseline") => serve(Router::new().route("/callbacks", post(read_only))),
        Some("callbacks") => {
            serve(Router::new().route("/callbacks", post(on_callbacks)).with_state(Endpoint::new(
                Receiver::new(credential()).guard(Arc::new(MemoryGuard::default())),
            )))
        }
        Some(other) => Err(format!("unknown server `{other}`").into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The floor: the body is read whole, and that is all.
async fn read_only(body: Bytes) -> &'static str {
    std::hint::black_box(&body);
    "received"
}

async fn on_callbacks(mut delivery: Delivery) -> Answer {
    for outcome in delivery.take_outcomes() {
        // Whatever is not settled is answered with 500, which ends the run.
        if let Outcome::Callback(callback) = outcome {
            std::hint::black_box(callback.settle());
        }
    }
    delivery.answer()
}

#[tokio::main(worker_threads = 2)]
async fn serve(router: Router) -> Result<()> {
    let router = router.layer(RequestBodyDeadlineLayer::new(Duration::from_secs(5)));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

/// Starts both servers, drives them by turns and prints what came out.
#[tokio::main(flavor = "current_thread")]
async fn drive() -> Result<()> {
    let baseline = Server::start("baseline")?;
    let callbacks = Server::start("callbacks")?;
    let mut requests = Requests::new();

    // The first round warms up and does not count.
    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        // Each goes first in every other round.
        let pair = if round % 2 == 0 {
            let first = drive_once(&baseline, requests.take(REQUESTS)).await?;
            (first, drive_once(&callbacks, requests.take(REQUESTS)).await?)
        } else {
            let first = drive_once(&callbacks, requests.take(REQUESTS)).await?;
            (drive_once(&baseline, requests.take(REQUESTS)).await?, first)
        };
        if round > 0 {
            rounds.push(pair);
        }
    }

    println!(
        "Medians of {ROUNDS} rounds of {REQUESTS} requests over {CONNECTIONS} connections each:\n"
    );
    println!("| server | requests per second | 99th percentile |");
    println!("| --- | --- | --- |");
    let row = |name: &str, figures: &[Figures]| {
        let rate = median(figures.iter().map(|figures| figures.rate));
        let p99 = median(figures.iter().map(|figures| figures.p99));
        println!("| {name} | {rate:.0} | {:.2} ms |", p99 * 1e3);
    };
    let (floor, checked): (Vec<_>, Vec<_>) = rounds.iter().copied().unzip();
    row("only reads the body", &floor);
    row("checks callbacks", &checked);
    let rate = median(rounds.iter().map(|(floor, checked)| checked.rate / floor.rate));
    let p99 = median(rounds.iter().map(|(floor, checked)| checked.p99 / floor.p99));
    println!("| ratio, median of the rounds | {rate:.3} | {p99:.2} |");
    Ok(())
}

/// A server in a process of its own, which ends with this value.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(name: &str) -> Result<Self> {
        let mut process =
            Command::new(env::current_exe()?).arg(name).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        BufReader::new(process.stdout.take().expect("it is piped")).read_line(&mut address)?;
        Ok(Self { process, address: address.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // If it has ended already, there is nothing left to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Signed requests, of which no two have a callback of the same number.
struct Requests {
    callbacks: Vec<Callback>,
    made: usize,
}

impl Requests {
    fn new() -> Self {
        let read = |body: &String| {
            let body: serde_json::Value = serde_json::from_str(body).expect("the corpus is JSON");
            serde_json::from_value(body["callbacks"][0].clone()).expect("it is of callbacks")
        };
        Self { callbacks: single().iter().map(read).collect(), made: 0 }
    }

    fn take(&mut self, count: usize) -> VecDeque<Vec<u8>> {
        let credential = credential();
        (0..count)
            .map(|_| {
                let length = self.callbacks.len();
                let callback = &mut self.callbacks[self.made % length];
                self.made += 1;
                callback.envelope.callback_id = self.made as u64;
                callback.envelope.hash = credential.hash(self.made as u64).to_string();
                let json = serde_json::to_string(&callback).expect("a callback can be written");
                let body = format!("{{\"callbacks\":[{json}]}}");
                format!(
                    "POST /callbacks HTTP/1.1\r\nhost: localhost\r\n\
                     content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                )
                .into_bytes()
            })
            .collect()
    }
}

/// What one server did in one round.
#[derive(Clone, Copy)]
struct Figures {
    /// Requests per second.
    rate: f64,
    /// The 99th percentile of the time to an answer, in seconds.
    p99: f64,
}

/// Sends all requests, each connection the next one as soon as it has its
/// answer.
async fn drive_once(server: &Server, requests: VecDeque<Vec<u8>>) -> Result<Figures> {
    let count = requests.len();
    let requests = Arc::new(Mutex::new(requests));
    let mut connections = JoinSet::new();
    let start = Instant::now();
    for _ in 0..CONNECTIONS {
        let stream = TcpStream::connect(&server.address).await?;
        stream.set_nodelay(true)?;
        connections.spawn(send(stream, Arc::clone(&requests)));
    }
    let mut times = Vec::with_capacity(count);
    while let Some(sent) = connections.join_next().await {
        times.extend(sent??);
    }
    let took = start.elapsed();
    times.sort_unstable();
    let p99 = times[count * 99 / 100].as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "it is small")]
    let rate = count as f64 / took.as_secs_f64();
    Ok(Figures { rate, p99 })
}

async fn send(
    mut stream: TcpStream,
    requests: Arc<Mutex<VecDeque<Vec<u8>>>>,
) -> Result<Vec<Duration>> {
    let next = || requests.lock().expect("no thread panicked").pop_front();
    let mut times = Vec::new();
    let mut buffer = [0; 1024];
    while let Some(request) = next() {
        let start = Instant::now();
        stream.write_all(&request).await?;
        let mut length = 0;
        // Both servers answer with a short body, whose length they tell.
        while !is_whole(&buffer[..length]) {
            match stream.read(&mut buffer[length..]).await? {
                0 => return Err("the server closed the connection".into()),
                read => length += read,
            }
        }
        times.push(start.elapsed());
        if !buffer.starts_with(b"HTTP/1.1 200 ") {
            return Err(String::from_utf8_lossy(&buffer[..length]).into());
        }
    }
    Ok(times)
}

/// Whether this is a whole response.
fn is_whole(response: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(response) else { return false };
    text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        length
            .and_then(|length| length.parse().ok())
            .is_some_and(|length: usize| body.len() >= length)
    })
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<_> = figures.collect();
    figures.sort_unstable_by(f64::total_cmp);
    figures[figures.len() / 2]
}
