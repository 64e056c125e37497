//! The layouts of tables: long, periods across, indicators across, and the World Bank's.

use super::ReadOptions;
use super::columns::{Columns, split_unit};
use super::delimited::{Grid, Record};
use super::gather::Gather;
use super::number::{self, Cell, DecimalMark};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{AsOf, Reading};

/// Reads the records of one file.
pub(super) fn read(name: &str, grid: &Grid, options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    gather.begin_file(name);
    let before = gather.rows();
    let start = head_row(&grid.records);
    let Some((head, rows)) = grid.records.get(start..).and_then(<[Record]>::split_first) else {
        return Err(
            Error::new(ErrorKind::Layout, "the file is empty").mend("give a table with a head and at least one row")
        );
    };
    let names: Vec<&str> = head.fields.iter().map(|field| field.trim_start_matches('\u{feff}').trim()).collect();
    let columns = Columns::of(&names, options).map_err(|error| error.at_line(head.line))?;
    if rows.is_empty() {
        return Err(Error::new(ErrorKind::Layout, "there is a head and no row below it")
            .at_line(head.line)
            .mend("add rows of data"));
    }
    sound(&names, rows)?;
    let data = columns.data();
    let cells = rows.iter().flat_map(|record| data.iter().filter_map(|&column| record.fields.get(column)));
    let mark = number::decimal_mark(cells, grid.separator == Some(b';'));
    let table = Table { names: &names, head_line: head.line, rows, columns: &columns, mark };
    let layout = match (columns.period, columns.value) {
        (Some(period), Some(value)) => {
            table.long(period, value, gather)?;
            "long"
        }
        // A column of indicators says that the table is long, so its values are missing.
        (Some(period), None) if !columns.others.is_empty() && columns.indicator.is_none() => {
            table.indicators_across(period, gather)?;
            "wide, indicators across"
        }
        (None, _) if !columns.periods.is_empty() => {
            table.periods_across(gather)?;
            "wide, periods across"
        }
        _ => return Err(table.what_is_missing()),
    };
    gather.note(table.note(name, layout, grid.separator, gather.rows() - before));
    Ok(())
}

/// The row of the head: the first, or the one below the World Bank's preamble.
fn head_row(records: &[Record]) -> usize {
    let first =
        |record: &Record| record.fields.get(0).map(|field| field.trim_start_matches('\u{feff}').trim().to_lowercase());
    if records.first().and_then(first).as_deref() != Some("data source") {
        return 0;
    }
    records.iter().take(10).position(|record| first(record).as_deref() == Some("country name")).unwrap_or(0)
}

/// Refuses rows that would be read as something else than they are.
///
/// # Errors
/// More fields than heads (a thousands mark without quotes), the head once more, a byte-order mark: the name of the row.
fn sound(names: &[&str], rows: &[Record]) -> Result<()> {
    for record in rows {
        let fields = &record.fields;
        let error = if fields.iter().skip(names.len()).any(|field| !field.trim().is_empty()) {
            let message = format!("{} fields below a head of {}", fields.len(), names.len());
            Error::new(ErrorKind::Layout, message)
                .mend("put a field in quotes where it holds the separator, as in \"1,234\"")
        } else if fields.get(0).is_some_and(|first| first.starts_with('\u{feff}')) {
            Error::new(ErrorKind::Layout, "a byte-order mark inside the table: two files were joined")
                .mend("take it out, and the second head with it")
        } else if fields.len() == names.len() && fields.iter().zip(names).all(|(field, name)| field.trim() == *name) {
            Error::new(ErrorKind::Layout, "the head stands here once more").mend("delete this row")
        } else {
            continue;
        };
        return Err(error.at_line(record.line));
    }
    Ok(())
}

struct Table<'a> {
    names: &'a [&'a str],
    head_line: u64,
    rows: &'a [Record],
    columns: &'a Columns,
    mark: DecimalMark,
}

