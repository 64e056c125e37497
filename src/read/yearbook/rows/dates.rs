//! The periods of rows, and units that they take from above.

use super::Reader;
use crate::read::yearbook::heads::Axis;
use crate::read::yearbook::units;
use crate::read::yearbook::when::{self, Moment, Span};

impl Reader<'_, '_> {
    /// A row below the months that sums them up: `Latest three months`, `Year to date`, and changes of these.
    pub(super) fn summary(&mut self, text: &str, axis: &mut Axis) -> bool {
        let Some(last) = self.last_month else { return false };
        if let Some(moment) = when::summary(text, last) {
            self.block = Some(moment);
        } else if units::is_unit(text) && self.block.is_some() {
            axis.unit = Some(text.to_owned());
        } else {
            return false;
        }
        axis.moment = self.block;
        axis.doubts.retain(|(sure, _)| *sure > 0.5);
        axis.doubts.push((0.7, "a row below the months sums them up"));
        true
    }

    /// The period of a row.
    pub(super) fn date(&mut self, row: usize, axis: &mut Axis) {
        let mut found: Option<Moment> = None;
        let columns = self.stub.moments(self.sheet, row);
        for moment in columns.iter().flatten() {
            found = match found {
                None => Some(*moment),
                Some(before) => before.with(*moment).or_else(|| {
                    axis.doubts.push((0.5, "two periods in one row"));
                    Some(before)
                }),
            };
        }
        let has_period = !columns.is_empty();
        match found {
            Some(moment) if moment.whole() => {
                self.years = Some(Moment::new(moment.year, Span::Year));
                axis.moment = Some(moment);
            }
            Some(part) => {
                axis.moment = match self.years.and_then(|year| year.with(part)) {
                    Some(moment) => Some(moment),
                    None => Some(part),
                };
            }
            None if has_period => axis.doubts.push((0.3, "a row without a period, among rows with one")),
            None => {}
        }
        if let Some(moment) = axis.moment.filter(|moment| moment.whole() && matches!(moment.span, Span::Month(_))) {
            self.last_month = Some(moment);
        }
    }

    /// A period on its own above the rows.
    pub(super) fn date_from_above(&self, axis: &mut Axis) {
        if axis.moment.is_none()
            && self.last_month.is_none()
            && let Some(block) = self.block
        {
            axis.moment = Some(block);
            axis.doubts.push((0.9, "the period is that of the rows above"));
        }
    }

    /// The unit of the nearest label above that has one.
    pub(super) fn inherit_unit(&self, axis: &mut Axis) {
        if let Some(entry) = self.stack.iter().rev().find(|entry| entry.unit.is_some()) {
            axis.unit.clone_from(&entry.unit);
            axis.until.clone_from(&entry.until);
            axis.doubts.push((0.9, "the unit is that of the label above"));
        }
    }
}
