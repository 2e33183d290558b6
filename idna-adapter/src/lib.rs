//! The back end of the `idna` crate in little room. Same interface and same answers as the
//! `idna_adapter` of that version, which stands on ICU4X; see README.md.
//!
//! Properties are asked of characters that the mapping lets through, and of U+FFFD, which stands
//! for those it does not. Of others this crate says nothing true.

mod normalize;
mod tables;

use tables::{Bidi, Class, Joining, Tables};

/// The Bidi_Class of a character, as far as labels tell them apart (RFC 5893, section 2).
#[derive(Clone, Copy)]
pub struct BidiClass(Bidi);

/// A set of [`BidiClass`]es.
#[derive(Clone, Copy)]
pub struct BidiClassMask(u8);

/// The Joining_Type of a character, as far as labels tell them apart (RFC 5892, appendix A.1).
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

/// What makes a domain a bidi domain.
pub const RTL_MASK: BidiClassMask = bidi(&[Bidi::RightToLeft, Bidi::ArabicNumber]);

/// What a label of a bidi domain may begin with.
pub const FIRST_BC_MASK: BidiClassMask = bidi(&[Bidi::LeftToRight, Bidi::RightToLeft]);

/// What a left-to-right label may end with, nonspacing marks aside.
pub const LAST_LTR_MASK: BidiClassMask = bidi(&[Bidi::LeftToRight, Bidi::EuropeanNumber]);

/// What a right-to-left label may end with, nonspacing marks aside.
pub const LAST_RTL_MASK: BidiClassMask =
    bidi(&[Bidi::RightToLeft, Bidi::EuropeanNumber, Bidi::ArabicNumber]);

/// What may stand within a left-to-right label.
pub const MIDDLE_LTR_MASK: BidiClassMask =
    bidi(&[Bidi::LeftToRight, Bidi::EuropeanNumber, Bidi::Neutral, Bidi::NonspacingMark]);

/// What may stand within a right-to-left label.
pub const MIDDLE_RTL_MASK: BidiClassMask = bidi(&[
    Bidi::RightToLeft,
    Bidi::ArabicNumber,
    Bidi::EuropeanNumber,
    Bidi::Neutral,
    Bidi::NonspacingMark,
]);

/// What joins to what follows it.
pub const LEFT_OR_DUAL_JOINING_MASK: JoiningTypeMask =
    JoiningTypeMask(1 << Joining::Left as u8 | 1 << Joining::Dual as u8);

/// What joins to what stands before it.
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

/// What `idna` asks about characters.
#[derive(Default)]
pub struct Adapter(());

impl Adapter {
    /// The tables are unpacked with the first question.
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

    /// Text after the steps "Map" and "Normalize" of UTS 46, section 4, with U+FFFD for what is
    /// disallowed.
    pub fn map_normalize<'delegate, I: Iterator<Item = char> + 'delegate>(
        &'delegate self,
        text: I,
    ) -> impl Iterator<Item = char> + 'delegate {
        normalize::normalize(text, None)
    }

    /// The same with U+FFFD for what is ignored, too: a label that this changes is not valid.
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
