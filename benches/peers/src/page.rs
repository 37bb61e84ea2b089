//! The page of figures: the part between two marks is made anew, the rest is left as it is.

use std::io::Write as _;
use std::path::Path;

use nix::sys::utsname::uname;

use crate::Result;
use crate::table::mebibytes;

/// Between these stands what was measured.
const MARKS: (&str, &str) = ("<!-- measured -->\n", "<!-- end of what was measured -->\n");

/// Puts a text between the marks of a page.
pub fn write(page: &Path, measured: &str) -> Result<()> {
    let text = std::fs::read_to_string(page)?;
    let parts = text.split_once(MARKS.0).and_then(|(before, rest)| Some((before, rest.split_once(MARKS.1)?.1)));
    let (before, after) = parts.ok_or("the page has no marks")?;
    let folder = page.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    write!(beside, "{before}{}\n{measured}{}{after}", MARKS.0, MARKS.1)?;
    std::fs::set_permissions(beside.path(), std::fs::metadata(page)?.permissions())?;
    beside.persist(page)?;
    Ok(())
}

/// The machine, in a line.
pub fn machine() -> Result<String> {
    let uname = uname()?;
    let [system, release, kind] =
        [uname.sysname(), uname.release(), uname.machine()].map(|text| text.to_string_lossy());
    // Linux tells these there; elsewhere they are left out.
    let told = |file, name: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.split(':').next().is_some_and(|own| own.trim() == name));
        line.and_then(|line| Some(line.split_once(':')?.1.trim().to_owned()))
    };
    let processor = told("/proc/cpuinfo", "model name").unwrap_or_else(|| kind.to_string());
    let number = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = told("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse::<usize>().ok());
    let memory = memory.map_or_else(String::new, |kib| format!(", {:.0} GiB of memory", mebibytes(kib)));
    let version = release.split('-').next().unwrap_or_default();
    Ok(format!("{processor}, {number} processors{memory}, {system} {version}"))
}
