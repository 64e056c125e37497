//! Plan completion through `fanfan track`: textbook exercises as plan files and tables, and the printed arithmetic.

use serde_json::Value;

use crate::arithmetic;
use crate::support::Folder;

/// The one assessment of a plan against a table.
fn judged(plan: &str, data: &str, more: &[&str]) -> Value {
    let folder = Folder::with("plan.toml", plan).and("data.csv", data);
    let args = ["track", "plan.toml", "--data", "data.csv", "--format", "json", "--explain", "--quiet"];
    folder.json(&[&args[..], more].concat())["assessments"][0].clone()
}

/// A plan of one indicator `x` with one target.
fn plan(head: &str, indicator: &str, target: &str) -> String {
    format!("{head}\n[indicator.x]\n{indicator}\n[[target]]\nindicator = \"x\"\n{target}\n")
}

const FIVE_YEARS: &str = "base = \"2000\"\nend = \"2005\"";

#[track_caller]
pub(crate) fn is(assessment: &Value, pointer: &str, want: f64) {
    let got =
        assessment.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("{pointer}: {assessment:#}"));
    assert!((got - want).abs() <= 5e-10 * want.abs().max(1e-3), "{pointer} is {got}, not {want}");
}

#[track_caller]
pub(crate) fn says(assessment: &Value, pointer: &str, want: &str) {
    assert_eq!(assessment.pointer(pointer).and_then(Value::as_str), Some(want), "{pointer}: {assessment:#}");
}

/// Every formula of every section gives the number beside it; how many there were.
pub(crate) fn formulas_hold(assessment: &Value) -> usize {
    let mut count = 0;
    for section in
        ["within_year", "early_by", "schedule", "over_plan", "running_total", "stated_completion", "earned_value"]
    {
        let Some(section) = assessment.get(section) else { continue };
        for (name, formula) in section["formulas"].as_object().unwrap() {
            arithmetic::gives(formula.as_str().unwrap(), section[name].as_f64().unwrap());
            count += 1;
        }
    }
    for (holder, formulas) in
        [(assessment, &assessment["formulas"]), (&assessment["latest"], &assessment["latest"]["formulas"])]
    {
        for (name, formula) in formulas.as_object().unwrap() {
            arithmetic::gives(formula.as_str().unwrap(), holder[name].as_f64().unwrap());
        }
    }
    for (_, method) in assessment["methods"].as_object().unwrap() {
        if let (Some(formula), Some(value)) = (method["formula"].as_str(), method["value"].as_f64()) {
            arithmetic::gives(formula, value);
            count += 1;
        }
    }
    count
}

/// Exercise T03: years, half-years and quarters in one table; 70 in the fifth year is reached 2 quarters and 67.5 days
/// before its end.
#[test]
fn the_level_of_the_last_year_is_reached_early() {
    let data = "indicator,period,value\nx,2001,45\nx,2002,48\nx,2003-S1,25\nx,2003-S2,27\n\
                x,2004-Q1,16\nx,2004-Q2,16\nx,2004-Q3,18\nx,2004-Q4,17\n\
                x,2005-Q1,18\nx,2005-Q2,20\nx,2005-Q3,23\nx,2005-Q4,25\n";
    let one = judged(&plan(FIVE_YEARS, "better = \"higher\"", "level = 70"), data, &[]);
    is(&one, "/completion", 86.0 / 70.0);
    says(&one, "/early_by/method", "level");
    says(&one, "/early_by/reached_in", "2005-Q2");
    says(&one, "/early_by/date", "2005-04-23");
    for (name, want) in
        [("months", 8.25), ("days", 247.5), ("calendar_days", 252.25), ("periods", 2.0), ("extra_days", 67.5)]
    {
        is(&one, &format!("/early_by/{name}"), want);
    }
    assert_eq!(formulas_hold(&one), 5, "{one:#}"); // three of early_by, two of methods
    // Quarters alone, without a word on the direction, say the same.
    let quarters =
        data.lines().filter(|line| !line.contains("x,2001") && !line.contains("x,2002") && !line.contains('S'));
    let quarters: Vec<&str> = quarters.collect();
    let same = judged(&plan(FIVE_YEARS, "", "level = 70"), &quarters.join("\n"), &[]);
    assert_eq!(same["early_by"], one["early_by"]);
    // Half a year before, nobody knew.
    let then = judged(&plan(FIVE_YEARS, "better = \"higher\"", "level = 70"), data, &["--as-of", "2005-Q1"]);
    assert!(then.get("early_by").is_none());
    is(&then, "/within_year/to_date", 18.0);
}

