//! Handlers of every kind and of a few, sync and async, with what they borrow.

use std::{
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use voximplant_callbacks::{Callback, Kind, PartialHandler, payload, rust_decimal::Decimal};

/// What a database has: it is borrowed until it is committed.
#[derive(Default)]
struct Transaction {
    booked: Vec<(u64, Decimal)>,
    others: Vec<Kind>,
}

impl Transaction {
    async fn book(&mut self, account_id: u64, amount: &Decimal) -> Result<(), String> {
        std::future::ready(()).await;
        self.booked.push((account_id, *amount));
        Ok(())
    }
}

struct Book<'t> {
    transaction: &'t mut Transaction,
}

impl PartialHandler for Book<'_> {
    type Output<'a>
        = Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>
    where
        Self: 'a;

    fn otherwise<'a>(&'a mut self, callback: &'a Callback) -> Self::Output<'a> {
        Box::pin(async move {
            self.transaction.others.push(callback.kind());
            Ok(())
        })
    }

    fn on_card_payment<'a>(
        &'a mut self,
        callback: &'a Callback,
        payment: &'a payload::CardPayment,
    ) -> Self::Output<'a> {
        Box::pin(self.transaction.book(callback.account_id(), &payment.amount))
    }
}

/// Runs a future that never waits.
fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn an_async_handler_borrows_what_it_needs() {
    let mut transaction = Transaction::default();
    let mut book = Book { transaction: &mut transaction };
    for kind in [Kind::CardPayment, Kind::MinBalance] {
        assert_eq!(run(kind.sample().dispatch_partial(&mut book)), Ok(()));
    }
    assert_eq!(transaction.booked, [(1_234_567, "10.50".parse().unwrap())]);
    assert_eq!(transaction.others, [Kind::MinBalance]);
}

/// Returns what it borrows from the payload, without a word about lifetimes.
struct Sources;

impl PartialHandler for Sources {
    type Output<'a> = Option<&'a str>;

    fn otherwise<'a>(&'a mut self, _: &'a Callback) -> Option<&'a str> {
        None
    }

    fn on_sms_inbound<'a>(
        &'a mut self,
        _: &'a Callback,
        message: &'a payload::SmsInbound,
    ) -> Option<&'a str> {
        Some(&message.source_number)
    }
}

/// The sync form, which names no lifetime where it borrows nothing.
struct Count(u32);

impl PartialHandler for Count {
    type Output<'a> = u32;

    fn otherwise(&mut self, _: &Callback) -> u32 {
        self.0
    }

    fn on_min_balance(&mut self, _: &Callback, _: &payload::MinBalance) -> u32 {
        self.0 += 1;
        self.0
    }
}

#[test]
fn each_kind_is_handled_by_its_method_or_else_by_one() {
    let mut count = Count(0);
    for kind in Kind::ALL {
        let callback = kind.sample();
        assert_eq!(callback.dispatch_partial(&mut Sources).is_some(), *kind == Kind::SmsInbound);
        callback.dispatch_partial(&mut count);
    }
    assert_eq!(count.0, 1);
}
