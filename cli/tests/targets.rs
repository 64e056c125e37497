//! Forms of targets through the command: what is refused and how it is mended, what is printed and found.

use serde_json::{Value, json};

use crate::support::Folder;

const INDICATORS: &str = r#"base = "2005"
end = "2010"
subject = "town"

[indicator.gdp]
unit = "亿元"
better = "higher"
[indicator.price]
unit = "%"
better = "near"
[indicator.jobless]
nature = "ratio"
better = "lower"
[indicator.area]
unit = "亩"
nature = "stock"
[indicator.income]
better = "higher"
"#;

/// A plan with one target of these lines.
fn plan(target: &str) -> String {
    format!("{INDICATORS}\n[[target]]\n{target}\n")
}

/// The line that is refused, with carets under `marked`, what is wrong and how to mend it.
#[track_caller]
fn is_refused(target: &str, line: &str, marked: &str, parts: &[&str]) {
    let text = plan(target);
    let number = 1 + text.lines().position(|one| one == line).unwrap_or_else(|| panic!("no line {line}"));
    let column = 1 + line.find(marked).unwrap_or_else(|| panic!("no {marked} in {line}"));
    let place = format!("p.toml, line {number}, column {column}: ");
    let blank = " ".repeat(number.to_string().len());
    let snippet = format!("{number} | {line}\n{blank} | {}{}", " ".repeat(column - 1), "^".repeat(marked.len()));
    Folder::with("p.toml", &text).run(&["track", "p.toml"]).refused(&[&[place.as_str(), &snippet], parts].concat());
}

#[test]
fn bands() {
    let of = |rest: &str| format!("indicator = \"price\"\n{rest}");
    is_refused(
        &of("between = [4, 3]"),
        "between = [4, 3]",
        "[4, 3]",
        &["the band is empty: 4 is not below 3", "between = [3, 4]"],
    );
    is_refused(&of("between = [3, 3]"), "between = [3, 3]", "[3, 3]", &["the band is empty", "write near = 3"]);
    is_refused(&of("between = [3]"), "between = [3]", "[3]", &["a band has two ends", "write between = [3, 4]"]);
    is_refused(&of("between = 3"), "between = 3", "3", &["`between` should be a list"]);
    is_refused(&of("between = [3, \"x\"]"), "between = [3, \"x\"]", "\"x\"", &["should be a number"]);
    // Where nearness is better, a value alone is the aim of `escap`; elsewhere the tolerance is forgotten.
    let jobless = "indicator = \"jobless\"\nnear = 2.0";
    is_refused(jobless, "near = 2.0", "2.0", &["does not say how near", "add tolerance = 0.25"]);
    is_refused(
        &of("near = 2.0\ntolerance = -0.25"),
        "tolerance = -0.25",
        "-0.25",
        &["not below zero", "write tolerance = 0.25"],
    );
    is_refused(
        &of("level = 2\ntolerance = 0.25"),
        "tolerance = 0.25",
        "0.25",
        &["`tolerance` goes with `near`", "between = [1.75, 2.25]"],
    );
    is_refused(
        &of("at_least = 2\nat_most = 3"),
        "at_most = 3",
        "3",
        &["a second form, `at_most`", "write between = [3, 4] for a band"],
    );
    is_refused(&of("at_most = 3\nlevel = 2"), "level = 2", "2", &["a second form, `level`", "a target of its own"]);
}

#[test]
fn sums() {
    let of = |rest: &str| format!("indicator = \"gdp\"\n{rest}");
    is_refused(
        &of("total = 90\nfrom = \"2011\""),
        "from = \"2011\"",
        "\"2011\"",
        &["the sum begins in 2011, after its end 2010", "give an earlier `from`"],
    );
    is_refused(
        &of("total = 90\nfrom = \"2006-Q1\""),
        "from = \"2006-Q1\"",
        "\"2006-Q1\"",
        &["(quarterly) to 2010 (annual)", "one frequency"],
    );
    is_refused(&of("level = 90\nfrom = 2006"), "from = 2006", "2006", &["`from` goes with `total`", "base = \"2005\""]);
    is_refused(
        "indicator = \"area\"\ntotal = 90",
        "total = 90",
        "90",
        &["`area` is of nature \"stock\"", "nature = \"flow\""],
    );
    let without = "[indicator.x]\n[[target]]\nindicator = \"x\"\nby = 2010\ntotal = 9\n";
    let ran = Folder::with("p.toml", without).run(&["track", "p.toml"]);
    ran.refused(&["p.toml, line 2", "the sum has no beginning", "add from = \"2006\""]);
}

