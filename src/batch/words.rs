//! Words of problems in both languages; readers of files speak English, and what they say most is known here in Chinese.

use crate::model::Language;
use crate::plan::Finding;
use crate::report::say;

/// What problems of a code are, in Chinese and in English.
const CODES: [(&str, &str, &str); 39] = [
    ("cannot_be_read", "无法读取的文件或文件夹", "files or folders that cannot be read"),
    ("gone", "读取中消失的文件", "files that went away"),
    ("changing", "读取中变化的文件", "files that change while read"),
    ("too_large", "超过大小上限的文件", "files above the limit"),
    ("reader_failed", "读取程序出错的文件", "files on which the reader failed"),
    ("broken", "编码或格式损坏的文件", "files with broken bytes"),
    ("needs_feature", "本版本不能读取的格式", "formats that this build leaves out"),
    ("no_table", "未找到表格", "no table found"),
    ("no_column", "没有所指定的列", "without the columns that are named"),
    ("bad_table", "有误的工作表", "tables with an error"),
    ("no_period", "未找到时期", "no period found"),
    ("not_a_number", "应为数字处不是数字", "text in place of a number"),
    ("two_values", "同一时期两个数值", "two values for one period"),
    ("unit", "单位不明", "units that are not understood"),
    ("cannot_be_understood", "无法理解", "not understood"),
    ("not_a_file", "不是文件", "neither file nor folder"),
    ("another_batch", "其他批处理的结果", "results of another batch"),
    ("hint", "提示文件有误，未读取", "files whose hint file cannot be used"),
    ("hint_alone", "提示文件旁没有表格", "hint files without their table"),
    ("same_file", "内容相同的文件", "files with the same bytes"),
    ("seen_before", "重复的链接", "links to what is read already"),
    ("not_sure", "把握不足的单元格", "cells that the reader is not sure of"),
    ("other_form", "是增速、人均等而非该指标", "growth, per head and the like of an indicator"),
    ("other_unit", "单位与计划不符", "units that do not fit the plan"),
    ("no_unit", "未注明单位，未采用", "no unit, and not taken"),
    ("other_prices", "价格口径与计划不符", "prices that are not those of the plan"),
    ("inside_another", "可能是部分而非全体", "parts that may be the whole"),
    ("similar_name", "名称相近", "names near to one of the plan"),
    ("two_indicators", "名称对应两个指标", "names of two indicators"),
    ("similar_subject", "地区名称相近", "subjects near to one of the plan"),
    ("one_subject", "同一地区的简称与全称", "provinces under their short and full names"),
    ("unit_assumed", "计划点名而未注明单位，按计划单位", "named by the plan, no unit: that of the plan"),
    ("conflicting_values", "数值互相矛盾", "values that contradict each other"),
    ("break", "版本衔接处水平跳变", "breaks where editions join"),
    ("possible_break", "版本衔接处可能跳变", "possible breaks where editions join"),
    ("unit_slip", "疑似单位错误", "units that may have slipped"),
    ("unit_changes", "单位变化，已换算", "units that change, converted"),
    ("prices_change", "价格口径变化", "prices that change"),
    ("base_changes", "指数基期变化", "bases of indices that change"),
];

