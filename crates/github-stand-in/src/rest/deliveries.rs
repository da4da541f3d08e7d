//! What was delivered to an App, and once more what wasn't.

use serde_json::{Value, json};

use super::page::wanted;
use super::{Call, Outcome};
use crate::answer::Answer;
use crate::app::jwt;
use crate::state::app::Delivery;
use crate::state::stamp;

/// Older deliveries are forgotten.
const DAYS: i64 = 3;

fn remembered<'a>(call: &'a Call) -> Result<impl DoubleEndedIterator<Item = &'a Delivery>, Answer> {
    let app = jwt::app(call.state, call.request)?;
    let now = call.state.now();
    Ok(app.deliveries.iter().filter(move |one| (now - one.time).num_days() < DAYS))
}

/// `GET /app/hook/deliveries`, newest first; the next page by a cursor.
pub(super) fn list(call: &Call) -> Outcome {
    let status = call.request.parameter("status");
    let (_, size) = wanted(call);
    let cursor = call.request.parameter("cursor").and_then(|text| text.strip_prefix("v1_"));
    let before: Option<u64> = cursor.and_then(|text| text.parse().ok());
    let mut rows: Vec<&Delivery> = remembered(call)?
        .rev()
        .filter(|one| match status {
            Some("success") => one.arrived(),
            Some("failure") => !one.arrived(),
            _ => true,
        })
        .filter(|one| before.is_none_or(|before| one.id < before))
        .collect();
    // Those that took longer were written down later.
    rows.sort_by_key(|one| std::cmp::Reverse(one.id));
    let more = rows.len() > size;
    rows.truncate(size);
    let last = rows.last().map(|one| one.id);
    let told: Vec<Value> = rows.into_iter().map(Delivery::told).collect();
    let answer = Answer::json(200, Value::Array(told));
    let Some(last) = last.filter(|_| more) else { return Ok(answer) };
    let kept = call.request.query.iter().filter(|(name, _)| name != "cursor");
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("cursor", &format!("v1_{last}"))
        .finish();
    let next = format!("<{}{}?{query}>; rel=\"next\"", call.state.url, call.request.path);
    Ok(answer.header("link", &next))
}

fn find<'a>(call: &'a Call, id: &str) -> Result<&'a Delivery, Answer> {
    let found = remembered(call)?.find(|one| one.id.to_string() == id);
    found.ok_or_else(Answer::not_found)
}

/// `GET /app/hook/deliveries/{id}`
pub(super) fn get(call: &Call, id: &str) -> Outcome {
    let delivery = find(call, id)?;
    let mut told = delivery.told();
    told["delivered_at"] = json!(stamp(delivery.time));
    told["request"] = json!({"headers": {}, "payload": delivery.payload});
    told["response"] = json!({"headers": {}, "payload": ""});
    Ok(Answer::json(200, told))
}

/// `POST /app/hook/deliveries/{id}/attempts`: it is delivered a moment later.
pub(super) fn again(call: &mut Call, id: &str) -> Outcome {
    let delivery = find(call, id)?.clone();
    let app = jwt::app(call.state, call.request)?.id;
    call.state.redeliveries.push((app, delivery));
    Ok(Answer::json(202, json!({})))
}
