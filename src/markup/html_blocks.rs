//! What is to be done when an element of HTML is left; lists and captions, which look around them.

use dom_query::Element;

use super::html::{Frame, Reader, attribute};
use super::normal::{code, heading, paragraphs};
use super::run::Run;
use crate::model::{Block, ContainerKind, Content, MarkKind, RichText};

impl Reader {
    /// The list that an element would belong to here: none across a quote or another item.
    fn open_list(&mut self) -> Option<&mut Frame> {
        let is_border =
            |frame: &&mut Frame| matches!(frame, Frame::List { .. } | Frame::Container(_));
        let frame = self.frames.iter_mut().rev().find(is_border);
        frame.filter(|frame| matches!(frame, Frame::List { .. }))
    }

    /// A list in a list belongs to the item before it; to put it there is a common mistake.
    pub(super) fn list(&mut self, ordered: bool, element: &Element) -> Frame {
        let last = match self.open_list() {
            Some(Frame::List { last, .. }) => last.clone(),
            _ => None,
        };
        let entered = last.map(|item| self.builder.enter_again(item));
        let number = ordered.then(|| number(element, "start").unwrap_or(1));
        Frame::List { list: self.builder.next_id(), number, last: None, entered }
    }

    pub(super) fn item(&mut self, element: &Element) -> Frame {
        let (list, number) = match self.open_list() {
            Some(Frame::List { list, number: next, .. }) => {
                let number = next.map(|next| number(element, "value").unwrap_or(next));
                *next = number.map(|number| number.saturating_add(1));
                (*list, number)
            }
            _ => match self.builder.last_list() {
                Some((list, None)) => (list, None),
                _ => (self.builder.next_id(), None),
            },
        };
        let entered = self.builder.enter(ContainerKind::Item { list, number });
        let item = self.builder.innermost().filter(|_| entered.kept()).cloned();
        if let Some(Frame::List { last, .. }) = self.open_list() {
            *last = item;
        }
        Frame::Container(entered)
    }

    pub(super) fn summary(&mut self) -> Frame {
        let hidden = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Details { hidden } => Some(*hidden),
            _ => None,
        });
        let hidden = hidden.unwrap_or(false);
        if hidden {
            self.builder.run.close(&MarkKind::Spoiler);
        }
        Frame::Summary { hidden }
    }

    /// Does what the end of the innermost element asks for.
    pub(super) fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame {
            Frame::Nothing => {}
            Frame::Line => self.builder.run.line_break(),
            Frame::CodeLine => self.code_line(),
            Frame::Mark(kind) => self.builder.run.close(&kind),
            Frame::Said => self.builder.run.words("”"),
            Frame::Code => self.end_code(),
            Frame::Heading(level) => {
                self.flat -= 1;
                if let Some(content) = heading(level, self.builder.run.take()) {
                    self.builder.push(content);
                }
            }
            Frame::Row => self.end_row(),
            Frame::Cell => self.end_cell(),
            Frame::TableCaption => {
                self.flat -= 1;
                self.builder.end_paragraph();
            }
            Frame::FigureCaption => self.end_caption(),
            block => {
                self.builder.end_paragraph();
                self.end_block(block);
            }
        }
    }

    fn end_block(&mut self, frame: Frame) {
        match frame {
            Frame::Container(entered) | Frame::List { entered: Some(entered), .. } => {
                self.builder.leave(&entered);
            }
            Frame::Term => self.builder.run.close(&MarkKind::Strong),
            Frame::Spoiler | Frame::Details { hidden: true } => {
                self.builder.run.close(&MarkKind::Spoiler);
            }
            Frame::Summary { hidden: true } => self.builder.run.open(MarkKind::Spoiler),
            Frame::Table => self.end_table(),
            Frame::Figure { first, caption: Some(caption) } => self.caption(first, &caption),
            _ => {}
        }
    }

    fn end_code(&mut self) {
        let Some(open) = self.code.take() else { return };
        if self.flat > 0 {
            self.builder.run.close(&MarkKind::Code);
            self.builder.run.line_break();
        } else if let Some(content) = code(open.language.as_deref(), &open.text) {
            self.builder.push(content);
        }
    }

    fn end_caption(&mut self) {
        self.flat -= 1;
        let text = self.builder.run.take().into_text();
        let figure = self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Figure { first, caption } => Some((*first, caption)),
            _ => None,
        });
        match figure {
            // The picture may come after its words.
            Some((first, caption)) if self.builder.len() == first && caption.is_none() => {
                *caption = Some(text);
            }
            Some((first, _)) => self.caption(first, &text),
            None => self.caption(usize::MAX, &text),
        }
    }

    /// Puts `text` under the last picture since there were `first` blocks, or into a paragraph.
    fn caption(&mut self, first: usize, text: &RichText) {
        let has_blocks = self.builder.len() > first;
        if let Some(Block { content: Content::Figure { caption, .. }, .. }) =
            self.builder.last_mut().filter(|_| has_blocks)
            && caption.is_empty()
        {
            caption.clone_from(text);
            return;
        }
        for content in paragraphs(Run::of(text)) {
            self.builder.push(content);
        }
    }
}

