//! README's test of a handler, word for word: here it is run.

use voximplant_callbacks::{
    Event, Outcome,
    payload::CardPayment,
    testing,
    web::{Answer, Delivery},
};

fn on_callbacks(mut delivery: Delivery, paid: &mut Vec<String>) -> Answer {
    for outcome in delivery.take_outcomes() {
        if let Outcome::Callback(callback) = &outcome
            && let Event::CardPayment(payment) = &callback.event
        {
            paid.push(payment.amount.to_string());
        }
        outcome.settle();
    }
    delivery.answer()
}

#[test]
fn a_payment_is_booked() {
    let mut payment = CardPayment::sample();
    payment.amount = "99.50".parse().unwrap();
    let delivery = testing::delivery([testing::callback(payment)]);
    let mut paid = Vec::new();
    assert_eq!(on_callbacks(delivery, &mut paid).status(), 200);
    assert_eq!(paid, ["99.50"]);
}

#[test]
fn it_is_the_one_of_the_readme() {
    let (_, rest) = include_str!("../README.md").split_once("```rust,no_run\n").unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    assert!(include_str!("readme.rs").contains(block));
    let (_, test) = block.split_once("#[test]\nfn").unwrap();
    assert!(test.lines().count() <= 10, "{test}");
}
