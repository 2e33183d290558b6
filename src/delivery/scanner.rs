//! Finds the labels of the text, and its lines and words.

use super::{EVENT_DETAILS, PAYLOAD, REQUEST, RESPONSE};
use crate::json::Reader;

const BR: &str = "<br>";

/// A section of the text.
#[derive(Default)]
pub struct Section<'a> {
    /// The text before its first label.
    pub head: &'a str,
    /// The text after each of its labels; empty if there is none.
    pub values: [&'a str; 5],
    /// A bit for each value that is on a line where labels count anywhere.
    pub inline: u32,
    /// The section that follows.
    pub next: Option<&'static str>,
}

/// A cursor over the text that stops after labels.
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether only white space is before the cursor on its line.
    line_start: bool,
    /// Whether labels count anywhere on this line, after white space.
    inline: bool,
    /// Whether they do on every line: there is only one.
    one_line: bool,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str) -> Self {
        let one_line = line_end(text) == text.len();
        Self { text, at: 0, line_start: true, inline: one_line, one_line }
    }

    /// The text after the cursor.
    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads a section up to the next one, whose label is among the last of `labels`.
    pub fn section(&mut self, labels: &[&'static str]) -> Section<'a> {
        let own = labels.iter().take_while(|label| !is_section(label)).count();
        let mut used = 0;
        let (head, mut next) = self.next_label(labels, &mut used);
        let mut section = Section { head, ..Section::default() };
        while let Some(at) = next.filter(|&at| at < own) {
            section.inline |= u32::from(self.inline) << at;
            let mut json = None;
            if labels.get(at) == Some(&PAYLOAD) {
                json = self.json();
                // Any other payload ends at the next section.
                used |= if json.is_none() { (1 << own) - 1 } else { 0 };
            }
            let text;
            (text, next) = self.next_label(labels, &mut used);
            if let Some(value) = section.values.get_mut(at) {
                *value = json.unwrap_or(text);
            }
        }
        section.next = next.and_then(|at| labels.get(at)).copied();
        section
    }

    /// Moves past the next of the labels. Returns the text before the label, and its position
    /// in the list, which is added to the bits of those that were `used` and do not count again. Where
    /// there is no label, the text is the rest.
    pub fn next_label(&mut self, labels: &[&str], used: &mut u32) -> (&'a str, Option<usize>) {
        let start = self.at;
        let mut after_space = false;
        loop {
            let rest = self.rest();
            let before = self.text.get(start..self.at).unwrap_or_default();
            let length = line_break(rest);
            if length > 0 {
                self.at += length;
                self.line_start = true;
                self.inline = self.one_line;
                continue;
            }
            let Some(first) = rest.bytes().next() else {
                return (before, None);
            };
            if is_space(first) {
                self.at += 1;
                after_space = true;
                continue;
            }
            if self.line_start || self.inline && after_space {
                for (position, label) in labels.iter().enumerate() {
                    if *used >> position & 1 == 0
                        && let Some(length) = label_length(rest, label)
                    {
                        *used |= 1 << position;
                        self.at += length;
                        self.line_start = is_section(label);
                        self.inline |= self.line_start;
                        return (before, Some(position));
                    }
                }
            }
            self.at += word_end(rest);
            self.line_start = false;
            after_space = false;
        }
    }

    /// Reads the JSON array or object that is next. Where there is none the cursor does not move.
    fn json(&mut self) -> Option<&'a str> {
        let rest = trim_start(self.rest());
        if !matches!(rest.as_bytes(), [b'{' | b'[', ..]) {
            return None;
        }
        let mut reader = Reader::new(rest.as_bytes());
        reader.value(0).ok()?;
        let (json, after) = rest.split_at_checked(reader.offset())?;
        self.at = self.text.len() - after.len();
        self.line_start = true;
        Some(json)
    }
}

fn is_section(label: &str) -> bool {
    matches!(label, EVENT_DETAILS | REQUEST | RESPONSE)
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0C)
}

/// Length of the label at the start and its colon, with any white space between its words and before
/// the colon.
fn label_length(text: &str, label: &str) -> Option<usize> {
    let (text, mut at) = (text.as_bytes(), 0);
    let skip_spaces = |at: &mut usize| {
        let start = *at;
        while text.get(*at).is_some_and(|&byte| is_space(byte)) {
            *at += 1;
        }
        *at > start
    };
    for &byte in label.as_bytes() {
        if byte == b' ' {
            skip_spaces(&mut at).then_some(())?;
        } else {
            (text.get(at) == Some(&byte)).then_some(())?;
            at += 1;
        }
    }
    skip_spaces(&mut at);
    (text.get(at) == Some(&b':')).then_some(at + 1)
}

/// Length of the line break at the start: LF, CRLF, CR or `<br>`.
pub fn line_break(text: &str) -> usize {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ if text.starts_with(BR) => BR.len(),
        _ => 0,
    }
}

/// Offset of the first line break.
pub fn line_end(text: &str) -> usize {
    find(text, |byte| matches!(byte, b'\r' | b'\n'))
}

/// Offset of the first white space or line break.
pub fn word_end(text: &str) -> usize {
    find(text, |byte| is_space(byte) || matches!(byte, b'\r' | b'\n'))
}

/// Offset of the first such ASCII character or `<br>`. A function pointer, for small code.
#[inline(never)]
pub fn find(text: &str, ends: fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let is_br = |at| bytes.get(at..).is_some_and(|rest| rest.starts_with(BR.as_bytes()));
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if ends(byte) || byte == b'<' && is_br(at) {
            break;
        }
        at += 1;
    }
    at
}

/// Without white space and line breaks at the start.
#[inline(never)]
fn trim_start(text: &str) -> &str {
    let mut text = text.trim_ascii_start();
    while let Some(rest) = text.strip_prefix(BR) {
        text = rest.trim_ascii_start();
    }
    text
}

/// Without white space and line breaks at both ends.
#[inline(never)]
pub fn trim(text: &str) -> &str {
    let mut text = trim_start(text).trim_ascii_end();
    while let Some(rest) = text.strip_suffix(BR) {
        text = rest.trim_ascii_end();
    }
    text
}

/// The first line that is not empty.
#[inline(never)]
pub fn first_line(text: &str) -> &str {
    let text = trim_start(text);
    text.get(..line_end(text)).unwrap_or_default()
}
