//! Pages that do in a browser what GitHub's would: install an App, open a pull request, comment, click
//! the button of a check.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::app::handle::AppHandle;
use crate::pull_request::PullRequest;
use crate::repo::Repo;
use crate::stand_in::StandIn;
use crate::state::access::Role;
use crate::visit::{Shown, Visit};

/// Who sits at the browser; may write to the repository.
const YOU: &str = "you";

struct Pages {
    github: StandIn,
    repo: Repo,
    /// A card with mistakes, for new pull requests.
    card: String,
    pulls: Mutex<Vec<Known>>,
}

/// A pull request, and the head that the App was told of.
#[derive(Clone)]
struct Known {
    pull: PullRequest,
    head: String,
}

impl StandIn {
    /// Shows pages to browsers from now on, and tells the App of pushes. New pull requests change the
    /// card to this one; whoever sits at the browser may write to the repository.
    pub fn show_pages(&self, repo: &Repo, first: PullRequest, card: &str) {
        repo.let_in(YOU, Role::Write);
        let head = first.head();
        let pages = Arc::new(Pages {
            github: self.clone(),
            repo: repo.clone(),
            card: card.to_owned(),
            pulls: Mutex::new(vec![Known { pull: first, head }]),
        });
        let shown = Arc::clone(&pages);
        self.show(move |visit| shown.answer(visit));
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_millis(300));
                pages.tell_of_pushes();
            }
        });
    }
}

