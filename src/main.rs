//! The program: hands over to [`yize::cli`], and turns a failure of yize itself into a message and exit status 4.

use std::io::Write as _;
use std::panic;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

/// mimalloc halves the time of parsing large files.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The hook keeps silent and remembers: a panic may yet be caught further in, and then is not the user's matter.
    let seen = Arc::new(Mutex::new(String::new()));
    let remember = Arc::clone(&seen);
    panic::set_hook(Box::new(move |panic| {
        *remember.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
    }));
    let code = panic::catch_unwind(yize::cli::main).unwrap_or_else(|_| {
        let what = seen.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(
            std::io::stderr(),
            "yize 内部出错，没有得出结论；请把下面的内容报告给维护者。\n\
             yize itself failed and gave no answer; please report what follows to its maintainers.\n{what}"
        );
        yize::cli::FAILED
    });
    ExitCode::from(code)
}
