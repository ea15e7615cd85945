//! What a book says of itself: its package document ([EPUB 3.3 §5](https://www.w3.org/TR/epub-33/#sec-package-doc),
//! [OPF 2.0.1](https://idpf.org/epub/20/spec/OPF_2.0.1_draft.htm)), and its table of contents.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::archive::{Archive, resolve};
use crate::limits::MAX_CHAPTERS;
use crate::load::charset::to_utf8;
use crate::load::json::instant;
use crate::load::xml::{Element, Xml};
use crate::markup::from_html;
use crate::model::{Article, Segment, plain_text};
use crate::text::clean_line;

/// How many lines of a table of contents are read.
const MAX_CONTENTS: usize = 10_000;
/// How deep its lines are told apart: headings have six levels, and a chapter has its own below.
const MAX_DEPTH: usize = 3;

/// How many bytes of a title or a name are read.
const MAX_LABEL: usize = 500;

/// Where every book says where its package document is.
const CONTAINER: &str = "META-INF/container.xml";
/// Where it says which files are encrypted.
const ENCRYPTION: &str = "META-INF/encryption.xml";
/// How the ways of making fonts unreadable are named, which concern no text.
const FONTS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// A book.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// What is known about it; without its text.
    pub(super) article: Article,
    /// Its parts, in reading order.
    pub(super) parts: Vec<Part>,
    pub(super) contents: Vec<Line>,
    /// The files that are encrypted.
    pub(super) encrypted: HashSet<String>,
    /// How many parts are named that the book does not list among its files.
    pub(super) unlisted: usize,
    /// Whether there are more parts than are read.
    pub(super) is_cut: bool,
}

/// A file that is a part of the text.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) file: String,
    pub(super) is_picture: bool,
}

/// A line of the table of contents.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Which of them it is.
    pub(super) number: usize,
    /// 1 at the top, at most [`MAX_DEPTH`].
    pub(super) depth: usize,
    pub(super) label: String,
    pub(super) file: String,
    /// The place in the file, if it is not its beginning.
    pub(super) place: Option<String>,
}

/// A file that the package document lists.
struct Item {
    file: String,
    kind: String,
    is_contents: bool,
}

impl Package {
    /// Reads what the archive says; nothing where it has no package document.
    pub(super) fn read(archive: &mut Archive<'_>) -> Option<Package> {
        let path = package_path(archive).filter(|path| archive.has(path));
        let path = path.or_else(|| archive.first_with(".opf"))?;
        let xml = document(archive, &path);
        let root = xml.root()?;
        let items = items(root, &path);
        let mut package = Package { encrypted: encrypted(archive), ..Package::default() };
        package.article = metadata(root);
        package.take_spine(root, &items);
        package.contents = contents(archive, root, &items);
        Some(package)
    }

    /// The order of the parts. The page of contents is left out: the reader has an outline.
    fn take_spine(&mut self, root: Element<'_>, items: &HashMap<String, Item>) {
        let Some(spine) = root.children().find(|child| child.is_local("spine")) else { return };
        let mut seen = HashSet::new();
        for reference in spine.children().filter(|child| child.is_local("itemref")) {
            let item = reference.attribute("idref").and_then(|id| items.get(&id));
            let Some(item) = item else {
                self.unlisted += 1;
                continue;
            };
            if self.parts.len() == MAX_CHAPTERS {
                self.is_cut = true;
                return;
            }
            if !item.is_contents && seen.insert(item.file.as_str()) {
                let is_picture = item.kind.starts_with("image/");
                self.parts.push(Part { file: item.file.clone(), is_picture });
            }
        }
    }
}

/// A file as XML, however it is encoded.
fn document(archive: &mut Archive<'_>, path: &str) -> Xml {
    let (bytes, _) = archive.read(path);
    let (segment, _) = to_utf8(Segment { at: 0, bytes: Arc::new(bytes) }, None);
    Xml::of(segment)
}

fn package_path(archive: &mut Archive<'_>) -> Option<String> {
    let xml = document(archive, CONTAINER);
    let mut files = xml.root()?.descendants().filter(|element| element.is_local("rootfile"));
    let path = files.find_map(|file| file.attribute("full-path"))?;
    Some(resolve("", &path).0)
}

/// The files whose text is encrypted.
fn encrypted(archive: &mut Archive<'_>) -> HashSet<String> {
    let mut files = HashSet::new();
    if !archive.has(ENCRYPTION) {
        return files;
    }
    let xml = document(archive, ENCRYPTION);
    let mut is_font = false;
    for element in xml.root().into_iter().flat_map(Element::descendants) {
        if element.is_local("EncryptedData") {
            is_font = false;
        } else if element.is_local("EncryptionMethod") {
            is_font = element.attribute("Algorithm").is_some_and(|it| FONTS.contains(&&*it));
        } else if element.is_local("CipherReference") && !is_font {
            files.extend(element.attribute("URI").map(|uri| resolve("", &uri).0));
        }
    }
    files
}

/// The files that the book lists, by their ids.
fn items(root: Element<'_>, path: &str) -> HashMap<String, Item> {
    let Some(manifest) = root.children().find(|child| child.is_local("manifest")) else {
        return HashMap::new();
    };
    let items = manifest.children().filter(|child| child.is_local("item")).filter_map(|item| {
        let file = resolve(path, &item.attribute("href")?).0;
        let kind = item.attribute("media-type").unwrap_or_default();
        let properties = item.attribute("properties").unwrap_or_default();
        let is_contents = properties.split(' ').any(|word| word == "nav");
        Some((item.attribute("id")?, Item { file, kind, is_contents }))
    });
    items.collect()
}

