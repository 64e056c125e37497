//! Figures of the National Bureau of Statistics: two-year averages, running totals on a comparable base, quarters at
//! constant prices.

use std::collections::BTreeMap;

use fanfan::growth::{Comparable, Decimal, rate_of_multiple};
use fanfan::prelude::*;

use super::agreement::{Agreement, Tolerance, all, close, value};
use super::{csv_rows, json, number};

#[test]
fn two_year_averages() {
    const FILE: &str = "nbs_two_year_average_2021.json";
    let mut agreement = Agreement::of(FILE);
    for case in json(FILE)["cases"].as_array().unwrap() {
        let given = |key: &str| case.get(key).map(|value| number(value) / 100.0);
        let (yoy, average) = (given("yoy_2021").unwrap(), given("two_year_avg").unwrap());
        // Levels by the published rates; the rate of 2020 is given, or it is what the average implies.
        let before = given("yoy_2020").or_else(|| given("implied_yoy_2020")).unwrap();
        let (first, last) = (Period::annual(2020), Period::annual(2021));
        let rates = Series::new(first, [before, yoy]);
        let levels = Series::annual(2019, [1.0, 1.0 + before, (1.0 + before) * (1.0 + yoy)]);
        let by_levels = levels.growth(GrowthOptions::TWO_YEAR).unwrap().get(last);
        let printed = Tolerance::Decimals(3); // percent with one decimal
        let mut checks = vec![
            value(rates.two_year_of_rates().get(last), average, printed),
            value(by_levels, average, printed),
            value(by_levels, rates.two_year_of_rates().get(last).unwrap(), Tolerance::Relative(1e-12)),
        ];
        if let Some(calculated) = given("calc_from_rates") {
            checks.push(value(rates.two_year_of_rates().get(last), calculated, Tolerance::Decimals(5)));
        }
        if let (Some(calculated), Some(since)) = (given("calc_from_2019_level"), given("vs_2019")) {
            let levels = Series::annual(2019, [1.0, f64::NAN, 1.0 + since]);
            checks.push(value(
                levels.growth(GrowthOptions::TWO_YEAR).unwrap().get(last),
                calculated,
                Tolerance::Decimals(5),
            ));
        }
        if let Some(implied) = given("implied_yoy_2020") {
            let got = rate_of_multiple((1.0 + average).powi(2) / (1.0 + yoy), 1.0);
            // Printed with two decimals, or one.
            let digits = if (implied * 1000.0 - (implied * 1000.0).round()).abs() < 1e-9 { 3 } else { 4 };
            checks.push(value(got, implied, Tolerance::Decimals(digits)));
        }
        agreement.case(case["indicator"].as_str().unwrap(), all(checks));
    }
    agreement.finish(11, &[]);
}

/// Running totals of profits: the implied rate, gap and base that the file has, and single months out of them.
#[test]
fn industrial_profits() {
    const FILE: &str = "nbs_industrial_profit_cumulative_2012_2019.csv";
    let rows = csv_rows(FILE);
    let totals = Series::from_points(rows.iter().map(|row| {
        let period = Period::months_to_date(row["year"].parse().unwrap(), row["month"].parse().unwrap()).unwrap();
        (period, row["cum_value_100m_yuan"].parse().unwrap())
    }))
    .unwrap();
    let yoy = totals.growth(Base::YearAgo).unwrap();
    let singles = totals.single_periods().unwrap();
    assert_eq!(singles.together().len(), 8, "January and February are published together every year");
    let mut agreement = Agreement::of(FILE);
    let (mut flagged, mut compared) = (0, 0);
    for row in &rows {
        let given = |column: &str| row[column].parse::<f64>().ok();
        let (year, month): (i32, u8) = (row["year"].parse().unwrap(), row["month"].parse().unwrap());
        let period = Period::months_to_date(year, month).unwrap();
        let published: Decimal = row["cum_yoy_published_pct"].parse().unwrap();
        let level: Decimal = row["cum_value_100m_yuan"].parse().unwrap();
        let mut checks = Vec::new();
        if let Some(base) = totals.get(period - 12) {
            let comparable = Comparable::of_printed(level, Decimal::of(base).unwrap(), published);
            compared += 1;
            flagged += usize::from(comparable.is_beyond_rounding() == Some(true));
            assert_eq!(comparable.published(), published.to_f64() / 100.0, "a published rate is kept");
            checks.push(value(comparable.implied(), yoy.get(period).unwrap(), Tolerance::Relative(1e-12)));
            if let (Some(implied), Some(gap)) = (given("level_implied_yoy_pct"), given("gap_pp")) {
                let percent = comparable.implied().map(|rate| rate * 100.0);
                checks.push(value(percent, implied, Tolerance::Decimals(4)));
                checks.push(value(comparable.gap(), gap, Tolerance::Decimals(4)));
            }
        }
        let comparable = Comparable::of_printed(level, Decimal::new(1, 0), published);
        checks.push(value(comparable.base(), given("implied_comparable_base").unwrap(), Tolerance::Decimals(2)));
        let single = singles.periods().get(Period::monthly(year, month).unwrap());
        match given("single_month_from_cum") {
            Some(want) => checks.push(value(single, want, Tolerance::Decimals(2))),
            None if month == 2 && single == Err(Undefined::SpansSeveral) => {}
            None => checks.push(Err(format!("{single:?} where the file has no single month"))),
        }
        agreement.case(format!("{year}-{month:02}"), all(checks));
    }
    println!("profits: {compared} rates with a base, the gap of {flagged} is beyond rounding");
    agreement.finish(88, &[]);
}

