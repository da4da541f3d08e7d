//! The files that examples name, and what can be said of an address without fetching it.

use super::examples;
use crate::card::Card;
use crate::yaml::NodeRef;

/// All files named by `src` and by the `url` of outputs.
pub(super) fn named_files<'c>(card: &'c Card<'_>) -> impl Iterator<Item = (NodeRef<'c>, &'c str)> {
    examples(card)
        .flat_map(|example| {
            let url = example.get("output").and_then(|output| output.get("url"));
            [example.get("src"), url].into_iter().flatten()
        })
        .filter_map(|node| Some((node, node.as_str()?.trim())))
}

/// Whether an address is that of a web page about a file: inside, the address of the file, where
/// it can be told.
pub(super) fn page(text: &str) -> Option<Option<String>> {
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
pub(super) fn is_local(text: &str) -> bool {
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
