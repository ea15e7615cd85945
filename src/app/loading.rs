//! Pieces of a document, as they come.

use super::event::Load;
use super::sheet::About;
use super::{App, Mode, Pane};
use crate::model::{Article, Entries};
use crate::text::Language;

impl App {
    /// Takes a piece of the document.
    pub(super) fn load(&mut self, piece: Load) {
        let is_content = matches!(piece, Load::Beginning(..) | Load::Article(_) | Load::Thread(_));
        let chosen = self.chosen_thread();
        if is_content {
            self.anchors = None;
            // Its lines name parts by where they stand, which changes.
            if let Mode::Sheet(sheet) = &self.mode
                && sheet.names_parts()
            {
                // The chapters of a book are listed again.
                self.listed &= sheet.about != About::Outline;
                self.close_sheet(true);
            }
        }
        match piece {
            Load::Beginning(article, words) => self.take_article(*article, words),
            Load::Article(article) => {
                let words = article.words();
                self.take_article(*article, words);
            }
            Load::Thread(thread) => {
                // A headline alone is soon read; who turns back to it stays there.
                if self.document.thread.is_empty() && !self.has_text() {
                    self.focus = Pane::Thread;
                }
                let filter = self.thread.filter().map(|filtered| filtered.filter.clone());
                self.thread.replace(&mut self.document.thread, *thread);
                self.filter_again(filter);
            }
            Load::Pictures(pictures) => {
                self.reader.add_pictures(&self.document.article, pictures);
                self.hang_pictures();
            }
            Load::Progress(read, of) => self.progress = Some((read, of)),
            Load::Provenance(provenance) => self.document.provenance = *provenance,
            Load::Declared(comments) => self.document.provenance.declared = Some(comments),
            Load::Warning(what) => self.document.warn(&what),
            Load::Done => {
                self.loading = false;
                self.document.finish();
                self.tell_warnings();
            }
            Load::Failed(why) => {
                self.loading = false;
                self.message = Some(why);
            }
        }
        if !self.has_article() && !self.document.thread.is_empty() {
            self.focus = Pane::Thread;
        }
        if is_content {
            self.entries = Entries::of(&self.document.article, &self.document.thread);
        }
        self.go_to_wanted();
        self.arrange_panes();
        if is_content {
            self.list_threads_that_came(chosen);
            self.list_chapters_that_came();
        }
    }

    fn take_article(&mut self, article: Article, words: usize) {
        self.document.set_article(article);
        let search = self.reader.search.take();
        self.reader.reset(&self.document.article, words);
        if let Some(search) = search {
            self.reader.find(&self.document.article, &search.pattern);
        }
        let language = self.document.article.language.as_deref().and_then(Language::of);
        self.thread.set_language(&self.document.thread, language);
    }

    fn tell_warnings(&mut self) {
        let warning = match self.document.provenance.warnings.as_slice() {
            [] => return,
            [one] => one.clone(),
            [first, rest @ ..] => format!("{first} (and {} more; i lists them)", rest.len()),
        };
        // What was said before, of the configuration, would not be heard again.
        self.message = Some(match self.message.take() {
            Some(before) => format!("{before} · {warning}"),
            None => warning,
        });
    }

    fn go_to_wanted(&mut self) {
        let Some(wanted) = &self.wanted else { return };
        if let Some(id) = self.document.thread.find_id(wanted) {
            self.wanted = None;
            self.focus = Pane::Thread;
            self.arrange_panes();
            self.thread.moved = true;
            self.thread.go(&self.document.thread, id);
        } else if !self.loading {
            self.message = Some(format!("no comment has the id {wanted}"));
            self.wanted = None;
        }
    }
}
