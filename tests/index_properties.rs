//! What must hold of contributions, index numbers and aggregates for all inputs, with naive versions beside them.

use fanfan::aggregate::{
    AggregateOptions, OverPeriods, OverSubjects, Present, SubjectOptions, mean_over_periods, ratio_over_periods,
};
use fanfan::growth::{
    Contribution, ContributionOptions, MissingPart, NegativeBase, VolumeIndex, volume_contributions_into,
};
use fanfan::index_number::{
    ChainOptions, DentonOptions, IndexFormula, KeepLevel, Link, Mean, RebaseOptions, SpliceOptions, chain, deflate,
    denton, implicit_deflator, inflate, splice, unchain,
};
use fanfan::model::{Frequency, Panel, SeriesKey};
use fanfan::prelude::*;
use proptest::prelude::*;
use proptest::sample::select;

/// Positive values of ordinary size, a gap now and then.
fn level() -> impl Strategy<Value = f64> {
    prop_oneof![9 => 0.5..2e3_f64, 1 => Just(f64::NAN)]
}

/// Any value, gaps and nonsense among them.
fn cell() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -1e3..1e3_f64,
        2 => Just(f64::NAN),
        1 => select(&[0.0, -0.0, 1.0, -1.0, f64::INFINITY, f64::NEG_INFINITY, 1e300][..]),
    ]
}

fn frequency() -> impl Strategy<Value = Frequency> {
    select(&[Frequency::Annual, Frequency::HalfYearly, Frequency::Quarterly, Frequency::Monthly][..])
}

fn series(values: impl Strategy<Value = f64>) -> impl Strategy<Value = Series> {
    (frequency(), -50..50_i32, prop::collection::vec(values, 1..40)).prop_map(|(frequency, from, values)| {
        Series::new(Period::from_ordinal(frequency, 2000 * frequency.per_year() as i32 + from), values)
    })
}

fn near(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * a.abs().max(b.abs())
}

/// Every value that is wanted is there, and near.
fn same(got: &Series, want: &Series, share: f64) -> Result<(), TestCaseError> {
    for (period, want) in want.points() {
        let got = got.get(period);
        prop_assert!(got.is_some_and(|got| near(got, want, share)), "{}: {:?} for {}", period, got, want);
    }
    Ok(())
}

fn keys(count: usize) -> Vec<SeriesKey> {
    (0..count).map(|nth| SeriesKey::new(nth.to_string(), "x")).collect()
}

fn base() -> impl Strategy<Value = Base> {
    prop_oneof![
        Just(Base::YearAgo),
        Just(Base::Previous),
        select(&[-2, 2, 5][..]).prop_map(Base::Lag),
        Just(Base::YearsAgo(2)),
        Just(Base::First),
        (-3..12_i32).prop_map(|step| Base::Fixed(Period::annual(2000 + step))),
    ]
}

fn policy() -> impl Strategy<Value = NegativeBase> {
    select(NegativeBase::ALL)
}

