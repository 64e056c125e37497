//! One series out of several editions: revisions, conflicts, breaks, units, prices, names.

use fanfan::batch::{BatchOptions, Editions, Prefer};
use fanfan::model::NameTable;
use fanfan::plan::Plan;
use fanfan::read::ReadOptions;

use super::{Folder, gdp, plan};

#[test]
fn the_latest_edition_stands_and_what_it_changed_is_listed() {
    let folder = Folder::new()
        .with("2011.csv", gdp("亿元", &[(2009, "4230.26"), (2010, "5130.65"), (2011, "6140")]))
        .with("2012.csv", gdp("亿元", &[(2010, "5130.7"), (2011, "6145.5"), (2012, "7201.6")]));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(
        ran.columns("panel", &["period", "value", "source", "as_of"]),
        [
            "2009 4230.26 2011.csv 2011",
            "2010 5130.7 2012.csv 2012",
            "2011 6145.5 2012.csv 2012",
            "2012 7201.6 2012.csv 2012",
        ]
    );
    // 5130.65 and 5130.7 are one number in the digits that both print.
    let revisions =
        ran.columns("revisions", &["subject", "indicator", "period", "old", "new", "old_source", "new_as_of"]);
    assert_eq!(revisions, ["南京 gdp 2011 6140 6145.5 2011.csv 2012"]);
    let overlaps = ran.summary.overlaps;
    assert_eq!((overlaps.periods, overlaps.agree, overlaps.revised, overlaps.conflicts), (2, 1, 1, 0));
    // Every vintage is kept.
    assert_eq!(
        ran.columns("observations", &["period", "value", "as_of", "status"]),
        [
            "2009 4230.26 2011 current",
            "2010 5130.65 2011 same",
            "2011 6140 2011 superseded",
            "2010 5130.7 2012 current",
            "2011 6145.5 2012 current",
            "2012 7201.6 2012 current",
        ]
    );
    let first = folder.run(&plan(), "first", &BatchOptions::default().prefer(Prefer::First));
    assert_eq!(first.columns("panel", &["value"]), ["4230.26", "5130.65", "6140", "7201.6"]);
    // Growth is of the panel, and never across editions without a word.
    let growth = ran.rows("growth");
    assert_eq!(growth[0]["undefined"], "missing_base");
    assert!((growth[3]["result"].parse::<f64>().unwrap() - (7201.6 / 6145.5 - 1.0)).abs() < 1e-12);
}

#[test]
fn editions_are_told_by_name_by_period_or_by_order() {
    // The file with the later name has the earlier data.
    let folder = Folder::new()
        .with("a 2009.csv", gdp("亿元", &[(2008, "1"), (2009, "10")]))
        .with("b 1999.csv", gdp("亿元", &[(2008, "2"), (2009, "20"), (2010, "30")]))
        .with("c 2012.csv", gdp("亿元", &[(2008, "3")]));
    let values = |how: Editions| {
        let ran = folder.run(&plan(), how.as_str(), &BatchOptions::default().editions(how));
        ran.columns("panel", &["value", "as_of"])
    };
    // A name that is before the data says nothing of the edition.
    assert_eq!(values(Editions::Named), ["3 2012", "20 2010", "30 2010"]);
    assert_eq!(values(Editions::LastPeriod), ["2 2010", "20 2010", "30 2010"]);
    assert_eq!(values(Editions::Order), ["3 ", "20 ", "30 "]);
}

#[test]
fn a_column_of_editions_says_which_is_later() {
    let rows = [("2012-05-20", "7201.57"), ("2013-01-31", "7220"), ("2013-01-05", "7210")];
    let rows = rows.map(|(as_of, value)| format!("南京,地区生产总值,2012,{value},亿元,{as_of},bulletin\n")).concat();
    let folder = Folder::new().with("2019.csv", format!("地区,指标,年份,数值,单位,as_of,source\n{rows}"));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(ran.columns("panel", &["indicator", "value", "as_of"]), ["gdp 7220 2013-01-31"]);
    assert_eq!(
        ran.columns("revisions", &["old", "old_as_of", "new", "new_as_of"]),
        ["7201.57 2012-05-20 7210 2013-01-05", "7210 2013-01-05 7220 2013-01-31",]
    );
    let first = folder.run(&plan(), "first", &BatchOptions::default().prefer(Prefer::First));
    assert_eq!(first.columns("panel", &["value"]), ["7201.57"]);
    // What a batch wrote is read as what it is.
    let again = Folder::new().with("observations.csv", ran.tables["observations.csv"].clone());
    let ran = again.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(ran.columns("panel", &["value", "as_of"]), ["7220 2013-01-31"]);
}

