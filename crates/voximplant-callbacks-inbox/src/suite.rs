//! What every store has to do: one suite, run against each of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use voximplant_callbacks::{Credential, Digest, Receiver, serde_json::value::RawValue};

use crate::{
    Inbox, Receipt,
    store::{
        Ending, Entry, Filter, Finished, Lease, LeaseKey, LeaseTerms, Order, Reading, Retention,
        Shares, State, Store, StoredItem, Verdict,
    },
};

/// Runs every case of the suite against a store of its own.
macro_rules! suite {
    ($open:path; $($case:ident)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            if let Some((store, _keep)) = $open().await {
                $crate::suite::$case(store).await;
            }
        }
    )*};
    ($open:path) => {
        $crate::suite::suite! { $open;
            the_second_copy_is_a_duplicate_and_other_content_a_conflict
            copies_within_a_batch_are_told_apart
            ids_up_to_the_largest_are_kept
            one_of_many_racing_copies_is_new
            items_are_leased_in_order_and_to_one_owner
            an_attempt_is_counted_when_it_is_leased
            untouched_items_keep_their_attempts
            a_lost_lease_changes_nothing
            a_finished_item_is_not_rescued
            a_renewed_lease_is_not_taken
            a_failed_item_holds_up_its_own_account_only
            a_failed_item_is_set_aside_if_asked
            what_kills_its_process_dies_and_its_followers_live
            accounts_with_a_backlog_take_turns
            no_item_is_leased_twice_at_a_time
            a_dead_letter_can_be_run_again
            a_rerun_while_leased_is_not_lost
            erased_text_is_gone_and_its_digest_stays
            an_erased_item_is_not_finished
            purging_removes_what_is_over_its_time
            unread_callbacks_are_not_purged
            what_is_removed_is_what_was_ended
            an_account_over_its_share_harms_no_other
            conflicts_are_bounded_then_counted
            lists_can_be_filtered_and_paged
            stats_count_what_is_kept
            purge_lease_and_put_can_race
            what_waits_for_ever_harms_no_other
            a_kind_that_no_database_can_hold_is_kept_with_its_neighbours
        }
    };
}
pub(crate) use suite;

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(40);

/// A callback with this much of content that tells it from others.
pub(crate) fn entry_with(account_id: u64, callback_id: u64, content: &str) -> Entry {
    let text = format!(
        r#"{{"type":"card_payment","account_id":{account_id},"callback_id":{callback_id},"x":"{content}"}}"#
    );
    let json: &RawValue = serde_json::from_str(&text).expect("it is JSON");
    let digest = Digest::of(json);
    let kind = Some("card_payment".to_owned());
    Entry { account_id, callback_id, reading: Reading::Known, kind, text, digest }
}

pub(crate) fn entry(account_id: u64, callback_id: u64) -> Entry {
    entry_with(account_id, callback_id, "")
}

async fn put<S: Store>(store: &S, entries: impl IntoIterator<Item = Entry>) -> Vec<Verdict> {
    let entries = entries.into_iter().collect();
    store.put(entries, Shares::default()).await.expect("put")
}

fn terms(owner: &str) -> LeaseTerms {
    LeaseTerms {
        owner: owner.to_owned(),
        lanes: 10,
        items: 8,
        duration: LONG,
        order: Order::InOrder,
        attempts: 3,
    }
}

async fn lease<S: Store>(store: &S, terms: LeaseTerms) -> Vec<Lease> {
    store.lease(terms).await.expect("lease")
}

/// The only lease, of which there has to be one.
async fn lease_one<S: Store>(store: &S, terms: LeaseTerms) -> Lease {
    let mut leases = lease(store, terms).await;
    assert_eq!(leases.len(), 1, "{leases:?}");
    leases.remove(0)
}

fn ids(items: &[StoredItem]) -> Vec<u64> {
    items.iter().map(|item| item.callback_id).collect()
}

async fn finish<S: Store>(
    store: &S,
    key: &LeaseKey,
    items: &[(&StoredItem, Ending)],
    order: Order,
) -> bool {
    let items = items.iter().map(|(item, ending)| (item.seq, ending.clone())).collect();
    let finished = Finished { lease: key.clone(), items, release: true, order };
    store.finish(vec![finished]).await.expect("finish")[0]
}

async fn all<S: Store>(store: &S) -> BTreeMap<u64, StoredItem> {
    let items = store.list(Filter::default(), None, 1000).await.expect("list");
    items.into_iter().map(|item| (item.callback_id, item)).collect()
}

