//! The type tags (`!!str`) that js-yaml's default schema knows.

use granit_parser::Tag as RawTag;

/// An explicit type tag, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    None,
    /// `!`: not a plain scalar, whatever it looks like.
    NonSpecific,
    Str,
    Seq,
    Map,
    Null,
    Bool,
    Int,
    Float,
    Timestamp,
    Merge,
    Binary,
    Omap,
    Pairs,
    Set,
}

impl Tag {
    /// The tag as js-yaml knows it; the name when it does not.
    pub(super) fn known(raw: &RawTag) -> Result<Self, String> {
        let Some(suffix) = raw.core_suffix() else {
            return if raw.original() == "!" { Ok(Self::NonSpecific) } else { Err(raw.original()) };
        };
        Ok(match suffix {
            "str" => Self::Str,
            "seq" => Self::Seq,
            "map" => Self::Map,
            "null" => Self::Null,
            "bool" => Self::Bool,
            "int" => Self::Int,
            "float" => Self::Float,
            "timestamp" => Self::Timestamp,
            "merge" => Self::Merge,
            "binary" => Self::Binary,
            "omap" => Self::Omap,
            "pairs" => Self::Pairs,
            "set" => Self::Set,
            _ => return Err(raw.original()),
        })
    }
}
