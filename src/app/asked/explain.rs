//! A rule's page as the text of a comment.

use cardbot_core::review::markdown::{code, cut};
use cardbot_core::rules::{self, Rule};

use crate::output::RulePages;

/// No page is as long as this.
const MOST_BYTES: usize = 20_000;
/// Characters of a name that is none.
const NAME_CHARS: usize = 80;

/// The page. Its examples are fenced as `card bad`, which says nothing to GitHub.
pub(super) fn page(rule: &Rule, pages: &RulePages) -> String {
    let lines: Vec<String> = rule
        .page
        .lines()
        .map(|line| {
            let ticks = line.len() - line.trim_start_matches('`').len();
            match line.get(ticks..).filter(|_| ticks >= 3).and_then(|info| info.split(' ').next()) {
                Some("card") => format!("{}yaml", line.get(..ticks).unwrap_or_default()),
                _ => line.to_owned(),
            }
        })
        .collect();
    let page = cut(lines.join("\n").trim(), MOST_BYTES, "(cut: too long)");
    // In a comment the title of a page would shout.
    let page = page.strip_prefix("# ").map_or_else(|| page.clone(), |rest| format!("### {rest}"));
    format!("{page}\n\n[All of it]({})", pages.url(rule.name))
}

/// There is no such rule.
pub(super) fn no_such_rule(name: &str) -> String {
    let hint = rules::nearest(name).map_or_else(String::new, |nearest| {
        format!(" Did you mean {}?", code(nearest, NAME_CHARS))
    });
    format!("There is no rule {}.{hint}", code(name, NAME_CHARS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_fits_into_a_comment() {
        for rule in rules::REGISTRY {
            let page = page(rule, &RulePages::default());
            assert!(page.starts_with("### "), "{}", rule.name);
            assert!(
                !page.contains("(cut: too long)") && !page.contains("```card"),
                "{}",
                rule.name
            );
        }
    }

    #[test]
    fn a_misspelt_rule_is_told_without_harm() {
        assert_eq!(
            no_such_rule("license-unknwon"),
            "There is no rule `license-unknwon`. Did you mean `license-unknown`?"
        );
    }
}
