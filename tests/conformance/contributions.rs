//! Contributions as printed: Fujian's sectors, and the HICP's parts by Ribe and Kirchner.

use std::collections::BTreeMap;

use fanfan::growth::{Contribution, LinkedIndex, PriceContribution, price_contribution};
use fanfan::prelude::*;

use super::agreement::{Agreement, EXACT, Tolerance, close, value};
use super::csv_rows;

/// Half a unit of the one decimal of every figure.
const HALF: f64 = 0.05;

#[test]
fn fujian_shares_and_points() {
    const FILE: &str = "china_fujian_contribution_pull_1980_2009.csv";
    const MIXED: &str = "share times growth gives another figure, whatever the decimals that were cut";
    let mut agreement = Agreement::of(FILE);
    for row in csv_rows(FILE) {
        let figure = |column: &str| row[column].parse::<f64>().unwrap();
        let growth = figure("gdp_growth");
        for part in ["primary", "secondary", "tertiary", "industry"] {
            let (share, pull) = (figure(&format!("share_{part}")), figure(&format!("pull_{part}")));
            // A total that grew so, and a part with this share in its change.
            let points = |growth: f64, share: f64| {
                let total = Series::annual(2000, [100.0, 100.0 + growth]);
                let part = Series::annual(2000, [50.0, 50.0 + growth * share / 100.0]);
                let of = |form| part.contribution(&total, (Base::YearAgo, form)).unwrap().get(Period::annual(2001));
                let (points, share_again) = (of(Contribution::Points).unwrap(), of(Contribution::Share).unwrap());
                assert!((share_again * 100.0 - share).abs() < 1e-9);
                points * 100.0
            };
            // Points, share and growth are printed to one decimal each.
            let corners = [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)];
            let reach = corners.map(|(a, b)| points(growth + a * HALF, share + b * HALF));
            let low = reach.into_iter().fold(f64::INFINITY, f64::min) - HALF - 1e-9;
            let high = reach.into_iter().fold(f64::NEG_INFINITY, f64::max) + HALF + 1e-9;
            let outcome = if (low..=high).contains(&pull) {
                Ok(())
            } else {
                Err(format!("{:.3}, published {pull}", points(growth, share)))
            };
            agreement.case(format!("{} {part}", row["year"]), outcome);
        }
    }
    agreement.finish(
        120,
        &[("1990 secondary", MIXED), ("1990 industry", MIXED), ("1991 secondary", MIXED), ("1991 industry", MIXED)],
    );
}

fn month(date: &str) -> Period {
    Period::read(&date[..7]).unwrap()
}

#[test]
fn hicp_manual_example() {
    const FILE: &str = "hicp_contrib_manual_example.csv";
    let mut agreement = Agreement::of(FILE);
    let rows = csv_rows(FILE);
    let column = |name: &str| {
        Series::from_points(rows.iter().map(|row| (month(&row["date"]), row[name].parse().unwrap_or(f64::NAN))))
            .unwrap()
    };
    let weights = |name: &str| {
        let years: BTreeMap<i32, f64> =
            rows.iter().filter_map(|row| Some((month(&row["date"]).year(), row[name].parse().ok()?))).collect();
        Series::from_points(years.into_iter().map(|(year, weight)| (Period::annual(year), weight))).unwrap()
    };
    let (part, total, weight, whole) = (column("x_sub"), column("x_all"), weights("w_sub"), weights("w_all"));
    for (method, name) in [
        (PriceContribution::Ribe, "expected_ribe_annual"),
        (PriceContribution::Kirchner, "expected_kirchner_annual"),
        (PriceContribution::Previous, "expected_monthly_contrib"),
    ] {
        let got =
            price_contribution(LinkedIndex::new(&part, &weight), LinkedIndex::new(&total, &whole), method).unwrap();
        for (period, want) in column(name).points() {
            let outcome = value(got.get(period).map(|got| got * 100.0), want, EXACT);
            agreement.case(format!("{method} {period}"), outcome);
        }
        assert!(got.get(Period::monthly(2013, 12).unwrap()).is_err());
    }
    agreement.finish(24 + 24 + 35, &[]);
}

/// Series by the code of what they measure.
type Table = BTreeMap<String, Series>;

fn table(points: impl Iterator<Item = (String, Period, Option<f64>)>) -> Table {
    let mut by_code: BTreeMap<String, Vec<(Period, f64)>> = BTreeMap::new();
    for (code, period, value) in points {
        by_code.entry(code).or_default().push((period, value.unwrap_or(f64::NAN)));
    }
    by_code.into_iter().map(|(code, points)| (code, Series::from_points(points).unwrap())).collect()
}

