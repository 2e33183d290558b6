//! The result of a validation: issues, warnings and the device's error text (§2, §3).

use std::borrow::Cow;

use crate::json::JsonType;
use crate::rules::{Field, FieldType, MAX_FINDINGS, Rule, STATUSES, SUGGESTION};

/// Where in the body a finding is; its field and its place make the path of the contract (§2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The body itself, or the value of the field.
    Value,
    /// An item of `event_types`, by its index.
    Item(usize),
    /// An entry of `headers`, by its name.
    Header(String),
    /// An unknown or duplicate member of the body, by its name.
    Member(String),
}

/// One segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// The name of a member.
    Name(&'a str),
    /// The index of an item.
    Index(usize),
}

/// The params of a finding that depend on the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// No params.
    None,
    /// Param `offset`, in bytes.
    Offset(usize),
    /// Param `actual`: a length in code points.
    Length(usize),
    /// Param `actual`: the integer.
    Integer(i32),
    /// Param `actual`: the type of the value.
    Type(JsonType),
    /// Param `suggestion`.
    Suggestion(String),
    /// Params `actual`, `utf16` and `utf8`: a length in code points, UTF-16 code units and bytes.
    Lengths(usize, usize, usize),
}

/// The value of a param.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param<'a> {
    /// A number.
    Number(i64),
    /// A string.
    Text(&'a str),
    /// The allowed values.
    Values(&'static [&'static str]),
}

/// An issue or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken, or that gives the warning.
    pub rule: Rule,
    /// The field it concerns, if any.
    pub field: Option<Field>,
    /// Where in the body.
    pub place: Place,
    /// The params that depend on the body.
    pub detail: Detail,
}

/// A rule the body breaks.
pub type Issue = Finding;
/// A warning; it never makes a body invalid.
pub type Warning = Finding;

/// The params that depend only on the rule and the field: limits, allowed types and values.
#[must_use]
pub fn rule_params(rule: Rule, field: Option<Field>) -> Vec<(&'static str, Param<'static>)> {
    let limits = || {
        let limits = field.and_then(|field| field.spec().limits);
        let min = limits.map(|limits| limits.min).filter(|&min| min > 0);
        let max = limits.and_then(|limits| limits.max);
        [("min", min), ("max", max)]
            .into_iter()
            .filter_map(|(name, limit)| Some((name, Param::Number(i64::from(limit?)))))
    };
    let expected = |kind| vec![("expected", Param::Text(kind))];
    match rule {
        Rule::UrlScheme => vec![("reason", Param::Text("scheme"))],
        Rule::UrlHost => vec![("reason", Param::Text("host"))],
        Rule::UrlCharacter => vec![("reason", Param::Text("character"))],
        Rule::UrlSyntax => vec![("reason", Param::Text("syntax"))],
        Rule::InvalidStatus => vec![("expected", Param::Values(&STATUSES))],
        Rule::NotAnObject | Rule::HeadersNotAnObject => expected(JsonType::Object.name()),
        Rule::HeaderValueType | Rule::EventTypeWrongType => expected(FieldType::String.name()),
        Rule::Missing | Rule::WrongType | Rule::HeadersWrongType => {
            field.map_or_else(Vec::new, |field| expected(field.spec().kind.name()))
        }
        Rule::UrlTooShort
        | Rule::UrlTooLong
        | Rule::SecretTooShort
        | Rule::SecretTooLong
        | Rule::DescriptionTooLong
        | Rule::TimeoutOutOfRange
        | Rule::RetriesOutOfRange
        | Rule::NoEventTypes => limits().collect(),
        Rule::LengthAmbiguous => limits().filter(|&(name, _)| name == "max").collect(),
        _ => Vec::new(),
    }
}

