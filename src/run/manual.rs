//! What help and the man page say besides the options.

/// A section: its heading, and what stands on the left and on the right of its lines.
pub(super) type Section = (&'static str, &'static [(&'static str, &'static str)]);

/// The sections, in order.
pub(super) const SECTIONS: &[Section] = &[
    (
        "Examples",
        &[
            ("sidenote page.txt", "Read a page with its comments, copied from a browser as text"),
            ("wl-paste | sidenote", "Read what has been copied just now (or xclip -o, pbpaste)"),
            ("sidenote saved.html thread.json", "Read an article and its comments from two files"),
            ("sidenote ~/Mail/list", "Read a maildir, or a folder with the pages of a thread"),
            ("sidenote -o mbox thread.json > thread.mbox", "Turn a discussion into mail"),
            ("sidenote page.txt | grep lamp", "Print text; so it does wherever no terminal is"),
            ("sidenote -o markdown page.txt > page.md", "Turn it into Markdown"),
            (
                "sidenote -o html --into notes page.html",
                "Into a file in notes/, named by the title",
            ),
            ("sidenote --only thread --sort top page.txt", "Only the discussion, most voted first"),
            (
                "sidenote --generate config > ~/.config/sidenote/config.toml",
                "Begin a configuration",
            ),
            ("sidenote --generate complete-zsh > _sidenote", "Let the shell complete the options"),
        ],
    ),
    (
        "Files",
        &[
            (
                "~/.config/sidenote/config.toml",
                "The configuration (--generate config shows it all)",
            ),
            ("~/.config/sidenote/keymap.toml", "Keys (--generate keymap shows them all)"),
            ("~/.config/sidenote/themes/NAME.toml", "A theme of your own, for --theme NAME"),
        ],
    ),
    (
        "Limits",
        &[(
            "limits.input, limits.page, limits.message, limits.book, limits.files",
            "How much is read of a source, a web page, a message, a book, in MiB, and how many \
                 files a folder may have. Set them in config.toml. What lies behind a limit is left \
                 out, and said to be",
        )],
    ),
    (
        "Environment",
        &[
            ("XDG_CONFIG_HOME", "Where these files are looked for instead of ~/.config"),
            (
                "TERM, TERM_PROGRAM, LC_TERMINAL",
                "Terminals that can show pictures say so by their names; others are asked when I is \
                 pressed, or where config.toml has pictures = \"on\"",
            ),
            ("NO_COLOR", "Colours are not used where this is set and not empty"),
            (
                "LC_ALL, LC_CTYPE, LANG",
                "The first that is set says what the terminal reads. Where that is not UTF-8, it \
                 shows ASCII alone",
            ),
        ],
    ),
    (
        "Exit status",
        &[
            ("0", "All went well"),
            ("1", "The source could not be read; a line on standard error says why"),
            ("2", "The options are wrong"),
        ],
    ),
];

/// The sections as they stand under the options in `--help`.
pub(super) fn after_help() -> String {
    let section = |(heading, lines): &Section| {
        let lines: Vec<String> =
            lines.iter().map(|(left, right)| format!("  {left}\n          {right}\n")).collect();
        format!("{heading}:\n{}", lines.concat())
    };
    SECTIONS.iter().map(section).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}
