//! The commands: from what was typed to a report.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;
use fanfan::growth::{Base, Measure, PriceContribution};
use fanfan::index_number::{DentonOptions, KeepLevel, Link, Mean, SpliceOptions};
use fanfan::model::{LongPanel, Observations, SeriesKey};
use fanfan::plan::Plan;
use fanfan::progress::{Method, TrackOptions};
use fanfan::read::{self as tables_in, Limits, ReadOptions, Tables};
use fanfan::report::{
    AggregateHow, AggregateReport, AggregateRequest, AggregateTo, ChainedForm, ContributionReport, ContributionRequest,
    Format, GrowthReport, GrowthRequest, IndexOperation, IndexReport, MethodsReport, TrackReport,
};

use crate::args::{
    AggregateArgs, AggregateHowArg, Args, ColumnArgs, Command, Common, ContributionArgs, GrowthArgs, IndexArgs,
    IndexOperationArg, TableArgs, TrackArgs,
};
use crate::output::{self, Failure};

mod batch;
mod compare;
mod goal;
mod read;
mod topics;

/// Runs the command that was typed.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    match &args.command {
        Command::Growth(growth) => self::growth(growth, &args.common)?,
        Command::Contribution(contribution) => self::contribution(contribution, &args.common)?,
        Command::Index(index) => self::index(index, &args.common)?,
        Command::Aggregate(aggregate) => self::aggregate(aggregate, &args.common)?,
        Command::Goal(goal) => goal::run(goal, &args.common)?,
        Command::Track(track) => return self::track(track, &args.common),
        Command::Batch(batch) => return self::batch::batch(batch, &args.common),
        Command::Read(read) => self::read::read(read, &args.common)?,
        Command::Methods { name, plan } => methods(name.as_deref(), plan.as_deref(), &args.common)?,
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Args::command(), "fanfan", &mut io::stdout());
        }
        Command::Help { topic } => topics::help(topic.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn read_options(table: &TableArgs) -> Result<ReadOptions, Failure> {
    let options = columns(&table.columns)?;
    Ok(match table.frequency {
        Some(frequency) => options.frequency(frequency),
        None => options,
    })
}

/// The columns that are named, and the limits.
fn columns(named: &ColumnArgs) -> Result<ReadOptions, Failure> {
    let mut options = ReadOptions::default().limits(limits(Limits::default(), named)?);
    if let Some(column) = &named.subject {
        options = options.subject(column);
    }
    if let Some(column) = &named.indicator {
        options = options.indicator(column);
    }
    if let Some(column) = &named.period {
        options = options.period(column);
    }
    if let Some(column) = &named.value {
        options = options.value(column);
    }
    if let Some(column) = &named.unit {
        options = options.unit(column);
    }
    if let Some(column) = &named.growth {
        options = options.growth(column);
    }
    if let Some(column) = &named.vintage {
        options = options.as_of(column);
    }
    Ok(options)
}

/// Limits with those that are given by name.
fn limits(mut limits: Limits, named: &ColumnArgs) -> Result<Limits, Failure> {
    for (name, number) in &named.limit {
        limits = limits.set(name, *number)?;
    }
    Ok(limits)
}

/// What is not sure in tables, and how they were read where that is asked for.
fn explain_reading(tables: &Tables, common: &Common) {
    for warning in &tables.warnings {
        output::remark(common, &format!("warning: {warning}"));
    }
    if common.explain {
        for note in &tables.notes {
            output::remark(common, note);
        }
    }
}

fn growth(args: &GrowthArgs, common: &Common) -> Result<(), Failure> {
    let tables = tables_in::tables(&args.tables, &read_options(&args.table)?)?;
    explain_reading(&tables, common);
    let data = only(tables.observations, &args.only)?;
    let mut request = GrowthRequest::default();
    request.measures.clone_from(&args.measure);
    if args.measure.is_empty() && args.units.is_none() {
        request.measures = vec!["yoy".parse::<Measure>()?];
    }
    request.fred.clone_from(&args.units);
    request.negative_base = args.negative_base;
    request.lag = args.lag;
    request.base = args.base;
    request.from = args.from;
    request.to = args.to;
    request.as_published = args.as_published;
    request.rounding = args.rounding;
    request.rates_too = args.rates_too;
    request.explain = common.explain;
    output::write(&GrowthReport::compute(data, request)?, common)
}

/// The series whose subject or indicator is named.
fn only(data: Observations, names: &[String]) -> Result<Observations, Failure> {
    if names.is_empty() {
        return Ok(data);
    }
    let is_named = |key: &SeriesKey| names.iter().any(|name| *name == *key.subject || *name == *key.indicator);
    let kept = data.keep(is_named);
    if let Some(missing) = names.iter().find(|name| {
        !LongPanel::keys(kept.panel()).iter().any(|key| ***name == *key.subject || ***name == *key.indicator)
    }) {
        return Err(Failure::Said(format!(
            "--only: the tables have no subject and no indicator `{missing}`; leave the option out to see all"
        )));
    }
    Ok(kept)
}

fn contribution(args: &ContributionArgs, common: &Common) -> Result<(), Failure> {
    let tables = tables_in::tables(&args.tables, &read_options(&args.table)?)?;
    explain_reading(&tables, common);
    let mut request = ContributionRequest::new(&args.total);
    request.parts.clone_from(&args.parts);
    if let Some(lag) = args.lag {
        request.base = Base::Lag(lag);
    }
    if let Some(policy) = args.negative_base {
        request.negative_base = policy;
    }
    request.chained = chained(args)?;
    request.explain = common.explain;
    output::write(&ContributionReport::compute(&tables.observations, &request)?, common)
}

/// The form for parts that do not add up, with the table that it needs.
fn chained(args: &ContributionArgs) -> Result<Option<(ChainedForm, Observations)>, Failure> {
    let (default, file) = match (&args.weights, &args.nominal) {
        (Some(file), _) => (ChainedForm::Prices(PriceContribution::Ribe), file),
        (None, Some(file)) => (ChainedForm::AnnualOverlap, file),
        (None, None) => {
            return match args.form {
                None => Ok(None),
                Some(ChainedForm::AnnualOverlap) => {
                    Err(Failure::Said("annual overlap needs the nominal values: --nominal FILE".to_owned()))
                }
                Some(_) => Err(Failure::Said("linked prices need the weights of each year: --weights FILE".to_owned())),
            };
        }
    };
    let form = args.form.unwrap_or(default);
    if (form == ChainedForm::AnnualOverlap) != args.nominal.is_some() {
        return Err(Failure::Said(
            "--weights goes with ribe, kirchner and previous, --nominal with annual_overlap".to_owned(),
        ));
    }
    // The column of values has a name of its own there, and that of periods may: weights are of years.
    let read = |options: ReadOptions| tables_in::tables(std::slice::from_ref(file), &options);
    let of = |table: TableArgs| -> Result<_, Failure> {
        let plain = read_options(&table)?;
        Ok(match read(plain.clone()) {
            Err(error) => read(plain.value("weight")).map_err(|_| error)?,
            Ok(tables) => tables,
        })
    };
    let mut same = args.table.clone();
    same.columns.value = None;
    let tables = match of(same.clone()) {
        Err(_) if same.columns.period.take().is_some() => of(same)?,
        read => read?,
    };
    Ok(Some((form, tables.observations)))
}

fn index(args: &IndexArgs, common: &Common) -> Result<(), Failure> {
    let tables = tables_in::tables(&args.tables, &read_options(&args.table)?)?;
    explain_reading(&tables, common);
    let data = only(tables.observations, &args.only)?;
    misplaced(args)?;
    let needs = |what: &str, option: &str| Failure::Said(format!("{what} needs {option}"));
    let prices = || args.prices.clone().ok_or_else(|| needs("deflating", "the price index: --prices NAME"));
    let link = args.link.unwrap_or(Link::Previous);
    let operation = match args.operation {
        IndexOperationArg::Rebase => {
            let reference =
                args.reference.ok_or_else(|| needs("rebasing", "the period that is 100: --reference 2015"))?;
            IndexOperation::Rebase(reference, args.mean.unwrap_or(Mean::Arithmetic))
        }
        IndexOperationArg::Chain => IndexOperation::Chain(link),
        IndexOperationArg::Unchain => IndexOperation::Unchain(link),
        IndexOperationArg::Deflate => IndexOperation::Deflate(prices()?, args.reference),
        IndexOperationArg::Inflate => IndexOperation::Inflate(prices()?, args.reference),
        IndexOperationArg::Splice => {
            let old = args.old.clone().ok_or_else(|| needs("splicing", "the old series: --old NAME"))?;
            let overlap = args.reference.ok_or_else(|| {
                needs("splicing", "the period, or the span, in which both series are: --reference 2015")
            })?;
            let options = SpliceOptions::new(overlap).mean(args.mean.unwrap_or(Mean::Arithmetic));
            IndexOperation::Splice(old, options.keep(args.keep.unwrap_or(KeepLevel::New)))
        }
        IndexOperationArg::Denton => {
            let benchmark = args.benchmark.clone().ok_or_else(|| needs("denton", "the years: --benchmark NAME"))?;
            let options = DentonOptions::new();
            IndexOperation::Denton(benchmark, if args.benchmark_is_mean { options.means() } else { options })
        }
    };
    let report = if common.explain {
        IndexReport::explained(&data, &operation)?
    } else {
        IndexReport::compute(&data, &operation)?
    };
    output::write(&report, common)
}

/// Refuses options of other operations, which would change nothing.
fn misplaced(args: &IndexArgs) -> Result<(), Failure> {
    use IndexOperationArg::{Chain, Deflate, Denton, Inflate, Rebase, Splice, Unchain};
    let of: [(&str, bool, &[IndexOperationArg], &str); 6] = [
        (
            "--reference",
            args.reference.is_some(),
            &[Rebase, Deflate, Inflate, Splice],
            "rebase, deflate, inflate and splice",
        ),
        ("--mean", args.mean.is_some(), &[Rebase, Splice], "rebase and splice"),
        ("--old", args.old.is_some(), &[Splice], "splice"),
        ("--link", args.link.is_some(), &[Chain, Unchain], "chain and unchain"),
        ("--prices", args.prices.is_some(), &[Deflate, Inflate], "deflate and inflate"),
        ("--benchmark", args.benchmark.is_some(), &[Denton], "denton"),
    ];
    match of.into_iter().find(|(_, is_given, takes, _)| *is_given && !takes.contains(&args.operation)) {
        Some((option, _, _, words)) => {
            Err(Failure::Said(format!("{option} is an option of {words}, and changes nothing here; leave it out")))
        }
        None => Ok(()),
    }
}

fn aggregate(args: &AggregateArgs, common: &Common) -> Result<(), Failure> {
    let tables = tables_in::tables(&args.tables, &read_options(&args.table)?)?;
    explain_reading(&tables, common);
    let data = only(tables.observations, &args.only)?;
    let left_out = |key: &SeriesKey| args.except.iter().any(|name| *name == *key.subject || *name == *key.indicator);
    let data = if args.except.is_empty() { data } else { data.keep(|key| !left_out(key)) };
    let how = match (&args.weights, &args.numerator, &args.denominator) {
        (Some(weights), ..) => Some(AggregateHow::Weighted(weights.clone())),
        (None, Some(above), Some(below)) => Some(AggregateHow::Ratio(above.clone(), below.clone())),
        _ => args.how.map(|how| match how {
            AggregateHowArg::Sum => AggregateHow::Sum,
            AggregateHowArg::Mean => AggregateHow::Mean,
            AggregateHowArg::Last => AggregateHow::Last,
        }),
    };
    let needs_how = || {
        Failure::Said(
            "how do values become one? give --how sum (flows), --how last (stocks), --how mean, --weights NAME, or \
             --numerator NAME --denominator NAME"
                .to_owned(),
        )
    };
    let mut request = match (args.to, args.over_subjects) {
        (Some(to @ AggregateTo::Frequency(_)), _) => {
            AggregateRequest::over_periods(to, Some(how.ok_or_else(needs_how)?))
        }
        (Some(to), _) => AggregateRequest::over_periods(to, how),
        (None, true) => AggregateRequest::over_subjects(&args.name, how.ok_or_else(needs_how)?),
        (None, false) => {
            return Err(Failure::Said(
                "nothing to aggregate over; give --to annual (or another frequency, year_to_date, single), or \
                 --over-subjects"
                    .to_owned(),
            ));
        }
    };
    request.present = args.present;
    output::write(&AggregateReport::compute(&data, &request)?, common)
}

fn track(args: &TrackArgs, common: &Common) -> Result<ExitCode, Failure> {
    let plan = Plan::from_path(&args.plan)?;
    plan.data_is_there()?;
    // What asks for nothing passes every check.
    if args.check {
        plan.asks_for_something()?;
    }
    let mut files = plan.data_paths();
    files.extend(args.data.iter().cloned());
    // Years, and the months of this year, are one indicator to a plan.
    let options = read_options(&args.table)?.frequencies_apart(true).spans_apart(true).may_be_empty(true);
    let tables = tables_in::tables(&files, &options)?;
    explain_reading(&tables, common);
    let mut options = if args.method.is_empty() {
        TrackOptions::default()
    } else {
        TrackOptions::of_plan(&plan, args.method.iter().map(String::as_str))?
    };
    if let Some(earlier) = &args.compare {
        compare::run(args, common, &plan, &tables.observations, earlier, options)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(moment) = args.as_of {
        options = options.as_of(moment);
    }
    let track = plan.track(&tables.observations, options.history(args.history).explain(common.explain))?;
    if let (Err(error), Format::Table | Format::Markdown) = (plan.asks_for_something(), output::format(common)) {
        output::remark(common, &format!("warning: {error}"));
    }
    if output::format(common) == Format::Csv {
        // Rows have no place for findings, and they must not be lost.
        let language = output::language(common);
        for finding in &track.findings {
            let message = finding.sentence(language);
            let indicator = plan.indicator(&finding.indicator).map(|indicator| indicator.name(language));
            let who = indicator.map(|name| format!("{name}: ")).unwrap_or_default();
            output::remark(common, &format!("{}: {who}{message}", finding.severity));
        }
    }
    output::write(&TrackReport::new(&plan, &track).explain(common.explain), common)?;
    Ok(if args.check && track.needs_attention() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn methods(name: Option<&str>, plan: Option<&Path>, common: &Common) -> Result<(), Failure> {
    let mut own = match plan {
        Some(plan) => Plan::from_path(plan)?.methods().to_vec(),
        None => Vec::new(),
    };
    let mut methods = Vec::new();
    if let Some(name) = name.map(|name| name.replace('-', "_")) {
        own.retain(|own| own.name == name);
        // One of the plan's own is shown with the method whose formula it takes.
        methods.push(match own.first() {
            Some(own) => own.like,
            None => name.parse::<Method>()?,
        });
    }
    output::write(&MethodsReport::new(methods).own(own), common)
}