impl Finding {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.rule.text().code
    }

    /// `[]` for the body, `[field]`, `["event_types", index]`, `["headers", name]` or `[name]`.
    #[must_use]
    pub fn path(&self) -> Vec<Segment<'_>> {
        let field = self.field.map(|field| Segment::Name(field.name()));
        let inner = match &self.place {
            Place::Value => None,
            Place::Item(index) => Some(Segment::Index(*index)),
            Place::Header(name) | Place::Member(name) => Some(Segment::Name(name)),
        };
        field.into_iter().chain(inner).collect()
    }

    /// The values that a translation of the message needs besides the code.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, Param<'_>)> {
        let number = |value: usize| Param::Number(i64::try_from(value).unwrap_or(i64::MAX));
        let mut params = rule_params(self.rule, self.field);
        match &self.detail {
            Detail::None => {}
            Detail::Offset(offset) => params.push(("offset", number(*offset))),
            Detail::Length(actual) => params.push(("actual", number(*actual))),
            Detail::Integer(actual) => params.push(("actual", Param::Number(i64::from(*actual)))),
            Detail::Type(actual) => params.push(("actual", Param::Text(actual.name()))),
            Detail::Suggestion(name) => params.push(("suggestion", Param::Text(name))),
            Detail::Lengths(actual, utf16, utf8) => params.extend([
                ("actual", number(*actual)),
                ("utf16", number(*utf16)),
                ("utf8", number(*utf8)),
            ]),
        }
        params
    }

    /// The text the device responds with; empty for a warning.
    #[must_use]
    pub fn error(&self) -> Cow<'static, str> {
        error_text(self.rule, self.field)
    }

    /// A full English sentence for a person.
    #[must_use]
    pub fn message(&self) -> String {
        let params = self.params();
        let value = |name: &str| {
            if name == "field" {
                return self.field.map(|field| field.name().to_owned());
            }
            params.iter().find(|(param, _)| *param == name).map(|(_, param)| match param {
                Param::Number(number) => number.to_string(),
                Param::Text(word) => (*word).to_owned(),
                Param::Values(values) => values.join(", "),
            })
        };
        let mut message = filled(self.rule.text().message, value);
        if matches!(self.detail, Detail::Suggestion(_)) {
            message.push_str(&filled(SUGGESTION, value));
        }
        message
    }
}

/// The text before the first `{name}`; then each name, and the text after it.
pub(crate) fn template(text: &str) -> (&str, impl Iterator<Item = (&str, &str)>) {
    let mut parts = text.split('{');
    let start = parts.next().unwrap_or_default();
    (start, parts.map(|part| part.split_once('}').unwrap_or((part, ""))))
}

/// The text with each `{name}` replaced by its value, if there is one.
fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let (start, parts) = template(text);
    let mut filled = start.to_owned();
    for (name, rest) in parts {
        match value(name) {
            Some(value) => filled.push_str(&value),
            None => filled.extend(["{", name, "}"]),
        }
        filled.push_str(rest);
    }
    filled
}

/// The text the device responds with, with the field's name inserted.
pub(crate) fn error_text(rule: Rule, field: Option<Field>) -> Cow<'static, str> {
    let error = rule.text().error;
    if error.contains('{') {
        filled(error, |_| field.map(|it| it.name().to_owned())).into()
    } else {
        error.into()
    }
}

/// The issues and warnings of a body, in the contract's order.
///
/// Of the issues within `headers`, of those within `event_types`, of the warnings within each of
/// them, and of the unknown members, the first [`MAX_FINDINGS`] are in the report (§2).
///
/// ```
/// use webhook_guard::rules::MAX_FINDINGS;
/// use webhook_guard::{Options, validate};
///
/// let mut body = String::from(r#"{"event_types":[0"#);
/// body.push_str(&",0".repeat(MAX_FINDINGS));
/// body.push_str("]}");
/// let report = validate(body.as_bytes(), &Options::default());
/// let items = report.errors.iter().filter(|issue| issue.code() == "wrong_type");
/// assert_eq!(items.count(), MAX_FINDINGS);
/// assert!(report.truncated);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The rules the body breaks; empty if it is valid.
    pub errors: Vec<Issue>,
    /// The warnings; they never make a body invalid.
    pub warnings: Vec<Warning>,
    /// Whether issues or warnings were left out.
    pub truncated: bool,
    /// Whether the issues left out include an item of `event_types` that is not a string.
    pub(crate) omitted_wrong_item: bool,
}

impl Report {
    /// The report of a body that has one issue and nothing else.
    pub(crate) fn alone(issue: Issue) -> Self {
        Self { errors: vec![issue], ..Self::default() }
    }

