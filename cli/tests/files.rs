//! Files as users have them: packed, in other encodings, from standard input, and broken ones.

use std::io::{Seek, SeekFrom, Write};

use crate::support::{Folder, fanfan, ran, root};

const TABLE: &str = "年份,数值,单位\n2004,10,亿元\n2005,12,亿元\n";
/// The same in GB18030.
const GBK: &[u8] =
    b"\xc4\xea\xb7\xdd,\xca\xfd\xd6\xb5,\xb5\xa5\xce\xbb\n2004,10,\xd2\xda\xd4\xaa\n2005,12,\xd2\xda\xd4\xaa\n";

#[test]
fn gb18030_is_read_and_said() {
    let folder = Folder::with("t.csv", GBK).and("u.csv", TABLE);
    let read = folder.run(&["growth", "t.csv", "--explain", "--format", "csv"]);
    assert_eq!((read.status, read.err.contains("t.csv: GB18030")), (Some(0), true), "{}", read.err);
    let utf_8 = folder.run(&["growth", "u.csv", "--format", "csv"]);
    assert_eq!(read.out, utf_8.out);
}

#[test]
fn standard_input_is_a_file_named_by_a_dash() {
    let folder = Folder::with("t.csv", TABLE);
    let from_file = folder.run(&["growth", "t.csv", "--format", "csv"]);
    let piped = ran(fanfan(folder.path()).args(["growth", "-", "--format", "csv"]).write_stdin(TABLE));
    assert_eq!((piped.status, piped.out), (Some(0), from_file.out));
    let bad = ran(fanfan(folder.path()).args(["growth", "-"]).write_stdin("year,value\n2005,many\n"));
    bad.refused(&["standard input, line 2, column value", "`many`"]);
}

#[test]
fn official_files_are_read_as_they_are() {
    for (file, series) in [
        ("data/formats/eurostat_nama_10r_3gdp.tsv", "AL035,A / EUR_HAB,2021,4600,yoy,0.15,"),
        ("data/formats/eurostat_nama_gdp_c.json", "AT,EUR_HAB / B1GM,"),
        (
            "data/formats/bis_der.sdmx.csv",
            ",A / U / A / B / 5J / A / 1E / A / JPY / USD / A / A / 3 / C,1992,76161.579677,",
        ),
    ] {
        let read = ran(fanfan(&root()).args(["growth", file, "--format", "csv"]));
        assert_eq!(read.status, Some(0), "{}", read.err);
        assert!(read.out.lines().any(|line| line.starts_with(series)), "{file}");
    }
}

#[test]
fn per_mille_and_marks_of_sheets() {
    let folder = Folder::with("t.csv", "year,rate\n2004,5‰\n2005,#N/A\n2006,/\n2007,6‰\n");
    let read = folder.run(&["growth", "t.csv", "--measure", "difference", "--format", "csv"]);
    assert_eq!(read.status, Some(0), "{}", read.err);
    Folder::with("t.csv", "year,rate\n2004,5‰\n2005,6\n").run(&["growth", "t.csv"]).refused(&["line 3", "sign"]);
}

#[test]
fn what_cannot_be_a_table_says_what_it_is() {
    for (name, bytes, parts) in [
        ("t.csv", &b"%PDF-1.7\n"[..], &["a PDF document", "save the table as xlsx or CSV"][..]),
        ("t.csv", b"year,value\n2005,1\0\n", &["line 2", "NUL"]),
        ("t.xlsx", b"PK\x03\x04 and nothing else", &["cannot be unpacked", "download or copy"]),
        ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing else", &["workbook", "save it again"]),
        ("t.gz", b"\x1f\x8b\x08", &["cannot be unpacked", "cut off"]),
        ("t.json", b"{\"a\": 1}", &["without a JSON-stat dataset"]),
        ("t.parquet", b"PAR1PAR1", &["Parquet"]),
    ] {
        Folder::with(name, bytes).run(&["growth", name]).refused(&[&[name], parts].concat());
    }
}

#[test]
fn mixed_encodings_name_the_line() {
    let joined = [GBK, "2006,13,亿元 初步核算\n".as_bytes()].concat();
    Folder::with("t.csv", joined).run(&["growth", "t.csv"]).refused(&["t.csv, line 4", "mixed encodings"]);
}

/// A gibibyte on one line is refused when the limit of a line is passed: a sparse file, of which 16 MiB are read.
#[test]
fn a_line_without_end_is_refused_early() {
    let folder = Folder::new();
    let mut file = std::fs::File::create(folder.path().join("t.csv")).unwrap();
    for _ in 0..17 {
        file.write_all(&vec![b'1'; 1 << 20]).unwrap();
    }
    file.seek(SeekFrom::Start((1 << 30) - 1)).unwrap();
    file.write_all(b"1").unwrap();
    drop(file);
    folder.run(&["growth", "t.csv"]).refused(&["t.csv, line 1", "a line longer than 16 MiB"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with("t.csv", TABLE);
    let path = folder.path().join("t.csv");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).unwrap();
    // Root may read everything.
    if std::fs::File::open(&path).is_err() {
        folder.run(&["growth", "t.csv"]).refused(&["t.csv: cannot be read", "permissions"]);
    }
    folder.run(&["growth", "missing.csv"]).refused(&["missing.csv: cannot be read", "check the name"]);
}