fn retry(after: Duration) -> Ending {
    Ending::Retry { after, error: "no luck".to_owned() }
}

fn dead() -> Ending {
    Ending::Dead { error: "hopeless".to_owned() }
}

pub(crate) async fn the_second_copy_is_a_duplicate_and_other_content_a_conflict<S: Store>(
    store: S,
) {
    assert_eq!(put(&store, [entry(1, 7)]).await, [Verdict::New]);
    assert_eq!(put(&store, [entry(1, 7)]).await, [Verdict::Duplicate]);
    assert_eq!(put(&store, [entry_with(1, 7, "other")]).await, [Verdict::Conflict]);
    assert_eq!(put(&store, [entry(2, 7), entry(1, 8)]).await, [Verdict::New, Verdict::New]);

    // It was handled, and is remembered all the same.
    let leases = lease(&store, terms("a")).await;
    for lease in &leases {
        let done: Vec<_> = lease.items.iter().map(|item| (item, Ending::Done)).collect();
        assert!(finish(&store, &lease.key, &done, Order::InOrder).await);
    }
    let none = Retention { done: Duration::ZERO, dead: Duration::ZERO };
    assert_eq!(store.purge(none, 100).await.expect("purge"), 3);
    assert_eq!(put(&store, [entry(1, 7)]).await, [Verdict::Duplicate]);
    assert_eq!(put(&store, [entry_with(1, 7, "other")]).await, [Verdict::Conflict]);
    assert!(all(&store).await.is_empty(), "nothing is kept twice");
}

pub(crate) async fn copies_within_a_batch_are_told_apart<S: Store>(store: S) {
    let batch = [entry(1, 7), entry(1, 7), entry_with(1, 7, "other"), entry(1, 8), entry(1, 7)];
    let expected =
        [Verdict::New, Verdict::Duplicate, Verdict::Conflict, Verdict::New, Verdict::Duplicate];
    assert_eq!(put(&store, batch).await, expected);
    assert_eq!(all(&store).await.len(), 2);
}

pub(crate) async fn ids_up_to_the_largest_are_kept<S: Store>(store: S) {
    let most = entry(u64::MAX, u64::MAX);
    assert_eq!(put(&store, [most.clone(), entry(u64::MAX, 0)]).await, [Verdict::New; 2]);
    assert_eq!(put(&store, [most]).await, [Verdict::Duplicate]);
    let lease = lease_one(&store, terms("a")).await;
    assert_eq!(lease.key.account_id, u64::MAX);
    assert_eq!(ids(&lease.items), [u64::MAX, 0]);
}

pub(crate) async fn one_of_many_racing_copies_is_new<S: Store>(store: S) {
    let mut tasks = Vec::new();
    for task in 0..16_u64 {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let mut new = Vec::new();
            for round in 0..20 {
                // In orders that differ, and half of them with other content.
                let mut batch: Vec<Entry> = (0..5)
                    .map(|id| {
                        entry_with(id % 2, round * 5 + id, if task % 2 == 0 { "a" } else { "b" })
                    })
                    .collect();
                if task % 3 == 0 {
                    batch.reverse();
                }
                let ids: Vec<u64> = batch.iter().map(|entry| entry.callback_id).collect();
                let verdicts = put(&store, batch).await;
                new.extend(ids.into_iter().zip(verdicts).filter(|(_, it)| *it == Verdict::New));
            }
            new
        }));
    }
    let mut new = Vec::new();
    for task in tasks {
        new.extend(task.await.expect("task").into_iter().map(|(id, _)| id));
    }
    new.sort_unstable();
    assert_eq!(new, (0..100).collect::<Vec<u64>>());
}

pub(crate) async fn items_are_leased_in_order_and_to_one_owner<S: Store>(store: S) {
    put(&store, (0..20).map(|id| entry(1, 100 - id))).await;
    let first = lease_one(&store, terms("a")).await;
    assert_eq!(ids(&first.items), [100, 99, 98, 97, 96, 95, 94, 93]);
    assert!(lease(&store, terms("b")).await.is_empty());
    assert!(lease(&store, terms("a")).await.is_empty(), "not even to the same owner");

    let done: Vec<_> = first.items.iter().map(|item| (item, Ending::Done)).collect();
    assert!(finish(&store, &first.key, &done, Order::InOrder).await);
    let second = lease_one(&store, terms("b")).await;
    assert_eq!(ids(&second.items), [92, 91, 90, 89, 88, 87, 86, 85]);
    assert!(second.key.epoch > first.key.epoch);
}

