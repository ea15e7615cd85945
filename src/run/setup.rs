//! What the arguments and the reader's files come to: the folder of the configuration, read.
//!
//! A file that is not there is no mistake, and a mistake in one never keeps the program from
//! running: it becomes a complaint, a line that names the file and the line in it. Only what is
//! asked for on the command line and does not exist ends the program.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::CommandFactory;
use clap::error::ErrorKind;
use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;

use super::args::{Args, Color};
use super::config::Config;
use super::{is_color_wanted, locale, terminal};
use crate::app::Keymap;
use crate::limits::MAX_SETTINGS;
use crate::settings::Mistake;
use crate::ui::Theme;

/// What the themes of the reader's own are called behind their names.
const TOML: &str = "toml";
/// The themes that have no table of their own.
const AUTO: &str = "auto";
const SYSTEM: &str = "system";
/// The one without colours.
const MONO: &str = "mono";

/// What the program is to be like.
#[derive(Debug)]
pub(super) struct Setup {
    /// The configuration, with what the command line says over it.
    pub config: Config,
    /// Which keys do what.
    pub keymap: Keymap,
    /// What is wrong with the reader's files, a line each.
    pub complaints: Vec<String>,
    /// The theme; none for as the terminal is, which has to be asked.
    theme: Option<Theme>,
    themes: Themes,
    /// Whether no colours may be used.
    colorless: bool,
}

/// Why a file that the command line names cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0} does not exist; check the path")]
struct Missing(String);

impl Setup {
    /// Reads what there is.
    ///
    /// # Errors
    /// When the command line names a configuration or a theme that does not exist.
    pub(super) fn new(args: &Args) -> Result<Setup> {
        let mut files = Files { complaints: Vec::new() };
        let (path, folder) = match (&args.config, args.no_config) {
            (_, true) => (None, None),
            (Some(path), _) if path.exists() => {
                (Some(path.clone()), path.parent().map(Path::to_owned))
            }
            (Some(path), _) => return Err(Missing(shown(path)).into()),
            (None, _) => (folder().map(|folder| folder.join("config.toml")), folder()),
        };
        let themes = Themes::new(folder.as_deref());
        let mut config = match path.and_then(|path| Some((files.read(&path)?, path))) {
            Some((text, path)) => {
                let (config, mistakes) = Config::parse(&text, &themes.names);
                files.complain(&path, &mistakes);
                config
            }
            None => Config::default(),
        };
        if let Some(theme) = &args.theme {
            if !themes.names.contains(theme) {
                return Err(no_such_theme(theme, &themes.names).into());
            }
            config.theme.clone_from(theme);
        }
        config.sort = args.order().unwrap_or(config.sort);
        config.ascii |= args.ascii || !locale::is_utf8();

        let mut keymap = Keymap::preset(config.keymap).unwrap_or_default();
        if let Some(path) = folder.as_ref().map(|folder| folder.join("keymap.toml"))
            && let Some(table) = files.read(&path)
        {
            files.complain(&path, &keymap.overlay(&table));
        }
        let theme = theme(args, &config, &themes, &mut files);
        Ok(Setup {
            config,
            keymap,
            complaints: files.complaints,
            theme,
            themes,
            colorless: is_colorless(args),
        })
    }

    /// The theme. May ask the terminal and wait for its answer, so nobody may be reading keys yet.
    pub(super) fn theme(&self) -> Theme {
        let as_terminal = || match terminal::is_light() {
            Some(is_light) => Theme::named(if is_light { "light" } else { "dark" }),
            None => None,
        };
        let theme = self.theme.or_else(as_terminal).unwrap_or_else(Theme::terminal);
        theme.with_ascii(self.config.ascii)
    }

    /// Whether colours may be used, and letters beyond ASCII can be shown: what pictures are made of.
    pub(super) fn has_colors(&self) -> bool {
        !self.colorless && locale::is_utf8()
    }

    /// The theme called `name`, if it can be read.
    pub(super) fn named(&self, name: &str) -> Option<Theme> {
        if self.colorless && name != MONO {
            return None;
        }
        let own = self.themes.own.iter().find(|(known, _)| known == name);
        let theme = match own {
            Some((_, path)) => Theme::parse(&Files::default().read(path)?).0,
            None if name == AUTO => Theme::terminal(),
            None => Theme::named(name)?,
        };
        Some(theme.with_ascii(self.config.ascii))
    }

