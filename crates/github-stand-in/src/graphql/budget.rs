//! What a request costs, and the limits on what one may ask: every connection needs `first` or `last`,
//! of 100 at most, and the nodes are capped.

use graphql_parser::query::{Selection, SelectionSet};
use serde_json::Value;

use super::Trouble;
use super::execute::Executor;

/// Fields that are connections.
const CONNECTIONS: [&str; 12] = [
    "reviews",
    "reviewThreads",
    "comments",
    "files",
    "commits",
    "pullRequests",
    "labels",
    "refs",
    "checkSuites",
    "checkRuns",
    "reactions",
    "latestReviews",
];

/// The cost in points, and the number of nodes.
pub(crate) fn weigh(
    executor: &Executor,
    selection: &SelectionSet<'static, String>,
) -> Result<(u64, u64), Trouble> {
    let (mut requests, mut nodes) = (0, 0);
    walk(executor, selection, 1, &mut requests, &mut nodes, 0)?;
    let most = executor.state.caps.nodes;
    if nodes > most {
        let message = format!(
            "This query requests up to {nodes} possible nodes which exceeds the maximum limit of \
             {most}."
        );
        return Err(Trouble::new("MAX_NODE_LIMIT_EXCEEDED", message));
    }
    Ok(((requests + 50) / 100, nodes)).map(|(cost, nodes)| (cost.max(1), nodes))
}

/// How many files of a commit are asked for.
pub(super) fn files(selection: &SelectionSet<'static, String>) -> usize {
    let of = |item: &Selection<'static, String>| match item {
        Selection::Field(field) => usize::from(field.name == "file") + files(&field.selection_set),
        Selection::InlineFragment(fragment) => files(&fragment.selection_set),
        Selection::FragmentSpread(_) => 0,
    };
    selection.items.iter().map(of).sum()
}

fn walk(
    executor: &Executor,
    selection: &SelectionSet<'static, String>,
    times: u64,
    requests: &mut u64,
    nodes: &mut u64,
    depth: usize,
) -> Result<(), Trouble> {
    if depth > 60 {
        return Err(Trouble::new("DEPTH", "The query is nested too deeply."));
    }
    for item in &selection.items {
        match item {
            Selection::Field(field) => {
                let arguments = executor.arguments(field);
                let bound = ["first", "last"].iter().find_map(|name| arguments.get(*name));
                let mut inside = times;
                if CONNECTIONS.contains(&field.name.as_str()) {
                    let wanted = bound.and_then(Value::as_u64);
                    let number = bounded(&field.name, wanted)?;
                    *requests += times;
                    inside = times.saturating_mul(number);
                    *nodes = nodes.saturating_add(inside);
                }
                walk(executor, &field.selection_set, inside, requests, nodes, depth + 1)?;
            }
            Selection::InlineFragment(inline) => {
                walk(executor, &inline.selection_set, times, requests, nodes, depth + 1)?;
            }
            Selection::FragmentSpread(spread) => {
                let name = spread.fragment_name.as_str();
                let Some(fragment) = executor.fragments.get(name) else {
                    let message = format!("Fragment {name} was used, but not defined");
                    return Err(Trouble::new("useAndDefineFragment", message));
                };
                walk(executor, &fragment.selection_set, times, requests, nodes, depth + 1)?;
            }
        }
    }
    Ok(())
}

fn bounded(field: &str, wanted: Option<u64>) -> Result<u64, Trouble> {
    match wanted {
        None => Err(Trouble::new(
            "MISSING_PAGINATION_BOUNDARIES",
            format!(
                "You must provide a `first` or `last` value to properly paginate the `{field}` \
                 connection."
            ),
        )),
        Some(number) if !(1..=100).contains(&number) => Err(Trouble::new(
            "EXCESSIVE_PAGINATION",
            format!(
                "Requesting {number} records on the `{field}` connection exceeds the `first` limit \
                 of 100 records."
            ),
        )),
        Some(number) => Ok(number),
    }
}
