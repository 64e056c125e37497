//! What must hold of sums over periods, running totals and published rates, for all inputs; naive versions beside them.

use std::collections::HashMap;

use fanfan::growth::{Comparable, Decimal, PublishedOptions, Rounding, YearToDate, carry_over, percent_as_published};
use fanfan::model::{Outcomes, SeriesOutcomes};
use fanfan::prelude::*;
use proptest::prelude::*;
use proptest::sample::select;

type Outcome = Result<f64, Undefined>;

/// Months or quarters from any part of a year on; values are whole, so that sums are exact; some are missing.
fn singles() -> impl Strategy<Value = Series> {
    let value = prop_oneof![6 => (-50..1000_i32).prop_map(f64::from), 1 => Just(f64::NAN), 1 => Just(0.0)];
    let frequency = select(&[Frequency::Monthly, Frequency::Quarterly][..]);
    (frequency, 0..12_i32, prop::collection::vec(value, 1..60)).prop_map(|(frequency, part, values)| {
        Series::new(Period::from_ordinal(frequency, 2005 * frequency.per_year() as i32 + part), values)
    })
}

/// The same values without rows for the missing ones, after another series, so that offsets do not start at 0.
fn long(series: &Series) -> LongPanel {
    let first = (0, series.first(), 1.0);
    let rows: Vec<(u32, Period, f64)> =
        std::iter::once(first).chain(series.points().map(|(period, value)| (1, period, value))).collect();
    let keys = vec![SeriesKey::new("a", "x"), SeriesKey::new("b", "x")];
    let (ids, periods): (Vec<u32>, Vec<Period>) = rows.iter().map(|row| (row.0, row.1)).unzip();
    let values: Vec<f64> = rows.iter().map(|row| row.2).collect();
    LongPanel::from_columns(keys, &ids, &periods, &values).unwrap()
}

/// The answers of the long table against those of the series, where both have a row.
fn same_in_long(
    series: &Series,
    dense: &SeriesOutcomes,
    long: &LongPanel,
    rows: &Outcomes,
) -> Result<(), TestCaseError> {
    for (row, (period, _)) in series.points().enumerate() {
        let (a, b) = (dense.get(period), rows.get(long.offsets()[1] + row).unwrap());
        prop_assert_eq!(a.map(f64::to_bits), b.map(f64::to_bits), "{}", period);
    }
    Ok(())
}

fn by_ordinal(series: &Series) -> HashMap<i32, f64> {
    series.points().map(|(period, value)| (period.ordinal(), value)).collect()
}

/// Sum of `periods` values up to `last`.
fn naive_sum(values: &HashMap<i32, f64>, last: i32, periods: i32) -> Option<f64> {
    (last - periods + 1..=last).map(|at| values.get(&at).copied()).sum()
}

fn naive_rate(x: Option<f64>, b: Option<f64>) -> Outcome {
    match (x.ok_or(Undefined::MissingValue)?, b.ok_or(Undefined::MissingBase)?) {
        (0.0, 0.0) => Err(Undefined::ZeroOverZero),
        (_, 0.0) => Err(Undefined::ZeroBase),
        (x, b) if x < 0.0 && b < 0.0 => Err(Undefined::NegativeBase),
        (x, b) if x < 0.0 || b < 0.0 => Err(Undefined::SignChange),
        (x, b) => Ok((x - b) / b),
    }
}

fn part(period: Period) -> i32 {
    period.ordinal().rem_euclid(period.frequency().per_year() as i32)
}

