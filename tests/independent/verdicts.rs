//! Validates bodies: writes each verdict as the JSON text of the package's result, with `built`, the
//! canonical body of a valid one and the canonical body of that. A line of standard input is a body in
//! hexadecimal, followed by the extra event types in hexadecimal, separated by spaces.
//!
//! `echo 7b7d | cargo run --example verdicts`

use std::error::Error;
use std::io::{BufWriter, Write, stdin, stdout};

use serde::ser::{Serialize, SerializeMap, Serializer};
use webhook_guard::report::{Param, Segment};
use webhook_guard::{Finding, Options, Report, canonical_body, validate};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lines() {
        let line = line?;
        let mut words = line.split(' ').map(bytes);
        let body = words.next().transpose()?.unwrap_or_default();
        let extra = words.map(|word| Ok(String::from_utf8(word?)?));
        let options = Options { extra_event_types: extra.collect::<Result<_, Box<dyn Error>>>()? };
        let report = validate(&body, &options);
        let built = if report.is_valid() {
            let build =
                |body: &[u8]| canonical_body(body, &options).map_err(|it| format!("{it:?}"));
            let first = build(&body)?;
            let again = build(first.as_bytes())?;
            Some([first, again])
        } else {
            None
        };
        serde_json::to_writer(&mut out, &Verdict { report, built })?;
        out.write_all(b"\n")?;
        // The caller may wait for this line.
        out.flush()?;
    }
    Ok(())
}

fn bytes(hex: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| Ok(u8::from_str_radix(str::from_utf8(pair)?, 16)?)).collect()
}

struct Verdict {
    report: Report,
    built: Option<[String; 2]>,
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Report { errors, warnings, truncated, .. } = &self.report;
        let error = self.report.error();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("valid", &error.is_none())?;
        if let Some(error) = error {
            map.serialize_entry("error", &error)?;
        }
        let serializable = |findings: &'_ [Finding], issues| {
            findings.iter().map(|it| SerializableFinding(it.clone(), issues)).collect::<Vec<_>>()
        };
        map.serialize_entry("errors", &serializable(errors, true))?;
        map.serialize_entry("warnings", &serializable(warnings, false))?;
        if *truncated {
            map.serialize_entry("truncated", truncated)?;
        }
        if let Some(built) = &self.built {
            map.serialize_entry("built", built)?;
        }
        map.end()
    }
}

/// A finding, and whether it is an issue.
struct SerializableFinding(Finding, bool);

impl Serialize for SerializableFinding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(finding, issue) = self;
        let path: Vec<_> = finding.path().into_iter().map(Step).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", finding.code())?;
        map.serialize_entry("path", &path)?;
        map.serialize_entry("message", &finding.message())?;
        if *issue {
            map.serialize_entry("error", &finding.error())?;
        }
        map.serialize_entry("params", &Params(finding.params()))?;
        map.end()
    }
}

struct Step<'a>(Segment<'a>);

impl Serialize for Step<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Segment::Name(name) => serializer.serialize_str(name),
            Segment::Index(index) => index.serialize(serializer),
        }
    }
}

struct Params<'a>(Vec<(&'static str, Param<'a>)>);

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, param) in &self.0 {
            match param {
                Param::Number(number) => map.serialize_entry(name, number)?,
                Param::Text(text) => map.serialize_entry(name, text)?,
                Param::Values(values) => map.serialize_entry(name, values)?,
            }
        }
        map.end()
    }
}
