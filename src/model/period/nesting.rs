//! Periods inside periods: the months of a quarter, the fiscal year of a month.

use super::{FiscalEnd, Frequency, Period, PeriodRange};

impl Frequency {
    /// How many periods of the frequency `fine` one period of this frequency consists of, where that is a whole number
    /// for every period; weeks and running totals are parts of nothing, and nothing is a part of them.
    ///
    /// # Examples
    /// ```
    /// use fanfan::model::Frequency;
    ///
    /// assert_eq!(Frequency::Annual.parts_of(Frequency::Monthly), Some(12));
    /// assert_eq!(Frequency::fiscal(3)?.parts_of(Frequency::Quarterly), Some(4));
    /// assert_eq!(Frequency::fiscal(2)?.parts_of(Frequency::Quarterly), None);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn parts_of(self, fine: Frequency) -> Option<u32> {
        let regular = |frequency: Frequency| {
            !frequency.is_to_date()
                && !matches!(frequency, Frequency::Weekly | Frequency::Fiscal(FiscalEnd::NOT_STATED))
        };
        if self == fine {
            return Some(1);
        }
        if !regular(self) || !regular(fine) || matches!(fine, Frequency::Fiscal(_)) {
            return None;
        }
        let months = 12 / fine.per_year();
        let starts_with_one = match self {
            Frequency::Fiscal(end) => end.month().is_some_and(|month| u32::from(month).is_multiple_of(months)),
            _ => true,
        };
        let whole = fine.per_year() > self.per_year() && fine.per_year().is_multiple_of(self.per_year());
        (whole && starts_with_one).then(|| fine.per_year() / self.per_year())
    }
}

impl Period {
    /// The period of a coarser frequency in which this one lies: 2005-07 → 2005-Q3, 2005; fiscal years too.
    ///
    /// `None` where periods of the two frequencies do not nest: weeks, running totals, fiscal years that cut a quarter.
    ///
    /// # Examples
    /// ```
    /// use fanfan::model::{Frequency, Period};
    ///
    /// let july = Period::monthly(2005, 7)?;
    /// assert_eq!(july.lies_in(Frequency::Quarterly), Some(Period::quarterly(2005, 3)?));
    /// // fiscal years are named after the year in which they end
    /// assert_eq!(july.lies_in(Frequency::fiscal(3)?), Some(Period::fiscal(2006, 3)?));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn lies_in(self, frequency: Frequency) -> Option<Period> {
        let parts = frequency.parts_of(self.frequency)? as i32;
        let shift = match frequency {
            // A year that ends in June begins six months before the calendar's.
            Frequency::Fiscal(end) if frequency != self.frequency => {
                i32::from(12 - end.month()?) * self.frequency.per_year() as i32 / 12
            }
            _ => 0,
        };
        Some(Period { frequency, ordinal: self.ordinal.saturating_add(shift).div_euclid(parts) })
    }

    /// The periods of a finer frequency of which this one consists: 2005 → 2005-01/2005-12.
    ///
    /// `None` where periods of the two frequencies do not nest.
    ///
    /// # Examples
    /// ```
    /// use fanfan::model::{Frequency, Period};
    ///
    /// let year = Period::annual(2005);
    /// assert_eq!(year.parts(Frequency::Quarterly).map(|range| range.to_string()).as_deref(), Some("2005-Q1/2005-Q4"));
    /// assert_eq!(year.parts(Frequency::Weekly), None);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn parts(self, frequency: Frequency) -> Option<PeriodRange> {
        let parts = self.frequency.parts_of(frequency)?;
        let last = self.last_within(frequency)?;
        PeriodRange::new(last - (parts as i32 - 1), last).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_lies_in_its_whole() {
        for coarse in Frequency::ALL.into_iter().chain((1..12).map(|month| Frequency::fiscal(month).unwrap())) {
            for fine in Frequency::ALL {
                for ordinal in [-13, -1, 0, 1, 2005, 8021] {
                    let whole = Period::from_ordinal(coarse, ordinal);
                    let Some(parts) = whole.parts(fine) else {
                        assert_eq!(coarse.parts_of(fine), None, "{coarse} {fine}");
                        continue;
                    };
                    assert_eq!(coarse.parts_of(fine), Some(parts.len() as u32));
                    assert!(parts.iter().all(|part| part.lies_in(coarse) == Some(whole)), "{coarse} {fine} {ordinal}");
                    assert_eq!((parts.last() + 1).lies_in(coarse), Some(whole + 1));
                }
            }
        }
    }
}
