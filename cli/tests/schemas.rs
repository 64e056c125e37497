//! Every JSON document against its schema in `docs/schema`, and the schemas against documents that are wrong.

use std::fs;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::support::{Folder, root, run};

const GDP: &str = "data/world-bank/API_NY.GDP.MKTP.KN.csv";

fn schema(name: &str) -> Value {
    let file = root().join(format!("docs/schema/{name}.schema.json"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap()
}

pub(crate) fn validator(name: &str) -> Validator {
    let schema = schema(name);
    jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[track_caller]
pub(crate) fn fits(validator: &Validator, document: &Value) {
    let errors: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// A document that was right, changed at one place, fits no more.
#[track_caller]
fn is_needed(validator: &Validator, document: &Value, pointer: &str, change: impl Fn(&mut Value)) {
    let mut wrong = document.clone();
    change(wrong.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}")));
    assert!(!validator.is_valid(&wrong), "the schema does not see the change at {pointer}");
}

/// Every field of an object is required, and no other is allowed.
#[track_caller]
fn is_closed(validator: &Validator, document: &Value, pointer: &str, optional: &[&str]) {
    let fields: Vec<String> = document.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect();
    for field in fields.iter().filter(|field| !optional.contains(&field.as_str())) {
        is_needed(validator, document, pointer, |object| {
            object.as_object_mut().unwrap().remove(field);
        });
    }
    is_needed(validator, document, pointer, |object| object["another"] = Value::from(1));
}

#[test]
fn cells_as_read() {
    let validator = validator("read");
    for file in ["data/yearbooks/cn_zj_yb_city_2012.xls", "data/town-2005/actuals.csv"] {
        let document = run(&["read", file, "--format", "json"]).json();
        fits(&validator, &document);
        is_closed(&validator, &document, "/rows/0", &[]);
        is_needed(&validator, &document, "/rows/0/confidence", |value| *value = json!(2));
    }
}

#[test]
fn goals() {
    let validator = validator("goal");
    for args in [
        &["三年翻一番，五年翻两番"][..],
        &["x2 by 2020"],
        &["+8%/yr to 2030", "--explain"],
        &["×1.5 in 18m", "--base", "3"],
        &["x2 in 3y, x4 in 5y", "--start", "2005-Q1"],
        &[
            "x2 in 3y, x4 in 5y",
            "--base",
            "11.9",
            "--start",
            "2005",
            "--at",
            "2006=14.3",
            "--at",
            "2008=30",
            "--explain",
        ],
        &["x2 in 18m", "--start", "2005", "--base", "3", "--at", "2006=4", "--prices", "3%", "--explain"],
        &["x2 in 10y", "--at", "2008=1", "--at", "2009=2", "--figure", "2019=4", "--figure", "2018=9"],
        &["x2 by 2020 from 2010", "--data", GDP, "--only", "CHN", "--prices", "0.02", "--real"],
        &["x2 by 2020", "--data", GDP, "--only", "CHN", "--figure", "2020=80000000000000"],
    ] {
        fits(&validator, &run(&[&["goal", "--format", "json"], args].concat()).json());
    }
    let whole = ["goal", "x2 in 3y", "--base", "11.9", "--start", "2005", "--at", "2006=14.3", "--format", "json"];
    let document = run(&whole).json();
    let optional = ["start", "base", "observations", "multiple", "doublings", "achieved_rate", "left"];
    is_closed(&validator, &document, "", &optional);
    let reached = ["reached_multiple", "reached_rate", "gap", "needed_rate", "past"];
    is_closed(&validator, &document, "/legs/0", &[&["from", "to"], &reached[..]].concat());
    is_closed(&validator, &document, "/milestones/0", &["by", "value"]);
    is_closed(&validator, &document, "/observations/0", &[]);
    is_closed(&validator, &document, "/left/0", &[]);
    // A null that has no reason is seen.
    let unknown = run(&["goal", "x2 by 2020", "--format", "json"]).json();
    assert_eq!(unknown["legs"][0]["undefined"]["rate"], "missing_base");
    for key in ["rate", "to_years", "make_up"] {
        is_needed(&validator, &unknown, "/legs/0/undefined", |reasons| {
            reasons.as_object_mut().unwrap().remove(key);
        });
    }
    is_needed(&validator, &document, "/schema", |value| *value = json!("fanfan.goal/2"));
    is_needed(&validator, &document, "/legs/0/rate", |value| *value = json!("0.26"));
    is_needed(&validator, &document, "/milestones/0/by", |value| *value = json!("soon"));
}

#[test]
fn growth() {
    let validator = validator("growth");
    let folder = Folder::with("t.csv", "subject,period,value\nA,2004,10\nA,2005,\nB,2005,0\nB,2006,3\nB,2007,-1\n");
    for args in [
        &["--measure", "yoy,pop,annualised,log,difference,points,fixed_base"][..],
        &["--units", "fred:pca"],
        &["--measure", "cagr,cumulative,exponential,least-squares,doublings,mean-change"],
        &["--measure", "cagr", "--from", "2004", "--to", "2007"],
        &["--explain", "--quiet"],
        &["--measure", "cagr", "--explain", "--quiet"],
    ] {
        fits(&validator, &folder.json(&[&["growth", "t.csv", "--format", "json"], args].concat()));
    }
    let rows = folder.json(&["growth", "t.csv", "--format", "json"]);
    is_closed(&validator, &rows, "", &[]);
    is_closed(&validator, &rows, "/rows/0", &[]);
    // A result or a reason, never both and never none.
    assert_eq!(rows["rows"][0]["undefined"], "missing_base");
    is_needed(&validator, &rows, "/rows/0/undefined", |value| *value = Value::Null);
    is_needed(&validator, &rows, "/rows/0/undefined", |value| *value = json!("no_idea"));
    is_needed(&validator, &rows, "/rows/0/result", |value| *value = json!(0.1));
    let spans = folder.json(&["growth", "t.csv", "--measure", "cagr", "--format", "json"]);
    is_closed(&validator, &spans, "/rows/0", &[]);
}

#[test]
fn aggregates_and_comparable_bases() {
    let table =
        "subject,indicator,period,value,growth\nN,x,2004-Q1,1,\nN,x,2005-Q1,2,50%\nS,x,2004-Q1,3,\nS,w,2004-Q1,1,\n";
    let folder = Folder::with("t.csv", table);
    let validator = validator("aggregate");
    for args in [
        &["--to", "annual", "--how", "sum"][..],
        &["--to", "annual", "--how", "mean", "--present", "25%"],
        &["--to", "annual", "--how", "last", "--present", "inside_span"],
        &["--to", "annual", "--weights", "w", "--only", "S"],
        &["--over-subjects", "--numerator", "x", "--denominator", "w"],
        &["--over-subjects", "--weights", "w"],
        &["--to", "year_to_date"],
    ] {
        fits(&validator, &folder.json(&[&["aggregate", "t.csv", "--format", "json"], args].concat()));
    }
    let totals = folder.json(&["aggregate", "t.csv", "--to", "year_to_date", "--format", "json"]);
    is_closed(&validator, &totals, "", &[]);
    is_closed(&validator, &totals, "/rows/0", &[]);
    is_needed(&validator, &totals, "/rows/0/measure", |value| *value = json!("median"));
    let comparable = folder.json(&["growth", "t.csv", "--measure", "comparable,yoy", "--format", "json"]);
    fits(&self::validator("growth"), &comparable);
}

#[test]
fn tracks() {
    let validator = validator("track");
    let plan = r#"
        title = "中文"
        base = "2005"
        end = "2010"
        [indicator.x]
        bounds = [0, 100]
        better = "higher"
        [indicator.y]
        unit = "%"
        [[target]]
        indicator = "x"
        multiple = 2
        commitment = "binding"
        [[target]]
        indicator = "x"
        [[target]]
        indicator = "x"
        at_least = 3
        [[target]]
        indicator = "y"
        rate = 0.08
        every = true
        [[target]]
        indicator = "y"
        reduction = 0.2
        by = "2008"
        [[target]]
        indicator = "y"
        points = 2
        [[target]]
        indicator = "y"
        between = [3, 4]
        set = "2005-12"
        [[target]]
        indicator = "y"
        near = 2
        tolerance = 0.5
        by = "2010"
        [[target]]
        indicator = "x"
        total = 9
        from = "2006"
        [[target]]
        indicator = "x"
        share_of = "z"
        between = [0.1, 0.2]
        [[target]]
        indicator = "x"
        relative_to = { average = ["A", "B"], margin = 0.1 }
        [[target]]
        indicator = "x"
        pace_with = { subject = "B" }
        [[target]]
        indicator = "z"
        elasticity = { to = "x", at_most = 1.2 }
        [[target]]
        indicator = "z"
        done = true
        [indicator.z]
        [[goal]]
        for = ["x", "y"]
        goal = "x2 in 3y"
    "#;
    let data = "subject,indicator,period,value\nA,x,2005,0\nA,x,2006,2\nB,x,2006,5\nB,y,2005,3\nB,y,2011,-4\n";
    let folder = Folder::with("p.toml", plan).and("d.csv", data).and("e.toml", "");
    let track = ["track", "p.toml", "--format", "json"];
    for args in [&[][..], &["--data", "d.csv"], &["--data", "d.csv", "--history", "--explain", "--quiet"]] {
        fits(&validator, &folder.json(&[&track[..], args].concat()));
    }
    fits(&validator, &folder.json(&["track", "e.toml", "--format", "json"]));
    fits(&validator, &run(&["track", "data/china-doubling/plan.toml", "--history", "--format", "json"]).json());
    let document = run(&["track", "data/town-2005/plan.toml", "--format", "json"]).json();
    fits(&validator, &document);
    is_closed(&validator, &document, "", &[]);
    for pointer in ["/plan", "/assessments/0", "/assessments/0/target", "/assessments/0/base", "/assessments/0/latest"]
    {
        is_closed(&validator, &document, pointer, &["difference"]);
    }
    for pointer in ["/assessments/0/methods/statcan", "/goals/0", "/goals/0/figures/0", "/findings/0"] {
        is_closed(&validator, &document, pointer, &[]);
    }
    is_closed(&validator, &document, "/goals/0/milestones/0", &[]);
    // Sections that are there where they apply.
    let parts = "indicator,period,value\nx,2004,90\nx,2005,100\nx,2006-Q1,30\nx,2006-Q2,31\nx,2006-Q3,32\nx,2006-Q4,33\nx,2007-Q1,34\n";
    let plan =
        "base = '2005'\nend = '2008'\n[indicator.x]\nbetter = 'higher'\n[[target]]\nindicator = 'x'\nrise = 0.2\n";
    let folder = Folder::with("p.toml", plan).and("d.csv", parts);
    for args in [&[][..], &["--explain", "--quiet"]] {
        let sections = folder.json(&[&["track", "p.toml", "--data", "d.csv", "--format", "json"], args].concat());
        fits(&validator, &sections);
        is_closed(
            &validator,
            &sections,
            "/assessments/0",
            &["difference", "within_year", "early_by", "schedule", "over_plan", "formulas"],
        );
        for section in ["within_year", "early_by", "schedule", "over_plan"] {
            is_closed(&validator, &sections, &format!("/assessments/0/{section}"), &["formulas"]);
        }
        is_needed(&validator, &sections, "/assessments/0/within_year/half", |value| *value = json!(1.0));
    }
    is_needed(&validator, &document, "/assessments/0/standing", |value| *value = json!("fine"));
    is_needed(&validator, &document, "/assessments/0/methods/statcan/status", |value| *value = json!("on_track"));
    is_needed(&validator, &document, "/assessments/0/target/form", |value| *value = json!("wish"));
    is_needed(&validator, &document, "/assessments/0/undefined/arrival", |value| *value = json!("no_idea"));
    is_needed(&validator, &document, "/findings/0/severity", |value| *value = json!("grave"));
    // A null that has no reason is seen.
    is_needed(&validator, &document, "/assessments/0/undefined", |value| {
        value.as_object_mut().unwrap().remove("achieved_rate");
    });
}

#[test]
fn official_plans() {
    let validator = validator("track");
    let mut files: Vec<_> =
        fs::read_dir(root().join("data/official-targets")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    assert!(files.len() >= 10);
    for file in files {
        let plan = file.to_str().unwrap();
        let json = run(&["track", plan, "--method", "all", "--explain", "--quiet", "--format", "json"]).json();
        fits(&validator, &json);
        let methods = json["assessments"][0]["methods"].as_object().unwrap();
        assert_eq!(methods.len(), fanfan::progress::Method::ALL.len(), "{plan}");
        for lang in ["zh", "en"] {
            let table = run(&["track", plan, "--method", "all", "--quiet", "--format", "table", "--lang", lang]);
            assert_eq!((table.status, table.err.as_str()), (Some(0), ""), "{plan}");
        }
    }
}

#[test]
fn comparisons() {
    let validator = validator("comparison");
    let plan = "base = '2005'\nend = '2010'\n[indicator.x]\nbetter = 'higher'\n[[target]]\nindicator = 'x'\nlevel = 9\n\
                [[target]]\nindicator = 'x'\nmultiple = 3\nby = '2009'\n[[target]]\nindicator = 'x'\n";
    let data = "subject,indicator,period,value,as_of\nA,x,2005,2,2006-03-01\nA,x,2005,2.5,2007-03-01\n\
                A,x,2006,3,2007-03-01\nB,x,2006,5,2007-03-01\n";
    let folder = Folder::with("p.toml", plan).and("d.csv", data);
    let compare = ["track", "p.toml", "--data", "d.csv", "--compare", "2006", "--format", "json"];
    let document = folder.json(&compare);
    fits(&validator, &document);
    fits(&validator, &folder.json(&[&compare[..], &["--as-of", "2007-03-02", "--method", "all"]].concat()));
    is_closed(&validator, &document, "", &[]);
    for pointer in ["/changes/0", "/changes/0/standing", "/changes/0/value", "/changes/0/target", "/observations/0"] {
        is_closed(&validator, &document, pointer, &[]);
    }
    is_needed(&validator, &document, "/changes/0/standing/cause", |value| *value = json!("luck"));
    is_needed(&validator, &document, "/observations/0/fate", |value| *value = json!("lost"));
    // Nothing was known of B: a null, with its reason.
    let of_b = document["changes"].as_array().unwrap().iter().position(|change| change["subject"] == "B").unwrap();
    assert_eq!(document["changes"][of_b]["value"]["undefined"]["before"], "missing_value");
    is_needed(&validator, &document, &format!("/changes/{of_b}/value/undefined"), |reasons| {
        reasons.as_object_mut().unwrap().remove("before");
    });
}

#[test]
fn every_method_and_one_of_the_plan() {
    let validator = validator("track");
    let plan = "base = '2015'\n[indicator.x]\nbetter = 'higher'\nbounds = [0, 100]\n\
                range = { worst = 0, best = 100, green = 90, red = 40 }\n[[target]]\nindicator = 'x'\nby = '2030'\n\
                level = 95\n[[target]]\nindicator = 'x'\n[[target]]\nindicator = 'x'\nat_least = 50\n\
                [method.early]\nlike = 'escap'\nprojection = 'geometric'\n";
    let data = "indicator,period,value\nx,2013,40\nx,2015,47\nx,2018,45\nx,2021,61\nx,2022,66\n";
    let folder = Folder::with("p.toml", plan).and("d.csv", data);
    let all = ["track", "p.toml", "--data", "d.csv", "--method", "all", "--explain", "--quiet", "--format", "json"];
    let document = folder.json(&all);
    fits(&validator, &document);
    let methods = document["assessments"][0]["methods"].as_object().unwrap();
    let told = methods.values().filter(|one| one["standing"] != "cannot_tell").count();
    // trim is not sure, and says so
    assert_eq!((methods.len(), told), (12, 11));
    for pointer in ["escap", "early", "sdsn", "trim"].map(|name| format!("/assessments/0/methods/{name}")) {
        is_needed(&validator, &document, &pointer, |object| object["another"] = Value::from(1));
    }
    is_closed(&validator, &document, "/disagreements/0", &[]);
    is_closed(&validator, &document, "/disagreements/0/between/0", &[]);
    is_needed(&validator, &document, "/disagreements/0/between/0/causes", |value| *value = json!(["chance"]));
}

#[test]
fn methods() {
    let validator = validator("methods");
    let document = run(&["methods", "--format", "json"]).json();
    fits(&validator, &document);
    fits(&validator, &run(&["methods", "statcan", "--format", "json"]).json());
    is_closed(&validator, &document, "", &["measures"]);
    for pointer in ["/methods/0", "/methods/0/bands/0", "/measures/0"] {
        is_closed(&validator, &document, pointer, &[]);
    }
}

#[test]
fn the_words_are_those_of_the_library() {
    let words = |name: &str, definition: &str| -> Vec<String> {
        let list = schema(name)["$defs"][definition]["enum"].as_array().unwrap().clone();
        list.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let reasons: Vec<&str> = fanfan::Undefined::ALL.iter().map(|reason| reason.as_str()).collect();
    assert_eq!(words("track", "reason"), reasons);
    for name in ["goal", "comparison", "growth", "contribution", "index", "aggregate"] {
        assert_eq!(words(name, "reason"), reasons);
    }
    let standings: Vec<&str> = fanfan::progress::Standing::ALL.iter().map(|one| one.as_str()).collect();
    assert_eq!(words("track", "standing"), standings);
    assert_eq!(words("methods", "standing"), standings);
    assert_eq!(words("comparison", "standing"), standings);
    let causes: Vec<&str> = fanfan::progress::ChangeCause::ALL.iter().map(|one| one.as_str()).collect();
    assert_eq!(words("comparison", "cause"), causes);
    let shapes: Vec<&str> = fanfan::plan::Shape::ALL.iter().map(|one| one.as_str()).collect();
    assert_eq!(words("track", "path"), shapes);
    let severities: Vec<&str> = fanfan::plan::Severity::ALL.iter().map(|one| one.as_str()).collect();
    assert_eq!(words("track", "severity"), severities);
    let commitments: Vec<&str> = fanfan::plan::Commitment::ALL.iter().map(|one| one.as_str()).collect();
    assert_eq!(words("track", "commitment"), commitments);
    // Every method, with its own words of status.
    let methods = schema("track")["properties"]["assessments"]["items"]["properties"]["methods"]["properties"].clone();
    assert_eq!(methods.as_object().unwrap().len(), fanfan::progress::Method::ALL.len());
    for method in fanfan::progress::Method::ALL {
        let statuses = words("track", &format!("{}_status", method.as_str()));
        let mut bands: Vec<&str> = Vec::new();
        // A word may stand for two rows: a target that is met, and one that is nearly so.
        for (status, ..) in method.info().bands {
            if !bands.contains(status) {
                bands.push(status);
            }
        }
        assert_eq!(statuses, bands, "{}", method.as_str());
    }
}

#[test]
fn batches() {
    let validator = validator("batch");
    let town = root().join("data/town-2005");
    let folder = Folder::with("bad.csv", "a,b\nx,y\n");
    let (data, plan) = (town.display().to_string(), town.join("plan.toml").display().to_string());
    let document = folder.json(&["batch", &data, "--plan", &plan, "--out", "out", "--format", "json"]);
    fits(&validator, &document);
    fits(&validator, &folder.json(&["batch", ".", "--out", "out", "--format", "json"]));
    assert_eq!(document["tables"].as_array().unwrap().len(), 6);
    is_closed(&validator, &document, "", &[]);
    is_closed(&validator, &document, "/files", &[]);
    is_closed(&validator, &document, "/overlaps", &[]);
    is_closed(&validator, &document, "/indicators/0", &[]);
    is_closed(&validator, &document, "/problems/0", &[]);
    is_closed(&validator, &document, "/tables/0", &[]);
    is_needed(&validator, &document, "/schema", |value| *value = json!("fanfan.batch/2"));
    is_needed(&validator, &document, "/standings", |value| value["fine"] = json!(1));
}

#[test]
fn contributions_and_index_numbers() {
    let table =
        "area,year,gdp,industry,services,prices\nN,2004,100,40,58,100\nN,2005,110,45,62,103\nN,2006,110,50,,105\n";
    let folder = Folder::with("t.csv", table);
    let parts = ["contribution", "t.csv", "--total", "gdp", "--parts", "industry,services", "--format", "json"];
    let document = folder.json(&parts);
    let contribution = validator("contribution");
    fits(&contribution, &document);
    is_closed(&contribution, &document, "", &[]);
    is_closed(&contribution, &document, "/rows/0", &[]);
    let rows = document["rows"].as_array().unwrap();
    let of = |measure: &str, indicator: &str, period: &str| -> &Value {
        rows.iter()
            .find(|row| row["measure"] == measure && row["indicator"] == indicator && row["period"] == period)
            .unwrap()
    };
    assert_eq!(of("contribution", "industry", "2005")["result"].as_f64(), Some(0.05));
    assert!((of("contribution", "residual", "2005")["result"].as_f64().unwrap() - 0.01).abs() < 1e-15);
    assert_eq!(of("contribution_share", "industry", "2005")["result"].as_f64(), Some(0.5));
    // The total stands still, and a part is missing.
    assert_eq!(of("contribution_share", "industry", "2006")["undefined"], "total_hardly_changes");
    assert_eq!(of("contribution", "services", "2006")["undefined"], "missing_value");

    fits(&contribution, &folder.json(&[&parts[..], &["--explain", "--quiet"]].concat()));

    let index = validator("index");
    for args in [
        &["rebase", "t.csv", "--reference", "2005"][..],
        &["rebase", "t.csv", "--reference", "2004/2005", "--mean", "geometric"],
        &["chain", "t.csv", "--only", "prices"],
        &["unchain", "t.csv", "--link", "year_end"],
        &["deflate", "t.csv", "--prices", "prices", "--reference", "2004"],
        &["inflate", "t.csv", "--prices", "prices"],
        &["splice", "t.csv", "--old", "prices", "--reference", "2005"],
    ] {
        fits(&index, &folder.json(&[&["index"], args, &["--format", "json"]].concat()));
        let explained = folder.json(&[&["index"], args, &["--format", "json", "--explain", "--quiet"]].concat());
        assert!(explained["rows"].as_array().unwrap().iter().any(|row| row["formula"].is_string()));
        fits(&index, &explained);
    }
    let rebased = folder.json(&["index", "rebase", "t.csv", "--reference", "2005", "--format", "json"]);
    is_closed(&index, &rebased, "/rows/0", &[]);
    assert_eq!(rebased["rows"][1]["result"].as_f64(), Some(100.0));

    folder.run(&["contribution", "t.csv", "--total", "gpd"]).refused(&["gpd", "did you mean `gdp`"]);
    folder.run(&["index", "rebase", "t.csv"]).refused(&["--reference"]);
    folder.run(&["index", "deflate", "t.csv", "--prices", "price"]).refused(&["did you mean `prices`"]);
}
