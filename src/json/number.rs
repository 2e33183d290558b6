//! Exact integers from the text of a number (contract §1).

use super::characters::before;

/// The integer value of a number, as exact as the contract requires (§1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// Within int32.
    Exact(i32),
    /// An integer beyond int32.
    Beyond,
    /// Not an integer.
    Fraction,
}

/// The integer value of a number, in time linear in its length.
#[must_use]
pub fn integer(number: &[u8]) -> Integer {
    // Nine digits are always within int32.
    if let [_, ..] = number
        && number.len() <= 9
        && number.iter().all(u8::is_ascii_digit)
    {
        let value = number.iter().fold(0, |value, byte| value * 10 + i32::from(byte - b'0'));
        return Integer::Exact(value);
    }
    wide_integer(number).map_or(Integer::Fraction, |value| {
        i32::try_from(value).map_or(Integer::Beyond, Integer::Exact)
    })
}

/// The integer value of a number, exact up to 18 digits, above them `i64::MIN` or `i64::MAX`; `None`
/// if it is not an integer.
#[must_use]
pub fn wide_integer(number: &[u8]) -> Option<i64> {
    let (negative, number) = match number.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let (mantissa, exponent) = split(number, |byte| matches!(byte, b'e' | b'E'));
    let (integer_part, fraction) = split(mantissa, |byte| byte == b'.');
    // value = digits × 10^scale, where the digits neither start nor end with zero
    let exponent = self::exponent(exponent);
    let fraction = without_zeros_after(fraction);
    let scale = exponent.saturating_sub(length(fraction));
    let (integer_part, scale) = if fraction.is_empty() {
        let significant = without_zeros_after(integer_part);
        (significant, scale.saturating_add(length(integer_part) - length(significant)))
    } else {
        (integer_part, scale)
    };
    let integer_part = without_zeros_before(integer_part);
    let fraction = if integer_part.is_empty() { without_zeros_before(fraction) } else { fraction };
    let significant = length(integer_part) + length(fraction);
    if significant == 0 {
        return Some(0);
    }
    if scale < 0 {
        return None;
    }
    if significant.saturating_add(scale) > 18 {
        return Some(if negative { i64::MIN } else { i64::MAX });
    }
    let mut value = decimal(integer_part.iter().chain(fraction));
    for _ in 0..scale {
        value *= 10;
    }
    Some(if negative { -value } else { value })
}

/// The value of an exponent; of more than 18 digits, a power beyond every number's length.
fn exponent(text: &[u8]) -> i64 {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    let digits = without_zeros_before(digits);
    if digits.len() > 18 {
        return sign * i64::MAX;
    }
    sign * decimal(digits.iter())
}

/// The value of at most 18 digits.
fn decimal<'a>(digits: impl Iterator<Item = &'a u8>) -> i64 {
    digits.fold(0, |value, byte| value * 10 + i64::from(byte - b'0'))
}

/// The text before and after the first byte that `separates` them.
fn split(text: &[u8], separates: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let (before, rest) = text.split_at(before(text, separates));
    (before, rest.get(1..).unwrap_or_default())
}

fn without_zeros_before(digits: &[u8]) -> &[u8] {
    digits.get(before(digits, |digit| digit != b'0')..).unwrap_or_default()
}

fn without_zeros_after(digits: &[u8]) -> &[u8] {
    let end = digits.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1);
    digits.get(..end).unwrap_or_default()
}

fn length(digits: &[u8]) -> i64 {
    i64::try_from(digits.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_is_exact_up_to_18_digits() {
        for (text, integer) in [
            ("-123456789012345678", -123_456_789_012_345_678),
            ("123456789012345678.0", 123_456_789_012_345_678),
            ("1e17", 100_000_000_000_000_000),
            ("1e18", i64::MAX),
            ("-1234567890123456789", i64::MIN),
            ("0.00120e4", 12),
            ("120.50e1", 1205),
            ("-0.0e99", 0),
            ("100e-0002", 1),
            ("1e-9999999999999999999999", -1),
            ("1e+9999999999999999999999", i64::MAX),
            ("0e9999999999999999999999", 0),
        ] {
            // -1 stands for a fraction.
            assert_eq!(wide_integer(text.as_bytes()).unwrap_or(-1), integer, "{text}");
        }
    }
}