impl Table<'_> {
    fn name(&self, column: usize) -> &str {
        self.names.get(column).copied().unwrap_or_default()
    }

    fn long(&self, period: usize, value: usize, gather: &mut Gather<'_>) -> Result<()> {
        let mut last: Option<(&str, &str, u32)> = None;
        let of_head = split_unit(self.name(value)).1;
        for record in self.rows {
            let field =
                |column: Option<usize>| column.and_then(|column| record.fields.get(column)).map_or("", str::trim);
            let (subject, indicator) = (field(self.columns.subject), field(self.columns.indicator));
            let series = match last {
                Some((s, i, series)) if s == subject && i == indicator => series,
                _ => gather.series(subject, indicator),
            };
            last = Some((subject, indicator, series));
            let reading = self.reading(record, period, gather)?;
            gather.known_since(self.as_of(record)?);
            let unit = Some(field(self.columns.unit)).filter(|unit| !unit.is_empty()).or(of_head).unwrap_or("");
            let value = self.value(record, value, series, unit, gather)?;
            let growth = self.growth(record, self.columns.growth)?;
            gather.push(series, reading, value, growth, record.line);
        }
        Ok(())
    }

    fn indicators_across(&self, period: usize, gather: &mut Gather<'_>) -> Result<()> {
        // Growth beside one indicator is its own; beside several it is one more.
        let mut data = self.columns.others.clone();
        let beside = self.columns.growth.filter(|_| data.len() == 1);
        data.extend(self.columns.growth.filter(|_| data.len() > 1));
        data.sort_unstable();
        self.no_values_without_head(data.first().copied().unwrap_or(0))?;
        let heads: Vec<(usize, &str, Option<&str>)> = data
            .iter()
            .map(|&column| {
                let (name, unit) = split_unit(self.name(column));
                (column, name, unit)
            })
            .collect();
        for record in self.rows {
            let reading = self.reading(record, period, gather)?;
            gather.known_since(self.as_of(record)?);
            let field =
                |column: Option<usize>| column.and_then(|column| record.fields.get(column)).map_or("", str::trim);
            let subject = field(self.columns.subject);
            let growth = self.growth(record, beside)?;
            for &(column, name, unit) in &heads {
                let series = gather.series(subject, name);
                let unit = unit.unwrap_or_else(|| field(self.columns.unit));
                let value = self.value(record, column, series, unit, gather)?;
                gather.push(series, reading, value, growth, record.line);
            }
        }
        Ok(())
    }

    fn periods_across(&self, gather: &mut Gather<'_>) -> Result<()> {
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
        self.no_values_without_head(first_period)?;
        for record in self.rows {
            if self.is_note(record, first_period) {
                return Err(Error::new(ErrorKind::Layout, "this row names a series and has no value: is it a note?")
                    .at_line(record.line)
                    .mend("delete notes from the table; a series without values keeps its separators"));
            }
            let field =
                |column: Option<usize>| column.and_then(|column| record.fields.get(column)).map_or("", str::trim);
            gather.known_since(self.as_of(record)?);
            let series = gather.series(field(subject), field(indicator));
            let unit = field(self.columns.unit);
            for &(column, reading) in &self.columns.periods {
                let value = self.value(record, column, series, unit, gather)?;
                gather.push(series, reading, value, f64::NAN, record.line);
            }
        }
        Ok(())
    }

    /// Whether a row is a note under the table: it ends before the values, or says that it is one.
    fn is_note(&self, record: &Record, first_period: usize) -> bool {
        if record.fields.len() <= first_period {
            return true;
        }
        let first = record.fields.iter().map(str::trim).find(|field| !field.is_empty()).unwrap_or_default();
        let marked = first.starts_with('注') || NOTES.iter().any(|word| is_marked(first, word));
        let blank =
            |&(column, _): &(usize, Reading)| record.fields.get(column).is_none_or(|field| field.trim().is_empty());
        marked && self.columns.periods.iter().all(blank)
    }

    /// Refuses values right of `first` under no head, which no series would hold.
    fn no_values_without_head(&self, first: usize) -> Result<()> {
        let mut nameless = (first..self.names.len()).filter(|&column| self.name(column).is_empty());
        let found = nameless.find_map(|column| {
            let filled = |record: &&Record| record.fields.get(column).is_some_and(|field| !field.trim().is_empty());
            self.rows.iter().find(filled).map(|record| (column, record.line))
        });
        found.map_or(Ok(()), |(column, line)| {
            Err(Error::new(ErrorKind::Layout, format!("column {} has values and no head", column + 1))
                .mend("name it in the head, or take it out")
                .at_line(line))
        })
    }

    fn reading(&self, record: &Record, period: usize, gather: &mut Gather<'_>) -> Result<Reading> {
        let text = record.fields.get(period).map_or("", str::trim);
        let joined;
        let text = match self.columns.part.and_then(|part| Some((part, record.fields.get(part)?.trim()))) {
            // The month or quarter beside the year.
            Some((column, part)) if !part.is_empty() => {
                if part.parse::<u8>().is_ok() && !says_which_part(self.name(column)) {
                    let message = format!("is `{part}` a month, a quarter or another part of the year?");
                    return Err(Error::new(ErrorKind::Period, message)
                        .mend("name its column month or quarter (月份, 季度)")
                        .at_line(record.line)
                        .at_column(self.name(column)));
                }
                joined = join_parts(text, part, self.name(column));
                joined.as_str()
            }
            _ => text,
        };
        if text.is_empty() {
            return Err(Error::new(ErrorKind::Period, "the period is missing")
                .mend("write 2005, 2005-Q3, 2005-07 or 2005年7月")
                .at_line(record.line)
                .at_column(self.name(period)));
        }
        gather.reading(text).map_err(|error| error.at_line(record.line).at_column(self.name(period)))
    }

    /// Since when the values of a row are known, where a column says so.
    fn as_of(&self, record: &Record) -> Result<Option<AsOf>> {
        let Some(column) = self.columns.as_of else { return Ok(None) };
        let text = record.fields.get(column).map_or("", str::trim);
        if text.is_empty() {
            return Ok(None);
        }
        let read: Result<AsOf> = text.parse();
        read.map(Some).map_err(|error| error.at_line(record.line).at_column(self.name(column)))
    }

    /// NaN where the mark says that the value is missing.
    fn value(&self, record: &Record, column: usize, series: u32, unit: &str, gather: &mut Gather<'_>) -> Result<f64> {
        let text = record.fields.get(column).unwrap_or("");
        let place = |error: Error| error.at_line(record.line).at_column(self.name(column));
        match number::cell(text, self.mark) {
            Cell::Missing => Ok(f64::NAN),
            Cell::Number(value) if unit.is_empty() => gather.bare(series, value).map_err(place),
            Cell::Number(value) => gather.in_unit(series, value, unit).map_err(place),
            Cell::Percent(value) => {
                let value = if unit.is_empty() {
                    gather.percent(series, value)
                } else if unit == "%" || unit == "％" {
                    gather.in_unit(series, value, "%")
                } else {
                    Err(Error::new(
                        ErrorKind::Unit,
                        format!("`{}` has a percent sign, the unit is `{unit}`", text.trim()),
                    )
                    .mend("take the sign out, or write the unit as %"))
                };
                value.map_err(place)
            }
            Cell::Text => Err(place(not_a_number(text))),
        }
    }

    /// Published growth: a fraction, or percent with its sign.
    fn growth(&self, record: &Record, column: Option<usize>) -> Result<f64> {
        let Some(column) = column else { return Ok(f64::NAN) };
        let text = record.fields.get(column).unwrap_or("");
        match number::cell(text, self.mark) {
            Cell::Missing => Ok(f64::NAN),
            Cell::Number(value) => Ok(value),
            // Divided as decimals: 33 % is 0.33 as it would be typed.
            Cell::Percent(value) => Ok(value / 100.0),
            Cell::Text => Err(not_a_number(text).at_line(record.line).at_column(self.name(column))),
        }
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

    fn note(&self, file: &str, layout: &str, separator: Option<u8>, rows: usize) -> String {
        let separator = match separator {
            Some(b';') => "semicolons",
            Some(b'\t') => "tabs",
            Some(_) => "commas",
            None => "a workbook",
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

/// Whether a head says of which kind its parts of a year are.
fn says_which_part(head: &str) -> bool {
    let head = head.to_lowercase();
    head.contains("month") || head.contains("quarter") || head.contains('月') || head.contains('季')
}

/// 2005 and 7 → 2005-07; 2005 and 2, of a head `quarter` → 2005-Q2; a part that says all stands alone.
fn join_parts(year: &str, part: &str, head: &str) -> String {
    let digits = part.trim_end_matches(['月', '份']);
    let head = head.to_lowercase();
    match digits.parse::<u8>() {
        Ok(number) if head.contains("quarter") || head.contains('季') => {
            format!("{}-Q{number}", year.trim_end_matches('年'))
        }
        Ok(number) => format!("{}-{number:02}", year.trim_end_matches('年')),
        Err(_) if part.contains('季') && !part.contains('年') => format!("{}年{part}", year.trim_end_matches('年')),
        Err(_) => part.to_owned(),
    }
}

fn not_a_number(text: &str) -> Error {
    let shown: String = text.trim().chars().take(40).collect();
    Error::new(ErrorKind::Number, format!("expected a number, found `{shown}`"))
        .mend("write a number, or leave the cell blank (NA, -, …, : are read as missing too)")
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
    fn notes_under_a_wide_table_are_no_series() {
        for note in ["注：初步核算数,,", "Source: NBS,,", "资料来源：统计局,,", "Source: NBS"] {
            refused(&format!("indicator,2005,2006\ngdp,1,2\n{note}\n"), &["line 3", "is it a note?"]);
        }
        // a series without values, which official files have
        assert!(read("indicator,2005,2006\ngdp,1,2\nnotes issued,,\n").is_ok());
        refused("year,value\n2005,1\n注：初步核算数,\n", &["line 3", "not a period"]);
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