fn number(element: &Element, name: &str) -> Option<u64> {
    attribute(element, name)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::{from_html, to_html};

    #[test]
    fn elements_become_what_they_mean() {
        #[rustfmt::skip]
        let cases = [
            // why                              html                                        the clean subset
            ("words alone",                     "a  b\n c",                                 "<p>a b c</p>"),
            ("paragraphs end each other",       "<p>a<p>b</p>c",                            "<p>a</p>\n<p>b</p>\n<p>c</p>"),
            ("blocks are paragraphs",           "a<div>b<section>c</section></div>d",       "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>"),
            ("empty ones vanish",               "<p></p><p>&nbsp;</p><div> <p>a</p></div>", "<p>a</p>"),
            ("two breaks part paragraphs",      "a<br>b<br><br>c<br>",                      "<p>a<br>b</p>\n<p>c</p>"),
            ("headings",                        "<h1>a<br>b</h1><h6><p>c</p></h6>",         "<h1>a<br>b</h1>\n<h6>c</h6>"),
            ("quotes in quotes",                "<blockquote>a<blockquote>b</blockquote></blockquote>", "<blockquote><p>a</p>\n<blockquote><p>b</p></blockquote></blockquote>"),
            ("two quotes are two",              "<blockquote>a</blockquote><blockquote>b</blockquote>", "<blockquote><p>a</p></blockquote>\n<blockquote><p>b</p></blockquote>"),
            ("a list",                          "<ul><li>a<li><p>b</p></ul>",               "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("a numbered one",                  "<ol start=3><li>a<li>b</ol>",              "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
            ("one that jumps",                  "<ol><li>a<li value=7>b</ol>",              "<ol>\n<li>a</li>\n</ol>\n<ol start=\"7\">\n<li>b</li>\n</ol>"),
            ("two paragraphs in an item",       "<ul><li><p>a</p><p>b</p></ul>",            "<ul>\n<li><p>a</p>\n<p>b</p></li>\n</ul>"),
            ("an empty item stays",             "<ul><li><li>a</ul>",                       "<ul>\n<li></li>\n<li>a</li>\n</ul>"),
            ("a list in an item",               "<ul><li>a<ol><li>b</ol></ul>",             "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>"),
            ("a list in a list",                "<ul><li>a</li><ul><li>b</ul><li>c</ul>",   "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
            ("a list after an empty item",      "<ul><li></li><ul><li>b</ul></ul>",         "<ul>\n<li><ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
            ("items without a list",            "<li>a<li>b",                               "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("terms",                           "<dl><dt>a<dd>b</dl>",                      "<p><strong>a</strong></p>\n<p>b</p>"),
            ("spaces in code matter",           "<pre>\n a\n  b\n</pre>",                   "<pre><code> a\n  b</code></pre>"),
            ("its language",                    "<pre><code class='x language-c++'>a</code></pre>", "<pre><code class=\"language-c++\">a</code></pre>"),
            ("its language, elsewhere",         "<pre class=lang-c><code>a<br>b</code></pre>",     "<pre><code class=\"language-c\">a\nb</code></pre>"),
            ("its language, around it",         "<div class='highlight-python x'><div class=highlight><pre>a</pre></div></div>", "<pre><code class=\"language-python\">a</code></pre>"),
            ("its language, as data",           "<pre data-lang=go>a</pre>",                "<pre><code class=\"language-go\">a</code></pre>"),
            ("lines of code that are blocks",   "<pre><div>a</div><div>b</div></pre>",      "<pre><code>a\nb</code></pre>"),
            ("marks",                           "<em>a</em><b>b</b><code>c</code><del>d</del><sup>e</sup><sub>f</sub>", "<p><em>a</em><strong>b</strong><code>c</code><s>d</s><sup>e</sup><sub>f</sub></p>"),
            ("marks that overlap",              "<b>a<i>b</b>c</i>",                        "<p><strong>a<em>b</em></strong><em>c</em></p>"),
            ("marks across paragraphs",         "<b><p>a</p><p>b</p></b>",                  "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
            ("spoilers",                        "<span class='md-spoiler-text'>a</span> <spoiler>b</spoiler>", "<p><span class=\"spoiler\">a</span> <span class=\"spoiler\">b</span></p>"),
            ("details",                         "<details><summary>a</summary>b</details>", "<p>a</p>\n<p><span class=\"spoiler\">b</span></p>"),
            ("open details",                    "<details open><summary>a</summary>b</details>", "<p>a</p>\n<p>b</p>"),
            ("said",                            "<q>a</q>",                                 "<p>“a”</p>"),
            ("a link",                          "<a href='/a?b&amp;c'>a</a>",               "<p><a href=\"/a?b&amp;c\">a</a></p>"),
            ("links that are none",             "<a href='javascript:x'>a</a> <a href='data:x'>b</a> <a>c</a>", "<p>a b c</p>"),
            ("a bare address",                  "see http://a.b.",                          "<p>see <a href=\"http://a.b\">http://a.b</a>.</p>"),
            ("a footnote",                      "a<a href='#fn-1' role=doc-noteref>1</a><aside id=fn-1 role=doc-footnote>b</aside>", "<p>a<a href=\"#fn-1\" role=\"doc-noteref\">1</a></p>\n<aside id=\"fn-1\" role=\"doc-footnote\"><p>b</p></aside>"),
            ("footnotes of a list",             "a<sup><a href='#fn:2'>2</a></sup><ol><li id=fn:2><p>b <a href='#fnref:2'>↩</a></p></ol>", "<p>a<a href=\"#fn-2\" role=\"doc-noteref\"><sup>2</sup></a></p>\n<aside id=\"fn-2\" role=\"doc-footnote\"><p>b</p></aside>"),
            ("footnotes of Word",               "a<a href='#_ftn1' name=_ftnref1>[1]</a><p><a href='#_ftnref1' name=_ftn1>[1]</a> b</p>", "<p>a<a href=\"#fn-1\" role=\"doc-noteref\">[1]</a></p>\n<aside id=\"fn-1\" role=\"doc-footnote\"><p>b</p></aside>"),
            ("named within the item",           "<ol><li> <span><a id=fn2></a></span>b</ol>", "<aside id=\"fn-2\" role=\"doc-footnote\"><p>b</p></aside>"),
            ("a name behind words",             "<p>b <a id=fn2></a></p>", "<p>b</p>"),
            ("footnotes of MediaWiki",          "a<sup id=cite_ref-x_1-0><a href='#cite_note-x-1'>[1]</a></sup><ol><li id=cite_note-x-1><span class=mw-cite-backlink>^ <a href='#cite_ref-x_1-0'>a</a></span> <cite>b</cite></ol>", "<p>a<a href=\"#fn-1\" role=\"doc-noteref\"><sup>[1]</sup></a></p>\n<aside id=\"fn-1\" role=\"doc-footnote\"><p><em>b</em></p></aside>"),
            ("an aside that is none",           "<aside>b</aside>",                         "<p>b</p>"),
            ("an image in a sentence",          "a <img src=/i alt='b c'> d",               "<p>a <img src=\"/i\" alt=\"b c\"> d</p>"),
            ("an image alone",                  "<p><a href=/><img src=/i alt=b></a></p>",  "<figure><img src=\"/i\" alt=\"b\"></figure>"),
            ("an image to be loaded later",     "<img src=data:x data-src=/i>",             "<figure><img src=\"/i\" alt=\"\"></figure>"),
            ("an image that cannot be",         "<img src=data:x alt=b>",                   "<p>b</p>"),
            ("a figure",                        "<figure><img src=/i><figcaption>a <b>b</b></figcaption></figure>", "<figure><img src=\"/i\" alt=\"\"><figcaption>a <strong>b</strong></figcaption></figure>"),
            ("a figure, words first",           "<figure><figcaption>a</figcaption><p><img src=/i></p></figure>", "<figure><img src=\"/i\" alt=\"\"><figcaption>a</figcaption></figure>"),
            ("a figure of two",                 "<figure><img src=/i><img src=/j><figcaption>a</figcaption></figure>", "<figure><img src=\"/i\" alt=\"\"></figure>\n<figure><img src=\"/j\" alt=\"\"><figcaption>a</figcaption></figure>"),
            ("a figure of words",               "<figure><figcaption>a</figcaption><pre>b</pre></figure>", "<pre><code>b</code></pre>\n<p>a</p>"),
            ("a break between parts",           "a<hr>b",                                   "<p>a</p>\n<hr>\n<p>b</p>"),
            ("a table",                         "<table><caption>t<tr><th>a<th align=right>b<tr><td>c<td><p>d<p>e</table>", "<p>t</p>\n<table>\n<thead>\n<tr><th>a</th><th align=\"right\">b</th></tr>\n</thead>\n<tbody>\n<tr><td>c</td><td align=\"right\">d<br>e</td></tr>\n</tbody>\n</table>"),
            ("a cell over two columns",         "<table><tr><td colspan=2>a<td style='text-align: center'>b</table>", "<table>\n<tbody>\n<tr><td>a</td><td></td><td align=\"center\">b</td></tr>\n</tbody>\n</table>"),
            ("a table in a table",              "<table><tr><td>a<table><tr><td>b<td>c<tr><td>d</table><td>e</table>", "<table>\n<tbody>\n<tr><td>a<br>b c<br>d</td><td>e</td></tr>\n</tbody>\n</table>"),
            ("code in a cell",                  "<table><tr><td>a<td><pre>b\n\nc</pre></table>", "<table>\n<tbody>\n<tr><td>a</td><td><code>b<br>c</code></td></tr>\n</tbody>\n</table>"),
            ("a table that is a page",          "<table><tr><td><h2>a</h2><p>b</table>",    "<h2>a</h2>\n<p>b</p>"),
            ("words lost in a table",           "<table>a<tr><td>b<td>c</table>",           "<p>a</p>\n<table>\n<tbody>\n<tr><td>b</td><td>c</td></tr>\n</tbody>\n</table>"),
            ("an empty table",                  "<table><tr><td><td></table>a",             "<p>a</p>"),
            ("nothing to read",                 "a<script>b<p>c</script><style>d</style><template>e</template><noscript><img src=/i></noscript><svg><title>f</title><text>g</text></svg><iframe>h</iframe><button>i</button><select><option>j</select><textarea>k</textarea><!-- l --><?m?><![CDATA[n]]></ o>z", "<p>az</p>"),
            ("an empty svg",                    "<svg class='x'/>a<svg><title/></svg>b",      "<p>ab</p>"),
            ("a whole page",                    "<!doctype html><html><head><title>t</title><meta charset=utf-8></head><body class=x>a</body></html>", "<p>a</p>"),
            ("unknown elements",                "<x-a>b<font color=red>c</font></x-a>",     "<p>bc</p>"),
            ("signs that are no tags",          "a < b, a<3, <>, 1 <b",                     "<p>a &lt; b, a&lt;3, &lt;&gt;, 1 &lt;b</p>"),
            ("entities",                        "&lt;b&gt; &eacute;&#x41; &amp;lt;",        "<p>&lt;b&gt; éA &amp;lt;</p>"),
            ("nothing",                         "",                                         ""),
        ];
        for (why, html, expected) in cases {
            let read = from_html(html);
            assert_eq!(to_html(&read), expected, "{why}");
            assert_eq!(from_html(expected), read, "{why}");
        }
    }
}
