//! Receives callbacks with actix-web.

use std::{env, error::Error, sync::Arc};

use actix_web::{App, HttpResponse, HttpServer, http::StatusCode, rt, web};
use http_body_util::Full;
use voximplant_callbacks::{MemoryGuard, Receiver, web::Endpoint};

async fn on_callbacks(endpoint: web::Data<Endpoint>, body: web::Bytes) -> HttpResponse {
    let answer = match endpoint.receive(Full::new(body)).await {
        Ok(mut delivery) => {
            // A separate task, as actix-web cancels this function if the sender hangs up.
            let work = rt::spawn(examples::handle(delivery.take_outcomes()));
            if let Err(error) = work.await {
                eprintln!("not handled: {error}");
            }
            delivery.answer()
        }
        Err(rejection) => {
            eprintln!("rejected: {rejection}");
            rejection.answer()
        }
    };
    // actix-web has its own type for a status.
    let status = StatusCode::from_u16(answer.status().as_u16()).unwrap_or_default();
    HttpResponse::build(status).content_type("text/plain").body(answer.text())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let receiver = Receiver::new(examples::credential()?).guard(Arc::new(MemoryGuard::default()));
    let endpoint = web::Data::new(Endpoint::new(receiver));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(endpoint.clone())
            // The limit of the endpoint, as actix-web's default is a quarter of that.
            .app_data(web::PayloadConfig::new(1024 * 1024))
            .route("/callbacks", web::post().to(on_callbacks))
    });
    let server = server.bind(env::args().nth(1).as_deref().unwrap_or("127.0.0.1:8080"))?;
    println!("listening on http://{}/callbacks", server.addrs()[0]);
    Ok(server.run().await?)
}
