//! An ignore file as git reads it: what each line matches, and that the last one decides.
//!
//! Each line becomes a pattern of `fast_glob`, which knows braces and a few escapes more than git.

use std::path::Path;

/// The lines of an ignore file.
#[derive(Debug)]
pub(super) struct Ignored(Vec<Line>);

#[derive(Debug)]
struct Line {
    glob: Vec<u8>,
    /// A line that begins with `!`: what it matches is not ignored after all.
    is_kept: bool,
    only_folders: bool,
    /// A pattern without a slash matches a name at any depth, others a path below the file's folder.
    by_name: bool,
}

impl Ignored {
    /// Reads an ignore file; nothing, if no line in it says anything.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let lines: Vec<Line> = text.split(|byte| *byte == b'\n').filter_map(Line::read).collect();
        (!lines.is_empty()).then_some(Self(lines))
    }

    /// Whether a path below the file's folder is ignored, if a line says so or says that it is not.
    pub(super) fn ignores(&self, path: &Path, is_folder: bool) -> Option<bool> {
        let bytes = path.as_os_str().as_encoded_bytes();
        let slashed: Vec<u8>;
        let path = if cfg!(windows) {
            slashed = bytes.iter().map(|b| if *b == b'\\' { b'/' } else { *b }).collect();
            slashed.as_slice()
        } else {
            bytes
        };
        let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or(path);
        let deciding = self.0.iter().rev().find(|line| {
            (is_folder || !line.only_folders)
                && fast_glob::glob_match(&line.glob, if line.by_name { name } else { path })
        });
        deciding.map(|line| !line.is_kept)
    }
}

impl Line {
    fn read(line: &[u8]) -> Option<Self> {
        let line = trimmed(line.strip_suffix(b"\r").unwrap_or(line));
        if line.starts_with(b"#") {
            return None;
        }
        let (is_kept, line) = line.strip_prefix(b"!").map_or((false, line), |rest| (true, rest));
        let (only_folders, line) =
            line.strip_suffix(b"/").map_or((false, line), |rest| (true, rest));
        let by_name = !line.contains(&b'/');
        let line = line.strip_prefix(b"/").unwrap_or(line);
        (!line.is_empty()).then(|| Self { glob: glob(line), is_kept, only_folders, by_name })
    }
}

/// A line without the spaces at its end, but for those behind a backslash.
fn trimmed(line: &[u8]) -> &[u8] {
    let mut end = 0;
    let mut at = 0;
    while let Some(byte) = line.get(at) {
        at += if *byte == b'\\' { 2 } else { 1 };
        if *byte != b' ' {
            end = at;
        }
    }
    line.get(..end).unwrap_or(line)
}

/// The pattern in the words of `fast_glob`.
fn glob(pattern: &[u8]) -> Vec<u8> {
    let mut glob = Vec::with_capacity(pattern.len() + 2);
    let mut rest = pattern;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'*' => {
                let begins = matches!(glob.last(), None | Some(b'/'));
                let more = rest.iter().take_while(|byte| **byte == b'*').count();
                rest = rest.get(more..).unwrap_or_default();
                let ends = matches!(rest.first(), None | Some(b'/'));
                // Folders, only where it stands for whole ones.
                let stars: &[u8] = if more > 0 && begins && ends { b"**" } else { b"*" };
                glob.extend_from_slice(stars);
            }
            b'\\' => rest = escaped(rest, &mut glob),
            b'[' => rest = class(rest, &mut glob),
            b'{' | b'}' | b'!' => glob.extend([b'\\', *byte]),
            _ => glob.push(*byte),
        }
    }
    glob
}

/// What stands behind a backslash, which is itself.
fn escaped<'a>(rest: &'a [u8], glob: &mut Vec<u8>) -> &'a [u8] {
    let Some((byte, after)) = rest.split_first() else {
        // Nothing to escape: matches nothing, there as here.
        glob.push(b'\\');
        return rest;
    };
    if !byte.is_ascii_alphanumeric() && *byte != b'/' {
        glob.push(b'\\');
    }
    glob.push(*byte);
    after
}

/// A class, from behind its bracket to behind the other one.
fn class<'a>(mut rest: &'a [u8], glob: &mut Vec<u8>) -> &'a [u8] {
    glob.push(b'[');
    if let Some((b'!' | b'^', after)) = rest.split_first() {
        glob.push(b'!');
        rest = after;
    }
    let mut is_first = true;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b']' if !is_first => {
                glob.push(b']');
                break;
            }
            b'\\' => rest = escaped(rest, glob),
            b'[' => {
                let named = CLASSES.iter().find_map(|(name, bytes)| {
                    Some((
                        bytes,
                        after.strip_prefix(b":")?.strip_prefix(*name)?.strip_prefix(b":]")?,
                    ))
                });
                match named {
                    Some((bytes, after)) => {
                        glob.extend_from_slice(bytes);
                        rest = after;
                    }
                    None => glob.push(b'['),
                }
            }
            b'!' | b'^' | b']' => glob.extend([b'\\', *byte]),
            _ => glob.push(*byte),
        }
        is_first = false;
    }
    rest
}

/// What a class may name, as ranges.
const CLASSES: [(&[u8], &[u8]); 12] = [
    (b"alnum", b"0-9A-Za-z"),
    (b"alpha", b"A-Za-z"),
    (b"blank", b" \t"),
    (b"cntrl", b"\x01-\x1F\x7F"),
    (b"digit", b"0-9"),
    (b"graph", b"\\!-~"),
    (b"lower", b"a-z"),
    (b"print", b" -~"),
    (b"punct", b"\\!-/:-@\\[-`{-~"),
    (b"space", b"\t-\r "),
    (b"upper", b"A-Z"),
    (b"xdigit", b"0-9A-Fa-f"),
];
