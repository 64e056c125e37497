//! Which subjects are one: by what a table of names says, and the short and full names of provinces.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::entry::Entry;
use super::heads::{Numbers, Shared};
use super::problem::BatchProblem;
use super::walk::Found;
use crate::model::{Matcher, Names, Province, province, tidy};
use crate::plan::{Plan, Severity};

/// The subjects of a batch by number, each under one name.
pub(super) struct Subjects {
    numbers: Numbers,
    /// The name of each: that of the plan, or the one that was printed first. No two have one name.
    shown: HashMap<u32, Arc<str>>,
    used: HashSet<Arc<str>>,
    /// Provinces as the plan writes them, by full name.
    of_the_plan: HashMap<&'static str, Arc<str>>,
    /// How each province is printed, with the first file of each spelling.
    spelled: BTreeMap<&'static str, Vec<(Arc<str>, u32)>>,
}

/// What the subjects of one file are.
pub(super) struct OfFile {
    /// For each text: the subject under the name that the table of names gives it, and the province that it names.
    known: HashMap<u32, (Arc<str>, Option<Province>)>,
    /// For each table the provinces that are named in it, a bit each.
    tables: HashMap<(u32, u32), u64>,
}

impl Subjects {
    pub(super) fn new(plan: &Plan) -> Subjects {
        let named: Vec<(&str, Province)> = plan
            .subject()
            .into_iter()
            .chain(plan.targets().iter().filter_map(|target| target.subject.as_deref()))
            .filter_map(|subject| Some((subject, province(&tidy(subject))?)))
            .collect();
        let mut of_the_plan: HashMap<&'static str, Arc<str>> = HashMap::new();
        for (subject, own) in &named {
            if own.is_sure || named.iter().any(|(_, other)| other.number != own.number) {
                of_the_plan.entry(own.full).or_insert_with(|| (*subject).into());
            }
        }
        Subjects {
            numbers: Numbers::default(),
            shown: HashMap::new(),
            used: HashSet::new(),
            of_the_plan,
            spelled: BTreeMap::new(),
        }
    }

    /// Looks at the subjects of a file.
    pub(super) fn of_file(entry: &Entry, matcher: &Matcher, texts: &mut Shared) -> OfFile {
        let mut known: HashMap<u32, (Arc<str>, Option<Province>)> = HashMap::new();
        for cell in &entry.cells {
            known.entry(cell.subject).or_insert_with(|| {
                let subject = matcher.subject(entry.text(cell.subject));
                (texts.of(subject), province(&tidy(subject)))
            });
        }
        let mut tables = HashMap::new();
        // Only names that may be of something else ask what stands beside them.
        if known.values().any(|(_, province)| province.is_some_and(|one| !one.is_sure)) {
            for cell in &entry.cells {
                if let Some((_, Some(one))) = known.get(&cell.subject) {
                    *tables.entry((cell.sheet, cell.table)).or_insert(0) |= 1_u64 << one.number;
                }
            }
        }
        OfFile { known, tables }
    }

    /// The number of the subject of a cell, and its name.
    pub(super) fn of(&mut self, of_file: &OfFile, cell: &super::entry::Cell, file: u32) -> (u32, Arc<str>) {
        let Some((subject, province)) = of_file.known.get(&cell.subject) else { return (u32::MAX, "".into()) };
        let others = |one: &Province| {
            of_file.tables.get(&(cell.sheet, cell.table)).is_some_and(|all| all & !(1_u64 << one.number) != 0)
        };
        let province = province.filter(|one| one.is_sure || others(one));
        let Some(province) = province else {
            let number = self.numbers.of(&tidy(subject));
            return (number, self.name(number, subject, subject));
        };
        let spellings = self.spelled.entry(province.full).or_default();
        if !spellings.iter().any(|(other, _)| other == subject) {
            spellings.push((subject.clone(), file));
        }
        let number = self.numbers.of(province.full);
        let printed = if province.is_sure { subject.clone() } else { province.full.into() };
        let wanted = self.of_the_plan.get(province.full).cloned().unwrap_or(printed);
        (number, self.name(number, &wanted, province.full))
    }

    /// The name of a subject: the one that is wanted, or else another, where no other subject has it.
    fn name(&mut self, number: u32, wanted: &Arc<str>, or: &str) -> Arc<str> {
        if let Some(own) = self.shown.get(&number) {
            return own.clone();
        }
        let others = std::iter::once(or.into()).chain((2..).map(|count| format!("{or} {count}").into()));
        let mut free = std::iter::once(wanted.clone()).chain(others).filter(|name| !self.used.contains(name));
        let name = free.next().unwrap_or_else(|| wanted.clone());
        self.used.insert(name.clone());
        self.shown.insert(number, name.clone());
        name
    }

    /// Says once which provinces are printed under several names.
    pub(super) fn problem(&self, files: &[Found]) -> Option<BatchProblem> {
        let several = |all: &&Vec<(Arc<str>, u32)>| {
            let mut tidied: Vec<String> = all.iter().map(|(name, _)| tidy(name)).collect();
            tidied.sort_unstable();
            tidied.dedup();
            tidied.len() > 1
        };
        let count = self.spelled.values().filter(several).count();
        let first = self.spelled.values().find(several)?;
        let file = |at: u32| files.get(at as usize).map_or("", |found| found.shown.as_str());
        let names = |join: &str, inside: &dyn Fn(&str, &str) -> String| {
            first.iter().map(|(name, at)| inside(name, file(*at))).collect::<Vec<_>>().join(join)
        };
        let message = Names::both(
            format!(
                "{count} 个省级行政区有简称与全称两种写法，按同一主体处理，如 {}",
                names("、", &|name, file| format!("{name}（{file}）"))
            ),
            format!(
                "{count} provinces are printed under their short and their full names, and each is one subject, such as {}",
                names(" and ", &|name, file| format!("{name} ({file})"))
            ),
        );
        let source = first.last().map_or("", |(_, at)| file(*at));
        Some(BatchProblem::new(Severity::Info, "one_subject", message).in_source(source))
    }
}
