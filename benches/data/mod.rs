//! The panel that benches share: 100 000 series of 64 periods, 5 % of the rows missing, the same in every run.
#![allow(dead_code, reason = "each bench uses a part of it")]

/// Series of the panel.
pub(crate) const SERIES: usize = 100_000;
/// Periods of a series before rows are taken out.
pub(crate) const WIDTH: usize = 64;
/// Rows that stay: exactly 5 % are missing.
pub(crate) const ROWS: usize = SERIES * WIDTH / 20 * 19;
/// The ordinal of the first period: the year 1960, or the 1960th month.
pub(crate) const FIRST: i32 = 1960;

/// Splitmix64, enough for data that only has to look uneven.
struct Random(u64);

impl Random {
    /// The next number from 0 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The panel, dense and long, with buffers for results.
///
/// Buffers are written once when they are made, so that no bench pays for the first touch of a page.
pub(crate) struct Data {
    /// Levels in row order, no gap.
    pub(crate) dense: Vec<f64>,
    /// The values of the rows that stay.
    pub(crate) values: Vec<f64>,
    /// The number of the series, row by row: a column that fanfan does not read, but a copy of the table moves.
    pub(crate) keys: Vec<u32>,
    /// The periods of the rows.
    pub(crate) ordinals: Vec<i32>,
    /// Where series begin and end.
    pub(crate) offsets: Vec<usize>,
}

impl Data {
    pub(crate) fn new() -> Data {
        let mut random = Random(7);
        let mut data = Data {
            dense: Vec::with_capacity(SERIES * WIDTH),
            values: Vec::with_capacity(ROWS),
            keys: Vec::with_capacity(ROWS),
            ordinals: Vec::with_capacity(ROWS),
            offsets: vec![0],
        };
        let mut wanted = ROWS;
        for series in 0..SERIES {
            let mut level = 100.0 + 900.0 * random.next();
            for period in 0..WIDTH {
                level *= 0.97 + 0.1 * random.next();
                let left = SERIES * WIDTH - data.dense.len();
                data.dense.push(level);
                // Knuth's algorithm S: the number of rows comes out exact.
                if random.next() * (left as f64) < wanted as f64 {
                    wanted -= 1;
                    data.values.push(level);
                    data.keys.push(series as u32);
                    data.ordinals.push(FIRST + period as i32);
                }
            }
            data.offsets.push(data.values.len());
        }
        assert_eq!(data.values.len(), ROWS);
        data
    }

    /// Offsets and periods of the dense levels, for kernels that read long columns.
    pub(crate) fn without_gaps() -> (Vec<usize>, Vec<i32>) {
        let offsets = (0..=SERIES).map(|series| series * WIDTH).collect();
        let ordinals = (0..SERIES * WIDTH).map(|row| FIRST + (row % WIDTH) as i32).collect();
        (offsets, ordinals)
    }

    /// Growth of a row by a search through its series: what kernels must give.
    pub(crate) fn growth_of(&self, series: usize, row: usize, lag: i32) -> Option<f64> {
        let rows = self.offsets[series]..self.offsets[series + 1];
        let base = rows.clone().find(|&base| self.ordinals[base] == self.ordinals[rows.start + row] - lag)?;
        Some((self.values[rows.start + row] - self.values[base]) / self.values[base])
    }

    /// Asserts results and reasons of a few series.
    pub(crate) fn assert_growth(&self, lag: i32, out: &[f64], reasons: &[u8]) {
        for series in (0..SERIES).step_by(997) {
            let rows = self.offsets[series]..self.offsets[series + 1];
            for (at, row) in rows.enumerate() {
                match self.growth_of(series, at, lag) {
                    Some(rate) => assert_eq!((out[row], reasons[row]), (rate, 0), "series {series}, row {at}"),
                    None => assert!(out[row].is_nan() && reasons[row] == 2, "series {series}, row {at}"),
                }
            }
        }
    }
}

/// Room for results of all rows.
pub(crate) struct Buffers {
    /// Results.
    pub(crate) out: Vec<f64>,
    /// Reasons.
    pub(crate) reasons: Vec<u8>,
}

impl Buffers {
    pub(crate) fn new(rows: usize) -> Buffers {
        Buffers { out: vec![1.0; rows], reasons: vec![1; rows] }
    }
}

/// Copying the table: value, key and period of each row. The unit of the goals.
pub(crate) struct Copies {
    values: Vec<f64>,
    keys: Vec<u32>,
    ordinals: Vec<i32>,
}

impl Copies {
    pub(crate) fn new() -> Copies {
        Copies { values: vec![1.0; ROWS], keys: vec![1; ROWS], ordinals: vec![1; ROWS] }
    }

    /// Copies the columns.
    pub(crate) fn copy(&mut self, data: &Data) {
        self.values.copy_from_slice(&data.values);
        self.keys.copy_from_slice(&data.keys);
        self.ordinals.copy_from_slice(&data.ordinals);
        std::hint::black_box((&self.values, &self.keys, &self.ordinals));
    }
}

/// A pool in which kernels run on so many threads.
pub(crate) fn threads(count: usize) -> rayon::ThreadPool {
    // Each on a core of its own: threads that sleep between runs may wake on the same one, and stay there for
    // milliseconds.
    let cores = core_affinity::get_core_ids().unwrap_or_default();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).start_handler(move |thread| {
        if let Some(core) = cores.get(thread % cores.len().max(1)) {
            core_affinity::set_for_current(*core);
        }
    });
    let pool = pool.build();
    pool.unwrap_or_else(|error| unreachable!("no threads: {error}"))
}
