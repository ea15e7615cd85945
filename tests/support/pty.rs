//! The built program in a real pseudo-terminal, seen through a terminal emulator.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// After this long the program is taken to hang.
const HANGS: Duration = Duration::from_secs(20);

/// A running program and its terminal.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keyboard: Arc<Mutex<Box<dyn Write + Send>>>,
    screen: Arc<Mutex<vt100::Parser>>,
    /// All that the program has written.
    written: Arc<Mutex<Vec<u8>>>,
    settings: String,
}

impl Terminal {
    /// Runs `command` in a shell, where `sidenote` is the program, on a screen of this size.
    pub fn run(command: &str, size: (u16, u16)) -> Terminal {
        Terminal::answering(command, size, "xterm-256color", &[])
    }

    /// The same in a terminal of this name, that answers some questions with these words.
    pub fn answering(
        command: &str,
        (columns, rows): (u16, u16),
        name: &str,
        answers: &'static [(&'static str, &'static str)],
    ) -> Terminal {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let settings = format!("{:?}", pair.master.get_termios().unwrap());
        let program = env!("CARGO_BIN_EXE_sidenote");
        let mut builder = CommandBuilder::new("/bin/sh");
        // `exec` where it is one command, so that signals reach the program itself.
        builder.args(["-c", &command.replace("sidenote", program)]);
        builder.cwd(env!("CARGO_MANIFEST_DIR"));
        for (name, value) in [
            ("TERM", name),
            ("NO_COLOR", ""),
            ("RUST_BACKTRACE", "0"),
            ("LC_ALL", "C.UTF-8"),
            ("XDG_CONFIG_HOME", super::NO_SETTINGS),
        ] {
            builder.env(name, value);
        }
        // Where these tests are run says nothing of the terminal that they make.
        for name in ["TMUX", "STY", "TERM_PROGRAM", "LC_TERMINAL", "XTERM_VERSION", "WT_SESSION"] {
            builder.env_remove(name);
        }
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        let screen =
            Arc::new(Mutex::new(vt100::Parser::new(at_least_one(rows), at_least_one(columns), 0)));
        let mut output = pair.master.try_clone_reader().unwrap();
        let seen = Arc::clone(&screen);
        let written = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&written);
        let keyboard = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let voice = Arc::clone(&keyboard);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                let bytes = &bytes[..count];
                let text = String::from_utf8_lossy(bytes);
                for (_, answer) in answers.iter().filter(|(question, _)| text.contains(question)) {
                    voice.lock().unwrap().write_all(answer.as_bytes()).unwrap();
                }
                kept.lock().unwrap().extend(bytes);
                seen.lock().unwrap().process(bytes);
            }
        });
        Terminal { master: pair.master, child, keyboard, screen, written, settings }
    }

    /// Types.
    pub fn send(&mut self, keys: &str) {
        let mut keyboard = self.keyboard.lock().unwrap();
        keyboard.write_all(keys.as_bytes()).unwrap();
        keyboard.flush().unwrap();
    }

    /// Whether the program has written this.
    pub fn has_written(&self, what: &str) -> bool {
        String::from_utf8_lossy(&self.written.lock().unwrap()).contains(what)
    }

    /// Waits until the program has written this.
    pub fn wait_for_written(&self, what: &str) {
        self.wait(what, |_| self.has_written(what));
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits until the screen is as `wanted`; fails with what it shows instead.
    pub fn wait(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !wanted(self.screen.lock().unwrap().screen()) {
            assert!(start.elapsed() < HANGS, "no {what} on:\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the screen shows `text`.
    pub fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.screen
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(at_least_one(rows), at_least_one(columns));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits until the program has left, and says how.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // What it wrote last may still be on its way through the terminal.
                thread::sleep(Duration::from_millis(50));
                return status;
            }
            assert!(start.elapsed() < HANGS, "it does not leave:\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Checks that the terminal is as it was: settings, screen, cursor, modes.
    pub fn is_restored(&self) {
        let settings = format!("{:?}", self.master.get_termios().unwrap());
        assert_eq!(settings, self.settings, "the settings of the terminal");
        let parser = self.screen.lock().unwrap();
        let screen = parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is back");
        assert!(!screen.bracketed_paste(), "pasting is as it was");
        assert!(!screen.application_cursor(), "the arrows are as they were");
    }
}

fn at_least_one(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).unwrap_or(NonZero::<u16>::MIN)
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves nobody behind.
        let _ = self.child.kill();
    }
}
