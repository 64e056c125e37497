//! What can be typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use fanfan::aggregate::Present;
use fanfan::batch::{Editions, Prefer};
use fanfan::growth::{Measure, NegativeBase, Rounding};
use fanfan::index_number::{KeepLevel, Link, Mean};
use fanfan::model::{AsOf, Frequency, Period, PeriodRange};
use fanfan::plan::Goal;
use fanfan::read::Limits;
use fanfan::report::{AggregateTo, ChainedForm};

/// How fast an indicator has grown, whether it is on course for its target, and what reaching it would take.
#[derive(Debug, Parser)]
#[command(name = "fanfan", version, arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct Args {
    /// The command.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Options of all commands.
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Options of all commands.
#[derive(Debug, ClapArgs)]
pub(crate) struct Common {
    /// How the result is written: table when a person looks, csv when piped
    #[arg(long, global = true, value_enum, help_heading = "Output")]
    pub(crate) format: Option<FormatArg>,
    /// Language of tables; from the locale unless given
    #[arg(long, global = true, value_enum, help_heading = "Output")]
    pub(crate) lang: Option<LangArg>,
    /// Show how tables were read, and each formula with its numbers
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) explain: bool,
    /// Write the result to a file
    #[arg(long, global = true, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// No remarks on standard error
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) quiet: bool,
    /// Colours (`NO_COLOR` is kept)
    #[arg(long, global = true, value_enum, default_value_t = ColorArg::Auto, help_heading = "Output")]
    pub(crate) color: ColorArg,
}

/// Formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// Tables for a person
    Table,
    /// Rows for a program; rates are fractions
    Csv,
    /// A document for a program; rates are fractions
    Json,
    /// Tables in Markdown
    Markdown,
}

/// Languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Growth of every series of a table
    Growth(GrowthArgs),
    /// What the parts of a total contribute to its growth: points (拉动) and shares (贡献率)
    Contribution(ContributionArgs),
    /// Index numbers: rebase, chain, unchain, deflate, inflate, splice; benchmarks (Denton)
    Index(IndexArgs),
    /// Months into years, regions into the country; running totals (累计) and single periods
    Aggregate(AggregateArgs),
    /// What a compounding goal asks for: x2 in 3y, x4 in 5y; 三年翻一番，五年翻两番
    Goal(GoalArgs),
    /// A plan against itself and against its data
    Track(TrackArgs),
    /// Every table below a folder: a clean panel, growth, progress and problems (整本年鉴一次处理)
    Batch(BatchArgs),
    /// Tables as published, yearbooks too: one row for each data cell, missing ones too
    Read(ReadArgs),
    /// Methods and measures with formula, bands and source
    Methods {
        /// Only this method
        name: Option<String>,
        /// Also the methods that this plan has itself
        #[arg(long, value_name = "PLAN")]
        plan: Option<PathBuf>,
    },
    /// Completions for a shell
    Completions {
        /// bash, zsh, fish, powershell, elvish
        shell: Shell,
    },
    /// Help on a command or a topic: tables, periods, units, goals, plans, batches, undefined
    Help {
        /// A command or a topic
        topic: Option<String>,
    },
}