pub(crate) async fn an_attempt_is_counted_when_it_is_leased<S: Store>(store: S) {
    put(&store, [entry(1, 7)]).await;
    assert_eq!(all(&store).await[&7].attempts, 0);
    let lease = lease_one(&store, terms("a")).await;
    assert_eq!(lease.items[0].attempts, 1);
    assert_eq!(all(&store).await[&7].attempts, 1, "durably, before anybody acts on it");
}

pub(crate) async fn untouched_items_keep_their_attempts<S: Store>(store: S) {
    put(&store, [entry(1, 7), entry(1, 8)]).await;
    let lease = lease_one(&store, terms("a")).await;
    let endings = [(&lease.items[0], Ending::Done), (&lease.items[1], Ending::Untouched)];
    assert!(finish(&store, &lease.key, &endings, Order::InOrder).await);
    let again = lease_one(&store, terms("b")).await;
    assert_eq!(ids(&again.items), [8]);
    assert_eq!(again.items[0].attempts, 1);
}

pub(crate) async fn a_lost_lease_changes_nothing<S: Store>(store: S) {
    put(&store, [entry(1, 7), entry(1, 8)]).await;
    let lost = lease_one(&store, LeaseTerms { duration: SHORT, ..terms("a") }).await;
    tokio::time::sleep(SHORT * 2).await;
    let taken = lease_one(&store, terms("b")).await;
    assert!(taken.key.epoch > lost.key.epoch);
    assert_eq!(ids(&taken.items), [7], "after a lease that was lost, one at a time");

    let late = [(&lost.items[0], dead()), (&lost.items[1], Ending::Done)];
    assert!(!finish(&store, &lost.key, &late, Order::InOrder).await);
    assert_eq!(store.renew(vec![lost.key.clone()], LONG).await.expect("renew"), [false]);
    let now = all(&store).await;
    assert_eq!((now[&7].state, now[&8].state), (State::Ready, State::Ready));

    assert!(finish(&store, &taken.key, &[(&taken.items[0], Ending::Done)], Order::InOrder).await);
    assert_eq!(all(&store).await[&7].state, State::Done);
}

pub(crate) async fn a_finished_item_is_not_rescued<S: Store>(store: S) {
    put(&store, [entry(1, 7)]).await;
    let lease = lease_one(&store, LeaseTerms { duration: SHORT, ..terms("a") }).await;
    tokio::time::sleep(SHORT * 2).await;
    // The lease ran out, but nobody took the account: it still counts.
    assert!(finish(&store, &lease.key, &[(&lease.items[0], Ending::Done)], Order::InOrder).await);
    assert!(self::lease(&store, terms("b")).await.is_empty());
    assert_eq!(all(&store).await[&7].state, State::Done);
    assert_eq!(store.next_due().await.expect("next due"), None);
}

pub(crate) async fn a_renewed_lease_is_not_taken<S: Store>(store: S) {
    put(&store, [entry(1, 7)]).await;
    let lease = lease_one(&store, LeaseTerms { duration: SHORT, ..terms("a") }).await;
    assert_eq!(store.renew(vec![lease.key.clone()], LONG).await.expect("renew"), [true]);
    tokio::time::sleep(SHORT * 2).await;
    assert!(self::lease(&store, terms("b")).await.is_empty());
    assert!(finish(&store, &lease.key, &[(&lease.items[0], Ending::Done)], Order::InOrder).await);
}

pub(crate) async fn a_failed_item_holds_up_its_own_account_only<S: Store>(store: S) {
    put(&store, [entry(1, 7), entry(1, 8)]).await;
    let first = lease_one(&store, terms("a")).await;
    let endings = [(&first.items[0], retry(LONG)), (&first.items[1], Ending::Untouched)];
    assert!(finish(&store, &first.key, &endings, Order::InOrder).await);
    assert!(lease(&store, terms("a")).await.is_empty(), "8 waits for 7");
    assert!(store.next_due().await.expect("next due").is_some_and(|due| due > LONG / 2));

    // What arrives meanwhile does not pass it either; another account goes on.
    put(&store, [entry(1, 9), entry(2, 1)]).await;
    let other = lease_one(&store, terms("a")).await;
    assert_eq!((other.key.account_id, ids(&other.items)), (2, vec![1]));

    assert!(finish(&store, &other.key, &[(&other.items[0], Ending::Done)], Order::InOrder).await);
    let held = &all(&store).await[&7];
    assert_eq!((held.state, held.attempts), (State::Ready, 1));
    assert_eq!(held.error.as_deref(), Some("no luck"));
}

