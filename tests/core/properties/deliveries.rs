//! Random deliveries, and the texts in which a device reports them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;
use webhook_guard::rules::EVENT_TYPES;

use crate::webhooks::{Style, text};

#[derive(Clone, Debug)]
pub struct Delivery {
    pub event_type: &'static str,
    pub duration: u32,
    pub headers: Vec<(String, String)>,
    pub payload: String,
    pub status: u16,
    pub response: String,
}

pub fn delivery() -> impl Strategy<Value = Delivery> {
    // No word of a value ends with a colon: in a text of one line it would start a header.
    let headers = vec(("[A-Za-z0-9-]{1,8}", "([a-z/;:=\"]{0,8}[a-z0-9]( [a-z0-9]{1,5})?)?"), 0..6);
    let payload = (text(0..20), vec(any::<i32>(), 0..4)).prop_map(|(text, numbers)| {
        json!({ "data": text, "RESPONSE: Status: 1": { "Headers: ": numbers } }).to_string()
    });
    let response = prop_oneof![
        select(vec![
            "",
            "Login required",
            "RESPONSE: Status: 200 EVENT DETAILS: x",
            "REQUEST:\nURL: x"
        ])
        .prop_map(str::to_owned),
        "[ -;=-~]{0,40}",
    ];
    let names = select(EVENT_TYPES.iter().map(|known| known.name).collect::<Vec<_>>());
    (names, any::<u32>(), headers, payload, 100..600_u16, response).prop_map(
        |(event_type, duration, headers, payload, status, response)| Delivery {
            event_type,
            duration,
            headers,
            payload,
            status,
            response,
        },
    )
}

/// The text of a test: one line where `breaks` is a space, otherwise one line for each part.
pub fn delivery_text(delivery: &Delivery, style: &mut Style, breaks: &str) -> String {
    let headers = delivery.headers.iter().map(|(name, value)| format!("{name}: {value}"));
    let parts = [
        vec!["EVENT DETAILS:".to_owned(), format!("{} (ID: wh_1)", delivery.event_type)],
        vec![format!("Response Time: {} ms", delivery.duration)],
        vec!["Status: Failed (1/2 attempts)".to_owned()],
        vec!["REQUEST:".to_owned(), "URL: https://a.example".to_owned(), "Method: POST".to_owned()],
        [vec!["Headers:".to_owned()], headers.collect()].concat(),
        vec!["Payload:".to_owned(), delivery.payload.clone()],
        vec![format!("RESPONSE:{breaks}Status: {}", delivery.status), delivery.response.clone()],
    ];
    let mut text = String::new();
    for part in parts.concat() {
        text += &part;
        text += breaks;
        text += style.pick(&["", "", " ", "  "]);
    }
    text
}
