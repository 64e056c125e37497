//! The layouts of tables: long, periods across, indicators across, and the World Bank's.

mod cells;
#[cfg(feature = "rayon")]
mod in_parts;

use super::ReadOptions;
use super::columns::{Columns, split_unit};
use super::delimited::{Record, Records, Text};
use super::gather::Gather;
use super::number::{self, DecimalMark, MarkFinder};
use crate::error::{Error, ErrorKind, Result};

/// Reads the records of one file.
pub(super) fn read(name: &str, text: &Text<'_>, options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    gather.begin_file(name);
    // What is wrong with the whole table is said before what is wrong with a cell.
    table(name, text, options, gather).map_err(|error| text.closed().err().unwrap_or(error))
}

fn table(name: &str, text: &Text<'_>, options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    let Some((head, rows)) = head(text)? else {
        return Err(
            Error::new(ErrorKind::Layout, "the file is empty").mend("give a table with a head and at least one row")
        );
    };
    let names: Vec<&str> = head.iter().map(|field| field.trim_start_matches('\u{feff}').trim()).collect();
    let columns = Columns::of(&names, options).map_err(|error| error.at_line(head.line))?;
    gather.is_plain = columns.period.is_some() || !columns.periods.is_empty();
    let mut first = Record::default();
    if !rows.clone().next(&mut first)? {
        if options.may_be_empty {
            gather.note(format!("{name}: a head and no row below it"));
            return Ok(());
        }
        return Err(Error::new(ErrorKind::Layout, "there is a head and no row below it")
            .at_line(head.line)
            .mend("add rows of data"));
    }
    // Nearly all tables have decimal points. Where a cell shows that it must be looked at, and all of them together say
    // comma, the rows are read again.
    let (start, before) = (gather.rows(), gather.before());
    let separator = text.separator();
    let mut table = Table {
        names: &names,
        head_line: head.line,
        rows,
        columns: &columns,
        separator,
        mark: DecimalMark::Point,
        marks_matter: false,
        nameless: Vec::new(),
        full_names: cells::full_names(&names, &columns),
        bare_growth: BareGrowth::default(),
        notes: Vec::new(),
    };
    let has = |name: &str| names.contains(&name);
    if options.value.is_none() && columns.value.is_some() && has("measure") && has("result") && has("undefined") {
        gather.warn(format!(
            "{name}: these are results of fanfan; the column `value` is read, what they were computed from; for the \
             results say --value result"
        ));
    }
    let mut layout = table.read(gather);
    if table.marks_matter {
        table.sound()?;
        table.mark = table.decimal_mark()?;
        if table.mark == DecimalMark::Comma {
            gather.back(before);
            layout = table.read(gather);
        }
    }
    match layout {
        Ok(layout) => {
            table.growth_is_fractions(name, gather)?;
            if let Some((line, first)) = table.notes.first() {
                let more =
                    if table.notes.len() > 1 { format!(" ({} such rows)", table.notes.len()) } else { String::new() };
                gather.warn(format!("{name}, line {line}: `{first}` has no values and is taken for a note{more}"));
            }
            gather.note(table.note(name, layout, gather.rows() - start));
        }
        Err(error) => {
            table.sound()?;
            table.under_heads()?;
            return Err(error);
        }
    }
    Ok(())
}

/// The record of the head, and the rows below it: the first, or the one below the World Bank's preamble.
fn head<'t>(text: &'t Text<'_>) -> Result<Option<(Record<'t>, Records<'t>)>> {
    let first = |record: &Record<'_>| {
        record.get(0).map(|field| field.trim_start_matches('\u{feff}').trim().to_lowercase()).unwrap_or_default()
    };
    let (mut records, mut record) = (text.records(), Record::default());
    if !records.next(&mut record)? {
        return Ok(None);
    }
    if first(&record) == "data source" {
        let (mut below, mut candidate) = (records, Record::default());
        for _ in 1..10 {
            if below.next(&mut candidate)? && first(&candidate) == "country name" {
                return Ok(Some((candidate, below)));
            }
        }
    }
    Ok(Some((record, records)))
}