#[test]
fn two_values_of_one_edition_are_a_conflict() {
    let folder = Folder::new()
        .with("2012/a.csv", gdp("亿元", &[(2011, "6145.52"), (2012, "7201.57")]))
        .with("2012/b.csv", gdp("亿元", &[(2011, "6145.5"), (2012, "7300")]));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    let problem = ran.problem("conflicting_values");
    assert_eq!(
        (problem["source"].as_str(), problem["place"].as_str(), problem["indicator"].as_str()),
        ("2012/a.csv", "2012", "gdp")
    );
    for part in ["2012/b.csv", "7201.57", "7300", "the first stands"] {
        assert!(problem["message"].contains(part), "{problem:?}");
    }
    assert_eq!(ran.columns("panel", &["value"]), ["6145.52", "7201.57"]); // the value with more digits, the first
    assert!(ran.columns("observations", &["status"]).contains(&"conflict".to_owned()));
    assert!(ran.columns("revisions", &["old"]).is_empty());
}

#[test]
fn units_are_brought_to_the_plan_and_slips_are_seen() {
    let folder = Folder::new()
        .with("2011.csv", gdp("亿元", &[(2010, "5130.65"), (2011, "6145.52")]))
        .with("2012.csv", gdp("万元", &[(2011, "61455200"), (2012, "72015700")]));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(ran.columns("panel", &["value", "unit"]), ["5130.65 亿元", "6145.52 亿元", "7201.57 亿元"]);
    assert_eq!(ran.rows("observations")[3]["note"], "printed as 72015700 万元");
    assert_eq!(ran.problems(), ["info unit_changes"]);

    // The later file says 亿元 and prints 万元.
    folder.put("2012.csv", gdp("亿元", &[(2011, "61455200"), (2012, "72015700")]));
    let slip = folder.run(&plan(), "out", &BatchOptions::default()).problem("unit_slip");
    assert!(slip["message"].contains("10000 times the other"), "{slip:?}");

    folder.put("2012.csv", gdp("万吨", &[(2011, "1"), (2012, "2")]));
    let other = folder.run(&plan(), "out", &BatchOptions::default());
    assert!(other.problem("other_unit")["message"].contains("`万吨`, which does not convert into the `亿元` of `gdp`"));
    assert_eq!(other.columns("progress", &["indicator", "period"]), ["gdp 2011"]);

    folder.put("2012.csv", gdp("", &[(2012, "7201.57")]));
    let bare = folder.run(&plan(), "out", &BatchOptions::default());
    assert!(bare.problem("unit_assumed")["message"].contains("taken to be in 亿元"));
    assert!(bare.rows("observations")[2]["note"].contains("no unit is"));

    // A name that the plan does not have may be in any unit.
    folder.put("2012.csv", gdp("", &[(2012, "7201.57")]).replace("地区生产总值", "国内生产总值"));
    let bare = folder.run(&plan(), "out", &BatchOptions::default());
    assert!(bare.problem("no_unit")["message"].contains("where it is in 亿元, add alias = [\"国内生产总值\"]"));
    assert_eq!(bare.columns("progress", &["period"]), ["2011"]);
}

