//! Punycode (RFC 3492), for one label without its prefix `xn--`.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 0x80;
const DELIMITER: char = '-';

/// RFC 3492, section 6.1.
fn adapt(delta: u32, length: u32, first: bool) -> u32 {
    let mut delta = delta / if first { DAMP } else { 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + BASE * delta / (delta + SKEW)
}

fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(T_MIN, T_MAX)
}

/// RFC 3492, section 6.2, of ASCII in lower case.
pub fn decode(label: &[char]) -> Option<Vec<char>> {
    let delimiter = label.iter().rposition(|&c| c == DELIMITER).filter(|&at| at > 0);
    let basic = label.get(..delimiter.unwrap_or(0))?;
    let mut digits = label.get(delimiter.map_or(0, |at| at + 1)..)?.iter();
    let mut chars = basic.to_vec();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0_u32, INITIAL_BIAS);
    while !digits.as_slice().is_empty() {
        let (before, mut weight, mut k) = (i, 1_u32, BASE);
        loop {
            let digit = match *digits.next()? {
                c @ 'a'..='z' => u32::from(c) - u32::from('a'),
                c @ '0'..='9' => u32::from(c) - u32::from('0') + 26,
                _ => return None,
            };
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let t = threshold(k, bias);
            if digit < t {
                break;
            }
            weight = weight.checked_mul(BASE - t)?;
            k += BASE;
        }
        let length = u32::try_from(chars.len()).ok()? + 1;
        bias = adapt(i - before, length, before == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        chars.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(chars)
}

/// RFC 3492, section 6.3. A label of at most [`crate::LONGEST_UNICODE`] characters does not overflow.
pub fn encode(label: &[char], output: &mut String) {
    output.extend(label.iter().filter(|c| c.is_ascii()));
    let basic = label.iter().filter(|c| c.is_ascii()).count();
    if basic > 0 {
        output.push(DELIMITER);
    }
    let (mut n, mut delta, mut bias, mut length) = (INITIAL_N, 0, INITIAL_BIAS, basic as u32);
    while let Some(next) = label.iter().map(|&c| u32::from(c)).filter(|&c| c >= n).min() {
        delta += (next - n) * (length + 1);
        n = next;
        for &c in label {
            if u32::from(c) < n {
                delta += 1;
            }
            if u32::from(c) == n {
                let (mut q, mut k) = (delta, BASE);
                loop {
                    let t = threshold(k, bias);
                    if q < t {
                        break;
                    }
                    output.push(digit(t + (q - t) % (BASE - t)));
                    q = (q - t) / (BASE - t);
                    k += BASE;
                }
                output.push(digit(q));
                length += 1;
                bias = adapt(delta, length, length == basic as u32 + 1);
                delta = 0;
            }
        }
        delta += 1;
        n += 1;
    }
}

fn digit(value: u32) -> char {
    let first = if value < 26 { u32::from('a') } else { u32::from('0') - 26 };
    char::from_u32(first + value).unwrap_or(DELIMITER)
}
