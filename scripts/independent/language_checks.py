"""The truth about `language`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from finding import ERROR, NOTE, WARNING, Findings, is_empty, type_name
from tables import tables

# ISO 639-2 codes that stand for a group of languages. The wording of the Hub's
# rule names ISO 639-2, its language table lacks them: a warning.
COLLECTIVE = frozenset(
    """afa alg apa art ath aus bad bai bat ber bih bnt btk cai cau cel cmc cpe cpf cpp crp cus day dra
    fiu gem ijo inc ine ira iro kar khi kro map mkh mno mun myn nah nai nic nub oto paa phi pra roa sai
    sal sem sgn sio sit sla smi son ssa tai tup tut wak wen ypk znd""".split()
)
# ISO 639-2 ids without a language behind them.
NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx"})
# The other spelling that ISO 639-2 allows for twenty languages.
BIBLIOGRAPHIC = {
    "alb": "sq", "arm": "hy", "baq": "eu", "bur": "my", "chi": "zh", "cze": "cs", "dut": "nl",
    "fre": "fr", "geo": "ka", "ger": "de", "gre": "el", "ice": "is", "mac": "mk", "mao": "mi",
    "may": "ms", "per": "fa", "rum": "ro", "slo": "sk", "tib": "bo", "wel": "cy",
}  # fmt: skip
WITHDRAWN = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "scc": "sr", "scr": "hr", "sh": None, "ajp": "apc"}
COUNTRY_CODES = {
    "jp": "ja", "cn": "zh", "vn": "vi", "gr": "el", "kz": "kk", "al": "sq", "sp": "es", "dk": "da",
    "cz": "cs", "ua": "uk", "hn": "hi",
}  # fmt: skip
OTHER_NAMES = {
    "cszech": "cs", "deustch": "de", "deutsch": "de", "mandarin": "zh", "farsi": "fa", "persian": "fa",
    "filipino": "fil", "espanol": "es", "español": "es", "français": "fr", "francais": "fr",
    "italiano": "it", "portuguese": "pt", "greek": "el", "panjabi": "pa", "punjabi": "pa",
    "kyrgyz": "ky", "tagalog": "tl", "simplified chinese": "zh", "traditional chinese": "zh",
    "multi-lingual": "multilingual", "multi": "multilingual", "yorùbá": "yo",
}  # fmt: skip
PROGRAMMING = frozenset(
    """python py java javascript js typescript c c++ c# go golang rust ruby php perl scala kotlin swift
    bash shell sql r haskell lua julia html css solidity verilog""".split()
)
REGIONS = frozenset(
    "pt-br pt-pt zh-cn zh-tw zh-hk en-us en-gb en-au en-ca en-in es-mx es-es es-ar fr-ca fr-fr de-de de-at de-ch".split()
)


@dataclass(frozen=True)
class Verdict:
    """What is wrong with one value."""

    kind: str
    rank: str
    expected: str | list[str] | None = None


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """English names of languages, lower case, with the shortest id; no doubtful ones."""
    result: dict[str, str] = {}
    doubtful = set()
    for code, name in tables().iso639_3.items():
        if name.lower() in result:
            doubtful.add(name.lower())
        result[name.lower()] = code
    for name in doubtful:
        del result[name]
    result |= {name.lower(): code for code, name in tables().iso639_1.items()}
    return result | {"multilingual": "multilingual"} | OTHER_NAMES


def judge(value: str) -> Verdict | None:
    """One text of `language`: None if the Hub takes it."""
    if value in tables().languages:
        return None
    bare = re.sub(r"[\s\"'`“”‘’\[\]]+", " ", value).strip()
    lower = bare.lower()
    return (
        _programming(lower)
        or _code(bare, lower)
        or _pair_or_region(bare, lower)
        or _name(lower)
        or _several(lower)
        or _seen_before(value)
        or Verdict("unknown", ERROR)
    )


def _code(bare: str, lower: str) -> Verdict | None:
    known = tables()
    if lower in known.languages:
        return Verdict("case-or-quotes", ERROR, lower)
    if lower in WITHDRAWN:
        return Verdict("withdrawn", ERROR, WITHDRAWN[lower])
    two_letters = known.alpha3_to_alpha2.get(lower) or BIBLIOGRAPHIC.get(lower)
    if two_letters:
        return Verdict("has-two-letter-code", WARNING if bare == lower else ERROR, two_letters)
    if lower in COLLECTIVE or lower in NO_LANGUAGE:
        return Verdict("collective", WARNING if bare == lower else ERROR)
    if lower in COUNTRY_CODES:
        return Verdict("country-code", ERROR, COUNTRY_CODES[lower])
    return None


def _one(word: str) -> str | None:
    """The id that one word surely means."""
    known = tables()
    if word in known.languages:
        return word
    return (
        known.alpha3_to_alpha2.get(word)
        or BIBLIOGRAPHIC.get(word)
        or WITHDRAWN.get(word)
        or names().get(word)
    )


def _pair_or_region(bare: str, lower: str) -> Verdict | None:
    parts = re.split(r"[-_]", bare)
    if len(parts) < 2 or not re.fullmatch(r"[A-Za-z]{2,3}|multilingual", parts[0]):
        return None
    base = _one(parts[0].lower())
    if base is None:
        return None
    is_region = re.fullmatch(r"[A-Z]{2}|\d{3}", parts[1]) or lower.replace("_", "-") in REGIONS
    if is_region or re.fullmatch(r"hans|hant|[A-Z][a-z]{3}", parts[1]):
        return Verdict("region-or-script", ERROR, base)
    others = [_one(part) for part in parts[1:]]
    if all(others):
        both = list(dict.fromkeys([base, *(other for other in others if other)]))
        return Verdict("pair", ERROR, both if len(both) > 1 else both[0])
    return None


def _programming(lower: str) -> Verdict | None:
    return Verdict("programming-language", ERROR, "code") if lower in PROGRAMMING else None


def _name(lower: str) -> Verdict | None:
    return Verdict("name", ERROR, names()[lower]) if lower in names() else None


def _several(lower: str) -> Verdict | None:
    words = [word for word in re.split(r"[\s,;/+&|]+|\band\b", lower) if word]
    found = [_one(word) for word in words]
    if len(words) < 2 or not all(found):
        return None
    return Verdict("several-in-one", ERROR, [code for code in found if code])


def _seen_before(value: str) -> Verdict | None:
    if value not in tables().seen_languages:
        return None
    return Verdict("unknown", ERROR, tables().seen_languages[value])


def check(meta: dict[str, Any]) -> Findings:
    """All findings about `language`."""
    found = Findings("language")
    if "language" not in meta:
        return found
    value = meta["language"]
    if is_empty(value):
        found.add("empty", NOTE, ("language",), value)
    elif isinstance(value, str):
        _add(found, ("language",), value)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_item(found, value, index, item)
    else:
        found.add(f"is-{type_name(value)}", ERROR, ("language",), value)
    return found


def _check_item(found: Findings, values: list[Any], index: int, item: Any) -> None:
    if not isinstance(item, str):
        found.add(f"item-is-{type_name(item)}", ERROR, ("language", index), item)
    elif item in values[:index]:
        found.add("duplicate", NOTE, ("language", index), item)
    else:
        _add(found, ("language", index), item)


def _add(found: Findings, key: tuple[str | int, ...], value: str) -> None:
    verdict = judge(value)
    if verdict:
        certain = verdict.kind not in ("collective", "has-two-letter-code")
        found.add(verdict.kind, verdict.rank, key, value, expected=verdict.expected, certain=certain)
