//! Targets that cannot both be meant.

use super::super::Form;
use super::{Finding, Resolved, SAME, Severity, short};
use crate::model::Indicator;

/// Two targets for one date; a floor and a ceiling around each other, or two tiers (确保, 力争), are no conflict. Each
/// target is named with the first that it does not go with.
pub(super) fn conflicts(indicator: &Indicator, targets: &[Resolved<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, a) in targets.iter().enumerate() {
        for b in targets.iter().skip(at + 1).take_while(|b| b.by == a.by) {
            let tiers = a.target.commitment != b.target.commitment;
            let differ = (a.level - b.level).abs() > SAME * a.level.abs().max(b.level.abs());
            let conflict = match (a.target.form, b.target.form) {
                (Form::AtLeast(floor), Form::AtMost(ceiling)) | (Form::AtMost(ceiling), Form::AtLeast(floor)) => {
                    floor > ceiling
                }
                (Form::AtLeast(_), Form::AtLeast(_)) | (Form::AtMost(_), Form::AtMost(_)) => differ && !tiers,
                (Form::AtLeast(floor), _) => b.level < floor,
                (_, Form::AtLeast(floor)) => a.level < floor,
                (Form::AtMost(ceiling), _) => b.level > ceiling,
                (_, Form::AtMost(ceiling)) => a.level > ceiling,
                _ => differ && !tiers,
            };
            if conflict {
                let en = format!("two targets for {}: {} and {}", a.by, short(a.level), short(b.level));
                let zh = format!("{}年有两个互相矛盾的目标：{} 与 {}", a.by, short(a.level), short(b.level));
                let finding = Finding::new("targets_conflict", Severity::Error, &indicator.code, zh, en);
                findings.push(finding.at(a.by).with([("first", a.level), ("second", b.level)]));
                break;
            }
        }
    }
    findings
}
