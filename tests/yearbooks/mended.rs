//! Layouts that were once read wrong, written out.

use fanfan::read::DataCell;

use super::synthetic::{read_text, says};

/// The cell at a place (`R2C3`) of a table in CSV.
#[track_caller]
fn at(table: &str, place: &str) -> DataCell {
    let book = read_text("t.csv", table);
    book.cells
        .iter()
        .find(|cell| cell.cell == place)
        .cloned()
        .unwrap_or_else(|| panic!("{place} is not among\n{:#?}", book.cells))
}

#[test]
fn a_table_beside_another_begins_a_row_higher_or_lower() {
    let higher = ",,,,年份,产值(亿元),人口(万人)\n指标,2019年,2020年,,2018,100.5,30.5\n产值(亿元),110.5,120.5,,2019,110.5,31.5\n人口(万人),31.5,32.5,,2020,120.5,32.5\n电量(千瓦时),5.5,6.5,,2021,130.5,33.5\n";
    says(
        higher,
        &[("", "产值", "2018", 100.5, "亿元"), ("", "人口", "2021", 33.5, "万人"), ("", "电量", "2020", 6.5, "千瓦时")],
    );
    assert!(read_text("t.csv", higher).cells.iter().all(|cell| !cell.indicator.contains("30.5")));
    assert_eq!(read_text("t.csv", higher).cells.len(), 14);
    says(
        "年份,产值(亿元),人口(万人),,指标,2019年,2020年\n2018,100.5,30.5,,,,\n2019,110.5,31.5,,产值(亿元),110.5,120.5\n2020,120.5,32.5,,电量(千瓦时),5.5,6.5\n",
        &[("", "产值", "2018", 100.5, "亿元"), ("", "电量", "2020", 6.5, "千瓦时")],
    );
    let lower = "指标,产值(亿元),人口(万人),,,,\n2018,100.5,30.5,,指标,2019年,2020年\n2019,110.5,31.5,,产值(亿元),110.5,120.5\n2020,120.5,32.5,,电量(千瓦时),5.5,6.5\n";
    says(lower, &[("", "人口", "2018", 30.5, "万人"), ("", "电量", "2020", 6.5, "千瓦时")]);
    assert_eq!(read_text("t.csv", lower).cells.len(), 10);
}

#[test]
fn a_number_among_the_heads_is_in_doubt() {
    let table = "产值分布,,\n地区,2019,2020\n序号,17,19.5\n甲市,2.5,3.5\n乙市,6.5,7.5\n";
    let cell = at(table, "R5C3");
    assert_eq!((&*cell.subject, &*cell.period, cell.value), ("乙市", "2020", Some(7.5)));
    assert!(!cell.indicator.contains("19.5") || cell.confidence <= 0.5, "{cell:?}");
    let ages = "年龄人口,,,\n单位:人,,,\n年份,年龄,,\n,15.5,16.5,17.5\n2019,205,305,405\n2020,206,306,406\n";
    for cell in &read_text("t.csv", ages).cells {
        assert!(cell.confidence < 1.0, "{cell:?}");
    }
}

#[test]
fn sources_and_notes_open_no_section() {
    for note in [
        "数据来源：国家统计局",
        "资料来源:国家统计局",
        "Source: Bureau of Statistics",
        "Fuente: Instituto",
        "Источник: Росстат",
        "Quelle: Amt",
        "備考",
    ] {
        let table = format!("指标,2019年,2020年\n生产总值(亿元),10.5,11.5\n{note},,\n人口(万人),30.5,31.5\n");
        let book = read_text("t.csv", &table);
        let cell = book.cells.iter().find(|cell| cell.value == Some(31.5)).expect("the last cell");
        assert_eq!((&*cell.indicator, &*cell.unit, cell.confidence), ("人口", "万人", 1.0), "{table}");
    }
    // A further line of a note may be a section after all.
    let cell = at(
        "指标,2019年,2020年\n生产总值(亿元),10.5,11.5\n注：1.经季节调整\n　　　2.2019年起口径调整为常住人口,,\n人口(万人),30.5,31.5\n",
        "R5C3",
    );
    assert_eq!((&*cell.indicator, cell.confidence), ("人口", 0.9));
    says(
        "指标,2019年,2020年\n注册资本,,\n国有企业(亿元),10.5,11.5\n私营企业(亿元),8.5,9.5\n",
        &[("", "注册资本 / 私营企业", "2020", 9.5, "亿元")],
    );
    // A label that begins like a note, in an export whose notes are left out.
    let export = "数据库：年度数据\n指标,2019年,2020年\n注册资本(亿元),10.5,11.5\n人口(万人),,\n投资(亿元),7.5,8.5\n数据来源：国家统计局\n";
    says(export, &[("", "注册资本", "2020", 11.5, "亿元"), ("", "投资", "2019", 7.5, "亿元")]);
    assert_eq!(read_text("t.csv", export).cells.len(), 6);
}

