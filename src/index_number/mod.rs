//! Index numbers: their reference period, their links, and values freed of prices (rank 2).
//!
//! | question | function |
//! |---|---|
//! | another reference period (换基, 基期调整) | [`Series::rebase`](crate::model::Series::rebase), [`rebase_into`] |
//! | two series of one thing joined into one (衔接) | [`splice`] |
//! | links to an index: previous period, December, annual overlap (链式指数) | [`chain`], [`chain_into`] |
//! | an index to its links (上年=100) | [`unchain`], [`unchain_into`] |
//! | nominal to real and back (缩减, 平减) | [`deflate`], [`inflate`], [`implicit_deflator`] |
//! | quarters that add up to the years (基准化) | [`denton`] |
//! | prices and quantities to an index of either | [`IndexFormula`] |
//!
//! A gap is never stepped over: a link that is missing breaks the chain.

mod benchmark;
mod chain;
mod deflate;
mod formula;
mod rebase;
mod splice;

pub use benchmark::{DentonOptions, denton};
pub use chain::{ChainOptions, Link, chain, chain_into, unchain, unchain_into};
pub use deflate::{DeflateOptions, deflate, implicit_deflator, inflate};
pub use formula::IndexFormula;
pub use rebase::{Mean, RebaseOptions, rebase_dense_into, rebase_into};
pub use splice::{KeepLevel, SpliceOptions, splice};

use crate::error::{Error, ErrorKind, Result, Undefined, finite};
use crate::model::{Frequency, PeriodRange, Series};

/// `range` in periods of `frequency`: a year stands for its months.
fn at_frequency(range: PeriodRange, frequency: Frequency) -> Result<PeriodRange> {
    let (first, last) = (range.first().parts(frequency), range.last().parts(frequency));
    match (first, last) {
        (Some(first), Some(last)) => PeriodRange::new(first.first(), last.last()),
        _ => Err(Error::new(
            ErrorKind::Frequency,
            format!("{} is {}, the values are {frequency}", range.first(), range.first().frequency()),
        )
        .mend("give a period of the values' frequency, or one that consists of such periods")),
    }
}

/// Two series that are computed on together must have one frequency.
fn same_frequency(a: &Series, b: &Series) -> Result<()> {
    b.first().since(a.first()).map(|_| ())
}

/// `value / base` for a base that must be above zero, such as the level of an index.
fn over_level(value: f64, base: f64) -> Result<f64, Undefined> {
    if value.is_nan() {
        Err(Undefined::MissingValue)
    } else if base.is_nan() {
        Err(Undefined::MissingBase)
    } else if base == 0.0 {
        Err(if value == 0.0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase })
    } else if base < 0.0 {
        Err(Undefined::NegativeBase)
    } else if base.is_infinite() {
        Err(Undefined::NotFinite)
    } else {
        finite(value / base)
    }
}
