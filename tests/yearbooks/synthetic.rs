//! Variants of tables that say the same, layouts of yearbooks written out, and grids that say nothing.

use std::collections::BTreeSet;

use fanfan::read::{self, Book, ReadOptions};
use proptest::prelude::*;

use super::{close, parts};

pub(super) fn read_text(name: &str, text: &str) -> Book {
    read::book_of(name, text.as_bytes(), &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// What a cell says, without its place.
type Said = (String, BTreeSet<String>, String, String, String);

fn said(book: &Book) -> BTreeSet<Said> {
    book.cells
        .iter()
        .map(|cell| {
            let value = cell.value.map_or_else(
                || format!("missing {}", cell.missing.as_deref().unwrap_or_default()),
                |value| value.to_string(),
            );
            (close(&cell.subject), parts(&cell.indicator), cell.period.to_string(), value, cell.unit.to_string())
        })
        .collect()
}

/// How the table of regions is written.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each switch is a variant")]
struct Look {
    down: usize,
    right: usize,
    unmerged: bool,
    english_first: bool,
    spread: bool,
    text_numbers: bool,
    thousands: bool,
    chinese_only: bool,
    sections: bool,
    unit: Option<&'static str>,
    blank_below_heads: bool,
}

const REGIONS: [(&str, &str); 4] =
    [("南京市", "Nanjing"), ("无锡市", "Wuxi"), ("徐州市", "Xuzhou"), ("常州市", "Changzhou")];
const VALUES: [[f64; 4]; 4] = [
    [5198.2, 7306.54, 142.29, 185.06],
    [5779.21, 7446.37, 102.95, 132.56],
    [2971.19, 4060.37, 282.82, 382.46],
    [3091.85, 4039.83, 99.78, 126.37],
];

/// A table of regions, indicators over years, as HTML: it has merged cells and absolute places.
fn regions(look: Look) -> String {
    let mut rows: Vec<Vec<(String, usize)>> = Vec::new();
    let bilingual = |zh: &str, en: &str| match (look.chinese_only, look.english_first) {
        (true, _) => zh.to_owned(),
        (false, true) => format!("{en}<br>{zh}"),
        (false, false) => format!("{zh}<br>{en}"),
    };
    let labels = if look.chinese_only { 1 } else { 2 };
    let unit = look.unit.unwrap_or("亿元");
    rows.push(vec![("2-12 分市地区生产总值".to_owned(), labels + 4)]);
    rows.push(vec![(format!("单位:{unit}"), labels + 4)]);
    let group = |text: String| if look.unmerged { vec![(text, 1), (String::new(), 1)] } else { vec![(text, 2)] };
    let mut head = vec![(bilingual("地 区", "Region"), 1)];
    if labels == 2 {
        head.push((String::new(), 1));
    }
    head.extend(group(bilingual("地区生产总值", "Gross Domestic Product")));
    head.extend(group(bilingual("第一产业增加值", "Value-added of the Primary Industry")));
    rows.push(head);
    let mut years = vec![(String::new(), 1); labels];
    years.extend(["2010", "2012", "2010", "2012"].map(|year| (year.to_owned(), 1)));
    rows.push(years);
    if look.blank_below_heads {
        rows.push(Vec::new());
    }
    for (at, ((zh, en), values)) in REGIONS.iter().zip(VALUES).enumerate() {
        if look.sections && at % 2 == 0 {
            rows.push(vec![(if at == 0 { "按地区分" } else { "按区域分" }.to_owned(), 1)]);
        }
        let zh =
            if look.spread { zh.chars().map(String::from).collect::<Vec<_>>().join("  ") } else { (*zh).to_owned() };
        let mut row = vec![];
        match (look.chinese_only, look.english_first) {
            (true, _) => row.push((zh, 1)),
            (false, true) => row.extend([((*en).to_owned(), 1), (zh, 1)]),
            (false, false) => row.extend([(zh, 1), ((*en).to_owned(), 1)]),
        }
        row.extend(values.iter().map(|value| {
            let text = format!("{value:.2}");
            let text = match (look.thousands, text.split_once('.')) {
                (true, Some((whole, rest))) if whole.len() > 3 => {
                    format!("{},{}.{rest}", &whole[..whole.len() - 3], &whole[whole.len() - 3..])
                }
                _ => text,
            };
            (if look.text_numbers { format!(" {text} ") } else { text }, 1)
        }));
        rows.push(row);
    }
    rows.push(vec![("注:本表按当年价格计算。".to_owned(), labels + 4)]);
    let mut out = "<meta charset=utf-8><table>".to_owned();
    for _ in 0..look.down {
        out += "<tr><td></td></tr>";
    }
    for row in rows {
        out += "<tr>";
        for _ in 0..look.right {
            out += "<td></td>";
        }
        for (text, span) in row {
            out += &format!("<td colspan={span}>{text}</td>");
        }
        out += "</tr>";
    }
    out + "</table>"
}

#[test]
fn variants_of_a_table_say_the_same() {
    let plain = read_text("t.html", &regions(Look::default()));
    let wanted = said(&plain);
    assert_eq!(wanted.len(), 16);
    assert!(
        wanted.contains(&("无锡市".into(), parts("第一产业增加值"), "2012".into(), "132.56".into(), "亿元".into())),
        "{wanted:#?}"
    );
    let base = Look::default();
    for look in [
        Look { down: 3, right: 2, ..base },
        Look { right: 1, ..base },
        Look { unmerged: true, ..base },
        Look { english_first: true, ..base },
        Look { spread: true, ..base },
        Look { text_numbers: true, ..base },
        Look { thousands: true, ..base },
        Look { chinese_only: true, ..base },
        Look { sections: true, ..base },
        Look { blank_below_heads: true, ..base },
        Look { down: 1, right: 1, unmerged: true, spread: true, sections: true, text_numbers: true, ..base },
        Look { chinese_only: true, unmerged: true, sections: true, thousands: true, ..base },
    ] {
        let text = regions(look);
        let found = said(&read_text("t.html", &text));
        assert_eq!(found, wanted, "{look:?}\n{text}");
    }
    let other = said(&read_text("t.html", &regions(Look { unit: Some("万元"), ..base })));
    assert!(other.iter().all(|cell| cell.4 == "万元"));
}

/// Asserts that a table says these cells; what is wrong must not be so under full confidence.
#[track_caller]
pub(super) fn says(table: &str, wanted: &[(&str, &str, &str, f64, &str)]) {
    let book = read_text(if table.starts_with('<') { "t.html" } else { "t.csv" }, table);
    let found = said(&book);
    for (subject, indicator, period, value, unit) in wanted {
        let cell =
            ((*subject).to_owned(), parts(indicator), (*period).to_owned(), value.to_string(), (*unit).to_owned());
        assert!(found.contains(&cell), "{cell:?} is not in\n{found:#?}\n{table}");
    }
}

#[test]
fn years_down_indicators_across() {
    says(
        "3-1 国内生产总值,,,,,\n,,,,,单位:亿元\n年 份,国内生产总值,第一产业,第二产业,,人均国内生产总值(元)\n,,,,工业,\n2010年,412119.3,38430.8,191629.8,165126.4,30808\n2011年,487940.2,44781.4,227038.8,195142.8,36302\n资料来源:国家统计局\n",
        &[
            ("", "国内生产总值", "2010", 412_119.3, "亿元"),
            ("", "人均国内生产总值", "2011", 36302.0, "元"),
            ("", "第二产业 / 工业", "2011", 195_142.8, "亿元"),
        ],
    );
}

#[test]
fn indicators_down_with_a_column_of_units() {
    says(
        "1-2 国民经济主要指标,,,,\n指  标,单 位,2015年,2016年,2016年比2015年增长(%)\n地区生产总值,亿元,100.5,110.2,8.1\n  第一产业,亿元,10.5,11,3.2\n年末常住人口,万人,50.1,50.5,0.8\n",
        &[
            ("", "地区生产总值", "2015", 100.5, "亿元"),
            ("", "年末常住人口", "2016", 50.5, "万人"),
            ("", "地区生产总值 / 第一产业", "2016", 11.0, "亿元"),
        ],
    );
    let book = read_text(
        "t.csv",
        "1-2 国民经济主要指标,,,,\n指  标,单 位,2015年,2016年,2016年比2015年增长(%)\n地区生产总值,亿元,100.5,110.2,8.1\n  第一产业,亿元,10.5,11,3.2\n年末常住人口,万人,50.1,50.5,0.8\n",
    );
    let growth: Vec<_> = book.cells.iter().filter(|cell| cell.cell.ends_with("C5")).collect();
    assert!(growth.iter().all(|cell| cell.confidence < 1.0 || &*cell.unit == "%"), "{growth:#?}");
}

#[test]
fn months_under_their_years_and_running_totals() {
    says(
        "社会消费品零售总额,,\n单位：亿元,,\n月份,当期值,累计值\n2012年,,\n1-2月,33669,33669\n3月,15650,49319\n2013年,,\n1-2月,37810,37810\n3月,17641,55451\n",
        &[
            ("", "累计值", "2012-01/2012-03", 49319.0, "亿元"),
            ("", "当期值", "2013-03", 17641.0, "亿元"),
            ("", "当期值", "2013-01/2013-02", 37810.0, "亿元"),
        ],
    );
}

#[test]
fn plan_periods_stay_spans() {
    says(
        "固定资产投资,,\n年份,投资额(亿元),增长(%)\n\"“十五”时期\",1200.5,20.1\n2006,300.1,21\n2007,350.2,16.7\n\"“十一五”时期\",2400.5,18\n1981-2004年平均,90.5,12\n",
        &[
            ("", "投资额", "2001/2005", 1200.5, "亿元"),
            ("", "投资额", "2006/2010", 2400.5, "亿元"),
            ("", "投资额", "1981/2004", 90.5, "亿元"),
            ("", "增长", "2007", 16.7, "%"),
        ],
    );
}

#[test]
fn side_by_side() {
    says(
        "各县(市)年末总人口,,,\n单位:万人,,,\n县(市),2012年,县(市),2012年\n巩义市,81.2,滑县,110.5\n兰考县,70.1,长垣县,85.3\n汝州市,95.7,邓州市,140.2\n",
        &[("巩义市", "年末总人口", "2012", 81.2, "万人"), ("长垣县", "年末总人口", "2012", 85.3, "万人")],
    );
}

#[test]
fn a_section_over_the_columns_names_the_indicator() {
    says(
        "3-2 生产总值和指数,,,\n年份,生产总值,第一产业,第二产业\n,绝对数(亿元),,\n2010,400.5,40.1,200.2\n2011,450.5,44.1,220.2\n,指数(上年=100),,\n2010,110.5,104.1,112.2\n2011,109.5,104.2,111.2\n",
        &[
            ("", "绝对数 / 生产总值", "2010", 400.5, "亿元"),
            ("", "指数(上年=100) / 第二产业", "2011", 111.2, "上年=100"),
        ],
    );
}

#[test]
fn quarters_and_english_pairs() {
    says(
        "Database：Quarterly by Province\nIndicators：Gross Regional Product_Accumulated(100 million yuan)\nRegion：Beijing\nIndicators,2019Q3,2019Q2\nGross Regional Product_Accumulated(100 million yuan),23130.0,15212.5\n",
        &[("Beijing", "Gross Regional Product_Accumulated", "2019-01/2019-09", 23130.0, "100 million yuan")],
    );
}

#[test]
fn years_of_the_republic_and_numbers_like_years() {
    says(
        "人口統計,,\n單位：千人,,\n縣市,民國107年,民國108年\n臺北市,2668,2645\n新北市,1995,2018\n",
        &[("臺北市", "人口統計", "2018", 2668.0, "千人"), ("新北市", "人口統計", "2019", 2018.0, "千人")],
    );
}

#[test]
fn an_indicator_whose_name_holds_a_unit() {
    let book = super::book_at("data/world-bank/API_NY.GDP.MKTP.KN.csv");
    let cell =
        book.cells.iter().find(|cell| &*cell.subject == "China" && &*cell.period == "2000").expect("China in 2000");
    assert_eq!((&*cell.indicator, &*cell.unit), ("GDP", "constant LCU"));
    assert!(cell.confidence < 1.0);
}

#[test]
fn a_part_beside_its_total() {
    says(
        "5-3 分地区固定资产投资,,,,\n单位:亿元,,,,\n地 区,2011,,2012,\n,合计,#房地产开发,合计,#房地产开发\n北 京,5519,3036,6064,3153\n",
        &[("北京", "合计 / 房地产开发", "2012", 3153.0, "亿元")],
    );
}

#[test]
fn slips_of_the_typist() {
    says(
        "2 - 3 各市(州)地区生产总值,,\n,,单位:亿元\n市(州),2018,2019\n甲市,2971. 19,3300.5\n乙州,10.5,1 1. 5\n",
        &[("甲市", "地区生产总值", "2018", 2971.19, "亿元"), ("乙州", "地区生产总值", "2019", 11.5, "亿元")],
    );
    says(
        "各市主要指标(2020年),,\n城市,常住人口(万人),公共预算收入 （亿元\n甲市,50.5,20.1\n乙市,40.5,10.1\n",
        &[("甲市", "公共预算收入", "2020", 20.1, "亿元")],
    );
}

#[test]
fn sections_of_regions_follow_each_other() {
    says(
        "分市生产总值,,,\n单位:亿元,,,\n地区,Region,2018,2019\n按地区分,by City,,\n　甲 市,Jia,5.5,6.5\n　乙 市,Yi,7.5,8.5\n按区域分,by Region,,\n　南 部,South,3.5,4.5\n",
        &[("甲市", "生产总值", "2018", 5.5, "亿元"), ("南部", "生产总值", "2019", 4.5, "亿元")],
    );
}

#[test]
fn a_unit_in_english_over_a_group() {
    says(
        "<meta charset=utf-8><table><tr><td colspan=5>各市生产总值(2014年)</td></tr><tr><td>市</td><td colspan=3>生产总值</td><td>人均生产总值</td></tr><tr><td></td><td>(亿元)</td><td>第一产业</td><td>第二产业</td><td>(元)</td></tr><tr><td></td><td colspan=3>(100 million yuan)</td><td>(yuan)</td></tr><tr><td>甲市</td><td>9.5</td><td>1.5</td><td>8.5</td><td>30001</td></tr><tr><td>乙市</td><td>7.5</td><td>2.5</td><td>5.5</td><td>20001</td></tr></table>",
        &[
            ("甲市", "生产总值 / 第一产业", "2014", 1.5, "亿元"),
            ("乙市", "生产总值 / 第二产业", "2014", 5.5, "亿元"),
            ("乙市", "人均生产总值", "2014", 20001.0, "元"),
        ],
    );
}

#[test]
fn a_nul_byte_behind_the_last_line() {
    says(
        "Gini by Items and Year\n\nItems,2002,2004\nWhole country,0.42,0.433\n\0",
        &[("", "Whole country", "2004", 0.433, "")],
    );
    assert!(read::book_of("t.csv", b"a,2002\nb,0\0.42\n", &ReadOptions::default()).is_err());
}

#[test]
fn zeros_under_no_head() {
    let table =
        "各市生产总值(2021年),,,,,\n单位:亿元,,,,,\n地区,生产总值,第一产业,,,\n甲市,9.5,1.5,,,0\n乙市,7.5,2.5,,,0\n";
    says(table, &[("乙市", "第一产业", "2021", 2.5, "亿元")]);
    assert_eq!(read_text("t.csv", table).cells.len(), 4);
}

#[test]
fn codes_before_labels_and_periods() {
    says(
        "GeoFIPS,GeoName,Region,LineCode,IndustryClassification,Description,Unit,2001,2002,2003\n\"02000\",Alpha,8,1,...,All industry total,Thousands of dollars,28494,29756,32037\n\"02000\",Alpha,8,2,...,Private industries,Thousands of dollars,22573,23354,25220\n\"02013\",Beta,,1,...,All industry total,Thousands of dollars,12.5,13.5,(D)\n",
        &[
            ("Alpha", "Private industries", "2002", 23354.0, "Thousands of dollars"),
            ("Beta", "All industry total", "2001", 12.5, "Thousands of dollars"),
        ],
    );
}

#[test]
fn marks_behind_years_and_parts_of_a_year() {
    says(
        "Gross regional product,,,\n,,,mln.tenge\n,1 quarter of 2008,9 months of 2008,2008\nAlpha,1.5,2.5,3.5\nBeta,4.5,5.5,6.5\n",
        &[
            ("Alpha", "Gross regional product", "2008-Q1", 1.5, "mln.tenge"),
            ("Beta", "Gross regional product", "2008-01/2008-09", 5.5, "mln.tenge"),
        ],
    );
    says(
        "Gross regional product,,\n,,mln.tenge\n,2009 year,\n,I quarter,II quarter\nAlpha,1.5,2.5\nBeta,4.5,5.5\n",
        &[("Beta", "Gross regional product", "2009-Q2", 5.5, "mln.tenge")],
    );
    says(
        "Gross regional product,,\n,,mln.tenge\n,19901),1991\nAlpha,1.5,2.5\nBeta,4.5,5.5\n",
        &[("Alpha", "Gross regional product", "1990", 1.5, "mln.tenge")],
    );
}

const TOKENS: &[&str] = &[
    "",
    "",
    "",
    "1",
    "2.5",
    "-3",
    "1,234.5",
    "2005",
    "2006",
    "2005年",
    "2004-05",
    "1月",
    "-",
    "…",
    "X",
    "地区",
    "指标",
    "单位:亿元",
    "北京",
    "合  计",
    "GDP (亿元)",
    "Total",
    "其中：工业",
    "续表",
    "注：1.",
    "Unit",
    "Year",
    "Value",
    "按地区分",
    "#",
    "(%)",
    "0",
    "00123",
    "1) note",
    "[0.4",
    "{1.6}",
    "12.3p",
    "Jan",
    "Q1",
    "“十一五”时期",
    "数据库：年度数据",
    "指标：国内生产总值(亿元)",
    "Table 2.1 (continued)",
    "（",
    "）",
    "上年=100",
    ";>",
    "A ; > B ;",
    "\u{3000}",
    "１２",
    "①",
    "Series ID",
    "No. Obs",
    "of which",
    "1e308",
    "9999999999",
    "2005-13",
    "31.12.2016",
    " / ",
    "в том числе",
    "%",
    "\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_grid_stops_the_reader(rows in prop::collection::vec(prop::collection::vec((0..TOKENS.len(), 1..4_usize, 1..3_usize), 0..9), 0..14), html in any::<bool>()) {
        let text = if html {
            let cell = |&(token, across, down): &(usize, usize, usize)| format!("<td colspan={across} rowspan={down}>{}</td>", TOKENS[token].replace('<', ""));
            let rows: Vec<String> = rows.iter().map(|row| row.iter().map(cell).collect::<String>()).collect();
            let rows = rows.join("</tr><tr>");
            format!("<meta charset=utf-8><table><tr>{rows}</tr></table>")
        } else {
            let field = |(token, ..): &(usize, usize, usize)| format!("\"{}\"", TOKENS[*token].replace('"', ""));
            rows.iter().map(|row| row.iter().map(field).collect::<Vec<_>>().join(",") + "\n").collect()
        };
        if let Ok(book) = read::book_of("any", text.as_bytes(), &ReadOptions::default()) {
            let (height, width) = (rows.len() + 4, rows.iter().map(|row| row.iter().map(|cell| cell.1 + 4).sum::<usize>()).max().unwrap_or(0) + 40);
            for cell in &book.cells {
                let (row, column) = super::place(&cell.cell);
                prop_assert!(row < height && column < width, "{} in {text}", cell.cell);
                prop_assert!((0.0..=1.0).contains(&cell.confidence));
                prop_assert!(cell.value.is_some() != cell.missing.is_some(), "{cell:?}");
                prop_assert!(cell.value.is_none_or(f64::is_finite));
            }
        }
        let _ = read::explain("no-such-file", &ReadOptions::default());
    }
}
