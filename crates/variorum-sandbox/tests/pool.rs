//! The pool against workers that misbehave in every way there is a limit for. The workers are this very
//! executable, so the test has its own `main`.

#![expect(clippy::print_stdout, reason = "a test without harness says itself what it did")]
#![expect(clippy::panic, reason = "workers panic on purpose")]

use std::error::Error;
use std::io::Write as _;
use std::net::{TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use variorum_sandbox::{Failure, Limits, Pool, Worker, serve};

const LIMITS: Limits = Limits { time: Duration::from_secs(20), memory: 1 << 30, input: 1 << 20, output: 1 << 20 };

type Check = fn() -> Result<(), Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("worker") {
        let mut jobs = 0;
        return Ok(serve(|job| {
            jobs += 1;
            misbehave(&String::from_utf8_lossy(job), jobs)
        })?);
    }
    if std::env::args().nth(1).as_deref() == Some("flood") {
        return flood();
    }
    let checks: [(&str, Check); 9] = [
        ("answers come back to whoever asked", answers),
        ("misbehaviour is a typed failure and the next job is served", failures),
        ("a worker that loops is stopped", time),
        ("a used worker's death is not believed", second_chance),
        ("a worker says what confines it", said),
        ("a worker can touch nothing outside itself", confinement),
        ("a flood of answers is no answer", flooded),
        ("workers do not outlive the pool", reaping),
        ("a missing executable is named", missing),
    ];
    for (name, check) in checks {
        check().map_err(|error| format!("{name}: {error}"))?;
        println!("ok: {name}");
    }
    Ok(())
}

/// What the worker does, by the job's first word.
fn misbehave(job: &str, jobs: usize) -> Vec<u8> {
    let (verb, rest) = job.split_once(' ').unwrap_or((job, ""));
    let done = |did: bool| if did { b"done".to_vec() } else { b"refused".to_vec() };
    match verb {
        "echo" => rest.as_bytes().to_vec(),
        "print" => {
            println!("this is not an answer");
            b"this is".to_vec()
        }
        "count" => jobs.to_string().into_bytes(),
        "id" => std::process::id().to_string().into_bytes(),
        "die-if-used" if jobs > 1 => std::process::abort(),
        "die-if-used" => b"fresh".to_vec(),
        "panic" => panic!("on purpose"),
        "abort" => std::process::abort(),
        "exit" => std::process::exit(0),
        "loop" => loop {
            thread::sleep(Duration::from_secs(1));
        },
        "spin" => loop {
            std::hint::spin_loop();
        },
        "overflow" => vec![overflow(0)],
        "memory" => vec![1; 2 << 30],
        "hoard" => hoard(),
        "long" => vec![1; 2 << 20],
        "read" => done(std::fs::read(rest).is_ok()),
        "write" => done(std::fs::write(rest, "was here").is_ok()),
        "connect" => done(TcpStream::connect(rest).is_ok()),
        "send" => done(UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.send_to(b"here", rest)).is_ok()),
        "start" => done(Command::new(rest).spawn().is_ok()),
        #[cfg(unix)]
        "become" => {
            let failed = std::os::unix::process::CommandExt::exec(&mut Command::new(rest));
            failed.to_string().into_bytes()
        }
        "thread" => done(thread::Builder::new().spawn(|| ()).is_ok()),
        #[cfg(unix)]
        "signal" => done(signal(rest)),
        _ => b"what?".to_vec(),
    }
}

#[cfg(unix)]
fn signal(whom: &str) -> bool {
    let whom = whom.parse().ok().and_then(rustix::process::Pid::from_raw);
    whom.is_some_and(|whom| rustix::process::kill_process(whom, rustix::process::Signal::TERM).is_ok())
}

/// Writes for ever, whatever is asked.
fn flood() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    loop {
        out.write_all(&[0xff; 4096])?;
    }
}

/// Takes memory in small pieces until there is none: the piece that fails is not the one that was too much.
fn hoard() -> Vec<u8> {
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    loop {
        pieces.push(std::hint::black_box(vec![1; 1 << 20]));
    }
}

#[expect(unconditional_recursion, reason = "this is the point")]
fn overflow(depth: u64) -> u8 {
    let page = std::hint::black_box([depth as u8; 4096]);
    overflow(depth + 1) ^ page[0]
}

fn pool(limits: Limits) -> Result<Pool, Box<dyn Error>> {
    Ok(Pool::new(Worker::this_executable(["worker"])?, 2, limits))
}

fn ensure(holds: bool, what: impl Into<String>) -> Result<(), Box<dyn Error>> {
    if holds { Ok(()) } else { Err(what.into().into()) }
}

fn answers() -> Result<(), Box<dyn Error>> {
    let pool = pool(LIMITS)?;
    ensure(pool.run(b"print")? == b"this is", "printing got into the answer")?;
    thread::scope(|threads| {
        let each = |number: usize| {
            let text = number.to_string().repeat(number * 500);
            pool.run(format!("echo {text}").as_bytes()).is_ok_and(|answer| answer == text.as_bytes())
        };
        let all: Vec<_> = (0..20).map(|number| threads.spawn(move || each(number))).collect();
        ensure(all.into_iter().all(|one| one.join().unwrap_or(false)), "an answer was lost or mixed up")
    })
}

