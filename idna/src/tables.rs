//! The tables, and their packed format.
//!
//! `tables.bin` is a sequence of streams, each preceded by its length in bytes. A stream contains
//! numbers of one kind, because similar numbers side by side compress best when the module is sent.
//! Numbers are LEB128; a signed one has its sign in the lowest bit. Most are stored as the difference
//! from a prediction, which is mostly small:
//!
//! ```text
//!   classes      (combining class, properties) for each class of characters
//!   class runs   the class of each run of characters │ the length of each run
//!   mapped runs  gap before each run │ its count │ targets per character and step
//!   targets      of one character │ first of several │ rest of several
//!   pairs        gap to the next composed character │ its base │ its mark
//! ```

use std::sync::LazyLock;

static PACKED: &[u8] = include_bytes!("tables.bin");

/// Sets of Bidi_Classes; those that RFC 5893 treats alike are one.
pub mod bidi {
    pub const LEFT: u8 = 1;
    /// Right_To_Left and Arabic_Letter.
    pub const RIGHT: u8 = 1 << 1;
    pub const EUROPEAN_NUMBER: u8 = 1 << 2;
    pub const ARABIC_NUMBER: u8 = 1 << 3;
    /// European_Separator, European_Terminator, Common_Separator, Other_Neutral and
    /// Boundary_Neutral.
    pub const NEUTRAL: u8 = 1 << 4;
    pub const NONSPACING_MARK: u8 = 1 << 5;
}

/// Sets of the sides on which a character joins (Joining_Type); both for Dual_Joining.
pub mod joining {
    pub const LEFT: u8 = 1;
    pub const RIGHT: u8 = 1 << 1;
    pub const TRANSPARENT: u8 = 1 << 2;
}

/// The properties of a character.
#[derive(Clone, Copy, Default)]
pub struct Class {
    /// Canonical_Combining_Class.
    pub combining: u8,
    /// Whether General_Category is Mark.
    pub mark: bool,
    pub bidi: u8,
    pub joining: u8,
}

/// What a character is mapped to (UTS 46, section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapped<'a> {
    /// Itself.
    Valid,
    /// Other text; none if it is ignored.
    To(&'a [char]),
    Disallowed,
}

/// Characters `step` apart, each mapped to `length` characters.
struct Run {
    first: u32,
    count: u32,
    step: u32,
    length: usize,
    /// Index in `targets` of what the first one is mapped to.
    target: usize,
}

/// A canonical decomposition.
struct Pair {
    composed: char,
    base: char,
    mark: char,
}

pub struct Tables {
    classes: Vec<Class>,
    /// The first character of each run of one class, and the index of that class. Class 0 is that of
    /// disallowed characters; the class of a mapped character is unspecified.
    class_runs: Vec<(u32, u8)>,
    mapped_runs: Vec<Run>,
    targets: Vec<char>,
    /// Canonical decompositions of valid characters, sorted by the composed character.
    pairs: Vec<Pair>,
    /// Indices in `pairs`, sorted by base and mark.
    by_parts: Vec<usize>,
}

pub fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::unpack(PACKED));
    &TABLES
}

impl Tables {
    pub fn class(&self, c: char) -> Class {
        self.classes.get(usize::from(self.class_index(c))).copied().unwrap_or_default()
    }

    fn class_index(&self, c: char) -> u8 {
        let after = self.class_runs.partition_point(|&(first, _)| first <= u32::from(c));
        after.checked_sub(1).and_then(|at| self.class_runs.get(at)).map_or(0, |&(_, class)| class)
    }

    pub fn map(&self, c: char) -> Mapped<'_> {
        let code = u32::from(c);
        let after = self.mapped_runs.partition_point(|run| run.first <= code);
        if let Some(run) = after.checked_sub(1).and_then(|at| self.mapped_runs.get(at)) {
            let (index, between) = ((code - run.first) / run.step, (code - run.first) % run.step);
            if between == 0 && index < run.count {
                let start = run.target + index as usize * run.length;
                return Mapped::To(self.targets.get(start..start + run.length).unwrap_or(&[]));
            }
        }
        if self.class_index(c) == 0 { Mapped::Disallowed } else { Mapped::Valid }
    }

    /// One step of the canonical decomposition of a valid character.
    pub fn split(&self, composed: char) -> Option<(char, char)> {
        let at = self.pairs.binary_search_by_key(&composed, |pair| pair.composed).ok()?;
        self.pairs.get(at).map(|pair| (pair.base, pair.mark))
    }

    /// The canonical composition.
    pub fn join(&self, base: char, mark: char) -> Option<char> {
        let parts = |&at: &usize| self.pairs.get(at).map(|pair| (pair.base, pair.mark));
        let at = self.by_parts.binary_search_by_key(&Some((base, mark)), parts).ok()?;
        self.pairs.get(*self.by_parts.get(at)?).map(|pair| pair.composed)
    }

    fn unpack(packed: &[u8]) -> Self {
        let mut streams = Stream(packed);
        let classes = unpack_classes(&mut streams);
        let class_runs = unpack_class_runs(&mut streams);
        let (mapped_runs, targets) = unpack_mapped(&mut streams);
        let pairs = unpack_pairs(&mut streams);
        let mut by_parts: Vec<usize> = Vec::with_capacity(pairs.len());
        for (at, pair) in pairs.iter().enumerate() {
            let parts = |&at: &usize| pairs.get(at).map(|pair| (pair.base, pair.mark));
            let place = by_parts.partition_point(|at| parts(at) < Some((pair.base, pair.mark)));
            by_parts.insert(place, at);
        }
        Self { classes, class_runs, mapped_runs, targets, pairs, by_parts }
    }
}