struct Table<'a> {
    names: &'a [&'a str],
    head_line: u64,
    rows: Records<'a>,
    columns: &'a Columns,
    separator: Option<u8>,
    mark: DecimalMark,
    /// Whether a cell was met that reads in another way under a decimal comma, or only there.
    marks_matter: bool,
    /// Columns of data without a head, which must be blank.
    nameless: Vec<usize>,
    /// The column of names beside that of codes, whose brackets say what is a percentage.
    full_names: Option<usize>,
    /// Published growth without a sign or a unit.
    bare_growth: BareGrowth,
    /// Rows without values that were taken for notes: line and beginning.
    notes: Vec<(u64, String)>,
}

/// What tells fractions from percent whose sign was left out.
#[derive(Default)]
struct BareGrowth {
    cells: usize,
    /// Those beyond ±100 %, were they fractions.
    beyond: usize,
    /// Whether one fell by more than all.
    below: bool,
    first: Option<(u64, f64)>,
    /// The first that is not zero, with its line.
    any: Option<(u64, f64)>,
}

impl<'a> Table<'a> {
    /// Reads the rows in the layout that the columns show; its name.
    fn read(&mut self, gather: &mut Gather<'_>) -> Result<&'static str> {
        self.bare_growth = BareGrowth::default();
        self.notes.clear();
        match (self.columns.period, self.columns.value) {
            (Some(period), Some(value)) => {
                self.long(period, Some(value), gather)?;
                Ok("long")
            }
            // Growth of each indicator, and no level.
            (Some(period), None) if self.columns.growth.is_some() && self.columns.others.is_empty() => {
                self.long(period, None, gather)?;
                Ok("long, growth alone")
            }
            // A column of indicators says that the table is long, so its values are missing.
            (Some(period), None) if !self.columns.others.is_empty() && self.columns.indicator.is_none() => {
                self.indicators_across(period, gather)?;
                Ok("wide, indicators across")
            }
            (None, _) if !self.columns.periods.is_empty() => {
                self.periods_across(gather)?;
                Ok("wide, periods across")
            }
            _ => Err(self.what_is_missing()),
        }
    }

    fn name(&self, column: usize) -> &'a str {
        self.names.get(column).copied().unwrap_or_default()
    }