/// Exercise T01: months up to May 1975 make the 524 of a year for the first time, seven months early.
#[test]
fn twelve_months_make_the_level() {
    let mut data = String::from("indicator,period,value\nx,1970,300\n");
    for month in 0..24 {
        let (year, month_of_year) = (1974 + month / 12, month % 12 + 1);
        let value = if month < 5 { 40.0 } else { 524.0 / 12.0 };
        data.push_str(&format!("x,{year}-{month_of_year:02},{value}\n"));
    }
    let head = "base = \"1970\"\nend = \"1975\"";
    let one = judged(&plan(head, "", "level = 524"), &data, &[]);
    is(&one, "/early_by/months", 7.0);
    says(&one, "/early_by/date", "1975-05-31");
    formulas_hold(&one);
}

/// Exercises T05 and T18: a planned sum.
#[test]
fn a_planned_sum_is_reached_early() {
    let data = "indicator,period,value\nx,2001,40\nx,2002,42\nx,2003,45\nx,2004,48\n\
                x,2005-Q1,9\nx,2005-Q2,16\nx,2005-Q3,12\nx,2005-Q4,10\n";
    let one = judged(&plan(FIVE_YEARS, "", "total = 200"), data, &[]);
    is(&one, "/completion", 1.11);
    is(&one, "/running_total/completion", 1.11);
    says(&one, "/early_by/method", "total");
    says(&one, "/early_by/reached_in", "2005-Q2");
    for (name, want) in [("months", 6.0), ("days", 180.0), ("periods", 2.0), ("extra_days", 0.0)] {
        is(&one, &format!("/early_by/{name}"), want);
    }
    assert!(formulas_hold(&one) > 10);
    // After the first quarter: 184 of 200 in 51 of 60 months.
    let then = judged(&plan(FIVE_YEARS, "", "total = 200"), data, &["--as-of", "2005-Q1"]);
    is(&then, "/running_total/to_date", 184.0);
    is(&then, "/running_total/completion", 0.92);
    is(&then, "/running_total/due_elapsed", 0.85);
    is(&then, "/running_total/lead_months_elapsed", 0.92 * 60.0 - 51.0);
    is(&then, "/running_total/needed_a_month", 16.0 / 9.0);
    says(&then, "/running_total/through", "2001-01/2005-03");
    formulas_hold(&then);
    let investment = "year,value\n2001,420\n2002,430\n2003,440\n2004,450\n2005,500\n";
    is(&judged(&plan(FIVE_YEARS, "", "total = 2200"), investment, &[]), "/completion", 2240.0 / 2200.0);
}

/// Exercises T06 to T10 and T13: rates by the ratio of the indices, as levels and as rates that are given.
#[test]
fn rates_are_never_divided() {
    let head = "base = \"2004\"\nend = \"2005\"";
    for (target, rate, want) in [
        ("reduction = 0.05", -0.06, 0.94 / 0.95),
        ("reduction = 0.06", -0.076, 0.924 / 0.94),
        ("rise = 0.10", 0.15, 1.15 / 1.10),
        ("rate = 0.08", 0.10, 1.10 / 1.08),
        ("rate = 0.10", 0.12, 1.12 / 1.10),
    ] {
        let levels = format!("year,value\n2004,420\n2005,{}\n", 420.0 * (1.0 + rate));
        let rates = format!("year,value\n2005,{}\n", rate * 100.0);
        let index = format!("year,value,unit\n2005,{},上年=100\n", (1.0 + rate) * 100.0);
        let published = format!("year,value,growth\n2005,,{}%\n", rate * 100.0);
        for (indicator, data) in
            [("", &levels), ("nature = \"growth\"\nunit = \"%\"", &rates), ("", &index), ("", &published)]
        {
            let one = judged(&plan(head, indicator, target), data, &[]);
            is(&one, "/completion", want);
            formulas_hold(&one);
        }
    }
    // A rate that is asked for as such.
    let growth = plan(head, "nature = \"growth\"\nunit = \"%\"\nbetter = \"higher\"", "level = 10");
    is(&judged(&growth, "year,value\n2004,9\n2005,15\n", &[]), "/completion", 1.15 / 1.10);
}

