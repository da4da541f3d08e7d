//! `cardbot doctor`: whether the App is set up well, in plain words.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::app::settings::{AppSettings, Secret, Settings};
use crate::app::setup::{EVENTS, PERMISSIONS};
use crate::app::store::Store;
use crate::cli::Exit;
use crate::github::{Answer, AppAccess};
use crate::output::{plain, terminal};

/// GitHub sends at most so many rows a page.
const PAGE: usize = 100;
/// So many pages of installations are looked through.
const MOST_PAGES: usize = 50;
/// So many installations with something wrong are told one by one.
const MOST_LINES: usize = 20;
/// A clock that is off by so many seconds does no harm: what the App signs begins a minute ago.
const HARMLESS: u64 = 30;

/// What a check came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Ok,
    Wrong,
    Unknown,
}

/// One line a check.
#[derive(Default)]
struct Report {
    lines: String,
    wrong: bool,
    /// Texts that no line may show.
    secrets: Vec<Secret>,
}

impl Report {
    fn tell(&mut self, found: Found, subject: &str, words: &str) {
        self.wrong |= found == Found::Wrong;
        let mark = match found {
            Found::Ok => "ok",
            Found::Wrong => "wrong",
            Found::Unknown => "?",
        };
        let mut words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        for secret in self.secrets.iter().filter(|secret| !secret.reveal().is_empty()) {
            words = words.replace(secret.reveal(), "***");
        }
        self.lines.push_str(&format!("{mark:<5} {subject}: {}\n", plain(&words)));
    }

    /// `wrong` where something is, else `ok`.
    fn judge(&mut self, subject: &str, wrong: Option<String>, fine: &str) {
        match wrong {
            Some(words) => self.tell(Found::Wrong, subject, &words),
            None => self.tell(Found::Ok, subject, fine),
        }
    }
}

/// What GitHub tells about the App.
#[derive(Deserialize)]
struct Told {
    id: u64,
    #[serde(default)]
    slug: String,
    #[serde(default)]
    permissions: Map<String, Value>,
    #[serde(default)]
    events: Vec<String>,
}

#[derive(Deserialize)]
struct Hook {
    url: Option<String>,
    secret: Option<String>,
}

#[derive(Deserialize)]
struct Installation {
    id: u64,
    account: Option<Account>,
    #[serde(default)]
    permissions: Map<String, Value>,
    suspended_at: Option<String>,
    html_url: Option<String>,
}

#[derive(Deserialize)]
struct Account {
    login: String,
}

#[derive(Deserialize)]
struct Delivery {
    status_code: u16,
}

/// Runs the command.
pub(crate) fn run() -> Result<Exit, String> {
    let settings = Settings::of_process()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("nothing can be asked: {e}"))?;
    let mut report = Report { secrets: settings.secrets(), ..Report::default() };
    runtime.block_on(examine(&settings, &mut report));
    terminal::print(&report.lines)?;
    Ok(if report.wrong { Exit::Findings } else { Exit::Clean })
}

async fn examine(settings: &Settings, report: &mut Report) {
    if let Some(app) = &settings.app {
        report.tell(Found::Ok, "settings", "they can be read, and name an App");
        let access = AppAccess::new(app.key.clone(), &settings.host, settings.pace);
        if let Some(told) = credentials(app, &access, report).await {
            webhook(&access, report).await;
            deliveries(&access, report).await;
            installations(&access, &told, report).await;
        }
    } else {
        let words = "no App is named; set CARDBOT_APP_ID, CARDBOT_APP_PRIVATE_KEY_FILE and \
                     CARDBOT_WEBHOOK_SECRET_FILE, here or in .env, or let cardbot serve create an \
                     App; docs/app.md tells how";
        report.tell(Found::Wrong, "settings", words);
    }
    let failed = database(settings).await.err();
    let failed = failed.map(|why| {
        format!("{why}; see that the folder or the server of DATABASE_URL is there and writable")
    });
    report.judge("database", failed, "it opens and answers");
}

async fn database(settings: &Settings) -> Result<(), String> {
    let store = Store::open(settings.database.reveal()).await.map_err(|e| e.to_string())?;
    let answered = store.ping(crate::app::now()).await.map_err(|e| e.to_string());
    store.close().await;
    answered
}

