//! Waits for the notifications of other machines, over a separate connection. They are hints: a
//! lost one costs seconds, never an item.

use std::{future::poll_fn, sync::Arc, time::Duration};

use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
};
use tokio_postgres::{AsyncMessage, Config, Socket, tls::MakeTlsConnect};

use super::SCHEMA;

/// How long it waits after losing a connection.
const AFTER_LOSS: Duration = Duration::from_secs(5);

/// The task that waits. It ends when this is dropped.
pub(super) struct Listener {
    task: JoinHandle<()>,
    /// Changes with each notification.
    heard: watch::Receiver<()>,
}

impl Listener {
    pub(super) fn start<T>(config: Config, tls: T, put: Arc<Notify>) -> Self
    where
        T: MakeTlsConnect<Socket> + Clone + Send + Sync + 'static,
        T::Stream: Send,
        T::TlsConnect: Send,
        <T::TlsConnect as tokio_postgres::tls::TlsConnect<Socket>>::Future: Send,
    {
        let (hear, heard) = watch::channel(());
        let task = tokio::spawn(async move {
            loop {
                if let Err(error) = listen(&config, tls.clone(), &put, &hear).await {
                    tracing::warn!("no notifications from PostgreSQL: {error}");
                }
                tokio::time::sleep(AFTER_LOSS).await;
            }
        });
        Self { task, heard }
    }

    /// A receiver of changes, one for each notification from now on.
    pub(super) fn heard(&self) -> watch::Receiver<()> {
        let mut heard = self.heard.clone();
        heard.mark_unchanged();
        heard
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen<T>(
    config: &Config,
    tls: T,
    put: &Notify,
    hear: &watch::Sender<()>,
) -> Result<(), tokio_postgres::Error>
where
    T: MakeTlsConnect<Socket>,
{
    let (client, mut connection) = config.connect(tls).await?;
    let messages = async {
        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(_) = message? {
                put.notify_one();
                hear.send_replace(());
            }
        }
        Ok(())
    };
    let ask = async {
        client.batch_execute(&format!("LISTEN {SCHEMA}")).await?;
        // The client must live as long as the connection.
        std::future::pending::<Result<(), tokio_postgres::Error>>().await
    };
    tokio::select! {
        result = messages => result,
        result = ask => result,
    }
}
