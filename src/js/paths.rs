//! The path that `locate` is asked for, as JSON text.

use crate::json::{Reader, to_string, wide_integer};
use crate::report::Segment;

/// One segment of a path.
pub enum OwnedSegment {
    /// The name of a member.
    Name(String),
    /// The index of an item.
    Index(usize),
}

impl OwnedSegment {
    /// The segment as the core has it.
    pub fn borrow(&self) -> Segment<'_> {
        match self {
            Self::Name(name) => Segment::Name(name),
            Self::Index(index) => Segment::Index(*index),
        }
    }
}

/// The segments of a JSON array of strings and indices; `None` if it has anything else.
pub fn read_path(path: &[u8]) -> Option<Vec<OwnedSegment>> {
    let mut reader = Reader::new(path);
    let mut segments = Vec::new();
    let mut first = true;
    reader.eat(b'[');
    while reader.item(&mut first).ok()? {
        segments.push(match reader.peek()? {
            b'"' => OwnedSegment::Name(to_string(&reader.string().ok()?.bytes())),
            _ => {
                let index = wide_integer(reader.number().ok()?)?;
                OwnedSegment::Index(usize::try_from(index).ok()?)
            }
        });
    }
    Some(segments)
}