/// What GitHub says of the App, where it knows it by its key; only then is there more to ask.
async fn credentials(app: &AppSettings, access: &AppAccess, report: &mut Report) -> Option<Told> {
    let answer = access.get("/app").await;
    let ahead = access.clock_ahead();
    match answer {
        Err(trouble) => {
            let words = format!("GitHub can't be asked: {trouble}");
            report.tell(Found::Wrong, "credentials", &words);
            report.tell(Found::Unknown, "clock", "GitHub's is not known");
            return None;
        }
        Ok(answer) if answer.status == 200 => match answer.json::<Told>() {
            Ok(told) => {
                let other = (told.id != app.id).then(|| {
                    format!(
                        "the key is that of App {}, CARDBOT_APP_ID says {}; set both of one App",
                        told.id, app.id
                    )
                });
                let fine = format!("GitHub knows App {} as {}", told.id, told.slug);
                report.judge("credentials", other, &fine);
                clock(ahead, report);
                permissions(&told, report);
                return Some(told);
            }
            Err(trouble) => report.tell(Found::Unknown, "credentials", &trouble.to_string()),
        },
        Ok(answer) if matches!(answer.status, 401 | 404) => {
            let words = format!(
                "GitHub does not take the key for App {}; see that CARDBOT_APP_ID is its App ID, \
                 or generate a new private key on the App's page",
                app.id
            );
            report.tell(Found::Wrong, "credentials", &words);
        }
        Ok(answer) => {
            report.tell(Found::Unknown, "credentials", &answer.refusal().to_string());
        }
    }
    clock(ahead, report);
    None
}

fn clock(ahead: i64, report: &mut Report) {
    let side = if ahead > 0 { "ahead of" } else { "behind" };
    let seconds = ahead.unsigned_abs();
    let off = (seconds > HARMLESS)
        .then(|| format!("this machine's is {seconds} seconds {side} GitHub's; let NTP set it"));
    report.judge("clock", off, "near enough to GitHub's");
}

/// The permissions that are needed and not there.
fn missing(granted: &Map<String, Value>) -> Vec<String> {
    let has = |name: &str, needed: &str| {
        let level = granted.get(name).and_then(Value::as_str);
        level.is_some_and(|level| level == needed || matches!(level, "write" | "admin"))
    };
    let missing = PERMISSIONS.iter().filter(|(name, level)| !has(name, level));
    missing.map(|(name, level)| format!("{name}: {level}")).collect()
}

fn permissions(told: &Told, report: &mut Report) {
    let missing = missing(&told.permissions);
    let lacks = (!missing.is_empty()).then(|| {
        format!(
            "the App lacks {}; grant it on the App's page, and accept it where it is installed",
            missing.join(", ")
        )
    });
    report.judge("permissions", lacks, "all that are needed");

    let missing = EVENTS.into_iter().filter(|event| !told.events.iter().any(|has| has == event));
    let missing: Vec<&str> = missing.collect();
    let lacks = (!missing.is_empty())
        .then(|| format!("the App is not sent {}; tick it on the App's page", missing.join(", ")));
    report.judge("events", lacks, "all that are needed");
}

/// Reads something about the App.
async fn read<T: DeserializeOwned>(access: &AppAccess, path: &str) -> Result<T, String> {
    answer(access, path).await?.json().map_err(|e| e.to_string())
}

async fn answer(access: &AppAccess, path: &str) -> Result<Answer, String> {
    let answer = access.get(path).await.map_err(|e| e.to_string())?;
    if answer.status != 200 {
        return Err(answer.refusal().to_string());
    }
    Ok(answer)
}

async fn webhook(access: &AppAccess, report: &mut Report) {
    let wrong = match read::<Hook>(access, "/app/hook/config").await {
        Err(why) => return report.tell(Found::Unknown, "webhook", &why),
        Ok(hook) if hook.url.as_deref().unwrap_or_default().is_empty() => {
            Some("the App has no webhook URL; set https://YOUR-HOST/webhook on the App's page")
        }
        Ok(hook) if hook.secret.as_deref().unwrap_or_default().is_empty() => Some(
            "the App's webhook has no secret; set that of CARDBOT_WEBHOOK_SECRET on the App's page",
        ),
        Ok(_) => None,
    };
    report.judge("webhook", wrong.map(ToOwned::to_owned), "an address and a secret are set");
}

