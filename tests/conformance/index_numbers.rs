//! Index numbers: annual overlap, the PPI Manual's formulas, splices, Denton, rates by period.

use fanfan::aggregate::OverPeriods;
use fanfan::growth::{ChainedVolume, VolumeIndex, annual_overlap_contribution, volume_contributions_into};
use fanfan::index_number::{
    ChainOptions, DentonOptions, IndexFormula, KeepLevel, Link, Mean, SpliceOptions, chain, denton, splice,
};
use fanfan::model::Frequency;
use fanfan::prelude::*;
use serde_json::Value;

use super::agreement::{Agreement, EXACT, Tolerance, all, close, value};
use super::{csv_rows, json, number, numbers};

#[test]
fn imf_annual_overlap() {
    const FILE: &str = "imf_qna_annual_overlap_example";
    let rows = csv_rows("imf_qna_annual_overlap_example.csv");
    let file = json("imf_qna_annual_overlap_example.json");
    let mut agreement = Agreement::of(FILE);
    let first = Period::quarterly(1998, 1).unwrap();
    let column =
        |name: &str| Series::new(first, rows.iter().map(|row| row[name].parse().unwrap()).collect::<Vec<f64>>());
    let yearly = |series: &Series| series.aggregate((Frequency::Annual, OverPeriods::Sum)).unwrap().to_series();
    // Quantities and values by year, with the year before the quarters.
    let base = &file["base_year"];
    let with_base = |series: &Series, base: f64| Series::annual(1997, [&[base], series.values()].concat());
    let goods = ["A", "B"].map(|good| {
        let (quantity, price) = (column(&format!("q{good}")), column(&format!("p{good}")));
        let nominal: Vec<f64> = quantity.values().iter().zip(price.values()).map(|(q, p)| q * p).collect();
        let nominal = Series::new(first, nominal);
        let (q, p) = (number(&base[format!("q{good}")]), number(&base[format!("p{good}")]));
        let (years_q, years_value) = (with_base(&yearly(&quantity), q), with_base(&yearly(&nominal), q * p));
        (quantity, nominal, years_q, years_value)
    });
    let sum = |a: &Series, b: &Series| {
        Series::new(a.first(), a.values().iter().zip(b.values()).map(|(a, b)| a + b).collect::<Vec<f64>>())
    };
    let current = sum(&goods[0].1, &goods[1].1);
    let years_current = sum(&goods[0].3, &goods[1].3);

    // Values at the average prices of the year before, over a quarter of that year.
    let at_prices_before = |period: Period, year: Period| -> f64 {
        goods
            .iter()
            .map(|good| good.0.get(period).unwrap() * good.3.get(year).unwrap() / good.2.get(year).unwrap())
            .sum()
    };
    let links: Vec<f64> = (0..12)
        .map(|at| {
            let (period, year) = (first + at, Period::annual(1997 + at / 4));
            at_prices_before(period, year) / (years_current.get(year).unwrap() / 4.0)
        })
        .collect();
    let options = ChainOptions::new(Link::YearAverage).scale(1.0);
    let index = chain(&Series::new(first, links), options).unwrap();
    let annual = index.to_series().aggregate((Frequency::Annual, OverPeriods::Mean)).unwrap();
    for (at, row) in rows.iter().enumerate() {
        let (period, printed) = (first + at as i32, |name: &str| row[name].parse::<f64>().unwrap());
        let year = Period::annual(period.year() - 1);
        agreement.case(
            period.to_string(),
            all([
                close(current.get(period).unwrap(), printed("current_value"), EXACT),
                close(at_prices_before(period, year), printed("value_at_prev_year_avg_prices"), EXACT),
                value(index.get(period), printed("chain_index_1997_100"), EXACT),
            ]),
        );
        // Prices of 1997 throughout are Laspeyres over a quarter of that year.
        let quantities = goods.each_ref().map(|good| good.0.get(period).unwrap());
        let quarter = goods.each_ref().map(|good| good.2.get(Period::annual(1997)).unwrap() / 4.0);
        let prices = [number(&base["pA"]), number(&base["pB"])];
        let fixed = IndexFormula::Laspeyres.index([&quarter, &quantities], [&prices, &prices]).unwrap();
        let want = number(&file["fixed_1997_prices_index"][at]);
        agreement.case(format!("{period} at prices of 1997"), value(fixed.map(|index| index * 100.0), want, EXACT));
    }
    for (at, year) in file["annual"].as_array().unwrap().iter().enumerate() {
        let (period, wanted) = (Period::annual(1998 + at as i32), |name: &str| number(&year[name]));
        let of =
            |pick: fn(&Goods) -> &Series, period: Period| goods.each_ref().map(|good| pick(good).get(period).unwrap());
        let (q0, q1) = (of(|good| &good.2, period - 1), of(|good| &good.2, period));
        let price = |period: Period| {
            let (values, quantities) = (of(|good| &good.3, period), of(|good| &good.2, period));
            [values[0] / quantities[0], values[1] / quantities[1]]
        };
        let (p0, p1) = (price(period - 1), price(period));
        let mut points = [0.0; 2];
        let growth = volume_contributions_into([&p0, &p1], [&q0, &q1], VolumeIndex::Laspeyres, &mut points).unwrap();
        agreement.case(
            format!("year {period}"),
            all([
                value(growth.map(|rate| rate * 100.0), wanted("annual_volume_growth_pct"), Tolerance::Relative(2e-12)),
                close(points[0] * 100.0, wanted("contribution_A_pp"), EXACT),
                close(points[1] * 100.0, wanted("contribution_B_pp"), EXACT),
                close(p1[0], wanted("avg_pA"), EXACT),
                close(p1[1], wanted("avg_pB"), EXACT),
                value(annual.get(period), wanted("annual_chain_index"), EXACT),
            ]),
        );
    }
    agreement.finish(12 + 12 + 3, &[]);

    // The additive volume differences of the goods add up to the growth of the chained total.
    let total = index.to_series();
    let growth = total.growth(Base::YearAgo).unwrap();
    let of = |good: &Goods| {
        annual_overlap_contribution(ChainedVolume::new(&good.0, &good.1), ChainedVolume::new(&total, &current)).unwrap()
    };
    let (one, other) = (of(&goods[0]), of(&goods[1]));
    let last = Period::quarterly(2000, 4).unwrap();
    for period in PeriodRange::new(last - 3, last).unwrap().iter() {
        let sum = one.get(period).unwrap() + other.get(period).unwrap();
        close(sum, growth.get(period).unwrap(), Tolerance::Relative(1e-11)).unwrap();
    }
    assert_eq!(one.get(last - 4), Err(Undefined::MissingBase)); // 1997 has no quarters
}