/// Exercises T46 and T47: a reduction over five years.
#[test]
fn a_reduction_over_the_plan_compounds() {
    let plan = |target: &str| plan("base = \"2005\"\nend = \"2010\"", "nature = \"growth\"\nunit = \"%\"", target);
    let one = judged(&plan("reduction = 0.17"), "year,value\n2006,1.51\n2007,-2.20\n2008,-4.18\n", &[]);
    for (name, want) in [
        ("so_far", -0.048_729_894_04),
        ("so_far_a_year", -0.016_514_526_26),
        ("planned_a_year", -0.036_580_087_14),
        ("progress", 0.268_112_202_9),
        ("rest", -0.127_482_305_2),
        ("rest_a_year", -0.065_913_443_62),
        ("due", 0.6),
    ] {
        is(&one, &format!("/over_plan/{name}"), want);
    }
    assert!(formulas_hold(&one) > 12, "{one:#}");
    let five = judged(&plan("reduction = 0.2"), "year,value\n2006,-4\n2007,-4.1\n2008,-4.2\n2009,-4.5\n2010,-5\n", &[]);
    is(&five, "/over_plan/planned_a_year", -0.043_647_500_21);
    is(&five, "/over_plan/so_far", -0.199_829_886_9);
    assert_eq!(five["met"], false, "19.98 % is not 20 %");
    says(&five, "/over_plan/undefined/rest_a_year", "past");
}

/// Exercises T20, T21, T23 and T24: a year that is not over.
#[test]
fn a_year_that_is_not_over() {
    let year = |year: i32, target: &str| plan("", "better = \"higher\"", &format!("by = \"{year}\"\n{target}"));
    let quarters = "period,value\n2010-Q1,1000\n2010-Q2,1000\n2010-Q3,1000\n";
    let one = judged(&year(2010, "level = 3550"), quarters, &[]);
    is(&one, "/within_year/completion", 0.845_070_422_5);
    is(&one, "/within_year/lead_points_elapsed", 0.095_070_422_54);
    is(&one, "/within_year/needed_a_month", 183.333_333_333_3);
    is(&one, "/within_year/half_share", 2000.0 / 3550.0);
    assert_eq!(one["within_year"]["half_met"], true);
    says(&one, "/standing", "on_track");
    says(&one, "/within_year/undefined/due_seasonal", "missing_base");
    formulas_hold(&one);

    // 38.3 in the first half, 20.4 % up as published, half of it by half of the year.
    let totals = "period,value,growth\n2017-01/2017-06,31.8,\n2017-01/2017-12,62,\n2018-01/2018-06,38.3,20.4%\n";
    let one = judged(&year(2018, "level = 71.588785046728971"), totals, &[]);
    is(&one, "/within_year/completion", 0.535);
    is(&one, "/within_year/lead_points_elapsed", 0.035);
    is(&one, "/within_year/growth", 0.204);
    says(&one, "/within_year/growth_of", "published");
    is(&one, "/within_year/due_seasonal", 31.8 / 62.0);
    is(&one, "/within_year/estimate_pace", 76.6);
    is(&one, "/within_year/estimate_profile", 38.3 / (31.8 / 62.0));
    is(&one, "/within_year/estimate_growth", 62.0 * 1.204);
    is(&one, "/within_year/needed_growth", (71.588_785_046_728_97 - 38.3) / (62.0 - 31.8) - 1.0);
    assert!(formulas_hold(&one) > 12, "{one:#}");

    // Eleven months: 91.6 % is behind the 91.7 % of the time, 91.7 % is not.
    for (value, on_schedule) in [(91.6, false), (91.7, true)] {
        let data = format!("period,value\n2020-01/2020-11,{value}\n");
        let one = judged(&year(2020, "level = 100"), &data, &[]);
        is(&one, "/within_year/due_elapsed", 0.916_666_666_7);
        assert_eq!(one["within_year"]["on_schedule"], on_schedule);
        says(&one, "/standing", if on_schedule { "on_track" } else { "slow" });
    }
    let one = judged(&year(2012, "level = 2890"), "period,value\n2012-01/2012-04,711.91\n", &[]);
    is(&one, "/within_year/completion", 0.246_335_640_1);

    // Last year's months as the path: a third of the year's plan is due after a quarter of the time.
    let seasonal = "path = \"seasonal\"\n".to_owned() + &year(2018, "level = 120");
    let months = "period,value\n2017-Q1,30\n2017-Q2,20\n2017-Q3,20\n2017-Q4,20\n2018-Q1,36\n";
    let one = judged(&seasonal, months, &[]);
    says(&one, "/within_year/path", "seasonal");
    assert_eq!(one["within_year"]["on_schedule"], false);
    is(&one, "/within_year/lead_points_elapsed", 0.05);
    is(&one, "/within_year/lead_points_seasonal", 0.3 - 1.0 / 3.0);
    is(&one, "/within_year/lead_months_seasonal", 36.0 / 40.0 * 3.0 - 3.0);
    formulas_hold(&one);
}