/// GitHub does not tell the secret; what came of the latest deliveries tells whether it is ours.
async fn deliveries(access: &AppAccess, report: &mut Report) {
    let path = format!("/app/hook/deliveries?per_page={PAGE}");
    let rows: Vec<Delivery> = match read(access, &path).await {
        Err(why) => return report.tell(Found::Unknown, "deliveries", &why),
        Ok(rows) => rows,
    };
    // Newest first: what failed before one that arrived has been put right.
    let failed: Vec<&Delivery> =
        rows.iter().take_while(|one| !(200..300).contains(&one.status_code)).collect();
    let refused = failed.iter().filter(|one| one.status_code == 401).count();
    if rows.is_empty() {
        report.tell(Found::Unknown, "deliveries", "there were none of late");
    } else if refused > 0 {
        let words = format!(
            "{refused} of the latest were refused with 401: the secret on the App's page is not \
             that of CARDBOT_WEBHOOK_SECRET; set the same"
        );
        report.tell(Found::Wrong, "deliveries", &words);
    } else if failed.is_empty() {
        report.tell(Found::Ok, "deliveries", "the latest arrived");
    } else {
        let words = format!(
            "the latest {} did not arrive; see that the server runs and GitHub reaches it",
            failed.len()
        );
        report.tell(Found::Wrong, "deliveries", &words);
    }
}

async fn installations(access: &AppAccess, told: &Told, report: &mut Report) {
    let mut all: Vec<Installation> = vec![];
    let mut next = Some(format!("/app/installations?per_page={PAGE}"));
    for _ in 0..MOST_PAGES {
        let Some(path) = next else { break };
        let answer = match answer(access, &path).await {
            Ok(answer) => answer,
            Err(why) => return report.tell(Found::Unknown, "installations", &why),
        };
        match answer.json::<Vec<Installation>>() {
            Ok(rows) => all.extend(rows),
            Err(trouble) => {
                return report.tell(Found::Unknown, "installations", &trouble.to_string());
            }
        }
        next = answer.next_page();
    }
    if all.is_empty() {
        let words = "the App is installed nowhere; install it from the App's page";
        return report.tell(Found::Wrong, "installations", words);
    }
    let more = if next.is_some() { " or more" } else { "" };
    report.tell(Found::Ok, "installations", &format!("{}{more}", all.len()));
    let ill: Vec<(&Installation, String)> =
        all.iter().filter_map(|one| Some((one, one.ails(told)?))).collect();
    for (one, words) in ill.iter().take(MOST_LINES) {
        report.tell(Found::Wrong, &format!("installation on {}", one.name()), words);
    }
    if let Some(rest) = ill.len().checked_sub(MOST_LINES).filter(|rest| *rest > 0) {
        report.tell(Found::Wrong, "installations", &format!("{rest} more have something wrong"));
    }
}

impl Installation {
    fn name(&self) -> String {
        let login = self.account.as_ref().map(|account| account.login.clone());
        login.unwrap_or_else(|| self.id.to_string())
    }

    /// What is wrong with it, and what to do.
    fn ails(&self, told: &Told) -> Option<String> {
        let page = self.html_url.as_deref().unwrap_or("its page on GitHub");
        if self.suspended_at.is_some() {
            return Some(format!(
                "it is suspended, so nothing is reviewed there; its owner can end that on {page}"
            ));
        }
        // What the App itself does not ask for is told of the App.
        let asked_for = missing(&told.permissions);
        let mut missing = missing(&self.permissions);
        missing.retain(|name| !asked_for.contains(name));
        if missing.is_empty() {
            return None;
        }
        let without = if missing.iter().any(|name| name.starts_with("pull_requests")) {
            "no review can be posted"
        } else if missing.iter().any(|name| name.starts_with("checks")) {
            "reviews come without check runs"
        } else if missing.iter().any(|name| name.starts_with("contents")) {
            "no card can be read"
        } else {
            "not all works there"
        };
        Some(format!(
            "it does not grant {}, so {without}; its owner can accept that on {page}",
            missing.join(", ")
        ))
    }
}
