//! Runs pure work on many threads and hands the results on in the order of the inputs.
//!
//! Items go to the workers in turn and are collected in the same turn, so the order needs no sorting, and what is held
//! at any time is bounded by the queues: memory does not grow with the number of documents.

use std::{
    num::NonZero,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

/// Items that may wait before and behind each worker: enough that one slow document does not idle the others.
const QUEUE: usize = 8;

/// Stack of a worker, in bytes. Address space only: pages are taken as they are touched. Deeply nested pages recurse.
const STACK_BYTES: usize = 256 << 20;

/// How many workers to start when nobody says: as many as the machine has cores.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does `work` on every item of `source` on `jobs` threads, and calls `sink` with the results in order.
///
/// Stops at the first error of `sink` and returns it.
pub(crate) fn in_order<I: Send, O: Send, E>(
    jobs: usize,
    source: impl Iterator<Item = I> + Send,
    work: impl Fn(I) -> O + Sync,
    mut sink: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    let (to_workers, inboxes): (Vec<_>, Vec<_>) = (0..jobs.max(1)).map(|_| sync_channel::<I>(QUEUE)).unzip();
    let (outboxes, from_workers): (Vec<_>, Vec<_>) =
        (0..jobs.max(1)).map(|_| sync_channel::<O>(QUEUE)).unzip();
    let work = &work;
    thread::scope(|scope| {
        for (inbox, outbox) in inboxes.into_iter().zip(outboxes) {
            let worker = thread::Builder::new().stack_size(STACK_BYTES);
            // Without a thread the queues close at once, and the turn ends there: fewer results, never wrong ones.
            let _ = worker.spawn_scoped(scope, move || serve(&inbox, &outbox, work));
        }
        scope.spawn(move || deal(source, &to_workers));
        let mut turn = from_workers.iter().cycle();
        while let Some(Ok(result)) = turn.next().map(Receiver::recv) {
            sink(result)?;
        }
        drop(turn);
        drop(from_workers);
        Ok(())
    })
}

/// One worker: takes, works, hands on, until either side has gone.
fn serve<I, O>(inbox: &Receiver<I>, outbox: &SyncSender<O>, work: &(impl Fn(I) -> O + Sync)) {
    for item in inbox {
        if outbox.send(work(item)).is_err() {
            return;
        }
    }
}

/// Deals the items to the workers in turn.
fn deal<I>(source: impl Iterator<Item = I>, to_workers: &[SyncSender<I>]) {
    for (item, worker) in source.zip(to_workers.iter().cycle()) {
        if worker.send(item).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_inputs_whatever_the_jobs() {
        for jobs in [1, 2, 5] {
            let mut seen = Vec::new();
            let slow_on_sevens = |n: u64| {
                if n.is_multiple_of(7) {
                    thread::sleep(std::time::Duration::from_millis(2));
                }
                n * 2
            };
            let ended = in_order(jobs, 0..200, slow_on_sevens, |n| {
                seen.push(n);
                Ok::<(), ()>(())
            });
            assert_eq!(ended, Ok(()));
            assert_eq!(seen, (0..200).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_endless_source_stops_when_the_sink_does() {
        let ended = in_order(3, 0u64.., |n| n, |n| if n < 50 { Ok(()) } else { Err("enough") });
        assert_eq!(ended, Err("enough"));
    }
}
