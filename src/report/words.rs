//! Words of standings and forms in two languages.

use crate::model::Language;
use crate::plan::{Bound, Commitment, Form, Leg, Whose, Yardstick, short};
use crate::progress::{Cause, ChangeCause, Fate, Standing, TargetOutcome};

/// Words of the methods, and what tables in Chinese say for them.
const STATUSES: [(&str, &str); 45] = [
    ("achieved", "已实现"),
    ("ahead_or_on_schedule", "达到或超过时序"),
    ("behind", "落后于时序"),
    ("behind_without_movement", "落后且没有变动"),
    ("moved_away", "反向变动"),
    ("target_achieved", "目标已实现"),
    ("substantial_progress", "进展显著"),
    ("moderate_progress", "进展中等"),
    ("limited_progress", "进展有限"),
    ("deterioration", "恶化"),
    ("significant_progress", "进展显著"),
    ("insufficient_progress", "进展不足"),
    ("moving_away", "偏离目标"),
    ("target_met", "目标已达到"),
    ("on_track", "正轨"),
    ("fair_progress", "进展尚可"),
    ("stagnation", "停滞"),
    ("regression", "倒退"),
    ("limited_or_no_progress", "进展有限或没有进展"),
    ("will_meet", "将会达到"),
    ("must_accelerate", "须加快"),
    ("moves_away", "偏离目标"),
    ("slow", "缓慢"),
    ("maintaining", "保持"),
    ("moderately_improving", "中等改善"),
    ("stagnating", "停滞"),
    ("decreasing", "下降"),
    ("sun", "晴"),
    ("slightly_cloudy", "少云"),
    ("cloudy", "多云"),
    ("thunderstorm", "雷雨"),
    ("on_time", "按时"),
    ("up_to_five_years_late", "晚五年以内"),
    ("later", "晚五年以上"),
    ("off_track", "偏离正轨"),
    ("well_off_track", "远离正轨"),
    ("wrong_direction", "方向相反"),
    ("strong_increase", "大幅上升"),
    ("moderate_increase", "温和上升"),
    ("stable", "平稳"),
    ("moderate_decline", "温和下降"),
    ("strong_decline", "大幅下降"),
    ("uncertain", "不确定"),
    ("not_available", "无法得出"),
    ("none", "无"),
];

/// The span of a leg for people.
pub(super) fn span(leg: &Leg, language: Language) -> String {
    match (language, leg.from(), leg.to()) {
        (Language::English, ..) | (_, Some(_), Some(_)) => leg.span(),
        (Language::Chinese, _, Some(to)) => format!("至 {to}"),
        (Language::Chinese, ..) => format!("第 {}–{} 年", short(leg.from_years()), short(leg.to_years())),
    }
}

/// The word of a method for people.
pub(super) fn status(word: &str, language: Language) -> String {
    let chinese = STATUSES.iter().find(|(status, _)| language == Language::Chinese && *status == word);
    chinese.map_or_else(|| word.replace('_', " "), |(_, zh)| (*zh).to_owned())
}

/// One of two texts.
pub(crate) fn say<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
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

pub(crate) fn outcome(outcome: TargetOutcome, language: Language) -> &'static str {
    let (zh, en) = match outcome {
        TargetOutcome::Met => ("达标", "met"),
        TargetOutcome::Missed => ("未达标", "missed"),
        TargetOutcome::Open => ("未定", "open"),
    };
    say(language, zh, en)
}

pub(super) fn change_cause(cause: ChangeCause, language: Language) -> &'static str {
    let (zh, en) = match cause {
        ChangeCause::Unchanged => ("未变", "nothing"),
        ChangeCause::Revision => ("修订", "revision"),
        ChangeCause::NewData => ("新数据", "new data"),
        ChangeCause::Both => ("修订与新数据", "revision and new data"),
    };
    say(language, zh, en)
}