/// What a reader says of a file, with `{}` for what differs from file to file, and the same in Chinese.
const SAID: [(&str, &str); 30] = [
    (
        "no row of numbers with a label or a head was found; if there is one, say where it is in a hint file",
        "未找到带有标签或表头的数据行；如有，请用提示文件指明位置",
    ),
    (
        "the table says of some cells no period; give it in a hint file, as period = \"2005\"",
        "表中部分单元格没有时期；请在提示文件中写明，如 period = \"2005\"",
    ),
    ("there is no column `{}`", "没有列 `{}`"),
    ("the file is empty; export or copy it again, or leave it out", "文件是空的；请重新导出或复制，或移出文件夹"),
    (
        "the workbook is protected by a password; open it in a spreadsheet program and save it without one",
        "工作簿有密码；请用表格软件打开，去掉密码后另存",
    ),
    (
        "the archive is protected by a password; unpack it, and name the files in it",
        "压缩包有密码；请解压后再读取其中的文件",
    ),
    (
        "cannot be read as a workbook: {}; open it in a spreadsheet program and save it again, or save it as CSV",
        "不能作为工作簿读取（{}）；请用表格软件打开后另存，或存为 CSV",
    ),
    (
        "cannot be unpacked: {}; it is cut off or damaged: download or copy the file again",
        "无法解压（{}）；文件被截断或损坏，请重新下载或复制",
    ),
    (
        "an archive of {}; unpack it, and name the files that are meant",
        "压缩包中文件过多（{}）；请解压，只保留所需文件",
    ),
    ("the archive holds no table; check what is in it", "压缩包中没有表格；请查看其内容"),
    (
        "archives inside archives, {}; unpack it, and name the files in it, or raise the limit",
        "压缩包层层嵌套（{}）；请解压后读取其中的文件，或放宽上限",
    ),
    (
        "unpacks to {}; if it is no mistake, unpack it and name the files in it, or raise the limit",
        "解压后过大（{}）；如确属正常，请解压后读取其中的文件，或放宽上限",
    ),
    ("this is {}, not a table; save the table as xlsx or CSV", "这不是表格（{}）；请将表格存为 xlsx 或 CSV"),
    (
        "this is an Office document without a workbook; save its table as xlsx or CSV",
        "这是不含工作簿的 Office 文档；请将其中的表格存为 xlsx 或 CSV",
    ),
    (
        "a NUL byte, which no text holds; the file is damaged or is no text: save the table again as CSV in UTF-8",
        "有 NUL 字节，不是文本；文件损坏或不是文本，请将表格重新存为 UTF-8 的 CSV",
    ),
    (
        "is not UTF-8, and the encoding is not sure (perhaps {}); save it as UTF-8 (Chinese exports are often GB18030: iconv -f GB18030 -t UTF-8)",
        "不是 UTF-8，编码不能确定（可能是 {}）；请存为 UTF-8（中文导出文件多为 GB18030：iconv -f GB18030 -t UTF-8）",
    ),
    (
        "is not text in one encoding: this is not {}; save the whole table as UTF-8",
        "全文不是同一编码：此处不是 {}；请将整个表格存为 UTF-8",
    ),
    ("mixed encodings: {}; save the whole table as UTF-8", "编码混杂（{}）；请将整个表格存为 UTF-8"),
    (
        "a line longer than {}; this is no table of lines: check what wrote it, or raise the limit",
        "有一行超过 {}；这不是按行书写的表格，请检查其来源，或放宽上限",
    ),
    ("is longer than {}; divide it, or raise the limit", "文件超过 {}；请拆分，或放宽上限"),
    (
        "more than {}; take the part that is meant into a file of its own, or raise the limit",
        "超过上限（{}）；请将所需部分另存，或放宽上限",
    ),
    (
        "a quotation mark opens here and is never closed; close it, or take it out; one inside a text is doubled",
        "此处的引号没有闭合；请补上或去掉；文中的引号须写两个",
    ),
    ("cannot be read: {}; check the name and the permissions", "无法读取（{}）；请检查名称和权限"),
    (
        "cannot be read to its end: {}; check the disk, or copy the file again",
        "不能读到末尾（{}）；请检查磁盘，或重新复制文件",
    ),
    (
        "the file changed while it was read; read it again when nothing writes to it any more",
        "读取时文件有变化；请等其不再变化后再读",
    ),
    ("cannot be read as {}; write it again, or save it as CSV", "不能读取（{}）；请重新写出，或存为 CSV"),
    (
        "is no sound JSON: {}; it is cut off or damaged: download the file again",
        "JSON 有误（{}）；文件被截断或损坏，请重新下载",
    ),
    (
        "this is JSON without a JSON-stat dataset; ask the publisher for JSON-stat or CSV",
        "JSON 中没有 JSON-stat 数据集；请改用 JSON-stat 或 CSV",
    ),
    ("no row has all the columns that are named", "没有一行含有全部所指定的列"),
    (
        "expected a number, found `{}`; write a number with a decimal point, or leave the cell blank",
        "应为数字，却是 `{}`；请写数字，或留空",
    ),
];

