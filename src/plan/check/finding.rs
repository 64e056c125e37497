//! What a check finds.

use crate::model::{Language, Names, Period, words};

words! {
    /// How serious a finding is.
    Severity, "severity" {
        /// The plan contradicts itself.
        Error = "error",
        /// The plan falls short of what it says.
        Warning = "warning",
        /// Worth knowing.
        Info = "info",
    }
}

/// Something in a plan or its data that a reader should know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// A stable word for programs.
    pub code: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// Code of the indicator; empty where it concerns none.
    pub indicator: String,
    /// The subject, where there is one.
    pub subject: Option<String>,
    /// The date that it is about.
    pub period: Option<Period>,
    /// A sentence with the numbers in it.
    pub message: Names,
    /// The numbers by name.
    pub numbers: Vec<(&'static str, f64)>,
    /// The lines of the plan file that it is about: of a contradiction both sides.
    pub lines: Vec<u64>,
}

impl Finding {
    /// The message, and behind it the lines of the plan file; of what is only worth knowing without them.
    ///
    /// # Examples
    /// ```
    /// use fanfan::model::Language;
    /// use fanfan::plan::Plan;
    ///
    /// let target = "[[target]]\nindicator = 'x'\nby = '2010'\n";
    /// let plan = Plan::parse(&format!("[indicator.x]\n{target}level = 30\n{target}level = 35\n"))?;
    /// let finding = &plan.check(None, |_, _| None)[0];
    /// assert_eq!(finding.sentence(Language::English), "two targets for 2010: 30 and 35 (lines 2, 6)");
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn sentence(&self, language: Language) -> String {
        let message = self.message.get(language).unwrap_or_default();
        if self.lines.is_empty() || self.severity == Severity::Info {
            return message.to_owned();
        }
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        match language {
            Language::Chinese => format!("{message}（第{}行）", lines.join("、")),
            Language::English if lines.len() == 1 => format!("{message} (line {})", lines.concat()),
            Language::English => format!("{message} (lines {})", lines.join(", ")),
        }
    }

    /// A finding about one indicator.
    pub(crate) fn new(
        code: &'static str,
        severity: Severity,
        indicator: &str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Finding {
        Finding {
            code,
            severity,
            indicator: indicator.to_owned(),
            subject: None,
            period: None,
            message: Names::both(zh, en),
            numbers: Vec::new(),
            lines: Vec::new(),
        }
    }

    pub(crate) fn at(mut self, period: Period) -> Finding {
        self.period = Some(period);
        self
    }

    /// Names lines of the plan file, each once and in order.
    pub(crate) fn written(mut self, lines: impl IntoIterator<Item = Option<u64>>) -> Finding {
        self.lines.extend(lines.into_iter().flatten());
        self.lines.sort_unstable();
        self.lines.dedup();
        self
    }

    pub(crate) fn of(mut self, subject: Option<&str>) -> Finding {
        self.subject = subject.map(str::to_owned);
        self
    }

    pub(crate) fn with(mut self, numbers: impl IntoIterator<Item = (&'static str, f64)>) -> Finding {
        self.numbers.extend(numbers);
        self
    }
}
