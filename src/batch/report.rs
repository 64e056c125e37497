//! A batch on one screen.

use std::io::Write;

use serde_json::{Value, json};

use super::summary::Summary;
use super::words;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Language;
use crate::plan::Severity;
use crate::report::{Block, Cell, Document, Head, Mark, Note, Report, Table, outcome, say};

/// The summary of a batch, in every format.
///
/// # Examples
/// ```
/// use fanfan::batch::{BatchReport, Summary};
/// use fanfan::report::Report;
///
/// assert_eq!(BatchReport::new(&Summary::default()).json()["schema"], "fanfan.batch/1");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct BatchReport<'a> {
    summary: &'a Summary,
}

impl<'a> BatchReport<'a> {
    /// The report of a summary.
    pub fn new(summary: &'a Summary) -> BatchReport<'a> {
        BatchReport { summary }
    }

    fn facts(self, language: Language) -> Vec<String> {
        let one = self.summary;
        let files = one.files;
        match language {
            Language::Chinese => vec![
                format!("文件 {}：本次读取 {}，沿用 {}，失败 {}", files.found, files.read, files.reused, files.failed),
                format!(
                    "数据单元格 {}，其中有数值 {}；序列 {}，其中属于计划指标 {}",
                    one.cells, one.values, one.series, one.of_the_plan
                ),
                format!(
                    "多个版本重叠的时期 {}：一致 {}，修订 {}，矛盾 {}",
                    one.overlaps.periods, one.overlaps.agree, one.overlaps.revised, one.overlaps.conflicts
                ),
            ],
            Language::English => vec![
                format!(
                    "{} files: {} read, {} unchanged since an earlier run, {} failed",
                    files.found, files.read, files.reused, files.failed
                ),
                format!(
                    "{} data cells, {} of them with a number; {} series, {} of them of the plan",
                    one.cells, one.values, one.series, one.of_the_plan
                ),
                format!(
                    "{} periods in more than one edition: {} agree, {} are revised, {} are contradictory",
                    one.overlaps.periods, one.overlaps.agree, one.overlaps.revised, one.overlaps.conflicts
                ),
            ],
        }
    }
}

impl Report for BatchReport<'_> {
    fn document(&self, language: Language) -> Document {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let one = self.summary;
        let mut blocks: Vec<Block> = vec![Block::Heading(t("批处理", "Batch").to_owned())];
        blocks.extend(self.facts(language).into_iter().map(Block::Line));
        if one.stopped {
            blocks.push(Block::Line(
                t(
                    "已中止：未写出结果表，再次运行将从此处继续。",
                    "Stopped: no table is written, and the next run goes on from here.",
                )
                .to_owned(),
            ));
            return Document { blocks };
        }
        if !one.indicators.is_empty() {
            let heads = vec![
                Head::text(t("指标", "indicator")),
                Head::number(t("序列", "series")),
                Head::number(t("数值", "values")),
                Head::text(t("起止", "from, to")),
            ];
            let rows = one.indicators.iter().map(|count| {
                let span = count.span.as_ref().map_or(String::new(), |(first, last)| format!("{first} – {last}"));
                vec![
                    Cell::Text(count.code.clone()),
                    Cell::Fixed(count.series as f64, 0),
                    Cell::Fixed(count.values as f64, 0),
                    Cell::Text(span),
                ]
            });
            blocks.push(Block::Table(Table { heads, rows: rows.collect() }));
        }
        if one.outcomes.iter().any(|(_, count)| *count > 0) {
            let counts = one.outcomes.iter().map(|(what, count)| format!("{} {count}", outcome(*what, language)));
            let counts = counts.collect::<Vec<_>>().join(t("，", ", "));
            blocks.push(Block::Line(format!("{}{counts}", t("目标：", "targets: "))));
        }
        if !one.problems.is_empty() {
            blocks.push(Block::Heading(t("问题", "Problems").to_owned()));
            let mut problems: Vec<(&(&str, String), &usize)> = one.problems.iter().collect();
            let grave = |severity: &str| match severity {
                "error" => 0,
                "warning" => 1,
                _ => 2,
            };
            problems
                .sort_by_key(|((severity, code), count)| (grave(severity), std::cmp::Reverse(**count), code.clone()));
            let notes = problems.into_iter().map(|((severity, code), count)| {
                let mark = match severity.parse::<Severity>() {
                    Ok(Severity::Error) => Mark::Error,
                    Ok(Severity::Warning) => Mark::Warning,
                    _ => Mark::Info,
                };
                let words = match (words::of_code(code, language), language) {
                    (None, _) => String::new(),
                    (Some(words), Language::Chinese) => format!("（{words}）"),
                    (Some(words), Language::English) => format!(" ({words})"),
                };
                Note { mark, text: format!("{count} {code}{words}") }
            });
            blocks.push(Block::Notes(notes.collect()));
        }
        blocks.push(Block::Heading(t("结果表", "Tables").to_owned()));
        let heads = vec![Head::text(t("表", "table")), Head::number(t("行数", "rows")), Head::text(t("文件", "files"))];
        let rows = one.tables.iter().map(|table| {
            let files: Vec<String> = table.files.iter().map(|file| file.display().to_string()).collect();
            vec![Cell::Text(table.name.to_owned()), Cell::Fixed(table.rows as f64, 0), Cell::Text(files.join(", "))]
        });
        blocks.push(Block::Table(Table { heads, rows: rows.collect() }));
        if !one.parquet {
            blocks.push(Block::Line(
                t(
                    "未写 Parquet：本程序编译时未含该功能（parquet）。",
                    "No Parquet: this build leaves it out (feature `parquet`).",
                )
                .to_owned(),
            ));
        }
        Document { blocks }
    }

