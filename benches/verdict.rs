//! The core alone, without JavaScript. `npm run bench:native` writes the bodies and runs this.

#![allow(clippy::expect_used, reason = "what is missing ends the bench, with its name")]

use std::cell::Cell;
use std::collections::BTreeMap;

use divan::Bencher;
use divan::counter::BytesCount;
use webhook_guard::{Options, validate};

const WORKLOADS: [&str; 4] = ["typical valid", "typical 4 errors", "full valid", "full 4 errors"];

fn bodies(workload: &str) -> Vec<String> {
    let path = std::env::var("BODIES").expect("run this with `npm run bench:native`");
    let text = std::fs::read_to_string(path).expect("the bodies can be read");
    let mut all: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&text).expect("the bodies are lists of texts by workload");
    all.remove(workload).expect("the workload is there")
}

/// One verdict per iteration, over the bodies in turn.
#[divan::bench(args = WORKLOADS, sample_count = 200, sample_size = 64)]
fn verdict(bencher: Bencher, workload: &str) {
    let bodies = bodies(workload);
    let bytes = bodies.iter().map(String::len).sum::<usize>() / bodies.len();
    let options = Options::default();
    let next = Cell::new(0);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let at = next.get();
        next.set((at + 1) % bodies.len());
        bodies.get(at).map(|body| validate(body.as_bytes(), &options))
    });
}

fn main() {
    divan::main();
}