type Goods = (Series, Series, Series, Series);

#[test]
fn ppi_manual() {
    const OTHER: &str = "another decomposition, which is not built";
    let rows = csv_rows("ppi_manual_price6_quantity6.csv");
    let file = json("ppi_manual_index_and_contributions.json");
    let mut agreement = Agreement::of("ppi_manual_index_and_contributions.json");
    let column = |name: String| -> Vec<f64> { rows.iter().map(|row| row[&name].parse().unwrap()).collect() };
    let prices: Vec<Vec<f64>> = (1..=5).map(|t| column(format!("p_t{t}"))).collect();
    let quantities: Vec<Vec<f64>> = (1..=5).map(|t| column(format!("q_t{t}"))).collect();

    let index = |formula: IndexFormula, volume: bool, from: usize, to: usize| {
        let (p, q) = ([&prices[from][..], &prices[to]], [&quantities[from][..], &quantities[to]]);
        if volume { formula.index(q, p).unwrap() } else { formula.index(p, q).unwrap() }
    };
    let chained = |formula: IndexFormula, volume: bool| {
        let links: Vec<f64> = (1..5).map(|t| index(formula, volume, t - 1, t).unwrap()).collect();
        chain(&Series::annual(2, links), ChainOptions::new(Link::Previous).scale(1.0).level(1.0)).unwrap()
    };
    for (name, printed) in file["direct_price_indexes_literal"].as_object().unwrap() {
        let formula = match name.as_str() {
            "walsh1" => IndexFormula::Walsh,
            name => name.parse().unwrap(),
        };
        for (t, want) in numbers(printed).into_iter().enumerate() {
            agreement.case(
                format!("direct price {name} {}", t + 1),
                value(index(formula, false, 0, t), want, Tolerance::Decimals(4)),
            );
        }
    }
    for (key, volume, direct) in [
        ("chained_price_computed", false, false),
        ("direct_volume_computed", true, true),
        ("chained_volume_computed", true, false),
    ] {
        for (name, printed) in file[key].as_object().unwrap() {
            let formula: IndexFormula = name.parse().unwrap();
            let chained = chained(formula, volume);
            for (t, want) in numbers(printed).into_iter().enumerate() {
                let got = if direct { index(formula, volume, 0, t) } else { chained.get(Period::annual(t as i32 + 1)) };
                agreement.case(format!("{key} {name} {}", t + 1), value(got, want, EXACT));
            }
        }
    }
    for (key, growth, index) in [
        ("bea_volume_contributions_computed", "fisher_volume_growth_pct", VolumeIndex::Fisher),
        ("laspeyres_volume_contributions_computed", "laspeyres_volume_growth_pct", VolumeIndex::Laspeyres),
    ] {
        for case in file[key].as_array().unwrap() {
            let t = case["t"].as_u64().unwrap() as usize - 1;
            let (p, q) = ([&prices[t - 1][..], &prices[t]], [&quantities[t - 1][..], &quantities[t]]);
            let mut points = [0.0; 6];
            let total = volume_contributions_into(p, q, index, &mut points).unwrap();
            let mut checks = vec![value(total.map(|rate| rate * 100.0), number(&case[growth]), SUMS)];
            let printed = numbers(&case["contributions_pp"]);
            checks.extend(points.iter().zip(printed).map(|(got, want)| close(got * 100.0, want, SUMS)));
            agreement.case(format!("{index} contributions {}", t + 1), all(checks));
        }
    }
    // Prices take the place of quantities, and quantities that of prices.
    let mut points = [0.0; 6];
    let (p, q) = ([&prices[0][..], &prices[1]], [&quantities[0][..], &quantities[1]]);
    volume_contributions_into(q, p, VolumeIndex::Fisher, &mut points).unwrap().unwrap();
    for (name, printed) in file["price_contributions_t2_vs_t1_literal"].as_object().unwrap() {
        let checks = points.iter().zip(numbers(printed)).map(|(got, want)| close(*got, want, Tolerance::Decimals(8)));
        agreement.case(name.as_str(), all(checks));
    }
    agreement.finish(
        35 + 45 + 8 + 5,
        &[
            ("fisher_price_contrib_reinsdorf", OTHER),
            ("reinsdorf_sec2_like", OTHER),
            ("hallerbach", OTHER),
            ("jevons", "contributions to a geometric mean, which is not built"),
        ],
    );
}

