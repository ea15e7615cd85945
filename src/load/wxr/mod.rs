//! An export of a WordPress site: WordPress eXtended RSS.
//!
//! RSS 2.0 with the site's own elements ([what writes it]): an `item` for each post, page, image and
//! menu entry, and in it a `wp:comment` for each comment. What bites: `_gmt` dates are UTC without
//! saying so, the others are in the site's zone, which is not said; texts are as they were typed, with
//! line ends for paragraphs ([`typed`]); names keep the entities in which they are stored; spam and
//! what is in the trash is exported, too.
//!
//! [what writes it]: https://developer.wordpress.org/reference/functions/export_wp/

#[cfg(test)]
mod tests;
mod typed;

use std::collections::HashMap;

use super::digest::digest;
use super::entities::{name_line, title_line};
use super::json::{instant, start_of};
use super::xml::{Element, Xml};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::from_html;
use crate::model::{Article, Body, BodyKind, Created, NewComment, Parent, Permalink, Votes};

pub(super) const LOADER: Loader = Loader {
    name: "wxr",
    about: "posts with their comments in an export of WordPress (WXR)",
    extensions: &["xml", "wxr"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How far into an export its first element must be; a long comment stands before it.
const HEAD: usize = 16 * 1024;

fn sniff(input: &Input<'_>) -> Likelihood {
    let start = start_of(input.bytes);
    let head = start.get(..HEAD).unwrap_or(start);
    let Some(at) = memchr::memmem::find(head, b"<rss") else { return Likelihood::No };
    let rest = head.get(at..).unwrap_or_default();
    let tag = rest.split(|&byte| byte == b'>').next().unwrap_or_default();
    let is_export = memchr::memmem::find(tag, b"wordpress.org/export/").is_some();
    if head.starts_with(b"<") && is_export { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let xml = Xml::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    intake.builder.keep(xml.segment());
    let mut reader = Reader::default();
    let channel = xml.root().and_then(|root| root.get("channel").or(Some(root)));
    let mut has_article = false;
    if let Some(channel) = channel {
        if let Some(article) = article(channel) {
            has_article = true;
            sink.article(article);
        }
        reader.accounts(channel);
        let commented = |item: &Element<'_>| item.get("wp:comment").is_some();
        let are_many = items(channel).filter(commented).take(2).count() > 1;
        for item in items(channel) {
            let post = Post { link: item.line("link"), creator: item.line("dc:creator") };
            // Among many posts each thread says which it is about.
            let title =
                item.line("title").filter(|_| are_many).and_then(|title| title_line(&title));
            for comment in item.children().filter(|child| child.is("wp:comment")) {
                if sink.stopped() {
                    break;
                }
                if let Some(mut comment) = reader.comment(comment, &post) {
                    if comment.parent == Parent::Root {
                        comment.subject = title.as_deref().unwrap_or_default().into();
                    }
                    intake.push(comment, sink);
                }
            }
        }
    }
    let is_empty = intake.builder.is_empty() && !has_article;
    intake.finish(sink);
    reader.finish(sink);
    if is_empty {
        let (name, cause) = (input.name.to_owned(), "it has neither posts nor comments".into());
        return Err(LoadError::Broken { name, format: LOADER.name, cause });
    }
    Ok(())
}

fn items(channel: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    channel.children().filter(|child| child.is("item"))
}

/// The post that is talked about, or all of them under the title of the site; where nobody talks,
/// what is published.
fn article(channel: Element<'_>) -> Option<Article> {
    let is_talked_about = |item: &Element<'_>| item.get("wp:comment").is_some();
    let is_published = |item: &Element<'_>| {
        let kind = item.line("wp:post_type").unwrap_or_else(|| "post".into());
        let status = item.line("wp:status").unwrap_or_else(|| "publish".into());
        matches!(kind.as_str(), "post" | "page") && status == "publish"
    };
    let mut posts: Vec<_> = items(channel).filter(is_talked_about).collect();
    if posts.is_empty() {
        posts = items(channel).filter(is_published).collect();
    }
    let is_one = posts.len() == 1;
    let site = channel.line("title").and_then(|title| title_line(&title));
    let names = names(channel);
    let mut article = digest(posts.into_iter().map(|item| post(item, &names)).collect())?;
    if is_one {
        article.site = site;
    } else {
        article.title = site;
        article.url = channel.line("link");
    }
    article.language = channel.line("language");
    Some(article)
}

/// What accounts are called.
fn names(channel: Element<'_>) -> HashMap<String, String> {
    let authors = channel.children().filter(|child| child.is("wp:author"));
    let pairs = authors.filter_map(|author| {
        Some((author.line("wp:author_login")?, author.line("wp:author_display_name")?))
    });
    pairs.collect()
}

fn post(item: Element<'_>, names: &HashMap<String, String>) -> Article {
    let creator = item.line("dc:creator");
    let name = creator.map(|login| names.get(&login).cloned().unwrap_or(login));
    let gmt = item.line("wp:post_date_gmt").and_then(|date| instant(&date));
    let published = gmt.or_else(|| {
        let date = item.line("pubDate")?;
        Some(jiff::fmt::rfc2822::parse(&date).ok()?.timestamp().as_second())
    });
    let text = |name: &str| item.get(name).map(|of| typed::html(&of.text()).into_owned());
    let content = text("content:encoded").filter(|html| !html.trim().is_empty());
    let html = content.or_else(|| text("excerpt:encoded")).unwrap_or_default();
    let tags = item.children().filter(|child| child.is("category"));
    let tags = tags.filter_map(|tag| title_line(&tag.text()));
    Article {
        title: item.line("title").and_then(|title| title_line(&title)),
        byline: name.map(|name| name_line(&name)),
        published,
        updated: item.line("wp:post_modified_gmt").and_then(|date| instant(&date)),
        url: item.line("link"),
        tags: tags.filter(|tag| tag != "Uncategorized").collect(),
        blocks: from_html(&html),
        ..Article::default()
    }
}

/// What comments need of their post, looked up once.
#[derive(Debug)]
struct Post {
    link: Option<String>,
    creator: Option<String>,
}

#[derive(Debug, Default)]
struct Reader {
    /// Accounts by their ids.
    logins: HashMap<String, String>,
    left_out: u64,
    /// How many dates are of the site's clock, and how many cannot be read.
    zoneless: u64,
    undated: u64,
    /// How many comments have no id.
    odd: u64,
}

impl Reader {
    fn accounts(&mut self, channel: Element<'_>) {
        for author in channel.children().filter(|child| child.is("wp:author")) {
            if let Some((id, login)) =
                author.line("wp:author_id").zip(author.line("wp:author_login"))
            {
                self.logins.insert(id, login);
            }
        }
    }

    /// A comment, if it is none that nobody wants.
    fn comment<'x>(&mut self, comment: Element<'x>, post: &Post) -> Option<NewComment<'x>> {
        let approved = comment.line("wp:comment_approved").unwrap_or_default();
        if matches!(approved.as_str(), "spam" | "trash" | "post-trashed") {
            self.left_out += 1;
            return None;
        }
        let id = comment.line("wp:comment_id");
        self.odd += u64::from(id.is_none());
        let author = comment.line("wp:comment_author").map(|name| name_line(&name));
        let kind = comment.line("wp:comment_type").unwrap_or_default();
        let user = comment.line("wp:comment_user_id").filter(|id| id != "0");
        let roles = [
            self.wrote(user.as_deref(), author.as_deref(), post).then_some("author"),
            matches!(kind.as_str(), "pingback" | "trackback").then_some(kind.as_str()),
            (approved == "0").then_some("unapproved"),
        ];
        let parent = comment.line("wp:comment_parent").filter(|id| id != "0");
        let link = post.link.as_ref().zip(id.as_ref());
        let link = link.map(|(page, id)| format!("{page}#comment-{id}"));
        let text = comment.get("wp:comment_content").map(|text| text.body(&typed::TYPED));
        Some(NewComment {
            parent: parent.map_or(Parent::Root, |id| Parent::Id(id.into())),
            author: author.unwrap_or_default().into(),
            created: self.created(comment),
            votes: Votes { score: votes(comment), ..Votes::default() },
            roles: roles.into_iter().flatten().map(str::to_owned).collect(),
            permalink: link.map_or(Permalink::Unknown, |link| Permalink::Given(link.into())),
            body: Body { kind: BodyKind::Html, text: text.unwrap_or_default() },
            id: id.map(Into::into),
            ..NewComment::default()
        })
    }

    /// Whether a user of the site wrote the post: told by id where the export lists those, else by
    /// name.
    fn wrote(&self, user: Option<&str>, name: Option<&str>, post: &Post) -> bool {
        let Some(user) = user else { return false };
        let login = self.logins.get(user).map(String::as_str).or(name);
        post.creator.is_some() && post.creator.as_deref() == login
    }

    fn created(&mut self, comment: Element<'_>) -> Created<std::borrow::Cow<'static, str>> {
        // Drafts have a date of noughts.
        let date = |name: &str| comment.line(name).filter(|date| !date.starts_with("0000"));
        if let Some(at) = date("wp:comment_date_gmt").and_then(|date| instant(&date)) {
            return Created::At(at);
        }
        let Some(text) = date("wp:comment_date").or_else(|| date("wp:comment_date_gmt")) else {
            return Created::Unknown;
        };
        if let Some(at) = instant(&text) {
            self.zoneless += 1;
            return Created::At(at);
        }
        self.undated += 1;
        Created::Ago { text: text.into(), seconds: None }
    }

    fn finish(self, sink: &mut dyn Sink) {
        if self.zoneless > 0 {
            sink.warning("some dates have no time zone; they are read as UTC".into());
        }
        let counts = [
            (
                self.left_out,
                "is spam or trash; it is left out",
                "are spam or trash; they are left out",
            ),
            (self.undated, "has a date that cannot be read", "have a date that cannot be read"),
            (self.odd, "has no id", "have no id"),
        ];
        for (count, one, many) in counts {
            match count {
                0 => {}
                1 => sink.warning(format!("1 comment {one}")),
                _ => sink.warning(format!("{count} comments {many}")),
            }
        }
    }
}

/// The sum of votes that wpDiscuz keeps with a comment.
fn votes(comment: Element<'_>) -> Option<i32> {
    let mut metas = comment.children().filter(|child| child.is("wp:commentmeta"));
    let votes = metas.find(|meta| meta.line("wp:meta_key").as_deref() == Some("wpdiscuz_votes"))?;
    votes.line("wp:meta_value")?.parse().ok()
}
