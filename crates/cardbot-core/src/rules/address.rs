//! What can be said of an address without fetching it.

/// What the Hub holds under an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum OnHub {
    Model,
    Dataset,
    Space,
}

/// The repository on the Hub that an address leads to, or into, and its id. The scheme may be
/// missing.
pub(in crate::rules) fn on_hub(text: &str) -> Option<(OnHub, String)> {
    /// First parts of addresses that are no owner and no model.
    const PAGES: [&str; 16] = [
        "api",
        "blog",
        "chat",
        "collections",
        "docs",
        "enterprise",
        "join",
        "learn",
        "models",
        "organizations",
        "papers",
        "posts",
        "pricing",
        "search",
        "settings",
        "tasks",
    ];
    let rest = without_scheme(text).unwrap_or(text);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let path = rest.strip_prefix("huggingface.co/").or_else(|| rest.strip_prefix("hf.co/"))?;
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let mut parts = path.trim_matches('/').split('/').peekable();
    let kind = match parts.peek() {
        Some(&"datasets") => OnHub::Dataset,
        Some(&"spaces") => OnHub::Space,
        _ => OnHub::Model,
    };
    if kind != OnHub::Model {
        parts.next();
    }
    let first = parts.next().filter(|part| !PAGES.contains(part))?;
    let within = |part: &str| {
        matches!(part, "tree" | "blob" | "resolve" | "raw" | "discussions" | "commits")
    };
    let id = match parts.next() {
        Some(second) if !within(second) => format!("{first}/{second}"),
        _ => first.to_owned(),
    };
    let inside = !id.contains('/') || parts.next().is_none_or(within);
    (inside && is_repository_id(&id)).then_some((kind, id))
}

/// What stands after `https://` or `http://`.
pub(in crate::rules) fn without_scheme(text: &str) -> Option<&str> {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))
}

/// Whether a text has the form of a repository's id on the Hub: `name` or `owner/name`.
pub(in crate::rules) fn is_repository_id(text: &str) -> bool {
    const LONGEST: usize = 96;
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && !part.starts_with(['-', '.'])
            && !part.ends_with(['-', '.'])
    };
    let mut parts = text.split('/');
    let formed = parts.next().is_some_and(is_part) && parts.next().is_none_or(is_part);
    formed
        && parts.next().is_none()
        && text.len() <= LONGEST
        && !text.contains("--")
        && !text.contains("..")
        && !text.ends_with(".git")
}

/// Whether an address is that of a web page about a file: inside, the address of the file, where
/// it can be told.
pub(in crate::rules) fn page(text: &str) -> Option<Option<String>> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/')?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    match host {
        "huggingface.co" | "hf.co" => {
            let at = path.find("/blob/")?;
            // `org/model/blob/…`, with `datasets/` or `spaces/` before it.
            let depth = path.get(..at)?.split('/').count();
            (1..=3).contains(&depth).then(|| replaced(text, "/blob/", "/resolve/"))
        }
        "github.com" => {
            let mut parts = path.splitn(4, '/');
            let is_page = parts.nth(2) == Some("blob") && !path.contains("raw=");
            is_page.then(|| replaced(text, "/blob/", "/raw/"))
        }
        "gitlab.com" => path.contains("/-/blob/").then(|| replaced(text, "/-/blob/", "/-/raw/")),
        "dropbox.com" => path.contains("dl=0").then(|| replaced(text, "dl=0", "raw=1")),
        "youtube.com" => path.starts_with("watch").then_some(None),
        "youtu.be" => Some(None),
        "drive.google.com" => path.starts_with("file/d/").then_some(None),
        _ => None,
    }
}

fn replaced(text: &str, from: &str, to: &str) -> Option<String> {
    Some(text.replacen(from, to, 1))
}

/// Whether a path leads into one computer's own folders.
pub(in crate::rules) fn is_local(text: &str) -> bool {
    const ROOTS: [&str; 10] = [
        "/home/",
        "/Users/",
        "/root/",
        "/tmp/",
        "/mnt/",
        "/content/",
        "/kaggle/",
        "/workspace/",
        "~/",
        "/media/",
    ];
    let drive = |text: &str| {
        let mut chars = text.chars();
        chars.next().is_some_and(|c| c.is_ascii_alphabetic())
            && chars.next() == Some(':')
            && matches!(chars.next(), Some('\\' | '/'))
            && chars.next() != Some('/')
    };
    text.starts_with("file://") || ROOTS.iter().any(|root| text.starts_with(root)) || drive(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_files() {
        let file = |text| page(text).flatten();
        assert_eq!(
            file("https://huggingface.co/datasets/o/d/blob/main/a.wav").as_deref(),
            Some("https://huggingface.co/datasets/o/d/resolve/main/a.wav")
        );
        assert_eq!(
            file("https://gitlab.com/o/g/p/-/blob/main/a.wav").as_deref(),
            Some("https://gitlab.com/o/g/p/-/raw/main/a.wav")
        );
        for text in [
            "https://huggingface.co/o/m/resolve/main/blob/a.wav",
            "https://github.com/o/p/raw/main/blob/a.png",
            "https://example.com/o/m/blob/main/a.wav",
            "samples/blob/a.wav",
        ] {
            assert_eq!(page(text), None, "{text}");
        }
    }

    #[test]
    fn repositories_are_known_by_their_addresses() {
        let of = on_hub;
        for (text, kind, id) in [
            ("https://huggingface.co/org/model", OnHub::Model, "org/model"),
            ("http://www.huggingface.co/org/model/", OnHub::Model, "org/model"),
            ("hf.co/org/model/tree/main?x=1#y", OnHub::Model, "org/model"),
            ("https://huggingface.co/gpt2", OnHub::Model, "gpt2"),
            ("https://huggingface.co/gpt2/blob/main/a.bin", OnHub::Model, "gpt2"),
            ("https://huggingface.co/datasets/squad", OnHub::Dataset, "squad"),
            ("https://huggingface.co/spaces/org/app", OnHub::Space, "org/app"),
        ] {
            assert_eq!(of(text), Some((kind, id.to_owned())), "{text}");
        }
        for text in [
            "https://huggingface.co/models?search=bert",
            "https://huggingface.co/papers/2101.00001",
            "https://huggingface.co/",
            "https://huggingface.co/org/model/x",
            "https://github.com/org/model",
            "org/model",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn ids_have_a_form() {
        for text in ["gpt2", "org/model", "org/Model_1.0-x", "a.b/c"] {
            assert!(is_repository_id(text), "{text}");
        }
        for text in ["", "/", "a/b/c", "a b", "a/", "/a", "a--b", "a/.b", "a/b-", "é/b", "a/b.git"]
        {
            assert!(!is_repository_id(text), "{text}");
        }
    }

    #[test]
    fn local_paths_are_told_from_paths_in_the_repository() {
        for text in ["D:/a.wav", r"C:\a.wav", "~/a.wav", "/content/drive/a.png", "file:///a"] {
            assert!(is_local(text), "{text}");
        }
        for text in ["a:b.wav", "s3://b/a.wav", "content/a.png", "./a.wav", "https://x.org/home/a"]
        {
            assert!(!is_local(text), "{text}");
        }
    }
}
