//! Checks the items of `event_types`.

use std::borrow::Cow;

use super::{Options, suggestion};
use crate::json::JsonType;
use crate::names::Seen;
use crate::report::{Detail, Place, Report, Section};
use crate::rules::{EVENT_TYPE_NAMES, EVENT_TYPES, Field, Rule, event_type};
use crate::suggest::Candidate;

static EVENT_TYPE_CANDIDATES: [Candidate<'_>; EVENT_TYPES.len()] =
    Candidate::all(&EVENT_TYPE_NAMES);

/// Checks the items of `event_types` one by one.
pub struct EventTypes<'r, 'a> {
    section: Section<'r>,
    seen: SeenEventTypes<'a>,
    /// The extra event types as candidates of a suggestion, made when the first is needed.
    extra: Option<Vec<Candidate<'a>>>,
    /// The index of the next item.
    index: usize,
}

impl<'r, 'a> EventTypes<'r, 'a> {
    pub fn new(report: &'r mut Report, options: &'a Options) -> Self {
        let section = Section::new(report, Field::EventTypes);
        Self { section, seen: SeenEventTypes::new(options), extra: None, index: 0 }
    }

    pub fn name(&mut self, name: &[u8]) {
        let place = Place::Item(self.index);
        self.index += 1;
        match self.seen.insert(name) {
            Some(true) => {}
            Some(false) => self.section.warning(Rule::DuplicateEventType, || place),
            None => self.section.issue(Rule::UnknownEventType, || {
                let names = &self.seen.options.extra_event_types;
                let extra = self
                    .extra
                    .get_or_insert_with(|| names.iter().map(|it| Candidate::new(it)).collect());
                (place, suggestion(name, EVENT_TYPE_CANDIDATES.iter().chain(&*extra)))
            }),
        }
    }

    /// A documented event type, by its position.
    #[cfg(any(target_arch = "wasm32", test))]
    pub fn documented(&mut self, position: usize) {
        let place = Place::Item(self.index);
        self.index += 1;
        if !self.seen.insert_documented(position) {
            self.section.warning(Rule::DuplicateEventType, || place);
        }
    }

    /// An item that is not a string.
    pub fn other(&mut self, actual: JsonType) {
        let place = Place::Item(self.index);
        self.index += 1;
        self.section.issue(Rule::EventTypeWrongType, || (place, Detail::Type(actual)));
    }

    pub fn end(&mut self) {
        if self.index == 0 {
            self.section.issue(Rule::NoEventTypes, || (Place::Value, Detail::None));
        }
    }
}

/// The event types that occurred so far.
pub struct SeenEventTypes<'a> {
    options: &'a Options,
    /// One bit for each of [`EVENT_TYPES`].
    known: u64,
    /// The extra event types, added when one is first looked up, so that a lookup does not
    /// compare all of them.
    extra: Option<Seen<'a>>,
    /// Those that occurred.
    seen_extra: Seen<'a>,
}

impl<'a> SeenEventTypes<'a> {
    pub const fn new(options: &'a Options) -> Self {
        Self { options, known: 0, extra: None, seen_extra: Seen::new(false) }
    }

    /// Whether the event type at this position of [`EVENT_TYPES`] is new.
    fn insert_documented(&mut self, position: usize) -> bool {
        let bit = 1 << position;
        let new = self.known & bit == 0;
        self.known |= bit;
        new
    }

    /// Whether the name is new; `None` if it is not an event type.
    pub fn insert(&mut self, name: &[u8]) -> Option<bool> {
        if let Some(position) = event_type(name) {
            return Some(self.insert_documented(position));
        }
        if self.options.extra_event_types.is_empty() {
            return None;
        }
        let extra = self.extra.get_or_insert_with(|| {
            let mut extra = Seen::new(false);
            for name in &self.options.extra_event_types {
                extra.insert(Cow::Borrowed(name.as_bytes()));
            }
            extra
        });
        if !extra.contains(name) {
            return None;
        }
        Some(!self.seen_extra.contains(name) && self.seen_extra.insert(Cow::Owned(name.to_vec())))
    }
}
