//! Pages that somebody adds, for those who try an App by hand.

use std::sync::Arc;

use crate::answer::Answer;
use crate::request::Request;
use crate::stand_in::StandIn;

/// A browser asks for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visit {
    /// `GET` or `POST`.
    pub(crate) method: String,
    /// The parts of the path, decoded.
    pub(crate) path: Vec<String>,
    /// What a form sent.
    pub(crate) form: Vec<(String, String)>,
}

/// What it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A page.
    Html(String),
    /// Another page, at this path.
    Elsewhere(String),
}

/// What shows pages; nothing where a request is for none of them.
pub(crate) type Pages = Arc<dyn Fn(&Visit) -> Option<Shown> + Send + Sync>;

impl StandIn {
    /// Shows pages to browsers, before anything else is looked at.
    pub(crate) fn show(&self, pages: impl Fn(&Visit) -> Option<Shown> + Send + Sync + 'static) {
        *self.shared.pages() = Some(Arc::new(pages));
    }
}

pub(crate) fn answer(pages: &Pages, request: &Request) -> Option<Answer> {
    let visit = Visit {
        method: request.method.clone(),
        path: request.segments(),
        form: form_urlencoded::parse(&request.body).into_owned().collect(),
    };
    Some(match pages(&visit)? {
        Shown::Html(html) => Answer::raw("text/html; charset=utf-8", html.into_bytes()),
        Shown::Elsewhere(path) => Answer::empty(303).header("location", &path),
    })
}
