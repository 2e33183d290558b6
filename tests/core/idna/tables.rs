//! The tables of `idna/`, generated from ICU4X.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use icu_normalizer::properties::{
    CanonicalCombiningClassMapBorrowed, CanonicalCompositionBorrowed,
    CanonicalDecompositionBorrowed, Decomposed,
};
use icu_normalizer::uts46::Uts46MapperBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{BidiClass, GeneralCategory, JoiningType};

const ICU: Uts46MapperBorrowed = Uts46MapperBorrowed::new();

pub fn mapped(text: &[char]) -> Vec<char> {
    ICU.map_normalize(text.iter().copied()).collect()
}

/// The valid characters.
fn valid() -> impl Iterator<Item = char> {
    ('\0'..=char::MAX).filter(|&c| mapped(&[c]) == [c] && c != char::REPLACEMENT_CHARACTER)
}

#[test]
fn the_tables_are_generated_from_icu() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tables.bin");
    let made = pack();
    if std::env::var_os("UPDATE_TABLES").is_some() {
        std::fs::write(path, made).expect("the tables are written");
        return;
    }
    let same = std::fs::read(path).is_ok_and(|tables| tables == made);
    assert!(same, "tables.bin is of another ICU4X: UPDATE_TABLES=1 cargo test --test idna");
}

fn is_mark(category: GeneralCategory) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    matches!(category, NonspacingMark | SpacingMark | EnclosingMark)
}

type Map<T> = icu_properties::CodePointMapDataBorrowed<'static, T>;

fn properties() -> (Map<GeneralCategory>, Map<BidiClass>, Map<JoiningType>) {
    (
        CodePointMapData::<GeneralCategory>::new(),
        CodePointMapData::<BidiClass>::new(),
        CodePointMapData::<JoiningType>::new(),
    )
}

/// Valid characters composed of two valid ones, except for Hangul.
pub fn pairs() -> BTreeMap<char, (char, char)> {
    let compositions = CanonicalCompositionBorrowed::new();
    valid()
        .filter(|c| !('\u{AC00}'..='\u{D7A3}').contains(c))
        .filter_map(|c| match CanonicalDecompositionBorrowed::new().decompose(c) {
            Decomposed::Expansion(base, mark) if compositions.compose(base, mark) == Some(c) => {
                Some((c, (base, mark)))
            }
            _ => None,
        })
        .collect()
}

/// The tables in the format that `idna/src/tables.rs` reads.
fn pack() -> Vec<u8> {
    let [classes, class_runs, class_lengths] = pack_classes();
    let streams = [classes, class_runs, class_lengths].into_iter();
    let streams = streams.chain(pack_mapped()).chain(pack_pairs());
    let mut packed = Vec::new();
    for stream in streams {
        number(&mut packed, u32::try_from(stream.len()).expect("short"));
        packed.extend(stream);
    }
    packed
}

fn number(stream: &mut Vec<u8>, mut value: u32) {
    while value > 127 {
        stream.push(u8::try_from(value & 127 | 128).expect("a byte"));
        value >>= 7;
    }
    stream.push(u8::try_from(value).expect("a byte"));
}

fn predicted(stream: &mut Vec<u8>, prediction: u32, value: u32) {
    let difference = i64::from(value) - i64::from(prediction);
    let folded = if difference < 0 { -2 * difference - 1 } else { 2 * difference };
    number(stream, u32::try_from(folded).expect("in range"));
}

/// The combining class of a valid character, and its other properties in one byte.
fn class_of(c: char) -> [u8; 2] {
    use icu_properties::props::{BidiClass as Bidi, JoiningType as Joining};
    let (categories, bidi, joining) = properties();
    let bidi = match bidi.get(c) {
        Bidi::LeftToRight => 0,
        Bidi::RightToLeft | Bidi::ArabicLetter => 1,
        Bidi::EuropeanNumber => 2,
        Bidi::ArabicNumber => 3,
        Bidi::EuropeanSeparator
        | Bidi::EuropeanTerminator
        | Bidi::CommonSeparator
        | Bidi::OtherNeutral
        | Bidi::BoundaryNeutral => 4,
        Bidi::NonspacingMark => 5,
        _ => 6,
    };
    let joining = match joining.get(c) {
        Joining::LeftJoining => 1,
        Joining::RightJoining => 2,
        Joining::DualJoining => 3,
        Joining::Transparent => 4,
        _ => 0,
    };
    let mark = u8::from(is_mark(categories.get(c)));
    [CanonicalCombiningClassMapBorrowed::new().get_u8(c), bidi | joining << 3 | mark << 6]
}

