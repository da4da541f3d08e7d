//! The credentials of the App, in one file that only its owner may read.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::trouble::said;

/// The file's name in its folder.
pub const FILE: &str = "app.json";

/// What GitHub tells once, when an App is created.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// The App's number.
    pub id: u64,
    /// Its name in addresses.
    pub slug: String,
    /// Its page.
    pub html_url: String,
    /// What it is called when people log in by it.
    pub client_id: String,
    /// What proves that.
    pub client_secret: String,
    /// What deliveries are signed with.
    pub webhook_secret: Option<String>,
    /// The private key.
    pub pem: String,
    /// Where GitHub reaches this server, as it was chosen when the App was created.
    #[serde(default)]
    pub server_url: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Credentials {
    /// Reads them; `None` where there are none.
    ///
    /// # Errors
    /// A message for people that shows nothing of what is in the file.
    pub fn read(folder: &Path) -> Result<Option<Self>, String> {
        let path = folder.join(FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(format!("{} can't be read: {}", path.display(), said(&error)));
            }
        };
        let read = serde_json::from_slice(&bytes);
        read.map(Some).map_err(|_| format!("{} does not hold an App's credentials", path.display()))
    }

    /// Writes them: all or nothing, and for nobody else to read. What is there is not overwritten.
    ///
    /// # Errors
    /// A message for people.
    pub fn store(&self, folder: &Path) -> Result<(), String> {
        let path = folder.join(FILE);
        self.write(folder, &path)
            .map_err(|error| format!("{} can't be written: {}", path.display(), said(&error)))
    }

    fn write(&self, folder: &Path, path: &Path) -> io::Result<()> {
        ready(folder)?;
        let beside = folder.join(format!(".{FILE}.{}", std::process::id()));
        let json = serde_json::to_vec_pretty(self)?;
        let written = private_file(&beside)
            .and_then(|mut file| file.write_all(&json).and_then(|()| file.sync_all()))
            // A link is made only where no file is, other than by a renaming.
            .and_then(|()| fs::hard_link(&beside, path));
        let removed = fs::remove_file(&beside);
        written.and(removed)
    }
}

/// Makes the folder, and sees whether a file can be made in it.
pub(super) fn ready(folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let trial = folder.join(format!(".trial.{}", std::process::id()));
    private_file(&trial)?;
    fs::remove_file(&trial)
}

fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials(id: u64) -> Credentials {
        let text = |name: &str| format!("secret-{name}");
        Credentials {
            id,
            slug: "cardbot".to_owned(),
            html_url: "https://github.com/apps/cardbot".to_owned(),
            client_id: text("id"),
            client_secret: text("client"),
            webhook_secret: Some(text("hook")),
            pem: text("pem"),
            server_url: None,
        }
    }

    #[test]
    fn they_are_kept_once_and_for_their_owner_alone() {
        let root = std::env::temp_dir().join(format!("cardbot-{}", crate::github::run_id()));
        let folder = root.join("deep");
        assert_eq!(Credentials::read(&folder), Ok(None));
        credentials(7).store(&folder).unwrap();
        assert_eq!(Credentials::read(&folder), Ok(Some(credentials(7))));
        assert!(credentials(8).store(&folder).is_err());
        assert_eq!(Credentials::read(&folder), Ok(Some(credentials(7))));
        let names = fs::read_dir(&folder).unwrap().count();
        assert_eq!(names, 1, "nothing is left beside it");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&folder.join(FILE)), mode(&folder)), (0o600, 0o700));
        }
        fs::write(folder.join(FILE), "secret").unwrap();
        let error = Credentials::read(&folder).unwrap_err();
        assert!(!error.contains("secret"), "{error}");
        assert!(!format!("{:?}", credentials(7)).contains("secret"));
        fs::remove_dir_all(&root).unwrap();
    }
}