/// A ceiling of a year is kept by those who are behind.
#[test]
fn a_ceiling_within_the_year() {
    let ceiling = plan("base = \"2009\"", "", "by = \"2010\"\nat_most = 90");
    let data = |to_date: f64| format!("period,value\n2009,100\n2010-01/2010-06,{to_date}\n");
    let kept = judged(&ceiling, &data(40.0), &[]);
    is(&kept, "/within_year/lead_points_elapsed", 0.5 - 40.0 / 90.0);
    assert_eq!(
        (&kept["within_year"]["on_schedule"], &kept["within_year"]["half_met"]),
        (&Value::from(true), &Value::from(true))
    );
    formulas_hold(&kept);
    let passed = judged(&ceiling, &data(95.0), &[]);
    assert_eq!(passed["within_year"]["on_schedule"], false);
    formulas_hold(&passed);
}

/// The plan of a year on the way to a later target is its planned path.
#[test]
fn a_year_on_the_way() {
    let data = "period,value\n2005,100\n2006,125\n2007-Q1,40\n2007-Q2,41\n";
    let one = judged(&plan("base = \"2005\"\nend = \"2009\"", "better = \"higher\"", "multiple = 2"), data, &[]);
    says(&one, "/within_year/plan_of", "path");
    is(&one, "/within_year/plan", 100.0 * 2_f64.sqrt());
    is(&one, "/schedule/spi_t", 1.25_f64.ln() / 2_f64.ln() * 4.0);
    is(&one, "/schedule/due_linear", 0.625);
    assert!(formulas_hold(&one) > 20, "{one:#}");
}

/// A sum of work done against milestones that are given: earned schedule as in the cases of project control.
#[test]
fn given_milestones_are_a_schedule() {
    for (budget, done, at, earned) in [
        (&[10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0][..], 30.0, 4, 3.0),
        (&[20.0, 50.0, 90.0, 140.0, 200.0], 70.0, 3, 2.5),
        (&[30.0, 70.0, 120.0, 180.0, 250.0], 100.0, 2, 2.6),
    ] {
        let mut text = String::from(
            "base = \"2000\"\npath = \"linear\"\n[indicator.x]\nnature = \"stock\"\nbetter = \"higher\"\n",
        );
        // The last one first: it is the one that is looked at.
        for (level, year) in budget.iter().rev().zip((2001..=2000 + budget.len()).rev()) {
            text.push_str(&format!("[[target]]\nindicator = \"x\"\nby = \"{year}\"\nlevel = {level}\n"));
        }
        let one = judged(&text, &format!("year,value\n2000,0\n{},{done}\n", 2000 + at), &[]);
        is(&one, "/schedule/earned", earned);
        is(&one, "/schedule/spi_t", earned / f64::from(at));
        is(&one, "/schedule/ieac_t", budget.len() as f64 / (earned / f64::from(at)));
        formulas_hold(&one);
    }
}