proptest! {
    #[test]
    fn points_and_residual_are_the_growth_of_the_total(
        rows in prop::collection::vec(prop::collection::vec(cell(), 12), 1..5),
        total in prop::collection::vec(cell(), 12),
        base in base(),
        policy in policy(),
    ) {
        let first = Period::annual(2000);
        let panel = Panel::new(keys(rows.len()), first, rows.concat()).unwrap();
        let total = Series::new(first, total);
        let options = ContributionOptions::new(base).negative_base(policy).missing_part(MissingPart::InResidual);
        let got = panel.contributions(&total, options).unwrap();
        let growth = total.growth(GrowthOptions::new(base).negative_base(policy)).unwrap();
        for (column, (period, growth)) in growth.iter().enumerate() {
            prop_assert_eq!(growth.err(), got.total().get(period).err(), "{}", period);
            let Ok(growth) = growth else { continue };
            let parts: Vec<f64> = (0..rows.len()).filter_map(|row| got.parts().get(row, column)?.ok()).collect();
            let size = parts.iter().fold(growth.abs(), |size, part| size.max(part.abs()));
            if let Ok(residual) = got.residual().get(period) {
                prop_assert!((parts.iter().sum::<f64>() + residual - growth).abs() <= 1e-14 * size * 8.0);
            }
        }
    }

    #[test]
    fn contributions_are_what_a_few_lines_give(
        rows in prop::collection::vec(prop::collection::vec(cell(), 9), 1..4),
        total in prop::collection::vec(cell(), 9),
        base in base(),
        form in select(Contribution::ALL),
    ) {
        let first = Period::annual(2000);
        let panel = Panel::new(keys(rows.len()), first, rows.concat()).unwrap();
        let total = Series::new(first, total);
        let got = panel.contributions(&total, (base, form)).unwrap();
        let of = |series: &Series, period: Period| -> Option<f64> {
            let base = match base {
                Base::YearAgo | Base::Previous => period - 1,
                Base::Lag(years) | Base::YearsAgo(years) => period - years,
                Base::Fixed(period) => period,
                Base::First => total.points().next()?.0,
                _ => panic!("no naive version of {base:?}"),
            };
            series.get(base)
        };
        for (row, values) in rows.iter().enumerate() {
            let part = Series::new(first, values.as_slice());
            for (column, (period, _)) in part.iter().enumerate() {
                let naive = || -> Option<f64> {
                    let (x, b) = (part.get(period)?, of(&part, period)?);
                    let (all, all_b) = (total.get(period)?, of(&total, period)?);
                    let (below, allowed) = match form {
                        Contribution::Points => (all_b, all_b > 0.0 && all >= 0.0),
                        Contribution::Share => {
                            let change = all - all_b;
                            (change, change != 0.0 && change.abs() >= ContributionOptions::HARDLY * all_b.abs())
                        }
                        _ => panic!("no naive version of {form}"),
                    };
                    Some((x - b) / below).filter(|result| allowed && below.is_finite() && all.is_finite() && result.is_finite())
                };
                prop_assert_eq!(got.parts().get(row, column).unwrap().ok(), naive(), "{} {}", row, period);
                // One part alone gives the same bits.
                let alone = part.contribution(&total, (base, form)).unwrap().get(period);
                prop_assert_eq!(alone, got.parts().get(row, column).unwrap());
            }
        }
    }

    #[test]
    fn shares_of_parts_that_add_up_are_one(rows in prop::collection::vec(prop::collection::vec(1.0..1e3_f64, 6), 1..5)) {
        let panel = Panel::new(keys(rows.len()), Period::annual(2000), rows.concat()).unwrap();
        let total = panel.over_subjects(OverSubjects::Sum).unwrap().to_series();
        let options = ContributionOptions::new(Base::YearAgo).form(Contribution::Share).hardly(0.01);
        let got = panel.contributions(&total, options).unwrap();
        prop_assert_eq!(got.residual().get(Period::annual(2000)), Err(Undefined::MissingBase));
        for (period, rest) in got.residual().iter().skip(1) {
            match rest {
                Ok(rest) => prop_assert!(rest.abs() < 1e-10, "{} {}", period, rest),
                Err(reason) => prop_assert_eq!(reason, Undefined::TotalHardlyChanges),
            }
        }
    }

    #[test]
    fn items_explain_the_growth_of_their_index(items in prop::collection::vec(prop::array::uniform4(0.1..50.0_f64), 1..8)) {
        let column = |nth: usize| items.iter().map(|item| item[nth]).collect::<Vec<f64>>();
        let [p0, p1, q0, q1] = [0, 1, 2, 3].map(column);
        for (index, formula) in
            [(VolumeIndex::Laspeyres, IndexFormula::Laspeyres), (VolumeIndex::Fisher, IndexFormula::Fisher)]
        {
            let mut points = vec![0.0; items.len()];
            let growth = volume_contributions_into([&p0, &p1], [&q0, &q1], index, &mut points).unwrap().unwrap();
            let volume = formula.index([&q0, &q1], [&p0, &p1]).unwrap().unwrap();
            prop_assert!((growth + 1.0 - volume).abs() <= 1e-12 * volume.max(1.0));
            prop_assert!((points.iter().sum::<f64>() - growth).abs() <= 1e-12 * volume.max(1.0));
        }
        // Price times volume is the change in value, for Fisher.
        let price = IndexFormula::Fisher.index([&p0, &p1], [&q0, &q1]).unwrap().unwrap();
        let volume = IndexFormula::Fisher.index([&q0, &q1], [&p0, &p1]).unwrap().unwrap();
        let value = |p: &[f64], q: &[f64]| p.iter().zip(q).map(|(p, q)| p * q).sum::<f64>();
        prop_assert!(near(price * volume, value(&p1, &q1) / value(&p0, &q0), 1e-12));
    }

    #[test]
    fn unchaining_undoes_chaining(
        links in series(50.0..150.0_f64),
        link in select(Link::ALL),
        scale in select(&[1.0, 100.0][..]),
    ) {
        let options = ChainOptions::new(link).scale(scale).level(250.0);
        let index = chain(&links, options).unwrap();
        let index = index.to_series();
        let back = unchain(&index, options).unwrap();
        for (period, link) in links.iter() {
            if let Ok(back) = back.get(period) {
                prop_assert!(near(back, link, 1e-12), "{}: {} for {}", period, back, link);
            } else {
                // The reference of the first links is no part of a yearly chain.
                prop_assert!(back.get(period) != Err(Undefined::MissingBase) || period.year() <= links.first().year() + 1);
            }
        }
        if link == Link::Previous {
            same(&back.to_series(), &links, 1e-12)?;
        }
    }

    #[test]
    fn chaining_undoes_unchaining(values in prop::collection::vec(0.5..2e3_f64, 30..40), link in select(Link::ALL)) {
        let index = Series::new(Period::quarterly(2000, 1).unwrap(), values);
        let links = unchain(&index, link).unwrap();
        let again = chain(&links.to_series(), link).unwrap();
        // Both start anew at a level of their own.
        let base = Period::quarterly(2003, 2).unwrap();
        let (again, index) = (again.to_series().rebase(base).unwrap(), index.rebase(base).unwrap());
        let from = Period::quarterly(2001, 1).unwrap();
        let index = index.to_series();
        same(&again.to_series(), &index.within(PeriodRange::new(from, index.last()).unwrap()), 1e-11)?;
    }

    #[test]
    fn a_missing_link_breaks_the_chain(links in prop::collection::vec(90.0..110.0_f64, 12), gap in 1..12_usize) {
        let mut links = links;
        links[gap] = f64::NAN;
        let index = chain(&Series::annual(2001, links), Link::Previous).unwrap();
        for (at, (_, result)) in index.iter().enumerate() {
            match at {
                at if at <= gap => prop_assert!(result.is_ok()),
                at if at == gap + 1 => prop_assert_eq!(result, Err(Undefined::MissingValue)),
                _ => prop_assert_eq!(result, Err(Undefined::MissingBase)),
            }
        }
    }

    #[test]
    fn rebasing_twice_is_rebasing_once_and_keeps_growth(
        values in series(level()),
        (a, b) in (0..40_i32, 0..40_i32),
        mean in select(Mean::ALL),
    ) {
        let (a, b) = (values.first() + a, values.first() + b);
        let range = |from: Period| PeriodRange::new(from, from + 2).unwrap();
        let to = |period: Period| RebaseOptions::new(range(period)).mean(mean);
        let (first, direct) = (values.rebase(to(a)).unwrap(), values.rebase(to(b)).unwrap());
        // A reference with a gap, or outside the series, leaves nothing.
        let whole = |from: Period| range(from).iter().all(|period| values.get(period).is_some());
        prop_assert_eq!(first.counts().defined() > 0, whole(a) && values.points().next().is_some());
        if whole(a) && whole(b) {
            let twice = first.to_series().rebase(to(b)).unwrap().to_series();
            same(&twice, &direct.to_series(), 1e-12)?;
            let (growth, rebased) =
                (values.growth(Base::Previous).unwrap(), first.to_series().growth(Base::Previous).unwrap());
            for ((_, growth), (_, rebased)) in growth.iter().zip(rebased.iter()) {
                prop_assert_eq!(growth.err(), rebased.err());
                if let (Ok(growth), Ok(rebased)) = (growth, rebased) {
                    prop_assert!((growth - rebased).abs() <= 1e-13 * (1.0 + growth.abs()));
                }
            }
        }
    }

    #[test]
    fn a_series_cut_in_two_is_spliced_again(
        values in prop::collection::vec(1.0..1e3_f64, 8..30),
        cut in 2..6_usize,
        length in 1..3_usize,
        factor in 0.1..10.0_f64,
        keep in select(KeepLevel::ALL),
        mean in select(Mean::ALL),
    ) {
        let whole = Series::annual(2000, values.as_slice());
        let old = Series::annual(2000, &values[..cut + length]);
        let rebased: Vec<f64> = values[cut..].iter().map(|value| value * factor).collect();
        let new = Series::annual(2000 + cut as i32, rebased);
        let overlap = PeriodRange::new(new.first(), old.last()).unwrap();
        let joined = splice(&old, &new, SpliceOptions::new(overlap).keep(keep).mean(mean)).unwrap();
        prop_assert_eq!(joined.len(), whole.len());
        let level = if keep == KeepLevel::New { factor } else { 1.0 };
        for (period, value) in whole.iter() {
            prop_assert!(near(joined.get(period).unwrap(), value * level, 1e-12));
        }
        // Without an overlap there is no link, and what needs none stands.
        let apart = splice(&old, &new, old.last() + 100).unwrap();
        prop_assert!(apart.iter().all(|(_, result)| result.err().is_none_or(|reason| reason == Undefined::MissingBase)));
    }

    #[test]
    fn inflating_undoes_deflating(nominal in series(cell()), prices in prop::collection::vec(level(), 40), at in 0..40_i32) {
        let prices = Series::new(nominal.first(), prices);
        let period = nominal.first() + at;
        let real = deflate(&nominal, &prices, period).unwrap();
        let back = inflate(&real.to_series(), &prices, period).unwrap();
        for (period, result) in real.iter() {
            if result.is_ok() {
                let (back, x) = (back.get(period).unwrap(), nominal.get(period).unwrap());
                prop_assert!(near(back, x, 1e-12));
            }
        }
        if real.get(period).is_ok() {
            // At its own prices a value is what it is, and the implied prices are those given.
            prop_assert!(near(real.get(period).unwrap(), nominal.get(period).unwrap(), 1e-15));
            let implied = implicit_deflator(&nominal, &real.to_series()).unwrap();
            for (period, implied) in implied.iter() {
                if let (Ok(implied), Some(x)) = (implied, nominal.get(period)) && x > 0.0 {
                    let want = prices.rebase(nominal.first() + at).unwrap().get(period).unwrap();
                    prop_assert!(near(implied, want, 1e-12));
                }
            }
        }
    }

    #[test]
    fn denton_keeps_the_years(
        parts in select(&[Frequency::HalfYearly, Frequency::Quarterly, Frequency::Monthly][..]),
        start in 0..12_i32,
        values in prop::collection::vec(1.0..100.0_f64, 30..70),
        sums in prop::collection::vec(prop_oneof![4 => 50.0..5e3_f64, 1 => Just(f64::NAN)], 12),
        means in any::<bool>(),
    ) {
        let indicator = Series::new(Period::from_ordinal(parts, 2000 * parts.per_year() as i32 + start), values);
        let (options, how) = if means {
            (DentonOptions::new().means(), OverPeriods::Mean)
        } else {
            (DentonOptions::new(), OverPeriods::Sum)
        };
        let benchmarks = Series::annual(2000, sums);
        let got = denton(&indicator, &benchmarks, options).unwrap();
        let years = got.to_series().aggregate((Frequency::Annual, how)).unwrap();
        let mut bound = 0;
        for (period, sum) in benchmarks.points() {
            if let Ok(year) = years.get(period) {
                bound += 1;
                prop_assert!(near(year, sum, 1e-10), "{}: {} for {}", period, year, sum);
            }
        }
        // Without one whole year there is nothing to go by.
        prop_assert_eq!(bound > 0, got.counts().defined() == indicator.len());

        // An indicator that adds up already stays as it is.
        let own = indicator.aggregate((Frequency::Annual, how)).unwrap();
        if own.counts().defined() > 0 {
            let same_again = denton(&indicator, &own.to_series(), options).unwrap();
            same(&same_again.to_series(), &indicator, 1e-10)?;
        }
    }

    #[test]
    fn aggregates_are_what_a_few_lines_give(
        values in series(cell()),
        to in frequency(),
        how in select(OverPeriods::ALL),
        share in prop_oneof![Just(None), (0.0..=1.0_f64).prop_map(Some)],
    ) {
        let own = values.first().frequency();
        let options = AggregateOptions::new(to, how);
        let options = share.map_or(options, |share| options.present(Present::Share(share)));
        let Some(parts) = to.parts_of(own) else {
            prop_assert!(values.aggregate(options).is_err());
            return Ok(());
        };
        let got = values.aggregate(options).unwrap();
        prop_assert_eq!(got.first(), values.first().lies_in(to).unwrap());
        for (period, result) in got.iter() {
            let range = period.parts(own).unwrap();
            let there: Vec<f64> = range.iter().filter_map(|part| values.get(part)).collect();
            let enough = match share {
                Some(share) => !there.is_empty() && there.len() as f64 >= share * f64::from(parts) * (1.0 - 1e-12),
                None if how == OverPeriods::Last => values.get(range.last()).is_some(),
                None => there.len() == parts as usize,
            };
            let value = match how {
                OverPeriods::Sum => there.iter().sum::<f64>(),
                OverPeriods::Mean => there.iter().sum::<f64>() / there.len() as f64,
                OverPeriods::Last => there.last().copied().unwrap_or(f64::NAN),
                _ => panic!("no naive version of {how}"),
            };
            let want = match (enough, there.is_empty(), value.is_finite()) {
                (_, true, _) => Err(Undefined::MissingValue),
                (false, ..) => Err(Undefined::TooSparse),
                (true, _, false) => Err(Undefined::NotFinite),
                (true, _, true) => Ok(value),
            };
            prop_assert_eq!(result, want, "{} of {:?}", period, &values);
        }
    }

    #[test]
    fn flows_add_up_however_they_are_added(values in prop::collection::vec(-1e3..1e3_f64, 36), start in 0..12_i32) {
        let months = Series::new(Period::monthly(2000, 1).unwrap() + start, values);
        let sum = |series: &Series, to| series.aggregate((to, OverPeriods::Sum)).unwrap().to_series();
        let (years, by_quarters) =
            (sum(&months, Frequency::Annual), sum(&sum(&months, Frequency::Quarterly), Frequency::Annual));
        for (period, year) in years.points() {
            prop_assert!((by_quarters.get(period).unwrap() - year).abs() < 1e-9);
        }
        // With equal weights the weighted mean is the mean, and a ratio to ones as well.
        let ones = Series::new(months.first(), vec![1.0; 36]);
        let mean = months.aggregate((Frequency::Quarterly, OverPeriods::Mean)).unwrap();
        let weighted = mean_over_periods(&months, &ones, Frequency::Quarterly, Present::All).unwrap();
        let ratio = ratio_over_periods(&months, &ones, Frequency::Quarterly, Present::All).unwrap();
        prop_assert_eq!(&weighted, &mean);
        prop_assert_eq!(&ratio, &mean);
    }

    #[test]
    fn subjects_are_what_a_few_lines_give(
        rows in prop::collection::vec(prop::collection::vec(cell(), 5), 1..6),
        weights in prop::collection::vec(prop_oneof![6 => 0.0..10.0_f64, 1 => Just(f64::NAN), 1 => Just(0.0)], 6),
        share in 0.0..=1.0_f64,
    ) {
        let panel = Panel::new(keys(rows.len()), Period::annual(2000), rows.concat()).unwrap();
        let weights = &weights[..rows.len()];
        let options = SubjectOptions::new(OverSubjects::Mean).present(Present::Share(share));
        let (mean, sum) = (panel.over_subjects(options).unwrap(), panel.over_subjects(OverSubjects::Sum).unwrap());
        let weighted = panel.weighted_mean(weights, Present::Share(share)).unwrap();
        for column in 0..5 {
            let period = Period::annual(2000 + column as i32);
            let there: Vec<(f64, f64)> =
                rows.iter().zip(weights).map(|(row, weight)| (row[column], *weight)).filter(|pair| !pair.0.is_nan()).collect();
            let total: f64 = there.iter().map(|pair| pair.0).sum();
            let all = there.len() == rows.len();
            prop_assert_eq!(sum.get(period).ok(), Some(total).filter(|total| all && total.is_finite()));
            let enough = !there.is_empty() && there.len() as f64 >= share * rows.len() as f64 * (1.0 - 1e-12);
            let average = total / there.len() as f64;
            prop_assert_eq!(mean.get(period).ok(), Some(average).filter(|mean| enough && mean.is_finite()));
            let known: f64 = there.iter().map(|pair| pair.1).filter(|weight| !weight.is_nan()).sum();
            let whole: f64 = weights.iter().sum();
            let enough = known > 0.0 && (share == 0.0 || known >= share * whole * (1.0 - 1e-12));
            if weights.iter().all(|weight| !weight.is_nan()) {
                let above: f64 = there.iter().map(|pair| pair.0 * pair.1).sum();
                prop_assert_eq!(weighted.get(period).ok(), Some(above / known).filter(|mean| enough && mean.is_finite()));
            } else if share > 0.0 {
                prop_assert!(weighted.get(period).is_err());
            }
        }
    }
}