pub(super) fn fate(fate: Fate, language: Language) -> &'static str {
    let (zh, en) = match fate {
        Fate::New => ("新增", "new"),
        Fate::Revised => ("修订", "revised"),
        Fate::Withdrawn => ("撤销", "withdrawn"),
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

/// A target as a person writes it: ≥ 31, x2, +8 % a year. `name` gives the name of an indicator.
pub(super) fn form(form: &Form, language: Language, name: &dyn Fn(&str) -> String) -> String {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let percent = |rate: f64| super::Cell::Percent(rate).show(language);
    let level = |level: f64| super::Cell::Level(level).show(language);
    match form {
        Form::Level(value) => level(*value),
        Form::Multiple(multiple) => super::Cell::Multiple(*multiple).show(language),
        Form::Doublings(doublings) => match language {
            Language::Chinese => format!("翻 {doublings} 番"),
            Language::English => format!("{doublings} doublings"),
        },
        Form::Rate(rate) => format!("{} {}", percent(*rate), t("年均", "a year")),
        Form::Rise(rise) => format!("+{}", percent(*rise)),
        Form::Reduction(reduction) => format!("-{}", percent(*reduction)),
        Form::Points { points, .. } => format!("{} {}", signed(*points), t("点", "points")),
        Form::AtLeast(value) => format!(">= {}", level(*value)),
        Form::AtMost(value) => format!("<= {}", level(*value)),
        Form::Between(low, high) => format!("{} ~ {}", level(*low), level(*high)),
        Form::Near { value, tolerance } => format!("{} ± {}", level(*value), level(*tolerance)),
        Form::Total(total) => format!("{} {}", t("累计", "in all"), level(*total)),
        Form::Share { of, bound } => {
            let bound = bounded(*bound, &percent);
            match language {
                Language::Chinese => format!("占{} {bound}", name(of)),
                Language::English => format!("{bound} of {}", name(of)),
            }
        }
        Form::Relative { to, margin, change } => {
            let to = yardstick(to, language, name);
            let by = match (change, *margin) {
                (_, 0.0) => String::new(),
                (Some(_), margin) => format!(" {} {}", signed(margin * 100.0), t("点", "points")),
                (None, margin) => format!(" {} %", signed(margin * 100.0)),
            };
            format!("{to}{by}")
        }
        Form::Pace { with, margin } => {
            let with = yardstick(with, language, name);
            let by = if *margin == 0.0 {
                String::new()
            } else {
                format!(" {} {}", signed(margin * 100.0), t("点", "points"))
            };
            match language {
                Language::Chinese => format!("与{with}同步{by}"),
                Language::English => format!("growth of {with}{by}"),
            }
        }
        Form::Elasticity { to, bound } => {
            let bound = bounded(*bound, &|value| value.to_string());
            match language {
                Language::Chinese => format!("对{}弹性 {bound}", name(to)),
                Language::English => format!("{bound} x growth of {}", name(to)),
            }
        }
        Form::Done => t("完成", "done").to_owned(),
        _ => t("方向", "direction").to_owned(),
    }
}

fn signed(value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "+" };
    format!("{sign}{}", short(value.abs()))
}

fn bounded(bound: Bound, show: &dyn Fn(f64) -> String) -> String {
    match bound {
        Bound::AtLeast(value) => format!(">= {}", show(value)),
        Bound::AtMost(value) => format!("<= {}", show(value)),
        Bound::Between(low, high) => format!("{} ~ {}", show(low), show(high)),
    }
}

fn yardstick(yardstick: &Yardstick, language: Language, name: &dyn Fn(&str) -> String) -> String {
    let whose = match &yardstick.whose {
        Whose::Own => String::new(),
        Whose::Subject(subject) => subject.clone(),
        Whose::Average(all) if all.is_empty() => say(language, "各地平均", "the mean").to_owned(),
        Whose::Average(all) => format!("{}({})", say(language, "平均", "mean"), all.join(", ")),
    };
    let what = yardstick.indicator.as_deref().map(name).unwrap_or_default();
    if whose.is_empty() || what.is_empty() { whose + &what } else { format!("{whose} {what}") }
}

#[cfg(test)]
mod tests {
    use super::{STATUSES, status};
    use crate::model::Language;
    use crate::progress::Method;

    #[test]
    fn each_word_of_a_method_has_chinese() {
        let words: Vec<&str> = Method::ALL.iter().flat_map(|method| method.info().bands).map(|band| band.0).collect();
        for word in &words {
            assert_ne!(status(word, Language::Chinese), word.replace('_', " "), "{word}");
            assert_eq!(status(word, Language::English), word.replace('_', " "));
        }
        // and none is for nothing; `escap` has two more for its current status
        for (word, _) in STATUSES {
            assert!(words.contains(&word) || ["slow", "on_track", "regression"].contains(&word), "{word}");
        }
    }
}
