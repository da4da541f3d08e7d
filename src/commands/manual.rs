//! `cardbot completions SHELL` and `cardbot man`: what shells and manual readers want to know, made
//! from the command line's own definition.

use clap::Command;
use clap_complete::Shell;

use crate::cli::Exit;
use crate::output::terminal;

/// Prints the completions for a shell.
pub(crate) fn completions(shell: Shell, command: &mut Command) -> Result<Exit, String> {
    let mut script = vec![];
    clap_complete::generate(shell, command, "cardbot", &mut script);
    terminal::print_bytes(&script)?;
    Ok(Exit::Clean)
}

/// Prints the manual page, in roff: the program's, then a section for each command.
pub(crate) fn man(mut command: Command) -> Result<Exit, String> {
    command.build();
    let mut page = vec![];
    let unwritten = |error: std::io::Error| format!("the manual page can't be made: {error}");
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(&mut page).map_err(unwritten)?;
    man.render_name_section(&mut page).map_err(unwritten)?;
    man.render_synopsis_section(&mut page).map_err(unwritten)?;
    man.render_description_section(&mut page).map_err(unwritten)?;
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
        page.extend_from_slice(format!(".SH cardbot {}\n", verb.get_name()).as_bytes());
        let man = clap_mangen::Man::new(verb.clone());
        let mut section = vec![];
        man.render_synopsis_section(&mut section).map_err(unwritten)?;
        man.render_description_section(&mut section).map_err(unwritten)?;
        man.render_options_section(&mut section).map_err(unwritten)?;
        // Sections of a command are subsections of this page.
        page.extend_from_slice(
            String::from_utf8_lossy(&section).replace(".SH ", ".SS ").as_bytes(),
        );
    }
    man.render_extra_section(&mut page).map_err(unwritten)?;
    man.render_version_section(&mut page).map_err(unwritten)?;
    terminal::print_bytes(&page)?;
    Ok(Exit::Clean)
}