/// Revenue and profit of ten years: the published rates are on a comparable basis, and none is called wrong.
#[test]
fn revenue_and_profit_on_a_comparable_base() {
    const FILE: &str = "china_industrial_revenue_profit.csv";
    let mut series: BTreeMap<String, BTreeMap<i32, String>> = BTreeMap::new();
    for row in csv_rows(FILE) {
        let (year, month) = (row["period"][..4].parse().unwrap(), row["period"][5..7].parse().unwrap());
        // The file writes the month at which a running total ends.
        let period = Period::months_to_date(year, month).unwrap();
        series.entry(row["indicator"].clone()).or_default().insert(period.ordinal(), row["value"].clone());
    }
    for (name, counts) in [("规模以上工业企业利润总额", [95, 4, 93]), ("规模以上工业企业营业收入", REVENUE)]
    {
        let (levels, rates) = (&series[&format!("{name}_累计")], &series[&format!("{name}_累计同比增速")]);
        let (mut compared, mut near, mut beyond) = (0, 0, 0);
        for (ordinal, rate) in rates {
            let (Some(level), Some(base)) = (levels.get(ordinal), levels.get(&(ordinal - 12))) else { continue };
            let number = |text: &String| text.parse::<f64>().unwrap();
            let comparable = Comparable::of_columns((number(level), 2), (number(base), 2), (number(rate), 1)).unwrap();
            compared += 1;
            near += usize::from(comparable.gap().unwrap().abs() <= 0.05);
            beyond += usize::from(comparable.is_beyond_rounding().unwrap());
            close(comparable.published() * 100.0, number(rate), Tolerance::Relative(1e-15)).unwrap();
            let implied_base = comparable.base().unwrap();
            close(number(level) / implied_base - 1.0, comparable.published(), Tolerance::Decimals(12)).unwrap();
            close(comparable.scope().unwrap(), implied_base - number(base), Tolerance::Relative(1e-12)).unwrap();
        }
        println!(
            "{FILE}, {name}: {compared} rates with a base, {near} follow from the levels to 0.05 points, {beyond} beyond rounding"
        );
        assert_eq!([compared, near, beyond], counts, "{name}");
    }
}

const REVENUE: [usize; 3] = [26, 0, 26];

/// Quarters at constant prices reproduce the published index (上年同期=100) to its printed digit.
#[test]
fn constant_price_quarters() {
    const FILE: &str = "nbs_gdp_constant_quarterly_2020Q1.csv";
    let mut series: BTreeMap<String, BTreeMap<i32, f64>> = BTreeMap::new();
    for row in csv_rows(FILE) {
        let period: Period = row["period"].parse().unwrap();
        series.entry(row["indicator"].clone()).or_default().insert(period.ordinal(), row["value"].parse().unwrap());
    }
    let of = |name: &str, frequency: Frequency| {
        let points = series[name].iter().map(|(&ordinal, &value)| (Period::from_ordinal(frequency, ordinal), value));
        Series::from_points(points).unwrap()
    };
    let mut agreement = Agreement::of(FILE);
    for (level, index) in [
        ("国内生产总值", "国内生产总值"),
        ("第一产业增加值", "第一产业增加值"),
        ("第二产业增加值", "第二产业增加值"),
        ("第三产业增加值", "第三产业增加值"),
    ] {
        for (kind, frequency) in [("当季值", Frequency::Quarterly), ("累计值", Frequency::QuarterlyToDate)] {
            let values = of(&format!("{level}(不变价){kind}(亿元)"), frequency);
            let ratio = values.growth((Base::YearAgo, Form::Ratio)).unwrap();
            for (period, printed) in of(&format!("{index}指数(上年同期=100){kind}"), frequency).points() {
                let Ok(got) = ratio.get(period) else { continue };
                agreement.case(format!("{index} {kind} {period}"), close(got * 100.0, printed, Tolerance::Decimals(1)));
            }
        }
        // The quarters add up to the running totals, and these come apart into the quarters.
        let quarters = of(&format!("{level}(不变价)当季值(亿元)"), Frequency::Quarterly);
        let totals = of(&format!("{level}(不变价)累计值(亿元)"), Frequency::QuarterlyToDate);
        let (added, apart) = (quarters.running_totals().unwrap(), totals.single_periods().unwrap());
        for (period, total) in totals.points().skip(1) {
            let quarter = Period::from_ordinal(Frequency::Quarterly, period.ordinal());
            // Four figures with one decimal leave 0.2 open, two of them 0.1.
            let outcome = all([
                sum_of_printed(added.get(period), total, 0.2 + 0.05),
                sum_of_printed(apart.periods().get(quarter), quarters.get(quarter).unwrap(), 0.15),
            ]);
            agreement.case(format!("{index} totals {period}"), outcome);
        }
    }
    agreement.finish(QUARTERS, &[]);
}

const QUARTERS: usize = 164;

/// Sums of printed figures may differ by what their rounding leaves open.
fn sum_of_printed(got: Result<f64, Undefined>, printed: f64, open: f64) -> Result<(), String> {
    match got {
        Ok(got) if (got - printed).abs() <= open + 1e-9 => Ok(()),
        other => Err(format!("{other:?}, published {printed}")),
    }
}
