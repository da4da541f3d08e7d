//! The one page that the stand-in has: where an App is made from a manifest.

use serde_json::Value;

use crate::answer::Answer;
use crate::request::Request;
use crate::state::State;
use crate::state::app::Draft;

/// Whether a request is for a page, and so none of the API.
pub(crate) fn is_page(request: &Request) -> bool {
    request.method == "POST" && request.path.ends_with("/settings/apps/new")
}

/// Answers what a browser sends; nothing where it isn't for a page.
pub(crate) fn answer(state: &mut State, request: &Request) -> Option<Answer> {
    let segments = request.segments();
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    let owner = match (request.method.as_str(), parts.as_slice()) {
        ("POST", ["settings", "apps", "new"]) => "app-owner",
        ("POST", ["organizations", owner, "settings", "apps", "new"]) => owner,
        _ => return None,
    };
    let owner = owner.to_owned();
    Some(draft(state, request, owner).unwrap_or_else(|what| Answer::error(422, what)))
}

/// Keeps the manifest under a code and leads the browser back with it.
fn draft(state: &mut State, request: &Request, owner: String) -> Result<Answer, &'static str> {
    let field = form_urlencoded::parse(&request.body).find(|(name, _)| name == "manifest");
    let (_, text) = field.ok_or("There is no manifest")?;
    let manifest: Value = serde_json::from_str(&text).map_err(|_| "The manifest is not JSON")?;
    for name in ["name", "url", "redirect_url"] {
        if manifest[name].as_str().is_none_or(str::is_empty) {
            return Err("The manifest lacks its name, url or redirect_url");
        }
    }
    let code = format!("{:040x}", state.new_id());
    let target = manifest["redirect_url"].as_str().unwrap_or_default();
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("code", &code);
    if let Some(given) = request.parameter("state") {
        query.append_pair("state", given);
    }
    let mark = if target.contains('?') { '&' } else { '?' };
    let location = format!("{target}{mark}{}", query.finish());
    let time = state.now();
    state.drafts.push(Draft { code, manifest, owner, time });
    Ok(Answer::empty(302).header("location", &location))
}
