//! Pages of lists, with `Link` headers.

use serde_json::Value;

use super::Call;
use crate::answer::Answer;

/// The page that was asked for: 30 a page, 100 at most.
pub(super) fn page(call: &Call, rows: Vec<Value>) -> Answer {
    let (number, size) = wanted(call);
    let total = rows.len();
    let start = (number - 1).saturating_mul(size);
    let shown: Vec<Value> = rows.into_iter().skip(start).take(size).collect();
    let answer = Answer::json(200, Value::Array(shown));
    linked(call, answer, number, size, total)
}

/// The number of the page that was asked for, and its size.
pub(super) fn wanted(call: &Call) -> (usize, usize) {
    let read = |name| call.request.parameter(name).and_then(|text| text.parse().ok());
    let number: usize = read("page").unwrap_or(1).max(1);
    let size: usize = read("per_page").unwrap_or(30).clamp(1, 100);
    (number, size)
}

/// Adds the `Link` header.
pub(super) fn linked(
    call: &Call,
    answer: Answer,
    number: usize,
    size: usize,
    total: usize,
) -> Answer {
    let last = total.div_ceil(size).max(1);
    let link = |page: usize, rel: &str| {
        let kept = call.request.query.iter().filter(|(name, _)| name != "page");
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .append_pair("page", &page.to_string())
            .finish();
        format!("<{}{}?{query}>; rel=\"{rel}\"", call.state.url, call.request.path)
    };
    let mut links = Vec::new();
    if number > 1 {
        links.push(link(number - 1, "prev"));
    }
    if number < last {
        links.push(link(number + 1, "next"));
        links.push(link(last, "last"));
    }
    if number > 1 {
        links.push(link(1, "first"));
    }
    if links.is_empty() { answer } else { answer.header("link", &links.join(", ")) }
}
