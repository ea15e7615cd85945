//! A page of a newspaper, as long as is wished.

use std::fmt::Write;

/// A page with an article of so many paragraphs, and around it as much as is usual: navigation,
/// boxes of other pages, a newsletter, scripts.
pub(super) fn news_page(paragraphs: usize) -> String {
    let link = "<li class=nav-item><a href=/harbour/news>News of the harbour</a></li>";
    let links = link.repeat(40);
    let related = "<div class=related><a href=/1><img src=/1.jpg alt=''><h3>The ferry that came in \
                   by night, and who saw it</h3></a></div>";
    let script = "<script>window.q=window.q||[];q.push({slot:'top',size:[728,90]});</script>";
    let mut page = format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Who owns the lamp? | The Quay \
         Review</title><meta property=og:site_name content='The Quay Review'></head><body>\
         <header class=masthead><nav><ul>{links}</ul></nav></header>{}<main><article>\
         <h1>Who owns the lamp?</h1><p class=byline>By Ines Varga</p>",
        script.repeat(20)
    );
    for at in 0..paragraphs {
        // Writing to a text cannot fail.
        let _ = write!(
            page,
            "<p>The lamp on the north mole, which has been dark for {at} days, is paid for by the \
             harbour office, or so the <a href=/office>office</a> says; the wicks are the parish's, and \
             the glass, as <em>everybody</em> knows, is owed by whoever broke it.</p>"
        );
        if at % 10 == 9 {
            page.push_str(
                "<h2>What the parish says</h2><div class='newsletter-box'><p>All of it, every \
                 Friday.</p></div><figure><img src=/mole.jpg><figcaption>The mole</figcaption></figure>",
            );
        }
    }
    let _ = write!(
        page,
        "</article><aside>{}</aside></main><footer><ul>{links}</ul></footer></body></html>",
        related.repeat(12)
    );
    page
}
