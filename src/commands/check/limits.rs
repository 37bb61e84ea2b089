//! What the process of a pack may do: so much memory and processor time, reading files until its rules begin, and nothing else.
//! Memory and time are kept wherever the system has such limits; files, the network and other programs on Linux, where its kernel
//! has Landlock and seccomp. What is not there is left out: the limits inside the process hold without it.

/// Seconds of processor time that a process may take, on all its threads.
#[cfg(unix)]
const SECONDS: u64 = 1_800;
/// Files that it may have open.
#[cfg(unix)]
const OPEN: u64 = 512;

/// Binds this process, and what it becomes, to so many megabytes of addresses.
pub(super) fn bind(megabytes: u64) {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        // A limit that is lower already stays.
        let lower = |resource: Resource, most: u64| {
            let hard = resource.get().map_or(most, |(_, hard)| hard.min(most));
            let _ = resource.set(hard, hard);
        };
        lower(Resource::AS, megabytes.saturating_mul(1 << 20));
        lower(Resource::CPU, SECONDS);
        lower(Resource::NOFILE, OPEN);
        lower(Resource::FSIZE, 0);
        lower(Resource::CORE, 0);
    }
    #[cfg(not(unix))]
    let _ = megabytes;
}

/// Binds this process to reading.
pub(super) fn only_read() {
    #[cfg(target_os = "linux")]
    {
        let _ = linux::files(true);
        let _ = linux::calls();
    }
}

/// From here on not even reading a file is allowed.
pub(super) fn close_files() {
    #[cfg(target_os = "linux")]
    let _ = linux::files(false);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::error::Error;

    use landlock::{
        ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, path_beneath_rules,
    };
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

    /// Allows no use of files and of the network but, where they are still to be read, of files by reading.
    pub(super) fn files(read: bool) -> Result<(), Box<dyn Error>> {
        let ruleset = Ruleset::default()
            .handle_access(AccessFs::from_all(ABI::V5))?
            .handle_access(AccessNet::from_all(ABI::V5))?
            .create()?;
        let below: &[&str] = if read { &["/"] } else { &[] };
        ruleset.add_rules(path_beneath_rules(below, AccessFs::ReadFile | AccessFs::ReadDir))?.restrict_self()?;
        Ok(())
    }

    /// Refuses calls of the system that no rule needs: other programs, the network, other processes, and what only the owner of
    /// the machine does.
    pub(super) fn calls() -> Result<(), Box<dyn Error>> {
        let refused = [
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_socket,
            libc::SYS_socketpair,
            libc::SYS_connect,
            libc::SYS_bind,
            libc::SYS_listen,
            libc::SYS_sendto,
            libc::SYS_sendmsg,
            libc::SYS_ptrace,
            libc::SYS_process_vm_readv,
            libc::SYS_process_vm_writev,
            libc::SYS_kill,
            libc::SYS_mount,
            libc::SYS_umount2,
            libc::SYS_pivot_root,
            libc::SYS_chroot,
            libc::SYS_unshare,
            libc::SYS_setns,
            libc::SYS_bpf,
            libc::SYS_perf_event_open,
            libc::SYS_io_uring_setup,
            libc::SYS_userfaultfd,
            libc::SYS_keyctl,
            libc::SYS_init_module,
            libc::SYS_finit_module,
            libc::SYS_kexec_load,
            libc::SYS_reboot,
            libc::SYS_setuid,
            libc::SYS_setgid,
        ];
        let rules: BTreeMap<i64, _> = refused.into_iter().map(|call| (call, Vec::new())).collect();
        let refuse = SeccompAction::Errno(libc::EPERM.unsigned_abs());
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, std::env::consts::ARCH.try_into()?)?;
        let program: BpfProgram = filter.try_into()?;
        seccompiler::apply_filter(&program)?;
        Ok(())
    }
}