#[test]
fn labels_without_end_are_read_in_time() {
    // Each of them took minutes where the time grew with the square of the length.
    for (piece, note) in
        [("a, ", ""), ("产，", ""), ("тонн, ", ""), (" 1)", ""), (" 1", "1) note,,\n"), (" *", "* note,,\n")]
    {
        let label = format!("abc{}", piece.repeat(300_000 / piece.len()));
        let table = format!("指标,2019年,\"{label}\"\n\"{label}\",1.5,2.5\n人口(人),3.5,4.5\n{note}");
        says(&table, &[("", "人口", "2019", 3.5, "人")]);
    }
}

#[test]
fn units_amid_a_heading_and_behind_underscores() {
    let table = "地区,年份,CPI_当月(%)_CPI_YoY,生产总值（亿元）i,GDP_当年价_亿元,GDP指数_上年=100,乡(镇)数\n甲市,2019,2.5,10.5,11.5,106.5,12\n乙市,2019,3.5,20.5,21.5,107.5,13\n";
    says(
        table,
        &[
            ("甲市", "CPI_当月_CPI_YoY", "2019", 2.5, "%"),
            ("甲市", "生产总值i", "2019", 10.5, "亿元"),
            ("乙市", "GDP_当年价", "2019", 21.5, "亿元"),
            ("乙市", "GDP指数_上年=100", "2019", 107.5, "上年=100"),
            ("乙市", "乡(镇)数", "2019", 13.0, ""),
        ],
    );
    assert!(read_text("t.csv", table).cells.iter().all(|cell| cell.confidence < 1.0));
    // Classes are no units.
    says(
        "Persons by age,,\nItem,2019,2020\nEmployed (15 years and over),10.5,11.5\n常住人口(60岁),30.5,31.5\n",
        &[("", "Employed (15 years and over)", "2020", 11.5, ""), ("", "常住人口(60岁)", "2020", 31.5, "")],
    );
}

#[test]
fn a_heading_said_twice_is_said_once() {
    // Labels in two columns, of which the inner one repeats the outer.
    let table = "组,类,地区,2019,2020\n支出(亿元),,甲市,10.5,11.5\n,支出(亿元),乙市,20.5,21.5\n,支出(亿元),丙市,30.5,31.5\n收入(亿元),,甲市,40.5,41.5\n,收入(亿元),乙市,50.5,51.5\n,收入(亿元),丙市,60.5,61.5\n";
    let book = read_text("t.csv", table);
    let of = |value: f64| {
        let cell = book.cells.iter().find(|cell| cell.value == Some(value)).expect("the cell");
        (cell.subject.to_string(), cell.indicator.to_string(), cell.unit.to_string())
    };
    let wanted = |subject: &str, indicator: &str| (subject.to_owned(), indicator.to_owned(), "亿元".to_owned());
    assert_eq!(of(21.5), wanted("乙市", "支出"));
    assert_eq!(of(40.5), wanted("甲市", "收入"));
    assert_eq!(of(61.5), wanted("丙市", "收入"));
    let total = "指标,总额,城镇\n总额,10.5,4.5\n男,5.5,2.5\n";
    assert_eq!((&*at(total, "R2C2").indicator, &*at(total, "R3C2").indicator), ("总额", "男 / 总额"));
    // In a matrix each is related to itself.
    let matrix =
        "指标,甲量,乙量,丙量,丁量\n甲量,1,0.5,0.2,0.3\n乙量,0.5,1,0.3,0.4\n丙量,0.2,0.3,1,0.6\n丁量,0.3,0.4,0.6,1\n";
    assert_eq!(&*at(matrix, "R3C3").indicator, "乙量 / 乙量");
    // Another row is called so.
    let table = "指标,2019年,2020年\n支出(亿元),10.5,11.5\n支出,,\n  支出(亿元),8.5,9.5\n  其他(亿元),1.5,2.5\n";
    let book = read_text("t.csv", table);
    let paths: Vec<&str> = book.cells.iter().map(|cell| &*cell.indicator).collect();
    assert_eq!(paths.iter().filter(|path| **path == "支出").count(), 2, "{paths:?}");
}

