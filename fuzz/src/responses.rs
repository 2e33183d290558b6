//! `parseResponse` against the contract (§6).

use serde_json::Value;
use webhook_guard::response::ItemUid;
use webhook_guard::rules::Field;
use webhook_guard::{DeliveryReport, Operation, Response, ResponseKind, parse_response};

use crate::{contract, is_private};

const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// `parseResponse`, on a line with operation and status, and the body.
pub fn response(data: &[u8]) {
    let mut lines = data.splitn(2, |&byte| byte == b'\n');
    let line = lines.next().and_then(|line| str::from_utf8(line).ok()).unwrap_or_default();
    let (operation, status) = line.split_once(' ').unwrap_or((line, "200"));
    let operation = Operation::from_name(operation);
    let Ok(status) = status.parse::<u16>() else { return };
    let body = lines.next().unwrap_or_default();
    let got = parse_response(operation, status, body);
    if is_private(body) {
        return;
    }
    let success = (200..300).contains(&status);
    let text = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let json = contract::read(text);
    let members = json.clone().flatten();
    let member =
        |name: &str| members.iter().flatten().rfind(|(it, _)| it == name).map(|(_, it)| it);
    let reported = member("error").and_then(Value::as_str).map(str::to_owned);
    let string = serde_json::from_slice::<String>(text).ok().filter(|_| json.is_some());
    let reported = reported.or(string).filter(|error| !error.is_empty());
    let line = if json.is_none() { one_line(text) } else { None };
    let device_text = reported.or(line);
    let conflict = device_text.as_deref() == Some("Webhook with the same URL already exists");
    match got {
        Response::Done { item_uid, report } => {
            assert!(success && operation.is_some() && !conflict);
            assert!(members.is_none() || device_text.is_none());
            let plain = String::from_utf8_lossy(text);
            let test = operation == Some(Operation::Test);
            assert_eq!(report, DeliveryReport::parse(&plain).filter(|_| test).map(Box::new));
            if test {
                return assert_eq!(item_uid, ItemUid::Absent);
            }
            if members.is_none() {
                return assert!(operation == Some(Operation::Delete) && text.is_empty());
            }
            let want = match member("item_uid") {
                None => Some(ItemUid::Absent),
                Some(Value::Number(number)) => match contract::integer(number.as_str()) {
                    Some(-1) => Some(ItemUid::NoEntity),
                    // Beyond 2^53 a JavaScript number is not exact.
                    Some(uid @ 0..=MAX_SAFE_INTEGER) => Some(ItemUid::Uid(uid.cast_unsigned())),
                    Some(_) | None => None,
                },
                Some(_) => None,
            };
            let changes = matches!(operation, Some(Operation::Create | Operation::Update));
            assert!(want.is_some() || !changes);
            assert_eq!(item_uid, want.unwrap_or_default());
        }
        Response::Failed { kind, error, field } => {
            assert!(!error.is_empty());
            match &device_text {
                Some(text) => assert_eq!(&error, text),
                // Not the device's text: it may contain a secret (§2).
                None => assert!(
                    error.ends_with('.')
                        || matches!(&*error, "Log In" | "Administrator rights required"),
                    "{error}"
                ),
            }
            let want = match status {
                _ if conflict => ResponseKind::Conflict,
                400 if error == "Wrong webhook uid" => ResponseKind::NotFound,
                400 => ResponseKind::Validation,
                401 => ResponseKind::Unauthorized,
                403 => ResponseKind::Forbidden,
                404 => ResponseKind::NotFound,
                _ => ResponseKind::Unexpected,
            };
            assert_eq!(kind, want);
            assert!(!conflict || field == Some(Field::Url));
        }
    }
}

/// One line of at most 200 bytes that is neither markup nor truncated JSON (§6).
fn one_line(text: &[u8]) -> Option<String> {
    let line = str::from_utf8(text).ok()?.trim_matches([' ', '\t', '\n', '\r']);
    let is_line = (1..=200).contains(&line.len())
        && !line.starts_with(['<', '{', '[', '"'])
        && !line.chars().any(char::is_control);
    is_line.then(|| line.to_owned())
}
