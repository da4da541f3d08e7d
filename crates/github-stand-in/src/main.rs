//! A stand-in for GitHub to try things by hand: seeds a repository with a pull request whose card has
//! mistakes, prints what to export, and serves until it is stopped. Its pages do in a browser what
//! GitHub's would: install an App, open a pull request, comment, click the button of a check.

use github_stand_in::{Level, StandIn};

const BEFORE: &str = "---
license: mit
language: en
tags:
- text-generation
---

# A model

It writes text.
";

const AFTER: &str = "---
license: MIT License
language: english
tags:
- text-generation
- Text-Generation
pipeline_tag: text_generation
---

# A model

It writes text, and more of it.
";

#[allow(clippy::print_stdout, reason = "it is what the program is for")]
fn main() {
    let github = StandIn::start();
    let repo = github.repository("org/model");
    repo.commit("main", &[("README.md", BEFORE)], "Begin");
    let fork = repo.fork("author");
    fork.commit("card", &[("README.md", AFTER)], "Say more about the model");
    let pull = repo.open_from_fork(&fork, "card", "main");
    let permissions = [("contents", Level::Read), ("pull_requests", Level::Write)];
    let token = github.actions_token(&repo, &permissions);
    for (name, value) in github.environment() {
        println!("export {name}={value}");
    }
    println!("export GITHUB_TOKEN={token}");
    println!("# cardbot review {}", pull.url());
    println!("# In a browser: {}/", github.url());
    println!("# Control-C ends it.");
    github.show_pages(&repo, pull, AFTER);
    loop {
        std::thread::park();
    }
}
