//! Connections are taken in, answered, and sent away: those that are held without asking, those that do not take their answers,
//! and the longest idle when there are too many.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::serve::Shared;
use crate::serve::crowd::Connection;
use crate::serve::wire::Wire;

/// How long the head of a request may take to arrive, the time before it begins included.
const HEAD: Duration = Duration::from_secs(10);
/// Most header lines, and most bytes of a head.
const LINES: usize = 64;
const HEAD_BYTES: usize = 64 << 10;
/// How long to wait where the system has no connection to give.
const PAUSE: Duration = Duration::from_millis(100);
/// How long streams and answers may take to end when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(2);
/// What one too many is told, while all others are being answered.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Answers until the server is told to stop; streams that are still read then are cut.
pub(super) async fn listen(listener: TcpListener, shared: Arc<Shared>, router: Router) {
    let (mut tasks, hub) = (JoinSet::new(), shared.hub.clone());
    let stopped = hub.stopped();
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            () = &mut stopped => break,
            Some(_) = tasks.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => match shared.crowd.enter(peer) {
                    Some(connection) => {
                        tasks.spawn(answer(stream, connection, shared.clone(), router.clone()));
                    }
                    None => {
                        shared.log.full(peer);
                        let _ = stream.try_write(FULL);
                    }
                },
                Err(error) => trouble(&error, &shared).await,
            },
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(FAREWELL, async { while tasks.join_next().await.is_some() {} }).await;
}

/// Nothing more was to be had of the system. One that left before it was taken in is no reason to wait.
async fn trouble(error: &io::Error, shared: &Shared) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        shared.crowd.make_room();
        tokio::time::sleep(PAUSE).await;
    }
}

/// Answers what comes over one connection.
async fn answer(stream: TcpStream, connection: Arc<Connection>, shared: Arc<Shared>, router: Router) {
    // Events are small and are to arrive at once.
    let _ = stream.set_nodelay(true);
    let wire = TokioIo::new(Wire::new(stream, connection.clone()));
    let service = TowerToHyperService::new(router.layer(Extension(connection.clone())));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(LINES)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(wire, service);
    tokio::pin!(served);
    tokio::select! {
        _ = &mut served => {}
        () = connection.told_to_leave() => {}
        () = shared.hub.stopped() => {
            served.as_mut().graceful_shutdown();
            let _ = served.await;
        }
    }
    shared.crowd.left(&connection);
}
