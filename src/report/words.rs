//! Words of standings and forms in two languages.

use crate::model::Language;
use crate::plan::{Commitment, Form};
use crate::progress::{Cause, Standing};

/// One of two texts.
pub(super) fn say<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

pub(super) fn standing(standing: Standing, language: Language) -> &'static str {
    let (zh, en) = match standing {
        Standing::Achieved => ("已实现", "achieved"),
        Standing::OnTrack => ("进度正常", "on track"),
        Standing::Slow => ("进度偏慢", "slow"),
        Standing::Stalled => ("停滞", "stalled"),
        Standing::Away => ("反向", "moving away"),
        Standing::CannotTell => ("无法判断", "cannot tell"),
    };
    say(language, zh, en)
}

/// What makes two methods disagree.
pub(super) fn cause(cause: Cause, language: Language) -> &'static str {
    let (zh, en) = match cause {
        Cause::MetRule => ("是否先看目标已实现", "whether a target that is met comes first"),
        Cause::BaseYear => ("基期", "the base year"),
        Cause::Window => ("观察窗口", "the window"),
        Cause::LinearOrCompound => ("线性与复合", "linear against compound"),
        Cause::Projection => ("外推方法", "the projection"),
        Cause::Bands => ("分档或所测之物", "the bands, or what is measured"),
    };
    say(language, zh, en)
}

pub(super) fn commitment(commitment: Commitment, language: Language) -> &'static str {
    let (zh, en) = match commitment {
        Commitment::Binding => ("约束性", "binding"),
        Commitment::Expected => ("预期性", "expected"),
        Commitment::Ensured => ("确保", "ensured"),
        Commitment::Striven => ("力争", "striven"),
    };
    say(language, zh, en)
}

/// A target as a person writes it: ≥ 31, x2, +8 % a year.
pub(super) fn form(form: Form, language: Language) -> String {
    let percent = |rate: f64| super::Cell::Percent(rate).show(language);
    match form {
        Form::Level(level) => super::Cell::Level(level).show(language),
        Form::Multiple(multiple) => super::Cell::Multiple(multiple).show(language),
        Form::Doublings(doublings) => match language {
            Language::Chinese => format!("翻 {doublings} 番"),
            Language::English => format!("{doublings} doublings"),
        },
        Form::Rate(rate) => format!("{} {}", percent(rate), say(language, "年均", "a year")),
        Form::Rise(rise) => format!("+{}", percent(rise)),
        Form::Reduction(reduction) => format!("-{}", percent(reduction)),
        Form::AtLeast(level) => format!(">= {}", super::Cell::Level(level).show(language)),
        Form::AtMost(level) => format!("<= {}", super::Cell::Level(level).show(language)),
        _ => say(language, "方向", "direction").to_owned(),
    }
}
