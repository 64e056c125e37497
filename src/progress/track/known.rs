//! What was known at the moment of an assessment.

use crate::error::{Error, ErrorKind, Result};
use crate::model::{AsOf, Observations, ObservationsRef};

/// What data with vintages held at a moment; `None` where all of the data is to be taken.
pub(super) fn known_then(data: ObservationsRef<'_>, as_of: Option<AsOf>) -> Option<Observations> {
    data.dated.zip(as_of).map(|(data, moment)| data.as_known(moment))
}

/// Refuses to judge at a moment before all data.
pub(super) fn nothing_yet(data: ObservationsRef<'_>, as_of: Option<AsOf>) -> Result<()> {
    let Some(as_of) = as_of else { return Ok(()) };
    let earlier = |a: &AsOf, b: &AsOf| a.in_years().total_cmp(&b.in_years());
    let firsts = data.panel.iter().filter_map(|series| series.points().next().map(|(period, _)| AsOf::Period(period)));
    let firsts = firsts.chain(data.totals.iter().map(|total| AsOf::Period(total.span.last())));
    let first = firsts.min_by(earlier).filter(|first| !first.is_by(as_of));
    if let Some(first) = first {
        return Err(Error::new(
            ErrorKind::Option,
            format!("nothing is known as of {as_of}: the data begins in {first}"),
        )
        .mend("give a later period"));
    }
    let Some(dated) = data.dated.filter(|dated| dated.as_known(as_of).panel().rows() == 0) else { return Ok(()) };
    let rows = (0..dated.panel().rows()).filter_map(|row| dated.known_since(row));
    let first = rows.chain(dated.earlier().iter().filter_map(|vintage| vintage.as_of)).min_by(earlier);
    first.map_or(Ok(()), |first| {
        let message = format!("nothing is known as of {as_of}: the first value became known as of {first}");
        Err(Error::new(ErrorKind::Option, message).mend("give a later date"))
    })
}