#[test]
fn shares_and_points() {
    let of = |rest: &str| format!("indicator = \"gdp\"\n{rest}");
    is_refused(
        &of("share_of = \"income\""),
        "share_of = \"income\"",
        "\"income\"",
        &["does not say which share", "add at_least = 0.3"],
    );
    is_refused(
        &of("share_of = \"incom\"\nat_least = 0.3"),
        "share_of = \"incom\"",
        "\"incom\"",
        &["unknown indicator `incom`", "did you mean `income`?"],
    );
    is_refused(
        &of("share_of = \"gdp\"\nat_least = 0.3"),
        "share_of = \"gdp\"",
        "\"gdp\"",
        &["a share of itself", "name the whole"],
    );
    is_refused(
        &of("share_of = \"area\"\nat_least = 0.3"),
        "share_of = \"area\"",
        "\"area\"",
        &["is in 亿元 and `area` in 亩", "one dimension"],
    );
    is_refused(
        &of("share_of = \"income\"\nat_least = 30"),
        "at_least = 30",
        "30",
        &["a fraction from 0 to 1, not 30", "write 0.3 for 30 %"],
    );
    is_refused(
        &of("share_of = \"income\"\nlevel = 30"),
        "level = 30",
        "30",
        &["a second form, `level`", "a target of its own"],
    );
    is_refused(&of("points = 2"), "points = 2", "2", &["`gdp` does not change in points", "rise = 0.1"]);
    is_refused(
        "indicator = \"jobless\"\npoints = 2",
        "points = 2",
        "2",
        &["does not change in points, as far as its unit says", "unit = \"%\" (values such as 45.3)"],
    );
    is_refused(
        "indicator = \"price\"\npoints = 200",
        "points = 200",
        "200",
        &["more than a hundred percentage points", "points = 2.0"],
    );
}

#[test]
fn comparisons() {
    let of = |rest: &str| format!("indicator = \"gdp\"\n{rest}");
    let line = "relative_to = { subject = \"province\", margin = 2 }";
    is_refused(&of(line), line, "2 }".trim_end_matches(" }"), &["a margin is a fraction", "write margin = 0.02"]);
    let line = "relative_to = { subject = \"town\" }";
    is_refused(&of(line), line, "\"town\"", &["`town` is compared with itself", "name another subject"]);
    let line = "relative_to = { margin = 0.02 }";
    is_refused(&of(line), line, "{ margin = 0.02 }", &["`gdp` is compared with itself", "subject = \"province\""]);
    let line = "relative_to = \"province\"";
    is_refused(&of(line), line, "\"province\"", &["is a table", "relative_to = { subject = \"province\" }"]);
    let line = "relative_to = { subject = \"province\", average = true }";
    is_refused(&of(line), line, "true", &["both a subject and an average", "leave one of them out"]);
    let line = "relative_to = { average = [] }";
    is_refused(&of(line), line, "[]", &["an average over nothing", "average = true"]);
    let line = "relative_to = { subjet = \"province\" }";
    is_refused(&of(line), line, "subjet", &["unknown key `subjet`", "did you mean `subject`?"]);
    let line = "relative_to = { indicator = \"area\" }";
    is_refused(&of(line), line, "{ indicator = \"area\" }", &["`gdp` is in 亿元 and `area` in 亩", "one dimension"]);
    let line = "relative_to = { subject = \"province\", margin = 0.02 }";
    let ratio = format!("indicator = \"jobless\"\n{line}");
    let parts = ["how much 0.02 is of `jobless` is not known without its unit", "unit = \"%\""];
    is_refused(&ratio, line, "{ subject = \"province\", margin = 0.02 }", &parts);
    let line = "relative_to = { subject = \"province\" }";
    let near = format!("indicator = \"price\"\n{line}");
    is_refused(&near, line, "{ subject = \"province\" }", &["above or below is not known", "better = \"higher\""]);
    is_refused(&of("pace_with = \"gpd\""), "pace_with = \"gpd\"", "\"gpd\"", &["unknown indicator `gpd`", "`gdp`?"]);
    is_refused(&of("pace_with = \"gdp\""), "pace_with = \"gdp\"", "\"gdp\"", &["is compared with itself"]);
    let rate = "indicator = \"jobless\"\npace_with = \"gdp\"";
    is_refused(rate, "pace_with = \"gdp\"", "\"gdp\"", &["`jobless` is a rate", "relative_to", "points = 2.0"]);
    let line = "elasticity = { to = \"income\" }";
    is_refused(&of(line), line, "{ to = \"income\" }", &["does not say how much", "add at_least = 1.2"]);
    let line = "elasticity = { to = \"income\", at_least = 1, at_most = 2 }";
    is_refused(&of(line), line, "2", &["two bounds in one elasticity", "make it two targets"]);
    let line = "elasticity = { at_least = 1 }";
    is_refused(&of(line), line, "{ at_least = 1 }", &["`to` is missing", "add to = \"gdp\""]);
}

