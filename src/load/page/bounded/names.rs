//! The names of elements as numbers, and which of them are of a kind.

use std::sync::LazyLock;

use hashbrown::HashMap;

/// An element's name in a number; what is longer than [`MAX_NAME`] is told apart by its beginning.
pub(super) type Name = u128;

/// How many letters of a name are told apart.
pub(super) const MAX_NAME: usize = 16;

pub(super) const fn name(letters: &[u8]) -> Name {
    let mut packed = 0;
    let mut at = 0;
    let mut rest = letters;
    while let [first, behind @ ..] = rest {
        if at == MAX_NAME {
            break;
        }
        packed = packed << 8 | *first as u128;
        rest = behind;
        at += 1;
    }
    packed
}

macro_rules! names {
    ($($letters:literal)*) => { [$(name($letters)),*] };
}
pub(super) use names;

/// Elements that cannot hold any.
const VOID: [Name; 19] = names!(
    b"area" b"base" b"br" b"col" b"embed" b"hr" b"img" b"input" b"keygen" b"link" b"meta" b"param"
    b"source" b"track" b"wbr" b"frame" b"basefont" b"bgsound" b"image"
);
/// Elements whose content is no markup.
const RAW: [Name; 9] = names!(
    b"script" b"style" b"textarea" b"title" b"iframe" b"xmp" b"noembed" b"noframes" b"plaintext"
);
/// The one of each page that a second tag opens no more.
const ONCE: [Name; 4] = names!(b"html" b"head" b"body" b"frameset");
const FORMATTING: [Name; 14] = names!(
    b"a" b"b" b"big" b"code" b"em" b"font" b"i" b"nobr" b"s" b"small" b"strike" b"strong" b"tt" b"u"
);
/// Beyond these an end tag closes nothing.
const BARRIERS: [Name; 10] = names!(
    b"table" b"td" b"th" b"caption" b"template" b"button" b"object" b"applet" b"marquee" b"svg"
);
/// What an end tag of an unknown element does not reach over, besides barriers; and before which an
/// open paragraph ends.
const BLOCKS: [Name; 47] = names!(
    b"address" b"article" b"aside" b"blockquote" b"center" b"dd" b"details" b"dialog" b"dir" b"div"
    b"dl" b"dt" b"fieldset" b"figcaption" b"figure" b"footer" b"form" b"h1" b"h2" b"h3" b"h4" b"h5"
    b"h6" b"header" b"hgroup" b"li" b"listing" b"main" b"menu" b"nav" b"noscript" b"ol" b"p" b"pre"
    b"search" b"section" b"select" b"summary" b"tbody" b"tfoot" b"thead" b"tr" b"ul" b"plaintext"
    b"xmp" b"hr" b"math"
);
const HEADINGS: [Name; 6] = names!(b"h1" b"h2" b"h3" b"h4" b"h5" b"h6");
/// Before these all that is open of a drawing or a formula ends.
const NEVER_FOREIGN: [Name; 37] = names!(
    b"b" b"big" b"blockquote" b"center" b"code" b"dd" b"div" b"dl" b"dt" b"em" b"h1" b"h2" b"h3"
    b"h4" b"h5" b"h6" b"i" b"li" b"listing" b"menu" b"nobr" b"ol" b"p" b"pre" b"ruby" b"s" b"small"
    b"span" b"strong" b"strike" b"sub" b"sup" b"table" b"tt" b"u" b"ul" b"var"
);
/// What in a drawing or a formula holds HTML again.
const INTEGRATION_POINTS: [Name; 9] = names!(
    b"foreignobject" b"desc" b"title" b"mi" b"mo" b"mn" b"ms" b"mtext" b"annotation-xml"
);
const PARTS_OF_TABLES: [Name; 7] = names!(b"caption" b"tbody" b"thead" b"tfoot" b"tr" b"td" b"th");

/// In which of the lists a name stands, a bit for each.
pub(super) type Kinds = u16;

pub(super) const IS_VOID: Kinds = 1;
pub(super) const IS_RAW: Kinds = 1 << 1;
pub(super) const IS_ONCE: Kinds = 1 << 2;
pub(super) const FORMATS: Kinds = 1 << 3;
pub(super) const BARS: Kinds = 1 << 4;
pub(super) const IS_BLOCK: Kinds = 1 << 5;
pub(super) const IS_HEADING: Kinds = 1 << 6;
pub(super) const IS_NEVER_FOREIGN: Kinds = 1 << 7;
pub(super) const INTEGRATES: Kinds = 1 << 8;
pub(super) const IS_PART: Kinds = 1 << 9;
pub(super) const HOLDS_PARTS: Kinds = 1 << 10;
pub(super) const IS_FOREIGN: Kinds = 1 << 11;

/// The lists as one, since a name is looked for in most of them.
static KINDS: LazyLock<HashMap<Name, Kinds>> = LazyLock::new(|| {
    let lists: [(Kinds, &[Name]); 12] = [
        (IS_VOID, &VOID),
        (IS_RAW, &RAW),
        (IS_ONCE, &ONCE),
        (FORMATS, &FORMATTING),
        (BARS, &BARRIERS),
        (IS_BLOCK, &BLOCKS),
        (IS_HEADING, &HEADINGS),
        (IS_NEVER_FOREIGN, &NEVER_FOREIGN),
        (INTEGRATES, &INTEGRATION_POINTS),
        (IS_PART, &PARTS_OF_TABLES),
        (HOLDS_PARTS, &names!(b"table" b"template")),
        (IS_FOREIGN, &names!(b"svg" b"math")),
    ];
    let mut kinds = HashMap::new();
    for (kind, list) in lists {
        for &name in list {
            *kinds.entry(name).or_default() |= kind;
        }
    }
    kinds
});

/// An element's name, and what kinds of elements it is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: Name,
    kinds: Kinds,
}

impl Tag {
    pub(super) fn of(name: Name) -> Tag {
        Tag { name, kinds: KINDS.get(&name).copied().unwrap_or_default() }
    }

    /// Whether it is of one of these kinds.
    pub(super) fn is(self, kinds: Kinds) -> bool {
        self.kinds & kinds != 0
    }

    pub(super) fn is_one_of(self, names: &[Name]) -> bool {
        names.contains(&self.name)
    }
}
