//! Workbooks: the bare read of calamine, and the same workbook as observations.

use std::hint::black_box;
use std::io::{Cursor, Write};

use calamine::{Reader, Xlsx};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fanfan::read::{self, ReadOptions};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SERIES: usize = 10_000;
const YEARS: usize = 60;

/// A workbook with years across, as sheets write it: shared strings, numbers, every twentieth cell blank.
fn workbook() -> Vec<u8> {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let column = |mut at: usize| {
        let mut name = String::new();
        at += 1;
        while at > 0 {
            name.insert(0, char::from(b'A' + ((at - 1) % 26) as u8));
            at = (at - 1) / 26;
        }
        name
    };
    let mut strings = String::from("<si><t>subject</t></si><si><t>indicator</t></si>");
    let mut rows = String::from("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>");
    for year in 0..YEARS {
        rows += &format!("<c r=\"{}1\"><v>{}</v></c>", column(year + 2), 1960 + year);
    }
    rows += "</row>";
    for series in 0..SERIES {
        strings += &format!("<si><t>region {series}</t></si><si><t>indicator {}</t></si>", series % 7);
        let (row, text) = (series + 2, 2 * series + 2);
        rows += &format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>{text}</v></c>");
        rows += &format!("<c r=\"B{row}\" t=\"s\"><v>{}</v></c>", text + 1);
        for year in 0..YEARS {
            if (series + year) % 20 != 0 {
                let value = (series * YEARS + year) as f64 * 1.1 + 0.125;
                rows += &format!("<c r=\"{}{row}\"><v>{value}</v></c>", column(year + 2));
            }
        }
        rows += "</row>";
    }
    let links = |id: &str, kind: &str, target: &str| {
        format!("<Relationships><Relationship Id=\"{id}\" Target=\"{target}\" Type=\"{KIND}/{kind}\"/></Relationships>")
    };
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", links("w", "officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>".into(),
        ),
        ("xl/_rels/workbook.xml.rels", links("a", "worksheet", "worksheets/sheet1.xml")),
        ("xl/sharedStrings.xml", format!("<sst>{strings}</sst>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
    ] {
        let written = writer
            .start_file(name, SimpleFileOptions::default())
            .and_then(|()| Ok(writer.write_all(content.as_bytes())?));
        assert!(written.is_ok());
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn xlsx(criterion: &mut Criterion) {
    let bytes = workbook();
    if let Some(path) = std::env::var_os("FANFAN_BENCH_WORKBOOK") {
        // For the peers: the same workbook as a file.
        assert!(std::fs::write(path, &bytes).is_ok());
    }
    let mut group = criterion.benchmark_group("read_xlsx");
    group.sample_size(10).throughput(Throughput::Elements((SERIES * YEARS) as u64));
    group.bench_function("calamine_bare", |bencher| {
        bencher.iter(|| {
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).ok()?;
            book.worksheet_range("1").ok().map(|range| black_box(range.get_size()))
        });
    });
    group.bench_function("tables", |bencher| {
        bencher.iter(|| black_box(read::bytes("t.xlsx", &bytes, &ReadOptions::default()).ok()));
    });
    group.finish();
    let read = read::bytes("t.xlsx", &bytes, &ReadOptions::default());
    let panel = read.as_ref().map(|tables| tables.observations.panel());
    assert_eq!(panel.map(|panel| (panel.keys().len(), panel.values().len())).ok(), Some((SERIES, SERIES * YEARS)));
}

criterion_group!(benches, xlsx);
criterion_main!(benches);
