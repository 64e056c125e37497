//! Which column holds what, by the heads that people give.

use super::ReadOptions;
use crate::error::{Error, ErrorKind, Result, suggestion};
use crate::model::{Reading, Unit};

/// The roles that a column can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Subject,
    Indicator,
    Period,
    Value,
    Unit,
    Growth,
    /// When the value was known.
    AsOf,
    /// Beside the data: names, notes, places.
    Aside,
}

const HEADS: [(Role, &[&str]); 8] = [
    (
        Role::Subject,
        &[
            "subject",
            "region",
            "area",
            "geo",
            "country",
            "country code",
            "countrycode",
            "iso3",
            "iso3c",
            "ref_area",
            "entity",
            "province",
            "city",
            "地区",
            "省份",
            "省市",
            "城市",
            "单位名称",
            "国家",
            "区域",
            "市县",
        ],
    ),
    (
        Role::Indicator,
        &[
            "indicator",
            "series",
            "variable",
            "indicator code",
            "series code",
            "weo subject code",
            "subject descriptor",
            "measure",
            "item",
            "指标",
            "指标名称",
            "项目",
        ],
    ),
    (
        Role::Period,
        &[
            "period",
            "time",
            "year",
            "date",
            "time_period",
            "ref_date",
            "年份",
            "时期",
            "期间",
            "年月",
            "统计期",
            "报告期",
            "年季",
            "时间",
            "月份",
            "日期",
            "年度",
            "季度",
            "年",
        ],
    ),
    (Role::Value, &["value", "obs_value", "values", "数值", "值", "数据"]),
    (Role::Unit, &["unit", "units", "unit_measure", "单位", "计量单位"]),
    (Role::Growth, &["growth", "published_growth", "同比", "同比增长", "增速", "比上年增长"]),
    (Role::AsOf, &["as_of", "as of", "vintage", "release_date", "数据版本", "公布日期", "发布日期"]),
    (
        Role::Aside,
        &[
            "note",
            "notes",
            "source",
            "sheet",
            "cell",
            "table",
            "missing",
            "confidence",
            "country name",
            "indicator name",
            "series name",
            "备注",
            "注",
            "来源",
            "序号",
            "no.",
        ],
    ),
];

/// Columns of a table by role; the rest are data.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) subject: Option<usize>,
    pub(super) indicator: Option<usize>,
    pub(super) period: Option<usize>,
    /// A second column of periods: the month beside the year.
    pub(super) part: Option<usize>,
    pub(super) value: Option<usize>,
    pub(super) unit: Option<usize>,
    pub(super) growth: Option<usize>,
    pub(super) as_of: Option<usize>,
    /// Columns whose head is a period.
    pub(super) periods: Vec<(usize, Reading)>,
    /// Columns whose head says nothing known.
    pub(super) others: Vec<usize>,
}

impl Columns {
    /// Finds the columns of a head.
    ///
    /// # Errors
    /// A column that was named and does not exist; two columns of values.
    pub(super) fn of(head: &[&str], options: &ReadOptions) -> Result<Columns> {
        let mut columns = Columns::default();
        let mut taken = vec![false; head.len()];
        let mut named = |wanted: &Option<String>| -> Result<Option<usize>> {
            let Some(wanted) = wanted else { return Ok(None) };
            let at = head
                .iter()
                .position(|name| name == wanted)
                .or_else(|| head.iter().position(|name| name.to_lowercase() == wanted.to_lowercase()));
            match at {
                Some(at) => {
                    if let Some(taken) = taken.get_mut(at) {
                        *taken = true;
                    }
                    Ok(Some(at))
                }
                None => Err(Error::new(ErrorKind::Layout, format!("there is no column `{wanted}`"))
                    .mend(suggestion(wanted, head))),
            }
        };
        columns.subject = named(&options.subject)?;
        columns.indicator = named(&options.indicator)?;
        columns.period = named(&options.period)?;
        columns.value = named(&options.value)?;
        columns.unit = named(&options.unit)?;
        columns.growth = named(&options.growth)?;
        columns.as_of = named(&options.as_of)?;
        let mut month = None;
        for (at, name) in head.iter().enumerate() {
            if taken.get(at).copied().unwrap_or(false) || name.is_empty() {
                continue;
            }
            let lower = name.to_lowercase();
            // A head such as 2005 is a period, and no role has a digit in its name.
            if (name.bytes().any(|byte| byte.is_ascii_digit()) || name.contains('〇'))
                && let Ok(reading) = Reading::of(name)
            {
                columns.periods.push((at, reading));
                continue;
            }
            let role = role_of(&lower).or_else(|| match split_unit(name) {
                // 数值（亿元）, 同比增长(%)
                (name, Some(unit)) => role_of(&name.to_lowercase()).filter(|role| match role {
                    Role::Value => true,
                    Role::Growth => is_rate(unit),
                    _ => false,
                }),
                _ => None,
            });
            let slot = match role {
                Some(Role::Subject) => &mut columns.subject,
                Some(Role::Indicator) => &mut columns.indicator,
                Some(Role::Period)
                    if columns.period.is_some() && columns.part.is_none() && options.period.is_none() =>
                {
                    month = Some(at);
                    continue;
                }
                Some(Role::Period) => &mut columns.period,
                Some(Role::Value) => &mut columns.value,
                Some(Role::Unit) => &mut columns.unit,
                Some(Role::Growth) => &mut columns.growth,
                Some(Role::AsOf) => &mut columns.as_of,
                Some(Role::Aside) => continue,
                None if matches!(lower.as_str(), "month" | "quarter" | "月" | "季") => {
                    month = Some(at);
                    continue;
                }
                None => {
                    columns.others.push(at);
                    continue;
                }
            };
            match slot {
                None => *slot = Some(at),
                // Of names and codes the first will do; of values none may be left out unsaid.
                Some(first) if role == Some(Role::Value) && options.value.is_none() => {
                    let first = head.get(*first).copied().unwrap_or_default();
                    return Err(Error::new(
                        ErrorKind::Layout,
                        format!("two columns hold values: `{first}` and `{name}`"),
                    )
                    .mend("name the one that is meant: --value COLUMN"));
                }
                Some(_) => {}
            }
        }
        // Growth alone is a series like any other; beside an indicator it is growth of that.
        if columns.value.is_none()
            && columns.indicator.is_none()
            && columns.others.is_empty()
            && options.growth.is_none()
        {
            columns.others.extend(columns.growth.take());
        }
        // A month completes a year; beside a period that says all, it is a column like any other.
        let beside_year = columns
            .period
            .and_then(|at| head.get(at))
            .is_some_and(|name| matches!(name.to_lowercase().as_str(), "year" | "年份" | "年度" | "年"));
        if beside_year {
            columns.part = month;
        } else if let Some(at) = month {
            columns.others.push(at);
        }
        Ok(columns)
    }
}

