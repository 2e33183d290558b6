//! Exact integers from the text of a number (contract §1).

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
/// where it is not an integer.
#[must_use]
pub fn wide_integer(number: &[u8]) -> Option<i64> {
    let (negative, number) = match number.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let mut parts = number.splitn(2, |byte| matches!(byte, b'e' | b'E'));
    let mantissa = parts.next().unwrap_or_default();
    let exponent = parts.next().map_or(0, exponent);

    // value = digits × 10^scale, where the digits neither start nor end with zero
    let mut digits: i64 = 0;
    let mut significant: i64 = 0;
    let mut zeros: i64 = 0;
    let mut fraction: i64 = 0;
    let mut past_point = false;
    for &byte in mantissa {
        if byte == b'.' {
            past_point = true;
            continue;
        }
        fraction += i64::from(past_point);
        if byte == b'0' {
            zeros += i64::from(significant > 0);
            continue;
        }
        significant += zeros + 1;
        // Nineteen digits always exceed 18; more zeros make no difference.
        for _ in 0..zeros.min(19) {
            digits = digits.saturating_mul(10);
        }
        digits = digits.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
        zeros = 0;
    }
    if significant == 0 {
        return Some(0);
    }
    let scale = exponent.saturating_sub(fraction).saturating_add(zeros);
    if scale < 0 {
        return None;
    }
    if significant.saturating_add(scale) > 18 {
        return Some(if negative { i64::MIN } else { i64::MAX });
    }
    for _ in 0..scale {
        digits = digits.saturating_mul(10);
    }
    Some(if negative { -digits } else { digits })
}

fn exponent(text: &[u8]) -> i64 {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    let value = digits
        .iter()
        .fold(0_i64, |value, byte| value.saturating_mul(10).saturating_add(i64::from(byte - b'0')));
    sign * value
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
        ] {
            assert_eq!(wide_integer(text.as_bytes()), Some(integer), "{text}");
        }
    }
}