#[test]
fn a_break_where_editions_join_is_named_with_its_size() {
    // The census lifts the level by a tenth, back to 2011 alone.
    let folder = Folder::new()
        .with("2012.csv", gdp("亿元", &[(2009, "80"), (2010, "90"), (2011, "100"), (2012, "110")]))
        .with("2014.csv", gdp("亿元", &[(2011, "110"), (2012, "121"), (2013, "130")]));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    let found = ran.problem("break");
    assert_eq!((found["place"].as_str(), found["severity"].as_str()), ("2011", "warning"));
    for part in ["2 common periods", "1.1000 times", "2012.csv until 2010", "2014.csv from 2011"] {
        assert!(found["message"].contains(part), "{found:?}");
    }
    // A revision of half a percent is none; one of two percent is.
    for (revised, breaks) in [("100.5", 0), ("102", 1)] {
        let folder = Folder::new()
            .with("2012.csv", gdp("亿元", &[(2010, "90"), (2011, "100")]))
            .with("2014.csv", gdp("亿元", &[(2011, revised), (2012, "111")]));
        let ran = folder.run(&plan(), "out", &BatchOptions::default());
        assert_eq!(ran.problems().iter().filter(|problem| problem.ends_with(" break")).count(), breaks, "{revised}");
    }
    // Without a common period a jump is what the rest of the series does not do.
    let folder = Folder::new()
        .with("2012.csv", gdp("亿元", &[(2008, "73"), (2009, "80"), (2010, "90"), (2011, "100"), (2012, "110")]))
        .with("2014.csv", gdp("亿元", &[(2013, "190"), (2014, "210")]));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(ran.problem("possible_break")["place"], "2013");
    folder.put("2014.csv", gdp("亿元", &[(2013, "121"), (2014, "133")]));
    assert_eq!(folder.run(&plan(), "out", &BatchOptions::default()).problems(), Vec::<String>::new());
}

#[test]
fn prices_are_not_mixed() {
    let at = |prices: &str| {
        gdp("亿元", &[(2010, "1"), (2011, "2")]).replace("地区生产总值", &format!("地区生产总值({prices})"))
    };
    let folder = Folder::new().with("a.csv", at("当年价")).with("b.csv", at("2005年不变价"));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(
        ran.columns("observations", &["indicator", "code"]),
        [
            "地区生产总值(当年价) gdp",
            "地区生产总值(当年价) gdp",
            "地区生产总值(2005年不变价) ",
            "地区生产总值(2005年不变价) ",
        ]
    );
    assert!(ran.problem("other_prices")["message"].contains("prices of 2005"));
    // A plan that says which prices it means gets them.
    let real =
        Plan::parse("[indicator.gdp]\nname = \"地区生产总值\"\nunit = \"亿元\"\nprice = \"constant:2005\"\n").unwrap();
    let ran = folder.run(&real, "real", &BatchOptions::default());
    assert_eq!(ran.columns("observations", &["code"]), ["", "", "gdp", "gdp"]);
}

#[test]
fn series_in_two_prices_are_two_series() {
    // The prices stand in the unit alone, as in files of the World Bank.
    let table = |unit: &str, values: [i32; 2]| {
        let [first, second] = values;
        format!("A,Services,2010,{first},{unit}\nB,Services,2010,{first},{unit}\nA,Services,2011,{second},{unit}\n")
    };
    let head = "subject,indicator,period,value,unit\n";
    let both = head.to_owned() + &table("current LCU", [5, 7]) + &table("constant LCU", [3, 4]);
    let folder = Folder::new().with("a.csv", both);
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    let rows = ran.columns("panel", &["subject", "indicator", "period", "value", "unit"]);
    assert_eq!(
        rows,
        [
            "A Services (constant LCU) 2010 3 constant LCU",
            "A Services (constant LCU) 2011 4 constant LCU",
            "A Services (current LCU) 2010 5 current LCU",
            "A Services (current LCU) 2011 7 current LCU",
            "B Services (constant LCU) 2010 3 constant LCU",
            "B Services (current LCU) 2010 5 current LCU",
        ]
    );
    // Side by side they change nothing, and no value contradicts another.
    assert_eq!(ran.problems(), ["warning no_data"]); // of the plan
    assert_eq!((ran.summary.overlaps.periods, ran.rows("observations")[3]["unit"].as_str()), (0, "constant LCU"));

    // An office that passes to other prices is another matter: said once for all subjects.
    folder.put("a.csv", head.to_owned() + &table("constant 2005 LCU", [5, 7]));
    folder.put("b.csv", head.to_owned() + &table("constant 2015 LCU", [8, 9]).replace(",201", ",202"));
    let change = folder.run(&plan(), "out", &BatchOptions::default()).problem("prices_change");
    assert_eq!((change["source"].as_str(), change["subject"].as_str()), ("b.csv", "A"));
    for part in ["prices of 2005 in a.csv, prices of 2015 in b.csv", "kept as two series", "and for 1 other subject)"] {
        assert!(change["message"].contains(part), "{change:?}");
    }
}

#[test]
fn one_unit_in_two_words_is_no_change() {
    let folder = Folder::new()
        .with("2012.csv", gdp("亿元", &[(2011, "6145.52")]))
        .with("2013.csv", gdp("100 million yuan", &[(2012, "7201.57")]));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(ran.problems(), ["warning no_base"]);
    assert_eq!(ran.columns("panel", &["value", "unit"]), ["6145.52 亿元", "7201.57 亿元"]);
}