/// Each class is its combining class, and its other properties in one byte.
fn unpack_classes(streams: &mut Stream) -> Vec<Class> {
    let mut stream = streams.stream();
    let mut classes = Vec::new();
    while let (Some(combining), Some(rest)) = (stream.byte(), stream.byte()) {
        let (bidi, joining) = (1 << (rest & 7), rest >> 3 & 7);
        classes.push(Class { combining, mark: rest & 64 != 0, bidi, joining });
    }
    classes
}

fn unpack_class_runs(streams: &mut Stream) -> Vec<(u32, u8)> {
    let (mut classes, mut lengths) = (streams.stream(), streams.stream());
    let mut first = 0;
    let mut runs = Vec::new();
    while let Some(class) = classes.byte() {
        runs.push((first, class));
        first += lengths.number() + 1;
    }
    runs
}

/// The runs and their targets. A single target is predicted to differ from the previous one as much as
/// the characters do; several targets are predicted to equal the previous several.
fn unpack_mapped(streams: &mut Stream) -> (Vec<Run>, Vec<char>) {
    let (mut gaps, mut counts, mut kinds) = (streams.stream(), streams.stream(), streams.stream());
    let (mut singles, mut heads, mut tails) =
        (streams.stream(), streams.stream(), streams.stream());
    let (mut runs, mut targets) = (Vec::new(), Vec::new());
    let mut last = 0;
    let mut single = 0;
    let mut longer = vec![0];
    while let Some(kind) = kinds.byte() {
        let (length, step) = (usize::from(kind >> 1), u32::from(kind & 1) + 1);
        let (first, count) = (last + gaps.number(), counts.number() + 1);
        runs.push(Run { first, count, step, length, target: targets.len() });
        for code in (first..).step_by(step as usize).take(count as usize) {
            if length == 1 {
                single = singles.predicted(single + code - last);
                targets.push(character(single));
            } else if length > 1 {
                let end = longer.last().copied().unwrap_or_default();
                longer.resize(length, end);
                for (at, code) in longer.iter_mut().enumerate() {
                    *code = if at == 0 { heads.predicted(*code) } else { tails.predicted(*code) };
                    targets.push(character(*code));
                }
            }
            last = code;
        }
    }
    (runs, targets)
}

fn unpack_pairs(streams: &mut Stream) -> Vec<Pair> {
    let (mut gaps, mut bases, mut marks) = (streams.stream(), streams.stream(), streams.stream());
    let (mut composed, mut base, mut mark) = (0, 0, 0);
    let mut pairs = Vec::new();
    while !gaps.0.is_empty() {
        composed += gaps.number();
        base = bases.predicted(base);
        mark = marks.predicted(mark);
        pairs.push(Pair {
            composed: character(composed),
            base: character(base),
            mark: character(mark),
        });
    }
    pairs
}

fn character(code: u32) -> char {
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

struct Stream<'a>(&'a [u8]);

impl<'a> Stream<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    fn number(&mut self) -> u32 {
        let mut number = 0;
        let mut shift = 0;
        while let Some(byte) = self.byte() {
            number |= u32::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
            shift += 7;
        }
        number
    }

    /// The number that is stored as its difference from the predicted one.
    fn predicted(&mut self, prediction: u32) -> u32 {
        let difference = self.number();
        if difference & 1 == 0 {
            prediction.wrapping_add(difference >> 1)
        } else {
            prediction.wrapping_sub((difference >> 1) + 1)
        }
    }

    /// The next stream within this one.
    fn stream(&mut self) -> Stream<'a> {
        let length = self.number() as usize;
        let (stream, rest) = self.0.split_at_checked(length).unwrap_or((self.0, &[]));
        self.0 = rest;
        Stream(stream)
    }
}
