//! Indicators: code, names, unit, and what a change in them means.

use std::fmt;
use std::str::FromStr;

use super::{Period, Unit};
use crate::error::{Error, ErrorKind, Result};

/// A text in Chinese, English or both.
///
/// # Examples
/// ```
/// use fanfan::model::{Language, Names};
///
/// let names = Names::both("地区生产总值", "Gross regional product");
/// assert_eq!(names.get(Language::Chinese), Some("地区生产总值"));
/// // the other language where the one asked for is missing
/// assert_eq!(Names::english("GDP").get(Language::Chinese), Some("GDP"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// In Chinese.
    pub zh: Option<String>,
    /// In English.
    pub en: Option<String>,
}

/// The languages in which documents are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// 中文.
    Chinese,
    /// English.
    #[default]
    English,
}

impl Names {
    /// A text in both languages.
    pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Names {
        Names { zh: Some(zh.into()), en: Some(en.into()) }
    }

    /// A text in English alone.
    pub fn english(en: impl Into<String>) -> Names {
        Names { zh: None, en: Some(en.into()) }
    }

    /// The text in `language`, or in the other one.
    pub fn get(&self, language: Language) -> Option<&str> {
        let (first, second) = match language {
            Language::Chinese => (&self.zh, &self.en),
            Language::English => (&self.en, &self.zh),
        };
        first.as_deref().or(second.as_deref())
    }
}

/// Makes an enum of words that the plan file, the command line and JSON spell alike.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$item:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name { $($(#[$item])* $variant,)+ }

        impl $name {
            /// Every one.
            pub const ALL: &[$name] = &[$($name::$variant,)+];

            /// The word in the plan file and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::error::Error;

            fn from_str(text: &str) -> $crate::error::Result<$name> {
                $name::ALL.iter().copied().find(|one| one.as_str() == text).ok_or_else(|| {
                    let words: Vec<&str> = $name::ALL.iter().map(|one| one.as_str()).collect();
                    $crate::error::Error::new($crate::error::ErrorKind::Unknown, format!(concat!("unknown ", $what, " `{}`"), text))
                        .mend($crate::error::suggestion(text, &words))
                })
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What kind of quantity an indicator is; it decides what a change of it is called.
    Nature, "nature" {
        /// A sum over the period: output, income (流量, 时期指标).
        Flow = "flow",
        /// A count at the end of the period: population, deposits (存量, 时点指标).
        Stock = "stock",
        /// A share or rate; it changes in percentage points (相对指标).
        Ratio = "ratio",
        /// An index number (指数).
        Index = "index",
        /// The rate of growth on the year before (增长速度): targets that compound are held against the rates chained.
        Growth = "growth",
    }
}

words! {
    /// Which way is better.
    Better, "direction" {
        /// Higher is better (正指标).
        Higher = "higher",
        /// Lower is better (逆指标).
        Lower = "lower",
        /// Near a value is better (适度指标).
        Near = "near",
    }
}

impl Better {
    /// +1 where higher is better, −1 where lower is, nothing for near.
    pub const fn sign(self) -> Option<f64> {
        match self {
            Better::Higher => Some(1.0),
            Better::Lower => Some(-1.0),
            Better::Near => None,
        }
    }
}

/// At which prices values are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PriceBasis {
    /// Current prices (现价).
    Current,
    /// Constant prices of a period (不变价, 可比价).
    Constant(Period),
    /// Prices of the previous year (上年价).
    PreviousYear,
}

impl fmt::Display for PriceBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PriceBasis::Current => f.write_str("current"),
            PriceBasis::Constant(period) => write!(f, "constant:{period}"),
            PriceBasis::PreviousYear => f.write_str("previous_year"),
        }
    }
}

impl FromStr for PriceBasis {
    type Err = Error;

    fn from_str(text: &str) -> Result<PriceBasis> {
        match text {
            "current" => Ok(PriceBasis::Current),
            "previous_year" => Ok(PriceBasis::PreviousYear),
            _ => match text.strip_prefix("constant:") {
                Some(period) => Ok(PriceBasis::Constant(period.parse()?)),
                None => Err(Error::new(ErrorKind::Unknown, format!("unknown price basis `{text}`"))
                    .mend("write current, constant:2005 or previous_year")),
            },
        }
    }
}

/// An indicator: what is measured, in which unit, and which way is better.
///
/// # Examples
/// ```
/// use fanfan::model::{Better, Indicator, Nature, Names};
///
/// let mut gdp = Indicator::new("gdp");
/// gdp.names = Names::both("地区生产总值", "Gross regional product");
/// gdp.aliases = vec!["GDP".into(), "国内生产总值".into()];
/// gdp.unit = Some("亿元".parse()?);
/// gdp.nature = Nature::Flow;
/// gdp.better = Some(Better::Higher);
/// assert!(gdp.is_called("国内生产总值"));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Indicator {
    /// The code by which plan, data and results name it.
    pub code: String,
    /// Names for people.
    pub names: Names,
    /// Other names under which data may give it.
    pub aliases: Vec<String>,
    /// Unit of its values.
    pub unit: Option<Unit>,
    /// Flow, stock, ratio or index.
    pub nature: Nature,
    /// Which way is better; `None` where nobody has said.
    pub better: Option<Better>,
    /// Prices of its values.
    pub price: Option<PriceBasis>,
    /// Natural limits, in the unit: a share in percent has 0 and 100.
    pub bounds: Option<(f64, f64)>,
    /// Worst and best value for rescaling.
    pub range: Option<(f64, f64)>,
    /// Thresholds of a dashboard: at the first or better is green, beyond the second red.
    pub dashboard: Option<(f64, f64)>,
}

impl Indicator {
    /// An indicator of which only the code is known; a flow, until someone says otherwise.
    pub fn new(code: impl Into<String>) -> Indicator {
        Indicator {
            code: code.into(),
            names: Names::default(),
            aliases: Vec::new(),
            unit: None,
            nature: Nature::Flow,
            better: None,
            price: None,
            bounds: None,
            range: None,
            dashboard: None,
        }
    }

    /// Whether data may mean this indicator by `name`: its code, one of its names or an alias.
    pub fn is_called(&self, name: &str) -> bool {
        self.code == name
            || self.names.zh.as_deref() == Some(name)
            || self.names.en.as_deref() == Some(name)
            || self.aliases.iter().any(|alias| alias == name)
    }

    /// Its names and aliases.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &str> {
        let names = [self.names.zh.as_deref(), self.names.en.as_deref()];
        names.into_iter().flatten().chain(self.aliases.iter().map(String::as_str))
    }

    /// Its name in `language`, or its code.
    pub fn name(&self, language: Language) -> &str {
        self.names.get(language).unwrap_or(&self.code)
    }

    /// Which way is better: as said, or the way from the worst to the best value.
    pub fn direction(&self) -> Option<Better> {
        let of_range = |(worst, best)| if best > worst { Better::Higher } else { Better::Lower };
        self.better.or(self.range.map(of_range))
    }

    /// The scale of a share: the upper bound when it is finite and positive, 100 for a percent, 1000 for per mille, and so on.
    pub fn natural_scale(&self) -> Option<f64> {
        let bound = self.bounds.map(|(_, high)| high).filter(|high| *high > 0.0 && high.is_finite());
        // A fraction may be any ratio; what is counted per hundred and more is a share.
        let unit = self.unit.as_ref().filter(|unit| unit.is_rate() && unit.scale() < 1.0);
        bound.or_else(|| unit.map(|unit| unit.scale().recip().round()))
    }
}