/// Doubts of a reader, and the same in Chinese.
const NOTES: [(&str, &str); 67] = [
    ("no unit is stated", "未注明单位"),
    ("no unit is printed", "未注明单位"),
    ("the title names the indicator", "指标取自标题"),
    ("the indicator is that of the title", "指标取自标题"),
    ("rows taken for subjects because their head names no indicator", "表头未写指标，各行按主体处理"),
    ("a group of heads that are not merged", "成组的表头未合并"),
    ("a section holds until the next: whether it ended before is not marked", "分段标题沿用至下一个，何处结束并未标明"),
    ("the unit stands over a column further left", "单位写在左边的列上"),
    ("the period is that of the title", "时期取自标题"),
    ("no period is stated", "未注明时期"),
    ("a blank label repeats the one above", "空白标签沿用上一行"),
    ("the period is read out of a text that says more", "时期取自含有其他内容的文字"),
    ("the period is that of the rows above", "时期取自上方各行"),
    ("a head without a period, among heads with one", "其他表头有时期，此表头没有"),
    ("no heading names an indicator", "没有表头写明指标"),
    ("a scale stands in a column of its own and is not applied", "数量级另列，未换算"),
    ("date cells three months apart are taken for quarters", "相隔三个月的日期按季度处理"),
    ("date cells a year apart are taken for years", "相隔一年的日期按年份处理"),
    ("the unit is read out of the words of the heading", "单位取自标题文字"),
    ("names of regions stand among labels that were taken for indicators", "按指标处理的标签中有地区名称"),
    ("names of regions stand among heads that were taken for indicators", "按指标处理的表头中有地区名称"),
    ("a row without a period, among rows with one", "其他行有时期，此行没有"),
    ("a section that is the name of a region is the subject of its rows", "分段标题为地区名，作为其下各行的主体"),
    ("the unit is that of the label above", "单位取自上方标签"),
    ("the unit changes in time", "单位随时间变化"),
    ("the headings name no indicator by themselves", "标题本身未写明指标"),
    ("the subject is a line above the heads", "主体取自表头上方的文字"),
    ("the unit is that of the first column of the group", "单位取自同组第一列"),
    ("`of which` hangs from the head at its left", "“其中”从属于左边的表头"),
    ("a part hangs from the head at its left", "部分从属于左边的表头"),
    ("a row below the months sums them up", "各月之下的一行为合计"),
    ("a second row of figures under one label", "同一标签下的第二行数字"),
    ("the head stands over a neighbouring empty column", "表头写在相邻的空列上"),
    ("the end of the fiscal year is not stated", "未注明财政年度的截止月份"),
    ("a section with a unit names the indicator of the rows below it", "带单位的分段标题为其下各行的指标"),
    ("the unit stands in the name of the indicator", "单位写在指标名称中"),
    ("a row that its period names, among rows with labels", "各行有标签，此行只有时期"),
    ("a row of numbers without a label", "数字行没有标签"),
    ("in brackets", "括号中的数字"),
    ("in round brackets, which may mean a negative number", "圆括号中的数字，可能表示负数"),
    ("the unit is that of the title", "单位取自标题"),
    ("the unit is that of the table above", "单位取自上一张表"),
    ("the heads are those of the table above", "表头取自上一张表"),
    ("a text in place of a number", "应为数字处是文字"),
    ("a period in place of a number", "应为数字处是时期"),
    ("the unit of the row overrides that of the column", "以行的单位为准，列的单位不用"),
    ("an inner head overrides the unit of an outer one", "以内层表头的单位为准"),
    ("a year of the Solar Hijri calendar", "伊朗历年份"),
    ("a year of the Buddhist calendar", "佛历年份"),
    ("letters in place of a number are taken for a mark of a missing value", "应为数字处是字母，按缺失标记处理"),
    ("a bracket without its pair", "括号不成对"),
    ("two periods in the heads of one column", "同一列的表头中有两个时期"),
    ("two periods in one row", "同一行中有两个时期"),
    ("a code stands for the indicator", "以代码代替指标"),
    ("a column whose head says nothing is part of the path", "表头不明的列作为标题的一部分"),
    ("the measure is taken for the unit", "计量方式按单位处理"),
    ("a mark behind the number was trimmed", "去掉了数字后的标记"),
    ("a part of a year without its year", "只有月份或季度，没有年份"),
    ("a year before 1500", "早于1500年的年份"),
    ("growth between two years is taken for that of the later one", "两年之间的增速按后一年处理"),
    ("one of the units that the line names, by the words of the heading", "单位行写有多个单位，按标题文字选取"),
    ("the line of the unit names several", "单位行写有多个单位"),
    ("the heading sounds of another unit than that of the table", "标题所示单位似与表的单位不同"),
    ("the indicator is put together from what is said above the table", "指标由表上方的文字拼成"),
    ("the period does not fit the frequency of the series", "时期与序列频率不符"),
    ("the year is that of the title", "年份取自标题"),
    ("blanks among the digits were taken out", "去掉了数字中的空格"),
];

