//! `widget-table`: a table that is not made of columns of equal length.

use super::examples;
use super::words::{and, code};
use crate::facts::{self, InputKind};
use crate::finding::Severity;
use crate::fixing::{FixBuilder, scalar_text};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-table",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a widget's table with rows for columns, or with columns of unequal length",
    page: include_str!("table.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for example in examples(ctx.card) {
        for entry in example.entries() {
            let name = facts::widget_key_renamed(entry.name()).unwrap_or(entry.name());
            if facts::widget_key(name) != Some(InputKind::Columns) || entry.value.is_null() {
                continue;
            }
            if out.is_full() {
                out.count();
                continue;
            }
            if let Some(draft) = judge(entry) {
                out.push(draft);
            }
        }
    }
}

fn judge(entry: Entry<'_>) -> Option<Draft> {
    let table = entry.value;
    if table.is_empty() {
        return (table.as_str().is_some_and(|text| !text.trim().is_empty()))
            .then(|| no_columns(entry));
    }
    if !table.is_map() {
        return Some(rows(entry));
    }
    if table.entries().all(|column| column.value.is_scalar()) {
        return Some(one_row(entry));
    }
    if let Some(column) = table.entries().find(|column| !column.value.is_seq()) {
        let (name, value) = (code(column.name()), column.value);
        return Some(
            Draft::at(value, format!("the column {name} is {}, not a list of cells", value.kind()))
                .help("A table is a map from the names of its columns to lists of equal length."),
        );
    }
    if let Some(draft) = unequal(table) {
        return Some(draft);
    }
    let cells = table.entries().flat_map(|column| column.value.items());
    let cell = cells.into_iter().find(|cell| !cell.is_scalar())?;
    Some(
        Draft::at(cell, format!("a cell is {}", cell.kind()))
            .help("The cells of a table are texts and numbers."),
    )
}

fn no_columns(entry: Entry<'_>) -> Draft {
    let (name, table) = (entry.name(), entry.value);
    Draft::at(table, format!("`{name}` is {}, not a map of columns", table.kind()))
        .help("A table is a map from the names of its columns to lists of equal length.")
}

fn unequal(table: NodeRef<'_>) -> Option<Draft> {
    let mut columns = table.entries();
    let first = columns.next()?;
    let odd = columns.find(|column| column.value.len() != first.value.len())?;
    let part = |column: Entry<'_>| format!("{} has {}", code(column.name()), column.value.len());
    let cells = if first.value.len() == 1 { "cell" } else { "cells" };
    Some(
        Draft::on_key(
            odd,
            format!("the columns are of unequal length: {} {cells}, {}", part(first), part(odd)),
        )
        .identity(odd.name())
        .help("All columns of a table have the same number of cells.")
        .related(first.key.span(), "the first column"),
    )
}

/// A map of single values: one row.
fn one_row(entry: Entry<'_>) -> Draft {
    let mut fix = FixBuilder::ask("Make each value a column of one cell");
    for column in entry.value.entries() {
        let value = column.value;
        let written = format!("[{}]", cell_text(value));
        fix = fix.set_raw(value, written, Value::Seq(vec![value.value()]));
    }
    let name = entry.name();
    Draft::on_key(entry, format!("the columns of `{name}` are single values, not lists"))
        .help("A table is a map from the names of its columns to lists of equal length.")
        .fix(fix)
}

/// A table larger than this is not written anew on one line.
const MOST_CELLS: usize = 400;

/// A list of rows, each a map, or each a list below a first row of names.
fn rows(entry: Entry<'_>) -> Draft {
    let (name, table) = (entry.name(), entry.value);
    if !table.is_seq() {
        return no_columns(entry);
    }
    let draft = Draft::on_key(entry, format!("`{name}` is a list of rows, not a map of columns"))
        .help("A table is a map from the names of its columns to lists of equal length.");
    match columns_of(table) {
        Some(columns) => {
            let written: Vec<String> = columns
                .iter()
                .map(|(name, cells)| {
                    let cells: Vec<String> = cells.iter().map(|cell| cell_text(*cell)).collect();
                    format!("{}: [{}]", scalar_text(name, None), cells.join(", "))
                })
                .collect();
            let value = columns
                .iter()
                .map(|(name, cells)| {
                    ((*name).to_owned(), Value::Seq(cells.iter().map(NodeRef::value).collect()))
                })
                .collect();
            let names: Vec<String> = columns.iter().map(|(name, _)| code(name)).collect();
            draft.fix(
                FixBuilder::ask(format!("Turn it into the columns {}", and(&names))).set_entry(
                    entry,
                    &format!("{{{}}}", written.join(", ")),
                    Value::Map(value),
                ),
            )
        }
        None => draft,
    }
}

/// The columns of a list of rows; `None` where a row has other columns than the first.
fn columns_of<'t>(table: NodeRef<'t>) -> Option<Vec<(&'t str, Vec<NodeRef<'t>>)>> {
    let first = table.items().next()?;
    if first.len().saturating_mul(table.len()) > MOST_CELLS || first.is_empty() {
        return None;
    }
    if first.is_map() {
        let mut columns: Vec<(&str, Vec<NodeRef<'_>>)> =
            first.entries().map(|entry| (entry.name(), vec![])).collect();
        for row in table.items() {
            if row.len() != columns.len() {
                return None;
            }
            for (name, cells) in &mut columns {
                cells.push(row.get(name).filter(NodeRef::is_scalar)?);
            }
        }
        return Some(columns);
    }
    let mut columns: Vec<(&str, Vec<NodeRef<'_>>)> =
        first.items().map(|name| Some((name.as_str()?, vec![]))).collect::<Option<_>>()?;
    for row in table.items().skip(1) {
        if row.len() != columns.len() || !row.is_seq() {
            return None;
        }
        for ((_, cells), cell) in columns.iter_mut().zip(row.items()) {
            cells.push(Some(cell).filter(NodeRef::is_scalar)?);
        }
    }
    Some(columns)
}

/// A cell as it can stand in brackets.
fn cell_text(cell: NodeRef<'_>) -> String {
    match cell.as_str() {
        Some(text) => scalar_text(text, cell.style()),
        None => cell.raw().to_owned(),
    }
}