    /// Goes over the rows, of which each must fit the head.
    fn each(&mut self, mut take: impl FnMut(&mut Self, &Record<'a>) -> Result<()>) -> Result<()> {
        let (mut rows, mut record) = (self.rows, Record::default());
        while rows.next(&mut record)? {
            self.fits(&record)?;
            self.nameless_value(&record).map_or(Ok(()), |column| Err(value_without_head(column, record.line)))?;
            take(self, &record)?;
        }
        Ok(())
    }

    /// Refuses a row that would be read as something else than it is.
    ///
    /// # Errors
    /// More fields than heads (a thousands mark without quotes), the head once more, a byte-order mark: the name of
    /// the row.
    fn fits(&self, record: &Record<'_>) -> Result<()> {
        let names = self.names;
        let first = record.get(0).unwrap_or_default();
        let error = if record.len() > names.len()
            && record.iter().skip(names.len()).any(|field| !field.trim().is_empty())
        {
            let message = format!("{} fields below a head of {}", record.len(), names.len());
            Error::new(ErrorKind::Layout, message)
                .mend("put a field in quotes where it holds the separator, as in \"1,234\"")
        } else if first.starts_with('\u{feff}') {
            Error::new(ErrorKind::Layout, "a byte-order mark inside the table: two files were joined")
                .mend("take it out, and the second head with it")
        } else if record.len() == names.len() && record.iter().zip(names).all(|(field, name)| field.trim() == *name) {
            Error::new(ErrorKind::Layout, "the head stands here once more").mend("delete this row")
        } else {
            return Ok(());
        };
        Err(error.at_line(record.line))
    }

    /// Whether all rows fit the head.
    fn sound(&self) -> Result<()> {
        let (mut rows, mut record) = (self.rows, Record::default());
        while rows.next(&mut record)? {
            self.fits(&record)?;
        }
        Ok(())
    }

    /// The column without a head in which a row has a value, which no series would hold.
    fn nameless_value(&self, record: &Record<'_>) -> Option<usize> {
        let filled = |column: &usize| record.get(*column).is_some_and(|field| !field.trim().is_empty());
        self.nameless.iter().copied().find(filled)
    }

    /// Refuses values under no head, the leftmost column first.
    fn under_heads(&self) -> Result<()> {
        let (mut rows, mut record) = (self.rows, Record::default());
        let mut first: Option<(usize, u64)> = None;
        while !self.nameless.is_empty() && rows.next(&mut record)? {
            let found = self.nameless_value(&record).map(|column| (column, record.line));
            first = [first, found].into_iter().flatten().min();
        }
        first.map_or(Ok(()), |(column, line)| Err(value_without_head(column, line)))
    }

    /// The decimal mark, from all cells of numbers.
    fn decimal_mark(&self) -> Result<DecimalMark> {
        let data = self.columns.data();
        let mut finder = MarkFinder::default();
        let (mut rows, mut record) = (self.rows, Record::default());
        while rows.next(&mut record)? {
            data.iter().filter_map(|&column| record.get(column)).for_each(|cell| finder.see(cell));
        }
        Ok(finder.mark(self.separator == Some(b';')))
    }

    fn long(&mut self, period: usize, value: Option<usize>, gather: &mut Gather<'_>) -> Result<()> {
        let columns = self.columns;
        let (mut subject, mut indicator, mut series) = (String::new(), String::new(), None);
        let of_head = value.and_then(|value| split_unit(self.name(value)).1);
        self.each(|table, record| {
            let field = |column: Option<usize>| column.and_then(|column| record.get(column)).map_or("", str::trim);
            let (of_subject, of_indicator) = (field(columns.subject), field(columns.indicator));
            let series = match series {
                Some(series) if subject == of_subject && indicator == of_indicator => series,
                _ => {
                    of_subject.clone_into(&mut subject);
                    of_indicator.clone_into(&mut indicator);
                    *series.insert(gather.series(of_subject, of_indicator))
                }
            };
            let time = table.time(record, period, gather)?;
            gather.known_since(table.as_of(record)?);
            let unit = Some(field(columns.unit)).filter(|unit| !unit.is_empty()).or(of_head).unwrap_or("");
            let (value, of_growth) = match value {
                Some(value) => (table.value(record, value, series, unit, gather)?, ""),
                // The unit is that of the growth, there being nothing else.
                None => (f64::NAN, unit),
            };
            let growth = table.growth(record, columns.growth, of_growth)?;
            gather.push(series, time, value, growth, record.line);
            Ok(())
        })
    }

    fn indicators_across(&mut self, period: usize, gather: &mut Gather<'_>) -> Result<()> {
        // Growth beside one indicator is its own; beside several it is one more.
        let columns = self.columns;
        let mut data = columns.others.clone();
        let beside = columns.growth.filter(|_| data.len() == 1);
        data.extend(columns.growth.filter(|_| data.len() > 1));
        data.sort_unstable();
        self.data_from(data.first().copied().unwrap_or(0));
        let heads: Vec<(usize, &str, Option<&str>)> = data
            .iter()
            .map(|&column| {
                let (name, unit) = split_unit(self.name(column));
                (column, name, unit)
            })
            .collect();
        let mut series: Vec<u32> = Vec::new();
        let mut last = String::new();
        self.each(|table, record| {
            let time = table.time(record, period, gather)?;
            gather.known_since(table.as_of(record)?);
            let field = |column: Option<usize>| column.and_then(|column| record.get(column)).map_or("", str::trim);
            let subject = field(columns.subject);
            let growth = table.growth(record, beside, "")?;
            if series.is_empty() || subject != last {
                subject.clone_into(&mut last);
                series = heads.iter().map(|(_, name, _)| gather.series(subject, name)).collect();
            }
            for (&(column, _, unit), &series) in heads.iter().zip(&series) {
                let unit = unit.unwrap_or_else(|| field(columns.unit));
                let value = table.value(record, column, series, unit, gather)?;
                gather.push(series, time, value, growth, record.line);
            }
            Ok(())
        })
    }

    fn periods_across(&mut self, gather: &mut Gather<'_>) -> Result<()> {
        // Without a head that is known, the one column that is left names the series.
        let (mut subject, mut indicator) = (self.columns.subject, self.columns.indicator);
        if subject.is_none() && indicator.is_none() {
            match self.columns.others.as_slice() {
                [] => {}
                [only] => indicator = Some(*only),
                [first, second] => (subject, indicator) = (Some(*first), Some(*second)),
                more => {
                    let names: Vec<&str> = more.iter().map(|&column| self.name(column)).collect();
                    return Err(Error::new(
                        ErrorKind::Layout,
                        format!("which of the columns {} names the series?", names.join(", ")),
                    )
                    .at_line(self.head_line)
                    .mend("name them: --subject COLUMN, --indicator COLUMN"));
                }
            }
        }
        let first_period = self.columns.periods.first().map_or(0, |(column, _)| *column);
        if self.columns.others.is_empty() && subject.is_none() && indicator.is_none() {
            // A column without a head, left of the periods, is the stub.
            indicator = (0..first_period).rev().find(|&column| self.name(column).is_empty());
        }
        self.data_from(first_period);
        let columns = self.columns;
        let times: Vec<u32> = columns.periods.iter().map(|(_, reading)| gather.time(*reading)).collect();
        let heads = gather.heads(&times);
        #[cfg(feature = "rayon")]
        if self.in_parts(in_parts::Names { subject, indicator, first_period }, heads, gather)? {
            return Ok(());
        }
        let mut values = Vec::with_capacity(times.len());
        let mut expected = false;
        let all = self.rows.left();
        self.each(|table, record| {
            if table.is_note(record, first_period) {
                let first = record.iter().map(str::trim).find(|field| !field.is_empty()).unwrap_or_default();
                table.notes.push((record.line, first.chars().take(40).collect()));
                return Ok(());
            }
            if !expected {
                expected = true;
                // No more than the text can hold at a separator a cell; names have other lengths than the first ones.
                let lines = all / record.bytes().max(1) + 1;
                gather.expect(lines.min(1 << 16), lines.saturating_mul(times.len()).min(all));
            }
            gather.known_since(table.as_of(record)?);
            let field = |column: Option<usize>| column.and_then(|column| record.get(column)).map_or("", str::trim);
            let series = gather.series(field(subject), field(indicator));
            if table.is_percent(record) {
                gather.percent(series);
            }
            let unit = field(columns.unit);
            values.clear();
            values.resize(times.len(), f64::NAN);
            // Most cells are blank or plain digits, and need no look at the unit each.
            let mut quick = unit.is_empty() && table.mark == DecimalMark::Point && !gather.is_signed(series);
            let mut filled = false;
            for (place, &(column, _)) in values.iter_mut().zip(&columns.periods) {
                let piece = record.piece(column);
                if piece.is_some_and(|(_, start, end)| start == end) {
                    continue;
                }
                if quick && let Some(value) = piece.and_then(|(text, start, end)| number::exact(text, start, end)) {
                    filled |= value != 0.0;
                    *place = value;
                } else {
                    gather.bare(series, f64::from(u8::from(filled)))?;
                    *place = table.value(record, column, series, unit, gather)?;
                    quick &= !gather.is_signed(series);
                }
            }
            gather.bare(series, f64::from(u8::from(filled && quick)))?;
            gather.push_line(series, heads, &values, record.line);
            Ok(())
        })
    }

    /// Whether a row is a note under the table: it ends before the values, or says that it is one.
    fn is_note(&self, record: &Record<'_>, first_period: usize) -> bool {
        if record.len() <= first_period {
            return true;
        }
        let first = record.iter().map(str::trim).find(|field| !field.is_empty()).unwrap_or_default();
        // Most labels are told from notes by their first letter.
        let begins = first.bytes().next().is_some_and(|letter| !letter.is_ascii() || b"sn".contains(&(letter | 0x20)));
        let marked = begins && (first.starts_with('注') || NOTES.iter().any(|word| is_marked(first, word)));
        let blank = |column: usize| record.get(column).is_none_or(|field| field.trim().is_empty());
        marked && self.columns.periods.iter().all(|(column, _)| blank(*column))
    }

    /// From `first` on, a column without a head must be blank.
    fn data_from(&mut self, first: usize) {
        self.nameless = (first..self.names.len()).filter(|&column| self.name(column).is_empty()).collect();
    }

    fn what_is_missing(&self) -> Error {
        let found = self.names.iter().filter(|name| !name.is_empty()).copied().collect::<Vec<_>>().join(", ");
        let (message, mend) = match (self.columns.period, self.columns.value) {
            (None, _) => (
                "no column holds periods",
                "name one `period` (or 年份), give --period COLUMN, or put periods such as 2005 into the head",
            ),
            _ => ("no column holds values", "name one `value` (or 数值), or give --value COLUMN"),
        };
        Error::new(ErrorKind::Layout, format!("{message}; the columns are {found}")).mend(mend).at_line(self.head_line)
    }

    fn note(&self, file: &str, layout: &str, rows: usize) -> String {
        let separator = match self.separator {
            Some(b';') => "semicolons",
            Some(b'\t') => "tabs",
            Some(b'|') => "bars",
            Some(_) => "commas",
            None => "cells",
        };
        let mark = if self.mark == DecimalMark::Comma { "decimal comma" } else { "decimal point" };
        let roles = [
            ("subject", self.columns.subject),
            ("indicator", self.columns.indicator),
            ("period", self.columns.period),
            ("value", self.columns.value),
            ("unit", self.columns.unit),
            ("growth", self.columns.growth),
            ("as_of", self.columns.as_of),
        ];
        let roles: Vec<String> = roles
            .iter()
            .filter_map(|(role, column)| column.map(|column| format!("{role} = `{}`", self.name(column))))
            .collect();
        let roles = if roles.is_empty() { String::new() } else { format!("; {}", roles.join(", ")) };
        format!("{file}: {separator}, {mark}, head on line {}, {layout}{roles}; {rows} cells", self.head_line)
    }
}

/// How notes under a table begin, before a colon; 注 stands alone.
const NOTES: [&str; 8] = ["资料来源", "数据来源", "来源", "说明", "source", "sources", "note", "notes"];

fn is_marked(text: &str, word: &str) -> bool {
    let rest =
        text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).and_then(|_| text.get(word.len()..));
    rest.is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
}

