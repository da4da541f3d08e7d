//! The playground, by what it sends and takes.

use cardbot::app::web::Playground;

use crate::world::World;

const FORM: &str = "application/x-www-form-urlencoded";
const HOSTILE: &str = "---\r\nlicense: \"<script>alert(1)</script>\"\r\nlanguage: en\u{202e}fr\r\ntags:\r\n- '\"><img src=x onerror=alert(1)>'\r\n---\r\n</textarea></pre><script>alert(2)</script>\r\n";

/// No tag of a card came through: what is markup on the page is ours.
fn assert_harmless(page: &str) {
    for tag in ["<script>", "<img src=x", "</textarea></pre>"] {
        assert!(!page.contains(tag), "{tag} in {page}");
    }
    assert_eq!(page.matches("<script").count(), 1, "our own script alone");
}

#[test]
fn a_card_is_checked_and_mended_without_script() {
    let world = World::new(Playground::Local);
    let empty = world.get("/play");
    assert_eq!(empty.status, 200);
    assert!(empty.text.contains("<form id=\"play\" method=\"post\" action=\"/play\">"));
    let card = "---\r\nlicense: Apache 2.0\r\nlanguages: en\r\n---\r\n";
    let page = world.post("/play", &[("card", card), ("base", "")]);
    assert_eq!(page.status, 200);
    assert!(page.text.contains("license-unknown"), "{}", page.text);
    assert!(page.text.contains("href=\"/rules/license-unknown\""));
    assert!(page.text.contains("<mark class=\"error\">"), "{}", page.text);
    let fix = page.text.split("name=\"fix\" value=\"").nth(1).unwrap();
    assert!(fix.starts_with("safe\""), "all safe fixes come first");
    let fixed = world.post("/play", &[("card", card), ("base", ""), ("fix", "safe")]);
    assert!(fixed.text.contains("\n---\nlicense: apache-2.0\nlanguage: en\n---\n</textarea>"));
    assert!(fixed.text.contains("2 fixes applied."), "{}", fixed.text);
}

#[test]
fn a_change_is_told_with_its_metadata_and_tags() {
    let world = World::new(Playground::Public);
    let base = "---\nlicense: mit\ntags: [a]\n---\n";
    let head = "---\nlicense: apache-2.0\ntags: [a, b]\n---\n";
    let page = world.post("/play", &[("card", head), ("base", base)]);
    for part in ["Change of the metadata", "change-license", "added: </span>b", "license:mit</del>"]
    {
        assert!(page.text.contains(part), "{part} in {}", page.text);
    }
}

#[test]
fn nothing_of_a_card_is_obeyed() {
    let world = World::new(Playground::Public);
    for (card, base) in [(HOSTILE, ""), ("---\nlicense: mit\n---\n", HOSTILE), (HOSTILE, HOSTILE)] {
        let page = world.post("/play", &[("card", card), ("base", base)]);
        assert_eq!(page.status, 200);
        assert_harmless(&page.text);
    }
    let page = world.post("/play", &[("card", HOSTILE), ("fix", "<script>alert(3)</script>")]);
    assert_harmless(&page.text);
    assert!(page.text.contains("1 character that can't be seen"), "{}", page.text);
}

#[test]
fn what_is_too_large_or_comes_too_often_is_refused() {
    let world = World::new(Playground::Public);
    let large = "x".repeat(256 * 1024 + 1);
    let page = world.post("/play", &[("card", &large)]);
    assert_eq!((page.status, page.text.contains("too large")), (413, true));
    // The server may hang up on what is too large before all of it is sent.
    let huge =
        world.request("POST", "/play").header("content-type", FORM).body(vec![b'x'; 4 << 20]);
    let huge = world.runtime.block_on(huge.send());
    assert!(huge.is_err() || huge.is_ok_and(|answer| answer.status() == 413));
    let wide = "é".repeat(128 * 1024);
    assert_eq!(world.post("/play", &[("card", &wide), ("base", &wide)]).status, 200);
    let answers: Vec<_> = (0..60).map(|_| world.post("/play", &[("card", "")])).collect();
    let refused = answers.iter().find(|answer| answer.status == 429).expect("a refusal");
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    assert_eq!(world.get("/rules").status, 200, "only the work is counted");
}

#[test]
fn other_sites_and_other_machines_are_kept_out() {
    let world = World::new(Playground::Local);
    let form = || world.form("/play", &[("card", "x")]);
    assert_eq!(world.send(form()).status, 200);
    assert_eq!(world.send(form().header("sec-fetch-site", "cross-site")).status, 403);
    assert_eq!(world.send(form().header("origin", "https://evil.example")).status, 403);
    let away = || ("x-forwarded-for", "192.0.2.1");
    assert_eq!(world.send(form().header(away().0, away().1)).status, 403);
    let home = world.send(world.request("GET", "/").header(away().0, away().1));
    assert_eq!((home.status, home.header("location")), (307, "/rules"));
    assert_eq!(world.get("/").header("location"), "/play");
    let off = World::new(Playground::Off);
    assert_eq!((off.get("/play").status, off.post("/play", &[]).status), (403, 403));
    assert!(!off.get("/rules/license-unknown").text.contains("Try it"));
}