/// Notes of a cell, divided by semicolons; a note that is not known stays in English.
pub(super) fn notes(english: &str, language: Language) -> String {
    let one = |note: &str| {
        let of = |start: &str, chinese: &str| note.strip_prefix(start).map(|rest| format!("{chinese} {rest}"));
        let printed = of("printed as ", "原文为").or_else(|| of("the subject is printed as ", "主体原文为"));
        let known = || NOTES.iter().find(|(said, _)| *said == note).map(|(_, chinese)| (*chinese).to_owned());
        printed.or_else(known).unwrap_or_else(|| note.to_owned())
    };
    match language {
        Language::English => english.to_owned(),
        Language::Chinese => english.split("; ").map(one).collect::<Vec<_>>().join("；"),
    }
}

/// What problems of a code are.
pub(super) fn of_code(code: &str, language: Language) -> Option<&'static str> {
    let own = CODES.iter().find(|(word, ..)| *word == code).map(|(_, zh, en)| say(language, zh, en));
    own.or_else(|| Finding::about(code, language))
}

/// What a reader says, in Chinese; what differs from file to file stays as it is.
pub(super) fn in_chinese(english: &str) -> Option<String> {
    SAID.iter().find_map(|(said, chinese)| match said.split_once("{}") {
        None => (english == *said).then(|| (*chinese).to_owned()),
        Some((before, after)) => {
            let rest = english.strip_prefix(before)?;
            // What is added behind (a suggestion) is left out.
            let inner =
                if after.is_empty() || after == "`" { rest.split('`').next() } else { rest.strip_suffix(after) };
            Some(chinese.replace("{}", inner?))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_once_and_words_are_of_their_language() {
        let is_chinese = |text: &str| text.chars().any(|letter| letter >= '\u{4e00}');
        for (at, (code, zh, en)) in CODES.iter().enumerate() {
            assert!(is_chinese(zh) && en.is_ascii(), "{code}");
            assert!(CODES.iter().skip(at + 1).all(|(other, ..)| other != code), "{code}");
        }
        for (at, (en, zh)) in NOTES.iter().enumerate() {
            assert!(is_chinese(zh) && en.is_ascii() && !en.contains(';'), "{en}");
            assert!(NOTES.iter().skip(at + 1).all(|(other, _)| other != en), "{en}");
        }
        for (en, zh) in SAID {
            assert!(is_chinese(zh) && en.is_ascii() && en.matches("{}").count() == zh.matches("{}").count(), "{en}");
        }
    }

    #[test]
    fn what_differs_stays_as_it_is() {
        for (english, chinese) in [
            (
                "a line longer than 16 MiB; this is no table of lines: check what wrote it, or raise the limit",
                "有一行超过 16 MiB；这不是按行书写的表格，请检查其来源，或放宽上限",
            ),
            ("there is no column `a`; did you mean `b`?", "没有列 `a`"),
        ] {
            assert_eq!(in_chinese(english).as_deref(), Some(chinese));
        }
        assert_eq!(in_chinese("something else"), None);
        let said = "no unit is stated; printed as 3 人; flag b";
        assert_eq!(notes(said, Language::Chinese), "未注明单位；原文为 3 人；flag b");
        assert_eq!(notes(said, Language::English), said);
    }
}