    /// Whether the device accepts the body.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// The rule and the field of the issue that decides the device's error text. The device fails
    /// while it reads the body before it checks values (§2). The issue may be one that was left
    /// out of [`errors`](Self::errors).
    ///
    /// ```
    /// use webhook_guard::rules::{Field, Rule};
    /// use webhook_guard::{Options, validate};
    ///
    /// let report = validate(br#"{"url":"ftp://a.example"}"#, &Options::default());
    /// assert_eq!(report.errors[0].rule, Rule::UrlScheme);
    /// assert_eq!(report.deciding(), Some((Rule::Missing, Some(Field::Status))));
    /// ```
    #[must_use]
    pub fn deciding(&self) -> Option<(Rule, Option<Field>)> {
        let unreadable = |issue: &&Issue| {
            matches!(
                issue.rule,
                Rule::Missing | Rule::WrongType | Rule::HeadersWrongType | Rule::EventTypeWrongType
            )
        };
        let first = self.errors.iter().find(unreadable);
        let omitted = Some(Field::EventTypes);
        if self.omitted_wrong_item && first.is_none_or(|issue| issue.field > omitted) {
            return Some((Rule::EventTypeWrongType, omitted));
        }
        first.or_else(|| self.errors.first()).map(|issue| (issue.rule, issue.field))
    }

    /// The text the device responds with, if it rejects the body.
    #[must_use]
    pub fn error(&self) -> Option<Cow<'static, str>> {
        self.deciding().map(|(rule, field)| error_text(rule, field))
    }
}

/// Adds the issues and warnings within one field to a report, up to [`MAX_FINDINGS`] of each.
pub(crate) struct Section<'r> {
    report: &'r mut Report,
    field: Field,
    /// How many issues and warnings the report had before.
    before: (usize, usize),
    was_truncated: bool,
}

impl<'r> Section<'r> {
    pub fn new(report: &'r mut Report, field: Field) -> Self {
        let before = (report.errors.len(), report.warnings.len());
        let was_truncated = report.truncated;
        Self { report, field, before, was_truncated }
    }

    /// Adds an issue. Place and detail are computed only if it is reported.
    pub fn issue(&mut self, rule: Rule, describe: impl FnOnce() -> (Place, Detail)) {
        if self.report.errors.len() - self.before.0 < MAX_FINDINGS {
            let (place, detail) = describe();
            self.report.errors.push(Finding { rule, field: Some(self.field), place, detail });
        } else {
            self.report.truncated = true;
            self.report.omitted_wrong_item |= rule == Rule::EventTypeWrongType;
        }
    }

    /// Whether a further issue would change nothing: it would be left out, as one was before. An issue within
    /// `event_types` may still decide the error text.
    pub fn omits_issues(&self) -> bool {
        self.report.truncated && self.report.errors.len() - self.before.0 >= MAX_FINDINGS
    }

    /// Adds a warning.
    pub fn warning(&mut self, rule: Rule, place: impl FnOnce() -> Place) {
        if self.report.warnings.len() - self.before.1 < MAX_FINDINGS {
            let (place, detail) = (place(), Detail::None);
            self.report.warnings.push(Finding { rule, field: Some(self.field), place, detail });
        } else {
            self.report.truncated = true;
        }
    }

    /// Removes everything this section added.
    pub fn discard(&mut self) {
        self.report.errors.truncate(self.before.0);
        self.report.warnings.truncate(self.before.1);
        self.report.truncated = self.was_truncated;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_of_zero_is_not_a_param() {
        let params = rule_params(Rule::DescriptionTooLong, Some(Field::Description));
        assert_eq!(params, [("max", Param::Number(1000))]);
    }

    #[test]
    fn a_message_contains_the_params() {
        let body = br#"{"url":5,"secret":"short","status":"aktive","event_types":[1],"timeout":1}"#;
        let report = crate::validate(body, &crate::Options::default());
        let messages: Vec<_> = report.errors.iter().map(Finding::message).collect();
        assert_eq!(
            messages,
            [
                "The value of url must be of type string, not number.",
                "The secret must be 16 to 128 characters long; it has 5.",
                "The status must be active or disabled. Did you mean active?",
                "The timeout must be between 1000 and 30000 milliseconds.",
                "An event type must be of type string, not number.",
                "A value for max_retries is required.",
            ]
        );
    }
}
