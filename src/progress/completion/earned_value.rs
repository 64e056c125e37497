//! Earned value (挣值): cost and schedule of a project against its budget.

use super::over;
use crate::error::Undefined;

/// Planned value, earned value, actual cost and budget at completion, all in one unit of money.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::EarnedValue;
///
/// let project = EarnedValue { planned: 200.0, earned: 150.0, cost: 225.0, budget: 1000.0 };
/// assert_eq!(project.schedule_index(), Ok(0.75));
/// assert_eq!(project.estimate_by_cost_index(), Ok(1500.0));
/// ```
///
/// # Source
/// EIA-748 worked cases (official) in `tests/conformance/data/evm_eia748_reference_cases.json`; a library's validation
/// cases in `evm_pmcontrols_cases.json`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarnedValue {
    /// Budgeted cost of the work that was to be done by now (PV, BCWS).
    pub planned: f64,
    /// Budgeted cost of the work that is done (EV, BCWP).
    pub earned: f64,
    /// What the work done has cost (AC, ACWP).
    pub cost: f64,
    /// Budget of all the work (BAC).
    pub budget: f64,
}

impl EarnedValue {
    /// Schedule variance: `SV = EV − PV`; negative is behind.
    pub fn schedule_variance(&self) -> f64 {
        self.earned - self.planned
    }

    /// Cost variance: `CV = EV − AC`; negative is dearer than planned.
    pub fn cost_variance(&self) -> f64 {
        self.earned - self.cost
    }

    /// Schedule performance index: `SPI = EV / PV`.
    ///
    /// # Undefined
    /// `ZeroBase`, `NegativeBase`, `MissingValue`, `MissingBase`, as all quotients here.
    pub fn schedule_index(&self) -> Result<f64, Undefined> {
        over(self.earned, self.planned)
    }

    /// Cost performance index: `CPI = EV / AC`.
    pub fn cost_index(&self) -> Result<f64, Undefined> {
        over(self.earned, self.cost)
    }

    /// The share of the work that is done: `EV / BAC`.
    pub fn share_done(&self) -> Result<f64, Undefined> {
        over(self.earned, self.budget)
    }

    /// Estimate at completion when the rest costs as much more as so far: `EAC = BAC / CPI`.
    pub fn estimate_by_cost_index(&self) -> Result<f64, Undefined> {
        over(self.budget, self.cost_index()?)
    }

    /// Estimate at completion when the rest costs what was budgeted: `EAC = AC + BAC − EV`.
    pub fn estimate_by_budget(&self) -> f64 {
        self.cost + self.budget - self.earned
    }

    /// Estimate at completion when cost and delay both go on: `EAC = AC + (BAC − EV)/(CPI·SPI)`.
    pub fn estimate_by_both_indices(&self) -> Result<f64, Undefined> {
        let indices = self.cost_index()? * self.schedule_index()?;
        over(self.budget - self.earned, indices).map(|rest| self.cost + rest)
    }

    /// Estimate to complete: `ETC = EAC − AC`, by the cost index.
    pub fn estimate_to_complete(&self) -> Result<f64, Undefined> {
        self.estimate_by_cost_index().map(|estimate| estimate - self.cost)
    }

    /// Variance at completion: `VAC = BAC − EAC`, by the cost index; negative is over the budget.
    pub fn variance_at_completion(&self) -> Result<f64, Undefined> {
        self.estimate_by_cost_index().map(|estimate| self.budget - estimate)
    }

    /// To-complete performance index for the budget: `TCPI = (BAC − EV)/(BAC − AC)`.
    ///
    /// # Undefined
    /// `AlreadyReached`: all is done. `NeverReached`: the budget is spent.
    pub fn to_complete_index(&self) -> Result<f64, Undefined> {
        self.index_for(self.budget)
    }

    /// To-complete performance index for another total: `TCPI = (BAC − EV)/(total − AC)`.
    ///
    /// # Undefined
    /// As [`EarnedValue::to_complete_index`].
    pub fn index_for(&self, total: f64) -> Result<f64, Undefined> {
        if self.earned >= self.budget {
            return Err(Undefined::AlreadyReached);
        }
        if total <= self.cost {
            return Err(Undefined::NeverReached);
        }
        over(self.budget - self.earned, total - self.cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_the_work_needs_money_and_work() {
        let project = EarnedValue { planned: 50.0, earned: 40.0, cost: 60.0, budget: 100.0 };
        assert_eq!(project.to_complete_index(), Ok(1.5));
        assert_eq!(
            (project.index_for(60.0), project.index_for(59.0)),
            (Err(Undefined::NeverReached), Err(Undefined::NeverReached))
        );
        assert_eq!(project.index_for(60.5), Ok(120.0));
        let done = EarnedValue { earned: 100.0, ..project };
        assert_eq!(
            (done.to_complete_index(), done.index_for(60.0)),
            (Err(Undefined::AlreadyReached), Err(Undefined::AlreadyReached))
        );
    }
}
