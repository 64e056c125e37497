//! The provinces of China under their short and their full names, which tables print as they like.

/// Short and full names of the provinces, autonomous regions, municipalities and special administrative regions.
#[rustfmt::skip]
const PROVINCES: [(&str, &str); 34] = [
    ("北京", "北京市"), ("天津", "天津市"), ("河北", "河北省"), ("山西", "山西省"), ("内蒙古", "内蒙古自治区"),
    ("辽宁", "辽宁省"), ("吉林", "吉林省"), ("黑龙江", "黑龙江省"), ("上海", "上海市"), ("江苏", "江苏省"),
    ("浙江", "浙江省"), ("安徽", "安徽省"), ("福建", "福建省"), ("江西", "江西省"), ("山东", "山东省"),
    ("河南", "河南省"), ("湖北", "湖北省"), ("湖南", "湖南省"), ("广东", "广东省"), ("广西", "广西壮族自治区"),
    ("海南", "海南省"), ("重庆", "重庆市"), ("四川", "四川省"), ("贵州", "贵州省"), ("云南", "云南省"),
    ("西藏", "西藏自治区"), ("陕西", "陕西省"), ("甘肃", "甘肃省"), ("青海", "青海省"), ("宁夏", "宁夏回族自治区"),
    ("新疆", "新疆维吾尔自治区"), ("香港", "香港特别行政区"), ("澳门", "澳门特别行政区"), ("台湾", "台湾省"),
];

/// Short names that are those of a city, a prefecture, a county or a district too.
const SHARED: [&str; 4] = ["吉林", "海南", "河北", "河南"];

/// A province that a subject names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Province {
    /// Its place in the table, below 64.
    pub(crate) number: u8,
    /// The full name.
    pub(crate) full: &'static str,
    /// Whether the name is of nothing else.
    pub(crate) is_sure: bool,
}

/// The province whose short or full name this is, tidied. 吉林 is the province only beside others: it may be the city.
pub(crate) fn province(tidied: &str) -> Option<Province> {
    let (number, (short, full)) =
        (0_u8..).zip(&PROVINCES).find(|(_, (short, full))| *short == tidied || *full == tidied)?;
    Some(Province { number, full, is_sure: tidied == *full || !SHARED.contains(short) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tidy;

    #[test]
    fn short_and_full_names_are_one_province() {
        for (short, full) in PROVINCES {
            assert_eq!((tidy(short).as_str(), tidy(full).as_str()), (short, full));
            assert_eq!(province(short).map(|one| one.full), Some(full));
            assert!(province(full).is_some_and(|one| one.full == full && one.is_sure));
            assert!(full.starts_with(short) && province(short).is_some_and(|one| one.number < 64));
        }
        // written as tables write them
        for (written, full) in [("江  苏", "江苏省"), ("廣西壯族自治區", "广西壮族自治区"), ("臺灣", "台湾省")]
        {
            assert_eq!(province(&tidy(written)).map(|one| one.full), Some(full), "{written}");
        }
    }

    #[test]
    fn no_city_and_no_part_is_a_province() {
        for other in ["吉林市", "河北区", "海南州", "江苏南部", "苏", "江", "", "广西省", "内蒙"] {
            assert_eq!(province(other), None, "{other}");
        }
        assert!(["吉林", "海南"].iter().all(|name| province(name).is_some_and(|one| !one.is_sure)));
    }
}
