//! What is compared with what, and how the comparison is expressed.

use crate::error::{Error, ErrorKind, Result, suggestion};
use crate::model::{Period, words};

/// The period that a value is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Base {
    /// The same period a year ago (同比); of weeks: 52 weeks ago.
    YearAgo,
    /// The same period so many years ago; not zero.
    YearsAgo(i32),
    /// The period before (环比).
    Previous,
    /// So many periods ago; negative: so many periods later. Not zero.
    Lag(i32),
    /// One period for all (定基).
    Fixed(Period),
    /// The first value that the series has.
    First,
}

/// How the comparison of a value `x` with its base `b`, `k` periods ago, is expressed; `f` is periods a year.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Form {
    /// `x/b − 1` (增长速度).
    Rate,
    /// `x/b` (发展速度).
    Ratio,
    /// `(x/b)^(f/k) − 1` (折年率).
    Annualised,
    /// `(x/b − 1)·f/k`: not compounded.
    AnnualisedSimple,
    /// `(x/b)^p − 1` for a power of one's own.
    Power(f64),
    /// `ln x − ln b`.
    Log,
    /// `(ln x − ln b)·f/k`.
    LogAnnualised,
    /// `log2(x/b)`: how many doublings (翻番数).
    Doublings,
    /// `x − b`, in the unit of the values (增长量).
    Difference,
    /// `(x − b)·s` in percentage points (百分点): `s` is 100 for values that are fractions, 1 for percent.
    Points(f64),
    /// `x` itself.
    Level,
    /// `ln x`.
    LogLevel,
}

words! {
    /// What growth over a negative base is.
    NegativeBase, "negative-base policy" {
        /// It does not exist, nor does growth across zero. What statistics offices print.
        Undefined = "undefined",
        /// `(x − b)/|b|`; it does not compound, so that powers over a negative base stay undefined.
        Absolute = "absolute",
        /// The bare formula, whatever it means.
        Plain = "plain",
    }
}

/// Options of growth: base, form, and the policy for negative bases.
///
/// A bare [`Base`] stands for the rate over it: `series.growth(Base::YearAgo)`.
///
/// # Examples
/// ```
/// use fanfan::growth::{Base, Form, GrowthOptions, NegativeBase};
/// use fanfan::model::{Period, Series};
///
/// let gdp = Series::new(Period::quarterly(2020, 1)?, [100.0, 105.0]);
/// let second = Period::quarterly(2020, 2)?;
/// let saar = gdp.growth(GrowthOptions::new(Base::Previous).form(Form::Annualised))?;
/// assert!((saar.get(second)? - 0.21550625).abs() < 1e-15);
///
/// // the same by the name that FRED gives it
/// assert_eq!(gdp.growth(GrowthOptions::fred("pca")?)?.get(second), saar.get(second));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrowthOptions {
    pub(super) base: Base,
    pub(super) form: Form,
    pub(super) negative_base: NegativeBase,
    pub(super) rates_too: bool,
}

impl GrowthOptions {
    /// FRED `lin`: the level.
    pub const FRED_LIN: GrowthOptions = GrowthOptions::new(Base::Previous).form(Form::Level);
    /// FRED `chg`: change on the period before.
    pub const FRED_CHG: GrowthOptions = GrowthOptions::new(Base::Previous).form(Form::Difference);
    /// FRED `ch1`: change on a year ago.
    pub const FRED_CH1: GrowthOptions = GrowthOptions::new(Base::YearAgo).form(Form::Difference);
    /// FRED `pch`: growth on the period before (FRED prints percent).
    pub const FRED_PCH: GrowthOptions = GrowthOptions::new(Base::Previous);
    /// FRED `pc1`: growth on a year ago.
    pub const FRED_PC1: GrowthOptions = GrowthOptions::new(Base::YearAgo);
    /// FRED `pca`: compounded annual rate of change.
    pub const FRED_PCA: GrowthOptions = GrowthOptions::new(Base::Previous).form(Form::Annualised);
    /// FRED `cch`: continuously compounded rate of change.
    pub const FRED_CCH: GrowthOptions = GrowthOptions::new(Base::Previous).form(Form::Log);
    /// FRED `cca`: continuously compounded annual rate of change.
    pub const FRED_CCA: GrowthOptions = GrowthOptions::new(Base::Previous).form(Form::LogAnnualised);
    /// FRED `log`: natural logarithm.
    pub const FRED_LOG: GrowthOptions = GrowthOptions::new(Base::Previous).form(Form::LogLevel);

