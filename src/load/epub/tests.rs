//! Books of both kinds, built from their parts: what is read, what is damaged, what is meant to harm.

use std::io::Write;

use super::*;
use crate::load::Collector;
use crate::markup::to_html;
use crate::model::{Content, Document};

const CONTAINER: &str =
    "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>";

/// An archive of these files.
pub(super) fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut zip = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, content) in files {
        let (mut entry, config) = zip
            .new_file(name)
            .compression_method(rawzip::CompressionMethod::DEFLATE)
            .start()
            .unwrap();
        let encoder =
            flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(content.as_bytes()).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    zip.finish().unwrap();
    out
}

/// The package document of a book with these files for parts.
fn package(parts: &[&str]) -> String {
    let items = parts.iter().enumerate().map(|(at, file)| {
        format!("<item id='i{at}' href='{file}' media-type='application/xhtml+xml'/>")
    });
    let spine = (0..parts.len()).map(|at| format!("<itemref idref='i{at}'/>"));
    format!(
        "<package><metadata><dc:title>Tides</dc:title></metadata><manifest>{}\
         <item id='n' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>\
         </manifest><spine>{}</spine></package>",
        items.collect::<String>(),
        spine.collect::<String>()
    )
}

/// The contents, in these lines: what each says, and where it leads.
fn nav(lines: &[(&str, &str)]) -> String {
    let items = lines.iter().map(|(label, to)| format!("<li><a href='{to}'>{label}</a></li>"));
    format!(
        "<html><body><nav epub:type='toc'><ol>{}</ol></nav></body></html>",
        items.collect::<String>()
    )
}

/// A book with these parts and contents, and files beside them.
fn book(parts: &[(&str, &str)], contents: &[(&str, &str)], more: &[(&str, &str)]) -> Vec<u8> {
    let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    let (package, nav) = (package(&names), nav(contents));
    let paths: Vec<String> = names.iter().map(|name| format!("OPS/{name}")).collect();
    let parts = paths.iter().zip(parts).map(|(path, (_, text))| (path.as_str(), *text));
    let mut files = vec![
        ("META-INF/container.xml", CONTAINER),
        ("OPS/book.opf", &package),
        ("OPS/nav.xhtml", &nav),
    ];
    files.extend(parts);
    files.extend(more);
    archive(&files)
}

fn try_read(bytes: &[u8]) -> Result<Document, LoadError> {
    let mut sink = Collector::default();
    load(&Input { bytes, name: "tides.epub", ..Input::default() }, &mut sink)?;
    Ok(sink.finish())
}

fn read_book(bytes: &[u8]) -> Document {
    try_read(bytes).unwrap()
}

/// Headings, each with its level.
fn headings(document: &Document) -> String {
    let headings = document.article.blocks.iter().filter_map(|block| match &block.content {
        Content::Heading { level, text } => Some(format!("{level} {}", text.text())),
        _ => None,
    });
    headings.collect::<Vec<_>>().join("; ")
}

/// Why; the lines of the contents; the text; the headings.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a str);

