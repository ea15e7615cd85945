//! Pictures as pixels: PNG, JPEG, GIF (its first frame) and WebP.

use std::io;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits, Rgb, RgbImage};

use super::files::Bytes;
use crate::layout::Pixels;
use crate::limits::{MAX_DECODED, MAX_PIXELS};

/// Why a picture cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum DecodeError {
    #[error("it cannot be read")]
    Unreadable(#[from] io::Error),
    #[error("it is broken, or no picture of a kind that is known")]
    Broken(#[from] ImageError),
    #[error("it has {0} × {1} pixels, which is too many")]
    TooLarge(u32, u32),
}

/// The size of a picture as it is seen, from its beginning.
pub(super) fn size(bytes: Box<dyn Bytes>) -> Result<Pixels, DecodeError> {
    let mut decoder = decoder(bytes)?;
    let turned = matches!(
        decoder.orientation()?,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = decoder.dimensions();
    let (width, height) = if turned { (height, width) } else { (width, height) };
    Ok(Pixels { width, height })
}

/// The picture as it is seen, on white, as pages are.
pub(super) fn picture(bytes: Box<dyn Bytes>) -> Result<RgbImage, DecodeError> {
    let mut decoder = decoder(bytes)?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(on_white(picture))
}

fn decoder(bytes: Box<dyn Bytes>) -> Result<impl ImageDecoder, DecodeError> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_DECODED);
    let mut reader = ImageReader::new(bytes).with_guessed_format()?;
    reader.limits(limits);
    let decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS || decoder.total_bytes() > MAX_DECODED {
        return Err(DecodeError::TooLarge(width, height));
    }
    Ok(decoder)
}

fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (from, to) in picture.pixels().zip(flat.pixels_mut()) {
        let [r, g, b, a] = from.0.map(u16::from);
        let blend = |of: u16| u8::try_from((of * a + 255 * (255 - a)) / 255).unwrap_or(u8::MAX);
        *to = Rgb([r, g, b].map(blend));
    }
    flat
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageFormat, Rgba, RgbaImage};

    use super::*;

    fn file(format: ImageFormat) -> Vec<u8> {
        let picture =
            RgbaImage::from_fn(30, 40, |_, y| Rgba([200, 0, 0, if y < 20 { 0 } else { 255 }]));
        let mut bytes = Cursor::new(Vec::new());
        let picture = match format {
            ImageFormat::Jpeg => DynamicImage::from(picture).into_rgb8().into(),
            _ => DynamicImage::from(picture),
        };
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn opened(bytes: &[u8]) -> Box<dyn Bytes> {
        Box::new(Cursor::new(bytes.to_owned()))
    }

    #[test]
    fn pictures_of_all_kinds_are_read() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
            let file = file(format);
            assert_eq!(size(opened(&file)).unwrap(), Pixels { width: 30, height: 40 });
            let picture = picture(opened(&file)).unwrap();
            assert_eq!(picture.dimensions(), (30, 40), "{format:?}");
            let [r, g, b] = picture.get_pixel(5, 30).0;
            assert!(r > 180 && g < 20 && b < 20, "{format:?}");
        }
        let flat = picture(opened(&file(ImageFormat::Png))).unwrap();
        assert_eq!(flat.get_pixel(5, 5).0, [255; 3], "what is transparent is white");
    }

    #[test]
    fn what_is_broken_or_too_large_is_none() {
        let mut huge = file(ImageFormat::Png);
        huge[16..24].copy_from_slice(&[0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]);
        let png = file(ImageFormat::Png);
        let cases: [(&str, &[u8]); 4] = [
            ("nothing", b""),
            ("words", b"no picture"),
            ("the beginning alone", &png[..60]),
            ("one that claims to be huge", &huge),
        ];
        for (why, bytes) in cases {
            assert!(picture(opened(bytes)).is_err(), "{why}");
        }
    }
}