    /// The names of all themes.
    pub(super) fn theme_names(&self) -> &[String] {
        &self.themes.names
    }

    /// The complaints in a line, if there are any.
    pub(super) fn notice(&self) -> Option<String> {
        match self.complaints.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [first, rest @ ..] => Some(format!("{first} (and {} more; see --info)", rest.len())),
        }
    }
}

fn is_colorless(args: &Args) -> bool {
    args.color == Color::Never || !is_color_wanted() && args.color == Color::Auto
}

/// The theme that is asked for; none for as the terminal is.
fn theme(args: &Args, config: &Config, themes: &Themes, files: &mut Files) -> Option<Theme> {
    if is_colorless(args) {
        return Some(Theme::mono());
    }
    let own = themes.own.iter().find(|(name, _)| *name == config.theme);
    if let Some((text, path)) = own.and_then(|(_, path)| Some((files.read(path)?, path))) {
        let (theme, mistakes) = Theme::parse(&text);
        files.complain(path, &mistakes);
        return Some(theme);
    }
    match config.theme.as_str() {
        SYSTEM => None,
        name => Some(Theme::named(name).unwrap_or_else(Theme::terminal)),
    }
}

/// The themes that there are.
#[derive(Debug)]
struct Themes {
    /// All their names.
    names: Vec<String>,
    /// The reader's own, which go before those of the program, and their files.
    own: Vec<(String, PathBuf)>,
}

impl Themes {
    fn new(folder: Option<&Path>) -> Themes {
        let files = folder.and_then(|folder| folder.join("themes").read_dir().ok());
        let mut own: Vec<(String, PathBuf)> = files
            .into_iter()
            .flatten()
            .filter_map(|file| Some(file.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == TOML))
            .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
            .collect();
        own.sort();
        let mut names: Vec<String> =
            Theme::names().chain([SYSTEM, AUTO]).map(str::to_owned).collect();
        names.extend(own.iter().map(|(name, _)| name.clone()));
        Themes { names, own }
    }
}

fn no_such_theme(name: &str, known: &[String]) -> clap::Error {
    let name = crate::text::clean_line(name);
    let what = format!("no theme is called {name:?}; there are {}", known.join(", "));
    Args::command().error(ErrorKind::InvalidValue, what)
}

/// Reads files, and keeps what is wrong with them.
#[derive(Default)]
struct Files {
    complaints: Vec<String>,
}

impl Files {
    /// The text of a file; none if there is no such file, or with a complaint.
    fn read(&mut self, path: &Path) -> Option<String> {
        let mut bytes = Vec::new();
        let read =
            File::open(path).and_then(|file| file.take(MAX_SETTINGS + 1).read_to_end(&mut bytes));
        let why = match read {
            Ok(_) if bytes.len() as u64 > MAX_SETTINGS => {
                format!("it has more than {MAX_SETTINGS} bytes, and is not read")
            }
            Ok(_) => match String::from_utf8(bytes) {
                Ok(text) => return Some(text),
                Err(error) => {
                    let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
                    let line = before.filter(|&&byte| byte == b'\n').count() + 1;
                    self.complain(path, &[Mistake { line, what: "this is not UTF-8".to_owned() }]);
                    return None;
                }
            },
            Err(error) if is_missing(&error) => return None,
            Err(error) => format!("it cannot be read: {error}"),
        };
        self.complaints.push(crate::text::clean_line(&format!("{}: {why}", shown(path))));
        None
    }

    fn complain(&mut self, path: &Path, mistakes: &[Mistake]) {
        let path = shown(path);
        let line = |mistake| crate::text::clean_line(&format!("{path}:{mistake}"));
        self.complaints.extend(mistakes.iter().map(line));
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The reader's folder of settings; none where there is neither a home nor `XDG_CONFIG_HOME`.
fn folder() -> Option<PathBuf> {
    let configured = match Xdg::new() {
        Ok(strategy) => Some(strategy.config_dir()),
        Err(_) => std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from),
    };
    configured.filter(|path| path.is_absolute()).map(|path| path.join("sidenote"))
}

/// A path as people write it.
fn shown(path: &Path) -> String {
    let home = etcetera::home_dir().ok().filter(|home| home.parent().is_some());
    let short =
        home.and_then(|home| path.strip_prefix(home).ok().map(|rest| Path::new("~").join(rest)));
    crate::text::clean_line(&short.as_deref().unwrap_or(path).to_string_lossy())
}
