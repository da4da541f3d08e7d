//! Cards made up of lines that real cards have, right and wrong.

use arbtest::arbitrary::{Result, Unstructured};

use crate::github::File;

const BLOCKS: &[&str] = &[
    "license: mit",
    "license: Apache 2.0",
    "license: other",
    "licence: mit",
    "language: en",
    "language: [English, fr]",
    "language:\n- en\n- French\n- en\n- jp",
    "tags:\n- pytorch\n- Text Classification",
    "tags: []",
    "pipeline_tag: text-classification",
    "pipeline_tag: text-clasification",
    "datasets: squad",
    "license_name: my-license",
    "license_link: LICENSE",
    "widget:\n- text: hello\n- txt: hello\n- text: 7",
    "thumbnail:",
    "# a comment",
    "base_model: org/model",
    "metrics:\n- accuracy\n- acuracy",
    "library_name: Transformers",
    "model-index:\n- name: x",
    "inference: \"false\"",
    "title: a: b",
    "# cardbot: ignore license-unknown",
];

pub(crate) fn blocks(u: &mut Unstructured<'_>) -> Result<Vec<&'static str>> {
    let mut chosen = vec![];
    for _ in 0..u.int_in_range(0..=9)? {
        chosen.push(*u.choose(BLOCKS)?);
    }
    Ok(chosen)
}

pub(crate) fn text(u: &mut Unstructured<'_>, blocks: &[&str]) -> Result<String> {
    let mut text = format!("---\n{}\n---\n", blocks.join("\n"));
    for i in 0..u.int_in_range(0..=8)? {
        text.push_str(&format!("text {i}\n"));
    }
    if u.ratio(1, 4)? {
        text.pop();
    }
    if u.ratio(1, 10)? {
        text = text.replace('\n', "\r\n");
    }
    Ok(text)
}

pub(crate) fn file(u: &mut Unstructured<'_>, path: &str) -> Result<File> {
    let head = blocks(u)?;
    let base = match u.int_in_range(0..=2)? {
        0 => None,
        1 => {
            let other = blocks(u)?;
            Some(text(u, &other)?)
        }
        _ => {
            let mut near = head.clone();
            change(u, &mut near)?;
            Some(text(u, &near)?)
        }
    };
    Ok(File { path: path.to_owned(), base_path: None, base, head: text(u, &head)? })
}

/// A few blocks added, taken out or moved.
pub(crate) fn change(u: &mut Unstructured<'_>, blocks: &mut Vec<&'static str>) -> Result<()> {
    for _ in 0..u.int_in_range(1..=3)? {
        let at = u.choose_index(blocks.len() + 1)?;
        match u.int_in_range(0..=2)? {
            0 => blocks.insert(at, u.choose(BLOCKS)?),
            1 if at < blocks.len() => drop(blocks.remove(at)),
            _ if at < blocks.len() => {
                let to = u.choose_index(blocks.len())?;
                blocks.swap(at, to);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The head of a file, changed a bit.
pub(crate) fn next_head(u: &mut Unstructured<'_>, head: &str) -> Result<String> {
    let mut lines: Vec<&str> = head.split_inclusive('\n').collect();
    for _ in 0..u.int_in_range(1..=4)? {
        let at = u.choose_index(lines.len() + 1)?;
        match u.int_in_range(0..=3)? {
            0 => lines.insert(at, "new: line\n"),
            1 if at < lines.len() && lines.len() > 1 => drop(lines.remove(at)),
            2 if at < lines.len() => {
                let to = u.choose_index(lines.len())?;
                lines.swap(at, to);
            }
            _ => lines.insert(at.min(1), "license: gpl\n"),
        }
    }
    Ok(lines.concat())
}
