//! What must hold for all inputs: round trips, agreement of the forms of a table, independence of order and threads.

use fanfan::growth::{
    Average, AverageOptions, Form, Measure, NegativeBase, RollingOptions, YearToDate, cumulative_rate, doublings,
    mean_rate, multiple_of_rate, periods_to_multiple, rate_of_multiple,
};
use fanfan::model::{Frequency, LongPanel, Outcomes, Panel, PeriodRange, Reading, SeriesKey};
use fanfan::prelude::*;
use proptest::prelude::*;
use proptest::sample::select;

use crate::oracle::FORMS;

/// Every value a cell may hold, gaps and infinities among them.
fn cell() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.001..1e6_f64,
        3 => -1e3..1e3_f64,
        2 => Just(f64::NAN),
        1 => select(&[0.0, -0.0, 1.0, -1.0, f64::INFINITY, f64::NEG_INFINITY, 1e300, 5e-324][..]),
    ]
}

fn any_frequency() -> impl Strategy<Value = Frequency> {
    prop_oneof![select(&Frequency::ALL[..]), (1..12_u8).prop_map(|month| Frequency::fiscal(month).unwrap())]
}

/// A period that SDMX can write: years of four digits.
fn any_period() -> impl Strategy<Value = Period> {
    (any_frequency(), 2..9960_i32, 1..=52_u8).prop_map(|(frequency, year, part)| {
        let parts = frequency.per_year() as i32;
        match frequency {
            Frequency::Weekly => Period::weekly(year, part).unwrap(),
            _ => Period::from_ordinal(frequency, year * parts + i32::from(part) % parts),
        }
    })
}

/// Series over the same periods: the first period, and a row of cells for each.
#[derive(Debug, Clone)]
struct Wide {
    first: Period,
    rows: Vec<Vec<f64>>,
}

fn wide() -> impl Strategy<Value = Wide> {
    (any_period(), 1..4_usize, 1..30_usize).prop_flat_map(|(first, series, width)| {
        let rows = prop::collection::vec(prop::collection::vec(cell(), width), series);
        rows.prop_map(move |rows| Wide { first, rows })
    })
}

impl Wide {
    /// A long table without any row has no frequency that a base could share.
    fn has_a_value(&self) -> bool {
        self.rows.iter().flatten().any(|value| !value.is_nan())
    }

    fn keys(&self) -> Vec<SeriesKey> {
        (0..self.rows.len()).map(|row| SeriesKey::new(format!("{row}"), "x")).collect()
    }

    fn dense(&self) -> Panel {
        Panel::new(self.keys(), self.first, self.rows.concat()).unwrap()
    }

    /// Series, period and value of each cell, or of each cell that has a value.
    fn cells(&self, with_gaps: bool) -> Vec<(u32, Period, f64)> {
        let of = |(id, row): (usize, &Vec<f64>)| {
            let first = self.first;
            let row: Vec<_> = row.iter().enumerate().map(|(at, &x)| (id as u32, first + at as i32, x)).collect();
            row
        };
        let cells = self.rows.iter().enumerate().flat_map(of);
        cells.filter(|(_, _, value)| with_gaps || !value.is_nan()).collect()
    }

    fn long(&self, cells: &[(u32, Period, f64)]) -> LongPanel {
        let ids: Vec<u32> = cells.iter().map(|cell| cell.0).collect();
        let periods: Vec<Period> = cells.iter().map(|cell| cell.1).collect();
        let values: Vec<f64> = cells.iter().map(|cell| cell.2).collect();
        LongPanel::from_columns(self.keys(), &ids, &periods, &values).unwrap()
    }

