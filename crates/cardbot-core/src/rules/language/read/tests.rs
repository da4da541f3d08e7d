//! Held against the wrong values that were measured on the cards of 2022.

use super::{Kind, Part, read};

/// Value and the ids that it means; none where nobody can tell for sure.
#[rustfmt::skip]
const MEASURED: &[(&str, &[&str])] = &[
    ("Chinese", &["zh"]), ("sv-SE", &["sv"]), ("English", &["en"]), ("english", &["en"]),
    ("pa-IN", &["pa"]), ("noinfo", &[]), ("ru-RU", &["ru"]), ("None", &[]), ("nb-NO", &["nb"]),
    ("ga-IE", &["ga"]), ("python", &["code"]), ("en-de", &["en", "de"]), ("zh-HK", &["zh"]),
    ("c++", &["code"]), ("rm-sursilv", &["rm"]), ("sh", &[]), ("zh_CN", &["zh"]), ("vn", &["vi"]),
    ("en-zh", &["en", "zh"]), ("Bengali", &["bn"]), ("hy-AM", &["hy"]), ("dutch", &["nl"]),
    ("rm-vallader", &["rm"]), ("fiu", &[]), ("gmw", &[]), ("zlw", &[]), ("nn-NO", &["nn"]),
    ("protein", &[]), ("fy-NL", &["fy"]), ("en-lv", &["en", "lv"]), ("zh-CN", &["zh"]),
    ("jp", &["ja"]), ("afa", &[]), ("cpp", &[]), ("gem", &[]), ("gmq", &[]), ("iir", &[]),
    ("inc", &[]), ("ine", &[]), ("itc", &[]), ("sem", &[]), ("sla", &[]), ("urj", &[]),
    ("zle", &[]), ("zls", &[]), ("Cszech Deustch", &["cs", "de"]),
    ("Cszech English", &["cs", "en"]), ("Cszech Spanish", &["cs", "es"]),
    ("Cszech French", &["cs", "fr"]), ("Cszech Italian", &["cs", "it"]),
    ("Cszech Swedish", &["cs", "sv"]), ("Deustch English", &["de", "en"]),
    ("Deustch Spanish", &["de", "es"]), ("Deustch French", &["de", "fr"]),
    ("Deustch Italian", &["de", "it"]), ("Deustch Swedish", &["de", "sv"]),
    ("English Cszech", &["en", "cs"]), ("English Deustch", &["en", "de"]),
    ("English Italian", &["en", "it"]), ("French Cszech", &["fr", "cs"]),
    ("French English", &["fr", "en"]), ("French Spanish", &["fr", "es"]),
    ("French Italian", &["fr", "it"]), ("French Swedish", &["fr", "sv"]),
    ("Italian Cszech", &["it", "cs"]), ("Italian Deustch", &["it", "de"]),
    ("Italian English", &["it", "en"]), ("Italian Spanish", &["it", "es"]),
    ("Italian French", &["it", "fr"]), ("Italian Swedish", &["it", "sv"]),
    ("Swedish Cszech", &["sv", "cs"]), ("Swedish Deustch", &["sv", "de"]),
    ("Swedish English", &["sv", "en"]), ("Swedish Spanish", &["sv", "es"]),
    ("Swedish French", &["sv", "fr"]), ("Swedish Italian", &["sv", "it"]),
    ("ru-en", &["ru", "en"]), ("zh-tw", &["zh"]), ("Arabic", &["ar"]), ("py", &["code"]),
    ("ISO 639-1 code for your language, or `multilingual`", &[]), ("gr", &["el"]),
    ("en-ru", &["en", "ru"]), ("java", &["code"]), ("aav", &[]), ("alv", &[]), ("bat", &[]),
    ("bnt", &[]), ("cel", &[]), ("cpf", &[]), ("cus", &[]), ("dra", &[]), ("euq", &[]),
    ("grk", &[]), ("mkh", &[]), ("nic", &[]), ("phi", &[]), ("pqe", &[]), ("roa", &[]),
    ("sal", &[]), ("trk", &[]), ("thai", &["th"]), ("Cszech", &["cs"]), ("Deustch", &["de"]),
    ("Spanish", &["es"]), ("French", &["fr"]), ("Italian", &["it"]), ("Swedish", &["sv"]),
    ("English Spanish", &["en", "es"]), ("English French", &["en", "fr"]),
    ("English Swedish", &["en", "sv"]), ("Spanish Cszech", &["es", "cs"]),
    ("Spanish Deustch", &["es", "de"]), ("Spanish English", &["es", "en"]),
    ("Spanish French", &["es", "fr"]), ("Spanish Italian", &["es", "it"]),
    ("Spanish Swedish", &["es", "sv"]), ("Deustch Cszech", &["de", "cs"]),
    ("French Deustch", &["fr", "de"]), ("de-en", &["de", "en"]), ("en-cs", &["en", "cs"]),
    ("en-multilingual", &["en", "multilingual"]), ("et-en", &["et", "en"]),
    ("multilingual-multilingual", &["multilingual"]), ("ne-en", &["ne", "en"]),
    ("ro-en", &["ro", "en"]), ("si-en", &["si", "en"]), ("multi-lingual", &["multilingual"]),
    ("al", &["sq"]), ("chinese", &["zh"]), ("german", &["de"]), ("finetuned_from", &[]),
    ("korean", &["ko"]), ("bengali", &["bn"]), ("art", &[]), ("cau", &[]), ("ccs", &[]),
    ("map", &[]), ("poz", &[]), ("pqw", &[]), ("sit", &[]), ("tut", &[]), ("csb_Latn", &["csb"]),
    ("liv_Latn", &["liv"]), ("fkv_Latn", &["fkv"]), ("vu", &[]), ("generated_from_trainer", &[]),
    ("kz", &["kk"]), ("Python", &["code"]), ("zh-TW", &["zh"]),
    ("multilingual-en", &["multilingual", "en"]), ("???", &[]),
    ("african-languages", &["multilingual"]), ("finnish", &["fi"]), ("swedish", &["sv"]),
    ("Multilingual", &["multilingual"]), ("en_unnorm", &["en"]), ("en-ar", &["en", "ar"]),
    ("en-es", &["en", "es"]), ("en-fr", &["en", "fr"]), ("en-tr", &["en", "tr"]),
    ("en-vi", &["en", "vi"]), ("es-en", &["es", "en"]), ("fr-en", &["fr", "en"]),
    ("en de nl es", &["en", "de", "nl", "es"]), ("input", &[]), ("output", &[]),
    ("scientific english", &["en"]), ("hi-en", &["hi", "en"]), ("Guj", &["gu"]),
    ("Yorùbá", &["yo"]), ("WOLOF", &["wo"]), ("ge", &[]), ("sp", &["es"]), ("[en]", &["en"]),
    ("Tagalog", &["tl"]), ("pt-br", &["pt"]), ("esperanto", &["eo"]), ("Bash", &["code"]),
    ("iw", &["he"]), ("in", &["id"]), ("hn", &["hi"]), ("CoreNLP", &[]), ("arabic", &["ar"]),
    ("english-default", &["en"]), ("english-extra", &["en"]), ("english-kbp", &["en"]),
    ("french", &["fr"]), ("hungarian", &["hu"]), ("italian", &["it"]), ("spanish", &["es"]),
    ("qtd", &[]), ("zh-hans", &["zh"]), ("zh-hant", &["zh"]), ("German", &["de"]),
    ("ger", &["de"]), ("nah specifically ncj", &["ncj"]),
];