/// Columns that are named, where their heads do not say what they hold, and limits.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct ColumnArgs {
    /// Column that holds the subject (region, country)
    #[arg(long, value_name = "COLUMN", help_heading = "Tables")]
    pub(crate) subject: Option<String>,
    /// Column that holds the indicator
    #[arg(long, value_name = "COLUMN", help_heading = "Tables")]
    pub(crate) indicator: Option<String>,
    /// Column that holds the period
    #[arg(long, value_name = "COLUMN", help_heading = "Tables")]
    pub(crate) period: Option<String>,
    /// Column that holds the value
    #[arg(long, value_name = "COLUMN", help_heading = "Tables")]
    pub(crate) value: Option<String>,
    /// Column that holds the unit
    #[arg(long, value_name = "COLUMN", help_heading = "Tables")]
    pub(crate) unit: Option<String>,
    /// Column that holds growth on a year ago as published: 0.183, 18.3%, or percent by its head
    #[arg(long, value_name = "COLUMN", help_heading = "Tables")]
    pub(crate) growth: Option<String>,
    /// Column that says when a value was known
    #[arg(long, value_name = "COLUMN", help_heading = "Tables")]
    pub(crate) vintage: Option<String>,
    /// What a file may hold before it is refused, separated by commas: `bytes`, `ratio`, `rows`, `columns`, `cells`, `line_bytes`,
    /// `depth`, `inner_files`
    #[arg(long, value_name = "NAME=N", value_delimiter = ',', value_parser = limit, help_heading = "Tables")]
    pub(crate) limit: Vec<(String, u64)>,
}

/// How a table is to be understood.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct TableArgs {
    /// Columns that are named, and limits.
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
    /// Frequency for which full dates stand: annual, quarterly, monthly, weekly, `fiscal_06` ...; `monthly_to_date` says
    /// that months are running totals (累计)
    #[arg(long, value_name = "FREQUENCY", help_heading = "Tables")]
    pub(crate) frequency: Option<Frequency>,
}

/// `fanfan growth`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Measures of every period: yoy, pop, annualised, annualised_simple, log, log_annualised, difference, points, fixed_base,
                          two_year, two_year_of_rates (out of growth as published), rolling, year_to_date, carry_over,
                          comparable (published growth beside what the levels imply, with the implied base)
Measures over a span:     cagr, cumulative, exponential, least_squares, log_slope, doublings, mean_change, linear_slope

Examples:
  fanfan growth data/world-bank/API_NY.GDP.MKTP.KN.csv --measure yoy --only CHN
  fanfan growth gdp.csv --measure cagr,least-squares --from 2000 --to 2010
  fanfan growth hicp.csv --measure yoy,rolling --as-published 1
  fanfan growth cpi.csv --units fred:pc1 --format json")]
pub(crate) struct GrowthArgs {
    /// Tables: CSV (long or wide), World Bank files, workbooks
    #[arg(required = true, value_name = "TABLE")]
    pub(crate) tables: Vec<PathBuf>,
    /// What to compute, separated by commas [default: yoy]
    #[arg(long, value_name = "MEASURE", value_delimiter = ',')]
    pub(crate) measure: Vec<Measure>,
    /// First period (of measures over a span: the base)
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    pub(crate) from: Option<Period>,
    /// Last period
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    pub(crate) to: Option<Period>,
    /// What growth over a negative base is: undefined, absolute, plain
    #[arg(long, value_name = "POLICY")]
    pub(crate) negative_base: Option<NegativeBase>,
    /// Units of FRED in place of measures: fred:lin chg ch1 pch pc1 pca cch cca log
    #[arg(long, value_name = "fred:CODE", value_parser = fred, conflicts_with = "measure")]
    pub(crate) units: Option<String>,
    /// Periods between value and base, for measures that compare with the period before [default: 1]
    #[arg(long, value_name = "PERIODS", allow_negative_numbers = true)]
    pub(crate) lag: Option<i32>,
    /// Base of `fixed_base`; without it the first value of each series
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    pub(crate) base: Option<Period>,
    /// Percent with so many decimals, out of the decimals as written (yoy, pop, rolling, `year_to_date`)
    #[arg(long, value_name = "DECIMALS")]
    pub(crate) as_published: Option<u32>,
    /// What becomes of ties there: `half_away` (四舍五入), `half_even` (GB/T 8170) [default: `half_away`]
    #[arg(long, value_name = "ROUNDING", value_parser = rounding, requires = "as_published")]
    pub(crate) rounding: Option<Rounding>,
    /// Insist on growth of rates, shares and indices with a moving base, by the unit of the table
    #[arg(long)]
    pub(crate) rates_too: bool,
    /// Only these subjects or indicators, separated by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// How the tables are to be understood.
    #[command(flatten)]
    pub(crate) table: TableArgs,
}