proptest! {
    #[test]
    fn totals_come_apart_into_the_periods(series in singles()) {
        let totals = series.running_totals().unwrap();
        let values: Vec<f64> = totals.values().to_vec();
        let first = totals.iter().next().unwrap().0;
        prop_assert!(first.frequency().is_to_date());
        let apart = Series::new(first, values).single_periods().unwrap();
        for (period, value) in series.iter() {
            let total = totals.get(Period::from_ordinal(first.frequency(), period.ordinal()));
            let want = naive_sum(&by_ordinal(&series), period.ordinal(), part(period) + 1).ok_or(Undefined::MissingValue);
            prop_assert_eq!(total, want);
            // Where there is a total, all periods up to it are there, and it comes apart into them.
            if total.is_ok() {
                prop_assert_eq!(apart.periods().get(period), Ok(value));
            }
        }
        prop_assert!(apart.together().is_empty() || series.values().iter().any(|value| value.is_nan()) || part(series.first()) != 0);
    }

    #[test]
    fn periods_add_up_to_the_totals_again(series in singles()) {
        // Any values at all, taken as running totals.
        let frequency = growth::to_date(series.first().frequency()).unwrap();
        let totals = Series::new(Period::from_ordinal(frequency, series.first().ordinal()), series.values());
        let apart = totals.single_periods().unwrap();
        let mut whole = true;
        for (period, total) in totals.iter() {
            let single = apart.periods().get(Period::from_ordinal(series.first().frequency(), period.ordinal()));
            let together = apart.together().contains(&(period, total));
            prop_assert_eq!(together, single == Err(Undefined::SpansSeveral));
            prop_assert!(!together || part(period) == 1);
            whole = if part(period) == 0 { true } else { whole || together };
            whole &= single.is_ok() || together;
            if whole && part(series.first()) == 0 {
                prop_assert_eq!(apart.running_totals().get(period), Ok(total));
            }
        }
        let long = long(&totals);
        let rows = long.year_to_date(YearToDate::Singles).unwrap();
        same_in_long(&totals, &totals.year_to_date(YearToDate::Singles).unwrap(), &long, &rows)?;
    }

    #[test]
    fn growth_of_totals_is_the_naive_one(series in singles(), to_date in any::<bool>()) {
        let frequency = series.first().frequency();
        let frequency = if to_date { growth::to_date(frequency).unwrap() } else { frequency };
        let series = Series::new(Period::from_ordinal(frequency, series.first().ordinal()), series.values());
        let (values, year) = (by_ordinal(&series), frequency.per_year() as i32);
        let what = YearToDate::Growth(NegativeBase::Undefined);
        let growth = series.year_to_date(what).unwrap();
        for (period, _) in series.iter() {
            let width = if to_date { 1 } else { part(period) + 1 };
            let total = |at: i32| naive_sum(&values, at, width);
            prop_assert_eq!(growth.get(period), naive_rate(total(period.ordinal()), total(period.ordinal() - year)));
        }
        let long = long(&series);
        same_in_long(&series, &growth, &long, &long.year_to_date(what).unwrap())?;
        // Of running totals it is growth on a year ago.
        if to_date {
            let yoy = series.growth(Base::YearAgo).unwrap();
            prop_assert!(growth.iter().all(|(period, growth)| growth == yoy.get(period)));
            let on_the_last = series.growth(Base::Previous).unwrap();
            prop_assert!(on_the_last.iter().all(|(_, result)| result.is_err()));
        }
    }

    #[test]
    fn rolling_sums_are_the_naive_ones(series in singles(), window in 1..15_u32) {
        let values = by_ordinal(&series);
        let (width, long) = (window as i32, long(&series));
        let (sums, growth) =
            (series.rolling(RollingOptions::from(window).sum()).unwrap(), series.rolling(window).unwrap());
        for (period, _) in series.iter() {
            let sum = |at: i32| naive_sum(&values, at, width);
            prop_assert_eq!(sums.get(period), sum(period.ordinal()).ok_or(Undefined::MissingValue));
            prop_assert_eq!(growth.get(period), naive_rate(sum(period.ordinal()), sum(period.ordinal() - width)));
        }
        let panel = Panel::new(vec![SeriesKey::new("b", "x")], series.first(), series.values().to_vec()).unwrap();
        let dense = panel.rolling(window).unwrap();
        prop_assert_eq!(dense.as_outcomes().reasons(), growth.reasons());
        same_in_long(&series, &sums, &long, &long.rolling(RollingOptions::from(window).sum()).unwrap())?;
        same_in_long(&series, &growth, &long, &long.rolling(window).unwrap())?;
        // A sum over one period is the period.
        let (one, yoy) = (series.rolling(1).unwrap(), series.growth(Base::Previous).unwrap());
        prop_assert!(window != 1 || one.iter().all(|(period, result)| result == yoy.get(period)));
    }

    #[test]
    fn a_year_inherits_what_its_last_year_left(series in singles()) {
        let (values, year) = (by_ordinal(&series), series.first().frequency().per_year() as i32);
        let carried = series.year_to_date(YearToDate::CarryOver).unwrap();
        for (period, _) in series.iter() {
            let last = period.ordinal() - part(period) - 1;
            let of_year: Option<Vec<f64>> = (last - year + 1..=last).map(|at| values.get(&at).copied()).collect();
            let want = of_year.map_or(Err(Undefined::MissingBase), |values| carry_over(&values));
            prop_assert_eq!(carried.get(period), want);
        }
        let long = long(&series);
        same_in_long(&series, &carried, &long, &long.year_to_date(YearToDate::CarryOver).unwrap())?;
        // If the level does stay, the average grows by just that.
        let level = series.rolling(RollingOptions::YEAR).unwrap();
        let mut held = values.clone();
        let december = series.last().ordinal() - part(series.last()) - 1;
        if let Some(&end) = values.get(&december) {
            (1..=year).for_each(|month| { held.insert(december + month, end); });
            let points = held.into_iter().map(|(at, value)| (Period::from_ordinal(series.first().frequency(), at), value));
            let held = Series::from_points(points).unwrap().rolling(RollingOptions::YEAR).unwrap();
            let new_year = Period::from_ordinal(series.first().frequency(), december + 1);
            match (held.get(new_year + (year - 1)), carried.get(new_year)) {
                (Ok(a), Ok(b)) => prop_assert!((a - b).abs() <= 1e-12 * (1.0 + a.abs())),
                (a, b) => prop_assert!(a.is_err() == b.is_err() || end < 0.0, "{:?} {:?} {:?}", a, b, level),
            }
        }
    }

    #[test]
    fn two_years_of_the_average_are_the_growth_of_two_years(
        levels in prop::collection::vec(10.0..1e3_f64, 3..20), // a fall to a millionth loses the digits of 1 + rate
    ) {
        let series = Series::annual(2000, levels);
        let average = series.growth(GrowthOptions::TWO_YEAR).unwrap();
        let yoy = series.growth(Base::YearAgo).unwrap();
        let rates = Series::new(series.first(), yoy.values());
        let of_rates = rates.two_year_of_rates();
        for (period, value) in series.iter().skip(2) {
            let rate = average.get(period).unwrap();
            let compounded = series.get(period - 2).unwrap() * (1.0 + rate).powi(2);
            prop_assert!((compounded / value - 1.0).abs() < 1e-12);
            prop_assert!(((1.0 + of_rates.get(period).unwrap()) / (1.0 + rate) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn published_growth_is_the_nearest_printed_number(
        x in 0..10_i128.pow(13), b in 0..10_i128.pow(13), places in (0..7_u32, 0..7_u32), decimals in 0..4_u32,
        even in any::<bool>(),
    ) {
        let print = |digits: i128, places: u32| Decimal::new(digits, places).to_string();
        let rounding = if even { Rounding::HalfEven } else { Rounding::HalfAway };
        let options = PublishedOptions::new(Base::YearAgo, decimals).rounding(rounding);
        let (value, base): (Decimal, Decimal) =
            (print(x, places.0).parse().unwrap(), print(b, places.1).parse().unwrap());
        let got = percent_as_published(value, base, options);
        // Through doubles, as tables are read.
        let doubles = [print(b, places.1), print(x, places.0)].map(|text| text.parse::<f64>().unwrap());
        let read = Series::annual(2000, doubles).growth_as_published(options).unwrap().get(Period::annual(2001));
        prop_assert_eq!(read, got.map(Decimal::to_f64));
        // The same fractions over one denominator, in whole numbers.
        let (x, b) = (x * 10_i128.pow(places.1), b * 10_i128.pow(places.0));
        match got {
            Err(reason) => prop_assert_eq!(reason, if x == 0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase }),
            Ok(printed) => {
                // |exact − printed|·2 ≤ one unit of the last digit; at a tie the rule decides.
                prop_assert_eq!(printed.places(), decimals);
                let units: i128 = printed.to_string().replace('.', "").parse().unwrap();
                let exact = (x - b) * 10_i128.pow(2 + decimals);
                let miss = 2 * (exact - units * b);
                prop_assert!(miss.abs() <= b);
                if miss.abs() == b {
                    let by_rule = if even { units % 2 == 0 } else { (units * b).abs() > exact.abs() };
                    prop_assert!(by_rule);
                }
            }
        }
    }

    #[test]
    fn a_decimal_is_the_double_that_it_came_from(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        if let Some(decimal) = Decimal::of(value) {
            prop_assert_eq!(decimal.to_f64(), value);
            prop_assert_eq!(decimal.to_string().parse::<f64>().unwrap(), value);
            prop_assert_eq!(Some(decimal), format!("{value:?}").parse().ok());
        }
    }

    #[test]
    fn a_rounded_decimal_is_near_and_stays(digits in any::<i64>(), places in 0..20_u32, decimals in 0..20_u32) {
        let decimal = Decimal::new(i128::from(digits), places);
        for rounding in [Rounding::HalfAway, Rounding::HalfEven] {
            let rounded = decimal.round(decimals, rounding).unwrap();
            prop_assert_eq!(rounded.places(), decimals);
            prop_assert_eq!(rounded.round(decimals, rounding), Some(rounded));
            prop_assert!(decimals < places || rounded == decimal);
            let half = 0.5 * 10_f64.powi(-(decimals as i32));
            prop_assert!((rounded.to_f64() - decimal.to_f64()).abs() <= half * (1.0 + 1e-6) + decimal.to_f64().abs() * 1e-15);
        }
    }

    #[test]
    fn a_comparable_base_gives_the_published_rate(
        x in 1..10_i128.pow(9), b in 1..10_i128.pow(9), percent in -999..5000_i128,
    ) {
        let (value, base, rate) = (Decimal::new(x, 2), Decimal::new(b, 2), Decimal::new(percent, 1));
        let comparable = Comparable::of_printed(value, base, rate);
        let own = comparable.base().unwrap();
        prop_assert!((value.to_f64() / own / (1.0 + comparable.published()) - 1.0).abs() < 1e-12);
        // A rate that was computed from the levels and rounded to its digits is never flagged.
        let honest = percent_as_published(value, base, 1).unwrap();
        prop_assert_eq!(Comparable::of_printed(value, base, honest).is_beyond_rounding(), Some(false));
    }
}
