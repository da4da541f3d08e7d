//! As many deliveries as are answered. All connections are served by one thread, so that little of the
//! machine is taken from the server.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::{Sender, request};

/// Sends on all connections, on each the next one as soon as the one before was answered.
pub(crate) fn send(senders: Vec<Sender>, begin: Instant, end: Instant) -> Vec<Duration> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut all = JoinSet::new();
        for sender in senders {
            all.spawn(one(sender, begin, end));
        }
        all.join_all().await.into_iter().flatten().collect()
    })
}

async fn one(sender: Sender, begin: Instant, end: Instant) -> Vec<Duration> {
    let Sender { stream, mut requests } = sender;
    stream.set_nonblocking(true).unwrap();
    let mut stream = TcpStream::from_std(stream).unwrap();
    tokio::time::sleep_until(begin.into()).await;
    let mut times = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        for request in &mut requests {
            let begun = Instant::now();
            if begun >= end {
                return times;
            }
            stream.write_all(request.next()).await.unwrap();
            let mut read = 0;
            let status = loop {
                read += match stream.read(buffer.get_mut(read..).unwrap()).await.unwrap() {
                    0 => panic!("the server hung up"),
                    more => more,
                };
                if let Some(status) = request::status(buffer.get(..read).unwrap()) {
                    break status;
                }
            };
            request::assert_taken(status);
            times.push(begun.elapsed());
        }
    }
}