#[test]
fn a_line_of_the_contents_is_a_heading_once() {
    let ebb = [("Ebb", "a.xhtml")];
    let two = [("Ebb", "a.xhtml#e"), ("Flow", "a.xhtml#f")];
    #[rustfmt::skip]
    let cases: [Case<'_>; 14] = [
        // why                        contents  the text                                                 the headings
        ("only in the contents",      &ebb,     "<p>Low.</p>",                                           "1 Ebb"),
        ("in both",                   &ebb,     "<h2>EBB.</h2><p>Low.</p>",                              "1 Ebb"),
        ("more in the text",          &ebb,     "<h2>Chapter 1: Ebb</h2><p>Low.</p>",                    "1 Chapter 1: Ebb"),
        ("number and name",           &[("1. Ebb", "a.xhtml")], "<h1>1</h1><h2>Ebb</h2><h3>b</h3>",      "1 1. Ebb; 2 b"),
        ("another one",               &ebb,     "<h2>Low</h2><p>Low.</p>",                               "1 Ebb; 2 Low"),
        ("words before it",           &ebb,     "<p>Low.</p><h2>Ebb</h2>",                               "1 Ebb; 2 Ebb"),
        ("levels below it",           &ebb,     "<h2>Ebb</h2><h3>b</h3><h5>c</h5><h3>d</h3>",            "1 Ebb; 2 b; 4 c; 2 d"),
        ("two in a file",             &two,     "<h2 id='e'>Ebb</h2><p>a</p><h2 id='f'>Flow</h2>",       "1 Ebb; 1 Flow"),
        ("a place in a heading",      &two,     "<h2><a id='e'/>Ebb</h2>a<h2><a id='f'></a>Flow</h2>",   "1 Ebb; 1 Flow"),
        ("a place before words",      &two,     "<p id='e'>a</p><p>b<a name='f'/></p>",                  "1 Ebb; 1 Flow"),
        ("a place that is not there", &[("Ebb", "a.xhtml#x")], "<p>Low.</p>",                            "1 Ebb"),
        ("no contents",               &[],      "<h2>Ebb</h2><h3>b</h3>",                                "1 Ebb; 2 b"),
        ("a title that is drawn",           &ebb,     "<h1><img src='i' alt='Ebb'/></h1>",                     "1 Ebb"),
        ("an escape",                 &[("Ebb &amp; flow", "a.xhtml")], "<h1>Ebb &amp; flow</h1>",       "1 Ebb & flow"),
    ];
    for (why, contents, text, expected) in cases {
        let page = format!("<html><head><title>x</title></head><body>{text}</body></html>");
        let document = read_book(&book(&[("a.xhtml", &page)], contents, &[]));
        assert_eq!(headings(&document), expected, "{why}");
        assert_eq!(document.provenance.warnings, [""; 0], "{why}");
        assert!(document.article.is_book);
    }
}

#[test]
fn xhtml_is_read_as_such() {
    #[rustfmt::skip]
    let cases = [
        ("elements without an end", "<p>a<i/>b</p><div/><p>c<br/>d</p>",         "<p>ab</p>\n<p>c<br>d</p>"),
        ("scripts",                 "<script src='x'/><p>a</p><style>b</style>", "<p>a</p>"),
        ("a section",               "<p><![CDATA[a < b]]></p>",                   "<p>a &lt; b</p>"),
        ("entities",                "<p>a&nbsp;&eacute;&#x41;</p>",              "<p>a éA</p>"),
        ("a prefix",                "<h:p>a</h:p>",                              "<p>a</p>"),
        ("links within",            "<p><a href='b.xhtml'>a</a> <a href='https://b.example/'>b</a></p>", "<p>a <a href=\"https://b.example/\">b</a></p>"),
        ("pictures",                "<p><img src='../i.png' alt='A lamp'/></p>", "<figure><img src=\"i.png\" alt=\"A lamp\"></figure>"),
        ("never closed",            "<p>a<b>b",                                  "<p>a<strong>b</strong></p>"),
        ("no XML",                  "<p>a < b <! c",                             "<p>a &lt; b</p>"),
        ("a footnote",              "<p>a<a epub:type='noteref' href='#n'>*</a></p><aside epub:type='footnote' id='n'>b</aside>",
                                    "<p>a<a href=\"#fn-1\" role=\"doc-noteref\">1</a></p>\n<aside id=\"fn-1\" role=\"doc-footnote\"><p>b</p></aside>"),
        ("an endnote",              "<p>a<a role='doc-noteref' href='#n'>7</a></p><ol><li role='doc-endnote' id='n'><p>b <a role='doc-backlink' href='#a'>up</a></p></li></ol>",
                                    "<p>a<a href=\"#fn-1\" role=\"doc-noteref\">1</a></p>\n<aside id=\"fn-1\" role=\"doc-footnote\"><p>b</p></aside>"),
    ];
    for (why, text, expected) in cases {
        let page = format!("<html><head><title>x</title></head><body>{text}</body></html>");
        let document = read_book(&book(&[("a.xhtml", &page)], &[], &[]));
        assert_eq!(to_html(&document.article.blocks).replace('\u{A0}', " "), expected, "{why}");
    }
}

