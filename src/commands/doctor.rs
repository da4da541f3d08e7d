//! `cardbot doctor`: whether the App is set up well, in plain words.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::app::settings::{AppSettings, Secret, Settings};
use crate::app::setup::{EVENTS, PERMISSIONS};
use crate::app::store::Store;
use crate::cli::Exit;
use crate::github::AppAccess;
use crate::output::{plain, terminal};

/// GitHub sends at most so many rows a page.
const PAGE: usize = 100;

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
        if credentials(app, &access, report).await {
            webhook(&access, report).await;
            deliveries(&access, report).await;
            installations(&access, report).await;
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

/// Whether GitHub knows the App by its key; only then is there more to ask.
async fn credentials(app: &AppSettings, access: &AppAccess, report: &mut Report) -> bool {
    let answer = access.get("/app").await;
    let ahead = access.clock_ahead();
    match answer {
        Err(trouble) => {
            let words = format!("GitHub can't be asked: {trouble}");
            report.tell(Found::Wrong, "credentials", &words);
            report.tell(Found::Unknown, "clock", "GitHub's is not known");
            return false;
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
                return true;
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
    false
}

fn clock(ahead: i64, report: &mut Report) {
    let side = if ahead > 0 { "ahead of" } else { "behind" };
    let off = (ahead != 0).then(|| {
        let seconds = ahead.unsigned_abs();
        format!("this machine's is {seconds} seconds {side} GitHub's; let NTP set it")
    });
    report.judge("clock", off, "near enough to GitHub's");
}

fn permissions(told: &Told, report: &mut Report) {
    let has = |name: &str, needed: &str| {
        let level = told.permissions.get(name).and_then(Value::as_str);
        level.is_some_and(|level| level == needed || matches!(level, "write" | "admin"))
    };
    let missing = PERMISSIONS.iter().filter(|(name, level)| !has(name, level));
    let missing: Vec<String> = missing.map(|(name, level)| format!("{name}: {level}")).collect();
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
    let answer = access.get(path).await.map_err(|e| e.to_string())?;
    if answer.status != 200 {
        return Err(answer.refusal().to_string());
    }
    answer.json().map_err(|e| e.to_string())
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

async fn installations(access: &AppAccess, report: &mut Report) {
    let path = format!("/app/installations?per_page={PAGE}");
    match read::<Vec<Value>>(access, &path).await {
        Err(why) => report.tell(Found::Unknown, "installations", &why),
        Ok(rows) if rows.is_empty() => {
            let words = "the App is installed nowhere; install it from the App's page";
            report.tell(Found::Wrong, "installations", words);
        }
        Ok(rows) => {
            let more = if rows.len() == PAGE { " or more" } else { "" };
            report.tell(Found::Ok, "installations", &format!("{}{more}", rows.len()));
        }
    }
}