fn pack_classes() -> [Vec<u8>; 3] {
    // U+FFFD is disallowed, and its class comes first.
    let mut classes = vec![class_of(char::REPLACEMENT_CHARACTER)];
    let mut indices = HashMap::new();
    let mut runs: Vec<(u8, u32)> = Vec::new();
    for code in 0..=u32::from(char::MAX) {
        let index = match char::from_u32(code).map(|c| (c, mapped(&[c]))) {
            None => 0,
            Some((_, text)) if text == [char::REPLACEMENT_CHARACTER] => 0,
            Some((c, text)) if text == [c] => *indices.entry(class_of(c)).or_insert_with(|| {
                classes.push(class_of(c));
                u8::try_from(classes.len() - 1).expect("few classes")
            }),
            // The class of a mapped character is never looked up: it extends the run before it.
            Some(_) => runs.last().map_or(1, |run| run.0),
        };
        match runs.last_mut() {
            Some((last, length)) if *last == index => *length += 1,
            _ => runs.push((index, 1)),
        }
    }
    let mut lengths = Vec::new();
    runs.iter().for_each(|&(_, length)| number(&mut lengths, length - 1));
    [classes.concat(), runs.iter().map(|&(class, _)| class).collect(), lengths]
}

fn pack_mapped() -> [Vec<u8>; 6] {
    let entries: Vec<(u32, Vec<char>)> = ('\0'..=char::MAX)
        .map(|c| (u32::from(c), mapped(&[c])))
        .filter(|(code, text)| {
            *text != [char::REPLACEMENT_CHARACTER] && char::from_u32(*code).as_slice() != text
        })
        .collect();
    let [mut gaps, mut counts, mut kinds, mut singles, mut heads, mut tails] =
        [const { Vec::new() }; 6];
    let (mut last, mut single, mut longer) = (0, 0, vec![0]);
    let mut rest = entries.as_slice();
    while let Some((first, text)) = rest.first() {
        let like = |step: u32| {
            let next = (*first..).step_by(step as usize).zip(rest);
            next.take_while(|(code, entry)| *code == entry.0 && entry.1.len() == text.len()).count()
        };
        let (step, count) = if like(2) > like(1) { (2, like(2)) } else { (1, like(1)) };
        let (run, others) = rest.split_at(count);
        rest = others;
        number(&mut gaps, first - last);
        number(&mut counts, u32::try_from(count - 1).expect("short"));
        kinds.push(u8::try_from(text.len() * 2 + step - 1).expect("short"));
        for (code, text) in run {
            let text: Vec<u32> = text.iter().copied().map(u32::from).collect();
            if let [target] = text[..] {
                predicted(&mut singles, single + code - last, target);
                single = target;
            } else if !text.is_empty() {
                let end = longer[longer.len() - 1];
                longer.resize(text.len(), end);
                predicted(&mut heads, longer[0], text[0]);
                for (&prediction, &code) in longer.iter().zip(&text).skip(1) {
                    predicted(&mut tails, prediction, code);
                }
                longer = text;
            }
            last = *code;
        }
    }
    [gaps, counts, kinds, singles, heads, tails]
}

fn pack_pairs() -> [Vec<u8>; 3] {
    let [mut gaps, mut bases, mut marks] = [const { Vec::new() }; 3];
    let (mut last, mut last_base, mut last_mark) = (0, 0, 0);
    for (composed, (base, mark)) in pairs() {
        let [composed, base, mark] = [composed, base, mark].map(u32::from);
        number(&mut gaps, composed - last);
        predicted(&mut bases, last_base, base);
        predicted(&mut marks, last_mark, mark);
        (last, last_base, last_mark) = (composed, base, mark);
    }
    [gaps, bases, marks]
}