pub(crate) async fn a_failed_item_is_set_aside_if_asked<S: Store>(store: S) {
    let terms = LeaseTerms { order: Order::SetAside, ..terms("a") };
    put(&store, [entry(1, 7), entry(1, 8)]).await;
    let first = lease_one(&store, terms.clone()).await;
    // Long enough for a busy machine to lease in between.
    let endings = [(&first.items[0], retry(SHORT * 50)), (&first.items[1], Ending::Untouched)];
    assert!(finish(&store, &first.key, &endings, Order::SetAside).await);
    let second = lease_one(&store, terms.clone()).await;
    assert_eq!(ids(&second.items), [8]);
    assert!(
        finish(&store, &second.key, &[(&second.items[0], Ending::Done)], Order::SetAside).await
    );
    let mut third = Vec::new();
    while third.is_empty() {
        tokio::time::sleep(SHORT).await;
        third = lease(&store, terms.clone()).await;
    }
    assert_eq!(ids(&third[0].items), [7]);
    assert_eq!(third[0].items[0].attempts, 2);
}

pub(crate) async fn what_kills_its_process_dies_and_its_followers_live<S: Store>(store: S) {
    put(&store, (1..=6).map(|id| entry(1, id))).await;
    // Each of these processes ends without a word.
    for attempt in 1..=3 {
        let lost = lease_one(&store, LeaseTerms { duration: SHORT, ..terms("x") }).await;
        assert_eq!(lost.items[0].callback_id, 1);
        assert_eq!(lost.items[0].attempts, attempt);
        assert_eq!(lost.items.len(), if attempt == 1 { 6 } else { 1 });
        tokio::time::sleep(SHORT * 2).await;
    }
    let mut done = Vec::new();
    let mut died = 0;
    loop {
        let leases = lease(&store, terms("b")).await;
        let Some(lease) = leases.into_iter().next() else { break };
        died += lease.died;
        assert!(
            lease.items.iter().all(|item| item.attempts <= 2),
            "the first took them along once"
        );
        let endings: Vec<_> = lease.items.iter().map(|item| (item, Ending::Done)).collect();
        done.extend(ids(&lease.items));
        assert!(finish(&store, &lease.key, &endings, Order::InOrder).await);
    }
    assert_eq!((done, died), (vec![2, 3, 4, 5, 6], 1));
    let first = &all(&store).await[&1];
    assert_eq!(first.state, State::Dead);
    assert!(first.error.as_deref().is_some_and(|error| error.contains("never finished")));
}

pub(crate) async fn accounts_with_a_backlog_take_turns<S: Store>(store: S) {
    put(&store, (0..200).map(|id| entry(1, id))).await;
    put(&store, (0..3).map(|id| entry(2, id))).await;
    let mut turns = Vec::new();
    for _ in 0..3 {
        let lease = lease_one(&store, LeaseTerms { lanes: 1, ..terms("a") }).await;
        turns.push(lease.key.account_id);
        let done: Vec<_> = lease.items.iter().map(|item| (item, Ending::Done)).collect();
        tokio::time::sleep(Duration::from_millis(2)).await;
        assert!(finish(&store, &lease.key, &done, Order::InOrder).await);
    }
    assert_eq!(turns, [1, 2, 1]);
}

