//! `fanfan read`: tables as they are, one row for each data cell.

use fanfan::read::{self, Hints};
use fanfan::report::{ReadReport, ReadRow};

use crate::args::{Common, ReadArgs};
use crate::output::{self, Failure};

/// Reads the files, all before the first line is written.
pub(super) fn read(args: &ReadArgs, common: &Common) -> Result<(), Failure> {
    let mut options = super::columns(&args.columns)?;
    if let Some(path) = &args.hint {
        options = options.hints(Hints::from_path(path)?);
    }
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for path in &args.files {
        if common.explain {
            for line in read::explain(path, &options)? {
                output::remark(common, &line);
            }
        }
        let book = read::book(path, &options)?;
        // A slip in the name of a column is no remark: the rows would say something else than was asked for.
        if let Some(problem) = book.problems.iter().find(|problem| problem.code == "no_column") {
            return Err(Failure::Said(format!("{}: {}", book.source, problem.message)));
        }
        for problem in book.problems {
            let place = [problem.sheet.as_str(), problem.place.as_str()].into_iter().filter(|part| !part.is_empty());
            let place = place.collect::<Vec<_>>().join(", ");
            let sheet = if place.is_empty() { String::new() } else { format!("{place}: ") };
            let line = format!("{}: {sheet}{}", book.source, problem.message);
            problems.push(line);
        }
        rows.extend(book.cells.into_iter().map(|cell| ReadRow {
            subject: cell.subject.to_string(),
            indicator: cell.indicator.to_string(),
            period: cell.period.to_string(),
            value: cell.value,
            missing: cell.missing.map(|mark| mark.to_string()),
            unit: cell.unit.to_string(),
            table: cell.table.to_string(),
            source: book.source.clone(),
            sheet: cell.sheet.to_string(),
            cell: cell.cell,
            confidence: cell.confidence,
            note: cell.note.map(|note| note.to_string()),
        }));
    }
    // Nothing read is no result.
    if let Some(first) = problems.first().filter(|_| rows.is_empty()) {
        let more = problems.len() - 1;
        let others = if more == 0 { String::new() } else { format!(" (and {more} more problems)") };
        return Err(Failure::Said(format!("{first}{others}")));
    }
    for line in &problems {
        output::remark(common, &format!("info: {line}"));
    }
    output::write(&ReadReport::new(rows, problems), common)
}
