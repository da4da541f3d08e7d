//! How the App ends: it says that it is not ready, takes no more, finishes what it can, and hands
//! the rest back.

use std::time::Duration;

use tokio::sync::watch;

/// Where the App is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It works.
    Running,
    /// It still takes requests, but asks to be sent none.
    Draining,
    /// Nothing new is begun.
    Ending,
    /// What is not done now is handed back.
    Over,
}

/// Tells everybody that the App ends.
#[derive(Debug)]
pub struct Ender(watch::Sender<Phase>);

/// Hears that the App ends.
#[derive(Debug, Clone)]
pub struct Shutdown(watch::Receiver<Phase>);

/// The two ends of one life.
#[must_use]
pub fn life() -> (Ender, Shutdown) {
    let (sender, receiver) = watch::channel(Phase::Running);
    (Ender(sender), Shutdown(receiver))
}

impl Ender {
    /// Goes on to a phase.
    pub fn tell(&self, phase: Phase) {
        self.0.send_replace(phase);
    }

    /// Goes from draining on through all phases. Whoever is done earlier need not wait for the end
    /// of this.
    pub async fn end(&self, drain: Duration, grace: Duration) {
        tokio::time::sleep(drain).await;
        self.tell(Phase::Ending);
        tokio::time::sleep(grace).await;
        self.tell(Phase::Over);
    }
}

impl Shutdown {
    /// Where the App is.
    #[must_use]
    pub fn phase(&self) -> Phase {
        *self.0.borrow()
    }

    /// Waits until nothing new may be begun.
    pub async fn ending(&mut self) {
        self.reached(Phase::Ending).await;
    }

    /// Waits until what is not done must be handed back.
    pub async fn over(&mut self) {
        self.reached(Phase::Over).await;
    }

    async fn reached(&mut self, phase: Phase) {
        // Without a sender nobody is there who could go on: that is the end, too.
        let _ = self.0.wait_for(|now| *now >= phase).await;
    }
}

/// Waits until somebody wants the process to end.
///
/// # Errors
/// When signals can't be heard.
pub async fn asked_to_end() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
