//! What all pages share.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::assets;
use crate::output::escape::one_line;

/// The parts of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Playground,
    Rules,
    Operations,
}

/// Which parts a visitor finds in the navigation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Navigation {
    pub(crate) playground: bool,
    pub(crate) operations: bool,
}

/// One page.
pub(crate) struct Page<'p> {
    pub(crate) title: &'p str,
    pub(crate) part: Option<Part>,
    pub(crate) navigation: Navigation,
    /// The playground has a style and a script of its own.
    pub(crate) plays: bool,
    pub(crate) main: Markup,
}

impl Page<'_> {
    pub(crate) fn answer(self) -> Response {
        self.answer_as(StatusCode::OK)
    }

    pub(crate) fn answer_as(self, status: StatusCode) -> Response {
        (status, Html(self.render().into_string())).into_response()
    }

    fn render(self) -> Markup {
        let link = |part: Part, to: &str, name: &str| {
            let here = (self.part == Some(part)).then_some("page");
            html! { li { a href=(to) aria-current=[here] { (name) } } }
        };
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    title { (self.title) " · cardbot" }
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    link rel="icon" type="image/svg+xml" href=(assets::address("icon.svg"));
                    link rel="stylesheet" href=(assets::address("style.css"));
                    @if self.plays {
                        link rel="stylesheet" href=(assets::address("play.css"));
                        script defer src=(assets::address("play.js")) {}
                    }
                }
                body {
                    a.skip href="#main" { "Skip to the content" }
                    header.top {
                        div.wide {
                            a.name href="/" {
                                img src=(assets::address("icon.svg")) alt="" width="22" height="22";
                                "cardbot"
                            }
                            nav aria-label="Parts of this site" {
                                ul {
                                    @if self.navigation.playground {
                                        (link(Part::Playground, "/play", "Playground"))
                                    }
                                    (link(Part::Rules, "/rules", "Rules"))
                                    @if self.navigation.operations {
                                        (link(Part::Operations, "/operations", "Operations"))
                                    }
                                }
                            }
                        }
                    }
                    main #main.wide tabindex="-1" { (self.main) }
                    footer.bottom {
                        div.wide {
                            p {
                                a href=(env!("CARGO_PKG_REPOSITORY")) { "cardbot" }
                                " " (env!("CARGO_PKG_VERSION"))
                                " reviews changes to Hugging Face model cards."
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A page that says one thing.
pub(super) fn notice(
    navigation: Navigation,
    part: Option<Part>,
    status: StatusCode,
    title: &str,
    text: &str,
) -> Response {
    let main = html! { div.prose { h1 { (title) } p { (text) } } };
    Page { title, part, navigation, plays: false, main }.answer_as(status)
}

/// A message of a rule: what stands in backticks is code. What can't be seen is written out.
pub(super) fn prose(message: &str) -> Markup {
    let message = one_line(message);
    let pieces: Vec<&str> = message.split('`').collect();
    // The last of an odd number of backticks opens nothing.
    let unclosed = pieces.len().is_multiple_of(2).then(|| pieces.len() - 1);
    html! {
        @for (i, piece) in pieces.iter().enumerate() {
            @if unclosed == Some(i) {
                "`" (piece)
            } @else if i % 2 == 1 {
                code { (piece) }
            } @else {
                (piece)
            }
        }
    }
}

/// "1 error", "2 errors".
pub(super) fn count(n: usize, word: &str) -> String {
    crate::output::text::count(n, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_two_backticks_is_code() {
        let of = |message: &str| prose(message).into_string();
        assert_eq!(of("`a<b>` is no `id`"), "<code>a&lt;b&gt;</code> is no <code>id</code>");
        assert_eq!(of("one ` <alone>"), "one ` &lt;alone&gt;");
        assert_eq!(of("`x\u{202e}\n`"), "<code>x\\u{202e} </code>");
    }
}
