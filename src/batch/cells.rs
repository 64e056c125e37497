//! Cells as numbers, and how they stand on the disk.

use super::spill::{Packer, Unpacker};

/// What becomes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// The value that stands in the panel.
    Current,
    /// Another edition's value stands.
    Superseded,
    /// The same value as the one that stands, printed in another place.
    Same,
    /// Another value of the same edition stands, and the two do not agree.
    Conflict,
    /// There is no value.
    Missing,
    /// The reader is not sure enough of it.
    Unsure,
    /// Its period is none of the model (a day, a span of years), or its unit does not fit its series.
    Aside,
}

impl Status {
    const ALL: [Status; 7] = [
        Status::Current,
        Status::Superseded,
        Status::Same,
        Status::Conflict,
        Status::Missing,
        Status::Unsure,
        Status::Aside,
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Status::Current => "current",
            Status::Superseded => "superseded",
            Status::Same => "same",
            Status::Conflict => "conflict",
            Status::Missing => "missing",
            Status::Unsure => "unsure",
            Status::Aside => "aside",
        }
    }

    pub(super) fn of_byte(byte: u8) -> Status {
        Status::ALL.get(usize::from(byte)).copied().unwrap_or(Status::Aside)
    }
}

/// One cell, where it has a period of the model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) series: u32,
    pub(super) ordinal: i32,
    /// In the unit of its series.
    pub(super) value: f64,
    /// Half a unit of the last decimal printed, in the same unit.
    pub(super) slack: f32,
    pub(super) edition: u32,
}

/// A row of no series.
pub(super) const NO_SERIES: u32 = u32::MAX;

impl Row {
    /// Bytes of a cell on the disk.
    pub(super) const CELL: usize = 25;
    /// Bytes of a cell that is to be sorted.
    pub(super) const SORTED: usize = 36;
    /// Bytes of a row that stands.
    pub(super) const STANDING: usize = 24;
    /// Bytes of a change of status.
    pub(super) const STATUS: usize = 9;

    fn fields<const N: usize>(self, record: Packer<N>) -> Packer<N> {
        record.double(self.value).single(self.slack).count(self.edition)
    }

    /// As it stands in the list of all cells.
    pub(super) fn cell(self, status: Status) -> [u8; Row::CELL] {
        self.fields(Packer::new().count(self.series).signed(self.ordinal)).byte(status as u8).record()
    }

    pub(super) fn of_cell(record: &[u8; Row::CELL]) -> (Row, Status) {
        let mut fields = Unpacker::new(record);
        let (series, ordinal) = (fields.count(), fields.signed());
        let row = Row { series, ordinal, value: fields.double(), slack: fields.single(), edition: fields.count() };
        (row, Status::of_byte(fields.byte()))
    }

    /// Sorted by series, period, edition (its place among all) and cell.
    pub(super) fn sorted(self, edition: u32, cell: u64) -> [u8; Row::SORTED] {
        let key = Packer::new().count(self.series).signed(self.ordinal).count(edition).long(cell);
        self.fields(key).record()
    }

    pub(super) fn of_sorted(record: &[u8; Row::SORTED]) -> (Row, u64) {
        let mut fields = Unpacker::new(record);
        let (series, ordinal, _, cell) = (fields.count(), fields.signed(), fields.count(), fields.long());
        (Row { series, ordinal, value: fields.double(), slack: fields.single(), edition: fields.count() }, cell)
    }

    /// Sorted by the place of its series in the panel, and by period.
    pub(super) fn standing(self, place: u32) -> [u8; Row::STANDING] {
        let record = Packer::new().count(place).signed(self.ordinal).count(self.series);
        record.double(self.value).count(self.edition).record()
    }

    pub(super) fn of_standing(record: &[u8; Row::STANDING]) -> Row {
        let mut fields = Unpacker::new(record);
        let (_, ordinal, series) = (fields.count(), fields.signed(), fields.count());
        Row { series, ordinal, value: fields.double(), slack: 0.0, edition: fields.count() }
    }
}

/// A cell that does not stand, by its number.
pub(super) fn status(cell: u64, status: Status) -> [u8; Row::STATUS] {
    Packer::new().long(cell).byte(status as u8).record()
}

pub(super) fn of_status(record: &[u8; Row::STATUS]) -> (u64, Status) {
    let mut fields = Unpacker::new(record);
    (fields.long(), Status::of_byte(fields.byte()))
}
