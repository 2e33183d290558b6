//! The texts of findings, which JavaScript reads once (`data.js`).

use crate::js::abi::{EXPECTED, LIMITS, NO_PARAMS, OTHER_PARAMS, REASON};
use crate::js::output::{entry, known_names};
use crate::json::JsonType;
use crate::report::{Detail, Finding, Param, Place, rule_params};
use crate::rules::{FIELDS, Field, RULES, Rule, RuleText, SUGGESTION};
use crate::schema::Data;

/// What is the same in all findings of a rule about a field, for each that there can be, and the names
/// that findings mention by number.
#[must_use]
pub fn finding_texts() -> Data {
    let entries = RULES.iter().flat_map(|row| subjects(row).map(|field| texts(row.rule, field)));
    Data::from([
        ("entries", entries.collect()),
        ("types", JsonType::NAMES.into_iter().collect()),
        ("names", known_names().collect()),
        ("suggestion", pieces(SUGGESTION)),
    ])
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
        ("entry", Data::Number(i64::try_from(entry(rule, field)).unwrap_or_default())),
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
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default();
    let others = parts.map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    std::iter::once(first).chain(others).map(str::to_owned).collect()
}
