//! Validates members that JavaScript has already separated.

use super::event_types::EventTypes;
use super::{Check, Options};
use crate::js::members::{Item, Items, Member};
use crate::json::{Integer, JsonType, Reader, code_points};
use crate::report::Report;
use crate::rules::{Field, FieldType};

/// How many UTF-16 code units of a description are within its limits in any script: a code unit is
/// at most three bytes.
#[cfg(test)]
#[must_use]
pub fn short_description() -> u32 {
    super::limits(Field::Description).end() / 3
}

/// The report of [`validate`](super::validate) on the text of an object with these members, each of which
/// occurs once.
pub fn validate_members<'a>(
    members: impl Iterator<Item = (Field, Member<'a>)>,
    options: &'a Options,
) -> Report {
    let mut check = Check::new(options);
    for (field, member) in members {
        check.check_member(field, member);
    }
    check.finish();
    check.report
}

impl<'a> Check<'a> {
    fn check_member(&mut self, field: Field, member: Member<'a>) {
        let other = match (field.spec().kind, member) {
            (_, Member::Absent) => return,
            // A scalar comes as JSON text, for any field.
            (_, Member::Scalar(text)) => {
                let _ = self.field(field, &mut Reader::new(text));
                None
            }
            (FieldType::String, Member::String { text, plain }) => {
                let length = if plain { text.len() } else { code_points(text) };
                self.string(field, text, length);
                None
            }
            (_, Member::Fits) => None,
            (FieldType::Integer, Member::Integer(value)) => {
                self.integer(field, Integer::Exact(value));
                None
            }
            (FieldType::Array, Member::List(items)) => {
                self.event_type_list(&items);
                None
            }
            (_, Member::String { .. }) => Some(JsonType::String),
            (_, Member::Integer(_)) => Some(JsonType::Number),
            (_, Member::List(_)) => Some(JsonType::Array),
        };
        if let Some(actual) = other {
            self.wrong_type(field, actual);
        }
        self.read(field, &[]);
    }

    fn event_type_list(&mut self, names: &Items<'a>) {
        let mut items = EventTypes::new(&mut self.report, self.options);
        names.iter().for_each(|item| match item {
            Item::Documented(position) => items.documented(position),
            Item::Text(name) => items.name(name),
        });
        items.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::js::abi::DOCUMENTED;
    use crate::js::members::Strings;
    use crate::rules::{FIELDS, event_type};
    use crate::webhook::validate;

    #[test]
    fn members_get_the_report_of_their_text() {
        let types = r#"["log.device_booted","log.device_bootd","log.device_booted"]"#;
        let lengths = [17, 16, 17];
        let position = event_type(b"log.device_booted").expect("documented");
        let documented = DOCUMENTED + u32::try_from(position).expect("a few");
        let words = [documented, 16, documented];
        let joined = b"log.device_bootedlog.device_bootdlog.device_booted";
        for (text, member) in [
            (types, Member::List(Strings::new(joined, true).items(&lengths))),
            (types, Member::List(Strings::new(&joined[17..33], true).items(&words))),
            ("[]", Member::List(Strings::new(b"", true).items(&[]))),
            (r#""text""#, Member::String { text: b"text", plain: true }),
            (r#""text""#, Member::String { text: b"text", plain: false }),
            (r#""дверь""#, Member::String { text: "дверь".as_bytes(), plain: false }),
            ("5000", Member::Integer(5000)),
            ("-1", Member::Integer(-1)),
            ("5e3", Member::Scalar(b"5e3")),
            ("5.5", Member::Scalar(b"5.5")),
            ("null", Member::Scalar(b"null")),
            ("true", Member::Scalar(b"true")),
        ] {
            for rule in &FIELDS {
                let body = format!(r#"{{"{}":{text}}}"#, rule.name);
                let options = Options::default();
                let report = validate_members([(rule.field, member)].into_iter(), &options);
                assert_eq!(report, validate(body.as_bytes(), &options), "{body}");
            }
        }
    }

    #[test]
    fn a_short_description_fits_in_every_script() {
        let units = short_description() as usize;
        assert_eq!(units, 333, "a longer one may not fit");
        let texts = ["a", "я", "中", "\u{FFFD}"].map(|character| character.repeat(units));
        for text in
            ["", &"😀".repeat(units / 2)].into_iter().chain(texts.iter().map(String::as_str))
        {
            let body = format!(r#"{{"description":"{text}"}}"#);
            let options = Options::default();
            let report = validate_members(
                [(Field::Description, Member::Fits), (Field::Secret, Member::Absent)].into_iter(),
                &options,
            );
            assert_eq!(report, validate(body.as_bytes(), &options), "{body}");
        }
    }
}