#[test]
fn done_every_and_dates() {
    let of = |rest: &str| format!("indicator = \"gdp\"\n{rest}");
    is_refused(&of("done = 1"), "done = 1", "1", &["`done` should be true or false, not integer", "write done = true"]);
    is_refused(&of("done = false"), "done = false", "false", &["`done` is true or left out", "write done = true"]);
    is_refused(
        &of("level = 31\nevery = true"),
        "every = true",
        "true",
        &["`every` does not go with `level`", "rate and pace_with"],
    );
    is_refused(
        &of("level = 31\nset = \"2011-03\""),
        "set = \"2011-03\"",
        "\"2011-03\"",
        &["set in 2011-03, after it is due (2010)", "by which it is due is `by`"],
    );
    is_refused(
        &of("level = 31\nset = \"lately\""),
        "set = \"lately\"",
        "\"lately\"",
        &["`lately` is not a period", "write"],
    );
}

/// The assessments of a plan with one target of these lines.
fn track(target: &str, data: &str) -> Value {
    Folder::with("p.toml", plan(target))
        .and("d.csv", data)
        .json(&["track", "p.toml", "--data", "d.csv", "--format", "json"])
}

#[test]
fn what_a_target_says_of_itself() {
    let data = "subject,indicator,period,value\ntown,gdp,2005,10\ntown,gdp,2006,12\nprovince,gdp,2005,90\nprovince,gdp,2006,100\n";
    let target = |text: &str| track(&format!("indicator = \"gdp\"\n{text}"), data)["assessments"][0]["target"].clone();
    let total = target("total = 90\nfrom = 2006\nsource = \"outline\"\nset = 2006-03-14");
    assert_eq!(
        total,
        json!({"form": "total", "kind": "by_date", "by": "2010", "from": "2006", "value": 90.0, "level": 90.0,
            "low": null, "high": null, "better": "higher", "every": false, "reference": null, "commitment": null,
            "source": "outline", "set": "2006-03-14"})
    );
    let band = target("between = [3, 4]\nevery = true\nby = 2010");
    assert_eq!((&band["value"], &band["low"], &band["high"]), (&json!([3.0, 4.0]), &json!(3.0), &json!(4.0)));
    assert_eq!((&band["kind"], &band["level"]), (&json!("every_period"), &Value::Null));
    assert_eq!(target("done = true")["value"], json!(true));
    let relative = target("relative_to = { subject = \"province\", margin = -0.85 }");
    assert_eq!(
        relative["reference"],
        json!({"indicator": null, "subject": "province", "average": null, "value": 100.0})
    );
    let elasticity = target("elasticity = { to = \"income\", at_least = 1.2 }");
    assert_eq!((&elasticity["value"], &elasticity["bound"]), (&json!(1.2), &json!("at_least")));
    assert_eq!(elasticity["reference"]["value"], Value::Null);
}

