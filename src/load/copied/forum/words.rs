//! The words that forum programs put around posts, in the languages they are common in.

/// What stands before the title in vBulletin.
pub(super) const TITLES: &[&str] =
    &["Thread: ", "Reload this Page ", "Thema: ", "Discussion : ", "Tema: ", "Discussie: "];

const LABELS: &str = "join date|joined|member since|registered|registered since|posts|messages|post count|\
    location|likes received|likes|trophy points|reaction score|points|gender|occupation|home page|\
    threads|age|country|rep power|mitglied seit|registriert seit|registrierungsdatum|dabei seit|\
    beiträge|ort|standort|wohnort|alter|erhaltene likes|zustimmungen|punkte für erfolge|punkte|\
    punkte reaktionen|reaktionspunkte|geschlecht|beruf|danke|inscrit|inscrit le|date d'inscription|\
    localisation|lid sinds|lid geworden|berichten|registrado|fecha de ingreso|mensajes|ubicación|\
    data registrazione|messaggi|località|регистрация|сообщения|сообщений|адрес|rejestracja|postów|\
    skąd|blog entries|my mood|real name|platform|characters|karma|credits";

/// Labels of which the value is any text.
const FREE_LABELS: &str = "location|gender|occupation|home page|country|ort|standort|wohnort|\
    geschlecht|beruf|localisation|ubicación|località|адрес|skąd|my mood|real name|platform|\
    characters";

const CHROME: &str = "werbung|werbung:|anzeige|advertisement|reply with quote|reply|quote|multi-quote|\
    multiquote|like|antworten|zitieren|antworten mit zitat|mit zitat antworten|gefällt mir|report|\
    melden|report post|beitrag melden|to top|nach oben|top|add bookmark|bookmark|share|teilen|\
    citer|répondre en citant|+ quote|click to expand...|new|neu|top|thanks|danke";

const FOOTERS: &str = "antwort erstellen|ähnliche themen|teilen:|share:|similar threads|login/signup|\
    you must log in or register to reply here.|you must be logged in to reply to this thread.|\
    du musst dich einloggen oder registrieren, um hier zu antworten.|not open for further replies.|\
    es sind keine weiteren antworten möglich.|post reply|posting permissions|forumregeln|\
    forenregeln|berechtigungen|thread information|quick navigation|quick reply|bookmarks|lesezeichen|\
    sujets similaires|themen-optionen|thread tools|write your reply...|schreibe deine antwort....|\
    watch thread|loading...|tags for this thread|stichworte|gehe zu seite:|jump to page:";

const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday montag dienstag \
    mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche \
    lunes martes miércoles jueves viernes sábado domingo maandag dinsdag woensdag donderdag vrijdag \
    zaterdag zondag";

const STARTERS: &[&str] = &[
    "Thread starter",
    "Themenstarter",
    "Themenersteller",
    "Ersteller",
    "Discussion in",
    "Dieses Thema im Forum",
    "Discussion dans",
    "Auteur",
    "Topicstarter",
    "Autor",
    "Начинатель",
];

fn has(list: &str, line: &str) -> bool {
    line.len() < 80 && {
        let line = line.to_lowercase();
        list.split('|').any(|word| word.trim() == line)
    }
}

/// `Join Date`, `Joined: `, `Posts: 12`: a label, with its value or not.
pub(super) fn is_label(line: &str) -> bool {
    let label = line.split_once(':').map_or(line, |(label, _)| label);
    has(LABELS, label.trim())
}

/// Whether a line is a label whose value stands below it.
pub(super) fn is_bare_label(line: &str) -> bool {
    is_label(line) && !line.trim_end_matches(':').contains(':')
}

/// Whether a line can be the value of a label: of most that is a number or a date.
pub(super) fn is_value(label: &str, line: &str) -> bool {
    has(FREE_LABELS, label.trim_end_matches(':').trim())
        || line.len() < 80 && line.contains(|c: char| c.is_ascii_digit())
}

/// Whether a line above a name or below a text is no part of either.
pub(super) fn is_chrome(line: &str) -> bool {
    let times = line
        .strip_prefix('x')
        .is_some_and(|count| !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()));
    times
        || has(CHROME, line)
        || ["Reactions:", "Reaktionen:", "Reactions ", "Réactions:", "Reacties:"]
            .iter()
            .any(|word| line.starts_with(word))
        || line.starts_with("Reply With Quote")
        || line.ends_with(" like this.")
        || line.ends_with(" likes this.")
        || line.ends_with(" gefällt das.")
}

pub(super) fn is_edit_note(line: &str) -> bool {
    line.len() < 160
        && [
            "Last edited",
            "Zuletzt bearbeitet",
            "Geändert von",
            "Dernière édition",
            "Dernière modification",
            "Última edición",
            "Laatst bewerkt",
            "Bearbeitet von",
        ]
        .iter()
        .any(|word| line.starts_with(word))
}

/// Whether a line stands behind the last post.
pub(super) fn is_footer(line: &str) -> bool {
    has(FOOTERS, line)
        || line.starts_with("« ")
        || line.contains("XenForo")
        || line.contains("vBulletin")
        || is_pages(line)
}

/// `Page 34 of 40 First ...`.
fn is_pages(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next().is_some_and(|w| matches!(w, "Page" | "Seite" | "Página" | "Pagina"));
    let number =
        |word: Option<&str>| word.is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
    first && number(words.next()) && words.next().is_some() && number(words.next())
}

/// Whether a line is one that forums have and other pages have not.
pub(super) fn is_frame(line: &str) -> bool {
    line.len() < 200
        && (line.contains("XenForo")
            || line.contains("vBulletin")
            || is_pages(line)
            || is_starter(line)
            || is_label(line)
            || has(FOOTERS, line))
}

/// Whether a line says who began the thread.
pub(super) fn is_starter(line: &str) -> bool {
    STARTERS.iter().any(|word| line.starts_with(word))
}

pub(super) fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    WEEKDAYS.split_whitespace().any(|day| day == word)
}

/// The role that a line below a name names.
pub(super) fn role(line: &str) -> Option<String> {
    if line.len() > 40 {
        return None;
    }
    let line = line.to_lowercase();
    if line.contains("moderator") || line.contains("modérateur") || line.contains("moderador") {
        Some("moderator".into())
    } else if line.contains("administrator") || line.contains("staff member") || line == "admin" {
        Some("staff".into())
    } else {
        None
    }
}