#[test]
fn a_continued_table_without_its_beginning_says_so() {
    let cell = at("2-12 续表 1,,\n单位:亿元,,\n地区,2018,2019\n甲市,1.5,2.5\n乙市,4.5,5.5\n", "R4C2");
    assert!(cell.confidence <= 0.5 && cell.note.as_deref().is_some_and(|note| note.contains("续表")), "{cell:?}");
    let cell = at("2-12 各市生产总值(续表),,\n单位:亿元,,\n地区,2018,2019\n甲市,1.5,2.5\n乙市,4.5,5.5\n", "R4C2");
    assert_eq!((&*cell.indicator, cell.confidence), ("生产总值", 0.9));
    assert!(cell.note.is_some_and(|note| note.contains("续表")));
    // With its beginning it has none to say.
    let whole = "2-12 各市生产总值,,\n单位:亿元,,\n地区,2018,2019\n甲市,1.5,2.5\n乙市,4.5,5.5\n2-12 续表,,\n地区,2020,2021\n甲市,6.5,7.5\n乙市,8.5,9.5\n";
    let cell = at(whole, "R9C3");
    assert_eq!((&*cell.indicator, &*cell.unit, &*cell.period), ("生产总值", "亿元", "2021"));
    assert!(!cell.note.is_some_and(|note| note.contains("续表")));
}

#[test]
fn months_written_as_numbers() {
    says(
        "工业增加值,,\n单位:亿元,,\n时间,当期,累计\n2016.01,1.5,1.5\n2016.02,2.5,4\n2016.10,2.5,40\n2016.11,2.5,44\n",
        &[("", "当期", "2016-10", 2.5, "亿元"), ("", "累计", "2016-01/2016-02", 4.0, "亿元")],
    );
    says(
        "指标,2016.9,2016.10,2016.11\n产值(亿元),1.5,2.5,3.5\n人口(万人),4.5,5.5,6.5\n",
        &[("", "人口", "2016-09", 4.5, "万人"), ("", "产值", "2016-10", 2.5, "亿元")],
    );
    says(
        "指标,2016年1-2月,2016年1—3月,2016年\n产值(亿元),1.5,2.5,3.5\n人口(万人),4.5,5.5,6.5\n",
        &[("", "产值", "2016-01/2016-03", 2.5, "亿元"), ("", "人口", "2016-01/2016-02", 4.5, "万人")],
    );
    // Values that only look like months.
    says(
        "各市生产总值,,,\n单位:亿元,,,\n地区,2018,2019,2020\n甲市,1999.01,1999.05,1999.08\n乙市,1998.01,1998.05,1998.08\n丙市,2000.01,2000.05,2000.08\n",
        &[("甲市", "生产总值", "2018", 1999.01, "亿元"), ("丙市", "生产总值", "2020", 2000.08, "亿元")],
    );
}

#[test]
fn quarters_below_their_years_and_indicators() {
    let table = "季度生产总值,,\n单位:亿元,,\n季度,2019年,2020年\n生产总值,,\n一季度,1.5,2.5\n二季度,5.5,6.5\n第一产业,,\n一季度,11.5,12.5\n二季度,15.5,16.5\n";
    says(table, &[("", "生产总值", "2020-Q2", 6.5, "亿元"), ("", "第一产业", "2019-Q1", 11.5, "亿元")]);
    let table = "各市季度生产总值,,\n单位:亿元,,\n地区,一季度,二季度\n2019年,,\n甲市,1.5,2.5\n乙市,5.5,6.5\n2020年,,\n甲市,11.5,12.5\n乙市,15.5,16.5\n";
    says(table, &[("甲市", "季度生产总值", "2019-Q2", 2.5, "亿元"), ("乙市", "季度生产总值", "2020-Q1", 15.5, "亿元")]);
}

