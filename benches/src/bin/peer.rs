//! Reads callbacks with the SDK, or with serde's derive: `peers/README.md` says
//! how it is run.

use std::{env, error::Error, hint::black_box, io::stdin, time::Duration};

use benches::{bodies, credential};
use rustix::time::{ClockId, clock_gettime};
use voximplant_callbacks::{Body, Receiver};

/// Structs with serde's derive, of the documented types. They keep no
/// undocumented field and check no hash.
mod derived {
    #![allow(clippy::all, clippy::pedantic, dead_code)]

    typify::import_types!(
        schema = "target/peers/callback.schema.json",
        derives = [],
        replace = { Money = f64 },
    );
}

/// Of processor time.
const TURN: Duration = Duration::from_millis(100);

fn main() -> Result<(), Box<dyn Error>> {
    let receiver = Receiver::new(credential());
    match env::args().nth(1).as_deref() {
        Some("decode") => read("this commit", |body| {
            black_box(Body::decode(body).expect("a body")).callbacks.len()
        }),
        Some("receive") => {
            read("this commit", |body| black_box(receiver.receive(body).expect("a body")).len())
        }
        Some("derive") => read("serde_json 1.0", |body| {
            black_box(serde_json::from_slice::<derived::Body>(body).expect("a body"))
                .callbacks
                .len()
        }),
        _ => Err("usage: peer decode|receive|derive".into()),
    }
}

/// For each line of the input, reads the corpus in bodies of that many callbacks, and prints the
/// nanoseconds per callback.
fn read(version: &str, read: impl Fn(&[u8]) -> usize) -> Result<(), Box<dyn Error>> {
    println!("{version}");
    for line in stdin().lines() {
        let bodies = bodies(line?.parse()?);
        let mut count = 0;
        let start = processor_time();
        while processor_time() - start < TURN {
            for body in &bodies {
                count += read(body.as_bytes());
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "they are small")]
        let each = (processor_time() - start).as_nanos() as f64 / count as f64;
        println!("{each}");
    }
    Ok(())
}

fn processor_time() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().expect("it is not negative")
}