fn failures() -> Result<(), Box<dyn Error>> {
    let pool = pool(LIMITS)?;
    let input = format!("echo {}", "x".repeat(1 << 20));
    // Where a first thread's stack ends, musl does not say, and so nobody turns the fault into an abort.
    let overflown = match cfg!(target_env = "musl") {
        true => "the worker process died on it (signal: 11 (SIGSEGV))",
        false => "the worker process died on it (signal: 6 (SIGABRT))",
    };
    for (job, expected) in [
        ("panic", "the worker process died on it (exit status: 101)"),
        ("abort", "the worker process died on it (signal: 6 (SIGABRT))"),
        ("exit", "the worker process died on it (exit status: 0)"),
        ("overflow", overflown),
        ("memory", "the worker process died on it (signal: 6 (SIGABRT))"),
        ("hoard", "the worker process died on it (signal: 6 (SIGABRT))"),
        ("long", "what was read out of it has 2097152 bytes, and at most 1048576 are taken"),
        (input.as_str(), "it has 1048581 bytes, and a worker takes at most 1048576"),
    ] {
        let failure = pool.run(job.as_bytes()).err().map(|failure| failure.to_string());
        if cfg!(target_os = "linux") {
            ensure(failure.as_deref() == Some(expected), format!("{job}: {failure:?}"))?;
        }
        ensure(pool.run(b"echo on")? == b"on", format!("no answer after {job}"))?;
    }
    Ok(())
}

fn time() -> Result<(), Box<dyn Error>> {
    let pool = pool(Limits { time: Duration::from_millis(300), ..LIMITS })?;
    for job in ["loop", "spin"] {
        let failure = pool.run(job.as_bytes());
        ensure(matches!(failure, Err(Failure::TimedOut { .. })), format!("{job}: {failure:?}"))?;
    }
    Ok(())
}

fn second_chance() -> Result<(), Box<dyn Error>> {
    let pool = Pool::new(Worker::this_executable(["worker"])?, 1, LIMITS);
    ensure(pool.run(b"count")? == b"1" && pool.run(b"count")? == b"2", "workers are used again")?;
    ensure(pool.run(b"die-if-used")? == b"fresh", "the job was not tried in a fresh worker")
}

fn said() -> Result<(), Box<dyn Error>> {
    let pool = pool(LIMITS)?;
    ensure(pool.confinement().is_none(), "nothing is known before a worker ran")?;
    pool.run(b"echo")?;
    let confinement = pool.confinement().ok_or("a worker ran and nothing is known of it")?;
    println!("    {confinement}");
    ensure(confinement.limits == cfg!(unix), "limits are what every Unix has")?;
    // Asked in another way than the worker does: what the kernel has must be used.
    let actions = std::fs::read_to_string("/proc/sys/kernel/seccomp/actions_avail").unwrap_or_default();
    let filters = cfg!(any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64"));
    let expected = filters && actions.contains("kill_process");
    ensure(confinement.system_calls == expected, format!("{confinement}, where the kernel has {actions:?}"))
}

/// What a worker that was taken over would try. Where the system has no filter the limits must still refuse what
/// they can, and what only the filter stops is left out aloud.
fn confinement() -> Result<(), Box<dyn Error>> {
    let pool = pool(LIMITS)?;
    pool.run(b"echo")?;
    let Some(confinement) = pool.confinement().filter(|confinement| confinement.limits) else {
        println!("    left out: this system sets no limits");
        return Ok(());
    };
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let datagrams = UdpSocket::bind("127.0.0.1:0")?;
    let file = std::env::temp_dir().join(format!("variorum-sandbox-{}", std::process::id()));
    for (job, limits_refuse_it) in [
        ("read /etc/passwd".to_owned(), true),
        (format!("write {}", file.display()), true),
        (format!("connect {}", listener.local_addr()?), true),
        (format!("send {}", datagrams.local_addr()?), true),
        ("start /bin/true".to_owned(), true),
        ("become /bin/true".to_owned(), false),
        ("thread".to_owned(), false),
        (format!("signal {}", std::process::id()), false),
    ] {
        if !confinement.system_calls && !limits_refuse_it {
            println!("    left out: {job}: this system has no filter of system calls");
            continue;
        }
        let refused = match pool.run(job.as_bytes()) {
            Err(Failure::Forbidden) => confinement.system_calls,
            Ok(answer) => !confinement.system_calls && answer == b"refused",
            Err(_) => false,
        };
        ensure(refused, format!("{job}: {:?}", pool.run(job.as_bytes())))?;
        ensure(pool.run(b"echo on")? == b"on", format!("no answer after {job}"))?;
    }
    listener.set_nonblocking(true)?;
    datagrams.set_nonblocking(true)?;
    ensure(listener.accept().is_err() && datagrams.recv(&mut [0]).is_err(), "something came through the network")?;
    ensure(!file.exists(), "a file was made")
}

fn flooded() -> Result<(), Box<dyn Error>> {
    let flood = Pool::new(Worker::this_executable(["flood"])?, 1, LIMITS);
    let failure = flood.run(b"echo");
    ensure(matches!(failure, Err(Failure::Died { .. })), format!("{failure:?}"))
}

fn reaping() -> Result<(), Box<dyn Error>> {
    let pool = pool(LIMITS)?;
    let process = PathBuf::from("/proc").join(String::from_utf8(pool.run(b"id")?)?);
    if Path::new("/proc/self").exists() {
        ensure(process.exists(), "the worker is gone too early")?;
        drop(pool);
        ensure(!process.exists(), "the worker is still there")?;
    }
    Ok(())
}

fn missing() -> Result<(), Box<dyn Error>> {
    let worker = Worker { program: "/nowhere/variorum".into(), arguments: Vec::new() };
    let failure = Pool::new(worker, 1, LIMITS).run(b"echo");
    let message = failure.map_err(|failure| failure.to_string());
    ensure(
        message == Err("the worker process /nowhere/variorum could not be started".to_owned()),
        format!("{message:?}"),
    )
}
