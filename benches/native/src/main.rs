//! The core and its peers without JavaScript: `npm run bench:native` writes the bodies and runs this.
//! Prints the nanoseconds per body of each round, as JSON by contestant and workload.

mod peers;
mod rules;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use serde::Deserialize;

const ROUNDS: usize = 15;
/// The minimum number of bytes of a sample.
const SAMPLE: usize = 2_000_000;

#[derive(Deserialize)]
struct Body {
    text: String,
    paths: Vec<String>,
}

#[derive(Deserialize)]
struct Input {
    event_types: Vec<String>,
    reserved_headers: Vec<String>,
    workloads: BTreeMap<String, Vec<Body>>,
}

/// Counts the issues of a body and the bytes of their messages, so that each is collected and read.
type Contestant = Box<dyn Fn(&[u8]) -> (usize, usize)>;

fn core() -> Contestant {
    let options = webhook_guard::Options::default();
    Box::new(move |body| {
        let report = webhook_guard::validate(body, &options);
        let read = report.errors.iter().map(|issue| issue.message().len()).sum();
        (report.errors.len(), read)
    })
}

fn main() {
    let path = std::env::args().nth(1).expect("run this with `npm run bench:native`");
    let text = std::fs::read_to_string(path).expect("the bodies can be read");
    let input: Input = serde_json::from_str(&text).expect("the bodies are JSON");
    rules::set(input.event_types, input.reserved_headers);

    let contestants = [
        ("webhook-guard", core()),
        ("serde_json and garde", peers::serde_json()),
        ("simd-json and garde", peers::simd_json()),
        ("sonic-rs and garde", peers::sonic_rs()),
        ("serde_json and jsonschema", peers::jsonschema()),
    ];
    for (name, count) in &contestants {
        for Body { text, paths } in input.workloads.values().flatten() {
            let (issues, _) = count(text.as_bytes());
            assert_eq!(issues, paths.len(), "{name} finds other issues than {paths:?} in {text}");
        }
    }

    let mut times: BTreeMap<&str, BTreeMap<&str, Vec<f64>>> = BTreeMap::new();
    // The first round warms up.
    for round in 0..=ROUNDS {
        for (workload, bodies) in &input.workloads {
            let bytes: usize = bodies.iter().map(|body| body.text.len()).sum();
            let passes = SAMPLE.div_ceil(bytes);
            for at in 0..contestants.len() {
                let (name, count) = &contestants[(at + round) % contestants.len()];
                let start = Instant::now();
                for _ in 0..passes {
                    for body in bodies {
                        black_box(count(black_box(body.text.as_bytes())));
                    }
                }
                let time = start.elapsed().as_secs_f64() * 1e9 / (passes * bodies.len()) as f64;
                if round > 0 {
                    times.entry(name).or_default().entry(workload).or_default().push(time);
                }
            }
        }
    }
    println!("{}", serde_json::to_string(&times).expect("times are JSON"));
}
