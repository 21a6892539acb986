//! What the operating system says about a file of the database, and what to do about it.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::error::StoreError;

/// An error about a file, in the words of the system and, where it is known, with the way out.
pub(crate) fn failed(what: &str, path: &Path, error: &Error) -> StoreError {
    let way_out = way_out(folder_of(path), error.kind());
    StoreError::Unavailable(format!("{what} {}: {error}{way_out}", path.display()))
}

/// The folder that a file is in: the one we stand in, if the path names none.
pub(crate) fn folder_of(path: &Path) -> &Path {
    let named = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    named.unwrap_or_else(|| Path::new("."))
}

fn way_out(folder: &Path, kind: ErrorKind) -> String {
    let shown = folder.display();
    match kind {
        ErrorKind::NotFound if !folder.is_dir() => {
            format!("; the folder {shown} is not there: make it, or name another file")
        }
        ErrorKind::PermissionDenied => format!(
            "; the user that runs this has to own the database and to be able to make files in the \
             folder {shown}"
        ),
        ErrorKind::ReadOnlyFilesystem => {
            format!("; nothing can be written in {shown}: name a file somewhere else")
        }
        ErrorKind::IsADirectory => "; name a file in it".to_owned(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "; make room there".to_owned(),
        _ => String::new(),
    }
}
