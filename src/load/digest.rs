//! Several articles in one answer, made one: each with its title as a heading.

use crate::markup::from_html;
use crate::model::Article;

/// The article that there is; of several one that has the texts of all.
pub(super) fn digest(mut articles: Vec<Article>) -> Option<Article> {
    if articles.len() < 2 {
        return articles.pop();
    }
    let mut all = Article::default();
    let site = articles.first().and_then(|article| article.site.clone());
    all.site =
        site.filter(|_| articles.windows(2).all(|two| matches!(two, [a, b] if a.site == b.site)));
    for article in articles {
        let title = article.title.as_deref().map(escaped);
        let title = title.or_else(|| article.url.as_deref().map(escaped)).unwrap_or_default();
        let heading = match &article.url {
            Some(url) => format!("<h2><a href=\"{}\">{title}</a></h2>", escaped(url)),
            None => format!("<h2>{title}</h2>"),
        };
        all.blocks.extend(from_html(&heading));
        all.blocks.extend(article.blocks);
        all.notices.extend(article.notices);
        for tag in article.tags {
            if all.tags.len() < MAX_TAGS && !all.tags.contains(&tag) {
                all.tags.push(tag);
            }
        }
    }
    Some(all)
}

/// How many subjects are listed of many articles.
const MAX_TAGS: usize = 32;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plain_text;

    #[test]
    fn texts_stand_behind_each_other_under_their_titles() {
        let article = |title: &str, site: &str| Article {
            title: Some(title.into()),
            site: Some(site.into()),
            url: Some("https://quay.example/?a=1&b".into()),
            tags: vec!["oil".into()],
            blocks: from_html("<p>Dark.</p>"),
            ..Article::default()
        };
        assert_eq!(digest(vec![]), None);
        assert_eq!(digest(vec![article("A", "q")]), Some(article("A", "q")));
        let all = digest(vec![article("A <b>", "q"), article("B", "q")]).unwrap();
        assert_eq!(plain_text(&all.blocks), "A <b>\n\nDark.\n\nB\n\nDark.");
        assert_eq!((all.title, all.site.as_deref(), all.tags.len()), (None, Some("q"), 1));
        assert_eq!(digest(vec![article("A", "q"), article("B", "r")]).unwrap().site, None);
    }
}