pub(crate) async fn no_item_is_leased_twice_at_a_time<S: Store>(store: S) {
    put(&store, (0..400).map(|id| entry(id % 20, id))).await;
    let mut workers = Vec::new();
    for worker in 0..6 {
        let store = store.clone();
        workers.push(tokio::spawn(async move {
            let mut done = Vec::new();
            let mut idle = 0;
            while idle < 20 {
                let terms = LeaseTerms { lanes: 3, items: 4, ..terms(&format!("w{worker}")) };
                let leases = lease(&store, terms).await;
                if leases.is_empty() {
                    idle += 1;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                for lease in leases {
                    let endings: Vec<_> =
                        lease.items.iter().map(|item| (item, Ending::Done)).collect();
                    assert!(finish(&store, &lease.key, &endings, Order::InOrder).await);
                    done.extend(lease.items.iter().map(|item| (lease.key.account_id, item.seq)));
                }
            }
            done
        }));
    }
    let mut done = Vec::new();
    for worker in workers {
        let mine = worker.await.expect("worker");
        // Of an account, each worker saw what it had in order.
        for account in 0..20 {
            let seqs: Vec<_> = mine.iter().filter(|it| it.0 == account).map(|it| it.1).collect();
            assert!(seqs.is_sorted(), "{seqs:?}");
        }
        done.extend(mine);
    }
    assert_eq!(done.len(), 400, "each once");
    assert_eq!(done.into_iter().collect::<BTreeSet<_>>().len(), 400);
}

pub(crate) async fn a_dead_letter_can_be_run_again<S: Store>(store: S) {
    put(&store, [entry(1, 7), entry(1, 8)]).await;
    let first = lease_one(&store, terms("a")).await;
    let endings = [(&first.items[0], dead()), (&first.items[1], Ending::Done)];
    assert!(finish(&store, &first.key, &endings, Order::InOrder).await);
    assert_eq!(store.stats().await.expect("stats").dead, 1);

    assert_eq!(store.rerun(vec![first.items[0].key()]).await.expect("rerun"), 1);
    let again = lease_one(&store, terms("a")).await;
    assert_eq!(ids(&again.items), [7]);
    assert_eq!(again.items[0].attempts, 1, "attempts start anew");
    let stats = store.stats().await.expect("stats");
    assert_eq!((stats.dead, stats.ready), (0, 1));
}

pub(crate) async fn a_rerun_while_leased_is_not_lost<S: Store>(store: S) {
    put(&store, [entry(1, 7)]).await;
    let first = lease_one(&store, terms("a")).await;
    assert!(finish(&store, &first.key, &[(&first.items[0], dead())], Order::InOrder).await);
    put(&store, [entry(1, 8)]).await;
    let second = lease_one(&store, terms("b")).await;
    assert_eq!(store.rerun(vec![first.items[0].key()]).await.expect("rerun"), 1);
    assert!(finish(&store, &second.key, &[(&second.items[0], Ending::Done)], Order::InOrder).await);
    assert_eq!(ids(&lease_one(&store, terms("b")).await.items), [7]);
}

pub(crate) async fn erased_text_is_gone_and_its_digest_stays<S: Store>(store: S) {
    put(&store, [entry(1, 7), entry(1, 8), entry(2, 7)]).await;
    put(&store, [entry_with(1, 7, "secret")]).await;
    assert_eq!(store.erase(vec![(1, 7), (1, 999)]).await.expect("erase"), 1);

    let items = store.list(Filter::default(), None, 10).await.expect("list");
    let erased: Vec<_> = items.iter().filter(|item| item.text.is_none()).collect();
    assert_eq!(erased.len(), 1);
    assert_eq!((erased[0].account_id, erased[0].callback_id), (1, 7));
    assert_eq!((erased[0].state, &erased[0].error), (State::Erased, &None));
    let conflicts = store.conflicts(Some(1), 10).await.expect("conflicts");
    assert_eq!((conflicts.len(), &conflicts[0].text, conflicts[0].count), (1, &None, 1));

    assert_eq!(put(&store, [entry(1, 7)]).await, [Verdict::Duplicate]);
    let leases = lease(&store, terms("a")).await;
    let mut handled: Vec<_> =
        leases.iter().flat_map(|it| &it.items).map(|it| (it.account_id, it.callback_id)).collect();
    handled.sort_unstable();
    assert_eq!(handled, [(1, 8), (2, 7)]);
    assert_eq!(
        store.rerun(vec![erased[0].key()]).await.expect("rerun"),
        0,
        "there is nothing to run"
    );
}

pub(crate) async fn an_erased_item_is_not_finished<S: Store>(store: S) {
    put(&store, [entry(1, 7), entry(1, 8)]).await;
    let lease = lease_one(&store, terms("a")).await;
    assert_eq!(store.erase(vec![(1, 7)]).await.expect("erase"), 1);
    let endings = [(&lease.items[0], retry(Duration::ZERO)), (&lease.items[1], Ending::Done)];
    assert!(finish(&store, &lease.key, &endings, Order::InOrder).await);
    let now = all(&store).await;
    assert_eq!((now[&7].state, now[&8].state), (State::Erased, State::Done));
    let stats = store.stats().await.expect("stats");
    assert_eq!(stats.ready, 0);
    assert_eq!(stats.bytes, entry(1, 8).text.len() as u64);
}

pub(crate) async fn purging_removes_what_is_over_its_time<S: Store>(store: S) {
    put(&store, (0..8).map(|id| entry(1, id))).await;
    let lease = lease_one(&store, terms("a")).await;
    let mut endings: Vec<_> = lease.items.iter().map(|item| (item, Ending::Done)).collect();
    endings[0].1 = dead();
    endings[1].1 = Ending::Untouched;
    assert!(finish(&store, &lease.key, &endings, Order::InOrder).await);

    assert_eq!(store.purge(Retention::default(), 100).await.expect("purge"), 0);
    let done_only = Retention { done: Duration::ZERO, dead: LONG };
    assert_eq!(store.purge(done_only, 4).await.expect("purge"), 4, "in batches");
    assert_eq!(store.purge(done_only, 4).await.expect("purge"), 2);
    assert_eq!(all(&store).await.into_keys().collect::<Vec<_>>(), [0, 1]);
    let everything = Retention { done: Duration::ZERO, dead: Duration::ZERO };
    assert_eq!(store.purge(everything, 100).await.expect("purge"), 1);
    let stats = store.stats().await.expect("stats");
    assert_eq!((stats.ready, stats.bytes), (1, entry(1, 1).text.len() as u64));
}

pub(crate) async fn unread_callbacks_are_not_purged<S: Store>(store: S) {
    let unread = |id, reading| Entry { reading, kind: None, ..entry(1, id) };
    put(&store, [unread(1, Reading::Unknown), unread(2, Reading::Malformed), entry(1, 3)]).await;
    let lease = lease_one(&store, terms("a")).await;
    let done: Vec<_> = lease.items.iter().map(|item| (item, Ending::Done)).collect();
    assert!(finish(&store, &lease.key, &done, Order::InOrder).await);
    let everything = Retention { done: Duration::ZERO, dead: Duration::ZERO };
    assert_eq!(store.purge(everything, 100).await.expect("purge"), 1);
    let filter = Filter { unread: true, ..Filter::default() };
    assert_eq!(store.list(filter, None, 10).await.expect("list").len(), 2);

    let kind = Some("new_kind".to_owned());
    store.reread(vec![(lease.items[0].key(), Reading::Known, kind)]).await.expect("reread");
    assert_eq!(all(&store).await[&1].kind.as_deref(), Some("new_kind"));
    assert_eq!(store.purge(everything, 100).await.expect("purge"), 1);
    store.erase(vec![(1, 2)]).await.expect("erase");
    assert_eq!(store.purge(everything, 100).await.expect("purge"), 1);
    assert!(all(&store).await.is_empty());
}

pub(crate) async fn what_is_removed_is_what_was_ended<S: Store>(store: S) {
    put(&store, (0..6).map(|id| entry(1, id)).chain([entry(2, 0)])).await;
    let leases = lease(&store, terms("a")).await;
    let first = leases.iter().find(|lease| lease.key.account_id == 1).expect("the account");
    let endings: Vec<_> = first.items.iter().take(4).map(|item| (item, Ending::Done)).collect();
    assert!(finish(&store, &first.key, &endings, Order::InOrder).await);
    store.erase(vec![(1, 3)]).await.expect("erase");

    // Two that are done, one that was erased, one that is still to be handled.
    let keys = [0, 1, 3, 4].map(|at: usize| first.items[at].key());
    assert_eq!(store.remove(keys.to_vec()).await.expect("remove"), 3);
    assert_eq!(store.remove(keys.to_vec()).await.expect("remove"), 0);
    let rest = store.list(Filter { account_id: Some(1), ..Filter::default() }, None, 99).await;
    assert_eq!(ids(&rest.expect("list")), [2, 4, 5]);
    assert_eq!(put(&store, [entry(1, 0)]).await, [Verdict::Duplicate], "its digest stays");
    let stats = store.stats().await.expect("stats");
    assert_eq!((stats.ready, stats.bytes), (3, entry(1, 0).text.len() as u64 * 4));
}

pub(crate) async fn an_account_over_its_share_harms_no_other<S: Store>(store: S) {
    let size = entry(1, 10).text.len() as u64;
    let shares = Shares { text: size * 2, ..Shares::default() };
    let batch = (10..14).map(|id| entry(1, id)).chain([entry(2, 10)]).collect();
    let verdicts = store.put(batch, shares).await.expect("put");
    let (new, over) = (Verdict::New, Verdict::OverShare);
    assert_eq!(verdicts, [new, new, over, over, new]);
    assert_eq!(store.put(vec![entry(1, 12)], shares).await.expect("put"), [over]);
    assert_eq!(
        store.put(vec![entry(1, 10)], shares).await.expect("put"),
        [Verdict::Duplicate],
        "what is kept is a duplicate, not refused"
    );

    // Room comes back with what is purged, and nothing was remembered of what
    // was not kept.
    let leases = lease(&store, terms("a")).await;
    for lease in &leases {
        let done: Vec<_> = lease.items.iter().map(|item| (item, Ending::Done)).collect();
        assert!(finish(&store, &lease.key, &done, Order::InOrder).await);
    }
    let everything = Retention { done: Duration::ZERO, dead: Duration::ZERO };
    store.purge(everything, 100).await.expect("purge");
    assert_eq!(store.put(vec![entry(1, 12)], shares).await.expect("put"), [new]);
}

pub(crate) async fn conflicts_are_bounded_then_counted<S: Store>(store: S) {
    put(&store, (1..=3).map(|id| entry(1, id))).await;
    put(&store, [entry(2, 1)]).await;
    let other = |account, id, content: &str| entry_with(account, id, content);
    let size = other(1, 1, "aaaa").text.len() as u64;
    let shares = Shares { conflicts: size * 2, ..Shares::default() };
    for round in ["aaaa", "bbbb", "cccc"] {
        let batch =
            vec![other(1, 1, round), other(1, 2, round), other(1, 3, round), other(2, 1, round)];
        let verdicts = store.put(batch, shares).await.expect("put");
        assert_eq!(verdicts, [Verdict::Conflict; 4]);
    }
    let conflicts = store.conflicts(None, 10).await.expect("conflicts");
    let kept: Vec<_> = conflicts
        .iter()
        .map(|it| (it.account_id, it.callback_id, it.count, it.text.is_some()))
        .collect();
    assert_eq!(kept, [(1, 1, 3, true), (1, 2, 3, true), (1, 3, 3, false), (2, 1, 3, true)]);
    assert!(conflicts[0].text.as_deref().is_some_and(|text| text.contains("aaaa")), "the first");
    assert_eq!(store.stats().await.expect("stats").conflicts, 4);
}

pub(crate) async fn lists_can_be_filtered_and_paged<S: Store>(store: S) {
    let unknown =
        Entry { reading: Reading::Unknown, kind: Some("new_kind".to_owned()), ..entry(2, 50) };
    put(&store, (0..10).map(|id| entry(1, id)).chain([unknown])).await;
    let list = async |filter, after, limit| -> Vec<StoredItem> {
        store.list(filter, after, limit).await.expect("list")
    };
    let none = Filter::default;

    let first = list(none(), None, 4).await;
    assert_eq!(ids(&first), [0, 1, 2, 3]);
    let rest = list(none(), Some(first[3].seq), 100).await;
    assert_eq!(ids(&rest), [4, 5, 6, 7, 8, 9, 50]);
    let newest = Filter { account_id: Some(1), newest: true, ..none() };
    let three = list(newest.clone(), None, 3).await;
    assert_eq!(ids(&three), [9, 8, 7]);
    assert_eq!(ids(&list(newest, Some(three[2].seq), 99).await), [6, 5, 4, 3, 2, 1, 0]);
    assert_eq!(ids(&list(Filter { account_id: Some(2), ..none() }, None, 9).await), [50]);
    assert_eq!(ids(&list(Filter { callback_id: Some(3), ..none() }, None, 9).await), [3]);
    assert_eq!(ids(&list(Filter { kind: Some("new_kind".into()), ..none() }, None, 9).await), [50]);
    assert_eq!(ids(&list(Filter { unread: true, ..none() }, None, 9).await), [50]);
    assert_eq!(list(Filter { state: Some(State::Ready), ..none() }, None, 99).await.len(), 11);
    assert!(list(Filter { state: Some(State::Dead), ..none() }, None, 99).await.is_empty());
    let at = first[0].received_at;
    assert_eq!(list(Filter { since: Some(at), ..none() }, None, 99).await.len(), 11);
    assert!(list(Filter { until: Some(at), ..none() }, None, 99).await.is_empty());
    let item = &first[0];
    assert_eq!(item.text.as_deref(), Some(&*entry(1, 0).text));
    assert_eq!((item.reading, item.kind.as_deref()), (Reading::Known, Some("card_payment")));
}

pub(crate) async fn stats_count_what_is_kept<S: Store>(store: S) {
    assert_eq!(store.stats().await.expect("stats"), crate::Stats::default());
    put(&store, [entry(1, 1), entry(1, 2), entry(2, 1)]).await;
    let stats = store.stats().await.expect("stats");
    let size = entry(1, 1).text.len() as u64;
    assert_eq!((stats.ready, stats.bytes, stats.leased), (3, size * 3, 0));
    assert!(stats.oldest_ready.is_some());
    let leases = lease(&store, terms("a")).await;
    assert_eq!(store.stats().await.expect("stats").leased, 2);
    for lease in &leases {
        let done: Vec<_> = lease.items.iter().map(|item| (item, Ending::Done)).collect();
        assert!(finish(&store, &lease.key, &done, Order::InOrder).await);
    }
    let stats = store.stats().await.expect("stats");
    assert_eq!((stats.ready, stats.leased, stats.oldest_ready), (0, 0, None));
    assert_eq!(stats.bytes, size * 3, "until it is purged");
}

pub(crate) async fn purge_lease_and_put_can_race<S: Store>(store: S) {
    let everything = Retention { done: Duration::ZERO, dead: Duration::ZERO };
    let mut tasks = Vec::new();
    for task in 0..4_u64 {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            for round in 0..15_u64 {
                let base = (task * 15 + round) * 10;
                put(&store, (0..10).rev().map(|id| entry(id % 5, base + id))).await;
                for lease in lease(&store, terms(&format!("w{task}"))).await {
                    let done: Vec<_> =
                        lease.items.iter().map(|item| (item, Ending::Done)).collect();
                    assert!(finish(&store, &lease.key, &done, Order::InOrder).await);
                }
                store.purge(everything, 7).await.expect("purge");
                store.erase(vec![(0, base)]).await.expect("erase");
            }
        }));
    }
    for task in tasks {
        task.await.expect("task");
    }
    loop {
        let leases = lease(&store, terms("last")).await;
        if leases.is_empty() {
            break;
        }
        for lease in leases {
            let done: Vec<_> = lease.items.iter().map(|item| (item, Ending::Done)).collect();
            assert!(finish(&store, &lease.key, &done, Order::InOrder).await);
        }
    }
    while store.purge(everything, 100).await.expect("purge") > 0 {}
    let stats = store.stats().await.expect("stats");
    assert_eq!((stats.ready, stats.bytes, stats.leased), (0, 0, 0), "the counts never drift");
}

