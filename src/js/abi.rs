//! What crosses between JavaScript and this module, and in which order.
//!
//! Only numbers cross, and bytes in the module's memory. No function of this module calls JavaScript:
//! no code of a caller runs while a function of the module does, so a panic or a stack overflow in it
//! affects no other call.
//!
//! ```text
//!   JavaScript (index.js)                              this module (exports.rs)
//!
//!   1. reads all arguments: all code of the caller
//!      runs now (options.js, input.js, objects.js,
//!      requests.js)
//!   2. uses the instance, or a new one if a call
//!      ended early (instance.js)
//!   3. writes the input ── bytes ───────────────────▶  scratch buffer, or one for a large input
//!      (instance.js, members.js)
//!   4. calls one function ── lengths ───────────────▶  validates, builds or looks up
//!   5. reads the result ◀── address of words ────────  words, and the texts that they refer to
//!      (report.js, requests.js)  0: valid, nothing to report
//! ```
//!
//! | function of the package | inputs | functions of this module | results |
//! |---|---|---|---|
//! | `validateWebhook` | text, or members of an object | `validateText`, `validateMembers` | report |
//! | `canonicalizeWebhook` | text | `canonicalizeText` | report with a body |
//! | `buildRequest` | request, unless it equals the last one; text | `requestHead`, `canonicalizeText` | text; report with a body |
//! | `parseResponse` | response | `responseText` | text |
//! | `locate` | location | `locatePath` | location |
//! | `webhookRules`, `webhookJsonSchema` | none | `rulesText`, `schemaText` (`data.js`) | text |
//! | (read once, `data.js`) | none | `findingTexts`, `eventTypesByLength` | text |
//!
//! # Inputs
//!
//! ```text
//!   text:      │ body … │ extra event types, a JSON array of strings, or nothing │
//!
//!   members:   │ strings, joined …            │ description … │ extra event types … │
//!              0                              half of the scratch buffer
//!              shape: for each member a word │ length:16 │ field:8 │ kind:8 │, most significant first,
//!                     then for INTEGER its value, for LIST the length of each item, or of a documented
//!                     event type, which is not among the strings, DOCUMENTED and its position.
//!                     Lengths of strings are in UTF-16 units, LIST's is its number of items.
//!
//!   request:   │ arguments of buildRequest, a JSON array │
//!   response:  │ body … │ name of the operation │
//!   location:  │ body … │ path, a JSON array │
//! ```
//!
//! # Results
//!
//! ```text
//!   report:    │ HEAD_WORDS words │ FINDING_WORDS words for each finding: issues, then warnings │
//!              Names that findings mention are joined in one text at NAMES_START; a finding holds the
//!              length of its name in UTF-16 units. The texts of a finding are an entry of
//!              `findingTexts`, which JavaScript reads once (`data.js`).
//!   location:  │ offset │ length │ line │ column │: four words
//!   text:      │ start │ length │: two words; the other results, which are JSON
//! ```

use crate::js::members::{Member, Strings};
use crate::json::{Reader, to_string};
use crate::rules::{FIELDS, Field};
use crate::webhook::Options;

