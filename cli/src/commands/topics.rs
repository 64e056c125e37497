//! Help on topics that are not commands.

use clap::CommandFactory;

use crate::args::Args;
use crate::output::Failure;

const TOPICS: [(&str, &str); 6] = [
    (
        "tables",
        "Tables that are read
  long   subject, indicator, period, value (and unit, growth, note): one row for each value
  wide   periods across (2005, 2006 ...), or indicators across with a column of periods
  official files as they are: World Bank, SDMX-CSV, Eurostat TSV, JSON-stat
  as CSV in any usual encoding, xls, xlsx, xlsb, ods, HTML, in gz, zip and zst; - is standard input

Columns are found by name in English and Chinese (period, year, 年份, value, 数值 ...); name them yourself
with --subject --indicator --period --value --unit. Separator and decimal mark are found by looking;
--explain shows what was found. Missing: blank, NA, n.a., -, .., …, :, /, #N/A
A column `growth` holds published growth on a year earlier: 0.33 or 33%.
To `track`, years and the months or quarters of one indicator are one series, in one table or in several.",
    ),
    (
        "periods",
        "Periods
  2005, 2005-S1, 2005-Q3, 2005-07, 2005-W07; a running total (累计) is 2005-01/2005-07
  also read: 2005年, 2005年上半年, 2005年三季度, 2005年7月, 2005年1-7月, 二〇〇九年, 200507, 2005Q3, 2005M07,
  Jul-2005, FY2005, 2005/06 (a fiscal year, or June in a column with months), full dates

Growth compares periods: a gap, a duplicate or another order of rows never shifts the base.",
    ),
    (
        "units",
        "Units
  元 万元 亿元 美元 万美元 亿美元 % ‰ 平方米 亩 公顷 吨 万吨标准煤 千瓦时 人 户 个 元/人 上年=100 1978=100
  million USD, bn LCU, 100 million yuan, USD per capita, tonnes, kWh ...

Values convert inside one dimension; between currencies only at a rate that is given.",
    ),
    (
        "goals",
        "Goals
  x2 in 3y, x4 in 5y      double in three years, quadruple in five      +8%/yr for 5y      +8%/yr to 2030
  x2 by 2020 from 2010    三年翻一番，五年翻两番    四年增长两倍 (x3)    年均增长8%，五年    到2020年比2010年翻一番

一番 is a doubling: 翻两番 is x4, 翻三番 x8. 增长 n 倍 is x(n+1).",
    ),
    (
        "plans",
        "The plan file is TOML:
  base = \"2005\"
  end  = \"2010\"
  data = [\"actuals.csv\"]

  [indicator.gdp]
  name   = { zh = \"地区生产总值\", en = \"GDP\" }
  alias  = [\"国内生产总值\"]
  unit   = \"亿元\"
  better = \"higher\"

  [[target]]
  indicator = \"gdp\"
  by        = \"2010\"
  level     = 31      # or multiple, doublings, rate, rise, reduction, at_least, at_most; none: direction only

  [[goal]]
  for  = [\"gdp\"]
  goal = \"三年翻一番，五年翻两番\"

Rates are fractions: rate = 0.08 is 8 % a year. Unknown keys are errors.
Data of a year that is not over (months, quarters, running totals) is judged within the year; path = \"seasonal\"
judges it by last year's profile. Data may give rates of growth instead of levels: nature = \"growth\".

A limit (at_least, at_most) without `by`, or with every = true, is kept in every period. Methods want of an indicator
what they are about: bounds = [0, 100] (statcan, escap), range = { worst = 0, best = 100 } (sdsn).

  [method.strict]                            # a method with thresholds of one's own: --method strict
  like  = \"eurostat\"
  bands = { significant_progress = 0.99 }    # words: fanfan methods eurostat; also window = 5 (years)",
    ),
    (
        "undefined",
        "A number that does not exist carries its reason: in tables in brackets, in CSV and JSON as a word in `undefined`:
  missing_value missing_base zero_base zero_over_zero negative_base sign_change not_positive too_few_points
  too_sparse not_finite no_time no_target never_reached already_reached past opposite_signs no_change_asked
  no_direction not_applicable rate_type moving_base spans_several running_total too_many_digits
  total_hardly_changes no_scale missing_reference reference_not_growing",
    ),
];

/// Prints a topic, the help of a command, or the list of both.
pub(crate) fn help(topic: Option<&str>) -> Result<(), Failure> {
    let mut command = Args::command();
    let Some(topic) = topic else {
        let names: Vec<&str> = TOPICS.iter().map(|(name, _)| *name).collect();
        print(&format!("{}\nTopics (fanfan help TOPIC): {}", command.render_help(), names.join(", ")));
        return Ok(());
    };
    if let Some((_, text)) = TOPICS.iter().find(|(name, _)| *name == topic) {
        print(text);
        return Ok(());
    }
    command.build();
    if let Some(sub) = command.find_subcommand_mut(topic) {
        print(&sub.render_long_help().to_string());
        return Ok(());
    }
    let names: Vec<&str> = TOPICS.iter().map(|(name, _)| *name).collect();
    Err(Failure::Said(format!("no help on `{topic}`; topics are {}", names.join(", "))))
}

fn print(text: &str) {
    use std::io::Write;
    // A closed pipe is no failure of help.
    let _ = writeln!(std::io::stdout(), "{text}");
}
