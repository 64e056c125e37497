//! Names of progress methods, and thresholds of one's own for them: `[method.strict] like = "eurostat"`.
//!
//! Here stand only the words and numbers that a plan file may set. How each method judges is a matter of `progress`.

use std::fmt;

use super::node::Table;
use crate::error::{Error, ErrorKind, Result, suggestion};
use crate::model::words;

words! {
    /// The methods that there are.
    Method, "method" {
        /// Completion against the share due (时序进度).
        Schedule = "schedule",
        /// Statistics Canada, Canadian Indicator Framework.
        StatCan = "statcan",
        /// Eurostat, monitoring reports on the Sustainable Development Goals.
        Eurostat = "eurostat",
        /// United Nations, Progress Chart since 2023.
        Un2023 = "un2023",
        /// United Nations, Progress Chart 2022.
        Un2022 = "un2022",
        /// UN ESCAP: current status and anticipated progress.
        Escap = "escap",
        /// SDSN, SDG Index: rescaling, trend, dashboard.
        Sdsn = "sdsn",
        /// Statistisches Bundesamt: weather symbols.
        Destatis = "destatis",
        /// Defra: years late.
        Defra = "defra",
        /// World Resources Institute: acceleration factor.
        Wri = "wri",
        /// TRIM: class of the slope by its confidence interval.
        Trim = "trim",
    }
}

words! {
    /// How a value is projected to a date that has none (method `escap`).
    #[derive(Default)]
    Projection, "projection" {
        /// Mean yearly change of the logit.
        #[default]
        LogitMeanChange = "logit_mean_change",
        /// Geometric, from the first value to the last.
        Geometric = "geometric",
        /// Geometric, with weights by nearness in time to the date.
        TimeWeightedGeometric = "time_weighted_geometric",
        /// Line through the logits.
        LogitRegression = "logit_regression",
        /// Line through the logits, its slope with weights by nearness in time to the date.
        WeightedLogitRegression = "weighted_logit_regression",
    }
}

/// Words and published values of the thresholds of a method.
type Cuts = &'static [(&'static str, f64)];

impl Method {
    /// The thresholds towards a target that a plan may set: the word of the band that begins there, and the published
    /// value; values fall from band to band, or rise where more is worse (misses, years late, accelerations).
    ///
    /// # Examples
    /// ```
    /// use fanfan::plan::Method;
    ///
    /// assert_eq!(Method::StatCan.bands(), [("substantial_progress", 0.95), ("moderate_progress", 0.60)]);
    /// ```
    pub const fn bands(self) -> Cuts {
        match self {
            Method::Schedule => &[("ahead_or_on_schedule", 0.0)],
            Method::StatCan => &[("substantial_progress", 0.95), ("moderate_progress", 0.60)],
            Method::Eurostat => {
                &[("significant_progress", 0.95), ("moderate_progress", 0.60), ("insufficient_progress", 0.0)]
            }
            Method::Un2023 => &[("on_track", 0.95), ("fair_progress", 0.10), ("stagnation", 0.0)],
            Method::Un2022 => {
                &[("substantial_progress", 0.95), ("fair_progress", 0.50), ("limited_or_no_progress", -0.10)]
            }
            Method::Escap => &[("will_meet", 9.0), ("must_accelerate", 0.0)],
            Method::Sdsn => &[("on_track", 1.0), ("moderately_improving", 0.50), ("stagnating", 0.0)],
            Method::Destatis => &[("sun", 0.05), ("slightly_cloudy", 0.20)],
            Method::Defra => &[("on_time", 0.0), ("up_to_five_years_late", 5.0)],
            Method::Wri => &[("on_track", 1.0), ("off_track", 2.0)],
            Method::Trim => &[("strong", 0.05)],
        }
    }

    /// The thresholds where only a direction is asked for, a year.
    pub const fn bands_without_target(self) -> Cuts {
        match self {
            Method::StatCan => &[("substantial_progress", 0.015), ("moderate_progress", 0.005)],
            Method::Eurostat => {
                &[("significant_progress", 0.01), ("moderate_progress", 0.0), ("insufficient_progress", -0.01)]
            }
            Method::Un2023 => &[("on_track", 0.02), ("fair_progress", 0.005), ("stagnation", 0.0)],
            Method::Un2022 => {
                &[("substantial_progress", 0.01), ("fair_progress", 0.005), ("limited_or_no_progress", -0.01)]
            }
            _ => &[],
        }
    }

