//! The tables of docs/contract.md and the rules of the crate are the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test stops if something is wrong")]

use webhook_guard::rules::{
    DECISIONS, EVENT_TYPES, FIELDS, Field, RESERVED_HEADERS, RULES, SENSITIVE_HEADERS,
};

fn contract() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/contract.md");
    std::fs::read_to_string(path).expect("docs/contract.md")
}

/// The text below the heading, up to the next one.
fn section<'a>(contract: &'a str, heading: &str) -> &'a str {
    let (_, rest) = contract.split_once(&format!("\n{heading}\n")).expect(heading);
    rest.split("\n#").next().unwrap_or(rest)
}

/// The cells of the section's table rows, without its head.
fn rows(section: &str) -> Vec<Vec<String>> {
    section
        .lines()
        .filter(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.split('|').map(|cell| String::from(cell.trim())).collect::<Vec<_>>())
        .map(|cells| cells.get(1..cells.len() - 1).expect("a row").to_vec())
        .collect()
}

/// What is in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn section_2_lists_every_rule_in_order_with_its_error() {
    let text = contract();
    let mut documented = Vec::new();
    for row in rows(section(&text, "## 2. Rules")) {
        let [field, _, _, code, error] = row.as_slice() else { panic!("{row:?}") };
        let error = quoted(error).next().expect("an error");
        let field = quoted(field).next().unwrap_or("");
        // What follows the codes is a path.
        let codes = code.split(", path").next().unwrap_or(code);
        documented.extend(
            quoted(codes).map(|code| (field.to_owned(), code.to_owned(), error.to_owned())),
        );
    }
    let mut rules: Vec<_> = RULES
        .iter()
        .filter(|rule| !rule.error.is_empty())
        .map(|rule| {
            let field = rule.field.map_or("", Field::name);
            let error =
                rule.error.replace("{field}", if field.is_empty() { "FIELD" } else { field });
            (field.to_owned(), rule.code.to_owned(), error)
        })
        .collect();
    // Rules that differ only in their message are one row.
    rules.dedup();
    assert_eq!(documented, rules);
}

#[test]
fn section_2_gives_the_limits_of_each_field_and_whether_it_is_required() {
    let text = contract();
    let table = rows(section(&text, "## 2. Rules"));
    for rule in &FIELDS {
        let rows: Vec<_> = table
            .iter()
            .filter(|row| row.first().is_some_and(|it| it == &format!("`{}`", rule.name)))
            .collect();
        let required = if rule.required { "yes" } else { "no" };
        assert_eq!(rows.first().expect(rule.name).get(1).map(String::as_str), Some(required));
        let limits = rule.limits.map(|limits| match (limits.min, limits.max) {
            (0, Some(max)) => format!("at most {max} "),
            (min, Some(max)) => format!("{min} to {max} "),
            (1, None) => String::from("at least one "),
            (min, None) => format!("at least {min} "),
        });
        if let Some(limits) = limits {
            let found = rows.iter().any(|row| row.get(2).is_some_and(|it| it.starts_with(&limits)));
            assert!(found, "{}: {limits}", rule.name);
        }
    }
}

#[test]
fn section_3_lists_every_warning_in_order() {
    let text = contract();
    let documented: Vec<_> = rows(section(&text, "## 3. Warnings"))
        .iter()
        .filter_map(|row| row.first().map(|code| code.trim_matches('`').to_owned()))
        .collect();
    let warnings: Vec<_> =
        RULES.iter().filter(|rule| rule.error.is_empty()).map(|rule| rule.code).collect();
    assert_eq!(documented, warnings);
}

#[test]
fn section_3_lists_the_sensitive_headers() {
    let text = contract();
    let rows = rows(section(&text, "## 3. Warnings"));
    let row = rows.iter().find(|row| row.first().is_some_and(|it| it == "`sensitive_header`"));
    let names = row.and_then(|row| row.get(2)).expect("sensitive_header");
    assert_eq!(quoted(names).collect::<Vec<_>>(), SENSITIVE_HEADERS);
}

#[test]
fn section_4_has_every_decision_under_its_title() {
    let text = contract();
    let decisions = section(&text, "## 4. Decisions");
    let documented = decisions.lines().filter_map(|line| line.strip_prefix("- **"));
    let documented: Vec<_> = documented.filter_map(|rest| rest.split(".**").next()).collect();
    let titles = DECISIONS.iter().map(|it| format!("{} {}", it.id, it.title)).collect::<Vec<_>>();
    assert_eq!(documented, titles);
}

#[test]
fn the_appendix_lists_the_event_types_and_the_reserved_headers() {
    let text = contract();
    let names = EVENT_TYPES.iter().map(|it| it.name).collect::<Vec<_>>();
    assert_eq!(quoted(section(&text, "### Event types")).collect::<Vec<_>>(), names);
    assert_eq!(
        quoted(section(&text, "### Reserved header names")).collect::<Vec<_>>(),
        RESERVED_HEADERS
    );
}
