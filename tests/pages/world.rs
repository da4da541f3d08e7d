//! The pages on a real connection.

use std::net::SocketAddr;
use std::sync::Arc;

use cardbot::app::web::{Playground, Site, router};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A server in the background, until it is dropped.
pub(crate) struct World {
    pub(crate) address: SocketAddr,
    pub(crate) runtime: Runtime,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

impl World {
    pub(crate) fn new(playground: Playground) -> Self {
        Self::with(async move { Site::new(playground) })
    }

    pub(crate) fn with(site: impl Future<Output = Site>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let site = runtime.block_on(site);
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = listener.local_addr().expect("an address");
        let service = router(Arc::new(site)).into_make_service_with_connect_info::<SocketAddr>();
        runtime.spawn(async move { axum::serve(listener, service).await });
        Self { address, runtime }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        // The provider is set once for the process.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let redirect = reqwest::redirect::Policy::none();
        let client =
            reqwest::Client::builder().redirect(redirect).no_proxy().build().expect("a client");
        client.request(method.parse().expect("a method"), self.url(path))
    }

    pub(crate) fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        self.runtime.block_on(async {
            let answer = request.send().await.expect("an answer");
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            Answer { status, headers, text: answer.text().await.expect("text") }
        })
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path))
    }

    /// Sends a form as a browser does.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.form(path, fields))
    }

    pub(crate) fn form(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.request("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(fields.join("&"))
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
