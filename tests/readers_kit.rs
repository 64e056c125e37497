//! One list of assertions that every reader passes: the same table in every format gives the same observations, and no
//! cut, no flipped byte and no garbage at the end of a file makes a reader panic or speak without naming the file.

use std::io::{Cursor, Write};

use fanfan::model::{LongPanel, Period, Unit};
use fanfan::read::{self, Limits, ReadOptions};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The table that every format holds: two areas, three years, one value missing.
const LONG: &str = "subject,indicator,period,value\nAT,gdp,2004,1.5\nAT,gdp,2005,\nAT,gdp,2006,1234.25\n\
                    Köln,gdp,2004,-3\nKöln,gdp,2005,4\nKöln,gdp,2006,5\n";

fn utf_16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gz(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

#[cfg(feature = "excel")]
fn xlsx() -> Vec<u8> {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut rows = String::new();
    for (row, line) in LONG.lines().enumerate() {
        rows += &format!("<row r='{}'>", row + 3);
        for (column, field) in line.split(',').enumerate() {
            let name = format!("{}{}", ['B', 'C', 'D', 'E'][column], row + 3);
            rows += &match field.parse::<f64>() {
                Ok(number) => format!("<c r='{name}'><v>{number}</v></c>"),
                Err(_) if field.is_empty() => format!("<c r='{name}' s='0'/>"),
                Err(_) => format!("<c r='{name}' t='inlineStr'><is><t>{field}</t></is></c>"),
            };
        }
        rows += "</row>";
    }
    let links = |id: &str, kind: &str, target: &str| {
        format!("<Relationships><Relationship Id='{id}' Target='{target}' Type='{KIND}/{kind}'/></Relationships>")
    };
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", links("w", "officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name='1' sheetId='1' r:id='a'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", links("a", "worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A binary workbook: records of a number, a length and the bytes, in the parts that a workbook has. Merged cells are
/// first and last row, first and last column.
#[cfg(feature = "excel")]
fn xlsb(merged: &[[u32; 4]]) -> Vec<u8> {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    // Numbers and lengths in sevens of bits, the lowest first.
    let record = |out: &mut Vec<u8>, number: u16, content: &[u8]| {
        if number < 0x80 {
            out.push(number as u8);
        } else {
            out.extend([(number & 0x7f) as u8 | 0x80, (number >> 7) as u8]);
        }
        let mut length = content.len();
        while length >= 0x80 {
            out.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        out.push(length as u8);
        out.extend(content);
    };
    let wide = |text: &str| -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        (units.len() as u32).to_le_bytes().into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
    };
    let (mut book, mut sheet, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    record(&mut book, 131, &[]); // the workbook begins
    record(&mut book, 143, &[]); // its sheets
    record(&mut book, 156, &[&[0; 4][..], &1_u32.to_le_bytes(), &wide("a"), &wide("1")].concat());
    record(&mut book, 144, &[]);
    record(&mut book, 132, &[]);
    let rows: Vec<Vec<&str>> = LONG.lines().map(|line| line.split(',').collect()).collect();
    record(&mut sheet, 129, &[]);
    let corners = [2_u32, 1 + rows.len() as u32, 1, 4].map(u32::to_le_bytes).concat();
    record(&mut sheet, 148, &corners); // its size
    record(&mut sheet, 145, &[]); // its cells
    let mut shared: Vec<&str> = Vec::new();
    for (number, row) in (2_u32..).zip(&rows) {
        record(&mut sheet, 0, &[&number.to_le_bytes()[..], &[0; 13]].concat());
        for (column, field) in (1_u32..).zip(row) {
            let head = [column.to_le_bytes(), [0; 4]].concat();
            match field.parse::<f64>() {
                // A small whole number in thirty bits, another in eight bytes.
                Ok(value) if value.fract() == 0.0 => {
                    let packed = ((value as i32) << 2 | 2).to_le_bytes();
                    record(&mut sheet, 2, &[&head[..], &packed].concat());
                }
                Ok(value) => record(&mut sheet, 5, &[&head[..], &value.to_le_bytes()].concat()),
                Err(_) if field.is_empty() => record(&mut sheet, 1, &head),
                // Texts of the workbook's table, and one of the cell itself.
                Err(_) if number == 2 => record(&mut sheet, 6, &[&head[..], &wide(field)].concat()),
                Err(_) => {
                    shared.push(field);
                    let at = (shared.len() as u32 - 1).to_le_bytes();
                    record(&mut sheet, 7, &[&head[..], &at].concat());
                }
            }
        }
    }
    record(&mut sheet, 146, &[]);
    record(&mut sheet, 177, &(merged.len() as u32).to_le_bytes());
    for area in merged {
        record(&mut sheet, 176, &area.map(u32::to_le_bytes).concat());
    }
    record(&mut sheet, 178, &[]);
    record(&mut sheet, 130, &[]);
    record(&mut texts, 159, &[shared.len() as u32; 2].map(u32::to_le_bytes).concat());
    for text in shared {
        record(&mut texts, 19, &[&[0][..], &wide(text)].concat());
    }
    record(&mut texts, 160, &[]);
    let link = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Target='{target}' Type='{KIND}/{kind}'/>")
    };
    let links = |inner: String| format!("<Relationships>{inner}</Relationships>").into_bytes();
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", &links(link("w", "officeDocument", "xl/workbook.bin"))),
        ("xl/workbook.bin", &book),
        (
            "xl/_rels/workbook.bin.rels",
            &links(link("a", "worksheet", "worksheets/sheet1.bin") + &link("t", "sharedStrings", "sharedStrings.bin")),
        ),
        ("xl/worksheets/sheet1.bin", &sheet),
        ("xl/sharedStrings.bin", &texts),
    ])
}

