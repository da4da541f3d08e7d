//! The settings of the App: the environment and the file `.env`, read once at the start.

mod secret;
#[cfg(test)]
mod tests;
mod variables;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

pub use self::secret::Secret;
use self::variables::Variables;
use super::setup::{self, Credentials, Setup};
use super::web::Playground;
use super::work;
use crate::github::{self, Host, Pace};
use crate::output::RulePages;

/// All settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who we are on GitHub; nothing where no variable says anything about it, and the set-up has
    /// kept nothing.
    pub app: Option<AppSettings>,
    /// Where others reach this server, without a slash at the end.
    pub url: Option<String>,
    /// Where rules are explained, if not on this server.
    rules_url: Option<String>,
    /// How an App is set up where there is none; nothing where none is to be.
    pub setup: Option<Setup>,
    /// The GitHub that we work for.
    pub host: Host,
    /// How patiently GitHub is asked.
    pub pace: Pace,
    /// Where the store is, as a URL; a password may be in it.
    pub database: Secret,
    /// Where we listen.
    pub listen: SocketAddr,
    /// A request must be complete within this time.
    pub body_timeout: Duration,
    /// At the end: how long requests are still taken while `/readyz` says no.
    pub drain: Duration,
    /// At the end: how long work that has begun may go on.
    pub grace: Duration,
    /// How work is done.
    pub work: work::Settings,
    /// How often it is looked for deliveries that failed; zero for never.
    pub recover_every: Duration,
    /// Who may use the playground.
    pub playground: Playground,
    /// Who knows this may see the operations pages; without it there are none.
    pub operations_token: Option<Secret>,
    /// What is logged, and how.
    pub log: Log,
}

/// The App on GitHub.
#[derive(Debug, Clone)]
pub struct AppSettings {
    /// Its number.
    pub id: u64,
    /// Its word, signed with its private key.
    pub key: github::App,
    /// What deliveries may be signed with: the secret, and while it is changed the old one.
    pub webhook_secrets: Vec<Secret>,
    /// Where GitHub reaches us, as it was said when the App was set up.
    pub url: Option<String>,
}

impl AppSettings {
    /// Those that the set-up has kept.
    ///
    /// # Errors
    /// A message for people.
    pub fn kept(credentials: &Credentials) -> Result<Self, String> {
        let secret = credentials.webhook_secret.as_ref();
        let secret = secret.ok_or("the App that was set up has no webhook secret")?;
        let key = github::App::new(&credentials.id.to_string(), &credentials.pem)?;
        let webhook_secrets = vec![Secret::new(secret.as_str())];
        Ok(Self { id: credentials.id, key, webhook_secrets, url: credentials.server_url.clone() })
    }
}

/// What is logged, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Log {
    /// Nothing below this.
    pub level: tracing::Level,
    /// One JSON object a line instead of text.
    pub json: bool,
}

impl Settings {
    /// Reads the environment of the process, and `.env` in its folder for what the environment does
    /// not say.
    ///
    /// # Errors
    /// A message for people.
    pub fn of_process() -> Result<Self, String> {
        let mut all = in_file(Path::new(".env"))?;
        all.extend(
            std::env::vars_os().filter_map(|(key, value)| {
                Some((key.into_string().ok()?, value.into_string().ok()?))
            }),
        );
        Self::read(all.into_iter())
    }

    /// Reads them from variables.
    ///
    /// # Errors
    /// A message for people.
    pub fn read(variables: impl Iterator<Item = (String, String)>) -> Result<Self, String> {
        let all = Variables::read(variables)?;
        let env = |name: &str| all.get(name);
        let host = Host::new(&Host::of_environment(&env)?, &env)?;
        let database = secret::find(
            "DATABASE_URL",
            all.database_url.as_deref(),
            all.database_url_file.as_deref(),
        )?;
        let pace = Pace::of_environment(&env)?;
        let url = address("CARDBOT_URL", all.cardbot_url.as_deref())?;
        let folder = Path::new(all.cardbot_credentials.as_deref().unwrap_or("cardbot-app"));
        let app = match app(&all)? {
            Some(app) => Some(app),
            None => kept(folder)?,
        };
        let is_open = is_open(all.cardbot_setup.as_deref().unwrap_or("local"))?;
        let setup = is_open.map(|is_open| Setup {
            host: host.clone(),
            pace,
            folder: folder.to_owned(),
            public_url: url.clone(),
            is_open,
        });
        Ok(Self {
            app,
            url,
            rules_url: address("CARDBOT_RULES_URL", all.cardbot_rules_url.as_deref())?,
            setup,
            host,
            pace,
            database: database.unwrap_or_else(|| Secret::new("sqlite:cardbot.db")),
            listen: listen(all.cardbot_listen.as_deref().unwrap_or("127.0.0.1:8080"))?,
            body_timeout: seconds("CARDBOT_BODY_TIMEOUT", all.cardbot_body_timeout, 10.0)?,
            drain: seconds("CARDBOT_DRAIN", all.cardbot_drain, 0.0)?,
            grace: seconds("CARDBOT_GRACE", all.cardbot_grace, 20.0)?,
            work: work(&all)?,
            recover_every: seconds("CARDBOT_RECOVER_EVERY", all.cardbot_recover_every, 300.0)?,
            playground: playground(all.cardbot_playground.as_deref().unwrap_or("local"))?,
            operations_token: operations_token(&all)?,
            log: Log {
                level: level(all.cardbot_log.as_deref().unwrap_or("info"))?,
                json: is_json(all.cardbot_log_format.as_deref().unwrap_or("text"))?,
            },
        })
    }

