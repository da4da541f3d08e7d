//! `cardbot schema card|config|output`.

use crate::cli::{Exit, SchemaOf};
use crate::output::terminal;
use crate::schema;

/// Prints a JSON Schema.
pub(crate) fn run(of: SchemaOf) -> Result<Exit, String> {
    let schema = match of {
        SchemaOf::Card => schema::card(),
        SchemaOf::Config => schema::config(),
        SchemaOf::Output => schema::output(),
    };
    terminal::print_bytes(format!("{schema:#}\n").as_bytes())?;
    Ok(Exit::Clean)
}
