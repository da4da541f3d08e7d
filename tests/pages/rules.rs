//! The rules' pages, and what all answers share.

use cardbot::app::web::Playground;
use cardbot_core::rules::REGISTRY;

use crate::world::World;

#[test]
fn every_rule_has_its_page() {
    let world = World::new(Playground::Public);
    let list = world.get("/rules").text;
    for rule in REGISTRY {
        assert!(list.contains(&format!("href=\"/rules/{}\"", rule.name)), "{}", rule.name);
        let page = world.get(&format!("/rules/{}", rule.name));
        assert_eq!(page.status, 200);
        assert!(page.text.contains(&format!("<h1>{}</h1>", rule.name)));
    }
    let file = world.get("/rules/license-unknown.md");
    assert_eq!((file.status, file.header("location")), (308, "/rules/license-unknown"));
    let none = world.get("/rules/license-unknow%3Cb%3E");
    assert!(none.status == 404 && !none.text.contains("<b>"));
}

#[test]
fn every_link_of_a_rules_page_leads_somewhere() {
    let world = World::new(Playground::Public);
    for rule in REGISTRY {
        let page = world.get(&format!("/rules/{}", rule.name)).text;
        for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if link.contains("://") || link.starts_with('#') {
                continue;
            }
            let path =
                if link.starts_with('/') { link.to_owned() } else { format!("/rules/{link}") };
            let status = world.get(path.split('#').next().unwrap()).status;
            assert!(matches!(status, 200 | 307), "{link} on {}: {status}", rule.name);
        }
    }
}

#[test]
fn every_answer_is_fenced_in() {
    let world = World::new(Playground::Public);
    let style = world.get("/play").text;
    let style = style.split("rel=\"stylesheet\" href=\"").nth(1).unwrap();
    let style = style.split('"').next().unwrap();
    for path in ["/play", "/rules", "/rules/no-such", "/nowhere", "/assets/1/none.js", style] {
        let answer = world.get(path);
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        let keeps = if path == style { "public, max-age=3600" } else { "no-store" };
        assert_eq!(answer.header("cache-control"), keeps, "{path}");
    }
    assert_eq!(world.get(style).header("content-type"), "text/css; charset=utf-8");
    for path in ["/play", "/rules", "/rules/license-unknown"] {
        let page = world.get(path).text;
        for inline in ["style=", "onclick", "<style", "javascript:"] {
            assert!(!page.contains(inline), "{inline} on {path}");
        }
    }
}
