//! A rule's page as HTML. HTML in it is shown as the text that it is.

use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::super::layout::count;

/// Renders a page; `below` comes under its title. Examples can be tried where there is a playground.
pub(super) fn render(page: &str, below: &Markup, can_try: bool) -> Markup {
    let mut events: Vec<Event<'_>> = vec![];
    let mut fence: Option<(String, String)> = None;
    // What stands before a `bad` example belongs to it.
    let mut base = String::new();
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                fence = Some((info, String::new()));
            }
            Event::End(TagEnd::CodeBlock) => {
                let Some((info, text)) = fence.take() else { continue };
                let block = block(&info, &text, &base, can_try);
                if info == "card base" {
                    base.clone_from(&text);
                } else if info == "card good" {
                    base.clear();
                }
                events.push(Event::Html(block.into_string().into()));
            }
            Event::Text(text) if fence.is_some() => {
                if let Some((_, held)) = &mut fence {
                    held.push_str(&text);
                }
            }
            Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = target(dest_url);
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            // The pages have none; one would be asked for at another site.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::End(TagEnd::Heading(level)) => {
                events.push(Event::End(TagEnd::Heading(level)));
                if level == pulldown_cmark::HeadingLevel::H1 {
                    events.push(Event::Html(below.clone().into_string().into()));
                }
            }
            other => events.push(other),
        }
    }
    let mut html = String::with_capacity(2 * page.len());
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    PreEscaped(html)
}

/// Where a link of a page leads from here: what is beside the page is not beside us.
fn target(link: CowStr<'_>) -> CowStr<'_> {
    if link.contains("://") {
        return link;
    }
    match link.strip_prefix("../") {
        Some(rest) => format!("{}/blob/main/docs/{rest}", env!("CARGO_PKG_REPOSITORY")).into(),
        None => link.replace(".md", "").into(),
    }
}

fn block(info: &str, text: &str, base: &str, can_try: bool) -> Markup {
    let plain = html! { pre.code { code { (text) } } };
    let (of, kind) = info.split_once(' ').unwrap_or((info, ""));
    if !matches!(of, "card" | "config") {
        return plain;
    }
    let title = match kind {
        "bad" => "Reported",
        "fixed" => "After the fix",
        "good" => "Not reported",
        "base" => "Before the change",
        "license" => "The LICENSE file beside it",
        "files" => "The files of the model",
        other => other,
    };
    let is_change = kind == "bad" && !base.is_empty();
    html! {
        div class={ "example " (kind) } {
            div.bar {
                span { (title) }
                @if can_try && of == "card" && matches!(kind, "bad" | "good") {
                    form method="post" action="/play" {
                        input type="hidden" name="card" value=(text);
                        @if is_change { input type="hidden" name="base" value=(base); }
                        button { "Try it" span.unseen { " (" (title) ", " (count(text.lines().count(), "line")) ")" } }
                    }
                }
            }
            (plain)
        }
    }
}

#[cfg(test)]
mod tests {
    use cardbot_core::rules::REGISTRY;

    use super::*;

    fn of(page: &str) -> String {
        render(page, &html! {}, true).into_string()
    }

    #[test]
    fn html_is_shown_and_not_obeyed() {
        let html = of(
            "# A\n\n<script>alert(1)</script>\n\na <b onclick=x>b</b> `<i>`\n\n```html\n</pre><u>\n```\n",
        );
        for tag in ["<script", "<b", "<i>", "<u>"] {
            assert!(!html.contains(tag), "{html}");
        }
        assert!(
            html.contains("&lt;script&gt;") && html.contains("&lt;/pre&gt;&lt;u&gt;"),
            "{html}"
        );
    }

    #[test]
    fn examples_can_be_tried_and_links_lead_somewhere() {
        let html = of(
            "```card bad\n---\na: \"b\"\n---\n```\n[x](y-z.md) [d](../tags.md) <https://e.example>",
        );
        assert!(html.contains("name=\"card\" value=\"---\na: &quot;b&quot;\n---\n\""), "{html}");
        assert!(
            html.contains("href=\"y-z\"") && html.contains("/blob/main/docs/tags.md\""),
            "{html}"
        );
        assert!(html.contains("href=\"https://e.example\""));
    }

    #[test]
    fn every_page_renders_with_its_title_and_source() {
        for rule in REGISTRY {
            let html = of(rule.page);
            assert!(html.contains(&format!("<h1>{}</h1>", rule.name)), "{}", rule.name);
            assert!(!html.contains("<img") && !html.contains("<script"), "{}", rule.name);
        }
    }
}
