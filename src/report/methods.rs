//! The methods that there are, with formula, bands and source.

use std::borrow::Cow;
use std::io::Write;

use serde_json::{Value, json};

use super::document::{Block, Cell, Document, Head, Table};
use super::words::{say, standing};
use super::{Report, csv_rows};
use crate::error::Result;
use crate::growth::Measure;
use crate::model::Language;
use crate::plan::OwnMethod;
use crate::progress::Method;

/// Some of the methods of judging progress; with none named, all, and the measures of growth.
///
/// # Examples
/// ```
/// use fanfan::progress::Method;
/// use fanfan::report::{MethodsReport, Report};
///
/// let json = MethodsReport::new(vec![Method::StatCan]).json();
/// assert_eq!(json["methods"][0]["bands"][0]["status"], "target_achieved");
/// ```
#[derive(Debug, Clone)]
pub struct MethodsReport {
    methods: Vec<Method>,
    own: Vec<OwnMethod>,
    measures: bool,
}

impl MethodsReport {
    /// These methods, or with none all that there is.
    pub fn new(methods: Vec<Method>) -> MethodsReport {
        let measures = methods.is_empty();
        MethodsReport { methods: if measures { Method::ALL.to_vec() } else { methods }, own: Vec::new(), measures }
    }

    /// Also the methods that a plan has itself.
    #[must_use]
    pub fn own(self, own: Vec<OwnMethod>) -> MethodsReport {
        MethodsReport { own, ..self }
    }
}

impl Report for MethodsReport {
    fn document(&self, language: Language) -> Document {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let mut blocks = Vec::new();
        for method in &self.methods {
            let info = method.info();
            blocks.push(Block::Heading(format!("{} · {}", info.name, info.publisher)));
            blocks.push(Block::Line(format!("{}: {}", t("公式", "formula"), info.formula)));
            let heads = vec![
                Head::text(t("状态", "status")),
                Head::text(t("条件", "when")),
                Head::text(t("通用尺度", "standing")),
            ];
            let rows = info.bands.iter().map(|(status, when, stands)| {
                let word = match language {
                    Language::Chinese => format!("{status}（{}）", super::words::status(status, language)),
                    Language::English => (*status).to_owned(),
                };
                vec![Cell::Text(word), Cell::Text((*when).into()), Cell::Text(standing(*stands, language).into())]
            });
            blocks.push(Block::Table(Table { heads, rows: rows.collect() }));
            blocks.push(Block::Line(format!("{}: {}", t("来源", "source"), info.source)));
            if let Some(check) = info.check {
                blocks.push(Block::Line(format!("{}: {check}", t("待核", "to be checked"))));
            }
        }
        for own in &self.own {
            blocks.push(Block::Heading(format!("{} · {} {}", own.name, t("同", "like"), own.like)));
            let set = own.differences();
            let set = if set.is_empty() { t("与公布者相同", "as published").to_owned() } else { set.join(", ") };
            blocks.push(Block::Line(format!("{}: {set}", t("自定界限", "thresholds of its own"))));
        }
        if self.measures {
            blocks.push(Block::Heading(
                t("增长指标 (fanfan growth --measure)", "Measures of growth (fanfan growth --measure)").to_owned(),
            ));
            let heads =
                vec![Head::text(t("名称", "name")), Head::text(t("中文", "Chinese")), Head::text(t("公式", "formula"))];
            let rows = Measure::ALL.iter().map(|measure| {
                vec![
                    Cell::Text(measure.name().into()),
                    Cell::Text(measure.zh().into()),
                    Cell::Text(measure.formula().into()),
                ]
            });
            blocks.push(Block::Table(Table { heads, rows: rows.collect() }));
        }
        Document { blocks }
    }

    fn json(&self) -> Value {
        let methods: Vec<Value> = self
            .methods
            .iter()
            .map(|method| {
                let info = method.info();
                let bands: Vec<Value> = info
                    .bands
                    .iter()
                    .map(|(status, when, standing)| json!({"status": status, "when": when, "standing": standing.as_str()}))
                    .collect();
                json!({
                    "name": info.name,
                    "publisher": info.publisher,
                    "formula": info.formula,
                    "bands": bands,
                    "source": info.source,
                    "check": info.check,
                })
            })
            .collect();
        let mut document = json!({"schema": "fanfan.methods/1", "methods": methods});
        if !self.own.is_empty() {
            let own = self
                .own
                .iter()
                .map(|own| json!({"name": own.name, "like": own.like.as_str(), "set": own.differences()}));
            document["own"] = own.collect();
        }
        if self.measures {
            let measures: Vec<Value> = Measure::ALL
                .iter()
                .map(|measure| json!({"name": measure.name(), "zh": measure.zh(), "formula": measure.formula()}))
                .collect();
            document["measures"] = measures.into();
        }
        document
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let rows = self.methods.iter().flat_map(|method| {
            let info = method.info();
            info.bands.iter().map(|(status, when, standing)| {
                [info.name, *status, *when, standing.as_str(), info.formula, info.source].map(Cow::Borrowed).to_vec()
            })
        });
        csv_rows(out, &["method", "status", "when", "standing", "formula", "source"], rows)
    }
}
