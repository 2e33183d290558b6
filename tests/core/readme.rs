//! The tables of README.md are those of the rules.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test stops where something is wrong")]

use webhook_guard::rules::{DECISIONS, FIELDS, Field, RULES};

fn readme() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README.md")
}

/// Holds that the rows stand in the README one after the other; what is printed can be pasted.
fn holds(rows: &[String]) {
    let table = rows.join("\n");
    assert!(readme().contains(&table), "README.md lacks this table:\n{table}");
}

#[test]
fn the_field_table_is_that_of_the_rules() {
    let mut rows = vec![
        String::from("| field | type | required | least | most |"),
        String::from("|---|---|---|--:|--:|"),
    ];
    for rule in &FIELDS {
        let required = if rule.required { "yes" } else { "no" };
        let limit = |limit: Option<u32>| limit.map_or(String::new(), |limit| limit.to_string());
        let least = limit(rule.limits.map(|limits| limits.min));
        let most = limit(rule.limits.and_then(|limits| limits.max));
        let (name, kind) = (rule.name, rule.kind.name());
        rows.push(format!("| `{name}` | {kind} | {required} | {least} | {most} |"));
    }
    holds(&rows);
}

#[test]
fn the_rule_table_is_that_of_the_rules() {
    let field = |field: Option<Field>| field.map_or("any", Field::name);
    let mut rows =
        vec![String::from("| field | code | the device answers |"), String::from("|---|---|---|")];
    for rule in RULES.iter().filter(|rule| !rule.error.is_empty()) {
        let error = rule.error.replace("{field}", "FIELD");
        let row = format!("| {} | `{}` | {error} |", field(rule.field), rule.code);
        // Rules that differ only in what a person is told are one row.
        if rows.last() != Some(&row) {
            rows.push(row);
        }
    }
    holds(&rows);
}

#[test]
fn the_warning_table_is_that_of_the_rules() {
    let mut rows = vec![String::from("| code | what it says |"), String::from("|---|---|")];
    for rule in RULES.iter().filter(|rule| rule.error.is_empty()) {
        let message = rule.message.replace(['{', '}'], "*");
        rows.push(format!("| `{}` | {message} |", rule.code));
    }
    holds(&rows);
}

#[test]
fn the_decisions_are_those_of_the_rules() {
    let rows = DECISIONS.iter().map(|it| format!("| {} | {} | {} |", it.id, it.title, it.reason));
    holds(&rows.collect::<Vec<_>>());
}