    /// Whether the pace achieved may be taken over the last years instead of since the base.
    const fn has_window(self) -> bool {
        matches!(
            self,
            Method::Eurostat
                | Method::Un2023
                | Method::Un2022
                | Method::Sdsn
                | Method::Destatis
                | Method::Defra
                | Method::Wri
                | Method::Trim
        )
    }
}

/// What a method can be told: thresholds, projection, window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    pub(crate) bands: [f64; 3],
    pub(crate) without_target: [f64; 3],
    pub(crate) projection: Projection,
    /// Years over which the pace is taken; `None` as published.
    pub(crate) window: Option<f64>,
}

impl Settings {
    /// The thresholds as published.
    #[allow(clippy::indexing_slicing, reason = "there is a row for each method")]
    pub const fn published(method: Method) -> Settings {
        PUBLISHED[method as usize]
    }

    const fn as_published(method: Method) -> Settings {
        Settings {
            bands: values(method.bands()),
            without_target: values(method.bands_without_target()),
            projection: Projection::LogitMeanChange,
            window: None,
        }
    }

    /// Another projection (method `escap`).
    #[must_use]
    pub const fn projection(self, projection: Projection) -> Settings {
        Settings { projection, ..self }
    }

    /// The pace over the last so many years.
    #[must_use]
    pub const fn window(self, years: f64) -> Settings {
        Settings { window: Some(years), ..self }
    }
}

/// Worked out once, in the order of the methods: judging asks for them a million times.
#[allow(clippy::indexing_slicing, reason = "the index is below both lengths")]
static PUBLISHED: [Settings; Method::ALL.len()] = {
    let mut all = [Settings::as_published(Method::Schedule); Method::ALL.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = Settings::as_published(Method::ALL[at]);
        at += 1;
    }
    all
};

#[allow(clippy::indexing_slicing, reason = "the index is below both lengths")]
const fn values(cuts: Cuts) -> [f64; 3] {
    let mut values = [0.0; 3];
    let mut at = 0;
    while at < cuts.len() && at < values.len() {
        values[at] = cuts[at].1;
        at += 1;
    }
    values
}

/// A published method with thresholds of one's own, and a name of its own.
///
/// # Examples
/// ```
/// use fanfan::plan::{Method, Plan};
///
/// let plan = Plan::parse("[method.strict]\nlike = 'eurostat'\nbands = { significant_progress = 0.99 }")?;
/// assert_eq!((plan.methods()[0].name.as_str(), plan.methods()[0].like), ("strict", Method::Eurostat));
///
/// let error = Plan::parse("[method.strict]\nlike = 'eurostat'\nbands = { significant = 0.99 }").unwrap_err();
/// assert!(error.to_string().contains("significant_progress"), "{error}");
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct OwnMethod {
    /// Its name.
    pub name: String,
    /// The method whose formula and words it takes.
    pub like: Method,
    /// Its thresholds.
    pub settings: Settings,
}

const KEYS: [&str; 5] = ["like", "bands", "bands_without_target", "projection", "window"];

/// Reads the tables `[method.NAME]`.
pub(super) fn own_methods(root: &Table<'_, '_>) -> Result<Vec<OwnMethod>> {
    let Some(node) = root.get("method") else { return Ok(Vec::new()) };
    let mut methods = Vec::new();
    for (name, node) in node.table()?.entries() {
        let table = node.table()?;
        table.only(&KEYS)?;
        if name == "all" || name.parse::<Method>().is_ok() {
            return Err(table
                .error(ErrorKind::Plan, format!("`{name}` is the name of a published method"))
                .mend(format!("choose another name, such as [method.my_{name}]")));
        }
        let written = |character: char| character.is_ascii_alphanumeric() || character == '_';
        if name.is_empty() || !name.chars().all(written) {
            return Err(table
                .error(ErrorKind::Plan, format!("`{name}` cannot be typed as the name of a method"))
                .mend("use letters, digits and _"));
        }
        let like: Method = table.require("like", "\"eurostat\"")?.read()?;
        let mut settings = Settings::published(like);
        set(&table, "bands", like, like.bands(), &mut settings.bands)?;
        set(&table, "bands_without_target", like, like.bands_without_target(), &mut settings.without_target)?;
        if let Some(node) = table.get("projection") {
            if like != Method::Escap {
                return Err(node
                    .error(ErrorKind::Plan, format!("`{like}` projects in one way only"))
                    .mend("leave `projection` out, or write like = \"escap\""));
            }
            settings.projection = node.read()?;
        }
        if let Some(node) = table.get("window") {
            if !like.has_window() {
                return Err(node.error(ErrorKind::Plan, format!("`{like}` has no window")).mend("leave `window` out"));
            }
            let years = node.finite()?;
            if years < 1.0 {
                return Err(node
                    .error(ErrorKind::Plan, "a window of less than a year")
                    .mend("write the years, such as window = 5"));
            }
            settings.window = Some(years);
        }
        methods.push((table.start(), OwnMethod { name: name.to_owned(), like, settings }));
    }
    methods.sort_by_key(|(start, _)| *start);
    Ok(methods.into_iter().map(|(_, method)| method).collect())
}