pub(super) fn role_of(lower: &str) -> Option<Role> {
    HEADS.iter().find(|(_, names)| names.contains(&lower)).map(|(role, _)| *role)
}

impl Columns {
    /// The columns that hold numbers.
    pub(super) fn data(&self) -> Vec<usize> {
        match (self.period, self.value) {
            (Some(_), Some(value)) => std::iter::once(value).chain(self.growth).collect(),
            _ => self.periods.iter().map(|(at, _)| *at).chain(self.others.iter().copied()).chain(self.growth).collect(),
        }
    }
}

/// Whether a unit is that of rates: %, ‰, a fraction.
fn is_rate(unit: &str) -> bool {
    Unit::known(unit).is_some_and(|unit| unit.is_rate())
}

/// A head with its unit: `GDP(亿元)`, `GDP, million USD`.
pub(super) fn split_unit(head: &str) -> (&str, Option<&str>) {
    let trimmed = head.trim();
    let inside = |open: char, close: char| {
        let body = trimmed.strip_suffix(close)?;
        let (name, unit) = body.rsplit_once(open)?;
        Some((name.trim_end(), unit.trim()))
    };
    let found = inside('(', ')').or_else(|| inside('（', '）')).or_else(|| inside('[', ']'));
    match found {
        Some((name, unit)) if !name.is_empty() && Unit::known(unit).is_some() => (name, Some(unit)),
        _ => (trimmed, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_in_two_languages() -> Result<()> {
        let columns = Columns::of(&["地区", "指标", "年份", "数值", "单位"], &ReadOptions::default())?;
        assert_eq!(
            (columns.subject, columns.indicator, columns.period, columns.value, columns.unit),
            (Some(0), Some(1), Some(2), Some(3), Some(4))
        );
        let columns = Columns::of(&["Country Name", "Country Code", "1960", "2005年"], &ReadOptions::default())?;
        assert_eq!((columns.subject, columns.periods.len()), (Some(1), 2));
        let columns = Columns::of(&["year", "month", "value"], &ReadOptions::default())?;
        assert_eq!((columns.period, columns.part), (Some(0), Some(1)));
        assert!(Columns::of(&["a", "b"], &ReadOptions::default().value("bb")).is_err());
        let two = ["year", "value", "数值"];
        assert!(Columns::of(&two, &ReadOptions::default()).is_err());
        assert_eq!(Columns::of(&two, &ReadOptions::default().value("数值"))?.value, Some(2));
        assert_eq!(Columns::of(&["年份", "指标", "数值（亿元）"], &ReadOptions::default())?.value, Some(2));
        Ok(())
    }

    #[test]
    fn units_in_heads() {
        assert_eq!(split_unit("GDP(亿元)"), ("GDP", Some("亿元")));
        assert_eq!(split_unit("地区生产总值（亿元）"), ("地区生产总值", Some("亿元")));
        assert_eq!(split_unit("Value added (services)"), ("Value added (services)", None));
    }
}
