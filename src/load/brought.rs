//! Pictures that a page brings along: in a folder beside it, or in itself.
//!
//! A browser that saves a page "complete" puts its pictures into a folder beside it, and makes them
//! the addresses of its images; where they were to be loaded from stays in other attributes. What
//! saves a page as one file writes the pictures into their addresses. These are long: a text has a
//! name instead, by which the picture is found in the page again.

/// What the names of pictures in the page begin with: nothing that leads anywhere else.
const START: &str = "#picture-";
/// What an address begins with that is a picture itself, of a kind that is shown.
const KINDS: [&str; 5] = ["png", "jpeg", "jpg", "gif", "webp"];
/// A shorter address is what stands in the place of a picture until a script has brought that, in
/// bytes.
const LEAST: usize = 4096;
/// How folders end into which browsers save what belongs to a page; some say it in the language of
/// whoever saves.
const FOLDERS: [&str; 8] =
    ["_files", "-files", ".files", "-Dateien", "_fichiers", "_archivos", "_file", "_bestanden"];

/// Whether an address is that of a copy in a folder beside the page.
pub(super) fn is_copy(address: &str) -> bool {
    let inside = address.strip_prefix("./").unwrap_or(address);
    let Some((folder, _)) = inside.split_once('/') else { return false };
    !folder.contains(':') && FOLDERS.iter().any(|end| folder.ends_with(end))
}

/// The name of the picture that an address is; none if it is an address like others.
#[must_use]
pub fn inline_name(address: &str) -> Option<String> {
    inline_data(address)?;
    // FNV-1a. Two pictures of one name would be of one page: it could only fool itself.
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = address.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    Some(format!("{START}{hash:016x}"))
}

/// Whether an address is such a name.
#[must_use]
pub fn is_inline_name(address: &str) -> bool {
    address.starts_with(START)
}

/// The picture that an address is, in base 64.
#[must_use]
pub fn inline_data(address: &str) -> Option<&str> {
    let kind = address.strip_prefix("data:image/")?;
    let (kind, data) = kind.split_once(";base64,")?;
    (address.len() >= LEAST && KINDS.contains(&kind)).then_some(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_lie_in_folders_that_browsers_make() {
        #[rustfmt::skip]
        let cases = [
            ("./The quay_files/lamp.jpg",   true),
            ("quay-Dateien/lamp.jpg",       true),
            ("images/lamp.jpg",             false),
            ("quay_files",                  false),
            ("/quay_files/lamp.jpg",        false),
            ("http://x_files/lamp.jpg",     false),
            ("",                            false),
        ];
        for (address, expected) in cases {
            assert_eq!(is_copy(address), expected, "{address}");
        }
    }

    #[test]
    fn only_pictures_have_names() {
        let long = "A".repeat(LEAST);
        let name = |address: String| inline_name(&address);
        let one = name(format!("data:image/png;base64,{long}")).unwrap();
        assert!(is_inline_name(&one) && one.len() == START.len() + 16, "{one}");
        assert_ne!(name(format!("data:image/png;base64,{long}B")), Some(one));
        #[rustfmt::skip]
        let others = [
            "data:image/png;base64,AAAA".to_owned(),
            format!("data:image/svg+xml;base64,{long}"),
            format!("data:text/html;base64,{long}"),
            format!("data:image/png,{long}"),
            format!("https://quay.example/{long}"),
        ];
        for address in others {
            assert_eq!(inline_name(&address), None);
        }
    }
}
