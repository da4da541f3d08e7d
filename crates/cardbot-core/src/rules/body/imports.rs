//! Which names the Python code of a card imports from which library.

use crate::text::places;

/// So long may a list of imported names be; the work stays linear in lists without an end.
const LONGEST_LIST: usize = 2000;

/// The names that code imports from a library or a module in it: `from datasets import load_metric`.
pub(super) fn imported<'t>(code: &'t str, library: &'t str) -> impl Iterator<Item = &'t str> {
    places(code, library)
        .filter(|at| follows_from(code.get(..*at).unwrap_or("")))
        .flat_map(move |at| words(list(code.get(at + library.len()..).unwrap_or(""))))
}

/// Whether a text ends with the word `from` and blanks.
fn follows_from(before: &str) -> bool {
    let cut = before.trim_end_matches([' ', '\t']);
    cut.len() < before.len()
        && cut.strip_suffix("from").is_some_and(|rest| !rest.ends_with(is_part_of_name))
}

/// What is imported, from what stands after the name of the library: `.metric import (a, b as c)`.
fn list(after: &str) -> &str {
    let blank = [' ', '\t'];
    if !after.starts_with(['.', ' ', '\t']) {
        return "";
    }
    let module = after.trim_start_matches(|c: char| is_part_of_name(c) || c == '.');
    let list = module.trim_start_matches(blank).strip_prefix("import").unwrap_or("");
    let mut end = list.len().min(LONGEST_LIST);
    while !list.is_char_boundary(end) {
        end -= 1;
    }
    let list = list.get(..end).unwrap_or("").trim_start_matches(blank);
    let list = match list.strip_prefix('(') {
        Some(inside) => inside.split(')').next(),
        None => list.lines().next(),
    };
    list.unwrap_or("")
}

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(|c: char| !is_part_of_name(c)).filter(|word| !word.is_empty())
}

fn is_part_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_as_python_reads_them() {
        for code in [
            "from datasets import load_metric",
            ">>> from datasets import load_dataset, load_metric as m  # both",
            "x = 1\nfrom datasets.load import load_metric\n",
            "from  datasets\timport (\n    load_dataset,\n    load_metric,\n)\n",
        ] {
            assert!(imported(code, "datasets").any(|n| n == "load_metric"), "{code}");
        }
        for code in [
            "from evaluate import load_metric",
            "from datasets_tools import load_metric",
            "from mydatasets import load_metric",
            "from datasets import load_metrics",
            "from datasets import load_dataset\nload_metric(1)",
            "import datasets, load_metric",
            "datasets import load_metric",
            "from datasets import (\n  load_dataset\n)\nload_metric()",
            "from datasets",
            "",
        ] {
            assert!(imported(code, "datasets").all(|n| n != "load_metric"), "{code}");
        }
    }
}
