//! Grids of real files and of files that mean harm.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::read::{CellNames, GridCell};

fn data(name: &str) -> Result<Vec<u8>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/formats").join(name);
    crate::read::input::read(&path, &Limits::default())
}

fn one(name: &str) -> Result<Loaded> {
    let mut all = grids(name, &data(name)?, &Limits::default())?;
    assert_eq!(all.len(), 1, "{name}");
    Ok(all.remove(0))
}

fn text(grid: &Grid, row: usize, column: usize) -> String {
    match grid.get(row, column) {
        GridCell::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        assert!(writer.start_file(*name, SimpleFileOptions::default()).is_ok());
        assert!(writer.write_all(content).is_ok());
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn gz(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    assert!(writer.write_all(content).is_ok());
    writer.finish().unwrap_or_default()
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], limits: Limits, parts: &[&str]) {
    let error = grids(name, bytes, &limits).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.starts_with(name) && parts.iter().all(|part| error.contains(part)), "{error}");
}

#[test]
fn text_in_the_encodings_of_offices() -> Result<()> {
    for (name, note, row, column, cell) in [
        ("china_gdp_quarterly.csv", "GB18030, commas", 2, 1, "2022年第一季度"),
        ("japan_population.csv", "Shift_JIS, commas", 2, 0, "全国"),
        ("germany_population.csv", "windows-1252 (Latin-1), semicolons", 1, 0, "Bevölkerung: Kreise, Stichtag"),
    ] {
        let loaded = one(name)?;
        assert_eq!(loaded.notes, [format!("{name}: {note}")]);
        let [grid] = loaded.grids.as_slice() else { panic!("{loaded:?}") };
        assert_eq!((text(grid, row, column).as_str(), grid.names), (cell, CellNames::Record));
    }
    Ok(())
}

#[test]
fn formats_that_say_what_each_cell_is() -> Result<()> {
    // counted in the files: fields that are not blank and not `:`
    for (name, cells, values) in [
        ("bis_der.sdmx.csv", 300, 108),
        ("eurostat_nama_10r_3gdp.tsv", 460, 414),
        #[cfg(feature = "formats")]
        ("eurostat_nama_gdp_c.json", 3036, 1134),
    ] {
        let loaded = one(name)?;
        assert!(loaded.grids.is_empty() && loaded.problems.is_empty(), "{name}");
        let with_value = loaded.cells.iter().filter(|cell| cell.value.is_some()).count();
        assert_eq!((loaded.cells.len(), with_value), (cells, values), "{name}");
        assert!(loaded.cells.iter().all(|cell| cell.value.is_some() != cell.missing.is_some() && cell.at.is_some()));
    }
    let loaded = one("eurostat_nama_10r_3gdp.tsv")?;
    let flagged = loaded.cells.iter().find(|cell| &*cell.subject == "AL035" && &*cell.period == "2021");
    let flagged = flagged.map(|cell| (&*cell.indicator, cell.value, cell.note.as_deref(), cell.cell.as_str()));
    assert_eq!(flagged, Some(("A / EUR_HAB", Some(4600.0), Some("flag p"), "R3C23")));
    Ok(())
}

#[cfg(feature = "excel")]
mod workbooks {
    use super::*;
    use crate::read::Merge;

    #[test]
    fn workbooks_keep_their_cell_names_merges_and_sheets() -> Result<()> {
        // BIFF8 that claims code page 1252
        let loaded = one("zhejiang_cities_2012.xls")?;
        let [grid] = loaded.grids.as_slice() else { panic!("{:?}", loaded.problems) };
        assert_eq!(grid.sheet, "17-2 各市国民经济主要指标（2012年）");
        assert_eq!((grid.name(5, 3).as_str(), grid.get(5, 3)), ("D6", &GridCell::Number(7802.01)));
        assert_eq!(grid.merged.len(), 33);
        assert!(grid.merged.contains(&Merge::new(5, 0, 5, 1)), "{:?}", grid.merged);
        // a broken FORMAT record
        let loaded = one("henan_cities_2013.xls")?;
        assert_eq!(loaded.grids.first().map(|grid| grid.get(31, 8)), Some(&GridCell::Number(64_898.949_673_927_79)));
        let loaded = one("kyrgyzstan_grp.xlsx")?;
        let [grid] = loaded.grids.as_slice() else { panic!("{:?}", loaded.problems) };
        assert_eq!(grid.sheet, "1010009 ВРП ");
        assert_eq!(text(grid, 2, 2), "(mln. soms)");
        Ok(())
    }

