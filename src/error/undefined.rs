//! The reasons why a number does not exist.

use std::fmt;

/// Why a result does not exist.
///
/// An `Undefined` is a value, never an [`Error`](crate::Error): a run over millions of rows does not stop at a
/// zero base. In kernels it travels as one byte beside a NaN ([`Undefined::code`], 0 = the result exists).
///
/// # Examples
/// ```
/// use fanfan::prelude::*;
///
/// let profit = Series::annual(2018, [4.0, 0.0, 3.0, -1.0]);
/// let yoy = profit.growth(Base::YearAgo)?;
/// assert_eq!(yoy.get(Period::annual(2019)), Ok(-1.0));
/// assert_eq!(yoy.get(Period::annual(2020)), Err(Undefined::ZeroBase));
/// assert_eq!(yoy.get(Period::annual(2021)), Err(Undefined::SignChange));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[non_exhaustive]
pub enum Undefined {
    /// The value itself is missing.
    MissingValue = 1,
    /// The value compared with is missing: a gap, or before the series begins.
    MissingBase = 2,
    /// The base is zero.
    ZeroBase = 3,
    /// Base and value are both zero.
    ZeroOverZero = 4,
    /// The base is negative, and so is the value.
    NegativeBase = 5,
    /// Base and value lie on different sides of zero.
    SignChange = 6,
    /// A logarithm or a power of a ratio that is not positive.
    NotPositive = 7,
    /// Fewer points than the formula needs.
    TooFewPoints = 8,
    /// Points that cover less of the span than was asked for.
    TooSparse = 9,
    /// An infinite value, or a result too large for a double.
    NotFinite = 10,
    /// No time lies between the two points.
    NoTime = 11,
    /// There is no target to compare with.
    NoTarget = 12,
    /// At the pace in question the target is never reached.
    NeverReached = 13,
    /// The target has been reached already.
    AlreadyReached = 14,
    /// The date of the target has passed.
    Past = 15,
    /// Target and base lie on different sides of zero.
    OppositeSigns = 16,
    /// The target equals the base, so that no change is asked for.
    NoChangeAsked = 17,
    /// The direction in which the indicator should move is not known.
    NoDirection = 18,
    /// The method does not know this form of target.
    NotApplicable = 19,
    /// A share or a rate: it changes in percentage points, and its growth was not insisted on.
    RateType = 20,
    /// An index whose base moves (上年=100): it is a rate of growth itself, and no level.
    MovingBase = 21,
    /// The observation spans several periods that were published together (1—2月) and is not split.
    SpansSeveral = 22,
    /// Running totals (累计) of different months or quarters: one holds the other.
    RunningTotal = 23,
    /// More digits than exact arithmetic holds.
    TooManyDigits = 24,
    /// The total hardly changes, so that shares in its change say nothing.
    TotalHardlyChanges = 25,
    /// The method needs a natural scale (upper bound) or a range to rescale by, and none is known.
    NoScale = 26,
    /// The indicator or subject that is compared with has no value in the period.
    MissingReference = 27,
    /// The indicator that growth is compared with does not grow.
    ReferenceNotGrowing = 28,
}

impl Undefined {
    /// Every reason, in the order of their codes.
    pub const ALL: [Undefined; 28] = [
        Undefined::MissingValue,
        Undefined::MissingBase,
        Undefined::ZeroBase,
        Undefined::ZeroOverZero,
        Undefined::NegativeBase,
        Undefined::SignChange,
        Undefined::NotPositive,
        Undefined::TooFewPoints,
        Undefined::TooSparse,
        Undefined::NotFinite,
        Undefined::NoTime,
        Undefined::NoTarget,
        Undefined::NeverReached,
        Undefined::AlreadyReached,
        Undefined::Past,
        Undefined::OppositeSigns,
        Undefined::NoChangeAsked,
        Undefined::NoDirection,
        Undefined::NotApplicable,
        Undefined::RateType,
        Undefined::MovingBase,
        Undefined::SpansSeveral,
        Undefined::RunningTotal,
        Undefined::TooManyDigits,
        Undefined::TotalHardlyChanges,
        Undefined::NoScale,
        Undefined::MissingReference,
        Undefined::ReferenceNotGrowing,
    ];

    /// The byte that stands for this reason in a buffer of reasons; 0 stands for a result that exists.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The reason behind a byte; `None` for 0 (the result exists) and for bytes that stand for nothing.
    pub fn from_code(code: u8) -> Option<Undefined> {
        Undefined::ALL.get(usize::from(code).wrapping_sub(1)).copied()
    }