#[test]
fn the_year_stands_with_the_title_alone() {
    let body = "地区,生产总值,农业\n甲市,1.5,2.5\n乙市,5.5,6.5\n";
    for above in [
        "各市产值(2019年),,单位:亿元\n",
        "各市产值,,\n2019 年,,单位:亿元\n",
        "各市产值,,\n(2019),,单位:亿元\n",
        "各市产值,,\n(2019),,\n,,单位:亿元\n",
        "各市产值(二〇一九年),,\n单位:亿元,,\n",
        "单位:亿元,,\n各市产值,,2019\n",
        "单位:亿元,,\n各市产值,,2019年\n",
        "各市产值,,单位:亿元\n,,2019\n",
        "2019年各市产值,,单位:亿元\n",
    ] {
        let table = format!("{above}{body}");
        says(&table, &[("甲市", "生产总值", "2019", 1.5, "亿元"), ("乙市", "农业", "2019", 6.5, "亿元")]);
        assert!(
            read_text("t.csv", &table)
                .cells
                .iter()
                .all(|cell| cell.table.starts_with("各市产值") || cell.table.starts_with("2019年"))
        );
    }
    // The year of an edition is none of the numbers.
    for above in ["各市产值,,\n更新时间,,2023年\n", "各市产值,,\nLast updated:,2023,\n", "各市产值,,\n,,2023-05-01\n"]
    {
        let table = format!("{above}{body}");
        assert!(read_text("t.csv", &table).cells.iter().all(|cell| cell.confidence <= 0.5), "{table}");
    }
    // Two years name no period.
    let two = format!("2018-2019年各市产值,,单位:亿元\n{body}");
    assert!(read_text("t.csv", &two).cells.iter().all(|cell| cell.period.is_empty() && cell.confidence <= 0.5));
    // A year in the bracket of a title is no unit.
    let cell = at("各市工业增加值(2019年),,\n地区,1月,2月\n甲市,1.5,2.5\n乙市,5.5,6.5\n", "R3C2");
    assert_eq!((&*cell.unit, &*cell.period), ("", "2019-01"));
}

#[test]
fn rates_beside_a_column_of_units() {
    let table = "1-2 主要指标,,,,\n指标,单位,2018年,2019年,2019年为2018年%\n常住人口,万人,50.5,51.5,102\n生产总值,亿元,10.5,11.5,108\n";
    let cell = at(table, "R3C5");
    assert_eq!((&*cell.unit, &*at(table, "R3C4").unit), ("%", "万人"));
    assert!(cell.confidence < 1.0);
    let cell = at("指标,单位,2019年,增长(%)\n常住人口,万人,50.5,1.5\n生产总值,亿元,10.5,8.5\n", "R3C4");
    assert_eq!(&*cell.unit, "%");
    // Growth whose sign was left out is in doubt, whichever of the two has the unit.
    let cell = at("指标,单位,2019年,比上年增长\n常住人口,万人,50.5,1.5\n生产总值,亿元,10.5,8.5\n", "R2C4");
    assert!(cell.confidence <= 0.5, "{cell:?}");
    let cell = at("指标,产值(亿元)\n工业,50.5\n工业增长速度,1.5\n", "R3C2");
    assert!(cell.confidence <= 0.5, "{cell:?}");
}

#[test]
fn a_period_alone_is_no_title() {
    let cell = at("2019年,,\n各市主要指标,,\n地区,产值(亿元),人口(万人)\n甲市,1.5,2.5\n乙市,5.5,6.5\n", "R4C2");
    assert_eq!((&*cell.table, &*cell.period), ("各市主要指标", "2019"));
    let cell = at("2019年,,\n地区,一季度,二季度\n甲市,1.5,2.5\n乙市,5.5,6.5\n", "R3C2");
    assert_eq!((&*cell.indicator, &*cell.period), ("", "2019-Q1"));
    assert!(cell.confidence <= 0.5);
}