#[test]
fn what_cannot_be_computed_says_why() {
    let quarter = |number| Period::quarterly(2000, number).unwrap();
    let indicator = |values: &[f64]| Series::new(quarter(1), values);
    let benchmarked = |values: &[f64]| denton(&indicator(values), &Series::annual(2000, [10.0]), DentonOptions::new());
    assert_eq!(benchmarked(&[1.0, 0.0, 1.0, 1.0]).unwrap().get(quarter(1)), Err(Undefined::ZeroBase));
    assert_eq!(benchmarked(&[1.0, f64::NAN, 1.0, 1.0]).unwrap().get(quarter(1)), Err(Undefined::MissingValue));
    assert_eq!(benchmarked(&[1.0, 1.0, 1.0]).unwrap().get(quarter(1)), Err(Undefined::TooFewPoints));
    assert!(denton(&Series::annual(2000, [1.0]), &Series::annual(2000, [1.0]), DentonOptions::new()).is_err());

    // Running totals are no flows that add up; their last month is the year.
    let to_month = |month| Period::months_to_date(2000, month).unwrap();
    let totals = Series::new(to_month(11), [11.0, 12.0, 1.0]);
    assert!(totals.aggregate((Frequency::Annual, OverPeriods::Sum)).is_err());
    let years = totals.aggregate((Frequency::Annual, OverPeriods::Last)).unwrap();
    assert_eq!(years.get(Period::annual(2000)), Ok(12.0));
    assert_eq!(years.get(Period::annual(2001)), Err(Undefined::TooSparse));
    assert!(totals.rebase(Period::annual(2000)).is_err());
    assert!(
        Series::new(Period::weekly(2000, 1).unwrap(), [1.0]).aggregate((Frequency::Annual, OverPeriods::Sum)).is_err()
    );

    // Fiscal years of months; empty series; options that mean nothing.
    let april = Series::new(Period::monthly(2004, 4).unwrap(), vec![1.0; 12]);
    let fiscal = april.aggregate((Frequency::fiscal(3).unwrap(), OverPeriods::Sum)).unwrap();
    assert_eq!(fiscal.get(Period::fiscal(2005, 3).unwrap()), Ok(12.0));
    let empty = Series::new(quarter(1), []);
    assert!(empty.aggregate((Frequency::Annual, OverPeriods::Sum)).unwrap().is_empty());
    assert!(chain(&empty, Link::YearEnd).unwrap().is_empty());
    assert!(splice(&empty, &indicator(&[1.0]), quarter(1)).unwrap().len() == 1);
    assert!(chain(&indicator(&[1.0]), ChainOptions::new(Link::Previous).scale(0.0)).is_err());
    let nothing = AggregateOptions::new(Frequency::Annual, OverPeriods::Sum).present(Present::Share(f64::NAN));
    assert!(indicator(&[1.0]).aggregate(nothing).is_err());
    assert!(indicator(&[1.0]).contribution(&Series::annual(2000, [1.0]), Base::YearAgo).is_err());
    assert!(indicator(&[1.0]).contribution(&indicator(&[1.0]), Base::Lag(0)).is_err());
    let threshold = ContributionOptions::new(Base::YearAgo).hardly(-1.0);
    assert!(indicator(&[1.0]).contribution(&indicator(&[1.0]), threshold).is_err());
}