    const TYPES: &str = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    const ROOT: &str = "<Relationships><Relationship Id='w' Target='xl/workbook.xml' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/></Relationships>";
    const WORKBOOK: &str =
        "<workbook xmlns:r='r'><sheets><sheet name=' 一 ' sheetId='1' r:id='a'/></sheets></workbook>";
    const LINKS: &str = "<Relationships><Relationship Id='a' Target='worksheets/sheet1.xml' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet'/></Relationships>";

    /// A workbook with one sheet of this XML.
    fn xlsx(sheet: &str) -> Vec<u8> {
        zip(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", ROOT.as_bytes()),
            ("xl/workbook.xml", WORKBOOK.as_bytes()),
            ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    }

    #[test]
    fn a_huge_declared_sheet_costs_what_it_holds() -> Result<()> {
        let sheet = "<worksheet><dimension ref='A1:XFD1048576'/><sheetData><row r='2'><c r='B2'><v>7</v></c>\
                     <c r='C2' t='e'><v>#N/A</v></c></row></sheetData>\
                     <mergeCells><mergeCell ref='B2:B3'/></mergeCells></worksheet>";
        let all = grids("t.xlsx", &xlsx(sheet), &Limits::default())?;
        let grid = all.first().and_then(|loaded| loaded.grids.first());
        let grid = grid.map(|grid| (grid.sheet.as_str(), grid.rows.len(), grid.get(1, 1), grid.get(1, 2)));
        assert_eq!(grid, Some((" 一 ", 2, &GridCell::Number(7.0), &GridCell::Fault("#N/A".into()))));
        assert_eq!(all.first().map(|loaded| loaded.grids[0].merged.clone()), Some(vec![Merge::new(1, 1, 2, 1)]));
        Ok(())
    }

    #[test]
    fn cells_far_apart_are_counted_before_they_cost_memory() -> Result<()> {
        let row = |row: usize| format!("<row r='{row}'><c r='XFD{row}'><v>1</v></c></row>");
        let rows: String = (1..=400).map(row).collect();
        let far = xlsx(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"));
        let limits = Limits::default().cells(1_000_000);
        let all = grids("t.xlsx", &far, &limits)?;
        let problem = all.first().and_then(|loaded| loaded.problems.first()).map(|problem| problem.message.clone());
        assert_eq!(problem.as_deref().map(|message| message.contains("more than 1000000 cells")), Some(true));
        let cell =
            "<table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='16000'/>";
        let content = format!(
            "<office:document-content><table:table table:name='a'><table:table-row \
             table:number-rows-repeated='1000000'>{cell}</table:table-row></table:table></office:document-content>"
        );
        let ods = zip(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.as_bytes()),
        ]);
        refused("t.ods", &ods, Limits::default(), &["more than 50000000 cells"]);
        Ok(())
    }

    /// A BIFF workbook of these records.
    fn biff(records: &[(u16, &[u8])]) -> Vec<u8> {
        let mut stream = Vec::new();
        for (kind, content) in records {
            stream.extend(kind.to_le_bytes());
            stream.extend((content.len() as u16).to_le_bytes());
            stream.extend(*content);
        }
        let file = cfb::CompoundFile::create(Cursor::new(Vec::new())).and_then(|mut file| {
            file.create_stream("/Workbook")?.write_all(&stream)?;
            file.flush()?;
            Ok(file.into_inner().into_inner())
        });
        file.unwrap_or_default()
    }

    #[test]
    fn two_cells_at_the_ends_of_a_sheet_are_counted_as_all_between_them() {
        let number = |row: u16, column: u16| {
            let mut cell = [0; 14];
            cell[..2].copy_from_slice(&row.to_le_bytes());
            cell[2..4].copy_from_slice(&column.to_le_bytes());
            cell
        };
        let (first, last) = (number(0, 0), number(65_535, 255));
        let sheet: [(u16, &[u8]); 5] =
            [(0x0809, &[0, 6, 5, 0]), (0x0809, &[0, 6, 16, 0]), (0x0203, &first), (0x0203, &last), (0x000a, &[])];
        refused("t.xls", &biff(&sheet), Limits::default().cells(1_000_000), &["more than 1000000 cells"]);
    }

