//! `cardbot action`: the entry point of the GitHub Action, configured by the environment alone.
//!
//! It reads the change over the API. Nothing of a pull request is checked out, run, or used as
//! configuration, so that it is safe where the token may write.

mod environment;
mod event;
mod look;
mod tell;

use crate::cli::Exit;
use crate::github::{Client, Host, Login, Pace};
use crate::trouble::said;

use self::environment::Environment;
use self::event::subject;
use self::look::{Looked, look};

/// Runs the command.
pub(crate) fn run() -> Exit {
    // Variables that are no text are none of ours.
    let variables = std::env::vars_os()
        .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)));
    let done = Environment::read(variables).and_then(|environment| {
        if environment.runner_debug.as_deref() == Some("1") {
            super::pull_request::log();
        }
        let looked = ask(&environment)?;
        tell::outcome(&environment, &looked)
    });
    done.unwrap_or_else(|why| {
        tell::nothing_reviewed(&why);
        Exit::Failed
    })
}

/// Asks GitHub, and posts there what is to be posted.
fn ask(environment: &Environment) -> Result<Looked, String> {
    let subject = subject(environment)?;
    let env = |name: &str| std::env::var(name).ok();
    let pace = Pace::of_environment(&env)?;
    let host = Host::new(&Host::of_environment(&env)?, &env)?;
    let token = environment.input_token.clone().map(Login::Token);
    let login = token.unwrap_or(Login::Anonymous);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("no request can be sent: {}", said(&e)))?;
    runtime.block_on(async {
        let client = Client::new(&host, &login, pace).map_err(|e| e.to_string())?;
        look(&client, environment, &subject).await
    })
}
