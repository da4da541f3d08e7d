//! What people ask for in a pull request, from the delivery to what stands on GitHub.

use std::time::Duration;

use github_stand_in::{Event, Level, PostedIssueComment, PullRequest, Role};
use serde_json::{Value, json};

use crate::server::{BAD, Server, World, permissions};
use crate::web;

const PATIENCE: Duration = Duration::from_secs(120);
const FIXED: &str = "---\nlicense: apache-2.0\nlanguage: en\n---\n# Model\n\nSome text.\n";

/// A server that works, and somebody who may write.
struct Scene {
    world: World,
    server: Server,
}

impl Scene {
    fn new(contents: Level) -> Self {
        let world = World::with_contents(contents);
        world.repo.let_in("ann", Role::Write);
        world.repo.let_in("rob", Role::Read);
        let mut command = world.command(&["serve"]);
        command.env("CARDBOT_WORKERS", "4").env("CARDBOT_URL", "https://cards.example.org");
        let server = Server::start(&mut command);
        world.app.set_hook(&format!("http://127.0.0.1:{}/webhook", server.port));
        Self { world, server }
    }

    /// A pull request of a branch of the repository itself, reviewed.
    fn pull(&self) -> PullRequest {
        self.world.repo.branch("work", "main");
        self.world.repo.commit("work", &[("README.md", BAD)], "Change");
        let pull = self.world.repo.open("work", "main");
        self.tell(&pull.event("opened"));
        self.server.assert_reviewed_once(&pull);
        pull
    }

    /// GitHub delivers an event, and all that it asks for is done.
    fn tell(&self, event: &Event) {
        assert_eq!(self.world.app.deliver(event).status, 202);
        self.server.until_all_is_done(PATIENCE);
    }

    fn say(&self, pull: &PullRequest, by: &str, text: &str) {
        let comment = pull.comment(by, text);
        self.tell(&pull.commented(comment));
    }

    /// Whether anything was written on GitHub since the last time.
    fn writes(&self) -> usize {
        let requests = self.world.github.requests();
        self.world.github.forget_requests();
        requests.iter().filter(|r| r.write && !r.path.ends_with("/access_tokens")).count()
    }

    fn click(&self, pull: &PullRequest, by: &str) {
        let run = pull.checks()[0].number;
        self.click_on(run, by);
    }

    fn click_on(&self, run: u64, by: &str) {
        self.tell(&self.world.repo.button_event(run, "fix-all", by));
    }
}

fn answers(pull: &PullRequest) -> Vec<PostedIssueComment> {
    pull.issue_comments().into_iter().filter(|comment| comment.author == "cardbot").collect()
}

/// The reactions to the last comment of somebody else.
fn reactions(pull: &PullRequest) -> Vec<String> {
    let comments = pull.issue_comments();
    let last = comments.iter().rfind(|comment| comment.author != "cardbot").unwrap();
    last.reactions.iter().map(|(reaction, _)| reaction.clone()).collect()
}

fn card(pull: &PullRequest) -> String {
    String::from_utf8(pull.file("README.md").unwrap()).unwrap()
}

fn buttons(pull: &PullRequest) -> Vec<Value> {
    pull.checks().into_iter().flat_map(|check| check.actions).collect()
}

#[test]
fn one_click_commits_all_fixes() {
    let scene = Scene::new(Level::Write);
    let pull = scene.pull();
    let offered = buttons(&pull);
    assert_eq!(offered.len(), 1, "{offered:?}");
    assert_eq!(
        (&offered[0]["label"], &offered[0]["identifier"]),
        (&json!("Fix all"), &json!("fix-all"))
    );
    let before = pull.head();
    scene.click(&pull, "ann");
    assert_eq!(card(&pull), FIXED, "{}", scene.server.log());
    assert!(answers(&pull).is_empty());
    // GitHub tells of the commit; nothing is left to be fixed, so no button is offered there.
    scene.tell(&pull.synchronized(&before));
    assert!(buttons(&pull).is_empty());
}