    fn json(&self) -> Value {
        let one = self.summary;
        let indicators: Vec<Value> = one
            .indicators
            .iter()
            .map(|count| {
                let (first, last) = count.span.clone().map_or((None, None), |(first, last)| (Some(first), Some(last)));
                json!({"indicator": count.code, "series": count.series, "values": count.values, "from": first, "to": last})
            })
            .collect();
        let standings: serde_json::Map<String, Value> =
            one.standings.iter().map(|(standing, count)| (standing.as_str().to_owned(), json!(count))).collect();
        let outcomes: serde_json::Map<String, Value> =
            one.outcomes.iter().map(|(outcome, count)| (outcome.as_str().to_owned(), json!(count))).collect();
        let problems: Vec<Value> = one
            .problems
            .iter()
            .map(|((severity, code), count)| json!({"severity": severity, "code": code, "count": count}))
            .collect();
        let tables: Vec<Value> = one
            .tables
            .iter()
            .map(|table| {
                let files: Vec<String> = table.files.iter().map(|file| file.display().to_string()).collect();
                json!({"table": table.name, "rows": table.rows, "files": files})
            })
            .collect();
        json!({
            "schema": "fanfan.batch/1",
            "stopped": one.stopped,
            "files": {"found": one.files.found, "read": one.files.read, "reused": one.files.reused, "failed": one.files.failed},
            "cells": one.cells,
            "values": one.values,
            "series": one.series,
            "series_of_the_plan": one.of_the_plan,
            "indicators": indicators,
            "overlaps": {
                "periods": one.overlaps.periods,
                "agree": one.overlaps.agree,
                "revised": one.overlaps.revised,
                "conflicts": one.overlaps.conflicts,
            },
            "standings": standings,
            "outcomes": outcomes,
            "needs_attention": one.needs_attention(),
            "problems": problems,
            "tables": tables,
            "parquet": one.parquet,
        })
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let one = self.summary;
        let mut rows: Vec<(&str, String, usize)> = vec![
            ("files", "found".into(), one.files.found),
            ("files", "read".into(), one.files.read),
            ("files", "reused".into(), one.files.reused),
            ("files", "failed".into(), one.files.failed),
            ("cells", "all".into(), one.cells),
            ("cells", "values".into(), one.values),
            ("series", "all".into(), one.series),
            ("series", "of_the_plan".into(), one.of_the_plan),
            ("overlaps", "periods".into(), one.overlaps.periods),
            ("overlaps", "agree".into(), one.overlaps.agree),
            ("overlaps", "revised".into(), one.overlaps.revised),
            ("overlaps", "conflicts".into(), one.overlaps.conflicts),
        ];
        rows.extend(one.indicators.iter().map(|count| ("values", count.code.clone(), count.values)));
        rows.extend(one.standings.iter().map(|(standing, count)| ("targets", standing.as_str().to_owned(), *count)));
        rows.extend(one.outcomes.iter().map(|(outcome, count)| ("outcomes", outcome.as_str().to_owned(), *count)));
        rows.extend(one.problems.iter().map(|((severity, code), count)| (*severity, code.clone(), *count)));
        rows.extend(one.tables.iter().map(|table| ("table", table.name.to_owned(), table.rows)));
        let mut writer = csv::Writer::from_writer(out);
        let fail = |error: csv::Error| {
            Error::new(ErrorKind::Io, format!("the result cannot be written: {error}"))
                .mend("check the disk and the permissions")
        };
        writer.write_record(["group", "name", "count"]).map_err(fail)?;
        for (group, name, count) in rows {
            writer.write_record([group, &name, &count.to_string()]).map_err(fail)?;
        }
        writer.flush().map_err(|error| fail(error.into()))
    }
}
