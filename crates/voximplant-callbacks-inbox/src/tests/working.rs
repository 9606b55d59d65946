//! What becomes of items, whatever happens to those who handle them.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use super::{ACCOUNT, inbox, outcomes, signed};
use crate::{Failure, Filter, Inbox, Item, Order, Retries, Sqlite, store::State};

type Handled = Arc<Mutex<Vec<(u64, u64)>>>;

async fn put(inbox: &Inbox<Sqlite>, ids: impl IntoIterator<Item = (u64, u64)>) {
    let callbacks: Vec<_> = ids.into_iter().map(|(account, id)| signed(account, id, "1")).collect();
    inbox.put(outcomes(&callbacks)).await;
}

async fn until_idle(inbox: &Inbox<Sqlite>) {
    for _ in 0..2000 {
        if inbox.stats().await.expect("stats").ready == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("there is still something to do");
}

fn quick() -> Retries {
    Retries { attempts: 3, first: Duration::from_millis(2), longest: Duration::from_millis(5) }
}

async fn states(inbox: &Inbox<Sqlite>) -> Vec<(u64, State, u32)> {
    let items = inbox.list(&Filter::default(), None, 1000).await.expect("list");
    items.iter().map(|it| (it.callback_id, it.state, it.attempts)).collect()
}

fn note(handled: &Handled, item: &Item) {
    handled.lock().expect("a lock").push((item.account_id(), item.callback_id()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn items_are_handled_in_order_of_their_account() {
    let (inbox, _folder) = inbox().await;
    put(&inbox, (0..100).map(|id| (if id % 3 == 0 { 2 } else { ACCOUNT }, id))).await;
    let handled = Handled::default();
    let seen = Arc::clone(&handled);
    let worker = inbox.worker().run(move |item| {
        let seen = Arc::clone(&seen);
        async move {
            note(&seen, &item);
            Ok(())
        }
    });
    // What comes while it works is handled as well.
    put(&inbox, (100..150).map(|id| (ACCOUNT, id))).await;
    until_idle(&inbox).await;
    worker.stop().await;
    let handled = handled.lock().expect("a lock");
    assert_eq!(handled.len(), 150, "each once");
    for account in [ACCOUNT, 2] {
        let ids: Vec<_> = handled.iter().filter(|it| it.0 == account).map(|it| it.1).collect();
        assert!(ids.is_sorted(), "{ids:?}");
    }
}

/// More than one lease of an account has room for, while nobody else has work
/// or puts any: the next one follows at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_backlog_of_one_account_does_not_wait_for_a_poll() {
    let (inbox, _folder) = inbox().await;
    put(&inbox, (0..2000).map(|id| (ACCOUNT, id))).await;
    let worker = inbox.worker().run(|_| async { Ok(()) });
    until_idle(&inbox).await;
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_and_panics_are_retried_and_end_as_dead_letters() {
    let (inbox, _folder) = inbox().await;
    put(&inbox, (1..=5).map(|id| (ACCOUNT, id))).await;
    let worker = inbox.worker().retries(quick()).run(|item| {
        assert!(item.callback_id() != 1, "before it returns a future");
        async move {
            match (item.callback_id(), item.attempt()) {
                (2, _) => Err(Failure::dead("hopeless")),
                (3, 1) => Err(std::io::Error::other("no luck").into()),
                (4, 1) => Err(Failure::retry_after(Duration::from_millis(3), "later")),
                (5, 1) => panic!("in its future"),
                _ => Ok(()),
            }
        }
    });
    until_idle(&inbox).await;
    worker.stop().await;
    let expected = [
        (1, State::Dead, 3),
        (2, State::Dead, 1),
        (3, State::Done, 2),
        (4, State::Done, 2),
        (5, State::Done, 2),
    ];
    assert_eq!(states(&inbox).await, expected);
    let first = inbox.list(&Filter::default(), None, 1).await.expect("list").remove(0);
    assert_eq!(first.error.as_deref(), Some("the handler panicked: before it returns a future"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_item_lets_others_pass_only_if_set_aside() {
    for (order, expected) in
        [(Order::InOrder, vec![1, 1, 1, 2]), (Order::SetAside, vec![1, 2, 1, 1])]
    {
        let (inbox, _folder) = inbox().await;
        put(&inbox, [(ACCOUNT, 1), (ACCOUNT, 2)]).await;
        let handled = Handled::default();
        let seen = Arc::clone(&handled);
        let worker = inbox.worker().order(order).retries(quick()).run(move |item| {
            let seen = Arc::clone(&seen);
            async move {
                note(&seen, &item);
                if item.callback_id() == 1 {
                    Err(Failure::retry_after(Duration::from_millis(60), "no"))
                } else {
                    Ok(())
                }
            }
        });
        until_idle(&inbox).await;
        worker.stop().await;
        let ids: Vec<_> = handled.lock().expect("a lock").iter().map(|it| it.1).collect();
        assert_eq!(ids, expected, "{order:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_that_takes_longer_than_its_lease_keeps_it() {
    let (inbox, _folder) = inbox().await;
    put(&inbox, (1..=3).map(|id| (ACCOUNT, id))).await;
    let calls = Arc::new(AtomicU32::new(0));
    let mut workers = Vec::new();
    for _ in 0..2 {
        let calls = Arc::clone(&calls);
        // Long enough to be renewed in time on a busy machine.
        workers.push(inbox.worker().lease(Duration::from_secs(2)).run(move |_| {
            let calls = Arc::clone(&calls);
            async move {
                calls.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_secs(3)).await;
                Ok(())
            }
        }));
    }
    until_idle(&inbox).await;
    for worker in workers {
        worker.stop().await;
    }
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_waits_for_a_handler_and_gives_the_rest_back() {
    let (inbox, _folder) = inbox().await;
    put(&inbox, (1..=5).map(|id| (ACCOUNT, id))).await;
    let (begun, mut has_begun) = tokio::sync::mpsc::unbounded_channel();
    let worker = inbox.worker().run(move |_| {
        let begun = begun.clone();
        async move {
            begun.send(()).ok();
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(())
        }
    });
    has_begun.recv().await;
    worker.stop().await;
    let now = states(&inbox).await;
    assert_eq!(now[0], (1, State::Done, 1), "it ran to its end");
    assert_eq!(now[4], (5, State::Ready, 0), "nobody began with it");
    let stats = inbox.stats().await.expect("stats");
    assert_eq!(stats.leased, 0, "another worker can go on at once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_vanished_worker_had_is_taken_over() {
    let (inbox, folder) = inbox().await;
    put(&inbox, (1..=40).map(|id| (ACCOUNT, id))).await;
    // In a runtime of its own, which ends without a word to the store.
    let path = folder.path().join("inbox.db");
    let vanished = std::thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let inbox = Inbox::sqlite(path).await.expect("open");
            let (begun, mut has_begun) = tokio::sync::mpsc::unbounded_channel();
            let _worker = inbox.worker().lease(Duration::from_millis(200)).run(move |item| {
                let begun = begun.clone();
                async move {
                    if item.callback_id() == 5 {
                        begun.send(()).ok();
                        std::future::pending::<()>().await;
                    }
                    Ok(())
                }
            });
            has_begun.recv().await;
        });
        runtime.shutdown_background();
    });
    vanished.join().expect("it ends");
    let handled = Handled::default();
    let seen = Arc::clone(&handled);
    let worker = inbox.worker().run(move |item| {
        let seen = Arc::clone(&seen);
        async move {
            note(&seen, &item);
            Ok(())
        }
    });
    until_idle(&inbox).await;
    worker.stop().await;
    let ids: Vec<_> = handled.lock().expect("a lock").iter().map(|it| it.1).collect();
    assert!(ids.ends_with(&(5..=40).collect::<Vec<_>>()), "{ids:?}");
}

/// The lease runs out while the store does not answer: from then on somebody
/// else may handle what follows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_begun_under_a_lease_that_could_not_be_renewed() {
    let (inbox, _folder) = inbox().await;
    put(&inbox, [(ACCOUNT, 1), (ACCOUNT, 2)]).await;
    let (answer, wait) = std::sync::mpsc::channel::<()>();
    let wait = Arc::new(Mutex::new(Some(wait)));
    let handled = Handled::default();
    let (seen, store) = (Arc::clone(&handled), inbox.store().clone());
    // Long enough for a busy machine to renew it until then.
    let lease = Duration::from_millis(400);
    let worker = inbox.worker().lease(lease).run(move |item| {
        note(&seen, &item);
        let (store, wait) = (store.clone(), Arc::clone(&wait));
        async move {
            let wait = wait.lock().expect("a lock").take();
            if let Some(wait) = wait {
                // The store stands still from here on.
                let stand_still = async move {
                    store.run_on_writer(move |_| wait.recv().unwrap_or_default()).await;
                };
                tokio::spawn(stand_still);
                tokio::time::sleep(lease * 2).await;
            }
            Ok(())
        }
    });
    while handled.lock().expect("a lock").is_empty() {
        tokio::time::sleep(lease / 8).await;
    }
    tokio::time::sleep(lease * 4).await;
    assert_eq!(*handled.lock().expect("a lock"), [(ACCOUNT, 1)], "while nobody can know");
    answer.send(()).expect("it waits");
    until_idle(&inbox).await;
    worker.stop().await;
    assert_eq!(handled.lock().expect("a lock").last(), Some(&(ACCOUNT, 2)));
}
