//! JSON-stat 1 and 2: cubes as arrays, straight into data cells.

use serde_json::{Map, Value};

use super::Budget;
use super::statistics::{AREAS, Made, TIMES};
use crate::error::{Error, ErrorKind, Result};
use crate::read::DataCell;

/// The data cells of all datasets of a document.
///
/// Subject and indicator are codes, as in other formats with code lists: the subject is the category of the dimension
/// with the role `geo`, the indicator the path of the categories of all others but time. A status stands in the note, and
/// is the mark where there is no value. The unit is that of the category of the metric dimension.
///
/// # Errors
/// JSON that is broken or is no JSON-stat; sizes that contradict the values.
pub(super) fn cells(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<DataCell>> {
    let text = super::encoding::decode(bytes)?.0;
    let document: Value = serde_json::from_str(&text).map_err(|error| {
        Error::new(ErrorKind::Layout, format!("is no sound JSON: {error}"))
            .mend("it is cut off or damaged: download the file again")
            .at_line(error.line() as u64)
    })?;
    let mut sets = Vec::new();
    datasets(&document, &mut sets);
    if sets.is_empty() {
        return Err(Error::new(ErrorKind::Layout, "this is JSON without a JSON-stat dataset")
            .mend("ask the publisher for JSON-stat or CSV"));
    }
    let mut made = Made::default();
    let mut cells = Vec::new();
    for (nth, set) in sets.into_iter().enumerate() {
        dataset(set, budget, &mut made, &mut cells).map_err(|error| error.at_column(format!("dataset {}", nth + 1)))?;
    }
    Ok(cells)
}

/// Version 2 is one dataset, or a collection that holds some; version 1 is an object of datasets.
fn datasets<'v>(value: &'v Value, sets: &mut Vec<&'v Map<String, Value>>) {
    let Some(object) = value.as_object() else { return };
    if object.contains_key("value") && object.get("dimension").is_some_and(Value::is_object) {
        sets.push(object);
    } else if object.get("class").and_then(Value::as_str) == Some("collection") {
        let items = object.get("link").and_then(|link| link.get("item")).and_then(Value::as_array);
        items.into_iter().flatten().for_each(|item| datasets(item, sets));
    } else if !object.contains_key("class") {
        for inner in object.values().filter_map(Value::as_object) {
            if inner.contains_key("value") && inner.contains_key("dimension") {
                sets.push(inner);
            }
        }
    }
}

/// A dimension: its name, and the codes of its categories in order.
struct Dimension<'v> {
    id: &'v str,
    codes: Vec<&'v str>,
    /// Units by code.
    units: Option<&'v Map<String, Value>>,
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Layout, message).mend("download the file again, or ask its publisher")
}

fn dataset(
    set: &Map<String, Value>,
    budget: &mut Budget<'_>,
    made: &mut Made,
    cells: &mut Vec<DataCell>,
) -> Result<()> {
    let all = set.get("dimension").unwrap_or(&Value::Null);
    // Version 1 has ids, sizes and roles inside `dimension`.
    let of = |key: &str| set.get(key).or_else(|| all.get(key));
    let ids = of("id").and_then(Value::as_array).ok_or_else(|| wrong("the dataset has no `id`"))?;
    let sizes = of("size").and_then(Value::as_array).ok_or_else(|| wrong("the dataset has no `size`"))?;
    if ids.len() != sizes.len() {
        return Err(wrong(format!("{} dimensions and {} sizes", ids.len(), sizes.len())));
    }
    let mut dimensions = Vec::with_capacity(ids.len());
    let mut total = 1_usize;
    for (id, size) in ids.iter().zip(sizes) {
        let id = id.as_str().ok_or_else(|| wrong("an `id` that is no text"))?;
        let size = size.as_u64().ok_or_else(|| wrong("a `size` that is no number"))? as usize;
        let dimension = Dimension::of(id, size, all.get(id))?;
        total = total.saturating_mul(size);
        dimensions.push(dimension);
    }
    budget.take(0, 0, total)?;
    let values = set.get("value").unwrap_or(&Value::Null);
    if let Some(values) = values.as_array()
        && values.len() != total
    {
        return Err(wrong(format!("{} values where the sizes make {total}", values.len())));
    }
    let role = |role: &str, names: &[&str]| {
        let named = of("role").and_then(|roles| roles.get(role)).and_then(Value::as_array);
        let named = named.and_then(|ids| ids.first()).and_then(Value::as_str);
        dimensions.iter().position(|dimension| match named {
            Some(named) => dimension.id == named,
            None => names.contains(&dimension.id.to_uppercase().as_str()),
        })
    };
    let (area, time) = (role("geo", &AREAS), role("time", &TIMES));
    let statuses = set.get("status").unwrap_or(&Value::Null);
    let table = ["label", "title"].iter().find_map(|key| set.get(*key)).and_then(Value::as_str).unwrap_or_default();
    let table = made.arc(table);
    let mut index = vec![0; dimensions.len()];
    for nth in 0..total {
        let code = |at: usize| {
            let dimension = dimensions.get(at)?;
            dimension.codes.get(*index.get(at)?).copied()
        };
        let (value, written) = match at(values, nth) {
            Value::Number(number) => (number.as_f64(), String::new()),
            Value::String(mark) => (None, mark.clone()),
            _ => (None, String::new()),
        };
        let status = match at(statuses, nth) {
            Value::String(status) if !status.is_empty() => Some(status.as_str()),
            _ => None,
        };
        made.indicator.clear();
        let mut unit = "";
        for (nth, dimension) in dimensions.iter().enumerate() {
            let code = code(nth).unwrap_or_default();
            if let Some(own) = dimension.units.and_then(|units| units.get(code)) {
                unit = ["label", "base", "symbol"].iter().find_map(|key| own.get(*key)?.as_str()).unwrap_or_default();
            }
            if Some(nth) != area && Some(nth) != time {
                made.indicator.push_str(if made.indicator.is_empty() { "" } else { " / " });
                made.indicator.push_str(code);
            }
            if dimension.id.eq_ignore_ascii_case("unit") && unit.is_empty() {
                unit = code;
            }
        }
        let period = time.and_then(code).unwrap_or_default();
        let mark = if written.is_empty() { status.unwrap_or_default() } else { &written };
        cells.push(DataCell {
            subject: made.arc(area.and_then(code).unwrap_or_default()),
            indicator: made.path(),
            at: if period.is_empty() { None } else { made.at(period)? },
            period: made.arc(period),
            value,
            missing: value.is_none().then(|| made.arc(mark)),
            unit: made.arc(unit),
            table: table.clone(),
            // Records, as if each value stood on a line of its own.
            cell: format!("R{}C1", nth + 1),
            confidence: 1.0,
            note: status.filter(|_| value.is_some()).map(|status| made.arc(&format!("status {status}"))),
            ..DataCell::default()
        });
        // The last dimension turns fastest.
        for (step, dimension) in index.iter_mut().zip(&dimensions).rev() {
            *step += 1;
            if *step < dimension.codes.len() {
                break;
            }
            *step = 0;
        }
    }
    Ok(())
}