#[test]
fn names_that_are_near_are_said_and_not_taken() {
    let names = ["地区生产总值增速", "人均地区生产总值", "地区生产总直", "GDP", "地 区 生 产 总 值①", "常住人口"];
    let rows = names.map(|name| format!("南京,{name},2012,1,亿元\n")).concat();
    let folder =
        Folder::new().with("a.csv", format!("地区,指标,年份,数值,单位\n{rows}").replace("GDP,2012", "GDP,2013"));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    let mut codes = ran.columns("observations", &["indicator", "code"]);
    codes.retain(|row| row.ends_with("gdp"));
    codes.sort();
    assert_eq!(codes, ["GDP gdp", "地区生产总值 gdp"]);
    let similar = ran.problem("similar_name");
    assert!(similar["message"].contains("add alias = [\"地区生产总直\"] to [indicator.gdp]"), "{similar:?}");
    assert!(ran.problem("other_form")["message"].contains("`人均地区生产总值` is the value per head"));
    // With what was said to add, it is taken.
    let mut table = NameTable::shipped();
    table.extend("[gdp]\nnames = [\"地区生产总直\"]\n[subjects]\n\"南京\" = [\"南京市\"]\n", "own.toml").unwrap();
    folder.put("a.csv", "地区,指标,年份,数值,单位\n南京市,地区生产总直,2012,1,亿元\n南京,GDP,2011,2,亿元\n");
    let ran = folder.run(&plan(), "out", &BatchOptions::default().names(table));
    assert_eq!(ran.columns("panel", &["subject", "indicator", "period"]), ["南京 gdp 2011", "南京 gdp 2012"]);
}

#[test]
fn growth_as_published_is_kept_beside_the_level() {
    let rows = "南京,地区生产总值,2012,7201.57,亿元\n南京,地区生产总值比上年增长,2012,11.7,%\n";
    let folder = Folder::new().with("a.csv", format!("地区,指标,年份,数值,单位\n{rows}"));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(ran.columns("progress", &["period", "growth"]), ["2012 0.117"]);
    assert_eq!(ran.columns("panel", &["indicator", "value"]), ["gdp 7201.57", "地区生产总值比上年增长 11.7"]);
}

#[test]
fn what_the_reader_is_not_sure_of_is_listed_and_not_used() {
    // Nothing says what the values are.
    let folder = Folder::new().with("a.csv", "year,value\n2011,3\n2012,4\n");
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(ran.columns("observations", &["period", "status"]), ["2011 unsure", "2012 unsure"]);
    assert!(ran.problem("not_sure")["message"].contains("of 2 cells"));
    assert!(ran.rows("panel").is_empty());
    let bold = folder.run(&plan(), "bold", &BatchOptions::default().least_sure(0.1));
    assert_eq!(bold.columns("panel", &["indicator", "value"]), ["gdp 3", "gdp 4"]);
}

#[test]
fn a_subject_that_is_near_to_that_of_the_plan_is_said() {
    let folder = Folder::new().with("a.csv", gdp("亿元", &[(2012, "7201.57")]).replace("南京", "南京市"));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    let problem = ran.problem("similar_subject");
    assert!(problem["message"].contains("\"南京\" = [\"南京市\"]"), "{problem:?}");
}

#[test]
fn series_of_one_name_in_two_tables_stay_apart() {
    let table = |unit: &str, period: &str| {
        format!("地区,指标,年份,数值,单位\n南京,工业,{period},5,{unit}\n镇江,工业,{period},6,{unit}\n")
    };
    let folder = Folder::new()
        .with("a.csv", table("亿元", "2012"))
        .with("b.csv", table("万人", "2012"))
        .with("c.csv", table("亿元", "2012-03"))
        .with("d.csv", gdp("亿元", &[(2012, "7201.57")]).replace("2012", "2012-Q1") + "南京,GDP,2012,7201.57,亿元\n");
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    let names = ran.columns("panel", &["subject", "indicator", "period"]);
    assert_eq!(
        names,
        [
            "南京 gdp 2012",
            "南京 gdp (quarterly) 2012-Q1",
            "南京 工业 (万人) 2012",
            "南京 工业 (亿元) (annual) 2012",
            "南京 工业 (亿元) (monthly) 2012-03",
            "镇江 工业 (万人) 2012",
            "镇江 工业 (亿元) (annual) 2012",
            "镇江 工业 (亿元) (monthly) 2012-03",
        ]
    );
    // Every name is of one series, so that the panel reads back as a table.
    let path = folder.path().join("out/panel.csv");
    let read = fanfan::read::tables(&[path], &ReadOptions::default()).unwrap();
    assert_eq!(read.observations.panel().rows(), names.len());
}

