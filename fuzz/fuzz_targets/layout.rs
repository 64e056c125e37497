//! Rows of cells as layouts see them: the first byte says how the rest is divided, so that heads, periods and units meet.

#![no_main]

use fanfan::read::{self, ReadOptions};
use libfuzzer_sys::fuzz_target;

/// Fields of which heads and rows are made.
const WORDS: [&str; 32] = [
    "地区", "指标", "年份", "数值", "单位", "subject", "indicator", "period", "value", "unit", "2005", "2005年", "2006",
    "2005-Q3", "2005年1-7月", "亿元", "万元", "%", "12.5", "1,234", "5‰", "-", "…", "注：", "合  计", "Data Source",
    "Country Name", "GDP(亿元)", "同比", "month", "7", "",
];

fuzz_target!(|data: &[u8]| {
    let Some((&width, rest)) = data.split_first() else { return };
    let width = usize::from(width % 12) + 1;
    let row = |cells: &[u8]| cells.iter().map(|&byte| WORDS[usize::from(byte) % 32]).collect::<Vec<_>>().join("\t");
    let table: Vec<String> = rest.chunks(width).take(200).map(row).collect();
    let _ = read::text("f", &table.join("\n"), &ReadOptions::default());
});
