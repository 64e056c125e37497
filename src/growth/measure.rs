//! Measures by the names that users type: each is growth of every period or an average over a span.

use std::fmt;
use std::str::FromStr;

use super::average::Average;
use super::options::{Base, Form, GrowthOptions, NegativeBase};
use super::rolling::RollingOptions;
use super::year_to_date::YearToDate;
use crate::error::{Error, ErrorKind, Result, suggestion};

/// A measure of growth by its name: `yoy`, `pop`, `annualised`, `cagr`, `least_squares` ...
///
/// # Examples
/// ```
/// use fanfan::growth::Measure;
///
/// let measure: Measure = "least-squares".parse()?;
/// assert_eq!(measure.to_string(), "least_squares");
/// assert!(measure.as_average().is_some());
/// assert!("yoyo".parse::<Measure>().is_err());
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    name: &'static str,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Growth(GrowthOptions),
    Average(Average),
    Rolling(RollingOptions),
    YearToDate(YearToDate),
    Comparable,
    TwoYearOfRates,
}

const fn growth(name: &'static str, base: Base, form: Form) -> Measure {
    Measure { name, kind: Kind::Growth(GrowthOptions::new(base).form(form)) }
}

const fn average(method: Average) -> Measure {
    Measure { name: method.as_str(), kind: Kind::Average(method) }
}

impl Measure {
    /// Every measure.
    pub const ALL: &[Measure] = &[
        growth("yoy", Base::YearAgo, Form::Rate),
        growth("pop", Base::Previous, Form::Rate),
        growth("annualised", Base::Previous, Form::Annualised),
        growth("annualised_simple", Base::Previous, Form::AnnualisedSimple),
        growth("log", Base::Previous, Form::Log),
        growth("log_annualised", Base::Previous, Form::LogAnnualised),
        growth("difference", Base::Previous, Form::Difference),
        growth("points", Base::Previous, Form::Points(1.0)),
        growth("fixed_base", Base::First, Form::Ratio),
        Measure { name: "two_year", kind: Kind::Growth(GrowthOptions::TWO_YEAR) },
        Measure { name: "two_year_of_rates", kind: Kind::TwoYearOfRates },
        Measure { name: "rolling", kind: Kind::Rolling(RollingOptions::YEAR) },
        Measure { name: "year_to_date", kind: Kind::YearToDate(YearToDate::Growth(NegativeBase::Undefined)) },
        Measure { name: "carry_over", kind: Kind::YearToDate(YearToDate::CarryOver) },
        Measure { name: "comparable", kind: Kind::Comparable },
        average(Average::Level),
        average(Average::Cumulative),
        average(Average::Exponential),
        average(Average::LeastSquares),
        average(Average::LogSlope),
        average(Average::Doublings),
        average(Average::MeanChange),
        average(Average::LinearSlope),
    ];

    /// Its name, in snake case.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The options, where it is growth of every period.
    pub const fn as_growth(self) -> Option<GrowthOptions> {
        match self.kind {
            Kind::Growth(options) => Some(options),
            _ => None,
        }
    }

    /// The method, where it is an average over a span.
    pub const fn as_average(self) -> Option<Average> {
        match self.kind {
            Kind::Average(method) => Some(method),
            _ => None,
        }
    }

    /// The options, where it is of sums over the last periods.
    pub const fn as_rolling(self) -> Option<RollingOptions> {
        match self.kind {
            Kind::Rolling(options) => Some(options),
            _ => None,
        }
    }

    /// What it is of running totals or of a year's values, where it is that.
    pub const fn as_year_to_date(self) -> Option<YearToDate> {
        match self.kind {
            Kind::YearToDate(what) => Some(what),
            _ => None,
        }
    }

    /// Whether it sets rates as published beside those that the levels imply ([`Comparable`](super::Comparable)).
    pub const fn is_comparable(self) -> bool {
        matches!(self.kind, Kind::Comparable)
    }

    /// Whether it is the two-year average out of rates as published.
    pub const fn is_two_year_of_rates(self) -> bool {
        matches!(self.kind, Kind::TwoYearOfRates)
    }