/// Editions of 2009, 2010 and 2012 of one table: values revised, an indicator in another unit, one renamed, an index over
/// another base, and one edition missing.
#[test]
fn three_editions_of_a_small_yearbook() {
    let book = |years: [i32; 3], factor: f64, renamed: bool, base: i32, trade: (&str, f64)| {
        let row = |label: &str, unit: &str, value: &dyn Fn(i32) -> f64| {
            let values: Vec<String> = years.iter().map(|year| format!("{:.2}", value(*year))).collect();
            format!("{label},{unit},{}\n", values.join(","))
        };
        let name = if renamed { "地区生产总值" } else { "国内生产总值" };
        let heads: Vec<String> = years.iter().map(|year| format!("{year}年")).collect();
        let grown = |year: i32| 1.1_f64.powi(year - 2000);
        [
            format!("1-2 主要指标,,,,\n指 标,单位,{}\n", heads.join(",")),
            row(name, "亿元", &|year| 1000.0 * factor * grown(year)),
            row("  #工业", "亿元", &|year| 400.0 * grown(year)),
            row("进出口总额", trade.0, &|year| trade.1 * grown(year)),
            row(&format!("生产总值指数({base}=100)"), "%", &|year| 100.0 * grown(year) / grown(base)),
            row(&format!("工业总产值({base}年不变价)"), "亿元", &|year| grown(year) * f64::from(base)),
        ]
        .concat()
    };
    let folder = Folder::new()
        .with("2009/1-2.csv", book([2006, 2007, 2008], 1.0, false, 1990, ("万美元", 500_000.0)))
        .with("2010/1-2.csv", book([2007, 2008, 2009], 1.03, false, 1990, ("亿美元", 50.0)))
        .with("2012/1-2.csv", book([2009, 2010, 2011], 1.03, true, 2005, ("亿美元", 50.0)));
    let plan = Plan::parse("[indicator.gdp]\nname = \"地区生产总值\"\nunit = \"亿元\"\n").unwrap();
    let ran = folder.run(&plan, "out", &BatchOptions::default());
    let revisions = ran.columns("revisions", &["indicator", "period", "old_as_of", "new_as_of"]);
    assert_eq!(revisions, ["gdp 2007 2009 2010", "gdp 2008 2009 2010"]);
    let mut problems = ran.columns("problems", &["code", "source"]);
    problems.sort();
    problems.retain(|problem| !problem.starts_with("other_form"));
    assert_eq!(
        problems,
        ["base_changes 2012/1-2.csv", "break 2010/1-2.csv", "prices_change 2012/1-2.csv", "unit_changes 2010/1-2.csv"]
    );
    let mut series = ran.columns("panel", &["indicator"]);
    series.dedup();
    let mut distinct = series.clone();
    distinct.sort();
    distinct.dedup();
    // Two of the index, two of the output, one of each other: what is renamed stays one.
    assert_eq!((series.len(), distinct.len()), (7, 7), "{series:?}");
}

