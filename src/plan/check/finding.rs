//! What a check finds.

use crate::model::{Names, Period, words};

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
}

impl Finding {
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
        }
    }

    pub(crate) fn at(mut self, period: Period) -> Finding {
        self.period = Some(period);
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