/// `fanfan read`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Rows: subject,indicator,period,value,missing,unit,table,source,sheet,cell,confidence. Confidence is 1 where everything
is sure; --format json and table say what is not. --explain draws each table with the role of its rows and columns.

Examples:
  fanfan read data/yearbooks/cn_ha_yb_gdp_city_2012.xlsx --explain
  fanfan read yearbook/*.xls --format csv --output cells.csv
  fanfan read towns.csv --subject town             the column that holds the subject, under a head that nobody knows
  fanfan read odd.xls --hint odd.toml              a hint file: [[table]] with sheet, range, head, data, unit, period ...")]
pub(crate) struct ReadArgs {
    /// Workbooks, CSV and every other table that is read
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What to take in place of what is found of a layout
    #[arg(long, value_name = "HINT.toml")]
    pub(crate) hint: Option<PathBuf>,
    /// Columns that are named, and limits.
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
}

/// `fanfan contribution`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
The total is an indicator among its parts, or a subject among its regions. The residual is reported, never spread.
Parts of chained data do not add up: prices linked in December want the weights of each year (--form ribe, kirchner,
or previous for the rate on the period before), volumes chained by annual overlap the nominal values; both are tables
with the names of total and parts.

Examples:
  fanfan contribution gdp.csv --total gdp --parts primary,secondary,tertiary
  fanfan contribution hicp.csv --total CP00 --form ribe --weights weights.csv
  fanfan contribution volumes.csv --total gdp --form annual_overlap --nominal current.csv")]
pub(crate) struct ContributionArgs {
    /// Tables: CSV (long or wide), World Bank files, workbooks
    #[arg(required = true, value_name = "TABLE")]
    pub(crate) tables: Vec<PathBuf>,
    /// The indicator, or the subject, that is the total
    #[arg(long, value_name = "NAME")]
    pub(crate) total: String,
    /// Its parts, separated by commas; all others unless given
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) parts: Vec<String>,
    /// Periods between value and base; without it a year
    #[arg(long, value_name = "PERIODS", allow_negative_numbers = true)]
    pub(crate) lag: Option<i32>,
    /// What growth over a negative base is: undefined, absolute, plain
    #[arg(long, value_name = "POLICY")]
    pub(crate) negative_base: Option<NegativeBase>,
    /// For parts that do not add up: ribe, kirchner, previous (prices linked in December), `annual_overlap` [default:
    /// parts that add up; with --weights ribe, with --nominal `annual_overlap`]
    #[arg(long, value_name = "FORM", value_parser = contribution_form, conflicts_with_all = ["lag", "negative_base"])]
    pub(crate) form: Option<ChainedForm>,
    /// Table with the weights of each year
    #[arg(long, value_name = "FILE", conflicts_with_all = ["lag", "negative_base"])]
    pub(crate) weights: Option<PathBuf>,
    /// Table with the nominal values of volumes
    #[arg(long, value_name = "FILE", conflicts_with_all = ["weights", "lag", "negative_base"])]
    pub(crate) nominal: Option<PathBuf>,
    /// How the tables are to be understood.
    #[command(flatten)]
    pub(crate) table: TableArgs,
}

fn contribution_form(text: &str) -> Result<ChainedForm, String> {
    match text.replace('-', "_").as_str() {
        "annual_overlap" => Ok(ChainedForm::AnnualOverlap),
        other => other
            .parse()
            .map(ChainedForm::Prices)
            .map_err(|_| format!("unknown form `{text}`; known are ribe, kirchner, previous, annual_overlap")),
    }
}

/// `fanfan index`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  fanfan index rebase cpi.csv --reference 2015
  fanfan index chain cpi.csv                       links such as 上年=100 into a chain
  fanfan index chain hicp.csv --link year_end      linked in December
  fanfan index deflate gdp.csv --prices cpi --reference 2010
  fanfan index splice retail.csv --old retail_old --reference 2015    the old series at the level of the new
  fanfan index denton quarters.csv years.csv --benchmark gdp     quarters that add up to the years")]
pub(crate) struct IndexArgs {
    /// What to do
    #[arg(value_enum)]
    pub(crate) operation: IndexOperationArg,
    /// Tables: CSV (long or wide), World Bank files, workbooks
    #[arg(required = true, value_name = "TABLE")]
    pub(crate) tables: Vec<PathBuf>,
    /// The period, or the span (2014/2016), that is 100, whose prices are wanted, or in which old and new series are linked
    #[arg(long, value_name = "PERIOD", value_parser = span)]
    pub(crate) reference: Option<PeriodRange>,
    /// The mean over the reference: arithmetic, geometric [default: arithmetic]
    #[arg(long, value_name = "MEAN")]
    pub(crate) mean: Option<Mean>,
    /// The indicator that holds the old series (of splice); --reference says where both are
    #[arg(long, value_name = "NAME")]
    pub(crate) old: Option<String>,
    /// Whose level a spliced series has: new, old [default: new]
    #[arg(long, value_name = "SERIES", requires = "old")]
    pub(crate) keep: Option<KeepLevel>,
    /// What links are over: previous, `year_end`, `year_average` [default: previous]
    #[arg(long, value_name = "LINK")]
    pub(crate) link: Option<Link>,
    /// The indicator that holds the prices (of deflate and inflate)
    #[arg(long, value_name = "NAME")]
    pub(crate) prices: Option<String>,
    /// The indicator that holds the benchmarks (of denton), at a coarser frequency
    #[arg(long, value_name = "NAME")]
    pub(crate) benchmark: Option<String>,
    /// Periods have the benchmark as their mean (indices) instead of adding up to it
    #[arg(long, requires = "benchmark")]
    pub(crate) benchmark_is_mean: bool,
    /// Only these subjects or indicators, separated by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// How the tables are to be understood.
    #[command(flatten)]
    pub(crate) table: TableArgs,
}

/// Operations on index numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IndexOperationArg {
    /// 100 in the reference (换基)
    Rebase,
    /// Links into a chain
    Chain,
    /// A chain into links
    Unchain,
    /// Nominal values at constant prices
    Deflate,
    /// Real values at current prices
    Inflate,
    /// An old series carried on by a new one (衔接)
    Splice,
    /// Quarters or months brought to their years (proportional Denton)
    #[value(alias = "benchmark")]
    Denton,
}

/// `fanfan aggregate`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
What is missing is never made up: an aggregate of which a part is missing does not exist unless --present allows it, and
then it is the sum of what is there, not scaled up. January and February published as one are never split.

Examples:
  fanfan aggregate retail.csv --to annual --how sum              flows add up
  fanfan aggregate deposits.csv --to quarterly --how last        stocks at the end of the period
  fanfan aggregate retail.csv --to year_to_date                  months into running totals
  fanfan aggregate profit.csv --to single                        running totals into months
  fanfan aggregate provinces.csv --over-subjects --how sum --name China --present 0.9
  fanfan aggregate cpi.csv --over-subjects --weights population
  fanfan aggregate t.csv --to annual --numerator energy --denominator gdp")]
pub(crate) struct AggregateArgs {
    /// Tables: CSV (long or wide), World Bank files, workbooks
    #[arg(required = true, value_name = "TABLE")]
    pub(crate) tables: Vec<PathBuf>,
    /// Periods of the results: annual, half_yearly, quarterly, `fiscal_03` ...; `year_to_date`, single
    #[arg(long, value_name = "PERIODS", value_parser = aggregate_to)]
    pub(crate) to: Option<AggregateTo>,
    /// All subjects of each indicator as one
    #[arg(long, conflicts_with = "to")]
    pub(crate) over_subjects: bool,
    /// The subject that they make
    #[arg(long, value_name = "NAME", default_value = "total", requires = "over_subjects")]
    pub(crate) name: String,
    /// How values become one: sum (flows), last (stocks), mean
    #[arg(long, value_enum)]
    pub(crate) how: Option<AggregateHowArg>,
    /// The indicator that weighs: the mean is weighted by it
    #[arg(long, value_name = "NAME", conflicts_with_all = ["how", "numerator"])]
    pub(crate) weights: Option<String>,
    /// The indicator above the line of a ratio that is rebuilt from sums
    #[arg(long, value_name = "NAME", conflicts_with = "how", requires = "denominator")]
    pub(crate) numerator: Option<String>,
    /// The indicator below the line
    #[arg(long, value_name = "NAME", requires = "numerator")]
    pub(crate) denominator: Option<String>,
    /// How much must be there: all, a share such as 0.9 or 90%, `inside_span` (no period that is covered in part)
    #[arg(long, value_name = "SHARE", value_parser = present, default_value = "all")]
    pub(crate) present: Present,
    /// Only these subjects or indicators, separated by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Without these subjects or indicators, separated by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) except: Vec<String>,
    /// How the tables are to be understood.
    #[command(flatten)]
    pub(crate) table: TableArgs,
}

/// How values become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AggregateHowArg {
    /// Flows add up
    Sum,
    /// The mean of the values
    Mean,
    /// The last value: stocks
    #[value(alias = "end")]
    Last,
}

/// `fanfan goal`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Notations: x2 in 3y, x4 in 5y · double in three years · +8%/yr for 5y · +8%/yr to 2030 · x2 by 2020 from 2010
           三年翻一番，五年翻两番 · 四年增长两倍 (x3) · 年均增长8%，五年 · 到2020年比2010年翻一番

Values after the start show what is reached and left; values before it are the yardstick: the best past run of the
same length, and how many runs were as fast. A goal without a start, given explicit figures, shows the base years
with which they agree.

Examples:
  fanfan goal '三年翻一番，五年翻两番' --base 11.9 --start 2005
  fanfan goal 'x2 by 2020 from 2010' --base 41.2 --at 2015=59.6 --prices 2%
  fanfan goal 'x2 by 2020 from 2010' --data data/world-bank/API_NY.GDP.MKTP.KN.csv --only CHN
  fanfan goal '到2020年翻一番' --at 2009=33.5 --at 2010=41.2 --figure 2020=67")]
pub(crate) struct GoalArgs {
    /// The goal, in English or Chinese
    #[arg(value_name = "NOTATION", allow_hyphen_values = true)]
    pub(crate) notation: Goal,
    /// Value at the start
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    pub(crate) base: Option<f64>,
    /// A value, after the start or before it; may be given again
    #[arg(long, value_name = "PERIOD=VALUE", value_parser = at)]
    pub(crate) at: Vec<(Period, f64)>,
    /// Period of the start
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    pub(crate) start: Option<Period>,
    /// An explicit figure of the plan, which the goal should agree with; may be given again
    #[arg(long, value_name = "PERIOD=VALUE", value_parser = at)]
    pub(crate) figure: Vec<(Period, f64)>,
    /// Tables with the values
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) data: Vec<PathBuf>,
    /// The subject and the indicator that are meant, separated by commas, where tables have several
    #[arg(long, value_name = "NAME", value_delimiter = ',', requires = "data")]
    pub(crate) only: Vec<String>,
    /// Prices rise by so much a year: 0.03 or 3%; the goal is then also shown in real terms
    #[arg(long, value_name = "RATE", value_parser = rate, allow_hyphen_values = true)]
    pub(crate) prices: Option<f64>,
    /// The indicator of the tables that holds prices, as far as they are known
    #[arg(long, value_name = "NAME", requires = "data")]
    pub(crate) deflator: Option<String>,
    /// The goal is stated at constant prices: show it at current ones
    #[arg(long)]
    pub(crate) real: bool,
    /// How the tables are to be understood.
    #[command(flatten)]
    pub(crate) table: TableArgs,
}

/// `fanfan track`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  fanfan track data/town-2005/plan.toml
  fanfan track data/china-doubling/plan.toml --history
  fanfan track plan.toml --data actuals.csv --method schedule --as-of 2008 --format json
  fanfan track plan.toml --data vintages.csv --as-of 2010-06-30 --compare 2009-12-31
  fanfan track plan.toml --data new.csv --compare old.csv
  fanfan track plan.toml --method all --explain      every method, where they disagree and why, formulas with numbers

Of several values of one period, told apart by a column `as_of`, the last that was known counts.")]
pub(crate) struct TrackArgs {
    /// The plan file
    #[arg(value_name = "PLAN")]
    pub(crate) plan: PathBuf,
    /// Tables of actual values, besides those that the plan names
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) data: Vec<PathBuf>,
    /// Methods (also the plan's own), separated by commas, or all [default: schedule,statcan]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) method: Vec<String>,
    /// The assessment as it could have been made then, at the end of a day or a period
    #[arg(long, value_name = "PERIOD|DATE", value_parser = as_of)]
    pub(crate) as_of: Option<AsOf>,
    /// Compare with the assessment as of an earlier moment, or by the data of an earlier file
    #[arg(long, value_name = "PERIOD|DATE|FILE", conflicts_with_all = ["history", "check"])]
    pub(crate) compare: Option<String>,
    /// Also show where each target stood after every observation
    #[arg(long)]
    pub(crate) history: bool,
    /// Exit with status 1 when there is a warning, an error or a missed target among the findings
    #[arg(long)]
    pub(crate) check: bool,
    /// How the tables are to be understood.
    #[command(flatten)]
    pub(crate) table: TableArgs,
}

fn as_of(text: &str) -> Result<AsOf, fanfan::Error> {
    text.parse()
}

/// `fanfan batch`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
What was read is kept in the out folder: a batch that was stopped goes on where it was, and one that is run again
reads only what has changed. Tables that the plan names are read where they lie below DIR. See `fanfan help batches`.

Examples:
  fanfan batch yearbooks --plan plan.toml --out results
  fanfan batch yearbooks --plan plan.toml --out results --names names.toml --check --format json
  fanfan batch exports --out panel                 without a plan: panel and growth alone")]
pub(crate) struct BatchArgs {
    /// The folder; those below it are read too
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The plan file: its indicators are looked for, its targets judged
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: Option<PathBuf>,
    /// The folder for the tables of results, made where it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// More names of indicators and subjects (TOML), besides the shipped ones and the plan's
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Vec<PathBuf>,
    /// What to take in place of what is found of layouts; that of NAME alone is NAME.hint.toml beside it
    #[arg(long, value_name = "HINT.toml")]
    pub(crate) hint: Option<PathBuf>,
    /// Growth of every period, separated by commas [default: yoy]
    #[arg(long, value_name = "MEASURE", value_delimiter = ',')]
    pub(crate) measure: Vec<Measure>,
    /// Methods of progress, separated by commas, or all [default: schedule,statcan]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) method: Vec<String>,
    /// Leave out what was observed after this period, in the judgement of targets
    #[arg(long, value_name = "PERIOD", value_parser = as_of)]
    pub(crate) as_of: Option<AsOf>,
    /// How editions are told: named (a year in file, folder or title), `last_period`, order (of file names) [default: named]
    #[arg(long, value_name = "HOW", value_parser = editions)]
    pub(crate) editions: Option<Editions>,
    /// Which edition stands: latest, first [default: latest]
    #[arg(long, value_name = "WHICH")]
    pub(crate) prefer: Option<Prefer>,
    /// Files read at once [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// Largest file that is opened, in bytes [default: 1073741824]
    #[arg(long, value_name = "BYTES")]
    pub(crate) largest: Option<u64>,
    /// Use no cell of which the reader is less sure than this, from 0 to 1 [default: 0.6]
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence)]
    pub(crate) least_sure: Option<f64>,
    /// Exit with status 1 when there is a problem above information, or a missed target
    #[arg(long)]
    pub(crate) check: bool,
    /// How the tables are to be understood.
    #[command(flatten)]
    pub(crate) table: TableArgs,
}

fn editions(text: &str) -> Result<Editions, fanfan::Error> {
    text.replace('-', "_").parse()
}

/// `rows=10000000`: a limit by its name.
fn limit(text: &str) -> Result<(String, u64), String> {
    let (name, number) = text.split_once('=').ok_or("write name=number, such as rows=10000000")?;
    let number = number.replace('_', "").parse().map_err(|_| format!("`{number}` is no whole number"))?;
    Limits::default().set(name, number).map(|_| (name.to_owned(), number)).map_err(|error| error.to_string())
}

fn confidence(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|value| (0.0..=1.0).contains(value))
        .ok_or("write a number from 0 to 1, such as 0.5".to_owned())
}

fn period(text: &str) -> Result<Period, fanfan::Error> {
    Period::read(text)
}

fn rounding(text: &str) -> Result<Rounding, fanfan::Error> {
    text.replace('-', "_").parse()
}

fn aggregate_to(text: &str) -> Result<AggregateTo, fanfan::Error> {
    match text.replace('-', "_").as_str() {
        "year_to_date" | "累计" => Ok(AggregateTo::YearToDate),
        "single" | "当期" => Ok(AggregateTo::Single),
        other => other.parse().map(AggregateTo::Frequency),
    }
}

fn present(text: &str) -> Result<Present, String> {
    let (number, scale) = match text.strip_suffix('%') {
        Some(number) => (number, 100.0),
        None => (text, 1.0),
    };
    match (text.replace('-', "_").as_str(), number.trim().parse::<f64>()) {
        ("all", _) => Ok(Present::All),
        ("inside_span", _) => Ok(Present::InsideSpan),
        (_, Ok(share)) if (0.0..=1.0).contains(&(share / scale)) => Ok(Present::Share(share / scale)),
        _ => Err("write all, inside_span, or a share from 0 to 1 such as 0.9 or 90%".to_owned()),
    }
}

fn span(text: &str) -> Result<PeriodRange, fanfan::Error> {
    text.parse().or_else(|_| PeriodRange::read(text))
}

fn fred(text: &str) -> Result<String, String> {
    let code = text.strip_prefix("fred:").ok_or("write fred: and a code, such as fred:pc1")?;
    fanfan::growth::GrowthOptions::fred(code).map(|_| code.to_owned()).map_err(|error| error.to_string())
}

/// A fraction, or percent with its sign.
fn rate(text: &str) -> Result<f64, String> {
    let (number, scale) = text.trim().strip_suffix(['%', '％']).map_or((text.trim(), ""), |number| (number, "e-2"));
    let rate: f64 =
        format!("{}{scale}", number.trim()).parse().map_err(|_| format!("`{text}` is no rate; write 0.03 or 3%"))?;
    if rate > -1.0 && rate < 1.0 {
        Ok(rate)
    } else {
        Err(format!("rates are fractions, and `{text}` is {} %; write 0.03 or 3%", rate * 100.0))
    }
}

fn at(text: &str) -> Result<(Period, f64), String> {
    let (period, value) = text.split_once('=').ok_or("write PERIOD=VALUE, such as 2006=14.3")?;
    let value = value
        .trim()
        .parse()
        .map_err(|_| format!("`{value}` is not a number; write PERIOD=VALUE, such as 2006=14.3"))?;
    Ok((Period::read(period.trim()).map_err(|error| error.to_string())?, value))
}
