//! Published growth that stands in a series of its own, beside the series of the level: 利润总额_累计 and 利润总额_累计同比增速.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::two_year::Rates;
use crate::model::{Frequency, LongPanel, Observations, PriceWords, Said, said};

/// What a level and its growth have in common: subject, indicator, frequency, and whether both are running totals.
type Shared<'a> = (&'a str, (String, bool, bool), Frequency, bool);

/// A level that growth may be of.
struct Level {
    number: usize,
    is_constant: bool,
    /// Whether it is the only one of its name and prices.
    is_one: bool,
}

impl Observations {
    /// The same, where growth on a year ago that is published as a series of its own stands beside the rows of its
    /// level too, and which series got it; `None` where no series is growth of another.
    ///
    /// Growth is known by its unit (上年同期=100) or by its name and a unit of rates; it is growth of the series whose
    /// name is what is left without the words of growth. Of a level at current and at constant prices it is that of the
    /// latter; of two levels of one name that differ in something else (currencies) nobody knows, and it is of neither.
    pub(crate) fn with_growth_beside(&self) -> Option<(Observations, Vec<bool>)> {
        let panel = self.panel();
        let of = |number: usize| -> Option<(Shared<'_>, Said)> {
            let (key, series) = (LongPanel::keys(panel).get(number)?, panel.series(number)?);
            let said = said(&key.indicator);
            let to_date = said.is_to_date || series.frequency.is_to_date();
            Some(((&key.subject, said.level.clone(), series.frequency, to_date), said))
        };
        let mut growth: HashMap<Shared<'_>, (usize, Rates)> = HashMap::new();
        let mut levels: HashMap<Shared<'_>, Level> = HashMap::new();
        for number in 0..LongPanel::len(panel) {
            let Some((shared, said)) = of(number) else { continue };
            if shared.1.0.is_empty() || self.is_published(number) {
                continue;
            }
            if said.is_change {
                if let Some(rates) = self.yearly_rates(number, false) {
                    growth.entry(shared).or_insert((number, rates));
                }
            } else if self.why_no_growth(number).is_none() {
                let found = Level { number, is_constant: matches!(said.prices, PriceWords::Constant(_)), is_one: true };
                match levels.entry(shared) {
                    Entry::Vacant(place) => {
                        place.insert(found);
                    }
                    Entry::Occupied(mut place) => match (found.is_constant, place.get().is_constant) {
                        (true, false) => *place.get_mut() = found,
                        (false, true) => {}
                        _ => place.get_mut().is_one = false,
                    },
                }
            }
        }
        let mut published: Vec<f64> =
            (0..panel.rows()).map(|row| self.published_growth(row).unwrap_or(f64::NAN)).collect();
        let mut paired = vec![false; LongPanel::len(panel)];
        for (shared, (number, rates)) in &growth {
            let Some(&Level { number: level, is_one: true, .. }) = levels.get(shared) else { continue };
            let (Some(series), Some(beside)) = (panel.series(level), panel.series(*number)) else { continue };
            for (row, ordinal) in panel.range(level).zip(series.ordinals) {
                let rate = beside.ordinals.binary_search(ordinal).ok().and_then(|at| rates.values.get(at));
                if let (Some(rate), Some(place)) = (rate, published.get_mut(row)) {
                    *place = *rate;
                }
            }
            if let Some(paired) = paired.get_mut(level) {
                *paired = true;
            }
        }
        paired.contains(&true).then(|| (self.clone().with_published_growth(published), paired))
    }

    /// Whether growth is published beside a series already.
    fn is_published(&self, number: usize) -> bool {
        self.panel().range(number).any(|row| self.published_growth(row).is_some())
    }
}