    /// Where what we post explains the rules: where the operator says, else here, and where it is
    /// not known where that is, on the pages of the project.
    #[must_use]
    pub fn rule_pages(&self, app: &AppSettings) -> RulePages {
        let own = self.url.as_ref().or(app.url.as_ref()).map(|url| format!("{url}/rules"));
        self.rules_url.clone().or(own).map_or_else(RulePages::default, |url| RulePages::at(&url))
    }

    /// Texts that no log may show.
    #[must_use]
    pub fn secrets(&self) -> Vec<Secret> {
        let mut all: Vec<Secret> =
            self.app.iter().flat_map(|app| app.webhook_secrets.iter().cloned()).collect();
        all.extend(self.operations_token.clone());
        // A password in the address of a database: `postgres://USER:PASSWORD@HOST/NAME`.
        let url = self.database.reveal();
        let login = url.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@'));
        if let Some((_, password)) = login.and_then(|(login, _)| login.split_once(':')) {
            all.push(Secret::new(password));
        }
        all
    }
}

/// What a file of variables says; nothing where there is none.
fn in_file(path: &Path) -> Result<BTreeMap<String, String>, String> {
    let name = path.display();
    let lines = match dotenvy::from_path_iter(path) {
        Ok(lines) => lines,
        Err(error) if error.not_found() => return Ok(BTreeMap::new()),
        Err(_) => return Err(format!("{name} can't be read")),
    };
    // The error of a line would show the line, which may hold a secret.
    lines
        .map(|line| line.map_err(|_| format!("{name} has a line that is not NAME=value")))
        .collect()
}

/// What the set-up has kept.
fn kept(folder: &Path) -> Result<Option<AppSettings>, String> {
    let Some(credentials) = Credentials::read(folder)? else { return Ok(None) };
    let path = folder.join(setup::FILE);
    AppSettings::kept(&credentials).map(Some).map_err(|why| format!("{}: {why}", path.display()))
}

/// An address on the web, without a slash at its end.
fn address(name: &str, text: Option<&str>) -> Result<Option<String>, String> {
    let Some(text) = text else { return Ok(None) };
    let url = text.trim().trim_end_matches('/');
    if !setup::is_url(url) {
        return Err(format!("{name} is `{text}`; say it as https://cardbot.example.org"));
    }
    Ok(Some(url.to_owned()))
}

/// Whether the set-up page is open to others; nothing where there is to be none.
fn is_open(word: &str) -> Result<Option<bool>, String> {
    match word.trim() {
        "local" => Ok(Some(false)),
        "open" => Ok(Some(true)),
        "off" => Ok(None),
        _ => Err(format!("CARDBOT_SETUP is `{word}`; say local, open or off")),
    }
}

