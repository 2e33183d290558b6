//! Data that JavaScript reads once (`data.js`): the texts of findings, and the event types.

use crate::js::abi::{EXPECTED, LIMITS, NO_PARAMS, OTHER_PARAMS, REASON};
use crate::js::output::{entry, known_names};
use crate::json::JsonType;
use crate::report::{Detail, Finding, Param, Place, rule_params, template};
use crate::rules::{EVENT_TYPE_NAMES, FIELDS, Field, RULES, Rule, RuleText, SUGGESTION};
use crate::schema::Data;

/// What is the same in all findings of a rule about a field, for each that there can be, and the names
/// that findings mention by number.
#[must_use]
pub fn finding_texts() -> Data {
    let mut entries = Vec::new();
    for row in RULES {
        for field in subjects(row) {
            // By number; a rule is not about every field.
            entries.resize(entry(row.rule, field), Data::Null);
            entries.push(texts(row.rule, field));
        }
    }
    Data::from([
        ("entries", Data::List(entries)),
        ("types", JsonType::NAMES.into_iter().collect()),
        ("names", known_names().collect()),
        ("suggestion", pieces(SUGGESTION)),
    ])
}

/// The documented event types by the length of their names: for each length a list, with their positions.
#[must_use]
pub fn event_types_by_length() -> Data {
    let longest = EVENT_TYPE_NAMES.iter().map(|name| name.len()).max().unwrap_or_default();
    let known = |length| {
        let names = (0_u32..).zip(EVENT_TYPE_NAMES).filter(move |(_, name)| name.len() == length);
        names
            .map(|(position, name)| {
                Data::from([("name", name.into()), ("position", position.into())])
            })
            .collect::<Data>()
    };
    (0..=longest).map(known).collect()
}

/// What a rule can be about: its field, or any of them where its texts name one.
fn subjects(row: &'static RuleText) -> impl Iterator<Item = Option<Field>> {
    let any = row.field.is_none() && [row.message, row.error].concat().contains("{field}");
    let fields = FIELDS.iter().map(|rule| rule.field).filter(move |_| any).map(Some);
    fields.chain((!any).then_some(row.field))
}

fn texts(rule: Rule, field: Option<Field>) -> Data {
    let finding = Finding { rule, field, place: Place::Value, detail: Detail::None };
    let params = rule_params(rule, field);
    let kind = params_kind(&params);
    let params = params.into_iter().map(|(name, param)| {
        let value = match param {
            Param::Number(number) => Data::Number(number),
            Param::Text(word) => word.into(),
            Param::Values(values) => values.iter().copied().collect(),
        };
        (name, value)
    });
    Data::from([
        ("code", rule.text().code.into()),
        ("field", field.map_or(Data::Null, |field| field.name().into())),
        ("message", pieces(&finding.message())),
        ("error", finding.error().into_owned().into()),
        ("params", Data::Map(params.collect())),
        ("kind", kind.into()),
    ])
}

fn params_kind(params: &[(&str, Param)]) -> u32 {
    match params {
        [] => NO_PARAMS,
        [("reason", _)] => REASON,
        [("min", _), ("max", _)] => LIMITS,
        [("expected", _)] => EXPECTED,
        _ => OTHER_PARAMS,
    }
}

/// What is around the `{name}`s of a text, for which JavaScript inserts values.
fn pieces(text: &str) -> Data {
    let (start, parts) = template(text);
    std::iter::once(start).chain(parts.map(|(_, rest)| rest)).map(str::to_owned).collect()
}