/// A value or a status: in an array, in an object by number, or one for all.
fn at(values: &Value, nth: usize) -> &Value {
    match values {
        Value::Array(values) => values.get(nth).unwrap_or(&Value::Null),
        Value::Object(values) => values.get(&nth.to_string()).unwrap_or(&Value::Null),
        Value::String(_) => values,
        _ => &Value::Null,
    }
}

impl<'v> Dimension<'v> {
    fn of(id: &'v str, size: usize, dimension: Option<&'v Value>) -> Result<Dimension<'v>> {
        let category = dimension.and_then(|dimension| dimension.get("category"));
        let key = |key: &str| category.and_then(|category| category.get(key));
        let mut codes: Vec<(usize, &str)> = match key("index") {
            Some(Value::Array(codes)) => codes.iter().filter_map(Value::as_str).enumerate().collect(),
            Some(Value::Object(places)) => {
                places.iter().filter_map(|(code, at)| Some((at.as_u64()? as usize, code.as_str()))).collect()
            }
            // One category may have a label only.
            _ => key("label").and_then(Value::as_object).into_iter().flatten().map(|(code, _)| (0, &**code)).collect(),
        };
        codes.sort_by_key(|(at, _)| *at);
        if codes.len() != size {
            return Err(wrong(format!("dimension `{id}` has {} categories and the size {size}", codes.len())));
        }
        let units = key("unit").and_then(Value::as_object);
        Ok(Dimension { id, codes: codes.into_iter().map(|(_, code)| code).collect(), units })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    fn read(text: &str) -> Result<Vec<DataCell>> {
        let limits = Limits::default();
        cells(text.as_bytes(), &mut Budget::new(&limits))
    }

    const TWO: &str = r#"{"version": "2.0", "class": "dataset", "label": "GDP", "id": ["geo", "time", "what"],
        "size": [2, 2, 1], "role": {"time": ["time"], "geo": ["geo"], "metric": ["what"]},
        "value": {"0": 1.5, "3": 4}, "status": {"1": "c", "3": "p"}, "dimension": {
        "geo": {"category": {"index": ["AT", "BE"]}}, "time": {"category": {"index": {"2006": 1, "2005": 0}}},
        "what": {"category": {"label": {"gdp": "GDP"}, "unit": {"gdp": {"label": "million EUR"}}}}}}"#;

    #[test]
    fn version_two_with_sparse_values() -> Result<()> {
        let cells = read(TWO)?;
        let shown: Vec<_> = cells
            .iter()
            .map(|cell| (&*cell.subject, &*cell.indicator, &*cell.period, cell.value, cell.missing.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                ("AT", "gdp", "2005", Some(1.5), None),
                ("AT", "gdp", "2006", None, Some("c")),
                ("BE", "gdp", "2005", None, Some("")),
                ("BE", "gdp", "2006", Some(4.0), None),
            ]
        );
        assert_eq!(&*cells[0].unit, "million EUR");
        assert_eq!(cells[3].note.as_deref(), Some("status p"));
        Ok(())
    }

    #[test]
    fn sizes_that_lie_are_refused_without_memory() {
        for (from, to, part) in [
            ("\"size\": [2, 2, 1]", "\"size\": [2, 2000000000000, 1]", "2 categories"),
            ("\"value\": {\"0\": 1.5, \"3\": 4}", "\"value\": [1, 2, 3]", "3 values where the sizes make 4"),
            ("\"id\": [\"geo\", ", "\"id\": [", "2 dimensions and 3 sizes"),
            ("\"version\"", "version", "line 1"),
        ] {
            let error = read(&TWO.replace(from, to)).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(part), "{error}");
        }
        assert!(read("{\"a\": 1}").is_err_and(|error| error.to_string().contains("without a JSON-stat dataset")));
    }
}