    #[test]
    fn claims_that_would_take_all_memory_are_not_believed() {
        let claim = [0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 1, 0, 0];
        let sheet: [(u16, &[u8]); 3] = [(0x0809, &[0, 6, 16, 0]), (0x0200, &claim), (0x000a, &[])];
        refused("t.xls", &biff(&sheet), Limits::default(), &["claims more cells"]);
        let strings = "<sst uniqueCount='99999999999'><si><t>a</t></si></sst>";
        let book = zip(&[("[Content_Types].xml", TYPES.as_bytes()), ("xl/sharedStrings.xml", strings.as_bytes())]);
        refused("t.xlsx", &book, Limits::default(), &["claims more texts"]);
        // The sectors of the directory run in a circle: the table of sectors says that the second follows itself.
        let mut circle = data("zhejiang_cities_2012.xls").unwrap_or_default();
        let first =
            |bytes: &[u8], at: usize| bytes[at..at + 4].iter().rev().fold(0, |all, byte| all << 8 | usize::from(*byte));
        let (table, directory) = (first(&circle, 76), first(&circle, 48));
        let entry = 512 * (table + 1) + 4 * directory;
        circle[entry..entry + 4].copy_from_slice(&(directory as u32).to_le_bytes());
        refused("t.xls", &circle, Limits::default(), &["cannot be read as a workbook"]);
    }

    #[test]
    fn ods_with_its_merged_cells() -> Result<()> {
        let content = "<office:document-content><table:table table:name='表'><table:table-row>\
             <table:table-cell office:value-type='string' table:number-columns-spanned='2'><text:p>GDP</text:p></table:table-cell>\
             <table:covered-table-cell/></table:table-row><table:table-row><table:table-cell/>\
             <table:table-cell office:value-type='float' office:value='1.5'/>\
             <table:table-cell office:value-type='date' office:date-value='2005-07-31'/></table:table-row></table:table></office:document-content>";
        let manifest = "<manifest:manifest/>";
        let ods = zip(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", manifest.as_bytes()),
            ("content.xml", content.as_bytes()),
        ]);
        let all = grids("t.ods", &ods, &Limits::default())?;
        let grid = all.first().and_then(|loaded| loaded.grids.first());
        let shown = grid.map(|grid| (grid.sheet.as_str(), grid.merged.clone(), grid.get(1, 1), grid.get(1, 2)));
        let expected = ("表", vec![Merge::new(0, 0, 0, 1)], &GridCell::Number(1.5), &GridCell::Date(2005, 7, 31));
        assert_eq!(shown, Some(expected));
        Ok(())
    }

    #[test]
    fn passwords_and_damage_are_said_to_be_that() -> Result<()> {
        let file = cfb::CompoundFile::create(Cursor::new(Vec::new())).and_then(|mut file| {
            file.create_stream("/EncryptedPackage")?.write_all(b"secret")?;
            file.create_stream("/EncryptionInfo")?.write_all(b"x")?;
            file.flush()?;
            Ok(file.into_inner().into_inner())
        });
        refused(
            "t.xlsx",
            &file.unwrap_or_default(),
            Limits::default(),
            &["protected by a password", "save it without"],
        );
        // FILEPASS after the beginning of a BIFF8 workbook
        let bytes = biff(&[(0x0809, &[0, 6, 5, 0]), (0x002f, &[1, 0, 1, 0]), (0x000a, &[])]);
        refused("t.xls", &bytes, Limits::default(), &["protected by a password"]);
        let whole = data("zhejiang_cities_2012.xls")?;
        for length in [600, 5000, whole.len() - 3000] {
            refused("t.xls", &whole[..length], Limits::default(), &["workbook", "save it again"]);
        }
        let whole = data("kyrgyzstan_grp.xlsx")?;
        refused("t.xlsx", &whole[..whole.len() / 2], Limits::default(), &["cannot be unpacked", "download or copy"]);
        Ok(())
    }
}

