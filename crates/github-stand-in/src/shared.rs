//! What the server's threads and the tests share, and the way of a request through it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, MutexGuard};

use crate::answer::Answer;
use crate::faults::Fault;
use crate::gate;
use crate::log::Log;
use crate::request::Request;
use crate::server::Struck;
use crate::state::State;
use crate::state::app::Delivery;
use crate::visit::Pages;
use crate::{graphql, rest, web};

/// State, log and faults, each behind its own lock.
pub(crate) struct Shared {
    state: Mutex<State>,
    log: Mutex<Log>,
    faults: Mutex<Vec<Fault>>,
    pages: Mutex<Option<Pages>>,
    /// The folder of the repositories; removed at the end.
    _folder: tempfile::TempDir,
}

impl Shared {
    pub(crate) fn new(state: State, log: Log, folder: tempfile::TempDir) -> Self {
        Self {
            state: Mutex::new(state),
            log: Mutex::new(log),
            faults: Mutex::default(),
            pages: Mutex::default(),
            _folder: folder,
        }
    }

    /// The state. A test that failed meanwhile does no harm to it.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.faults.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// What answers a browser before anything else, if somebody wants that.
    pub(crate) fn pages(&self) -> MutexGuard<'_, Option<Pages>> {
        self.pages.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The faults that strike this request, in the order in which they were injected.
    pub(crate) fn strike(&self, request: &Request) -> Vec<(String, Struck)> {
        // Held while they act, so that no request slips through; what acts can't inject another.
        let mut faults = self.faults();
        let mut struck = Vec::new();
        for fault in &mut *faults {
            if fault.strikes(request) {
                struck.push((fault.name.clone(), Struck::of(&mut fault.what)));
            }
        }
        // What is used up goes, and with it the handles that it holds; not under the lock.
        let (used, left) = std::mem::take(&mut *faults).into_iter().partition(Fault::is_used_up);
        *faults = left;
        drop(faults);
        let used: Vec<Fault> = used;
        drop(used);
        struck
    }

    /// Handles a request.
    pub(crate) fn work(&self, request: &Request) -> Answer {
        let mut state = self.state();
        if let Some(answer) = web::answer(&mut state, request) {
            return answer;
        }
        let token = match gate::pass(&mut state, request) {
            Ok(token) => token,
            Err(refusal) => return gate::dress(&state, request, refusal),
        };
        let answer = if request.is_graphql() {
            graphql::answer(&mut state, request, token.as_ref())
        } else {
            let mut call = rest::Call { state: &mut state, request, token };
            rest::route(&mut call).unwrap_or_else(|refusal| refusal)
        };
        let answer = conditional(request, answer);
        if answer.status != 304 && !request.is_graphql() {
            gate::count(&mut state, request);
        }
        gate::dress(&state, request, answer)
    }

    /// What is to be delivered once more, with the App's id.
    pub(crate) fn take_redeliveries(&self) -> Vec<(u64, Delivery)> {
        std::mem::take(&mut self.state().redeliveries)
    }

    /// The headers that every answer has.
    pub(crate) fn dress(&self, request: &Request, answer: Answer) -> Answer {
        gate::dress(&self.state(), request, answer)
    }
}

/// Marks what was read with an `ETag`, and answers 304 to somebody who has it.
fn conditional(request: &Request, answer: Answer) -> Answer {
    if request.method != "GET" || answer.status != 200 {
        return answer;
    }
    let mut hasher = DefaultHasher::new();
    answer.body.hash(&mut hasher);
    let tag = format!("W/\"{:016x}\"", hasher.finish());
    if request.header("if-none-match") == Some(tag.as_str()) {
        return Answer::empty(304).header("etag", &tag);
    }
    answer.header("etag", &tag)
}