/// Constants, and a list of them to compare with abi.js.
macro_rules! layout {
    ($($(#[doc = $doc:literal])* $name:ident = $value:expr;)*) => {
        $($(#[doc = $doc])* pub const $name: u32 = $value;)*
        /// All of them, which a test compares with abi.js.
        #[allow(dead_code, reason = "the module itself does not need every one")]
        const LAYOUT: &[(&str, u32)] = &[$((stringify!($name), $name),)*];
    };
}

layout! {
    /// Bytes of the scratch buffer. A larger input gets a buffer of its own, freed after the call.
    SCRATCH = 1 << 16;
    /// UTF-16 units of a string that always fits, at three bytes a unit, with room for names after it.
    LONG_TEXT = SCRATCH / 4;
    /// Items of a list in members; more event types than are documented.
    MAX_ITEMS = 64;
    /// UTF-16 units of a description that is within its limits in any script.
    SHORT_DESCRIPTION = 333;
    /// More than the length of any item: this and the position of a documented event type.
    DOCUMENTED = SCRATCH;

    /// The field that often has non-ASCII text. It crosses apart from the other strings, which are then
    /// separated without counting characters.
    DESCRIPTION_FIELD = Field::Description as u32;
    /// The field that is a list of strings.
    LIST_FIELD = Field::EventTypes as u32;

    /// A member that `JSON.stringify` leaves out.
    ABSENT = 0;
    /// A string among the joined strings.
    STRING = 1;
    /// The description, which crosses apart from the other strings.
    DESCRIPTION = 2;
    /// A description of at most `SHORT_DESCRIPTION` units: it is valid, and does not cross.
    FITS = 3;
    /// An int32, in the next word.
    INTEGER = 4;
    /// Another number, a boolean or null, as JSON text among the joined strings.
    SCALAR = 5;
    /// A list of strings, described by the next words.
    LIST = 6;

    /// Number of issues.
    ISSUES = 0;
    /// Number of warnings.
    WARNINGS = 1;
    /// 1 if findings were left out (§2).
    TRUNCATED = 2;
    /// The entry whose `error` is the result's.
    ERROR_ENTRY = 3;
    /// Address of the joined names.
    NAMES_START = 4;
    /// Bytes of the joined names.
    NAMES_LENGTH = 5;
    /// Address of the canonical body.
    BODY_START = 6;
    /// Bytes of the canonical body; 0 if it is the input, or was not asked for.
    BODY_LENGTH = 7;
    /// Words before the findings.
    HEAD_WORDS = 8;

    /// Which texts: the number of an entry of `findingTexts`.
    ENTRY = 0;
    /// One of the `AT_` kinds.
    PLACE_KIND = 1;
    /// An index, or the length of a name.
    PLACE = 2;
    /// One of the kinds of details.
    DETAIL_KIND = 3;
    /// By that kind: a number, the position of a known name, or the length of another name.
    DETAIL = 4;
    /// For `LENGTHS`: UTF-16 units.
    UTF16 = 5;
    /// For `LENGTHS`: UTF-8 bytes.
    UTF8 = 6;
    /// Words of a finding.
    FINDING_WORDS = 7;

    /// The path is that of the entry.
    AT_FIELD = 0;
    /// The path ends in an index.
    AT_INDEX = 1;
    /// The path ends in a name.
    AT_NAME = 2;

    /// No params but the entry's.
    NO_DETAIL = 0;
    /// Param `offset`.
    OFFSET = 1;
    /// Param `actual`, a length.
    LENGTH = 2;
    /// Param `actual`, an int32.
    NUMBER = 3;
    /// Param `actual`, the position of a JSON type.
    TYPE = 4;
    /// Params `actual`, `utf16` and `utf8`.
    LENGTHS = 5;
    /// Param `suggestion`, a name of the rules.
    KNOWN_NAME = 6;
    /// Param `suggestion`, a name of the options.
    OTHER_NAME = 7;

    /// A rule without params of its own.
    NO_PARAMS = 0;
    /// Param `reason`.
    REASON = 1;
    /// Params `min` and `max`.
    LIMITS = 2;
    /// Param `expected`.
    EXPECTED = 3;
    /// Others.
    OTHER_PARAMS = 4;
}

/// Words that describe members: at most two for each field, and one for each item of the list.
pub const SHAPE_WORDS: usize = FIELDS.len() * 2 + MAX_ITEMS as usize;

/// Options from a JSON array of event types.
pub fn read_options(names: &[u8]) -> Options {
    let mut reader = Reader::new(names);
    let mut extra_event_types = Vec::new();
    let mut first = true;
    if reader.eat(b'[') {
        while matches!(reader.item(&mut first), Ok(true))
            && let Ok(name) = reader.string()
        {
            extra_event_types.push(to_string(&name.bytes()));
        }
    }
    Options { extra_event_types }
}

/// The members that `shape` describes.
pub fn read_members<'a>(
    mut shape: &'a [u32],
    mut strings: Strings<'a>,
    description: &'a [u8],
) -> impl Iterator<Item = (Field, Member<'a>)> {
    std::iter::from_fn(move || {
        let (word, rest) = shape.split_first()?;
        let [kind, field, low, high] = word.to_le_bytes();
        let length = usize::from(u16::from_le_bytes([low, high]));
        let kind = u32::from(kind);
        let more = match kind {
            INTEGER => 1,
            LIST => length,
            _ => 0,
        };
        let (more, rest) = rest.split_at_checked(more)?;
        shape = rest;
        let member = match kind {
            STRING => {
                let plain = strings.is_ascii(length);
                Member::String { text: strings.take(length), plain }
            }
            DESCRIPTION => Member::String { text: description, plain: false },
            FITS => Member::Fits,
            INTEGER => Member::Integer(more.first()?.cast_signed()),
            SCALAR => Member::Scalar(strings.take(length)),
            LIST => Member::List(strings.items(more)),
            _ => Member::Absent,
        };
        Some((FIELDS.get(usize::from(field))?.field, member))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::FIELD_NAMES;
    use crate::webhook::members::short_description;

    #[test]
    fn both_sides_have_the_same_layout() {
        let source = include_str!("abi.js");
        let fields = FIELD_NAMES.map(|name| format!("  \"{name}\",\n")).concat();
        let list = format!("export const FIELDS = [\n{fields}];\n");
        assert!(source.contains(&list), "{list}");
        let constants: Vec<&str> = source
            .lines()
            .filter(|line| line.starts_with("export") && line.ends_with(';'))
            .collect();
        let expected: Vec<String> =
            LAYOUT.iter().map(|(name, value)| format!("export const {name} = {value};")).collect();
        assert_eq!(constants, expected);
        assert_eq!(SHORT_DESCRIPTION, short_description());
    }
}
