//! `fanfan batch`: a folder into tables.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use fanfan::batch::{self, BatchOptions, BatchReport, Step};
use fanfan::model::{Language, NameTable};
use fanfan::plan::Plan;
use fanfan::progress::TrackOptions;
use fanfan::read::{Hints, Limits};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{BatchArgs, Common};
use crate::output::{self, Failure};

/// Work that takes less shows no bar.
const SHORT: Duration = Duration::from_secs(1);

/// Runs the command.
pub(crate) fn batch(args: &BatchArgs, common: &Common) -> Result<ExitCode, Failure> {
    let plan = args.plan.as_ref().map(Plan::from_path).transpose()?.unwrap_or_default();
    let summary =
        batch::run(&args.folder, &plan, &args.out, &options(args, output::language(common))?, &watch(common))?;
    output::write(&BatchReport::new(&summary), common)?;
    Ok(if args.check && summary.needs_attention() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn options(args: &BatchArgs, language: Language) -> Result<BatchOptions, Failure> {
    let mut names = NameTable::shipped();
    for file in &args.names {
        names.extend_from_path(file)?;
    }
    let mut track = if args.method.is_empty() {
        TrackOptions::default()
    } else {
        TrackOptions::named(args.method.iter().map(String::as_str))?
    };
    if let Some(period) = args.as_of {
        track = track.as_of(period);
    }
    let skip = args.names.iter().chain(&args.plan).chain(&args.hint);
    let mut limits = Limits::default();
    // A larger file may also unpack to more.
    if let Some(bytes) = args.largest.filter(|bytes| *bytes > 1 << 30) {
        limits = limits.bytes(bytes);
    }
    limits = super::limits(limits, &args.table.columns)?;
    let mut read = super::read_options(&args.table)?.limits(limits);
    if let Some(hint) = &args.hint {
        read = read.hints(Hints::from_path(hint)?);
    }
    let mut options = BatchOptions::default().read(read).names(names).track(track).skip(skip).language(language);
    if !args.measure.is_empty() {
        options = options.measures(args.measure.clone());
    }
    if let Some(editions) = args.editions {
        options = options.editions(editions);
    }
    if let Some(prefer) = args.prefer {
        options = options.prefer(prefer);
    }
    if let Some(threads) = args.threads {
        options = options.threads(threads.into());
    }
    if let Some(bytes) = args.largest {
        options = options.largest(bytes);
    }
    if let Some(confidence) = args.least_sure {
        options = options.least_sure(confidence);
    }
    Ok(options)
}

/// A bar on standard error, where a person looks and the work is not done at once.
fn watch(common: &Common) -> impl Fn(Step<'_>) -> ControlFlow<()> + Sync {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let form = match output::language(common) {
        Language::Chinese => "{bar:30} {pos}/{len} 个文件，剩余 {eta}  {msg}",
        Language::English => "{bar:30} {pos}/{len} files, {eta} left  {msg}",
    };
    if let Ok(style) = ProgressStyle::with_template(form) {
        bar.set_style(style);
    }
    let seen = !common.quiet && io::stderr().is_terminal();
    let start = Instant::now();
    move |step| {
        if seen && start.elapsed() >= SHORT {
            bar.set_length(step.of as u64);
            bar.set_position(step.done as u64);
            bar.set_message(step.file.to_owned());
            if step.done == step.of {
                bar.finish_and_clear();
            }
        }
        ControlFlow::Continue(())
    }
}