/// Contributions are differences of sums; the file's own sums are off by this much from their own parts.
const SUMS: Tolerance = Tolerance::Relative(1e-12);

#[test]
fn gpindex_splices() {
    const FILE: &str = "gpindex_splice_cases.json";
    let mut agreement = Agreement::of(FILE);
    for (nth, case) in json(FILE)["cases"].as_array().unwrap().iter().enumerate() {
        let how = case["splice"].as_str().unwrap();
        let windows: Vec<Vec<f64>> = case["x"].as_array().unwrap().iter().map(numbers).collect();
        let tolerance = if case["tol"].is_null() { EXACT } else { Tolerance::Decimals(6) };
        let got = spliced(&windows, how);
        let checks = numbers(&case["expected"]).into_iter().enumerate();
        let checks = checks.map(|(at, want)| close(got.get(Period::annual(at as i32 + 1)).unwrap(), want, tolerance));
        agreement.case(format!("{} {how}", nth + 1), all(checks));
    }
    agreement.finish(8, &[]);
}

/// Windows of movements, each one period later than the one before; every window adds its last period.
fn spliced(windows: &[Vec<f64>], how: &str) -> Series {
    // A window as an index that begins in the period before its first movement.
    let window = |nth: usize| {
        let links = Series::annual(nth as i32 + 1, windows[nth].as_slice());
        chain(&links, ChainOptions::new(Link::Previous).scale(1.0).level(1.0)).unwrap().to_series()
    };
    let carry = |old: &Series, new: &Series, from: Period, to: Period, mean: Mean| {
        let overlap = PeriodRange::new(from, to).unwrap();
        splice(old, new, SpliceOptions::new(overlap).keep(KeepLevel::Old).mean(mean)).unwrap().to_series()
    };
    let mut published = window(0);
    let mut before = published.clone(); // the window before, on the level of what is published
    for (nth, movements) in windows.iter().enumerate().skip(1) {
        let new = window(nth);
        let (first, last) = (new.first(), new.last());
        let at = |period: Period| carry(&published, &new, period, period, Mean::Arithmetic);
        let value = match how {
            "movement(3)" => at(last - 1).get(last),
            "window(1) on published" => at(first).get(last),
            "window(1)" => {
                let moved = carry(&before, &new, first, first, Mean::Arithmetic);
                before = moved.clone();
                moved.get(last)
            }
            "mean" => {
                let moved = carry(&before, &new, first, last - 1, Mean::Geometric);
                // What the next window is linked to: each period by the movement of this window alone.
                let steps = (1..=movements.len() as i32).map(|step| {
                    let period = first + step;
                    (period, at(period - 1).get(period).unwrap())
                });
                before = Series::from_points(steps).unwrap();
                moved.get(last)
            }
            other => panic!("{other}"),
        };
        let points = published.points().chain([(last, value.unwrap())]);
        published = Series::from_points(points).unwrap();
    }
    // The period before the first movement is no result.
    published.within(PeriodRange::new(Period::annual(1), published.last()).unwrap())
}

