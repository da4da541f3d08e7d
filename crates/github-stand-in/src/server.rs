//! HTTP on the loopback interface, from threads of its own.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

use crate::answer::Answer;
use crate::app::deliver;
use crate::faults::What;
use crate::request::Request;
use crate::shared::Shared;
use crate::visit;

/// Serves until the runtime goes.
pub(crate) fn serve(runtime: &Runtime, listener: std::net::TcpListener, shared: Arc<Shared>) {
    listener.set_nonblocking(true).expect("a listener can be made non-blocking");
    runtime.spawn(async move {
        let listener = TcpListener::from_std(listener).expect("a listener");
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, Arc::clone(&shared)));
        }
    });
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| handle(request, Arc::clone(&shared)));
    // An error here is a connection that ended, or one that a fault ends.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// An error ends the connection without an answer.
async fn handle(
    request: hyper::Request<Incoming>,
    shared: Arc<Shared>,
) -> Result<hyper::Response<Full<Bytes>>, io::Error> {
    let at = Instant::now();
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let query = parts.uri.query().unwrap_or_default();
    let request = Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect(),
        body: body.to_vec(),
    };
    let worker = Arc::clone(&shared);
    let done = tokio::task::spawn_blocking(move || respond(&worker, &request, at)).await;
    let reply = done.map_err(io::Error::other)?;
    tokio::time::sleep(reply.delay).await;
    let Some(answer) = reply.answer else {
        return Err(io::Error::new(io::ErrorKind::ConnectionAborted, "a fault was injected"));
    };
    let mut response = hyper::Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    response.body(Full::new(Bytes::from(answer.body))).map_err(io::Error::other)
}

/// An answer on its way, or none where the connection ends.
struct Reply {
    answer: Option<Answer>,
    delay: Duration,
}

fn respond(shared: &Arc<Shared>, request: &Request, at: Instant) -> Reply {
    let mut delay = Duration::ZERO;
    // Not under the lock: whoever shows pages may look at all there is, and deliver events.
    let pages = shared.pages().clone();
    if let Some(answer) = pages.and_then(|pages| visit::answer(&pages, request)) {
        return Reply { answer: Some(answer), delay };
    }
    let mut answer: Option<Option<Answer>> = None;
    let mut told = Vec::new();
    for (name, what) in shared.strike(request) {
        match what {
            Struck::Delay(time) => delay += time,
            Struck::First => {}
            Struck::Refuse(refusal) => answer = Some(Some(shared.dress(request, refusal))),
            Struck::RefuseAfter(refusal) => {
                shared.work(request);
                answer = Some(Some(shared.dress(request, refusal)));
            }
            Struck::Part => answer = Some(Some(in_part(shared.work(request)))),
            Struck::Drop => answer = Some(None),
            Struck::DropAfter => {
                shared.work(request);
                answer = Some(None);
            }
            Struck::Late(time) => {
                let (shared, request) = (Arc::clone(shared), request.clone());
                std::thread::spawn(move || {
                    std::thread::sleep(time);
                    shared.work(&request);
                });
                answer = Some(None);
            }
        }
        told.push(name);
        if answer.is_some() {
            break;
        }
    }
    let answer = answer.unwrap_or_else(|| Some(shared.work(request)));
    let fault = (!told.is_empty()).then(|| told.join(", "));
    shared.log().record(request, answer.as_ref(), fault.as_deref(), at);
    for (app, delivery) in shared.take_redeliveries() {
        let shared = Arc::clone(shared);
        std::thread::spawn(move || {
            let guid = Some(delivery.guid);
            deliver::deliver(&shared, app, guid, &delivery.event, &delivery.payload);
        });
    }
    Reply { answer, delay }
}

/// An answer of GraphQL without every second file of a commit.
fn in_part(answer: Answer) -> Answer {
    let Ok(mut told) = serde_json::from_slice::<Value>(&answer.body) else { return answer };
    let mut errors = Vec::new();
    for side in ["head", "base"] {
        let Some(files) = told["data"]["repository"][side].as_object_mut() else { continue };
        for (alias, file) in files.iter_mut().step_by(2) {
            *file = Value::Null;
            errors.push(json!({"path": ["repository", side, alias],
                "message": "Something went wrong while executing your query."}));
        }
    }
    told["errors"] = Value::Array(errors);
    Answer::json(answer.status, told)
}

/// A fault that strikes this one request.
pub(crate) enum Struck {
    Delay(Duration),
    Refuse(Answer),
    RefuseAfter(Answer),
    Drop,
    DropAfter,
    Late(Duration),
    Part,
    First,
}

impl Struck {
    pub(crate) fn of(what: &mut What) -> Self {
        match what {
            What::Delay(time) => Self::Delay(*time),
            What::Refuse(answer) => Self::Refuse(answer.clone()),
            What::RefuseAfter(answer) => Self::RefuseAfter(answer.clone()),
            What::Drop => Self::Drop,
            What::DropAfter => Self::DropAfter,
            What::Late(time) => Self::Late(*time),
            What::Part => Self::Part,
            What::First(act) => {
                act();
                Self::First
            }
        }
    }
}
