//! The reference for the price of our layers: axum with one route, a constant answer and nothing
//! around it. Runtime, allocator and body are those of the real server.

use anyhow::Context;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    let port = std::env::args().nth(1).context("usage: bare-axum PORT")?;
    let port: u16 = port.parse().context("the port")?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(serve(port))
}

async fn serve(port: u16) -> anyhow::Result<()> {
    let answer = async || ([(CONTENT_TYPE, "application/json")], r#"{"status":"ok"}"#);
    let router: Router = Router::new().route("/livez", get(answer));
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let listener = listener.tap_io(|stream| {
        // As the real server does.
        let _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, router).await?)
}
