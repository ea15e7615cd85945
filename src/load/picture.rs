//! What kind of picture a file is, for those who are told that it is no text.

use imagesize::{Compression, ImageType, blob_size, image_type};

/// The kind and size of a picture, if these bytes are one. Only its first bytes are looked at.
pub(super) fn describe(bytes: &[u8]) -> Option<String> {
    let kind = match image_type(bytes).ok()? {
        ImageType::Bmp => "BMP",
        ImageType::Gif => "GIF",
        ImageType::Heif(Compression::Av1) => "AVIF",
        ImageType::Heif(_) => "HEIF",
        ImageType::Ico => "Windows icon",
        ImageType::Jpeg => "JPEG",
        ImageType::Jxl => "JPEG XL",
        ImageType::Png => "PNG",
        ImageType::Psd => "Photoshop",
        ImageType::Tiff => "TIFF",
        ImageType::Webp => "WebP",
        _ => return None,
    };
    let size = blob_size(bytes).ok();
    let size = size.map(|size| format!(" of {} × {} pixels", size.width, size.height));
    let size = size.unwrap_or_default();
    Some(format!("a picture ({kind}{size}, {} bytes)", bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_first_bytes() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x80\x08\x02\0\0\0";
        #[rustfmt::skip]
        let cases: [(&str, &[u8], Option<&str>); 4] = [
            ("a PNG",       png,                               Some("a picture (PNG of 256 × 128 pixels, 29 bytes)")),
            ("a GIF",       b"GIF89a\x10\0\x08\0\0\0\0",      Some("a picture (GIF of 16 × 8 pixels, 13 bytes)")),
            ("torn",        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some("a picture (PNG, 16 bytes)")),
            ("no picture",  b"\0\x01\x02\x03",                 None),
        ];
        for (why, bytes, expected) in cases {
            assert_eq!(describe(bytes).as_deref(), expected, "{why}");
        }
    }
}
