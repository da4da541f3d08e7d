//! Work shared by threads: folders to read and files to look at.

use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard};

use super::{Found, IgnoreChain, read_folder};

/// A piece of work.
enum Task {
    Folder(PathBuf, IgnoreChain),
    Files(Vec<Found>),
}

/// A folder of many files is cut into pieces of this size, so that no thread is left idle.
const CHUNK: usize = 16;

#[derive(Default)]
struct State {
    tasks: Vec<Task>,
    busy: usize,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    /// The lock is never held across code that can panic.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The next task; `None` when all work is done.
    fn next(&self) -> Option<Task> {
        let mut state = self.lock();
        loop {
            if let Some(task) = state.tasks.pop() {
                state.busy += 1;
                return Some(task);
            }
            if state.busy == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
    }

    fn done(&self, new: Vec<Task>) {
        let mut state = self.lock();
        state.busy -= 1;
        let wake = !new.is_empty() || state.busy == 0;
        state.tasks.extend(new);
        drop(state);
        if wake {
            self.changed.notify_all();
        }
    }
}

/// What went wrong with a folder.
pub(crate) struct BadFolder {
    /// The folder.
    pub(crate) path: PathBuf,
    /// Why it could not be read.
    pub(crate) error: std::io::Error,
}

/// Walks folders and calls `look` for each file found, on as many threads as there are
/// processors. The results come in no particular order.
pub(crate) fn each<T: Send>(
    folders: Vec<PathBuf>,
    files: &[Found],
    look: impl Fn(&Found) -> T + Sync,
) -> (Vec<T>, Vec<BadFolder>) {
    let mut tasks: Vec<Task> = files.chunks(CHUNK).map(|c| Task::Files(c.to_vec())).collect();
    let alone = folders.is_empty() && tasks.len() < 2;
    tasks.extend(folders.into_iter().map(|folder| {
        let chain = IgnoreChain::above(&folder);
        Task::Folder(folder, chain)
    }));
    let shared = Shared { state: Mutex::new(State { tasks, busy: 0 }), changed: Condvar::new() };
    let work = || {
        let mut results = vec![];
        let mut bad = vec![];
        while let Some(task) = shared.next() {
            let mut new = vec![];
            match task {
                Task::Files(files) => results.extend(files.iter().map(&look)),
                Task::Folder(path, chain) => match read_folder(&path, &chain) {
                    Err(error) => bad.push(BadFolder { path, error }),
                    Ok((files, folders, chain)) => {
                        new.extend(folders.into_iter().map(|f| Task::Folder(f, chain.clone())));
                        if files.len() > CHUNK {
                            new.extend(files.chunks(CHUNK).map(|c| Task::Files(c.to_vec())));
                        } else {
                            results.extend(files.iter().map(&look));
                        }
                    }
                },
            }
            shared.done(new);
        }
        (results, bad)
    };
    let workers =
        if alone { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) };
    if workers == 1 {
        return work();
    }
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let (mut results, mut bad) = work();
        for other in others {
            // A panic in a worker is a panic of the program: the engine catches its rules' own.
            if let Ok((more, worse)) = other.join() {
                results.extend(more);
                bad.extend(worse);
            }
        }
        (results, bad)
    })
}