#[test]
fn measured_values_are_read_as_what_they_mean() {
    for (value, ids) in MEASURED {
        let reading = read(value).unwrap_or_else(|| panic!("{value} is taken for an id"));
        if ids.is_empty() {
            assert!(!reading.sure, "{value} is read as {:?}", reading.ids);
        } else {
            assert_eq!(reading.ids, *ids, "{value} is read as {reading:?}");
        }
    }
}

#[test]
fn ids_of_the_hub_are_left_alone() {
    for id in ["en", "no", "kr", "yue", "hbs", "eng", "code", "multilingual", "und", "tl"] {
        assert_eq!(read(id), None, "{id}");
    }
}

#[test]
fn a_region_is_told_from_a_second_language() {
    for (value, ids, is_tag, sure) in [
        ("pt-br", &["pt"][..], true, true),
        ("pt_BR", &["pt"], true, true),
        ("PT-BR", &["pt"], true, true),
        ("zh-tw", &["zh"], true, true),
        ("en-US", &["en"], true, true),
        ("en-us", &["en"], true, true),
        ("EN-US", &["en"], true, true),
        ("de-de", &["de"], true, true),
        ("es-419", &["es"], true, true),
        ("iw-IL", &["he"], true, true),
        ("eng-US", &["en"], true, true),
        ("fr-ca", &["fr"], true, false),
        ("en-DE", &["en"], true, false),
        ("fy-NL", &["fy"], true, true),
        ("zh-Hant-TW", &["zh"], true, true),
        ("en-de", &["en", "de"], false, true),
        ("EN-DE", &["en", "de"], false, false),
        ("en-jp", &["en", "ja"], false, false),
        ("ru-EN", &["ru", "en"], false, true),
        ("eng-fra", &["en", "fr"], false, true),
        ("en-de-fr", &["en", "de", "fr"], false, true),
    ] {
        let reading = read(value).unwrap();
        assert_eq!(reading.ids, ids, "{value}");
        assert_eq!(matches!(reading.kind, Kind::Tagged { .. }), is_tag, "{value}");
        assert_eq!(reading.sure, sure, "{value}");
    }
}