    /// All options: every base, every form, every policy.
    fn options(&self) -> Vec<GrowthOptions> {
        let middle = self.first + self.rows[0].len() as i32 / 2;
        let bases = [
            Base::YearAgo,
            Base::Previous,
            Base::Lag(2),
            Base::Lag(12),
            Base::YearsAgo(2),
            Base::Lag(-1),
            Base::Lag(-3),
            Base::Fixed(middle),
            Base::Fixed(self.first - 5),
            Base::First,
        ];
        let forms = bases.into_iter().flat_map(|base| FORMS.map(|form| GrowthOptions::new(base).form(form)));
        forms.flat_map(|options| NegativeBase::ALL.iter().map(move |&policy| options.negative_base(policy))).collect()
    }

    fn averages(&self) -> Vec<AverageOptions> {
        let (early, late) = (self.first + 1, self.first + self.rows[0].len() as i32 / 2 + 1);
        let of = |&method: &Average| {
            let whole = AverageOptions::new(method);
            [whole, whole.coverage(0.0), whole.from(early), whole.to(late), whole.from(early).to(late)]
        };
        Average::ALL.iter().flat_map(of).collect()
    }
}

/// A result to the bit, and its reason.
fn bits(values: &[f64], reasons: &[u8]) -> Vec<(u64, u8)> {
    values.iter().zip(reasons).map(|(value, &reason)| (value.to_bits(), reason)).collect()
}

fn bits_of(outcomes: &Outcomes) -> Vec<(u64, u8)> {
    bits(outcomes.values(), outcomes.reasons())
}

fn one(outcome: Result<f64, Undefined>) -> (u64, u8) {
    outcome.map_or_else(|reason| (f64::NAN.to_bits(), reason.code()), |value| (value.to_bits(), 0))
}

