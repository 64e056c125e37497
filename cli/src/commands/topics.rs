//! Help on topics that are not commands.

use clap::CommandFactory;

use crate::args::Args;
use crate::output::Failure;

const TOPICS: &[(&str, &str)] = &[
    (
        "tables",
        "Tables that are read
  long   subject, indicator, period, value (and unit, growth, note): one row for each value
  wide   periods across (2005, 2006 ...), or indicators across with a column of periods
  official files as they are: World Bank, SDMX-CSV, Eurostat TSV, JSON-stat, PC-Axis
  as CSV in any usual encoding, xls, xlsx, xlsb, ods, HTML, in gz, zip and zst; - is standard input

Columns are found by name in English and Chinese (period, year, 年份, value, 数值 ...); name them yourself
with --subject --indicator --period --value --unit. Separator and decimal mark are found by looking;
--explain shows what was found. Missing: blank, NA, n.a., -, --, .., …, :, /, #N/A
A file above a limit is refused; --limit rows=10000000 and the like raises it.
A column `growth` (同比) holds published growth on a year earlier: 0.33 or 33%, or percent under growth(%).
A file that is no such table, a sheet of a yearbook or an export of an office, is read as `fanfan read` reads it;
a warning counts what is unsure in it. Rows without values below a wide table are notes.
A column `as_of` says when a value was known (2010-01-21, or a period): of several values of one period the last
counts, and `track --as-of` goes back to what was known then.
To `track`, years and the months or quarters of one indicator are one series, in one table or in several, and a row over
a span (2006/2010) is what a planned sum (total) came to.",
    ),
    (
        "periods",
        "Periods
  2005, 2005-S1, 2005-Q3, 2005-07, 2005-W07; a running total (累计) is 2005-01/2005-07
  Months of a series named 累计值, _累计 or YTD are running totals; --frequency monthly_to_date says so of others,
  --frequency monthly that they are single months.
  also read: 2005年, 2005年上半年, 2005年三季度, 2005年7月, 2005年1-7月, 二〇〇九年, 200507, 2005Q3, 2005M07,
  Jul-2005, FY2005, 2005/06 (a fiscal year, or June in a column with months), full dates, 2005上半年, 2005一季度,
  2005.1-6 (January to June)
A span is 2006/2010 or 2001-01/2005-12 (2006-2010, 2006年至2010年): by of a planned sum may be one.

Growth compares periods: a gap, a duplicate or another order of rows never shifts the base.",
    ),
    (
        "units",
        "Units
  元 万元 亿元 美元 万美元 亿美元 % ‰ 平方米 亩 公顷 吨 万吨标准煤 千瓦时 人 户 个 元/人 上年=100 1978=100
  million USD, bn LCU, 100 million yuan, USD per capita, tonnes, kWh ...

µg/m3 kt Mt Gt (tonnes; just so) t CO2e TEU GJ GW kWh per capita 人/10万人 吨标准煤/万元 ...: scales and quotients A/B are made of all

Values convert inside one dimension; between currencies only at a rate that is given.
To a plan a unit that is not known is an error. It declares it: as one of its own, which equals only itself and is never
converted (scales and quotients of it are: 万学位, 学位/千人), or as so many of another.
  [units]
  \"学位\" = \"own\"
  \"班\"   = { factor = 45, unit = \"学位\" }",
    ),
    (
        "goals",
        "Goals
  x2 in 3y, x4 in 5y      double in three years, quadruple in five      +8%/yr for 5y      +8%/yr to 2030
  x2 by 2020 from 2010    三年翻一番，五年翻两番    四年增长两倍 (x3)    年均增长8%，五年    到2020年比2010年翻一番

一番 is a doubling: 翻两番 is x4, 翻三番 x8. 增长 n 倍 is x(n+1).

fanfan goal shows what is reached and left once there are values: --at PERIOD=VALUE, or --data FILE --only NAME.
Values before the start are the yardstick: the best past run of the same length. --prices 3% (and --deflator NAME)
turns a goal at current prices into one at constant prices; --real says that it is at constant prices. Without a
start, --figure PERIOD=VALUE finds the base years with which the figures of the plan agree.",
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
  level     = 31      # or another form: fanfan help targets

  [[goal]]
  for  = [\"gdp\"]
  goal = \"三年翻一番，五年翻两番\"    # and prices = 0.03, or the code of a price index: real growth beside the nominal

  [units]                                    # units that fanfan does not know: fanfan help units
  \"学位\" = \"own\"

  [method.strict]                            # a method with thresholds of one's own: --method strict
  like  = \"eurostat\"
  bands = { significant_progress = 0.99 }    # words: fanfan methods eurostat; also window = 5 (years)

Rates are fractions: rate = 0.08 is 8 % a year. Unknown keys are errors.
Data of a year that is not over (months, quarters, running totals) is judged within the year; path = \"seasonal\"
judges it by last year's profile. A path of an indicator or a target is its own: path = \"geometric\" (the default),
\"linear\", \"elapsed\", \"seasonal\" or \"profile\", \"milestones\" (straight through earlier targets). Data may give rates of growth instead of levels: nature = \"growth\".
Methods want of an indicator what they are about: bounds = [0, 100] (statcan, escap), range = { worst = 0, best = 100 }
(sdsn). A target may also have a base, a subject, a commitment (binding, expected, ensured, striven), a source, and
set = \"2006-02\", the date of the document that sets it. stated_completion = \"59.9%\" (or { completion = \"59.9%\",
at = \"2010-06\" }) gives the target behind it, or is held against the one that is written. earned_value = { planned_value = 200, earned_value = 150, actual_cost = \"ac\",
budget_at_completion = 1000 } gives SPI, CPI, EAC ... of a project: numbers, or codes of indicators. All forms of targets: fanfan help targets",
    ),
    (
        "targets",
        "A target has one form, or none: direction only.
  level = 31                                                      a level by its date
  multiple = 2.6                                                  so many times the base
  doublings = 1.4                                                 so many doublings of the base (翻番)
  rate = 0.08                                                     a rate a year, on average
  rise = 0.61                                                     a rise over the plan
  reduction = 0.18                                                a reduction over the plan (累计下降)
  points = 2.0                                                    points over the plan (百分点): of a rate or an index
  at_least = 100                                                  a floor
  at_most = 1388                                                  a ceiling
  between = [3, 4]                                                a band
  near = 2.0, tolerance = 0.25                                    near a value
  total = 2200, from = \"2006\"                                   a sum over from..by (累计); from: after the base
  total = 2200, by = \"2006/2010\"                                the same span in one: also \"2001-01/2005-12\"
  share_of = \"all\", at_least = 0.30                             a share of another indicator; also at_most, between
  relative_to = { subject = \"province\", margin = 0.02 }         2 points (of a level 2 %) above the province
  relative_to = { average = true }                                not below the mean of all subjects; or [\"a\", \"b\"]
  pace_with = \"all\"                                             growth not behind another's (同步)
  pace_with = { subject = \"province\", margin = 0.02 }           growth 2 points a year above the province's
  elasticity = { to = \"all\", at_least = 1.2 }                   growth over another's growth; also at_most
  done = true                                                     done or not: any value of 1 or more

Limits (at_least, at_most, between, near, share_of, relative_to) without `by`, or with every = true, are kept in every
period; a period that broke one is a finding, and the target is not achieved any more. rate, pace_with and elasticity
with every = true are asked for in each year. better says which way: above or below. Several targets of one indicator
are milestones; two for one date with commitment = \"ensured\" and \"striven\" are two tiers (确保, 力争).
What contradicts is a finding: floors above ceilings, empty bands, tiers in the wrong order, sums that the levels do
not make, shares and paces that the levels of both do not have, circles.",
    ),
    (
        "batches",
        "fanfan batch DIR --plan PLAN --out DIR reads every table below a folder and writes, as CSV (and Parquet, where the
build has it):
  observations  every cell with a value or a mark: where it stands (source, sheet, cell), its edition (as_of), and
                what became of it (status: current, superseded, same, conflict, missing, unsure, aside)
  panel         one value for each subject, indicator and period: that of the latest edition; fanfan growth reads it
  growth        growth of every row of the panel
  progress      every target, as fanfan track writes it
  revisions     values that a later edition changed
  problems      what could not be read and why, what is only near to the plan, what editions contradict; in the
                language of --lang, with codes that never change; of one code 10 000, and how many more

Indicators are found by code, name and alias, by a shipped table of names (地区生产总值 = 国内生产总值 = GDP ...) and by
files given with --names:
  [hog_stock]
  names = [\"生猪存栏\", \"年末生猪存栏数\"]
  [subjects]
  \"南京市\" = [\"南京\"]
The short and the full name of a province (江苏, 江苏省) are one subject; other subjects only by such a file.
Nothing is guessed: growth, values per head, shares, parts, other units and prices go to problems, with what to add.

A layout that is misread: --hint HINT.toml for all files, or NAME.hint.toml beside NAME for that one (see READING.md).
Limits of one file: --largest BYTES, and --limit ratio=1000,rows=10000000 and the like.

Where editions overlap they are compared to the digits that both print. The later one has the later year in its file,
its folder or its title, or the later last period (--editions); it stands unless --prefer first. Breaks where
editions join, units that slip and prices that change are problems.",
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
