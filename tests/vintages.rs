//! Properties of vintages: what was known at a moment, and comparisons of two moments.

use fanfan::model::{AsOf, LongPanel, Observations, Period, SeriesKey};
use fanfan::plan::Plan;
use fanfan::progress::{ChangeCause, Knowledge, Method};
use fanfan::read::ReadOptions;
use proptest::prelude::*;

/// A value of a year, known so many years after its end.
type Row = (i32, i32, f64);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    // One row for each year and delay: two at one date are refused.
    prop::collection::btree_map((2000_i32..2010, 0_i32..4), 1.0_f64..100.0, 1..30)
        .prop_map(|rows| rows.into_iter().map(|((year, delay), value)| (year, delay, value)).collect::<Vec<Row>>())
        .prop_shuffle()
}

fn known(year: i32, delay: i32) -> AsOf {
    Period::annual(year + delay).into()
}

fn observations(rows: &[Row]) -> Observations {
    let periods: Vec<Period> = rows.iter().map(|(year, ..)| Period::annual(*year)).collect();
    let values: Vec<f64> = rows.iter().map(|(.., value)| *value).collect();
    let dates: Vec<Option<AsOf>> = rows.iter().map(|(year, delay, _)| Some(known(*year, *delay))).collect();
    let keys = vec![SeriesKey::new("", "x")];
    Observations::from_vintages(keys, &vec![0; rows.len()], &periods, &values, &dates).unwrap()
}

/// What a reader of the rows would say was known of a year.
fn naive(rows: &[Row], year: i32, moment: i32) -> Option<f64> {
    let by_then = rows.iter().filter(|(of, delay, _)| *of == year && of + delay <= moment);
    by_then.max_by_key(|(_, delay, _)| *delay).map(|(.., value)| *value)
}

fn plan() -> Plan {
    Plan::parse(
        "base = '2000'\n[indicator.x]\nbetter = 'higher'\n[[target]]\nindicator = 'x'\nby = '2009'\nlevel = 90\n\
         [[target]]\nindicator = 'x'\nby = '2006'\nmultiple = 2\n",
    )
    .unwrap()
}

proptest! {
    #[test]
    fn what_was_known_is_what_a_reader_would_say(rows in rows(), moment in 1999_i32..2014) {
        let then = observations(&rows).as_known(Period::annual(moment).into());
        for year in 2000..2010 {
            let got = then.panel().find("", "x").and_then(|series| series.get(Period::annual(year)));
            prop_assert_eq!(got, naive(&rows, year, moment));
        }
        // what was known then is not changed by looking at it from later
        let later = then.as_known(Period::annual(2100).into());
        prop_assert_eq!(later.panel(), then.panel());
    }

    #[test]
    fn all_vintages_together_give_the_last(rows in rows()) {
        let data = observations(&rows);
        for year in 2000..2010 {
            let got = data.panel().find("", "x").and_then(|series| series.get(Period::annual(year)));
            prop_assert_eq!(got, naive(&rows, year, 2100));
        }
        prop_assert_eq!(data.earlier().len() + data.panel().rows(), rows.len());
    }

    #[test]
    fn revision_and_new_data_are_the_whole_change(rows in rows(), first in 2000_i32..2006, later in 0_i32..6) {
        let (data, plan) = (observations(&rows), plan());
        let (first, last) = (Period::annual(first), Period::annual(first + later));
        if data.as_known(first.into()).panel().rows() == 0 {
            prop_assert!(plan.compare((&data, first), (&data, last), Method::Schedule).is_err());
            return Ok(());
        }
        let comparison = plan.compare((&data, first), (&data, last), Method::Schedule).unwrap();
        for change in &comparison.changes {
            let step = change.step(|one| one.now.completion);
            if let (Ok(before), Ok(after)) = (step.before, step.after) {
                let sum = step.by_revision().unwrap() + step.by_new_data().unwrap();
                prop_assert!((after - before - sum).abs() < 1e-9);
            }
            if later == 0 {
                prop_assert_eq!(change.standing(), ChangeCause::Unchanged);
                prop_assert_eq!(change.before.as_ref(), Some(&change.after));
            }
        }
        if later == 0 {
            prop_assert!(comparison.observations.is_empty());
        }
    }

    #[test]
    fn a_table_without_dates_is_never_revised(values in prop::collection::vec(1.0_f64..100.0, 2..10), first in 0_usize..9) {
        let years: Vec<Period> = (0..values.len()).map(|at| Period::annual(2000 + at as i32)).collect();
        let panel =
            LongPanel::from_columns(vec![SeriesKey::new("", "x")], &vec![0; values.len()], &years, &values).unwrap();
        let data = Observations::new(panel);
        let first = years[first.min(values.len() - 1)];
        let comparison = plan().compare((&data, first), Knowledge::from(&data), Method::Schedule).unwrap();
        for change in &comparison.changes {
            prop_assert!(matches!(change.standing(), ChangeCause::Unchanged | ChangeCause::NewData));
        }
    }
}

#[test]
fn two_values_of_one_date_are_refused() {
    let years = [Period::annual(2005); 3];
    let january: AsOf = "2006-01".parse().unwrap();
    let dates = [Some(january), Some("2006-01-31".parse().unwrap()), None];
    let refused = Observations::from_vintages(vec![SeriesKey::new("", "x")], &[0; 3], &years, &[1.0, 2.0, 3.0], &dates);
    let message = refused.unwrap_err().to_string();
    assert!(message.contains("rows 1 and 2") && message.contains("as_of"), "{message}");
}

#[test]
fn a_blank_takes_no_value_s_place() {
    let years = [2005, 2005, 2006].map(Period::annual);
    let dates: Vec<Option<AsOf>> = ["2006", "2007", "2007"].iter().map(|text| Some(text.parse().unwrap())).collect();
    let keys = vec![SeriesKey::new("", "x")];
    let data = Observations::from_vintages(keys, &[0; 3], &years, &[1.0, f64::NAN, f64::NAN], &dates).unwrap();
    let series = data.panel().find("", "x").unwrap();
    assert_eq!((series.get(Period::annual(2005)), series.get(Period::annual(2006))), (Some(1.0), None));
}

#[test]
fn growth_and_units_are_those_of_the_vintage() {
    let table = "period,value,unit,growth,as_of\n2005,100,亿元,0.1,2006-01-31\n2005,104,亿元,0.14,2007-01-31\n";
    let data = fanfan::read::text("t", table, &ReadOptions::default()).unwrap().observations;
    assert_eq!((data.published_growth(0), data.unit(0)), (Some(0.14), Some("亿元")));
    let then = data.as_known("2006-06-30".parse().unwrap());
    assert_eq!(
        (then.published_growth(0), then.unit(0), then.panel().values()),
        (Some(0.1), Some("亿元"), &[100.0][..])
    );
}