/// Who we are: all of it, or nothing.
fn app(all: &Variables) -> Result<Option<AppSettings>, String> {
    let key = secret::find(
        "CARDBOT_APP_PRIVATE_KEY",
        all.cardbot_app_private_key.as_deref(),
        all.cardbot_app_private_key_file.as_deref(),
    )?;
    let now = secret::find(
        "CARDBOT_WEBHOOK_SECRET",
        all.cardbot_webhook_secret.as_deref(),
        all.cardbot_webhook_secret_file.as_deref(),
    )?;
    let old = secret::find(
        "CARDBOT_WEBHOOK_SECRET_OLD",
        all.cardbot_webhook_secret_old.as_deref(),
        all.cardbot_webhook_secret_old_file.as_deref(),
    )?;
    let (id, key, now) = match (&all.cardbot_app_id, key, now) {
        (None, None, None) => return Ok(None),
        (Some(id), Some(key), Some(now)) => (id, key, now),
        (id, key, _) => {
            let missing = match (id, key) {
                (None, _) => "CARDBOT_APP_ID",
                (_, None) => "CARDBOT_APP_PRIVATE_KEY (or CARDBOT_APP_PRIVATE_KEY_FILE)",
                _ => "CARDBOT_WEBHOOK_SECRET (or CARDBOT_WEBHOOK_SECRET_FILE)",
            };
            return Err(format!("{missing} is not set, and the App needs it"));
        }
    };
    // Deliveries name the App by its number, so the client id will not do here.
    let number = id.trim().parse().ok().filter(|number| *number > 0).ok_or_else(|| {
        "CARDBOT_APP_ID is not a number; it is the App ID on the App's page on GitHub".to_owned()
    })?;
    let key = github::App::new(id, key.reveal())
        .map_err(|message| format!("CARDBOT_APP_PRIVATE_KEY: {message}"))?;
    let webhook_secrets = std::iter::once(now).chain(old).collect();
    Ok(Some(AppSettings { id: number, key, webhook_secrets, url: None }))
}

fn work(all: &Variables) -> Result<work::Settings, String> {
    let usual = work::Settings::default();
    let attempts = all.cardbot_attempts.unwrap_or(usual.attempts);
    if attempts == 0 {
        return Err("CARDBOT_ATTEMPTS is 0; say at least 1".to_owned());
    }
    let lease = seconds("CARDBOT_LEASE", all.cardbot_lease, usual.lease.as_secs_f64())?;
    if lease < Duration::from_secs(1) {
        return Err("CARDBOT_LEASE is shorter than a second".to_owned());
    }
    Ok(work::Settings {
        at_once: all.cardbot_workers.unwrap_or(usual.at_once),
        attempts,
        lease,
        spacing: seconds(
            "CARDBOT_WRITE_SPACING",
            all.cardbot_write_spacing,
            usual.spacing.as_secs_f64(),
        )?,
        resolve_threads: truth(
            "CARDBOT_RESOLVE_THREADS",
            all.cardbot_resolve_threads.as_deref().unwrap_or("false"),
        )?,
        ..usual
    })
}

fn truth(name: &str, word: &str) -> Result<bool, String> {
    match word.trim() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(format!("{name} is `{word}`; say true or false")),
    }
}

fn playground(word: &str) -> Result<Playground, String> {
    match word.trim() {
        "public" => Ok(Playground::Public),
        "local" => Ok(Playground::Local),
        "off" => Ok(Playground::Off),
        _ => Err(format!("CARDBOT_PLAYGROUND is `{word}`; say public, local or off")),
    }
}

/// Shorter tokens could be guessed.
const SHORTEST_TOKEN: usize = 16;

fn operations_token(all: &Variables) -> Result<Option<Secret>, String> {
    let token = secret::find(
        "CARDBOT_OPERATIONS_TOKEN",
        all.cardbot_operations_token.as_deref(),
        all.cardbot_operations_token_file.as_deref(),
    )?;
    match token {
        Some(token) if token.reveal().len() < SHORTEST_TOKEN => Err(format!(
            "CARDBOT_OPERATIONS_TOKEN is shorter than {SHORTEST_TOKEN} characters; \
             `openssl rand -hex 32` makes a good one"
        )),
        token => Ok(token),
    }
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.trim().parse().map_err(|_| {
        format!("CARDBOT_LISTEN is `{text}`; say an address and a port, such as 0.0.0.0:8080")
    })
}

/// A day is long enough for every wait.
const MOST_SECONDS: f64 = 86_400.0;

fn seconds(name: &str, value: Option<f64>, default: f64) -> Result<Duration, String> {
    let seconds = Some(value.unwrap_or(default)).filter(|s| (0.0..=MOST_SECONDS).contains(s));
    let seconds = seconds.and_then(|s| Duration::try_from_secs_f64(s).ok());
    seconds.ok_or_else(|| format!("{name} is not a number of seconds from 0 to 86400"))
}

fn level(word: &str) -> Result<tracing::Level, String> {
    match word.trim() {
        "error" => Ok(tracing::Level::ERROR),
        "warn" => Ok(tracing::Level::WARN),
        "info" => Ok(tracing::Level::INFO),
        "debug" => Ok(tracing::Level::DEBUG),
        _ => Err(format!("CARDBOT_LOG is `{word}`; say error, warn, info or debug")),
    }
}

fn is_json(word: &str) -> Result<bool, String> {
    match word.trim() {
        "text" => Ok(false),
        "json" => Ok(true),
        _ => Err(format!("CARDBOT_LOG_FORMAT is `{word}`; say text or json")),
    }
}
