//! The progress of a long check, for people.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use yize_core::check::{Progress, Stage};
use yize_core::language::Lang;
use yize_core::say;

/// A progress bar on stderr, when that is a terminal and the check takes long enough to wonder.
pub(crate) struct Bar {
    progress: ProgressBar,
    shown: AtomicBool,
    lang: Lang,
}

impl Bar {
    /// How long a check may take without a sign of life.
    const PATIENCE: Duration = Duration::from_millis(500);

    /// One that is not shown yet.
    pub(crate) fn new(lang: Lang) -> Self {
        let style =
            ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { progress: ProgressBar::hidden().with_style(style), shown: AtomicBool::new(false), lang }
    }
}

/// Takes it off the screen.
impl Drop for Bar {
    fn drop(&mut self) {
        self.progress.finish_and_clear();
    }
}

impl Progress for Bar {
    fn stage(&self, stage: Stage, steps: usize) {
        let text = match stage {
            Stage::Read => say!("读取文件", "reading files"),
            Stage::Score => say!("计算积分", "working out scores"),
            Stage::Run => say!("运行规则", "running rules"),
            Stage::Test => say!("运行用例", "running cases"),
        };
        self.progress.set_message(text.get(self.lang).to_owned());
        self.progress.set_length(steps as u64);
        self.progress.set_position(0);
    }

    fn clock(&self) -> Duration {
        self.progress.elapsed()
    }

    fn step(&self, steps: usize) {
        self.progress.inc(steps as u64);
        let waited = || self.progress.elapsed() >= Self::PATIENCE;
        if !self.shown.load(Ordering::Relaxed) && waited() && !self.shown.swap(true, Ordering::Relaxed) {
            // Draws nothing where stderr is no terminal.
            self.progress.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}