fn value_without_head(column: usize, line: u64) -> Error {
    Error::new(ErrorKind::Layout, format!("column {} has values and no head", column + 1))
        .mend("name it in the head, or take it out")
        .at_line(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Period;
    use crate::read::{Tables, tables, text};

    fn read(table: &str) -> Result<Tables> {
        text("t", table, &ReadOptions::default())
    }

    #[track_caller]
    fn refused(table: &str, parts: &[&str]) {
        let error = read(table).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(parts.iter().all(|part| error.contains(part)), "{table}: {error}");
    }

    fn value(tables: &Tables, indicator: &str, period: Period) -> Option<f64> {
        tables.observations.panel().find("", indicator).and_then(|series| series.get(period))
    }

    #[test]
    fn rows_that_do_not_fit_the_head_are_named() {
        refused("year,value\n2004,1\n2005,1,234\n", &["line 3", "3 fields below a head of 2", "in quotes"]);
        assert!(read("year,value\n2004,1,\n2005,2,,\n").is_ok());
        refused("indicator,2005,2006\ngdp,1,2\nindicator,2005,2006\n", &["line 3", "once more"]);
        refused("subject,year,value\nA,2004,1\n\u{feff}A,2005,2\n", &["line 3", "byte-order mark"]);
        refused("indicator,2005,,2006\ngdp,1,10%,2\n", &["line 2", "column 3 has values and no head"]);
        refused("year,GDP,\n2005,1,10\n", &["line 2", "column 3"]);
    }

    #[test]
    fn notes_under_a_wide_table_are_no_series() -> Result<()> {
        for note in ["注：初步核算数,,", "Source: NBS,,", "资料来源：统计局,,", "Source: NBS"] {
            let tables = read(&format!("indicator,2005,2006\ngdp,1,2\n{note}\n"))?;
            assert_eq!(tables.observations.panel().values(), [1.0, 2.0]);
            assert!(matches!(tables.warnings.as_slice(), [only] if only.starts_with("t, line 3: ")), "{note}");
        }
        // a series without values, which official files have
        assert!(read("indicator,2005,2006\ngdp,1,2\nnotes issued,,\n").is_ok());
        refused("year,value\n2005,1\n注：初步核算数,\n", &["line 3", "not a period"]);
        Ok(())
    }

    #[test]
    fn no_column_is_left_out_unsaid() -> Result<()> {
        refused("year,value,数值\n2004,1,10\n", &["line 1", "two columns hold values", "--value"]);
        refused("indicator,year,amount\ngdp,2004,1\ncpi,2005,2\n", &["line 1", "no column holds values", "amount"]);
        let across = read("year,GDP,增速\n2004,1,\n2005,2,50%\n")?;
        assert_eq!(across.observations.published_growth(1), Some(0.5));
        let several = read("year,GDP,CPI,增速\n2004,1,2,3\n")?;
        assert_eq!(value(&several, "增速", Period::annual(2004)), Some(3.0));
        Ok(())
    }

    #[test]
    fn published_growth_is_never_taken_for_a_hundred_times_itself() -> Result<()> {
        let growth = |table: &str| -> Result<Vec<Option<f64>>> {
            let tables = read(table)?;
            Ok((0..tables.observations.panel().rows()).map(|row| tables.observations.published_growth(row)).collect())
        };
        // growth alone, by the sign, the head or the column of units
        let rates = [Some(-0.068), Some(0.183)];
        assert_eq!(growth("indicator,year,growth\ngdp,2020,-6.8%\ngdp,2021,18.3%\n")?, rates);
        assert_eq!(growth("指标,年份,同比(%)\nGDP,2020,-6.8\nGDP,2021,18.3\n")?, rates);
        assert_eq!(growth("指标,年份,同比,单位\nGDP,2020,-6.8,%\nGDP,2021,18.3,%\n")?, rates);
        assert_eq!(growth("year,value,growth\n2020,1,-0.068\n2021,2,0.183\n")?, rates);
        // growth that was more than 100 % once
        assert_eq!(growth("year,value,growth\n2020,1,0.05\n2021,2,1.79\n")?, [Some(0.05), Some(1.79)]);
        refused("year,value,growth\n2020,1,2.1\n2021,2,8.1\n", &["line 2, column growth", "is 210 %", "growth(%)"]);
        refused("年份,数值,同比\n2020,1,0.1\n2021,2,-6.8\n", &["line 3, column 同比", "-680 %"]);
        refused("indicator,year,growth,unit\ngdp,2020,2,亿元\n", &["line 2, column growth", "growth in `亿元`"]);
        let named = text("t", "item,year,value\ngdp,2020,18.3%\n", &ReadOptions::default().growth("value"))?;
        assert_eq!(named.observations.published_growth(0), Some(0.183));
        Ok(())
    }

    #[test]
    fn names_beside_codes_say_what_is_a_percentage() -> Result<()> {
        let head = "Country Code,Indicator Name,Indicator Code,2005,2006\n";
        let rows = "A,GDP growth (annual %),G.ZG,1,2\nA,Exports (% of GDP),X.ZS,3,4\nA,GDP (current US$),G.CD,5,6\n";
        let tables = read(&format!("{head}{rows}"))?;
        let units: Vec<Option<&str>> = (0..3).map(|series| tables.observations.unit(series)).collect();
        assert_eq!(units, [None, Some("%"), Some("%")]); // by code: G.CD, G.ZG, X.ZS
        Ok(())
    }

    #[test]
    fn the_stub_is_the_column_without_a_head() -> Result<()> {
        let tables = read(",单位,2005,2006\nGDP,亿元,1,2\nCPI,%,3,4\n")?;
        assert_eq!(value(&tables, "GDP", Period::annual(2006)), Some(2.0));
        Ok(())
    }

    #[test]
    fn units_of_rows_and_heads_are_kept() -> Result<()> {
        let tables = read("year,unit,GDP\n2004,亿元,1\n2005,万元,20000\n")?;
        assert_eq!(value(&tables, "GDP", Period::annual(2005)), Some(2.0));
        let tables = read("指标,年份,数值（万元）\nGDP,2004,1\n")?;
        assert_eq!(tables.observations.unit(0), Some("万元"));
        assert_eq!(value(&tables, "GDP", Period::annual(2004)), Some(1.0));
        let carried = read("year,value,unit\n2004,11.9,亿元\n2005,12.5,\n")?;
        assert_eq!(carried.observations.unit(0), Some("亿元"));
        refused("year,value,unit\n2004,11.9,\n2005,143000,万元\n", &["line 3", "`万元` begins here"]);
        Ok(())
    }

    #[test]
    fn cells_with_and_without_a_percent_sign_do_not_mix() {
        refused("year,value\n2004,0.3\n2005,33%\n", &["line 3", "some have none"]);
        refused("year,value\n2004,33%\n2005,0.34\n", &["line 3", "some have none"]);
        assert!(read("year,value\n2004,0\n2005,33%\n").is_ok());
        assert!(read("year,value,unit\n2004,30,%\n2005,33%,%\n").is_ok());
    }

    #[test]
    fn only_numbers_decide_on_the_decimal_mark() -> Result<()> {
        let tables = read("year,note,value\n2004,\"1,2\",1.234\n2005,,2.345\n")?;
        assert_eq!(tables.observations.panel().values(), [1.234, 2.345]);
        refused("year,value\n2004,\"14,3\"\n2005,11.9\n", &["line 2", "`14,3`"]);
        // however far down the first comma stands
        let rows: Vec<String> =
            (0..300).map(|month| format!("{}-{:02};{month}\n", 1980 + month / 12, month % 12 + 1)).collect();
        let tables = read(&format!("period;value\n{}2006-01;1,5\n2006-02;1,500\n", rows.concat()))?;
        assert_eq!(tables.observations.panel().values().last(), Some(&1.5));
        Ok(())
    }

    #[test]
    fn a_bare_number_beside_the_year_needs_a_head_that_says_what_it_is() -> Result<()> {
        refused("year,period,value\n2004,1,10\n", &["line 2", "a month, a quarter"]);
        let tables = read("year,quarter,value\n2004,2,10\n")?;
        assert_eq!(value(&tables, "", Period::quarterly(2004, 2)?), Some(10.0));
        Ok(())
    }

    #[test]
    fn what_2005_06_means_is_decided_in_its_own_file() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("fanfan-layout-{}", std::process::id()));
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, text)).map(|()| path)
        };
        let months = write("a.csv", "indicator,period,value\nm,2005/05,1\nm,2005/06,2\n");
        let years = write("b.csv", "indicator,period,value\nf,2005/06,1\nf,2006/07,2\n");
        let (Ok(months), Ok(years)) = (months, years) else { return Ok(()) };
        let read = tables(&[months, years], &ReadOptions::default());
        let _ = std::fs::remove_dir_all(&folder);
        let read = read?;
        assert_eq!(value(&read, "m", Period::monthly(2005, 6)?), Some(2.0));
        assert_eq!(value(&read, "f", Period::read("FY2007")?), Some(2.0));
        Ok(())
    }
}