/// In percent, as Eurostat prints it.
fn ribe(indices: [&Series; 2], weights: [&Series; 2], at: Period) -> Result<f64, Undefined> {
    let [x, total] = indices.map(|series| series.within(PeriodRange::new(at - 25, at).unwrap()));
    let (part, all) = (LinkedIndex::new(&x, weights[0]), LinkedIndex::new(&total, weights[1]));
    price_contribution(part, all, PriceContribution::Ribe).unwrap().get(at).map(|points| points * 100.0)
}

/// Eurostat computes with more decimals than it prints, so that the printed indices and weights leave a little open.
#[test]
fn hicp_published_ribe() {
    const INPUTS: &str = "within what indices and weights of two decimals leave open";
    let weights = table(
        csv_rows("hicp_weights_EA_subset.csv")
            .into_iter()
            .map(|row| (row["coicop"].clone(), Period::read(&row["year"]).unwrap(), row["weight"].parse().ok())),
    );
    let rows = csv_rows("hicp_published_monthly_EA_subset.csv");
    let column =
        |name: &str| table(rows.iter().map(|row| (row["coicop"].clone(), month(&row["time"]), row[name].parse().ok())));
    let (indices, published) = (column("index"), column("ribe"));
    let mut agreement = Agreement::of("hicp_published_monthly_EA_subset.csv, ribe");
    let mut rounded = Vec::new();
    for (code, printed) in &published {
        let (indices, weights) = ([&indices[code], &indices["CP00"]], [&weights[code], &weights["CP00"]]);
        for (at, want) in printed.points() {
            let name = format!("{code} {at}");
            let points = ribe(indices, weights, at);
            let outcome = value(points, want, Tolerance::Decimals(2));
            if outcome.is_err() && (points.unwrap() - want).abs() <= open(indices, weights, at) {
                rounded.push(name.clone());
            }
            agreement.case(name, outcome);
        }
    }
    let listed: Vec<(&str, &str)> = rounded.iter().map(|name| (name.as_str(), INPUTS)).collect();
    // Which ones is found by computing what their inputs leave open; how many is written down.
    assert_eq!(listed.len(), 117);
    agreement.finish(1974, &listed);
}

/// How far the printed figure may lie from ours, with inputs that print as these do.
fn open(indices: [&Series; 2], weights: [&Series; 2], at: Period) -> f64 {
    let moved = |series: &Series, at: Period| {
        Series::from_points(series.points().map(|(period, x)| (period, if period == at { x + 0.005 } else { x })))
            .unwrap()
    };
    let got = ribe(indices, weights, at).unwrap();
    let year_end = Period::monthly(at.year() - 1, 12).unwrap();
    let mut open = 0.005;
    for nth in [0, 1] {
        for period in [at, at - 12, year_end, year_end - 12] {
            let (moved, mut indices) = (moved(indices[nth], period), indices);
            indices[nth] = &moved;
            open += (ribe(indices, weights, at).unwrap() - got).abs();
        }
    }
    for year in [at.year() - 1, at.year()] {
        let moved = moved(weights[0], Period::annual(year));
        open += (ribe(indices, [&moved, weights[1]], at).unwrap() - got).abs();
    }
    open * (1.0 + 1e-9)
}

#[test]
fn the_parts_of_a_linked_index_add_up() {
    // Two parts and their total, linked in December with new weights each year; months rise at different paces.
    let months = 36;
    let first = Period::monthly(2018, 12).unwrap();
    let relative =
        |part: usize, at: usize| 1.0 + [0.013, -0.004][part] * (at % 12 + 1) as f64 + 0.002 * (at % 5) as f64;
    let weights = [[300.0, 450.0, 380.0], [700.0, 550.0, 620.0]];
    let (mut parts, mut total) = ([vec![100.0], vec![100.0]], vec![100.0]);
    for at in 0..months {
        let (year, before) = (at / 12, at - at % 12);
        let rise = (0..2).map(|part| weights[part][year] / 1000.0 * relative(part, at)).sum::<f64>();
        total.push(total[before] * rise);
        for (part, values) in parts.iter_mut().enumerate() {
            values.push(values[before] * relative(part, at));
        }
    }
    let whole = Series::annual(2019, [1000.0, 1000.0, 1000.0]);
    let all = Series::new(first, total);
    for method in [PriceContribution::Ribe, PriceContribution::Previous] {
        let base = if method == PriceContribution::Previous { Base::Previous } else { Base::YearAgo };
        let growth = all.growth(base).unwrap();
        let of = |part: usize| {
            let (index, weight) = (Series::new(first, parts[part].as_slice()), Series::annual(2019, weights[part]));
            price_contribution(LinkedIndex::new(&index, &weight), LinkedIndex::new(&all, &whole), method).unwrap()
        };
        let (one, other) = (of(0), of(1));
        for at in 13..=months {
            let period = first + at as i32;
            let (Ok(one), Ok(other)) = (one.get(period), other.get(period)) else {
                panic!("{method} {period}: {:?}", one.get(period));
            };
            close(one + other, growth.get(period).unwrap(), Tolerance::Relative(1e-11)).unwrap();
        }
    }
}
