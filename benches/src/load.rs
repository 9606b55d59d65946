//! Drives servers on one machine in turn, with the same client and similar requests: on a shared
//! machine, only ratios within one run are meaningful.

use std::{
    collections::VecDeque,
    env,
    error::Error,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::Router;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tower_http::timeout::RequestBodyDeadlineLayer;
use voximplant_callbacks::Callback;

use crate::{bodies, credential};

const CONNECTIONS: usize = 32;

/// What went wrong.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Serves this until the process is killed, and prints the address first.
///
/// # Errors
///
/// If it cannot listen.
pub async fn serve(router: Router) -> Result<()> {
    let router = router.layer(RequestBodyDeadlineLayer::new(Duration::from_secs(5)));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

/// Starts two servers, which are this program with these arguments, and drives them in turn, this
/// many times. Returns the result of each in each round.
///
/// # Errors
///
/// If a server cannot be started, or answers with anything but 200.
pub async fn compare(
    servers: [&[&str]; 2],
    rounds: usize,
    requests: usize,
) -> Result<[Vec<Figures>; 2]> {
    let [first, second] = servers;
    let servers = [Server::start(first)?, Server::start(second)?];
    let mut source = Requests::new();
    let mut figures = [Vec::new(), Vec::new()];
    for round in 0..=rounds {
        // Each goes first in every other round.
        for turn in 0..2 {
            let which = (round + turn) % 2;
            let done = drive(&servers[which], source.take(requests)).await?;
            // The first round is a warm-up and does not count.
            if round > 0 {
                figures[which].push(done);
            }
        }
    }
    Ok(figures)
}

/// The median.
///
/// # Panics
///
/// If there are none.
#[must_use]
pub fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<_> = figures.into_iter().collect();
    figures.sort_unstable_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// A server in a separate process, which stops when this value is dropped.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Result<Self> {
        let mut process =
            Command::new(env::current_exe()?).args(arguments).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        BufReader::new(process.stdout.take().expect("it is piped")).read_line(&mut address)?;
        Ok(Self { process, address: address.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // If it has already ended, there is nothing left to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Signed requests with unique callback IDs.
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
        Self { callbacks: bodies(1).iter().map(read).collect(), made: 0 }
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

/// The result of one server in one round.
#[derive(Clone, Copy)]
pub struct Figures {
    /// Requests per second.
    pub rate: f64,
    /// The 99th percentile of the time to an answer, in seconds.
    pub p99: f64,
}

/// Sends all requests, each connection the next one as soon as it has its
/// answer.
async fn drive(server: &Server, requests: VecDeque<Vec<u8>>) -> Result<Figures> {
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
        // All servers answer with a short body and its length.
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
