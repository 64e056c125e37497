//! The details of an assessment, and what a year that is not over stands in for.

use super::super::case::{Case, Known};
use super::super::details::{Details, PlanOf, WithinYear};
use super::super::methods::{Judgement, Method};
use super::super::standing::Standing;
use super::Assessment;

impl Assessment {
    fn known(&self) -> Known<'_> {
        Known { target: &self.target, now: &self.now, growth: self.growth }
    }

    /// Adds the details; where no method can tell, a year with a plan of its own can.
    pub(in crate::progress) fn add_details(&mut self, case: &Case<'_>) {
        let mut details = Details::of(case, &self.known());
        if self.standing == Standing::CannotTell {
            let own = details.within_year.as_ref().filter(|year| year.plan_of == PlanOf::Target);
            self.standing = own.and_then(WithinYear::standing).unwrap_or(Standing::CannotTell);
        }
        // Where nothing but this year is known of a plan of this year, its sum so far is what is held against it.
        if let Some(year) = details.within_year.as_ref().filter(|year| year.is_all_of(case, &self.known())) {
            self.take_sum_of(year);
        }
        details.add_stated(case, &self.known());
        self.details = details;
    }

    /// Keeps what the numbers were made of.
    pub(in crate::progress) fn add_arithmetic(&mut self, case: &Case<'_>) {
        self.arithmetic = case.arithmetic().map(Box::new);
    }

    /// Puts the sum so far in the place of a whole year; the schedule judges by it.
    fn take_sum_of(&mut self, year: &WithinYear) {
        self.now = year.in_place_of(&self.now);
        self.growth = year.growth;
        self.in_year = true;
        let (lead, standing) = (self.now.lead_points, year.standing());
        for (method, judgement) in &mut self.methods {
            if let (Method::Schedule, Err(_), Ok(lead), Some(standing)) = (&method, judgement.value, lead, standing) {
                *judgement = Judgement::of_sum(lead, standing);
            }
        }
    }
}
