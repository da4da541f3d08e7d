//! The pages, as HTML without scripts.

use std::fmt::Write as _;
use std::path::Path;

use super::credentials::{Credentials, FILE};
use super::manifest::{Choice, EVENTS};

/// The style of all pages: dark and light, readable on a phone.
pub(super) const STYLE: &str = "
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1rem; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input[type=text], input[type=url] { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; }
label.check { font-weight: 400; display: flex; gap: .5rem; align-items: start; }
input[type=checkbox] { width: 1.25rem; height: 1.25rem; flex: none; }
button { font: inherit; padding: .6rem 1.2rem; margin: 1rem 0; cursor: pointer; }
button.main { font-weight: 600; font-size: 1.1rem; }
.hint { margin: .25rem 0; }
[role=alert] { border-left: .3rem solid; padding-left: .75rem; font-weight: 600; }
code { overflow-wrap: anywhere; }
";

/// Text for HTML, also within quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} · cardbot</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// What the first page shows.
pub(super) struct Start<'s> {
    pub(super) choice: &'s Choice,
    /// The name of the GitHub.
    pub(super) github: &'s str,
    /// Where the manifest goes, and the manifest.
    pub(super) create: Option<(String, String)>,
    pub(super) wrong: Option<&'s str>,
    pub(super) key: Option<&'s str>,
}

/// The first page: one button, and what can be chosen before.
pub(super) fn start(start: &Start<'_>) -> String {
    let choice = start.choice;
    let mut body = format!(
        "<p>There is no GitHub App yet. One click creates it on <strong>{}</strong>, and cardbot \
         keeps its credentials on this machine.</p>\n",
        escape(start.github)
    );
    if let Some(wrong) = start.wrong {
        let _ = writeln!(body, "<p role=\"alert\">{}</p>", escape(wrong));
    }
    if let Some((action, manifest)) = &start.create {
        let owner = match &choice.organisation {
            Some(name) => format!("the organisation <strong>{}</strong>", escape(name)),
            None => "your own account".to_owned(),
        };
        let contents = if choice.writes { "write" } else { "read" };
        let _ = write!(
            body,
            "<h2>Create it</h2>\n<p>It is called <strong>{}</strong> and belongs to {owner}. It may \
             {contents} contents, write pull requests and checks, and read issues and metadata. It \
             hears of {}.</p>\n\
             <form method=\"post\" action=\"{}\">\n\
             <input type=\"hidden\" name=\"manifest\" value=\"{}\">\n\
             <button class=\"main\">Create the App on GitHub</button>\n</form>\n",
            escape(&choice.name),
            EVENTS.map(|event| format!("<code>{event}</code>")).join(", "),
            escape(action),
            escape(manifest),
        );
    } else {
        body.push_str(
            "<p>Say first where GitHub reaches this server: there it tells of pull requests.</p>\n",
        );
    }
    let key = start.key.map_or_else(String::new, |key| {
        format!("<input type=\"hidden\" name=\"key\" value=\"{}\">\n", escape(key))
    });
    let _ = write!(
        body,
        "<h2>Change what it is to be</h2>\n<form method=\"get\" action=\"/setup\">\n{key}\
         <label for=\"url\">Address of this server</label>\n\
         <p class=\"hint\" id=\"url-hint\">As GitHub sees it, such as \
         <code>https://cardbot.example.org</code>.</p>\n\
         <input type=\"url\" id=\"url\" name=\"url\" aria-describedby=\"url-hint\" value=\"{}\">\n\
         <label for=\"organisation\">Organisation</label>\n\
         <p class=\"hint\" id=\"organisation-hint\">Leave it empty for your own account.</p>\n\
         <input type=\"text\" id=\"organisation\" name=\"organisation\" autocomplete=\"off\" \
         aria-describedby=\"organisation-hint\" value=\"{}\">\n\
         <label for=\"name\">Name</label>\n\
         <p class=\"hint\" id=\"name-hint\">No other App on this GitHub may have it.</p>\n\
         <input type=\"text\" id=\"name\" name=\"name\" maxlength=\"34\" autocomplete=\"off\" \
         aria-describedby=\"name-hint\" value=\"{}\">\n\
         <label class=\"check\"><input type=\"checkbox\" name=\"writes\" value=\"1\"{}> \
         <span>Let it write contents. Only then can it commit fixes: the button “Fix all” and the \
         command <code>/cardbot fix</code>. Reviews need no more than reading.</span></label>\n\
         <button>Change</button>\n</form>\n",
        escape(choice.public_url.as_deref().unwrap_or_default()),
        escape(choice.organisation.as_deref().unwrap_or_default()),
        escape(&choice.name),
        if choice.writes { " checked" } else { "" },
    );
    page("Set up the GitHub App", &body)
}

/// The last page: what comes next.
pub(super) fn done(credentials: &Credentials, folder: &Path) -> String {
    let body = format!(
        "<p>The App <strong>{}</strong> is there (App ID {}). Its credentials are in \
         <code>{}</code>, readable by you alone; GitHub does not show them again, so keep a copy in \
         a safe place.</p>\n<h2>What comes next</h2>\n<ol>\n\
         <li><a href=\"{}/installations/new\">Install it</a> on the repositories that have model \
         cards.</li>\n\
         <li>Open a pull request that changes a card: the review comes by itself.</li>\n\
         <li>If none comes, <code>cardbot doctor</code> tells why.</li>\n</ol>\n\
         <p>The server goes on by itself now; there is nothing to restart.</p>\n",
        escape(&credentials.slug),
        credentials.id,
        escape(&folder.join(FILE).display().to_string()),
        escape(&credentials.html_url),
    );
    page("The App is created", &body)
}

/// Something is in the way.
pub(super) fn refused(why: &str, again: bool) -> String {
    let link = if again { "<p><a href=\"/setup\">Begin again</a></p>\n" } else { "" };
    page("That did not work", &format!("<p role=\"alert\">{}</p>\n{link}", escape(why)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_text() {
        let choice = Choice { name: "\"><script>".to_owned(), ..Choice::default() };
        let shown = start(&Start {
            choice: &choice,
            github: "<b>",
            create: Some(("\"><script>".to_owned(), "{\"a\":\"'<script>\"}".to_owned())),
            wrong: Some("<script>"),
            key: Some("\"><script>"),
        });
        assert!(!shown.contains("<script>") && !shown.contains("<b>"), "{shown}");
    }
}