/// A plan of zero or less has no degree: the difference stands in its place.
#[test]
fn a_planned_loss_has_a_difference() {
    let loss = plan("base = \"2004\"", "better = \"higher\"", "by = \"2005\"\nlevel = -5");
    let one = judged(&loss, "year,value\n2004,-9\n2005,-3\n", &[]);
    says(&one, "/undefined/completion", "negative_base");
    is(&one, "/difference", 2.0);
    assert_eq!(one["met"], true);
    let cost = plan("base = \"2004\"", "better = \"lower\"", "by = \"2005\"\nlevel = 200");
    let one = judged(&cost, "year,value\n2004,210\n2005,180\n", &[]);
    is(&one, "/completion", 0.9);
    is(&one, "/difference", -20.0);
    assert_eq!(one["met"], true);
}

/// A limit for every year is the plan of the year that is not over.
#[test]
fn a_limit_for_every_year_is_the_plan_of_this_one() {
    let limit = plan("base = \"2005\"\nend = \"2010\"", "", "at_most = 90\nevery = true\nby = \"2010\"");
    let one = judged(&limit, "period,value\n2005,95\n2006,88\n2007-01/2007-06,40\n", &[]);
    says(&one, "/within_year/plan_of", "target");
    is(&one, "/within_year/plan", 90.0);
}

/// Exercise T16: months against plans of months, and against the plan of their quarter.
#[test]
fn months_make_a_quarter() {
    let data = "period,value\n2010-01,330\n2010-02,342\n2010-03,480\n";
    let quarter = judged(&plan("", "", "by = \"2010-Q1\"\nlevel = 1060"), data, &[]);
    is(&quarter, "/completion", 1.086_792_452_8);
    let sum = judged(&plan("", "", "from = \"2010-01\"\nby = \"2010-03\"\ntotal = 1060"), data, &[]);
    is(&sum, "/completion", 1.086_792_452_8);
    let month = judged(&plan("", "", "by = \"2010-02\"\nlevel = 360"), data, &[]);
    is(&month, "/completion", 0.95);
    // Half a year and two quarters make a year.
    let halves = "period,value\n2003-S1,25\n2003-Q3,13\n2003-Q4,14\n";
    is(&judged(&plan("", "", "by = \"2003\"\nlevel = 52"), halves, &[]), "/completion", 1.0);
}

/// A stock is known at the end of its periods only.
#[test]
fn a_stock_is_early_as_observed() {
    let data = "period,value\n2005-Q4,80\n2006-Q1,85\n2006-Q2,91\n2006-Q3,95\n";
    let one = judged(&plan("base = \"2005\"\nend = \"2006\"", "nature = \"stock\"", "level = 90"), data, &[]);
    says(&one, "/early_by/method", "observed");
    says(&one, "/early_by/date", "2006-06-30");
    is(&one, "/early_by/months", 6.0);
    formulas_hold(&one);
}

#[test]
fn the_tables_for_people() {
    let data = "period,value\n2004,100\n2005,110\n2006-Q1,30\n2006-Q2,35\n2006-Q3,36\n2006-Q4,40\n2007-Q1,41\n";
    let folder =
        Folder::with("plan.toml", plan("base = \"2005\"\nend = \"2009\"", "", "rise = 0.25")).and("data.csv", data);
    let track = ["track", "plan.toml", "--data", "data.csv", "--format", "table", "--lang"];
    let zh = folder.run(&[&track[..], &["zh"]].concat()).out;
    for part in ["年内进度", "时间进度", "提前完成", "水平法", "2006-Q4", "规划期累计"] {
        assert!(zh.contains(part), "{part} is not in\n{zh}");
    }
    let en = folder.run(&[&track[..], &["en", "--explain"]].concat()).out;
    for part in ["Within the year", "Reached before the date", "Over the whole plan", "early_by.months: "] {
        assert!(en.contains(part), "{part} is not in\n{en}");
    }
}