#[test]
fn tags_get_the_form_of_bcp_47() {
    for (value, part, form) in [
        ("zh_CN", Part::Region, "zh-CN"),
        ("zh-hant", Part::Script, "zh-Hant"),
        ("zh_hant_tw", Part::Script, "zh-Hant-TW"),
        ("csb_Latn", Part::Script, "csb-Latn"),
        ("RM-Sursilv", Part::Variant, "rm-sursilv"),
        ("es-419", Part::Region, "es-419"),
    ] {
        let reading = read(value).unwrap();
        assert_eq!(reading.kind, Kind::Tagged { part, tag: form.to_owned() }, "{value}");
    }
}

#[test]
fn several_languages_are_told_apart_only_when_all_are_certain() {
    for (value, ids) in [
        ("en, fr", &["en", "fr"][..]),
        ("en,fr", &["en", "fr"]),
        ("en/fr", &["en", "fr"]),
        ("English and German", &["en", "de"]),
        ("English-German", &["en", "de"]),
        ("English (US), Chinese (Simplified)", &["en", "zh"]),
        ("Norwegian Bokmål, English", &["nb", "en"]),
        ("en -> de", &["en", "de"]),
        ("Old English, Latin", &["ang", "la"]),
        ("zh-CN, en-US", &["zh", "en"]),
        ("日本語、英語", &["ja", "en"]),
    ] {
        let reading = read(value).unwrap();
        assert_eq!((reading.kind, &reading.ids[..], reading.sure), (Kind::Several, ids, true));
    }
    for value in ["the model for the web", "a text in English of some kind", "en, klingonese"] {
        assert_eq!(read(value).unwrap().ids, [""; 0], "{value}");
    }
    assert!(!read("Cszech Deustch").unwrap().sure);
}

#[test]
fn one_word_is_read_for_what_it_is() {
    for (value, kind, id, sure) in [
        ("EN", Kind::Spelling, "en", true),
        (" en ", Kind::Spelling, "en", true),
        ("['en']", Kind::Spelling, "en", true),
        ("ENG", Kind::Spelling, "en", true),
        ("NO", Kind::Spelling, "no", true),
        ("Français", Kind::Name, "fr", true),
        ("Chinese (Simplified)", Kind::Name, "zh", true),
        ("Lao", Kind::Spelling, "lo", true),
        ("jw", Kind::Withdrawn, "jv", true),
        ("in", Kind::Withdrawn, "id", false),
        ("sh", Kind::Withdrawn, "hbs", false),
        ("ajp", Kind::Withdrawn, "apc", true),
        ("fre", Kind::Bibliographic, "fr", true),
        ("C++", Kind::Programming, "code", true),
        ("sp", Kind::Short, "es", true),
        ("hn", Kind::Short, "hi", false),
        ("Lua", Kind::Spelling, "lua", false),
    ] {
        let reading = read(value).unwrap();
        assert_eq!((&reading.kind, &reading.ids[..]), (&kind, &[id][..]), "{value}");
        assert_eq!(reading.sure, sure, "{value}");
    }
    assert!(matches!(read("ge").unwrap().kind, Kind::Country(c) if c.name == "Georgia"));
    for (value, kind) in [
        ("???", Kind::Placeholder),
        ("None", Kind::Nothing),
        ("protein", Kind::Nothing),
        ("sla", Kind::Group { name: "Slavic", family: false }),
        ("zle", Kind::Group { name: "East Slavic", family: true }),
        ("klingonese", Kind::Unknown),
    ] {
        assert_eq!(read(value).unwrap().kind, kind, "{value}");
    }
}
