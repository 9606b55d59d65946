use voximplant_callbacks::{BodyError, Event, Outcome, Receiver};

fn on_post(receiver: &Receiver, body: &[u8]) -> Result<(), BodyError> {
    for outcome in receiver.receive(body)? {
        let Outcome::Callback(callback) = outcome else { continue };
        if let Event::CardPayment(payload) = &callback.event {
            println!("{}", payload.transaction_id);
        }
    }
    Ok(())
}
