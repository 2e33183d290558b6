//! `locate`: where in the text of a body a path of the contract is (§7).

use crate::headers;
use crate::json::{JsonType, Malformed, Reader, utf16_units};
use crate::report::Segment;
use crate::rules::Field;

/// A part of a body's text. Offset, length and column are in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Offset from the start of the text.
    pub offset: usize,
    /// Length; a string's includes its quotation marks.
    pub length: usize,
    /// Line, from 1. A line ends with LF, CRLF or CR.
    pub line: usize,
    /// Offset from the start of the line, plus 1.
    pub column: usize,
}

impl Location {
    fn new(body: &[u8], start: usize, end: usize) -> Self {
        let before = body.get(..start).unwrap_or_default();
        let mut line = 1;
        let mut line_start = 0;
        for (at, &byte) in before.iter().enumerate() {
            // The CR of a CRLF does not end a line.
            if byte == b'\n' || (byte == b'\r' && body.get(at + 1) != Some(&b'\n')) {
                line += 1;
                line_start = at + 1;
            }
        }
        Self { offset: start, length: end - start, line, column: start - line_start + 1 }
    }

    /// The same with offset, length and column in UTF-16 code units, as JavaScript counts. `body`
    /// is the text the location is in.
    ///
    /// ```
    /// use webhook_guard::locate;
    /// use webhook_guard::report::Segment;
    ///
    /// let body = r#"{"é":1,"url":"😀"}"#;
    /// let place = locate(body.as_bytes(), &[Segment::Name("url")]).map(|it| it.in_utf16(body.as_bytes()));
    /// assert_eq!(place.map(|place| (place.offset, place.length)), Some((13, 4)));
    /// ```
    #[must_use]
    pub fn in_utf16(self, body: &[u8]) -> Self {
        let units = |start: usize, end: usize| body.get(start..end).map_or(0, utf16_units);
        let Self { offset, length, line, column } = self;
        Self {
            offset: units(0, offset),
            length: units(offset, offset + length),
            line,
            column: units(offset + 1 - column, offset) + 1,
        }
    }
}

/// Where in the text of a body the path is. The text is read as [`validate`](crate::validate) reads
/// it; nothing is searched for.
///
/// | path | the location of |
/// |---|---|
/// | `[]` | the top-level value |
/// | `[field]`, `["event_types", index]` | the value |
/// | `[name]` of an unknown or a duplicate member | its name; of a duplicate, the second one, in which longer paths are located too |
/// | `["headers", name]` | the name of the entry inside the headers text (of equal names, the second), or the value of `headers` if it has no such entry |
///
/// `None` for any other path, a missing member, and a text that is not JSON by the contract (§1).
///
/// ```
/// use webhook_guard::report::Segment;
/// use webhook_guard::{Options, locate, validate};
///
/// let body = br#"{"url": "https://a.example",
///   "headers": "{\"Host\": \"b.example\"}"}"#;
/// let report = validate(body, &Options::default());
/// let issue = report.errors.iter().find(|issue| issue.code() == "reserved_header").unwrap();
/// let place = locate(body, &issue.path()).unwrap();
/// assert_eq!((place.line, place.column), (2, 16));
/// assert_eq!(&body[place.offset..place.offset + place.length], br#"\"Host\""#);
///
/// assert_eq!(locate(body, &[Segment::Name("status")]), None);
/// ```
#[must_use]
pub fn locate(body: &[u8], path: &[Segment<'_>]) -> Option<Location> {
    let (start, end) = find(body, path).ok().flatten()?;
    Some(Location::new(body, start, end))
}

/// A start and an end in the text.
type Range = (usize, usize);

fn find(body: &[u8], path: &[Segment<'_>]) -> Result<Option<Range>, Malformed> {
    let wanted = match path.first() {
        Some(Segment::Name(name)) => Some(name.as_bytes()),
        _ => None,
    };
    let mut reader = Reader::new(body);
    reader.space();
    let start = reader.offset();
    let mut first_member = None;
    let mut second_member = None;
    if reader.eat(b'{') {
        let mut first = true;
        while let Some(name) = reader.member(&mut first)? {
            let start = reader.offset();
            reader.value(1)?;
            if wanted == Some(&*name.bytes()) && second_member.is_none() {
                let member = Some((name, (start, reader.offset())));
                match first_member {
                    None => first_member = member,
                    Some(_) => second_member = member,
                }
            }
        }
    } else {
        reader.value(0)?;
    }
    let end = reader.offset();
    reader.end()?;
    let is_duplicate = second_member.is_some();
    let Some((name, value)) = second_member.or(first_member) else {
        return Ok(path.is_empty().then_some((start, end)));
    };
    let field = Field::from_name(&name.bytes());
    Ok(match (field, path) {
        (Some(_), [_]) if !is_duplicate => Some(value),
        (_, [_]) => Some(name.range()),
        (Some(Field::EventTypes), [_, Segment::Index(index)]) => item(body, value, *index),
        (Some(Field::Headers), [_, Segment::Name(name)]) => {
            Some(header_name(body, value, name.as_bytes()).unwrap_or(value))
        }
        _ => None,
    })
}

/// The item of that index, if the value is an array that has it.
fn item(body: &[u8], value: Range, index: usize) -> Option<Range> {
    let mut reader = Reader::at(body, value.0);
    if !reader.eat(b'[') {
        return None;
    }
    let mut first = true;
    for _ in 0..index {
        if !reader.item(&mut first).ok()? {
            return None;
        }
        reader.value(2).ok()?;
    }
    if !reader.item(&mut first).ok()? {
        return None;
    }
    let start = reader.offset();
    reader.value(2).ok()?;
    Some((start, reader.offset()))
}

/// The name of the entry, the second where several are equal, inside the headers text.
fn header_name(body: &[u8], value: Range, wanted: &[u8]) -> Option<Range> {
    let outer = Reader::at(body, value.0).string().ok()?;
    let text = outer.bytes();
    let mut found: Option<Range> = None;
    let mut count = 0;
    let read = headers::entries(&text, &mut |name, _| {
        if count < 2 && &*name.bytes() == wanted {
            found = Some(name.range());
            count += 1;
        }
    });
    if read != Ok(JsonType::Object) {
        return None;
    }
    let (start, end) = found?;
    let start = outer.offset_of(start);
    Some((start, outer.offset_of(end)))
}