/// Texts made of what periods and units are made of: they come nearer to the parsers' corners than any text.
fn near_text() -> impl Strategy<Value = String> {
    let parts = [
        "2005",
        "20",
        "0",
        "1",
        "7",
        "12",
        "13",
        "32",
        "53",
        "99",
        "年",
        "月",
        "日",
        "季度",
        "季",
        "上半年",
        "前",
        "个月",
        "第",
        "至",
        "一",
        "十",
        "二〇",
        "〇",
        "三",
        "-",
        "–",
        "—",
        "~",
        "～",
        "/",
        ".",
        ",",
        ":",
        " ",
        "\u{3000}",
        "T",
        "Q",
        "H",
        "S",
        "M",
        "W",
        "A",
        "Y",
        "FY",
        "Jul",
        "Sept",
        "may",
        "５",
        "Ｑ",
        "亿",
        "万",
        "元",
        "美元",
        "吨标准煤",
        "人",
        "每",
        "per",
        "capita",
        "million",
        "hundred",
        "USD",
        "$",
        "%",
        "‰",
        "=",
        "100",
        "=100",
        "上年",
        "index",
        "(",
        ")",
        "of",
        "é",
        "ß",
        "İ",
        "🦀",
    ];
    prop::collection::vec(select(parts.to_vec()), 0..8).prop_map(|parts| parts.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![near_text(), ".*", "\\PC{0,12}"]
}

proptest! {
    #[test]
    fn growth_compounds_back_to_the_level(levels in prop::collection::vec(0.01..1e5_f64, 2..40)) {
        let series = Series::annual(2000, levels.as_slice());
        let near = |got: f64, want: f64, rounding: f64| (got - want).abs() <= rounding * want.abs();
        let rates: Vec<f64> = series.growth(Base::Previous).unwrap().values()[1..].to_vec();
        let logs: Vec<f64> = series.growth((Base::Previous, Form::Log)).unwrap().values()[1..].to_vec();
        let (mut by_rates, mut by_logs, mut rounding) = (levels[0], 0.0, 0.0);
        for ((rate, log), &level) in rates.iter().zip(&logs).zip(&levels[1..]) {
            by_rates *= 1.0 + rate;
            by_logs += log;
            // A rate near −1 is rounded at 1, whatever small number 1 + rate then is.
            rounding += 2.0 * f64::EPSILON * (1.0 + 1.0 / (1.0 + rate));
            prop_assert!(near(by_rates, level, rounding), "{by_rates} for {level}");
            prop_assert!(near(levels[0] * f64::exp(by_logs), level, 1e-12));
        }
        let years = rates.len() as f64;
        let average = |method| series.average_growth(method).unwrap().unwrap();
        let (cagr, last) = (average(Average::Level), levels[levels.len() - 1]);
        let of_mean = 1e-14 + rounding / years;
        let rounding = 1e-14 + 2.0 * f64::EPSILON * years / (1.0 + cagr);
        prop_assert!(near(levels[0] * multiple_of_rate(cagr, years).unwrap(), last, rounding));
        prop_assert!(near(levels[0] * average(Average::Doublings).exp2(), last, 1e-14));
        // The sum of logs is the exponential rate times the years, whose power is the compound one.
        prop_assert!((by_logs / years - average(Average::Exponential)).abs() <= 1e-12);
        prop_assert!((average(Average::Exponential).exp_m1() - cagr).abs() <= 1e-12 * (1.0 + cagr));
        prop_assert!((mean_rate(&rates).unwrap() - cagr).abs() <= of_mean * (1.0 + cagr));
    }

    #[test]
    fn multiples_and_rates_return(multiple in 0.001..1e4_f64, periods in 0.1..200.0_f64) {
        let rate = rate_of_multiple(multiple, periods).unwrap();
        let back = multiple_of_rate(rate, periods).unwrap();
        // The logarithm rounds at its own size; a rate near −1 keeps fewer digits of 1 + rate, a long time spreads them.
        let rounding = 2.0 * f64::EPSILON * (1.0 + multiple.ln().abs() + periods / (1.0 + rate));
        prop_assert!((back / multiple - 1.0).abs() <= rounding, "{back}");
        prop_assert!((doublings(multiple).unwrap().exp2() / multiple - 1.0).abs() <= 1e-14);
        if (multiple - 1.0).abs() > 1e-3 && 1.0 + rate > 1e-3 {
            let taken = periods_to_multiple(multiple, rate).unwrap();
            prop_assert!((taken / periods - 1.0).abs() <= 1e-10);
            prop_assert_eq!(periods_to_multiple(1.0 / multiple, rate), Err(Undefined::NeverReached));
        }
    }

    #[test]
    fn the_cumulative_rate_solves_its_equation(base in 0.01..1e6_f64, ratio in 0.001..1e4_f64, n in 1..60_usize) {
        let rate = cumulative_rate(base, base * ratio, n).unwrap();
        let mut power = 1.0;
        let sum: f64 = (0..n).map(|_| { power *= 1.0 + rate; power }).sum();
        prop_assert!((sum / ratio - 1.0).abs() <= 1e-12, "{rate}: {sum} for {ratio}");
    }

    #[test]
    fn periods_are_integers(period in any_period(), n in -20_i32..20) {
        prop_assert_eq!((period + n) - n, period);
        prop_assert_eq!((period + n).since(period).unwrap(), n);
        prop_assert_eq!(period.since(period + n).unwrap(), -n);
        prop_assert_eq!(period < period + n, n > 0);
        prop_assert_eq!((period + n).years_since(period).unwrap(), f64::from(n) / f64::from(period.frequency().per_year()));
        prop_assert!((period + 1).end_in_years() > period.end_in_years());
    }

    #[test]
    fn periods_come_back_from_their_text(period in any_period()) {
        let text = period.to_string();
        prop_assert_eq!(text.parse::<Period>().unwrap(), period);
        prop_assert_eq!(Period::read(&text).unwrap(), period);
        let frequency = period.frequency();
        prop_assert_eq!(frequency.to_string().parse::<Frequency>().unwrap(), frequency);
    }

    #[test]
    fn ranges_come_back_from_their_text(first in any_period(), length in 0..30_i32) {
        let range = PeriodRange::new(first, first + length).unwrap();
        prop_assert_eq!(range.to_string().parse::<PeriodRange>().unwrap(), range);
        prop_assert_eq!(range.len(), range.iter().count());
        prop_assert!(range.iter().all(|period| range.contains(period)));
        prop_assert!(!range.contains(first - 1) && !range.contains(range.last() + 1));
    }

    #[test]
    fn units_come_back_from_their_text(
        scale in select(&["", "亿", "万", "千", "million ", "100 million ", "'000 ", "bn "][..]),
        base in select(&["元", "USD", "美元", "吨", "人", "m2", "kwh", "tce", "户"][..]),
        below in select(&["", "/人", "/万元", " per capita", "/吨"][..]),
        value in 0.001..1e6_f64,
    ) {
        let text = format!("{scale}{base}{below}");
        let unit: Unit = text.parse().unwrap();
        prop_assert_eq!(unit.to_string(), text);
        prop_assert_eq!(&unit.to_string().parse::<Unit>().unwrap(), &unit);
        let plain: Unit = format!("{base}{below}").parse().unwrap();
        let there = unit.convert(value, &plain).unwrap();
        prop_assert!((there / (value * unit.scale() / plain.scale()) - 1.0).abs() <= 1e-15 * 4.0);
        prop_assert!((plain.convert(there, &unit).unwrap() / value - 1.0).abs() <= 1e-15 * 8.0);
    }

    /// What cannot be read is an error that quotes it, never a panic; what can be read can be written and read again.
    #[test]
    fn no_text_panics(text in any_text()) {
        match Period::read(&text) {
            Ok(period) => prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period, "{}", text),
            Err(error) => prop_assert!(error.is_input() && error.how_to_mend().is_some(), "{error}"),
        }
        if let Ok(range) = PeriodRange::read(&text) {
            prop_assert_eq!(range.to_string().parse::<PeriodRange>().unwrap(), range, "{}", text);
        }
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.to_string(), text.as_str());
            prop_assert_eq!(Reading::of(&text).unwrap(), Reading::Period(period));
        }
        match text.parse::<Unit>() {
            Ok(unit) => {
                prop_assert_eq!(&unit.to_string().parse::<Unit>().unwrap(), &unit, "{}", text);
                prop_assert!(unit.scale() > 0.0);
            }
            Err(error) => prop_assert!(error.is_input() && error.how_to_mend().is_some(), "{error}"),
        }
        if let Ok(range) = text.parse::<PeriodRange>() {
            prop_assert!(range.first() <= range.last());
        }
        if let Ok(measure) = text.parse::<Measure>() {
            prop_assert_eq!(measure.name(), text.trim().replace('-', "_"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))] // each is some 350 growths of four tables

    #[test]
    fn dense_long_and_series_agree_to_the_bit(table in wide()) {
        let dense = table.dense();
        prop_assume!(table.has_a_value());
        let (nan_rows, no_rows) = (table.long(&table.cells(true)), table.long(&table.cells(false)));
        let filled = no_rows.fill_gaps();
        prop_assert!(!filled.has_gaps());
        let there: Vec<bool> = table.rows.concat().iter().map(|value| !value.is_nan()).collect();
        for options in table.options() {
            let wide = bits_of(dense.growth(options).unwrap().as_outcomes());
            prop_assert_eq!(&bits_of(&nan_rows.growth(options).unwrap()), &wide, "NaN rows, {:?}", options);
            let series: Vec<_> = (0..table.rows.len())
                .flat_map(|row| {
                    let growth = dense.series(row).unwrap().growth(options).unwrap();
                    bits(growth.values(), growth.reasons())
                })
                .collect();
            prop_assert_eq!(&series, &wide, "series, {:?}", options);
            // A gap without a row is the same gap.
            let kept: Vec<_> = wide.iter().zip(&there).filter(|(_, there)| **there).map(|(bits, _)| *bits).collect();
            prop_assert_eq!(&bits_of(&no_rows.growth(options).unwrap()), &kept, "no rows, {:?}", options);
            let of_filled = bits_of(&filled.growth(options).unwrap());
            let kept_of_filled: Vec<_> = of_filled
                .iter()
                .zip(filled.values())
                .filter(|(_, value)| !value.is_nan())
                .map(|(bits, _)| *bits)
                .collect();
            prop_assert_eq!(&kept_of_filled, &kept, "filled, {:?}", options);
        }
    }

    #[test]
    fn averages_of_dense_long_and_series_agree_to_the_bit(table in wide()) {
        let dense = table.dense();
        prop_assume!(table.has_a_value());
        let (nan_rows, no_rows) = (table.long(&table.cells(true)), table.long(&table.cells(false)));
        for options in table.averages() {
            let wide = bits_of(&dense.average_growth(options).unwrap());
            prop_assert_eq!(&bits_of(&nan_rows.average_growth(options).unwrap()), &wide, "NaN rows, {:?}", options);
            prop_assert_eq!(&bits_of(&no_rows.average_growth(options).unwrap()), &wide, "no rows, {:?}", options);
            let series: Vec<_> = (0..table.rows.len())
                .map(|row| one(dense.series(row).unwrap().average_growth(options).unwrap()))
                .collect();
            prop_assert_eq!(&series, &wide, "series, {:?}", options);
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(
        (table, shuffled) in wide().prop_flat_map(|table| {
            let cells = Just(table.cells(true)).prop_shuffle();
            (Just(table), cells)
        }),
    ) {
        let (sorted, shuffled) = (table.long(&table.cells(true)), table.long(&shuffled));
        prop_assert_eq!(&sorted, &shuffled);
        for options in table.options() {
            prop_assert_eq!(bits_of(&sorted.growth(options).unwrap()), bits_of(&shuffled.growth(options).unwrap()));
        }
    }
}

/// Enough rows and series that the kernels split them.
#[test]
fn the_number_of_threads_changes_nothing() {
    let (series, mut state) = (4500_u32, 1_u64);
    let mut cells = Vec::new();
    for id in 0..series {
        for year in 0..40 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let dice = state >> 40;
            if dice % 11 != 0 {
                cells.push((id, Period::annual(1980 + year), (dice % 2000) as f64 - 200.0));
            }
        }
    }
    let keys = (0..series).map(|id| SeriesKey::new(format!("{id:05}"), "x")).collect();
    let ids: Vec<u32> = cells.iter().map(|cell| cell.0).collect();
    let periods: Vec<Period> = cells.iter().map(|cell| cell.1).collect();
    let values: Vec<f64> = cells.iter().map(|cell| cell.2).collect();
    let panel = LongPanel::from_columns(keys, &ids, &periods, &values).unwrap();
    assert!(panel.rows() > 1 << 17);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let growth = [Base::YearAgo, Base::Lag(5), Base::Lag(-1), Base::First]
                .map(|base| bits_of(&panel.growth((base, Form::Annualised)).unwrap()));
            let averages: Vec<_> =
                Average::ALL.iter().map(|&method| bits_of(&panel.average_growth(method).unwrap())).collect();
            let sums = [
                bits_of(&panel.rolling(RollingOptions::YEAR).unwrap()),
                bits_of(&panel.year_to_date(YearToDate::Totals).unwrap()),
                bits_of(&panel.year_to_date(YearToDate::CarryOver).unwrap()),
            ];
            (growth, averages, sums)
        })
    };
    let alone = run(1);
    for threads in [2, 3, 8] {
        assert!(run(threads) == alone, "{threads} threads");
    }
    // And the same as series by series, which is never split.
    let mut one_by_one = Vec::new();
    for series in panel.iter() {
        let periods = series.ordinals.iter().map(|&year| Period::annual(year));
        let alone = Series::from_points(periods.zip(series.values.iter().copied())).unwrap();
        let growth = alone.growth((Base::YearAgo, Form::Annualised)).unwrap();
        let results = bits(growth.values(), growth.reasons());
        one_by_one
            .extend(results.iter().zip(alone.values()).filter(|(_, value)| !value.is_nan()).map(|(bits, _)| *bits));
    }
    assert!(one_by_one == alone.0[0]);
}
