//! Numbers rounded for people: half away from zero, on the decimals as written.

/// Half away from zero on the shortest decimal form of the number, as people round: 2.675 is 2.68.
pub(crate) fn decimals(value: f64, count: usize) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut digits: Vec<u8> =
        whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(count)).collect();
    if fraction.as_bytes().get(count).is_some_and(|next| *next >= b'5') {
        let mut at = digits.len();
        loop {
            let Some(digit) = at.checked_sub(1).and_then(|at| digits.get_mut(at)) else {
                digits.insert(0, b'1');
                break;
            };
            if *digit < b'9' {
                *digit += 1;
                break;
            }
            *digit = b'0';
            at -= 1;
        }
    }
    let mut shown = String::from_utf8_lossy(&digits).into_owned();
    if count > 0 {
        shown.insert(shown.len() - count, '.');
    }
    let negative = value < 0.0 && shown.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    if negative { format!("-{shown}") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::decimals;

    #[test]
    fn halves_go_away_from_zero_as_written() {
        for (value, count, shown) in
            [(2.675, 2, "2.68"), (-0.004, 2, "0.00"), (101.125, 2, "101.13"), (9.995, 2, "10.00")]
        {
            assert_eq!(decimals(value, count), shown);
        }
    }
}