#[cfg(feature = "excel")]
fn ods() -> Vec<u8> {
    let mut rows = String::new();
    for line in LONG.lines() {
        rows += "<table:table-row>";
        for field in line.split(',') {
            rows += &match field.parse::<f64>() {
                Ok(number) => format!("<table:table-cell office:value-type='float' office:value='{number}'/>"),
                Err(_) if field.is_empty() => "<table:table-cell/>".to_owned(),
                Err(_) => {
                    format!("<table:table-cell office:value-type='string'><text:p>{field}</text:p></table:table-cell>")
                }
            };
        }
        rows += "</table:table-row>";
    }
    let content =
        format!("<office:document-content><table:table table:name='a'>{rows}</table:table></office:document-content>");
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

#[cfg(feature = "formats")]
fn html() -> Vec<u8> {
    let row = |line: &str| format!("<tr><td>{}</td></tr>\n", line.replace(',', "</td><td>"));
    let rows: String = LONG.lines().map(row).collect();
    format!("<html><body><table><tr><td>menu</td></tr></table><table border=1>{rows}</table></body></html>")
        .into_bytes()
}

#[cfg(feature = "formats")]
const JSON: &str = r#"{"version": "2.0", "class": "dataset", "id": ["what", "geo", "time"], "size": [1, 2, 3],
    "role": {"time": ["time"], "geo": ["geo"]}, "value": [1.5, null, 1234.25, -3, 4, 5], "dimension": {
    "what": {"category": {"index": ["gdp"]}}, "geo": {"category": {"index": ["AT", "Köln"]}},
    "time": {"category": {"index": {"2004": 0, "2005": 1, "2006": 2}}}}}"#;

const SDMX: &str = "DATAFLOW,WHAT,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS\nX:Y(1.0),gdp,AT,2004,1.5,A\n\
                    X:Y(1.0),gdp,AT,2005,,M\nX:Y(1.0),gdp,AT,2006,1234.25,A\nX:Y(1.0),gdp,Köln,2004,-3,A\n\
                    X:Y(1.0),gdp,Köln,2005,4,P\nX:Y(1.0),gdp,Köln,2006,5,A\n";
const SDMX_2: &str = "STRUCTURE;STRUCTURE_ID;ACTION;WHAT: Quantity;REF_AREA: Area;TIME_PERIOD: Time;OBS_VALUE\n\
                      dataflow;X:Y(1.0);I;gdp: GDP;AT: Austria;2004;1.5\ndataflow;X:Y(1.0);I;gdp: GDP;AT: Austria;2005;NaN\n\
                      dataflow;X:Y(1.0);I;gdp: GDP;AT: Austria;2006;1234.25\ndataflow;X:Y(1.0);D;gdp: GDP;AT: Austria;2003;9\n\
                      dataflow;X:Y(1.0);I;gdp: GDP;Köln: Köln;2004;-3\ndataflow;X:Y(1.0);I;gdp: GDP;Köln: Köln;2005;4\n\
                      dataflow;X:Y(1.0);I;gdp: GDP;Köln: Köln;2006;5\n";
const TSV: &str = "what,geo\\TIME_PERIOD\t2004 \t2005 \t2006 \ngdp,AT\t1.5 \t: \t1234.25 p\ngdp,Köln\t-3 \t4 b\t5 \n";

