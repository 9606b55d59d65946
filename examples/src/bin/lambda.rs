//! Receives callbacks in AWS Lambda, behind a function URL or an API gateway.

use lambda_http::{Body, Error, Request, Response, run, service_fn};
use voximplant_callbacks::{Receiver, web::Endpoint};

async fn on_request(endpoint: &Endpoint, request: Request) -> Result<Response<Body>, Error> {
    let answer = match endpoint.receive(request.into_body()).await {
        Ok(mut delivery) => {
            examples::handle(delivery.take_outcomes()).await;
            delivery.answer()
        }
        Err(rejection) => {
            eprintln!("rejected: {rejection}");
            rejection.answer()
        }
    };
    Ok(answer.response())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    // No replay guard, as an instance knows nothing about the others and does not last. Record
    // handled callbacks in a database, and settle each outcome with its verdict.
    let endpoint = Endpoint::new(Receiver::new(examples::credential()?));
    run(service_fn(|request| on_request(&endpoint, request))).await
}