/// What is known about the book.
fn metadata(root: Element<'_>) -> Article {
    let metadata = root.children().find(|child| child.is_local("metadata"));
    let all = |name: &'static str| {
        let elements = metadata.into_iter().flat_map(Element::descendants);
        elements.filter(move |element| element.is_local(name))
    };
    let line = |element: Element<'_>| clean_line(&element.lead(MAX_LABEL));
    let lines = |name| all(name).map(line).filter(|line| !line.is_empty());
    let is_author = |element: &Element<'_>| {
        element.attribute("role").is_none_or(|role| role.eq_ignore_ascii_case("aut"))
    };
    let mut authors: Vec<String> = all("creator").filter(is_author).map(line).collect();
    authors.retain(|author| !author.is_empty());
    let appeared =
        all("date").find(|date| date.attribute("event").as_deref() == Some("publication"));
    let date = appeared.or_else(|| all("date").next()).map(line).filter(|date| is_date(date));
    // A day says no hour.
    let published = date.as_deref().filter(|date| date.contains('T')).and_then(instant);
    let address = lines("identifier").chain(lines("source"));
    let is_address = |line: &String| line.starts_with("https://") || line.starts_with("http://");
    Article {
        title: lines("title").next(),
        byline: (!authors.is_empty()).then(|| authors.join(", ")),
        site: lines("publisher").next(),
        published,
        published_text: date.filter(|_| published.is_none()),
        url: address.into_iter().find(is_address),
        language: lines("language").next(),
        tags: lines("subject").collect(),
        is_book: true,
        ..Article::default()
    }
}

/// Whether it is a date, and none that stands for there being none, as Calibre has it.
fn is_date(date: &str) -> bool {
    !date.is_empty() && !date.starts_with("0101-01-01")
}

/// The table of contents, as EPUB 3 has it, or else as EPUB 2 had it.
fn contents(
    archive: &mut Archive<'_>,
    root: Element<'_>,
    items: &HashMap<String, Item>,
) -> Vec<Line> {
    let nav = items.values().find(|item| item.is_contents).map(|item| item.file.clone());
    let lines = nav.map(|file| nav_lines(&document(archive, &file), &file)).unwrap_or_default();
    if !lines.is_empty() {
        return lines;
    }
    let spine = root.children().find(|child| child.is_local("spine"));
    let named = spine.and_then(|spine| items.get(&spine.attribute("toc")?));
    let by_kind = || items.values().find(|item| item.kind == "application/x-dtbncx+xml");
    let Some(item) = named.or_else(by_kind) else { return Vec::new() };
    let file = item.file.clone();
    ncx_lines(&document(archive, &file), &file)
}

/// The lists in the `nav` of the contents ([EPUB 3.3 §7](https://www.w3.org/TR/epub-33/#sec-nav)).
fn nav_lines(xml: &Xml, file: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let Some(root) = xml.root() else { return lines };
    let navs = || root.descendants().filter(|element| element.is_local("nav"));
    let is_contents = |nav: &Element<'_>| {
        nav.attribute("type").is_some_and(|kind| kind.split(' ').any(|word| word == "toc"))
    };
    let Some(nav) = navs().find(is_contents).or_else(|| navs().next()) else { return lines };
    // The ends of the lists that are open.
    let mut open: Vec<u32> = Vec::new();
    // A part without a page of its own begins where its first chapter does.
    let mut waiting: Vec<(usize, String)> = Vec::new();
    let mut link_end = 0;
    for element in nav.descendants() {
        while open.last().is_some_and(|&end| end <= element.place()) {
            open.pop();
        }
        if element.is_local("ol") {
            open.push(element.end());
        } else if element.is_local("a") {
            link_end = element.end();
            let Some(address) = element.attribute("href") else { continue };
            waiting.push((open.len(), words(element)));
            push_lines(&mut lines, &mut waiting, resolve(file, &address));
        } else if element.is_local("span") && element.place() >= link_end {
            waiting.push((open.len(), words(element)));
        }
        if lines.len() >= MAX_CONTENTS {
            break;
        }
    }
    lines
}

/// The points of a `navMap` ([OPF 2.0.1 §2.4.1](https://idpf.org/epub/20/spec/OPF_2.0.1_draft.htm#Section2.4.1)).
fn ncx_lines(xml: &Xml, file: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut open: Vec<u32> = Vec::new();
    for element in xml.root().into_iter().flat_map(Element::descendants) {
        if !element.is_local("navPoint") {
            continue;
        }
        while open.last().is_some_and(|&end| end <= element.place()) {
            open.pop();
        }
        open.push(element.end());
        let child = |name| element.children().find(|child| child.is_local(name));
        let address = child("content").and_then(|content| content.attribute("src"));
        let label = child("navLabel").map(words).unwrap_or_default();
        if let Some(address) = address {
            let mut one = vec![(open.len(), label)];
            push_lines(&mut lines, &mut one, resolve(file, &address));
        }
        if lines.len() >= MAX_CONTENTS {
            break;
        }
    }
    lines
}

fn push_lines(
    lines: &mut Vec<Line>,
    waiting: &mut Vec<(usize, String)>,
    (file, place): (String, Option<String>),
) {
    for (depth, label) in waiting.drain(..).filter(|(_, label)| !label.is_empty()) {
        let depth = depth.clamp(1, MAX_DEPTH);
        lines.push(Line {
            number: lines.len(),
            depth,
            label,
            file: file.clone(),
            place: place.clone(),
        });
    }
}

/// The words in an element in one line.
fn words(element: Element<'_>) -> String {
    clean_line(&plain_text(&from_html(&element.lead(MAX_LABEL))))
}