#[test]
fn what_cannot_be_read_is_said_once() {
    let page = "<html><body><p>Low.</p></body></html>";
    let key = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/>\
               <CipherData><CipherReference URI='OPS/b.xhtml'/></CipherData></EncryptedData></encryption>";
    let font = key.replace(
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
        "http://www.idpf.org/2008/embedding",
    );
    let parts = [("a.xhtml", page), ("b.xhtml", page)];
    let warnings = |bytes: &[u8]| read_book(bytes).provenance.warnings;
    let encrypted = book(&parts, &[], &[("META-INF/encryption.xml", key)]);
    assert_eq!(warnings(&encrypted), ["1 part of the book could not be read, being encrypted"]);
    let with_font = book(&parts, &[], &[("META-INF/encryption.xml", &font)]);
    assert_eq!(warnings(&with_font), [""; 0]);
    let only = book(&parts[1..], &[], &[("META-INF/encryption.xml", key)]);
    let error = try_read(&only).unwrap_err();
    assert!(format!("{error:?}").contains("encrypted, for readers that have its key"));
    let package = package(&["a.xhtml", "b.xhtml", "../../c.xhtml"]);
    let missing = archive(&[
        ("META-INF/container.xml", CONTAINER),
        ("OPS/book.opf", &package),
        ("OPS/a.xhtml", page),
    ]);
    assert_eq!(warnings(&missing), ["2 parts of the book could not be found"]);
}

#[test]
fn a_package_is_found_where_nothing_names_it() {
    let package = package(&["a.xhtml"]);
    let bytes = archive(&[("OPS/book.opf", &package), ("OPS/a.xhtml", "<body><p>Low.</p></body>")]);
    assert_eq!(read_book(&bytes).article.title.as_deref(), Some("Tides"));
    for files in [&[("a.txt", "Low.")][..], &[("OPS/book.opf", "<package/>")][..], &[][..]] {
        assert!(matches!(try_read(&archive(files)), Err(LoadError::Broken { .. })));
    }
}

#[test]
fn damage_is_no_danger() {
    let page = "<html><body><p>Low water on the mole, and the lamp is out.</p></body></html>";
    let bytes = book(&[("a.xhtml", page), ("b.xhtml", page)], &[("Ebb", "a.xhtml")], &[]);
    for at in (0..bytes.len()).step_by(5) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        // Whatever it is, it is read or refused.
        let _ = try_read(&damaged);
        let _ = try_read(&bytes[..at]);
    }
    let at = memmem::find(&bytes, b"OPS/a.xhtml").unwrap() + b"OPS/a.xhtml".len();
    let mut damaged = bytes.clone();
    damaged[at + 20] ^= 0xFF;
    let warnings = read_book(&damaged).provenance.warnings;
    assert_eq!(warnings, ["1 part of the book could be read only in part, being damaged"]);
}

#[test]
fn only_a_book_is_one() {
    let sniffed = |bytes: &[u8]| sniff(&Input { bytes, ..Input::default() });
    let page = "<body><p>a</p></body>";
    assert_eq!(sniffed(&book(&[("a.xhtml", page)], &[], &[])), Likelihood::Certain);
    assert_eq!(sniffed(&archive(&[("a.txt", "a")])), Likelihood::No);
    assert_eq!(sniffed(b"PK\x03\x04"), Likelihood::No);
    assert_eq!(sniffed(b"META-INF/container.xml"), Likelihood::No);
}

#[test]
fn depth_and_number_cost_no_more_than_their_bytes() {
    let deep = format!("<body>{}a", "<div><a href='x'><h1 id='x'>".repeat(5_000));
    let many = format!("<body>{}", "<h1>a</h1><p id='x'/>".repeat(5_000));
    let lines = vec![("a", "a.xhtml#x"); 1_000];
    for page in [deep, many] {
        assert!(read_book(&book(&[("a.xhtml", &page)], &lines, &[])).article.is_book);
    }
    let nested =
        format!("<body><nav epub:type='toc'>{}", "<ol><li><a href='a.xhtml'>a".repeat(2_000));
    let package = package(&["a.xhtml"]);
    let files =
        [("OPS/book.opf", package.as_str()), ("OPS/nav.xhtml", &nested), ("OPS/a.xhtml", "<p>a")];
    assert!(read_book(&archive(&files)).article.is_book);
}
