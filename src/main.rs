//! The program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    sidenote::run::run(std::env::args_os())
}
