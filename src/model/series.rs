//! One series: a first period and the values from there on.

use super::{Period, PeriodRange};
use crate::error::{Error, ErrorKind, Result};

/// Values of one indicator from a first period on, one for each period; NaN is a gap.
///
/// # Examples
/// ```
/// use fanfan::model::{Period, Series};
///
/// let gdp = Series::annual(2000, [10.0, f64::NAN, 12.1]);
/// assert_eq!(gdp.get(Period::annual(2002)), Some(12.1));
/// assert_eq!(gdp.get(Period::annual(2001)), None);
///
/// // from observations in any order; periods between them become gaps
/// let points = [(Period::annual(2004), 2.0), (Period::annual(2001), 1.0)];
/// assert_eq!(Series::from_points(points)?.len(), 4);
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Series {
    first: Period,
    values: Vec<f64>,
}

impl PartialEq for Series {
    /// Same periods and same values, where a gap equals a gap.
    fn eq(&self, other: &Series) -> bool {
        self.first == other.first
            && self.values.len() == other.values.len()
            && self.values.iter().zip(&other.values).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
    }
}

impl Series {
    /// A series that begins in `first`.
    pub fn new(first: Period, values: impl Into<Vec<f64>>) -> Series {
        Series { first, values: values.into() }
    }

    /// A yearly series that begins in `first_year`.
    pub fn annual(first_year: i32, values: impl Into<Vec<f64>>) -> Series {
        Series::new(Period::annual(first_year), values)
    }

    /// A series from observations in any order.
    ///
    /// # Errors
    /// No observation; two frequencies; two observations for one period (the message gives both); a period a hundred
    /// thousand years away.
    pub fn from_points(points: impl IntoIterator<Item = (Period, f64)>) -> Result<Series> {
        let mut points: Vec<(Period, f64)> = points.into_iter().collect();
        let Some(&(mut first, _)) = points.first() else {
            return Err(Error::new(ErrorKind::Layout, "a series needs at least one observation"));
        };
        let mut last = first;
        for &(period, _) in &points {
            period.check_distance()?;
            if period.since(first)? < 0 {
                first = period;
            }
            if period.since(last)? > 0 {
                last = period;
            }
        }
        points.sort_by_key(|(period, _)| period.ordinal());
        for pair in points.windows(2) {
            if let [(period, a), (other, b)] = pair
                && period == other
            {
                return Err(Error::new(ErrorKind::Duplicate, format!("two values for one period: {a} and {b}"))
                    .at_period(period)
                    .mend("keep one of them"));
            }
        }
        let mut values = vec![f64::NAN; last.since(first)? as usize + 1];
        for (period, value) in points {
            if let Some(place) = values.get_mut(period.since(first)? as usize) {
                *place = value;
            }
        }
        Ok(Series { first, values })
    }

    /// The first period.
    pub fn first(&self) -> Period {
        self.first
    }

    /// The last period (of an empty series: the one before the first).
    pub fn last(&self) -> Period {
        self.first + (self.values.len() as i32 - 1)
    }

    /// Number of periods, gaps included.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether the series has no period.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The values, NaN for gaps.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The value at `period`; `None` in a gap, outside the series, or at another frequency.
    pub fn get(&self, period: Period) -> Option<f64> {
        let at = usize::try_from(period.since(self.first).ok()?).ok()?;
        self.values.get(at).copied().filter(|value| !value.is_nan())
    }

    /// Periods with their values, gaps included.
    pub fn iter(&self) -> impl Iterator<Item = (Period, f64)> + '_ {
        self.values.iter().enumerate().map(|(at, &value)| (self.first + at as i32, value))
    }

    /// Periods with their values, without the gaps.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = (Period, f64)> + '_ {
        self.values
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.is_nan())
            .map(|(at, &value)| (self.first + at as i32, value))
    }

    /// The part of the series inside `range`.
    #[must_use]
    pub fn within(&self, range: PeriodRange) -> Series {
        let kept: Vec<(Period, f64)> = self.iter().filter(|(period, _)| range.contains(*period)).collect();
        let first = kept.first().map_or(range.first(), |(period, _)| *period);
        Series::new(first, kept.into_iter().map(|(_, value)| value).collect::<Vec<_>>())
    }

    /// Whether a period inside the series has no value.
    pub fn has_gaps(&self) -> bool {
        self.values.iter().any(|value| value.is_nan())
    }
}