#[test]
fn who_is_compared_with_must_be_there() {
    let data = "subject,indicator,period,value\ntown,gdp,2005,10\ntown,gdp,2006,12\nprovince,gdp,2005,90\n";
    let messages = |who: &str| {
        let document = track(&format!("indicator = \"gdp\"\nrelative_to = {{ subject = \"{who}\" }}"), data);
        let finding = document["findings"][0].clone();
        assert_eq!((&finding["code"], &finding["severity"]), (&json!("no_reference"), &json!("warning")));
        finding["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        messages("provnce"),
        "no data for gdp of `provnce`, which it is compared with: did you mean `province`?"
    );
    assert_eq!(messages("province"), "gdp, which it is compared with, has no value for 2006");
}

#[test]
fn people_read_forms_sources_and_dates() {
    let targets = [
        "indicator = \"price\"\nbetween = [2, 4]\nsource = \"outline, box 1\"\nset = 2006-03-14",
        "[[target]]\nindicator = \"gdp\"\ntotal = 90\nset = \"2006-02\"",
        "[[target]]\nindicator = \"income\"\npace_with = { indicator = \"gdp\", margin = 0.01 }",
        "[[target]]\nindicator = \"gdp\"\nrelative_to = { average = [\"town\", \"province\"], margin = -0.5 }",
        "[[target]]\nindicator = \"gdp\"\nshare_of = \"income\"\nbetween = [0.2, 0.4]",
    ];
    let data = "subject,indicator,period,value\ntown,gdp,2005,10\ntown,gdp,2006,12\ntown,income,2005,40\ntown,income,2006,44\nprovince,gdp,2006,100\ntown,price,2005,1\ntown,price,2006,3\n";
    let folder = Folder::with("p.toml", plan(&targets.join("\n"))).and("d.csv", data);
    let shown = |language: &str| {
        let args = ["track", "p.toml", "--data", "d.csv", "--format", "markdown", "--lang", language];
        folder.run(&args).lines().join("\n")
    };
    let english = shown("en");
    for part in [
        "2 ~ 4",
        "in all 90",
        "growth of gdp +1 points",
        "mean(town, province) -50 %",
        "20.00 % ~ 40.00 % of income",
        "27.27 %",
        "outline, box 1 (2006-03-14)",
        "gdp 2010: in all 90, 2006-02",
    ] {
        assert!(english.contains(part), "`{part}` is not in {english}");
    }
    let chinese = shown("zh");
    for part in ["累计 90", "与gdp同步 +1 点", "占income 20.00 % ~ 40.00 %", "outline, box 1（2006-03-14）"] {
        assert!(chinese.contains(part), "`{part}` is not in {chinese}");
    }
}

#[test]
fn the_forms_of_the_help_are_forms() {
    let help = crate::support::run(&["help", "targets"]).out;
    let lines: Vec<&str> = help.lines().filter(|line| line.starts_with("  ")).collect();
    assert!(lines.len() >= 19, "{help}");
    for line in lines {
        let (form, said) = line.trim().split_once("  ").unwrap();
        assert!(!said.trim().is_empty(), "{line}");
        // What is a rate has points; the other quantities grow and add up.
        let unit = if form.starts_with("points") { "unit = '%'" } else { "" };
        let keys = if form.contains('{') || form.contains('[') { form.to_owned() } else { form.replace(", ", "\n") };
        let text = format!(
            "base = '2005'\nend = '2010'\n[indicator.all]\n[indicator.x]\nbetter = 'higher'\n{unit}\n\
             [[target]]\nindicator = 'x'\n{keys}\n"
        );
        let data = "subject,indicator,period,value\nA,x,2005,1\nA,all,2005,2\n";
        let folder = Folder::with("p.toml", text).and("d.csv", data);
        let json = folder.json(&["track", "p.toml", "--data", "d.csv", "--format", "json"]);
        assert_eq!(json["assessments"][0]["target"]["form"], form.split(' ').next().unwrap());
    }
}

/// What people write in place of the words of a plan file, and what is shown to them.
#[test]
fn other_words_are_understood_in_messages() {
    let target =
        |line: &str| format!("base = '2015'\n[indicator.x]\n[[target]]\nindicator = 'x'\nby = '2030'\n{line}\n");
    let indicator =
        |line: &str| format!("[indicator.x]\n{line}\n[[target]]\nindicator = 'x'\nby = '2030'\nlevel = 3\n");
    for (plan, mend) in [
        (target("target = 3"), "did you mean `level`?"),
        (target("year = 2030"), "did you mean `by`?"),
        (target("level = '3'"), "write level = 3"),
        (target("rate = '8'"), "write rate = 8"),
        (indicator("direction = 'higher'"), "did you mean `better`?"),
        (indicator("better = 'increase'"), "did you mean `higher`?"),
        (indicator("bounds = 100"), "write bounds = [0, 100]"),
        (indicator("range = [0, 100]"), "write range = { worst = 0.0, best = 100.0 }"),
        (indicator("range = { min = 0, best = 100 }"), "did you mean `worst`?"),
        ("[[indicator]]\ncode = 'x'\n".to_owned(), "write a table [indicator.NAME] for each"),
        ("[indicator.x]\n[target.x]\nlevel = 3\n".to_owned(), "write a table [[target]] for each"),
    ] {
        Folder::with("p.toml", &plan).run(&["track", "p.toml"]).refused(&[mend]);
    }
    let plan = "base = '2015'\n[indicator.x]\n[indicator.y]\n[[target]]\nindicator = 'x'\nby = '2030'\nlevel = 3\n";
    let folder = Folder::with("plan.toml", plan).and("data.csv", "year,value\n2015,3\n");
    let json = folder.json(&["track", "plan.toml", "--data", "data.csv", "--format", "json"]);
    assert_eq!(json["findings"][0]["code"], "unnamed_data");
}