    /// The word that programs read, in snake case.
    pub const fn as_str(self) -> &'static str {
        self.row().0
    }

    /// A sentence for a person, in English.
    pub const fn sentence_en(self) -> &'static str {
        self.row().1
    }

    /// A sentence for a person, in Chinese.
    pub const fn sentence_zh(self) -> &'static str {
        self.row().2
    }

    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Undefined::MissingValue => ("missing_value", "the value is missing", "数值缺失"),
            Undefined::MissingBase => ("missing_base", "no value for the base period", "基期缺失"),
            Undefined::ZeroBase => ("zero_base", "the base is zero", "基期为零"),
            Undefined::ZeroOverZero => ("zero_over_zero", "base and value are both zero", "基期与报告期均为零"),
            Undefined::NegativeBase => ("negative_base", "the base is negative", "基期为负"),
            Undefined::SignChange => ("sign_change", "the sign changes between base and value", "正负号改变"),
            Undefined::NotPositive => ("not_positive", "a logarithm needs positive values", "对数要求正值"),
            Undefined::TooFewPoints => ("too_few_points", "too few points", "数据点不足"),
            Undefined::TooSparse => ("too_sparse", "too little of the span is observed", "观测过于稀疏"),
            Undefined::NotFinite => ("not_finite", "the result is not a finite number", "结果不是有限数"),
            Undefined::NoTime => ("no_time", "no time lies between the points", "两点之间没有时间间隔"),
            Undefined::NoTarget => ("no_target", "there is no target", "没有目标"),
            Undefined::NeverReached => {
                ("never_reached", "at this pace the target is never reached", "按此速度永远达不到")
            }
            Undefined::AlreadyReached => ("already_reached", "the target is reached already", "目标已达到"),
            Undefined::Past => ("past", "the date of the target has passed", "目标期已过"),
            Undefined::OppositeSigns => ("opposite_signs", "target and base have opposite signs", "目标与基期正负相反"),
            Undefined::NoChangeAsked => ("no_change_asked", "the target equals the base", "目标等于基期"),
            Undefined::NoDirection => ("no_direction", "the desired direction is not known", "没有给出方向"),
            Undefined::NotApplicable => {
                ("not_applicable", "the method does not know this form of target", "方法不适用")
            }
            Undefined::RateType => ("rate_type", "a rate changes in percentage points", "相对指标按百分点比较"),
            Undefined::MovingBase => ("moving_base", "the base of the index moves", "指数的基期逐期变动"),
            Undefined::SpansSeveral => {
                ("spans_several", "published together with the period before", "与上期合并公布, 不拆分")
            }
            Undefined::RunningTotal => {
                ("running_total", "running totals compare the same months", "累计数只与上年同期比较")
            }
            Undefined::TooManyDigits => {
                ("too_many_digits", "more digits than exact arithmetic holds", "数字位数超出精确运算范围")
            }
            Undefined::TotalHardlyChanges => ("total_hardly_changes", "the total hardly changes", "总量几乎没有变化"),
            Undefined::NoScale => {
                ("no_scale", "no scale is known: add bounds, range or a unit", "未给出尺度 (bounds, range 或单位)")
            }
            Undefined::MissingReference => {
                ("missing_reference", "what it is compared with has no value here", "对照指标或对照地区缺少数值")
            }
            Undefined::ReferenceNotGrowing => {
                ("reference_not_growing", "the indicator compared with does not grow", "对照指标没有增长")
            }
        }
    }
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence_en())
    }
}

impl std::error::Error for Undefined {}

/// How many results exist, and how many do not for which reason.
///
/// # Examples
/// ```
/// use fanfan::prelude::*;
///
/// let yoy = Series::annual(2000, [1.0, f64::NAN, 2.0, 3.0]).growth(Base::YearAgo)?;
/// let counts = yoy.counts();
/// assert_eq!(counts.defined(), 1);
/// assert_eq!(counts.of(Undefined::MissingBase), 2);
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndefinedCounts {
    defined: usize,
    by_reason: [usize; Undefined::ALL.len()],
}

impl UndefinedCounts {
    /// Counts the bytes of a buffer of reasons.
    pub fn of_codes(codes: &[u8]) -> UndefinedCounts {
        let mut counts = UndefinedCounts::default();
        for &code in codes {
            match usize::from(code).checked_sub(1).and_then(|at| counts.by_reason.get_mut(at)) {
                Some(count) => *count += 1,
                None => counts.defined += 1,
            }
        }
        counts
    }

    /// How many results exist.
    pub fn defined(&self) -> usize {
        self.defined
    }

    /// How many do not, for `reason`.
    pub fn of(&self, reason: Undefined) -> usize {
        self.by_reason.get(usize::from(reason.code()) - 1).copied().unwrap_or(0)
    }

    /// The reasons that occur, with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (Undefined, usize)> + '_ {
        Undefined::ALL.into_iter().map(|reason| (reason, self.of(reason))).filter(|(_, count)| *count > 0)
    }
}

/// The value where it is finite; why there is none, where it is not.
pub(crate) fn finite(value: f64) -> Result<f64, Undefined> {
    if value.is_finite() { Ok(value) } else { Err(Undefined::NotFinite) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_words_name_each_reason_once() {
        for (at, reason) in Undefined::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(reason.code()), at + 1);
            assert_eq!(Undefined::from_code(reason.code()), Some(reason));
        }
        let mut words: Vec<_> = Undefined::ALL.iter().map(|reason| reason.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Undefined::ALL.len());
        assert_eq!(Undefined::from_code(0), None);
        assert_eq!(Undefined::from_code(200), None);
    }
}
