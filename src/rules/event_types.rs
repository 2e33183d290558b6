//! The event types that the device knows.

use crate::names::{Index, same};

/// Groups of event types for a form, with an English label.
pub const EVENT_TYPE_GROUPS: [(&str, &str); 6] = [
    ("access", "Access"),
    ("doors", "Doors and locks"),
    ("calls", "Calls"),
    ("device", "Device"),
    ("login", "Logins"),
    ("lift", "Lift"),
];

/// A name that the device accepts in `event_types`.
#[derive(Debug)]
pub struct EventType {
    /// The name in the API.
    pub name: &'static str,
    /// The id of its group.
    pub group: &'static str,
    /// English label for a form.
    pub label: &'static str,
}

macro_rules! event_types {
    ($($name:literal $group:literal $label:literal)*) => {
        /// The names of [`EVENT_TYPES`].
        pub const EVENT_TYPE_NAMES: [&str; [$($name),*].len()] = [$($name),*];

        /// The event types, in the reference's order. Source: the API reference, `event_types`.
        pub static EVENT_TYPES: [EventType; EVENT_TYPE_NAMES.len()] =
            [$(EventType { name: $name, group: $group, label: $label },)*];
    };
}

event_types! {
    "log.access_denied_by_not_valid_identifier" "access" "Access denied: identifier not valid"
    "log.access_denied_by_not_valid_face_identifier" "access" "Access denied: face not valid"
    "log.access_denied_by_not_valid_input_code" "access" "Access denied: input code not valid"
    "log.access_denied_by_remote_server_api_call" "access" "Access denied by a remote server"
    "log.access_denied_by_unknown_card" "access" "Access denied: unknown card"
    "log.access_granted_by_api_call" "access" "Access granted by an API call"
    "log.access_granted_by_call_host" "access" "Access granted by the person called"
    "log.access_granted_by_master_code" "access" "Access granted by the master code"
    "log.access_granted_by_remote_server_api_call" "access" "Access granted by a remote server"
    "log.access_granted_by_valid_identifier" "access" "Access granted by a valid identifier"
    "log.door_was_closed" "doors" "Door closed"
    "log.door_sensor_was_closed" "doors" "Door sensor closed"
    "log.door_was_opened" "doors" "Door opened"
    "log.door_sensor_was_opened" "doors" "Door sensor opened"
    "log.emergency_lock_is_opened" "doors" "Emergency lock opened"
    "log.lock_is_opened_to_long" "doors" "Lock open for too long"
    "log.lock_was_opened_by_exit_btn" "doors" "Lock opened by the exit button"
    "log.lock_was_opened_by_free_access_button" "doors" "Lock opened by the free access button"
    "log.incoming_call" "calls" "Incoming call"
    "log.outgoing_call" "calls" "Outgoing call"
    "log.outgoing_call_missed" "calls" "Outgoing call missed"
    "log.device_booted" "device" "Device started"
    "log.sip_registration_lost" "calls" "SIP registration lost"
    "log.outgoing_call_web" "calls" "Outgoing call from the web"
    "log.incorrect_login_api_call" "login" "Login failed: API"
    "log.incorrect_login_gui_settings" "login" "Login failed: settings page"
    "log.successful_login_api_call" "login" "Login succeeded: API"
    "log.successful_login_gui_settings" "login" "Login succeeded: settings page"
    "log.door_was_not_closed_too_long" "doors" "Door not closed for too long"
    "log.tamper_event" "device" "Tamper switch"
    "log.multi_access_granted" "access" "Multiple access granted"
    "log.identifiers_without_linkage_to_user_access_denied" "access" "Access denied: identifier without a user"
    "log.multi_access_denied" "access" "Multiple access denied"
    "log.access_denied_by_unknown_qr" "access" "Access denied: unknown QR code"
    "log.access_denied_unknown_identifier" "access" "Access denied: unknown identifier"
    "log.lift_call_success" "lift" "Lift called"
    "log.lift_call_error" "lift" "Lift call failed"
    "log.lift_module_access_error" "lift" "Lift module not reached"
    "log.access_granted_by_shared_identifier" "access" "Access granted by a shared identifier"
    "log.access_denied_by_not_valid_shared_identifier" "access" "Access denied: shared identifier not valid"
    "log.bond_lift_request" "lift" "Linked lift request"
}

static EVENT_TYPE_INDEX: Index = Index::new(&EVENT_TYPE_NAMES);

/// Position of an event type in [`EVENT_TYPES`].
#[must_use]
#[inline]
pub fn event_type(name: &[u8]) -> Option<usize> {
    let position = EVENT_TYPE_INDEX.candidate(name)?;
    same(EVENT_TYPES.get(position)?.name.as_bytes(), name).then_some(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_type_is_found() {
        for (position, known) in EVENT_TYPES.iter().enumerate() {
            assert_eq!(event_type(known.name.as_bytes()), Some(position));
        }
    }
}
