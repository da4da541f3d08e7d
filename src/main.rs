//! The `cardbot` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    cardbot::cli::main()
}
