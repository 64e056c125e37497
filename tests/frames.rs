//! Growth through polars frames agrees bit for bit with growth of panels, in any order of rows and by any keys.

use fanfan::frame::{self, Layout};
use fanfan::prelude::*;
use polars::prelude::{Column, DataFrame, DataType, IntoLazy, NamedFrom, Series as PolarsSeries, col, df};
use proptest::prelude::*;

/// Rows of three towns with gaps, in an order of their own: town, year, value, with distinct town and year.
fn rows() -> impl Strategy<Value = Vec<(u8, i32, Option<f64>)>> {
    let value = prop_oneof![
        4 => (-1e6..1e6_f64).prop_map(Some),
        1 => Just(Some(0.0)),
        1 => Just(None),
    ];
    prop::collection::btree_map((0..3_u8, 1990..2010_i32), value, 0..40)
        .prop_map(|cells| cells.into_iter().map(|((town, year), value)| (town, year, value)).collect::<Vec<_>>())
        .prop_shuffle()
}

fn frame_of(rows: &[(u8, i32, Option<f64>)]) -> DataFrame {
    let towns: Vec<String> = rows.iter().map(|(town, ..)| format!("t{town}")).collect();
    let years: Vec<i32> = rows.iter().map(|(_, year, _)| *year).collect();
    let values: Vec<Option<f64>> = rows.iter().map(|(_, _, value)| *value).collect();
    df!("town" => towns, "year" => years, "gdp" => values).unwrap()
}

fn bits(column: &Column) -> Vec<Option<u64>> {
    column.f64().unwrap().iter().map(|value| value.map(f64::to_bits)).collect()
}

proptest! {
    #[test]
    fn frames_and_long_panels_agree_bit_for_bit(rows in rows(), lag in prop_oneof![Just(1), Just(3), Just(-2)]) {
        let frame = frame_of(&rows);
        let options = GrowthOptions::new(Base::Lag(lag)).form(Form::Annualised);
        let series = frame::over([col("town")], col("year"), Frequency::Annual);
        let grown = frame
            .clone()
            .lazy()
            .with_columns([series.growth(col("gdp"), options).alias("g"), series.undefined(col("gdp"), options).alias("why")])
            .collect()
            .unwrap();
        let panel = frame::to_long_panel(&frame, &Layout::new("year", "gdp", Frequency::Annual).subject("town")).unwrap();
        let outcomes = panel.growth(options).unwrap();
        for (row, (town, year, _)) in rows.iter().enumerate() {
            let mut at = 0;
            for series in panel.iter() {
                if *series.key.subject == *format!("t{town}") {
                    at += series.ordinals.binary_search(year).unwrap();
                    break;
                }
                at += series.ordinals.len();
            }
            let (value, why) = match outcomes.get(at).unwrap() {
                Ok(value) => (Some(value.to_bits()), None),
                Err(reason) => (None, Some(reason.as_str())),
            };
            prop_assert_eq!(bits(grown.column("g").unwrap())[row], value);
            prop_assert_eq!(grown.column("why").unwrap().str().unwrap().get(row), why);
        }
    }

    #[test]
    fn panels_come_back_out_of_frames(rows in rows()) {
        let frame = frame_of(&rows);
        let panel = frame::to_long_panel(&frame, &Layout::new("year", "gdp", Frequency::Annual).subject("town")).unwrap();
        let out = frame::from_long_panel(panel.clone()).unwrap();
        let layout = Layout::new("period", "value", Frequency::Annual).subject("subject").indicator("indicator");
        prop_assert_eq!(frame::to_long_panel(&out, &layout).unwrap(), panel);
    }
}

#[test]
fn keys_of_every_kind_tell_series_apart() {
    // Two keys; rows of one series stand apart, so that they must be sorted.
    let frame = df!(
        "area" => [1_i64, 2, 1, 2, 1],
        "sector" => ["x", "x", "x", "x", "y"],
        "month" => ["2005-01", "2005年1月", "2005-02", "2005-02", "2005-02"],
        "value" => [1.0, 10.0, 2.0, 40.0, 7.0]
    )
    .unwrap();
    let series = frame::over([col("area"), col("sector")], col("month"), Frequency::Monthly);
    let grown = frame.lazy().select([series.growth(col("value"), Base::Previous).alias("g")]).collect().unwrap();
    let rates: Vec<Option<f64>> = grown.column("g").unwrap().f64().unwrap().iter().collect();
    assert_eq!(rates, [None, None, Some(1.0), Some(3.0), None]);
}

#[test]
fn dates_fall_into_their_periods_and_nulls_are_gaps() {
    let days = PolarsSeries::new("day".into(), [19_782_i32, 19_813, 19_844]).cast(&DataType::Date).unwrap();
    let values = PolarsSeries::new("value".into(), [Some(1.0), None, Some(3.0)]);
    let frame = DataFrame::new(3, vec![days.into(), values.into()]).unwrap();
    let series = frame::over([], col("day"), Frequency::Monthly);
    let grown = frame
        .lazy()
        .select([
            series.undefined(col("value"), Base::Previous).alias("why"),
            series.growth(col("value"), Base::Lag(2)).alias("g"),
        ])
        .collect()
        .unwrap();
    let why: Vec<Option<&str>> = grown.column("why").unwrap().str().unwrap().iter().collect();
    assert_eq!(why, [Some("missing_base"), Some("missing_value"), Some("missing_base")]);
    // 2024-02-29, 2024-03-31, 2024-05-01: April has no row, so two periods before May is March, which is null.
    assert_eq!(grown.column("g").unwrap().f64().unwrap().get(2), None);
}

#[test]
fn two_rows_for_one_period_fail_the_query_and_are_named() {
    let frame = df!("town" => ["a", "b", "a"], "year" => [2001, 2001, 2001], "gdp" => [1.0, 2.0, 3.0]).unwrap();
    let series = frame::over([col("town")], col("year"), Frequency::Annual);
    let error = frame.lazy().select([series.growth(col("gdp"), Base::YearAgo)]).collect().unwrap_err().to_string();
    assert!(error.contains("rows 1 and 3"), "{error}");
}

#[test]
fn expressions_also_work_inside_over_and_filter() {
    let frame =
        df!("town" => ["a", "b", "a", "b"], "year" => [2001, 2001, 2002, 2002], "gdp" => [1.0, 2.0, 3.0, 8.0]).unwrap();
    let by_key = frame::over([col("town")], col("year"), Frequency::Annual).growth(col("gdp"), Base::YearAgo);
    let alone =
        frame::over([], col("year"), Frequency::Annual).growth(col("gdp"), Base::YearAgo).over([col("town")]).unwrap();
    let grown = frame.lazy().with_columns([by_key.alias("k"), alone.alias("o")]).collect().unwrap();
    assert_eq!(bits(grown.column("k").unwrap()), bits(grown.column("o").unwrap()));
    assert_eq!(grown.column("k").unwrap().f64().unwrap().get(3), Some(3.0));
}

#[test]
fn a_dense_panel_goes_out_and_comes_back() {
    let keys = vec![SeriesKey::new("north", ""), SeriesKey::new("south", "")];
    let panel = Panel::new(keys, Period::annual(2001), vec![1.0, f64::NAN, 3.0, 4.0]).unwrap();
    let frame = frame::from_panel(&panel).unwrap();
    let back = frame::to_panel(&frame).unwrap();
    assert_eq!(back.keys(), panel.keys());
    assert_eq!(back.first(), panel.first());
    let same = back
        .as_slice()
        .iter()
        .zip(panel.as_slice())
        .all(|(a, b)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()));
    assert!(same);
}
