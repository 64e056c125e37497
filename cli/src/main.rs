//! The command `fanfan`: reads what was typed, runs one command, prints one result.

mod args;
mod commands;
mod output;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // clap prints help and version too; only a wrong call is status 2.
            let code = if error.use_stderr() { 2 } else { 0 };
            // A closed pipe is no reason to fail twice.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match commands::run(&args) {
        Ok(code) => code,
        Err(error) => {
            output::complain(&error, args.common.color);
            ExitCode::from(2)
        }
    }
}
