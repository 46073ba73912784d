//! Opens the door: binds the address, says where to look, and serves until it is told to stop.

use std::{
    io::Write,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use firsthand_store::Case;
use tokio::{net::TcpListener, runtime};

use super::{
    desk::{Desk, Settings},
    routes,
};

/// Threads that wait for the disk, each with a connection to the case: readers beyond these wait their turn.
const READERS: usize = 16;

/// Serves the case until Ctrl-C.
///
/// # Errors
///
/// When the address cannot be bound.
pub(crate) fn run(
    mut settings: Settings,
    case: Case,
    bind: SocketAddr,
    say: impl Fn(&str),
) -> Result<(), String> {
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(READERS)
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(async move {
        let listener = TcpListener::bind(bind).await.map_err(|error| {
            format!("cannot listen on {bind}: {error}; --bind takes another address, as 127.0.0.1:7778")
        })?;
        let bound = listener.local_addr().map_err(|error| error.to_string())?;
        settings.hosts.extend(names(bound));
        settings.hosts.iter_mut().for_each(|host| host.make_ascii_lowercase());
        let desk = Arc::new(Desk::new(settings, case, bound.port())?);
        greet(&desk, bound)?;
        // A large case takes some seconds to make ready: the first reader should not have to wait for all of them.
        let early = Arc::clone(&desk);
        tokio::task::spawn_blocking(move || {
            let _ = early.view();
        });
        let stop = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        let served = axum::serve(listener, routes::router(&desk)).with_graceful_shutdown(stop).await;
        say("closed");
        served.map_err(|error| format!("stopped serving: {error}"))
    })
}

/// The names under which a browser reaches this address.
fn names(bound: SocketAddr) -> Vec<String> {
    let port = bound.port();
    let mut names = vec![bound.to_string()];
    if bound.ip().is_loopback() || bound.ip().is_unspecified() {
        names.extend([format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")]);
    }
    names
}

/// Prints the address to open, on standard output: a script may read it there.
fn greet(desk: &Desk, bound: SocketAddr) -> Result<(), String> {
    let host = match bound.ip() {
        IpAddr::V4(it) if it.is_unspecified() => format!("127.0.0.1:{}", bound.port()),
        _ => bound.to_string(),
    };
    let way_in = if desk.settings.team { String::new() } else { format!("enter?token={}", desk.token) };
    let mut out = std::io::stdout().lock();
    writeln!(out, "http://{host}/{way_in}").and_then(|()| out.flush()).map_err(|error| error.to_string())
}