#[cfg(feature = "formats")]
const PX: &str = "CHARSET=\"ANSI\";\nAXIS-VERSION=\"2010\";\nSTUB=\"what\",\"geo\";\nHEADING=\"year\";\nCONTVARIABLE=\"what\";\n\
                  VALUES(\"what\")=\"gdp\";\nVALUES(\"geo\")=\"AT\",\"Köln\";\nVALUES(\"year\")=\"2004\",\"2005\",\"2006\";\n\
                  TIMEVAL(\"year\")=TLIST(A1),\"2004\",\"2005\",\"2006\";\nDATA=\n1.5 \"..\" 1234.25\n-3 4 5;\n";

/// The table in each format.
pub(crate) fn files() -> Vec<(&'static str, Vec<u8>)> {
    let latin = |text: &str| text.chars().map(|character| character as u8).collect::<Vec<u8>>();
    #[allow(unused_mut)]
    let mut files = vec![
        ("long.csv", LONG.into()),
        ("mark.csv", format!("\u{feff}{}", LONG.replace('\n', "\r\n")).into()),
        ("semicolons.csv", LONG.replace(',', ";").replace('.', ",").into()),
        ("tabs.tsv", LONG.replace(',', "\t").into()),
        ("sep.csv", format!("sep=;\r\n{}", LONG.replace(',', ";")).into()),
        ("bars.txt", LONG.replace(',', "|").into()),
        ("latin.csv", latin(LONG)),
        ("little.csv", utf_16(LONG, false, true)),
        ("big.csv", utf_16(LONG, true, true)),
        ("bare.csv", utf_16(LONG, false, false)),
        ("wide.csv", "subject,indicator,2004,2005,2006\nAT,gdp,1.5,,1234.25\nKöln,gdp,-3,4,5\n".into()),
        ("sdmx.csv", SDMX.into()),
        ("sdmx2.csv", SDMX_2.into()),
        ("eurostat.tsv", TSV.into()),
        ("long.csv.gz", gz(LONG.as_bytes())),
        ("long.zip", zip(&[("readme.txt", b"no table"), ("long.csv", LONG.as_bytes())])),
        ("text.xls", LONG.replace(',', "\t").into()),
    ];
    #[cfg(feature = "formats")]
    files.extend([
        ("page.html", html()),
        ("page.xls", html()),
        ("cube.json", JSON.into()),
        ("cube.px", PX.into()),
        ("ansi.px", latin(&PX.replace("AXIS", "CODEPAGE=\"iso-8859-1\";\nAXIS"))),
        (
            "long.csv.zst",
            ruzstd::encoding::compress_to_vec(LONG.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest),
        ),
    ]);
    #[cfg(feature = "excel")]
    files.extend([
        ("book.xlsx", xlsx()),
        ("book.xls", xlsx()),
        ("book.ods", ods()),
        ("book.xlsb", xlsb(&[])),
        ("binary.xls", xlsb(&[])),
        ("book.zip", zip(&[("b.xlsx", &xlsx())])),
    ]);
    #[cfg(feature = "parquet")]
    files.extend([("long.parquet", frames(true)), ("long.arrow", frames(false))]);
    files
}

#[cfg(feature = "parquet")]
fn frames(parquet: bool) -> Vec<u8> {
    use polars_core::df;
    use polars_io::SerWriter;
    use polars_io::ipc::IpcWriter;
    use polars_io::parquet::write::ParquetWriter;
    let mut frame = df!(
        "subject" => ["AT", "AT", "AT", "Köln", "Köln", "Köln"],
        "indicator" => ["gdp"; 6],
        "period" => [2004, 2005, 2006, 2004, 2005, 2006],
        "value" => [Some(1.5), None, Some(1234.25), Some(-3.0), Some(4.0), Some(5.0)],
    )
    .unwrap();
    let mut bytes = Vec::new();
    if parquet {
        ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    } else {
        IpcWriter::new(&mut bytes).finish(&mut frame).unwrap();
    }
    bytes
}

fn is_the_table(name: &str, panel: &LongPanel) {
    assert_eq!(panel.keys().len(), 2, "{name}");
    for (subject, values) in [("AT", [Some(1.5), None, Some(1234.25)]), ("Köln", [Some(-3.0), Some(4.0), Some(5.0)])] {
        let series = panel.find(subject, "gdp").unwrap_or_else(|| panic!("{name} has no {subject}"));
        for (year, value) in (2004..).zip(values) {
            assert_eq!(series.get(Period::annual(year)).filter(|value| !value.is_nan()), value, "{name}, {year}");
        }
    }
}