#[test]
fn denton_cases() {
    const PRINT: &str =
        "the exact solution, checked in rational arithmetic, is 1042.8485; the manual prints a tenth more";
    const FILE: &str = "denton_cases.json";
    let mut agreement = Agreement::of(FILE);
    for case in json(FILE)["cases"].as_array().unwrap() {
        let indicator = Series::new(Period::quarterly(2000, 1).unwrap(), numbers(&case["indicator"]));
        let benchmarks = Series::annual(2000, numbers(&case["benchmark"]));
        let got = denton(&indicator, &benchmarks, DentonOptions::new()).unwrap();
        let tolerance = match case["id"].as_str().unwrap() {
            "imf_qna_6.2" => Tolerance::Decimals(1),
            _ => Tolerance::Significant(8),
        };
        let printed = case["expected"].as_array().unwrap();
        for (at, want) in printed.iter().map(Value::as_f64).enumerate() {
            let period = indicator.first() + at as i32;
            let name = format!("{} {}", case["id"].as_str().unwrap(), at + 1);
            agreement.case(name, value(got.get(period), want.unwrap(), tolerance));
        }
    }
    agreement.finish(12 + 20, &[("imf_qna_6.2 6", PRINT)]);
}

#[test]
fn hicp_rates() {
    const FILE: &str = "hicp_rates_cases.json";
    let mut agreement = Agreement::of(FILE);
    let per_year = |name: &str| match name {
        "month" | "monthly" => Frequency::Monthly,
        "quarter" | "quarterly" => Frequency::Quarterly,
        "year" | "annual" => Frequency::Annual,
        other => panic!("{other}"),
    };
    for case in json(FILE)["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let own = per_year(id.split('_').next().unwrap().trim_end_matches(char::is_numeric));
        let over = per_year(case["type"].as_str().unwrap());
        let periods: Vec<Period> = case["t"]
            .as_array()
            .unwrap()
            .iter()
            .map(|date| {
                let month = Period::read(&date.as_str().unwrap()[..7]).unwrap();
                month.lies_in(own).unwrap()
            })
            .collect();
        let series = Series::from_points(periods.iter().copied().zip(numbers(&case["x"]))).unwrap();
        // A rate over a time that is shorter than a period is no rate of these values.
        let rates = over.parts_of(own).map(|lag| series.growth(Base::Lag(lag as i32)).unwrap());
        let checks = periods.iter().zip(numbers(&case["expected"])).map(|(period, want)| {
            match rates.as_ref().map(|rates| rates.get(*period)) {
                None | Some(Err(Undefined::MissingBase | Undefined::MissingValue)) if want.is_nan() => Ok(()),
                None => Err(format!("no rate, published {want}")),
                Some(got) => value(got.map(|rate| rate * 100.0), want, EXACT),
            }
        });
        agreement.case(id, all(checks));
    }
    agreement.finish(17, &[]);
}
