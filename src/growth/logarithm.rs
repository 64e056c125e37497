//! Natural logarithms of many values at once, without a call or a branch for each.

use super::machine::widest;

/// Replaces positive values by their natural logarithms, to within a unit of the last place.
///
/// # Formula
/// `ln x = k·ln 2 + ln m` with `m` from √½ to √2, and `ln m = f − (f²/2 − s·(f²/2 + R(s²)))` with `f = m − 1`,
/// `s = f/(2 + f)`: the polynomial of fdlibm's `e_log.c`, in operations that two doubles of a register share.
pub(crate) fn ln_in_place(values: &mut [f64]) {
    // Counted, not searched for: a count does not branch.
    let rare = values.iter().filter(|value| !(f64::MIN_POSITIVE..=f64::MAX).contains(*value)).count();
    if rare == 0 {
        widest(|| {
            for value in values.iter_mut() {
                *value = ln(*value);
            }
        });
    } else {
        for value in values {
            *value = value.ln();
        }
    }
}

/// The logarithm of a positive number that is neither infinite nor subnormal.
#[inline(always)]
#[expect(clippy::excessive_precision, clippy::unreadable_literal, reason = "as fdlibm gives them")]
fn ln(x: f64) -> f64 {
    const LN2_HIGH: f64 = 6.93147180369123816490e-01;
    const LN2_LOW: f64 = 1.90821492927058770002e-10;
    const R: [f64; 7] = [
        6.666666666666735130e-01,
        3.999999999940941908e-01,
        2.857142874366239149e-01,
        2.222219843214978396e-01,
        1.818357216161805012e-01,
        1.531383769920937332e-01,
        1.479819860511658591e-01,
    ];
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const SQRT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    const EXPONENT: u64 = 0xfff0_0000_0000_0000;
    /// 2⁵²: an integer below it, or-ed into its bits, is added to it.
    const BIG: f64 = 4_503_599_627_370_496.0;

    let bits = x.to_bits();
    let moved = bits.wrapping_add(ONE - SQRT_HALF);
    let k = f64::from_bits((moved >> 52) | BIG.to_bits()) - (BIG + 1023.0);
    let f = f64::from_bits(bits.wrapping_sub(moved & EXPONENT).wrapping_add(ONE)) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let odd = w * (R[1] + w * (R[3] + w * R[5]));
    let even = z * (R[0] + w * (R[2] + w * (R[4] + w * R[6])));
    let half = 0.5 * f * f;
    k * LN2_HIGH - ((half - (s * (half + (even + odd)) + k * LN2_LOW)) - f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_the_standard_library() {
        let mut values =
            vec![1.0, f64::MIN_POSITIVE, f64::MAX, 2.0, std::f64::consts::SQRT_2, 0.999_999_999, 1.000_000_1];
        let mut x = 1e-300;
        while x < 1e300 {
            values.push(x);
            x *= 1.000_917_3 + 1e-4 * x.fract();
        }
        let mut logs = values.clone();
        ln_in_place(&mut logs);
        for (x, log) in values.iter().zip(&logs) {
            assert!((log - x.ln()).abs() <= f64::EPSILON * x.ln().abs(), "{x:e}: {log} {}", x.ln());
        }
        let mut rare = [f64::INFINITY, 5e-324, 3.0];
        ln_in_place(&mut rare);
        assert_eq!(rare, [f64::INFINITY, 5e-324_f64.ln(), 3.0_f64.ln()]);
    }
}