impl Pages {
    fn pulls(&self) -> Vec<Known> {
        self.pulls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn pull(&self, number: &str) -> Option<PullRequest> {
        let found = self.pulls().into_iter().map(|known| known.pull);
        found.into_iter().find(|pull| pull.number().to_string() == number)
    }

    /// Whatever is delivered goes to the newest App.
    fn app(&self) -> Option<AppHandle> {
        self.github.apps().pop()
    }

    fn tell_of_pushes(&self) {
        for (at, known) in self.pulls().into_iter().enumerate() {
            let head = known.pull.head();
            if head == known.head {
                continue;
            }
            let event = known.pull.synchronized(&known.head);
            if let Some(known) =
                self.pulls.lock().unwrap_or_else(PoisonError::into_inner).get_mut(at)
            {
                known.head = head;
            }
            if let Some(app) = self.app() {
                app.deliver(&event);
            }
        }
    }

    fn answer(&self, visit: &Visit) -> Option<Shown> {
        let path: Vec<&str> = visit.path.iter().map(String::as_str).collect();
        let field = |name: &str| {
            let found = visit.form.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        Some(match (visit.method.as_str(), path.as_slice()) {
            ("GET", []) => Shown::Html(self.home()),
            ("GET", ["apps", slug, "installations", "new"]) => Shown::Html(install(slug)),
            ("POST", ["apps", slug, "installations", "new"]) => {
                self.install(slug);
                Shown::Elsewhere("/".to_owned())
            }
            ("POST", ["org", "model", "pulls"]) => {
                let number = self.open(field("from") == "fork");
                Shown::Elsewhere(format!("/org/model/pull/{number}"))
            }
            ("GET", ["org", "model", "pull", number]) => Shown::Html(show(&self.pull(number)?)),
            ("POST", ["org", "model", "pull", number, "comment"]) => {
                let pull = self.pull(number)?;
                let comment = pull.comment(YOU, field("text"));
                if let Some(app) = self.app() {
                    app.deliver(&pull.commented(comment));
                }
                Shown::Elsewhere(format!("/org/model/pull/{number}"))
            }
            ("POST", ["org", "model", "pull", number, "click"]) => {
                let run = field("run").parse().ok()?;
                let known = self.pull(number)?.checks();
                known.iter().find(|check| check.number == run)?;
                if let Some(app) = self.app() {
                    app.deliver(&self.repo.button_event(run, field("button"), YOU));
                }
                Shown::Elsewhere(format!("/org/model/pull/{number}"))
            }
            _ => return None,
        })
    }

    fn install(&self, slug: &str) {
        let Some(app) = self.github.apps().into_iter().find(|app| app.slug() == slug) else {
            return;
        };
        let installation = app.install(&[&self.repo]);
        app.deliver(&app.installation_event(installation, "created"));
    }

    /// Opens a pull request and gives its number.
    fn open(&self, is_from_fork: bool) -> u64 {
        let name = format!("card-{}", self.pulls().len());
        let from = if is_from_fork {
            self.repo.fork(&format!("{name}-author"))
        } else {
            self.repo.clone()
        };
        from.branch(&name, "main");
        from.commit(&name, &[("README.md", &self.card)], "Say more about the model");
        let pull = match is_from_fork {
            true => self.repo.open_from_fork(&from, &name, "main"),
            false => self.repo.open(&name, "main"),
        };
        let known = Known { head: pull.head(), pull: pull.clone() };
        self.pulls.lock().unwrap_or_else(PoisonError::into_inner).push(known);
        if let Some(app) = self.app() {
            app.deliver(&pull.event("opened"));
        }
        pull.number()
    }

    fn home(&self) -> String {
        let mut body = String::from(
            "<p>The repository <strong>org/model</strong> is here, and you may \
            write to it.</p>\n<h2>Apps</h2>\n",
        );
        let apps = self.github.apps();
        if apps.is_empty() {
            body.push_str(
                "<p>None yet: <code>cardbot serve</code> tells the page that creates one.</p>\n",
            );
        }
        for app in apps {
            let slug = escape(&app.slug());
            let _ = writeln!(
                body,
                "<p>{slug} · <a href=\"/apps/{slug}/installations/new\">install</a></p>"
            );
            for one in app.deliveries().iter().rev().take(8) {
                let _ = writeln!(
                    body,
                    "<p class=\"small\">{} → {}</p>",
                    escape(&one.event),
                    one.status
                );
            }
        }
        body.push_str("<h2>Pull requests</h2>\n");
        for known in self.pulls() {
            let (number, title) = (known.pull.number(), escape(&known.pull.target()));
            let _ = writeln!(body, "<p><a href=\"/org/model/pull/{number}\">{title}</a></p>");
        }
        body.push_str(
            "<form method=\"post\" action=\"/org/model/pulls\">\n\
             <button name=\"from\" value=\"branch\">Open a pull request</button>\n\
             <button name=\"from\" value=\"fork\">Open one from a fork</button>\n</form>\n",
        );
        page("A stand-in for GitHub", &body)
    }
}

fn install(slug: &str) -> String {
    let slug = escape(slug);
    page(
        &format!("Install {slug}"),
        &format!(
            "<form method=\"post\" action=\"/apps/{slug}/installations/new\">\n\
             <button>Install on org/model</button>\n</form>\n"
        ),
    )
}

fn show(pull: &PullRequest) -> String {
    let number = pull.number();
    let card = pull.file("README.md").unwrap_or_default();
    let mut body = format!(
        "<p><a href=\"/\">All</a> · <a href=\"/org/model/pull/{number}\">Look again</a></p>\n\
         <h2>The card</h2>\n<pre>{}</pre>\n<h2>Checks</h2>\n",
        escape(&String::from_utf8_lossy(&card))
    );
    for check in pull.checks() {
        let conclusion = check.conclusion.as_deref().unwrap_or("not concluded");
        let _ = writeln!(
            body,
            "<p><strong>{}</strong> {}: {}</p>",
            escape(&check.name),
            escape(conclusion),
            escape(&check.title)
        );
        for button in &check.actions {
            let text = |key: &str| escape(button[key].as_str().unwrap_or_default());
            let _ = writeln!(
                body,
                "<form method=\"post\" action=\"/org/model/pull/{number}/click\">\n\
                 <input type=\"hidden\" name=\"run\" value=\"{}\">\n\
                 <button name=\"button\" value=\"{}\" title=\"{}\">{}</button>\n</form>",
                check.number,
                text("identifier"),
                text("description"),
                text("label")
            );
        }
    }
    body.push_str("<h2>Review</h2>\n");
    for review in pull.reviews() {
        said(&mut body, &review.author, &review.body);
    }
    for comment in pull.comments() {
        let line =
            comment.line.map_or_else(|| "outdated".to_owned(), |line| format!("line {line}"));
        said(&mut body, &format!("{}, {line}", comment.author), &comment.body);
    }
    body.push_str("<h2>Conversation</h2>\n");
    for comment in pull.issue_comments() {
        said(&mut body, &comment.author, &comment.body);
        for (reaction, by) in &comment.reactions {
            let _ = writeln!(body, "<p class=\"small\">{} by {}</p>", escape(reaction), escape(by));
        }
    }
    let _ = write!(
        body,
        "<form method=\"post\" action=\"/org/model/pull/{number}/comment\">\n\
         <label for=\"text\">Comment as {YOU}</label>\n\
         <textarea id=\"text\" name=\"text\" rows=\"3\">/cardbot fix</textarea>\n\
         <button>Comment</button>\n</form>\n"
    );
    page(&pull.target(), &body)
}

/// Something that somebody said, as it was sent.
fn said(body: &mut String, by: &str, text: &str) {
    let _ = writeln!(body, "<h3>{}</h3>\n<pre>{}</pre>", escape(by), escape(text));
}

fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>:root {{ color-scheme: light dark; }} body {{ font: 1rem/1.5 \
         system-ui, sans-serif; max-width: 48rem; margin: 0 auto; padding: 1rem; }} pre {{ \
         white-space: pre-wrap; overflow-wrap: anywhere; border-left: .2rem solid; padding-left: \
         .75rem; font-size: .85rem; }} textarea {{ display: block; width: 100%; font: inherit; }} \
         .small {{ font-size: .85rem; }}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         {body}</main>\n</body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}