pub(crate) async fn what_waits_for_ever_harms_no_other<S: Store>(store: S) {
    put(&store, [entry(1, 7)]).await;
    let first = lease_one(&store, LeaseTerms { duration: Duration::MAX, ..terms("a") }).await;
    assert_eq!(store.renew(vec![first.key.clone()], Duration::MAX).await.expect("renew"), [true]);
    let endings = [(&first.items[0], retry(Duration::MAX))];
    assert!(finish(&store, &first.key, &endings, Order::InOrder).await);
    assert!(store.next_due().await.expect("next due").is_some_and(|due| due > LONG));
    let forever = Retention { done: Duration::MAX, dead: Duration::MAX };
    assert_eq!(store.purge(forever, 100).await.expect("purge"), 0);

    put(&store, [entry(2, 7)]).await;
    assert_eq!(lease_one(&store, terms("a")).await.key.account_id, 2);
}

/// Or else its neighbours in the transaction would get 503 with it, for ever.
pub(crate) async fn a_kind_that_no_database_can_hold_is_kept_with_its_neighbours<S: Store>(
    store: S,
) {
    let credential = Credential::new(1, "a-salt", "an-api-key").expect("a credential");
    let callback = |(id, kind): (u64, &str)| {
        let hash = credential.hash(id);
        format!(
            r#"{{"type":"{kind}","callback_id":{id},"account_id":1,"balance":1,"hash":"{hash}"}}"#
        )
    };
    let long = "x".repeat(10_000);
    let callbacks = [(1, "new\\u0000kind"), (2, &*long), (3, "new_kind")].map(callback);
    let body = format!(r#"{{"callbacks":[{}]}}"#, callbacks.join(","));
    let outcomes = Receiver::new(credential.clone()).receive(body.as_bytes()).expect("a body");
    let inbox = Inbox::new(store.clone());
    assert_eq!(inbox.put(outcomes).await, [Receipt::New; 3]);

    assert_eq!(inbox.rerun_unread(&Filter::default()).await.expect("rerun"), 0);
    let items = all(&store).await;
    let kinds: Vec<_> = items.values().filter_map(|item| item.kind.as_deref()).collect();
    assert_eq!(kinds, ["new\u{fffd}kind", &long[..200], "new_kind"]);
    let texts: Vec<_> = items.values().filter_map(|item| item.text.clone()).collect();
    assert_eq!(texts, callbacks, "as they came");
}
