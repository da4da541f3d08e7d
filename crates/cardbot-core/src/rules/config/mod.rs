//! `config-*`: mistakes in cardbot's own configuration file. Its reading finds them, see
//! [`crate::config`]; the rules here give them names, severities and pages.

pub(super) mod syntax;
pub(super) mod unknown_key;
pub(super) mod unknown_rule;
pub(super) mod wrong_value;

use super::{Ctx, Out};

/// Cards have nothing to say about the configuration.
fn nothing(_: &Ctx<'_>, _: &mut Out) {}
