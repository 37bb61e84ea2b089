//! A connection's bytes, on their way between the socket and HTTP: what comes in is looked at, and whoever does not take what
//! it asked for is cut off.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::time::{Sleep, sleep};

use crate::serve::crowd::Connection;
use crate::serve::heads::Heads;

/// Of an answer that waits to be taken, at least so many bytes must go in so much time.
const WINDOW: Duration = Duration::from_secs(20);
const LEAST: usize = 64 << 10;
/// What comes after the last answer is still read, so much of it and for so long: else the system takes the answer back.
const FAREWELL: Duration = Duration::from_secs(1);
const REST: usize = 4 << 20;

/// The two ways of a connection.
pub(super) struct Wire {
    /// There until this is dropped.
    stream: Option<TcpStream>,
    /// Whether nothing more comes in.
    ended: bool,
    connection: Arc<Connection>,
    heads: Heads,
    /// Until when enough must have been taken, while something waits, and how much was.
    window: Option<(Pin<Box<Sleep>>, usize)>,
}

impl Wire {
    pub(super) fn new(stream: TcpStream, connection: Arc<Connection>) -> Self {
        Self { stream: Some(stream), ended: false, connection, heads: Heads::default(), window: None }
    }

    fn stream(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        self.stream.as_mut().map(Pin::new).ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// What comes of an attempt to write.
    fn wrote(&mut self, cx: &mut Context<'_>, attempt: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let (Poll::Ready(Ok(bytes)), Some((_, taken))) = (&attempt, &mut self.window) {
            *taken += bytes;
        }
        if attempt.is_ready() {
            return attempt;
        }
        loop {
            let (end, taken) = self.window.get_or_insert_with(|| (Box::pin(sleep(WINDOW)), 0));
            ready!(end.as_mut().poll(cx));
            if *taken < LEAST {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.window = None;
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let own = self.get_mut();
        let before = buf.filled().len();
        ready!(own.stream()?.poll_read(cx, buf))?;
        own.ended |= buf.filled().len() == before;
        if let Some(fault) = own.heads.read(buf.filled().get(before..).unwrap_or_default()) {
            own.connection.accuse(fault);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let own = self.get_mut();
        let attempt = own.stream()?.poll_write(cx, bytes);
        own.wrote(cx, attempt)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let own = self.get_mut();
        let attempt = own.stream()?.poll_write_vectored(cx, parts);
        own.wrote(cx, attempt)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.as_ref().is_some_and(AsyncWrite::is_write_vectored)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let own = self.get_mut();
        // HTTP flushes when all that it had is written.
        own.window = None;
        own.stream()?.poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().stream()?.poll_shutdown(cx)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if let (Some(stream), false, Ok(runtime)) = (self.stream.take(), self.ended, Handle::try_current()) {
            runtime.spawn(tokio::time::timeout(FAREWELL, part(stream)));
        }
    }
}

/// Waits for the other end to take the last answer.
async fn part(mut stream: TcpStream) {
    let _ = poll_fn(|cx| Pin::new(&mut stream).poll_shutdown(cx)).await;
    let (mut left, mut some) = (REST, [0; 4096]);
    while left > 0 && stream.readable().await.is_ok() {
        match stream.try_read(&mut some) {
            Ok(0) => return,
            Ok(read) => left = left.saturating_sub(read),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
    }
}
