//! What official reviews said of targets, beside what the data and each method say.

use super::document::{Block, Cell, Head, Table};
use super::words::{say, standing};
use crate::model::Language;
use crate::progress::{Assessment, Track};

/// A table of the targets that have a review; nothing where none has.
pub(super) fn blocks(track: &Track, namer: impl Fn(&Assessment) -> String, language: Language) -> Vec<Block> {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let heads = vec![
        Head::text(t("指标", "indicator")),
        Head::text(t("期限", "by")),
        Head::text(t("官方评估", "official review")),
        Head::text(t("状况", "standing")),
        Head::text(t("各方法", "methods")),
        Head::text(t("官方表述", "its words")),
    ];
    let rows = track.assessments.iter().filter_map(|one| {
        let review = one.target.review.as_ref()?;
        let said = match review.met {
            Some(true) => t("已实现", "met"),
            Some(false) => t("未实现", "missed"),
            None => "",
        };
        Some(vec![
            Cell::Text(namer(one)),
            one.target.by.map_or(Cell::Blank, |by| Cell::Text(by.to_string())),
            Cell::Text(said.to_owned()),
            Cell::Text(standing(one.standing, language).to_owned()),
            Cell::Text(methods(one, language)),
            Cell::Text(review.text.clone()),
        ])
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Heading(t("官方评估", "Official reviews").to_owned()), Block::Table(Table { heads, rows })]
}

/// The standings of all methods, each with how many give it.
fn methods(one: &Assessment, language: Language) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for judged in one.judgements() {
        let word = standing(judged.judgement.standing, language);
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let parts: Vec<String> = counts.into_iter().map(|(word, count)| format!("{count} {word}")).collect();
    parts.join(say(language, "，", ", "))
}