    /// The two-year average (两年平均): `(x[p]/x[p−2f])^(1/2) − 1`.
    pub const TWO_YEAR: GrowthOptions = GrowthOptions::new(Base::YearsAgo(2)).form(Form::Power(0.5));

    /// FRED's unit codes with their options.
    pub const FRED: [(&'static str, GrowthOptions); 9] = [
        ("lin", GrowthOptions::FRED_LIN),
        ("chg", GrowthOptions::FRED_CHG),
        ("ch1", GrowthOptions::FRED_CH1),
        ("pch", GrowthOptions::FRED_PCH),
        ("pc1", GrowthOptions::FRED_PC1),
        ("pca", GrowthOptions::FRED_PCA),
        ("cch", GrowthOptions::FRED_CCH),
        ("cca", GrowthOptions::FRED_CCA),
        ("log", GrowthOptions::FRED_LOG),
    ];

    /// The rate over `base`, undefined over negative bases.
    pub const fn new(base: Base) -> GrowthOptions {
        GrowthOptions { base, form: Form::Rate, negative_base: NegativeBase::Undefined, rates_too: false }
    }

    /// Sets the base.
    #[must_use]
    pub const fn base(self, base: Base) -> GrowthOptions {
        GrowthOptions { base, ..self }
    }

    /// What values are compared with.
    pub const fn over(self) -> Base {
        self.base
    }

    /// Sets the form of the comparison.
    #[must_use]
    pub const fn form(self, form: Form) -> GrowthOptions {
        GrowthOptions { form, ..self }
    }

    /// Sets the policy for negative bases.
    #[must_use]
    pub const fn negative_base(self, policy: NegativeBase) -> GrowthOptions {
        GrowthOptions { negative_base: policy, ..self }
    }

    /// Insists on growth of indicators that are rates themselves, where units are known; without it they are refused.
    #[must_use]
    pub const fn rates_too(self, insist: bool) -> GrowthOptions {
        GrowthOptions { rates_too: insist, ..self }
    }

    /// The options behind a unit code of FRED: `lin chg ch1 pch pc1 pca cch cca log`.
    ///
    /// FRED prints rates in percent; here they are fractions.
    ///
    /// # Errors
    /// Another code.
    ///
    /// # Source
    /// FRED, units formulas; `tests/conformance/data/fred_units.json`.
    pub fn fred(code: &str) -> Result<GrowthOptions> {
        let found = GrowthOptions::FRED.into_iter().find(|(name, _)| *name == code);
        found.map(|(_, options)| options).ok_or_else(|| {
            let names = GrowthOptions::FRED.map(|(name, _)| name);
            Error::new(ErrorKind::Unknown, format!("FRED has no units `{code}`")).mend(suggestion(code, &names))
        })
    }
}

impl Default for GrowthOptions {
    /// Year-on-year.
    fn default() -> GrowthOptions {
        GrowthOptions::new(Base::YearAgo)
    }
}

impl From<Base> for GrowthOptions {
    fn from(base: Base) -> GrowthOptions {
        GrowthOptions::new(base)
    }
}

impl From<(Base, Form)> for GrowthOptions {
    fn from((base, form): (Base, Form)) -> GrowthOptions {
        GrowthOptions::new(base).form(form)
    }
}
