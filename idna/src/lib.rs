//! A compact back end of the `idna` crate. It has the interface and the results of the published
//! `idna_adapter` of the same version, which uses ICU4X; see README.md.
//!
//! `idna` looks up properties of valid characters and of U+FFFD, which replaces disallowed ones. For
//! any other character the properties returned here are unspecified.

mod normalize;
mod tables;

use tables::{Bidi, Class, Joining, Tables};

/// The Bidi_Class of a character, as far as the rules for labels distinguish them (RFC 5893, section 2).
#[derive(Clone, Copy)]
pub struct BidiClass(Bidi);

/// A set of [`BidiClass`]es.
#[derive(Clone, Copy)]
pub struct BidiClassMask(u8);

/// The Joining_Type of a character, as far as the rules for labels distinguish them (RFC 5892, appendix A.1).
#[derive(Clone, Copy)]
pub struct JoiningType(Joining);

/// A set of [`JoiningType`]s.
#[derive(Clone, Copy)]
pub struct JoiningTypeMask(u8);

const fn bidi(classes: &[Bidi]) -> BidiClassMask {
    let mut mask = 0;
    let mut rest = classes;
    while let [first, tail @ ..] = rest {
        mask |= 1 << *first as u8;
        rest = tail;
    }
    BidiClassMask(mask)
}

/// A domain with one of these is a bidi domain.
pub const RTL_MASK: BidiClassMask = bidi(&[Bidi::RightToLeft, Bidi::ArabicNumber]);

/// The first character of a label in a bidi domain.
pub const FIRST_BC_MASK: BidiClassMask = bidi(&[Bidi::LeftToRight, Bidi::RightToLeft]);

/// The last character of a left-to-right label, except for nonspacing marks.
pub const LAST_LTR_MASK: BidiClassMask = bidi(&[Bidi::LeftToRight, Bidi::EuropeanNumber]);

/// The last character of a right-to-left label, except for nonspacing marks.
pub const LAST_RTL_MASK: BidiClassMask =
    bidi(&[Bidi::RightToLeft, Bidi::EuropeanNumber, Bidi::ArabicNumber]);

/// The characters within a left-to-right label.
pub const MIDDLE_LTR_MASK: BidiClassMask =
    bidi(&[Bidi::LeftToRight, Bidi::EuropeanNumber, Bidi::Neutral, Bidi::NonspacingMark]);

/// The characters within a right-to-left label.
pub const MIDDLE_RTL_MASK: BidiClassMask = bidi(&[
    Bidi::RightToLeft,
    Bidi::ArabicNumber,
    Bidi::EuropeanNumber,
    Bidi::Neutral,
    Bidi::NonspacingMark,
]);

/// Characters that join with the following one.
pub const LEFT_OR_DUAL_JOINING_MASK: JoiningTypeMask =
    JoiningTypeMask(1 << Joining::Left as u8 | 1 << Joining::Dual as u8);

/// Characters that join with the preceding one.
pub const RIGHT_OR_DUAL_JOINING_MASK: JoiningTypeMask =
    JoiningTypeMask(1 << Joining::Right as u8 | 1 << Joining::Dual as u8);

impl BidiClass {
    /// The set of this class alone.
    #[must_use]
    pub const fn to_mask(self) -> BidiClassMask {
        BidiClassMask(1 << self.0 as u8)
    }

    /// Whether it is Left_To_Right.
    #[must_use]
    pub fn is_ltr(self) -> bool {
        self.0 == Bidi::LeftToRight
    }

    /// Whether it is Nonspacing_Mark.
    #[must_use]
    pub fn is_nonspacing_mark(self) -> bool {
        self.0 == Bidi::NonspacingMark
    }

    /// Whether it is European_Number.
    #[must_use]
    pub fn is_european_number(self) -> bool {
        self.0 == Bidi::EuropeanNumber
    }

    /// Whether it is Arabic_Number.
    #[must_use]
    pub fn is_arabic_number(self) -> bool {
        self.0 == Bidi::ArabicNumber
    }
}

impl BidiClassMask {
    /// Whether the sets have a class in common.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl JoiningType {
    /// The set of this type alone.
    #[must_use]
    pub const fn to_mask(self) -> JoiningTypeMask {
        JoiningTypeMask(1 << self.0 as u8)
    }

    /// Whether it is Transparent.
    #[must_use]
    pub fn is_transparent(self) -> bool {
        self.0 == Joining::Transparent
    }
}

impl JoiningTypeMask {
    /// Whether the sets have a type in common.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Character properties, mapping and normalization, as `idna` needs them.
#[derive(Default)]
pub struct Adapter(());

impl Adapter {
    /// The tables are unpacked on first use.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }

    /// Whether the Canonical_Combining_Class is Virama.
    #[must_use]
    pub fn is_virama(&self, c: char) -> bool {
        const VIRAMA: u8 = 9;
        class(c).combining == VIRAMA
    }

    /// Whether the General_Category is Mark.
    #[must_use]
    pub fn is_mark(&self, c: char) -> bool {
        class(c).mark
    }

    /// The Bidi_Class.
    #[must_use]
    pub fn bidi_class(&self, c: char) -> BidiClass {
        BidiClass(class(c).bidi)
    }

    /// The Joining_Type.
    #[must_use]
    pub fn joining_type(&self, c: char) -> JoiningType {
        JoiningType(class(c).joining)
    }

    /// Applies the steps "Map" and "Normalize" of UTS 46, section 4; disallowed characters become
    /// U+FFFD.
    pub fn map_normalize<'delegate, I: Iterator<Item = char> + 'delegate>(
        &'delegate self,
        text: I,
    ) -> impl Iterator<Item = char> + 'delegate {
        normalize::normalize(text, None)
    }

    /// Like `map_normalize`, but ignored characters become U+FFFD too: a label that this changes is
    /// invalid.
    pub fn normalize_validate<'delegate, I: Iterator<Item = char> + 'delegate>(
        &'delegate self,
        text: I,
    ) -> impl Iterator<Item = char> + 'delegate {
        normalize::normalize(text, Some(char::REPLACEMENT_CHARACTER))
    }
}

fn class(c: char) -> Class {
    Tables::get().class(c)
}
