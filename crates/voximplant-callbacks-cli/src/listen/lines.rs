//! Prints on a separate thread, so a blocked terminal or pipe delays neither callbacks nor the end
//! of the process.

use std::{
    io::{self, Write},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

/// How many lines may wait. Further lines are dropped and counted, as the output is only for
/// people.
const WAITING: usize = 4096;

/// How many bytes of lines may wait.
const WAITING_BYTES: usize = 16 << 20;

/// How long the end of the process waits for the output.
const PATIENCE: Duration = Duration::from_secs(2);

/// The output, in order.
pub(super) struct Lines<T> {
    queue: SyncSender<Option<(T, usize)>>,
    bytes: Arc<AtomicUsize>,
    /// Closed when the thread has ended.
    ended: Arc<Mutex<Receiver<()>>>,
    left_out: Arc<AtomicU64>,
}

impl<T> Clone for Lines<T> {
    fn clone(&self) -> Self {
        Self {
            queue: self.queue.clone(),
            bytes: Arc::clone(&self.bytes),
            ended: Arc::clone(&self.ended),
            left_out: Arc::clone(&self.left_out),
        }
    }
}

impl<T: Send + 'static> Lines<T> {
    /// Starts printing with this function, which also gets the number of lines dropped before.
    pub(super) fn start(mut print: impl FnMut(T, u64) + Send + 'static) -> Self {
        let (queue, lines) = sync_channel::<Option<(T, usize)>>(WAITING);
        let (alive, ended) = sync_channel(0);
        let left_out = Arc::<AtomicU64>::default();
        let bytes = Arc::<AtomicUsize>::default();
        let (missing, waiting) = (Arc::clone(&left_out), Arc::clone(&bytes));
        thread::spawn(move || {
            let _alive: SyncSender<()> = alive;
            while let Ok(Some((line, size))) = lines.recv() {
                print(line, missing.swap(0, Ordering::Relaxed));
                waiting.fetch_sub(size, Ordering::Relaxed);
            }
        });
        Self { queue, bytes, ended: Arc::new(Mutex::new(ended)), left_out }
    }

    /// Prints a line of about this size when it is its turn.
    pub(super) fn print(&self, line: T, size: usize) {
        let waiting = self.bytes.fetch_add(size, Ordering::Relaxed);
        if waiting + size > WAITING_BYTES || self.queue.try_send(Some((line, size))).is_err() {
            self.bytes.fetch_sub(size, Ordering::Relaxed);
            self.left_out.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until everything is printed, unless nobody reads it.
    pub(super) fn finish(&self) {
        let deadline = Instant::now() + PATIENCE;
        while self.queue.try_send(None).is_err() {
            if Instant::now() >= deadline {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let left = deadline.saturating_duration_since(Instant::now());
        let _ = ended.recv_timeout(left);
    }
}

/// The log, on standard error. Dropping this prints all of it.
pub(super) struct Log(Lines<Vec<u8>>);

impl Log {
    /// Receives the events of `tracing` from now on.
    pub(super) fn start() -> Self {
        let lines = Lines::start(|line: Vec<u8>, left_out| {
            let mut stderr = io::stderr();
            if left_out > 0 {
                let _ = writeln!(stderr, "{left_out} lines of the log were dropped");
            }
            // There is no place left to report that this failed.
            let _ = stderr.write_all(&line);
        });
        let writer = lines.clone();
        let make = move || Line(writer.clone());
        tracing_subscriber::fmt().with_writer(make).with_target(false).init();
        Self(lines)
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.0.finish();
    }
}

/// A line of the log, which is written at once.
struct Line(Lines<Vec<u8>>);

impl Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.print(line.to_owned(), line.len());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