/// Sets the thresholds of one table; those that are not named stay as published.
fn set(table: &Table<'_, '_>, key: &'static str, like: Method, cuts: Cuts, values: &mut [f64; 3]) -> Result<()> {
    let Some(node) = table.get(key) else { return Ok(()) };
    let words: Vec<&str> = cuts.iter().map(|(word, _)| *word).collect();
    if words.is_empty() {
        return Err(node
            .error(ErrorKind::Plan, format!("`{like}` has no thresholds for indicators without a target"))
            .mend("leave `bands_without_target` out"));
    }
    let bands = node.table()?;
    for (word, node) in bands.entries() {
        let Some(place) = words.iter().position(|one| *one == word) else {
            return Err(bands
                .error(ErrorKind::Unknown, format!("`{like}` has no threshold `{word}`"))
                .mend(suggestion(word, &words)));
        };
        let cut = node.fraction()?;
        if let Some(value) = values.get_mut(place) {
            *value = cut;
        }
    }
    // As published they fall or rise; thresholds of one's own go the same way.
    let published: Vec<f64> = cuts.iter().map(|(_, value)| *value).collect();
    let rising = published.windows(2).any(|pair| matches!(pair, [a, b] if a < b));
    let own = values.get(..words.len()).unwrap_or_default();
    let disordered = own.windows(2).any(|pair| matches!(pair, [a, b] if (rising && a > b) || (!rising && a < b)));
    if disordered {
        let way = if rising { "rise" } else { "fall" };
        return Err(node
            .error(ErrorKind::Plan, format!("the thresholds do not {way} from {} on", words.join(" to ")))
            .mend(format!("as published they are {published:?}")));
    }
    Ok(())
}

impl fmt::Display for OwnMethod {
    /// As the plan file has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n[method.{}]\nlike = \"{}\"", self.name, self.like)?;
        let published = Settings::published(self.like);
        let mut table = |key: &str, cuts: Cuts, own: &[f64; 3]| -> fmt::Result {
            let set: Vec<String> = cuts
                .iter()
                .zip(own)
                .filter(|((_, published), own)| published != *own)
                .map(|((word, _), own)| format!("{word} = {own:?}"))
                .collect();
            if set.is_empty() { Ok(()) } else { writeln!(f, "{key} = {{ {} }}", set.join(", ")) }
        };
        table("bands", self.like.bands(), &self.settings.bands)?;
        table("bands_without_target", self.like.bands_without_target(), &self.settings.without_target)?;
        if self.settings.projection != published.projection {
            writeln!(f, "projection = \"{}\"", self.settings.projection)?;
        }
        match self.settings.window {
            Some(years) => writeln!(f, "window = {years:?}"),
            None => Ok(()),
        }
    }
}

impl OwnMethod {
    /// What was set, in words: the thresholds that differ from the published ones, which stand in brackets.
    pub fn differences(&self) -> Vec<String> {
        let mut set = Vec::new();
        let Settings { bands, without_target, projection, window } = &self.settings;
        for (cuts, own, note) in
            [(self.like.bands(), bands, ""), (self.like.bands_without_target(), without_target, ", without a target")]
        {
            for ((word, published), own) in cuts.iter().zip(own) {
                if published != own {
                    set.push(format!("{word} {own} ({published}{note})"));
                }
            }
        }
        if *projection != Projection::default() {
            set.push(projection.to_string());
        }
        if let Some(years) = window {
            set.push(format!("window {years}"));
        }
        set
    }
}

/// The error of a name that neither the library nor the plan has.
pub(crate) fn unknown_method(name: &str, own: &[OwnMethod]) -> Error {
    let words: Vec<&str> =
        Method::ALL.iter().map(|one| one.as_str()).chain(own.iter().map(|one| one.name.as_str())).collect();
    Error::new(ErrorKind::Unknown, format!("unknown method `{name}`")).mend(suggestion(name, &words))
}