#[test]
fn where_it_can_not_be_done_there_is_no_button() {
    let scene = Scene::new(Level::Read);
    let pull = scene.pull();
    assert!(buttons(&pull).is_empty(), "the App may not write");
    // Somebody clicks all the same, on a page that was there before the permission was taken away.
    scene.click(&pull, "ann");
    assert_eq!(card(&pull), BAD);
    let said = answers(&pull);
    assert_eq!(said.len(), 1);
    assert!(said[0].body.contains("permission to write contents"), "{}", said[0].body);
    // The permission is given: the same click works.
    scene.world.app.accept(scene.world.installation, &permissions(Level::Write));
    scene.click(&pull, "ann");
    assert_eq!(card(&pull), FIXED, "{}", scene.server.log());
}

#[test]
fn forks_get_no_button_and_no_commit() {
    let scene = Scene::new(Level::Write);
    let pull = scene.world.pull();
    scene.tell(&pull.event("opened"));
    scene.server.assert_reviewed_once(&pull);
    assert!(buttons(&pull).is_empty());
    scene.click(&pull, "ann");
    scene.say(&pull, "ann", "/cardbot fix");
    assert_eq!(card(&pull), BAD);
    let said = answers(&pull);
    assert!(said.len() == 2 && said.iter().all(|said| said.body.contains("fork")), "{said:?}");
}

#[test]
fn a_click_on_an_old_check_or_by_a_stranger_changes_nothing() {
    let scene = Scene::new(Level::Write);
    let pull = scene.pull();
    let old = pull.checks()[0].number;
    scene.click_on(old, "eve");
    scene.click_on(old, "rob");
    assert_eq!(card(&pull), BAD);
    assert!(answers(&pull).is_empty());
    let before = pull.head();
    let moved = BAD.replace("Some", "More");
    pull.push(&[("README.md", &moved)], "More");
    scene.tell(&pull.synchronized(&before));
    scene.click_on(old, "ann");
    assert_eq!(card(&pull), moved);
    let said = answers(&pull);
    assert_eq!(said.len(), 1);
    assert!(said[0].body.contains("the branch moved"), "{}", said[0].body);
}

#[test]
fn commands_are_done_and_answered_once() {
    let scene = Scene::new(Level::Write);
    let pull = scene.pull();
    scene.say(&pull, "ann", "/cardbot explain license-unknown");
    let said = answers(&pull);
    assert_eq!((said.len(), reactions(&pull)), (1, vec!["+1".to_owned()]));
    assert!(said[0].body.contains("https://cards.example.org/rules/license-unknown"));
    scene.say(&pull, "ann", "/cardbot help");
    assert_eq!((answers(&pull).len(), reactions(&pull)), (2, vec!["confused".to_owned()]));
    assert!(answers(&pull)[1].body.contains("`/cardbot ignore RULE`"));
    scene.say(&pull, "ann", "/cardbot do it");
    assert_eq!((answers(&pull).len(), reactions(&pull)), (2, vec!["confused".to_owned()]));
    scene.say(&pull, "ann", "/cardbot review");
    assert_eq!((answers(&pull).len(), reactions(&pull)), (2, vec!["+1".to_owned()]));
    assert_eq!((pull.reviews().len(), pull.comments().len()), (1, 1));
    // Whoever writes it with a capital means the same.
    scene.say(&pull, "ann", "Thanks!\r\n\r\n/Cardbot Fix\r\n");
    assert_eq!(card(&pull), FIXED, "{}", scene.server.log());
    assert_eq!((answers(&pull).len(), reactions(&pull)), (2, vec!["+1".to_owned()]));
}

