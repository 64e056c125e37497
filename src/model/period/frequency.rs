//! Frequencies: how often an indicator is observed.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind, Result, suggestion};

/// How often an indicator is observed, and what one observation spans.
///
/// The two *to date* frequencies are those of running totals (累计): the observation of July spans January to
/// July. They are frequencies of their own, so that a running total is never taken for a single month.
///
/// # Examples
/// ```
/// use fanfan::model::Frequency;
///
/// assert_eq!(Frequency::Quarterly.per_year(), 4);
/// assert_eq!(Frequency::MonthlyToDate.to_string(), "monthly_to_date");
/// assert_eq!("fiscal_03".parse::<Frequency>()?, Frequency::fiscal(3)?);
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Frequency {
    /// Calendar years (年度).
    Annual,
    /// Years that end in another month than December; a year is named after the calendar year in which it ends.
    Fiscal(FiscalEnd),
    /// Half-years (半年).
    HalfYearly,
    /// Quarters (季度).
    Quarterly,
    /// Months (月度).
    Monthly,
    /// ISO 8601 weeks.
    Weekly,
    /// First quarter to the quarter named (累计).
    QuarterlyToDate,
    /// January to the month named (累计).
    MonthlyToDate,
}

/// The month in which a fiscal year ends; made by [`Frequency::fiscal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FiscalEnd(u8);

impl FiscalEnd {
    /// A fiscal year whose end month the text did not say, as in `FY2005`.
    pub const NOT_STATED: FiscalEnd = FiscalEnd(0);

    /// The month, 1 to 11, or `None` where it was not stated.
    pub fn month(self) -> Option<u8> {
        (self.0 != 0).then_some(self.0)
    }
}

impl Frequency {
    /// Every frequency but the fiscal ones with a stated end.
    pub const ALL: [Frequency; 8] = [
        Frequency::Annual,
        Frequency::Fiscal(FiscalEnd::NOT_STATED),
        Frequency::HalfYearly,
        Frequency::Quarterly,
        Frequency::Monthly,
        Frequency::Weekly,
        Frequency::QuarterlyToDate,
        Frequency::MonthlyToDate,
    ];

    /// The frequency of years that end in `month`; December gives [`Frequency::Annual`].
    ///
    /// # Errors
    /// A month outside 1 to 12.
    pub fn fiscal(month: u8) -> Result<Frequency> {
        match month {
            12 => Ok(Frequency::Annual),
            1..=11 => Ok(Frequency::Fiscal(FiscalEnd(month))),
            _ => Err(Error::new(ErrorKind::Option, format!("a fiscal year cannot end in month {month}"))
                .mend("give a month from 1 to 12")),
        }
    }

    /// Periods a year: 1, 2, 4, 12 or 52.
    pub const fn per_year(self) -> u32 {
        match self {
            Frequency::Annual | Frequency::Fiscal(_) => 1,
            Frequency::HalfYearly => 2,
            Frequency::Quarterly | Frequency::QuarterlyToDate => 4,
            Frequency::Monthly | Frequency::MonthlyToDate => 12,
            Frequency::Weekly => 52,
        }
    }

    /// Whether an observation runs from the start of the year (累计).
    pub const fn is_to_date(self) -> bool {
        matches!(self, Frequency::QuarterlyToDate | Frequency::MonthlyToDate)
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Frequency::Annual => "annual",
            Frequency::Fiscal(FiscalEnd(0)) => "fiscal",
            Frequency::Fiscal(FiscalEnd(month)) => return write!(f, "fiscal_{month:02}"),
            Frequency::HalfYearly => "half_yearly",
            Frequency::Quarterly => "quarterly",
            Frequency::Monthly => "monthly",
            Frequency::Weekly => "weekly",
            Frequency::QuarterlyToDate => "quarterly_to_date",
            Frequency::MonthlyToDate => "monthly_to_date",
        })
    }
}

impl FromStr for Frequency {
    type Err = Error;

    fn from_str(text: &str) -> Result<Frequency> {
        let name = text.trim().to_ascii_lowercase().replace('-', "_");
        if let Some(frequency) = Frequency::ALL.into_iter().find(|frequency| frequency.to_string() == name) {
            return Ok(frequency);
        }
        if let Some(month) = name.strip_prefix("fiscal_").and_then(|month| month.parse().ok()) {
            return Frequency::fiscal(month);
        }
        let names = Frequency::ALL.map(|frequency| frequency.to_string());
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Err(Error::new(ErrorKind::Unknown, format!("unknown frequency `{text}`")).mend(suggestion(&name, &names)))
    }
}
