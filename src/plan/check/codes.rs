//! What findings of each code are about, for counts of many.

use super::Finding;
use crate::model::Language;

/// Codes with words in both languages.
const CODES: [(&str, &str, &str); 46] = [
    ("after_end", "期限在规划期末之后", "targets after the end of the plan"),
    ("base_not_positive", "基期数值不为正", "bases that cannot be multiplied"),
    ("beyond_bounds", "目标超出自然界限", "targets beyond natural limits"),
    ("circular_reference", "目标互为参照", "targets that refer to each other"),
    ("direction_conflict", "目标与好坏方向相反", "targets against what is better"),
    ("far_period", "时期与规划相去甚远", "periods far from the plan"),
    ("first_step_below_pace", "第一步低于所需速度", "first steps below the pace"),
    ("gap_in_year", "年内有缺月或缺季", "gaps inside a year"),
    ("goal_base_not_positive", "翻番目标的基数不为正", "goals over a base that cannot be multiplied"),
    ("goal_reverses", "翻番目标方向相反", "goals that reverse"),
    ("goal_steepens", "翻番目标后段变陡", "goals that steepen"),
    ("growth_in_percent", "公布增速疑为百分数", "published growth that may be in percent"),
    ("leg_reverses", "分段目标方向相反", "legs that reverse"),
    ("leg_steepens", "分段目标后段变陡", "legs that steepen"),
    ("limit_broken", "突破限值", "limits that were broken"),
    ("near_name", "名称相近的数据", "data with names near to one of the plan"),
    ("negative_value", "出现负值", "negative values"),
    ("no_base", "缺少基期或其数据", "no base, or no value of it"),
    ("no_data", "指标没有数据", "indicators without data"),
    ("no_direction", "未说明应达到还是不应超过", "levels without a direction"),
    ("no_reference", "没有对照数据", "no data to compare with"),
    ("other_frequency", "数据频率与目标不同", "data of another frequency"),
    ("out_of_scale", "目标与基期数量级不符", "targets out of scale"),
    ("pace_conflict", "与同步要求矛盾", "levels against a pace"),
    ("part_of_year", "年内目标而基期为全年", "targets for a part of a year from a whole one"),
    ("partial_year", "年份不完整", "years that are not whole"),
    ("points_as_fraction", "百分点写成小数", "points written as fractions"),
    ("rate_of_rate", "对比率要求增长率", "rates of growth asked of a rate"),
    ("review_differs", "与官方评估不一致", "official reviews that differ from the data"),
    ("same_target", "同一目标重复", "targets written twice"),
    ("share_conflict", "与占比要求矛盾", "levels against a share"),
    ("shares_exceed_whole", "占比之和超过整体", "shares above the whole"),
    ("span_differs", "跨期合计与各期之和不符", "totals over a span that the parts do not make"),
    ("span_unused", "跨期合计未采用", "totals over a span that no target asks for"),
    ("stated_completion_off", "所称完成程度与数据不符", "stated completions that do not fit"),
    ("steep_rise", "增长过陡，疑为百分数", "rises that may be in percent"),
    ("sum_off_levels", "累计目标与各期目标不符", "sums that the levels do not make"),
    ("target_above_goal", "目标高于翻番目标", "targets above the goal"),
    ("target_below_goal", "目标低于翻番目标", "targets below the goal"),
    ("target_missed", "目标未实现", "targets that were missed"),
    ("targets_conflict", "目标互相矛盾", "targets that contradict each other"),
    ("tiers_reversed", "确保与力争目标颠倒", "tiers in the wrong order"),
    ("unnamed_data", "数据没有指标名称", "data without a name"),
    ("value_beyond_bounds", "数值超出自然界限", "values beyond natural limits"),
    ("value_slipped", "数值疑差若干位", "values that may have slipped"),
    ("year_below_rate", "有年份低于所要求的增速", "years below the rate"),
];

impl Finding {
    /// What findings of a code are about.
    ///
    /// # Examples
    /// ```
    /// use fanfan::model::Language;
    /// use fanfan::plan::Finding;
    ///
    /// assert_eq!(Finding::about("target_missed", Language::Chinese), Some("目标未实现"));
    /// ```
    pub fn about(code: &str, language: Language) -> Option<&'static str> {
        let (_, zh, en) = CODES.iter().find(|(word, ..)| *word == code)?;
        Some(match language {
            Language::Chinese => zh,
            Language::English => en,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Texts in quotation marks that follow `Finding::new(`, and those that become its code on the way.
    fn codes_in(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                codes_in(&path, found);
                continue;
            }
            if path.ends_with("codes.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            for rest in text.split("Finding::new(").skip(1) {
                let first = rest.trim_start();
                let quoted = first.strip_prefix('"').and_then(|first| first.split('"').next());
                found.extend(quoted.map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_code_has_words() {
        let mut found = Vec::new();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for folder in ["plan", "progress"] {
            codes_in(&source.join(folder), &mut found);
        }
        assert!(found.len() > 40, "{found:?}");
        for code in &found {
            assert!(Finding::about(code, Language::Chinese).is_some(), "{code} has no words");
        }
        for code in ["target_below_goal", "target_above_goal"] {
            assert!(Finding::about(code, Language::English).is_some());
        }
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0), "not in order");
    }
}