#[test]
fn what_is_ignored_stays_ignored() {
    let scene = Scene::new(Level::Write);
    let pull = scene.pull();
    let comment = &pull.comments()[0].body;
    assert!(comment.contains("license-unknown") && comment.contains("change-license"), "{comment}");
    scene.say(&pull, "ann", "/cardbot ignore license-unknown, change-license");
    assert_eq!(reactions(&pull), ["+1"]);
    assert!(pull.comments().is_empty(), "{:?}", pull.comments());
    let body = &pull.reviews()[0].body;
    assert!(
        body.contains("Ignored here, as asked: `license-unknown`, `change-license`."),
        "{body}"
    );
    let before = pull.head();
    pull.push(&[("README.md", BAD.replace("Some", "More"))], "More");
    scene.tell(&pull.synchronized(&before));
    assert!(pull.comments().is_empty() && buttons(&pull).is_empty());
    scene.say(&pull, "ann", "/cardbot fix");
    assert_eq!(card(&pull), BAD.replace("Some", "More"));
    assert!(answers(&pull)[0].body.contains("Nothing was committed"));
}

/// The rule that a comment links to, on this server.
fn rule_of(comment: &str) -> String {
    let (_, rest) = comment.split_once("https://cards.example.org/rules/").unwrap();
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap();
    rest[..end].to_owned()
}

#[test]
fn only_people_who_may_write_are_heard_and_only_what_they_say_themselves() {
    let scene = Scene::new(Level::Write);
    let pull = scene.pull();
    scene.writes();
    for by in ["eve", "rob"] {
        scene.say(&pull, by, "/cardbot fix\n/cardbot review\n/cardbot nonsense");
        assert!(reactions(&pull).is_empty(), "{by}");
    }
    for text in ["> /cardbot fix", "```\n/cardbot fix\n```", "`/cardbot fix`", "so /cardbot fix"] {
        scene.say(&pull, "ann", text);
    }
    // Bots, ourselves among them, and what another App writes in somebody's name.
    let comment = pull.comment("ann", "/cardbot fix");
    let written = pull.commented(comment);
    let by_app = json!({"id": 7, "slug": "other"});
    for (part, key, value) in [
        ("comment", "performed_via_github_app", by_app),
        ("comment", "user", json!({"login": "dependabot[bot]", "id": 9, "type": "Bot"})),
        ("comment", "user", json!({"login": "cardbot[bot]", "id": 8, "type": "Bot"})),
        ("", "sender", json!({"login": "other[bot]", "id": 9, "type": "Bot"})),
        ("", "action", json!("edited")),
    ] {
        let mut event = written.clone();
        match part {
            "" => event.payload[key] = value,
            part => event.payload[part][key] = value,
        }
        scene.tell(&event);
    }
    assert_eq!(scene.writes(), 0, "{}", scene.server.log());
    assert!(answers(&pull).is_empty());
    assert_eq!(card(&pull), BAD);
}

#[test]
fn comments_link_to_the_rules_of_this_server() {
    let scene = Scene::new(Level::Read);
    let pull = scene.pull();
    let rule = rule_of(&pull.comments()[0].body);
    assert_eq!(web::get(scene.server.port, &format!("/rules/{rule}")).status, 200);
    assert!(!pull.comments()[0].body.contains("blob/main/docs/rules"));
    // An operator who has pages of their own.
    let world = World::new();
    let mut command = world.command(&["serve"]);
    command
        .env("CARDBOT_WORKERS", "1")
        .env("CARDBOT_URL", "https://cards.example.org")
        .env("CARDBOT_RULES_URL", "https://docs.example.org/cards/");
    let server = Server::start(&mut command);
    let pull = world.pull();
    let signed = world.app.signed(&pull.event("opened"), "guid-1");
    assert_eq!(web::post(server.port, &signed.headers, &signed.body).status, 202);
    server.until_all_is_done(PATIENCE);
    let body = &pull.comments()[0].body;
    assert!(body.contains(&format!("https://docs.example.org/cards/{rule}")), "{body}");
}