#[test]
fn archives_give_each_file_and_go_on_after_a_bad_one() -> Result<()> {
    let inner = zip(&[("b.csv", b"year,value\n2005,2\n")]);
    let all = zip(&[
        ("a.csv", b"year,value\n2005,1\n"),
        ("bad.csv", b"year,value\n2005,\xc4\xea\n"),
        ("__MACOSX/._a.csv", b"\0\0"),
        ("in/inner.zip", &inner),
        ("c.csv.gz", &gz(b"year,value\n2005,3\n")),
        ("page.pdf", b"%PDF-1.7"),
    ]);
    let loaded = grids("f.zip", &all, &Limits::default())?;
    let shown: Vec<_> = loaded
        .iter()
        .map(|loaded| (loaded.source.as_str(), loaded.grids.len(), loaded.problems.first().map(|problem| problem.code)))
        .collect();
    assert_eq!(
        shown,
        [
            ("f.zip/a.csv", 1, None),
            ("f.zip/bad.csv", 0, Some("broken")),
            ("f.zip/in/inner.zip/b.csv", 1, None),
            ("f.zip/c.csv.gz", 1, None),
            ("f.zip/page.pdf", 0, Some("broken")),
        ]
    );
    Ok(())
}

#[test]
fn an_archive_with_a_password_says_so() {
    let mut locked = zip(&[("a.csv", b"year,value\n2005,1\n")]);
    // The first bit of the flags, in the head of the file and in the directory.
    let directory = memchr::memmem::find(&locked, b"PK\x01\x02").unwrap_or_default();
    for at in [6, directory + 8] {
        locked[at] |= 1;
    }
    let problem = grids("l.zip", &locked, &Limits::default()).unwrap_or_default().pop();
    let problem = problem.and_then(|mut loaded| loaded.problems.pop()).map(|problem| problem.message);
    assert!(problem.as_deref().is_some_and(|said| said.starts_with("the archive is protected")), "{problem:?}");
}

#[test]
fn names_that_lie_are_noted() -> Result<()> {
    let all = grids("t.xls", b"a\tb\n1\t2\n", &Limits::default())?;
    assert_eq!(
        all.first().map(|loaded| loaded.notes.clone()),
        Some(vec!["t.xls: named .xls, and is text".to_owned(), "t.xls: UTF-8, tabs".to_owned(),])
    );
    refused("t.csv", b"%PDF-1.4", Limits::default(), &["a PDF document, not a table"]);
    Ok(())
}

#[test]
fn bombs_are_refused_while_they_unpack() {
    let zeros = vec![b'0'; 17 << 20];
    let packed = gz(&zeros);
    refused("b.csv.gz", &packed, Limits::default().ratio(100), &["more than 100 times its size"]);
    refused("b.csv.gz", &packed, Limits::default().bytes(1 << 20), &["more than 1 MiB"]);
    let bomb = zip(&[("a.csv", &zeros)]);
    let limits = Limits::default().ratio(100);
    let problem = grids("b.zip", &bomb, &limits).unwrap_or_default().pop().and_then(|mut loaded| loaded.problems.pop());
    assert!(problem.is_some_and(|problem| problem.message.contains("more than 100 times its size")));
    let mut nested = gz(b"year,value\n2005,1\n");
    for _ in 0..5 {
        nested = gz(&nested);
    }
    refused("n.gz", &nested, Limits::default(), &["more than 3 deep"]);
    let whole = gz(b"year,value\n2005,1\n");
    refused("t.gz", &whole[..whole.len() - 9], Limits::default(), &["cannot be unpacked", "download or copy"]);
    let table = "1,2,3\n".repeat(100);
    refused("t.csv", table.as_bytes(), Limits::default().rows(50), &["more than 50 rows"]);
    refused("t.csv", table.as_bytes(), Limits::default().columns(2), &["more than 2 columns"]);
    refused("t.csv", table.as_bytes(), Limits::default().cells(200), &["more than 200 cells"]);
}

#[cfg(feature = "formats")]
#[test]
fn zstd_frames_are_unpacked_one_after_the_other() -> Result<()> {
    let frame = |text: &[u8]| ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest);
    let two = [frame(b"year,value\n"), frame(b"2005,1\n")].concat();
    let all = grids("t.csv.zst", &two, &Limits::default())?;
    assert_eq!(all.first().and_then(|loaded| loaded.grids.first()).map(|grid| grid.rows.len()), Some(2));
    refused("t.zst", &two[..12], Limits::default(), &["cannot be unpacked"]);
    Ok(())
}
