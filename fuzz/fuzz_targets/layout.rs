//! Rows of cells as layouts see them: the first byte says how the rest is divided, so that heads, periods and units meet.
//! Read both as a table of series and as a table of a yearbook.

#![no_main]

use fanfan::read::{self, ReadOptions};
use libfuzzer_sys::fuzz_target;

/// Fields of which titles, heads, labels and rows are made.
const WORDS: [&str; 64] = [
    "地区", "指标", "年份", "数值", "单位", "subject", "indicator", "period", "value", "unit", "2005", "2005年", "2006",
    "2005-Q3", "2005年1-7月", "亿元", "万元", "%", "12.5", "1,234", "5‰", "-", "…", "注：", "合  计", "Data Source",
    "Country Name", "GDP(亿元)", "同比", "month", "7", "", "2-14 各市地区生产总值", "续表1", "单位：亿元", "计量单位：人",
    "Unit: 100 million yuan", "北京", "  其中：农业", "#其中", "“十一五”时期", "1981-2004年平均", "1月", "一季度", "累计",
    "2013年为2012年%", "2004-05", "1990a)", "① 初步数", "a) 不含港澳", "数据库：年度数据", "指标：GDP", "时间：2005-2010",
    "(上年=100)", "比上年增长（%）", "按经济区域分", "东部", "Total", "of which", "1", "2", "3", "0.0", "…(续)",
];

fuzz_target!(|data: &[u8]| {
    let Some((&width, rest)) = data.split_first() else { return };
    let width = usize::from(width % 12) + 1;
    let row = |cells: &[u8]| cells.iter().map(|&byte| WORDS[usize::from(byte) % 64]).collect::<Vec<_>>().join("\t");
    let table: Vec<String> = rest.chunks(width).take(200).map(row).collect();
    let table = table.join("\n");
    let _ = read::text("f", &table, &ReadOptions::default());
    match read::book_of("f", table.as_bytes(), &ReadOptions::default()) {
        Ok(book) => {
            for cell in book.cells {
                assert!((0.0..=1.0).contains(&cell.confidence), "{cell:?}");
                assert!(cell.confidence == 1.0 || cell.note.is_some(), "unsure, and does not say why: {cell:?}");
                assert!(cell.value.is_none_or(f64::is_finite), "{cell:?}");
            }
        }
        Err(error) => assert!(error.to_string().starts_with('f'), "{error}"),
    }
});
