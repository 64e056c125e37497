//! Growth out of the World Bank's levels against the growth that it publishes, for every country and year.

use std::collections::BTreeMap;

use fanfan::prelude::*;
use fanfan::read::{self, ReadOptions};

use super::path;

/// Levels and growth are printed to 15 digits; growth in percent is a difference of numbers near 100.
fn agrees(got: f64, published: f64) -> bool {
    (got * 100.0 - published).abs() <= 1e-12 * (100.0 + published.abs())
}

fn panel(file: &str) -> LongPanel {
    read::tables(&[path(file)], &ReadOptions::default()).unwrap().observations.panel().clone()
}

#[test]
fn gdp_of_every_country_and_year() {
    let (levels, growth) = (panel("world_bank_gdp_constant_prices.csv"), panel("world_bank_gdp_growth.csv"));
    let (mut compared, mut without, mut areas, mut misses) = (0, 0, BTreeMap::new(), Vec::new());
    for published in growth.iter() {
        let subject = &*published.key.subject;
        let yoy =
            levels.find(subject, "NY.GDP.MKTP.KN").map(|series| series.to_series().growth(Base::YearAgo).unwrap());
        for (period, rate) in published.points() {
            match yoy.as_ref().map_or(Err(Undefined::MissingValue), |yoy| yoy.get(period)) {
                Ok(got) if agrees(got, rate) => compared += 1,
                Ok(got) => misses.push(format!("{subject} {period}: {got}, published {rate}")),
                Err(Undefined::MissingValue | Undefined::MissingBase) => {
                    without += 1;
                    *areas.entry(subject.to_owned()).or_insert(0) += 1;
                }
                Err(reason) => misses.push(format!("{subject} {period}: {reason}, published {rate}")),
            }
        }
    }
    println!("world_bank_gdp_growth.csv: {compared} of {compared} cells with a level and a base agree");
    println!("  {without} in {} areas have no level: aggregates, for which only growth is published", areas.len());
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert_eq!((compared, without, areas.len()), (10_968, 2883, 48));
}

/// Level, growth, and whether growth is of logarithms.
const PAIRS: [(&str, &str, bool); 30] = [
    ("NY.GNP.MKTP.KD", "NY.GNP.MKTP.KD.ZG", false),
    ("NY.GNP.MKTP.KN", "NY.GNP.MKTP.KD.ZG", false),
    ("NY.GDP.PCAP.KD", "NY.GDP.PCAP.KD.ZG", false),
    ("NY.GDP.PCAP.KN", "NY.GDP.PCAP.KD.ZG", false),
    ("NY.GDP.MKTP.KD", "NY.GDP.MKTP.KD.ZG", false),
    ("NY.GDP.MKTP.KN", "NY.GDP.MKTP.KD.ZG", false),
    ("NE.CON.TOTL.KD", "NE.CON.TOTL.KD.ZG", false),
    ("NE.CON.TOTL.KN", "NE.CON.TOTL.KD.ZG", false),
    ("NY.GNP.PCAP.KD", "NY.GNP.PCAP.KD.ZG", false),
    ("NY.GNP.PCAP.KN", "NY.GNP.PCAP.KD.ZG", false),
    ("NY.ADJ.NNTY.KD", "NY.ADJ.NNTY.KD.ZG", false),
    ("NV.IND.TOTL.KD", "NV.IND.TOTL.KD.ZG", false),
    ("NV.IND.TOTL.KN", "NV.IND.TOTL.KD.ZG", false),
    ("NE.CON.PRVT.KD", "NE.CON.PRVT.KD.ZG", false),
    ("NE.CON.PRVT.KN", "NE.CON.PRVT.KD.ZG", false),
    ("NY.ADJ.NNTY.PC.KD", "NY.ADJ.NNTY.PC.KD.ZG", false),
    ("NE.GDI.TOTL.KD", "NE.GDI.TOTL.KD.ZG", false),
    ("NE.GDI.TOTL.KN", "NE.GDI.TOTL.KD.ZG", false),
    ("NE.CON.PRVT.PC.KD", "NE.CON.PRVT.PC.KD.ZG", false),
    ("NV.SRV.TOTL.KD", "NV.SRV.TOTL.KD.ZG", false),
    ("NV.SRV.TOTL.KN", "NV.SRV.TOTL.KD.ZG", false),
    ("NV.AGR.TOTL.KD", "NV.AGR.TOTL.KD.ZG", false),
    ("NV.AGR.TOTL.KN", "NV.AGR.TOTL.KD.ZG", false),
    ("NY.GDP.DEFL.ZS", "NY.GDP.DEFL.KD.ZG", false),
    ("NY.GDP.DEFL.ZS.AD", "NY.GDP.DEFL.KD.ZG.AD", false),
    ("FP.CPI.TOTL", "FP.CPI.TOTL.ZG", false),
    ("FM.LBL.BMNY.CN", "FM.LBL.BMNY.ZG", false),
    ("SP.POP.TOTL", "SP.POP.GROW", true),
    ("SP.URB.TOTL", "SP.URB.GROW", true),
    ("SP.RUR.TOTL", "SP.RUR.TOTL.ZG", true),
];

#[test]
fn china_levels_and_growth() {
    let panel = panel("world_bank_china_pairs.csv");
    let (mut compared, mut without) = (0, Vec::new());
    let mut misses = Vec::new();
    for (level, growth, log) in PAIRS {
        let levels = panel.find("CHN", level).unwrap().to_series();
        let form = if log { Form::Log } else { Form::Rate };
        let got = levels.growth((Base::YearAgo, form)).unwrap();
        for (period, published) in panel.find("CHN", growth).unwrap().points() {
            match got.get(period) {
                Ok(got) if agrees(got, published) => compared += 1,
                Ok(got) => misses.push(format!("{level} {growth} {period}: {got}, published {published}")),
                Err(reason) => without.push(format!("{level} {growth} {period}: {reason}")),
            }
        }
    }
    println!(
        "world_bank_china_pairs.csv: {} of {} cells of 30 pairs agree",
        compared,
        compared + without.len() + misses.len()
    );
    for cell in &without {
        println!("  {cell}");
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert_eq!((compared, without.len()), CHINA);
}

const CHINA: (usize, usize) = (1252, 1);