    /// Whether it says how many times its base a value is, which of rates and shares is refused.
    pub const fn is_relative(self) -> bool {
        match self.kind {
            Kind::Growth(options) => {
                !matches!(options.form, Form::Difference | Form::Points(_) | Form::Level | Form::LogLevel)
            }
            Kind::Average(method) => !matches!(method, Average::MeanChange | Average::LinearSlope),
            Kind::Rolling(_) | Kind::YearToDate(_) | Kind::Comparable | Kind::TwoYearOfRates => true,
        }
    }

    /// Its formula, in the notation of METHODS.md.
    pub fn formula(self) -> &'static str {
        match self.name {
            "yoy" => "x[p]/x[p-f] - 1",
            "pop" => "x[p]/x[p-1] - 1",
            "annualised" => "(x[p]/x[p-k])^(f/k) - 1",
            "annualised_simple" => "(x[p]/x[p-k] - 1)·f/k",
            "log" => "ln x[p] - ln x[p-k]",
            "log_annualised" => "(ln x[p] - ln x[p-k])·f/k",
            "difference" => "x[p] - x[p-k]",
            "points" => "x[p] - x[p-k], in percentage points",
            "fixed_base" => "x[p]/x[b]",
            "two_year" => "(x[p]/x[p-2f])^(1/2) - 1; of rates as two_year_of_rates",
            "two_year_of_rates" => "((1 + g[p])·(1 + g[p-f]))^(1/2) - 1",
            "rolling" => "sum(x[p-f+1..p])/sum(x[p-2f+1..p-f]) - 1",
            "year_to_date" => "sum(x[1..m])/sum(x[1..m] a year ago) - 1",
            "carry_over" => "f·x[y-1,f]/sum(x[y-1,1..f]) - 1",
            "comparable" => "x[p]/x[p-f] - 1 beside the published rate r; implied base x[p]/(1 + r)",
            "cagr" => "(y/y0)^(1/n) - 1",
            "cumulative" => "q - 1 with q + q^2 + ... + q^n = sum(x)/y0",
            "exponential" => "ln(y/y0)/n",
            "least_squares" => "exp(b) - 1, b the slope of ln x on time",
            "log_slope" => "b, the slope of ln x on time",
            "doublings" => "log2(y/y0)",
            "mean_change" => "(y - y0)/n",
            _ => "the slope of x on time",
        }
    }

    /// What it is called in Chinese usage.
    pub fn zh(self) -> &'static str {
        match self.name {
            "yoy" => "同比",
            "pop" => "环比",
            "annualised" => "折年率",
            "annualised_simple" => "折年率(单利)",
            "log" => "对数增长",
            "log_annualised" => "对数增长(折年)",
            "difference" => "增长量",
            "points" => "百分点",
            "fixed_base" => "定基",
            "two_year" => "两年平均",
            "two_year_of_rates" => "两年平均(公布增速)",
            "rolling" => "近一年同比",
            "year_to_date" => "累计同比",
            "carry_over" => "翘尾",
            "comparable" => "可比口径",
            "cagr" => "年均增长(水平法)",
            "cumulative" => "年均增长(累计法)",
            "exponential" => "年均增长(连续复利)",
            "least_squares" => "年均增长(最小二乘)",
            "log_slope" => "对数斜率",
            "doublings" => "翻番数",
            "mean_change" => "平均增长量",
            _ => "线性斜率",
        }
    }

    /// Whether results are in the unit of the values (or logs and doublings), not fractions that print as percent.
    pub fn is_rate(self) -> bool {
        !matches!(self.name, "difference" | "points" | "fixed_base" | "doublings" | "mean_change" | "linear_slope")
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl FromStr for Measure {
    type Err = Error;

    fn from_str(text: &str) -> Result<Measure> {
        let name = text.trim().replace('-', "_");
        Measure::ALL.iter().copied().find(|measure| measure.name == name || measure.zh() == name).ok_or_else(|| {
            let names: Vec<&str> = Measure::ALL.iter().map(|measure| measure.name).collect();
            Error::new(ErrorKind::Unknown, format!("unknown measure `{text}`")).mend(suggestion(&name, &names))
        })
    }
}