#[test]
fn a_province_is_one_subject_under_its_short_and_its_full_name() {
    let head = "地区,指标,年份,数值,单位\n";
    let folder = Folder::new()
        .with("2011.csv", format!("{head}江苏,地区生产总值,2010,41425.48,亿元\n吉林,地区生产总值,2010,8667.58,亿元\n"))
        .with("2012.csv", format!("{head}江 苏 省,地区生产总值,2011,49110.27,亿元\n广西壮族自治区,地区生产总值,2011,11720.87,亿元\n吉林省,地区生产总值,2011,10568.83,亿元\n"))
        .with("2013.csv", format!("{head}广西,地区生产总值,2012,13035.1,亿元\n内蒙,地区生产总值,2012,15880.58,亿元\n"))
        // beside cities it is the city
        .with("cities.csv", format!("{head}长春,地区生产总值,2011,4003,亿元\n吉林,地区生产总值,2011,2208,亿元\n"));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(
        ran.columns("panel", &["subject", "period", "value"]),
        [
            "内蒙 2012 15880.58",
            "吉林 2011 2208",
            "吉林省 2010 8667.58",
            "吉林省 2011 10568.83",
            "广西壮族自治区 2011 11720.87",
            "广西壮族自治区 2012 13035.1",
            "江苏 2010 41425.48",
            "江苏 2011 49110.27",
            "长春 2011 4003",
        ]
    );
    // Every cell says how it was printed.
    let printed = ran.columns("observations", &["period", "subject", "note"]);
    assert!(printed.contains(&"2011 江苏 the subject is printed as 江苏省".to_owned()), "{printed:?}");
    let problem = ran.problem("one_subject");
    assert_eq!((&*problem["severity"], &*problem["source"]), ("info", "2012.csv"));
    assert!(problem["message"].starts_with("3 provinces are printed under"), "{}", problem["message"]);
    // A plan calls it by one of the two, and finds all of it; the city then has another name.
    for (own, city) in [("江苏省", "吉林"), ("江苏", "吉林")] {
        let text = "[indicator.gdp]\nname = \"地区生产总值\"\nunit = \"亿元\"\nbetter = \"higher\"\n[[target]]\nindicator = \"gdp\"\n";
        let plan = Plan::parse(&format!(
            "subject = \"{own}\"\nbase = \"2010\"\nend = \"2015\"\n{text}by = \"2015\"\nmultiple = 2\n"
        ));
        let ran = folder.run(&plan.unwrap(), own, &BatchOptions::default());
        let subjects = ran.columns("panel", &["subject", "period"]);
        assert_eq!(subjects.iter().filter(|row| row.starts_with(&format!("{own} "))).count(), 2, "{subjects:?}");
        assert!(subjects.contains(&format!("{city} 2011")), "{subjects:?}");
        assert_eq!(ran.columns("progress", &["subject", "value"]), [format!("{own} 49110.27")]);
    }
}

#[test]
fn columns_and_days_are_those_that_are_named() {
    let folder = Folder::new()
        .with("a.csv", "town,what,day,amount,in\n南京,地区生产总值,2011-12-31,6145.5,亿元\n南京,地区生产总值,2012-12-31,7201.6,亿元\n")
        .with("b.csv", gdp("亿元", &[(2010, "5130.7")]));
    let read = ReadOptions::default().subject("town").indicator("what").period("day").value("amount").unit("in");
    let options = BatchOptions::default().read(read.clone().frequency(fanfan::model::Frequency::Annual));
    let ran = folder.run(&plan(), "out", &options);
    let wanted = ["南京 2010 5130.7", "南京 2011 6145.5", "南京 2012 7201.6"];
    assert_eq!(ran.columns("panel", &["subject", "period", "value"]), wanted);
    // The table that has no such columns is read as it is, and named.
    let problem = ran.problem("no_column");
    assert_eq!((&*problem["severity"], &*problem["source"]), ("warning", "b.csv"));
    assert!(problem["message"].contains("there is no column `town`"), "{}", problem["message"]);
    // Days say nothing of a year unless that is said.
    let bare = folder.run(&plan(), "bare", &BatchOptions::default().read(read));
    assert_eq!(bare.columns("panel", &["period"]), ["2010"]);
}

#[test]
fn of_many_problems_of_one_kind_the_first_are_listed_and_the_others_counted() {
    let table = |factor: f64| {
        let rows = (0..10_003)
            .map(|town| format!("town {town},output,2010,{},t\ntown {town},output,2011,{},t\n", factor, 2.0 * factor));
        format!("subject,indicator,period,value,unit\n{}", rows.collect::<String>())
    };
    // Every level is half as high again in the later edition, which goes on.
    let later = table(1.5).replace(",2010,", ",2012,");
    let folder = Folder::new().with("a 2011.csv", table(1.0)).with("b 2012.csv", later);
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    let breaks = ran.rows("problems").into_iter().filter(|row| row["code"] == "break");
    let mut breaks: Vec<_> = breaks.map(|row| row["message"].clone()).collect();
    assert_eq!(breaks.len(), 10_001);
    assert_eq!(breaks.pop().as_deref(), Some("3 more of these, which are not listed one by one"));
    assert_eq!(ran.summary.problems[&("warning", "break".to_owned())], 10_003);
}