#[test]
fn every_format_gives_the_same_observations() {
    for (name, bytes) in files() {
        let tables = read::bytes(name, &bytes, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"));
        is_the_table(name, tables.observations.panel());
        assert!(tables.notes.iter().all(|note| note.starts_with(name)), "{:?}", tables.notes);
        let again = read::bytes(name, &bytes, &ReadOptions::default()).unwrap();
        assert_eq!(tables, again, "{name}");
    }
}

#[test]
fn a_file_that_is_cut_off_is_read_or_refused_by_name() {
    for (name, bytes) in files() {
        for part in 0..40 {
            let cut = &bytes[..bytes.len() * part / 40];
            if let Err(error) = read::bytes(name, cut, &ReadOptions::default()) {
                assert!(error.to_string().starts_with(name), "{error}");
            }
        }
    }
}

#[test]
fn every_reader_keeps_to_the_limits() {
    let options = ReadOptions::default().limits(Limits::default().rows(2).cells(5));
    for (name, bytes) in files() {
        let error = read::bytes(name, &bytes, &options).map(|_| name).unwrap_err();
        assert!(error.to_string().contains("more than"), "{name}: {error}");
    }
}

/// What a fuzzer feeds to a reader of tables.
pub(crate) fn survives(bytes: &[u8]) {
    let limits = Limits::default().bytes(1 << 24).cells(1 << 18).rows(1 << 16);
    if let Err(error) = read::bytes("f", bytes, &ReadOptions::default().limits(limits)) {
        assert!(error.to_string().starts_with('f'), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives(&bytes);
    }

    #[test]
    fn any_table_like_text_is_read_or_refused(text in "([a-z年月GDP,;\t|\"0-9.:%‰/-]{0,12}[\n\r,;\t]){0,30}") {
        survives(text.as_bytes());
    }

    #[test]
    fn files_with_changed_bytes_are_read_or_refused(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        tail in prop::collection::vec(any::<u8>(), 0..8),
    ) {
        let files = files();
        let mut bytes = files[which.index(files.len())].1.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.extend(tail);
        survives(&bytes);
    }

    #[cfg(feature = "excel")]
    #[test]
    fn official_workbooks_with_changed_bytes_are_read_or_refused(
        name in prop::sample::select(vec!["zhejiang_cities_2012.xls", "kyrgyzstan_grp.xlsx"]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30),
    ) {
        let mut bytes = std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/formats").join(name)).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        survives(&bytes);
        // The head of a workbook says where everything stands.
        bytes[30..512].rotate_left(1);
        survives(&bytes);
    }

    #[test]
    fn any_period_and_unit_is_read_or_refused(text in "\\PC{0,24}", like in "[0-9年月季度QSWMFY/〇二第一-]{0,12}", unit in "[万亿千百元美%‰a-z/^0-9(). -]{0,12}") {
        for text in [&text, &like, &unit] {
            if let Ok(period) = Period::read(text) {
                prop_assert_eq!(Period::read(&period.to_string()).ok(), Some(period));
            }
            if let Ok(unit) = text.parse::<Unit>() {
                prop_assert_eq!(unit.to_string().parse::<Unit>().ok(), Some(unit));
            }
        }
    }
}

#[cfg(feature = "excel")]
#[test]
fn merged_cells_of_a_binary_workbook_are_read() {
    let merged = |bytes: &[u8]| read::grids("t.xlsb", bytes, &Limits::default()).unwrap()[0].grids[0].merged.clone();
    assert!(merged(&xlsb(&[])).is_empty());
    let areas = [read::Merge::new(1, 1, 2, 1), read::Merge::new(300, 0, 300, 4)];
    assert_eq!(merged(&xlsb(&[[1, 2, 1, 1], [300, 300, 0, 4]])), areas);
}

#[cfg(feature = "excel")]
#[test]
fn office_files_that_hold_no_table_that_can_be_read_say_why() {
    let refused = |files: &[(&str, &[u8])], parts: &[&str]| {
        let error = read::book_of("t", &zip(files), &ReadOptions::default()).unwrap_err().to_string();
        assert!(parts.iter().all(|part| error.contains(part)), "{error}");
    };
    let word: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>")];
    refused(&word, &["an Office document without a workbook", "save its table as xlsx or CSV"]);
    // The manifest may stand behind what it says is encrypted.
    let locked: [(&str, &[u8]); 3] = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"\x93\x01\xff\x00"),
        (
            "META-INF/manifest.xml",
            b"<manifest><file-entry full-path='content.xml'><encryption-data/></file-entry></manifest>",
        ),
    ];
    refused(&locked, &["protected by a password", "save it without one"]);
}
