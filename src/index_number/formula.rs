//! Prices and quantities of two periods into an index of either.

use super::over_level;
use crate::error::{Error, ErrorKind, Result, Undefined, finite};
use crate::model::words;

words! {
    /// How prices and quantities of two periods become a price index; quantities for prices give the volume index.
    IndexFormula, "index formula" {
        /// `Σp₁q₀ / Σp₀q₀` (拉氏).
        Laspeyres = "laspeyres",
        /// `Σp₁q₁ / Σp₀q₁` (派氏).
        Paasche = "paasche",
        /// The geometric mean of Laspeyres and Paasche (费雪理想指数).
        Fisher = "fisher",
        /// `exp Σ ½(s₀ + s₁) ln(p₁/p₀)`, `s` the shares in value.
        Tornqvist = "tornqvist",
        /// `Σp₁√(q₀q₁) / Σp₀√(q₀q₁)`.
        Walsh = "walsh",
        /// `Σp₁(q₀ + q₁) / Σp₀(q₀ + q₁)`.
        MarshallEdgeworth = "marshall_edgeworth",
        /// `Σ s₁ p₁/p₀`.
        Palgrave = "palgrave",
    }
}

impl IndexFormula {
    /// The price index of the second period over the first, as a ratio.
    ///
    /// # Formula
    /// See the variants; `p₀, p₁` and `q₀, q₁` are `prices` and `quantities` of the two periods. Quantities in the
    /// place of prices, and prices in that of quantities, give the volume index.
    ///
    /// # Undefined
    /// `MissingValue`, `MissingBase`: a number of the second or the first period is missing. `TooFewPoints`: no item.
    /// `ZeroBase`, `ZeroOverZero`, `NegativeBase`: the value below the line. `NotPositive`: Fisher, Törnqvist and
    /// Walsh of numbers that are not. `NotFinite`.
    ///
    /// # Errors
    /// Slices of different lengths.
    ///
    /// # Examples
    /// ```
    /// use fanfan::index_number::IndexFormula;
    ///
    /// let (prices, quantities) = ([&[1.0, 1.0][..], &[1.5, 3.0]], [&[1.0, 1.0][..], &[0.5, 1.0]]);
    /// assert_eq!(IndexFormula::Laspeyres.index(prices, quantities)?, Ok(2.25));
    /// let volume = IndexFormula::Laspeyres.index(quantities, prices)?; // the two exchanged
    /// assert_eq!(volume, Ok(0.75));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    ///
    /// # Source
    /// PPI Manual (ILO, IMF, OECD, UNECE, World Bank 2004), tables 19.1 and 19.2;
    /// `tests/conformance/data/ppi_manual_index_and_contributions.json`.
    pub fn index(self, prices: [&[f64]; 2], quantities: [&[f64]; 2]) -> Result<Result<f64, Undefined>> {
        let ([p0, p1], [q0, q1]) = (prices, quantities);
        let lengths = [p0.len(), p1.len(), q0.len(), q1.len()];
        if lengths.iter().any(|length| *length != p0.len()) {
            return Err(Error::new(
                ErrorKind::Length,
                format!("{lengths:?} prices and quantities of one set of items"),
            )
            .mend("give a price and a quantity for each item in both periods"));
        }
        let items = || p0.iter().zip(p1).zip(q0.iter().zip(q1)).map(|((&p0, &p1), (&q0, &q1))| [p0, p1, q0, q1]);
        if items().next().is_none() {
            return Ok(Err(Undefined::TooFewPoints));
        }
        if items().any(|[_, p1, _, q1]| p1.is_nan() || q1.is_nan()) {
            return Ok(Err(Undefined::MissingValue));
        }
        if items().any(|[p0, _, q0, _]| p0.is_nan() || q0.is_nan()) {
            return Ok(Err(Undefined::MissingBase));
        }
        let sum = |term: fn([f64; 4]) -> f64| items().map(term).sum::<f64>();
        let laspeyres = || over_level(sum(|[_, p1, q0, _]| p1 * q0), sum(|[p0, _, q0, _]| p0 * q0));
        let paasche = || over_level(sum(|[_, p1, _, q1]| p1 * q1), sum(|[p0, _, _, q1]| p0 * q1));
        let positive = || items().flatten().all(|number| number > 0.0);
        Ok(match self {
            IndexFormula::Laspeyres => laspeyres(),
            IndexFormula::Paasche => paasche(),
            IndexFormula::Fisher => laspeyres().and_then(|laspeyres| {
                let product = laspeyres * paasche()?;
                if product > 0.0 { finite(product.sqrt()) } else { Err(Undefined::NotPositive) }
            }),
            IndexFormula::Tornqvist | IndexFormula::Walsh if !positive() => Err(Undefined::NotPositive),
            IndexFormula::Tornqvist => {
                let (before, after) = (sum(|[p0, _, q0, _]| p0 * q0), sum(|[_, p1, _, q1]| p1 * q1));
                let term = |[p0, p1, q0, q1]: [f64; 4]| 0.5 * (p0 * q0 / before + p1 * q1 / after) * (p1 / p0).ln();
                finite(items().map(term).sum::<f64>().exp())
            }
            IndexFormula::Walsh => {
                over_level(sum(|[_, p1, q0, q1]| p1 * (q0 * q1).sqrt()), sum(|[p0, _, q0, q1]| p0 * (q0 * q1).sqrt()))
            }
            IndexFormula::MarshallEdgeworth => {
                over_level(sum(|[_, p1, q0, q1]| p1 * (q0 + q1)), sum(|[p0, _, q0, q1]| p0 * (q0 + q1)))
            }
            IndexFormula::Palgrave if items().any(|[p0, ..]| p0 == 0.0) => Err(Undefined::ZeroBase),
            IndexFormula::Palgrave => {
                over_level(sum(|[p0, p1, _, q1]| p1 * q1 * (p1 / p0)), sum(|[_, p1, _, q1]| p1 * q1))
            }
        })
    }
}
